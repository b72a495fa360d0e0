// motion.js - the flights: what moves, from where to where, for how long. One thing moves at a time, on a layer above everything.
//
// Durations are in ms at speed 1. Back plays the same path reversed and twice as fast. With reduced motion nothing is put on the layer.

import { bare, el } from './dom.js';
import { barRect, handRect, pieceRect } from './bench.js';
import { columnX } from './layout.js';
import { failedCheck } from './gauge.js';
import { stateName } from './patterns.js';

/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./gauge.js').Failed} Failed */
/** @typedef {import('./gaugeview.js').GaugePlace} GaugePlace */
/** @typedef {import('./story.js').Moment} Moment */
/** @typedef {import('./story.js').Scene} Scene */
/** @typedef {import('./arrows.js').Places} Places */
/** @typedef {import('./dom.js').Rect} Rect */

export const MOVE = 'cubic-bezier(.3,0,.1,1)';
export const LIFT = 'cubic-bezier(.2,0,0,1)';
export const DROP = 'cubic-bezier(.4,0,.2,1)';
/** The frame of a search stays this long on a cell: the first split has to come within two seconds of opening the page. */
const HOP = 20;
const WIPE = 280;
const SINK = 260;
/** A step takes at most this long. */
export const LONGEST = 900;

/** @typedef {{rect: Rect, ms: number, ease: string}} Leg */
/**
 * What to put on the layer: a block along a path, a pattern that wipes over a place, or a frame that hops over cells.
 * @typedef {{mt: number, ms: number, also: Rect}} Over a pattern that wipes over a block at the end of its way
 * @typedef {{type: 'fly', start: Rect, legs: Leg[], mt: number, text: string, fade?: number, over?: Over}
 *   | {type: 'wipe', rect: Rect, mt: number, ms: number}
 *   | {type: 'hop', rects: Rect[], ms: number}
 *   | {type: 'sink', from: Rect, to: Rect, mark: Rect, ms: number}
 *   | {type: 'cut', x: number, y: number, h: number, ms: number}} Flight
 */

/** @param {Rect} r @param {number} by @returns {Rect} */
function grown(r, by) {
  return { x: r.x - by, y: r.y - by, w: r.w + 2 * by, h: r.h + 2 * by };
}

/** The line in which a new member of a list appears. @param {Rect} r of the cell or the member @param {Layout} layout @returns {Rect} */
function slot(r, layout) {
  const line = layout.screen === 'projector' ? 19 : 13;
  if (r.h <= line * 1.6) return r;
  return { x: r.x + 6, y: r.y + Math.min(r.h - line, line * 1.5), w: r.w - 12, h: line };
}

/**
 * @param {Moment} moment
 * @param {object} stage
 * @param {Layout} stage.layout @param {Places} stage.places
 * @param {Scene} stage.before the scene before the moment
 * @param {(pfn: number) => Rect} stage.cell of the map
 * @returns {Flight[]} one after the other
 */
