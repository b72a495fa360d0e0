// processes.js - the processes of a machine: who runs where, and which addresses each was promised (struct mm_struct and vm_area_struct, as
// alloc/user/user.h lays them out).

/** @typedef {import('./memory.js').TableMemory} TableMemory */

/**
 * An area of a process's addresses.
 * @typedef {object} Vma
 * @property {number} start
 * @property {number} end
 * @property {number} flags VM_*
 */

/**
 * @typedef {object} Process
 * @property {number} pid
 * @property {number} mm address of its mm_struct
 * @property {number} pgd address of its L1 table
 * @property {number} context mm->context.id: generation and ASID; 0 before it has run
 * @property {number} cpu where it runs, -1 for nowhere
 * @property {Vma[]} vmas in the order of their addresses
 */

/** Byte offset of pgd in struct mm_struct. */
export const MM_PGD = 32;
const MM_CONTEXT = 376;
/** Of vm_next and vm_flags in struct vm_area_struct; its start and end come first, and the first area is the mm's first word. */
const VMA_NEXT = 8;
const VMA_FLAGS = 40;
/** sysctl_max_map_count: more is a circle. */
const MOST = 65530;

const VM_GROWSDOWN = 0x100;
/** Bits of a mapping's rights, as /proc/PID/maps writes them. @type {[number, string][]} */
const PERMS = [
  [0x1, 'r'],
  [0x2, 'w'],
  [0x4, 'x'],
];

/** Who there is. @param {TableMemory} memory @returns {{pid: number, mm: number}[]} by pid */
export function listProcesses(memory) {
  const places = Array.from({ length: memory.count('process[].pid') }, (_, i) => ({
    pid: memory.element('process[].pid', i),
    mm: memory.element('process[].mm', i),
  }));
  return places.filter(({ pid }) => pid !== 0).sort((a, b) => a.pid - b.pid);
}

/** @param {TableMemory} memory @returns {Process[]} by pid */
export function readProcesses(memory) {
  const running = Array.from({ length: memory.count('current_pid[]') }, (_, cpu) =>
    memory.element('current_pid[]', cpu),
  );
  return listProcesses(memory).map(({ pid, mm }) => ({
    pid,
    mm,
    pgd: memory.read(mm + MM_PGD),
    context: memory.read(mm + MM_CONTEXT),
    cpu: running.indexOf(pid),
    vmas: readVmas(memory, memory.read(mm)),
  }));
}

/** @param {TableMemory} memory @param {number} first @returns {Vma[]} */
function readVmas(memory, first) {
  /** @type {Vma[]} */
  const vmas = [];
  for (let at = first; memory.isLow(at) && vmas.length < MOST; at = memory.read(at + VMA_NEXT)) {
    vmas.push({
      start: memory.read(at),
      end: memory.read(at + 4),
      flags: memory.read(at + VMA_FLAGS),
    });
  }
  return vmas;
}

/** The ASID that its TLB entries carry. @param {Process} process */
export const asidOf = ({ context }) => context & 0xff;

/** @param {Vma[]} vmas @param {number} va */
export const vmaAt = (vmas, va) => vmas.find(({ start, end }) => va >= start && va < end) ?? null;

/** rw-p: all areas are private. @param {Vma} vma */
export const permsOf = ({ flags }) =>
  `${PERMS.map(([bit, letter]) => (flags & bit ? letter : '-')).join('')}p`;

/** @param {Vma} vma */
export const kindOf = ({ flags }) => (flags & VM_GROWSDOWN ? 'stack' : 'anonymous');
