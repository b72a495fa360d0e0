// dialog.js - study notes: the walk taken out as one, and one held against the machine.

import { html } from 'lit/html.js';
import { closeButton } from '../shell/closebutton.js';
import { checkForm } from './check.js';
import { takeForm } from './take.js';

/** @typedef {import('../shell/app.js').App} App */

const FORMS = { take: takeForm, check: checkForm };
/** @type {keyof typeof FORMS} */
let shown = 'take';

/** @param {App} app */
export function studyNote(app) {
  const { state, t } = app;
  const tab = (/** @type {keyof typeof FORMS} */ one) =>
    html`<button
      type="button"
      class="segment"
      data-note-form=${one}
      aria-pressed=${one === shown}
      @click=${() => {
        shown = one;
        state.touch();
      }}
    >
      ${t(`studynote.${one}`)}
    </button>`;
  return html`
    <header class="studynote-head">
      <h2 id="dialog-title">${t('studynote.title')}</h2>
      <span class="segments" role="group" aria-labelledby="dialog-title"
        >${tab('take')} ${tab('check')}</span
      >
    </header>
    ${FORMS[shown](app)}
    <div class="dialog-buttons">${closeButton(app)}</div>
  `;
}
