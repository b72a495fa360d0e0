// segment.js - a stretch of one op's events that is here, and where its steps begin.

import { UndoLog } from './replica.js';
import { EV_ENTER, EV_LINE, unpackEvents } from './schema.js';

/** Number of the last cut that is not after `event`. @param {number[]} cuts @param {number} event */
export function indexOf(cuts, event) {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle] <= event) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Events of one op that are here: [from, from + count). */
export class Segment {
  /** @param {number} op @param {number} from @param {Uint32Array} words */
  constructor(op, from, words) {
    this.op = op;
    this.from = from;
    this.words = words;
    this.count = words.length >>> 2;
    this.applied = 0;
    this.log = new UndoLog();
    /** @type {number[] | null} */
    this.cuts = null;
    /** @type {import('./types.js').Event[] | null} */
    this.unpacked = null;
  }

  get end() {
    return this.from + this.count;
  }

  /** @param {number} event */
  holds(event) {
    return event >= this.from && event <= this.end;
  }

  /** Positions between two steps, ascending: before each enter and line, and both ends. */
  boundaries() {
    if (this.cuts) return this.cuts;
    const cuts = [this.from];
    for (let i = 1; i < this.count; i++) {
      const kind = this.words[4 * i] & 0xff;
      if (kind === EV_ENTER || kind === EV_LINE) cuts.push(this.from + i);
    }
    if (this.count > 0) cuts.push(this.end);
    this.cuts = cuts;
    return cuts;
  }

  /** All events, always the same array. */
  all() {
    this.unpacked ??= this.events(this.from, this.end);
    return this.unpacked;
  }

  /** @param {number} event @returns {number} the boundary after this position */
  cutAfter(event) {
    const cuts = this.boundaries();
    return cuts[Math.min(indexOf(cuts, event) + 1, cuts.length - 1)];
  }

  /** @param {number} event @returns {number} the boundary before this position */
  cutBefore(event) {
    const cuts = this.boundaries();
    return cuts[Math.max(0, indexOf(cuts, event - 1))];
  }

  /** @param {number} event @returns {number} kind of the event after this position */
  kind(event) {
    return this.words[4 * (event - this.from)] & 0xff;
  }

  /** @param {number} event @returns {number} id of the event after this position */
  id(event) {
    return this.words[4 * (event - this.from)] >>> 16;
  }

  /** @param {number} event the position before it */
  event(event) {
    return this.events(event, event + 1)[0];
  }

  /** @param {number} from @param {number} to positions */
  events(from, to) {
    return unpackEvents(this.words, from - this.from, to - this.from, this.from);
  }
}
