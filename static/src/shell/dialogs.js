// dialogs.js - what stands in front of the page: share, keys, the machine (machine.js).

import { html, nothing } from 'lit/html.js';
import { closeButton } from './closebutton.js';
import { KEYS } from './keys.js';
import { machine } from './machine.js';
import { onLoopback, shareAddress } from './place.js';
import { accessWords, peoplePanel } from '../people/panel.js';
import { report } from './report.js';
import { tours } from './tours.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app */
export function dialogs(app) {
  const { state } = app;
  if (!state.dialog) return nothing;
  const body = { share, keys, room: machine, tours, report, people: peoplePanel }[state.dialog];
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

let atStep = true;

/** What lies over the board, for a link. @param {App} app @returns {import('./place.js').Looked | null} */
function lookedAt({ state, slabs, pageTables }) {
  if (state.tab === 'slabs') return { view: 'slab', place: slabs.place };
  if (state.tab === 'tables' && pageTables.here) {
    return { view: 'tables', place: pageTables.place };
  }
  return null;
}

/** @param {App} app */
function share(app) {
  const { state, t, player, guide } = app;
  const { op, event } = player.position;
  const tour = guide.tour && guide.there ? { name: guide.tour.name, stop: guide.index + 1 } : null;
  const here = atStep && op > 0;
  const looked = tour ? null : lookedAt(app);
  const address = shareAddress(state.room, here ? { op, event } : null, here ? tour : null, looked);
  return html`
    <h2 id="dialog-title">${t('share.title')}</h2>
    <p class="quiet">${t('share.sub', { n: state.viewers })} ${accessWords(app)}</p>
    <div class="share-link">
      <h3>${t('share.link')}</h3>
      <p class="quiet">${t('share.linkNote')}</p>
      <div class="copy">
        <input
          id="share-address"
          class="mono"
          readonly
          aria-label=${t('share.link')}
          .value=${address}
          @focus=${(/** @type {FocusEvent} */ focus) =>
            /** @type {HTMLInputElement} */ (focus.currentTarget).select()}
        />
        <button type="button" class="primary" autofocus @click=${() => copy(app, address)}>
          ${t('copy')}
        </button>
      </div>
    </div>
    <label class="check">
      <input
        type="checkbox"
        .checked=${atStep}
        @change=${() => {
          atStep = !atStep;
          state.touch();
        }}
      />
      ${t('share.atStep')} <b class="mono">${op}.${event}</b>
    </label>
    ${
      onLoopback()
        ? html`<p class="note">
            <b>${t('share.loopback')}</b> ${t('share.wider')}
            <code class="mono">buddyscope serve --listen 0.0.0.0:${location.port || '8080'}</code>
          </p>`
        : nothing
    }
    <div class="dialog-buttons">${closeButton(app)}</div>
  `;
}

/** @param {App} app @param {string} text */
async function copy(app, text) {
  const { state, t } = app;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // without https the clipboard is closed: select, and let the old way copy
    const field = /** @type {HTMLInputElement | null} */ (document.getElementById('share-address'));
    field?.select();
    document.execCommand('copy');
  }
  state.set({ toast: { text: t('share.copied'), tone: 'note' } });
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
