// procmenu.js - the menu of processes: who there is, made, copied, run and ended; procmemory.js has their memory.

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { bootUpTo } from '../shell/more.js';
import { button } from '../shell/objects.js';
import { form, refusal, run, toggle } from './procform.js';
import { areas, mapping, memory } from './procmemory.js';
import { readProcesses } from './processes.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./processes.js').Process} Process */

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
