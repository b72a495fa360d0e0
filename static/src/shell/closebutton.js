// closebutton.js - the button that ends a dialog.

import { html } from 'lit/html.js';

/** @param {import('./app.js').App} app */
export function closeButton({ state, t }) {
  return html`<button type="button" class="control" @click=${() => state.set({ dialog: null })}>
    ${t('close')}
  </button>`;
}
