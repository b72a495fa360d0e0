// dialogs.js - what stands in front of the page: share, keys, the machine (machine.js).

import { html, nothing } from 'lit/html.js';
import { closeButton } from './closebutton.js';
import { KEYS } from './keys.js';
import { machine } from './machine.js';
import { peoplePanel } from '../people/panel.js';
import { lazy } from './lazy.js';
import { report } from './report.js';
import { share } from './share.js';
import { tours } from './tours.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app */
export function dialogs(app) {
  const { state } = app;
  if (!state.dialog) return nothing;
  const body = {
    share,
    keys,
    room: machine,
    tours,
    report,
    people: peoplePanel,
    studynote: lazy('studyNote'),
    find: lazy('findCard'),
  }[state.dialog];
  return html`<dialog
    class="dialog ${state.dialog}"
    aria-labelledby="dialog-title"
    @close=${() => state.set({ dialog: null })}
    @click=${(/** @type {MouseEvent} */ event) => {
      if (event.target === event.currentTarget) state.set({ dialog: null });
    }}
  >
    <div class="dialog-body">${body(app)}</div>
  </dialog>`;
}

/** Opens what was just drawn: modal, so that focus stays inside and returns. @param {HTMLElement} root */
export function openDialog(root) {
  const dialog = root.querySelector('dialog');
  if (dialog && !dialog.open) dialog.showModal();
}

/** @param {App} app */
function keys(app) {
  const { state, t } = app;
  return html`
    <h2 id="dialog-title">${t('keys.title')}</h2>
    <div class="key-list">
      ${KEYS.map(
        ({ keys: names, does }) =>
          html`<div>
            <span class="key-names">${names.map((name) => html`<kbd>${name}</kbd>`)}</span>
            <span>${t(does)}</span>
          </div>`,
      )}
    </div>
    <label class="check">
      <input
        type="checkbox"
        .checked=${state.letterKeys}
        @change=${() => state.set({ letterKeys: !state.letterKeys })}
      />
      ${t('keys.letters')}
    </label>
    <div class="dialog-buttons">
      <a class="control" href="/licenses.txt">${t('licences')}</a> ${closeButton(app)}
    </div>
  `;
}
