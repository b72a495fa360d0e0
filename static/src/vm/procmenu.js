// procmenu.js - the menu of processes: made, copied, run and ended; memory promised, touched and given back. What is refused stands by its field.

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { decimal } from '../i18n/index.js';
import { formField } from '../shell/field.js';
import { alarm } from '../shell/icons.js';
import { bootUpTo } from '../shell/more.js';
import { button, numberOf } from '../shell/objects.js';
import { permissions, readProcesses } from './processes.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./processes.js').Process} Process */
/** @typedef {import('./processes.js').UserArea} UserArea */

const MENU = 'process';
/** Areas and pages of an area that are offered. */
const SHOWN = 100;
const PAGES = 16;
const PAGE = 4096;
const PROTS = ['read', 'write', 'exec'];
/** A fault of each op's form, by the field that the daemon names. @type {Record<string, Record<string, string>>} */
const FIELDS = {
  proc_mmap: { length: 'length', addr: 'where' },
  proc_touch: { addr: 'addr' },
  proc_munmap: { addr: 'addr', length: 'bytes' },
};

/** What is typed and chosen, as long as the page lives. */
const form = {
  pid: 0,
  cpu: /** @type {number | null} */ (null),
  legacy: false,
  length: '0x4000',
  where: '',
  near: false,
  prot: new Set(['read', 'write']),
  addr: '',
  bytes: '0x1000',
  access: PROTS[0],
};
/** The operation that was asked for last: what is refused is its. */
let asked = '';

/** Can this machine have processes? @param {App} app */
export const hasProcesses = ({ slabs, reader }) =>
  slabs.here && reader.word('swapper_pg_dir') !== 0;

/** @param {App} app */
export function processMenu(app) {
  const { t, reader, schema } = app;
  const up = reader.stage >= schema.stages.indexOf('wmark');
  return html`<div class="menu process-menu" role="dialog" aria-label=${t('process.label')}>
    ${up ? sections(app) : before(app)}
  </div>`;
}

/** @param {App} app */
function before(app) {
  return html`<p class="quiet">${app.t('process.before')}</p>
    <button type="button" class="control mono" @click=${() => bootUpTo(app, 'wmark')}>
      boot wmark
    </button>`;
}

/** @param {App} app */
function sections(app) {
  const { t } = app;
  const all = readProcesses(app.reader.tables.memory);
  const chosen = all.find(({ pid }) => pid === form.pid) ?? all.at(-1);
  form.pid = chosen?.pid ?? 0;
  return html`<section>
      <h3>${t('process.label')}</h3>
      ${processes(app, all)} ${lives(app, chosen)}
    </section>
    ${
      chosen
        ? html`<section>
              <h3>${t('process.map', { pid: chosen.pid })}</h3>
              ${mapping(app)}
            </section>
            <section>
              <h3>${t('process.areas', { pid: chosen.pid })}</h3>
              ${areas(app, chosen)} ${memory(app)}
            </section>`
        : nothing
    }`;
}

// ---- asking, and what is refused ----

/** @param {App} app @param {Record<string, any>} op on the cpu that is chosen */
function run({ actions, reader }, op) {
  const { cpu } = form;
  form.cpu = null;
  asked = op.op;
  return actions.run(cpu === null || cpu === reader.cpu ? op : { ...op, cpu }, MENU);
}

/** @param {App} app @param {...string} ops whose refusal stands here */
function refusal({ state, t }, ...ops) {
  const { error } = state;
  if (error?.menu !== MENU || !ops.includes(asked)) return nothing;
  const named = error.message.startsWith(`${error.field}:`);
  return html`<p class="refused" role="alert">
    ${alarm()} ${named ? nothing : html`<b>${t('error.field', { field: error.field })}</b>`}
    <span>${error.message}</span>
  </p>`;
}

/** @param {App} app @param {'length' | 'where' | 'addr' | 'bytes'} name @param {() => unknown} act */
function field(app, name, act) {
  const { error } = app.state;
  const wrong = error?.menu === MENU && FIELDS[asked]?.[error.field] === name;
  return formField(app, form, MENU, name, act, wrong);
}

