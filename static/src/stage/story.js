// story.js - what an operation does, as moments: a block is taken, cut, merged, put on a list.
//
// The allocator always has one block in its hand. Walking over the events once tells, for every position in the operation, which block
// that is and what lies on the bench. Functions are known by the kernel's names, lists by where their heads lie in the image; the
// state of the machine is not needed, so the same story serves both directions and any seek.

import { EV_ENTER, EV_LEAVE, EV_LINE, EV_LIST_ADD, EV_LIST_DEL } from '../schema.js';
import { EV_POINT, EV_VALUE, EV_WORD } from '../schema.js';
import { Addresses } from './addresses.js';
import { ORDERS } from './layout.js';

/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../types.js').Event} Event */
/** @typedef {import('./addresses.js').Place} Place */

/**
 * The block in hand.
 * @typedef {object} Hand
 * @property {number} pfn
 * @property {number} order
 * @property {number} mt type whose pattern it has; -1: in use until now
 * @property {'bench' | 'pcp' | 'held' | 'list'} place where the last moment left it
 */

/**
 * What lies on the bench. Splitting: the block that was taken, of which `pieces` have been put on lists. Merging: the page that came
 * back, to which `buddies` were joined.
 * @typedef {object} Bench
 * @property {'split' | 'merge'} mode
 * @property {number} pfn of the block that was taken, or that came back
 * @property {number} order
 * @property {number} mt type whose pattern it has
 * @property {{pfn: number, order: number}[]} pieces
 * @property {{pfn: number, order: number}[]} buddies
 * @property {{zone: number, order: number, mt: number} | null} from the list it was taken from
 * @property {number} was owner of its pageblock before; -1 if that has not changed
 * @property {boolean} foreign taken from another type's list
 */

/**
 * @typedef {object} Scene
 * @property {Hand | null} hand
 * @property {Bench | null} bench
 * @property {{pfn: number, from: number, to: number}[]} owners pageblocks that changed owner in this operation
 * @property {Record<string, any> | null} wants a request that a pcp list or the buddy lists are to serve: order, migratetype
 * @property {{pages: number, mt: number} | null} moved what move_freepages has brought over so far
 */

/**
 * @typedef {object} Moment
 * @property {number} at number of the event that makes it true
 * @property {string} kind one of KINDS
 * @property {Record<string, any>} data
 * @property {Scene} scene what it leaves
 */

/** From the least to the most telling: when a step has several, the caption speaks of the last in this order. */
export const KINDS = [
  'begin',
  'stage',
  'look',
  'zone',
  'batch',
  'watermark',
  'slow',
  'search',
  'reserve',
  'free',
  'move',
  'merge',
  'moved',
  'claim',
  'pcpfree',
  'pcpfull',
  'drain',
  'pcptake',
  'take',
  'steal',
  'split',
  'refill',
  'drop',
  'done',
  'failed',
];

const NONE = 0xffffffff;

/** @type {Scene} */
const EMPTY = { hand: null, bench: null, owners: [], wants: null, moved: null };

/**
 * A call under way: the last value of each name, and the first.
 * @typedef {{fn: string, values: Record<string, number>, first: Record<string, number>, took: boolean}} Frame
 */

/** Functions whose start is worth a sentence of its own. */
const STAGES = new Set([
  'build_all_zonelists',
  'mem_init',
  'free_all_bootmem',
  'free_highpages',
  'setup_per_cpu_pageset',
  'init_per_zone_wmark_min',
  'drain_all_pages',
  'refresh_cpu_vm_stats',
  'split_page',
]);

class Teller {
  /** @param {Event[]} events @param {Schema} schema @param {number} firstPfn */
  constructor(events, schema, firstPfn) {
    this.events = events;
    this.schema = schema;
    this.addresses = new Addresses(schema, firstPfn);
    /** @type {Moment[]} */
    this.moments = [];
    /** @type {Frame[]} */
    this.stack = [];
    this.scene = EMPTY;
    /** @type {Moment | null} a moment whose values are still coming */
    this.open = null;
  }

