// take.js - the walk of a range of steps as a note, in the groups' own form: read here, copied or saved.

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { apiText } from '../net.js';
import { copyText } from '../shell/copy.js';
import { saveFile } from '../shell/download.js';
import { readRange } from '../shell/savesteps.js';

/** @typedef {import('../shell/app.js').App} App */

const LINES_SHOWN = 2000;
const FORMATS = /** @type {const} */ (['md', 'tsv', 'json']);

/** What was typed; null: the operation we are in. @type {{from: string | null, to: string | null}} */
const typed = { from: null, to: null };
/** @type {(typeof FORMATS)[number]} */
let format = 'md';
/** The range that the text is of, or was asked for last. */
let asked = '';
let text = '';
let why = '';

/** @param {App} app */
export function takeForm(app) {
  const { t, player } = app;
  const { op, event, events } = player.position;
  const range = { from: typed.from ?? `${op}.0`, to: typed.to ?? `${op}.${event || events}` };
  const query = new URLSearchParams({ ...range, format }).toString();
  if (query !== asked && op > 0) void fetchWalk(app, query);
  return html`
    <p class="quiet">${t('studynote.takeNote')}</p>
    <div class="studynote-range">
      ${field(app, 'from', range.from)} ${field(app, 'to', range.to)}
      <span class="segments" role="group" aria-label=${t('studynote.format')}>
        ${FORMATS.map(
          (one) =>
            html`<button
              type="button"
              class="segment mono"
              aria-pressed=${one === format}
              @click=${() => {
                format = one;
                app.state.touch();
              }}
            >
              ${one}
            </button>`,
        )}
      </span>
      <button
        type="button"
        class="control"
        ?disabled=${!text}
        @click=${() => copyText(app, text, t('studynote.copied'))}
      >
        ${t('copy')}
      </button>
      <button type="button" class="control" ?disabled=${!text} @click=${() => save(range)}>
        ${t('studynote.save')}
      </button>
    </div>
    ${why ? html`<p class="refused" role="alert">${why}</p>` : nothing}
    <pre
      class="kernel-text studynote-text"
      role="region"
      tabindex="0"
      aria-label=${t('studynote.take')}
      aria-busy=${!text && !why}
    >
${beginning(app)}</pre>
  `;
}

/** Long notes are shown as far as anyone reads; copied and saved they are whole. @param {App} app */
function beginning({ t }) {
  const lines = text.split('\n');
  if (lines.length <= LINES_SHOWN) return text;
  return `${lines.slice(0, LINES_SHOWN).join('\n')}\n\n… ${t('studynote.more', { n: lines.length - LINES_SHOWN })}`;
}

/** @param {App} app @param {'from' | 'to'} name @param {string} value */
function field({ state, t }, name, value) {
  return html`<label
    >${t(`steps.${name}`)}
    <input
      class="mono"
      name=${name}
      size="10"
      .value=${live(value)}
      @change=${(/** @type {Event} */ change) => {
        typed[name] = /** @type {HTMLInputElement} */ (change.currentTarget).value.trim() || null;
        state.touch();
      }}
    />
  </label>`;
}

/** Are there such steps? @param {App} app @param {string} query */
function isThere(app, query) {
  const ends = new URLSearchParams(query);
  const range = readRange(app, ends.get('from') ?? '', ends.get('to') ?? '');
  return (
    range !== null &&
    [range.from, range.to].every(
      ({ op, event }) => event === Infinity || event <= (app.player.op(op)?.events ?? Infinity),
    )
  );
}

/** @param {App} app @param {string} query */
async function fetchWalk(app, query) {
  const { player, state, t } = app;
  asked = query;
  text = why = '';
  if (!isThere(app, query)) {
    why = t('steps.wrong', { last: player.lastOp });
    return;
  }
  try {
    const walk = await apiText(`/api/rooms/${state.room}/walk?${query}`);
    if (query === asked) text = walk;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (query === asked) why = t('proc.failed', { why: reason });
  }
  state.touch();
}

/** @param {{from: string, to: string}} range */
function save({ from, to }) {
  saveFile(new Blob([text], { type: 'text/plain' }), `walk-${from}-${to}.${format}`);
}
