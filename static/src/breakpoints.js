// breakpoints.js - where playing stops: at the start of a function, or at a moment of one of the stories, such as a split or a page that
// becomes a slab. They are this browser's own and are kept in it.

import { indexOf } from './segment.js';
import { EV_ENTER } from './schema.js';
import { tellSlabs } from './slab/story.js';
import { tell } from './stage/story.js';
import { tellVm } from './vm/story.js';

/** @typedef {import('./segment.js').Segment} Segment */
/** @typedef {import('./schema.js').Schema} Schema */
/** @typedef {{at: number, kind: string, data: Record<string, any>}} Moment */

/**
 * @typedef {object} Condition
 * @property {'page' | 'slab' | 'vm'} story whose moments it is of
 * @property {string} name
 * @property {string[]} kinds
 * @property {(data: Record<string, any>) => boolean} [when]
 */

/** @type {Condition[]} */
export const CONDITIONS = [
  { story: 'page', name: 'owner', kinds: ['claim'] },
  { story: 'page', name: 'steal', kinds: ['steal'] },
  { story: 'page', name: 'split', kinds: ['split'] },
  { story: 'page', name: 'merge', kinds: ['merge'] },
  { story: 'page', name: 'refill', kinds: ['refill'] },
  { story: 'page', name: 'drain', kinds: ['drain'] },
  { story: 'page', name: 'mark', kinds: ['watermark'], when: ({ ok }) => !ok },
  { story: 'page', name: 'slow', kinds: ['slow'] },
  { story: 'slab', name: 'new', kinds: ['new'] },
  { story: 'slab', name: 'pop', kinds: ['pop'] },
  { story: 'slab', name: 'push', kinds: ['push'] },
  { story: 'slab', name: 'acquire', kinds: ['acquire', 'acquireMore'] },
  { story: 'slab', name: 'deactivate', kinds: ['deactivate'] },
  { story: 'slab', name: 'discard', kinds: ['discard'] },
  { story: 'vm', name: 'table', kinds: ['table'] },
  { story: 'vm', name: 'pte', kinds: ['pte', 'pteAny'] },
  { story: 'vm', name: 'page', kinds: ['user.newPage', 'user.copyPage', 'user.zeroPage'] },
  { story: 'vm', name: 'abort', kinds: ['abort', 'user.abort'] },
];

/** What stops, and at which event. @typedef {{at: number, condition?: Condition, fn?: number}} Hit */

export class Breakpoints {
  /** @param {Schema} schema @param {number} firstPfn */
  constructor(schema, firstPfn) {
    this.schema = schema;
    this.firstPfn = firstPfn;
    /** Names of conditions, as story.name. @type {Set<string>} */
    this.conditions = new Set();
    /** Ids of functions. @type {Set<number>} */
    this.functions = new Set();
    /** How many searches for the next one are under way, window by window. */
    this.searching = 0;
    /** @type {WeakMap<Segment, Hit[]>} */
    this.found = new WeakMap();
  }

  get any() {
    return this.conditions.size + this.functions.size > 0;
  }

  /** @param {Condition} condition */
  has({ story, name }) {
    return this.conditions.has(`${story}.${name}`);
  }

  /** @param {Condition} condition */
  toggle({ story, name }) {
    this.#turn(this.conditions, `${story}.${name}`);
  }

  /** @param {number} id */
  toggleFunction(id) {
    this.#turn(this.functions, id);
  }

  clear() {
    this.conditions.clear();
    this.functions.clear();
    this.found = new WeakMap();
  }

  /** @template T @param {Set<T>} set @param {T} one */
  #turn(set, one) {
    if (!set.delete(one)) set.add(one);
    this.found = new WeakMap();
  }

  /** As one word: for this browser to keep. */
  toString() {
    const names = [...this.functions].map((id) => this.schema.function(id).name);
    return [...this.conditions, ...names].join(' ');
  }

  /** What toString() gave, and as much of it as is known here. @param {string} text */
  read(text) {
    for (const word of text.split(' ')) {
      const id = this.schema.functionIds.get(word);
      const condition = CONDITIONS.find(({ story, name }) => `${story}.${name}` === word);
      if (condition) this.conditions.add(word);
      else if (id !== undefined) this.functions.add(id);
    }
  }

  /** All that stops in these events, in their order. @param {Segment} segment @returns {Hit[]} */
  in(segment) {
    if (!this.any) return [];
    let hits = this.found.get(segment);
    if (!hits) {
      hits = [...this.#calls(segment), ...this.#moments(segment)].sort((a, b) => a.at - b.at);
      this.found.set(segment, hits);
    }
    return hits;
  }

  /** What stops between two positions. @param {Segment} segment @param {number} from @param {number} to */
  between(segment, from, to) {
    const hits = this.in(segment);
    const places = hits.map(({ at }) => at);
    return hits.slice(indexOf(places, from - 1) + 1, indexOf(places, to - 1) + 1);
  }

  /** @param {Segment} segment @returns {Hit[]} */
  #calls(segment) {
    const hits = [];
    if (this.functions.size === 0) return [];
    for (let at = segment.from; at < segment.end; at++) {
      if (segment.kind(at) !== EV_ENTER || !this.functions.has(segment.id(at))) continue;
      hits.push({ at, fn: segment.id(at) });
    }
    return hits;
  }

  /** @param {Segment} segment @returns {Hit[]} */
  #moments(segment) {
    const wanted = CONDITIONS.filter((one) => this.has(one));
    if (wanted.length === 0) return [];
    const events = segment.all();
    /** @type {Record<string, () => Moment[]>} */
    const stories = {
      page: () => tell(events, this.schema, this.firstPfn),
      slab: () => tellSlabs(events, this.schema),
      vm: () => tellVm(events, this.schema),
    };
    return wanted.flatMap((condition) =>
      stories[condition.story]()
        .filter(
          ({ kind, data }) => condition.kinds.includes(kind) && (condition.when?.(data) ?? true),
        )
        .map(({ at }) => ({ at, condition })),
    );
  }
}
