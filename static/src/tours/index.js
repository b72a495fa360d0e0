// index.js - the tours, one JSON file each; every one makes a room of its own. Week 54 is told in week54.js.

import fairness from './fairness.json' with { type: 'json' };
import merging from './merging.json' with { type: 'json' };
import pcp from './pcp.json' with { type: 'json' };
import percpu from './percpu.json' with { type: 'json' };
import ptCow from './pt-cow.json' with { type: 'json' };
import ptFault from './pt-fault.json' with { type: 'json' };
import ptObject from './pt-object.json' with { type: 'json' };
import ptPair from './pt-pair.json' with { type: 'json' };
import ptSection from './pt-section.json' with { type: 'json' };
import ptShared from './pt-shared.json' with { type: 'json' };
import ptVmalloc from './pt-vmalloc.json' with { type: 'json' };
import reserve from './reserve.json' with { type: 'json' };
import slubBoot from './slub-boot.json' with { type: 'json' };
import slubMerge from './slub-merge.json' with { type: 'json' };
import slubOrder from './slub-order.json' with { type: 'json' };
import slubPaths from './slub-paths.json' with { type: 'json' };
import slubRemote from './slub-remote.json' with { type: 'json' };
import vmallocInit from './vmalloc-init.json' with { type: 'json' };
import vmstat from './vmstat.json' with { type: 'json' };
import watermarks from './watermarks.json' with { type: 'json' };

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
 * The same from another beginning: a room of its own, of the same machine.
 * @typedef {object} Fork
 * @property {Words} line what is otherwise there
 * @property {import('./script.js').Line[]} ops
 * @property {Stop[]} stops
 */

/**
 * What a tour's file holds; static/tour.schema.json says of every field what it means and how large it may be.
 * @typedef {object} TourData
 * @property {string} name as it stands in the address
 * @property {Words} title
 * @property {Words} line what it is about, for the menu
 * @property {Words} question what one may guess before it begins
 * @property {number[]} [weeks] of the study that traced it
 * @property {{profile: string, slub?: boolean}} room
 * @property {'slabs' | 'tables'} [tab] what it is watched in, if not the pages
 * @property {import('./script.js').Line[]} ops
 * @property {Stop[]} stops
 * @property {Fork} [fork]
 * @property {string} [address] where it is not the name: of one that came from elsewhere, or of a fork
 */

export { WEEK54 } from './week54.js';

/** As the list has them. */
export const TOURS = /** @type {TourData[]} */ (
  /** @type {unknown} */ ([
    merging,
    pcp,
    reserve,
    watermarks,
    fairness,
    vmstat,
    slubBoot,
    slubPaths,
    slubRemote,
    slubOrder,
    slubMerge,
    percpu,
    ptSection,
    ptPair,
    ptObject,
    vmallocInit,
    ptVmalloc,
    ptFault,
    ptCow,
    ptShared,
  ])
);
