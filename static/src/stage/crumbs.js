// crumbs.js - around levels 1 and 2: what this is, its rows, the way back, and the machine as a small map joined to it by a wedge.

import { stageCell } from './axes.js';
import { bare, el, put, svg } from './dom.js';
import { ACROSS, DOWN } from './levels.js';

/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./layout.js').Grid} Grid */
/** @typedef {import('./dom.js').Rect} Rect */
/** @typedef {(key: string, values?: Record<string, string | number>) => string} Translate */

const BLOCK_PAGES = 1024;

/**
 * @param {object} given
 * @param {Layout} given.layout @param {Grid} given.grid @param {Rect} given.area of the level
 * @param {number} given.level @param {number} given.pfn
 * @param {HTMLCanvasElement} given.map level 0, as it is drawn
 * @param {Translate} given.t @param {(level: number) => void} given.goTo
 * @returns {Element[]}
 */
export function crumbs({ layout, grid, area, level, pfn, map, t, goTo }) {
  const block = pfn & -BLOCK_PAGES;
  const title =
    level === 1 ? t('stage.pageblock', { pfn: bare(block) }) : t('stage.page', { pfn: bare(pfn) });
  const head = el(
    'div',
    'crumb-title',
    el('span', 'crumb-level', String(level)),
    el('b', '', title),
    el('span', 'crumb-size', t(level === 1 ? 'stage.pagesGrid' : 'stage.wordsGrid')),
  );
  put(head, layout.x0, layout.map.top, layout.cw * 11, layout.mapHead);
  const back = el('button', 'crumb-back', '↰');
  back.title = t('stage.back');
  back.setAttribute('aria-label', t('stage.back'));
  back.addEventListener('click', () => goTo(level - 1));
  put(back, layout.gutter, layout.map.top, 24, layout.mapHead);
  /** @type {Element[]} */
  const nodes = [head, back];
  for (let row = 0; row < DOWN; row += 4) {
    const unit = level === 1 ? ACROSS : ACROSS * 4;
    const label = el('div', 'crumb-row', (row * unit).toString(16).padStart(3, '0'));
    put(label, area.x - 40, area.y + (area.h * row) / DOWN, 34, area.h / DOWN);
    nodes.push(label);
  }
  if (layout.screen === 'phone') return nodes;

  const w = layout.label - 46;
  const h = Math.max(8, (w * layout.mapRow * grid.rows) / (layout.cw * 11) + 14);
  const small = /** @type {HTMLCanvasElement} */ (el('canvas', 'crumb-map'));
  small.width = w * 2;
  small.height = h * 2;
  small.getContext('2d')?.drawImage(map, 0, 0, small.width, small.height);
  small.addEventListener('click', () => goTo(0));
  put(small, layout.gutter, area.y, w, h);
  const cell = stageCell(block, grid, layout);
  const sx = w / (layout.cw * 11);
  const sy = h / (layout.mapRow * grid.rows);
  const mark = {
    x: layout.gutter + (cell.x - layout.x0) * sx,
    y: area.y + (cell.y - layout.map.top - layout.mapHead) * sy,
    w: Math.max(3, cell.w * sx),
    h: Math.max(4, cell.h * sy),
  };
  const frame = el('i', 'crumb-mark');
  put(frame, mark.x, mark.y, mark.w, mark.h);
  const x = mark.x + mark.w;
  const d = `M${x} ${mark.y}L${area.x} ${area.y}M${x} ${mark.y + mark.h}L${area.x} ${area.y + area.h}`;
  const wedge = svg('svg', { class: 'crumb-wedge', width: area.x, height: area.y + area.h });
  wedge.append(svg('path', { d, class: 'wedge-line' }));
  return [...nodes, small, frame, wedge];
}
