// looked.js - what lies over the board, as a part of an address: a link opens it, and so does loading the page again.

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./place.js').Looked} Looked */

/** The address bar follows when nothing has changed for this long, in ms. */
const REST = 400;
/** @type {Looked['view'][]} */
const VIEWS = ['slab', 'tables', 'with'];

/** @param {App} app @returns {Looked | null} */
export function lookedAt({ state, slabs, pageTables }) {
  if (state.tab === 'slabs' && slabs.here) return { view: 'slab', place: slabs.place };
  if (state.tab === 'tables' && pageTables.here) {
    return { view: 'tables', place: pageTables.place };
  }
  if (state.tab === 'beside' && state.beside) return { view: 'with', place: state.beside };
  return null;
}

/** Keeps the address bar as what is looked at is; a tour's stop stays alone, and so does a frame's. @param {App} app */
export function keepAddress(app) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let rest;
  app.state.addEventListener('change', () => {
    clearTimeout(rest);
    rest = setTimeout(() => write(lookedAt(app)), REST);
  });
}

/** @param {Looked | null} looked */
function write(looked) {
  const hash = new URLSearchParams(location.hash.slice(1));
  if (!location.pathname.startsWith('/r/') || hash.has('tour')) return;
  for (const view of VIEWS) hash.delete(view);
  if (looked) hash.set(looked.view, looked.place);
  const to = hash.size ? `#${hash}` : '';
  if (to !== location.hash) history.replaceState(null, '', `${location.pathname}${to}`);
}
