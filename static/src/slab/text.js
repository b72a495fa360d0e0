// text.js - a slab as the table that the groups draw in their notes: objects across, address, free pointer and use below one another.
//
//	kmem_cache#30-o0 … (kmalloc-64), page 0x4f002, order 0, 64 objects of 64 bytes, counters 0x80400040
//	object       |        0 |        1 | …
//	start addr   | ef002000 | ef002040 | …
//	free pointer |          | ef002080 | …
//	use          |  (in use) |    cpu 2 | …

import { cellWidth } from './cellwidth.js';

/** Columns of one block of the table: what fits on a line of a note. */
export const COLUMNS = 8;

/**
 * @typedef {object} TableRow
 * @property {string} title
 * @property {(index: number) => string} cell
 */

/** @param {string} text @param {number} width in cells; Hangul takes two */
function left(text, width) {
  return text + ' '.repeat(Math.max(0, width - cellWidth(text)));
}

/** @param {string} text @param {number} width */
function right(text, width) {
  return ' '.repeat(Math.max(0, width - cellWidth(text))) + text;
}

/**
 * @param {string[]} head lines above the table @param {TableRow[]} rows @param {number} n objects
 * @param {number} [columns]
 */
export function table(head, rows, n, columns = COLUMNS) {
  const titles = Math.max(...rows.map((row) => cellWidth(row.title)));
  const lines = [...head];
  for (let at = 0; at < n; at += columns) {
    const indexes = Array.from({ length: Math.min(columns, n - at) }, (_, i) => at + i);
    const width = Math.max(
      4,
      ...rows.flatMap((row) => indexes.map((index) => cellWidth(row.cell(index)))),
    );
    const rule = `+${[titles, ...indexes.map(() => width)].map((w) => '-'.repeat(w + 2)).join('+')}+`;
    lines.push(rule);
    for (const row of rows) {
      const cells = indexes.map((index) => right(row.cell(index), width));
      lines.push(`| ${[left(row.title, titles), ...cells].join(' | ')} |`);
    }
    lines.push(rule);
  }
  return `${lines.join('\n')}\n`;
}
