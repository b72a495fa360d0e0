// layout.js - the regions of the page and what is drawn into each when something has changed.

import { html, nothing, render } from 'lit/html.js';
import { commandbar } from './commandbar.js';
import { dialogs, openDialog } from './dialogs.js';
import { drawer } from './drawer.js';
import { lazy } from './lazy.js';
import { cross } from './icons.js';
import { asks } from '../people/asks.js';
import { past } from './past.js';
import { drawPlot } from './plot.js';
import { drawSteps, timeline } from './timeline.js';
import { topbar } from './topbar.js';
import { view } from './views.js';
import { showCurrent, walk, walkBrief } from './walk.js';

/** @typedef {import('./app.js').App} App */

/** What the first visitor asks with: the plainest request, of type UNMOVABLE. */
const FIRST_GFP = 'GFP_KERNEL';

const quizCard = lazy('quizCard');

/** @param {string} id */
const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

export function shellRoots() {
  return {
    app: find('app'),
    topbar: find('topbar'),
    commandbar: find('commandbar'),
    caption: find('caption'),
    stage: find('stage'),
    overlay: find('overlay'),
    view: find('view'),
    walk: find('walk'),
    timeline: find('timeline'),
    dialogs: find('dialogs'),
  };
}

/** @param {App} app @param {ReturnType<typeof shellRoots>} roots */
export function drawShell(app, roots) {
  const { state } = app;
  const phone = innerWidth < 768;
  render(topbar(app), roots.topbar);
  render(commandbar(app), roots.commandbar);
  roots.commandbar.setAttribute('aria-label', app.t('command.open'));
  render(captionLine(app), roots.caption);
  render(overlay(app), roots.overlay);
  drawView(app, roots);
  roots.view.hidden = state.tab === 'pages';
  roots.stage.inert = state.tab !== 'pages';
  render(phone && !state.sheetOpen ? walkBrief(app) : walk(app), roots.walk);
  render(timeline(app), roots.timeline);
  render(
    html`${dialogs(app)} ${drawer(app)} ${past(app)} ${toast(app)} ${asks(app)}`,
    roots.dialogs,
  );
  roots.app.dataset.quiz = app.quiz.open ? 'open' : '';
  roots.app.dataset.walk = state.walkOpen ? 'open' : 'closed';
  roots.app.dataset.sheet = state.sheetOpen ? 'open' : 'closed';
  roots.app.dataset.command = state.menu ? 'open' : 'closed';
  openDialog(roots.dialogs);
  drawSteps(app);
  drawPlot(app);
  showOp(roots.timeline);
  showCurrent(app, roots.walk);
}

/** What lies over the board. @param {App} app @param {ReturnType<typeof shellRoots>} roots */
export function drawView(app, roots) {
  render(view(app), roots.view);
}

/** Keeps the current operation in sight where the lane is longer than the screen. @param {HTMLElement} root */
function showOp(root) {
  const lane = root.querySelector('.boxes');
  const current = root.querySelector('.op[aria-current]');
  if (!lane || !current || lane.scrollWidth <= lane.clientWidth) return;
  const box = lane.getBoundingClientRect();
  const op = current.getBoundingClientRect();
  if (op.left < box.left || op.right > box.right) {
    lane.scrollLeft += op.left - box.left - (box.width - op.width) / 2;
  }
}

/** Latin letters that three lines of a phone hold in the caption's size; a longer one is set smaller there. */
const PHONE_CAPTION = 105;

/** A text's width in Latin letters. @param {string} text */
const widthOf = (text) =>
  [...text].reduce((sum, letter) => sum + (letter >= '\u1100' ? 1.8 : 1), 0);

/** @param {App} app */
function captionLine(app) {
  const { state, i18n } = app;
  const { steps } = app.player;
  return html`${steps.complete ? html`<span class="step-badge mono">${steps.index}</span>` : nothing}
    <p
      role="status"
      aria-live="polite"
      lang=${i18n.lang}
      ?data-long=${widthOf(state.caption.text) > PHONE_CAPTION}
    >
      ${state.caption.text}
    </p>`;
}

/** @param {App} app */
function overlay(app) {
  const { state, t, actions } = app;
  return html`
    ${state.offline ? offlineLine(app, state.offline) : nothing}
    ${app.quiz.now || app.quiz.choosing ? quizCard(app) : nothing}
    ${
      state.firstVisit && state.tab === 'pages' && app.people.mayOperate
        ? html`<section class="first-card">
            <div>
              <h2>${t('first.title')}</h2>
              <p>${t('first.words')}</p>
            </div>
            <button
              type="button"
              class="primary first-button"
              @click=${() => actions.run({ op: 'alloc_pages', order: 0, gfp: FIRST_GFP })}
            >
              <span class="pulse" aria-hidden="true">+</span>
              <span
                >${t('first.button')}<small class="mono">alloc_pages(${FIRST_GFP}, 0)</small></span
              >
            </button>
            <button
              type="button"
              class="quiet-button"
              aria-label=${t('close')}
              @click=${() => state.set({ firstVisit: false })}
            >
              ${cross()}
            </button>
          </section>`
        : nothing
    }
  `;
}

/** @param {App} app @param {{since: number, retryAt: number}} offline */
function offlineLine(app, offline) {
  const since = new Date(offline.since).toTimeString().slice(0, 8);
  const seconds = Math.max(0, Math.ceil((offline.retryAt - Date.now()) / 1000));
  if (seconds > 0) setTimeout(() => app.state.touch(), 1000);
  return html`<p class="offline" role="status">
    ${app.t('offline.since', { since })} ${app.t('offline.again', { n: seconds })}
  </p>`;
}

/** @param {App} app */
function toast(app) {
  const { toast: shown } = app.state;
  if (!shown) return nothing;
  return html`<div
    class="toast"
    data-tone=${shown.tone}
    role=${shown.tone === 'alarm' ? 'alert' : 'status'}
  >
    <span>${shown.text}</span>
    <button
      type="button"
      class="quiet-button"
      aria-label=${app.t('close')}
      @click=${() => app.state.set({ toast: null })}
    >
      ${cross()}
    </button>
  </div>`;
}
