// caption.js - the sentence of a moment of virtual memory.

import { fill } from '../i18n/fill.js';
import { messages } from '../i18n/index.js';

/** @typedef {import('./story.js').VmMoment} VmMoment */

/** What is a count, and not an address or a word. */
const DECIMAL = new Set(['n', 'size', 'count', 'index', 'domain']);

/** @param {string} name @param {number | string} value */
function show(name, value) {
  if (typeof value === 'string' || DECIMAL.has(name)) return String(value);
  return `0x${(value >>> 0).toString(16)}`;
}

/**
 * @param {VmMoment} moment @param {string} lang
 * @returns {string} '' if there is nothing to say
 */
export function vmSentence({ kind, data }, lang) {
  const words = messages[/** @type {'en' | 'ko'} */ (lang)] ?? messages.en;
  const template = words[`vmcap.${kind}`];
  if (template === undefined) return '';
  /** @type {Record<string, string>} */
  const values = {};
  for (const [name, value] of Object.entries(data)) values[name] = show(name, value);
  values.phys ??= values.phys_addr;
  values.addr ??= values.va;
  return fill(template, values);
}
