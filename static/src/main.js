// main.js - wires everything together: address, model, wire, replica, stage, shell.

import { html, render } from 'lit/html.js';
import { caption } from './caption.js';
import { I18n, loadWords, preferredLang } from './i18n/index.js';
import { Refused, Wire, api, fetchBase } from './net.js';
import { Follow } from './people/follow.js';
import { Notes } from './people/notes.js';
import { People } from './people/people.js';
import { Quiz } from './people/quiz.js';
import { listenToPointing } from './people/point.js';
import { Breakpoints } from './breakpoints.js';
import { Player } from './player.js';
import { Reader } from './reader.js';
import { Replica } from './replica.js';
import { Schema } from './schema.js';
import { Actions, remembered } from './shell/actions.js';
import { fetchWhenIdle } from './shell/lazy.js';
import { arrive, isSession } from './shell/arrive.js';
import { AppState } from './shell/app.js';
import { Guide } from './shell/guide.js';
import { listenToKeys } from './shell/keys.js';
import { drawShell, drawView, shellRoots } from './shell/layout.js';
import { openPast } from './shell/past.js';
import { Plot } from './shell/plot.js';
import { keepAddress } from './shell/looked.js';
import { hideKey, readPlace } from './shell/place.js';
import { brokenScreen, goneScreen, loadingLine } from './shell/screens.js';
import { toBreakpoint, toBreakpointIn } from './shell/stepping.js';
import { Sight } from './shell/sight.js';
import { playInFrame } from './shell/embed.js';
import { Tour } from './shell/tour.js';
import { resumeTour } from './shell/tours.js';
import { SlabRoom } from './slab/room.js';
import { TableRoom } from './pagetable/room.js';
import { usersOf } from './pagetable/say.js';
import { createStage } from './stage/index.js';
import { momentsOf, tell } from './stage/story.js';

/** @typedef {import('./shell/app.js').App} App */

/** Announcements of the caption keep this distance while playing, in ms. */
const ANNOUNCE = 700;

const i18n = new I18n(preferredLang(remembered('lang')));
const state = new AppState();
const root = /** @type {HTMLElement} */ (document.getElementById('app'));
document.documentElement.lang = i18n.lang;
chooseTheme();

const recording = document.getElementById('recording');
begin().catch((error) => {
  if (error instanceof Refused && error.status === 404) showInstead(goneScreen(i18n.t, state.room));
  else showInstead(brokenScreen(i18n.t, error instanceof Error ? error.message : String(error)));
});

/** A file with a recording in it, a link with a session in it, or a room. */
async function begin() {
  await loadWords(i18n.lang);
  if (recording) return playRecording(recording.textContent ?? '');
  return isSession() ? arrive(i18n.t) : start();
}

/** @param {string} text of the file's recording */
async function playRecording(text) {
  document.documentElement.dataset.mode = 'file';
  state.recorded = true;
  const { openRecording } = await import('./recorded.js');
  const recorded = JSON.parse(text);
  const { ops, parts } = recorded;
  const app = assemble({ ...(await openRecording(recorded)), profiles: [] });
  app.notes.list = recorded.notes ?? [];
  Object.assign(app.people, { mode: 'locked', writers: 'owner' }); // nobody can do anything here
  document.title = `buddyscope · ${ops[0].n}–${ops[ops.length - 1].n}`;
  show(app);
  state.firstVisit = false;
  await app.player.seek(parts[0].op, parts[0].from);
  root.dataset.ready = 'true';
}

