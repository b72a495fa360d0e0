// story.js - what an operation does to virtual memory, as moments: an area is found, a page gets its two words, the MMU goes from table to table.
//
// As the stage's story, it is told from the walk alone, once for all positions of an operation.

import { EV_ENTER, EV_LEAVE, EV_LINE, EV_VALUE, VALUE_HAS_OLD } from '../schema.js';
import { USER_ENTERS, userLeave, userValue, userWords } from './userstory.js';

/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../types.js').Event} Event */

/**
 * @typedef {object} VmMoment
 * @property {number} at number of the event that makes it true
 * @property {string} kind
 * @property {Record<string, number | string>} data by the kernel's names; addresses, pfns, words
 */

/** @typedef {{fn: string, values: Record<string, number>, kids: string[]}} Frame */

const FIRST_FIXMAP = 0xfff00000;
/** What maps memory, and ends the walk. */
const LEAVES = new Set(['section', 'supersection', 'large page', 'small page']);
const COUNTED = new Set(['kmap_high', 'kmap_high_get', 'kunmap_high']);

/** Entering these is worth a sentence; the values that follow are its data. */
const ON_ENTER = new Map([
  ['vmalloc', 'vmalloc'],
  ['vzalloc', 'vmalloc'],
  ['__vmalloc', 'vmalloc'],
  ['vmap', 'vmap'],
  ['__arm_ioremap', 'ioremap'],
  ['__insert_vmap_area', 'insert'],
  ['__pmd_populate', 'table'],
  ['__purge_vmap_area_lazy', 'purge'],
  ['flush_tlb_kernel_range', 'flush'],
  ['__free_vmap_area', 'gone'],
  ['flush_all_zero_pkmaps', 'kmapFlush'],
  ['TranslateAddressV', 'ask'],
  ['TranslationTableWalkSD', 'base'],
  ...USER_ENTERS,
]);

/** The line that is marked in these. */
const ON_LINE = new Map([
  ['__get_vm_area_node', 'guard'],
  ['free_vmap_area_noflush', 'lazy'],
  ['__purge_vmap_area_lazy', 'gather'],
  ['__vunmap', 'pageBack'],
  ['map_new_virtual', 'kmapNext'],
]);

class Teller {
  /** @param {Schema} schema */
  constructor(schema) {
    this.schema = schema;
    /** @type {Frame[]} */
    this.stack = [];
    /** @type {VmMoment[]} */
    this.moments = [];
  }

  /** @param {Event[]} events */
  tell(events) {
    for (const event of events) {
      if (event.kind === EV_ENTER) this.#enter(event);
      else if (event.kind === EV_LEAVE) this.#leave(event);
      else if (event.kind === EV_VALUE) this.#value(event);
      else if (event.kind === EV_LINE) this.#line(event);
    }
    return this.moments;
  }

  /** The function that is running, or one that called it. @param {number} [up] @returns {Frame} */
  frame(up = 0) {
    return this.stack[this.stack.length - 1 - up] ?? { fn: '', values: {}, kids: [] };
  }

