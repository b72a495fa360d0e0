// tourlist.js - the tours and their list, fetched when somebody wants one: most who open the page come for their own room.

/** @typedef {import('../tours/index.js').TourData} TourData */
/** @typedef {typeof import('./tourparts.js')} Parts */

/** @type {Parts | null} */
let loaded = null;

/** The tours, or null until they are there. */
export const toursLoaded = () => loaded;

/** @returns {Promise<Parts>} */
export async function loadTours() {
  loaded ??= await import('./tourparts.js');
  return loaded;
}
