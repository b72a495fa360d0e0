// keys.js - the keyboard: what each key does, and the doing.

import { EV_LIST_ADD, EV_LIST_DEL, EV_POINT } from '../schema.js';
import { openFinder } from './finder.js';
import { into, outOf, over, toBreakpoint } from './stepping.js';
import { playFrom, runs } from './timeline.js';
import { ORDERS } from '../reader.js';
import { openNote } from '../people/notecard.js';
import { TABS } from './views.js';
import { predict } from './walk.js';

/** @typedef {import('./app.js').App} App */

/** For the list in the dialog. */
export const KEYS = [
  { keys: ['→', '←'], does: 'key.step' },
  { keys: ['Shift', '→ ←'], does: 'key.kind' },
  { keys: ['↓', '↑'], does: 'key.call' },
  { keys: ['o'], does: 'key.over' },
  { keys: ['b', 'B'], does: 'key.break' },
  { keys: ['Space'], does: 'key.play' },
  { keys: ['Home', 'End'], does: 'key.ends' },
  { keys: ['[', ']'], does: 'key.ops' },
  { keys: ['0', '–', '9', 't'], does: 'key.order' },
  { keys: TABS.map((tab) => tab.key), does: 'key.tabs' },
  { keys: [',', '.'], does: 'key.stops' },
  { keys: [':'], does: 'key.command' },
  { keys: ['/'], does: 'key.find' },
  { keys: ['+', '−'], does: 'key.zoom' },
  { keys: ['f'], does: 'key.follow' },
  { keys: ['c'], does: 'key.chalk' },
  { keys: ['n'], does: 'key.note' },
  { keys: ['q', 'r'], does: 'key.quiz' },
  { keys: ['w'], does: 'key.walk' },
  { keys: ['h'], does: 'key.plot' },
  { keys: ['p'], does: 'key.projector' },
  { keys: ['l'], does: 'key.lang' },
  { keys: ['d'], does: 'key.dark' },
  { keys: ['?'], does: 'key.help' },
];

/** @param {App} app */
export function listenToKeys(app) {
  document.addEventListener('pointerdown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (app.state.menu && !target.closest('.commandbar, .plus')) app.state.set({ menu: null });
  });
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (inField(event)) return;
    if (event.key === 'Escape') {
      app.state.set({ menu: null, drawer: null, past: null, walkOpen: false });
      return;
    }
    if (app.state.dialog || inGrid(event)) return;
    const act = moving(app, event) ?? letters(app, event.key);
    if (!act) return;
    event.preventDefault();
    void act();
  });
}

/** Arrows belong to the grid or menu that has the focus. @param {KeyboardEvent} event */
function inGrid(event) {
  if (!/^(Arrow|Home|End| |Enter)/.test(event.key)) return false;
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === ' ' || event.key === 'Enter') {
    return target.closest('button, a, summary') !== null;
  }
  return target.closest('[role=grid], [role=radiogroup], [role=menu]') !== null;
}

/** @param {KeyboardEvent} event */
function inField(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  return target.closest('input, select, textarea') !== null;
}

/** @param {App} app @param {KeyboardEvent} event @returns {(() => unknown) | null} */
function moving(app, event) {
  const { player } = app;
  const { op } = player.position;
  switch (event.key) {
    case 'ArrowRight':
      return () => (event.shiftKey ? sameKind(app, 1) : player.next());
    case 'ArrowLeft':
      return () => (event.shiftKey ? sameKind(app, -1) : player.prev());
    case 'ArrowDown':
      return () => into(app);
    case 'ArrowUp':
      return () => outOf(app);
    case ' ':
      return () => (runs(app) ? player.stop() : playFrom(app));
    case 'Home':
      return () => player.home();
    case 'End':
      return () => player.end();
    case '[':
      return () => player.seek(Math.max(1, op - 1), 0);
    case ']':
      return () => player.seek(Math.min(player.lastOp, op + 1), 0);
    default:
      return null;
  }
}

/** @param {App} app @param {string} key @returns {(() => unknown) | null} */
function letters(app, key) {
  const { state, actions, player, i18n } = app;
  const focused = document.activeElement?.closest('.commandbar') !== null;
  if (key === ':') return () => openCommand(app);
  if (key === '/') return () => openFinder(app);
  if (key === '?') return () => state.set({ dialog: 'keys' });
  if (!state.letterKeys) return null;
  if (/^[0-9t]$/.test(key) && focused) {
    return () => state.set({ order: key === 't' ? ORDERS - 1 : Number(key) });
  }
  const tab = TABS.find((one) => one.key === key);
  if (tab) return () => state.set({ tab: tab.name });
  const { guide } = app;
  if (guide.running && key === '.') return () => guide.go(guide.index + 1);
  if (guide.running && key === ',') return () => guide.go(guide.index - 1);
  if (state.tab === 'tables' && (key === '.' || key === ',')) {
    return () => app.pageTables.go(key === '.' ? 1 : -1) && state.touch();
  }
  switch (key) {
    case '+':
    case '=':
      return () => player.stage?.zoom(1);
    case '-':
    case '\u2212':
      return () => player.stage?.zoom(-1);
    case 'o':
      return () => over(app);
    case 'b':
      return () => toBreakpoint(app, 1);
    case 'B':
      return () => toBreakpoint(app, -1);
    case 'f':
      return () => app.follow.resume();
    case 'n':
      return () => openNote(app);
    case 'q':
      return () => predict(app);
    case 'r':
      return () => app.quiz.reveal();
    case 'c':
      return () => chalk(app);
    case 'w':
      return () => state.set({ walkOpen: !state.walkOpen, sheetOpen: !state.sheetOpen });
    case 'h':
      return () => app.plot.toggle();
    case 'p':
      return () => actions.toggleProjector();
    case 'l':
      return () => actions.useLang(i18n.lang === 'en' ? 'ko' : 'en');
    case 'd':
      return () => actions.toggleTheme();
    default:
      return null;
  }
}

/** Takes the chalk where that is ours to do, else asks for it. @param {App} app */
function chalk({ people }) {
  if (people.screen || people.hasChalk) return null;
  return people.owner || people.mode === 'open' ? people.give() : people.wish(!people.wishes);
}

/** @param {App} app */
function openCommand(app) {
  delete document.documentElement.dataset.screen;
  app.state.set({ command: '', error: null });
  // At once, not with the next picture: what is typed until then belongs in the field.
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById('command'));
  if (!field) return;
  field.value = '';
  field.focus();
}

/** The next or previous step with an event like the most telling one of this step. @param {App} app @param {1 | -1} direction */
function sameKind(app, direction) {
  const events = app.player.currentStep?.events ?? [];
  const rank = [EV_POINT, EV_LIST_DEL, EV_LIST_ADD];
  const telling =
    rank.map((kind) => events.find((event) => event.kind === kind)).find((event) => event) ??
    events[0];
  if (!telling) return app.player.next();
  const head = telling.kind | (telling.id << 16);
  return app.player.seekEvent((words, at) => (words[at] & 0xffff00ff) === (head | 0), direction);
}
