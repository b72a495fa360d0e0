// said.js - which word of RAM a value of the walk is about: what a step says from old to new it also writes, from the same to the same.

import { EV_VALUE, VALUE_HAS_OLD } from '../schema.js';

/** @typedef {import('../types.js').Event} Event */

/**
 * The values of a step by what they change from and to; each is found once, in their order.
 * @param {Event[]} events
 * @returns {(word: Event) => Event | undefined}
 */
export function saidBeside(events) {
  /** @type {Map<string, Event[]>} */
  const said = new Map();
  for (const event of events) {
    if (event.kind !== EV_VALUE || !(event.aux & VALUE_HAS_OLD)) continue;
    const key = `${event.b} ${event.a}`;
    said.set(key, [...(said.get(key) ?? []), event]);
  }
  return ({ b, c }) => said.get(`${b} ${c}`)?.shift();
}
