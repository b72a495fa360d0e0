// explorer.js - the size explorer: object size, alignment and flags in; size, order, objects and waste out, and every order that was tried.
//
// The daemon runs calculate_sizes() and says what it found (GET /api/sizes); nothing is computed here but bytes of a slab.

import { html, nothing, svg } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { api } from '../net.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {{order: number, rem: number, limit: number}} Tried */
/** @typedef {{min_objects: number, max_order: number, fract_leftover: number, order: number, tried: Tried[]}} Call */
/** @typedef {Record<string, number> & {ok: boolean, calls: Call[]}} Sizes */

const PAGE = 4096;
/** The slider's end: what kmalloc takes from slabs. */
const LARGEST = 8192;
const ALIGNS = [0, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];
const FLAGS = [
  'SLAB_HWCACHE_ALIGN',
  'SLAB_RED_ZONE',
  'SLAB_POISON',
  'SLAB_STORE_USER',
  'SLAB_DESTROY_BY_RCU',
];
/** Calls of slab_order() that are shown before the rest is asked for. */
const FEW = 12;

/** What is asked: the groups' own example to begin with. */
const asked = { size: 1076, align: 0, flags: /** @type {Set<string>} */ (new Set()) };
/** @type {Sizes | null} */
let found = null;
let question = '';
let why = '';
let all = false;

/** @param {App} app */
export function explorer(app) {
  const { t } = app;
  ask(app);
  return html`<form
      class="sizes-form"
      @submit=${(/** @type {Event} */ event) => event.preventDefault()}
    >
      ${sizeFields(app)}
      <label
        >align
        <select
          class="control mono"
          name="align"
          @change=${(/** @type {Event} */ event) => set(app, { align: Number(value(event)) })}
        >
          ${ALIGNS.map((align) => html`<option value=${align} ?selected=${align === asked.align}>${align}</option>`)}
        </select></label
      >
      <span class="flags">
        ${FLAGS.map(
          (flag) =>
            html`<button
              type="button"
              class="control mono"
              aria-pressed=${asked.flags.has(flag)}
              @click=${() => toggle(app, flag)}
            >
              ${flag.replace('SLAB_', '')}
            </button>`,
        )}
      </span>
    </form>
    ${why ? html`<p role="alert">${why}</p>` : nothing}
    ${found ? answer(app, found) : html`<p class="quiet" aria-busy="true">${t('slab.sizes.wait')}</p>`}`;
}

/** @param {App} app */
function sizeFields(app) {
  const change = (/** @type {Event} */ event) => set(app, { size: Number(value(event)) });
  return html`<label
      >object_size
      <input
        class="control mono"
        type="number"
        name="size"
        min="1"
        max="8388608"
        .value=${String(asked.size)}
        @input=${change}
    /></label>
    <input
      type="range"
      aria-label="object_size"
      min="1"
      max=${LARGEST}
      .value=${String(Math.min(asked.size, LARGEST))}
      @input=${change}
    />`;
}

/** @param {Event} event */
const value = (event) => /** @type {HTMLInputElement} */ (event.currentTarget).value;

/** @param {App} app @param {Partial<typeof asked>} change */
function set(app, change) {
  Object.assign(asked, change);
  all = false;
  app.state.touch();
}

/** @param {App} app @param {string} flag */
function toggle(app, flag) {
  if (!asked.flags.delete(flag)) asked.flags.add(flag);
  set(app, {});
}

/** @param {App} app */
function ask(app) {
  const flags = encodeURIComponent([...asked.flags].join('|'));
  const now = `size=${asked.size}&align=${asked.align}&flags=${flags}`;
  if (now === question) return;
  question = now;
  api(`/api/sizes?${now}`).then(
    (answered) => {
      if (question !== now) return;
      found = answered;
      why = '';
      app.state.touch();
    },
    (error) => {
      if (question !== now) return;
      why = error instanceof Error ? error.message : String(error);
      app.state.touch();
    },
  );
}

