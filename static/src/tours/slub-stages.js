// slub-stages.js - what the tours through SLUB begin with: every boot stage, kmem_cache_init among them.

import { TO_WMARK } from './stages.js';

/** @type {import('./script.js').Line[]} */
export const TO_SLUB = [{ run: 'boot kmem_cache_init', as: 'init' }, ...TO_WMARK];

export const SLUB_ROOM = { profile: 'small', slub: true };
