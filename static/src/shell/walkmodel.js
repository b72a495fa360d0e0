// walkmodel.js - the calls around a position, from the events alone: who called whom, and which values each has shown so far.

import { EV_ENTER, EV_LEAVE, EV_LINE, EV_POINT, EV_VALUE } from '../schema.js';

/** @typedef {import('../types.js').Event} Event */
/** @typedef {import('../segment.js').Segment} Segment */

/**
 * A line of a frame: an event of its own, a call that has returned, or a call that has not, or only in this step.
 * @typedef {{kind: 'value' | 'line' | 'point' | 'call' | 'leave', event: Event}
 *   | {kind: 'frame', frame: Frame}} Row
 */

/**
 * A call. `entered` is null for one that was entered before the events at hand begin.
 * @typedef {object} Frame
 * @property {number} id of the function
 * @property {Event | null} entered
 * @property {Row[]} rows
 */

/**
 * @typedef {object} Walk
 * @property {Frame[]} open the calls that have not returned, outermost first
 * @property {Row[]} rows what was not inside any call at hand
 */

/** @type {Record<number, 'value' | 'line' | 'point'>} */
const ROW_KINDS = { [EV_VALUE]: 'value', [EV_LINE]: 'line', [EV_POINT]: 'point' };

/**
 * @param {Segment} segment
 * @param {number} from where the step just done began: its calls stay unfolded
 * @param {number} to where it ended
 * @param {number} ahead how many events further unmatched leaves are looked for: they name calls entered before the segment
 * @returns {Walk}
 */
export function walkAt(segment, from, to, ahead) {
  /** @type {Frame[]} */
  const open = [];
  /** @type {Row[]} */
  const rows = [];
  const here = () => open[open.length - 1]?.rows ?? rows;
  for (let at = segment.from; at < to; at++) {
    const kind = segment.kind(at);
    if (kind === EV_ENTER) {
      const frame = { id: segment.id(at), entered: segment.event(at), rows: [] };
      here().push({ kind: 'frame', frame });
      open.push(frame);
    } else if (kind === EV_LEAVE) {
      const event = segment.event(at);
      const frame = open.pop();
      if (!frame || at >= from) (frame?.rows ?? rows).push({ kind: 'leave', event });
      else here().splice(-1, 1, { kind: 'call', event });
    } else if (ROW_KINDS[kind]) {
      here().push({ kind: ROW_KINDS[kind], event: segment.event(at) });
    }
  }
  const outer = enclosing(segment, to, Math.min(segment.end, to + ahead), open.length);
  return { open: [...outer, ...open], rows };
}

/** @param {Segment} segment @param {number} from @param {number} to @param {number} known @returns {Frame[]} */
function enclosing(segment, from, to, known) {
  /** @type {Frame[]} */
  const outer = [];
  if (segment.from === 0) return outer;
  let depth = known;
  for (let at = from; at < to; at++) {
    const kind = segment.kind(at);
    if (kind === EV_ENTER) depth++;
    if (kind !== EV_LEAVE) continue;
    if (depth > 0) depth--;
    else outer.unshift({ id: segment.id(at), entered: null, rows: [] });
  }
  return outer;
}

/**
 * What the innermost call does next: its own lines and calls, not those of the functions it calls.
 * @param {Segment} segment @param {number} from @param {number} count at most
 * @returns {Event[]}
 */
export function linesToCome(segment, from, count) {
  const lines = [];
  let depth = 0;
  for (let at = from; at < segment.end && lines.length < count; at++) {
    const kind = segment.kind(at);
    if (kind === EV_ENTER) {
      if (depth === 0) lines.push(segment.event(at));
      depth++;
    } else if (kind === EV_LEAVE) {
      depth--;
      if (depth < 0) break;
    } else if (kind === EV_LINE && depth === 0) {
      lines.push(segment.event(at));
    }
  }
  return lines;
}

/** Whether an event belongs to the step that began at `from`. @param {Row} row @param {number} from */
export function isFresh(row, from) {
  return row.kind === 'frame' || row.event.index >= from;
}
