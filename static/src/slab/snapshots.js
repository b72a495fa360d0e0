// snapshots.js - who owned which object at each stage of the bootstrap, from the events of kmem_cache_init alone.
//
// Before it no word of a slab, a cache or a cpu's part of one is anything but zero, so that its events over nothing are the whole picture.

import { EV_ENTER, EV_LEAVE, EV_LIST_ADD, EV_LIST_DEL, EV_WORD } from '../schema.js';
import { EMPTY_HANDS } from './hand.js';
import { PG_SLAB, SlabMemory } from './memory.js';
import { SlabModel } from './model.js';
import { cacheName, descriptorName } from './names.js';
import { ownersOf } from './owners.js';

/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../types.js').Event} Event */
/** @typedef {import('./memory.js').Words} Words */

/** @typedef {{first: number, names: string[]}} Range objects in use one after the other, and whose they are */
/**
 * @typedef {object} OwnedSlab
 * @property {number} pfn
 * @property {string} cache
 * @property {string} descriptor that page->slab_cache points to
 * @property {number} objects
 * @property {number} used
 * @property {Range[]} ranges
 */
/**
 * @typedef {object} Snapshot
 * @property {'down' | 'partial' | 'first' | 'second' | 'up'} key
 * @property {number} event position in the operation
 * @property {number} state slab_state
 * @property {{name: string, to: string}[]} variables
 * @property {string[]} listed slab_caches
 * @property {OwnedSlab[]} slabs
 */

class Overlay {
  constructor() {
    /** @type {Map<number, number>} */
    this.words = new Map();
  }

  /** @param {number} index */
  word(index) {
    return this.words.get(index) ?? 0;
  }

  /** @param {Event} event */
  apply({ kind, a, b, c }) {
    const { words } = this;
    if (kind === EV_WORD) {
      words.set(a >>> 2, c);
    } else if (kind === EV_LIST_ADD) {
      words.set(b >>> 2, a);
      words.set((a >>> 2) + 1, b);
      words.set(a >>> 2, c);
      words.set((c >>> 2) + 1, a);
    } else if (kind === EV_LIST_DEL) {
      words.set(b >>> 2, c);
      words.set((c >>> 2) + 1, b);
    }
  }
}

/** @param {SlabModel} model @param {import('./slabs.js').Slab} slab @returns {Range[]} */
function rangesOf(model, slab) {
  const owners = ownersOf(model);
  /** @type {Range[]} */
  const ranges = [];
  for (const { index, addr, list } of slab.cells) {
    if (list) continue;
    const { cache } = owners(addr);
    const last = ranges[ranges.length - 1];
    if (last && last.first + last.names.length === index) last.names.push(cache);
    else ranges.push({ first: index, names: [cache] });
  }
  return ranges;
}

/** @param {SlabModel} model @param {Snapshot['key']} key @param {number} event @returns {Snapshot} */
function read(model, key, event) {
  model.refresh(event, EMPTY_HANDS);
  const named = (/** @type {number} */ addr) => (addr ? descriptorName(model, addr) : 'NULL');
  const slabs = model.caches
    .flatMap(({ cache }) => model.slabsOf(cache.addr).map((slab) => ({ cache, slab })))
    .sort((a, b) => a.slab.pfn - b.slab.pfn);
  return {
    key,
    event,
    state: model.state,
    variables: [
      { name: 'kmem_cache', to: named(model.kmemCache) },
      { name: 'kmem_cache_node', to: named(model.kmemCacheNode) },
    ],
    listed: model.caches
      .filter(({ cache }) => cache.listed)
      .map(({ cache }) => cacheName(model, cache)),
    slabs: slabs.map(({ cache, slab }) => ({
      pfn: slab.pfn,
      cache: cacheName(model, cache),
      descriptor: descriptorName(model, cache.addr),
      objects: slab.objects,
      used: slab.used,
      ranges: rangesOf(model, slab),
    })),
  };
}

/**
 * @param {Event[]} events of kmem_cache_init, all of them
 * @param {Schema} schema @param {any} profile @param {Words} below the image, for what boot set up before
 * @returns {Snapshot[]}
 */
export function snapshotsOf(events, schema, profile, below) {
  const overlay = new Overlay();
  const memory = new SlabMemory(overlay, schema, profile);
  for (let cpu = 0; cpu < memory.cpus; cpu++) {
    overlay.words.set(memory.areas + cpu, below.word(memory.areas + cpu));
  }
  /** @type {Set<number>} */
  const pages = new Set();
  const byCache = () => {
    /** @type {Map<number, number[]>} */
    const found = new Map();
    for (const pfn of pages) {
      const { slab, cache } = memory.page(pfn);
      if (slab) found.set(cache, [...(found.get(cache) ?? []), pfn]);
    }
    return found;
  };
  const model = new SlabModel(memory, { byCache });
  const flags = schema.fieldIds.get('page[].flags');
  const state = schema.fieldIds.get('slab_state');
  /** @type {Snapshot[]} */
  const taken = [];
  let moved = 0;
  for (const event of events) {
    const name = event.kind <= EV_LEAVE ? schema.function(event.id).name : '';
    const take = (/** @type {Snapshot['key']} */ key, at = event.index) =>
      taken.push(read(model, key, at));
    if (event.kind === EV_WORD && event.id === state && taken.length === 0) take('down');
    if (event.kind === EV_ENTER && name === 'bootstrap' && moved === 0) take('partial');
    overlay.apply(event);
    if (event.kind === EV_WORD && event.id === flags && event.c & PG_SLAB) {
      pages.add(memory.firstPfn + schema.locate(event.id, event.a).indices[0]);
    }
    // what bootstrap() returns is put into the variable behind it
    if (event.kind === EV_WORD && /^kmem_cache(_node)?$/.test(schema.fields[event.id].name)) {
      if (taken.length >= 2) take(moved++ === 0 ? 'first' : 'second', event.index + 1);
    }
    if (event.kind === EV_LEAVE && name === 'kmem_cache_init') take('up', event.index + 1);
  }
  return taken;
}
