// places.js - what lies at an address, in short: an object, a field of a descriptor, a cpu's part of a cache.

import { cacheName, descriptorName, objectName } from './names.js';
import { CPU_WORDS } from './structs.js';
import { wordsOf } from './objectwords.js';

/** @typedef {import('./room.js').SlabRoom} SlabRoom */

/** Formats of values that are addresses. */
const ADDRESSES = new Set(['addr', 'cache', 'node_of', 'cpu_slab']);

/**
 * The short name of what a value of the walk points to, '' if it has none.
 * @param {SlabRoom} room @param {string} format @param {number} addr
 */
export function nameOf(room, format, addr) {
  if (!room.here || !ADDRESSES.has(format) || addr === 0) return '';
  const { model } = room;
  if (format === 'cache' || format === 'cpu_slab') {
    const known = model.byAddr.get(addr);
    if (room.plain && known?.cache.name) return cacheName(model, known.cache);
    const name = descriptorName(model, addr);
    return name.startsWith('0x') ? '' : name;
  }
  const found = model.find(addr);
  if (!found || found.slab.cells[found.index].addr !== addr) return '';
  return objectName(model, found.slab, found.index, { plain: room.plain });
}

/** The word of RAM at an address by name: kmem_cache#30.size, '' if it has none. @param {SlabRoom} room @param {number} virt */
export function wordName(room, virt) {
  if (!room.here) return '';
  const { model } = room;
  const found = model.find(virt);
  if (found) {
    const { addr } = found.slab.cells[found.index];
    const name = objectName(model, found.slab, found.index, { plain: room.plain });
    const word = wordsOf(model, found.slab, found.index).find((one) => one.addr === virt);
    return `${name}${word?.name ? `.${word.name}` : `+0x${(virt - addr).toString(16)}`}`;
  }
  const { memory } = model;
  const at = memory.offset(virt);
  for (const { cache } of model.caches) {
    for (const cpu of cache.cpus) {
      const word = (at - cpu.at) / 4;
      if (word in CPU_WORDS) return `${cacheName(model, cache)} cpu ${cpu.cpu} ${CPU_WORDS[word]}`;
    }
  }
  return '';
}
