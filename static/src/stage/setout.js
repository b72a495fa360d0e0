// setout.js - the moment before a flight: the old picture lets go of what is about to move.

import { failedCheck } from './gauge.js';

/** @typedef {import('./story.js').Moment} Moment */

/**
 * @param {Moment} moment @param {boolean} back
 * @param {object} stage
 * @param {import('./layout.js').Layout} stage.layout
 * @param {HTMLElement} stage.content
 * @param {import('./freearea.js').FreeArea} stage.lists
 * @param {import('./cards.js').Cards} stage.cards
 * @param {import('./bench.js').BenchView} stage.bench
 */
export function setOut({ kind, data, scene }, back, { layout, content, lists, cards, bench }) {
  const arrives = kind === 'take' || kind === 'steal' || kind === 'merge' || kind === 'move';
  if (arrives && !back) {
    content.querySelector(`.fa-member[data-pfn="${data.pfn}"]`)?.classList.add('is-ghost');
    lists.shown = [];
  }
  const check = back ? null : failedCheck({ kind, data, at: 0, scene });
  if (check) cards.gauges.get(check.zone)?.sink();
  const leaves = ['drop', 'refill', 'pcpfree', 'done'].includes(kind);
  if (back ? kind === 'take' || kind === 'steal' : leaves) {
    bench.group.classList.add('is-leaving');
  }
  if (kind === 'split' && !back && scene.bench) {
    const pieces = scene.bench.pieces.slice(0, -1);
    bench.render(
      layout,
      { ...scene, bench: { ...scene.bench, pieces } },
      { lastPiece: -1, idle: '' },
    );
  }
}
