// savesteps.js - which steps go into a file of their own.

import { html, nothing } from 'lit/html.js';
import { apiText } from '../net.js';
import { saveFile } from './download.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./place.js').At} At */

/** What was typed; null: the operation we are in. @type {{from: string | null, to: string | null}} */
const typed = { from: null, to: null };
let busy = false;
let wrong = '';

/** @param {App} app */
export function stepsForm(app) {
  const { t, player, state } = app;
  const { op, event, events } = player.position;
  if (op === 0) return nothing;
  // of an op that is too long to be recorded whole, what lies around us
  const { segment } = player;
  const near = events > 100_000 && segment ? segment : { from: 0, end: events };
  const first = `${op}.${near.from}`;
  const last = `${op}.${Math.max(near.end, event)}`;
  const field = (/** @type {'from' | 'to'} */ name, /** @type {string} */ preset) =>
    html`<label
      >${t(`steps.${name}`)}
      <input
        class="mono"
        size="9"
        pattern="\\d+(\\.\\d+)?"
        .value=${typed[name] ?? preset}
        @input=${(/** @type {Event} */ change) => {
          typed[name] = /** @type {HTMLInputElement} */ (change.target).value;
        }}
      />
    </label>`;
  return html`<form
    class="save-steps"
    @submit=${(/** @type {Event} */ submit) => {
      submit.preventDefault();
      void save(app, typed.from ?? first, typed.to ?? last);
    }}
  >
    <button type="submit" class="control" ?disabled=${busy || state.offline !== null}>
      ${busy ? t('share.working') : t('share.saveSteps')}
    </button>
    ${field('from', first)} ${field('to', last)}
    ${wrong ? html`<p class="refused" role="alert">${wrong}</p>` : nothing}
  </form>`;
}

/** OP or OP.EVENT. @param {string} text @param {number} event where none is given @returns {At | null} */
function place(text, event) {
  const found = /^\s*(\d+)(?:\.(\d+))?\s*$/.exec(text);
  return found ? { op: Number(found[1]), event: found[2] ? Number(found[2]) : event } : null;
}

/** Two steps as they were typed, in their order, both there. @param {App} app @param {string} first @param {string} last */
export function readRange({ player }, first, last) {
  const from = place(first, 0);
  const to = place(last, Infinity);
  const order = from && to && (from.op < to.op || (from.op === to.op && from.event < to.event));
  return order && from.op >= 1 && to.op <= player.lastOp ? { from, to } : null;
}

/** @param {App} app @param {string} first @param {string} last */
async function save(app, first, last) {
  const { state, t, player } = app;
  const range = readRange(app, first, last);
  wrong = '';
  if (!range) {
    wrong = t('steps.wrong', { last: player.lastOp });
    state.touch();
    return;
  }
  busy = true;
  state.touch();
  try {
    const { from, to } = range;
    const end = to.event === Infinity ? to.op : `${to.op}.${to.event}`;
    const path = `/api/rooms/${state.room}/steps.html?from=${from.op}.${from.event}&to=${end}`;
    const page = new Blob([await apiText(path)], { type: 'text/html' });
    saveFile(page, `buddyscope-${from.op}-${to.op}.html`);
  } catch (error) {
    wrong = error instanceof Error ? error.message : String(error);
  } finally {
    busy = false;
    state.touch();
  }
}
