// look.js - where one looks: the level of the map, the page that is chosen there, and what pointer and focus point at.
//
//	level 0   the map, a pageblock per cell
//	level 1   inside a pageblock
//	level 2   inside a page

import { STATE_S } from '../reader.js';
import { stageCell } from './axes.js';
import { crumbs } from './crumbs.js';
import { bare, svg } from './dom.js';
import { listenToZoom } from './gestures.js';
import { ACROSS, DOWN, insideRect, LevelView } from './levels.js';
import { TYPE_NAMES } from './patterns.js';
import { GridFocus, HoverCard, stateText } from './places.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./layout.js').Grid} Grid */
/** @typedef {import('./patterns.js').Palette} Palette */
/** @typedef {import('./dom.js').Rect} Rect */

const BLOCK_PAGES = 1024;
const LEVELS = 3;
const ZOOM_MS = 400;

/**
 * The picture that one looks at.
 * @typedef {object} Picture
 * @property {Layout | null} layout null until the stage has a size
 * @property {Grid} grid
 * @property {import('./story.js').Scene | null} scene
 * @property {Palette} [palette]
 * @property {string} [mono] font family
 */

/**
 * @typedef {object} LookParts
 * @property {HTMLElement} content of the stage: listened to, and gets the card and the focused cell
 * @property {HTMLCanvasElement} canvas of levels 1 and 2
 * @property {HTMLElement} crumbs around it
 * @property {import('./map.js').MemoryMap} map level 0
 * @property {import('./axes.js').Axes} axes around it
 * @property {Reader} reader
 * @property {{reduced: boolean}} player
 * @property {(key: string, values?: Record<string, string | number>) => string} t
 * @property {import('./index.js').StageParts['on']} on
 * @property {() => Picture} picture as it is now
 * @property {() => void} redraw draws the whole stage, which calls render() here
 * @property {AbortSignal} signal ends the listening
 */

export class Look {
  #picture;
  #redraw;

