// guidecard.js - the card of a tour: the sentence of the stop, and the function that it is about.

import { html, nothing } from 'lit/html.js';
import { sentenceParts } from '../tours/words.js';
import { tourHead } from './tourhead.js';
import { toursLoaded } from './tourlist.js';

/** @typedef {import('./app.js').App} App */

/** @param {App} app */
export function guideCard(app) {
  const { guide, i18n, t } = app;
  const { tour, standing, index } = guide;
  if (!tour || !standing) return nothing;
  const stop = tour.stops[index];
  return html`<section class="tour-card guide-card" aria-label=${tour.title[i18n.lang]}>
    ${tourHead(t, {
      title: tour.title[i18n.lang],
      index,
      count: tour.stops.length,
      labels: { prev: t('guide.prev'), next: t('guide.next') },
      go: (to) => guide.go(to),
      leave: () => guide.stop(),
      play: {
        on: guide.going !== null,
        toggle: () => (guide.going ? guide.pause() : guide.play()),
      },
    })}
    <p class="claim mono">
      <span class="guide-fn">${standing.fn}</span>
      <span class="claim-place">#${standing.op.n} ${standing.op.text}</span>
    </p>
    <p class="guide-words" aria-live="polite" lang=${i18n.lang}>
      ${sentenceParts(stop[i18n.lang], standing.values).map((part) =>
        part.value ? html`<b>${part.text}</b>` : part.text,
      )}
    </p>
    ${predictButton(app, guide.predicts)}
    ${index === 0 && !tour.address?.endsWith('.fork') ? beginning(app, tour.question[i18n.lang]) : nothing}
    ${index === tour.stops.length - 1 ? forkButton(app, tour) : nothing}
    ${
      guide.there || guide.going
        ? nothing
        : html`<button type="button" class="fold" @click=${() => guide.go(index)}>
            ${t('guide.back')}
          </button>`
    }
  </section>`;
}

/**
 * A question that can be answered before it is shown.
 * @param {App} app @param {{what: import('../people/quiz.js').What, place: import('./place.js').At} | null} predicts
 */
export function predictButton({ quiz, t }, predicts) {
  if (!predicts || quiz.now) return nothing;
  const { what, place } = predicts;
  return html`<button
    type="button"
    class="control predict-next"
    @click=${() => quiz.ask(what, place)}
  >
    ${t('quiz.button')}: ${t(`quiz.kind.${what}`)}
  </button>`;
}

/** What might have been: its button says what it is. @param {App} app @param {import('../tours/index.js').TourData} tour */
function forkButton({ guide, i18n, t }, tour) {
  const fork = toursLoaded()?.forkOf(tour);
  if (!fork) return nothing;
  const { preparing } = guide;
  return html`<button
    type="button"
    class="control guide-fork"
    ?disabled=${preparing !== null}
    @click=${() => guide.start(fork)}
  >
    ${preparing ? t('tour.preparing', { done: preparing.done, total: preparing.total }) : fork.line[i18n.lang]}
  </button>`;
}

/** What one may guess, and the way to the answer. @param {App} app @param {string} question */
function beginning({ guide, t }, question) {
  return html`<p class="guide-question">${question}</p>
    <button type="button" class="primary guide-begin" @click=${() => guide.play()}>
      ${t('guide.begin')}
    </button>`;
}
