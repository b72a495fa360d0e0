// view.js - the page tables over the board: an address, its walk step by step, the tables it goes through; or everything that is mapped.

import { html, nothing } from 'lit/html.js';
import { namedAddresses } from './address.js';
import { cpuView } from './cpuview.js';
import { detail } from './detail.js';
import { translateOp } from './follow.js';
import { l1Grid } from './l1grid.js';
import { maps } from './maps.js';
import { permissions, userAreaAt } from '../vm/processes.js';
import { pair, ptePage } from './ptepage.js';
import { shelf } from './shelf.js';
import { stepBar } from './stepbar.js';
import { stepsOf } from './steps.js';
import { hex8 } from './text.js';
import { vaRuler } from './varuler.js';
import { partAt } from './runs.js';
import { areaAt } from './areas.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./room.js').View} View */
/** @typedef {import('./room.js').Reading} Reading */

/** @param {App} app */
export function tables(app) {
  const { pageTables: room, t } = app;
  if (!room.here) return html`<p class="view-note">${t('pt.off')}</p>`;
  room.turn();
  const body = { walk: walkView, maps, cpu: cpuView }[room.view](app);
  return html`<header class="view-head pt-head">${head(app)}</header>
    <div class="view-scroll pt" tabindex="0" role="group" aria-label=${t('tab.tables')}>
      <h2 class="sr-only">${t('tab.tables')}</h2>
      ${body}
    </div>`;
}

/** @param {App} app */
function walkView(app) {
  const { pageTables: room } = app;
  const walk = room.walk();
  const steps = stepsOf(walk);
  const at = Math.min(room.step, steps.length - 1);
  const kind = steps[at];
  return html`<div class="pt-walk" data-at=${kind} data-l1=${at >= 1} data-l2=${at >= 2}>
    <div class="va-line">
      <div>
        <h3 class="mono">VA ${hex8(walk.va)} <span>${where(app)}</span></h3>
        ${vaRuler(app, walk)}
      </div>
      ${shelf(app)}
    </div>
    ${stepBar(app, walk)} ${detail(app, walk, kind)}
    <div class="pt-tables">
      ${l1Grid(app)}
      <div class="pt-second">${pair(app, walk)} ${ptePage(app, walk)}</div>
    </div>
  </div>`;
}

/** Which part of the map the address lies in, and whose area. @param {App} app */
function where(app) {
  const { pageTables: room, t } = app;
  const { part } = partAt(room.memory, room.va);
  if (part === 'user' && room.process) return whereInProcess(app, room.process);
  const area = part === 'vmalloc' ? areaAt(room.areas, room.va) : null;
  return `${t(`pt.part.${part}`)}${area?.caller ? ` · ${area.caller}` : ''}`;
}

/** @param {App} app @param {import('../vm/processes.js').Process} process */
function whereInProcess({ pageTables: room, t }, { pid, areas }) {
  const vma = userAreaAt(areas, room.va);
  if (!vma) return t('pt.inNoVma', { pid });
  const range = `${hex8(vma.start)}–${hex8(vma.end)} ${permissions(vma.flags)}`;
  return t('pt.inVma', { pid, range });
}

/** @param {App} app */
function head(app) {
  const { pageTables: room, t, state } = app;
  const set = (/** @type {Partial<import('./room.js').TableRoom>} */ patch) => () => {
    Object.assign(room, patch);
    state.touch();
  };
  return html`${segments(
    t('tab.tables'),
    /** @type {View[]} */ (['walk', 'maps', 'cpu']).map((view) => ({
      name: view,
      label: t(`pt.view.${view}`),
      on: room.view === view,
      act: set({ view }),
    })),
  )}
  ${addressForm(app)} ${room.pgds.length > 1 ? tableMenu(app) : nothing}
  ${
    room.view !== 'walk'
      ? nothing
      : html`${segments(
            t('pt.accessLabel'),
            /** @type {const} */ (['read', 'write', 'fetch']).map((access) => ({
              name: access,
              label: t(`pt.access.${access}`),
              on: room.access === access,
              act: set({ access }),
            })),
          )}
          ${segments(
            t('pt.whoLabel'),
            [false, true].map((user) => ({
              name: user ? 'user' : 'kernel',
              label: t(user ? 'pt.user' : 'pt.kernel'),
              on: room.user === user,
              act: set({ user }),
            })),
          )}
          ${segments(
            t('pt.readingLabel'),
            /** @type {Reading[]} */ (['hardware', 'linux']).map((reading) => ({
              name: reading,
              label: t(`pt.reading.${reading}`),
              on: room.reading === reading,
              act: set({ reading }),
            })),
          )}
          <button
            type="button"
            class="control pt-run"
            title=${t('pt.runTitle')}
            ?disabled=${state.pending !== null}
            @click=${() => app.actions.run(translateOp(room))}
          >
            ${t('pt.run')}
          </button>`
  }`;
}

/** @param {string} label @param {{name: string, label: string, on: boolean, act: () => void}[]} choices */
function segments(label, choices) {
  return html`<span class="segments" role="group" aria-label=${label}>
    ${choices.map(
      (one) =>
        html`<button
          type="button"
          class="segment"
          data-choice=${one.name}
          aria-pressed=${one.on}
          @click=${one.act}
        >
          ${one.label}
        </button>`,
    )}
  </span>`;
}

/** @param {App} app */
function addressForm({ pageTables: room, t, state }) {
  const find = (/** @type {Event} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const input = /** @type {HTMLInputElement} */ (form.elements.namedItem('address'));
    const found = room.chooseText(input.value);
    input.setCustomValidity(found ? '' : t('pt.notFound', { text: input.value }));
    input.reportValidity();
    state.touch();
  };
  return html`<form class="find" @submit=${find}>
    <input
      class="mono"
      name="address"
      type="search"
      list="pt-names"
      autocomplete="off"
      spellcheck="false"
      aria-label=${t('pt.find')}
      title=${t('pt.findTitle')}
      placeholder="0xc0008000 · pfn 4f000"
      @input=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).setCustomValidity('')}
    />
    <datalist id="pt-names">
      ${namedAddresses(room.memory).map(([name, at]) => html`<option value=${name}>${hex8(at)}</option>`)}
    </datalist>
  </form>`;
}

/** Whose tables. @param {App} app */
function tableMenu({ pageTables: room, t, state }) {
  const choose = (/** @type {Event} */ event) => {
    room.pgd = Number(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
    state.touch();
  };
  return html`<select class="mono pt-pgd" aria-label=${t('pt.whose')} @change=${choose}>
    ${room.pgds.map(
      ({ name, addr }) =>
        html`<option value=${addr} ?selected=${addr === room.table.addr}>${name}</option>`,
    )}
  </select>`;
}
