// nodes.js - the elements of the stage, from the back to the front. Each view is given its own and fills it.

import { arrowHead } from './arrows.js';
import { el, svg } from './dom.js';
import { svgPatterns } from './patterns.js';

export function stageNodes() {
  const map = /** @type {HTMLCanvasElement} */ (el('canvas', 'stage-map'));
  const flashes = /** @type {HTMLCanvasElement} */ (el('canvas', 'stage-map stage-flash'));
  const lists = el('div', 'free-area');
  const legend = el('div', 'legend');
  const cards = el('div', 'cards');
  const ink = svg('svg', { class: 'stage-ink', 'aria-hidden': 'true' });
  const axes = svg('g');
  const bench = svg('g', { class: 'bench' });
  const hand = svg('g', { class: 'hand' });
  const arrows = svg('g', { class: 'arrows' });
  const defs = svgPatterns();
  defs.append(arrowHead());
  ink.append(defs, axes, bench, hand, arrows);
  const layer = el('div', 'motion-layer');
  layer.setAttribute('aria-hidden', 'true');
  const level = /** @type {HTMLCanvasElement} */ (el('canvas', 'stage-level'));
  level.hidden = true;
  const crumbs = el('div', 'crumbs');
  const content = el('div', 'stage-content');
  content.append(map, flashes, level, crumbs, lists, legend, cards, ink, layer);
  return {
    content,
    map,
    flashes,
    level,
    crumbs,
    lists,
    legend,
    cards,
    layer,
    ink,
    axes,
    bench,
    hand,
    arrows,
  };
}
