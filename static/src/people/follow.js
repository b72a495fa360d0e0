// follow.js - who has the chalk says where it stands; the others go there, until they touch something.
//
// What is followed is a place, not a film: a step forward or back is shown as one, playing is played here too, and everything else is a
// seek. So a slow telephone is never more than one place behind.

import { touches } from './touch.js';
import { readView, showView, speedOf } from './view.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {{by: number, op: number, event: number, playing: boolean, view: string}} Lead */

/** How often we say where we stand, at most, in ms. */
const TELL_EVERY = 100;
/** Who still plays when the driver has stopped may play on for so long, in ms. */
const CATCH_UP = 1500;
/** Pointing takes no longer, in ms. */
const JUST_LEFT = 1500;
/** A screen that somebody touched is back after so long, in ms. */
const SCREEN_BACK = 1000;

export class Follow {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** We go where the driver goes. */
    this.on = true;
    /** @type {Lead | null} */
    this.lead = null;
    /** When we last left the driver, in ms of the page's clock. */
    this.left = -Infinity;
    this.told = '';
    this.shownView = '';
    this.going = false;
    this.again = false;
    /** Who had the chalk when we last heard. @type {number | null | undefined} */
    this.chalk = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.late = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.back = undefined;
  }

  /** @param {import('../net.js').Wire} wire */
  listen(wire) {
    wire.addEventListener('lead', (event) => {
      this.lead = /** @type {CustomEvent} */ (event).detail;
      void this.#go();
    });
    wire.addEventListener('hello', () => (this.told = ''));
    wire.addEventListener('presence', () => this.#chalkMoved());
    this.app.player.addEventListener('op', () => {
      if (this.lead && this.lead.op > this.app.player.position.op) void this.#go();
    });
    touches((event) => this.#touched(event));
    setInterval(() => this.#tell(), TELL_EVERY);
  }

  /** Somebody else leads and we go along. */
  get goesAlong() {
    return this.on && this.app.people.leader !== null && this.lead !== null;
  }

  /** Back to the driver; where there is none, to the newest operation. */
  resume() {
    this.on = true;
    this.app.state.touch();
    if (this.app.people.leader === null || this.lead === null) return this.app.player.follow();
    this.shownView = '';
    return this.#go();
  }

  /** The last touch led nowhere: whoever went along then still does. */
  stay() {
    if (performance.now() - this.left < JUST_LEFT) void this.resume();
  }

  /** From here on we look around by ourselves. */
  leave() {
    clearTimeout(this.late);
    if (!this.on || this.app.people.leader === null) return;
    this.on = false;
    this.left = performance.now();
    this.app.state.touch();
  }

  /** @param {Event} event */
  #touched(event) {
    if (!event.isTrusted) return;
    clearTimeout(this.back);
    if (this.app.people.screen) {
      this.back = setTimeout(() => void this.resume(), SCREEN_BACK); // it follows always
    } else {
      this.leave();
    }
  }

  /** Another has the chalk: whoever was at the newest step, or has handed it over, goes along; who looks at something else stays there. */
  #chalkMoved() {
    const { people, player } = this.app;
    const { chalk: before } = this;
    if (before === people.chalk) return;
    this.chalk = people.chalk;
    if (people.chalk !== this.lead?.by) this.lead = null;
    if (before === undefined) return;
    if (before === people.you && people.mode === 'locked') this.on = true;
    else if (before === people.you || before === null) this.on = player.following;
  }

  // ---- leading ----

  #tell() {
    const { people, player, state, wire } = this.app;
    if (!people.hasChalk || state.viewers < 2 || state.offline) return;
    const { op, event } = player.position;
    if (op < 1) return;
    const playing = player.playing || player.lapse !== null;
    const message = { type: 'at', op, event, playing, view: readView(this.app).slice(0, 256) };
    const text = JSON.stringify(message);
    if (text === this.told) return;
    if (wire.send(message)) this.told = text;
  }

  // ---- following ----

  /** One at a time: what came meanwhile is gone to afterwards, the newest only. */
  async #go() {
    if (this.going) {
      this.again = true;
      return;
    }
    this.going = true;
    do {
      this.again = false;
      if (this.goesAlong && this.lead) await this.#goTo(this.lead);
    } while (this.again);
    this.going = false;
  }

  /** @param {Lead} lead */
  async #goTo(lead) {
    const { player } = this.app;
    clearTimeout(this.late);
    if (lead.view !== this.shownView) {
      showView(this.app, lead.view);
      this.shownView = lead.view;
    }
    if (lead.op > player.lastOp || player.lapse) return; // the operation is on its way
    const here = player.position;
    const there = here.op === lead.op && here.event === lead.event;
    if (lead.playing) {
      if (player.playing) return;
      if (player.speed !== speedOf(lead.view)) player.setSpeed(speedOf(lead.view));
      if (!there) await player.seek(lead.op, lead.event);
      player.play();
      return;
    }
    if (player.playing && !there && before(here, lead)) {
      this.late = setTimeout(() => {
        if (this.goesAlong && this.lead === lead && player.playing) player.pause();
        void this.#go();
      }, CATCH_UP);
      return;
    }
    if (!there) await this.#step(lead);
  }

  /** The way there: a step is shown as one. @param {Lead} lead */
  async #step(lead) {
    const { player } = this.app;
    const { op } = player.position;
    const { cuts, index } = player.steps;
    if (op === lead.op && cuts[index + 1] === lead.event) await player.next();
    else if (op === lead.op && index > 0 && cuts[index - 1] === lead.event) await player.prev();
    else await player.seek(lead.op, lead.event);
  }
}

/** @param {{op: number, event: number}} one @param {{op: number, event: number}} other */
const before = (one, other) =>
  one.op < other.op || (one.op === other.op && one.event < other.event);
