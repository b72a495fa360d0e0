// commandbar.js - where operations are asked for: typed, or by buttons. Errors stand under the place they are about.

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { decimal } from '../i18n/index.js';
import { openFinder } from './finder.js';
import { gfpMenu } from './gfp.js';
import { heldMenu } from './held.js';
import { alarm, cross } from './icons.js';
import { moreMenu } from './more.js';
import { viewerBar } from '../people/asks.js';
import { lazy } from './lazy.js';
import { LONG } from '../player.js';
import { ORDERS } from '../reader.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {'gfp' | 'held' | 'objects' | 'vm' | 'process' | 'more'} Menu */

/** @type {Record<Menu, (app: App) => unknown>} */
const MENUS = {
  gfp: gfpMenu,
  held: heldMenu,
  objects: lazy('objectsMenu'),
  vm: lazy('vmMenu'),
  process: lazy('processMenu'),
  more: moreMenu,
};

/** Does this machine have page tables? @param {App} app */
const hasTables = ({ reader }) => reader.word('swapper_pg_dir') !== 0;

/** @param {App} app */
export function commandbar(app) {
  const { state, player } = app;
  if (player.lapse) return progressBar(app, player.lapse);
  const { op, event: done, events: total } = player.position;
  if (app.breaks.searching && total > LONG) {
    return progressBar(app, { text: player.op(op)?.text ?? '', events: done, done, total });
  }
  if (!app.people.mayOperate) return viewerBar(app);
  return html`
    <form
      class="command"
      @submit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        void app.actions.submit();
      }}
    >
      ${field(app)} ${orders(app)} ${menuButton(app, 'gfp', state.gfp, 'gfp-button mono')}
      ${cpuSelect(app)}
      ${menuButton(app, 'held', app.t('held.button', { n: app.reader.nrHeld }), 'held-button')}
      ${
        app.slabs.here
          ? menuButton(app, 'objects', app.t('objects.button'), 'objects-button')
          : nothing
      }
      ${hasTables(app) ? menuButton(app, 'vm', app.t('vm.button'), 'vm-button') : nothing}
      ${
        app.slabs.here && hasTables(app)
          ? menuButton(app, 'process', app.t('process.button'), 'process-button')
          : nothing
      }
      ${menuButton(app, 'more', app.t('more.button'), 'more-button')}
      <button type="submit" class="primary run" ?disabled=${state.offline !== null}>
        ${app.t('run.button')} <kbd>⏎</kbd>
      </button>
    </form>
    ${errorLine(app)}
  `;
}

/** @param {App} app */
function field(app) {
  const { state, actions, t, player } = app;
  const composed = `alloc ${state.order} ${state.gfp}`;
  const waiting = player.waiting;
  const wrong = state.error !== null && !state.error.menu;
  return html`<div class="field" ?data-error=${wrong}>
    <span class="prompt" aria-hidden="true">›</span>
    <input
      id="command"
      class="mono"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      enterkeyhint="go"
      aria-label=${t('command.label')}
      aria-invalid=${wrong}
      aria-describedby=${wrong ? 'command-error' : nothing}
      placeholder=${composed}
      .value=${live(state.command)}
      @input=${(/** @type {Event} */ event) => {
        const { value } = inputOf(event);
        if (value.startsWith('/')) openFinder(app, value.slice(1));
        state.set({ command: value.startsWith('/') ? '' : value, error: null });
      }}
      @keydown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
          event.preventDefault();
          actions.recall(event.key === 'ArrowUp' ? -1 : 1);
        }
        if (event.key === 'Escape') inputOf(event).blur();
      }}
      @paste=${(/** @type {ClipboardEvent} */ event) => void pasteLines(app, event)}
    />
    ${
      waiting > 0
        ? html`<span class="waiting"
            >${t('queue.waiting', { n: waiting })}
            <button type="button" aria-label=${t('queue.skip')} @click=${() => player.follow()}>
              ${cross()}
            </button></span
          >`
        : nothing
    }
  </div>`;
}

/** A pasted script runs line by line, up to the first line that is refused. @param {App} app @param {ClipboardEvent} event */
async function pasteLines(app, event) {
  const lines = (event.clipboardData?.getData('text') ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length < 2) return;
  event.preventDefault();
  for (const line of lines) {
    const done = await app.actions.runText(line);
    if (!done && app.state.error) return;
  }
}

