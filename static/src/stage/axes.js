// axes.js - what stands around the map: digits of rows and columns, zone brackets, the zones' border, and the ink of the block in hand.
//
// A pfn is a grid reference: first digit the row, second digit the column, third digit / 4 which of the four cells.

import { bare, svg } from './dom.js';
import { cellRect } from './map.js';
import { LETTERS, stateName } from './patterns.js';

/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./layout.js').Grid} Grid */
/** @typedef {import('./dom.js').Rect} Rect */
/** @typedef {import('../reader.js').Reader} Reader */

const BLOCK_PAGES = 1024;

/** @param {number} pfn @param {Grid} grid @param {Layout} layout @returns {Rect} on the stage */
export function stageCell(pfn, grid, layout) {
  const rect = cellRect(layout, grid, Math.floor((pfn - grid.first) / BLOCK_PAGES));
  return { ...rect, x: rect.x + layout.x0, y: rect.y + layout.map.top + layout.mapHead };
}

/** @param {string} text @param {number} x @param {number} y @param {string} className @param {string} [anchor] */
function label(text, x, y, className, anchor = 'middle') {
  const node = svg('text', {
    x,
    y,
    class: className,
    'text-anchor': anchor,
    'dominant-baseline': 'central',
  });
  node.textContent = text;
  return node;
}

export class Axes {
  /** @param {SVGElement} group @param {(z: number) => void} pickZone */
  constructor(group, pickZone) {
    this.group = group;
    this.pickZone = pickZone;
    /** @type {SVGElement[]} */
    this.columns = [];
    /** @type {SVGElement[]} */
    this.rows = [];
  }

