// player.js - where we are (op.event): stepping, playing, seeking. Moves the replica, then tells the rest of the page.
//
// What can be moved over without asking lies on the track; off it the daemon is asked for a window: events, and the image before them.

import { imageOf, packedEvents } from './net.js';
import { Segment, indexOf } from './segment.js';
import { Track } from './track.js';

/** @typedef {import('./types.js').Op} Op */
/** @typedef {import('./types.js').Step} Step */
/** @typedef {import('./types.js').Position} Position */
/** @typedef {import('./net.js').Frame} Frame */

/** Events kept of ops that arrived, over all ops: beyond it the oldest are asked for again when wanted. */
const KEPT_EVENTS = 4_000_000;
const WINDOW = 16_384;
/** An op of more events is a long one. */
export const LONG = 65_536;
const LAPSE_PATIENCE = 600_000;
/** A private time-lapse shows thirty frames a second. */
const LAPSE_FRAME = 1000 / 30;
/** More ops waiting than this are shown by their end state only. */
const WAITING_ANIMATED = 3;
/** How long a step stays in which nothing moves, in ms at speed 1: the walk runs by, the picture waits for what moves. */
const DWELL = 16;
const QUIET_STEPS = 4;
/** The same for somebody who asked for no motion: each step is a picture of its own. */
const DWELL_REDUCED = 120;
/** A step that took longer than this was seen moving, in ms. */
const MOVED = 40;
/** Ops of long ago are asked for so many at a time. */
const OPS_ASKED = 200;
const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

/**
 * Emits `position`; `step` with {op, from, to, events, direction, animate} after the replica has moved; `op` when an op arrives;
 * `lapse` with its head; `change` when playing, speed or queue change; `trouble` with an Error.
 */
export class Player extends EventTarget {
  /**
   * @param {object} parts
   * @param {import('./replica.js').Replica} parts.replica
   * @param {import('./net.js').Wire} parts.wire
   */
  constructor({ replica, wire }) {
    super();
    this.replica = replica;
    this.wire = wire;
    /** By n - 1; those of long ago come when they are wanted (know). @type {Op[]} */
    this.ops = [];
    /** Asks the daemon for ops. @type {(from: number, count: number) => Promise<Op[]>} */
    this.fetchOps = async () => [];
    /** What was asked and has not come, by its first op. @type {Map<number, Promise<Op[]>>} */
    this.coming = new Map();
    this.track = new Track(replica, (n) => this.op(n)?.events);
    /** @type {Map<number, Uint32Array>} events of ops that arrived */
    this.frames = new Map();
    this.keptEvents = 0;
    /** @type {Frame | null} the newest whole image, at the end of its op */
    this.keyframe = null;
    this.playing = false;
    /** Playing ends here; null: at the newest op's end. @type {{op: number, event: number} | null} */
    this.until = null;
    this.speed = 1;
    this.reduced = false;
    /** Pinned to the newest op; off as soon as somebody steps away from it. */
    this.following = true;
    /** A time-lapse that is under way. @type {import('./types.js').LapseHead | null} */
    this.lapse = null;
    /** @type {string | null} id of our own private time-lapse */
    this.lapseId = null;
    /** @type {import('./types.js').Stage | null} */
    this.stage = null;
    this.turn = 0;
    this.animating = false;
    this.quietRun = 0;
    /** Whether playing stops behind a step. @type {(step: Step) => boolean} */
    this.stopsAt = () => false;
    /**
     * A time-lapse has no steps to stop at: goes to where playing would stop, from here on or, of an op that is over, in it. False where
     * nothing is to stop us.
     * @type {(op: number) => boolean}
     */
    this.searches = () => false;
    /** Whether the stage has nothing to show for a step. @type {(step: Step) => boolean} */
    this.isQuiet = () => false;
    this.chain = Promise.resolve();
    /** Events that one window may hold. */
    this.windowEvents = WINDOW;
    /** Frames that one time-lapse may have. */
    this.lapseFrames = 330;
  }

  // ---- what the page asks ----

