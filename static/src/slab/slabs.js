// slabs.js - a cache's slabs: where each stands, and for every object whether it is free and where in which list.

import { EMPTY_HANDS } from './hand.js';
import { decodeCounters } from './structs.js';

/** @typedef {import('./memory.js').SlabMemory} SlabMemory */
/** @typedef {import('./caches.js').Cache} Cache */

/** A list of slabs of a cpu is not followed further than this. */
const MOST_PARTIAL = 4096;

/**
 * Where a slab stands. `loose`: in no list, as full slabs are, and slabs that a function has in its hand.
 * @typedef {{shelf: 'cpu' | 'cpuPartial' | 'partial' | 'full' | 'loose', cpu: number, at: number}} Place
 */

/**
 * @typedef {object} Cell
 * @property {number} index
 * @property {number} addr
 * @property {number} fp the word at the free pointer's place
 * @property {'cpu' | 'page' | 'hand' | null} list null: in use
 * @property {number} at its place in that list, from 0; -1 if it is not linked yet
 * @property {number} next index of the object it points to, -1 if it is the last, or points elsewhere
 */

/**
 * A free list that does not hold together: a link leads out of the slab or back into the list.
 * @typedef {{list: 'cpu' | 'page' | 'hand', after: number, value: number}} Broken  after: index of the object, -1 for the head itself
 */

/**
 * @typedef {object} Slab
 * @property {number} pfn
 * @property {number} addr
 * @property {number} order
 * @property {number} size of an object with all that belongs to it
 * @property {number} counters
 * @property {number} objects
 * @property {number} inuse
 * @property {boolean} frozen
 * @property {number} freelist page->freelist
 * @property {number} cpuFreelist freelist of the cpu whose slab it is, 0 if none
 * @property {Place} place
 * @property {{pages: number, pobjects: number} | null} counts kept in the head of a cpu's partial list
 * @property {Cell[]} cells
 * @property {number} used objects in no free list
 * @property {Broken[]} broken
 */

/** Index of the object at an address, -1 if no object begins there. @param {{addr: number, size: number, objects: number}} slab @param {number} virt */
export function indexOf(slab, virt) {
  const index = (virt - slab.addr) / slab.size;
  return Number.isInteger(index) && index >= 0 && index < slab.objects ? index : -1;
}

/** Index of the object that an address lies in, -1 if none. @param {{addr: number, size: number, objects: number}} slab @param {number} virt */
export function indexAround(slab, virt) {
  const index = Math.floor((virt - slab.addr) / slab.size);
  return index >= 0 && index < slab.objects ? index : -1;
}

/** Slabs that the cpus of a cache hold, by pfn. @param {SlabMemory} memory @param {Cache} cache @returns {Map<number, Place>} */
function placesOf(memory, cache) {
  /** @type {Map<number, Place>} */
  const places = new Map();
  for (const { cpu, page, partial } of cache.cpus) {
    if (page) places.set(page, { shelf: 'cpu', cpu, at: 0 });
    let at = 0;
    for (let pfn = partial; memory.known(pfn) && at < MOST_PARTIAL; pfn = memory.page(pfn).next) {
      if (places.has(pfn)) break;
      places.set(pfn, { shelf: 'cpuPartial', cpu, at: at++ });
    }
  }
  cache.node?.partial.forEach((pfn, at) => {
    if (!places.has(pfn)) places.set(pfn, { shelf: 'partial', cpu: -1, at });
  });
  cache.node?.full.forEach((pfn, at) => {
    if (!places.has(pfn)) places.set(pfn, { shelf: 'full', cpu: -1, at });
  });
  return places;
}

/**
 * Follows one free list over the cells.
 * @param {SlabMemory} memory @param {Slab} slab @param {number} offset of the free pointer
 * @param {'cpu' | 'page' | 'hand'} list @param {number} head
 */
function follow(memory, slab, offset, list, head) {
  let after = -1;
  let at = 0;
  for (let virt = head; virt !== 0;) {
    const index = indexOf(slab, virt);
    const cell = slab.cells[index];
    if (!cell || cell.list) {
      // deactivate_slab() leaves the cpu's freelist as it was until it has put all objects back, new_slab() begins with a loop: no faults.
      if ((!cell || cell.list === list) && list !== 'hand') {
        slab.broken.push({ list, after, value: virt });
      }
      return;
    }
    cell.list = list;
    cell.at = at++;
    if (after >= 0) slab.cells[after].next = index;
    after = index;
    virt = memory.read(slab.addr + index * slab.size + offset);
  }
}

/**
 * @param {SlabMemory} memory @param {Cache} cache @param {number} pfn @param {Place} place
 * @param {import('./hand.js').Hands} [hands] what functions hold in their variables
 * @returns {Slab}
 */
export function readSlab(memory, cache, pfn, place, hands = EMPTY_HANDS) {
  const page = memory.page(pfn);
  const { counters, objects, inuse, frozen } = decodeCounters(page.counters);
  const size = Math.max(cache.size, 4);
  const order = Math.max(page.order, 0);
  const addr = memory.address(pfn);
  const fits = Math.floor((4096 << order) / size);
  const cpu = cache.cpus.find((one) => one.page === pfn);
  /** @type {Slab} */
  const slab = {
    pfn,
    addr,
    order,
    size,
    counters,
    objects: Math.min(objects, fits),
    inuse,
    frozen,
    freelist: page.freelist,
    cpuFreelist: cpu?.freelist ?? 0,
    place,
    counts:
      place.shelf === 'cpuPartial'
        ? { pobjects: page.prev >>> 16, pages: page.prev & 0xffff }
        : null,
    cells: [],
    used: 0,
    broken: [],
  };
  for (let index = 0; index < slab.objects; index++) {
    const at = addr + index * size;
    const fp = memory.read(at + cache.offset);
    slab.cells.push({ index, addr: at, fp, list: null, at: -1, next: -1 });
  }
  follow(memory, slab, cache.offset, 'page', page.freelist);
  if (cpu) follow(memory, slab, cache.offset, 'cpu', cpu.freelist);
  for (const hand of hands.heads) {
    if (indexOf(slab, hand) >= 0) follow(memory, slab, cache.offset, 'hand', hand);
  }
  if (pfn === hands.making) {
    for (const cell of slab.cells) cell.list ??= 'hand';
  }
  slab.used = slab.cells.filter((cell) => cell.list === null).length;
  return slab;
}

const SHELVES = ['cpu', 'cpuPartial', 'partial', 'full', 'loose'];

/** @param {Place} a @param {Place} b */
function byPlace(a, b) {
  return SHELVES.indexOf(a.shelf) - SHELVES.indexOf(b.shelf) || a.cpu - b.cpu || a.at - b.at;
}

/**
 * The slabs of a cache: those that lists name, and those that only their pages tell of.
 * @param {SlabMemory} memory @param {Cache} cache @param {number[]} pages pfns of its pages with PG_slab, the first of each slab
 * @param {import('./hand.js').Hands} [hands]
 * @returns {Slab[]}
 */
export function readSlabs(memory, cache, pages, hands = EMPTY_HANDS) {
  const places = placesOf(memory, cache);
  for (const pfn of pages) {
    if (!places.has(pfn)) places.set(pfn, { shelf: 'loose', cpu: -1, at: pfn });
  }
  return [...places]
    .filter(([pfn]) => memory.known(pfn) && memory.page(pfn).slab)
    .map(([pfn, place]) => readSlab(memory, cache, pfn, place, hands))
    .sort((a, b) => byPlace(a.place, b.place));
}
