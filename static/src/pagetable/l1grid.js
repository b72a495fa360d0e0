// l1grid.js - the first level as a map of 4 GiB, 64 entries a row: 4,096 words of 1 MiB, or Linux's 2,048 pairs of 2 MiB.

import { html, nothing, svg } from 'lit/html.js';
import { hex8, sizeText } from './text.js';
import { decodeL1 } from './word.js';

/** @typedef {import('../shell/app.js').App} App */

const ACROSS = 64;
/** Units of the drawing. */
const WIDTH = 384;
const HEIGHT = 288;
const MIB = 0x100000;
const WORDS = 4096;

/** @param {'hardware' | 'linux'} reading */
function gridOf(reading) {
  const entries = reading === 'linux' ? WORDS / 2 : WORDS;
  return { entries, rows: entries / ACROSS, size: (WORDS / entries) * MIB };
}

/** Where an entry stands. Words of a pair touch; pairs do not. @param {ReturnType<typeof gridOf>} grid @param {number} i */
function place({ entries, rows }, i) {
  const w = WIDTH / ACROSS;
  const h = HEIGHT / rows;
  const x = (i % ACROSS) * w;
  const y = Math.floor(i / ACROSS) * h;
  const whole = entries === WORDS;
  const left = whole && i % 2 === 1 ? 0 : 0.6;
  const right = whole && i % 2 === 0 ? 0.2 : 0.6;
  return { x: x + left, y: y + 0.4, w: w - left - right, h: h - 0.8 };
}

/** One path for all entries of a kind. @param {App} app @returns {Record<string, string>} */
function paths({ pageTables: room }) {
  return room.once(`l1 ${room.reading}`, () => {
    const grid = gridOf(room.reading);
    /** @type {Record<string, string>} */
    const all = { section: '', table: '' };
    for (let i = 0; i < grid.entries; i++) {
      const at = i * (grid.size / MIB);
      const { type } = decodeL1(room.memory.read(room.table.addr + 4 * at));
      if (type === 'fault') continue;
      const { x, y, w, h } = place(grid, i);
      all[type === 'table' ? 'table' : 'section'] += `M${x} ${y}h${w}v${h}h${-w}z`;
    }
    return all;
  });
}

/** @param {App} app */
export function l1Grid(app) {
  const { pageTables: room, t, state } = app;
  const grid = gridOf(room.reading);
  const chosen = Math.floor(room.va / grid.size);
  const at = place(grid, chosen);
  const drawn = paths(app);
  const choose = (/** @type {number} */ i) => {
    room.choose(Math.max(0, Math.min(grid.entries - 1, i)) * grid.size);
    state.touch();
  };
  const click = (/** @type {MouseEvent} */ event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * ACROSS);
    const row = Math.floor(((event.clientY - box.top) / box.height) * grid.rows);
    choose(row * ACROSS + column);
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -ACROSS, ArrowDown: ACROSS }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choose(Math.floor(room.va / grid.size) + by);
  };
  const title = t(room.reading === 'linux' ? 'pt.l1Linux' : 'pt.l1Hardware');
  return html`<section class="l1" aria-label=${title}>
    <h3>L1 <span class="mono quiet">${room.table.name} · ${title}</span></h3>
    <div class="l1-frame">
      <div class="l1-axis mono" aria-hidden="true">
        ${[0, 2, 4, 6, 8, 0xa, 0xc, 0xe].map((n) => html`<span>${n.toString(16)}0<i>……</i></span>`)}
      </div>
      <div class="l1-map" @click=${click}>
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
          ${[1, 2, 3, 4, 5, 6, 7].map((n) => svg`<line class="l1-line" x1="0" x2=${WIDTH} y1=${(n * HEIGHT) / 8} y2=${(n * HEIGHT) / 8} />`)}
          <path class="l1-sections" d=${drawn.section} />
          <path class="l1-tables" d=${drawn.table} />
          ${changed(app, grid)}
        </svg>
        <div role="grid" aria-label=${title} aria-rowcount=${grid.rows} aria-colcount=${ACROSS}>
          <div role="row" aria-rowindex=${Math.floor(chosen / ACROSS) + 1}>
            <div
              role="gridcell"
              class="l1-chosen"
              tabindex="0"
              data-pair=${room.reading === 'hardware' ? (chosen % 2 ? 'odd' : 'even') : nothing}
              aria-colindex=${(chosen % ACROSS) + 1}
              aria-label=${label(app, chosen, grid)}
              style=${`left:${(100 * at.x) / WIDTH}%;top:${(100 * at.y) / HEIGHT}%;width:${(100 * at.w) / WIDTH}%;height:${(100 * at.h) / HEIGHT}%`}
              @keydown=${key}
            ></div>
          </div>
        </div>
        ${empty(app)}
      </div>
      ${names(app)}
    </div>
  </section>`;
}

/** Entries that the last step wrote. @param {App} app @param {ReturnType<typeof gridOf>} grid */
function changed({ pageTables: room }, grid) {
  const entries = new Set();
  for (const virt of room.changes.keys()) {
    const subject = room.tables.subject(virt);
    if (subject?.level === 1 && subject.pgd.addr === room.table.addr) {
      entries.add(Math.floor(subject.va / grid.size));
    }
  }
  return [...entries].map((i) => {
    const { x, y, w, h } = place(grid, i);
    return svg`<rect class="pt-glow" x=${x} y=${y} width=${w} height=${h} />`;
  });
}

/** Says in the large blank that nothing is there. @param {App} app */
function empty({ pageTables: room, t }) {
  const user = room.mapped.some(({ part }) => part === 'user');
  return user ? nothing : html`<span class="l1-empty" aria-hidden="true">${t('pt.noEntry')}</span>`;
}

/** What lies where, at the right of the map. @param {App} app */
function names({ pageTables: room, t }) {
  const at = (/** @type {number} */ va) => `top:${(100 * va) / 2 ** 32}%`;
  return html`<div class="l1-names" aria-hidden="true">
    <span style=${at(0)}>${t('pt.part.user')}</span>
    <span style=${at(0xc0000000)}>${t('pt.part.lowmem')}</span>
    <span class="l1-vmalloc" style=${at(room.memory.vmallocStart)}>${t('pt.part.vmalloc')}</span>
    <span class="l1-last">${t('pt.part.vectors')}</span>
  </div>`;
}

/** @param {App} app @param {number} i @param {ReturnType<typeof gridOf>} grid */
function label({ pageTables: room, t }, i, grid) {
  const words = Array.from({ length: grid.size / MIB }, (_, n) => {
    const word = room.memory.read(room.table.addr + 4 * (i * (grid.size / MIB) + n));
    return `${hex8(word)} ${t(`pt.type.${decodeL1(word).type}`)}`;
  });
  return `${hex8(i * grid.size)}, ${sizeText(grid.size)}: ${words.join('; ')}`;
}
