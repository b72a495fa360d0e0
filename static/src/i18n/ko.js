// ko.js - everything the page says in Korean: shell.ko.js the frame, stage.ko.js the stage and its captions, views.ko.js what lies beside.

import share from './share.ko.js';
import shell from './shell.ko.js';
import stage from './stage.ko.js';
import slab from './slab.ko.js';
import pagetable from './pagetable.ko.js';
import beside from './beside.ko.js';
import people from './people.ko.js';
import views from './views.ko.js';
import studynote from './studynote.ko.js';
import code from './code.ko.js';
import vm from './vm.ko.js';

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
