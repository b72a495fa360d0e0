// word.js - the words of short-descriptor translation tables, taken apart as alloc/arm/descriptor.h does (DDI 0406C B3.5.1).
//
// First level, one word for each MiB:
//
//   31      24 23    20 19  18 17 16 15   14..12 11 10 9   8..5     4    3  2    1 0
//   (ignored)                                                                    0 0  fault
//   table base, 31..10                                imp  domain   0    NS PXN  0 1  page table
//   base, 31..20        NS  0  nG S  AP2  TEX    AP10  imp  domain   XN   C  B    1 P  section
//   31..24  PA35..32    NS  1  nG S  AP2  TEX    AP10  imp  PA39..36 XN   C  B    1 P  supersection
//
// Second level, one word for each 4 KiB:
//
//   31      16 15  14..12 11 10 9    8..6 5 4   3 2  1 0
//   (ignored)                                        0 0  fault
//   base       XN  TEX    nG S  AP2  0    AP10  C B  0 1  large page, stands 16 times
//   base, 31..12          nG S  AP2  TEX  AP10  C B  1 X  small page; X is XN
//
// The core is a Cortex-A15: 0b11 in the first level is a section with PXN, and supersections reach beyond 4 GiB.

/** @typedef {'fault' | 'table' | 'section' | 'supersection' | 'large' | 'small'} WordType */

/**
 * @typedef {object} Descriptor
 * @property {WordType} type
 * @property {number} base of the memory mapped, or of the next table; up to 40 bits
 * @property {number} shift how much it maps, as a power of two; 0 for what maps nothing
 * @property {number} domain
 * @property {number} ap AP[2:0]
 * @property {number} tex
 * @property {number} cb C and B
 * @property {boolean} s
 * @property {boolean} ng
 * @property {boolean} xn
 * @property {boolean} pxn
 */

/** @param {number} word @param {number} high @param {number} low */
export const bits = (word, high, low) => (word >>> low) & (2 ** (high - low + 1) - 1);

/** @type {Descriptor} */
const NOTHING = {
  type: 'fault',
  base: 0,
  shift: 0,
  domain: 0,
  ap: 0,
  tex: 0,
  cb: 0,
  s: false,
  ng: false,
  xn: false,
  pxn: false,
};

/** A first-level word. @param {number} word @returns {Descriptor} */
export function decodeL1(word) {
  const type = word & 3;
  if (type === 0) return NOTHING;
  if (type === 1) {
    return {
      ...NOTHING,
      type: 'table',
      base: (word & 0xfffffc00) >>> 0,
      domain: bits(word, 8, 5),
      pxn: bits(word, 2, 2) === 1,
    };
  }
  const wide = bits(word, 18, 18) === 1;
  const high = bits(word, 8, 5) * 16 + bits(word, 23, 20);
  return {
    type: wide ? 'supersection' : 'section',
    base: wide ? high * 2 ** 32 + ((word & 0xff000000) >>> 0) : (word & 0xfff00000) >>> 0,
    shift: wide ? 24 : 20,
    domain: wide ? 0 : bits(word, 8, 5),
    ap: (bits(word, 15, 15) << 2) | bits(word, 11, 10),
    tex: bits(word, 14, 12),
    cb: bits(word, 3, 2),
    s: bits(word, 16, 16) === 1,
    ng: bits(word, 17, 17) === 1,
    xn: bits(word, 4, 4) === 1,
    pxn: (word & 1) === 1,
  };
}

/** A second-level word that was found through a table. @param {number} word @param {Descriptor} table @returns {Descriptor} */
export function decodeL2(word, table) {
  const { domain, pxn } = table;
  if ((word & 3) === 0) return { ...NOTHING, domain, pxn };
  const small = (word & 2) !== 0;
  return {
    type: small ? 'small' : 'large',
    base: (small ? word & 0xfffff000 : word & 0xffff0000) >>> 0,
    shift: small ? 12 : 16,
    domain,
    ap: (bits(word, 9, 9) << 2) | bits(word, 5, 4),
    tex: small ? bits(word, 8, 6) : bits(word, 14, 12),
    cb: bits(word, 3, 2),
    s: bits(word, 10, 10) === 1,
    ng: bits(word, 11, 11) === 1,
    xn: bits(word, small ? 0 : 15, small ? 0 : 15) === 1,
    pxn,
  };
}

/** The physical address of `va` in what a descriptor maps. @param {Descriptor} d @param {number} va */
export const physical = (d, va) => d.base + (va & (2 ** d.shift - 1));
