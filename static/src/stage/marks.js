// marks.js - what the step on the screen changed in lists and counters, for the views to mark.
//
// Read from the step's events and the state after it, never from what was on the screen before: so a step looks the same however one
// came to it.

import { EV_LIST_ADD, EV_LIST_DEL, EV_WORD } from '../schema.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../types.js').Event} Event */
/** @typedef {import('./addresses.js').Addresses} Addresses */

/**
 * A block that left a free list: where it was, counted in the list as it is now.
 * @typedef {{pfn: number, zone: number, order: number, mt: number, at: number}} Ghost
 */

/**
 * @typedef {object} Marks
 * @property {Map<string, number[]>} added pfns by list, "zone order mt"
 * @property {Map<string, Ghost[]>} ghosts by list
 * @property {Map<string, {from: number, to: number}>} words changed counters by field name and indices: "nr_free 0 10", "stat 0 0"
 * @property {Set<number>} pcp pfns that came to a pcp list
 */

/** @param {number} zone @param {number} order @param {number} mt */
export function listKey(zone, order, mt) {
  return `${zone} ${order} ${mt}`;
}

/** @returns {Marks} */
export function noMarks() {
  return { added: new Map(), ghosts: new Map(), words: new Map(), pcp: new Set() };
}

/** Kind of a pcp list in list_add and list_del. */
const LIST_PCP = 1;

const COUNTERS = new Map([
  ['zone[].free_area[].nr_free', 'nr_free'],
  ['zone[].vm_stat[]', 'stat'],
  ['pageset[][].pcp.count', 'pcp'],
  ['boot_pageset[].pcp.count', 'boot'],
]);

/**
 * @param {Event[]} events of the step @param {Reader} reader after it
 * @param {Schema} schema @param {Addresses} addresses
 * @returns {Marks}
 */
export function marksOf(events, reader, schema, addresses) {
  const marks = noMarks();
  /** @type {Map<string, Ghost[]>} */
  const ghosts = marks.ghosts;
  for (const event of events) {
    if (event.kind === EV_LIST_ADD) {
      const pfn = addresses.pfn(event.a);
      const place = addresses.node(event.aux === 1 ? event.c : event.b);
      if (pfn < 0) continue;
      if (place.kind === 'free') push(marks.added, listKey(place.zone, place.order, place.mt), pfn);
      else if (event.id === LIST_PCP) marks.pcp.add(pfn);
    } else if (event.kind === EV_LIST_DEL) {
      const ghost = ghostOf(event, reader, addresses);
      if (ghost) push(ghosts, listKey(ghost.zone, ghost.order, ghost.mt), ghost);
    } else if (event.kind === EV_WORD) {
      const name = COUNTERS.get(schema.fields[event.id]?.name ?? '');
      if (!name) continue;
      const { indices } = schema.locate(event.id, event.a);
      const key = [name, ...indices].join(' ');
      const from = marks.words.get(key)?.from ?? event.b | 0;
      marks.words.set(key, { from, to: event.c | 0 });
    }
  }
  return marks;
}

/**
 * @param {Event} event a list_del @param {Reader} reader after it @param {Addresses} addresses
 * @returns {Ghost | null} null if it left no free list
 */
function ghostOf(event, reader, addresses) {
  const pfn = addresses.pfn(event.a);
  const prev = addresses.node(event.b);
  const next = addresses.node(event.c);
  if (pfn < 0) return null;
  if (prev.kind === 'free') return { pfn, zone: prev.zone, order: prev.order, mt: prev.mt, at: 0 };
  if (next.kind === 'free') {
    const { zone, order, mt } = next;
    return { pfn, zone, order, mt, at: reader.listCount(zone, order, mt) };
  }
  if (prev.kind !== 'page') return null;
  const { free, zone } = reader.page(prev.pfn);
  if (!free || free.head !== prev.pfn) return null;
  const at = reader.list(zone, free.order, free.mt).indexOf(prev.pfn) + 1;
  return { pfn, zone, order: free.order, mt: free.mt, at };
}

/** @template T @param {Map<string, T[]>} map @param {string} key @param {T} value */
function push(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
