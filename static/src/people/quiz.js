// quiz.js - predict, then reveal: what is asked in the room, what we think, and the machine's answer. The daemon finds question and answer
// (daemon/predict.h); who may not ask the room asks for oneself alone. quizcard.js draws it.

import { Refused, api } from '../net.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('../shell/place.js').At} At */
/** @typedef {'list' | 'order' | 'end' | 'owner' | 'address'} What */

/**
 * A question; behind `right` stands what is known once it is revealed.
 * @typedef {object} Asked
 * @property {number} n 0: we asked ourselves
 * @property {number} by
 * @property {number} op
 * @property {number} event
 * @property {string} [text] of an op that has not run
 * @property {What} what
 * @property {boolean} gives the block is taken from a list
 * @property {string[]} choices
 * @property {number} answered
 * @property {number} of
 * @property {boolean} [names] who chose what is shown with the answer
 * @property {number} [right]
 * @property {number} [known] events of the op after which it can be seen
 * @property {number[]} [counts]
 * @property {{name: string, choice: number}[]} [people]
 */

/** @type {What[]} */
export const WHATS = ['list', 'order', 'end', 'owner', 'address'];

export class Quiz {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {Asked | null} */
    this.now = null;
    /** The answer to what we asked ourselves. @type {{right: number, known: number} | null} */
    this.secret = null;
    /** Number of our choice. @type {number | null} */
    this.mine = null;
    /** We choose what to ask. */
    this.choosing = false;
    /** Who chose what is shown with the answer. */
    this.names = false;
    this.refused = '';
  }

  /** @param {import('../net.js').Wire} wire */
  listen(wire) {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ act) =>
      wire.addEventListener(type, (event) => {
        act(/** @type {CustomEvent} */ (event).detail);
        this.app.state.touch();
      });
    on('quiz', (asked) => this.#take(asked));
    on('guessed', ({ quiz, choice }) => quiz === this.now?.n && (this.mine = choice));
    on('quiz_gone', ({ n }) => n === this.now?.n && (this.now = null));
    on('hello', () => this.now?.n && (this.now = null)); // told again if it is still open
  }

  /** The driver or the owner asks everybody. */
  get asksRoom() {
    const { people } = this.app;
    return !people.screen && (people.owner || people.hasChalk);
  }

  /** We may reveal it. */
  get leads() {
    return this.now?.n === 0 || this.asksRoom;
  }

  /** It is open: what comes behind its step is covered. */
  get open() {
    return this.now !== null && this.now.right === undefined;
  }

  /** What is asked about from here: the rest of this op, at its end the next one, and after the last that one again. @returns {At} */
  get place() {
    const { player } = this.app;
    const { op, event, events } = player.position;
    if (event < events) return { op, event };
    return { op: Math.min(op + 1, player.lastOp), event: 0 };
  }

  /** The line of the command bar, which can be asked about before it runs. */
  get planned() {
    const { people, player, state } = this.app;
    if (!player.live || !this.asksRoom || !people.mayOperate) return '';
    return state.command.trim() || `alloc ${state.order} ${state.gfp}`;
  }

  /** @param {What} what @param {At | {text: string}} [place] */
  async ask(what, place = this.place) {
    const { people, player, state, wire } = this.app;
    this.refused = '';
    try {
      if ('op' in place) await player.seek(place.op, place.event);
      // whoever looks along is to stand where it is asked
      if (people.owner && people.chalk === null) await people.give();
      if (this.asksRoom) await wire.ask({ type: 'quiz', ...place, what, names: this.names });
      else if ('op' in place) await this.#askMyself(what, place);
      this.choosing = false;
    } catch (error) {
      this.choosing = true;
      this.refused = error instanceof Error ? error.message : String(error);
    }
    state.touch();
  }

  /** @param {What} what @param {At} place */
  async #askMyself(what, { op, event }) {
    const query = `event=${event}&what=${what}`;
    const { right, known, ...asked } = await api(
      `/api/rooms/${this.app.state.room}/ops/${op}/predict?${query}`,
    );
    this.secret = { right, known };
    this.mine = null;
    this.now = { ...asked, n: 0, by: this.app.people.you, answered: 0, of: 1 };
  }

  /** Chooses, or takes the choice back. @param {number} choice */
  guess(choice) {
    const { now, app } = this;
    if (!now || !this.open) return;
    this.mine = this.mine === choice ? null : choice;
    if (now.n === 0) now.answered = this.mine === null ? 0 : 1;
    else this.#say({ type: 'guess', quiz: now.n, choice: this.mine });
    app.state.touch();
  }

  reveal() {
    const { now, secret } = this;
    if (!now || !this.open || !this.leads) return;
    if (now.text) {
      void this.#run(now);
    } else if (now.n > 0) {
      this.#say({ type: 'reveal', quiz: now.n });
    } else if (secret) {
      this.#take({ ...now, ...secret });
    }
  }

  /** Takes it away: for everybody, where we lead; else from this screen. */
  close() {
    const { now } = this;
    this.choosing = false;
    this.now = null;
    if (now && now.n > 0 && this.asksRoom) this.#say({ type: 'unquiz', quiz: now.n });
    this.app.state.touch();
  }

  /** @param {Asked} asked */
  #take(asked) {
    const before = this.now;
    const revealed = asked.right !== undefined;
    if (revealed && before?.n !== asked.n) return; // it was put away here
    if (before?.n !== asked.n) {
      this.mine = null;
      this.app.state.set({ sheetOpen: false }); // it would lie over the question
    }
    this.now = asked;
    this.choosing = false;
    if (revealed && before?.right === undefined) void this.#play(asked);
    this.app.state.touch();
  }

  /** What was planned is done now, if nobody has done anything else meanwhile. @param {Asked} now */
  async #run({ n, op, text }) {
    const { actions, player, state, t } = this.app;
    if (player.lastOp + 1 !== op) {
      state.set({ toast: { text: t('quiz.late'), tone: 'alarm' } });
      this.close();
      return;
    }
    if (await actions.runText(text ?? '')) this.#say({ type: 'reveal', quiz: n });
  }

  /** Plays what was asked about, where nobody else leads; what was planned plays by itself, as any op that has just run. @param {Asked} asked */
  async #play({ op, event, known, text }) {
    const { player, follow } = this.app;
    const here = player.position;
    if (text || follow.goesAlong || (!this.leads && (here.op !== op || here.event !== event))) {
      return;
    }
    if (here.op !== op || here.event !== event) await player.seek(op, event);
    player.until = { op, event: known ?? Infinity };
    player.play();
    await player.settled();
    player.until = null;
  }

  /** @param {any} message */
  #say(message) {
    this.app.wire.ask(message).catch((error) => {
      const text = error instanceof Refused ? error.error.message : String(error);
      this.app.state.set({ toast: { text, tone: 'alarm' } });
    });
  }
}