  /** @param {Layout} layout @param {Grid} grid @param {Reader} reader @param {number} shown zone */
  render(layout, grid, reader, shown) {
    const { x0, map, mapHead, mapRow, screen } = layout;
    const phone = screen === 'phone';
    const digitWidth = (layout.cw * 11) / (grid.columns / 4);
    const parts = [];
    const gap = phone ? 10 : screen === 'projector' ? 14 : 11;
    if (!phone) parts.push(label('pfn', x0 - gap, map.top + mapHead / 2, 'axis', 'end'));
    this.columns = [];
    for (let n = 0; n < grid.columns / 4; n++) {
      const digit = ((grid.first >>> 12) + n) & 0xf;
      const node = label(
        digit.toString(16),
        x0 + (n + 0.5) * digitWidth - 1,
        map.top + mapHead / 2,
        'axis',
      );
      this.columns.push(node);
      parts.push(node);
    }
    this.rows = [];
    for (let row = 0; row < grid.rows; row++) {
      const pfn = grid.first + row * grid.columns * BLOCK_PAGES;
      const digits = (pfn >>> 16).toString(16);
      const text = phone ? digits : `${digits}····`;
      const node = label(
        text,
        phone ? x0 - 14 : x0 - gap,
        map.top + mapHead + (row + 0.45) * mapRow,
        'axis axis-row',
        phone ? 'middle' : 'end',
      );
      this.rows.push(node);
      parts.push(node);
    }
    parts.push(...this.#zones(layout, grid, reader, shown));
    this.group.replaceChildren(...parts);
  }

  /** @param {Layout} layout @param {Grid} grid @param {Reader} reader @param {number} shown */
  #zones(layout, grid, reader, shown) {
    const { map, mapHead, mapRow, gutter, screen } = layout;
    const top = map.top + mapHead;
    const parts = [];
    const zones = reader.zones().filter((zone) => zone.populated);
    const perRow = grid.columns * BLOCK_PAGES;
    for (const zone of zones) {
      const firstRow = Math.round((zone.startPfn - grid.first) / perRow);
      const lastRow = Math.max(
        firstRow + 1,
        Math.round((zone.startPfn + zone.spanned - grid.first) / perRow),
      );
      // zones that share a row are named under their cells
      if (grid.rows === 1 && zones.length > 1) {
        const x = stageCell(Math.max(zone.startPfn, grid.first), grid, layout).x;
        const under = `translate(${x} ${top + mapRow + 7})`;
        parts.push(this.#zoneName(zone, shown, under, 'start'));
      } else {
        const y1 = top + firstRow * mapRow + 1;
        const y2 = top + Math.min(lastRow, grid.rows) * mapRow - 4;
        const x = gutter + (screen === 'phone' ? 13 : screen === 'projector' ? 28 : 21);
        const tick = screen === 'phone' ? 0 : 4;
        if (tick) {
          parts.push(svg('path', { d: `M${x} ${y1}h-${tick}V${y2}h${tick}`, class: 'bracket' }));
        }
        const tx = gutter + (screen === 'projector' ? 13 : screen === 'phone' ? 3 : 9);
        const beside = `translate(${tx} ${(y1 + y2) / 2}) rotate(-90)`;
        const name = this.#zoneName(zone, shown, beside, 'middle');
        const wide = zone.name.length * (screen === 'projector' ? 10.4 : 7.2);
        if (wide > y2 - y1) name.style.fontSize = '10.5px';
        parts.push(name);
      }
      if (zone.startPfn > reader.firstPfn && zone.startPfn > grid.first) {
        parts.push(this.#border(zone.startPfn, layout, grid));
      }
    }
    return parts;
  }

  /** @param {{index: number, name: string}} zone @param {number} shown @param {string} transform @param {string} anchor */
  #zoneName(zone, shown, transform, anchor) {
    const name = svg('text', {
      transform,
      class: `zone-name${zone.index === shown ? ' is-shown' : ''}`,
      'text-anchor': anchor,
      'dominant-baseline': 'central',
    });
    name.textContent = zone.name;
    name.addEventListener('click', () => this.pickZone(zone.index));
    return name;
  }

  /** The border of two zones follows the cells. @param {number} pfn @param {Layout} layout @param {Grid} grid */
  #border(pfn, layout, grid) {
    const cell = Math.floor((pfn - grid.first) / BLOCK_PAGES);
    const column = cell % grid.columns;
    const row = Math.floor(cell / grid.columns);
    const top = layout.map.top + layout.mapHead + row * layout.mapRow;
    const gap = (layout.mapRow - cellRect(layout, grid, 0).h) / 2;
    const left = layout.x0;
    const right = layout.x0 + layout.cw * 11;
    const y1 = top - gap;
    const y2 = top + layout.mapRow - gap;
    const x = stageCell(pfn, grid, layout).x - (column % 4 === 0 ? 1.3 : 0);
    const d = column === 0 ? `M${left} ${y1}H${right}` : `M${left} ${y2}H${x}V${y1}H${right + 2}`;
    return svg('path', { d, class: 'border' });
  }

  /** Digits of the cell in hand, or under the pointer, turn bold. @param {number[]} pfns @param {Grid} grid */
  mark(pfns, grid) {
    const rows = new Set();
    const columns = new Set();
    for (const pfn of pfns) {
      const cell = Math.floor((pfn - grid.first) / BLOCK_PAGES);
      rows.add(Math.floor(cell / grid.columns));
      columns.add(Math.floor((cell % grid.columns) / 4));
    }
    this.rows.forEach((node, i) => node.classList.toggle('is-marked', rows.has(i)));
    this.columns.forEach((node, i) => node.classList.toggle('is-marked', columns.has(i)));
  }
}

/**
 * The block in hand on the map: ink around its cell, its pfn beside it. What lies on the bench is on no list; the map shows it with
 * the pattern it has on the bench.
 * @param {import('./story.js').Hand} hand @param {import('./story.js').Scene} scene @param {Layout} layout @param {Grid} grid
 * @returns {SVGElement[]}
 */
