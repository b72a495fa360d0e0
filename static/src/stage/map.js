// map.js - level 0: the machine, one cell per pageblock.
//
// A cell shows the state of its pages: one fill if they are alike, else 16 bands of 64 pages by majority, low addresses on top. Its edge
// is the colour of the pageblock's owner, two pixels thick above when it holds free pages of another type. A tick at the right says that
// some of its pages are in use. Cells are redrawn only when what they show has changed.

import { STATE_A, STATE_B, STATE_HOLE, STATE_PCP, STATE_R } from '../reader.js';
import { canvasFills, LETTERS } from './patterns.js';

/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./layout.js').Grid} Grid */
/** @typedef {import('./patterns.js').Palette} Palette */
/** @typedef {import('./dom.js').Rect} Rect */

export const BLOCK_PAGES = 1024;
const BANDS = 16;
const BAND_PAGES = BLOCK_PAGES / BANDS;
const DIGIT_BLOCKS = 4;
/** WCAG 2.3.1: no more than three flashes a second. */
const FLASH_EVERY = 334;
const FLASH_MS = 150;

/**
 * What a cell shows.
 * @typedef {object} Look
 * @property {Uint8Array} bands
 * @property {number} uniform the state of all pages, or -1
 * @property {boolean} plain uniform, and not cut into blocks smaller than the pageblock
 * @property {number} cuts bit n: a free block begins at band n
 * @property {boolean} inUse some pages are in use
 * @property {boolean} foreign some free pages are not of the owner's type
 * @property {number} owner
 */

/** @param {Layout} layout @param {Grid} grid @param {number} i @returns {Rect} in the map's own coordinates */
export function cellRect(layout, grid, i) {
  const width = layout.cw * 11;
  const digit = width / (grid.columns / DIGIT_BLOCKS);
  const gap = layout.screen === 'phone' ? 1.6 : layout.screen === 'projector' ? 3.4 : 2.6;
  const column = i % grid.columns;
  const row = Math.floor(i / grid.columns);
  const w = (digit - gap) / DIGIT_BLOCKS;
  return {
    x: Math.floor(column / DIGIT_BLOCKS) * digit + (column % DIGIT_BLOCKS) * w,
    y: row * layout.mapRow,
    w,
    h: layout.mapRow - Math.max(1.4, layout.mapRow * 0.11),
  };
}

const counts = new Uint16Array(STATE_HOLE + 1);

/**
 * @param {Uint8Array} states of the pages @param {Uint8Array} bands filled in
 * @returns {{uniform: number, present: number}} the state of all pages, or -1; bit n: some page has state n
 */
export function bandsOf(states, bands) {
  const first = states[0];
  let alike = 1;
  while (alike < BLOCK_PAGES && states[alike] === first) alike++;
  if (alike === BLOCK_PAGES) {
    bands.fill(first);
    return { uniform: first, present: 1 << first };
  }
  let present = 0;
  for (let band = 0; band < BANDS; band++) {
    if ((band + 1) * BAND_PAGES <= alike) {
      bands[band] = first;
      continue;
    }
    counts.fill(0);
    for (let i = band * BAND_PAGES; i < (band + 1) * BAND_PAGES; i++) counts[states[i]]++;
    let best = 0;
    for (let state = 0; state <= STATE_HOLE; state++) {
      if (counts[state] > 0) present |= 1 << state;
      if (counts[state] > counts[best]) best = state;
    }
    bands[band] = best;
  }
  return { uniform: -1, present: present | (1 << first) };
}

const FREE_STATES = 0b1111;
const USED_STATES = ((1 << (STATE_B + 1)) - 1) & ~((1 << STATE_A) - 1);