  /** @returns {Position} */
  get position() {
    const { op, event } = this.track.place;
    return { op, event, events: this.op(op)?.events ?? event };
  }

  /** @param {number} n @returns {Op | undefined} */
  op(n) {
    return this.ops[n - 1];
  }

  get lastOp() {
    return this.ops.length;
  }

  /** At the end of the newest op. */
  get live() {
    const { op, event, events } = this.position;
    return op === this.lastOp && event === events;
  }

  /** The op that playing from here shows as a time-lapse, for it has too many events; 0: none. */
  get flies() {
    const { op, event, events } = this.position;
    const over = event === events;
    const next = over ? op + 1 : op;
    const long = (this.op(next)?.events ?? 0) > LONG && !this.frames.has(next);
    return (over || event === 0) && long ? next : 0;
  }

  /** Ops that arrived and have not been shown. */
  get waiting() {
    return this.following ? Math.max(0, this.lastOp - this.position.op - (this.live ? 1 : 0)) : 0;
  }

  /** The segment we stand in, for the walk and the timeline. */
  get segment() {
    return this.track.segment;
  }

  /** Boundaries of the current segment's steps; all of the op's when `complete`. */
  get steps() {
    const segment = this.segment;
    if (!segment) return { from: 0, cuts: [], complete: false, index: 0 };
    const cuts = segment.boundaries();
    const complete = segment.from === 0 && segment.end === this.position.events;
    return { from: segment.from, cuts, complete, index: indexOf(cuts, this.position.event) };
  }

  /** The step that ends where we are, or null at an op's start. @returns {Step | null} */
  get currentStep() {
    const segment = this.segment;
    if (!segment || segment.applied === 0) return null;
    const to = segment.from + segment.applied;
    return this.#step(segment, segment.cutBefore(to), to, 'forward', false);
  }

  // ---- moving ----

  next() {
    return this.#byHand(() => this.#advance(true));
  }

  prev() {
    return this.#byHand(() => this.#retreat());
  }

  /** To the op's start. */
  home() {
    const { op, event } = this.position;
    return this.seek(event === 0 && op > 1 ? op - 1 : op, 0);
  }

  /** To the op's end. */
  end() {
    const { op, events } = this.position;
    return this.seek(op, events);
  }

  /** To the end of the newest op, and stay with the room. */
  follow() {
    this.pause();
    return this.#queue(() => this.#goLive());
  }

