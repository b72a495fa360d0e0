// benchmark.js - how long a frame of the map takes when many pages changed. Not part of the page; tests/bench/map.bench.mjs runs it.

import { Reader } from '../reader.js';
import { Replica } from '../replica.js';
import { Schema } from '../schema.js';
import { gridOf, layOut } from './layout.js';
import { MemoryMap } from './map.js';
import { readPalette } from './patterns.js';

const MAPCOUNT = 3; // word of struct page
const PG_RESERVED = 1 << 10;

/**
 * @param {object} given
 * @param {any} given.model @param {any} given.profile
 * @param {Uint8Array} given.base chunks of the base image
 * @param {number} given.pages that change in each frame
 * @param {number} given.frames
 * @returns {Promise<number[]>} ms of script for each frame, from the change of the pages to the last pixel
 */
export async function benchmark({ model, profile, base, pages, frames }) {
  const replica = new Replica(profile.image_size, profile.ram_off);
  replica.loadBase(base);
  const reader = new Reader(replica, new Schema(model, profile), profile);
  const canvases = [0, 1].map(() => document.body.appendChild(document.createElement('canvas')));
  const map = new MemoryMap(reader, canvases[0], canvases[1]);
  const grid = gridOf(reader.firstPfn, reader.nrPages);
  const given = { width: 1020, height: 638, twoZones: true, lines: [1, 0, 2, 0] };
  const layout = layOut({ ...given, screen: 'laptop', mapRows: grid.rows });
  map.resize(layout, grid, readPalette(document.documentElement));
  map.draw();
  const stride = Math.floor(reader.nrPages / pages);
  const times = [];
  for (let frame = 0; frame < frames; frame++) {
    // As the page draws: once a frame, and the browser shows it before the next.
    await new Promise(requestAnimationFrame);
    // One page in so many, over all of memory: every pageblock changes, and every cell has to be painted again.
    for (let i = 0; i < pages; i++) {
      flip(replica, reader.pageAt(reader.firstPfn + i * stride), frame % 2 === 0);
    }
    const start = performance.now();
    map.flash(map.draw({ coarse: true }));
    times.push(performance.now() - start);
  }
  return times;
}

/** A page becomes reserved, or in use. @param {Replica} replica @param {number} at its first word @param {boolean} reserved */
function flip(replica, at, reserved) {
  replica.words[at] = reserved ? replica.words[at] | PG_RESERVED : replica.words[at] & ~PG_RESERVED;
  replica.words[at + MAPCOUNT] = 0xffffffff;
  replica.watcher?.word(at);
}
