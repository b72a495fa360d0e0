// pgds.js - the L1 tables that there are: the kernel's own, and each process's.

/** @typedef {import('./memory.js').TableMemory} TableMemory */
/** @typedef {{name: string, addr: number, pid: number}} Pgd pid 0: the kernel's */

/** Fields of the machine that say where tables lie. */
export const PGD_FIELDS = ['swapper_pg_dir', 'process[].pid', 'process[].mm'];
/** Byte offset of pgd in struct mm_struct. */
const MM_PGD = 32;

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
  for (const { pid, mm } of processes(memory)) {
    said.add(mm + MM_PGD);
    const pgd = memory.read(mm + MM_PGD);
    if (memory.isLow(pgd)) pgds.push({ name: `pid ${pid}`, addr: pgd, pid });
  }
  return { pgds, said };
}

/** @param {TableMemory} memory @returns {{pid: number, mm: number}[]} by pid */
function processes({ schema, words }) {
  const id = schema.fieldIds.get('process[].pid');
  if (id === undefined) return [];
  const { base, dims } = schema.fields[id];
  const mm = schema.field('process[].mm').base;
  return Array.from({ length: dims[0].count }, (_, i) => ({
    pid: words.word((base + i * dims[0].stride) >>> 2),
    mm: words.word((mm + i * dims[0].stride) >>> 2) >>> 0,
  }))
    .filter((one) => one.pid !== 0)
    .sort((a, b) => a.pid - b.pid);
}
