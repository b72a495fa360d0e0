// treeview.js - the whole call tree of the operation: opened along the way to where we stand, loops folded, a click goes there.

import { html, nothing } from 'lit/html.js';
import { breakDot } from './breakcard.js';
import { callTree, folds } from './calltree.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./calltree.js').Call} Call */
/** @typedef {import('./calltree.js').Fold} Fold */
/** @typedef {import('../segment.js').Segment} Segment */

/** Lines that are drawn at most. */
const MOST = 600;

/** What a hand opened or closed, by event; a loop by its first event and a letter. @type {Map<string, boolean>} */
let turned = new Map();
/** @type {Segment | null} they are of */
let of = null;

/** @param {App} app */
export function callTreeView(app) {
  const { player, t } = app;
  const { segment } = player;
  if (player.lapse || !segment || segment.count === 0) {
    return html`<p class="walk-empty">${t(player.lapse ? 'walk.lapse' : 'walk.start')}</p>`;
  }
  if (of !== segment) {
    of = segment;
    turned = new Map();
  }
  const now = segment.applied ? segment.from + segment.applied - 1 : -1;
  const room = { lines: MOST };
  return html`<div class="frames call-tree mono" role="group" aria-label=${t('code.mode.tree')}>
    ${player.steps.complete ? nothing : html`<p class="quiet small">${t('code.part')}</p>`}
    ${level(app, callTree(segment), now, room)}
    ${room.lines <= 0 ? html`<p class="quiet small">${t('code.most', { n: MOST })}</p>` : nothing}
  </div>`;
}

/** @param {Call} call @param {number} now */
const holds = (call, now) => call.at <= now && now <= call.end;

/** @param {App} app @param {Call[]} calls @param {number} now @param {{lines: number}} room @returns {unknown} */
function level(app, calls, now, room) {
  return html`<ul>
    ${folds(calls, (call) => holds(call, now)).map((fold) =>
      fold.times > 1 ? loop(app, fold, now, room) : branch(app, fold.calls[0], now, room),
    )}
  </ul>`;
}

/** A loop in one line, or its rounds. @param {App} app @param {Fold} fold @param {number} now @param {{lines: number}} room */
function loop(app, { calls, times, all }, now, room) {
  if (room.lines-- <= 0) return nothing;
  const { schema, t } = app;
  const key = `${all[0].at}r`;
  const open = turned.get(key) ?? false;
  const names = calls.map(({ id }) => schema.function(id).name).join(', ');
  return html`<li>
    <div class="call loop" data-ahead=${all[0].at > now}>
      ${opener(app, key, open, names)} <span>${names}</span>
      <span class="place">${t('code.times', { n: times })}</span>
    </div>
    ${
      open
        ? html`<ul>
            ${all.map((call) => branch(app, call, now, room))}
          </ul>`
        : nothing
    }
  </li>`;
}

/** @param {App} app @param {Call} call @param {number} now @param {{lines: number}} room @returns {unknown} */
function branch(app, call, now, room) {
  if (room.lines-- <= 0) return nothing;
  const { player, schema } = app;
  const segment = /** @type {Segment} */ (player.segment);
  const key = `${call.at}`;
  const here = holds(call, now);
  const open = turned.get(key) ?? here;
  const innermost = here && !call.calls.some((inner) => holds(inner, now));
  const { name } = schema.function(call.id);
  const go = () => player.seek(segment.op, segment.cutAfter(Math.max(call.at, segment.from)));
  return html`<li>
    <div class="call" data-current=${innermost} data-ahead=${call.at > now}>
      ${call.calls.length > 0 ? opener(app, key, open, name) : html`<span class="leaf"></span>`}
      <button type="button" class="call-name" @click=${go}>${name}</button>
      <span class="place">${call.end <= now ? result(app, segment, call) : nothing}</span
      >${breakDot(app, call.id)}
    </div>
    ${open && call.calls.length > 0 ? level(app, call.calls, now, room) : nothing}
  </li>`;
}

/** @param {App} app @param {string} key @param {boolean} open @param {string} name */
function opener(app, key, open, name) {
  return html`<button
    type="button"
    class="opener"
    aria-expanded=${open}
    aria-label=${app.t('code.calls', { name })}
    @click=${() => {
      turned.set(key, !open);
      app.state.touch();
    }}
  >
    ${open ? '▾' : '▸'}
  </button>`;
}

/** What a call gave back. @param {App} app @param {Segment} segment @param {Call} call */
function result({ schema }, segment, call) {
  if (call.end >= segment.end) return nothing;
  const { aux, a, b } = segment.event(call.end);
  const value = schema.format(aux, a, b);
  return value === '' ? nothing : `= ${value}`;
}