export function flightsFor(moment, { layout, places, before, cell }) {
  const { data, kind, scene } = moment;
  const mt = scene.bench?.mt ?? scene.hand?.mt ?? data.mt ?? 2;
  const { bar, x0, cw } = layout;
  const elsewhere = data.zone !== undefined && data.zone >= 0 && data.zone !== places.zone;
  if (elsewhere && kind !== 'claim') return [];
  switch (kind) {
    case 'take':
    case 'steal': {
      const start = slot(places.member(data.order, data.mt, data.pfn), layout);
      const end = barRect(layout, scene, data.pfn, data.order);
      const lifted = { rect: grown(start, 2), ms: 120, ease: LIFT };
      /** @type {Leg[]} */
      let legs;
      if (data.order === 10) {
        const side = Math.min(layout.width - start.w - 3, x0 + 11 * cw + 4);
        legs = [
          lifted,
          { rect: { ...start, x: side, y: bar.top }, ms: 180, ease: MOVE },
          { rect: end, ms: kind === 'steal' ? 180 : 140, ease: MOVE },
        ];
      } else {
        const row = handRect(layout, Math.max(1, data.order));
        const above = {
          x: columnX(layout, data.order) - start.w,
          y: row.y,
          w: start.w,
          h: start.h,
        };
        legs = [
          lifted,
          { rect: { ...above, x: Math.max(x0, above.x) }, ms: 170, ease: MOVE },
          { rect: row, ms: 150, ease: MOVE },
        ];
      }
      // The new owner's pattern wipes over the block as it lands, and over its cell on the map.
      const over = data.claimed
        ? { mt: scene.bench?.mt ?? data.start, ms: WIPE, also: cell(data.pfn) }
        : undefined;
      return [{ type: 'fly', start, legs, mt: data.mt, text: bare(data.pfn), over }];
    }
    case 'claim':
      // Of a steal this is only the deed of ownership; the pattern wipes when the block is on the bench.
      if (data.stealing) return [];
      return data.blocks.slice(0, 4).map((/** @type {any} */ block) => {
        return { type: 'wipe', rect: cell(block.pfn), mt: block.to, ms: WIPE };
      });
    case 'split': {
      const half = barRect(layout, scene, data.pfn, data.order);
      return [
        { type: 'cut', x: half.x, y: bar.top, h: bar.height, ms: 80 },
        {
          type: 'fly',
          start: half,
          legs: [
            { rect: pieceRect(layout, data.order), ms: 240, ease: MOVE },
            {
              rect: slot(places.member(data.order, data.mt, data.pfn), layout),
              ms: 160,
              ease: DROP,
            },
          ],
          mt,
          text: bare(data.pfn),
        },
      ];
    }
    case 'move': {
      const from = places.typeOf(data.pfn);
      if (from < 0 || from === data.mt) return [];
      const start = slot(places.member(data.order, from, data.pfn), layout);
      const end = slot(places.member(data.order, data.mt, data.pfn), layout);
      return [
        {
          type: 'fly',
          start,
          legs: [{ rect: end, ms: 90, ease: MOVE }],
          mt: data.mt,
          text: bare(data.pfn),
        },
      ];
    }
    case 'merge': {
      const start = slot(places.member(data.order, places.typeOf(data.pfn), data.pfn), layout);
      const end = pieceRect(layout, data.order);
      return [
        {
          type: 'fly',
          start,
          legs: [{ rect: end, ms: 200, ease: MOVE }],
          mt: Math.max(0, places.typeOf(data.pfn)),
          text: bare(data.pfn),
          fade: 120,
        },
      ];
    }
    case 'drop': {
      const start = handRect(layout, data.order);
      const member = places.member(data.order, data.mt, data.pfn);
      const head = slot(member, layout);
      const end = data.tail ? { ...head, y: member.y + Math.max(0, member.h - head.h) } : head;
      return [
        {
          type: 'fly',
          start,
          legs: [{ rect: end, ms: 200, ease: DROP }],
          mt: data.mt,
          text: bare(data.pfn),
        },
      ];
    }
    case 'refill':
    case 'pcpfree': {
      const card = places.chip(data.pfn) ?? places.card(places.cpu);
      if (!card) return [];
      const start = handRect(layout, 0);
      const end =
        card.h > 30 ? { x: card.x + 22, y: card.y + card.h / 2, w: 46, h: card.h / 3 } : card;
      const quick = kind === 'refill' && data.count > 1;
      const side = { ...start, x: Math.max(2, layout.gutter - 16) };
      const legs = quick
        ? [{ rect: end, ms: 60, ease: MOVE }]
        : [
            { rect: side, ms: 60, ease: MOVE },
            { rect: end, ms: 160, ease: MOVE },
          ];
      return [{ type: 'fly', start, legs, mt, text: bare(data.pfn) }];
    }
    case 'pcptake':
    case 'drain': {
      const chip = places.chip(data.pfn) ?? places.card(places.cpu);
      if (!chip) return [];
      const start =
        chip.h > 30 ? { x: chip.x + 22, y: chip.y + chip.h / 2, w: 46, h: chip.h / 3 } : chip;
      const ms = kind === 'drain' ? 120 : 160;
      return [
        {
          type: 'fly',
          start,
          legs: [{ rect: handRect(layout, 0), ms, ease: MOVE }],
          mt: Math.max(0, data.mt),
          text: bare(data.pfn),
        },
      ];
    }
    case 'done':
    case 'free': {
      const tray = places.tray();
      if (!tray) return [];
      const order = data.order ?? 0;
      const hand = before.hand?.place === 'pcp' ? places.chip(data.pfn) : null;
      const own = hand ?? handRect(layout, order);
      const [start, end] = kind === 'done' ? [own, tray] : [tray, own];
      return [
        {
          type: 'fly',
          start,
          legs: [{ rect: end, ms: 260, ease: MOVE }],
          mt: 5,
          text: bare(data.pfn),
        },
      ];
    }
    case 'search': {
      if (data.mt === undefined) return [];
      const rects = [];
      for (let order = data.order; order <= 10; order++) rects.push(places.cell(order, data.mt));
      return [{ type: 'hop', rects, ms: HOP * rects.length }];
    }
    case 'look': {
      if (data.current_order === undefined || data.migratetype === undefined) return [];
      return [{ type: 'hop', rects: [places.cell(data.current_order, data.migratetype)], ms: HOP }];
    }
    case 'watermark': {
      const check = failedCheck(moment);
      const gauge = check && places.gauge(check.zone);
      return check && gauge ? [sinking(check, gauge)] : [];
    }
    default:
      return [];
  }
}