  /** @param {number} at @param {string} kind @param {Record<string, number | string>} data */
  #moment(at, kind, data) {
    this.moments.push({ at, kind, data });
  }

  /** @param {Event} event */
  #enter({ id, index }) {
    const fn = this.schema.function(id).name;
    const top = this.frame();
    top.kids.push(fn);
    /** @type {Frame} */
    const frame = { fn, values: {}, kids: [] };
    this.stack.push(frame);
    if (fn === 'purge_vmap_area_lazy' && top.fn === 'alloc_vmap_area') {
      this.#moment(index, 'overflow', {});
    }
    const kind = ON_ENTER.get(fn);
    if (kind) this.#moment(index, kind, frame.values);
  }

  /** @param {Event} event */
  #line({ index }) {
    const kind = ON_LINE.get(this.frame().fn);
    if (kind) this.#moment(index, kind, {});
  }

  /** @param {Event} event */
  #value({ id, aux, a, index }) {
    const name = this.schema.values[id];
    const { fn, values } = this.frame();
    const told = userValue(fn, name, a, values);
    values[name] = a;
    if (told) {
      this.#moment(index, told.kind, told.data);
    } else if (fn === 'cpu_v7_set_pte_ext') {
      if (name.startsWith('*')) this.#words(index, values.pte, a);
    } else if (fn === 'TranslationTableWalkSD') {
      if (name === 'type') this.#descriptor(index, values, a);
    } else if (fn && (name === 'DFSR' || name === 'IFSR')) {
      this.#moment(index, 'abort', { fault: this.schema.texts[values.FS] ?? '?', fsr: a });
    } else if (fn === '__vmalloc_area_node' && name === 'area->pages[i]') {
      this.#moment(index, 'page', { pfn: a });
    } else if (aux & VALUE_HAS_OLD) {
      this.#changed(index, name, a);
    }
  }

  /** A member or a variable got a new value. @param {number} at @param {string} name @param {number} now */
  #changed(at, name, now) {
    const { fn } = this.frame();
    if (fn === 'alloc_vmap_area') {
      if (name === 'va->va_start') this.#moment(at, 'found', { start: now });
      else if (name === 'cached_hole_size' && now) this.#moment(at, 'hole', {});
    } else if (fn === 'setup_vmalloc_vm') {
      if (name === 'area->addr') this.#moment(at, 'area', { start: now });
    } else if (name === 'pkmap_count[i]') {
      if (COUNTED.has(fn)) this.#moment(at, 'kmapCount', { n: now - 1 });
    } else if (name === '__kmap_atomic_idx' && fn === '__kunmap_atomic') {
      this.#moment(at, 'atomicEnd', {});
    }
  }

  /** Both words of a page. @param {number} at @param {number} pte Linux's @param {number} hw */
  #words(at, pte, hw) {
    const { fn, values } = this.frame(1);
    const { addr } = values;
    const told = fn === 'set_pte_at' ? userWords(this.frame(2), addr, pte, hw) : null;
    if (told) this.#moment(at, told.kind, told.data);
    else if (fn === 'set_pte_at') this.#moment(at, 'pte', { addr, pfn: pte >>> 12 });
    else if (fn === 'ptep_get_and_clear') this.#moment(at, 'clear', { addr });
    else this.#moment(at, 'pteAny', { pte, hw });
  }

  /** A descriptor that the walk has read. @param {number} at @param {Record<string, number>} values @param {number} type */
  #descriptor(at, values, type) {
    const level = values.l2desc === undefined ? 'l1' : 'l2';
    const name = this.schema.texts[type];
    const sort = LEAVES.has(name) ? 'leaf' : name === 'page table' ? 'table' : 'fault';
    this.#moment(at, `${level}.${sort}`, {
      index: values[`${level}index`],
      word: values[`${level}desc`],
    });
  }

  /** @param {Event} event */
  #leave({ id, a, index }) {
    const name = this.schema.function(id).name;
    const frame = this.stack.findLast((one) => one.fn === name);
    if (!frame) return;
    while (this.stack.pop() !== frame);
    const { values, kids } = frame;
    const told = userLeave(name, a);
    if (told) {
      this.#moment(index, told.kind, told.data);
    } else if (name === 'find_static_vm_paddr') {
      if (a) this.#moment(index, 'lent', {});
    } else if (name === '__arm_ioremap_pfn_caller') {
      if (!a && !kids.includes('get_vm_area_caller')) this.#moment(index, 'ioNull', {});
    } else if (name === 'map_new_virtual') {
      this.#moment(index, a ? 'kmapNew' : 'kmapFull', { pfn: values.page, addr: a });
    } else if (name === 'kmap' || name === 'kmap_atomic') {
      this.#mapped(index, values.page, a, kids);
    } else {
      this.#translated(index, name, values, a);
    }
  }

  /** @param {number} at @param {number} pfn @param {number} addr @param {string[]} kids */
  #mapped(at, pfn, addr, kids) {
    if (addr && kids.length === 0) this.#moment(at, 'kmapLow', { pfn });
    else if (addr >= FIRST_FIXMAP) this.#moment(at, 'atomic', { pfn, addr });
  }

  /** @param {number} at @param {string} name @param {Record<string, number>} values @param {number} a */
  #translated(at, name, values, a) {
    const { domain } = values;
    if (name === 'CheckDomain') this.#moment(at, a ? 'domain' : 'domainFree', { domain });
    else if (name === 'CheckPermission') this.#moment(at, a ? 'allowed' : 'denied', {});
    else if (name === 'TranslateAddressV' && values.memtype !== undefined) {
      this.#moment(at, 'phys', { va: values.va, pa: a });
    }
  }
}

/** @type {WeakMap<Event[], VmMoment[]>} an operation's events are one array for as long as they are here */
const told = new WeakMap();

/** @param {Event[]} events @param {Schema} schema @returns {VmMoment[]} */
export function tellVm(events, schema) {
  let moments = told.get(events);
  if (!moments) {
    moments = new Teller(schema).tell(events);
    told.set(events, moments);
  }
  return moments;
}
