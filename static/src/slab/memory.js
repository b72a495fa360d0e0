// memory.js - emulated low memory and the memory map as SLUB sees them: addresses, pages, lists.
//
// All it needs of the machine is `word(index)`, the schema's fields and a few numbers of the profile. Links of lists are byte offsets in the
// image; everything else that points somewhere is an address.

/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {{word: (index: number) => number}} Words the image, by number of the word */

/** The linear map begins here: the address of the first page frame. */
export const PAGE_OFFSET = 0xc0000000;
export const PAGE_SIZE = 4096;

const PG_COMPOUND = 1 << 14;
const PG_RECLAIM = 1 << 17;
export const PG_SLAB = 1 << 7;
/** The cpus' copies of per-cpu data: a per-cpu pointer counts from here. */
const PCPU_BASE = 0x1000;
const NAME_BYTES = 64;

/**
 * What SLUB keeps in struct page.
 * @typedef {object} SlabPage
 * @property {number} pfn
 * @property {boolean} slab
 * @property {number} freelist address of the first free object, 0 for NULL
 * @property {number} counters
 * @property {number} next lru.next
 * @property {number} prev lru.prev
 * @property {number} cache address of its struct kmem_cache
 * @property {number} order
 */

export class SlabMemory {
  /** @param {Words} words @param {Schema} schema @param {any} profile */
  constructor(words, schema, profile) {
    this.words = words;
    this.schema = schema;
    this.cpus = Number(profile.cpus);
    this.firstPfn = Number(profile.first_pfn);
    this.ramOff = Number(profile.ram_off);
    /** Pages of low memory. */
    this.lowPages = Number(profile.max_low_pfn) - this.firstPfn;
    const flags = schema.field('page[].flags');
    const lru = schema.field('page[].lru');
    const private_ = schema.field('page[].private');
    this.page0 = flags.base >>> 2;
    this.pageWords = flags.dims[0].stride >>> 2;
    this.lruBase = lru.base;
    this.lruWord = (lru.base - flags.base) >>> 2;
    this.privateWord = (private_.base - flags.base) >>> 2;
    this.areas = schema.field('pcpu_area[]').base >>> 2;
  }

  /** A field of the machine. @param {string} name @param {number} [index] */
  field(name, index = 0) {
    const { base, dims } = this.schema.field(name);
    return this.words.word((base + index * (dims[0]?.stride ?? 0)) >>> 2) >>> 0;
  }

  /** Byte offset in the image of a field. @param {string} name */
  base(name) {
    return this.schema.field(name).base;
  }

  /** A word at a byte offset of the image. @param {number} offset */
  at(offset) {
    return this.words.word(offset >>> 2) >>> 0;
  }

  // ---- addresses ----

  /** @param {number} virt */
  valid(virt) {
    return virt >= PAGE_OFFSET && virt - PAGE_OFFSET < this.lowPages * PAGE_SIZE;
  }

  /** @param {number} virt */
  offset(virt) {
    return this.ramOff + (virt - PAGE_OFFSET);
  }

  /** The address of a byte of the image, 0 if it is not in RAM. @param {number} offset */
  virt(offset) {
    const at = offset - this.ramOff;
    return at >= 0 && at < this.lowPages * PAGE_SIZE ? PAGE_OFFSET + at : 0;
  }

  /** The word at an address, 0 outside low memory. @param {number} virt */
  read(virt) {
    return this.valid(virt) ? this.at(this.offset(virt) & ~3) : 0;
  }

  /** @param {number} virt @returns {string} a text that ends with a zero byte */
  text(virt) {
    let text = '';
    if (!this.valid(virt)) return text;
    for (let i = 0; i < NAME_BYTES; i++) {
      const byte = (this.read(virt + i) >>> (((virt + i) & 3) * 8)) & 0xff;
      if (byte === 0) break;
      text += String.fromCharCode(byte);
    }
    return text;
  }

  // ---- pages ----

  /** @param {number} pfn */
  address(pfn) {
    return PAGE_OFFSET + (pfn - this.firstPfn) * PAGE_SIZE;
  }

  /** @param {number} virt */
  pfn(virt) {
    return this.firstPfn + ((virt - PAGE_OFFSET) >>> 12);
  }

  /** @param {number} pfn */
  known(pfn) {
    return pfn >= this.firstPfn && pfn - this.firstPfn < this.lowPages;
  }

  /** @param {number} pfn @returns {SlabPage} */
  page(pfn) {
    const word = (/** @type {number} */ i) =>
      this.words.word(this.page0 + (pfn - this.firstPfn) * this.pageWords + i) >>> 0;
    const flags = word(0);
    const order = flags & PG_COMPOUND && this.known(pfn + 1) ? this.#compoundOrder(pfn) : 0;
    return {
      pfn,
      slab: (flags & PG_SLAB) !== 0,
      freelist: word(2),
      counters: word(3),
      next: word(this.lruWord),
      prev: word(this.lruWord + 1),
      cache: word(this.privateWord),
      order,
    };
  }

  /** The first page of the compound page that a page belongs to. @param {number} pfn */
  head(pfn) {
    const at = this.page0 + (pfn - this.firstPfn) * this.pageWords;
    const flags = this.words.word(at);
    const tail = (flags & (PG_COMPOUND | PG_RECLAIM)) === (PG_COMPOUND | PG_RECLAIM);
    return tail ? this.words.word(at + this.privateWord) >>> 0 : pfn;
  }

  /** page[1].lru.prev. @param {number} pfn */
  #compoundOrder(pfn) {
    const at = this.page0 + (pfn + 1 - this.firstPfn) * this.pageWords + this.lruWord + 1;
    return Math.min(this.words.word(at) >>> 0, 10);
  }

  /** pfn of the page whose lru is at this offset, -1 if none is. @param {number} offset */
  lruPfn(offset) {
    const at = (offset - this.lruBase) / (this.pageWords * 4);
    return Number.isInteger(at) && at >= 0 && at < this.lowPages ? this.firstPfn + at : -1;
  }

  // ---- per-cpu data ----

  /** Byte offset of a cpu's copy. @param {number} pointer @param {number} cpu */
  perCpu(pointer, cpu) {
    return (this.words.word(this.areas + cpu) + (pointer - PCPU_BASE)) >>> 0;
  }

  /**
   * Offsets of the members of a list, from its head on; a list that does not come back is cut short.
   * @param {number} head byte offset @param {number} most
   */
  list(head, most) {
    const members = [];
    let at = this.at(head);
    while (at !== head && at !== 0 && members.length < most) {
      members.push(at);
      at = this.at(at);
    }
    return members;
  }
}
