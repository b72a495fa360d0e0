// view.js - the slab room over the board: caches at the left, the chosen one's slabs at the right.

import { html, nothing, svg } from 'lit/html.js';
import { copyText } from '../shell/copy.js';
import { bootstrap } from './bootstrap.js';
import { cacheList } from './cachelist.js';
import { explorer } from './explorer.js';
import { cacheName, descriptorName } from './names.js';
import { objectView } from './objectview.js';
import { shelves } from './shelves.js';
import { slabGrid } from './slabgrid.js';
import { slabText } from './slabtext.js';
import { flagNames, STATES } from './structs.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./caches.js').Cache} Cache */
/** @typedef {import('./slabs.js').Slab} Slab */
/** @typedef {import('./room.js').Part} Part */

const LIST_WIDTH = { laptop: 214, projector: 300 };
const GAP = 18;
/** @type {Part[]} */
const PARTS = ['slabs', 'bootstrap', 'sizes'];
/** Room for the detail's padding and scroll bar. */
const SCROLLBAR = 28;
const PHONE = 768;

/** @param {App} app */
export function slabs(app) {
  const { slabs: room, t } = app;
  if (!room.here) return html`<p class="view-note">${t('slab.off')}</p>`;
  room.turn();
  return html`<header class="view-head">${head(app)}</header>
    <svg class="slab-defs" aria-hidden="true">
      <defs>
        <marker
          id="slab-arrow"
          viewBox="0 0 8 8"
          refX="6.5"
          refY="4"
          markerWidth="6"
          markerHeight="6"
          orient="auto"
        >
          ${svg`<path d="M0 1L7.5 4L0 7z" />`}
        </marker>
      </defs>
    </svg>
    ${part(app)}`;
}

/** @param {App} app */
function part(app) {
  if (app.slabs.part === 'bootstrap') return page(bootstrap(app), app.t('slab.part.bootstrap'));
  if (app.slabs.part === 'sizes') return page(explorer(app), app.t('slab.part.sizes'));
  return html`<div class="slab-board">
    ${cacheList(app)}
    <div class="slab-detail">${detail(app)}</div>
  </div>`;
}

/** @param {unknown} body @param {string} label */
function page(body, label) {
  return html`<div class="view-scroll" tabindex="0" role="group" aria-label=${label}>${body}</div>`;
}

/** @param {App} app */
function head(app) {
  const { slabs: room, t, state } = app;
  const now = STATES.get(room.model.state) ?? String(room.model.state);
  return html`<span class="segments" role="group" aria-label=${t('tab.slabs')}>
      ${PARTS.map(
        (one) =>
          html`<button
            type="button"
            class="segment"
            data-part=${one}
            aria-pressed=${room.part === one}
            @click=${() => {
              room.part = one;
              state.touch();
            }}
          >
            ${t(`slab.part.${one}`)}
          </button>`,
      )}
    </span>
    <span class="states mono" role="group" aria-label="slab_state">
      ${[...STATES.values()].map((name) => html`<span class="state" aria-current=${name === now ? 'true' : nothing}>${name}</span>`)}
    </span>
    ${room.part === 'slabs' ? tools(app) : nothing}`;
}

/** Finding, and how objects are called. @param {App} app */
function tools({ slabs: room, t, state }) {
  const find = (/** @type {Event} */ event) => {
    event.preventDefault();
    const field = /** @type {HTMLFormElement} */ (event.currentTarget).elements.namedItem('object');
    const input = /** @type {HTMLInputElement} */ (field);
    const found = room.chooseText(input.value);
    input.setCustomValidity(found ? '' : t('slab.notFound', { name: input.value }));
    input.reportValidity();
    state.touch();
  };
  return html`<form class="find" @submit=${find}>
      <input
        class="mono"
        name="object"
        type="search"
        autocomplete="off"
        spellcheck="false"
        aria-label=${t('slab.find')}
        placeholder="kmem_cache#30-o9"
        @input=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).setCustomValidity('')}
      />
    </form>
    <button
      type="button"
      class="control names"
      aria-pressed=${room.plain}
      title=${t('slab.plainTitle')}
      @click=${() => {
        room.plain = !room.plain;
        state.touch();
      }}
    >
      ${t('slab.plain')}
    </button>`;
}

/** @param {App} app */
function detail(app) {
  const { slabs: room, t } = app;
  const owner = room.model.byAddr.get(room.cache);
  if (!owner) return html`<p class="quiet">${t('slab.before')}</p>`;
  const { slab } = room;
  const index = room.hover >= 0 ? room.hover : room.index;
  return html`${cacheHead(app, owner.cache)} ${shelves(app, owner.cache)}
  ${slab ? opened(app, slab) : html`<p class="no-slab">${t('slab.none')}</p>`}
  ${slab && index >= 0 ? objectView(app, slab, index) : nothing}`;
}

