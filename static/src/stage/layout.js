// layout.js - where everything on the stage lies. Pure: a size and a machine in, numbers out.
//
//	 gutter   label              11 columns of cw
//	|<---->|<------->|<--------------------------------->|
//	                 x0
//	map       64 pageblocks over the width of the columns
//	wedge     from the cell in hand to the bench
//	bench     the true-scale bar over columns 0..9, the fan, the row of orders
//	lists     head, U E M R, nr_free
//	legend, cards
//
// Map, bench and lists share x0 and cw: that a half of a block falls straight into its list is the picture's argument.

export const ORDERS = 11;

/** @typedef {'laptop' | 'projector' | 'phone'} Screen */

/**
 * Sizes that differ by screen.
 * @type {Record<Screen, Record<string, number>>}
 */
const SIZES = {
  laptop: {
    gutter: 20,
    label: 98,
    mapHead: 20,
    mapRow: 20,
    wedge: 24,
    bar: 31,
    fan: 31,
    orders: 26,
    gap: 8,
    head: 26,
    none: 24,
    one: 44,
    more: 85,
    nrFree: 20,
    other: 18,
    legend: 24,
    cards: 53,
    cardsLine: 26,
    cardsGap: 8,
    bottom: 10,
  },
  projector: {
    gutter: 44,
    label: 143,
    mapHead: 30,
    mapRow: 25.7,
    wedge: 36,
    bar: 46,
    fan: 44,
    orders: 41,
    gap: 10,
    head: 36,
    none: 32,
    one: 58,
    more: 119,
    nrFree: 32,
    other: 0,
    legend: 0,
    cards: 76,
    cardsLine: 38,
    cardsGap: 14,
    bottom: 14,
  },
  phone: {
    gutter: 12,
    label: 33,
    mapHead: 18,
    mapRow: 16,
    wedge: 22,
    bar: 29,
    fan: 33,
    orders: 29,
    gap: 6,
    head: 27,
    none: 36,
    one: 54,
    more: 54,
    nrFree: 0,
    other: 0,
    legend: 0,
    cards: 0,
    cardsLine: 0,
    cardsGap: 0,
    bottom: 12,
  },
};

/** Below these heights of the stage the cards become one line, and the legend goes. */
const FOLD_CARDS = 550;
const FOLD_LEGEND = 478;

const MOST_COLUMNS = 64;
const DIGIT_BLOCKS = 4;

/**
 * The map's grid: as many pageblocks a row as fit the rule of digits, at most 64.
 * @typedef {object} Grid
 * @property {number} first pfn of the first cell
 * @property {number} columns
 * @property {number} rows
 */

/** @param {number} firstPfn @param {number} nrPages @returns {Grid} */
export function gridOf(firstPfn, nrPages) {
  const blocks = Math.ceil((firstPfn + nrPages) / 1024) - Math.floor(firstPfn / 1024);
  const columns =
    blocks >= MOST_COLUMNS
      ? MOST_COLUMNS
      : Math.max(DIGIT_BLOCKS, DIGIT_BLOCKS * Math.ceil(blocks / 4));
  const first = Math.floor(firstPfn / (columns * 1024)) * columns * 1024;
  const start = columns === MOST_COLUMNS ? first : Math.floor(firstPfn / 4096) * 4096;
  const rows = Math.ceil((firstPfn + nrPages - start) / (columns * 1024));
  return { first: start, columns, rows };
}

/** @typedef {{top: number, height: number}} Band */

/**
 * @typedef {object} Layout
 * @property {Screen} screen
 * @property {number} width
 * @property {number} height all of it; more than the stage's when it has to scroll
 * @property {number} gutter
 * @property {number} label
 * @property {number} x0 left edge of column 0
 * @property {number} cw width of a column
 * @property {Band} map head included
 * @property {number} mapHead
 * @property {number} mapRow
 * @property {Band} bar
 * @property {Band} orders
 * @property {Band} head of free_area
 * @property {Band[]} rows U E M R
 * @property {Band} nrFree
 * @property {Band} other counts of the zone that is not shown
 * @property {Band} legend
 * @property {Band} cards
 * @property {boolean} folded cards as one line
 */

/**
 * @param {object} given
 * @param {number} given.width @param {number} given.height of the stage
 * @param {Screen} given.screen
 * @param {number} given.mapRows
 * @param {boolean} given.twoZones
 * @param {number[]} given.lines most lines in a cell of each of the rows U E M R: 0, 1 or more
 * @returns {Layout}
 */
