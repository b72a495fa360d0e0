// sight.js - who shows a step: the stage, or the slabs or the page tables where they lie over it. What is covered is not drawn until it is seen again.

import { EV_LIST_ADD, EV_LIST_DEL, EV_WORD } from '../schema.js';
import { SlabMotion } from '../slab/motion.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../types.js').Stage} Stage */
/** @typedef {import('../types.js').Step} Step */
/** @typedef {import('../types.js').LapseHead} LapseHead */

/** @implements {Stage} */
export class Sight {
  /** @param {App} app @param {Stage} stage @param {() => void} drawView */
  constructor(app, stage, drawView) {
    this.app = app;
    this.stage = stage;
    this.drawView = drawView;
    this.motion = new SlabMotion();
    /** The stage has missed something. */
    this.stale = false;
    /** Page that was chosen in another view. */
    this.marked = -1;
    /** It gets the focus. */
    this.grabs = false;
    app.state.addEventListener('change', () => {
      if (this.covered) return;
      if (this.stale) this.render();
      const { marked: pfn } = this;
      this.marked = -1;
      // not before the board can have the focus
      if (pfn >= 0) queueMicrotask(() => this.stage.select(pfn, this.grabs));
    });
  }

  /** The slabs, the page tables or another room are what one looks at. */
  get covered() {
    const { tab } = this.app.state;
    return tab === 'slabs' || tab === 'tables' || tab === 'beside';
  }

  render() {
    this.motion.stop();
    this.stale = this.covered;
    if (this.covered) this.app.state.touch();
    else this.stage.render();
  }

  /** @param {Step} step @param {{speed: number, reduced: boolean}} how */
  async animate(step, { speed, reduced }) {
    if (!this.covered) {
      await this.stage.animate(step, { speed, reduced });
      return;
    }
    this.stale = true;
    const root = document.getElementById('view');
    if (!root) return;
    await this.motion.play(root, this.drawView, {
      speed,
      reduced,
      back: step.direction === 'back',
    });
  }

  /** Whether what covers the stage has nothing to show for a step. @param {Step} step */
  isQuiet(step) {
    const { state, pageTables } = this.app;
    if (state.tab === 'tables') return !pageTables.shows(step);
    return !step.events.some(
      ({ kind }) => kind === EV_WORD || kind === EV_LIST_ADD || kind === EV_LIST_DEL,
    );
  }

  /** @param {LapseHead} head */
  lapse(head) {
    this.stale = this.covered;
    if (this.covered) this.app.state.touch();
    else this.stage.lapse(head);
  }

  resize() {
    this.stage.resize();
  }

  /** A page: its slab where slabs are shown, the way to it where tables are. @param {number} pfn */
  select(pfn) {
    const { slabs, pageTables, state } = this.app;
    const room = state.tab === 'tables' ? pageTables : slabs;
    if (this.covered && room.choosePage(pfn)) {
      state.touch();
      return;
    }
    if (this.covered) state.set({ tab: 'pages' });
    this.stage.select(pfn);
  }

  /** Chooses a page on the map: as soon as the map is to be seen. @param {number} pfn */
  mark(pfn) {
    this.marked = pfn;
    this.grabs = !this.covered;
  }

  /** @param {number} level @param {number} pfn */
  setLevel(level, pfn) {
    this.stage.setLevel(level, pfn);
  }

  get place() {
    return this.stage.place;
  }

  /** @param {{clientX: number, clientY: number, target: EventTarget | null}} event */
  pfnAt(event) {
    return this.app.state.tab === 'pages' ? this.stage.pfnAt(event) : -1;
  }

  /** @param {number} pfn */
  rectOf(pfn) {
    return this.app.state.tab === 'pages' ? this.stage.rectOf(pfn) : null;
  }

  /** @param {number} levels */
  zoom(levels) {
    if (!this.covered) this.stage.zoom(levels);
  }

  destroy() {
    this.motion.stop();
    this.stage.destroy();
  }
}