/** A number that may be typed in hex. @param {string} text */
const amount = (text) => (/^0x[0-9a-f]+$/i.test(text.trim()) ? Number(text) : numberOf(text));

/** @param {App} app @param {string} label @param {boolean} on @param {() => unknown} flip @param {string} name */
function toggle(app, label, on, flip, name) {
  return html`<button
    type="button"
    class="control"
    name=${`${MENU}-${name}`}
    aria-pressed=${on}
    @click=${() => {
      flip();
      app.state.touch();
    }}
  >
    ${label}
  </button>`;
}

// ---- processes ----

/** @param {App} app @param {Process[]} all */
function processes(app, all) {
  const { t, state } = app;
  return html`<div class="chips" data-processes>
    ${all.length === 0 ? html`<span class="quiet">${t('process.none')}</span>` : nothing}
    ${all.map(
      ({ pid, cpus, areas: its }) =>
        html`<button
          type="button"
          class="bit mono"
          data-pid=${pid}
          aria-pressed=${pid === form.pid}
          title=${t('process.chip', { n: its.length })}
          @click=${() => {
            form.pid = pid;
            state.touch();
          }}
        >
          pid ${pid}${cpus.map((cpu) => html` <b>cpu ${cpu}</b>`)}
        </button>`,
    )}
  </div>`;
}

/** @param {App} app @param {Process | undefined} chosen */
function lives(app, chosen) {
  const { t } = app;
  const one = (/** @type {string} */ label) =>
    button(label, () => run(app, { op: `proc_${label}`, pid: form.pid }), chosen !== undefined);
  return html`<div class="knob">
      ${button('create', () => run(app, { op: 'proc_create', legacy: form.legacy }))}
      ${toggle(app, t('process.legacy'), form.legacy, () => (form.legacy = !form.legacy), 'legacy')}
      ${one('fork')} ${one('exit')}
    </div>
    <div class="knob">
      ${cpuChoice(app)} ${one('switch')}
      ${toggle(app, t('process.nobody'), false, () => run(app, { op: 'proc_switch', pid: 0 }), 'nobody')}
    </div>
    ${refusal(app, 'proc_create', 'proc_fork', 'proc_exit', 'proc_switch')}`;
}

/** Whatever is asked for next happens on this cpu. @param {App} app */
function cpuChoice({ t, state, reader }) {
  const now = form.cpu ?? reader.cpu;
  return html`<label
    >${t('process.cpu')}<select
      class="control mono"
      name="process-cpu"
      .value=${live(String(now))}
      @change=${(/** @type {Event} */ event) => {
        form.cpu = Number(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
        state.touch();
      }}
    >
      ${Array.from(
        { length: reader.cpus },
        (_, cpu) => html`<option value=${cpu} ?selected=${cpu === now}>cpu ${cpu}</option>`,
      )}
    </select></label
  >`;
}

// ---- memory ----

/** @param {App} app */
function mapping(app) {
  const { t } = app;
  const flip = (/** @type {string} */ name) => form.prot.delete(name) || form.prot.add(name);
  const mmap = () => {
    const addr = form.where.trim();
    return run(app, {
      op: 'proc_mmap',
      pid: form.pid,
      length: amount(form.length),
      ...(addr ? { addr, hint: form.near } : {}),
      prot: PROTS.filter((name) => form.prot.has(name)).join('|') || 'none',
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
function areas(app, { areas: all }) {
  const { t } = app;
  const at = Number(form.addr.trim() || -1);
  const here = all.find(({ start, end }) => at >= start && at < end);
  return html`<div class="chips" data-areas>
      ${all.length === 0 ? html`<span class="quiet">${t('process.empty')}</span>` : nothing}
      ${all
        .slice(0, SHOWN)
        .map(
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
      ${
        all.length > SHOWN
          ? html`<span class="quiet"
              >${t('process.more', { n: decimal(all.length - SHOWN) })}</span
            >`
          : nothing
      }
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
function memory(app) {
  const { t } = app;
  const addr = () => form.addr.trim();
  const touch = () =>
    run(app, { op: 'proc_touch', pid: form.pid, addr: addr(), access: form.access });
  const munmap = () =>
    run(app, { op: 'proc_munmap', pid: form.pid, addr: addr(), length: amount(form.bytes) });
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
