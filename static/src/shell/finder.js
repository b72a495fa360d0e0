// finder.js - opens the search (findcard.js), which everybody has who sees the page.

import { withParts } from './lazy.js';

/** @param {import('./app.js').App} app @param {string} [text] what is looked for */
export function openFinder({ state }, text = '') {
  withParts(() => {
    state.set({ dialog: 'find', sought: text, menu: null, drawer: null, past: null });
    // Not with the next picture: what is typed until then belongs in the field.
    state.dispatchEvent(new Event('change'));
  });
}
