// notecard.js - notes where they are pinned: at the step, under the walk; and as flags over the timeline.

import { html, nothing } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import { cross, flag } from '../shell/icons.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./notes.js').Note} Note */

/** What is pinned to this step, and where one writes. @param {App} app */
export function notesHere(app) {
  const { notes, people, player, t } = app;
  const here = notes.here;
  if (player.lapse || player.position.op < 1) return nothing;
  if (here.length === 0 && !people.mayWrite) return nothing;
  return html`<section class="notes-here" aria-label=${t('notes.here')}>
    ${here.map((note) => line(app, note))} ${people.mayWrite ? writing(app) : nothing}
    ${notes.error ? html`<p class="note-error" role="alert">${notes.error}</p>` : nothing}
  </section>`;
}

/** @param {App} app @param {Note} note */
function line(app, note) {
  const { notes, t } = app;
  return html`<div class="note-line" data-note=${note.n}>
    ${flag()}
    <p>
      ${note.text ? html`<span class="note-text">${note.text}</span>` : html`<i>${t('notes.mark')}</i>`}
      ${note.name ? html`<small class="quiet">— ${note.name}</small>` : nothing}
    </p>
    ${
      notes.isOurs(note)
        ? html`<button
            type="button"
            class="quiet-button"
            aria-label=${t('notes.remove')}
            title=${t('notes.remove')}
            @click=${() => void notes.remove(note.n)}
          >
            ${cross()}
          </button>`
        : nothing
    }
  </div>`;
}

/** @param {App} app */
function writing(app) {
  const { notes, people, state, t } = app;
  if (notes.draft === null) {
    return html`<button
      type="button"
      class="note-open"
      title=${`${t('notes.write')} (n)`}
      @click=${() => openNote(app)}
    >
      ${flag()} ${t('notes.write')}
    </button>`;
  }
  return html`<form
    class="note-form"
    @submit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      void notes.write(notes.draft ?? '');
    }}
  >
    <textarea
      name="note"
      rows="2"
      maxlength=${people.noteLetters}
      aria-label=${t('notes.write')}
      placeholder=${t('notes.place')}
      .value=${live(notes.draft)}
      @input=${(/** @type {Event} */ event) => {
        notes.draft = /** @type {HTMLTextAreaElement} */ (event.currentTarget).value;
      }}
      @keydown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key === 'Escape') notes.draft = null;
        else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          void notes.write(notes.draft ?? '');
        }
        state.touch();
      }}
    ></textarea>
    <span class="note-keep"
      ><small class="quiet mono">${notes.draftAt.op}.${notes.draftAt.event}</small
      ><button type="submit" class="primary">${t('notes.keep')}</button></span
    >
  </form>`;
}

/** Somebody wants to write at this step. @param {App} app */
export function openNote(app) {
  const { notes, people, state } = app;
  if (!people.mayWrite) return;
  if (notes.draft === null) notes.begin();
  state.set({ walkOpen: true, sheetOpen: true });
  state.addEventListener(
    'change',
    () =>
      /** @type {HTMLElement | null} */ (document.querySelector('.note-form textarea'))?.focus(),
    { once: true },
  );
}

/** How many notes an operation has, on its box in the timeline. @param {App} app @param {number} op */
export function noteCount(app, op) {
  const n = app.notes.of(op).length;
  if (n === 0) return nothing;
  return html`<span class="note-count" title=${app.t('notes.count', { n })}
    >${flag()}${n > 1 ? n : ''}</span
  >`;
}

/** Flags over the lane of steps: each leads to its step. @param {App} app */
export function noteFlags(app) {
  const { notes, player, t } = app;
  const { position, steps } = player;
  const all = notes.of(position.op);
  if (all.length === 0 || position.events === 0) return nothing;
  const places = [...new Set(all.map((note) => note.event))];
  const share = (/** @type {number} */ event) => {
    if (!steps.complete) return event / position.events;
    const after = steps.cuts.findIndex((cut) => cut >= event);
    return after < 0 ? 1 : after / (steps.cuts.length - 1);
  };
  return html`<span class="note-flags"
    >${places.map((event) => {
      const first = all.find((note) => note.event === event);
      const words = first?.text || t('notes.mark');
      return html`<button
        type="button"
        style=${`left:${(share(event) * 100).toFixed(2)}%`}
        title=${words}
        aria-label=${t('notes.goTo', { text: words })}
        @pointerdown=${(/** @type {Event} */ down) => down.stopPropagation()}
        @click=${() => void player.seek(position.op, event)}
      >
        ${flag()}
      </button>`;
    })}</span
  >`;
}
