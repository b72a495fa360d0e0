// bits.js - the bit ruler: a word's bits under their numbers, over the names of their fields.

import { html, nothing } from 'lit/html.js';
import { bits } from './word.js';

/** @typedef {import('./fields.js').BitField} BitField */

/** Wider fields show the address that they are, or number, instead of their bits. */
const WIDE = 9;

/** @param {number} word @param {BitField[]} fields @param {{old?: number | null, label: string}} about */
export function bitRuler(word, fields, { old = null, label }) {
  return html`<div class="bit-ruler mono" role="img" aria-label=${`${label} ${says(word, fields)}`}>
    ${fields.map((field) => oneField(word, field, old))}
  </div>`;
}

/** Its fields in words, for those who do not see it. @param {number} word @param {BitField[]} fields */
function says(word, fields) {
  return fields
    .filter(({ name }) => name !== '')
    .map(({ name, high, low }) => `${name} ${bits(word, high, low).toString(16)}`)
    .join(', ');
}

/** @param {number} word @param {BitField} field @param {number | null} old */
function oneField(word, { name, high, low }, old) {
  const value = bits(word, high, low);
  const count = high - low + 1;
  const changed = old !== null && bits(old, high, low) !== value;
  return html`<span
    class="bit-box"
    data-wide=${count >= WIDE}
    data-unused=${name === ''}
    data-changed=${changed}
    style=${`--bits:${Math.min(count, 4)}`}
  >
    <small>${count > 1 ? `${high}…${low}` : high}</small>
    <span class="bit-values">
      ${
        count >= WIDE
          ? html`<i data-bit=${value === 0 ? 0 : 'many'}>${(value * 2 ** low).toString(16)}</i>`
          : [...value.toString(2).padStart(count, '0')].map(
              (bit) => html`<i data-bit=${bit}>${bit}</i>`,
            )
      }
    </span>
    <b>${name || nothing}</b>
  </span>`;
}