/** @param {App} app */
function orders(app) {
  const { state, t } = app;
  return html`<span class="orders" role="radiogroup" aria-label=${t('order.label')}>
    <span class="orders-label">${t('order.label')}</span>
    <span class="segments">
      ${Array.from(
        { length: ORDERS },
        (_, order) =>
          html`<button
            type="button"
            role="radio"
            class="segment mono"
            aria-checked=${state.order === order}
            tabindex=${state.order === order ? 0 : -1}
            title=${t('order.title', { order, pages: 1 << order })}
            @click=${() => state.set({ order })}
            @keydown=${(/** @type {KeyboardEvent} */ event) => moveOrder(app, event)}
          >
            ${order}
          </button>`,
      )}
    </span>
  </span>`;
}

/** Arrows move, digits and t choose. @param {App} app @param {KeyboardEvent} event */
function moveOrder(app, event) {
  const { state } = app;
  let { order } = state;
  if (event.key === 'ArrowRight') order = Math.min(order + 1, ORDERS - 1);
  else if (event.key === 'ArrowLeft') order = Math.max(order - 1, 0);
  else return;
  event.preventDefault();
  event.stopPropagation();
  state.set({ order });
  const group = /** @type {HTMLElement} */ (event.currentTarget).parentElement;
  /** @type {HTMLElement | undefined} */ (group?.children[order])?.focus();
}

/**
 * @param {App} app @param {Menu} menu @param {string} label @param {string} classes
 */
function menuButton(app, menu, label, classes) {
  const { state } = app;
  const open = state.menu === menu;
  return html`<span class="menu-anchor">
    <button
      type="button"
      class="control ${classes}"
      aria-haspopup="dialog"
      aria-expanded=${open}
      @click=${() => state.set({ menu: open ? null : menu, ...(state.error?.menu ? { error: null } : {}) })}
    >
      <span class="label">${label}</span><span aria-hidden="true">▾</span>
    </button>
    ${open ? MENUS[menu](app) : nothing}
  </span>`;
}

/** @param {App} app */
function cpuSelect(app) {
  const { reader, actions, t } = app;
  return html`<select
    class="control mono cpu-select"
    aria-label=${t('cpu.label')}
    .value=${live(String(reader.cpu))}
    @change=${(/** @type {Event} */ event) =>
      actions.run({ op: 'cpu', cpu: Number(inputOf(event).value) })}
  >
    ${Array.from(
      { length: reader.cpus },
      (_, cpu) => html`<option value=${cpu} ?selected=${cpu === reader.cpu}>cpu ${cpu}</option>`,
    )}
  </select>`;
}

/** @param {App} app */
function errorLine(app) {
  const { state, t } = app;
  if (!state.error || state.error.menu) return nothing;
  const { error, errorText } = state;
  const column = caretColumn(error, errorText);
  const text = column >= 0 ? errorText : '';
  return html`<div class="command-error" id="command-error" role="alert">
    ${
      text
        ? html`<pre class="mono caret">
${text}
${' '.repeat(column)}^</pre>`
        : nothing
    }
    <p>
      ${alarm()}
      ${
        error.message.startsWith(`${error.field}:`)
          ? nothing
          : html`<b>${t('error.field', { field: error.field || error.code })}</b>`
      }
      <span>${error.message}</span>
      <button
        type="button"
        class="quiet-button"
        aria-label=${t('close')}
        @click=${() => state.set({ error: null })}
      >
        ${cross()}
      </button>
    </p>
  </div>`;
}

/**
 * Where in the text it went wrong: as the daemon says, else where the value stands that its message names.
 * @param {import('../types.js').WireError} error @param {string} text @returns {number} -1 if unknown
 */
function caretColumn(error, text) {
  if (!text) return -1;
  if (error.column !== undefined) return error.column;
  const named = /not (\S+)$/.exec(error.message)?.[1] ?? '';
  const value = named && text.indexOf(` ${named}`) + 1;
  return value || text.indexOf(error.field);
}

/** The bar while a long operation runs, or is searched. @param {App} app @param {Pick<import('../types.js').LapseHead, 'text' | 'events' | 'done' | 'total'>} lapse */
function progressBar({ t, player }, lapse) {
  const share = lapse.total > 0 ? Math.min(1, lapse.done / lapse.total) : 0;
  return html`<div
    class="progress"
    role="progressbar"
    aria-label=${lapse.text}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.floor(share * 100)}
  >
    <span class="progress-fill" style=${`transform: scaleX(${share})`}></span>
    <b class="mono">${lapse.text}</b>
    <span class="tabular">${t('progress.events', { n: decimal(lapse.events) })}</span>
    <span class="spring"></span>
    <span class="tabular">${Math.floor(share * 100)} %</span>
    <button type="button" class="control" @click=${() => player.stop()}>${t('stop')}</button>
  </div>`;
}

/** @param {Event} event */
function inputOf(event) {
  return /** @type {HTMLInputElement} */ (event.currentTarget);
}
