// registers.js - what the kernel puts into coprocessor 15 on a multiprocessor ARMv7 (alloc/vm/translate.c), and what follows from a cpu's
// registers: who may do what, and what kind of memory it is.

/** Walks are cacheable and shared. */
export const TTB_FLAGS = 0x6a;
/** Kernel, user and devices are clients for ever. */
export const DACR = 0x15;
export const PRRR = 0xff0a81a8;
export const NMRR = 0x40e040e0;
/** The MMU, caches, high vectors, TEX remap: on. */
export const SCTLR = 0x10c53c7d;

/** What of a cpu's registers decides. @typedef {{dacr: number, prrr: number, nmrr: number}} Deciding */
/** As the kernel's boot leaves them, for ever. @type {Deciding} */
export const BOOTED = { dacr: DACR, prrr: PRRR, nmrr: NMRR };

/** @typedef {import('./word.js').Descriptor} Descriptor */
/** @typedef {'read' | 'write' | 'fetch'} Access */
/** @typedef {'client' | 'manager' | 'domain' | 'ap' | 'xn' | 'pxn'} Verdict the last four refuse */
/** @typedef {'ordered' | 'device' | 'normal' | 'reserved' | 'own'} MemoryType */

/**
 * @typedef {object} Attributes
 * @property {MemoryType} type
 * @property {number} inner 0 not cached, 1 write-back and write-allocate, 2 write-through, 3 write-back
 * @property {number} outer
 * @property {boolean} shareable
 * @property {number} n TEX[0], C and B: which entry of PRRR and NMRR
 */

/** What a domain's two bits in DACR allow: 0 nothing, 1 what the descriptor says, 3 everything. @param {number} domain @param {Deciding} registers */
export const domainAccess = (domain, { dacr }) => (dacr >>> (2 * domain)) & 3;

/** By AP[2:0], SCTLR.AFE clear: what the kernel and a user may do. 0b100 is reserved and gives nothing. */
const RIGHTS = [
  { kernel: '', user: '' },
  { kernel: 'rw', user: '' },
  { kernel: 'rw', user: 'r' },
  { kernel: 'rw', user: 'rw' },
  { kernel: '', user: '' },
  { kernel: 'r', user: '' },
  { kernel: 'r', user: 'r' },
  { kernel: 'r', user: 'r' },
];

/** @param {number} ap @returns {{kernel: string, user: string}} `r`, `rw` or nothing */
export const rightsOf = (ap) => RIGHTS[ap];

/** @param {Descriptor} d @param {Access} access @param {boolean} user @param {Deciding} registers @returns {Verdict} */
export function verdictOf(d, access, user, registers) {
  const allowed = domainAccess(d.domain, registers);
  if (allowed === 3) return 'manager';
  if (allowed !== 1) return 'domain';
  const rights = RIGHTS[d.ap][user ? 'user' : 'kernel'];
  if (!rights.includes(access === 'write' ? 'w' : 'r')) return 'ap';
  if (access !== 'fetch') return 'client';
  if (d.xn) return 'xn';
  return !user && d.pxn ? 'pxn' : 'client';
}

/** @param {Verdict} verdict */
export const allows = (verdict) => verdict === 'client' || verdict === 'manager';

/** With TEX remap TEX[0], C and B only choose an entry of PRRR and NMRR. @param {Descriptor} d @param {Deciding} registers @returns {Attributes} */
export function attributesOf(d, { prrr, nmrr }) {
  const n = ((d.tex & 1) << 2) | d.cb;
  const s = Number(d.s);
  /** @param {MemoryType} type @param {boolean} shareable @returns {Attributes} */
  const plain = (type, shareable) => ({ type, inner: 0, outer: 0, shareable, n });
  if (n === 6) return plain('own', d.s);
  const type = (prrr >>> (2 * n)) & 3;
  if (type === 0) return plain('ordered', true);
  if (type === 1) return plain('device', ((prrr >>> (16 + s)) & 1) === 1);
  if (type === 3) return plain('reserved', d.s);
  return {
    ...plain('normal', ((prrr >>> (18 + s)) & 1) === 1),
    inner: (nmrr >>> (2 * n)) & 3,
    outer: (nmrr >>> (16 + 2 * n)) & 3,
  };
}
