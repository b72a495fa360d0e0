// place.js - the address of this page: which room, where in it, with which key.

/** @typedef {{op: number, event: number}} At */
/** A view over the board and what it shows: SlabRoom.place, TableRoom.place. @typedef {{view: 'slab' | 'tables', place: string}} Looked */

/** @returns {{room: string, at: At | null, key: string | null, tour: string | null, stop: number | null, slab: string | null, tables: string | null}} */
export function readPlace() {
  const path = /^\/r\/([^/@]+)(?:@(\d+)\.(\d+))?\/?$/.exec(location.pathname);
  const hash = new URLSearchParams(location.hash.slice(1));
  return {
    room: path ? decodeURIComponent(path[1]) : '',
    at: path?.[2] ? { op: Number(path[2]), event: Number(path[3]) } : null,
    key: hash.get('key'),
    tour: hash.get('tour'),
    stop: Number(hash.get('stop')) || null,
    slab: hash.get('slab'),
    tables: hash.get('tables'),
  };
}

/**
 * @param {string} room @param {At | null} [at] @param {string | null} [key]
 * @param {string | null} [tour] @param {number | null} [stop] of the tour, from 1
 * @param {Looked | null} [looked] what lies over the board
 */
export function link(room, at = null, key = null, tour = null, stop = null, looked = null) {
  const hash = new URLSearchParams();
  if (key) hash.set('key', key);
  if (tour) hash.set('tour', tour);
  if (tour && stop) hash.set('stop', String(stop));
  if (looked) hash.set(looked.view, looked.place);
  const place = at ? `@${at.op}.${at.event}` : '';
  return `/r/${room}${place}${hash.size ? `#${hash}` : ''}`;
}

/**
 * What others are given: no key in it.
 * @param {string} room @param {At | null} at @param {{name: string, stop: number} | null} tour @param {Looked | null} looked
 */
export function shareAddress(room, at, tour, looked) {
  return `${location.origin}${link(room, at, null, tour?.name, tour?.stop, looked)}`;
}

/** Nobody else can reach this address. */
export function onLoopback() {
  return /^(localhost|127\.|\[?::1\]?$)/.test(location.hostname);
}

/** Takes the owner's key out of the address bar, so that copying it gives nothing away; it stays in this browser. */
export function hideKey() {
  const { room, key } = readPlace();
  if (!key) return;
  try {
    localStorage.setItem(`buddyscope.key.${room}`, key);
  } catch {
    return; // then it has to stay where it is
  }
  const hash = new URLSearchParams(location.hash.slice(1));
  hash.delete('key');
  history.replaceState(null, '', `${location.pathname}${hash.size ? `#${hash}` : ''}`);
}
