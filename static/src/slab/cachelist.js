// cachelist.js - slab_caches from the newest on: what each cache is made of and how full it is.

import { html, nothing } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { cacheName, descriptorName } from './names.js';
import { decodeOo } from './structs.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./model.js').CacheSlabs} CacheSlabs */

/** @param {App} app */
export function cacheList(app) {
  const { t, slabs: room } = app;
  const { caches } = room.model;
  return html`<nav class="caches" aria-label=${t('slab.caches')}>
    <header>
      <h2 class="mono">slab_caches</h2>
      <span class="quiet"
        >${t('slab.newest', { n: caches.filter(({ cache }) => cache.listed).length })}</span
      >
    </header>
    <ul>
      ${caches.map((one) => entry(app, one))}
    </ul>
    ${caches.length === 0 ? html`<p class="quiet">${t('slab.noCache')}</p>` : nothing}
  </nav>`;
}

/** Objects in use by the page's own count. @param {App} app @param {CacheSlabs} one */
export function usage({ slabs: room }, { cache }) {
  let used = 0;
  let objects = 0;
  for (const slab of room.model.slabsOf(cache.addr)) {
    used += slab.used;
    objects += slab.objects;
  }
  return { used, objects };
}

/** @param {App} app @param {CacheSlabs} one */
function entry(app, one) {
  const { t, slabs: room, state } = app;
  const { cache } = one;
  const { used, objects } = usage(app, one);
  const name = cacheName(room.model, cache);
  const shown = room.cache === cache.addr;
  const choose = () => {
    room.choose(cache.addr);
    state.touch();
  };
  const partial = cache.node?.nrPartial ?? 0;
  return html`<li>
    <button
      type="button"
      class="cache mono"
      data-cache=${name}
      data-listed=${cache.listed}
      aria-current=${shown ? 'true' : nothing}
      @click=${choose}
    >
      <span class="cache-row">
        <span class="cache-name"
          ><b>${name}</b>
          ${cache.name && !cache.boot ? html`<i>${aside(app, one)}</i>` : nothing}</span
        >
        <span class="cache-used">${objects ? `${decimal(used)}/${decimal(objects)}` : '–'}</span>
      </span>
      <span class="cache-row cache-more">
        <span>${cache.objectSize} → ${cache.size} B</span>
        <span
          >${t('slab.order', { order: cache.order, n: decodeOo(cache.fields.oo).objects })}</span
        >
      </span>
      ${
        one.pfns.length > 0
          ? html`<span class="cache-row cache-more">
              <span>${t('slab.slabs', { n: one.pfns.length })}</span>
              <span>${t('slab.partials', { n: partial })}</span>
            </span>`
          : nothing
      }
    </button>
  </li>`;
}

/** How the notes call its descriptor, or that it is static. @param {App} app @param {CacheSlabs} one */
function aside({ slabs: room }, { cache }) {
  return descriptorName(room.model, cache.addr).replace(/^kmem_cache/, '');
}