  /** @param {LookParts} parts */
  constructor({ content, canvas, map, axes, reader, player, t, on, ...stage }) {
    this.content = content;
    this.canvas = canvas;
    this.crumbs = stage.crumbs;
    this.map = map;
    this.axes = axes;
    this.reader = reader;
    this.player = player;
    this.t = t;
    this.on = on;
    this.#picture = stage.picture;
    this.#redraw = stage.redraw;
    this.level = 0;
    this.chosen = reader.firstPfn;
    this.pointed = -1;
    /** What the canvas was made for. */
    this.key = '';
    this.view = new LevelView(canvas, reader, (key) => t(key));
    this.hover = new HoverCard(content, reader, t, on);
    this.focus = new GridFocus(content, {
      size: () => {
        const { columns, rows } = this.#picture().grid;
        return this.level === 0
          ? { columns, rows, group: 4 }
          : { columns: ACROSS, rows: DOWN, group: 16 };
      },
      rect: (i) => this.#focusRect(i),
      name: (i) => this.#cellName(i),
      focus: (i) => this.#pointAt(this.#pfnOf(i), i),
      enter: (i) => this.#goIn(this.#pfnOf(i)),
      leave: () => this.setLevel(this.level - 1, this.chosen),
      blur: () => this.#pointAway(),
    });
    this.#listen(stage.signal);
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const { content } = this;
    content.addEventListener('pointermove', (event) => this.#pointerMove(event), { signal });
    content.addEventListener('pointerleave', () => this.#pointAway(), { signal });
    content.addEventListener(
      'dblclick',
      (event) => {
        const pfn = this.pfnAt(event);
        if (pfn >= 0) this.#goIn(pfn);
      },
      { signal },
    );
    content.addEventListener(
      'click',
      (event) => {
        const pfn = this.pfnAt(event);
        if (pfn < 0) return;
        this.focus.go(this.#cellFor(pfn), true);
        this.on.select(pfn);
      },
      { signal },
    );
    listenToZoom(content, signal, {
      pfnAt: (spot) => this.pfnAt(spot),
      goIn: (pfn) => this.#goIn(pfn),
      goOut: () => this.setLevel(this.level - 1, this.chosen),
    });
  }

  // ---- levels ----

  /** Area in which levels 1 and 2 are drawn: the map's, and the bench's when nothing lies on it. @returns {Rect} */
  #levelArea() {
    const { layout: laid, scene } = this.#picture();
    const layout = /** @type {Layout} */ (laid);
    const y = layout.map.top + layout.mapHead;
    const idle = !scene?.bench;
    const bottom = idle
      ? layout.orders.top + layout.orders.height
      : layout.map.top + layout.map.height - 3;
    return { x: layout.x0, y, w: layout.cw * 11 - 2, h: bottom - y };
  }

  /** Ink around the block in hand inside a pageblock; level 1 alone has it. @param {{pfn: number, order: number}} hand */
  outline(hand) {
    if (this.level !== 1 || (hand.pfn & -BLOCK_PAGES) !== (this.chosen & -BLOCK_PAGES)) return [];
    const r = insideRect(
      this.#levelArea(),
      hand.pfn & (BLOCK_PAGES - 1),
      Math.min(1 << hand.order, BLOCK_PAGES),
    );
    return [svg('rect', { x: r.x, y: r.y, width: r.w, height: r.h, class: 'in-hand outline' })];
  }

  /** @param {number} level 0 to 2 @param {number} pfn @param {boolean} [animated] */
  setLevel(level, pfn, animated = true) {
    const to = Math.max(0, Math.min(LEVELS - 1, level));
    const from = this.level;
    this.hover.hide();
    this.chosen = pfn;
    if (to === from) {
      this.#redraw();
      return;
    }
    const { layout } = this.#picture();
    const cell = layout ? this.#focusRect(this.#cellFor(pfn)) : null;
    this.level = to;
    this.focus.go(this.#cellFor(pfn));
    this.#redraw();
    if (animated && !this.player.reduced && cell) this.#zoomMotion(to > from, cell);
  }

  /** The level that is entered grows out of its cell, the one that is left shrinks into it. @param {boolean} inward @param {Rect} cell */
  #zoomMotion(inward, cell) {
    const canvas = inward || this.level > 0 ? this.canvas : this.map.canvas;
    const area = {
      x: canvas.offsetLeft,
      y: canvas.offsetTop,
      w: canvas.offsetWidth,
      h: canvas.offsetHeight,
    };
    const small = inward
      ? `translate(${cell.x - area.x}px, ${cell.y - area.y}px) scale(${cell.w / area.w}, ${cell.h / area.h})`
      : 'scale(1.25)';
    canvas.animate(
      [
        {
          transformOrigin: inward ? '0 0' : '50% 50%',
          transform: small,
          opacity: inward ? 0.4 : 0,
        },
        { transformOrigin: inward ? '0 0' : '50% 50%', transform: 'none', opacity: 1 },
      ],
      { duration: ZOOM_MS, easing: 'cubic-bezier(.3,0,.1,1)' },
    );
  }

  /** @param {number} direction 1 in, -1 out */
  zoom(direction) {
    if (direction > 0) this.#goIn(this.#pfnOf(this.focus.at));
    else this.setLevel(this.level - 1, this.chosen);
  }

  /** @param {number} pfn */
  #goIn(pfn) {
    if (this.reader.blockType(pfn) < 0) return;
    const { level, reader } = this;
    const states = reader.pageStates(pfn & -BLOCK_PAGES);
    if (level > 0 && states[pfn & (BLOCK_PAGES - 1)] === STATE_S) this.on.slab(pfn);
    else this.setLevel(level + 1, pfn);
  }

  /** Finds a page on the map and puts the focus there. @param {number} pfn @param {boolean} [grabs] the focus */
  select(pfn, grabs = true) {
    if (pfn < 0) return;
    if (this.level > 0 && (pfn & -BLOCK_PAGES) !== (this.chosen & -BLOCK_PAGES)) {
      this.setLevel(0, pfn, false);
    }
    this.chosen = pfn;
    this.#redraw();
    const cell = this.#cellFor(pfn);
    this.focus.go(cell, grabs);
    this.#pointAt(pfn, cell);
  }

  /** After a new layout or new colours. */
  resize() {
    this.key = '';
  }

  /** Draws the level that one is on, and puts the focus where it is on it. */
  render() {
    this.#renderLevel();
    this.focus.name(this.t('stage.mapLabel'));
    this.focus.update();
  }

  #renderLevel() {
    const { level, map } = this;
    const { layout, palette, mono, grid } = this.#picture();
    const inside = level > 0;
    this.canvas.hidden = !inside;
    map.canvas.hidden = inside;
    map.flashCanvas.hidden = inside;
    this.axes.group.setAttribute('visibility', inside ? 'hidden' : 'visible');
    this.crumbs.hidden = !inside;
    if (!inside || !layout || !palette) return;
    const area = this.#levelArea();
    const key = JSON.stringify([area, palette.paper]);
    if (key !== this.key) {
      this.view.resize(area, palette, mono ?? 'monospace');
      this.key = key;
    }
    this.view.draw(level, this.chosen);
    const { chosen: pfn, t } = this;
    const goTo = (/** @type {number} */ to) => this.setLevel(to, pfn);
    const around = { layout, grid, area, level, pfn, map: map.canvas, t, goTo };
    this.crumbs.replaceChildren(...crumbs(around));
  }

  // ---- pointing ----