export class MemoryMap {
  /**
   * @param {import('../reader.js').Reader} reader
   * @param {HTMLCanvasElement} canvas @param {HTMLCanvasElement} flashes a second one above it
   */
  constructor(reader, canvas, flashes) {
    this.reader = reader;
    this.canvas = canvas;
    this.flashCanvas = flashes;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    this.flashContext = /** @type {CanvasRenderingContext2D} */ (flashes.getContext('2d'));
    /** @type {(Look | null)[]} */
    this.looks = [];
    /** @type {number[]} version of the block that was last looked at */
    this.versions = [];
    /** @type {string[]} letter drawn in each cell */
    this.letters = [];
    /** @type {Map<string, HTMLCanvasElement>} */
    this.sprites = new Map();
    /** @type {Map<number, number>} when a cell last began to flash */
    this.flashed = new Map();
    this.fading = false;
  }

  /** @param {Layout} layout @param {Grid} grid @param {Palette} palette */
  resize(layout, grid, palette) {
    this.layout = layout;
    this.grid = grid;
    this.palette = palette;
    this.scale = Math.max(1, Math.min(3, window.devicePixelRatio || 1));
    const width = layout.cw * 11;
    const height = layout.mapRow * grid.rows;
    for (const canvas of [this.canvas, this.flashCanvas]) {
      canvas.width = Math.round(width * this.scale);
      canvas.height = Math.round(height * this.scale);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    this.fills = canvasFills(
      this.context,
      palette,
      this.scale,
      layout.screen === 'projector' ? 6 : 5,
    );
    this.sprites.clear();
    this.forget();
  }

  /** Everything is to be drawn again. */
  forget() {
    this.looks = [];
    this.versions = [];
    this.letters = [];
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** @param {number} i @returns {number} pfn of a cell */
  pfnOf(i) {
    return (this.grid?.first ?? 0) + i * BLOCK_PAGES;
  }

  /** @param {number} pfn @returns {number} its cell */
  cellOf(pfn) {
    return Math.floor((pfn - (this.grid?.first ?? 0)) / BLOCK_PAGES);
  }

  get cells() {
    return this.grid ? this.grid.columns * this.grid.rows : 0;
  }

  /**
   * Draws what has changed.
   * @param {{coarse?: boolean}} [options] coarse leaves out the cuts between free blocks
   * @returns {number[]} cells that look different
   */
  draw({ coarse = false } = {}) {
    const { cells } = this;
    /** @type {number[]} */
    const changed = [];
    const marked = new Uint8Array(cells);
    for (let i = 0; i < cells; i++) {
      const pfn = this.pfnOf(i);
      const version = this.reader.blockVersion(pfn) * 2 + (coarse ? 1 : 0);
      const known = this.looks[i];
      if (known && (this.versions[i] === version || (coarse && this.versions[i] === version - 1))) {
        continue;
      }
      this.versions[i] = version;
      const look = this.#look(pfn, coarse);
      if (known && same(known, look)) continue;
      this.looks[i] = look;
      marked[i] = 1;
      changed.push(i);
    }
    this.#lettersFor(marked);
    for (let i = 0; i < cells; i++) if (marked[i]) this.#paint(i);
    return changed;
  }

  /** @param {number} pfn @param {boolean} coarse @returns {Look} */
  #look(pfn, coarse) {
    const { reader } = this;
    const states = reader.pageStates(pfn);
    const bands = new Uint8Array(BANDS);
    const { uniform, present } = bandsOf(states, bands);
    const owner = reader.blockType(pfn);
    const free = uniform >= 0 && uniform <= STATE_R;
    let inUse = uniform < 0 && (present & USED_STATES) !== 0;
    const foreign = (present & FREE_STATES & ~(1 << owner)) !== 0;
    // A band that is in use says so itself; the tick is for pages that the bands do not show.
    if (inUse && bands.some((state) => state >= STATE_A)) inUse = false;
    let cuts = 0;
    let whole = free;
    if (!coarse && free) {
      whole = reader.page(pfn & -BLOCK_PAGES).order >= 10;
    }
    if (!coarse && !whole && uniform !== STATE_B && uniform !== STATE_HOLE) {
      for (const block of reader.freeBlocksIn(pfn)) {
        const at = block.pfn & (BLOCK_PAGES - 1);
        if (at > 0 && at % BAND_PAGES === 0) cuts |= 1 << (at / BAND_PAGES);
      }
    }
    return { bands, uniform, plain: uniform >= 0 && (!free || whole), cuts, inUse, foreign, owner };
  }

  /** A letter stands where a run of one state begins. @param {Uint8Array} marked cells to paint; those that gain or lose a letter are added */
  #lettersFor(marked) {
    let run = '';
    let zone = -1;
    for (let i = 0; i < this.cells; i++) {
      const look = this.looks[i];
      const here = this.reader.zoneOf(this.pfnOf(i));
      if (here !== zone) {
        zone = here;
        run = '';
      }
      let letter = '';
      const state = candidate(look);
      if (state !== '') {
        // A cell that is cut or partly in use leaves the letter to a whole one after it, if that begins the same run.
        const next = this.looks[i + 1];
        const waits = !look?.plain && next?.plain === true && candidate(next) === state;
        if (state !== run && !waits) {
          letter = state;
          run = state;
        } else if (state !== run) {
          run = '';
        }
      }
      if (this.letters[i] !== letter) {
        this.letters[i] = letter;
        marked[i] = 1;
      }
    }
  }

