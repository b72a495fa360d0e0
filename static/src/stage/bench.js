// bench.js - the block in hand: at true scale on the bar, and with one column per order in the row under it.
//
//	 bar      [hand|6|   7   |       8       |               9               ]    true scale
//	 fan       \  \  \        \
//	 orders   [ hand      ][ piece 6 ][ piece 7 ][ piece 8 ][ piece 9 ]            one step per order
//
// The halves that expand() leaves are orders 0, 1, 2 … 9 from low to high addresses: each stands over its own list.

import { bare, hex, svg } from './dom.js';
import { barX, columnX, fanLines, windowOrder } from './layout.js';
import { stateName } from './patterns.js';

/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./story.js').Scene} Scene */
/** @typedef {import('./story.js').Bench} Bench */
/** @typedef {import('./story.js').Hand} Hand */
/** @typedef {import('./dom.js').Rect} Rect */

/** move_freepages must reach this many pages to claim the block. */
const CLAIM = 512;

/** How far the hand stands out at the left of column 0: the page that is left goes out there. @param {Layout} layout */
function outset(layout) {
  return layout.screen === 'projector' ? 22 : layout.screen === 'phone' ? 20 : 16;
}

/**
 * The window of memory that the bar shows.
 * @param {Scene} scene @returns {{first: number, order: number} | null}
 */
export function benchWindow(scene) {
  const { bench, hand } = scene;
  if (!bench) return null;
  const largest = bench.mode === 'split' ? bench.order : Math.max(hand?.order ?? 0, bench.order);
  const order = windowOrder(largest);
  const pfn = bench.mode === 'split' ? bench.pfn : (hand?.pfn ?? bench.pfn);
  return { first: pfn - (pfn % (1 << order)), order };
}

/** @param {Layout} layout @param {number} order @returns {Rect} a piece of the row of orders */
export function pieceRect(layout, order) {
  const x = columnX(layout, order) + 3;
  return { x, y: layout.orders.top, w: layout.cw - 4.5, h: layout.orders.height };
}

/** @param {Layout} layout @param {number} order of what is in hand @returns {Rect} in the row of orders */
export function handRect(layout, order) {
  const { x0, orders, screen } = layout;
  if (order === 0) {
    const w = screen === 'projector' ? 88 : screen === 'phone' ? 36 : 60;
    return { x: x0 - w - 5, y: orders.top, w, h: orders.height };
  }
  const x = x0 - outset(layout);
  return { x, y: orders.top, w: columnX(layout, order) - 1.5 - x, h: orders.height };
}

/** @param {Layout} layout @param {Scene} scene @param {number} pfn @param {number} order @returns {Rect} on the bar */
export function barRect(layout, scene, pfn, order) {
  const window = benchWindow(scene) ?? { first: pfn - (pfn % 1024), order: 10 };
  const x = barX(layout, pfn - window.first, window.order);
  const end = barX(layout, pfn - window.first + (1 << order), window.order);
  return { x, y: layout.bar.top, w: Math.max(2, end - x), h: layout.bar.height };
}

