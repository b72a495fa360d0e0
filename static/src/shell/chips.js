// chips.js - a row of small buttons to choose from: what is handed out, what is mapped.

import { html, nothing } from 'lit/html.js';
import { decimal } from '../i18n/index.js';

/** @typedef {import('./app.js').App} App */

/** Of so many the rest is a number. */
export const SHOWN = 100;

/**
 * A button for each, or the sentence that there is none. `more` counts those that are not shown.
 *
 * @template T
 * @param {App} app
 * @param {T[]} all
 * @param {{none: string, more: string}} words their keys
 * @param {(one: T) => unknown} chip
 */
export function chips({ t }, all, { none, more }, chip) {
  const rest = all.length - SHOWN;
  return html`${all.length ? nothing : html`<span class="quiet">${t(none)}</span>`}${all
    .slice(0, SHOWN)
    .map(
      chip,
    )}${rest > 0 ? html`<span class="quiet">${t(more, { n: decimal(rest) })}</span>` : nothing}`;
}

/**
 * Those that an operation handed out by address: the chosen one stands in the form.
 *
 * @param {App} app
 * @param {{addr: string}} form
 * @param {{addr: string, op: any}[]} all
 * @param {{none: string, more: string}} words
 */
export const addressChips = (app, form, all, words) =>
  chips(
    app,
    all,
    words,
    ({ addr, op }) =>
      html`<button
        type="button"
        class="chip mono"
        aria-pressed=${form.addr === addr}
        title=${`#${op.n} ${op.text}`}
        @click=${() => {
          form.addr = addr;
          app.state.touch();
        }}
      >
        ${addr.slice(2)}
      </button>`,
  );
