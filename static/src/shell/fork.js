// fork.js - prepares a room in which a branch is taken that this one does not take.

import { api } from '../net.js';

/** @typedef {import('../types.js').Op} Op */

/**
 * @param {typeof import('../tours/week54.js').FORK} recipe
 * @param {Record<string, any>} request that then takes the branch
 * @param {(done: number, total: number) => void} progress
 * @returns {Promise<{room: string, owner_key: string}>}
 */
export async function prepareFork(recipe, request, progress) {
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
