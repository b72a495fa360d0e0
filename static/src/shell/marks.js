// marks.js - the walk of an operation as tours/find.js reads it.

import { EV_ENTER, EV_LEAVE, EV_LINE, EV_VALUE } from '../schema.js';

/** @typedef {import('../tours/find.js').Mark} Mark */

/** @param {import('../segment.js').Segment} segment @param {import('../schema.js').Schema} schema @returns {Mark[]} */
export function marksOf(segment, schema) {
  /** @type {Mark[]} */
  const marks = [];
  for (const event of segment.all()) {
    const { index, kind, id } = event;
    if (kind === EV_ENTER || kind === EV_LEAVE) {
      const name = schema.function(id).name;
      const now = kind === EV_LEAVE ? schema.format(event.aux, event.a) : '';
      marks.push({ index, kind: kind === EV_ENTER ? '+' : '-', name, now, old: null });
    } else if (kind === EV_LINE) {
      marks.push({ index, kind: ':', name: schema.lines[id].text, now: '', old: null });
    } else if (kind === EV_VALUE) {
      const { name, old, now } = schema.value(event);
      marks.push({ index, kind: '//', name, now, old });
    }
  }
  return marks;
}
