// stages.js - what most tours begin with: the boot stages up to the one that sets page sets and watermarks up.

/** @type {import('./script.js').Line[]} */
export const TO_LATE = [{ run: 'boot pageset' }, { run: 'boot smp' }, { run: 'boot late' }];

/** @type {import('./script.js').Line[]} */
export const TO_WMARK = [...TO_LATE, { run: 'boot wmark', as: 'wmark' }];
