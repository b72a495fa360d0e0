// tour.js - the tour "Week 54": what the note claims beside what the machine does, one claim at a time.

import { html, nothing } from 'lit/html.js';
import { EV_ENTER, EV_LEAVE, EV_VALUE } from '../schema.js';
import { prepareFork } from './fork.js';
import { predictButton } from './guidecard.js';
import { link, readPlace } from './place.js';
import { tourHead } from './tourhead.js';
import { loadTours } from './tourlist.js';
import { api } from '../net.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../tours/week54.js').Claim} Claim */
/** @typedef {import('../types.js').Event} Event */
/** The last claims of the tour speak of the branch that is not taken here. */
const BRANCH = 3;

/** What the note itself had to leave open. @type {import('../people/quiz.js').What[]} */
const PREDICTED = ['list', 'owner'];

/** @typedef {{event: number, value: string, at: number}} Found where the walk answers a claim */

export class Tour {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** Is there as soon as the tour runs. @type {import('../tours/week54.js').Note | null} */
    this.note = null;
    this.running = false;
    /** We stand in the room that was prepared for the branch not taken. */
    this.fork = false;
    this.index = 0;
    /** Number of the op that the tour walks through. */
    this.op = 0;
    /** @type {(Found | null)[]} */
    this.found = [];
    this.preparing = '';
  }

  get claims() {
    const claims = this.note?.claims ?? [];
    return claims.filter((claim) => (this.fork ? claim.where === 'fork' : claim.where !== 'fork'));
  }

  /** @param {number | null} [stop] the claim to begin at, from 1 */
  toggle(stop = null) {
    if (this.running) this.stop();
    else this.start(stop).catch((error) => this.#say(error));
  }

  stop() {
    this.running = false;
    const { room } = readPlace();
    history.replaceState(null, '', link(room));
    this.app.state.touch();
  }

  /**
   * Here if this room is as mem_init() left it or has gone this way already, else in a new room.
   * @param {number | null} stop
   */
  async start(stop) {
    const { player, actions, state } = this.app;
    const { request, fork } = (this.note = (await loadTours()).WEEK54);
    const asked = player.ops.find((op) => op && isRequest(op, request));
    const touched = player.ops.some((op) => op.op.op !== 'boot');
    const first = player.ops.find((op) => op && op.op.op !== 'boot');
    this.fork = readPlace().tour === 'week54-fork';
    if (this.fork) {
      this.op = player.lastOp;
    } else if (asked && asked === first) {
      this.op = asked.n;
    } else if (!touched) {
      const done = await actions.run(request);
      if (!done) return;
      this.op = done[0];
    } else {
      const made = await api('/api/rooms', { profile: fork.profile });
      location.assign(link(made.room, null, made.owner_key, 'week54'));
      return;
    }
    this.running = true;
    this.app.guide.tour = null;
    this.index = 0;
    state.set({ firstVisit: false, compare: true });
    await player.seek(this.op, 0);
    this.#lookUp();
    if (stop || this.fork) await this.go((stop ?? 1) - 1);
  }

  /** @param {number} index of the claim to stand at */
  async go(index) {
    const { player, state } = this.app;
    this.index = Math.min(Math.max(index, 0), this.claims.length - 1);
    if (player.position.op !== this.op) await player.seek(this.op, 0);
    this.#lookUp();
    const found = this.found[this.index];
    await player.seek(this.op, found ? found.at : 0);
    this.#address();
    state.touch();
  }

  /** The address names the claim, and the room that one came from. */
  #address() {
    const { room } = readPlace();
    const from = new URLSearchParams(location.hash.slice(1)).get('from');
    const name = this.fork ? 'week54-fork' : 'week54';
    const address = link(room, null, null, name, this.index + 1);
    history.replaceState(null, '', from ? `${address}&from=${from}` : address);
  }

  /** Frames that the note walked through and this room does not run. */
  framesAbove() {
    if (!this.running || this.app.player.position.op !== this.op) return [];
    return (this.note?.frames ?? []).map((name) => ({ name, note: true }));
  }

  /**
   * The claim that an event answers: each stands at the first value of its name in the first call of its function.
   * @param {Event} event @returns {Claim | null}
   */
  claimFor(event) {
    if (!this.running || this.app.player.position.op !== this.op) return null;
    const at = this.found.findIndex((found) => found?.event === event.index);
    return at < 0 ? null : this.claims[at];
  }

  /** The note's value as a dashed chip beside the machine's. @param {Claim} claim */
  chip(claim) {
    const { t } = this.app;
    if (claim.verdict === 'open') {
      return html`<span class="note-chip open">${t('note.open')}</span>`;
    }
    if (claim.verdict === 'right') {
      return html`<span class="note-chip right">${t('note.right')}</span>`;
    }
    const label = claim.verdict === 'assumed' ? ` (${t('note.assumed')})` : '';
    return html`<span class="note-chip ${claim.verdict}"
      >${t('note.says')} <s>${claim.claim}</s>${label}</span
    >`;
  }

  /** The card of the tour: where we are, what the note says, what the machine does. */
  card() {
    const { app } = this;
    const { t, i18n } = app;
    if (!this.running) return nothing;
    const { claims } = this;
    const claim = claims[this.index];
    const found = this.found[this.index];
    const machine = found?.value ?? claim.truth ?? '';
    return html`<section class="tour-card" aria-label=${t('tour.week54')}>
      ${tourHead(t, {
        title: t(this.fork ? 'tour.forkTitle' : 'tour.week54'),
        index: this.index,
        count: claims.length,
        labels: { prev: t('tour.prev'), next: t('tour.next') },
        go: (to) => this.go(to),
        leave: () => this.stop(),
      })}
      <p class="claim mono">
        <span class="claim-place">${claim.fn}</span>
        <span
          >${claim.name}:
          ${
            claim.verdict === 'open'
              ? html`<span class="quiet">????</span>`
              : claim.verdict === 'right'
                ? html`<span>${claim.claim} ✓</span>`
                : html`<s>${claim.claim}</s
                    >${claim.verdict === 'assumed' ? html` <span class="quiet" lang=${i18n.lang}>(${t('note.assumed')})</span>` : nothing}`
          }
          ${claim.verdict === 'right' ? nothing : html`→ <b class=${claim.verdict === 'open' ? 'answered' : ''}>${machine}</b>`}</span
        >
      </p>
      <p class="claim-words">${i18n.lang === 'ko' ? claim.ko : claim.en}</p>
      ${claim.where === 'note' ? html`<p class="quiet small">${t('tour.notRun')}</p>` : nothing}
      ${
        this.index === 0 && !this.fork
          ? PREDICTED.map((what) => predictButton(app, { what, place: { op: this.op, event: 0 } }))
          : nothing
      }
      ${this.#forkLine()}
    </section>`;
  }

  #forkLine() {
    const { t } = this.app;
    if (this.fork) {
      const back = new URLSearchParams(location.hash.slice(1)).get('from');
      return html`<p class="small">
        <span class="note-chip">${t('tour.notTaken')}</span>
        ${back ? html`<a href=${link(back, null, null, 'week54')}>${t('tour.back')}</a>` : nothing}
      </p>`;
    }
    if (this.index < this.claims.length - BRANCH) return nothing;
    return html`<p class="small">
      <button
        type="button"
        class="fold"
        ?disabled=${this.preparing !== ''}
        @click=${() => this.#openFork()}
      >
        ${this.preparing || t('tour.fork')}
      </button>
    </p>`;
  }

  async #openFork() {
    const { state, t } = this.app;
    try {
      const made = await prepareFork((await loadTours()).WEEK54, (done, total) => {
        this.preparing = t('tour.preparing', { done, total });
        state.touch();
      });
      location.assign(`${link(made.room, null, made.owner_key, 'week54-fork')}&from=${state.room}`);
    } catch (error) {
      this.preparing = '';
      this.#say(error);
    }
  }

  /** @param {unknown} error */
  #say(error) {
    const text = error instanceof Error ? error.message : String(error);
    this.app.state.set({ toast: { text, tone: 'alarm' } });
  }

  /** Finds for every claim the first event of the op that answers it. */
  #lookUp() {
    const { player, schema } = this.app;
    const segment = player.segment;
    if (!segment || segment.op !== this.op) return;
    const { claims } = this;
    /** @type {(Found | null)[]} */
    this.found = claims.map(() => null);
    /** @type {string[]} */
    const calls = [];
    const note = (
      /** @type {string} */ fn,
      /** @type {string} */ name,
      /** @type {Event} */ event,
      /** @type {string} */ value,
    ) => {
      const at = claims.findIndex(
        (claim, i) => !this.found[i] && claim.fn === fn && claim.name === name,
      );
      if (at >= 0) {
        this.found[at] = { event: event.index, value, at: segment.cutAfter(event.index) };
      }
    };
    for (let at = segment.from; at < segment.end; at++) {
      const kind = segment.kind(at);
      if (kind === EV_ENTER) calls.push(schema.function(segment.id(at)).name);
      if (kind === EV_VALUE) {
        const event = segment.event(at);
        const { name, now } = schema.value(event);
        note(calls[calls.length - 1] ?? '', name, event, now);
      }
      if (kind === EV_LEAVE) {
        const event = segment.event(at);
        note(calls.pop() ?? '', 'return', event, schema.format(event.aux, event.a, event.b));
      }
    }
  }
}

/** @param {import('../types.js').Op} op @param {import('../tours/week54.js').Note['request']} request */
function isRequest({ op }, request) {
  return (
    op.op === request.op && op.order === request.order && Number(op.gfp) === Number(request.gfp)
  );
}
