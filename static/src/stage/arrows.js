// arrows.js - thin arrows that say where this step took the block from and where it put it. They stand while the step is on the screen.

import { svg } from './dom.js';
import { columnX } from './layout.js';
import { handRect, pieceRect } from './bench.js';

/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./story.js').Moment} Moment */
/** @typedef {import('./dom.js').Rect} Rect */

/**
 * Where the views have put things, on the stage.
 * @typedef {object} Places
 * @property {(order: number, mt: number, pfn: number) => Rect} member of a free list
 * @property {(pfn: number) => number} typeOf the list that a block stands on, or left in this step
 * @property {(cpu: number) => Rect | null} card
 * @property {(pfn: number) => Rect | null} chip of a page in a pcp list
 * @property {(order: number, mt: number) => Rect} cell of free_area
 * @property {(zone: number) => import('./gaugeview.js').GaugePlace | null} gauge of a zone's free pages
 * @property {() => Rect | null} tray where live allocations are kept
 * @property {number} cpu that runs
 * @property {number} zone whose lists are shown
 */

/** @param {string} d a path @returns {SVGElement} */
function arrow(d) {
  return svg('path', { d, class: 'ink-arrow', 'marker-end': 'url(#arrow-head)' });
}

/** @returns {SVGElement} */
export function arrowHead() {
  const marker = svg('marker', {
    id: 'arrow-head',
    viewBox: '0 0 14 14',
    refX: 11,
    refY: 7,
    markerWidth: 14,
    markerHeight: 14,
    markerUnits: 'userSpaceOnUse',
    orient: 'auto',
  });
  marker.append(svg('path', { d: 'M1 1L13 7L1 13L4 7Z', class: 'arrow-head' }));
  return marker;
}

/**
 * @param {Moment} moment @param {Layout} layout @param {Places} places
 * @returns {SVGElement[]}
 */
export function arrowsFor(moment, layout, places) {
  const { data, kind } = moment;
  const { bar, orders, x0, cw } = layout;
  if (layout.screen === 'phone') return [];
  if (data.zone !== undefined && data.zone !== places.zone) return [];
  switch (kind) {
    case 'steal':
    case 'take': {
      const from = places.member(data.order, data.mt, data.pfn);
      const y = bar.top + bar.height / 2;
      if (data.order === 10) {
        // Outside the grid at the right, up to the bar's end.
        const side = x0 + 11 * cw + Math.min(9, layout.gutter / 2);
        const start = Math.min(from.x + from.w, side - 6);
        const middle = from.y + from.h / 2;
        return [
          arrow(`M${start} ${middle}H${side - 6}q6 0 6 -6V${y + 6}q0 -6 -6 -6H${x0 + 10 * cw + 5}`),
        ];
      }
      const hand = handRect(layout, data.order);
      const x = columnX(layout, data.order) + cw * 0.84;
      const row = hand.y + hand.h / 2;
      return [arrow(`M${x} ${from.y}V${row + 6}q0 -6 -6 -6H${hand.x + hand.w + 4}`)];
    }
    case 'split': {
      const piece = pieceRect(layout, data.order);
      const to = places.member(data.order, data.mt, data.pfn);
      const x = piece.x + piece.w * 0.84;
      return [arrow(`M${x} ${piece.y + piece.h + 2}V${to.y - 1}`)];
    }
    case 'merge': {
      const from = places.member(data.order, places.typeOf(data.pfn), data.pfn);
      const x = columnX(layout, data.order) + cw * 0.84;
      return [arrow(`M${x} ${from.y}V${orders.top + orders.height + 4}`)];
    }
    case 'drop': {
      const hand = handRect(layout, data.order);
      const to = places.member(data.order, data.mt, data.pfn);
      const x = columnX(layout, data.order) + cw * 0.84;
      const out = `M${hand.x + hand.w + 2} ${hand.y + hand.h / 2}H${x - 6}q6 0 6 6`;
      // The tail is the far end: it is reached from below.
      if (data.tail) return [arrow(`${out}V${to.y + to.h + 7}h-14V${to.y + to.h}`)];
      return [arrow(`${out}V${to.y - 1}`)];
    }
    case 'refill':
    case 'pcpfree': {
      const card = places.chip(data.pfn) ?? places.card(places.cpu);
      const frame = places.card(places.cpu);
      if (!card || !frame) return [];
      const hand = handRect(layout, 0);
      const side = Math.max(5, layout.gutter * 0.45);
      const y = hand.y + hand.h / 2;
      const end = frame.y + frame.h / 2;
      return [arrow(`M${hand.x - 2} ${y}H${side + 7}q-7 0 -7 7V${end - 7}q0 7 7 7H${frame.x - 1}`)];
    }
    case 'pcptake':
    case 'drain': {
      const frame = places.card(places.cpu);
      if (!frame) return [];
      const hand = handRect(layout, 0);
      const side = Math.max(5, layout.gutter * 0.45);
      const y = hand.y + hand.h / 2;
      const end = frame.y + frame.h / 2;
      return [arrow(`M${frame.x} ${end}H${side + 7}q-7 0 -7 -7V${y + 7}q0 -7 7 -7H${hand.x - 3}`)];
    }
    default:
      return [];
  }
}
