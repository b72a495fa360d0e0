// tourparts.js - what of the tours is fetched when somebody wants one, in one piece (tourlist.js).

export { TOURS, WEEK54 } from '../tours/index.js';
export { forkOf, unpackTour } from '../tours/check.js';
export { tourDialog, wrong } from './tourdialog.js';
