// reader.js - reads the replica in the kernel's terms: zones, free lists, pages, pcp, counters, held pages.

import { ListIndex } from './listindex.js';
import { TableMemory } from './pagetable/memory.js';
import { TablePages } from './pagetable/tablepages.js';

/** @typedef {import('./replica.js').Replica} Replica */
/** @typedef {import('./schema.js').Schema} Schema */
/** @typedef {import('./schema.js').Field} Field */

// State of a page. U, E, M, R follow the numbers of the migratetypes.
export const STATE_U = 0;
export const STATE_E = 1;
export const STATE_M = 2;
export const STATE_R = 3;
export const STATE_PCP = 4;
export const STATE_A = 5;
export const STATE_S = 6;
export const STATE_P = 7;
export const STATE_B = 8;
export const STATE_HOLE = 9;

export const BLOCK_PAGES = 1024;
export const ORDERS = 11;
export const TYPES = 4;
export const PCP_TYPES = 3;

const MAX_BLOCKS = 1024;
const BUDDY = -128;
const PG_SLAB = 1 << 7;
const PG_RESERVED = 1 << 10;
const PG_HEAD_TAIL = 1 << 14;
const PG_RECLAIM = 1 << 17;

/**
 * @typedef {object} PageInfo
 * @property {number} pfn
 * @property {number} zone
 * @property {number} flags
 * @property {number} mapcount
 * @property {number} count
 * @property {number} mapping
 * @property {number} index
 * @property {number} private
 * @property {boolean} buddy heads a free block
 * @property {number} order of the free block that it heads, else -1
 * @property {boolean} reserved
 * @property {boolean} head of a compound page
 * @property {boolean} tail of a compound page
 * @property {{head: number, order: number} | null} held the live allocation it belongs to
 * @property {{head: number, order: number, mt: number} | null} free the free block it lies in
 * @property {{cpu: number, zone: number, type: number} | null} pcp the page set it waits in
 */

export class Reader {
  /**
   * @param {Replica} replica @param {Schema} schema
   * @param {any} profile from the hello: name, title, cpus, zone names
   */
  constructor(replica, schema, profile) {
    this.replica = replica;
    this.schema = schema;
    this.profile = profile;
    this.words = replica.words;
    this.firstPfn = Number(profile.first_pfn);
    this.nrPages = Number(profile.nr_pages);
    /** Word index of held_slot[]; held_pfn[] lies behind it. */
    this.heldSlots = Number(profile.held_off) >>> 2;
    /** @type {{start: number, end: number}[]} RAM as pfns */
    this.banks = (profile.banks ?? []).map((/** @type {any} */ bank) => ({
      start: Math.ceil(bank.start / 4096),
      end: Math.floor((bank.start + bank.size) / 4096),
    }));
    const at = (/** @type {string} */ name) => schema.field(name).base >>> 2;
    this.at = {
      stage: at('stage'),
      cpu: at('cpu'),
      nrHeld: at('nr_held'),
      blockFlags: at('pageblock_flags[]'),
      page: at('page[].flags'),
      startPfn: at('zone[].zone_start_pfn'),
      spanned: at('zone[].spanned_pages'),
      present: at('zone[].present_pages'),
      managed: at('zone[].managed_pages'),
      pagesetReady: at('zone[].pageset_ready'),
      watermark: at('zone[].watermark[]'),
      reserve: at('zone[].lowmem_reserve[]'),
      nrFree: at('zone[].free_area[].nr_free'),
      freeList: at('zone[].free_area[].free_list[]'),
      zoneStat: at('zone[].vm_stat[]'),
      globalStat: at('vm_stat[]'),
      boot: at('boot_pageset[].pcp.count'),
      bootDiff: at('boot_pageset[].vm_stat_diff[]'),
      bootThreshold: at('boot_pageset[].stat_threshold'),
      set: at('pageset[][].pcp.count'),
      setDiff: at('pageset[][].vm_stat_diff[]'),
      setThreshold: at('pageset[][].stat_threshold'),
      bootLists: at('boot_pageset[].pcp.lists[]'),
      setLists: at('pageset[][].pcp.lists[]'),
    };
    /** @param {string} name @param {number} dim */
    const stride = (name, dim) => schema.field(name).dims[dim].stride >>> 2;
    this.step = {
      zone: stride('zone[].free_area[].nr_free', 0),
      area: stride('zone[].free_area[].nr_free', 1),
      boot: stride('boot_pageset[].pcp.count', 0),
      setZone: stride('pageset[][].pcp.count', 0),
      setCpu: stride('pageset[][].pcp.count', 1),
      page: stride('page[].flags', 0),
    };
    this.nrZones = schema.field('zone[].zone_start_pfn').dims[0].count;
    this.cpus = profile.cpus ?? schema.field('boot_pageset[].pcp.count').dims[0].count;
    this.lru = (schema.field('page[].lru').base >>> 2) - this.at.page;
    this.private_ = (schema.field('page[].private').base >>> 2) - this.at.page;
    this.index = new ListIndex(this);
    /** Which pages are page tables. */
    this.tables = new TablePages(new TableMemory(replica, schema, profile));
    /** @type {Uint8Array[]} states of the pages, by pageblock */
    this.states = [];
    /** @type {Uint8Array} pageblocks whose states are to be read again */
    this.stale = new Uint8Array(MAX_BLOCKS).fill(1);
    /** @type {Uint32Array} bumped when a page of the pageblock changes */
    this.blockVersions = new Uint32Array(MAX_BLOCKS);
    replica.watcher = {
      word: (index) => this.#wordChanged(index),
      list: (added, node, prev) => this.index.change(added, node, prev),
      reset: () => this.#forget(),
    };
  }

