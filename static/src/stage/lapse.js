// lapse.js - how far a time-lapse is and how fast it runs, as a line of text.

import { decimal } from '../i18n/fill.js';

/** @typedef {import('../types.js').LapseHead} LapseHead */

/** In a time-lapse counters and lists are brought up to date ten times a second. */
const COUNTERS_EVERY = 100;

export class LapseMeter {
  /** @param {(key: string, values?: Record<string, string | number>) => string} t */
  constructor(t) {
    this.t = t;
    this.drawn = 0;
    /** @type {{at: number, events: number}} */
    this.since = { at: 0, events: 0 };
  }

  /** @param {LapseHead} head @returns {string | null} null when it is not yet time; the last frame is always told */
  read(head) {
    const now = performance.now();
    if (now - this.drawn < COUNTERS_EVERY && !head.last) return null;
    const seconds = (now - this.since.at) / 1000;
    if (seconds > 5 || head.events < this.since.events) {
      this.since = { at: now, events: head.events };
    }
    const speed = seconds > 0.2 ? (head.events - this.since.events) / seconds : 0;
    this.drawn = now;
    const known = head.events_total
      ? `${decimal(head.events)} / ${decimal(head.events_total)}`
      : decimal(head.events);
    const rate =
      speed > 0 ? ` · ${this.t('stage.perSecond', { n: Math.round(speed / 1000) * 1000 })}` : '';
    return `${known}${rate}`;
  }
}
