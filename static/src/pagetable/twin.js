// twin.js - the same entry, written twice: Linux's word over the hardware's, with a line for every bit that goes across.

import { html, svg } from 'lit/html.js';
import { LINUX_BITS, SMALL_BITS } from './fields.js';
import { CROSSINGS, PTE_DIRTY, PTE_RDONLY, memoryTypeName, whyNoWord } from './linux.js';
import { hex8 } from './text.js';
import { bits } from './word.js';

/** @typedef {import('../shell/app.js').App} App */

/** Bits below the address. */
const LOW = 12;
const HEIGHT = 44;

/** @param {number} bit @returns {number} middle of its column */
const middle = (bit) => LOW - 1 - bit + 0.5;

/**
 * @param {App} app
 * @param {{linux: number, hw: number, oldLinux: number | null, oldHw: number | null}} words
 */
export function twin({ t }, { linux, hw, oldLinux, oldHw }) {
  const why = whyNoWord(linux);
  return html`<figure class="twin mono">
    ${row(t('pt.linuxWord'), linux, oldLinux, LINUX_BITS, true)}
    <svg viewBox="0 0 ${LOW} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
      ${hw === 0 ? svg`` : CROSSINGS.map((one) => crossing(linux, one))}
    </svg>
    ${row(t('pt.hwWord'), hw, oldHw, SMALL_BITS, false)}
    <figcaption>
      ${
        hw === 0
          ? t(`pt.noWord.${why || 'empty'}`)
          : t('pt.twin', { mt: `L_PTE_MT_${memoryTypeName(linux)}` })
      }
    </figcaption>
  </figure>`;
}

/** @param {number} linux @param {{from: number, to: number, not?: boolean}} one */
function crossing(linux, { from, to, not = false }) {
  const set = ((linux >>> from) & 1) === 1;
  // DIRTY matters only where the page may be written at all
  const counts = not ? !set && !(linux & PTE_RDONLY) : set;
  const faint = not && (linux & PTE_DIRTY) !== 0;
  const [a, b] = [middle(from), middle(to)];
  const d = `M${a} 0C${a} ${HEIGHT * 0.6} ${b} ${HEIGHT * 0.4} ${b} ${HEIGHT}`;
  return svg`<path d=${d} data-on=${counts} data-faint=${faint} />`;
}

/** @param {string} title @param {number} word @param {number | null} old @param {string[]} names @param {boolean} above */
function row(title, word, old, names, above) {
  const says = names.map((name, i) => `${name} ${bits(word, LOW - 1 - i, LOW - 1 - i)}`);
  const labels = html`<span class="twin-names" aria-hidden="true"
    ><span></span
    >${names.map((name, i) => html`<b data-on=${bits(word, LOW - 1 - i, LOW - 1 - i) === 1}>${name}</b>`)}</span
  >`;
  return html`<div
    class="twin-row"
    role="img"
    aria-label=${`${title} ${hex8(word)}: ${says.join(', ')}`}
    data-changed=${old !== null}
  >
    ${above ? labels : ''}
    <span class="twin-bits"
      ><span class="twin-head"><b>${title}</b> <span>${hex8(word)}</span></span
      >${names.map((_, i) => {
        const at = LOW - 1 - i;
        const bit = bits(word, at, at);
        return html`<i data-bit=${bit} data-changed=${old !== null && bits(old, at, at) !== bit}
          >${bit}</i
        >`;
      })}</span
    >
    ${above ? '' : labels}
  </div>`;
}
