// objectwords.js - the words of an object, each with its address, its value and what it is.
//
//   object_size | red zone or padding to a word: inuse | free pointer, if it lies behind the object | two tracks | red zone | padding

import { flagNames, decodeOo } from './structs.js';
import { CACHE_WORDS, CPU_WORDS, NODE_WORDS, OBJECT_POISON, TRACK_WORDS } from './structs.js';
import { SLAB_RED_ZONE, SLAB_STORE_USER } from './structs.js';
import { objectName } from './names.js';

/** @typedef {import('./model.js').SlabModel} SlabModel */
/** @typedef {import('./slabs.js').Slab} Slab */
/** @typedef {import('./caches.js').Cache} Cache */

/**
 * @typedef {object} ObjectWord
 * @property {number} at offset in the object, bytes
 * @property {number} addr
 * @property {number} value
 * @property {'field' | 'fp' | 'red' | 'poison' | 'track' | 'padding' | 'data'} kind
 * @property {string} name of the field, '' if it has none
 * @property {string} says what the value means, '' if nothing more than it says
 * @property {number} to address that it points to, 0 if it is no pointer to an object
 */

const RED_INACTIVE = 0xbbbbbbbb;
const RED_ACTIVE = 0xcccccccc;
const POISON_FREE = 0x6b6b6b6b;
const POISON_INUSE = 0x5a5a5a5a;
const TRACK_BYTES = 16;

/**
 * @param {SlabModel} model @param {Slab} slab @param {number} index
 * @returns {ObjectWord[]}
 */
export function wordsOf(model, slab, index) {
  const owner = model.of(slab.pfn);
  const cell = slab.cells[index];
  if (!owner || !cell) return [];
  const { cache } = owner;
  const role = cell.list ? '' : roleOf(model, cache, cell.addr);
  const words = [];
  for (let at = 0; at < slab.size; at += 4) {
    const addr = cell.addr + at;
    const value = model.memory.read(addr);
    const base = { at, addr, value, name: '', says: '', to: 0 };
    words.push({
      ...base,
      ...meaning(model, { cache, role, free: cell.list !== null, at, value }),
    });
  }
  return words;
}

/** What lies in an object in use, as far as its words have names. @param {SlabModel} model @param {Cache} own @param {number} addr */
function roleOf(model, own, addr) {
  if (own.name === 'kmem_cache') return 'cache';
  if (own.name === 'kmem_cache_node') return 'node';
  return model.caches.some(({ cache }) => cache.nameAddr === addr) ? 'name' : '';
}

/**
 * @param {SlabModel} model
 * @param {{cache: Cache, role: string, free: boolean, at: number, value: number}} word
 * @returns {Partial<ObjectWord> & {kind: ObjectWord['kind']}}
 */
function meaning(model, { cache, role, free, at, value }) {
  if (at === cache.offset && (free || cache.offset > 0)) {
    return { kind: 'fp', name: 'free pointer', ...pointer(model, value) };
  }
  if (at >= cache.inuse) return behind(cache, at, value);
  if (at >= cache.objectSize) {
    return cache.flags & SLAB_RED_ZONE ? red(value) : { kind: 'padding' };
  }
  if (role === 'cache' && CACHE_WORDS[at / 4]) return cacheField(model, CACHE_WORDS[at / 4], value);
  if (role === 'node' && NODE_WORDS[at / 4]) return nodeField(model, NODE_WORDS[at / 4], value);
  if (role === 'name') return { kind: 'data', says: JSON.stringify(letters(value)) };
  // what nobody has written to yet is still poison
  const left = cache.flags & OBJECT_POISON ? poison(value) : null;
  return left && (free || left.says) ? left : { kind: 'data' };
}

/** What lies behind the object itself. @param {Cache} cache @param {number} at @param {number} value @returns {Partial<ObjectWord> & {kind: ObjectWord['kind']}} */
function behind(cache, at, value) {
  const tracks = cache.inuse + (cache.offset > 0 ? 4 : 0);
  const end = tracks + (cache.flags & SLAB_STORE_USER ? 2 * TRACK_BYTES : 0);
  if (at >= tracks && at < end) {
    const which = at - tracks < TRACK_BYTES ? 'alloc' : 'free';
    return { kind: 'track', name: `${which}.${TRACK_WORDS[((at - tracks) % TRACK_BYTES) / 4]}` };
  }
  return poison(value, 'padding');
}

/** @param {number} value @returns {Partial<ObjectWord> & {kind: ObjectWord['kind']}} */
function red(value) {
  const says = value === RED_INACTIVE ? 'free' : value === RED_ACTIVE ? 'in use' : 'overwritten';
  return { kind: 'red', name: 'red zone', says };
}

/** @param {number} value @param {'poison' | 'padding'} [kind] @returns {Partial<ObjectWord> & {kind: ObjectWord['kind']}} */
function poison(value, kind = 'poison') {
  const free = value === POISON_FREE || value >>> 0 === 0xa56b6b6b;
  if (free) return { kind, says: 'POISON_FREE' };
  return { kind, says: value === POISON_INUSE ? 'POISON_INUSE' : '' };
}

/** @param {SlabModel} model @param {number} value @returns {{says?: string, to?: number}} */
function pointer(model, value) {
  if (value === 0) return { says: 'NULL' };
  const found = model.find(value);
  return found ? { says: objectName(model, found.slab, found.index), to: value } : {};
}

/** A list's link: where in the kernel the list_head lies that it leads to. @param {SlabModel} model @param {number} offset @returns {{says?: string, to?: number}} */
function link(model, offset) {
  const { memory } = model;
  if (offset === memory.base('slab_caches')) return { says: 'slab_caches' };
  const pfn = memory.lruPfn(offset);
  if (pfn >= 0) return { says: `page 0x${pfn.toString(16)} lru` };
  return pointer(model, memory.virt(offset));
}

/** @param {SlabModel} model @param {string} name @param {number} value @returns {Partial<ObjectWord> & {kind: 'field'}} */
function cacheField(model, name, value) {
  const field = /** @type {const} */ ({ kind: 'field' });
  switch (name) {
    case 'oo':
    case 'max':
    case 'min': {
      const { order, objects } = decodeOo(value);
      return { ...field, name, says: `order ${order}, ${objects} objects` };
    }
    case 'flags':
      return { ...field, name, says: flagNames(value) };
    case 'name':
      return { ...field, name, ...pointer(model, value), says: model.memory.text(value) };
    case 'node[0]':
      return { ...field, name, ...pointer(model, value) };
    case 'list.next':
    case 'list.prev':
      return { ...field, name, ...link(model, value) };
    case 'cpu_slab':
    case 'allocflags':
      return { ...field, name };
    default:
      return { ...field, name, says: String(value | 0) };
  }
}

/** @param {SlabModel} model @param {string} name @param {number} value @returns {Partial<ObjectWord> & {kind: 'field'}} */
function nodeField(model, name, value) {
  if (/^(partial|full)\./.test(name)) return { kind: 'field', name, ...link(model, value) };
  return { kind: 'field', name, says: name.startsWith('list_lock') ? '' : String(value) };
}

/** @param {number} value */
function letters(value) {
  const bytes = [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
  return bytes.map((byte) => (byte === 0 ? '\0' : String.fromCharCode(byte))).join('');
}

/** @param {import('./caches.js').CpuSlab} cpu @returns {[string, number][]} */
export function cpuWords(cpu) {
  const values = [cpu.freelist, cpu.tid, cpu.page, cpu.partial];
  return CPU_WORDS.map((name, i) => [name, values[i]]);
}
