// differ.js - in what two machines differ, read from their replicas: pages by runs, lists, counters. Pure.

import { BLOCK_PAGES, ORDERS, TYPES } from '../reader.js';

/** @typedef {import('../reader.js').Reader} Reader */

/**
 * Pages beside each other that are one thing here and another there.
 * @typedef {object} Run
 * @property {number} from pfn
 * @property {number} to the pfn behind the last
 * @property {number} one state, as reader.js numbers them
 * @property {number} other
 */

/** @typedef {{from: number, one: number, other: number}} Owner a pageblock with another type */
/** @typedef {{zone: string, name: string, one: number, other: number}} Counter */

/** First pfns of the pageblocks that either machine has RAM in, ascending. @param {Reader} one @param {Reader} other */
export function blocksOf(one, other) {
  /** @type {Set<number>} */
  const blocks = new Set();
  for (const { start, end } of [...one.banks, ...other.banks]) {
    for (let pfn = start & -BLOCK_PAGES; pfn < end; pfn += BLOCK_PAGES) blocks.add(pfn);
  }
  return [...blocks].sort((a, b) => a - b);
}

/**
 * @param {Reader} one @param {Reader} other
 * @returns {{blocks: Set<number>, runs: Run[], owners: Owner[], pages: number}} blocks: their first pfns
 */
export function differingPages(one, other) {
  const blocks = new Set();
  /** @type {Run[]} */
  const runs = [];
  /** @type {Owner[]} */
  const owners = [];
  let pages = 0;
  for (const block of blocksOf(one, other)) {
    const [a, b] = [one.pageStates(block), other.pageStates(block)];
    const [mine, theirs] = [one.blockType(block), other.blockType(block)];
    if (mine !== theirs) owners.push({ from: block, one: mine, other: theirs });
    if (mine !== theirs) blocks.add(block);
    for (let i = 0; i < BLOCK_PAGES; i++) {
      if (a[i] === b[i]) continue;
      blocks.add(block);
      pages++;
      const last = runs[runs.length - 1];
      const goes = last?.to === block + i && last.one === a[i] && last.other === b[i];
      if (goes) last.to++;
      else runs.push({ from: block + i, to: block + i + 1, one: a[i], other: b[i] });
    }
  }
  return { blocks, runs, owners, pages };
}

/** The blocks of a list, from head to tail. @typedef {{here: number[], differs: boolean}} Cell */

/**
 * The free lists of a zone, by type and order, each marked where the other machine's is another.
 * @param {Reader} reader whose @param {Reader} other @param {number} zone
 * @returns {Cell[][]}
 */
export function listsOf(reader, other, zone) {
  return Array.from({ length: TYPES }, (_, type) =>
    Array.from({ length: ORDERS }, (__, order) => {
      const here = reader.list(zone, order, type);
      const there = zone < other.nrZones ? other.list(zone, order, type) : [];
      const same = here.length === there.length && here.every((pfn, i) => pfn === there[i]);
      return { here: [...here], differs: !same };
    }),
  );
}

/**
 * Counters that are not the same.
 * @param {Reader} one @param {Reader} other @param {string[]} items names of vm_stat's
 * @returns {Counter[]}
 */
export function differingCounters(one, other, items) {
  /** @type {Counter[]} */
  const found = [];
  const look = (
    /** @type {string} */ zone,
    /** @type {string} */ name,
    /** @type {number} */ a,
    /** @type {number} */ b,
  ) => {
    if (a !== b) found.push({ zone, name, one: a, other: b });
  };
  for (const { index, name, populated } of one.zones()) {
    if (!populated || index >= other.nrZones) continue;
    items.forEach((item, i) => look(name, item, one.stat(index, i), other.stat(index, i)));
    for (let cpu = 0; cpu < one.cpus; cpu++) {
      const [a, b] = [one.pcp(cpu, index), other.pcp(cpu, index)];
      if (!a.shared || index === 0) look(name, `pcp[${cpu}].count`, a.count, b.count);
    }
  }
  return found;
}
