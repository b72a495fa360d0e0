// measure.js - where the views have put things, measured on the page as it is now: what arrows and flights start from and lead to.

import { rectIn } from './dom.js';

/** @typedef {import('./arrows.js').Places} Places */

/**
 * @typedef {object} Measured what is measured
 * @property {HTMLElement} content
 * @property {import('./freearea.js').FreeArea} lists
 * @property {import('./cards.js').Cards} cards
 * @property {import('../reader.js').Reader} reader
 * @property {import('./layout.js').Layout | null} layout
 * @property {import('./marks.js').Marks} marks
 * @property {number} zone
 */

/** @param {Measured} stage @returns {Places} */
export function measurePlaces(stage) {
  const { content, lists, cards, reader, zone } = stage;
  const within = (/** @type {Element | null} */ node) => (node ? rectIn(node, content) : null);
  const rect = (/** @type {Element} */ node) => rectIn(node, content);
  return {
    cpu: reader.cpu,
    zone,
    member: (order, mt, pfn) => rect(lists.member(order, Math.max(0, mt), pfn)),
    cell: (order, mt) => rect(lists.cells[mt][order]),
    typeOf: (pfn) => typeOf(stage, pfn),
    card: (cpu) => (cards.root.hidden ? null : rect(cards.card(cpu))),
    chip: (pfn) => within(cards.root.querySelector(`.page-chip[data-pfn="${pfn}"]`)),
    gauge: (of) => {
      const view = cards.root.hidden ? undefined : cards.gauges.get(of);
      return view ? { ...view, rect: rect(view.bar) } : null;
    },
    tray: () => within(content.querySelector('[data-tray]')) ?? trayCorner(stage),
  };
}

/** Where live allocations go when the legend is not there: out at the lower left. @param {Measured} stage */
function trayCorner({ layout }) {
  if (!layout) return null;
  return { x: 2, y: layout.height - 24, w: 20, h: 20 };
}

/** The list that shows a block now, or showed it until this step. @param {Measured} stage @param {number} pfn */
function typeOf({ marks, content, reader }, pfn) {
  for (const ghosts of marks.ghosts.values()) {
    const ghost = ghosts.find((one) => one.pfn === pfn);
    if (ghost) return ghost.mt;
  }
  const shown = content.querySelector(`.fa-cell [data-pfn="${pfn}"]`)?.closest('.fa-cell');
  if (shown) return Number(/** @type {HTMLElement} */ (shown).dataset.mt);
  return reader.page(pfn).free?.mt ?? -1;
}
