// check.js - a tour that somebody else wrote: read from a file's text or from a link, held against static/tour.schema.json.

import schema from '../../tour.schema.json' with { type: 'json' };
import { packText, unpackText } from '../packed.js';

/** @typedef {import('./index.js').TourData} TourData */
/** @typedef {Record<string, any>} Rule what a schema says of one field */

/** Bytes of a file. */
export const FILE_LIMIT = 65536;
/** Letters of a link's DATA: what is longer can be opened as a file, but not be sent as a link. */
export const LINK_LIMIT = 16384;
const VERSION = '1';

/** What is wrong, where. */
export class BadTour extends Error {
  /** @param {string} field @param {'missing' | 'unknown' | 'least' | 'most' | 'must'} why @param {string | number} [limit] */
  constructor(field, why, limit = '') {
    super(`${field} ${why} ${limit}`);
    this.field = field;
    this.why = why;
    this.limit = limit;
  }
}

/** @param {any} value */
const kindOf = (value) =>
  Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

/** As much of JSON Schema as tour.schema.json uses. @param {Rule} given @param {any} value @param {string} field @throws {BadTour} */
function check(given, value, field) {
  /** @type {Rule} */
  const rule = given.$ref ? schema.$defs[/** @type {'words'} */ (given.$ref.slice(8))] : given;
  hold(rule, value, field);
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) check(rule.items, one, `${field}[${i}]`);
  } else if (rule.type === 'object') {
    for (const name of rule.required ?? []) {
      if (!Object.hasOwn(value, name)) throw new BadTour(inside(field, name), 'missing');
    }
    for (const [name, one] of Object.entries(value)) {
      const here = inside(field, name);
      const known = Object.hasOwn(rule.properties ?? {}, name);
      if (!known && !rule.additionalProperties) throw new BadTour(here, 'unknown');
      if (rule.propertyNames) check(rule.propertyNames, name, here);
      check(known ? rule.properties[name] : rule.additionalProperties, one, here);
    }
  }
}

/** @param {string} field @param {string} name */
const inside = (field, name) => (field ? `${field}.${name}` : name);

/** The value itself, without what lies in it. @param {Rule} rule @param {any} value @param {string} field */
function hold(rule, value, field) {
  if (rule.enum && !rule.enum.includes(value)) {
    throw new BadTour(field, 'must', rule.enum.join(' | '));
  }
  if (rule.type && (value === null || kindOf(value) !== rule.type)) {
    throw new BadTour(field, 'must', rule.type);
  }
  const size = rule.type === 'integer' ? value : [...(value.length ? value : [])].length;
  const least = rule.minLength ?? rule.minItems ?? rule.minimum;
  const most = rule.maxLength ?? rule.maxItems ?? rule.maximum;
  if (size < least) throw new BadTour(field, 'least', least);
  if (size > most) throw new BadTour(field, 'most', most);
  if (rule.pattern && !new RegExp(rule.pattern, 'u').test(value)) {
    throw new BadTour(field, 'must', rule.pattern);
  }
}

/** Whatever a stop names is there. @param {Pick<TourData, 'ops' | 'stops'>} part @param {string} where */
function checkNames({ ops, stops }, where) {
  const lines = ops.flatMap(({ as }) => as ?? []);
  for (const [i, stop] of stops.entries()) {
    const field = `${where}stops[${i}].`;
    if (!lines.includes(stop.op.split('.')[0])) {
      throw new BadTour(`${field}op`, 'must', lines.join(' | '));
    }
    for (const lang of /** @type {const} */ (['en', 'ko'])) {
      for (const [, name] of stop[lang].matchAll(/\{(\w+)/g)) {
        if (!Object.hasOwn(stop.values ?? {}, name)) {
          throw new BadTour(`${field}values.${name}`, 'missing');
        }
      }
    }
  }
}

/** @param {unknown} value @returns {TourData} @throws {BadTour} */
export function checkTour(value) {
  check(schema, value, '');
  const tour = /** @type {TourData} */ (value);
  checkNames(tour, '');
  if (tour.fork) checkNames(tour.fork, 'fork.');
  return tour;
}

/** @param {string} text of a file @returns {Promise<TourData>} with the address under which it is found again @throws {BadTour} */
export async function readTour(text) {
  if (new Blob([text]).size > FILE_LIMIT) throw new BadTour('', 'most', FILE_LIMIT);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadTour('', 'must', 'JSON');
  }
  const tour = checkTour(value);
  const data = await packText(JSON.stringify(tour));
  if (data.length > LINK_LIMIT) throw new BadTour('', 'most', LINK_LIMIT);
  return { ...tour, address: `${VERSION}.${data}` };
}

/** @param {string} address `1.DATA` @returns {Promise<TourData>} @throws {BadTour} */
export async function unpackTour(address) {
  const [version, data] = address.split('.');
  if (version !== VERSION) throw new BadTour('#tour', 'must', `${VERSION}.…`);
  if (data.length > LINK_LIMIT) throw new BadTour('#tour', 'most', LINK_LIMIT);
  let text;
  try {
    text = await unpackText(data, FILE_LIMIT);
  } catch {
    throw new BadTour('#tour', 'must', 'deflate-raw, base64url');
  }
  return readTour(text);
}

/** What else might have been, as a tour. @param {TourData} tour @returns {TourData | null} */
export function forkOf(tour) {
  const { fork, address = tour.name } = tour;
  const other = { fork: undefined, address: `${address}.fork` };
  return fork ? { ...tour, ...fork, ...other } : null;
}
