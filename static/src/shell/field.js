// field.js - a field of a menu's form: what is typed stays with the page.

import { html } from 'lit/html.js';
import { live } from 'lit/directives/live.js';

/**
 * Enter does what the field's button does, not what the bar does.
 * @param {import('./app.js').App} app
 * @param {Record<string, any>} form what is typed, by name; others keep more in it
 * @param {string} menu whose words and ids these are: its label is `MENU.NAME`
 * @param {string} name @param {() => unknown} act
 * @param {boolean} [wrong] what was typed was refused
 */
export function formField(app, form, menu, name, act, wrong = false) {
  return html`<label
    >${app.t(`${menu}.${name}`)}<input
      class="mono"
      name=${`${menu}-${name}`}
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${wrong}
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
