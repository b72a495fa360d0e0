// guide.js - walks through a tour of tours/: makes the room it needs, finds its stops in the walk, stands at one of them.

import { Refused, api } from '../net.js';
import { findPlace, functionAt, readValues } from '../tours/find.js';
import { opOf, placeLines, runLines } from '../tours/script.js';
import { marksOf } from './marks.js';
import { link, readPlace } from './place.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../types.js').Op} Op */
/** @typedef {import('../tours/index.js').TourData} TourData */

/** How often and after how many ms a line is sent again that came too soon after the others. */
const TRIES = 20;
const TOO_SOON = 250;
/** Between these widths the walk is a drawer. */
const DRAWER = '(min-width: 1024px) and (max-width: 1279.98px)';

/** As it stands in the address. @param {TourData} tour */
export const nameInAddress = (tour) => tour.address ?? tour.name;

/**
 * A stop in the walk of this room.
 * @typedef {object} Standing
 * @property {Op} op
 * @property {number} event the position at the end of the stop's step
 * @property {string} fn the function that it lies in
 * @property {Record<string, string>} values by the names that the sentence uses
 */

export class Guide {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {TourData | null} */
    this.tour = null;
    /** @type {import('../tours/script.js').Placed} */
    this.placed = new Map();
    this.index = 0;
    /** @type {Standing | null} where the stop is */
    this.standing = null;
    /** The tour whose room is being made, and how far it is. @type {{name: string, done: number, total: number} | null} */
    this.preparing = null;
    /** The stop that we are playing towards; null when we are not. @type {object | null} */
    this.going = null;
  }

  get running() {
    return this.tour !== null;
  }

  /** We stand where the sentence is true. */
  get there() {
    const { op, event } = this.app.player.position;
    return this.standing?.op.n === op && this.standing.event === event;
  }

  /** A room of its own for this tour; this one stays as it is. @param {TourData} tour */
  async start(tour, stop = 1) {
    if (this.preparing) return;
    try {
      const made = await roomFor(tour, (done, total) => {
        this.preparing = { name: tour.name, done, total };
        this.app.state.touch();
      });
      location.assign(link(made.room, null, made.owner_key, nameInAddress(tour), stop));
    } catch (error) {
      this.preparing = null;
      this.#say(error);
    }
  }

  /** In the room of this page if it was made for the tour, else in a new one. @param {TourData} tour @param {number} stop from 1 */
  async resume(tour, stop) {
    const placed = placeLines(tour.ops, this.app.player.ops);
    if (!placed) {
      await this.start(tour, stop);
      return;
    }
    this.app.tour.running = false;
    this.tour = tour;
    this.placed = placed;
    this.app.state.set({ tab: tour.tab ?? 'pages' });
    // where the walk is a drawer, the card is in it
    if (matchMedia(DRAWER).matches) this.app.state.set({ walkOpen: true });
    await this.go(stop - 1);
  }

  stop() {
    this.going = null;
    this.tour = null;
    this.standing = null;
    history.replaceState(null, '', link(readPlace().room));
    this.app.state.touch();
  }

  /** Stands at a stop. @param {number} index */
  async go(index) {
    this.going = null;
    const standing = await this.#find(index);
    if (!standing) return;
    this.#stand(index, standing);
    await this.app.player.seek(standing.op.n, standing.event);
    this.app.state.touch();
  }

  /** Plays from here to the next stop; from the start of its operation where that is a later one. */
  async play() {
    const { player } = this.app;
    const going = {};
    const from = player.position;
    const index = Math.min(this.index + 1, (this.tour?.stops.length ?? 1) - 1);
    this.going = going;
    const standing = await this.#find(index);
    if (!standing || this.going !== going) return;
    const ahead = from.op === standing.op.n && from.event < standing.event;
    if (!ahead) await player.seek(standing.op.n, 0);
    this.#stand(index, standing);
    let { event } = player.position;
    while (this.going === going && event < standing.event) {
      await player.next();
      const here = player.position;
      // another hand is on the controls
      if (player.playing || here.op !== standing.op.n || here.event <= event) break;
      event = here.event;
    }
    if (this.going === going) this.going = null;
    this.app.state.touch();
  }

  /** What the next stop lets one predict, and from where. */
  get predicts() {
    const next = this.tour?.stops[this.index + 1];
    const op = next?.ask && opOf(this.placed, next.op);
    if (!next?.ask || !op || !this.standing) return null;
    const event = op.n === this.standing.op.n ? this.standing.event : 0;
    return { what: next.ask, place: { op: op.n, event } };
  }

  /** Stays where we are on the way to a stop. */
  pause() {
    this.going = null;
    this.app.state.touch();
  }

  /** @param {number} index @param {Standing} standing */
  #stand(index, standing) {
    const { tour } = this;
    if (!tour) return;
    this.index = index;
    this.standing = standing;
    history.replaceState(
      null,
      '',
      link(readPlace().room, null, null, nameInAddress(tour), index + 1),
    );
    this.app.state.touch();
  }

  /** Looks a stop up in the walk of its operation. @param {number} index @returns {Promise<Standing | null>} */
  async #find(index) {
    const { player, schema } = this.app;
    const stop = this.tour?.stops[index];
    const op = stop && opOf(this.placed, stop.op);
    if (!stop || !op) return null;
    if (player.segment?.op !== op.n) await player.seek(op.n, 0);
    const segment = player.segment;
    if (segment?.op !== op.n) return null;
    const marks = marksOf(segment, schema);
    const place = findPlace(marks, stop.at);
    if (!place) {
      this.#say(new Error(this.app.t('guide.lost', { n: index + 1 })));
      return null;
    }
    return {
      op,
      event: Math.min(place.to, segment.end),
      fn: functionAt(marks, place),
      values: readValues(marks, place, stop.values ?? {}),
    };
  }

  /** @param {unknown} error */
  #say(error) {
    const text = error instanceof Error ? error.message : String(error);
    this.app.state.set({ toast: { text, tone: 'alarm' } });
  }
}

/**
 * A new room that was given the lines of a tour.
 * @param {TourData} tour @param {(done: number, total: number) => void} progress in lines
 * @returns {Promise<{room: string, owner_key: string}>}
 */
export async function roomFor(tour, progress) {
  const made = await api('/api/rooms', tour.room);
  await runLines(tour.ops, (text) => send(made.room, text), progress);
  return made;
}

/**
 * One line for a room that is being made; waits where the daemon says that it comes too soon.
 * @param {string} room @param {string} text @returns {Promise<Op[]>}
 */
async function send(room, text) {
  for (let tries = 1; ; tries++) {
    try {
      return (await api(`/api/rooms/${room}/ops`, { text })).ops;
    } catch (error) {
      if (!(error instanceof Refused) || error.error.code !== 'rate' || tries === TRIES) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, TOO_SOON));
    }
  }
}
