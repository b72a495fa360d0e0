// past.js - what happened to a page or an object until where we are, as the daemon tells it: newest first, each line a way there.

import { html, nothing } from 'lit/html.js';
import { apiText } from '../net.js';
import { cacheName, objectName } from '../slab/names.js';
import { cross } from './icons.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {{pfn: number, addr: number}} Subject addr 0: the page itself */
/** @typedef {{op: number, event: number, what: string, args: string[]}} Line */

/** The last operation of the common beginning: what was before it is told only when asked for. */
const BEGINNING = 2;
/** Asked is where one rests this long, in ms. */
const REST = 150;

/** @type {Line[]} */
let lines = [];
/** @type {Line[]} */
let before = [];
let asked = '';
let shownFor = '';
let why = '';
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} text @returns {Line[]} */
export function readPast(text) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [place, what, ...args] = line.split(' ');
      const [op, event] = place.split('.').map(Number);
      return { op, event, what, args };
    });
}

/** @param {Subject} subject */
const query = ({ pfn, addr }) =>
  addr ? `addr=0x${addr.toString(16)}` : `pfn=0x${pfn.toString(16)}`;

/** Opens the history. @param {App} app @param {Subject} subject */
export function openPast(app, subject) {
  before = [];
  asked = '';
  app.state.set({ past: subject, drawer: null });
}

/** @param {App} app */
export function past(app) {
  const { state, t, player } = app;
  const subject = state.past;
  if (!subject) return nothing;
  const { op, event } = player.position;
  const question = `${query(subject)}&op=${op}&event=${event}`;
  if (question !== asked && op > 0 && !player.lapse) ask(app, question);
  const shown = shownFor === query(subject) ? [...before, ...lines] : [];
  const title = t('past.title', { name: nameOf(app, subject) });
  const first = lines[0];
  return html`<aside class="drawer past" role="dialog" aria-label=${title}>
    <header>
      <h2>${title}</h2>
      <button
        type="button"
        class="quiet-button"
        aria-label=${t('close')}
        @click=${() => state.set({ past: null })}
      >
        ${cross()}
      </button>
    </header>
    <p class="quiet">${t('past.note', { at: `${op}.${event}` })}</p>
    ${why ? html`<p role="alert">${why}</p>` : nothing}
    <ol class="past-lines" reversed aria-busy=${question !== asked}>
      ${shown.toReversed().map((line) => entry(app, line))}
    </ol>
    ${
      before.length === 0 && first && first.what === 'since' && first.op > BEGINNING
        ? html`<button type="button" class="control" @click=${() => askBefore(app, subject)}>
            ${t('past.before')}
          </button>`
        : nothing
    }
  </aside>`;
}

/** @param {App} app @param {Subject} subject */
function nameOf({ slabs }, { pfn, addr }) {
  const found = addr && slabs.here ? slabs.model.find(addr) : null;
  if (found) return objectName(slabs.model, found.slab, found.index, { plain: slabs.plain });
  return addr ? `0x${addr.toString(16)}` : `0x${pfn.toString(16)}`;
}

/** @param {App} app @param {Line} line */
function entry(app, line) {
  const { t, player } = app;
  const [a = '', b = '', c = ''] = line.args;
  const key = line.what === 'since' ? `past.since.${a}` : `past.${line.what}`;
  const text = t(key, { a: line.what === 'slab' ? ofCache(app, a) : a, b, c });
  const opText = player.op(line.op)?.text ?? '';
  return html`<li data-what=${line.what}>
    <button type="button" @click=${() => player.seek(line.op, line.event)}>
      <span class="mono quiet">#${line.op}</span>
      <span>${text}<small class="mono quiet">${opText}</small></span>
    </button>
  </li>`;
}

/** @param {App} app @param {string} addr */
function ofCache({ slabs }, addr) {
  const known = slabs.here ? slabs.model.byAddr.get(Number(addr)) : undefined;
  return known ? cacheName(slabs.model, known.cache) : addr;
}

/** @param {App} app @param {string} question */
function ask(app, question) {
  asked = question;
  clearTimeout(timer);
  timer = setTimeout(() => void gather(app, question), REST);
}

/** @param {App} app @param {string} question */
async function gather(app, question) {
  try {
    const text = await apiText(`/api/rooms/${app.state.room}/history?${question}`);
    if (question !== asked) return;
    lines = readPast(text);
    shownFor = question.split('&')[0];
    why = '';
  } catch (error) {
    if (question !== asked) return;
    why = error instanceof Error ? error.message : String(error);
  }
  app.state.touch();
}

/** @param {App} app @param {Subject} subject */
async function askBefore(app, subject) {
  const path = `/api/rooms/${app.state.room}/history?${query(subject)}&op=${BEGINNING}`;
  before = readPast(await apiText(path));
  app.state.touch();
}
