// asks.js - who asks for the chalk, before those who can give it; and the bar of somebody who cannot operate the machine.

import { html, nothing } from 'lit/html.js';
import { alarm } from '../shell/icons.js';
import { avatar } from './avatars.js';
import { wishButton } from './panel.js';

/** @typedef {import('../shell/app.js').App} App */

/** @param {App} app */
export function asks(app) {
  const { people, state, t } = app;
  const one = people.asking[0];
  if (!one) return nothing;
  return html`<div class="asks" role="status">
    ${avatar(app, one)}
    <span>${t('chalk.asks', { name: people.nameOf(one) })}</span>
    <button type="button" class="primary" @click=${() => void people.give(one.n)}>
      ${t('chalk.giveShort')}
    </button>
    <button
      type="button"
      class="control"
      @click=${() => {
        people.later.add(one.n);
        state.touch();
      }}
    >
      ${t('chalk.later')}
    </button>
  </div>`;
}

/** In place of the command bar. @param {App} app */
export function viewerBar(app) {
  const { people, state, t } = app;
  const { leader } = people;
  const words = people.screen
    ? t('viewer.screen')
    : leader
      ? t('viewer.driver', { name: people.nameOf(leader) })
      : t('viewer.nobody');
  return html`<div class="viewer-bar">
    <span>${words}</span>
    ${people.screen ? nothing : wishButton(app)}
    ${
      state.error
        ? html`<span class="viewer-error" role="alert">${alarm()} ${state.error.message}</span>`
        : nothing
    }
  </div>`;
}