export function layOut({ width, height, screen, mapRows, twoZones, lines }) {
  const size = { ...SIZES[screen] };
  const folded = screen === 'laptop' && height < FOLD_CARDS;
  if (screen === 'laptop' && height < FOLD_LEGEND) {
    size.legend = 0;
    size.other = 0;
  }
  if (folded) size.cards = size.cardsLine;
  if (!twoZones) size.other = 0;

  const rowHeights = lines.map((n) => (n === 0 ? size.none : n === 1 ? size.one : size.more));
  const mapArea = size.mapRow * 8;
  let mapRow = Math.min(mapArea / mapRows, size.mapRow * 2);
  const total = () =>
    size.mapHead +
    mapRow * mapRows +
    size.wedge +
    size.bar +
    size.fan +
    size.orders +
    size.gap +
    size.head +
    rowHeights.reduce((sum, h) => sum + h, 0) +
    size.nrFree +
    size.other +
    size.legend +
    (size.cards ? size.cardsGap + size.cards : 0) +
    size.bottom;

  // Map and bench must not move when a list fills: room to spare goes to the map only as far as all four rows stay possible.
  const { none, one, more } = size;
  const likely = one + one + more + one;
  const rowsNow = () => rowHeights.reduce((sum, h) => sum + h, 0);
  const grow = (height - (total() - rowsNow() + likely)) / mapRows;
  if (screen !== 'phone' && grow > 0) mapRow += Math.min(grow, size.mapRow * 0.4);

  // Too low: the tallest row shrinks first, then the map. What is left goes to the tallest row.
  shrink(rowHeights, total() - height, Math.min(one, none * 2));
  let over = total() - height;
  if (over > 0 && screen !== 'phone') mapRow = Math.max(size.mapRow * 0.7, mapRow - over / mapRows);
  over = total() - height;
  if (over > 0 && screen !== 'phone') {
    for (const part of ['wedge', 'fan']) size[part] = Math.max(16, size[part] - over / 2);
  }
  const spare = height - total();
  const tallest = rowHeights.lastIndexOf(Math.max(...rowHeights));
  if (screen !== 'phone' && spare > 0 && rowHeights[tallest] >= more) {
    rowHeights[tallest] += Math.min(spare, 90);
  }

  let y = 0;
  /** @param {number} h @returns {Band} */
  const band = (h) => {
    const top = y;
    y += h;
    return { top, height: h };
  };
  const map = band(size.mapHead + mapRow * mapRows);
  y += size.wedge;
  const bar = band(size.bar);
  y += size.fan;
  const orders = band(size.orders);
  y += size.gap;
  const head = band(size.head);
  const rows = rowHeights.map((h) => band(h));
  const nrFree = band(size.nrFree);
  const other = band(size.other);
  const legend = band(size.legend);
  if (size.cards) y += size.cardsGap;
  const cards = band(size.cards);
  y += size.bottom;

  const x0 = size.gutter + size.label;
  return {
    screen,
    width,
    height: Math.max(y, 0),
    gutter: size.gutter,
    label: size.label,
    x0,
    cw: (width - x0 - size.gutter) / ORDERS,
    map,
    mapHead: size.mapHead,
    mapRow,
    bar,
    orders,
    head,
    rows,
    nrFree,
    other,
    legend,
    cards,
    folded,
  };
}

/** Takes `over` pixels off the tallest rows, none below `least`. @param {number[]} heights @param {number} over @param {number} least */
function shrink(heights, over, least) {
  let left = over;
  while (left > 0.5) {
    const tallest = heights.indexOf(Math.max(...heights));
    const room = heights[tallest] - least;
    if (room <= 0) return;
    const cut = Math.min(left, room);
    heights[tallest] -= cut;
    left -= cut;
  }
}

/** Left edge of a column. @param {Layout} layout @param {number} order */
export function columnX(layout, order) {
  return layout.x0 + order * layout.cw;
}

/**
 * The bench's bar shows one aligned window of memory at true scale: a pageblock, or 32 pages when the block is a small one.
 * @param {number} order of the largest block that it has to show
 */
export function windowOrder(order) {
  return order >= 5 ? 10 : 5;
}

/**
 * x on the bar of the n-th page of its window.
 * @param {Layout} layout @param {number} n @param {number} [order] of the window
 */
export function barX(layout, n, order = 10) {
  return layout.x0 + (10 * layout.cw * n) / (1 << order);
}

/**
 * The lines of the fan: the piece [2^k, 2^(k+1)) of a block owns column k, so line k goes from x(2^k) on the bar to the left edge of column k;
 * the last one closes the last column.
 * @param {Layout} layout
 * @param {number} order of the block
 * @param {number} [offset] of the block in the bar's window, in pages
 * @param {number} [window] order of the window
 * @returns {{k: number, top: number, bottom: number}[]}
 */
export function fanLines(layout, order, offset = 0, window = windowOrder(order)) {
  const lines = [];
  for (let k = 0; k <= order; k++) {
    lines.push({ k, top: barX(layout, offset + (1 << k), window), bottom: columnX(layout, k) });
  }
  return lines;
}
