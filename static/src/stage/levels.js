// levels.js - inside a pageblock, and inside a page: levels 1 and 2 of the map, 64 across as everywhere.
//
//	level 1   64 × 16 pages: a free block is one outlined shape with its pfn and order; pages in use stand alone
//	level 2   64 × 16 words: what the model knows of a page's words

import { STATE_A, STATE_HOLE, STATE_PCP } from '../reader.js';
import { bare } from './dom.js';
import { canvasFills } from './patterns.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('./patterns.js').Palette} Palette */
/** @typedef {import('./dom.js').Rect} Rect */

export const ACROSS = 64;
export const DOWN = 16;
const BLOCK_PAGES = 1024;

/** @param {Rect} area @param {number} at first cell @param {number} [count] cells, a power of two @returns {Rect} */
export function insideRect(area, at, count = 1) {
  const w = area.w / ACROSS;
  const h = area.h / DOWN;
  const rows = Math.max(1, count / ACROSS);
  return {
    x: area.x + (at % ACROSS) * w,
    y: area.y + Math.floor(at / ACROSS) * h,
    w: Math.min(count, ACROSS) * w,
    h: rows * h,
  };
}

export class LevelView {
  /** @param {HTMLCanvasElement} canvas @param {Reader} reader @param {(key: string) => string} t */
  constructor(canvas, reader, t) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.reader = reader;
    this.t = t;
    this.key = '';
  }

  /** @param {Rect} area on the stage @param {Palette} palette @param {string} mono font family */
  resize(area, palette, mono) {
    this.area = area;
    this.palette = palette;
    this.mono = mono;
    this.scale = Math.max(1, Math.min(3, window.devicePixelRatio || 1));
    const { canvas } = this;
    canvas.width = Math.round(area.w * this.scale);
    canvas.height = Math.round(area.h * this.scale);
    canvas.style.left = `${area.x}px`;
    canvas.style.top = `${area.y}px`;
    canvas.style.width = `${area.w}px`;
    canvas.style.height = `${area.h}px`;
    this.small = canvasFills(this.context, palette, this.scale, 5);
    this.wide = canvasFills(this.context, palette, this.scale, 10);
    this.key = '';
  }

  /** @param {number} level 1 or 2 @param {number} pfn */
  draw(level, pfn) {
    const block = pfn & -BLOCK_PAGES;
    const key = `${level} ${level === 1 ? block : pfn} ${this.reader.blockVersion(block)}`;
    if (key === this.key) return;
    this.key = key;
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (level === 1) this.#pageblock(block);
    else this.#page(pfn);
  }

  /** @param {Rect} rect on the canvas, css pixels @returns {Rect} device pixels, whole */
  #device(rect) {
    const { scale = 1 } = this;
    const x = Math.round(rect.x * scale);
    const y = Math.round(rect.y * scale);
    return {
      x,
      y,
      w: Math.round((rect.x + rect.w) * scale) - x,
      h: Math.round((rect.y + rect.h) * scale) - y,
    };
  }

  get #origin() {
    return { x: 0, y: 0, w: this.area?.w ?? 0, h: this.area?.h ?? 0 };
  }

  /** @param {number} block */
  #pageblock(block) {
    const { reader, palette, small, wide, context: c, scale = 1 } = this;
    if (!palette || !small || !wide) return;
    const states = reader.pageStates(block);
    const px = Math.max(1, Math.round(scale));
    for (let i = 0; i < BLOCK_PAGES; i++) {
      const state = states[i];
      if (state < STATE_PCP) continue;
      const r = this.#device(insideRect(this.#origin, i));
      if (state === STATE_HOLE) {
        c.strokeStyle = palette.strong;
        c.globalAlpha = 0.4;
        c.beginPath();
        c.moveTo(r.x + r.w * 0.3, r.y + r.h * 0.3);
        c.lineTo(r.x + r.w * 0.7, r.y + r.h * 0.7);
        c.moveTo(r.x + r.w * 0.7, r.y + r.h * 0.3);
        c.lineTo(r.x + r.w * 0.3, r.y + r.h * 0.7);
        c.stroke();
        c.globalAlpha = 1;
        continue;
      }
      c.fillStyle = small[state];
      c.fillRect(r.x, r.y, r.w - px, r.h - px);
      if (state === STATE_PCP) {
        c.strokeStyle = palette.edge[reader.blockType(block)] ?? palette.strong;
        c.lineWidth = px;
        c.strokeRect(r.x + px / 2, r.y + px / 2, r.w - 2 * px, r.h - 2 * px);
      }
      if (state === STATE_A && (i === 0 || states[i - 1] !== state)) {
        this.#text('A', r, state, false);
      }
    }
    for (const { pfn, order, mt } of reader.freeBlocksIn(block)) {
      const r = this.#device(
        insideRect(this.#origin, pfn - block, Math.min(1 << order, BLOCK_PAGES)),
      );
      c.fillStyle = order >= 3 ? wide[mt] : small[mt];
      c.fillRect(r.x, r.y, r.w, r.h);
      c.strokeStyle = palette.edge[mt];
      c.lineWidth = px;
      c.strokeRect(r.x + px / 2, r.y + px / 2, r.w - px, r.h - px);
      const long = `${bare(pfn)} · order ${order}`;
      if (r.w > long.length * 7 * scale) this.#text(long, r, mt, true);
      else if (r.w > 10 * scale) this.#text(String(order), r, mt, true);
    }
  }

  /** @param {string} text @param {Rect} r @param {number} state @param {boolean} mono */
  #text(text, r, state, mono) {
    const { context: c, palette, scale = 1 } = this;
    if (!palette || r.h < 8 * scale) return;
    const size = Math.min(11.5 * scale, r.h * 0.98);
    c.font = `650 ${size}px ${mono ? this.mono : 'system-ui'}`;
    c.fontKerning = 'none';
    const w = c.measureText(text).width + (text.length > 2 ? 12 : 4) * scale;
    c.fillStyle = palette.fill[state];
    const h = Math.min(size * 1.35, r.h - 2 * scale);
    c.fillRect(r.x + (r.w - Math.min(w, r.w)) / 2, r.y + (r.h - h) / 2, Math.min(w, r.w), h);
    c.fillStyle = palette.letter[state];
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    c.fillText(text, r.x + r.w / 2, r.y + r.h / 2 + 0.5 * scale);
  }

  /** A page whose words the model does not know is plain: its state, and the grid of its words. @param {number} pfn */
  #page(pfn) {
    const { reader, palette, wide, context: c, scale = 1, canvas } = this;
    if (!palette || !wide) return;
    const state = reader.pageStates(pfn & -BLOCK_PAGES)[pfn & (BLOCK_PAGES - 1)];
    c.fillStyle = wide[state] ?? palette.paper;
    c.globalAlpha = state >= STATE_A ? 0.9 : 1;
    c.fillRect(0, 0, canvas.width, canvas.height);
    c.globalAlpha = 0.25;
    c.fillStyle = palette.letter[state] || palette.ink;
    for (let i = 1; i < ACROSS; i++) {
      c.fillRect(Math.round((canvas.width * i) / ACROSS), 0, 1, canvas.height);
    }
    for (let i = 1; i < DOWN; i++) {
      c.fillRect(0, Math.round((canvas.height * i) / DOWN), canvas.width, 1);
    }
    c.globalAlpha = 1;
    c.font = `600 ${13 * scale}px 'Pretendard Variable', pretendard, system-ui, sans-serif`;
    const text = this.t('stage.plain');
    const w = c.measureText(text).width + 24 * scale;
    c.fillStyle = palette.fill[state] || palette.paper;
    c.fillRect((canvas.width - w) / 2, canvas.height / 2 - 14 * scale, w, 28 * scale);
    c.fillStyle = palette.letter[state] || palette.ink;
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    c.fillText(text, canvas.width / 2, canvas.height / 2);
  }
}
