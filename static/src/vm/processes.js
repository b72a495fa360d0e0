// processes.js - who there is: each process with its tables, what it has mapped, and where it runs (alloc/user/user.h).

/** @typedef {import('../pagetable/memory.js').TableMemory} TableMemory */
/** @typedef {{start: number, end: number, flags: number, file: number}} UserArea a struct vm_area_struct; flags VM_*; address of its file, 0 for none */

/**
 * @typedef {object} Process
 * @property {number} pid
 * @property {number[]} cpus where it runs
 * @property {number} pgd address of its L1 table
 * @property {number} context mm->context.id: generation and ASID; 0 before it has run
 * @property {UserArea[]} areas in the order of their addresses
 */

/** The bound of every loop over areas. */
const MOST = 0x10000;
/** Byte offsets in struct mm_struct; its first word is the first area. */
export const MM_PGD = 32;
const MM_CONTEXT = 376;
/** In struct vm_area_struct. */
const VM_NEXT = 8;
const VM_FLAGS = 40;
const VM_FILE = 80;
/** VM_READ, VM_WRITE, VM_EXEC */
const LETTERS = 'rwx';
const VM_MAYSHARE = 0x80;
const VM_GROWSDOWN = 0x100;

/** @param {TableMemory} memory @param {string} name @returns {number[]} all of a field with one dimension */
function words({ schema, words: image }, name) {
  const id = schema.fieldIds.get(name);
  if (id === undefined) return [];
  const { base, dims } = schema.fields[id];
  return Array.from(
    { length: dims[0].count },
    (_, i) => image.word((base + i * dims[0].stride) >>> 2) >>> 0,
  );
}

/** Places that are taken. @param {TableMemory} memory @returns {{pid: number, mm: number}[]} by pid */
export function listProcesses(memory) {
  const mms = words(memory, 'process[].mm');
  return words(memory, 'process[].pid')
    .map((pid, i) => ({ pid, mm: mms[i] }))
    .filter(({ pid }) => pid !== 0)
    .sort((a, b) => a.pid - b.pid);
}

/** @param {TableMemory} memory @returns {number[]} by number */
export const pidsOf = (memory) => listProcesses(memory).map(({ pid }) => pid);

/** @param {TableMemory} memory @returns {Process[]} by pid */
export function readProcesses(memory) {
  const current = words(memory, 'current_pid[]');
  return listProcesses(memory).map(({ pid, mm }) => ({
    pid,
    cpus: current.flatMap((one, cpu) => (one === pid ? [cpu] : [])),
    pgd: memory.read(mm + MM_PGD),
    context: memory.read(mm + MM_CONTEXT),
    areas: readUserAreas(memory, mm),
  }));
}

/** The list of a struct mm_struct, as far as it leads through low memory. @param {TableMemory} memory @param {number} mm @returns {UserArea[]} */
function readUserAreas(memory, mm) {
  const areas = [];
  let vma = memory.read(mm);
  while (memory.isLow(vma) && areas.length < MOST) {
    areas.push({
      start: memory.read(vma),
      end: memory.read(vma + 4),
      flags: memory.read(vma + VM_FLAGS),
      file: memory.read(vma + VM_FILE),
    });
    vma = memory.read(vma + VM_NEXT);
  }
  return areas;
}

/** As /proc/PID/maps has them: `rw-p`, `rw-s` for what is shared. @param {number} flags */
export const permissions = (flags) =>
  [...LETTERS].map((letter, bit) => (flags & (1 << bit) ? letter : '-')).join('') +
  (flags & VM_MAYSHARE ? 's' : 'p');

/** The ASID that its TLB entries carry. @param {Process} process */
export const asidOf = ({ context }) => context & 0xff;

/** @param {UserArea[]} areas @param {number} va */
export const userAreaAt = (areas, va) =>
  areas.find(({ start, end }) => va >= start && va < end) ?? null;

/** @param {UserArea} area */
export const kindOf = ({ flags, file }) =>
  file ? 'file' : flags & VM_GROWSDOWN ? 'stack' : 'anonymous';
