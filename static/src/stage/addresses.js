// addresses.js - what lies at a byte offset of the image: a page's list node, or the head of which list.

/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../schema.js').Field} Field */
/** @typedef {import('../types.js').Event} Event */

/**
 * @typedef {{kind: 'page', pfn: number}
 *   | {kind: 'free', zone: number, order: number, mt: number}
 *   | {kind: 'pcp', zone: number, cpu: number, mt: number}
 *   | {kind: 'other'}} Place  zone is -1 for the boot page set, which serves all zones
 */

const BLOCK_PAGES = 1024;
const SECTION = 0x10000;

export class Addresses {
  /** @param {Schema} schema @param {number} firstPfn pfn of page[0] */
  constructor(schema, firstPfn) {
    this.firstPfn = firstPfn;
    this.lru = schema.field('page[].lru');
    this.free = schema.field('zone[].free_area[].free_list[]');
    this.boot = schema.field('boot_pageset[].pcp.lists[]');
    this.sets = schema.field('pageset[][].pcp.lists[]');
    this.flags = schema.field('pageblock_flags[]');
  }

  /** @param {number} offset of a list_head @returns {Place} */
  node(offset) {
    const [page] = indices(this.lru, offset) ?? [];
    if (page !== undefined) return { kind: 'page', pfn: this.firstPfn + page };
    const free = indices(this.free, offset);
    if (free) return { kind: 'free', zone: free[0], order: free[1], mt: free[2] };
    const boot = indices(this.boot, offset);
    if (boot) return { kind: 'pcp', zone: -1, cpu: boot[0], mt: boot[1] };
    const set = indices(this.sets, offset);
    if (set) return { kind: 'pcp', zone: set[0], cpu: set[1], mt: set[2] };
    return { kind: 'other' };
  }

  /** @param {number} offset of a page's list node @returns {number} its pfn, -1 if it is no page */
  pfn(offset) {
    const place = this.node(offset);
    return place.kind === 'page' ? place.pfn : -1;
  }

  /**
   * Pageblocks whose owner a word of pageblock_flags[] changes: a nibble each, the first in the lowest.
   * @param {Event} event
   * @returns {{pfn: number, from: number, to: number}[]}
   */
  owners(event) {
    const first = ((event.a - this.flags.base) / 4) * 8;
    const changed = [];
    for (let n = 0; n < 8; n++) {
      const from = (event.b >>> (4 * n)) & 7;
      const to = (event.c >>> (4 * n)) & 7;
      if (from === to) continue;
      const pfn = (this.firstPfn & -SECTION) + (first + n) * BLOCK_PAGES;
      changed.push({ pfn, from, to });
    }
    return changed;
  }
}

/** @param {Field} field @param {number} offset @returns {number[] | null} its indices, if it is one of the field's */
function indices(field, offset) {
  let rest = offset - field.base;
  if (rest < 0) return null;
  const found = [];
  for (const { count, stride } of field.dims) {
    const index = Math.floor(rest / stride);
    if (index >= count) return null;
    found.push(index);
    rest -= index * stride;
  }
  return rest === 0 ? found : null;
}
