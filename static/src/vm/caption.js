// caption.js - the sentence of a moment of virtual memory.

import { fill } from '../i18n/fill.js';
import { messages } from '../i18n/index.js';

/** @typedef {import('./story.js').VmMoment} VmMoment */

/** What is a count, and not an address or a word. */
const DECIMAL = new Set(['n', 'size', 'count', 'index', 'domain', 'len', 'sig', 'nr']);

/** @param {string} name @param {number | string} value */
function show(name, value) {
  if (typeof value === 'string' || DECIMAL.has(name)) return String(value);
  return `0x${(value >>> 0).toString(16)}`;
}

/** FS of a fault status register: its bit 4 lies at bit 10. @param {number} fsr */
const status = (fsr) => (fsr & 0xf) | ((fsr >>> 6) & 0x10);

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
  values.addr ??= values.va ?? values.uaddr;
  if (data.fsr !== undefined) values.fault ??= words[`pt.fs.${status(Number(data.fsr))}`];
  return fill(template, values);
}
