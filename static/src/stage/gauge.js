// gauge.js - the free pages of a zone as a level, and the marks it is held against. Pure: the reader in, numbers out.
//
// The marks of a large zone lie within one hundredth of its pages. So the scale is piecewise: the first part ends at twice the high mark,
// a second one, where lowmem_reserve asks for it, behind the highest mark with the reserve on top, the last part at managed. Each part
// is true to scale in itself, and the borders between them are drawn as a break.

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('./story.js').Moment} Moment */

const NR_FREE_PAGES = 0;
/** Where the parts of the scale end, with two marks' parts and with one. */
const ENDS = { reserve: [0.4, 0.66], plain: [0.55] };

/**
 * @typedef {object} Gauge
 * @property {number} zone
 * @property {string} name of the zone
 * @property {number} free
 * @property {number} managed
 * @property {boolean} set the watermarks have been computed
 * @property {{name: 'min' | 'low' | 'high', pages: number}[]} marks
 * @property {{zone: string, reserve: number, pages: number}[]} reserves low with what is kept from requests that may use a higher zone
 * @property {number[]} breaks shares of the width where the scale changes
 * @property {(pages: number) => number} at share of the width
 */

/** The gauges of the populated zones. @param {Reader} reader @returns {Gauge[]} */
export function gauges(reader) {
  return reader
    .zones()
    .filter((zone) => zone.populated)
    .map((zone) => gaugeOf(reader, zone));
}

/** @param {Reader} reader @param {{index: number, name: string, managed: number}} zone @returns {Gauge} */
function gaugeOf(reader, { index, name, managed }) {
  const { min, low, high } = reader.watermark(index);
  const set = high > 0;
  const reserves = set ? reservesOf(reader, index, low) : [];
  const knots = knotsOf(managed, high, Math.max(0, ...reserves.map((one) => one.reserve)));
  return {
    zone: index,
    name,
    free: reader.stat(index, NR_FREE_PAGES),
    managed,
    set,
    marks: set
      ? [
          { name: 'min', pages: min },
          { name: 'low', pages: low },
          { name: 'high', pages: high },
        ]
      : [],
    reserves,
    breaks: knots.slice(1, -1).map(([, end]) => end),
    at: (pages) => share(knots, pages),
  };
}

/** For each populated zone above: what its requests must leave here. @param {Reader} reader @param {number} z @param {number} low */
function reservesOf(reader, z, low) {
  const kept = reader.lowmemReserve(z);
  return reader
    .zones()
    .filter((above) => above.index > z && above.populated && kept[above.index] > 0)
    .map((above) => ({
      zone: above.name,
      reserve: kept[above.index],
      pages: low + kept[above.index],
    }));
}

/** Pages and the share of the width they stand at. @param {number} managed @param {number} high @param {number} reserve @returns {[number, number][]} */
function knotsOf(managed, high, reserve) {
  const ends = reserve > 0 ? ENDS.reserve : ENDS.plain;
  const tops = reserve > 0 ? [2 * high, 1.1 * (high + reserve)] : [2 * high];
  /** @type {[number, number][]} */
  const knots = [[0, 0]];
  tops.forEach((pages, i) => {
    if (high > 0 && pages > knots[knots.length - 1][0] && pages < managed / 2) {
      knots.push([pages, ends[i]]);
    }
  });
  knots.push([Math.max(1, managed), 1]);
  return knots;
}

/** @param {[number, number][]} knots @param {number} pages */
function share(knots, pages) {
  const clamped = Math.min(Math.max(0, pages), knots[knots.length - 1][0]);
  const i = Math.max(
    1,
    knots.findIndex(([end]) => clamped <= end),
  );
  const [from, start] = knots[i - 1];
  const [to, end] = knots[i];
  return start + ((clamped - from) / (to - from)) * (end - start);
}

/**
 * A watermark check that said no: what there was, what was left of it after pages that do not count, and the mark, lowmem_reserve on top.
 * @typedef {{zone: number, free: number, left: number, mark: number}} Failed
 */

/**
 * What a check held the free pages against. A single page is held against what ALLOC_HIGH and ALLOC_HARDER leave of the mark; for larger
 * blocks the walk shows only what is left of it in the end.
 * @param {Record<string, any>} data of a watermark moment
 */
export function heldAgainst({ order, mark, min, lowmem_reserve: reserve }) {
  const least = order === 0 ? (min ?? mark) : mark;
  return ((least ?? 0) + (reserve ?? 0)) | 0;
}

/** @param {Moment} moment @returns {Failed | null} */
export function failedCheck({ kind, data }) {
  if (kind !== 'watermark' || data.ok || data.free_pages === undefined) return null;
  return {
    zone: data.z ?? 0,
    free: data.free_pages | 0,
    left: Math.max(0, (data.left ?? data.free_pages) | 0),
    mark: heldAgainst(data),
  };
}
