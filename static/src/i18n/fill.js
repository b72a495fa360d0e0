// Fills a sentence: {name} is a value, {name|을/를} the value with its Korean particle.

import { josa } from './josa.js';

/**
 * @param {string} template
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function fill(template, values = {}) {
  return template.replace(/\{(\w+)(?:\|([^}]+))?\}/g, (whole, name, pair) => {
    if (!(name in values)) return whole;
    const text =
      typeof values[name] === 'number' ? decimal(Number(values[name])) : String(values[name]);
    return pair ? josa(text, pair) : text;
  });
}

/** 188176 as 188,176; a minus is U+2212. @param {number} n */
export function decimal(n) {
  const digits = String(Math.abs(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return n < 0 ? `\u2212${digits}` : digits;
}