/** @param {App} app @param {Cache} cache */
function cacheHead({ slabs: room, t }, cache) {
  const { fields } = cache;
  const facts = [
    ['object_size', cache.objectSize],
    ['size', cache.size],
    ['inuse', cache.inuse],
    ['offset', cache.offset],
    ['align', fields.align],
    ['min_partial', fields.min_partial],
    ['cpu_partial', fields.cpu_partial],
    ['refcount', fields.refcount | 0],
  ];
  const words = ['object_size', 'size', 'inuse', 'offset', 'align', 'min_partial', 'cpu_partial'];
  return html`<header class="cache-head">
    <h2 class="mono">${cacheName(room.model, cache)}</h2>
    <span class="mono quiet">${descriptorName(room.model, cache.addr)}</span>
    ${cache.listed ? nothing : html`<span class="tag">${t(cache.boot ? 'slab.static' : 'slab.unlisted')}</span>`}
    <span class="cache-facts mono">
      ${facts.map(([name, value]) => html`<span class="fact" data-word=${words.indexOf(String(name))}><i>${name}</i> <b>${value}</b></span>`)}
      ${cache.flags ? html`<span class="fact"><i>flags</i> <b>${flagNames(cache.flags)}</b></span>` : nothing}
    </span>
  </header>`;
}

/** Width that the open slab has, px: the view may still be hidden, so its board is asked. */
function detailWidth() {
  const board = document.getElementById('view')?.parentElement;
  const gutter = parseFloat(
    getComputedStyle(document.documentElement).getPropertyValue('--gutter'),
  );
  const inner = (board?.clientWidth ?? 700) - 2 * gutter;
  if (innerWidth < PHONE) return inner - 4;
  const projector = document.documentElement.dataset.screen === 'projector';
  const list = projector ? LIST_WIDTH.projector : LIST_WIDTH.laptop;
  return Math.max(200, inner - list - GAP - SCROLLBAR);
}

/** @param {App} app @param {Slab} slab */
function opened(app, slab) {
  const { t, slabs: room } = app;
  const pfn = `0x${slab.pfn.toString(16)}`;
  const copy = () =>
    copyText(
      app,
      slabText(room.model, slab, { t, owners: room.owners, plain: room.plain }),
      t('slab.copied'),
    );
  return html`<section class="open-slab" aria-label=${t('slab.page', { pfn })}>
    <header>
      <h3 class="mono">page ${pfn}</h3>
      <span class="mono quiet"
        >0x${slab.addr.toString(16)} · order ${slab.order} · ${slab.objects} × ${slab.size} B</span
      >
      ${counters(app, slab)}
      <button type="button" class="control copy-table" @click=${copy}>${t('slab.copy')}</button>
    </header>
    ${slab.broken.map(
      (one) =>
        html`<p class="broken" role="alert">
          ${t('slab.broken', {
            list:
              one.list === 'cpu' ? t('slab.listCpu', { cpu: slab.place.cpu }) : 'page->freelist',
            after: one.after >= 0 ? `#${one.after}` : 'head',
            value: `0x${one.value.toString(16)}`,
          })}
        </p>`,
    )}
    ${slabGrid(app, slab, detailWidth())}
  </section>`;
}

/** page->counters and what its bits say. @param {App} app @param {Slab} slab */
function counters({ slabs: room, t }, slab) {
  const { memory } = room.model;
  const at = 4 * (memory.page0 + (slab.pfn - memory.firstPfn) * memory.pageWords);
  const changed = (/** @type {number} */ word) => room.changes.words.has(at + 4 * word);
  const fields = [
    ['frozen', Number(slab.frozen), '31'],
    ['objects', (slab.counters >>> 16) & 0x7fff, '30…16'],
    ['inuse', slab.inuse, '15…0'],
  ];
  return html`<span class="counters-bits mono" data-changed=${changed(3)}>
    <span class="fact"><i>page->counters</i> <b>0x${slab.counters.toString(16)}</b></span>
    ${fields.map(([name, value, bits]) => html`<span class="bit-field" title=${t('slab.bits', { bits })}><i>${name}</i> <b>${value}</b></span>`)}
    <span class="fact" data-changed=${changed(2)}
      ><i>freelist</i> <b>${slab.freelist ? slab.freelist.toString(16) : 'NULL'}</b></span
    >
  </span>`;
}
