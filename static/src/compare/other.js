// other.js - a second room beside the one of this page: a machine of its own, which goes wherever ours goes.

import { Wire, api, fetchBase } from '../net.js';
import { Player } from '../player.js';
import { Reader } from '../reader.js';
import { Replica } from '../replica.js';
import { Schema } from '../schema.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('../types.js').Op} Op */

/**
 * Where two rooms part, as the daemon says it.
 * @typedef {object} Part
 * @property {number} op the first that is not the same
 * @property {'op' | 'machine' | 'end'} why
 * @property {(Op | null)[]} ops of this room and of the other
 */

export class Other {
  /** @param {App} app @param {string} room */
  constructor(app, room) {
    this.app = app;
    this.room = room;
    this.wire = new Wire(room);
    /** @type {Player | null} */
    this.player = null;
    /** @type {Reader | null} */
    this.reader = null;
    /** Null: they are the same so far; undefined: not known yet. @type {Part | null | undefined} */
    this.part = undefined;
    this.trouble = '';
    this.closed = false;
    /** How many ops the two had when they were compared. */
    this.compared = '';
    this.follow = () => void this.#follow();
    this.open().catch((error) => this.#say(error));
  }

  async open() {
    const { app, wire } = this;
    const [model] = await Promise.all([api('/api/model'), api(`/api/rooms/${this.room}`)]);
    const first = (/** @type {string} */ type) =>
      new Promise((resolve) => {
        const take = (/** @type {Event} */ event) =>
          resolve(/** @type {CustomEvent} */ (event).detail);
        wire.addEventListener(type, take, { once: true });
      });
    const [hello, keyframe] = [first('hello'), first('keyframe')];
    if (this.closed) return;
    wire.connect();
    const { base, image_size: size, profile, ops, limits } = await hello;
    const replica = new Replica(size, profile.ram_off);
    replica.loadBase(await fetchBase(base, () => {}));
    const player = new Player({ replica, wire });
    player.fetchOps = async (from, count) =>
      (await api(`/api/rooms/${this.room}/ops?from=${from}&count=${count}`)).ops;
    player.reset(ops);
    player.windowEvents = limits?.window_events ?? player.windowEvents;
    this.reader = new Reader(replica, new Schema(model, profile), profile);
    player.takeKeyframe(await keyframe);
    await player.settled();
    this.player = player;
    this.#listen(player);
    wire.open();
    app.player.addEventListener('position', this.follow);
    await this.#follow();
  }

  close() {
    this.closed = true;
    this.wire.close();
    this.app.player.removeEventListener('position', this.follow);
  }

  /** @param {Player} player */
  #listen(player) {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ act) =>
      this.wire.addEventListener(type, (event) => act(/** @type {CustomEvent} */ (event).detail));
    on('hello', ({ ops }) => player.reset(ops));
    on('keyframe', (frame) => player.takeKeyframe(frame));
    on('op', (frame) => {
      player.takeOp(frame);
      void this.#follow();
    });
    player.addEventListener('trouble', (event) =>
      this.#say(/** @type {CustomEvent} */ (event).detail),
    );
    player.addEventListener('position', () => this.app.state.touch());
  }

  /** To the same step as our room; to its newest where it has no such op, to the op's end where ours has ended. */
  async #follow() {
    const { player } = this;
    const here = this.app.player.position;
    if (!player || this.closed) return;
    void this.#compare();
    const op = Math.min(here.op, player.lastOp);
    await player.know(op);
    const events = player.op(op)?.events ?? 0;
    const over = op < here.op || here.event === here.events;
    const event = over ? events : Math.min(here.event, events);
    const at = player.position;
    if (at.op !== op || at.event !== event) await player.seek(op, event);
    this.app.state.touch();
  }

  /** Asks where they part, once for as many ops as they have. */
  async #compare() {
    const { state, player } = this.app;
    const ops = `${player.lastOp} ${this.player?.lastOp}`;
    if (ops === this.compared) return;
    this.compared = ops;
    try {
      this.part = (await api(`/api/rooms/${state.room}/compare/${this.room}`)).part;
    } catch (error) {
      this.compared = '';
      this.#say(error);
    }
    state.touch();
  }

  /** @param {unknown} error */
  #say(error) {
    this.trouble = error instanceof Error ? error.message : String(error);
    this.app.state.touch();
  }
}
