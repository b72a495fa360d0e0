// fields.js - the names of a word's bits, from the highest down: what stands over and under a bit ruler.

/** @typedef {import('./word.js').WordType} WordType */
/** @typedef {{name: string, high: number, low: number}} BitField `base` and `pfn` are addresses; '' has no meaning */

/** "XN:4 domain:8-5" as fields. @param {string} text @returns {BitField[]} */
export function fields(text) {
  return text.split(' ').map((one) => {
    const [name, place] = one.split(':');
    const [high, low = high] = place.split('-').map(Number);
    return { name: name === '_' ? '' : name, high, low };
  });
}

/** Of the first level, by type. @type {Partial<Record<WordType, BitField[]>>} */
export const L1_FIELDS = {
  fault: fields('_:31-2 type:1-0'),
  table: fields('base:31-10 imp:9 domain:8-5 BIT4:4 NS:3 PXN:2 type:1-0'),
  section: fields(
    'base:31-20 NS:19 super:18 nG:17 S:16 APX:15 TEX:14-12 AP:11-10 imp:9 domain:8-5 XN:4 C:3 B:2 sect:1 PXN:0',
  ),
  supersection: fields(
    'base:31-24 PA35-32:23-20 NS:19 super:18 nG:17 S:16 APX:15 TEX:14-12 AP:11-10 imp:9 PA39-36:8-5 XN:4 C:3 B:2 sect:1 PXN:0',
  ),
};

/** Of the second level. @type {Partial<Record<WordType, BitField[]>>} */
export const L2_FIELDS = {
  fault: fields('_:31-2 type:1-0'),
  large: fields('base:31-16 XN:15 TEX:14-12 nG:11 S:10 APX:9 _:8-6 AP:5-4 C:3 B:2 type:1-0'),
  small: fields('base:31-12 nG:11 S:10 APX:9 TEX:8-6 AP:5-4 C:3 B:2 small:1 XN:0'),
};

/** Linux's own word of a page, and the hardware's of a small page, bit by bit from 11 down. */
export const LINUX_BITS = 'NONE SHARED XN USER RDONLY DIRTY MT3 MT2 MT1 MT0 YOUNG PRESENT'.split(
  ' ',
);
export const SMALL_BITS = 'nG S APX TEX2 TEX1 TEX0 AP1 AP0 C B small XN'.split(' ');
