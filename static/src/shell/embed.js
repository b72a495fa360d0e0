// embed.js - in a frame of somebody's page: one view, some steps, over and over.

import { TABS } from './views.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./place.js').Embed} Embed */

/** The last picture stays so long before it begins again, in ms. */
const REST = 1500;

/** @param {App} app @param {Embed} embed */
export async function playInFrame(app, embed) {
  const { player, state } = app;
  const tab = TABS.find((one) => one.name === embed.view)?.name ?? 'pages';
  const last = Math.max(1, player.lastOp);
  const from = embed.from ?? { op: last, event: 0 };
  await player.know(from.op);
  const to = embed.to ?? { op: from.op, event: player.op(from.op)?.events ?? 0 };
  state.set({ tab, firstVisit: false });
  player.following = false;
  player.until = to;
  player.setSpeed(embed.speed);
  for (;;) {
    await player.seek(from.op, from.event);
    player.play();
    await player.settled();
    await new Promise((resolve) => setTimeout(resolve, REST));
    await visible();
  }
}

/** A frame that nobody sees waits. @returns {Promise<void>} */
function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) =>
    document.addEventListener('visibilitychange', () => resolve(), { once: true }),
  );
}
