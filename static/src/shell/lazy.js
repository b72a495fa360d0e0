// lazy.js - parts of the page that are fetched after it can be used: when one is first looked at, or when the browser has time.

import { nothing } from 'lit/html.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {'slabs' | 'tables' | 'vmMenu' | 'processMenu' | 'objectsMenu' | 'quizCard' | 'beside' | 'besideForm' | 'studyNote' | 'callTreeView' | 'sourceView' | 'findCard' | 'breakCard' | 'stoppedLine'} Part */

/** @type {Record<Part, (app: App) => unknown> | null} */
let parts = null;

async function fetchParts() {
  parts ??= await import('./parts.js');
}

/** A view that is there once the parts are; until then there is nothing of it. @param {Part} part */
export const lazy = (part) => (/** @type {App} */ app) => {
  if (parts) return parts[part](app);
  // A fetch that failed is tried again with the next picture.
  fetchParts().then(
    () => app.state.touch(),
    () => {},
  );
  return nothing;
};

/** At once where the parts are there. @param {() => void} act */
export const withParts = (act) => (parts ? act() : void fetchParts().then(act, () => {}));

/** Fetches the parts before they are asked for: the daemon may be away then. */
export function fetchWhenIdle() {
  const idle =
    window.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act, 500));
  idle(() => void fetchParts().catch(() => {}));
}
