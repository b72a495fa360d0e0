// findcard.js - the search: a field with what it may mean under it (a combobox with a listbox, by the ARIA patterns).

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { limits, suggestions } from './find.js';

/** @typedef {import('./app.js').App} App */

/** The suggestion that Enter takes, of what was looked for last. */
let at = 0;
let of = '';

/** @param {App} app */
export function findCard(app) {
  const { state, t } = app;
  const { sought } = state;
  const found = suggestions(app, sought);
  if (of !== sought || at >= found.length) at = 0;
  of = sought;
  const move = (/** @type {number} */ by) => {
    at = (at + by + found.length) % Math.max(found.length, 1);
    state.touch();
  };
  return html`<h2 id="dialog-title">${t('find.title')}</h2>
    <input
      id="find"
      class="mono"
      role="combobox"
      autofocus
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      enterkeyhint="go"
      aria-labelledby="dialog-title"
      aria-autocomplete="list"
      aria-expanded=${found.length > 0}
      aria-controls="found"
      aria-activedescendant=${found.length ? `found-${at}` : nothing}
      .value=${live(sought)}
      @input=${(/** @type {Event} */ event) =>
        state.set({ sought: /** @type {HTMLInputElement} */ (event.currentTarget).value })}
      @keydown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowUp') move(-1);
        else if (event.key === 'Enter' && !event.isComposing && found[at]) go(app, found[at]);
        else return;
        event.preventDefault();
      }}
    />
    <ul id="found" role="listbox" aria-labelledby="dialog-title" ?hidden=${found.length === 0}>
      ${found.map((one, i) => option(app, one, i))}
    </ul>
    <p class="quiet" role="status">${says(app, found.length)}</p>`;
}

/** @param {App} app @param {number} found */
function says(app, found) {
  const { t, state } = app;
  const text = state.sought.trim();
  if (!text) return t('find.what');
  return found ? nothing : t('find.none', { text, ...limits(app) });
}

/** @param {App} app @param {import('./find.js').Found} one @param {number} i */
function option(app, one, i) {
  return html`<li
    id=${`found-${i}`}
    role="option"
    data-kind=${one.kind}
    aria-selected=${i === at}
    @click=${() => go(app, one)}
  >
    <span class="quiet">${app.t(`find.${one.kind}`)}</span>
    <b class="mono">${one.name}</b>
    <span class="mono quiet">${one.detail}</span>
  </li>`;
}

/** There: the dialog is gone first, so that the focus is where it leads. @param {App} app @param {import('./find.js').Found} found */
function go({ state, follow }, found) {
  document.querySelector('dialog')?.close();
  follow.leave();
  state.set({ dialog: null });
  state.dispatchEvent(new Event('change'));
  void found.go();
}
