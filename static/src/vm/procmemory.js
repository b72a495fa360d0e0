// procmemory.js - the menu of processes, as far as memory goes: addresses promised, what is promised, its pages touched and given back.

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { chips } from '../shell/chips.js';
import { amountOf, button } from '../shell/objects.js';
import { PROTS, field, form, refusal, run, toggle } from './procform.js';
import { permissions } from './processes.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./processes.js').Process} Process */
/** @typedef {import('./processes.js').UserArea} UserArea */

/** Areas and pages of an area that are offered. */
const PAGES = 16;
const PAGE = 4096;

/** @param {App} app */
export function mapping(app) {
  const { t } = app;
  const flip = (/** @type {string} */ name) => form.prot.delete(name) || form.prot.add(name);
  const mmap = () => {
    const addr = form.where.trim();
    return run(app, {
      op: 'proc_mmap',
      pid: form.pid,
      length: amountOf(form.length),
      ...(addr ? { addr, hint: form.near } : {}),
      prot: PROTS.filter((name) => form.prot.has(name)).join('|') || 'none',
      ...(form.shared ? { shared: true } : {}),
    });
  };
  return html`<div class="knob">
      ${field(app, 'length', mmap)} ${field(app, 'where', mmap)}
      ${toggle(app, t('process.near'), form.near, () => (form.near = !form.near), 'near')}
    </div>
    <div class="knob">
      <span class="bits" role="group" aria-label="prot">
        ${PROTS.map(
          (name) =>
            html`<button
              type="button"
              class="bit mono"
              aria-pressed=${form.prot.has(name)}
              @click=${() => {
                flip(name);
                app.state.touch();
              }}
            >
              ${name}
            </button>`,
        )}
      </span>
      ${toggle(app, t('process.shared'), form.shared, () => (form.shared = !form.shared), 'shared')}
      ${button('mmap', mmap)}
    </div>
    ${refusal(app, 'proc_mmap')}`;
}

const hex = (/** @type {number} */ addr) => `0x${addr.toString(16)}`;

/** Fills in an address, and a length if there is one to it. @param {App} app @param {number} addr @param {number} [bytes] */
function aim({ state }, addr, bytes) {
  form.addr = hex(addr);
  form.bytes = hex(bytes ?? PAGE);
  state.touch();
}

/** Where it has memory, and the pages of the area that is aimed at. @param {App} app @param {Process} process */
export function areas(app, { areas: all }) {
  const at = Number(form.addr.trim() || -1);
  const here = all.find(({ start, end }) => at >= start && at < end);
  return html`<div class="chips" data-areas>
      ${chips(
        app,
        all,
        { none: 'process.empty', more: 'process.more' },
        (area) =>
          html`<button
            type="button"
            class="bit mono"
            aria-pressed=${area === here}
            title=${`${hex(area.start)} – ${hex(area.end)}`}
            @click=${() => aim(app, area.start, area.end - area.start)}
          >
            ${area.start.toString(16)} ${permissions(area.flags)}
          </button>`,
      )}
    </div>
    ${here ? pages(app, here, at) : nothing}`;
}

/** @param {App} app @param {UserArea} area @param {number} at */
function pages(app, { start, end }, at) {
  const count = Math.min((end - start) / PAGE, PAGES);
  return html`<div class="chips" data-user-pages role="group" aria-label=${app.t('process.pages')}>
    ${Array.from({ length: count }, (_, i) => {
      const page = start + i * PAGE;
      return html`<button
        type="button"
        class="bit mono"
        aria-pressed=${at >= page && at < page + PAGE}
        title=${hex(page)}
        @click=${() => aim(app, page)}
      >
        +${i}
      </button>`;
    })}
  </div>`;
}

/** @param {App} app */
export function memory(app) {
  const { t } = app;
  const addr = () => form.addr.trim();
  const touch = () =>
    run(app, { op: 'proc_touch', pid: form.pid, addr: addr(), access: form.access });
  const munmap = () =>
    run(app, { op: 'proc_munmap', pid: form.pid, addr: addr(), length: amountOf(form.bytes) });
  return html`<div class="knob">
      ${field(app, 'addr', touch)}
      <label
        >${t('process.access')}<select
          class="control mono"
          name="process-access"
          .value=${live(form.access)}
          @change=${(/** @type {Event} */ event) => {
            form.access = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
            app.state.touch();
          }}
        >
          ${PROTS.map(
            (name) =>
              html`<option value=${name} ?selected=${name === form.access}>${name}</option>`,
          )}
        </select></label
      >
      ${button('touch', touch, addr() !== '')}
    </div>
    <div class="knob">
      ${field(app, 'bytes', munmap)} ${button('munmap', munmap, addr() !== '')}
    </div>
    ${refusal(app, 'proc_touch', 'proc_munmap')}`;
}
