// fork.js - rooms that branch off: from where this one stands, or prepared so that a branch is taken that this one does not take.

import { api } from '../net.js';
import { link } from './place.js';

/** @typedef {import('../types.js').Op} Op */
/** @typedef {import('./app.js').App} App */

/** Ops that every room begins with. */
const BASE_OPS = 2;

/** How many ops a fork from here takes along: without the one we stand in, unless it is over. @param {App} app */
export function forkedOps({ player }) {
  const { op, event, events } = player.position;
  return Math.max(BASE_OPS, event === events ? op : op - 1);
}

/** A room of one's own that goes on from here; it remembers where it came from. @param {App} app */
export async function fork(app) {
  const { state } = app;
  try {
    const made = await api(`/api/rooms/${state.room}/fork?op=${forkedOps(app)}`, {});
    location.assign(`${link(made.room, null, made.owner_key)}&from=${state.room}`);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    state.set({ toast: { text, tone: 'alarm' } });
  }
}

/**
 * A room in which the request of a note takes the branch that the note follows.
 * @param {import('../tours/week54.js').Note} note
 * @param {(done: number, total: number) => void} progress
 * @returns {Promise<{room: string, owner_key: string}>}
 */
export async function prepareFork({ fork: recipe, request }, progress) {
  const { pieces, gfp } = recipe;
  const total = recipe.take.length + 2 + pieces.count / 2;
  let done = 0;
  const room = await api('/api/rooms', { profile: recipe.profile });
  const send = async (/** @type {unknown} */ op) => {
    /** @type {{ops: Op[]}} */
    const answer = await api(`/api/rooms/${room.room}/ops`, op);
    progress(++done, total);
    return answer.ops;
  };
  for (const [order, count] of recipe.take) {
    await send({ text: `alloc ${order} ${gfp} x${count}` });
  }
  const made = await send({ text: `alloc ${pieces.order} ${gfp} x${pieces.count}` });
  const pfns = made.map((op) => String(op.result.pfn)).sort();
  // From the top down, so that the lowest stands at the list's head in the end.
  for (const pfn of pfns.filter((_, at) => at % 2 === 0).reverse()) {
    await send({ op: 'free_pages', pfn, cold: false });
  }
  await send(request);
  return room;
}
