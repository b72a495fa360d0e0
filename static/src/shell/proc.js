// proc.js - the texts of /proc at the room's step, as the daemon writes them. What differs from the step shown before is in ink.

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { apiText } from '../net.js';
import { pidsOf } from '../vm/processes.js';
import { copyText } from './copy.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {{at: string, text: string, changed: boolean[]}} Shown a text, where it is from, which of its lines are new */

const NAMES = [
  'buddyinfo',
  'pagetypeinfo',
  'zoneinfo',
  'vmstat',
  'slabinfo',
  'vmallocinfo',
  'kernel_page_tables',
];
/** Of one process. */
const MAPS = 'maps';
/** Steps fly past faster than a text is read: asked is where one rests this long, in ms. */
const REST = 120;

let name = NAMES[0];
/** Whose maps; 0: who was made first. */
let chosenPid = 0;
/** The newest text of each path, and where the one before it was from. @type {Map<string, Shown & {before: string}>} */
const shown = new Map();
let why = '';
/** The text asked for last: an answer to any other question is dropped. */
let asked = '';
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {App} app */
export function proc(app) {
  const { t, player } = app;
  const pids = pidsOf(app.reader.tables.memory);
  const of = pathOf(pids);
  if (!player.lapse) ask(app, of);
  const text = shown.get(of);
  const at = whereWe(app);
  return html`<header class="view-head">
      <span class="segments" role="group" aria-label=${t('proc.label')}>
        ${NAMES.map((one) => choice(app, one))} ${pids.length ? choice(app, MAPS) : nothing}
      </span>
      ${name === MAPS && pids.length ? whose(app, pids) : nothing}
      <span class="quiet proc-at">${text ? standing(app, text) : nothing}</span>
      <button
        type="button"
        class="control proc-copy"
        ?disabled=${!text}
        @click=${() => copyText(app, text?.text ?? '', t('proc.copied'))}
      >
        ${t('copy')}
      </button>
    </header>
    ${player.lapse ? html`<p class="quiet">${t('proc.lapse')}</p>` : nothing}
    ${why ? html`<p role="alert">${t('proc.failed', { why })}</p>` : nothing}
    <pre
      class="kernel-text proc-text"
      role="region"
      tabindex="0"
      aria-label=${`/proc/${of}`}
      data-at=${text?.at ?? ''}
      aria-busy=${text?.at !== at}
    >
${text ? lines(text) : nothing}</pre>`;
}

/** What is asked for, below /proc. @param {number[]} pids of who there is */
function pathOf(pids) {
  if (name !== MAPS) return name;
  const pid = pids.includes(chosenPid) ? chosenPid : pids[0];
  return pid ? `${pid}/${MAPS}` : NAMES[0];
}

/** @param {App} app @param {string} one */
function choice({ state }, one) {
  return html`<button
    type="button"
    class="segment mono"
    data-proc=${one}
    aria-pressed=${one === name}
    @click=${() => {
      name = one;
      state.touch();
    }}
  >
    ${one}
  </button>`;
}

/** @param {App} app @param {number[]} pids */
function whose({ state, t }, pids) {
  const pid = pids.includes(chosenPid) ? chosenPid : pids[0];
  return html`<select
    class="control mono"
    name="proc-pid"
    aria-label=${t('process.label')}
    .value=${live(String(pid))}
    @change=${(/** @type {Event} */ event) => {
      chosenPid = Number(/** @type {HTMLSelectElement} */ (event.currentTarget).value);
      state.touch();
    }}
  >
    ${pids.map((one) => html`<option value=${one} ?selected=${one === pid}>pid ${one}</option>`)}
  </select>`;
}

/** @param {Shown} text */
function lines({ text, changed }) {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map(
      (line, i) => html`<span class="proc-line" data-changed=${changed[i]}>${line}${'\n'}</span>`,
    );
}

/** @param {App} app @param {Shown & {before: string}} text */
function standing({ t }, { at, before, changed }) {
  const n = changed.filter((one) => one).length;
  if (!before) return t('proc.at', { at });
  const than = n > 0 ? t('proc.changed', { n, at: before }) : t('proc.same', { at: before });
  return `${t('proc.at', { at })} · ${than}`;
}

/** @param {App} app */
function whereWe({ player }) {
  return `${player.position.op}.${player.position.event}`;
}

/** Asks for the text of where we are, once we rest there. @param {App} app @param {string} of */
function ask(app, of) {
  const at = whereWe(app);
  const question = `${of} ${at}`;
  if (question === asked) return;
  asked = question;
  clearTimeout(timer);
  timer = setTimeout(() => void fetchText(app, of, at, question), shown.has(of) ? REST : 0);
}

/** @param {App} app @param {string} of @param {string} at @param {string} question */
async function fetchText(app, of, at, question) {
  const { state } = app;
  const [op, event] = at.split('.');
  const path = `/api/rooms/${state.room}/proc/${of}?op=${op}&event=${event}`;
  try {
    const text = await apiText(path);
    if (question !== asked) return;
    const old = shown.get(of);
    const changed = changedLines(old?.text, text);
    if (old?.at !== at) shown.set(of, { at, text, changed, before: old?.at ?? '' });
    why = '';
  } catch (error) {
    if (question !== asked) return;
    why = error instanceof Error ? error.message : String(error);
  }
  state.touch();
}

/** Lines that were not there before, or not so. @param {string | undefined} old @param {string} now @returns {boolean[]} */
function changedLines(old, now) {
  const after = now.split('\n');
  if (old === undefined) return after.map(() => false);
  const before = old.split('\n');
  if (before.length === after.length) return after.map((line, i) => line !== before[i]);
  const known = new Set(before);
  return after.map((line) => !known.has(line));
}