/** The level sinks to what counts, and the mark it is held against thickens. @param {Failed} check @param {GaugePlace} place @returns {Flight} */
function sinking({ free, left, mark }, { rect, gauge }) {
  const filled = (/** @type {number} */ pages) => ({ ...rect, w: rect.w * gauge.at(pages) });
  const x = rect.x + rect.w * gauge.at(mark);
  return { type: 'sink', from: filled(free), to: filled(left), mark: { ...rect, x }, ms: SINK };
}

/** @param {Flight} flight @returns {number} */
function length(flight) {
  if (flight.type === 'fly') {
    return flight.legs.reduce((sum, leg) => sum + leg.ms, 0) + (flight.fade ?? 0);
  }
  return flight.ms;
}

export class Motion {
  /** @param {HTMLElement} layer */
  constructor(layer) {
    this.layer = layer;
    /** @type {Set<Animation>} */
    this.running = new Set();
    this.turn = 0;
  }

  /** Ends what is under way at once. */
  stop() {
    this.turn++;
    for (const animation of this.running) animation.cancel();
    this.running.clear();
    this.layer.replaceChildren();
  }

  /**
   * Plays flights one after the other.
   * @param {Flight[]} flights @param {{speed: number, back: boolean}} how
   * @returns {Promise<boolean>} false if it was stopped
   */
  async play(flights, { speed, back }) {
    const turn = ++this.turn;
    const total = flights.reduce((sum, flight) => sum + length(flight), 0);
    const squeeze = Math.min(1, LONGEST / Math.max(1, total));
    const scale = (squeeze / Math.max(0.05, speed)) * (back ? 0.5 : 1);
    const order = back ? [...flights].reverse() : flights;
    // Going back, what landed first still lies there while the later flights are taken back.
    const landed = new Map();
    if (back) {
      for (const flight of flights) {
        if (flight.type !== 'fly' || flight.fade || flight === order[0]) continue;
        const node = nodeFor(flight);
        Object.assign(node.style, frameOf(flight.legs[flight.legs.length - 1].rect));
        landed.set(flight, node);
        this.layer.append(node);
      }
    }
    for (const flight of order) {
      landed.get(flight)?.remove();
      await this.#one(flight, scale, back);
      if (turn !== this.turn) return false;
    }
    this.layer.replaceChildren();
    return true;
  }

