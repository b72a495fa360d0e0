// story.js - what an operation does to slabs, as moments: a slab is made, taken, given back; an object changes hands; a size becomes an order.
//
// As the stage's story, it is told from the walk alone, once for all positions of an operation.

import { EV_ENTER, EV_LEAVE, EV_LIST_ADD, EV_VALUE, VALUE_HAS_OLD } from '../schema.js';

/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../types.js').Event} Event */

/**
 * @typedef {object} SlabMoment
 * @property {number} at number of the event that makes it true
 * @property {string} kind
 * @property {Record<string, number>} data by the kernel's names; addresses of caches and objects, pfns
 */

/** @typedef {{fn: string, values: Record<string, number>, kids: number}} Frame */

const NONE = 0xffffffff;
const TAIL = 16;

/** Entering these is worth a sentence, if the data it needs follow. */
const ON_ENTER = new Map([
  ['create_boot_cache', 'create'],
  ['early_kmem_cache_node_alloc', 'early'],
  ['bootstrap', 'bootstrap'],
  ['create_kmalloc_caches', 'kmalloc'],
  ['deactivate_slab', 'deactivate'],
  ['remove_partial', 'unlist'],
  ['find_mergeable', 'mergeable'],
  ['discard_slab', 'discard'],
  ['kmem_cache_shrink', 'shrink'],
  ['__kmem_cache_shutdown', 'shutdown'],
]);

class Teller {
  /** @param {Schema} schema */
  constructor(schema) {
    this.schema = schema;
    /** @type {Frame[]} */
    this.stack = [];
    /** @type {SlabMoment[]} */
    this.moments = [];
    /** @type {SlabMoment | null} whose values are still coming */
    this.open = null;
  }

  /** @param {Event[]} events */
  tell(events) {
    for (const event of events) {
      if (event.kind === EV_ENTER) this.#enter(event);
      else if (event.kind === EV_LEAVE) this.#leave(event);
      else if (event.kind === EV_VALUE) this.#value(event);
      else if (event.kind === EV_LIST_ADD) this.#list(event);
    }
    return this.moments;
  }

  /** @returns {Frame} */
  get top() {
    return this.stack[this.stack.length - 1] ?? { fn: '', values: {}, kids: 0 };
  }

  /** @param {string} fn */
  #inside(fn) {
    return this.stack.findLast((frame) => frame.fn === fn);
  }

  /** @param {number} at @param {string} kind @param {Record<string, number>} data */
  #moment(at, kind, data) {
    const moment = { at, kind, data };
    this.moments.push(moment);
    return moment;
  }

  /** @param {Event} event */
  #enter(event) {
    const fn = this.schema.function(event.id).name;
    this.top.kids++;
    /** @type {Record<string, number>} */
    const values = {};
    this.stack.push({ fn, values, kids: 0 });
    const kind = ON_ENTER.get(fn);
    this.open = kind ? this.#moment(event.index, kind, values) : null;
  }

  /** @param {Event} event */
  #value(event) {
    const name = this.schema.values[event.id];
    const { top } = this;
    top.values[name] = event.a;
    if (!(event.aux & VALUE_HAS_OLD)) return;
    const { a, b, index } = event;
    if (name === 'slab_state') this.#moment(index, 'state', { from: b, to: a });
    if (name === 'c->freelist') this.#cpuList(index, b, a);
    if (name === 'c->page' && top.fn === '__slab_alloc' && a === 0) {
      this.#moment(index, 'let', { ...top.values, page: b });
    }
    if (name === 'page->freelist') this.#pageList(index, b, a);
  }

  /** The cpu's freelist. @param {number} at @param {number} old @param {number} now */
  #cpuList(at, old, now) {
    const { fn, values } = this.top;
    if (fn === 'slab_alloc_node') this.#moment(at, 'pop', { ...values, object: old, next: now });
    if (fn === 'slab_free') this.#moment(at, 'push', { ...values, object: values.x, old });
    if (fn === '__slab_alloc' && now !== 0) {
      this.#moment(at, 'load', { ...values, next: now });
    }
    if (fn === 'flush_slab') this.#moment(at, 'flushed', values);
  }

  /** page->freelist, inside the exchange of a slab's two words. @param {number} at @param {number} old @param {number} now */
  #pageList(at, old, now) {
    const caller = this.stack[this.stack.length - 2]?.fn ?? '';
    const { page, s } = this.top.values;
    const back = this.#inside('deactivate_slab');
    if (caller === '__slab_free') {
      this.#moment(at, old ? 'remote' : 'remoteFirst', { s, page, object: now, old });
    } else if (back && caller === 'deactivate_slab') {
      this.#moment(at, 'turn', { s, page, object: now, old });
    }
  }

  /** @param {Event} event */
  #leave(event) {
    const name = this.schema.function(event.id).name;
    const frame = this.stack.findLast((one) => one.fn === name);
    if (frame) {
      while (this.stack.pop() !== frame);
    }
    this.open = null;
    const values = frame?.values ?? {};
    const at = event.index;
    const { a } = event;
    if (name === 'new_slab' && a !== NONE) this.#moment(at, 'new', { ...values, page: a });
    else if (name === 'acquire_slab') this.#acquired(at, values);
    else if (name === 'get_freelist') this.#moment(at, a ? 'takeover' : 'empty', values);
    else if (name === 'put_cpu_partial') this.#moment(at, 'cpuPartial', values);
    else if (name === 'calculate_order') this.#moment(at, 'order', { ...values, order: a });
    else if (name === 'slab_order') this.#tried(at, values, a);
    else if (name === 'kmem_cache_alias' || name === '__kmem_cache_alias') {
      if (a !== 0) {
        this.#moment(at, 'merged', { ...values, s: a });
      }
    } else if (name === 'bootstrap') this.#moment(at, 'moved', { ...values, s: a });
    else if (name === '__slab_alloc' && a) this.#moment(at, 'slow', { ...values, object: a });
    else if (name === 'kmem_cache_create' && a) this.#moment(at, 'created', { ...values, s: a });
  }

  /** @param {number} at @param {Record<string, number>} values @param {number} order above max_order: none will do */
  #tried(at, values, order) {
    this.#moment(at, order <= values.max_order ? 'tried' : 'refused', { ...values, order });
  }

  /** @param {number} at @param {Record<string, number>} values */
  #acquired(at, values) {
    this.#moment(at, values.mode ? 'acquire' : 'acquireMore', values);
  }

  /** A slab comes to a node's partial list. @param {Event} event */
  #list(event) {
    const { fn, values } = this.top;
    if (fn !== 'add_partial') return;
    this.#moment(event.index, values.tail === TAIL ? 'listTail' : 'listHead', values);
  }
}

/** @type {WeakMap<Event[], SlabMoment[]>} */
const told = new WeakMap();

/** @param {Event[]} events of an operation, always the same array @param {Schema} schema @returns {SlabMoment[]} */
export function tellSlabs(events, schema) {
  let moments = told.get(events);
  if (!moments) {
    moments = new Teller(schema).tell(events);
    told.set(events, moments);
  }
  return moments;
}
