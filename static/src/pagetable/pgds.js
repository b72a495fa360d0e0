// pgds.js - the L1 tables that there are: the kernel's own, and each process's.

/** @typedef {import('./memory.js').TableMemory} TableMemory */
/** @typedef {{name: string, addr: number}} Pgd */

/** Fields of the machine that say where tables lie. */
export const PGD_FIELDS = ['swapper_pg_dir'];

/** @param {TableMemory} memory @returns {Pgd[]} the kernel's first; none on a machine without tables */
export function listPgds(memory) {
  const addr = memory.field('swapper_pg_dir');
  return memory.isLow(addr) ? [{ name: 'swapper_pg_dir', addr }] : [];
}
