// field.js - a field of a menu's form: what is typed stays with the page.

import { html } from 'lit/html.js';
import { live } from 'lit/directives/live.js';

/**
 * Enter does what the field's button does, not what the bar does.
 * @param {import('./app.js').App} app
 * @param {Record<string, any>} form what is typed, by name; others keep more in it
 * @param {string} menu whose words and ids these are: its label is `MENU.NAME`
 * @param {string} name @param {() => unknown} act
 */
export function formField(app, form, menu, name, act) {
  return html`<label
    >${app.t(`${menu}.${name}`)}<input
      class="mono"
      name=${`${menu}-${name}`}
      autocomplete="off"
      spellcheck="false"
      .value=${live(form[name])}
      @input=${(/** @type {Event} */ event) => {
        form[name] = /** @type {HTMLInputElement} */ (event.currentTarget).value;
        app.state.touch();
      }}
      @keydown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        act();
      }}
  /></label>`;
}