  /** @param {number} i */
  #paint(i) {
    const look = this.looks[i];
    const { layout, grid, context, scale = 1 } = this;
    if (!look || !layout || !grid) return;
    const rect = cellRect(layout, grid, i);
    const x = Math.round(rect.x * scale);
    const y = Math.round(rect.y * scale);
    const w = Math.round((rect.x + rect.w) * scale) - x;
    const h = Math.round((rect.y + rect.h) * scale) - y;
    const key =
      look.plain && !look.foreign
        ? `${look.uniform} ${look.owner} ${this.letters[i]} ${w} ${h}`
        : '';
    if (!key) {
      context.clearRect(x, y, w, h);
      this.#paintCell(context, look, this.letters[i], x, y, w, h);
      return;
    }
    let sprite = this.sprites.get(key);
    if (!sprite) {
      sprite = document.createElement('canvas');
      sprite.width = w;
      sprite.height = h;
      const c = /** @type {CanvasRenderingContext2D} */ (sprite.getContext('2d'));
      this.#paintCell(c, look, this.letters[i], 0, 0, w, h);
      this.sprites.set(key, sprite);
    }
    context.clearRect(x, y, w, h);
    context.drawImage(sprite, x, y);
  }

  /** @param {CanvasRenderingContext2D} c @param {Look} look @param {string} letter @param {number} x @param {number} y @param {number} w @param {number} h */
  #paintCell(c, look, letter, x, y, w, h) {
    const { palette, fills, scale = 1 } = this;
    if (!palette || !fills) return;
    const px = Math.max(1, Math.round(scale));
    if (look.uniform === STATE_HOLE) {
      c.strokeStyle = palette.strong;
      c.lineWidth = px;
      c.globalAlpha = 0.5;
      c.beginPath();
      c.moveTo(x + 2 * px, y + 2 * px);
      c.lineTo(x + w - 2 * px, y + h - 2 * px);
      c.moveTo(x + w - 2 * px, y + 2 * px);
      c.lineTo(x + 2 * px, y + h - 2 * px);
      c.stroke();
      c.globalAlpha = 1;
      return;
    }
    for (let band = 0; band < BANDS;) {
      const state = look.bands[band];
      let end = band + 1;
      while (end < BANDS && look.bands[end] === state) end++;
      const top = y + Math.round((h * band) / BANDS);
      c.fillStyle = fills[state];
      c.fillRect(x, top, w, y + Math.round((h * end) / BANDS) - top);
      band = end;
    }
    const edge = palette.edge[look.owner] ?? palette.strong;
    c.fillStyle = edge;
    if (look.cuts) {
      c.globalAlpha = 0.4;
      for (let band = 1; band < BANDS; band++) {
        if (look.cuts & (1 << band)) {
          c.fillRect(x + px, y + Math.round((h * band) / BANDS), w - 2 * px, px);
        }
      }
    }
    c.globalAlpha = 0.5;
    c.fillRect(x, y, w, px);
    c.fillRect(x, y + h - px, w, px);
    c.fillRect(x, y + px, px, h - 2 * px);
    c.fillRect(x + w - px, y + px, px, h - 2 * px);
    c.globalAlpha = 1;
    if (look.foreign) c.fillRect(x, y, w, 2 * px);
    if (look.inUse) {
      c.fillStyle = palette.ink;
      c.fillRect(x + w - px, y + Math.round(h * 0.3), px, Math.round(h * 0.4));
    }
    if (letter) this.#paintLetter(c, look, letter, x, y, w, h);
  }

  /** @param {CanvasRenderingContext2D} c @param {Look} look @param {string} letter @param {number} x @param {number} y @param {number} w @param {number} h */
  #paintLetter(c, look, letter, x, y, w, h) {
    const { palette, layout, scale = 1 } = this;
    if (!palette || !layout || layout.screen === 'phone') return;
    const size = Math.min(h * 0.72, (layout.screen === 'projector' ? 16 : 11.5) * scale);
    c.font = `750 ${size}px 'Pretendard Variable', pretendard, system-ui, sans-serif`;
    const wide = c.measureText(letter).width + 2 * scale;
    c.fillStyle = palette.fill[look.bands[0]];
    const plate = Math.min(wide + scale, w - 2);
    c.fillRect(x + (w - plate) / 2, y + h / 2 - size * 0.52, plate, size * 1.04);
    c.fillStyle = palette.letter[look.bands[0]];
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    c.fillText(letter, x + w / 2, y + h / 2 + size * 0.04);
  }

  /** Cells flash once in ink; none more than three times a second. @param {number[]} cells */
  flash(cells) {
    const now = performance.now();
    for (const i of cells) {
      if (now - (this.flashed.get(i) ?? -FLASH_EVERY) >= FLASH_EVERY) this.flashed.set(i, now);
    }
    if (!this.fading && cells.length > 0) {
      this.fading = true;
      requestAnimationFrame(() => this.#fade());
    }
  }

  #fade() {
    const { layout, grid, flashContext: c, palette, scale = 1 } = this;
    if (!layout || !grid || !palette) return;
    const now = performance.now();
    c.clearRect(0, 0, this.flashCanvas.width, this.flashCanvas.height);
    c.fillStyle = palette.ink;
    let any = false;
    for (const [i, since] of this.flashed) {
      const age = (now - since) / FLASH_MS;
      if (age >= 1) {
        if (now - since > FLASH_EVERY) this.flashed.delete(i);
        continue;
      }
      any = true;
      c.globalAlpha = 0.55 * (1 - age);
      const rect = cellRect(layout, grid, i);
      c.fillRect(rect.x * scale, rect.y * scale, rect.w * scale, rect.h * scale);
    }
    c.globalAlpha = 1;
    this.fading = any;
    if (any) requestAnimationFrame(() => this.#fade());
  }
}

/** @param {Look} a @param {Look} b */
function same(a, b) {
  if (
    a.uniform !== b.uniform ||
    a.plain !== b.plain ||
    a.cuts !== b.cuts ||
    a.inUse !== b.inUse ||
    a.foreign !== b.foreign ||
    a.owner !== b.owner
  ) {
    return false;
  }
  for (let i = 0; i < BANDS; i++) if (a.bands[i] !== b.bands[i]) return false;
  return true;
}

/** The letter that a cell could carry: that of its state if it has only one. @param {Look | null} look */
function candidate(look) {
  if (!look) return '';
  const [state] = look.bands;
  if (state === STATE_PCP || state === STATE_HOLE) return '';
  for (const band of look.bands) if (band !== state) return '';
  return LETTERS[state];
}
