// stepping.js - moving by calls: over one, out of one, to where a breakpoint stops.

import { Breakpoints } from '../breakpoints.js';
import { EV_ENTER, EV_LEAVE } from '../schema.js';

/** @typedef {import('./app.js').App} App */

/** Into the next call. @param {App} app */
export const into = ({ player }) =>
  player.seekEvent((words, at) => (words[at] & 0xff) === EV_ENTER, 1);

/** To the end of the call we are in. @param {App} app */
export function outOf(app) {
  return toDepth(app, -1);
}

/** The next step of this call, or of the one around it: what it calls is passed over. @param {App} app */
export function over(app) {
  const { segment, position } = app.player;
  const calls = segment?.holds(position.event + 1) && segment.kind(position.event) === EV_ENTER;
  return calls ? toDepth(app, 0) : app.player.next();
}

/** To the first step that ends so many calls up from here. @param {App} app @param {0 | -1} wanted */
function toDepth({ player }, wanted) {
  const { segment, position } = player;
  if (!segment) return null;
  let depth = 0;
  for (let at = position.event; at < segment.end; at++) {
    const kind = segment.kind(at);
    if (kind === EV_ENTER) depth++;
    if (kind === EV_LEAVE && --depth <= wanted) {
      return player.seek(position.op, segment.cutAfter(at));
    }
  }
  return player.seek(position.op, segment.end);
}

/**
 * To the next or previous step at which a breakpoint stops, in this operation or another; where there is none we stay.
 * What is not here is fetched window by window, until it is found or somebody does something else.
 * @param {App} app @param {1 | -1} direction
 */
export async function toBreakpoint(app, direction) {
  const { breaks, state } = app;
  if (!breaks.any) {
    state.set({ breaksOpen: true, walkOpen: true, sheetOpen: true });
    return;
  }
  await search(app, breaks, direction, app.t('breaks.none'));
}

/** To the first breakpoint in an operation that was seen as a time-lapse; back to the room where there is none. @param {App} app @param {number} op */
export async function toBreakpointIn(app, op) {
  const { player, breaks, t } = app;
  await player.seek(op, 0);
  if ((await search(app, breaks, 1, t('breaks.none'))) === false) await player.follow();
}

/** To the next or previous call of a function. @param {App} app @param {number} id @param {1 | -1} direction */
export function toFunction(app, id, direction) {
  const { schema, reader, t } = app;
  const only = new Breakpoints(schema, reader.firstPfn);
  only.toggleFunction(id);
  const { name } = schema.function(id);
  return search(app, only, direction, t(direction > 0 ? 'find.noNext' : 'find.noBefore', { name }));
}

/** @param {App} app @param {Breakpoints} breaks what is looked for @param {1 | -1} direction @param {string} none what is said where there is none */
async function search(app, breaks, direction, none) {
  app.breaks.searching++;
  const found = await seekHit(app, breaks, direction);
  app.breaks.searching--;
  if (found === false) app.state.set({ toast: { text: none, tone: 'note' } });
  app.state.touch();
  return found;
}

/** @param {App} app @param {Breakpoints} breaks @param {1 | -1} direction @returns {Promise<unknown>} false: there is none */
async function seekHit(app, breaks, direction) {
  const { player } = app;
  const start = player.position;
  let { op, event } = start;
  if (direction < 0) event = player.currentStep?.from ?? 0;
  for (;;) {
    const { segment } = player;
    const found = segment && segment.op === op ? nextHit(breaks, segment, event, direction) : null;
    if (segment && found !== null) return player.seek(op, segment.cutAfter(found));
    const edge = direction > 0 ? (segment?.end ?? 0) : (segment?.from ?? 0);
    const here = player.op(op)?.events ?? 0;
    if (direction > 0 ? edge >= here : edge <= 0) {
      op += direction;
      if (op < 1 || op > player.lastOp) break;
      await player.know(op);
      event = direction > 0 ? 0 : (player.op(op)?.events ?? 0);
    } else {
      event = edge;
    }
    // a little further, so that the next window comes
    const beyond = Math.min(Math.max(event + direction, 0), player.op(op)?.events ?? 0);
    const sought = player.seek(op, beyond);
    const { turn } = player;
    await sought;
    const { position } = player;
    if (player.turn !== turn || position.op !== op || position.event !== beyond) return undefined;
  }
  await player.seek(start.op, start.event);
  return false;
}

/**
 * @param {Breakpoints} breaks @param {import('../segment.js').Segment} segment @param {number} event @param {1 | -1} direction
 * @returns {number | null}
 */
function nextHit(breaks, segment, event, direction) {
  const hits =
    direction > 0
      ? breaks.between(segment, Math.max(event, segment.from), segment.end)
      : breaks.between(segment, segment.from, Math.min(event, segment.end)).reverse();
  return hits[0]?.at ?? null;
}
