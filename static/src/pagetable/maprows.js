// maprows.js - the virtual and the physical map as two columns of rows, and the arrows between them.
//
// What is mapped stands at the left by virtual address, what it leads to at the right by physical address. Memory that low memory maps anyway
// and somebody else maps too has a row of its own at the right, and two arrows.

/** @typedef {import('./memory.js').TableMemory} TableMemory */
/** @typedef {import('./runs.js').Mapped} Mapped */
/** @typedef {import('./runs.js').Run} Run */

/**
 * @typedef {object} PhysRow
 * @property {number} pa
 * @property {number} size
 * @property {'low' | 'high' | 'inside' | 'device'} kind inside: part of low memory that is mapped twice
 */
/** @typedef {{from: number, to: number, second: boolean}} Arrow second: low memory's own way to it */
/** @typedef {{left: Mapped[], right: PhysRow[], arrows: Arrow[], more: number[]}} MapRows more: by row at the left, runs without an arrow */

/** Arrows that one row at the left has at most. */
const FEW = 4;

/** @param {TableMemory} memory @param {Mapped[]} mapped @returns {MapRows} */
export function mapRows(memory, mapped) {
  const low = { start: memory.toPhys(0xc0000000), end: memory.toPhys(memory.highMemory) };
  /** @type {Map<string, PhysRow>} */
  const rows = new Map();
  const rowOf = (
    /** @type {number} */ pa,
    /** @type {number} */ size,
    /** @type {boolean} */ linear,
  ) => {
    const kind = linear
      ? 'low'
      : pa >= low.start && pa < low.end
        ? 'inside'
        : memory.isRam(pa)
          ? 'high'
          : 'device';
    const key = `${kind} ${pa} ${size}`;
    const row = rows.get(key) ?? { pa, size, kind: /** @type {PhysRow['kind']} */ (kind) };
    rows.set(key, row);
    return row;
  };
  /** @type {{from: number, row: PhysRow}[]} */
  const leads = [];
  const more = mapped.map((one, from) => {
    for (const run of one.runs.slice(0, FEW)) {
      leads.push({ from, row: rowOf(run.pa, run.size, one.part === 'lowmem') });
    }
    return Math.max(0, one.runs.length - FEW);
  });
  const right = [...rows.values()].sort((a, b) => a.pa - b.pa || b.size - a.size);
  /** @type {Arrow[]} */
  const arrows = leads.map(({ from, row }) => ({ from, to: right.indexOf(row), second: false }));
  right.forEach((row, to) => {
    if (row.kind !== 'inside') return;
    const from = mapped.findIndex(
      (one) =>
        one.part === 'lowmem' &&
        one.runs.some((run) => row.pa >= run.pa && row.pa < run.pa + run.size),
    );
    if (from >= 0) arrows.push({ from, to, second: true });
  });
  return { left: mapped, right, arrows, more };
}
