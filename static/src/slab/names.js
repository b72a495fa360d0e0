// names.js - short names for objects, in the groups' notation, and back.
//
//   kmem_cache#30        object 30 of a slab of the cache kmem_cache: the descriptor that the notes call so (kmalloc-64's)
//   kmem_cache_node#63   object 63 of a slab of kmem_cache_node
//   kmem_cache#30-o9     object 9 of a slab of the cache whose descriptor is kmem_cache#30; the same object by the cache's name: kmalloc-64#9
//   …@4f002              the slab's page frame follows where the short name alone does not say which slab
//
// The number is the object's place in its slab, counted from 0: it follows from the address alone and stays the same as long as the slab lives.
// kmem_cache and kmem_cache_node have a slab that is never given back: the one that holds their own first object. Its objects never need a page
// frame. Of other caches a slab's objects need it as soon as the cache has a second slab; `full` names always have it.

import { indexAround } from './slabs.js';

/** @typedef {import('./memory.js').SlabMemory} SlabMemory */
/** @typedef {import('./slabs.js').Slab} Slab */
/** @typedef {import('./model.js').SlabModel} SlabModel */
/** @typedef {import('./model.js').CacheSlabs} CacheSlabs */

/** @param {number} value */
const bare = (value) => (value >>> 0).toString(16);

/**
 * What a cache is called: its own name, or before it has one what its descriptor is called.
 * @param {SlabModel} model @param {{name: string, addr: number}} cache
 */
export function cacheName(model, cache) {
  return cache.name || descriptorName(model, cache.addr);
}

/** A descriptor's name: kmem_cache#30, or the static variable's. @param {SlabModel} model @param {number} addr @returns {string} */
export function descriptorName(model, addr) {
  const found = model.find(addr);
  if (found) return objectName(model, found.slab, found.index);
  if (addr === model.boot.kmem_cache) return 'boot_kmem_cache';
  if (addr === model.boot.kmem_cache_node) return 'boot_kmem_cache_node';
  return `0x${bare(addr)}`;
}

/**
 * @param {SlabModel} model @param {Slab} slab @param {number} index
 * @param {{plain?: boolean, full?: boolean}} [how] plain: by the cache's name; full: always with the page frame
 * @returns {string}
 */
export function objectName(model, slab, index, { plain = false, full = false } = {}) {
  const owner = model.of(slab.pfn);
  const where = full || needsFrame(owner, slab) ? `@${bare(slab.pfn)}` : '';
  if (!owner) return `0x${bare(slab.addr + index * slab.size)}`;
  const { cache } = owner;
  if (plain && cache.name) return `${cache.name}#${index}${where}`;
  const base = baseName(model, owner);
  return base
    ? `${base}#${index}${where}`
    : `${descriptorName(model, cache.addr)}-o${index}${where}`;
}

/** kmem_cache and kmem_cache_node are named after themselves. @param {SlabModel} model @param {CacheSlabs} owner */
function baseName(model, { cache }) {
  if (cache.addr === model.kmemCache || cache.addr === model.boot.kmem_cache) return 'kmem_cache';
  if (cache.addr === model.kmemCacheNode || cache.addr === model.boot.kmem_cache_node) {
    return 'kmem_cache_node';
  }
  return '';
}

/** @param {CacheSlabs | null} owner @param {Slab} slab */
function needsFrame(owner, slab) {
  return owner !== null && owner.home !== slab.pfn && owner.pfns.length > 1;
}

/**
 * The object that somebody means: by name in either notation, with or without page frame, or by an address of it.
 * @param {SlabModel} model @param {string} text
 * @returns {{slab: Slab, index: number} | null}
 */
export function findObject(model, text) {
  const said = text.trim();
  if (/^(0x)?[c-f][0-9a-f]{7}$/i.test(said)) {
    return model.find(parseInt(said.replace(/^0x/i, ''), 16));
  }
  const [, short, frame] = /^(.*?)(?:@(?:0x)?([0-9a-f]+))?$/i.exec(said) ?? ['', said, ''];
  const group = /^kmem_cache#(\d+)-o(\d+)$/.exec(short);
  const plain = /^(.+?)(?:#|-o)(\d+)$/.exec(short);
  if (!group && !plain) return null;
  const owner = group ? model.describedBy(Number(group[1])) : model.called(plain?.[1] ?? '');
  const index = Number(group ? group[2] : plain?.[2]);
  if (!owner) return null;
  const slabs = model.slabsOf(owner.cache.addr);
  const slab =
    slabs.find((one) => (frame ? bare(one.pfn) === frame.toLowerCase() : one.pfn === owner.home)) ??
    (frame ? undefined : slabs[0]);
  return slab && indexAround(slab, slab.addr + index * slab.size) === index
    ? { slab, index }
    : null;
}
