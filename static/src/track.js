// track.js - the stretch of the room's history that one can move over without asking: segments of events that join, one after the other.
// The image of the replica always stands somewhere on it.

import { UndoLog } from './replica.js';
import { Segment } from './segment.js';

/** A walk through millions of events keeps only what lies near. */
const KEPT_SEGMENTS = 64;

export class Track {
  /**
   * @param {import('./replica.js').Replica} replica
   * @param {(op: number) => number | undefined} eventsOf how many events an op has
   */
  constructor(replica, eventsOf) {
    this.replica = replica;
    this.eventsOf = eventsOf;
    /** @type {Segment[]} */
    this.segments = [];
    this.at = 0;
    /** Where the image stands while there are no segments. */
    this.anchor = { op: 0, event: 0 };
  }

  /** The segment that the image stands in. */
  get segment() {
    return this.segments[this.at] ?? null;
  }

  /** @returns {{op: number, event: number}} */
  get place() {
    const { segment } = this;
    return segment ? { op: segment.op, event: segment.from + segment.applied } : { ...this.anchor };
  }

  get last() {
    return this.segments[this.segments.length - 1];
  }

  /** The image was replaced: it stands here now. @param {number} op @param {number} event */
  reset(op, event) {
    this.segments = [];
    this.at = 0;
    this.anchor = { op, event };
  }

  /** An op without events: a segment of nothing, if it joins. @param {number} op */
  addEmpty(op) {
    const empty = new Segment(op, 0, new Uint32Array(0));
    if (this.last && !this.#follows(this.last, empty)) return null;
    this.segments.push(empty);
    return empty;
  }

  /**
   * Appends events that arrived, up to an op, where they join.
   * @param {Map<number, Uint32Array>} frames events by op @param {number} op
   */
  extend(frames, op) {
    if (this.segments.length === 0) {
      const here = this.anchor;
      const over = here.event === (this.eventsOf(here.op) ?? here.event);
      const start = over ? here.op + 1 : here.op;
      const words = frames.get(start);
      if (!words || op < start || (!over && here.event !== 0)) return;
      this.segments = [new Segment(start, 0, words)];
      this.at = 0;
    }
    for (;;) {
      const { last } = this;
      const words = frames.get(last.op + 1);
      if (last.op >= op || last.end !== this.eventsOf(last.op) || !words) return;
      this.segments.push(new Segment(last.op + 1, 0, words));
    }
  }

  /**
   * Puts a window on the track; where it does not join, it becomes the track, with its image.
   * @param {Segment} opened @param {Uint8Array} image at its start
   */
  join(opened, image) {
    if (this.last && this.#follows(this.last, opened)) {
      this.segments.push(opened);
      this.#trim();
      return;
    }
    const [first] = this.segments;
    this.replica.load(image);
    if (first && this.#follows(opened, first)) {
      for (const segment of this.segments) {
        segment.applied = 0;
        segment.log = new UndoLog();
      }
      this.segments.unshift(opened);
    } else {
      this.segments = [opened];
    }
    this.at = 0;
  }

  /** Applies or takes back events until the image is there. @param {Segment} segment on the track @param {number} event */
  moveTo(segment, event) {
    const target = this.segments.indexOf(segment);
    while (this.at < target) {
      this.#move(this.segments[this.at], this.segments[this.at].count);
      this.at++;
    }
    while (this.at > target) {
      this.#move(this.segments[this.at], 0);
      this.at--;
    }
    this.#move(segment, event - segment.from);
  }

  #trim() {
    while (this.segments.length > KEPT_SEGMENTS && this.at > KEPT_SEGMENTS / 2) {
      this.segments.shift();
      this.at--;
    }
  }

  /** @param {Segment} before @param {Segment} after */
  #follows(before, after) {
    if (before.op === after.op) return before.end === after.from;
    const over = before.end === this.eventsOf(before.op);
    return before.op + 1 === after.op && over && after.from === 0;
  }

  /** @param {Segment} segment @param {number} applied */
  #move(segment, applied) {
    const { words, log } = segment;
    const { replica } = this;
    while (segment.applied < applied) {
      const i = 4 * segment.applied++;
      replica.apply(words[i] & 0xff, words[i + 1], words[i + 2], words[i + 3], log);
    }
    while (segment.applied > applied) {
      const i = 4 * --segment.applied;
      replica.undo(words[i] & 0xff, words[i + 1], words[i + 2], log);
    }
  }
}
