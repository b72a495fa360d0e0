// bootstrap.js - the chicken and the egg: who owns which object at each slab_state, side by side.

import { html, nothing } from 'lit/html.js';
import { packedEvents } from '../net.js';
import { unpackEvents } from '../schema.js';
import { snapshotsOf } from './snapshots.js';
import { STATES } from './structs.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./snapshots.js').Snapshot} Snapshot */
/** @typedef {import('./snapshots.js').Range} Range */

/** So many objects beside one another are listed one by one. */
const FEW = 3;

/** The snapshots of this room's bootstrap, once they are here. @type {{op: number, taken: Snapshot[]} | null} */
let known = null;
let asked = 0;
let why = '';

/** @param {App} app */
export function bootstrap(app) {
  const { t, player } = app;
  const op = player.ops.find((one) => one?.op.stage === 'kmem_cache_init');
  if (!op) return html`<p class="quiet">${t('slab.before')}</p>`;
  if (known?.op !== op.n) void gather(app, op.n, op.events);
  if (why) return html`<p role="alert">${t('slab.boot.failed', { why })}</p>`;
  if (!known) return html`<p class="quiet" aria-busy="true">…</p>`;
  const { taken } = known;
  const here = taken.findLast((one) => reached(app, op.n, one.event)) ?? null;
  return html`<p class="quiet">${t('slab.boot.note')}</p>
    <ol class="stages">
      ${taken.map((one) => stage(app, op.n, one, one === here))}
    </ol>`;
}

/** @param {App} app @param {number} op @param {number} event */
function reached({ player }, op, event) {
  const { position } = player;
  return position.op > op || (position.op === op && position.event >= event);
}

/** @param {App} app @param {number} n @param {number} count of its events */
async function gather(app, n, count) {
  if (asked === n) return;
  asked = n;
  const { player, wire, schema, profile, reader, state } = app;
  try {
    const packed =
      player.frames.get(n) ??
      packedEvents(await wire.ask({ type: 'window', op: n, from: 0, count }));
    const events = unpackEvents(packed, 0, packed.length / 4, 0);
    known = { op: n, taken: snapshotsOf(events, schema, profile, reader.replica) };
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  state.touch();
}

/** @param {App} app @param {number} op @param {Snapshot} one @param {boolean} here */
function stage(app, op, one, here) {
  const { t, player, slabs: room, state } = app;
  const open = (/** @type {number} */ pfn) => {
    void player.seek(op, one.event).then(() => {
      room.choosePage(pfn);
      state.touch();
    });
  };
  return html`<li class="stage-card" data-stage=${one.key} aria-current=${here ? 'step' : nothing}>
    <header>
      <b class="mono">${STATES.get(one.state)}</b>
      <button type="button" class="control" @click=${() => player.seek(op, one.event)}>
        ${t('slab.boot.go', { at: `${op}.${one.event}` })}
      </button>
    </header>
    <p>${t(`slab.boot.${one.key}`)}</p>
    <dl class="mono">
      ${one.variables.map(
        ({ name, to }) =>
          html`<dt>${name}</dt>
            <dd>→ ${to}</dd>`,
      )}
      <dt>slab_caches</dt>
      <dd>${one.listed.length === 0 ? '–' : one.listed.length}</dd>
    </dl>
    ${one.slabs.map(
      (slab) =>
        html`<button type="button" class="owned mono" @click=${() => open(slab.pfn)}>
          <span class="owned-head"><b>${slab.cache}</b> ${slab.used}/${slab.objects}</span>
          <span class="quiet">page ${slab.pfn.toString(16)} → ${slab.descriptor}</span>
          ${slab.ranges.flatMap(rangeText).map((line) => html`<span class="owned-range">${line}</span>`)}
        </button>`,
    )}
  </li>`;
}

/** A few are listed one by one. @param {Range} range @returns {string[]} */
function rangeText({ first, names }) {
  if (names.length <= FEW) return names.map((name, i) => `#${first + i} ${name}`);
  const last = first + names.length - 1;
  return [`#${last} ${names[names.length - 1]}`, '⋮', `#${first} ${names[0]}`].reverse();
}
