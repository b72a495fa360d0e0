// stepbuttons.js - the row over the walk: back, over, into, out, to the next breakpoint, each with its key; and which picture of the walk.

import { html, nothing } from 'lit/html.js';
import { into, outOf, over, toBreakpoint } from './stepping.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {'frames' | 'tree' | 'source'} WalkMode */

/** @type {WalkMode[]} */
const MODES = ['frames', 'tree', 'source'];

/** @param {App} app */
export function walkModes({ state, t }) {
  return html`<div class="segments walk-modes" role="group" aria-label=${t('code.modes')}>
    ${MODES.map(
      (mode) =>
        html`<button
          type="button"
          class="segment"
          data-mode=${mode}
          aria-pressed=${state.walkMode === mode}
          @click=${() => state.set({ walkMode: mode })}
        >
          ${t(`code.mode.${mode}`)}
        </button>`,
    )}
  </div>`;
}

/** @param {App} app */
export function stepButtons(app) {
  const { player, state, breaks, t } = app;
  const button = (
    /** @type {string} */ name,
    /** @type {string} */ key,
    /** @type {() => unknown} */ act,
    mark = /** @type {unknown} */ (nothing),
  ) =>
    html`<button
      type="button"
      class="control"
      data-step=${name}
      title=${`${t(`code.long.${name}`)} (${key})`}
      @click=${act}
    >
      ${t(`code.${name}`)} ${mark} <kbd>${key}</kbd>
    </button>`;
  return html`<div class="step-buttons" role="group" aria-label=${t('code.steps')}>
    ${button('back', '←', () => player.prev())} ${button('over', 'o', () => over(app))}
    ${button('into', '↓', () => into(app))} ${button('out', '↑', () => outOf(app))}
    ${button('next', 'b', () => toBreakpoint(app, 1), html`<span class="break-dot" data-on="true"></span>`)}
    <button
      type="button"
      class="control breaks-button"
      aria-expanded=${state.breaksOpen}
      title=${t('breaks.title')}
      aria-label=${t('breaks.title')}
      @click=${() => state.set({ breaksOpen: !state.breaksOpen })}
    >
      <span class="break-dot" data-on=${breaks.any}></span>
    </button>
  </div>`;
}
