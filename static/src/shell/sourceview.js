// sourceview.js - the source of the function we are in, from the kernel tree that the daemon was given; without one, where to read it.

import { html, nothing } from 'lit/html.js';
import { api } from '../net.js';
import { colouredLines } from './csource.js';
import { whereIn } from './sourceline.js';
import { walkAt } from './walkmodel.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./walkmodel.js').Frame} Frame */

/** @typedef {'found' | 'no_tree' | 'no_file' | 'no_function' | 'too_large' | 'away'} SourceState */
/** @typedef {{state: SourceState, version?: string, first?: number, line?: number, text?: string}} Source */

const PUBLIC = 'https://elixir.bootlin.com/linux/v3.13.11/source/';
const AHEAD = 20_000;

/** By function; null while it is on its way. @type {Map<number, Source | null>} */
const sources = new Map();

/** @param {App} app @param {number} id @returns {Source | null} */
function sourceOf({ schema, state }, id) {
  const known = sources.get(id);
  if (known !== undefined) return known;
  if (state.recorded) return { state: 'no_tree' };
  sources.set(id, null);
  api(`/api/source/${schema.function(id).name}`).then(
    (source) => {
      sources.set(id, source);
      state.touch();
    },
    () => {
      sources.set(id, { state: 'away' });
      state.touch();
      setTimeout(() => sources.delete(id), 5000); // and it is asked for again
    },
  );
  return null;
}

/** The innermost call, at the operation's end the last one. @param {App} app @returns {Frame | null} */
function frameHere({ player }) {
  const { segment } = player;
  if (!segment) return null;
  const to = segment.from + segment.applied;
  const from = segment.applied ? segment.cutBefore(to) : to;
  const { open, rows } = walkAt(segment, from, to, AHEAD);
  return open[open.length - 1] ?? lastOf(rows);
}

/** The call that returned last. @param {import('./walkmodel.js').Row[]} rows @returns {Frame | null} */
function lastOf(rows) {
  for (const row of rows.slice().reverse()) {
    if (row.kind === 'frame') return row.frame;
    if (row.kind === 'call') return { id: row.event.id, entered: null, rows: [] };
  }
  return null;
}

/** @param {App} app */
export function sourceView(app) {
  const { player, schema, t } = app;
  const frame = player.lapse ? null : frameHere(app);
  if (!frame) {
    return html`<p class="walk-empty">${t(player.lapse ? 'walk.lapse' : 'walk.start')}</p>`;
  }
  const { name, file, line } = schema.function(frame.id);
  const source = sourceOf(app, frame.id);
  const kernel = !file.includes(' ');
  return html`<div class="source-head">
      <p class="mono"><b>${name}</b> <span>${file}${kernel ? `:${line}` : ''}</span></p>
      ${
        kernel
          ? html`<a href=${`${PUBLIC}${file}#L${line}`} target="_blank" rel="noopener noreferrer"
              >${t('code.elsewhere')} ↗</a
            >`
          : nothing
      }
    </div>
    ${source?.state === 'found' ? listing(app, frame, source) : absent(app, source, kernel)}`;
}

/** @param {App} app @param {Source | null} source @param {boolean} kernel */
function absent({ t }, source, kernel) {
  const state = !kernel ? 'manual' : (source?.state ?? 'wait');
  return html`<div class="frames source" data-of=${state}>
    <p class="quiet">${t(`code.state.${state}`)}</p>
  </div>`;
}

/** @param {App} app @param {Frame} frame @param {Source} source */
function listing({ schema, t }, frame, { text = '', first = 1, line = 1, version = '' }) {
  const lines = text.split('\n');
  const function_ = schema.function(frame.id);
  const known = { lines, first, shift: line - function_.line };
  const { at, how } = whereIn(known, frame, schema);
  const moved = line !== function_.line || (version && version !== '3.13.11');
  return html`<p class="source-note quiet small">
      ${t(`code.how.${how}`)}
      ${moved ? t('code.moved', { line, version: version || '?' }) : nothing}
    </p>
    <div
      class="frames source mono"
      tabindex="0"
      role="group"
      aria-label=${t('code.source', { name: function_.name })}
      data-of=${function_.name}
    >
      ${colouredLines(text).map(
        (pieces, i) =>
          html`<div
            class="source-line"
            data-current=${first + i === at}
            data-sure=${how === 'line' || how === 'call'}
          >
            <span class="number">${first + i}</span
            ><code
              >${pieces.map((one) => (one.kind ? html`<span class=${one.kind}>${one.text}</span>` : one.text))}</code
            >
          </div>`,
      )}
    </div>`;
}
