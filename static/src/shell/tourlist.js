// tourlist.js - the tours, fetched when somebody wants one: most who open the page come for their own room.

/** @typedef {import('../tours/index.js').TourData} TourData */

/** @type {TourData[] | null} */
let loaded = null;

/** The tours, or null until they are there. */
export const toursLoaded = () => loaded;

/** @returns {Promise<TourData[]>} */
export async function loadTours() {
  loaded ??= (await import('../tours/index.js')).TOURS;
  return loaded;
}