  get version() {
    return this.replica.version;
  }
  get cpu() {
    return this.words[this.at.cpu];
  }
  /** Number of the boot stage last completed. */
  get stage() {
    return this.words[this.at.stage];
  }
  get nrHeld() {
    return this.words[this.at.nrHeld];
  }

  /** A field of the machine that has no dimensions. @param {string} name */
  word(name) {
    return this.words[this.schema.field(name).base >>> 2];
  }

  zones() {
    const zones = [];
    for (let index = 0; index < this.nrZones; index++) {
      const z = index * this.step.zone;
      const spanned = this.words[this.at.spanned + z];
      zones.push({
        index,
        name: this.schema.zones[index] ?? `zone ${index}`,
        startPfn: this.words[this.at.startPfn + z],
        spanned,
        present: this.words[this.at.present + z],
        managed: this.words[this.at.managed + z],
        populated: this.words[this.at.present + z] > 0,
      });
    }
    return zones;
  }

  /** The kernel's own counter. @param {number} z @param {number} order */
  nrFree(z, order) {
    return this.words[this.at.nrFree + z * this.step.zone + order * this.step.area];
  }

  /** pfns from head to tail. @param {number} z @param {number} order @param {number} mt */
  list(z, order, mt) {
    return this.index.members(this.index.freeId(z, order, mt));
  }

  /** @param {number} z @param {number} order @param {number} mt */
  listCount(z, order, mt) {
    return this.index.members(this.index.freeId(z, order, mt)).length;
  }

  /** Owner of a pageblock, -1 where there is no RAM. @param {number} pfn */
  blockType(pfn) {
    const block = (pfn - this.blockBase) >>> 10;
    if (!this.isRam(pfn)) return -1;
    return (this.words[this.at.blockFlags + (block >>> 3)] >>> ((block & 7) * 4)) & 0xf;
  }

  /** @param {number} pfn */
  isRam(pfn) {
    return this.banks.some((bank) => pfn >= bank.start && pfn < bank.end);
  }

  /** Number of the zone that a pfn lies in, -1 for none. @param {number} pfn */
  zoneOf(pfn) {
    for (let z = 0; z < this.nrZones; z++) {
      const start = this.words[this.at.startPfn + z * this.step.zone];
      const spanned = this.words[this.at.spanned + z * this.step.zone];
      if (pfn >= start && pfn - start < spanned) return z;
    }
    return -1;
  }

  /** @param {number} pfn @returns {PageInfo} */
  page(pfn) {
    const at = this.pageAt(pfn);
    const words = this.words;
    const flags = words[at];
    const mapcount = words[at + 3] | 0;
    const buddy = mapcount === BUDDY;
    const list = this.index.listOf(pfn);
    const compound = (flags & PG_HEAD_TAIL) !== 0;
    const tail = compound && (flags & PG_RECLAIM) !== 0;
    return {
      pfn,
      zone: this.zoneOf(pfn),
      flags,
      mapcount,
      count: words[at + 4] | 0,
      mapping: words[at + 1] >>> 0,
      index: words[at + 2],
      private: words[at + this.private_],
      buddy,
      order: buddy ? words[at + this.private_] : -1,
      reserved: (flags & PG_RESERVED) !== 0,
      head: compound && !tail,
      tail,
      held: this.#heldAt(pfn),
      free: this.#freeAt(pfn),
      pcp: this.index.pcpOf(list),
    };
  }