  tell() {
    for (const event of this.events) this.#hear(event);
    return this.moments;
  }

  /** The innermost call that is known. @returns {Frame} */
  get top() {
    return this.stack[this.stack.length - 1] ?? { fn: '', values: {}, first: {}, took: false };
  }

  /** @param {string} fn @returns {Frame | undefined} the innermost call of that function */
  #frame(fn) {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      if (this.stack[i].fn === fn) return this.stack[i];
    }
    return undefined;
  }

  /** @param {Event} event */
  #hear(event) {
    switch (event.kind) {
      case EV_ENTER:
        return this.#enter(event);
      case EV_LEAVE:
        return this.#leave(event);
      case EV_LINE:
        return this.#line(event);
      case EV_VALUE:
        return this.#value(event);
      case EV_POINT:
        return this.#point(event);
      case EV_WORD:
        return this.#word(event);
      case EV_LIST_DEL:
        return this.#del(event);
      case EV_LIST_ADD:
        return this.#add(event);
      default:
        return undefined;
    }
  }

  /** @param {Event} event @param {string} kind @param {Record<string, any>} data @param {Partial<Scene>} [change] */
  #moment(event, kind, data, change) {
    if (change) this.scene = { ...this.scene, ...change };
    const moment = { at: event.index, kind, data, scene: this.scene };
    this.moments.push(moment);
    return moment;
  }

  /** @param {Event} event */
  #enter(event) {
    const fn = this.schema.functions[event.id]?.name ?? '';
    this.stack.push({ fn, values: {}, first: {}, took: false });
    this.open = null;
    if (STAGES.has(fn)) this.open = this.#moment(event, 'stage', { fn });
    if (fn === 'buffered_rmqueue') {
      // The values that follow fill in what is wanted.
      const wants = {};
      this.open = this.#moment(event, 'zone', wants, { wants });
    }
    if (fn === 'move_freepages') this.scene = { ...this.scene, moved: { pages: 0, mt: -1 } };
    if (fn === 'wakeup_kswapd' || fn === 'try_to_compact_pages' || fn === 'try_to_free_pages') {
      this.#moment(event, 'slow', { fn });
    }
  }

  /** @param {Event} event */
  #leave(event) {
    const fn = this.schema.functions[event.id]?.name ?? '';
    this.open = null;
    const frame = this.#frame(fn);
    if (frame) {
      while (this.stack.pop() !== frame);
    }
    const values = frame?.values ?? {};
    // Which zone get_page_from_freelist looks at is said by the counter that it reads.
    if (fn === 'zone_page_state' && frame) this.top.values.zone = values.zone;
    if (fn === '__zone_watermark_ok') {
      // free_pages is counted down on the way; what there was is its first value, what was left its last.
      const left = values.free_pages;
      this.#moment(event, 'watermark', { ok: event.a !== 0, ...values, ...frame?.first, left });
    } else if (fn === '__rmqueue_smallest' && !frame?.took) {
      this.#moment(event, 'search', { order: values.order ?? 0, mt: values.migratetype });
    } else if (fn === 'move_freepages') {
      const stealing = !!this.#frame('__rmqueue_fallback');
      const change = stealing ? undefined : { moved: null };
      this.#moment(event, 'moved', { pages: event.a, mt: values.migratetype, stealing }, change);
    }
  }

  /** @param {Event} event */
  #line(event) {
    const line = this.schema.lines[event.id];
    const fn = this.schema.functions[line?.function]?.name ?? '';
    // In a window cut out of a long operation the calls around it are not known.
    if (this.top.fn !== fn && this.stack.length === 0) {
      this.stack.push({ fn, values: {}, first: {}, took: false });
    }
    this.open = null;
    const text = line?.text ?? '';
    if (fn === '__rmqueue_fallback' && text.startsWith('search')) {
      this.open = this.#moment(event, 'look', {});
    } else if (fn === '__rmqueue' && text.includes('RESERVE')) {
      this.#moment(event, 'reserve', {});
    } else if (fn === 'get_page_from_freelist' && text.includes('NR_ALLOC_BATCH')) {
      this.open = this.#moment(event, 'batch', {});
    } else if (fn === 'free_hot_cold_page' && text.includes('pcp->high')) {
      this.open = this.#moment(event, 'pcpfull', {});
    } else if (fn === '__alloc_pages_slowpath') {
      this.#moment(event, 'slow', { fn: text === 'nopage' ? 'nopage' : 'no_watermarks' });
    }
    if (this.open) Object.assign(this.open.data, { zone: this.#zone() });
  }

  /** @param {Event} event */
  #value(event) {
    const name = this.schema.values[event.id];
    const frame = this.stack[this.stack.length - 1];
    if (frame) {
      frame.values[name] = event.a;
      frame.first[name] ??= event.a;
    }
    if (this.open) this.open.data[name] = event.a;
  }

  /** The zone that the calls around are about, -1 if none said so. */
  #zone() {
    for (let i = this.stack.length - 1; i >= 0; i--) {
      const { zone } = this.stack[i].values;
      if (zone !== undefined) return zone;
    }
    return -1;
  }

  /** @param {Event} event */
  #point(event) {
    const info = this.schema.points[event.id];
    if (!info) return;
    const fields = this.schema.pointFields(event);
    if (info.letter === 'A') {
      const { pfn } = fields;
      if (pfn === NONE) {
        this.#moment(event, 'failed', fields, { hand: null, wants: null });
      } else {
        const hand = { pfn, order: fields.order, mt: -1, place: /** @type {const} */ ('held') };
        this.#moment(event, 'done', fields, { hand, wants: null });
      }
    } else if (info.letter === 'F') {
      const { pfn, order } = fields;
      const hand = { pfn, order, mt: -1, place: /** @type {const} */ ('bench') };
      this.#moment(event, 'free', fields, { hand, bench: benchOfFree(pfn, order) });
    } else if (info.letter === 'X') {
      // The outcome of a steal is known only now; the caption of its list_del may say it already.
      for (let i = this.moments.length - 1; i >= 0; i--) {
        if (this.moments[i].kind !== 'steal') continue;
        Object.assign(this.moments[i].data, {
          start: fields.mt,
          claimed: fields.new_mt === fields.mt,
        });
        break;
      }
    }
  }

  /** @param {Event} event */
  #word(event) {
    const field = this.schema.fields[event.id];
    if (field?.name !== 'pageblock_flags[]') return;
    const changed = this.addresses.owners(event);
    const owners = [...this.scene.owners];
    for (const change of changed) {
      if (!owners.some((known) => known.pfn === change.pfn)) owners.push(change);
    }
    this.#moment(
      event,
      'claim',
      { blocks: changed, stealing: !!this.#frame('__rmqueue_fallback') },
      { owners },
    );
  }

  /** @param {Event} event */
  #del(event) {
    const pfn = this.addresses.pfn(event.a);
    if (pfn < 0) return;
    const head = this.addresses.node(event.b);
    switch (this.top.fn) {
      case '__rmqueue_smallest':
      case '__rmqueue_fallback':
        this.#take(event, pfn, head);
        break;
      case '__free_one_page':
        this.#merge(event, pfn);
        break;
      case 'free_pcppages_bulk': {
        const hand = {
          pfn,
          order: 0,
          mt: this.#pcpType(event),
          place: /** @type {const} */ ('bench'),
        };
        this.#moment(event, 'drain', { pfn, mt: hand.mt }, { hand, bench: benchOfFree(pfn, 0) });
        break;
      }
      case 'buffered_rmqueue': {
        const hand = {
          pfn,
          order: 0,
          mt: this.#pcpType(event),
          place: /** @type {const} */ ('pcp'),
        };
        const same = this.scene.hand?.pfn === pfn;
        this.#moment(
          event,
          'pcptake',
          { pfn, mt: hand.mt },
          same ? { hand } : { hand, bench: null },
        );
        break;
      }
      default:
    }
  }

  /** Type of the pcp list that a page leaves, if one of its neighbours is the list's head; -1 otherwise. @param {Event} event */
  #pcpType(event) {
    for (const offset of [event.b, event.c]) {
      const place = this.addresses.node(offset);
      if (place.kind === 'pcp') return place.mt;
    }
    return -1;
  }

  /** @param {Event} event @param {number} pfn @param {Place} head */
  #take(event, pfn, head) {
    if (head.kind !== 'free') return;
    const fallback = this.top.fn === '__rmqueue_fallback';
    for (const frame of this.stack) frame.took = true;
    const { zone, order, mt } = head;
    const block = pfn & -1024;
    const owner = fallback ? this.scene.owners.find((change) => change.pfn === block) : undefined;
    // move_freepages may have brought the block itself over before it is taken; what is left of it goes back.
    const source = (fallback && this.#frame('__rmqueue_fallback')?.values.migratetype) || mt;
    const shown = owner && owner.from === source ? owner.to : source;
    const from = { zone, order, mt };
    const hand = { pfn, order, mt: shown, place: /** @type {const} */ ('bench') };
    /** @type {Bench} */
    const bench = {
      mode: 'split',
      pfn,
      order,
      mt: shown,
      pieces: [],
      buddies: [],
      from,
      was: owner ? owner.from : -1,
      foreign: fallback,
    };
    const data = {
      pfn,
      zone,
      order,
      mt,
      source,
      claimed: !!owner,
      start: owner ? owner.to : this.#startType(),
    };
    this.#moment(event, fallback ? 'steal' : 'take', data, { hand, bench, moved: null });
  }

  #startType() {
    return this.#frame('__rmqueue_fallback')?.values.start_migratetype ?? -1;
  }

  /** @param {Event} event @param {number} pfn of the buddy */
  #merge(event, pfn) {
    const { hand, bench } = this.scene;
    if (!hand) return;
    const merged = {
      ...hand,
      pfn: Math.min(hand.pfn, pfn),
      order: hand.order + 1,
      place: /** @type {const} */ ('bench'),
    };
    const base = bench?.mode === 'merge' ? bench : benchOfFree(hand.pfn, hand.order);
    const buddies = [...base.buddies, { pfn, order: hand.order }];
    this.#moment(
      event,
      'merge',
      { pfn, order: hand.order, to: hand.order + 1, with: hand.pfn, result: merged.pfn },
      { hand: merged, bench: { ...base, buddies } },
    );
  }

  /** @param {Event} event */
  #add(event) {
    const pfn = this.addresses.pfn(event.a);
    if (pfn < 0) return;
    const tail = event.aux === 1;
    const place = this.addresses.node(tail ? event.c : event.b);
    const { hand, bench } = this.scene;
    switch (this.top.fn) {
      case 'expand': {
        if (!hand || !bench || place.kind !== 'free') break;
        const { order, mt, zone } = place;
        const pieces = [...bench.pieces, { pfn, order }];
        const smaller = { ...hand, order, place: /** @type {const} */ ('bench') };
        const data = { pfn, order, mt, zone, hand: hand.pfn };
        this.#moment(event, 'split', data, { hand: smaller, bench: { ...bench, pieces } });
        break;
      }
      case '__free_one_page': {
        if (place.kind !== 'free') break;
        const { order, mt, zone } = place;
        const landed = hand
          ? { ...hand, pfn, order, mt, place: /** @type {const} */ ('list') }
          : null;
        const dropped = bench ? { ...bench, mt } : null;
        this.#moment(
          event,
          'drop',
          { pfn, order, mt, zone, tail },
          { hand: landed, bench: dropped },
        );
        break;
      }
      case 'move_freepages':
        if (place.kind === 'free') {
          const { order, mt } = place;
          const pages = (this.scene.moved?.pages ?? 0) + (1 << order);
          this.#moment(event, 'move', { pfn, order, mt, pages }, { moved: { pages, mt } });
        }
        break;
      case 'rmqueue_bulk': {
        const kept = { pfn, order: 0, mt: hand?.mt ?? -1, place: /** @type {const} */ ('pcp') };
        const type = this.#frame('rmqueue_bulk')?.values.migratetype ?? kept.mt;
        const pieces = bench?.pieces.length ?? 0;
        const data = { pfn, tail, count: this.#refilled() + 1, mt: type, pieces };
        this.#moment(event, 'refill', data, { hand: kept, wants: null });
        break;
      }
      case 'free_hot_cold_page': {
        const mt = place.kind === 'pcp' ? place.mt : -1;
        const kept = { pfn, order: 0, mt, place: /** @type {const} */ ('pcp') };
        this.#moment(event, 'pcpfree', { pfn, tail, mt }, { hand: kept, bench: null });
        break;
      }
      default:
    }
  }

  /** Pages that the refill under way has brought so far. */
  #refilled() {
    const last = this.moments.findLast(
      (moment) => moment.kind === 'refill' || moment.kind === 'zone',
    );
    return last?.kind === 'refill' ? last.data.count : 0;
  }
}

