// pgds.js - the L1 tables that there are: the kernel's own, and each process's.

import { MM_PGD, listProcesses } from '../vm/processes.js';

/** @typedef {import('./memory.js').TableMemory} TableMemory */
/** @typedef {{name: string, addr: number, pid: number}} Pgd pid 0: the kernel's */

/** Fields of the machine that say where tables lie. */
export const PGD_FIELDS = ['swapper_pg_dir', 'process[].pid', 'process[].mm'];

/**
 * The kernel's first; none on a machine without tables.
 * @param {TableMemory} memory
 * @returns {{pgds: Pgd[], said: Set<number>}} `said`: addresses of the words of RAM that say so
 */
export function listPgds(memory) {
  const addr = memory.field('swapper_pg_dir');
  /** @type {Set<number>} */
  const said = new Set();
  if (!memory.isLow(addr)) return { pgds: [], said };
  /** @type {Pgd[]} */
  const pgds = [{ name: 'swapper_pg_dir', addr, pid: 0 }];
  for (const { pid, mm } of listProcesses(memory)) {
    said.add(mm + MM_PGD);
    const pgd = memory.read(mm + MM_PGD);
    if (memory.isLow(pgd)) pgds.push({ name: `pid ${pid}`, addr: pgd, pid });
  }
  return { pgds, said };
}
