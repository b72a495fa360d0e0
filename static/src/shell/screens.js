// screens.js - the page when there is no machine to show: arriving, gone, or not to be had.

import { html } from 'lit/html.js';
import { api } from '../net.js';
import { link } from './place.js';
import { logo } from './icons.js';

/** @typedef {(key: string, params?: Record<string, string | number>) => string} T */

/** @param {T} t @param {string} room */
export function goneScreen(t, room) {
  return html`<main class="screen">
    <p class="brand">${logo}<span>buddyscope</span></p>
    <h1>${t('gone.title')}</h1>
    <p>${t('gone.why', { room: room || '–' })}</p>
    <p><button type="button" class="primary" @click=${fresh}>${t('gone.new')}</button></p>
  </main>`;
}

/** @param {T} t @param {string} message */
export function brokenScreen(t, message) {
  return html`<main class="screen">
    <p class="brand">${logo}<span>buddyscope</span></p>
    <h1>${t('broken.title')}</h1>
    <p class="mono">${message}</p>
    <p>
      <button type="button" class="primary" @click=${() => location.reload()}>
        ${t('broken.again')}
      </button>
    </p>
  </main>`;
}

async function fresh() {
  const made = await api('/api/rooms', {});
  location.assign(link(made.room, null, made.owner_key));
}

/** The line over the empty stage while the machine arrives. @param {T} t @param {{received: number, total: number, since: number}} loading */
export function loadingLine(t, loading) {
  if (Date.now() - loading.since < 1000) return html``;
  const mb = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
  return html`<p class="loading" role="status">
    ${
      loading.total
        ? t('loading.of', { got: mb(loading.received), total: mb(loading.total) })
        : t('loading.some', { got: mb(loading.received) })
    }
  </p>`;
}
