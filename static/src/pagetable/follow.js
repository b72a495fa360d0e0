// follow.js - an operation that is itself a walk (`translate`): where in the walk its events stand.

import { EV_ENTER, EV_VALUE } from '../schema.js';

/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../types.js').Event} Event */
/** @typedef {import('./steps.js').Kind} Kind */

/** What an event of the walk begins: a value that is seen, a function that is entered. @type {Record<string, Kind>} */
const BEGINS = {
  l1desc: 'l1',
  l2desc: 'l2',
  CheckDomain: 'check',
  memtype: 'pa',
  DataAbort: 'fault',
  PrefetchAbort: 'fault',
};

/**
 * The step of the walk that one stands at after these events.
 * @param {Event[]} events @param {Schema} schema @returns {Kind}
 */
export function kindAt(events, schema) {
  /** @type {Kind} */
  let kind = 'ttbr';
  for (const event of events) {
    const name =
      event.kind === EV_VALUE
        ? schema.values[event.id]
        : event.kind === EV_ENTER
          ? schema.function(event.id).name
          : '';
    kind = BEGINS[name] ?? kind;
  }
  return kind;
}

/** The access of an operation as this page names it. @param {string} access */
export const accessOf = (access) =>
  /** @type {import('./registers.js').Access} */ (access === 'exec' ? 'fetch' : access);

/** The operation that walks to an address. @param {{va: number, access: string, user: boolean, table: {pid: number}}} walk */
export const translateOp = ({ va, access, user, table }) => ({
  op: 'translate',
  addr: `0x${va.toString(16)}`,
  access: access === 'fetch' ? 'exec' : access,
  user,
  ...(table.pid ? { pid: table.pid } : {}),
});
