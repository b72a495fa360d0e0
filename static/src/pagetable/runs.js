// runs.js - everything that a pgd maps, as runs: neighbouring entries with the same attributes whose memory joins too.

import { areaAt } from './areas.js';
import { decodeL1, decodeL2 } from './word.js';
import { PAGE, PGD_BYTES } from './memory.js';

/** @typedef {import('./memory.js').TableMemory} TableMemory */
/** @typedef {import('./word.js').Descriptor} Descriptor */
/** @typedef {import('./areas.js').Area} Area */

/**
 * @typedef {object} Run
 * @property {number} va
 * @property {number} pa
 * @property {number} size bytes
 * @property {number} entries how many words say so
 * @property {Descriptor} d of its first entry
 * @property {number} attr attributes as one number, alike for the whole run
 */

const MIB = 0x100000;

/** Everything of a word but its address. @param {Descriptor} d */
const attributes = (d) =>
  (d.shift << 20) |
  (d.domain << 16) |
  (d.ap << 12) |
  (d.tex << 8) |
  (d.cb << 4) |
  (Number(d.s) << 3) |
  (Number(d.ng) << 2) |
  (Number(d.xn) << 1) |
  Number(d.pxn);

/** @param {TableMemory} memory @param {number} pgd @param {number} [from] the first address @returns {Run[]} in the order of virtual addresses */
export function readRuns(memory, pgd, from = 0) {
  /** @type {Run[]} */
  const runs = [];
  const add = (
    /** @type {number} */ va,
    /** @type {number} */ size,
    /** @type {Descriptor} */ d,
  ) => {
    const pa = d.base + (va % 2 ** d.shift);
    const attr = attributes(d);
    const last = runs[runs.length - 1];
    if (last && last.attr === attr && last.va + last.size === va && last.pa + last.size === pa) {
      last.size += size;
      last.entries++;
    } else {
      runs.push({ va, pa, size, entries: 1, d, attr });
    }
  };
  for (let i = from / MIB; i < PGD_BYTES / 4; i++) {
    const d = decodeL1(memory.read(pgd + 4 * i));
    if (d.type === 'fault') continue;
    if (d.type !== 'table') {
      add(i * MIB, MIB, d);
      continue;
    }
    for (let j = 0; j < 256; j++) {
      const word = memory.readPhys(d.base + 4 * j) ?? 0;
      if (word & 3) add(i * MIB + j * PAGE, PAGE, decodeL2(word, d));
    }
  }
  return runs;
}

/** What a part of the virtual map is for. @typedef {'user' | 'modules' | 'pkmap' | 'lowmem' | 'gap' | 'vmalloc' | 'fixmap' | 'vectors' | 'none'} Part */

/** The parts of the kernel's map, ascending; `end` is where the next begins. @param {TableMemory} memory @returns {{part: Part, start: number, end: number}[]} */
export function partsOf(memory) {
  /** @type {[Part, number][]} */
  const starts = [
    ['user', 0],
    ['modules', 0xbf000000],
    ['pkmap', 0xbfe00000],
    ['lowmem', 0xc0000000],
    ['gap', memory.highMemory],
    ['vmalloc', memory.vmallocStart],
    ['none', 0xff000000],
    ['fixmap', 0xfff00000],
    ['none', 0xfffe0000],
    ['vectors', 0xffff0000],
  ];
  return starts.map(([part, start], i) => ({
    part,
    start,
    end: starts[i + 1]?.[1] ?? 2 ** 32,
  }));
}

/** @param {TableMemory} memory @param {number} va */
export const partAt = (memory, va) =>
  /** @type {{part: Part, start: number, end: number}} */ (
    partsOf(memory).findLast((one) => va >= one.start)
  );

/**
 * What stands on one line of the virtual map: a run, or an area with all its runs.
 * @typedef {object} Mapped
 * @property {number} va
 * @property {number} size
 * @property {Part} part
 * @property {Area | null} area
 * @property {Run[]} runs none where a process has no pages yet
 * @property {{pid: number, vma: import('../vm/processes.js').UserArea, pages: number, sharer: boolean} | null} [user] an area of a process; of another one
 *   that shares pages with it
 */

/** Runs of one area, and of one part where there are no areas, come together. @param {TableMemory} memory @param {Run[]} runs @param {Area[]} areas @returns {Mapped[]} */
export function mappedBy(memory, runs, areas) {
  /** @type {Mapped[]} */
  const all = [];
  for (const run of runs) {
    const { part } = partAt(memory, run.va);
    const area = part === 'vmalloc' ? areaAt(areas, run.va) : null;
    const last = all[all.length - 1];
    const together =
      last && last.part === part && last.area === area && (area !== null || gathers(part));
    if (together) {
      last.runs.push(run);
      last.size = run.va + run.size - last.va;
    } else {
      all.push({ va: run.va, size: run.size, part, area, runs: [run] });
    }
  }
  return all;
}

/** @param {Part} part whose single pages are not worth a line each */
const gathers = (part) => part === 'pkmap' || part === 'fixmap' || part === 'user';
