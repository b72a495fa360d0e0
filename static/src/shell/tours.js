// tours.js - the way into a tour from the address; the list of tours, once it is here.

import { nothing } from 'lit/html.js';
import { loadTours, toursLoaded } from './tourlist.js';

/** @typedef {import('./app.js').App} App */

/**
 * Goes where the address says: NAME, or 1.DATA of a tour that somebody wrote; with .fork behind it, what else might have been.
 * @param {App} app @param {{tour: string | null, stop: number | null}} place
 */
export async function resumeTour(app, { tour: address, stop }) {
  if (!address) return;
  const { TOURS, forkOf, unpackTour, wrong } = await loadTours();
  const [, name, fork] = /** @type {string[]} */ (/^(.*?)(\.fork)?$/.exec(address));
  try {
    const own = TOURS.find((one) => one.name === name);
    const tour = own ?? (name.includes('.') ? await unpackTour(name) : null);
    const way = fork && tour ? forkOf(tour) : tour;
    if (way) await app.guide.resume(way, stop ?? 1);
    else app.tour.toggle(stop);
  } catch (error) {
    app.state.set({ toast: { text: wrong(app, error), tone: 'alarm' } });
  }
}

/** @param {App} app */
export function tours(app) {
  const parts = toursLoaded();
  if (parts) return parts.tourDialog(app);
  void loadTours().then(() => app.state.touch());
  return nothing;
}