  /** @param {number} i cell of the level on the screen @returns {number} */
  #pfnOf(i) {
    if (this.level === 0) return this.map.pfnOf(i);
    if (this.level === 1) return (this.chosen & -BLOCK_PAGES) + i;
    return this.chosen;
  }

  /** @param {number} pfn */
  #cellFor(pfn) {
    return this.level === 0 ? this.map.cellOf(pfn) : this.level === 1 ? pfn & (BLOCK_PAGES - 1) : 0;
  }

  /** @param {number} i @returns {Rect | null} */
  #focusRect(i) {
    const { layout, grid } = this.#picture();
    if (!layout) return null;
    if (this.level === 0) return stageCell(this.map.pfnOf(i), grid, layout);
    return insideRect(this.#levelArea(), i);
  }

  /** @param {number} i */
  #cellName(i) {
    const { reader } = this;
    const { grid } = this.#picture();
    const pfn = this.#pfnOf(i);
    if (this.level > 0) {
      const states = reader.pageStates(pfn & -BLOCK_PAGES);
      const state = stateText(states[pfn & (BLOCK_PAGES - 1)], this.t);
      return this.t('stage.pageCell', {
        pfn: `0x${bare(pfn)}`,
        state,
        row: Math.floor(i / ACROSS),
        column: i % ACROSS,
      });
    }
    const digits = bare(grid.first + Math.floor(i / grid.columns) * grid.columns * BLOCK_PAGES);
    const values = {
      pfn: `0x${bare(pfn)}`,
      row: digits.slice(0, -4),
      column: ((pfn >>> 12) & 0xf).toString(16),
    };
    const owner = reader.blockType(pfn);
    if (owner < 0) return this.t('stage.hole', values);
    let free = 0;
    for (const state of reader.pageStates(pfn)) if (state <= 3) free++;
    return this.t('stage.cell', { ...values, type: TYPE_NAMES[owner] ?? '', free });
  }

  /** Where this page is drawn, in the window; null if it is not. @param {number} pfn @returns {Rect | null} */
  rectOf(pfn) {
    const { level, chosen } = this;
    if (level > 0 && (pfn & -BLOCK_PAGES) !== (chosen & -BLOCK_PAGES)) return null;
    if (level > 1 && pfn !== chosen) return null;
    const rect = this.#focusRect(this.#cellFor(pfn));
    if (!rect) return null;
    const box = this.content.getBoundingClientRect();
    return { ...rect, x: rect.x + box.left, y: rect.y + box.top };
  }

  /** @param {{clientX: number, clientY: number, target: EventTarget | null}} event @returns {number} pfn under the pointer, -1 for none */
  pfnAt(event) {
    const { layout, grid } = this.#picture();
    if (!layout) return -1;
    if (
      event.target instanceof Element &&
      event.target.closest('.free-area, .cards, .legend, .place-card, .crumbs button, .zone-name')
    ) {
      return -1;
    }
    const box = this.content.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    if (this.level > 0) {
      const area = this.#levelArea();
      const column = Math.floor(((x - area.x) * ACROSS) / area.w);
      const row = Math.floor(((y - area.y) * DOWN) / area.h);
      if (column < 0 || column >= ACROSS || row < 0 || row >= DOWN) return -1;
      return this.#pfnOf(row * ACROSS + column);
    }
    const top = layout.map.top + layout.mapHead;
    const row = Math.floor((y - top) / layout.mapRow);
    if (row < 0 || row >= grid.rows) return -1;
    for (let column = 0; column < grid.columns; column++) {
      const pfn = this.map.pfnOf(row * grid.columns + column);
      const rect = stageCell(pfn, grid, layout);
      if (x >= rect.x && x < rect.x + rect.w) return pfn;
    }
    return -1;
  }

  /** @param {PointerEvent} event */
  #pointerMove(event) {
    if (event.target instanceof Element && event.target.closest('.place-card')) return;
    const pfn = this.pfnAt(event);
    if (pfn === this.pointed) return;
    if (pfn < 0) this.#pointAway();
    else this.#pointAt(pfn, this.#cellFor(pfn));
  }

  /** @param {number} pfn @param {number} cell */
  #pointAt(pfn, cell) {
    this.pointed = pfn;
    const rect = this.#focusRect(cell);
    if (rect && this.level < 2) this.hover.show(pfn, this.level === 0, rect);
    const { scene, grid } = this.#picture();
    const hand = scene?.hand;
    if (this.level === 0) this.axes.mark(hand ? [hand.pfn, pfn] : [pfn], grid);
  }

  #pointAway() {
    if (
      this.content.contains(document.activeElement) &&
      document.activeElement?.closest('.place-card')
    ) {
      return;
    }
    this.pointed = -1;
    this.hover.hide();
    const { scene, grid } = this.#picture();
    const hand = scene?.hand;
    if (this.level === 0) this.axes.mark(hand ? [hand.pfn] : [], grid);
  }
}
