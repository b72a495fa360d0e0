// view.js - what this page shows, as a text that another page can show too: the tab, and where in it one looks.

/** @typedef {import('../shell/app.js').App} App */

const TABS = ['pages', 'slabs', 'tables', 'counters', 'proc', 'beside'];

/** @param {App} app @returns {string} */
export function readView(app) {
  const { state, player, slabs, pageTables } = app;
  const view = new URLSearchParams();
  const looks = player.stage?.place;
  if (state.tab !== 'pages') view.set('tab', state.tab);
  if (looks && looks.level > 0) view.set('level', String(looks.level));
  if (looks && looks.pfn > 0) view.set('pfn', looks.pfn.toString(16));
  if (state.tab === 'slabs') view.set('slab', slabs.place);
  if (state.tab === 'tables') view.set('va', pageTables.va.toString(16));
  if (state.tab === 'beside' && state.beside) view.set('with', state.beside);
  if (player.speed !== 1) view.set('speed', String(player.speed));
  return view.toString();
}

/** Shows it; what this page does not know stays as it is. @param {App} app @param {string} text */
export function showView(app, text) {
  const { state, player, slabs, pageTables } = app;
  const view = new URLSearchParams(text);
  const tab = /** @type {import('../shell/views.js').Tab} */ (view.get('tab') ?? 'pages');
  const now = player.stage?.place;
  const level = Number(view.get('level') ?? 0);
  const pfn = parseInt(view.get('pfn') ?? '', 16);
  if (now && level >= 0 && pfn > 0 && (level !== now.level || pfn !== now.pfn)) {
    player.stage?.setLevel(level, pfn);
  }
  const slab = view.get('slab');
  if (slab !== null && slab !== slabs.place) slabs.goTo(slab);
  const va = parseInt(view.get('va') ?? '', 16);
  if (va >= 0 && va !== pageTables.va) pageTables.choose(va);
  if (TABS.includes(tab)) state.set({ tab, beside: view.get('with') ?? state.beside });
}

/** @param {string} text of a view @returns {number} */
export const speedOf = (text) => Number(new URLSearchParams(text).get('speed')) || 1;
