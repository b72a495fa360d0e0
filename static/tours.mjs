// tours.mjs - packs the tours: src/tours/columns.js takes them apart again.
//
// In the sources, and for whoever imports them unbundled, they are what they say they are: one JSON file each.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { pathToFileURL } from 'node:url';
import { apart } from './src/tours/columns.js';

const INDEX = /[/\\]tours[/\\]index\.js$/;

/** @typedef {import('./src/tours/index.js').TourData} TourData */
/** @typedef {import('./src/tours/index.js').Stop} Stop */

/** @param {Record<string, string>} [values] by the names that a sentence uses */
const packedValues = (values = {}) =>
  Object.entries(values).map(([name, key]) =>
    key.split('/').pop() === name ? key : `${name}:${key}`,
  );

/** @param {TourData[]} tours @returns {import('./src/tours/columns.js').Columns} */
export function columnsOf(tours) {
  /** @type {Record<string, string[]>} */
  const columns = { heads: [], ops: [], stops: [], at: [], values: [], en: [], ko: [] };
  const put = (/** @type {string} */ name, /** @type {unknown[]} */ ...parts) =>
    columns[name].push(parts.join('~'));
  const say = (/** @type {{en: string, ko: string} | undefined} */ words) => {
    if (!words) return;
    put('en', words.en);
    put('ko', words.ko);
  };
  const one = (/** @type {Partial<TourData>} */ tour) => {
    const { name, tab, weeks, room, stops = [], ops = [], title, line, question, fork } = tour;
    const slub = room?.slub === undefined ? '' : Number(room.slub);
    put('heads', name, tab, weeks, room?.profile, slub, stops.length);
    for (const words of [title, line, question]) say(words);
    put('ops', ...ops.map(({ run, as }) => (as ? `${run}@${as}` : run)));
    for (const stop of stops) {
      put('stops', stop.op, ...(stop.ask ? [stop.ask] : []));
      put('at', ...stop.at);
      put('values', ...packedValues(stop.values));
      say(stop);
    }
    if (fork) one(fork);
  };
  for (const tour of tours) one(tour);
  const packed = /** @type {any} */ (
    Object.fromEntries(Object.entries(columns).map(([name, all]) => [name, all.join('^')]))
  );
  if (!isDeepStrictEqual(apart(packed), tours)) throw new Error('a tour with ^, ~, : or @ in it');
  return packed;
}

/** A schema without what it says to readers. @param {string} json */
const withoutComments = (json) =>
  JSON.stringify(JSON.parse(json), (key, value) =>
    key === 'description' && typeof value === 'string' ? undefined : value,
  );

/** @type {import('rollup').Plugin} */
export const packedTours = {
  name: 'packed-tours',
  async load(id) {
    if (/\.json$/.test(id)) return `export default ${withoutComments(readFileSync(id, 'utf8'))}`;
    if (!INDEX.test(id)) return null;
    const { TOURS } = await import(pathToFileURL(id).href);
    const columns = JSON.stringify(columnsOf(TOURS));
    return `import { apart } from './columns.js';\nexport { WEEK54 } from './week54.js';\nexport const TOURS = apart(${columns});\n`;
  },
};