async function start() {
  const place = readPlace();
  if (place.embed) document.documentElement.dataset.mode = 'embed';
  state.room = place.room;
  hideKey();
  const [model, listed] = await Promise.all([
    api('/api/model'),
    api('/api/profiles'),
    api(`/api/rooms/${place.room}`),
  ]);
  const wire = new Wire(place.room);
  const hello = once(wire, 'hello');
  const keyframe = once(wire, 'keyframe');
  wire.connect();
  const greeting = await hello;
  const { base, image_size: size, profile, ops, viewers, limits } = greeting;
  state.viewers = viewers;
  state.base = base;
  const overlay = document.getElementById('overlay');
  const arriving = () => overlay && render(loadingLine(i18n.t, state.loading), overlay);
  state.addEventListener('change', arriving);
  const replica = new Replica(size, profile.ram_off);
  replica.loadBase(
    await fetchBase(base, (received, total) => {
      state.loading = { ...state.loading, received, total };
      state.touch();
    }),
  );
  const schema = new Schema(model, profile);
  const player = new Player({ replica, wire });
  player.fetchOps = async (from, count) =>
    (await api(`/api/rooms/${place.room}/ops?from=${from}&count=${count}`)).ops;
  player.reset(ops);
  player.windowEvents = limits?.window_events ?? player.windowEvents;
  player.lapseFrames = limits?.lapse_frames ?? player.lapseFrames;
  const reader = new Reader(replica, schema, profile);
  const app = assemble({
    schema,
    player,
    reader,
    wire,
    profile,
    profiles: listed.profiles ?? listed,
  });
  app.notes.listen(wire, greeting);
  app.people.listen(wire, greeting);
  app.quiz.listen(wire);
  if (!place.embed) app.follow.listen(wire);
  player.takeKeyframe(await keyframe);
  state.removeEventListener('change', arriving);
  await player.settled();
  listenToWire(app);
  show(app);
  const asked = place.at;
  app.follow.on = asked === null; // a link to a step is that step, wherever the driver is
  wire.open();
  if (asked && asked.op >= 1 && asked.op <= player.lastOp) await player.seek(asked.op, asked.event);
  if (place.recorded) {
    const text = i18n.t('session.recorded', { version: place.recorded, now: model.version });
    state.set({ toast: { text, tone: 'note' } });
  }
  if (place.slab && app.slabs.goTo(place.slab)) state.set({ tab: 'slabs' });
  state.origin = place.origin;
  if (place.beside) state.set({ tab: 'beside', beside: place.beside });
  if (place.tables && app.pageTables.goTo(place.tables)) state.set({ tab: 'tables' });
  root.dataset.ready = 'true';
  fetchWhenIdle();
  if (place.embed) void playInFrame(app, place.embed);
  else void resumeTour(app, place);
}

/** @param {Pick<App, 'schema' | 'player' | 'reader' | 'wire' | 'profile' | 'profiles'>} parts @returns {App} */
function assemble(parts) {
  const app = /** @type {App} */ ({ ...parts, state, i18n, t: i18n.t });
  app.actions = new Actions(app);
  app.tour = new Tour(app);
  app.guide = new Guide(app);
  app.plot = new Plot(app);
  app.slabs = new SlabRoom(app);
  app.pageTables = new TableRoom(app);
  app.people = new People(app);
  app.follow = new Follow(app);
  app.notes = new Notes(app);
  app.breaks = new Breakpoints(app.schema, app.reader.firstPfn);
  app.breaks.read(remembered('breaks') ?? '');
  app.quiz = new Quiz(app);
  return app;
}

/** @param {App} app */
function show(app) {
  const { player, reader, schema } = app;
  const roots = shellRoots();
  const stage = createStage(roots.stage, {
    reader,
    schema,
    i18n,
    player,
    on: {
      alloc: (/** @type {number} */ order) => void app.actions.alloc(order),
      select: (/** @type {number} */ pfn) => {
        if (pfn < 0) state.set({ menu: 'held' });
      },
      past: (/** @type {number} */ pfn) => openPast(app, { pfn, addr: 0 }),
      slab: (/** @type {number} */ pfn) => {
        if (app.slabs.choosePage(pfn)) state.set({ tab: 'slabs' });
      },
      walk: (/** @type {number} */ pfn) => {
        if (app.pageTables.choosePage(pfn)) state.set({ tab: 'tables' });
      },
      users: (/** @type {number} */ pfn) => usersOf(app, pfn),
      free: (/** @type {number} */ pfn) => void app.actions.free(pfn),
      openList: (
        /** @type {number} */ zone,
        /** @type {number} */ order,
        /** @type {number} */ mt,
      ) => state.set({ drawer: { zone, order, mt } }),
      zone: () => {},
      counters: () => state.set({ tab: 'counters' }),
    },
  });
  const sight = new Sight(app, stage, () => drawView(app, roots));
  player.stage = sight;
  player.isQuiet = (step) =>
    sight.covered
      ? sight.isQuiet(step)
      : momentsOf(tell(step.opEvents, schema, reader.firstPfn), step.from, step.to).length === 0;
  player.stopsAt = ({ from, to }) =>
    player.segment !== null && app.breaks.between(player.segment, from, to).length > 0;
  player.searches = (op) => {
    if (app.breaks.any) void (op ? toBreakpointIn(app, op) : toBreakpoint(app, 1));
    return app.breaks.any;
  };
  const motion = matchMedia('(prefers-reduced-motion: reduce)');
  player.reduced = motion.matches;
  motion.addEventListener('change', () => (player.reduced = motion.matches));
  state.phase = 'ready';
  state.firstVisit = player.ops.every((op) => op.op.op === 'boot') && player.lastOp <= 2;
  state.addEventListener('change', () => drawShell(app, roots));
  i18n.addEventListener('change', () => speak(app));
  for (const type of ['position', 'change', 'op']) {
    player.addEventListener(type, () => state.touch());
  }
  player.addEventListener('step', () => speak(app));
  player.addEventListener('position', () => speak(app));
  player.addEventListener('trouble', (event) =>
    trouble(app, /** @type {CustomEvent} */ (event).detail),
  );
  addEventListener('resize', () => app.actions.redraw());
  keepAddress(app);
  listenToKeys(app);
  listenToPointing(app);
  speak(app);
  drawShell(app, roots);
  stage.render();
}

