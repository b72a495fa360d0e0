// hand.js - free objects that are in no list at the moment because a function has their head in a variable.
//
// deactivate_slab() holds what it has not put back yet, __slab_alloc() what it took from a slab and has not given to the cpu yet, new_slab()
// what it is just linking. Only the walk knows: the heads are read from it, once for all positions of an operation.

import { EV_ENTER, EV_LEAVE, EV_VALUE, EV_WORD } from '../schema.js';

/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../types.js').Event} Event */
/** @typedef {import('./memory.js').SlabMemory} SlabMemory */

/** @typedef {{fn: string, values: Record<string, number>}} Frame */
/** What is held: heads of lists, and the slab whose objects new_slab() is just linking, 0 for none. @typedef {{heads: number[], making: number}} Hands */
/** @typedef {Hands & {at: number}} Change from the position behind event `at` on */

/** @type {Hands} */
export const EMPTY_HANDS = { heads: [], making: 0 };

/** The functions in whose calls something is held; when the outermost of them returns, nothing is. */
const HOLDERS = new Set(['__slab_alloc', 'deactivate_slab', 'early_kmem_cache_node_alloc']);
const NONE = 0xffffffff;

class Holding {
  /** @param {Schema} schema @param {SlabMemory} memory */
  constructor(schema, memory) {
    this.schema = schema;
    this.memory = memory;
    this.ramField = schema.fieldIds.get('ram[]');
    /** @type {Frame[]} */
    this.stack = [];
    /** @type {Change[]} */
    this.changes = [];
    /** What deactivate_slab() holds, and what anybody else does. */
    this.back = [0, 0];
    this.taken = 0;
    this.making = 0;
    this.loading = false;
  }

  /** @param {Event[]} events */
  hear(events) {
    for (const event of events) {
      if (event.kind === EV_ENTER) this.#enter(event);
      else if (event.kind === EV_LEAVE) this.#leave(event);
      else if (event.kind === EV_VALUE) this.#value(event);
      else if (event.kind === EV_WORD && event.id === this.ramField) this.#word();
      else continue;
      this.#note(event.index);
    }
    return this.changes;
  }

  /** @param {number} at */
  #note(at) {
    const heads = [...new Set([...this.back, this.taken])].filter((head) => head !== 0);
    const { making } = this;
    const last = this.changes[this.changes.length - 1] ?? EMPTY_HANDS;
    if (making === last.making && heads.join() === last.heads.join()) return;
    this.changes.push({ at, heads, making });
  }

  /** @param {Event} event */
  #enter(event) {
    const fn = this.schema.function(event.id).name;
    this.stack.push({ fn, values: {} });
    if (this.loading && fn === 'deactivate_slab') this.#word();
  }

  /** @param {Event} event */
  #value(event) {
    const top = this.stack[this.stack.length - 1];
    if (!top) return;
    const name = this.schema.values[event.id];
    top.values[name] = event.a;
    if (top.fn === 'deactivate_slab' && name === 'freelist') this.back = [event.a, 0];
    if (name === 'freelist_old') this.#takes(event.a);
  }

  /** The exchange that is to empty page->freelist: what was there is the caller's. @param {number} freelist */
  #takes(freelist) {
    const caller = this.stack[this.stack.length - 2];
    if (caller?.fn === 'get_freelist' || (caller?.fn === 'acquire_slab' && caller.values.mode)) {
      this.taken = freelist;
    }
  }

  /** @param {Event} event */
  #leave(event) {
    this.stack.pop();
    const { name } = this.schema.function(event.id);
    const caller = this.stack[this.stack.length - 1]?.fn ?? '';
    if (caller === 'deactivate_slab' && name === 'get_freepointer') this.back[1] = event.a;
    if (caller === 'deactivate_slab' && name === '__cmpxchg_double_slab') {
      this.back = [this.back[1], 0];
    }
    if (caller === '__slab_alloc' && name === 'get_freepointer') this.loading = true;
    if (name === 'deactivate_slab') this.back = [0, 0];
    if (name === 'allocate_slab' && event.a !== NONE) {
      this.taken = this.memory.address(event.a);
      this.making = event.a;
    }
    if (name === 'new_slab') this.making = 0;
    if (HOLDERS.has(name) && name !== 'deactivate_slab') this.taken = 0;
  }

  /** load_freelist: behind get_freepointer() the first word written gives the rest to the cpu. */
  #word() {
    if (this.loading) this.taken = 0;
    this.loading = false;
  }
}

/** @type {WeakMap<Event[], Change[]>} */
const known = new WeakMap();

/**
 * What is held at a position.
 * @param {Event[]} events of the operation, always the same array @param {number} position
 * @param {Schema} schema @param {SlabMemory} memory
 * @returns {Hands}
 */
export function handsAt(events, position, schema, memory) {
  let changes = known.get(events);
  if (!changes) {
    changes = new Holding(schema, memory).hear(events);
    known.set(events, changes);
  }
  return changes.findLast((change) => change.at < position) ?? EMPTY_HANDS;
}
