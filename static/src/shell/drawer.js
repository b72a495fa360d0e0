// drawer.js - one free list in full: its portrait, and every block in list order, drawn only where one looks.

import { html, nothing, svg } from 'lit/html.js';
import { decimal } from '../i18n/index.js';

/** @typedef {import('./app.js').App} App */

const ROW = 24;
let scrolled = 0;
let searched = '';

/** @param {App} app */
export function drawer(app) {
  const { state, t, reader, schema } = app;
  if (!state.drawer) return nothing;
  const { zone, order, mt } = state.drawer;
  const all = reader.list(zone, order, mt);
  const wanted = searched.replace(/^0x/, '').toLowerCase();
  const rows = all
    .map((pfn, place) => ({ pfn, place }))
    .filter(({ pfn }) => wanted === '' || pfn.toString(16).includes(wanted));
  const close = () => {
    searched = '';
    scrolled = 0;
    state.set({ drawer: null });
  };
  const first = Math.max(0, Math.floor(scrolled / ROW) - 10);
  const shown = rows.slice(first, first + 60);
  const title = t('drawer.title', {
    type: schema.migratetypes[mt],
    order,
    zone: schema.zones[zone],
  });
  return html`<aside class="drawer" role="dialog" aria-label=${title}>
    <header>
      <h2>${title}</h2>
      <button type="button" class="quiet-button" aria-label=${t('close')} @click=${close}>×</button>
    </header>
    <p class="quiet">
      ${t('drawer.count', { n: decimal(all.length) })} ·
      <span class="mono">nr_free</span> ${decimal(reader.nrFree(zone, order))}
    </p>
    ${portrait(all, t('drawer.portrait'))}
    <div class="drawer-tools">
      <input
        class="mono"
        type="search"
        aria-label=${t('drawer.search')}
        placeholder=${t('drawer.search')}
        @input=${(/** @type {Event} */ event) => {
          searched = /** @type {HTMLInputElement} */ (event.currentTarget).value;
          state.touch();
        }}
      />
      <button type="button" class="control mono" @click=${() => scrollTo(0)}>head</button>
      <button type="button" class="control mono" @click=${() => scrollTo(rows.length * ROW)}>
        tail
      </button>
    </div>
    <div
      class="drawer-rows mono"
      id="drawer-rows"
      tabindex="0"
      @scroll=${(/** @type {Event} */ event) => {
        scrolled = /** @type {HTMLElement} */ (event.currentTarget).scrollTop;
        state.touch();
      }}
    >
      <div style=${`height:${rows.length * ROW}px`}>
        <div style=${`transform:translateY(${first * ROW}px)`}>
          ${shown.map(
            ({ pfn, place }) =>
              html`<button type="button" class="row" @click=${() => app.player.stage?.select(pfn)}>
                <span class="quiet"
                  >${place === 0 ? 'head' : place === all.length - 1 ? 'tail' : place}</span
                >
                <b>${pfn.toString(16)}</b>
                <span class="quiet">PA 0x${((pfn * 4096) >>> 0).toString(16)}</span>
              </button>`,
          )}
        </div>
      </div>
    </div>
  </aside>`;
}

/** @param {number} top */
function scrollTo(top) {
  document.getElementById('drawer-rows')?.scrollTo({ top });
}

/** Place in the list to the right, pfn upward. @param {number[]} pfns @param {string} label */
function portrait(pfns, label) {
  if (pfns.length < 2) return nothing;
  const low = Math.min(...pfns);
  const high = Math.max(...pfns);
  const step = Math.max(1, Math.floor(pfns.length / 800));
  const points = pfns
    .map((pfn, at) => [(at / (pfns.length - 1)) * 440, 76 - ((pfn - low) / (high - low || 1)) * 72])
    .filter((_, at) => at % step === 0);
  return html`<svg class="portrait" viewBox="-4 0 448 80" role="img" aria-label=${label}>
    ${points.map(([x, y]) => svg`<rect x=${x - 1} y=${y - 1} width="2.4" height="2.4" fill="currentColor" />`)}
  </svg>`;
}