  /** State of each page of a pageblock; cached until one of them changes. @param {number} blockPfn */
  pageStates(blockPfn) {
    const block = (blockPfn - this.blockBase) >>> 10;
    let states = this.states[block];
    if (!states) {
      states = new Uint8Array(BLOCK_PAGES);
      this.states[block] = states;
      this.stale[block] = 1;
    }
    if (this.tables.stale) this.refreshTables();
    if (this.stale[block] || this.index.stale) {
      this.index.refresh();
      this.#fillStates(states, this.blockBase + block * BLOCK_PAGES);
      this.stale[block] = 0;
    }
    return states;
  }

  /** Bumped when a page of this pageblock changes: lets a drawing keep what it has. @param {number} blockPfn */
  blockVersion(blockPfn) {
    if (this.tables.stale) this.refreshTables();
    return this.blockVersions[(blockPfn - this.blockBase) >>> 10];
  }

  /** Looks again which pages are page tables. */
  refreshTables() {
    for (const pfn of this.tables.refresh()) this.#pageChanged(pfn - this.firstPfn);
  }

  /** @param {number} blockPfn @returns {{pfn: number, order: number, mt: number}[]} ascending */
  freeBlocksIn(blockPfn) {
    const start = blockPfn & -BLOCK_PAGES;
    const blocks = [];
    for (let pfn = start; pfn < start + BLOCK_PAGES;) {
      const order = this.#freeOrder(pfn);
      if (order < 0) {
        pfn++;
        continue;
      }
      blocks.push({ pfn, order, mt: this.index.typeOf(pfn) });
      pfn += 1 << order;
    }
    return blocks;
  }

  /** Page set of a cpu for a zone; before the page sets are allocated one serves all zones. @param {number} cpu @param {number} z */
  pcp(cpu, z) {
    const shared = !this.words[this.at.pagesetReady + z * this.step.zone];
    const at = shared
      ? this.at.boot + cpu * this.step.boot
      : this.at.set + z * this.step.setZone + cpu * this.step.setCpu;
    const lists = [];
    for (let type = 0; type < PCP_TYPES; type++) {
      lists.push(this.index.members(this.index.pcpId(shared ? -1 : z, cpu, type)));
    }
    return {
      count: this.words[at] | 0,
      high: this.words[at + 1] | 0,
      batch: this.words[at + 2] | 0,
      lists,
      shared,
    };
  }

  /** @param {number} z @param {number} item */
  stat(z, item) {
    return this.words[this.at.zoneStat + z * this.step.zone + item] | 0;
  }

  /** @param {number} cpu @param {number} z @param {number} item */
  statDiff(cpu, z, item) {
    if (!this.words[this.at.pagesetReady + z * this.step.zone]) {
      return this.words[this.at.bootDiff + cpu * this.step.boot + item] | 0;
    }
    const at = this.at.setDiff + z * this.step.setZone + cpu * this.step.setCpu;
    return this.words[at + item] | 0;
  }

  /** @param {number} item */
  globalStat(item) {
    return this.words[this.at.globalStat + item] | 0;
  }

  /** @param {number} cpu @param {number} z */
  threshold(cpu, z) {
    if (!this.words[this.at.pagesetReady + z * this.step.zone]) {
      return this.words[this.at.bootThreshold + cpu * this.step.boot] | 0;
    }
    return this.words[this.at.setThreshold + z * this.step.setZone + cpu * this.step.setCpu] | 0;
  }

  /** @param {number} z */
  watermark(z) {
    const at = this.at.watermark + z * this.step.zone;
    return { min: this.words[at], low: this.words[at + 1], high: this.words[at + 2] };
  }

  /** @param {number} z @returns {number[]} */
  lowmemReserve(z) {
    const at = this.at.reserve + z * this.step.zone;
    return [...this.words.subarray(at, at + this.nrZones)];
  }

