// walk.js - the right panel: how we came here, what the current function has seen, what this step did.

import { html, nothing } from 'lit/html.js';
import { EV_ENTER, EV_VALUE } from '../schema.js';
import { whatDid } from './did.js';
import { eventRow } from './eventrow.js';
import { fork, forkedOps } from './fork.js';
import { lazy } from './lazy.js';
import { stepButtons, walkModes } from './stepbuttons.js';
import { guideCard } from './guidecard.js';
import { notesHere } from '../people/notecard.js';
import { reportButton } from './report.js';
import { isFresh, linesToCome, walkAt } from './walkmodel.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./walkmodel.js').Frame} Frame */
/** @typedef {import('./walkmodel.js').Row} Row */
/** @typedef {import('./eventrow.js').Now} Now */
/** @typedef {import('../types.js').Event} Event */

const FRAMES_SHOWN = 4;
const FRAMES_ON_PROJECTOR = 2;
/** Lines of the innermost call, and of those around it; the step just done is always shown whole. */
const ROWS_INNER = 12;
const ROWS_OUTER = 3;
const LINES_TO_COME = 3;
const AHEAD = 20_000;

/** The pictures of the walk beside the frames. */
const bodies = { tree: lazy('callTreeView'), source: lazy('sourceView') };
const breakCard = lazy('breakCard');
const stoppedLine = lazy('stoppedLine');

/** @param {App} app */
export function walk(app) {
  const { state, t, tour } = app;
  return html`
    <header class="walk-head">
      <h2>${t('walk.title')}</h2>
      ${walkModes(app)}
      ${
        state.recorded || app.people.screen
          ? nothing
          : html`<button type="button" class="pill predict" @click=${() => predict(app)}>
                ${t('quiz.button')}
              </button>
              <button
                type="button"
                class="pill fork"
                title=${t('fork.note', { n: forkedOps(app) })}
                @click=${() => fork(app)}
              >
                ${t('fork.button')}
              </button>
              ${
                state.origin
                  ? html`<button
                      type="button"
                      class="pill origin"
                      title=${t('beside.origin')}
                      @click=${() => state.set({ tab: 'beside', beside: state.origin })}
                    >
                      ${t('beside.compare')}
                    </button>`
                  : nothing
              }`
      }
      ${
        tour.running
          ? html`<button
              type="button"
              class="pill"
              aria-pressed=${state.compare}
              @click=${() => state.set({ compare: !state.compare })}
            >
              ${t('walk.compare')}${state.compare ? ' ✓' : ''}
            </button>`
          : nothing
      }
      ${
        state.offline === null
          ? html`<button
              type="button"
              class="pill"
              @click=${() => state.set({ dialog: 'studynote' })}
            >
              ${t('studynote.button')}
            </button>`
          : nothing
      }
      <button
        type="button"
        class="quiet-button walk-close"
        aria-label=${t('close')}
        @click=${() => state.set({ walkOpen: false, sheetOpen: false })}
      >
        ×
      </button>
    </header>
    ${stepButtons(app)} ${app.breaks.any ? stoppedLine(app) : nothing}
    ${state.breaksOpen ? breakCard(app) : nothing}
    ${state.walkMode === 'frames' ? frames(app) : bodies[state.walkMode](app)}
    ${app.quiz.open ? html`<p class="covered">${t('quiz.covered')}</p>` : nothing} ${tour.card()}
    ${guideCard(app)} ${notesHere(app)} ${did(app)}
  `;
}

/** Opens the choice of what to predict, or closes it. @param {App} app */
export function predict({ quiz, state }) {
  if (!quiz.now) quiz.choosing = !quiz.choosing;
  quiz.refused = '';
  state.set({ sheetOpen: false });
}

