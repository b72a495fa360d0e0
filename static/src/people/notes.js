// notes.js - the notes of the room: what somebody wrote at a step.

import { Refused } from '../net.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {{n: number, op: number, event: number, at: number, name: string, author: string | null, text: string}} Note */

export class Notes {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {Note[]} */
    this.list = [];
    /** What is being written, null while nothing is. @type {string | null} */
    this.draft = null;
    /** The step that it is about, while others lead on. */
    this.draftAt = { op: 0, event: 0 };
    this.error = '';
  }

  /** @param {import('../net.js').Wire} wire @param {any} hello */
  listen(wire, hello) {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ act) =>
      wire.addEventListener(type, (event) => {
        act(/** @type {CustomEvent} */ (event).detail);
        this.app.state.touch();
      });
    this.list = hello.notes ?? [];
    on('hello', (again) => (this.list = again.notes ?? []));
    on('note', ({ note }) => {
      this.list = [...this.list.filter((one) => one.n !== note.n), note];
    });
    on('note_gone', ({ n }) => {
      this.list = this.list.filter((one) => one.n !== n);
    });
  }

  /** Notes between two places of an operation, in their order. @param {number} op @param {number} from @param {number} to inclusive */
  between(op, from, to) {
    return this.list.filter((one) => one.op === op && one.event >= from && one.event <= to);
  }

  /** @param {number} op */
  of(op) {
    return this.list
      .filter((one) => one.op === op)
      .sort((one, other) => one.event - other.event || one.n - other.n);
  }

  /** What stands at the step where we are. @returns {Note[]} */
  get here() {
    const { op, event } = this.app.player.position;
    return this.of(op).filter((one) => one.event === event);
  }

  /** Whether we may take it away. @param {Note} note */
  isOurs(note) {
    const { people } = this.app;
    return (
      (people.owner && !people.screen) || (note.author !== null && note.author === people.author)
    );
  }

  /** Begins a note about the step where we are. */
  begin() {
    const { player, follow } = this.app;
    if (player.playing && !follow.goesAlong) player.pause();
    const { op, event } = player.position;
    this.draftAt = { op, event };
    this.draft ??= '';
  }

  /** Pins what is written; without words it is a mark. @param {string} text */
  async write(text) {
    const { op, event } = this.draftAt;
    if (await this.#say({ type: 'note', op, event, text: text.trim() })) this.draft = null;
    this.app.state.touch();
  }

  /** @param {number} n */
  remove(n) {
    return this.#say({ type: 'unnote', note: n });
  }

  /** @param {any} message @returns {Promise<boolean>} */
  async #say(message) {
    this.error = '';
    try {
      await this.app.wire.ask(message);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.error = error.error.message;
      this.app.state.touch();
      return false;
    }
  }
}
