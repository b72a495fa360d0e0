// index.js - the tours through what the page allocator does; each makes a room of its own. Week 54 is told in week54.js.

import { FAIRNESS } from './fairness.js';
import { MERGING } from './merging.js';
import { PCP } from './pcp.js';
import { RESERVE } from './reserve.js';
import { WATERMARKS } from './watermarks.js';

/** @typedef {{en: string, ko: string}} Words */

/**
 * A place in the walk and the sentence said there; `{name}` in it is a value read from the walk, see find.js.
 * @typedef {object} Stop
 * @property {string} op name of the line, see script.js
 * @property {string[]} at
 * @property {Record<string, string>} [values]
 * @property {string} en
 * @property {string} ko
 */

/**
 * @typedef {object} TourData
 * @property {string} name as it stands in the address
 * @property {Words} title
 * @property {Words} line what it is about, for the menu
 * @property {{profile: string, slub?: boolean}} room
 * @property {import('./script.js').Line[]} ops
 * @property {Stop[]} stops
 */

/** @type {TourData[]} */
export const TOURS = [MERGING, PCP, RESERVE, WATERMARKS, FAIRNESS];
