// series.js - what was free after each op, as the daemon samples it: fetched when wanted, lengthened as ops arrive.

import { api } from '../net.js';

/**
 * @typedef {object} ZoneSeries
 * @property {string} name
 * @property {number} managed
 * @property {number[]} free pages
 * @property {Record<string, number[]>} types pages on the lists of a migratetype
 * @property {number[]} unusable unusable_free_index(), in thousandths
 * @property {number[]} fragmentation fragmentation_index(), in thousandths
 */

/** @typedef {{from: number, to: number, step: number, order: number, ops: number[], zones: ZoneSeries[]}} SeriesData */

/** Samples asked for; when so many more have come they are asked for anew, farther apart. */
const POINTS = 600;
const MOST = 1200;
/** The newest are asked for once in so many ms, seldomer where many look. */
const PAUSE = 1000;
const CROWD = 20;

/** Emits `change` when there is something new to draw. */
export class Series extends EventTarget {
  /** @param {{state: import('./app.js').AppState, player: import('../player.js').Player}} app */
  constructor({ state, player }) {
    super();
    this.state = state;
    this.player = player;
    /** @type {SeriesData | null} */
    this.data = null;
    this.order = 10;
    this.wanted = false;
    this.asking = false;
    this.next = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    player.addEventListener('op', () => this.#later());
    document.addEventListener('visibilitychange', () => this.#later());
  }

  /** Somebody looks at it. */
  want() {
    if (this.wanted) return;
    this.wanted = true;
    this.#later();
  }

  /** The order that the two indices are about. @param {number} order */
  setOrder(order) {
    if (order === this.order) return;
    this.order = order;
    this.data = null;
    this.next = 0;
    this.#later();
  }

  /** Index of the last sample that is not after op n; -1 if there is none. @param {number} n */
  at(n) {
    const ops = this.data?.ops ?? [];
    let low = 0;
    let high = ops.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ops[middle] <= n) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #later() {
    if (!this.wanted || this.timer || this.asking || document.hidden || this.state.offline) return;
    if (this.data && this.data.to >= this.player.lastOp) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        void this.#ask();
      },
      Math.max(0, this.next - Date.now()),
    );
  }

  async #ask() {
    const { room, viewers } = this.state;
    const { data, order } = this;
    const more = data && data.ops.length < MOST;
    const from = more ? data.to + 1 : 1;
    const to = this.player.lastOp;
    const points = more ? Math.max(1, Math.floor((to - from + 1) / data.step)) : POINTS;
    this.asking = true;
    try {
      /** @type {SeriesData} */
      const got = await api(
        `/api/rooms/${room}/series?from=${from}&to=${to}&points=${points}&order=${order}`,
      );
      if (order === this.order) this.data = more ? joined(data, got) : got;
      this.dispatchEvent(new Event('change'));
    } catch {
      // the line about the lost connection says it; the next op asks again
    } finally {
      this.asking = false;
      this.next = Date.now() + PAUSE * Math.max(1, viewers / CROWD);
      if (this.data && this.data.to < this.player.lastOp) this.#later();
    }
  }
}

/** @param {SeriesData} data @param {SeriesData} more what follows it @returns {SeriesData} */
function joined(data, more) {
  const zones = data.zones.map((zone, z) => {
    const next = more.zones[z];
    const types = Object.fromEntries(
      Object.entries(zone.types).map(([name, pages]) => [name, pages.concat(next.types[name])]),
    );
    return {
      ...zone,
      types,
      free: zone.free.concat(next.free),
      unusable: zone.unusable.concat(next.unusable),
      fragmentation: zone.fragmentation.concat(next.fragmentation),
    };
  });
  return { ...data, to: more.to, ops: data.ops.concat(more.ops), zones };
}
