// index.js - the tours through what the page allocator does; each makes a room of its own. Week 54 is told in week54.js.

import { FAIRNESS } from './fairness.js';
import { MERGING } from './merging.js';
import { PCP } from './pcp.js';
import { PT_COW } from './pt-cow.js';
import { PT_FAULT } from './pt-fault.js';
import { PT_OBJECT } from './pt-object.js';
import { PT_PAIR } from './pt-pair.js';
import { PT_SECTION } from './pt-section.js';
import { PT_VMALLOC } from './pt-vmalloc.js';
import { RESERVE } from './reserve.js';
import { SLUB_BOOT } from './slub-boot.js';
import { SLUB_MERGE } from './slub-merge.js';
import { SLUB_ORDER } from './slub-order.js';
import { SLUB_PATHS } from './slub-paths.js';
import { SLUB_REMOTE } from './slub-remote.js';
import { WATERMARKS } from './watermarks.js';

/** @typedef {{en: string, ko: string}} Words */

/**
 * A place in the walk and the sentence said there; `{name}` in it is a value read from the walk, see find.js.
 * @typedef {object} Stop
 * @property {string} op name of the line, see script.js
 * @property {string[]} at
 * @property {Record<string, string>} [values]
 * @property {import('../people/quiz.js').What} [ask] what may be predicted before it
 * @property {string} en
 * @property {string} ko
 */

/**
 * @typedef {object} TourData
 * @property {string} name as it stands in the address
 * @property {Words} title
 * @property {Words} line what it is about, for the menu
 * @property {Words} [question] what one may guess before it begins
 * @property {{profile: string, slub?: boolean}} room
 * @property {'slabs' | 'tables'} [tab] what it is watched in, if not the pages
 * @property {import('./script.js').Line[]} ops
 * @property {Stop[]} stops
 */

/** @type {TourData[]} */
export const TOURS = [
  MERGING,
  PCP,
  RESERVE,
  WATERMARKS,
  FAIRNESS,
  SLUB_BOOT,
  SLUB_PATHS,
  SLUB_REMOTE,
  SLUB_ORDER,
  SLUB_MERGE,
  PT_SECTION,
  PT_PAIR,
  PT_OBJECT,
  PT_VMALLOC,
  PT_FAULT,
  PT_COW,
];
