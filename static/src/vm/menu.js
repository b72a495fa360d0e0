// menu.js - the menu of virtual memory: areas made and given back, pages mapped for a moment, and a walk by the MMU.

import { html } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { SHOWN, addressChips } from '../shell/chips.js';
import { formField } from '../shell/field.js';
import { amountOf, button } from '../shell/objects.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {{addr: string, op: any, back: string}} Mapped what an operation mapped, and which one gives it back */

/** Pages that one vmap may take. */
const LIST = 64;
/** Operations that map something, and those that give it back. @type {Record<string, string>} */
const BACK = {
  vmalloc: 'vfree',
  vmap: 'vunmap',
  ioremap: 'iounmap',
  kmap_atomic: 'kunmap_atomic',
};
const ENDS = new Set(Object.values(BACK));
const TYPES = ['device', 'nonshared', 'cached', 'wc'];
const ACCESSES = ['read', 'write', 'exec'];

/** What is typed, as long as the page lives. */
const form = {
  size: '8192',
  phys: '0x12c00000',
  length: '0x1000',
  addr: '',
  type: TYPES[0],
  access: ACCESSES[0],
  user: false,
};

/** @param {App} app */
export function vmMenu(app) {
  const { t, reader } = app;
  return html`<div class="menu vm-menu" role="dialog" aria-label=${t('vm.label')}>
    <section>
      <h3>${t('vm.areas')}</h3>
      ${reader.word('vmap_initialized') ? areas(app) : html`<p class="quiet">${t('vm.before')}</p>`}
      ${addresses(app)}
    </section>
    <section>
      <h3>${t('vm.pages')}</h3>
      ${pages(app)}
    </section>
    <section>
      <h3>${t('vm.translate')}</h3>
      ${translate(app)}
    </section>
  </div>`;
}

// ---- parts of a form ----

/** @param {App} app @param {'size' | 'phys' | 'length' | 'addr'} name @param {() => unknown} act */
const field = (app, name, act) => formField(app, form, 'vm', name, act);

/** @param {App} app @param {'type' | 'access'} name @param {string[]} values */
function choice(app, name, values) {
  return html`<label
    >${app.t(`vm.${name}`)}<select
      class="control mono"
      name=${`vm-${name}`}
      .value=${live(form[name])}
      @change=${(/** @type {Event} */ event) => {
        form[name] = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
        app.state.touch();
      }}
    >
      ${values.map(
        (value) => html`<option value=${value} ?selected=${value === form[name]}>${value}</option>`,
      )}
    </select></label
  >`;
}

// ---- areas ----

/** What is mapped and nobody has given back, newest first. @param {App} app @returns {Mapped[]} */
function mapped(app) {
  /** @type {Map<string, Mapped>} */
  const out = new Map();
  for (const one of app.player.ops) {
    if (!one) continue; // older than what was sent
    const { op, result } = one;
    if (BACK[op.op] && result.addr) {
      out.delete(result.addr);
      out.set(result.addr, { addr: result.addr, op: one, back: BACK[op.op] });
    } else if (ENDS.has(op.op)) {
      out.delete(op.addr);
    }
  }
  return [...out.values()].reverse();
}

/** @param {App} app */
function areas(app) {
  const { actions } = app;
  const vmalloc = () => actions.run({ op: 'vmalloc', size: amountOf(form.size) });
  const ioremap = () =>
    actions.run({
      op: 'ioremap',
      phys: form.phys.trim(),
      size: amountOf(form.length),
      type: form.type,
    });
  return html`<div class="knob">
      ${field(app, 'size', vmalloc)} ${button('vmalloc', vmalloc)}
      ${button('vm_unmap_aliases', () => actions.run({ op: 'vm_unmap_aliases' }))}
    </div>
    <div class="knob">
      ${field(app, 'phys', ioremap)} ${field(app, 'length', ioremap)} ${choice(app, 'type', TYPES)}
      ${button('ioremap', ioremap)}
    </div>`;
}

/** What is mapped, to choose from, and the operations that take an address. @param {App} app */
function addresses(app) {
  const { actions } = app;
  const all = mapped(app);
  const back = (/** @type {string} */ op) =>
    button(op, () => actions.run({ op, addr: form.addr.trim() }), fits(all, op));
  return html`<div class="chips" data-areas>
      ${addressChips(app, form, all, { none: 'vm.none', more: 'chips.more' })}
    </div>
    <div class="menu-buttons">
      ${back('vfree')} ${back('vunmap')} ${back('iounmap')} ${back('kunmap_atomic')}
    </div>`;
}

/** Does this operation give back what is chosen? What was typed by hand, any may try. @param {Mapped[]} all @param {string} op */
function fits(all, op) {
  const known = all.find(({ addr }) => addr === form.addr.trim());
  return known ? known.back === op : form.addr.trim() !== '';
}

// ---- pages ----

/** @param {App} app */
function pages(app) {
  const { t, state, reader, actions } = app;
  const held = reader.held();
  const chosen = held.filter(({ pfn }) => state.chosen.has(pfn));
  const name = (/** @type {number} */ pfn) => `0x${pfn.toString(16)}`;
  const one = (/** @type {string} */ op) =>
    button(op, () => actions.run({ op, pfn: name(chosen[0].pfn) }), chosen.length === 1);
  const vmap = () => actions.run({ op: 'vmap', list: chosen.map(({ pfn }) => name(pfn)) });
  const some = chosen.length > 0 && chosen.length <= LIST;
  return html`<p class="quiet">${t(held.length ? 'vm.choose' : 'held.none', { n: LIST })}</p>
    <div class="chips" data-pages>
      ${held
        .slice(-SHOWN)
        .map(
          ({ pfn }) =>
            html`<button
              type="button"
              class="chip mono"
              data-pfn=${pfn.toString(16)}
              aria-pressed=${state.chosen.has(pfn)}
              @click=${() => choose(app, pfn)}
            >
              ${pfn.toString(16)}
            </button>`,
        )}
    </div>
    <div class="menu-buttons">
      ${button('vmap', vmap, some && reader.word('vmap_initialized') !== 0)} ${one('kmap')}
      ${one('kunmap')} ${one('kmap_atomic')}
    </div>`;
}

/** @param {App} app @param {number} pfn */
function choose({ state }, pfn) {
  const chosen = new Set(state.chosen);
  if (!chosen.delete(pfn)) chosen.add(pfn);
  state.set({ chosen });
}

// ---- translate ----

/** @param {App} app */
function translate(app) {
  const { t, state, actions } = app;
  const run = () =>
    actions.run({
      op: 'translate',
      addr: form.addr.trim(),
      access: form.access,
      user: form.user,
    });
  return html`<div class="knob">
      ${field(app, 'addr', run)} ${choice(app, 'access', ACCESSES)}
      <button
        type="button"
        class="control"
        name="vm-user"
        aria-pressed=${form.user}
        @click=${() => {
          form.user = !form.user;
          state.touch();
        }}
      >
        ${t('vm.user')}
      </button>
      ${button('translate', run, form.addr.trim() !== '')}
    </div>
    <p class="quiet">${t('vm.translateNote')}</p>`;
}
