// arrive.js - a link with a whole session or a tour in it has been opened: makes its room here, and goes there.

import { Refused, api } from '../net.js';
import { BadSession, decodeSession } from '../session.js';
import { roomFor } from './guide.js';
import { link } from './place.js';
import { loadTours } from './tourlist.js';

/** @typedef {(key: string, params?: Record<string, string | number>) => string} T */

/** Is this the address of a session, or of a tour that somebody wrote? */
export const isSession = () => /^\/s\/?$/.test(location.pathname);

/** What lies over the board there. @param {URLSearchParams} hash @returns {import('./place.js').Looked | null} */
function lookedAt(hash) {
  for (const view of /** @type {const} */ (['slab', 'tables'])) {
    const place = hash.get(view);
    if (place) return { view, place };
  }
  return null;
}

/**
 * Where the model has another version now the session is run again by it: its steps may then count otherwise, and the room says so.
 * @param {T} t @throws {Error} with a sentence
 */
export async function arrive(t) {
  const hash = new URLSearchParams(location.hash.slice(1));
  const tour = hash.get('tour');
  if (tour) return arriveAtTour(t, tour);
  const [op, event] = (hash.get('at') ?? '').split('.').map(Number);
  try {
    const session = await decodeSession(hash.get('s') ?? '');
    const { model, ...rest } = session;
    const made = await api('/api/rooms/import', { format: 'buddyscope-room', version: 1, ...rest });
    const at = op > 0 && event >= 0 ? { op, event } : null;
    const now = await api('/api/model');
    const target = link(made.room, at, made.owner_key, null, null, lookedAt(hash));
    location.replace(now.version === model ? target : `${target}&recorded=${model}`);
  } catch (error) {
    if (error instanceof BadSession) {
      throw new Error(t(`session.${error.code}`, { version: error.version }), { cause: error });
    }
    if (error instanceof Refused) throw new Error(error.error.message, { cause: error });
    throw error;
  }
}

/** @param {T} t @param {string} address `1.DATA` @throws {Error} with a sentence */
async function arriveAtTour(t, address) {
  const { unpackTour, wrong } = await loadTours();
  try {
    const tour = await unpackTour(address);
    const made = await roomFor(tour, () => {});
    location.replace(link(made.room, null, made.owner_key, address, 1));
  } catch (error) {
    throw new Error(wrong({ t }, error), { cause: error });
  }
}
