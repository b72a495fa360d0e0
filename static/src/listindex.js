// listindex.js - which list a page stands on. The kernel does not store it: found by walking the lists, then kept up by list events.

/** @typedef {import('./reader.js').Reader} Reader */

const ORDERS = 11;
const TYPES = 4;
const PCP_TYPES = 3;

export const NO_LIST = 0;

/**
 * Lists are numbered from 1: the free lists by zone, order, type, then the lists of the boot page sets, then those of pageset[zone][cpu].
 * Any other list (a caller's private one) has the number 0.
 */
export class ListIndex {
  /** @param {Reader} reader */
  constructor(reader) {
    this.reader = reader;
    this.stale = true;
    /** List of each page. */
    this.lists = new Uint16Array(0);
    /** @type {Map<number, number>} from byte offset of a list's head to the list's number */
    this.heads = new Map();
    /** @type {number[]} from a list's number to the byte offset of its head */
    this.offsets = [0];
    /** @type {Map<number, {edition: number, pfns: number[]}>} */
    this.cache = new Map();
    /** @type {number[]} bumped when a list changes */
    this.editions = [0];
    /** Number of the first list of a page set. */
    this.firstPcp = 0;
    this.#number();
  }

  /** @param {number} z @param {number} order @param {number} mt */
  freeId(z, order, mt) {
    return 1 + (z * ORDERS + order) * TYPES + mt;
  }

  /** @param {number} z -1 for the boot page set @param {number} cpu @param {number} type */
  pcpId(z, cpu, type) {
    return this.firstPcp + ((z + 1) * this.reader.cpus + cpu) * PCP_TYPES + type;
  }

  /** Walks all lists again if the image was replaced since. */
  refresh() {
    if (!this.stale) return;
    this.stale = false;
    const { reader } = this;
    this.lists = new Uint16Array(reader.nrPages);
    for (let id = 1; id < this.offsets.length; id++) {
      this.editions[id]++;
      for (const pfn of this.#walk(id)) this.lists[pfn - reader.firstPfn] = id;
    }
  }

  /** pfns of a list from head to tail. @param {number} id @returns {number[]} */
  members(id) {
    this.refresh();
    const edition = this.editions[id];
    const cached = this.cache.get(id);
    if (cached && cached.edition === edition) return cached.pfns;
    const pfns = this.#walk(id);
    this.cache.set(id, { edition, pfns });
    return pfns;
  }

  /** Number of the list that a page stands on. @param {number} pfn */
  listOf(pfn) {
    this.refresh();
    return this.lists[pfn - this.reader.firstPfn] ?? NO_LIST;
  }

  /** Type of the free list that a page stands on, or -1. @param {number} pfn */
  typeOf(pfn) {
    const id = this.listOf(pfn);
    return id === NO_LIST || id >= this.firstPcp ? -1 : (id - 1) % TYPES;
  }

  /** What page set a list belongs to. @param {number} id */
  pcpOf(id) {
    if (id < this.firstPcp) return null;
    const rest = id - this.firstPcp;
    const set = Math.floor(rest / PCP_TYPES);
    const zone = Math.floor(set / this.reader.cpus) - 1;
    return { cpu: set % this.reader.cpus, zone, type: rest % PCP_TYPES };
  }

  /**
   * A node came to stand behind `prev`, or left it.
   * @param {boolean} added @param {number} node @param {number} prev byte offsets
   */
  change(added, node, prev) {
    if (this.stale) return;
    const page = this.#pageOf(node);
    const id = this.heads.get(prev) ?? this.lists[this.#pageOf(prev)] ?? NO_LIST;
    this.lists[page] = added ? id : NO_LIST;
    this.editions[id]++;
  }

  /** Number of the page whose lru lies at an offset. @param {number} offset */
  #pageOf(offset) {
    const { reader } = this;
    return Math.floor(((offset >>> 2) - reader.at.page) / reader.step.page);
  }

  #number() {
    const { reader } = this;
    const { at, step } = reader;
    for (let z = 0; z < reader.nrZones; z++) {
      for (let order = 0; order < ORDERS; order++) {
        for (let mt = 0; mt < TYPES; mt++) {
          this.#add(at.freeList + z * step.zone + order * step.area + 2 * mt);
        }
      }
    }
    this.firstPcp = this.offsets.length;
    for (let cpu = 0; cpu < reader.cpus; cpu++) {
      for (let type = 0; type < PCP_TYPES; type++) {
        this.#add(at.bootLists + cpu * step.boot + 2 * type);
      }
    }
    for (let z = 0; z < reader.nrZones; z++) {
      for (let cpu = 0; cpu < reader.cpus; cpu++) {
        for (let type = 0; type < PCP_TYPES; type++) {
          this.#add(at.setLists + z * step.setZone + cpu * step.setCpu + 2 * type);
        }
      }
    }
  }

  /** @param {number} index word of a list's head */
  #add(index) {
    this.heads.set(index * 4, this.offsets.length);
    this.offsets.push(index * 4);
    this.editions.push(0);
  }

  /** @param {number} id @returns {number[]} */
  #walk(id) {
    const { words, firstPfn, nrPages } = this.reader;
    const head = this.offsets[id];
    const pfns = [];
    for (let node = words[head >>> 2]; node !== head && node !== 0; node = words[node >>> 2]) {
      const page = this.#pageOf(node);
      if (page < 0 || page >= nrPages || pfns.length > nrPages) break;
      pfns.push(page + firstPfn);
    }
    return pfns;
  }
}
