// check.js - "Check my note": each `name: value` of a note beside what the machine says.

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { checkNote } from '../net.js';

/** @typedef {import('../shell/app.js').App} App */
/**
 * @typedef {object} Finding
 * @property {number} line
 * @property {'right' | 'wrong' | 'assumed' | 'filled' | 'unreached' | 'unknown'} verdict
 * @property {string} function
 * @property {string} name
 * @property {string} said
 * @property {string} [true] what is so
 * @property {string} [because]
 * @property {string} [detail]
 * @property {number} [op]
 * @property {number} [event]
 * @property {boolean} [ahead] the room has not come there
 */

/** What the reader wants to see first comes first. */
const VERDICTS = /** @type {const} */ ([
  'wrong',
  'assumed',
  'filled',
  'unreached',
  'unknown',
  'right',
]);

let note = '';
/** @type {{findings: Finding[], counts: Record<string, number>, cut: boolean} | null} */
let found = null;
let busy = false;
let why = '';
/** Those that are shown. @type {Set<string>} */
const chosen = new Set(['wrong', 'assumed', 'filled']);

/** @param {App} app */
export function checkForm(app) {
  const { t } = app;
  return html`
    <form class="studynote-check" @submit=${(/** @type {Event} */ event) => submit(app, event)}>
      <label class="quiet" for="studynote-field">${t('studynote.checkNote')}</label>
      <textarea
        id="studynote-field"
        class="mono"
        rows=${found ? 4 : 9}
        spellcheck="false"
        placeholder=${'- expand()\n// high: 9, size: 512\n// area->nr_free: ????'}
        .value=${live(note)}
        @input=${(/** @type {Event} */ event) => {
          note = /** @type {HTMLTextAreaElement} */ (event.currentTarget).value;
          app.state.touch();
        }}
      ></textarea>
      <div class="studynote-range">
        <button type="submit" class="control primary" ?disabled=${busy || !note.trim()}>
          ${t(busy ? 'share.working' : 'studynote.check')}
        </button>
        <label class="control">
          ${t('studynote.open')}
          <input
            type="file"
            class="away"
            accept=".md,.txt,.c,text/*"
            @change=${(/** @type {Event} */ event) => openFile(app, event)}
          />
        </label>
        ${found ? filters(app, found.counts) : nothing}
      </div>
    </form>
    ${why ? html`<p class="refused" role="alert">${why}</p>` : nothing}
    ${found ? findings(app, found) : nothing}
  `;
}

/** @param {App} app @param {Record<string, number>} counts */
function filters({ state, t }, counts) {
  return html`<span class="studynote-filters" role="group" aria-label=${t('studynote.show')}>
    ${VERDICTS.map(
      (one) =>
        html`<button
          type="button"
          class="pill"
          data-verdict=${one}
          aria-pressed=${chosen.has(one)}
          ?disabled=${!counts[one]}
          @click=${() => {
            if (!chosen.delete(one)) chosen.add(one);
            state.touch();
          }}
        >
          ${t(`studynote.${one}`)} ${counts[one]}
        </button>`,
    )}
  </span>`;
}

/** @param {App} app @param {{findings: Finding[], cut: boolean}} all */
function findings(app, { findings: all, cut }) {
  const { t } = app;
  const shown = all.filter((one) => chosen.has(one.verdict));
  let heading = '';
  return html`<div
    class="studynote-findings"
    role="region"
    tabindex="0"
    aria-label=${t('studynote.found')}
  >
    ${all.length === 0 ? html`<p class="quiet">${t('studynote.nothing')}</p>` : nothing}
    ${shown.map((one) => {
      const again = one.function === heading;
      heading = one.function;
      return html`${again ? nothing : html`<h3 class="mono">${one.function || '—'}</h3>`}
      ${line(app, one)}`;
    })}
    ${cut ? html`<p class="quiet">${t('studynote.cut')}</p>` : nothing}
  </div>`;
}

/** The note's value struck if it is wrong, dashed if it was assumed; what is so behind it. @param {App} app @param {Finding} one */
function line(app, one) {
  const { t } = app;
  const { verdict, said } = one;
  const truth = verdict === 'right' ? undefined : one.true;
  return html`<p class="finding" data-verdict=${verdict}>
    <span class="finding-line quiet mono" title=${t('studynote.line', { n: one.line })}
      >${one.line}</span
    >
    <span class="finding-verdict">${t(`studynote.${verdict}`)}</span>
    <span class="finding-says mono"
      >${one.name}:
      ${
        verdict === 'wrong' ? html`<s>${said}</s>` : html`<span class="finding-said">${said}</span>`
      }
      ${truth === undefined ? nothing : html`<b>${truth}</b>`}</span
    >
    ${because(app, one)} ${place(app, one)}
  </p>`;
}

/** @param {App} app @param {Finding} one */
function because({ t }, { because: code, detail }) {
  if (!code) return nothing;
  return html`<span class="finding-why quiet">${t(`because.${code}`, { it: detail ?? '' })}</span>`;
}

/** The step where the machine says so; of what lies ahead only its name. @param {App} app @param {Finding} one */
function place({ player, state, t }, { op, event, ahead }) {
  if (op === undefined || event === undefined) return nothing;
  const step = `${op}.${event}`;
  if (ahead) {
    return html`<span class="quiet" title=${t('studynote.aheadNote')}
      >${t('studynote.ahead')}</span
    >`;
  }
  return html`<button
    type="button"
    class="finding-step mono"
    aria-label=${t('studynote.goTo', { step })}
    @click=${() => {
      state.set({ dialog: null });
      void player.seek(op, event);
    }}
  >
    ${step}
  </button>`;
}

/** @param {App} app @param {Event} event */
function submit(app, event) {
  event.preventDefault();
  void check(app);
}

/** @param {App} app */
async function check({ state, t }) {
  busy = true;
  why = '';
  state.touch();
  try {
    found = await checkNote(`/api/rooms/${state.room}/check`, note);
  } catch (error) {
    why = t('proc.failed', { why: error instanceof Error ? error.message : String(error) });
  } finally {
    busy = false;
    state.touch();
  }
}

/** @param {App} app @param {Event} event */
async function openFile(app, event) {
  const field = /** @type {HTMLInputElement} */ (event.currentTarget);
  const file = field.files?.[0];
  if (!file) return;
  note = await file.text();
  field.value = '';
  await check(app);
}