/** @param {App} app */
function frames(app) {
  const { player, t } = app;
  const segment = player.segment;
  if (player.lapse || !segment) {
    return html`<p class="walk-empty">${t(player.lapse ? 'walk.lapse' : 'walk.start')}</p>`;
  }
  const to = segment.from + segment.applied;
  const from = segment.applied ? segment.cutBefore(to) : to;
  const { open, rows } = walkAt(segment, from, to, AHEAD);
  const projector = document.documentElement.dataset.screen === 'projector';
  const first = Math.max(0, open.length - (projector ? FRAMES_ON_PROJECTOR : FRAMES_SHOWN));
  const start = open[first];
  const coming = linesToCome(segment, to, LINES_TO_COME);
  /** @type {Now} */
  const now = { from, first: segment.applied ? segment.event(from).index : -1, coming };
  const over = open.length === 0 && to === player.position.events;
  return html`
    ${chain(app, open.slice(0, first))}
    <div class="frames mono" tabindex="0" role="group" aria-label=${t('walk.frames')}>
      ${
        start
          ? block(app, start, now, open[open.length - 1])
          : rows.map((row) => line(app, row, now, null))
      }
      ${over ? html`<p class="walk-end">${result(app)}</p>` : nothing}
      ${start ? nothing : toCome(app, now.coming)}
    </div>
  `;
}

/** The way here: outer frames in one line, the middle folded. @param {App} app @param {Frame[]} outer */
function chain(app, outer) {
  const { schema, state, t, tour } = app;
  const names = outer.map((frame) => ({ name: schema.function(frame.id).name, note: false }));
  const all = [...tour.framesAbove(), ...names];
  if (all.length === 0) return nothing;
  const fold = state.folded && all.length > 5;
  const arrow = html`<span class="arrow"> → </span>`;
  const part = (/** @type {{name: string, note: boolean}} */ one) =>
    html`<span class=${one.note ? 'from-note' : ''} title=${one.note ? t('tour.notRun') : ''}
        >${one.name}</span
      >${arrow}`;
  return html`<p class="chain mono">
    ${(fold ? all.slice(0, 3) : all).map(part)}
    ${
      fold
        ? html`${foldButton(app, t('walk.more', { n: all.length - 4 }), false)}${arrow}${part(all[all.length - 1])}`
        : all.length > 5
          ? foldButton(app, t('walk.fold'), true)
          : nothing
    }
  </p>`;
}

/** @param {App} app @param {string} label @param {boolean} folded */
function foldButton(app, label, folded) {
  return html`<button type="button" class="fold" @click=${() => app.state.set({ folded })}>
    ${label}
  </button>`;
}

/**
 * A call and what it has shown.
 * @param {App} app @param {Frame} frame @param {Now} now @param {Frame | undefined} innermost
 * @returns {import('lit/html.js').TemplateResult}
 */
function block(app, frame, now, innermost) {
  const { t, state } = app;
  const old = frame.rows.filter((row) => !isFresh(row, now.from)).length;
  const room = frame === innermost ? ROWS_INNER : ROWS_OUTER + 1;
  const over = Math.min(old, frame.rows.length - room);
  const hidden = state.folded && over > 1 ? over : 0;
  return html`<section class="frame" data-innermost=${frame === innermost}>
    ${
      frame.entered
        ? eventRow(app, frame.entered, now)
        : html`<div class="frame-head"><b>${app.schema.function(frame.id).name}</b></div>`
    }
    ${
      hidden > 0
        ? html`<button
            type="button"
            class="earlier"
            aria-label=${t('walk.earlier', { n: hidden })}
            @click=${() => state.set({ folded: false })}
          >
            … ${hidden}
          </button>`
        : nothing
    }
    ${frame.rows.slice(hidden).map((row) => line(app, row, now, innermost ?? null))}
    ${frame === innermost ? toCome(app, now.coming) : nothing}
  </section>`;
}

/** What the call does next, in grey. @param {App} app @param {Event[]} coming */
function toCome(app, coming) {
  return coming.map(
    (event) =>
      html`<div class="to-come">
        ${
          event.kind === EV_ENTER
            ? `${app.schema.function(event.id).name}()`
            : app.schema.lines[event.id].text
        }
      </div>`,
  );
}

