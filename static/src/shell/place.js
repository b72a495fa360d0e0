// place.js - the address of this page: which room, where in it, with which key.

/** @typedef {{op: number, event: number}} At */
/** A view over the board and what it shows: SlabRoom.place, TableRoom.place, the room beside. @typedef {{view: 'slab' | 'tables' | 'with', place: string}} Looked */

/**
 * What /embed/ROOM@OP.EVENT-OP.EVENT asks for: a view, and steps to play over and over.
 * @typedef {object} Embed
 * @property {At | null} from null: the start of the last operation
 * @property {At | null} to null: its end
 * @property {string} view a tab
 * @property {number} speed
 */

/** @returns {{room: string, at: At | null, key: string | null, tour: string | null, stop: number | null, slab: string | null, tables: string | null, beside: string | null, origin: string | null, embed: Embed | null, recorded: string | null}} */
export function readPlace() {
  const path = /^\/(r|embed)\/([^/@]+)(?:@(\d+)\.(\d+)(?:-(\d+)\.(\d+))?)?\/?$/.exec(
    location.pathname,
  );
  const [, kind, room, op, event, lastOp, lastEvent] = path ?? [];
  const hash = new URLSearchParams(location.hash.slice(1));
  const at = op ? { op: Number(op), event: Number(event) } : null;
  const to = lastOp ? { op: Number(lastOp), event: Number(lastEvent) } : null;
  return {
    room: room ? decodeURIComponent(room) : '',
    at,
    key: hash.get('key'),
    tour: hash.get('tour'),
    stop: Number(hash.get('stop')) || null,
    slab: hash.get('slab'),
    tables: hash.get('tables'),
    beside: hash.get('with'),
    origin: hash.get('from'),
    recorded: hash.get('recorded'),
    embed:
      kind === 'embed'
        ? { from: at, to, view: hash.get('view') ?? 'pages', speed: Number(hash.get('speed')) || 1 }
        : null,
  };
}

/**
 * An address for a frame: these steps of an operation, over and over.
 * @param {string} room @param {At} from @param {At} to @param {string} view a tab @param {Looked | null} looked
 */
export function embedAddress(room, from, to, view, looked) {
  const hash = new URLSearchParams();
  if (view !== 'pages') hash.set('view', view);
  if (looked) hash.set(looked.view, looked.place);
  const steps = `${from.op}.${from.event}-${to.op}.${to.event}`;
  return `${location.origin}/embed/${room}@${steps}${hash.size ? `#${hash}` : ''}`;
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

/** Of a tour that is not the page's own: whoever opens it gets a room for it. @param {string} address */
export const tourAddress = (address) => `${location.origin}/s#tour=${address}`;

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