  /** The live allocations, in the order of their slots. @returns {{pfn: number, order: number}[]} */
  held() {
    const slots = this.heldSlots + this.nrPages;
    const held = [];
    for (let slot = 0; slot < this.nrHeld; slot++) {
      const pfn = this.words[slots + slot];
      held.push({ pfn, order: this.#heldOrder(pfn) });
    }
    return held;
  }

  /** First pfn of the map of pageblock types. */
  get blockBase() {
    return this.firstPfn & -0x10000;
  }

  /** Index of a page's first word. @param {number} pfn */
  pageAt(pfn) {
    return this.at.page + (pfn - this.firstPfn) * this.step.page;
  }

  /** @param {number} pfn */
  #freeOrder(pfn) {
    if (pfn < this.firstPfn || pfn - this.firstPfn >= this.nrPages) return -1;
    const at = this.pageAt(pfn);
    if ((this.words[at + 3] | 0) !== BUDDY) return -1;
    return Math.min(this.words[at + this.private_], ORDERS - 1);
  }

  /** The free block around a pfn. @param {number} pfn */
  #freeAt(pfn) {
    for (let order = 0; order < ORDERS; order++) {
      const head = pfn & -(1 << order);
      if (this.#freeOrder(head) >= order) {
        return { head, order: this.#freeOrder(head), mt: this.index.typeOf(head) };
      }
    }
    return null;
  }

  /** The live allocation around a pfn. @param {number} pfn */
  #heldAt(pfn) {
    for (let order = 0; order < ORDERS; order++) {
      const head = pfn & -(1 << order);
      const of = this.#heldOrder(head);
      if (of >= order) return { head, order: of };
    }
    return null;
  }

  /** Order of the live allocation that a page heads, or -1. @param {number} pfn */
  #heldOrder(pfn) {
    if (pfn < this.firstPfn || pfn - this.firstPfn >= this.nrPages) return -1;
    const slot = this.words[this.heldSlots + pfn - this.firstPfn];
    return slot === 0 ? -1 : slot & 0xf;
  }

  /** @param {Uint8Array} states @param {number} start */
  #fillStates(states, start) {
    const { words, firstPfn, nrPages, index, private_, tables } = this;
    const step = this.step.page;
    const pageBase = this.at.page;
    const whole = this.isRam(start) && this.isRam(start + BLOCK_PAGES - 1);
    for (let i = 0; i < BLOCK_PAGES;) {
      const page = start + i - firstPfn;
      if (page < 0 || page >= nrPages || (!whole && !this.isRam(start + i))) {
        states[i++] = STATE_HOLE;
        continue;
      }
      const at = pageBase + page * step;
      const flags = words[at];
      if (words[at + 3] === BUDDY >>> 0) {
        const order = words[at + private_];
        const end = Math.min(BLOCK_PAGES, i + (1 << order));
        const type = index.typeOf(start + i);
        states.fill(type < 0 ? STATE_A : type, i, end);
        i = end;
      } else if (tables.pages.has(start + i)) {
        states[i++] = STATE_P;
      } else if (flags & PG_RESERVED) {
        states[i++] = STATE_B;
      } else if (flags & PG_SLAB) {
        // the pages behind the first are part of the slab without having the flag
        const order = flags & PG_HEAD_TAIL ? words[at + step + this.lru + 1] : 0;
        const end = Math.min(BLOCK_PAGES, i + (1 << Math.min(order, ORDERS - 1)));
        states.fill(STATE_S, i, end);
        i = end;
      } else {
        states[i++] = index.pcpOf(index.lists[page]) ? STATE_PCP : STATE_A;
      }
    }
  }

  /** @param {number} index of a word that changed */
  #wordChanged(index) {
    const page = Math.floor((index - this.at.page) / this.step.page);
    if (page >= 0 && page < this.nrPages) {
      this.#pageChanged(page);
      return;
    }
    this.tables.changed(index);
    const flags = index - this.at.blockFlags;
    if (flags >= 0 && flags < 128) {
      for (let block = flags * 8; block < flags * 8 + 8; block++) this.blockVersions[block]++;
    }
  }

  /** @param {number} page its number in the memory map */
  #pageChanged(page) {
    const block = (page + this.firstPfn - this.blockBase) >>> 10;
    this.stale[block] = 1;
    this.blockVersions[block]++;
  }

  #forget() {
    this.index.stale = true;
    this.tables.stale = true;
    this.stale.fill(1);
    for (let block = 0; block < MAX_BLOCKS; block++) this.blockVersions[block]++;
  }
}