/** @param {App} app @param {Sizes} sizes */
function answer(app, sizes) {
  const { t } = app;
  const bytes = PAGE << sizes.order;
  const waste = bytes - sizes.objects * sizes.size;
  const facts = [
    ['align', sizes.align],
    ['inuse', sizes.inuse],
    ['offset', sizes.offset],
    ['size', sizes.size],
    ['order', sizes.order],
    ['objects', sizes.objects],
    [
      t('slab.sizes.waste'),
      t('slab.sizes.bytes', { n: waste, percent: ((100 * waste) / bytes).toFixed(1) }),
    ],
    ['oo', `0x${((sizes.order << 16) | sizes.objects).toString(16)}`],
    ['min', `0x${((sizes.min_order << 16) | sizes.min_order_objects).toString(16)}`],
    ['min_partial', sizes.min_partial],
  ];
  const shown = all ? sizes.calls : sizes.calls.slice(0, FEW);
  return html`${
      sizes.ok
        ? html`<dl class="sizes-facts">
              ${facts.map(
                ([name, what]) =>
                  html`<div>
                    <dt>${name}</dt>
                    <dd class="mono">${typeof what === 'number' ? decimal(what) : what}</dd>
                  </div>`,
              )}
            </dl>
            ${parts(sizes)} ${picture(app, sizes, bytes, waste)}`
        : html`<p role="status">${t('slab.sizes.none')}</p>`
    }
    <h2 class="mono">calculate_order()</h2>
    <p class="quiet">
      ${t('slab.sizes.note', { most: sizes.max_objects, least: sizes.min_objects })}
    </p>
    <table class="sizes-table mono">
      <thead>
        <tr>
          <th scope="col">min_objects</th>
          <th scope="col">fraction</th>
          <th scope="col">order</th>
          <th scope="col">${t('slab.sizes.slab')}</th>
          <th scope="col">rem</th>
          <th scope="col">${t('slab.sizes.limit')}</th>
          <th scope="col"></th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((call) => rows(app, call))}
      </tbody>
    </table>
    ${
      shown.length < sizes.calls.length
        ? html`<button
            type="button"
            class="control"
            @click=${() => {
              all = true;
              app.state.touch();
            }}
          >
            ${t('slab.sizes.more', { n: sizes.calls.length - shown.length })}
          </button>`
        : nothing
    }`;
}

/** The parts of one object, to scale. @param {Sizes} sizes */
function parts({ inuse, offset, size }) {
  const behind = offset > 0 ? offset + 4 : inuse;
  const bars = [
    ['object_size', Math.min(asked.size, inuse)],
    ['inuse', inuse - Math.min(asked.size, inuse)],
    ['fp', offset > 0 ? 4 : 0],
    ['rest', size - behind],
  ];
  return html`<div class="object-parts mono" aria-hidden="true">
    ${bars.map(([name, n]) => (n ? html`<span data-part-of=${name} style=${`flex:${n}`} title=${`${name} ${n}`}>${name === 'fp' ? 'fp' : n}</span>` : nothing))}
  </div>`;
}

/** A slab of that order, divided. @param {App} app @param {Sizes} sizes @param {number} bytes @param {number} waste */
function picture({ t }, { objects, size, order }, bytes, waste) {
  const most = Math.min(objects, 512);
  const width = (1000 * size) / bytes;
  return html`<svg
    class="slab-picture"
    viewBox="0 0 1000 34"
    preserveAspectRatio="none"
    role="img"
    aria-label=${t('slab.sizes.picture', { order, objects, waste })}
  >
    ${Array.from({ length: most }, (_, i) => svg`<rect x=${i * width} y="0" width=${width} height="34" />`)}
    ${waste > 0 ? svg`<rect class="waste" x=${objects * width} y="0" width=${1000 - objects * width} height="34" />` : nothing}
    ${Array.from({ length: (1 << order) - 1 }, (_, i) => svg`<path d=${`M${(1000 * (i + 1)) / (1 << order)} 0V34`} />`)}
  </svg>`;
}

/** @param {App} app @param {Call} call */
function rows({ t }, call) {
  const cells = (/** @type {number | string} */ order, /** @type {Tried | null} */ tried) =>
    html`<td>${order}</td>
      <td>${tried ? decimal(PAGE << tried.order) : ''}</td>
      <td>${tried ? decimal(tried.rem) : ''}</td>
      <td>${tried ? decimal(tried.limit) : ''}</td>`;
  const head = html`<td>${call.min_objects}</td>
    <td>1/${call.fract_leftover}</td>`;
  if (call.tried.length === 0) {
    return html`<tr data-taken="false">
      ${head}${cells('–', null)}
      <td class="says">${t('slab.sizes.small', { n: call.min_objects, max: call.max_order })}</td>
    </tr>`;
  }
  const [first] = call.tried;
  const passed = first.order > 1 ? `0–${first.order - 1}` : '0';
  const small =
    first.order > 0
      ? html`<tr data-taken="false">
          ${head}${cells(passed, null)}
          <td class="says">${t('slab.sizes.few', { n: call.min_objects })}</td>
        </tr>`
      : nothing;
  const tries = call.tried.map((tried) => {
    const taken = tried.order === call.order && tried.rem <= tried.limit;
    return html`<tr data-taken=${taken}>
      ${head}${cells(tried.order, tried)}
      <td class="says">${t(taken ? 'slab.sizes.taken' : 'slab.sizes.wasteful')}</td>
    </tr>`;
  });
  return [small, tries];
}
