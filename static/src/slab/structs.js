// structs.js - how SLUB's structs lie in memory, word by word, as alloc/slub/slub.h lays them over emulated RAM.

/** struct kmem_cache, 29 words. */
export const CACHE_WORDS = [
  'cpu_slab',
  'flags',
  'min_partial',
  'size',
  'object_size',
  'offset',
  'cpu_partial',
  'oo',
  'max',
  'min',
  'allocflags',
  'refcount',
  'ctor',
  'inuse',
  'align',
  'reserved',
  'name',
  'list.next',
  'list.prev',
  ...Array.from({ length: 9 }, (_, i) => `kobj[${i}]`),
  'node[0]',
];

/** struct kmem_cache_node, 11 words. */
export const NODE_WORDS = [
  'list_lock.raw_lock',
  'list_lock.magic',
  'list_lock.owner_cpu',
  'list_lock.owner',
  'nr_partial',
  'partial.next',
  'partial.prev',
  'nr_slabs',
  'total_objects',
  'full.next',
  'full.prev',
];

/** struct kmem_cache_cpu; page and partial are pfns here, 0 for NULL. */
export const CPU_WORDS = ['freelist', 'tid', 'page', 'partial'];

/** struct track without stack traces. */
export const TRACK_WORDS = ['addr', 'cpu', 'pid', 'when'];

/** Byte offsets in struct kmem_cache. */
export const CACHE_LIST = 4 * CACHE_WORDS.indexOf('list.next');
/** Byte offsets in struct kmem_cache_node. */
export const NODE_PARTIAL = 4 * NODE_WORDS.indexOf('partial.next');
export const NODE_FULL = 4 * NODE_WORDS.indexOf('full.next');

export const SLAB_RED_ZONE = 0x400;
export const SLAB_POISON = 0x800;
export const SLAB_STORE_USER = 1 << 16;
export const OBJECT_POISON = 0x80000000;
/** Any of these: no cpu freelist is kept. */
export const SLAB_DEBUG_FLAGS = 0x100 | SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | (1 << 21);

/** include/linux/slab.h, by bit. */
export const FLAG_NAMES = new Map([
  [0x100, 'SLAB_DEBUG_FREE'],
  [SLAB_RED_ZONE, 'SLAB_RED_ZONE'],
  [SLAB_POISON, 'SLAB_POISON'],
  [0x2000, 'SLAB_HWCACHE_ALIGN'],
  [0x4000, 'SLAB_CACHE_DMA'],
  [SLAB_STORE_USER, 'SLAB_STORE_USER'],
  [1 << 17, 'SLAB_RECLAIM_ACCOUNT'],
  [1 << 18, 'SLAB_PANIC'],
  [1 << 19, 'SLAB_DESTROY_BY_RCU'],
  [1 << 20, 'SLAB_MEM_SPREAD'],
  [1 << 21, 'SLAB_TRACE'],
  [1 << 22, 'SLAB_DEBUG_OBJECTS'],
  [1 << 23, 'SLAB_NOLEAKTRACE'],
  [OBJECT_POISON, '__OBJECT_POISON'],
]);

export const STATES = new Map([
  [0, 'DOWN'],
  [1, 'PARTIAL'],
  [4, 'UP'],
]);

/** @param {number} flags @returns {string} */
export function flagNames(flags) {
  const names = [];
  let rest = flags >>> 0;
  for (const [bit, name] of FLAG_NAMES) {
    if ((rest & bit) === 0) continue;
    names.push(name);
    rest = (rest & ~bit) >>> 0;
  }
  if (rest !== 0 || names.length === 0) names.push(`0x${rest.toString(16)}`);
  return names.join(' | ');
}

/**
 * page->counters: 31 frozen, 30..16 objects, 15..0 inuse.
 * @param {number} counters
 */
export function decodeCounters(counters) {
  return {
    counters: counters >>> 0,
    frozen: counters >>> 31 === 1,
    objects: (counters >>> 16) & 0x7fff,
    inuse: counters & 0xffff,
  };
}

/** struct kmem_cache_order_objects: order << 16 | objects. @param {number} oo */
export function decodeOo(oo) {
  return { order: oo >>> 16, objects: oo & 0xffff };
}
