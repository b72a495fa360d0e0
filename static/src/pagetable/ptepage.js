// ptepage.js - the pair of first-level words, and the page behind it: two tables of Linux's, and the two of the hardware's that say the same.

import { html, nothing, svg } from 'lit/html.js';
import { HW_OFFSET } from './linux.js';
import { PAGE } from './memory.js';
import { bare, hex, hex8 } from './text.js';
import { decodeL1 } from './word.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./walk.js').Walk} Walk */

const ACROSS = 16;
const CELL = 6;
/** Rows of the list of words on each side of the one that is walked. */
const NEAR = 3;

/** Both words of a pair. @param {App} app @param {Walk} walk */
export function pair(app, { va, pgd }) {
  const { pageTables: room, t } = app;
  const even = (va >>> 20) & ~1;
  const words = [0, 1].map((n) => {
    const virt = pgd + 4 * (even + n);
    return { index: even + n, virt, word: room.memory.read(virt) };
  });
  return html`<section class="pair" aria-label=${t('pt.pair')}>
    <h3>${t('pt.pair')} <span class="mono quiet">${hex(pgd + 4 * even)}</span></h3>
    ${words.map(({ index, virt, word }) => {
      const old = room.changes.get(virt) ?? null;
      const { type } = decodeL1(word);
      const go = () => {
        room.choose(index * 0x100000 + (va & 0xfffff), 1);
        app.state.touch();
      };
      return html`<button
        type="button"
        class="pair-word mono"
        data-here=${index === va >>> 20}
        data-changed=${old !== null}
        aria-current=${index === va >>> 20 ? 'true' : nothing}
        @click=${go}
      >
        <small>L1[${bare(index, 3)}] · ${hex(virt)}</small>
        <span
          >${old === null ? nothing : html`<s>${old.toString(16)}</s> `}<b>${hex8(word)}</b>
          <small>${t(`pt.type.${type}`)}</small></span
        >
      </button>`;
    })}
  </section>`;
}

/** @param {App} app @param {Walk} walk */
export function ptePage(app, walk) {
  const { pageTables: room, t } = app;
  const { l1, va } = walk;
  if (l1.d.type !== 'table') {
    return html`<section class="pte-page">
      <h3>${t('pt.l2')}</h3>
      <p class="pte-none">${t(l1.d.type === 'fault' ? 'pt.l2Fault' : 'pt.l2Section')}</p>
    </section>`;
  }
  const page = l1.d.base - (l1.d.base % PAGE);
  const virt = room.memory.toVirt(page);
  return html`<section class="pte-page" aria-label=${t('pt.ptePage')}>
    <h3>
      ${t('pt.ptePage')}
      <span class="mono quiet">pfn ${hex(page / PAGE)}${virt ? ` · ${hex8(virt)}` : ''}</span>
    </h3>
    <div class="pte-body">
      <div class="quarters" data-reading=${room.reading}>${quarters(app, virt, va)}</div>
      ${list(app, virt, va)}
    </div>
  </section>`;
}

/** @param {App} app @param {number} virt of the page @param {number} va */
function quarters(app, virt, va) {
  const linux = app.pageTables.reading === 'linux';
  const size = linux ? 512 : 256;
  const here = (va >>> 12) & (size - 1);
  const half = linux ? 0 : (va >>> 20) & 1;
  const names = linux ? ['Linux', 'h/w'] : ['Linux 0', 'h/w 0', 'Linux 1', 'h/w 1'];
  return names.map((name, i) => {
    const hw = i % 2;
    const which = linux ? 0 : i >> 1;
    const at = hw * HW_OFFSET + which * 1024;
    const first = (va & ~0x1fffff) + which * 0x100000;
    return quarter(app, {
      name,
      at,
      virt: virt + at,
      size,
      here: which === half ? here : -1,
      read: hw === 1,
      choose: (index) => first + index * PAGE,
    });
  });
}

/**
 * @param {App} app
 * @param {{name: string, at: number, virt: number, size: number, here: number, read: boolean, choose: (index: number) => number}} one
 */
function quarter(app, { name, at, virt, size, here, read, choose }) {
  const { pageTables: room, state } = app;
  const rows = size / ACROSS;
  const square = (/** @type {number} */ i) => ({
    x: (i % ACROSS) * CELL + 0.4,
    y: Math.floor(i / ACROSS) * CELL + 0.4,
  });
  const side = CELL - 0.8;
  let used = '';
  const glows = [];
  for (let i = 0; i < size; i++) {
    const { x, y } = square(i);
    if (room.memory.read(virt + 4 * i)) used += `M${x} ${y}h${side}v${side}h${-side}z`;
    if (room.changes.has(virt + 4 * i)) {
      glows.push(svg`<rect class="pt-glow" x=${x} y=${y} width=${side} height=${side} />`);
    }
  }
  const click = (/** @type {MouseEvent} */ event) => {
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * ACROSS);
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    room.choose(choose(Math.min(size - 1, row * ACROSS + column)) >>> 0);
    state.touch();
  };
  const mark = here >= 0 ? square(here) : null;
  return html`<div class="quarter" data-here=${here >= 0} data-read=${read && here >= 0}>
    <svg
      viewBox="0 0 ${ACROSS * CELL} ${rows * CELL}"
      preserveAspectRatio="none"
      aria-hidden="true"
      @click=${click}
    >
      ${[1, 2, 3].map((n) => svg`<path class="l1-line" d=${`M${n * 4 * CELL} 0V${rows * CELL}M0 ${(n * rows * CELL) / 4}H${ACROSS * CELL}`} />`)}
      <path class="l1-tables" d=${used} />
      ${glows}
      ${mark ? svg`<rect class="l2-chosen" x=${mark.x} y=${mark.y} width=${side} height=${side} />` : nothing}
    </svg>
    <span><b>${name}</b> <small class="mono">+${bare(at, 3)}</small></span>
  </div>`;
}

/** The entries around the one that is walked, both words of each. @param {App} app @param {number} virt @param {number} va */
function list(app, virt, va) {
  const { pageTables: room, t, state } = app;
  const here = (va >>> 12) & 0x1ff;
  const from = Math.max(0, Math.min(512 - 2 * NEAR - 1, here - NEAR));
  const rows = Array.from({ length: 2 * NEAR + 1 }, (_, i) => from + i);
  const cell = (/** @type {number} */ at) => {
    const word = room.memory.read(at);
    const old = room.changes.get(at) ?? null;
    return html`<td data-zero=${word === 0} data-changed=${old !== null}>
      ${old === null ? nothing : html`<s>${old.toString(16)}</s> `}<b>${bare(word)}</b>
    </td>`;
  };
  return html`<table class="pte-list mono">
    <thead>
      <tr>
        <th scope="col">${t('pt.entry')}</th>
        <th scope="col">${t('pt.address')}</th>
        <th scope="col">Linux</th>
        <th scope="col">h/w</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((index) => {
        const of = ((va & ~0x1fffff) + index * PAGE) >>> 0;
        const name =
          room.reading === 'linux' ? bare(index, 3) : `${index >> 8}·${bare(index & 255, 2)}`;
        const go = () => {
          room.choose(of);
          state.touch();
        };
        return html`<tr
          data-here=${index === here}
          aria-current=${index === here ? 'true' : nothing}
        >
          <th scope="row">[${name}]</th>
          <td><button type="button" class="link" @click=${go}>${bare(of)}</button></td>
          ${cell(virt + 4 * index)} ${cell(virt + HW_OFFSET + 4 * index)}
        </tr>`;
      })}
    </tbody>
  </table>`;
}
