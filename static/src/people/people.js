// people.js - who is in the room, and who we are in it. What everybody may do is said by the daemon (daemon/roles.h); here it is only shown.

import { Refused } from '../net.js';
import { remember, remembered } from '../shell/actions.js';
import { link } from '../shell/place.js';
import { handSecret, newTabSecret, ownerKey, tabSecret } from './secrets.js';

/** @typedef {import('../shell/app.js').App} App */

/**
 * @typedef {object} Person
 * @property {number} n
 * @property {string} [name]
 * @property {boolean} [owner]
 * @property {boolean} [screen]
 * @property {boolean} [wish] asks for the chalk
 * @property {boolean} [away]
 */

/** The connection was given to another tab with the same secret. */
const REPLACED = 4001;

export class People {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.you = 0;
    this.owner = false;
    this.screen = remembered('screen') === app.state.room;
    this.author = '';
    this.name = remembered('name') ?? '';
    /** @type {'open' | 'locked'} */
    this.mode = 'open';
    /** @type {'everybody' | 'driver' | 'owner'} */
    this.writers = 'everybody';
    /** Number of who has the chalk. @type {number | null} */
    this.chalk = null;
    /** Some of those who are here, the most telling first. @type {Person[]} */
    this.list = [];
    this.nameLetters = 24;
    this.noteLetters = 280;
    this.key = ownerKey(app.state.room);
    this.self = tabSecret(app.state.room);
    /** Wishes that were answered with "not now". @type {Set<number>} */
    this.later = new Set();
  }

  /** @param {import('../net.js').Wire} wire @param {any} hello the first, which has come */
  listen(wire, hello) {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ act) =>
      wire.addEventListener(type, (event) => act(/** @type {CustomEvent} */ (event).detail));
    on('hello', (again) => void this.enter(again));
    on('presence', (presence) => this.#presence(presence));
    on('state', ({ code }) => {
      if (code === REPLACED) this.self = newTabSecret(this.app.state.room);
    });
    document.addEventListener('visibilitychange', () =>
      wire.send({ type: 'away', on: document.hidden }),
    );
    void this.enter(hello);
  }

  /** Says who we are. @param {any} hello */
  async enter(hello) {
    const { wire } = this.app;
    this.you = hello.you;
    this.nameLetters = hello.limits?.name_letters ?? this.nameLetters;
    this.noteLetters = hello.limits?.note_letters ?? this.noteLetters;
    if (document.documentElement.dataset.mode === 'embed') {
      this.screen = true; // a frame in somebody's page is nobody
      return;
    }
    const who = { type: 'enter', self: this.self, author: handSecret(), screen: this.screen };
    const name = [...this.name].slice(0, this.nameLetters).join('');
    const key = this.key ? { key: this.key } : {};
    try {
      this.#welcome(await wire.ask({ ...who, name, ...key }));
    } catch (error) {
      if (!(error instanceof Refused) || error.error.code !== 'role') return;
      this.key = null; // of another room with this name, or mistyped
      this.#welcome(await wire.ask({ ...who, name }));
    }
    wire.send({ type: 'away', on: document.hidden });
  }

  /** @param {any} welcome */
  #welcome({ you, owner, screen, author }) {
    Object.assign(this, { you, owner, screen, author: author ?? '' });
    this.app.state.touch();
  }

  /** @param {any} presence */
  #presence({ mode, notes, chalk, people }) {
    Object.assign(this, { mode, writers: notes, chalk, list: people });
    for (const n of this.later) {
      if (!this.list.some((one) => one.n === n && one.wish)) this.later.delete(n);
    }
    this.app.state.touch();
  }

  // ---- what we are ----

  get hasChalk() {
    return this.chalk !== null && this.chalk === this.you;
  }

  /** @returns {'screen' | 'driver' | 'owner' | 'viewer'} */
  get role() {
    if (this.screen) return 'screen';
    if (this.hasChalk) return 'driver';
    return this.owner ? 'owner' : 'viewer';
  }

  get mayOperate() {
    return !this.screen && (this.mode === 'open' || this.owner || this.hasChalk);
  }

  get mayWrite() {
    if (this.screen) return false;
    if (this.owner || this.writers === 'everybody') return true;
    return this.writers === 'driver' && this.hasChalk;
  }

  /** The address that makes whoever opens it the owner. @returns {string | null} */
  get ownersAddress() {
    if (!this.owner || !this.key) return null;
    return `${location.origin}${link(this.app.state.room, null, this.key)}`;
  }

  /** We ask for the chalk. */
  get wishes() {
    return this.list.some((one) => one.n === this.you && one.wish === true);
  }

  /** Somebody else has the chalk. @returns {Person | null} */
  get leader() {
    if (this.chalk === null || this.chalk === this.you) return null;
    return this.list.find((one) => one.n === this.chalk) ?? { n: this.chalk };
  }

  /** Wishes that we can grant. @returns {Person[]} */
  get asking() {
    if (!this.owner && !this.hasChalk) return [];
    return this.list.filter((one) => one.wish && one.n !== this.you && !this.later.has(one.n));
  }

  /** @param {Person} person */
  nameOf(person) {
    return person.name || this.app.t('people.nameless', { n: person.n });
  }

  // ---- what we do ----

  /** Hands the chalk over, or takes it. @param {number} [to] */
  give(to = this.you) {
    return this.#say({ type: 'chalk', to });
  }

  /** @param {boolean} on */
  wish(on) {
    return this.#say({ type: 'wish', on });
  }

  /** @param {{mode?: 'open' | 'locked', notes?: 'everybody' | 'driver' | 'owner'}} what */
  decide(what) {
    return this.#say({ type: 'access', ...what });
  }

  /** @param {string} name */
  rename(name) {
    this.name = [...name.trim()].slice(0, this.nameLetters).join('');
    remember('name', this.name);
    return this.#say({ type: 'enter', name: this.name });
  }

  /** @param {boolean} on */
  async beScreen(on) {
    remember('screen', on ? this.app.state.room : '');
    const welcome = await this.#say({ type: 'enter', screen: on });
    if (!welcome) return;
    this.#welcome(welcome);
    const shown = document.documentElement.dataset.screen === 'projector';
    if (on && !shown) this.app.actions.toggleProjector();
  }

  /** @param {any} message @returns {Promise<any>} the answer, null if it was refused */
  async #say(message) {
    try {
      return await this.app.wire.ask(message);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.app.state.set({ toast: { text, tone: 'alarm' } });
      return null;
    }
  }
}