let announced = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let later;

/** The sentence of where we are; the last one wins while steps fly past. @param {App} app */
function speak(app) {
  const { player, reader, schema } = app;
  const step = player.currentStep;
  const opText = player.op(player.position.op)?.text ?? '';
  const said = step
    ? caption({ ...step, text: opText }, { reader, schema, lang: i18n.lang, slabs: app.slabs })
    : null;
  const text = said?.text || standing(app);
  if (!text || text === state.caption.text) return;
  const put = () => {
    announced = Date.now();
    state.set({ caption: { text, kind: said?.kind ?? '' } });
  };
  clearTimeout(later);
  const wait = player.playing ? announced + ANNOUNCE / player.speed - Date.now() : 0;
  if (wait > 0) later = setTimeout(put, wait);
  else put();
}

/** What is said where no step has a sentence. @param {App} app */
function standing(app) {
  const { player } = app;
  const { op, event } = player.position;
  const shown = player.op(op);
  if (player.lapse) return i18n.t('standing.lapse', { op: player.lapse.text });
  if (event === 0 && shown) return i18n.t('standing.start', { op: shown.text });
  if (!player.currentStep && shown && shown.op.op !== 'boot') {
    return i18n.t('standing.done', { op: shown.text, result: String(shown.result.text ?? '') });
  }
  if (!player.currentStep) return i18n.t('standing.idle');
  return '';
}

/** @param {App} app */
function listenToWire(app) {
  const { wire, player } = app;
  const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ act) =>
    wire.addEventListener(type, (event) => act(/** @type {CustomEvent} */ (event).detail));
  on('presence', ({ viewers }) => state.set({ viewers }));
  on('keyframe', (frame) => player.takeKeyframe(frame));
  on('lapse', (frame) => player.takeLapse(frame));
  on('hello', (hello) => {
    player.reset(hello.ops);
    state.set({ viewers: hello.viewers });
  });
  on('op', (frame) => {
    player.takeOp(frame);
    void verify(app);
  });
  on('state', ({ connected, since, retryAt }) =>
    state.set({ offline: connected ? null : { since: state.offline?.since ?? since, retryAt } }),
  );
  on('trouble', (error) => trouble(app, error));
}

/** Compares our digest with the daemon's where the newest op has just ended. @param {App} app */
async function verify(app) {
  const { player, wire } = app;
  await player.settled();
  if (!player.live || player.lapse) return;
  const op = player.op(player.lastOp);
  if (!op?.digest || op.digest === player.replica.digest()) return;
  state.set({ toast: { text: i18n.t('digest.mismatch', { op: op.n }), tone: 'alarm' } });
  player.following = true;
  wire.send({ type: 'resync' });
}

/** @param {App} app @param {unknown} error */
function trouble(app, error) {
  if (error instanceof Refused && error.error.code === 'offline') return;
  const text = error instanceof Error ? error.message : String(error);
  app.state.set({ toast: { text, tone: 'alarm' } });
}

/** @param {EventTarget} target @param {string} type @returns {Promise<any>} detail of the first such event */
function once(target, type) {
  return new Promise((resolve) => {
    target.addEventListener(type, (event) => resolve(/** @type {CustomEvent} */ (event).detail), {
      once: true,
    });
  });
}

/** @param {import('lit/html.js').TemplateResult} screen */
function showInstead(screen) {
  root.replaceChildren();
  render(html`${screen}`, root);
}

function chooseTheme() {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const kept = remembered('theme');
    document.documentElement.dataset.theme = kept ?? (dark.matches ? 'dark' : 'light');
  };
  dark.addEventListener('change', apply);
  apply();
}