  /** @param {Flight} flight @param {number} scale @param {boolean} back */
  async #one(flight, scale, back) {
    const node = nodeFor(flight);
    const ms = length(flight) * scale;
    const frames = framesFor(flight);
    this.layer.append(node);
    if (flight.type === 'fly' && flight.over) this.#wipeOver(node, flight, flight.over, ms, back);
    if (flight.type === 'sink') this.#thicken(flight.mark, ms, back);
    const animation = node.animate(frames, {
      duration: ms,
      direction: back ? 'reverse' : 'normal',
      fill: 'both',
    });
    this.running.add(animation);
    await animation.finished.catch(() => {});
    this.running.delete(animation);
    // Going forward, a block that has landed stays until the picture under it says the same.
    if (back || flight.type === 'hop') node.remove();
  }

  /** @param {Rect} mark its middle in x @param {number} ms @param {boolean} back */
  #thicken(mark, ms, back) {
    const node = el('div', 'sink-mark');
    this.layer.append(node);
    const frame = (/** @type {number} */ w) =>
      frameOf({ x: mark.x - w / 2, y: mark.y - 2, w, h: mark.h + 4 });
    const direction = back ? 'reverse' : 'normal';
    this.running.add(
      node.animate([frame(1.5), frame(4)], { duration: ms, direction, fill: 'both' }),
    );
  }

  /**
   * @param {HTMLElement} node the block on its way @param {Flight} flight @param {Over} over
   * @param {number} ms of the whole flight @param {boolean} back
   */
  #wipeOver(node, flight, over, ms, back) {
    const pattern = `is-wide mem-${stateName(over.mt)}`;
    const inside = el('div', `wipe-over ${pattern}`);
    node.prepend(inside);
    const cell = el('div', `wipe ${pattern}`);
    place(cell, over.also);
    this.layer.append(cell);
    const start = Math.max(0, 1 - over.ms / length(flight));
    const hidden = 'inset(0 100% 0 0)';
    const frames = [
      { clipPath: hidden, offset: 0 },
      { clipPath: hidden, offset: start },
      { clipPath: 'inset(0 0 0 0)', offset: 1 },
    ];
    const direction = back ? 'reverse' : 'normal';
    for (const one of [inside, cell]) {
      this.running.add(one.animate(frames, { duration: ms, direction, fill: 'both' }));
    }
  }
}

/** @param {Flight} flight @returns {HTMLElement} */
function nodeFor(flight) {
  if (flight.type === 'fly') {
    return el('div', `flyer is-wide mem-${stateName(flight.mt)}`, el('span', '', flight.text));
  }
  const node = el('div', flight.type === 'hop' ? 'hopper' : flight.type);
  if (flight.type === 'wipe') {
    node.classList.add('is-wide', `mem-${stateName(flight.mt)}`);
    place(node, flight.rect);
  } else if (flight.type === 'cut') {
    place(node, { x: flight.x - 1, y: flight.y - 2, w: 2, h: flight.h + 4 });
  }
  return node;
}

/** @param {Flight} flight @returns {Keyframe[]} */
function framesFor(flight) {
  if (flight.type === 'fly') return flyFrames(flight);
  if (flight.type === 'wipe') {
    return [{ clipPath: 'inset(0 100% 0 0)' }, { clipPath: 'inset(0 0 0 0)' }];
  }
  if (flight.type === 'cut') return [{ opacity: 0 }, { opacity: 1 }];
  if (flight.type === 'sink') {
    return [{ ...frameOf(flight.from), easing: MOVE }, frameOf(flight.to)];
  }
  const { rects } = flight;
  const hops = rects.map((rect) => ({ ...frameOf(rect), easing: 'steps(1, end)' }));
  return [...hops, frameOf(rects[rects.length - 1])];
}

/** @param {HTMLElement} node @param {Rect} r */
function place(node, r) {
  Object.assign(node.style, {
    left: `${r.x}px`,
    top: `${r.y}px`,
    width: `${r.w}px`,
    height: `${r.h}px`,
  });
}

/** @param {Rect} r */
function frameOf(r) {
  return { transform: `translate(${r.x}px, ${r.y}px)`, width: `${r.w}px`, height: `${r.h}px` };
}

/** @param {Extract<Flight, {type: 'fly'}>} flight @returns {Keyframe[]} */
function flyFrames(flight) {
  const total = length(flight);
  /** @type {Keyframe[]} */
  const frames = [{ ...frameOf(flight.start), offset: 0, easing: flight.legs[0].ease, opacity: 1 }];
  let at = 0;
  flight.legs.forEach((leg, i) => {
    at += leg.ms;
    const easing = flight.legs[i + 1]?.ease ?? 'linear';
    frames.push({ ...frameOf(leg.rect), offset: Math.min(1, at / total), easing, opacity: 1 });
  });
  if (flight.fade) {
    frames.push({ ...frameOf(flight.legs[flight.legs.length - 1].rect), offset: 1, opacity: 0 });
  }
  return frames;
}