export function handOnMap(hand, scene, layout, grid) {
  const cell = stageCell(hand.pfn, grid, layout);
  const rect = { x: cell.x - 1, y: cell.y - 1.2, w: cell.w + 2, h: cell.h + 2.4 };
  const halo = { x: rect.x - 2, y: rect.y - 2, width: rect.w + 4, height: rect.h + 4 };
  const parts = [svg('rect', { ...halo, class: 'halo' }), ...benchInCell(scene, cell, layout)];
  parts.push(
    svg('rect', {
      x: rect.x,
      y: rect.y,
      width: rect.w,
      height: rect.h,
      class: 'in-hand outline',
      rx: 1,
    }),
  );
  const unit = layout.screen === 'projector' ? 10.6 : layout.screen === 'phone' ? 7.4 : 7.5;
  const text = bare(hand.pfn);
  const w = text.length * unit + 10;
  const h = layout.mapRow - 1;
  const left = rect.x - w - 3 > layout.x0 - 4;
  const x = left ? rect.x - w - 3 : rect.x + rect.w + 3;
  const y = rect.y + rect.h / 2 - h / 2;
  parts.push(
    svg('rect', { x: x - 1, y: y - 1, width: w + 2, height: h + 2, class: 'halo', rx: 3 }),
  );
  parts.push(svg('rect', { x, y, width: w, height: h, class: 'tag', rx: 2.5 }));
  parts.push(label(text, x + w / 2, y + h / 2 + 0.5, 'tag-text'));
  return parts;
}

/**
 * The dotted wedge: this cell of the map is that bar of the bench.
 * @param {Rect} cell on the stage @param {number} x1 @param {number} x2 ends of the bar @param {number} y its top @param {number} mapBottom
 * @returns {SVGElement[]}
 */
export function wedge(cell, x1, x2, y, mapBottom) {
  const from = cell.y + cell.h + 1;
  const at = (/** @type {number} */ a, /** @type {number} */ b) =>
    a + ((b - a) * (mapBottom - from)) / Math.max(1, y - from);
  const left = at(cell.x, x1);
  const right = at(cell.x + cell.w, x2);
  return [
    svg('path', { d: `M${left} ${mapBottom}H${right}L${x2} ${y}H${x1}Z`, class: 'wedge-shade' }),
    svg('path', {
      d: `M${cell.x} ${from}L${x1} ${y}M${cell.x + cell.w} ${from}L${x2} ${y}`,
      class: 'wedge-line',
    }),
  ];
}

/** @param {import('./story.js').Scene} scene @param {Rect} cell @param {Layout} layout @returns {SVGElement[]} */
function benchInCell({ bench, hand, owners }, cell, layout) {
  const parts = [];
  const shown = bench?.mode === 'split' ? bench : bench && hand?.place === 'bench' ? hand : null;
  if (shown && shown.mt >= 0) {
    const share = Math.min(BLOCK_PAGES, 1 << shown.order) / BLOCK_PAGES;
    const y = cell.y + (cell.h * (shown.pfn & (BLOCK_PAGES - 1))) / BLOCK_PAGES;
    const name = stateName(shown.mt);
    const at = { x: cell.x, y, width: cell.w, height: Math.max(1, cell.h * share) };
    parts.push(svg('rect', { ...at, fill: `url(#mem-${name})` }));
    if (share === 1 && layout.screen !== 'phone') {
      const middle = { x: cell.x + cell.w / 2, y: cell.y + cell.h / 2 };
      const half = layout.screen === 'projector' ? 7 : 4.5;
      const plate = {
        x: middle.x - half,
        y: middle.y - half - 1.5,
        width: 2 * half,
        height: 2 * half + 3,
      };
      parts.push(svg('rect', { ...plate, class: `fill-${name}` }));
      parts.push(label(LETTERS[shown.mt], middle.x, middle.y + 0.5, `map-letter letter-${name}`));
    }
  }
  const owner = owners.find((one) => hand && one.pfn === (hand.pfn & -BLOCK_PAGES));
  if (owner) {
    const strip = {
      x: cell.x + 1,
      y: cell.y + 0.6,
      width: cell.w - 2,
      height: layout.screen === 'projector' ? 3.4 : 2.4,
    };
    parts.push(svg('rect', { ...strip, class: `fill-${stateName(owner.from)}` }));
  }
  return parts;
}
