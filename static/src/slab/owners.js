// owners.js - what an object in use is used for, as far as the machine itself knows: descriptors, nodes, names.

import { cacheName } from './names.js';

/** @typedef {import('./model.js').SlabModel} SlabModel */

/**
 * @typedef {{kind: 'cache' | 'node' | 'name' | 'op' | 'none', cache: string, op: number}} Owner
 */

/** @type {Owner} */
const NOBODY = { kind: 'none', cache: '', op: 0 };

/**
 * By address of the object: the cache that it describes, whose node it is, whose name lies in it; else the operation whose result it was.
 * @param {SlabModel} model @param {Map<number, number>} [results] number of the newest operation by the address it returned
 * @returns {(addr: number) => Owner}
 */
export function ownersOf(model, results = new Map()) {
  /** @type {Map<number, Owner>} */
  const owners = new Map();
  for (const { cache } of model.caches) {
    const name = cacheName(model, cache);
    owners.set(cache.addr, { kind: 'cache', cache: name, op: 0 });
    if (cache.node) owners.set(cache.node.addr, { kind: 'node', cache: name, op: 0 });
    if (cache.nameAddr) owners.set(cache.nameAddr, { kind: 'name', cache: name, op: 0 });
  }
  return (addr) => {
    const op = results.get(addr);
    return owners.get(addr) ?? (op ? { kind: 'op', cache: '', op } : NOBODY);
  };
}