/** @param {number} pfn @param {number} order @returns {Bench} */
function benchOfFree(pfn, order) {
  return {
    mode: 'merge',
    pfn,
    order,
    mt: -1,
    pieces: [],
    buddies: [],
    from: null,
    was: -1,
    foreign: false,
  };
}

/** @type {WeakMap<Event[], {length: number, moments: Moment[]}>} */
const told = new WeakMap();

/**
 * The moments of an operation, in order. Remembered per array of events.
 * @param {Event[]} events @param {Schema} schema @param {number} firstPfn
 * @returns {Moment[]}
 */
export function tell(events, schema, firstPfn) {
  const known = told.get(events);
  if (known && known.length === events.length) return known.moments;
  const moments = new Teller(events, schema, firstPfn).tell();
  told.set(events, { length: events.length, moments });
  return moments;
}

/** @param {Moment[]} moments @param {number} position @returns {number} how many moments lie before it */
function countBefore(moments, position) {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (moments[middle].at < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {Moment[]} moments @param {number} position @returns {Scene} */
export function sceneAt(moments, position) {
  const n = countBefore(moments, position);
  return n === 0 ? EMPTY : moments[n - 1].scene;
}

/** @param {Moment[]} moments @param {number} from @param {number} to @returns {Moment[]} those of [from, to) */
export function momentsOf(moments, from, to) {
  return moments.slice(countBefore(moments, from), countBefore(moments, to));
}

/** @param {Moment[]} moments @returns {Moment | null} the one that a caption speaks of */
export function mainMoment(moments) {
  let best = null;
  for (const moment of moments) {
    if (!best || KINDS.indexOf(moment.kind) >= KINDS.indexOf(best.kind)) best = moment;
  }
  return best;
}

/** @param {Moment[]} moments @param {number} position @returns {Moment | null} the last one before it */
export function lastMoment(moments, position) {
  const n = countBefore(moments, position);
  return n === 0 ? null : moments[n - 1];
}

/** Blocks that came to a list in this operation so far. @param {Moment[]} moments @param {number} position */
export function touchedIn(moments, position) {
  const touched = new Set();
  for (const { at, kind, data } of moments) {
    if (at >= position) break;
    if (kind === 'split' || kind === 'drop' || kind === 'move') touched.add(data.pfn);
  }
  return touched;
}

/** Cells that the search looked at in vain since a block was last taken. @param {Moment[]} moments @param {number} position */
export function triedIn(moments, position) {
  let tried = new Set();
  for (const { at, kind, data } of moments) {
    if (at >= position) break;
    if (kind === 'search' && data.mt !== undefined) {
      for (let order = data.order; order < ORDERS; order++) tried.add(`${order} ${data.mt}`);
    } else if (kind === 'look' && data['list_empty(list)'] !== 0) {
      tried.add(`${data.current_order} ${data.migratetype}`);
    } else if (kind === 'zone' || kind === 'take' || kind === 'steal') {
      tried = new Set();
    }
  }
  return tried;
}
