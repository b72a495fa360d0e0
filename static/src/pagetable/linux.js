// linux.js - Linux's own word of a page, and what the hardware's word is for it (arch/arm/mm/proc-v7-2level.S:75).
//
//   31..12 base   11   10     9  8    7      6     5..2          1     0
//                 NONE SHARED XN USER RDONLY DIRTY memory type   YOUNG PRESENT

export const PTE_PRESENT = 1 << 0;
export const PTE_YOUNG = 1 << 1;
export const PTE_DIRTY = 1 << 6;
export const PTE_RDONLY = 1 << 7;
export const PTE_USER = 1 << 8;
export const PTE_XN = 1 << 9;
export const PTE_NONE = 1 << 11;
/** The hardware's word lies this many bytes behind Linux's. */
export const HW_OFFSET = 2048;

const HW_XN = 1 << 0;
const HW_SMALL = 1 << 1;
const HW_AP0 = 1 << 4;
const HW_AP1 = 1 << 5;
const HW_TEX0 = 1 << 6;
const HW_APX = 1 << 9;
const MT_HIGH = 1 << 4;

const MEMORY_TYPES = new Map([
  [0x0, 'UNCACHED'],
  [0x1, 'BUFFERABLE'],
  [0x2, 'WRITETHROUGH'],
  [0x3, 'WRITEBACK'],
  [0x4, 'DEV_SHARED'],
  [0x6, 'MINICACHE'],
  [0x7, 'WRITEALLOC'],
  [0x9, 'DEV_WC'],
  [0xb, 'DEV_CACHED'],
  [0xc, 'DEV_NONSHARED'],
]);

/** The number that stands in bits 5 to 2. @param {number} pte */
export const memoryType = (pte) => (pte >>> 2) & 0xf;

/** @param {number} pte @returns {string} the name that follows L_PTE_MT_ */
export const memoryTypeName = (pte) => MEMORY_TYPES.get(memoryType(pte)) ?? '?';

/** @param {number} pte @param {number} ext nG, or 0 */
export function hwPte(pte, ext = 0) {
  if (!(pte & PTE_YOUNG) || !(pte & PTE_PRESENT) || pte & PTE_NONE) return 0;
  let hw = (pte & ~0x3f3) | ext | HW_AP0 | HW_SMALL;
  if (pte & MT_HIGH) hw |= HW_TEX0;
  if (pte & PTE_RDONLY || !(pte & PTE_DIRTY)) hw |= HW_APX;
  if (pte & PTE_USER) hw |= HW_AP1;
  if (pte & PTE_XN) hw |= HW_XN;
  return hw >>> 0;
}

/**
 * Which bit of Linux's word becomes which bit of the hardware's.
 * @type {{from: number, to: number, not?: boolean}[]} not: the bit counts where it is clear
 */
export const CROSSINGS = [
  { from: 10, to: 10 },
  { from: 9, to: 0 },
  { from: 8, to: 5 },
  { from: 7, to: 9 },
  { from: 6, to: 9, not: true },
  { from: 4, to: 6 },
  { from: 3, to: 3 },
  { from: 2, to: 2 },
];

/** Why the hardware's word of a present entry is 0, '' if it is not for this. @param {number} pte @returns {'' | 'empty' | 'absent' | 'old' | 'none'} */
export function whyNoWord(pte) {
  if (pte === 0) return 'empty';
  if (!(pte & PTE_PRESENT)) return 'absent';
  if (pte & PTE_NONE) return 'none';
  return pte & PTE_YOUNG ? '' : 'old';
}
