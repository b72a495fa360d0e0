// processes.js - who there is: each process with what it has mapped, and where it runs (alloc/user/user.h).

/** @typedef {import('../pagetable/memory.js').TableMemory} TableMemory */
/** @typedef {{start: number, end: number, flags: number}} UserArea a struct vm_area_struct; flags VM_* */
/** @typedef {{pid: number, cpus: number[], areas: UserArea[]}} Process cpus: where it runs */

/** The bound of every loop over areas. */
const MOST = 0x10000;
/** Byte offsets in struct vm_area_struct. */
const VM_NEXT = 8;
const VM_FLAGS = 40;
/** VM_READ, VM_WRITE, VM_EXEC */
const LETTERS = 'rwx';

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

/** @param {TableMemory} memory @returns {number[]} by number */
export function pidsOf(memory) {
  return words(memory, 'process[].pid')
    .filter((pid) => pid !== 0)
    .sort((a, b) => a - b);
}

/** @param {TableMemory} memory @returns {Process[]} by pid */
export function readProcesses(memory) {
  const current = words(memory, 'current_pid[]');
  const mms = words(memory, 'process[].mm');
  return words(memory, 'process[].pid')
    .map((pid, i) => ({
      pid,
      cpus: current.flatMap((one, cpu) => (one === pid ? [cpu] : [])),
      areas: readUserAreas(memory, mms[i]),
    }))
    .filter(({ pid }) => pid !== 0)
    .sort((a, b) => a.pid - b.pid);
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
    });
    vma = memory.read(vma + VM_NEXT);
  }
  return areas;
}

/** As /proc/PID/maps has them: `rw-`. @param {number} flags */
export const permissions = (flags) =>
  [...LETTERS].map((letter, bit) => (flags & (1 << bit) ? letter : '-')).join('');
