// actions.js - what a hand on the page can do: operations for the daemon, and looks of the page.

import { loadWords } from '../i18n/index.js';
import { Refused } from '../net.js';
import { openFinder } from './finder.js';

/** @typedef {import('./app.js').App} App */

/** A workload of millions takes its time. */
const OP_PATIENCE = 600_000;

/** @param {string} name @returns {string | null} */
export function remembered(name) {
  try {
    return localStorage.getItem(`buddyscope.${name}`);
  } catch {
    return null; // storage may be forbidden
  }
}

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(`buddyscope.${name}`, value);
  } catch {
    // the choice then lasts as long as the page
  }
}

export class Actions {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {string[]} */
    this.history = JSON.parse(remembered('history') ?? '[]');
    this.recalled = this.history.length;
  }

  // ---- operations ----

  /**
   * @param {Record<string, any>} op
   * @param {import('./commandbar.js').Menu} [menu] it was asked for in this menu, which stays open with the error where it is refused
   * @returns {Promise<number[] | null>} numbers of the ops, null if refused
   */
  async run(op, menu) {
    return this.#send({ op }, '', menu);
  }

  /** The command line: an op, several, or a place to look at. @param {string} text */
  async runText(text) {
    const { app } = this;
    const line = text.trim();
    if (!line) return null;
    this.history = [...this.history.filter((old) => old !== line), line].slice(-100);
    this.recalled = this.history.length;
    remember('history', JSON.stringify(this.history));
    app.state.set({ command: '' });
    if (line.startsWith('/')) {
      openFinder(app, line.slice(1));
      return null;
    }
    const done = await this.#send({ text: line }, line);
    if (!done && app.state.command === '') app.state.set({ command: line });
    return done;
  }

  /** @param {number} [order] */
  alloc(order = this.app.state.order) {
    return this.run({ op: 'alloc_pages', order, gfp: this.app.state.gfp });
  }

  /** @param {number} pfn @param {boolean} [cold] */
  free(pfn, cold = false) {
    return this.run({ op: 'free_pages', pfn: `0x${pfn.toString(16)}`, cold });
  }

  /** Run from the bar: what is typed, else what the buttons say. */
  submit() {
    const { command } = this.app.state;
    return command.trim() ? this.runText(command) : this.alloc();
  }

  /** @param {1 | -1} direction through what was typed before */
  recall(direction) {
    const at = Math.min(Math.max(this.recalled + direction, 0), this.history.length);
    this.recalled = at;
    this.app.state.set({ command: this.history[at] ?? '', error: null });
  }

  // ---- looking ----

  /** @param {'light' | 'dark'} theme */
  useTheme(theme) {
    document.documentElement.dataset.theme = theme;
    remember('theme', theme);
    this.redraw();
  }

  toggleTheme() {
    this.useTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  }

  /** @param {import('../i18n/index.js').Lang} lang */
  async useLang(lang) {
    await loadWords(lang);
    this.app.i18n.use(lang);
    remember('lang', lang);
    this.redraw();
  }

  toggleProjector() {
    const root = document.documentElement;
    if (root.dataset.screen === 'projector') {
      // the second press keeps the size and turns the light on: a weak projector is better so
      if (root.dataset.theme === 'dark') root.dataset.theme = 'light';
      else delete root.dataset.screen;
    } else {
      root.dataset.screen = 'projector';
      root.dataset.theme = 'dark';
    }
    this.redraw();
  }

  redraw() {
    this.app.state.touch();
    requestAnimationFrame(() => {
      this.app.player.stage?.resize();
      this.app.player.stage?.render();
    });
  }

  /** @param {{op: Record<string, any>} | {text: string}} message @param {string} errorText @param {import('./commandbar.js').Menu} [menu] */
  async #send(message, errorText, menu) {
    const { state, wire, player } = this.app;
    const id = wire.newId();
    state.set({ error: null, pending: id, menu: menu ?? null, firstVisit: false });
    try {
      if (!player.following) await player.follow();
      const answer = await wire.ask({ type: 'op', ...message }, id, OP_PATIENCE);
      if (menu && state.menu === menu) state.set({ menu: null });
      return answer.ops;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      state.set({ error: menu ? { ...error.error, menu } : error.error, errorText });
      return null;
    } finally {
      if (state.pending === id) state.set({ pending: null });
    }
  }
}
