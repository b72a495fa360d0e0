// memory.js - physical and low memory as a table walk sees them: RAM answers, nothing else does. What high memory holds is not modelled; it
// reads as 0.

import { PAGE_OFFSET } from '../slab/memory.js';

/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {{word: (index: number) => number}} Words the image, by number of the word */

export const PAGE = 4096;
/** One L1 table: 4,096 words. */
export const PGD_BYTES = 0x4000;
const VMALLOC_GAP = 0x800000;

export class TableMemory {
  /** @param {Words} words @param {Schema} schema @param {any} profile */
  constructor(words, schema, profile) {
    this.words = words;
    this.schema = schema;
    this.ramOff = Number(profile.ram_off);
    this.firstPfn = Number(profile.first_pfn);
    this.maxLowPfn = Number(profile.max_low_pfn);
    /** @type {{start: number, end: number}[]} RAM, bytes */
    this.banks = (profile.banks ?? []).map((/** @type {any} */ bank) => ({
      start: bank.start,
      end: bank.start + bank.size,
    }));
  }

  /** Where low memory ends. */
  get highMemory() {
    return PAGE_OFFSET + (this.maxLowPfn - this.firstPfn) * PAGE;
  }

  get vmallocStart() {
    return ((this.highMemory + VMALLOC_GAP) & ~(VMALLOC_GAP - 1)) >>> 0;
  }

  /** A field of the machine without dimensions, 0 if this daemon has none of the name. @param {string} name */
  field(name) {
    const id = this.schema.fieldIds.get(name);
    return id === undefined ? 0 : this.words.word(this.schema.fields[id].base >>> 2) >>> 0;
  }

  /** A field with dimensions, at these places; 0 if there is none of the name. @param {string} name @param {...number} at */
  element(name, ...at) {
    const id = this.schema.fieldIds.get(name);
    if (id === undefined) return 0;
    const { base, dims } = this.schema.fields[id];
    return this.words.word(at.reduce((sum, n, i) => sum + n * dims[i].stride, base) >>> 2) >>> 0;
  }

  /** How many there are of a field, in its first dimension. @param {string} name */
  count(name) {
    const id = this.schema.fieldIds.get(name);
    return id === undefined ? 0 : this.schema.fields[id].dims[0].count;
  }

  // ---- addresses ----

  /** @param {number} virt of a byte in low memory? */
  isLow(virt) {
    return virt >= PAGE_OFFSET && virt < this.highMemory;
  }

  /** @param {number} virt in low memory */
  toPhys(virt) {
    return virt - PAGE_OFFSET + this.firstPfn * PAGE;
  }

  /** @param {number} phys @returns {number} its address in low memory, 0 if it has none */
  toVirt(phys) {
    const pfn = Math.floor(phys / PAGE);
    if (pfn < this.firstPfn || pfn >= this.maxLowPfn) return 0;
    return phys - this.firstPfn * PAGE + PAGE_OFFSET;
  }

  /** @param {number} phys */
  isRam(phys) {
    return this.banks.some((bank) => phys >= bank.start && phys < bank.end);
  }

  /** Byte offset in the image of a byte of low memory. @param {number} virt */
  offset(virt) {
    return this.ramOff + (virt - PAGE_OFFSET);
  }

  /** The address of a byte of the image, 0 if it is not in RAM. @param {number} offset */
  virtOf(offset) {
    const at = offset - this.ramOff;
    return at >= 0 && at < (this.maxLowPfn - this.firstPfn) * PAGE ? PAGE_OFFSET + at : 0;
  }

  // ---- words ----

  /** The word at an address of low memory, 0 elsewhere. @param {number} virt */
  read(virt) {
    return this.isLow(virt) ? this.words.word(this.offset(virt) >>> 2) >>> 0 : 0;
  }

  /** @param {number} phys @returns {number | null} null if nothing answers */
  readPhys(phys) {
    if (!this.isRam(phys)) return null;
    const virt = this.toVirt(phys);
    return virt ? this.read(virt) : 0;
  }

  /** @param {number} virt @returns {string} a text that ends with a zero byte */
  text(virt) {
    let text = '';
    for (let at = virt; at < virt + 64 && this.isLow(at); at++) {
      const byte = (this.read(at - (at % 4)) >>> ((at & 3) * 8)) & 0xff;
      if (byte === 0) break;
      text += String.fromCharCode(byte);
    }
    return text;
  }
}