/** @param {App} app @param {Row} row @param {Now} now @param {Frame | null} innermost */
function line(app, row, now, innermost) {
  if (row.kind === 'frame') return block(app, row.frame, now, innermost ?? undefined);
  const claim = app.state.compare ? app.tour.claimFor(row.event) : null;
  return eventRow(app, row.event, now, claim);
}

/** How the operation ended. @param {App} app */
function result(app) {
  const { player, t } = app;
  const op = player.op(player.position.op);
  return t('walk.end', {
    op: op?.text ?? '',
    result: String(op?.result?.text ?? op?.result?.pfn ?? ''),
  });
}

/** @param {App} app */
function did(app) {
  const { player, t } = app;
  const step = player.lapse ? null : player.currentStep;
  const rows = step ? whatDid(app, step.events) : [];
  return html`<section class="did">
    <h3 id="did-title">${t('walk.did')}</h3>
    ${reportButton(app)}
    <table aria-labelledby="did-title">
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.what}</th>
              <td><s>${row.old}</s> <b>${row.now}</b></td>
            </tr>`,
        )}
        ${
          rows.length === 0
            ? html`<tr>
                <td colspan="2" class="quiet">${t('walk.didNothing')}</td>
              </tr>`
            : nothing
        }
      </tbody>
    </table>
  </section>`;
}

/** On a phone, while the sheet is down: the function we are in and its newest values. @param {App} app */
export function walkBrief(app) {
  const { player, schema, state, t } = app;
  const segment = player.segment;
  const handle = html`<button
      type="button"
      class="sheet-handle"
      aria-label=${t('sheet.open')}
      aria-expanded="false"
      @click=${() => state.set({ sheetOpen: true })}
    ></button>
    ${guideCard(app)}`;
  if (player.lapse || !segment) {
    return html`${handle}
      <p class="walk-empty">${t(player.lapse ? 'walk.lapse' : 'walk.start')}</p>`;
  }
  const to = segment.from + segment.applied;
  const from = segment.applied ? segment.cutBefore(to) : to;
  const { open } = walkAt(segment, from, to, AHEAD);
  const top = open[open.length - 1];
  const events = player.currentStep?.events ?? [];
  const values = events.filter((event) => event.kind === EV_VALUE);
  const now = { from, first: from, coming: [] };
  const entered = events[0]?.kind === EV_ENTER;
  return html`${handle}
    <div class="brief mono">
      ${
        top && !entered
          ? html`<div class="frame-head">
              <b>${schema.function(top.id).name}</b>
              <span class="place">${schema.place(top.id)}</span>
            </div>`
          : nothing
      }
      ${events.length > 0 ? eventRow(app, events[0], now) : html`<b>${segment.applied ? result(app) : t('standing.start', { op: player.op(segment.op)?.text ?? '' })}</b>`}
      ${values.slice(entered ? -2 : -1).map((event) => eventRow(app, event, now))}
    </div>`;
}

let scrolledTo = '';

/** Keeps the line we stand on in sight. @param {App} app @param {HTMLElement} root */
export function showCurrent(app, root) {
  const { op, event } = app.player.position;
  const shows = /** @type {HTMLElement | null} */ (root.querySelector('.frames'))?.dataset.of ?? '';
  const place = `${op}.${event} ${app.state.walkMode} ${shows}`;
  if (place === scrolledTo) return;
  scrolledTo = place;
  const panel = root.querySelector('.frames');
  const rows = root.querySelectorAll('[data-fresh=true]');
  const current = root.querySelector('[data-current=true]') ?? rows[0];
  const last = rows[rows.length - 1] ?? current;
  if (!panel || !current) return;
  const box = panel.getBoundingClientRect();
  const top = current.getBoundingClientRect().top - box.top;
  const bottom = last.getBoundingClientRect().bottom - box.bottom + Math.min(70, box.height / 4);
  // the whole step, and where it does not fit, its first line
  if (bottom > 0) panel.scrollTop += Math.min(bottom, top);
  else if (top < 0) panel.scrollTop += top - Math.min(40, box.height / 4);
}
