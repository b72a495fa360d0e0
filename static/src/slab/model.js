// model.js - the slabs of the machine as it is now: what the views ask. Read again only when the machine has changed.

import { readCache, readCaches } from './caches.js';
import { EMPTY_HANDS } from './hand.js';
import { indexAround, readSlabs } from './slabs.js';
import { CACHE_WORDS } from './structs.js';

/** @typedef {import('./memory.js').SlabMemory} SlabMemory */
/** @typedef {{byCache: () => Map<number, number[]>}} Pages pfns of the first pages of slabs, by address of their cache */
/** @typedef {import('./caches.js').Cache} Cache */
/** @typedef {import('./slabs.js').Slab} Slab */

/**
 * @typedef {object} CacheSlabs
 * @property {Cache} cache
 * @property {number[]} pfns of its slabs
 * @property {number} home pfn of the slab that a plain name means, 0 if there is none
 */

/** Byte offset of a cache's size in its descriptor: 0 as long as nothing was set up. */
const SIZE = 4 * CACHE_WORDS.indexOf('size');

export class SlabModel {
  /** @param {SlabMemory} memory @param {Pages} pages */
  constructor(memory, pages) {
    this.memory = memory;
    this.pages = pages;
    this.version = -1;
    this.handKey = '';
    this.hands = EMPTY_HANDS;
    /** @type {CacheSlabs[]} newest first */
    this.caches = [];
    /** @type {Map<number, CacheSlabs>} by the cache's address */
    this.byAddr = new Map();
    /** @type {Map<number, CacheSlabs>} by the slab's pfn */
    this.byPfn = new Map();
    /** @type {Map<number, Slab[]>} by the cache's address, as far as somebody asked */
    this.slabs = new Map();
    /** Addresses of the two static descriptors, as far as they are known. */
    this.boot = { kmem_cache: 0, kmem_cache_node: 0 };
    this.kmemCache = 0;
    this.kmemCacheNode = 0;
    this.state = 0;
  }

  /** @param {number} version of the image @param {import('./hand.js').Hands} [hands] */
  refresh(version, hands = EMPTY_HANDS) {
    const handKey = `${hands.heads.join()} ${hands.making}`;
    if (version === this.version && handKey === this.handKey) return;
    this.slabs.clear();
    this.hands = hands;
    this.handKey = handKey;
    if (version === this.version) return;
    this.version = version;
    this.#read();
  }

  #read() {
    const { memory } = this;
    const pages = this.pages.byCache();
    this.state = memory.field('slab_state');
    this.kmemCache = memory.field('kmem_cache');
    this.kmemCacheNode = memory.field('kmem_cache_node');
    this.caches = readCaches(memory, pages.keys()).map((cache) => {
      const pfns = pages.get(cache.addr) ?? [];
      return { cache, pfns, home: this.#home(cache, pfns) };
    });
    this.byAddr = new Map(this.caches.map((one) => [one.cache.addr, one]));
    this.#unlisted();
    this.byPfn = new Map(this.caches.flatMap((one) => one.pfns.map((pfn) => [pfn, one])));
    this.boot = {
      kmem_cache: this.#outside(this.kmemCache),
      kmem_cache_node: this.#outside(this.kmemCacheNode),
    };
    // a slab may name its static cache a little longer than the variable does
    for (const { cache } of this.caches) {
      if (!cache.boot) continue;
      if (cache.name === 'kmem_cache') this.boot.kmem_cache = cache.addr;
      if (cache.name === 'kmem_cache_node') this.boot.kmem_cache_node = cache.addr;
    }
  }

  /** Caches that are just being made: only their descriptors, objects of kmem_cache, tell of them. */
  #unlisted() {
    const own = this.byAddr.get(this.kmemCache);
    if (!own) return;
    const { memory } = this;
    for (const slab of readSlabs(memory, own.cache, own.pfns, this.hands)) {
      for (const { list, addr } of slab.cells) {
        if (list || this.byAddr.has(addr) || memory.read(addr + SIZE) === 0) continue;
        const one = { cache: readCache(memory, addr), pfns: [], home: 0 };
        this.caches.unshift(one);
        this.byAddr.set(addr, one);
      }
    }
  }

  /** The address if it lies in no slab, else 0. @param {number} addr */
  #outside(addr) {
    const { memory } = this;
    return memory.valid(addr) && !memory.page(memory.head(memory.pfn(addr))).slab ? addr : 0;
  }

  /** @param {Cache} cache @param {number[]} pfns */
  #home(cache, pfns) {
    const { memory } = this;
    if (pfns.length === 1) return pfns[0];
    const anchor =
      cache.addr === this.kmemCache
        ? cache.addr
        : cache.addr === this.kmemCacheNode
          ? cache.node?.addr
          : 0;
    const pfn = anchor ? memory.head(memory.pfn(anchor)) : 0;
    return pfns.includes(pfn) ? pfn : 0;
  }

  /** The slabs of a cache, in the order of their shelves. @param {number} addr @returns {Slab[]} */
  slabsOf(addr) {
    const owner = this.byAddr.get(addr);
    if (!owner) return [];
    let slabs = this.slabs.get(addr);
    if (!slabs) {
      slabs = readSlabs(this.memory, owner.cache, owner.pfns, this.hands);
      this.slabs.set(addr, slabs);
    }
    return slabs;
  }

  /** The cache that a slab belongs to. @param {number} pfn of its first page */
  of(pfn) {
    return this.byPfn.get(pfn) ?? null;
  }

  /** @param {number} pfn of any of its pages @returns {Slab | null} */
  slabAt(pfn) {
    if (!this.memory.known(pfn)) return null;
    const head = this.memory.head(pfn);
    const owner = this.of(head);
    return (owner && this.slabsOf(owner.cache.addr).find((slab) => slab.pfn === head)) ?? null;
  }

  /** The object that an address lies in. @param {number} virt @returns {{slab: Slab, index: number} | null} */
  find(virt) {
    if (!this.memory.valid(virt)) return null;
    const slab = this.slabAt(this.memory.pfn(virt));
    const index = slab ? indexAround(slab, virt) : -1;
    return slab && index >= 0 ? { slab, index } : null;
  }

  /** @param {string} name of a cache, or of the descriptor of one that has none yet */
  called(name) {
    return this.caches.find(({ cache }) => cache.name === name) ?? null;
  }

  /** The cache whose descriptor is kmem_cache#N. @param {number} n */
  describedBy(n) {
    const own = this.byAddr.get(this.kmemCache);
    const home = own && this.slabsOf(own.cache.addr).find((slab) => slab.pfn === own.home);
    return (home && this.byAddr.get(home.addr + n * home.size)) ?? null;
  }
}
