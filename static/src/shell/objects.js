// objects.js - the menu of SLUB's operations: kmalloc and kfree, caches made, used and destroyed, a word written where it should not be.

import { html } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { addressChips } from './chips.js';
import { formField } from './field.js';
import { hex } from '../schema.js';

/** @typedef {import('./app.js').App} App */

/** Operations that hand out an object, and that take one back. */
const GIVE = new Set(['kmalloc', 'kmem_cache_alloc']);
const TAKE = new Set(['kfree', 'kmem_cache_free']);

/** What is typed, as long as the page lives. */
const form = {
  size: '100',
  addr: '',
  value: '0x6b6b6b6b',
  cache: '',
  name: 'foo',
  object: '100',
  align: '0',
  flags: 0,
};

/** @param {App} app */
export function objectsMenu(app) {
  const { t, reader } = app;
  const up = reader.stage >= app.schema.stages.indexOf('kmem_cache_init');
  return html`<div class="menu objects-menu" role="dialog" aria-label=${t('objects.label')}>
    ${
      up
        ? html`<section>
              <h3>${t('objects.label')}</h3>
              ${objects(app)}
            </section>
            <section>
              <h3>${t('objects.caches')}</h3>
              ${caches(app)}
            </section>
            <section>
              <h3>${t('objects.create')}</h3>
              ${create(app)}
            </section>`
        : html`<p class="quiet">${t('objects.before')}</p>
            <button
              type="button"
              class="control mono"
              @click=${() => app.actions.run({ op: 'boot', stage: 'kmem_cache_init' })}
            >
              boot kmem_cache_init
            </button>`
    }
  </div>`;
}

// ---- parts of a form ----

/** @param {App} app @param {'size' | 'addr' | 'value' | 'name' | 'object' | 'align'} name @param {() => unknown} act */
const field = (app, name, act) => formField(app, form, 'objects', name, act);

/** @param {string} label the kernel's name @param {() => unknown} act @param {boolean} [able] */
export const button = (label, act, able = true) =>
  html`<button type="button" class="control mono" data-op=${label} ?disabled=${!able} @click=${act}>
    ${label}
  </button>`;

/** As the daemon reads a number: what is none goes there as it is, and comes back as an error. @param {string} text */
export const numberOf = (text) => (/^\d+$/.test(text.trim()) ? Number(text) : text.trim());

/** The same, of what may be typed in hex too. @param {string} text */
export const amountOf = (text) =>
  /^0x[0-9a-f]+$/i.test(text.trim()) ? Number(text) : numberOf(text);

// ---- objects ----

/** Addresses that operations handed out and nobody has given back, newest first. @param {App} app @returns {{addr: string, op: any}[]} */
function liveObjects(app) {
  /** @type {Map<string, any>} */
  const out = new Map();
  for (const one of app.player.ops) {
    if (!one) continue; // older than what was sent
    const { op, result } = one;
    if (GIVE.has(op.op) && result.addr) {
      out.delete(result.addr);
      out.set(result.addr, one);
    } else if (TAKE.has(op.op)) {
      out.delete(op.addr);
    }
  }
  return [...out].map(([addr, op]) => ({ addr, op })).reverse();
}

/** @param {App} app */
function objects(app) {
  const { t, state, actions } = app;
  const all = liveObjects(app);
  const kmalloc = () => actions.run({ op: 'kmalloc', size: numberOf(form.size), gfp: state.gfp });
  const kfree = () => actions.run({ op: 'kfree', addr: form.addr.trim() });
  const write = () =>
    actions.run({ op: 'write', addr: form.addr.trim(), value: numberOf(form.value) });
  return html`<div class="knob">
      ${field(app, 'size', kmalloc)} ${button('kmalloc', kmalloc)}
      <span class="quiet">${t('objects.gfp', { gfp: state.gfp })}</span>
    </div>
    <div class="chips" data-objects>
      ${addressChips(app, form, all, { none: 'objects.none', more: 'chips.more' })}
    </div>
    <div class="knob">
      ${field(app, 'addr', kfree)} ${button('kfree', kfree, form.addr !== '')}
      ${field(app, 'value', write)} ${button('write', write, form.addr !== '')}
    </div>
    <p class="quiet">${t('objects.writeNote')}</p>`;
}

// ---- caches ----

/** The caches on slab_caches as an op names them: by name, or by address where an earlier one has that name. @param {App} app */
function cacheNames(app) {
  const seen = new Set();
  return app.slabs.model.caches
    .map(({ cache }) => cache)
    .filter((cache) => cache.listed && cache.name !== '')
    .map(({ name, addr }) => {
      const first = !seen.has(name);
      seen.add(name);
      return { value: first ? name : hex(addr), label: first ? name : `${name} ${hex(addr)}` };
    });
}

/** @param {App} app */
function caches(app) {
  const { t, state, actions } = app;
  const names = cacheNames(app);
  if (!names.some(({ value }) => value === form.cache)) form.cache = names[0]?.value ?? '';
  const run = (/** @type {string} */ op, /** @type {Record<string, any>} */ more = {}) =>
    button(op, () => actions.run({ op, cache: form.cache, ...more }), form.cache !== '');
  return html`<div class="knob">
      <label
        >${t('objects.cache')}<select
          class="control mono"
          name="objects-cache"
          .value=${live(form.cache)}
          @change=${(/** @type {Event} */ event) => {
            form.cache = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
            state.touch();
          }}
        >
          ${names.map(
            ({ value, label }) =>
              html`<option value=${value} ?selected=${value === form.cache}>${label}</option>`,
          )}
        </select></label
      >
    </div>
    <div class="menu-buttons">
      ${run('kmem_cache_alloc', { gfp: state.gfp })}
      ${button(
        'kmem_cache_free',
        () => actions.run({ op: 'kmem_cache_free', cache: form.cache, addr: form.addr.trim() }),
        form.cache !== '' && form.addr !== '',
      )}
      ${run('kmem_cache_shrink')} ${run('kmem_cache_destroy')}
      <button
        type="button"
        class="control"
        data-op="shrink_all"
        @click=${() => actions.run({ op: 'shrink_all' })}
      >
        ${t('objects.shrinkAll')}
      </button>
    </div>`;
}

/** The SLAB_ bits, each once. @param {App} app */
function slabFlags(app) {
  /** @type {Map<number, string>} */
  const names = new Map();
  for (const { name, bits } of app.schema.slabFlags) if (!names.has(bits)) names.set(bits, name);
  return [...names].map(([bits, name]) => ({ bits, name }));
}

/** @param {App} app */
function create(app) {
  const { state, actions } = app;
  const make = () =>
    actions.run({
      op: 'kmem_cache_create',
      name: form.name.trim(),
      size: numberOf(form.object),
      align: numberOf(form.align),
      flags: hex(form.flags),
    });
  return html`<div class="knob">
      ${field(app, 'name', make)} ${field(app, 'object', make)} ${field(app, 'align', make)}
    </div>
    <div class="bits" role="group" aria-label="SLAB_*">
      ${slabFlags(app).map(
        ({ name, bits }) =>
          html`<button
            type="button"
            class="bit mono"
            aria-pressed=${(form.flags & bits) !== 0}
            title=${`${name} ${hex(bits)}`}
            @click=${() => {
              form.flags ^= bits;
              state.touch();
            }}
          >
            ${name.replace(/^SLAB_/, '')}
          </button>`,
      )}
    </div>
    ${button('kmem_cache_create', make)}`;
}
