// caches.js - which caches there are, and what their descriptors say.

import { CACHE_LIST, CACHE_WORDS, decodeOo } from './structs.js';
import { NODE_FULL, NODE_PARTIAL, NODE_WORDS, SLAB_DEBUG_FLAGS } from './structs.js';

/** @typedef {import('./memory.js').SlabMemory} SlabMemory */

/** No list of caches or slabs is followed further than this. */
const MOST_CACHES = 512;
const MOST_SLABS = 65_536;

/**
 * A struct kmem_cache_cpu.
 * @typedef {object} CpuSlab
 * @property {number} cpu
 * @property {number} at its byte offset in the image
 * @property {number} freelist address, 0 for NULL
 * @property {number} tid
 * @property {number} page pfn, 0 for NULL
 * @property {number} partial pfn, 0 for NULL
 */

/**
 * A struct kmem_cache_node.
 * @typedef {object} CacheNode
 * @property {number} addr
 * @property {number} nrPartial
 * @property {number} nrSlabs
 * @property {number} totalObjects
 * @property {number[]} partial pfns from the head of the list
 * @property {number[]} full
 */

/**
 * @typedef {object} Cache
 * @property {number} addr of its descriptor
 * @property {string} name '' before it has one
 * @property {number} nameAddr
 * @property {Record<string, number>} fields every word by its name
 * @property {number} flags
 * @property {number} size
 * @property {number} objectSize
 * @property {number} offset of the free pointer in an object
 * @property {number} inuse
 * @property {number} order
 * @property {number} objects in a slab of that order
 * @property {number} min order of the second try
 * @property {boolean} debug
 * @property {boolean} listed on slab_caches
 * @property {boolean} boot one of the two static descriptors
 * @property {CpuSlab[]} cpus empty before it has per-cpu data
 * @property {CacheNode | null} node
 */

/** @param {SlabMemory} memory @param {number} addr @returns {Record<string, number>} */
function readWords(memory, addr) {
  /** @type {Record<string, number>} */
  const fields = {};
  CACHE_WORDS.forEach((name, i) => (fields[name] = memory.read(addr + 4 * i)));
  return fields;
}

/** @param {SlabMemory} memory @param {number} pointer @returns {CpuSlab[]} */
function readCpus(memory, pointer) {
  if (pointer === 0) return [];
  return Array.from({ length: memory.cpus }, (_, cpu) => {
    const at = memory.perCpu(pointer, cpu);
    const [freelist, tid, page, partial] = [0, 4, 8, 12].map((word) => memory.at(at + word));
    return { cpu, at, freelist, tid, page, partial };
  });
}

/** @param {SlabMemory} memory @param {number} addr @returns {CacheNode | null} */
function readNode(memory, addr) {
  if (!memory.valid(addr)) return null;
  const word = (/** @type {string} */ name) => memory.read(addr + 4 * NODE_WORDS.indexOf(name));
  const list = (/** @type {number} */ at) =>
    memory
      .list(memory.offset(addr + at), MOST_SLABS)
      .map((offset) => memory.lruPfn(offset))
      .filter((pfn) => pfn >= 0);
  return {
    addr,
    nrPartial: word('nr_partial'),
    nrSlabs: word('nr_slabs'),
    totalObjects: word('total_objects'),
    partial: list(NODE_PARTIAL),
    full: list(NODE_FULL),
  };
}

/** @param {SlabMemory} memory @param {number} addr @param {boolean} [listed] @returns {Cache} */
export function readCache(memory, addr, listed = false) {
  const fields = readWords(memory, addr);
  const { order, objects } = decodeOo(fields.oo);
  return {
    addr,
    name: memory.text(fields.name),
    nameAddr: fields.name,
    fields,
    flags: fields.flags,
    size: fields.size,
    objectSize: fields.object_size,
    offset: fields.offset,
    inuse: fields.inuse,
    order,
    objects,
    min: fields.min,
    debug: (fields.flags & SLAB_DEBUG_FLAGS) !== 0,
    listed,
    boot: !listed && !memory.page(memory.pfn(addr)).slab,
    cpus: readCpus(memory, fields.cpu_slab),
    node: readNode(memory, fields['node[0]']),
  };
}

/** Addresses on slab_caches, newest first. @param {SlabMemory} memory */
export function listedCaches(memory) {
  return memory
    .list(memory.base('slab_caches'), MOST_CACHES)
    .map((offset) => memory.virt(offset))
    .filter((virt) => virt !== 0)
    .map((virt) => virt - CACHE_LIST);
}

/**
 * All caches, newest first: those on slab_caches, behind them the ones that kernel variables and slabs point to but that are not listed, as the
 * static descriptors are before bootstrap() and every cache is while it is being made.
 * @param {SlabMemory} memory @param {Iterable<number>} [owners] caches that slabs name
 * @returns {Cache[]}
 */
export function readCaches(memory, owners = []) {
  const listed = listedCaches(memory);
  const known = new Set(listed);
  const others = ['kmem_cache', 'kmem_cache_node'].map((name) => memory.field(name));
  const kmalloc = memory.schema.field('kmalloc_caches[]').dims[0].count;
  for (let i = 0; i < kmalloc; i++) others.push(memory.field('kmalloc_caches[]', i));
  const rest = [...new Set([...others, ...owners])].filter(
    (addr) => memory.valid(addr) && !known.has(addr) && memory.read(addr + 12) !== 0,
  );
  return [
    ...listed.map((addr) => readCache(memory, addr, true)),
    ...rest.map((addr) => readCache(memory, addr)),
  ];
}
