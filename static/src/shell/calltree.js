// calltree.js - the calls of a segment as a tree, and calls alike that follow each other folded into one line.

import { EV_ENTER, EV_LEAVE } from '../schema.js';

/** @typedef {import('../segment.js').Segment} Segment */

/**
 * A call. `at` is the number of its enter event, below the segment's start if it was entered before.
 * @typedef {object} Call
 * @property {number} id of the function
 * @property {number} at
 * @property {number} end number of its leave event; the segment's end while it has none
 * @property {Call[]} calls
 * @property {number} shape the same for calls of the same function that call alike
 */

/** Calls as one line: `calls` one after the other, and that `times` times. @typedef {{calls: Call[], times: number, all: Call[]}} Fold */

/** The longest run of calls that is looked for as the body of a loop. */
const BODY = 4;

/** @type {WeakMap<Segment, Call[]>} */
const made = new WeakMap();

/** @param {Segment} segment @returns {Call[]} the outermost calls */
export function callTree(segment) {
  let calls = made.get(segment);
  if (!calls) {
    calls = grow(segment);
    made.set(segment, calls);
  }
  return calls;
}

/** @param {Segment} segment */
function grow(segment) {
  /** @type {Call[]} */
  let roots = [];
  /** @type {Call[]} */
  const open = [];
  /** @type {Map<string, number>} */
  const shapes = new Map();
  const close = (/** @type {Call} */ call, /** @type {number} */ end) => {
    call.end = end;
    call.shape = shapeOf(call, shapes);
  };
  for (let at = segment.from; at < segment.end; at++) {
    const kind = segment.kind(at);
    if (kind === EV_ENTER) {
      const call = { id: segment.id(at), at, end: segment.end, calls: [], shape: -1 };
      (open[open.length - 1]?.calls ?? roots).push(call);
      open.push(call);
    } else if (kind === EV_LEAVE) {
      const call = open.pop();
      if (call) {
        close(call, at);
      } else {
        // entered before these events: all so far was inside it
        const outer = {
          id: segment.id(at),
          at: segment.from - 1,
          end: at,
          calls: roots,
          shape: -1,
        };
        close(outer, at);
        roots = [outer];
      }
    }
  }
  while (open.length > 0) close(/** @type {Call} */ (open.pop()), segment.end);
  return roots;
}

/** @param {Call} call @param {Map<string, number>} shapes */
function shapeOf({ id, calls }, shapes) {
  const inner = folds(calls, () => false).map((fold) => fold.calls.map(({ shape }) => shape));
  const key = `${id}:${inner.join(';')}`;
  const known = shapes.get(key) ?? shapes.size;
  shapes.set(key, known);
  return known;
}

/**
 * Repeats among calls that follow each other, folded; what `kept` wants to see stays by itself.
 * @param {Call[]} calls @param {(call: Call) => boolean} kept
 * @returns {Fold[]}
 */
export function folds(calls, kept) {
  /** @type {Fold[]} */
  const lines = [];
  for (let i = 0; i < calls.length;) {
    const { body, times } = repeatAt(calls, i, kept);
    const all = calls.slice(i, i + body * times);
    lines.push({ calls: all.slice(0, body), times, all });
    i += body * times;
  }
  return lines;
}

/** @param {Call[]} calls @param {number} from @param {(call: Call) => boolean} kept */
function repeatAt(calls, from, kept) {
  for (let body = 1; body <= BODY; body++) {
    let at = from;
    while (at < calls.length && !kept(calls[at])) {
      if (at >= from + body && calls[at].shape !== calls[at - body].shape) break;
      at++;
    }
    const times = Math.floor((at - from) / body);
    if (times > 1) return { body, times };
  }
  return { body: 1, times: 1 };
}
