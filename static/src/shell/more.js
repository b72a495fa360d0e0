// more.js - the operations that are not an allocation: page sets, boot stages, a workload, the knobs.

import { html } from 'lit/html.js';
import { otherViews } from './views.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app @param {string} label @param {Record<string, any>} op */
const button = (app, label, op) =>
  html`<button type="button" class="control" @click=${() => app.actions.run(op)}>${label}</button>`;

/** @param {App} app */
export function moreMenu(app) {
  const { t, reader } = app;
  return html`<div class="menu more-menu" role="dialog" aria-label=${t('more.button')}>
    <section class="phone-only">
      ${otherViews(app)}
      <button
        type="button"
        class="control"
        @click=${() => app.state.set({ menu: null, dialog: 'share' })}
      >
        ${t('share.title')}
      </button>
      <button
        type="button"
        class="control"
        @click=${() => app.state.set({ menu: null, dialog: 'room' })}
      >
        ${t('room.machine')}
      </button>
    </section>
    <section>
      <h3>${t('more.pcp')}</h3>
      <div class="menu-buttons">
        ${button(app, t('more.drain'), { op: 'drain' })}
        ${button(app, t('more.refresh'), { op: 'refresh' })}
      </div>
      <div class="menu-buttons" role="group" aria-label=${t('more.drainOne')}>
        <span class="mono">${t('more.drainOne')}</span>
        ${Array.from({ length: reader.cpus }, (_, cpu) =>
          button(app, t('more.cpuDrain', { cpu }), { op: 'drain_local', cpu }),
        )}
      </div>
    </section>
    <section>
      <h3>${t('more.boot')}</h3>
      ${stages(app)}
    </section>
    <section>
      <h3>${t('more.workload')}</h3>
      ${workload(app)}
    </section>
    <section>
      <h3>${t('more.knobs')}</h3>
      ${knobs(app)}
    </section>
  </div>`;
}

/** @param {App} app */
function stages(app) {
  const { t, schema } = app;
  const { done, left } = stagesLeft(app);
  return html`<div class="menu-buttons">
      ${schema.stages
        .slice(1)
        .map(
          (stage) =>
            html`<button
              type="button"
              class="control mono"
              data-stage=${stage}
              ?disabled=${!left.includes(stage)}
              aria-pressed=${stage === done}
              @click=${() => bootUpTo(app, stage)}
            >
              ${stage}
            </button>`,
        )}
    </div>
    <p class="quiet">${t('more.bootNext')}</p>`;
}

/** The newest stage the room has gone through, and those it has before it. @param {App} app */
function stagesLeft(app) {
  const { schema, player, reader } = app;
  const booted = player.ops.findLast((op) => op?.op.op === 'boot')?.op.stage;
  const done = booted ?? schema.stages[reader.stage];
  const slub = reader.word('slub') !== 0;
  const left = schema.stages
    .slice(schema.stages.indexOf(done) + 1)
    .filter((stage) => slub || stage !== 'kmem_cache_init');
  return { done, left };
}

/** Stage by stage, up to the first that is refused. @param {App} app @param {string} last */
export async function bootUpTo(app, last) {
  const { left } = stagesLeft(app);
  for (const stage of left.slice(0, left.indexOf(last) + 1)) {
    if (!(await app.actions.run({ op: 'boot', stage }))) return;
  }
}

/** @param {App} app */
function workload(app) {
  const { t } = app;
  const start = (/** @type {MouseEvent} */ event) => {
    const box = /** @type {HTMLElement} */ (event.currentTarget).parentElement;
    const value = (/** @type {string} */ name) =>
      Number(/** @type {HTMLInputElement | null} */ (box?.querySelector(`[name=${name}]`))?.value);
    void app.actions.run({
      op: 'workload',
      count: value('count'),
      seed: value('seed'),
      max_order: value('max_order'),
    });
  };
  const field = (/** @type {string} */ name, /** @type {number} */ value) =>
    html`<label
      >${t(`workload.${name}`)}<input
        class="mono"
        name=${name}
        type="number"
        .defaultValue=${String(value)}
    /></label>`;
  return html`<div class="knob" id="workload">
    ${field('count', 1000)} ${field('seed', 1)} ${field('max_order', 3)}
    <button type="button" class="control" @click=${start}>${t('workload.start')}</button>
  </div>`;
}

/** @param {App} app */
function knobs(app) {
  const { t, actions, reader } = app;
  const flag = (/** @type {string} */ op, /** @type {string} */ field) => {
    const on = reader.word(field) !== 0;
    return html`<button
      type="button"
      class="control"
      aria-pressed=${on}
      @click=${() => actions.run({ op, on: !on })}
    >
      ${t(`knob.${op}`)}
    </button>`;
  };
  const setMinFree = (/** @type {MouseEvent} */ event) => {
    const box = /** @type {HTMLElement} */ (event.currentTarget).parentElement;
    const input = /** @type {HTMLInputElement | null} */ (box?.querySelector('input'));
    void actions.run({ op: 'min_free_kbytes', kb: Number(input?.value) });
  };
  return html`<div class="knob">
    <label
      ><span class="mono">min_free_kbytes</span
      ><input
        class="mono"
        name="min_free_kbytes"
        type="number"
        min="0"
        .value=${String(reader.word('min_free_kbytes'))}
    /></label>
    <button type="button" class="control" data-set="min_free_kbytes" @click=${setMinFree}>
      ${t('more.set')}
    </button>
    ${flag('memalloc', 'task_memalloc')} ${flag('rt', 'task_rt')}
  </div>`;
}
