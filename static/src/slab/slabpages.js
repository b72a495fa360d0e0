// slabpages.js - which pages are slabs and of which cache: found by looking at the memory map, pageblock by pageblock, where it changed.

import { PG_SLAB } from './memory.js';

/** @typedef {import('./memory.js').SlabMemory} SlabMemory */

const BLOCK_PAGES = 1024;

export class SlabPages {
  /** @param {SlabMemory} memory @param {(pfn: number) => number} version of the pageblock around a pfn: another one when a page of it changed */
  constructor(memory, version) {
    this.memory = memory;
    this.version = version;
    /** @type {Map<number, {version: number, pages: [number, number][]}>} pfn and cache, by first pfn of the pageblock */
    this.blocks = new Map();
  }

  /** pfns of the first pages of slabs, by address of their cache. @returns {Map<number, number[]>} */
  byCache() {
    const { memory } = this;
    const end = memory.firstPfn + memory.lowPages;
    /** @type {Map<number, number[]>} */
    const found = new Map();
    for (let block = memory.firstPfn & -BLOCK_PAGES; block < end; block += BLOCK_PAGES) {
      for (const [pfn, cache] of this.#block(block, end)) {
        const pages = found.get(cache);
        if (pages) pages.push(pfn);
        else found.set(cache, [pfn]);
      }
    }
    return found;
  }

  /** @param {number} block @param {number} end */
  #block(block, end) {
    const version = this.version(block);
    const known = this.blocks.get(block);
    if (known?.version === version) return known.pages;
    const { memory } = this;
    /** @type {[number, number][]} */
    const pages = [];
    const { words, page0, pageWords, firstPfn, privateWord } = memory;
    for (let pfn = Math.max(block, firstPfn); pfn < Math.min(block + BLOCK_PAGES, end); pfn++) {
      const at = page0 + (pfn - firstPfn) * pageWords;
      if (words.word(at) & PG_SLAB) pages.push([pfn, words.word(at + privateWord) >>> 0]);
    }
    this.blocks.set(block, { version, pages });
    return pages;
  }
}
