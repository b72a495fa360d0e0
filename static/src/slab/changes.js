// changes.js - what a step changed in slabs, and which slab it is about.

import { EV_LIST_ADD, EV_LIST_DEL, EV_WORD } from '../schema.js';

/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../types.js').Event} Event */
/** @typedef {import('./memory.js').SlabMemory} SlabMemory */
/** @typedef {import('./model.js').SlabModel} SlabModel */
/** @typedef {{cache: number, pfn: number, index: number}} Subject */

export class Changes {
  /** @param {string} key of the step @param {Event[]} events @param {Schema} schema @param {SlabMemory} memory */
  constructor(key, events, schema, memory) {
    this.key = key;
    this.memory = memory;
    /** What was there before the step, by byte offset. @type {Map<number, number>} */
    this.words = new Map();
    /** pfns of pages whose freelist, counters or place in a list changed. @type {Set<number>} */
    this.pages = new Set();
    const ram = schema.fieldIds.get('ram[]');
    for (const event of events) {
      if (event.kind === EV_WORD) {
        if (!this.words.has(event.a)) this.words.set(event.a, event.b);
        if (event.id === ram) continue;
        const { field, indices } = schema.locate(event.id, event.a);
        if (/^page\[\]\.(index|_mapcount|private|lru)$/.test(field.name)) {
          this.pages.add(memory.firstPfn + indices[0]);
        }
      } else if (event.kind === EV_LIST_ADD || event.kind === EV_LIST_DEL) {
        const pfn = memory.lruPfn(event.a);
        if (pfn >= 0) this.pages.add(pfn);
      }
    }
  }

  /** Nothing that a slab view shows. */
  get none() {
    return this.words.size === 0 && this.pages.size === 0;
  }

  /** Whether the step wrote a word of RAM. @param {number} virt */
  wrote(virt) {
    return this.words.has(this.memory.offset(virt));
  }

  /** What a word of RAM held before, null if it is as it was. @param {number} virt */
  old(virt) {
    return this.words.get(this.memory.offset(virt)) ?? null;
  }

  /**
   * The slab that the step is about: a cpu's pointers first, then pages, then free pointers, then descriptors.
   * @param {SlabModel} model @returns {Subject | null}
   */
  subject(model) {
    return this.#ofCpu(model) ?? this.#ofPage(model) ?? this.#ofObject(model);
  }

  /** @param {SlabModel} model @returns {Subject | null} */
  #ofCpu(model) {
    for (const { cache } of model.caches) {
      for (const cpu of cache.cpus) {
        const mine = [0, 8, 12].find((word) => this.words.has(cpu.at + word));
        if (mine === undefined) continue;
        const head = model.find(cpu.freelist || (this.words.get(cpu.at) ?? 0));
        return { cache: cache.addr, pfn: head?.slab.pfn ?? cpu.page, index: head?.index ?? -1 };
      }
    }
    return null;
  }

  /** @param {SlabModel} model @returns {Subject | null} */
  #ofPage(model) {
    for (const pfn of this.pages) {
      const owner = model.of(pfn);
      if (!owner) continue;
      const head = model.find(this.memory.page(pfn).freelist);
      return { cache: owner.cache.addr, pfn, index: head?.slab.pfn === pfn ? head.index : -1 };
    }
    return null;
  }

  /** @param {SlabModel} model @returns {Subject | null} */
  #ofObject(model) {
    /** @type {Subject | null} */
    let descriptor = null;
    for (const offset of this.words.keys()) {
      const virt = this.memory.virt(offset);
      const found = virt ? model.find(virt) : null;
      const owner = found && model.of(found.slab.pfn);
      if (!found || !owner) continue;
      const subject = { cache: owner.cache.addr, pfn: found.slab.pfn, index: found.index };
      const cell = found.slab.cells[found.index];
      if (cell.list && virt === cell.addr + owner.cache.offset) return subject;
      if (owner.cache.addr === model.kmemCache) descriptor ??= subject;
    }
    return descriptor;
  }
}
