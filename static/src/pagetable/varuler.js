// varuler.js - the bits of the address that is walked, and which of them choose what: in the hardware's reading or in Linux's.

import { html } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { hex, hex8 } from './text.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./walk.js').Walk} Walk */

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {number} bits
 * @property {number} value
 * @property {string} note
 * @property {'l1' | 'l2' | 'offset'} kind
 */

/** @param {App} app @param {Walk} walk @returns {Part[]} from the highest bit down */
function partsOf({ t, pageTables: room }, { va, l1 }) {
  const linux = room.reading === 'linux';
  const table = l1.d.type === 'table';
  const index = (/** @type {number} */ i, /** @type {number} */ of) =>
    t('pt.ofWords', { i: decimal(i), last: decimal(of - 1) });
  const rest = table ? 12 : l1.d.type === 'supersection' ? 24 : 20;
  /** @type {Part} */
  const offset = {
    name: t('pt.offset'),
    bits: rest,
    value: va & (2 ** rest - 1),
    note: '',
    kind: 'offset',
  };
  const first = linux ? 11 : 12;
  /** @type {Part[]} */
  const parts = [
    {
      name: linux ? 'pgd_index' : t('pt.l1Index'),
      bits: first,
      value: va >>> (32 - first),
      note: index(va >>> (32 - first), 2 ** first),
      kind: 'l1',
    },
  ];
  if (table) {
    const second = linux ? 9 : 8;
    const value = (va >>> 12) & (2 ** second - 1);
    const name = linux ? 'pte_index' : t('pt.l2Index');
    parts.push({ name, bits: second, value, note: index(value, 2 ** second), kind: 'l2' });
  } else if (linux && rest < 21) {
    const value = (va >>> 20) & 1;
    parts.push({ name: t('pt.half'), bits: 1, value, note: '', kind: 'l2' });
  }
  if (rest === 24) parts[0] = { ...parts[0], note: t('pt.sixteen') };
  return rest === 24 ? superParts(parts[0], offset, va) : [...parts, offset];
}

/** A supersection is found by any of 16 words. @param {Part} first @param {Part} offset @param {number} va @returns {Part[]} */
function superParts(first, offset, va) {
  return [{ ...first, bits: 8, value: va >>> 24 }, offset];
}

/** @param {App} app @param {Walk} walk */
export function vaRuler(app, walk) {
  const parts = partsOf(app, walk);
  const digits = [...walk.va.toString(2).padStart(32, '0')];
  let at = 0;
  const label = `${hex8(walk.va)}: ${parts.map((part) => `${part.name} ${hex(part.value)}`).join(', ')}`;
  return html`<div class="va-ruler" role="img" aria-label=${label}>
    ${parts.map((part) => {
      const mine = digits.slice(at, at + part.bits);
      at += part.bits;
      return html`<span class="va-part" data-kind=${part.kind} style=${`--bits:${part.bits}`}>
        <span class="va-bits mono">${mine.map((bit) => html`<i>${bit}</i>`)}</span>
        <span class="va-name"
          ><b>${part.name}</b> <b class="mono">${hex(part.value)}</b>
          <small>${part.note}</small></span
        >
      </span>`;
    })}
  </div>`;
}
