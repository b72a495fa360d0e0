// map.js - a machine's pageblocks, small: by what most of their pages are, with a frame around those in which the other differs.

import { prepared } from '../shell/canvas.js';
import { BLOCK_PAGES } from '../reader.js';
import { canvasFills, readPalette } from '../stage/patterns.js';

/** @typedef {import('../reader.js').Reader} Reader */

const ACROSS = 64;
/** Bands in a cell, each of what most of its pages are. */
const BANDS = 4;

/** What most of these pages are. @param {Uint8Array} states @param {number} from @param {number} count */
function most(states, from, count) {
  const seen = new Uint16Array(16);
  for (let i = from; i < from + count; i++) seen[states[i]]++;
  return seen.indexOf(Math.max(...seen));
}

/**
 * @param {string} id of the canvas @param {Reader} reader @param {number[]} blocks first pfns, ascending @param {Set<number>} differ
 */
export function drawMap(id, reader, blocks, differ) {
  const canvas = prepared(id);
  if (!canvas) return;
  const { context, width, height } = canvas;
  const palette = readPalette(document.documentElement);
  const fills = canvasFills(context, palette, 1, 4);
  const top = Math.floor(blocks[0] / BLOCK_PAGES / ACROSS);
  const rows = Math.floor(blocks[blocks.length - 1] / BLOCK_PAGES / ACROSS) - top + 1;
  const across = Math.min(ACROSS, blocks.length);
  const [w, h] = [width / across, Math.min(22, height / rows)];
  const place = (/** @type {number} */ block) => {
    const n = block / BLOCK_PAGES - top * ACROSS;
    const at = across < ACROSS ? blocks.indexOf(block) : n;
    return { x: (at % across) * w, y: Math.floor(at / across) * h };
  };
  for (const block of blocks) {
    const { x, y } = place(block);
    const states = reader.pageStates(block);
    for (let band = 0; band < BANDS; band++) {
      const size = BLOCK_PAGES / BANDS;
      context.fillStyle = fills[most(states, band * size, size)];
      context.fillRect(x + 0.5, y + 0.5 + (band * (h - 1)) / BANDS, w - 1, (h - 1) / BANDS + 0.3);
    }
  }
  context.strokeStyle = palette.ink;
  context.lineWidth = 2;
  for (const block of differ) {
    const { x, y } = place(block);
    context.strokeRect(x, y, Math.max(w, 5), h);
  }
}
