// columns.js - the tours as the page is given them: what is alike stands together, since so it is half a kilobyte in ten shorter once it
// is compressed. static/tours.mjs packs, this takes apart.
//
// Between two entries of a column stands ^, within an entry ~. A tour without a name is the fork of the one before it.

/** @typedef {import('./index.js').TourData} TourData */
/** @typedef {Record<'heads' | 'ops' | 'stops' | 'at' | 'values' | 'en' | 'ko', string>} Columns */

/** @param {string} en @param {string} ko */
const words = (en, ko) => ({ en, ko });

/** `name:fn/value`, or `fn/name`. @param {string} text */
function valuesOf(text) {
  return Object.fromEntries(
    text.split('~').map((one) => {
      const [name, key] = one.split(':');
      return key ? [name, key] : [/** @type {string} */ (name.split('/').pop()), name];
    }),
  );
}

/** @param {Columns} columns @returns {TourData[]} */
export function apart(columns) {
  const left = /** @type {Record<keyof Columns, string[]>} */ (
    Object.fromEntries(Object.entries(columns).map(([name, text]) => [name, text.split('^')]))
  );
  const next = (/** @type {keyof Columns} */ name) => String(left[name].shift());
  const stop = () => {
    const [op, ask] = next('stops').split('~');
    const values = next('values');
    return {
      op,
      at: next('at').split('~'),
      ...(values && { values: valuesOf(values) }),
      ...(ask && { ask }),
      ...words(next('en'), next('ko')),
    };
  };
  /** @type {any[]} */
  const tours = [];
  while (left.heads.length > 0) {
    const [name, tab, weeks, profile, slub, stops] = next('heads').split('~');
    const tour = {
      name,
      ...(name && { title: words(next('en'), next('ko')) }),
      line: words(next('en'), next('ko')),
      ...(name && { question: words(next('en'), next('ko')) }),
      ...(weeks && { weeks: weeks.split(',').map(Number) }),
      ...(tab && { tab }),
      room: { profile, ...(slub && { slub: slub === '1' }) },
      ops: next('ops')
        .split('~')
        .map((line) => {
          const [run, as] = line.split('@');
          return { run, ...(as && { as }) };
        }),
      stops: Array.from({ length: Number(stops) }, stop),
    };
    const { line, ops } = tour;
    if (name) tours.push(tour);
    else tours[tours.length - 1].fork = { line, ops, stops: tour.stops };
  }
  return tours;
}
