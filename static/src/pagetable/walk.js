// walk.js - the walk of one address through the tables of a pgd, as the MMU makes it (alloc/arm/table_walk.c, mmu.c), every step with what
// was read; and Linux's own word beside the hardware's.

import { HW_OFFSET } from './linux.js';
import { PAGE } from './memory.js';
import { BOOTED, TTB_FLAGS, allows, attributesOf, verdictOf } from './registers.js';
import { decodeL1, decodeL2, physical } from './word.js';

/** @typedef {import('./memory.js').TableMemory} TableMemory */
/** @typedef {import('./word.js').Descriptor} Descriptor */
/** @typedef {import('./registers.js').Access} Access */

/** FS[4:0] of the faults that a walk ends in. */
export const FS = {
  translationL1: 0x05,
  translationL2: 0x07,
  domainL1: 0x09,
  domainL2: 0x0b,
  externalL1: 0x0c,
  permissionL1: 0x0d,
  externalL2: 0x0e,
  permissionL2: 0x0f,
};

/**
 * A word of a table, where it lies, and what it says.
 * @typedef {object} Read
 * @property {number} index in the table that the hardware sees
 * @property {number} phys address of the word
 * @property {number} virt the same in low memory, 0 if it is not there
 * @property {number} word
 * @property {boolean} answered
 * @property {Descriptor} d
 */

/**
 * @typedef {object} Walk
 * @property {number} va
 * @property {number} pgd address of the L1 table
 * @property {number} ttbr
 * @property {Read} l1
 * @property {Read | null} l2
 * @property {{virt: number, word: number, index: number} | null} linux its own word of this page
 * @property {Descriptor | null} leaf what maps the address, null if nothing does
 * @property {number} fault FS, 0 for none
 * @property {import('./registers.js').Verdict | null} verdict
 * @property {import('./registers.js').Attributes | null} attributes
 * @property {import('./registers.js').Deciding} registers that decided
 * @property {number} pa -1 if there is none
 */

/** @param {TableMemory} memory @param {number} phys @param {number} index @param {(word: number) => Descriptor} decode @returns {Read} */
function readWord(memory, phys, index, decode) {
  const word = memory.readPhys(phys);
  return {
    index,
    phys,
    virt: memory.toVirt(phys),
    word: word ?? 0,
    answered: word !== null,
    d: decode(word ?? 0),
  };
}

/** What maps an address, without asking who may use it. @param {TableMemory} memory @param {number} pgd @param {number} va */
export function lookUp(memory, pgd, va) {
  const l1 = readWord(memory, memory.toPhys(pgd) + (va >>> 20) * 4, va >>> 20, decodeL1);
  if (!l1.answered) return { l1, l2: null, leaf: null, fault: FS.externalL1 };
  if (l1.d.type === 'fault') return { l1, l2: null, leaf: null, fault: FS.translationL1 };
  if (l1.d.type !== 'table') return { l1, l2: null, leaf: l1.d, fault: 0 };
  const index = (va >>> 12) & 0xff;
  const l2 = readWord(memory, l1.d.base + index * 4, index, (word) => decodeL2(word, l1.d));
  if (!l2.answered) return { l1, l2, leaf: null, fault: FS.externalL2 };
  if (l2.d.type === 'fault') return { l1, l2, leaf: null, fault: FS.translationL2 };
  return { l1, l2, leaf: l2.d, fault: 0 };
}

/** @param {Descriptor} leaf @param {import('./registers.js').Verdict} verdict */
function faultOf(leaf, verdict) {
  if (allows(verdict)) return 0;
  const page = leaf.shift < 20;
  if (verdict === 'domain') return page ? FS.domainL2 : FS.domainL1;
  return page ? FS.permissionL2 : FS.permissionL1;
}

/** The table that Linux keeps beside a hardware table: 2,048 bytes below it, in the same page. @param {TableMemory} memory @param {Descriptor} table @param {number} va */
function linuxWord(memory, table, va) {
  const page = memory.toVirt(table.base - (table.base % PAGE));
  if (!page || table.base % PAGE < HW_OFFSET) return null;
  const index = (va >>> 12) & 0x1ff;
  const virt = page + index * 4;
  return { virt, word: memory.read(virt), index };
}

/** @param {TableMemory} memory @param {number} pgd @param {number} va @param {{access: Access, user: boolean, registers?: import('./registers.js').Deciding}} how registers: of the cpu that asks @returns {Walk} */
export function walk(memory, pgd, va, { access, user, registers = BOOTED }) {
  const { l1, l2, leaf, fault } = lookUp(memory, pgd, va);
  const verdict = leaf ? verdictOf(leaf, access, user, registers) : null;
  return {
    va,
    pgd,
    ttbr: (memory.toPhys(pgd) | TTB_FLAGS) >>> 0,
    l1,
    l2,
    linux: l1.d.type === 'table' ? linuxWord(memory, l1.d, va) : null,
    leaf,
    fault: leaf && verdict ? faultOf(leaf, verdict) : fault,
    verdict,
    attributes: leaf && attributesOf(leaf, registers),
    registers,
    pa: leaf ? physical(leaf, va) : -1,
  };
}

/** @type {{access: Access, user: boolean}[]} */
export const ACCESSES = [false, true].flatMap((user) =>
  /** @type {Access[]} */ (['read', 'write', 'fetch']).map((access) => ({ access, user })),
);

/** FS of each kind of access to what a descriptor maps. @param {Descriptor} leaf @param {import('./registers.js').Deciding} registers */
export const permissions = (leaf, registers) =>
  ACCESSES.map(({ access, user }) => {
    const verdict = verdictOf(leaf, access, user, registers);
    return { access, user, verdict, fault: faultOf(leaf, verdict) };
  });
