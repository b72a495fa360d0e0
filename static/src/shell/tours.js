// tours.js - the list of tours, and the way into one of them from there or from the address.

import { html, nothing } from 'lit/html.js';
import { loadTours, toursLoaded } from './tourlist.js';

/** @typedef {import('./app.js').App} App */

/** Goes where the address says. @param {App} app @param {{tour: string | null, stop: number | null}} place */
export async function resumeTour(app, { tour: name, stop }) {
  if (!name) return;
  const tour = (await loadTours()).find((one) => one.name === name);
  if (tour) await app.guide.resume(tour, stop ?? 1);
  else app.tour.toggle(stop);
}

/** @param {App} app */
export function tours(app) {
  const { guide, i18n, t, tour: week } = app;
  const list = toursLoaded();
  if (!list) void loadTours().then(() => app.state.touch());
  return html`
    <h2 id="dialog-title">${t('tours.title')}</h2>
    <p class="quiet">${t('tours.note')}</p>
    <ul class="tour-list">
      ${(list ?? []).map((tour) =>
        choice({
          title: tour.title[i18n.lang],
          line: preparingLine(app, tour.name) ?? tour.line[i18n.lang],
          question: tour.question?.[i18n.lang],
          stops: t('tours.stops', { n: tour.stops.length }),
          current: guide.tour === tour,
          disabled: guide.preparing !== null,
          choose: () => begin(app, () => guide.start(tour), guide.tour === tour),
        }),
      )}
      ${choice({
        title: t('tour.week54'),
        line: t('tour.open'),
        stops: '',
        current: week.running,
        disabled: guide.preparing !== null,
        choose: () => begin(app, () => week.toggle(), week.running, true),
      })}
    </ul>
    <div class="dialog-buttons">
      <button type="button" class="control" @click=${() => app.state.set({ dialog: null })}>
        ${t('close')}
      </button>
    </div>
  `;
}

/** @param {App} app @param {string} name */
function preparingLine({ guide, t }, name) {
  const { preparing } = guide;
  if (preparing?.name !== name) return null;
  return t('tour.preparing', { done: preparing.done, total: preparing.total });
}

/** @param {App} app @param {() => unknown} start @param {boolean} running @param {boolean} [here] it needs no other room */
function begin(app, start, running, here = false) {
  if (running || here) app.state.set({ dialog: null });
  if (!running) start();
}

/**
 * @param {{title: string, line: string, question?: string, stops: string, current: boolean, disabled: boolean, choose: () => void}} tour
 */
function choice({ title, line, question, stops, current, disabled, choose }) {
  return html`<li>
    <button
      type="button"
      class="control tour-choice"
      aria-current=${current ? 'true' : nothing}
      ?disabled=${disabled}
      @click=${choose}
    >
      <b>${title}</b> <span class="quiet mono">${stops}</span>
      <span class="tour-line"
        >${line}${question ? html` <i class="tour-question">${question}</i>` : nothing}</span
      >
    </button>
  </li>`;
}
