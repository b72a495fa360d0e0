// words.js - the sentence of a stop with its values in it.

import { decimal, fill } from '../i18n/fill.js';

/** Stand around a value in a sentence that has been filled in. */
const OPEN = '\u0001';
const CLOSE = '\u0002';

/** A value as a sentence says it: 14,680 and MOVABLE. @param {string} value as the walk writes it */
export function spoken(value) {
  if (/^-?\d+$/.test(value)) return decimal(Number(value));
  return value.replace(/^(\w+): \d+$/, '$1').replace(/^ref\((.*)\)$/, '$1');
}

/**
 * @param {string} sentence @param {Record<string, string>} values
 * @returns {{text: string, value: boolean}[]} its parts, those from the walk marked
 */
export function sentenceParts(sentence, values) {
  const marked = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, `${OPEN}${spoken(value)}${CLOSE}`]),
  );
  return fill(sentence, marked)
    .split(OPEN)
    .flatMap((part, at) => {
      const [value, rest] = at === 0 ? ['', part] : part.split(CLOSE);
      return [
        { text: value, value: true },
        { text: rest, value: false },
      ];
    })
    .filter((part) => part.text !== '');
}