  /** @param {number} op @param {number} event Infinity: its end */
  seek(op, event) {
    this.pause();
    this.following = op === this.lastOp && event >= (this.op(op)?.events ?? event);
    const turn = ++this.turn;
    return this.#queue(async () => {
      if (turn !== this.turn) return; // a later seek replaces this one
      await this.know(op);
      await this.#locate(op, Math.min(event, this.op(op)?.events ?? event));
      this.#arrived(null);
    });
  }

  /**
   * Next or previous step with an event that `wanted` accepts; stays where there is none.
   * @param {(words: Uint32Array, at: number) => boolean} wanted @param {1 | -1} direction
   */
  seekEvent(wanted, direction) {
    const segment = this.segment;
    if (!segment) return Promise.resolve();
    const { event } = this.position;
    const cuts = segment.boundaries();
    const here = indexOf(cuts, event);
    for (let i = here + direction; i > 0 && i < cuts.length; i += direction) {
      for (let e = cuts[i - 1]; e < cuts[i]; e++) {
        if (wanted(segment.words, 4 * (e - segment.from))) return this.seek(segment.op, cuts[i]);
      }
    }
    return Promise.resolve();
  }

  play() {
    if (this.playing) return;
    this.playing = true;
    const turn = ++this.turn;
    this.#changed();
    this.#queue(() => this.#run(turn));
  }

  pause() {
    this.turn++;
    // a step that is being shown is cut short: what is asked for now comes at once
    if (this.animating || this.quietRun > 0) this.stage?.render();
    this.quietRun = 0;
    if (!this.live && (this.lapseId || !this.lapse)) this.following = false;
    if (this.lapseId) {
      this.wire.send({ type: 'cancel', id: this.lapseId });
      this.lapseId = null;
    }
    if (!this.playing) return;
    this.playing = false;
    this.#changed();
  }

  /** Stops playing at the event under way; also in a time-lapse, from where one can step. */
  async stop() {
    const { op, event } = this.position;
    if (this.lapse) await this.seek(op, event);
    else this.pause();
  }

  /** Resolves when nothing is under way or waiting. */
  async settled() {
    for (let chain = null; chain !== this.chain;) {
      chain = this.chain;
      await chain;
    }
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.speed = speed;
    this.#changed();
  }

  /** @param {1 | -1} direction */
  changeSpeed(direction) {
    const at = SPEEDS.indexOf(this.speed) + direction;
    this.setSpeed(SPEEDS[Math.min(Math.max(at, 0), SPEEDS.length - 1)]);
  }

  // ---- what arrives ----

  /** @param {Op[]} ops of the hello: the newest */
  reset(ops) {
    this.ops = [];
    for (const op of ops) this.ops[op.n - 1] = op;
  }

  /** Sees to it that these ops are known. @param {number} from @param {number} [to] */
  async know(from, to = from) {
    let first = Math.max(1, from);
    while (first <= to && this.op(first)) first++;
    if (first > Math.min(to, this.lastOp)) return;
    const start = Math.max(1, first - (OPS_ASKED >> 1));
    const count = Math.max(OPS_ASKED, to - start + 1);
    let coming = this.coming.get(start);
    if (!coming) {
      coming = this.fetchOps(start, count).finally(() => this.coming.delete(start));
      this.coming.set(start, coming);
    }
    const ops = await coming;
    for (const op of ops) this.ops[op.n - 1] ??= op;
    if (ops.length > 0) this.#changed();
  }

  /** @param {Frame} frame */
  takeKeyframe(frame) {
    const first = this.keyframe === null;
    this.keyframe = frame;
    this.lapse = null;
    if (!first && !this.following) return;
    this.turn++;
    this.#queue(async () => {
      this.playing = false;
      this.#loadKeyframe();
      this.#arrived(null);
      this.following = this.live;
      this.#changed();
    });
  }

  /** @param {Frame} frame */
  takeOp(frame) {
    /** @type {Op} */
    const op = frame.head.op;
    this.ops[op.n - 1] = op;
    if (frame.head.lapse) {
      this.#endLapse(op);
    } else {
      this.#keep(op.n, packedEvents(frame));
    }
    this.#emit('op', op);
    if (this.following && !frame.head.lapse) this.play();
    else this.#changed();
  }

  /** @param {Frame} frame */
  takeLapse(frame) {
    const head = frame.head;
    this.#queue(async () => {
      if (head.id && head.id !== this.lapseId) return;
      if (!this.#standsBefore(head)) return;
      this.replica.writeRuns(frame.payload);
      this.lapse = head;
      this.track.reset(head.n, head.events);
      if (head.last && head.id) {
        this.lapse = null;
        this.lapseId = null;
        this.playing = false;
      }
      this.#emit('lapse', head);
      if (!document.hidden) this.stage?.lapse(head);
      this.#emit('position', this.position);
      if (head.id && !document.hidden) await sleep(LAPSE_FRAME / this.speed);
    });
  }

  // ---- inside ----

  /** @param {() => Promise<unknown>} work started by a hand on the controls */
  #byHand(work) {
    this.pause();
    return this.#queue(async () => {
      await work();
      this.following = this.live;
      this.#changed();
    });
  }

  /** @param {() => Promise<unknown>} work @returns {Promise<void>} one after the other */
  #queue(work) {
    const done = this.chain.then(work).then(
      () => {},
      (error) => this.#emit('trouble', error),
    );
    this.chain = done;
    return done;
  }

  /** Plays from here to the newest op's end, if nobody stops it. @param {number} turn */
  async #run(turn) {
    while (turn === this.turn && !this.live && !this.#reached()) {
      const { op, event, events } = this.position;
      const skip = this.waiting > WAITING_ANIMATED || document.hidden;
      if (skip && op < this.lastOp) {
        const target = event === events ? op + 1 : op;
        await this.#locate(target, this.op(target)?.events ?? 0);
        this.#arrived(null);
        await sleep(document.hidden ? 0 : 60);
      } else if (this.flies) {
        if (!this.searches(0)) return this.#privateLapse(this.flies);
        break;
      } else if (!(await this.#advance(true))) {
        break;
      } else if (this.currentStep && this.stopsAt(this.currentStep)) {
        break;
      }
    }
    if (turn !== this.turn) return;
    if (this.quietRun > 0) this.stage?.render();
    this.quietRun = 0;
    this.playing = false;
    this.following = this.live;
    this.#changed();
  }

  /** Whether we are where playing was to end. */
  #reached() {
    const { op, event } = this.position;
    const { until } = this;
    return until !== null && (op > until.op || (op === until.op && event >= until.event));
  }

  /** One step forward. @param {boolean} animate @returns {Promise<boolean>} false at the very end */
  async #advance(animate) {
    let { op, event } = this.position;
    if (event === this.position.events) {
      if (op >= this.lastOp) return false;
      op++;
      event = 0;
    }
    const segment = await this.#segmentAt(op, event, 1);
    if (!segment) return false;
    const to = segment.cutAfter(event);
    this.track.moveTo(segment, to);
    await this.#show(this.#step(segment, event, to, 'forward', animate));
    return true;
  }

  /** One step back. */
  async #retreat() {
    let { op, event } = this.position;
    while (event === 0) {
      if (op <= 1) return;
      op--;
      await this.know(op);
      event = this.op(op)?.events ?? 0;
    }
    const segment = await this.#segmentAt(op, event, -1);
    if (!segment || event === segment.from) return;
    const from = segment.cutBefore(event);
    this.track.moveTo(segment, from);
    await this.#show(this.#step(segment, from, event, 'back', true));
  }

  /** Moves the image there, without motion. @param {number} op @param {number} event */
  async #locate(op, event) {
    const position = this.position;
    const there = position.op === op && position.event === event;
    if (there && (this.segment || event === position.events)) return;
    if (!this.op(op)) return; // it is under way: its events are not to be had yet
    const segment = await this.#segmentAt(op, event, 0);
    if (segment) this.track.moveTo(segment, event);
  }

  async #goLive() {
    this.following = true;
    const { op } = this.position;
    const reachable = this.track.segments.length > 0 && this.#framesReach(op + 1);
    if (!this.live && !reachable && this.keyframe) {
      if (this.#framesReach(this.keyframe.head.op + 1)) {
        this.#loadKeyframe();
      } else {
        this.wire.send({ type: 'resync' });
        return; // takeKeyframe goes on
      }
    }
    const last = this.lastOp;
    if (last > 0) await this.#locate(last, this.op(last)?.events ?? 0);
    this.#arrived(null);
  }

  /** Whether the events of all ops from `first` on are here. @param {number} first */
  #framesReach(first) {
    for (let n = first; n <= this.lastOp; n++) if (!this.frames.has(n)) return false;
    return true;
  }

  /**
   * The segment with this position, put on the track; `lean` says where we go from there: events after it, before it, or only there.
   * @param {number} op @param {number} event @param {1 | 0 | -1} lean
   * @returns {Promise<Segment | null>}
   */
  async #segmentAt(op, event, lean) {
    await this.know(op);
    const events = this.op(op)?.events ?? 0;
    const fits = (/** @type {Segment} */ segment) =>
      segment.op === op &&
      segment.holds(event) &&
      (lean !== 1 || event < segment.end || segment.end === events) &&
      (lean !== -1 || event > segment.from);
    let segment = this.track.segments.find(fits);
    if (segment) return segment;
    this.track.extend(this.frames, op);
    segment = this.track.segments.find(fits);
    if (segment) return segment;

    if (events === 0) return this.track.addEmpty(op);
    const whole = events <= this.windowEvents;
    const most = whole ? events : Math.min(WINDOW, this.windowEvents);
    const margin = lean === 1 ? 0 : lean === -1 ? most : most >> 2;
    const from = whole ? 0 : Math.max(0, event - margin);
    const count = Math.min(most, events - from);
    const answer = await this.wire.ask({ type: 'window', op, from, count });
    const opened = new Segment(op, answer.head.from, packedEvents(answer));
    this.track.join(opened, imageOf(answer));
    return opened;
  }

  /**
   * @param {Segment} segment @param {number} from @param {number} to
   * @param {'forward' | 'back'} direction @param {boolean} animate
   * @returns {Step}
   */
  #step(segment, from, to, direction, animate) {
    const opEvents = segment.all();
    const events = opEvents.slice(from - segment.from, to - segment.from);
    return { op: segment.op, from, to, events, opEvents, direction, animate };
  }

  /** @param {Step} step */
  async #show(step) {
    this.#arrived(step);
    if (!step.animate || document.hidden || !this.stage) return;
    const { speed, reduced } = this;
    // where nothing moves, four steps go by in a frame
    const quiet = this.playing && !reduced && this.isQuiet(step);
    this.quietRun = quiet ? this.quietRun + 1 : 0;
    if (this.quietRun % QUIET_STEPS !== 0) return;
    const started = performance.now();
    this.animating = true;
    await this.stage.animate(step, { speed, reduced });
    this.animating = false;
    const moved = performance.now() - started > MOVED;
    if (this.playing && !moved) await sleep((reduced ? DWELL_REDUCED : DWELL) / speed);
  }

  /** @param {Step | null} step null after a seek */
  #arrived(step) {
    this.lapse = null;
    if (step) {
      this.#emit('step', step);
    } else if (this.stage) {
      const start = performance.now();
      this.stage.render();
      performance.measure('draw', { start }); // user timing: for the browser's tools and the bench
    }
    this.#emit('position', this.position);
  }

  /** Whether the image is what a time-lapse frame goes on from. @param {import('./types.js').LapseHead} head */
  #standsBefore(head) {
    const { op, event, events } = this.position;
    if (head.id || this.lapse) return op === head.n;
    return head.frame === 1 && op === head.n - 1 && event === events;
  }

  #loadKeyframe() {
    if (!this.keyframe) return;
    this.replica.load(imageOf(this.keyframe));
    const op = this.keyframe.head.op;
    this.track.reset(op, this.op(op)?.events ?? 0);
  }

  /** @param {Op} op that everybody saw as a time-lapse; we perhaps in part, or not at all */
  #endLapse(op) {
    this.#queue(async () => {
      const seen = this.lapse?.n === op.n;
      if (!seen && this.following) this.wire.send({ type: 'resync' });
      if (!seen && this.position.op !== op.n) return;
      if (seen) {
        this.track.reset(op.n, op.events);
        this.playing = false;
        this.following = this.live;
      } else {
        await this.#locate(op.n, this.position.event); // we stopped inside it
      }
      this.#arrived(null);
      if (seen) this.searches(op.n);
    });
  }

  /** @param {number} op */
  async #privateLapse(op) {
    if (!(await this.#segmentAt(op, 0, 0))) return;
    const segment = this.track.segments.find((one) => one.op === op && one.from === 0);
    if (!segment) return;
    this.track.moveTo(segment, 0);
    this.lapseId = this.wire.newId();
    const events = this.op(op)?.events ?? 0;
    const wanted = Math.round(30 * (2 + 1.5 * Math.log10(Math.max(events, 10))));
    const frames = Math.min(wanted, this.lapseFrames);
    const id = this.lapseId;
    this.wire.ask({ type: 'lapse', op, frames }, id, LAPSE_PATIENCE).catch((error) => {
      if (this.lapseId !== id) return; // stopped by hand
      this.pause();
      this.#emit('trouble', error);
    });
  }

  /** @param {number} n @param {Uint32Array} words */
  #keep(n, words) {
    this.frames.set(n, words);
    this.keptEvents += words.length >>> 2;
    for (const [oldest, old] of this.frames) {
      if (this.keptEvents <= KEPT_EVENTS || oldest === n) break;
      this.frames.delete(oldest);
      this.keptEvents -= old.length >>> 2;
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }

  /** @param {string} type @param {any} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {number} ms */
function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