/** @param {Rect} r @param {string} className @param {Record<string, string | number>} [more] */
function box(r, className, more = {}) {
  return svg('rect', { x: r.x, y: r.y, width: r.w, height: r.h, class: className, ...more });
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

/** A text on a plate of the plain fill, so that it does not stand on a pattern. @param {string} text @param {number} x @param {number} y @param {number} wide @param {string} name @param {string} className */
function plated(text, x, y, wide, name, className) {
  const height = 18;
  return [
    box({ x: x - wide / 2, y: y - height / 2, w: wide, h: height }, `fill-${name}`, { rx: 2 }),
    label(text, x, y, `${className} letter-${name}`),
  ];
}

export class BenchView {
  /** @param {SVGElement} group @param {(key: string, values?: Record<string, string | number>) => string} t */
  constructor(group, t) {
    this.group = group;
    this.t = t;
  }

  /**
   * @param {Layout} layout @param {Scene} scene
   * @param {{lastPiece: number, idle: string}} now order of the piece that this step cut off, -1 if none; what to say when idle
   */
  render(layout, scene, { lastPiece, idle }) {
    const parts = [...this.#labels(layout, scene)];
    const { bench } = scene;
    if (bench) {
      parts.push(
        ...(bench.mode === 'split'
          ? this.#splitting(layout, scene, bench, lastPiece)
          : this.#merging(layout, scene, bench)),
      );
    } else {
      parts.push(...this.#idle(layout, scene, idle));
    }
    this.group.replaceChildren(...parts);
  }

  /** How far a long operation has come. @param {Layout} layout @param {number} share 0 to 1 */
  progress(layout, share) {
    const { x0, cw, bar } = layout;
    const w = 10 * cw * Math.max(0, Math.min(1, share));
    this.group.prepend(box({ x: x0, y: bar.top, w, h: bar.height }, 'bench-progress', { rx: 3 }));
  }

  /** @param {Layout} layout @param {Scene} scene */
  #labels(layout, scene) {
    if (layout.screen === 'phone') return [];
    const { gutter, bar, orders } = layout;
    const line = layout.screen === 'projector' ? 11 : 8;
    const small = benchWindow(scene)?.order === 5;
    const middle = bar.top + bar.height / 2;
    const labels = [
      label(this.t('stage.bench'), gutter, middle - line, 'bench-title', 'start'),
      label(
        this.t(small ? 'stage.window32' : 'stage.trueScale'),
        gutter,
        middle + line,
        'bench-note',
        'start',
      ),
    ];
    const leaves = scene.bench?.mode === 'split' && scene.hand?.order === 0;
    if (!leaves || layout.screen !== 'projector') {
      const lower = orders.top + orders.height / 2;
      const [first, second] = this.t('stage.perOrder').split('\n');
      if (!(scene.hand?.order === 0 && scene.bench)) {
        const y = second ? lower - line + 1 : lower;
        labels.push(label(first, gutter, y, 'bench-note', 'start'));
        if (second) labels.push(label(second, gutter, lower + line - 1, 'bench-note', 'start'));
      }
    }
    return labels;
  }

  /** @param {Layout} layout @param {Scene} scene @param {string} idle */
  #idle(layout, scene, idle) {
    const { x0, cw, bar, orders } = layout;
    const full = { x: x0, y: bar.top, w: 10 * cw, h: bar.height };
    const parts = [box(full, 'bench-empty', { rx: 3 })];
    for (const { k, top, bottom } of fanLines(layout, 10)) {
      parts.push(
        svg('line', {
          x1: top,
          y1: bar.top + bar.height,
          x2: bottom,
          y2: orders.top,
          class: 'fan-idle',
          'data-k': k,
        }),
      );
    }
    if (scene.moved) parts.push(...this.#notch(layout, scene.moved));
    else parts.push(label(idle, x0 + 5 * cw, bar.top + bar.height / 2, 'bench-idle'));
    return parts;
  }

  /** The pages that move_freepages has brought over, and the mark that claims the block. @param {Layout} layout @param {{pages: number, mt: number}} moved */
  #notch(layout, moved) {
    const { bar } = layout;
    const name = stateName(moved.mt < 0 ? 2 : moved.mt);
    const middle = barX(layout, CLAIM);
    const end = barX(layout, Math.min(1024, moved.pages));
    const y = bar.top + bar.height / 2;
    return [
      box({ x: layout.x0, y: bar.top, w: end - layout.x0, h: bar.height }, `piece edge-${name}`, {
        fill: `url(#mem-${name})`,
      }),
      svg('path', { d: `M${middle} ${bar.top - 7}V${bar.top + bar.height}`, class: 'notch' }),
      label(String(CLAIM), middle + 5, bar.top - 6, 'bench-note', 'start'),
      ...plated(
        moved.pages.toLocaleString('en'),
        Math.max(layout.x0 + 30, end - 24),
        y,
        40,
        name,
        'piece-count',
      ),
    ];
  }

  /** @param {Layout} layout @param {Scene} scene @param {Bench} bench @param {number} lastPiece */
  #splitting(layout, scene, bench, lastPiece) {
    const { bar, orders } = layout;
    const name = stateName(bench.mt);
    const window = /** @type {{first: number, order: number}} */ (benchWindow(scene));
    const offset = bench.pfn - window.first;
    const hand = scene.hand && scene.hand.pfn === bench.pfn ? scene.hand : null;
    const whole = hand !== null && hand.order === bench.order;
    const parts = [];

    // What surrounds the block in its pageblock stays faint.
    if (bench.order < window.order) {
      parts.push(
        box({ x: layout.x0, y: bar.top, w: 10 * layout.cw, h: bar.height }, 'bench-empty', {
          rx: 3,
        }),
      );
    }
    const pattern = `url(#mem-${name})`;
    for (const piece of bench.pieces) {
      const rect = barRect(layout, scene, piece.pfn, piece.order);
      parts.push(box(rect, `piece edge-${name}`, { fill: pattern }));
      if (rect.w > (layout.screen === 'projector' ? 26 : 16)) {
        parts.push(
          ...plated(
            String(piece.order),
            rect.x + rect.w / 2,
            rect.y + rect.h / 2 + 2,
            20,
            name,
            'piece-order',
          ),
        );
      }
    }

    const cut = new Set(bench.pieces.map((piece) => piece.order));
    for (const { k, top, bottom } of fanLines(layout, bench.order, offset, window.order)) {
      const solid = cut.has(k) || k === bench.order;
      parts.push(
        svg('line', {
          x1: top,
          y1: bar.top + bar.height,
          x2: bottom,
          y2: orders.top,
          class: solid ? 'fan' : 'fan-dotted',
          'data-k': k,
        }),
      );
    }
    const origin = barX(layout, offset, window.order);
    parts.push(
      svg('line', {
        x1: origin,
        y1: bar.top + bar.height,
        x2: layout.x0,
        y2: orders.top,
        class: whole || hand?.order ? 'fan-dotted' : 'fan',
      }),
    );

    for (const piece of bench.pieces) {
      const rect = pieceRect(layout, piece.order);
      const ink = piece.order === lastPiece ? ' in-hand' : '';
      parts.push(
        box(rect, `piece edge-${name}${ink}`, { fill: pattern, rx: 3, 'data-piece': piece.order }),
      );
      const phone = layout.screen === 'phone';
      const text = phone ? String(piece.order) : bare(piece.pfn);
      const wide = Math.min(rect.w - 6, phone ? 16 : layout.screen === 'projector' ? 68 : 46);
      parts.push(
        ...plated(text, rect.x + rect.w / 2, rect.y + rect.h / 2, wide, name, 'piece-pfn'),
      );
    }

    const rect = barRect(layout, scene, bench.pfn, hand ? hand.order : 0);
    if (hand) parts.push(box(rect, 'in-hand', { fill: pattern, rx: 3 }));
    parts.push(...this.#ownerStrip(layout, scene, bench, hand));
    if (hand) {
      parts.push(box(rect, 'in-hand outline', { rx: 3 }));
      if (whole) parts.push(...this.#wholeLabel(layout, rect, hand, name));
      parts.push(...this.#handInRow(layout, hand, name, pattern, whole));
    }
    return parts;
  }

  /** The previous owner, along the top of the bar until the operation ends. @param {Layout} layout @param {Scene} scene @param {Bench} bench @param {Hand | null} hand */
  #ownerStrip(layout, scene, bench, hand) {
    if (bench.was < 0) {
      if (!bench.foreign || !hand || hand.order !== bench.order || layout.screen === 'phone') {
        return [];
      }
      const letters = ['U', 'E', 'M', 'R'][bench.mt] ?? '';
      const at = barX(layout, 1024) - 8;
      return [
        label(
          this.t('stage.still', { type: letters }),
          at,
          layout.bar.top - 7,
          'bench-note',
          'end',
        ),
      ];
    }
    const rect = barRect(layout, scene, bench.pfn, bench.order);
    const inset = 1.2;
    return [
      box(
        {
          x: rect.x + inset,
          y: rect.y + inset,
          w: rect.w - 2 * inset,
          h: layout.screen === 'projector' ? 7 : 5,
        },
        `fill-${stateName(bench.was)} strip`,
      ),
    ];
  }

  /** @param {Layout} layout @param {Rect} rect @param {Hand} hand @param {string} name */
  #wholeLabel(layout, rect, hand, name) {
    const text = this.t(hand.order === 0 ? 'stage.handOne' : 'stage.hand', {
      order: hand.order,
      pages: 1 << hand.order,
      pfn: hex(hand.pfn),
      end: hex(hand.pfn + (1 << hand.order) - 1),
    });
    const size = layout.screen === 'projector' ? 11 : layout.screen === 'phone' ? 0 : 7.6;
    const wide = text.length * size;
    const y = rect.y + rect.h / 2 + 2.5;
    if (wide === 0 || wide > 10 * layout.cw) return [];
    if (wide < rect.w - 8) return plated(text, rect.x + rect.w / 2, y, wide, name, 'hand-label');
    // Too small for its own name: it stands beside it, on the side with room.
    const left = rect.x - layout.x0 > 5 * layout.cw;
    return [
      label(
        text,
        left ? rect.x - 10 : rect.x + rect.w + 10,
        y - 2.5,
        'hand-label on-paper',
        left ? 'end' : 'start',
      ),
    ];
  }

  /** @param {Layout} layout @param {Hand} hand @param {string} name @param {string} pattern @param {boolean} whole */
  #handInRow(layout, hand, name, pattern, whole) {
    const rect = handRect(layout, hand.order);
    const y = rect.y + rect.h / 2;
    if (hand.order === 0) {
      return [
        box(rect, 'hand-chip', { rx: 3 }),
        label(
          layout.screen === 'phone' ? bare(hand.pfn).slice(-3) : bare(hand.pfn),
          rect.x + rect.w / 2,
          y,
          'hand-chip-text',
        ),
      ];
    }
    const parts = [box(rect, 'in-hand', { fill: pattern, rx: 3, 'data-hand': hand.order })];
    for (let k = 1; k < hand.order; k++) {
      const x = columnX(layout, k);
      parts.push(
        svg('line', { x1: x, y1: rect.y + 1.5, x2: x, y2: rect.y + rect.h - 1.5, class: 'seam' }),
      );
    }
    const phone = layout.screen === 'phone';
    if (whole) {
      for (let k = 0; k < hand.order; k++) {
        const left = k === 0 ? rect.x : columnX(layout, k);
        const middle = (left + columnX(layout, k + 1)) / 2;
        const text = k === 0 ? (phone ? '1+1' : '1 + 1') : String(1 << k);
        parts.push(...plated(text, middle, y, phone ? 24 : 40, name, 'piece-count'));
      }
      return parts;
    }
    const values = { pfn: hex(hand.pfn), order: hand.order, pages: 1 << hand.order };
    const long = this.t(hand.order === 0 ? 'stage.handShortOne' : 'stage.handShort', values);
    const unit = layout.screen === 'projector' ? 10.6 : 7.4;
    let text = phone ? this.t('stage.handPhone', values) : long;
    let wide = text.length * (phone ? 8.4 : unit);
    if (wide > rect.w - 10) {
      text = phone ? bare(hand.pfn).slice(-3) : `${values.pfn} · ${hand.order}`;
      wide = text.length * unit;
    }
    if (wide > rect.w - 6) {
      text = bare(hand.pfn);
      wide = text.length * unit;
    }
    parts.push(
      ...plated(text, rect.x + rect.w / 2, y, Math.min(wide, rect.w - 6), name, 'hand-label'),
    );
    return parts;
  }

  /** @param {Layout} layout @param {Scene} scene @param {Bench} bench */
  #merging(layout, scene, bench) {
    const { bar, orders } = layout;
    const hand = scene.hand ?? { pfn: bench.pfn, order: bench.order, mt: bench.mt, place: 'list' };
    const window = /** @type {{first: number, order: number}} */ (benchWindow(scene));
    const state = hand.mt >= 0 ? hand.mt : 5;
    const name = stateName(state);
    const pattern = `url(#mem-${name})`;
    const ink = hand.place === 'bench' ? 'in-hand' : `piece edge-${name}`;
    const parts = [
      box({ x: layout.x0, y: bar.top, w: 10 * layout.cw, h: bar.height }, 'bench-empty', { rx: 3 }),
    ];

    const rect = barRect(layout, scene, hand.pfn, hand.order);
    parts.push(box(rect, ink, { fill: pattern, rx: 3 }));
    for (const buddy of bench.buddies) {
      const edge = buddy.pfn < bench.pfn ? buddy.pfn + (1 << buddy.order) : buddy.pfn;
      const x = barX(layout, edge - window.first, window.order);
      parts.push(
        svg('line', { x1: x, y1: bar.top + 2, x2: x, y2: bar.top + bar.height - 2, class: 'seam' }),
      );
    }
    for (const k of [0, hand.order]) {
      const top = barX(layout, hand.pfn - window.first + (k === 0 ? 0 : 1 << k), window.order);
      parts.push(
        svg('line', {
          x1: top,
          y1: bar.top + bar.height,
          x2: columnX(layout, k),
          y2: orders.top,
          class: 'fan',
          'data-merge': k,
        }),
      );
    }
    const row = handRect(layout, hand.order);
    const y = row.y + row.h / 2;
    parts.push(
      box(row, hand.order === 0 ? 'hand-chip' : ink, {
        ...(hand.order === 0 ? {} : { fill: pattern }),
        rx: 3,
        'data-hand': hand.order,
      }),
    );
    if (hand.order === 0) {
      const text = layout.screen === 'phone' ? bare(hand.pfn).slice(-3) : bare(hand.pfn);
      parts.push(label(text, row.x + row.w / 2, y, 'hand-chip-text'));
      return parts;
    }
    // Column k holds the buddy of order k, wherever it lies.
    for (const buddy of bench.buddies) {
      const x = columnX(layout, buddy.order);
      if (buddy.order > 0) {
        parts.push(
          svg('line', { x1: x, y1: row.y + 1.5, x2: x, y2: row.y + row.h - 1.5, class: 'seam' }),
        );
      }
      const side = buddy.pfn < bench.pfn ? '◂' : '▸';
      const text =
        layout.screen === 'phone'
          ? side
          : buddy.pfn < bench.pfn
            ? `${side}${bare(buddy.pfn)}`
            : `${bare(buddy.pfn)}${side}`;
      parts.push(
        ...plated(
          text,
          x + layout.cw / 2,
          y,
          layout.screen === 'phone' ? 16 : layout.screen === 'projector' ? 76 : 54,
          name,
          'piece-pfn',
        ),
      );
    }
    if (bench.buddies.length === 0) {
      const text = this.t('stage.handShort', {
        pfn: hex(hand.pfn),
        order: hand.order,
        pages: 1 << hand.order,
      });
      const wide = text.length * (layout.screen === 'projector' ? 10.6 : 7.4);
      parts.push(
        ...plated(
          wide < row.w ? text : bare(hand.pfn),
          row.x + row.w / 2,
          y,
          Math.min(wide, row.w - 6),
          name,
          'hand-label',
        ),
      );
    }
    return parts;
  }
}
