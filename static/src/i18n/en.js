// en.js - everything the page says in English: shell.en.js the frame, stage.en.js the stage and its captions, views.en.js what lies
// beside them (slab.en.js the slabs, vm.en.js virtual memory): gauges, counters, the texts of /proc, reports, the machine.

import share from './share.en.js';
import shell from './shell.en.js';
import stage from './stage.en.js';
import slab from './slab.en.js';
import pagetable from './pagetable.en.js';
import beside from './beside.en.js';
import people from './people.en.js';
import views from './views.en.js';
import studynote from './studynote.en.js';
import code from './code.en.js';
import vm from './vm.en.js';

/** @type {Record<string, string>} */
export default {
  ...shell,
  ...share,
  ...stage,
  ...views,
  ...slab,
  ...pagetable,
  ...people,
  ...beside,
  ...studynote,
  ...vm,
  ...code,
};
