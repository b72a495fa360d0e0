// cpu.js - a cpu as the page shows it: its registers, its TLB, who runs there, what the step changed in it.

import { cp15Changes, keepsCp15, readCp15 } from './cp15.js';
import { asidOf } from '../vm/processes.js';
import { hitOf, isStale, readTlb, tlbChanges } from './tlb.js';
import { lookUp } from './walk.js';

/** @typedef {import('./tlb.js').TlbEntry} TlbEntry */
/** @typedef {import('../vm/processes.js').Process} Process */

/**
 * A line of the shelf.
 * @typedef {object} ShelfLine
 * @property {TlbEntry} entry
 * @property {Process | null} process whose entry it is
 * @property {boolean} hit the walk at hand would find it
 * @property {boolean} stale the tables say something else now
 * @property {'' | 'in' | 'out' | 'new'} change by this step: put in, thrown out, written over
 */

/**
 * @typedef {object} Cpu
 * @property {number} cpu
 * @property {Process | null} process who runs there
 * @property {Record<string, number>} registers
 * @property {Map<string, number>} old of registers that the step wrote
 * @property {boolean} kept the machine keeps them already
 * @property {ShelfLine[]} lines
 * @property {number} entries
 */

/** What an address of everybody's has in its tag. */
const GLOBAL = -1;

/** @param {import('./room.js').TableRoom} room @param {number} cpu @returns {Cpu} */
export function readCpu(room, cpu) {
  const { memory, processes } = room;
  const events = room.player.currentStep?.events ?? [];
  const entries = readTlb(memory, cpu);
  const asked = processes.find(({ pid }) => pid === room.table.pid);
  const hit = hitOf(entries, room.va, asked?.context ? asidOf(asked) : GLOBAL);
  const changes = tlbChanges(events, memory).filter((one) => one.cpu === cpu);
  const lineOf = (/** @type {TlbEntry} */ entry, /** @type {ShelfLine['change']} */ change) => {
    const process =
      processes.find((one) => one.context !== 0 && asidOf(one) === entry.asid) ?? null;
    const pgd = process?.pgd ?? room.pgds[0].addr;
    const stale = change !== 'out' && isStale(entry, lookUp(memory, pgd, entry.va).leaf);
    return { entry, process, hit: entry === hit, stale, change };
  };
  const lines = entries.map((entry) => {
    const change = changes.find(({ slot }) => slot === entry.slot);
    return lineOf(entry, !change ? '' : change.old ? 'new' : 'in');
  });
  const gone = changes.flatMap(({ old }) => (old ? [lineOf(old, 'out')] : []));
  return {
    cpu,
    process: processes.find(({ cpus }) => cpus.includes(cpu)) ?? null,
    registers: readCp15(memory, cpu),
    old: cp15Changes(events, memory, cpu),
    kept: keepsCp15(memory),
    lines: [...lines, ...gone].sort((a, b) => a.entry.va - b.entry.va),
    entries: entries.length,
  };
}
