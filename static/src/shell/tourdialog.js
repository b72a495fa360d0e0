// tourdialog.js - the list of tours, by what they are about and by the week that traced it; and a tour from a file.

import { html, nothing } from 'lit/html.js';
import { BadTour, FILE_LIMIT, readTour } from '../tours/check.js';
import { TOURS } from '../tours/index.js';
import { closeButton } from './closebutton.js';
import { copyText } from './copy.js';
import { alarm } from './icons.js';
import { tourAddress } from './place.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../tours/index.js').TourData} TourData */

/** Weeks of the study from the first page to the end of mm_init(). */
const WEEKS = Array.from({ length: 15 }, (_, at) => 51 + at);
const NOTE_WEEK = 54;

/** @type {number | null} the week whose tours are shown */
let week = null;
/** @type {TourData | null} from a file */
let opened = null;
/** What is wrong with the file. */
let refused = '';

/** @param {App} app */
export function tourDialog(app) {
  const { t } = app;
  return html`
    <h2 id="dialog-title">${t('tours.title')}</h2>
    <p class="quiet">${t('tours.note')}</p>
    <div class="tour-weeks" role="group" aria-label=${t('tours.weeks')}>
      ${t('tours.weeks')} ${[null, ...WEEKS].map((one) => weekButton(app, one))}
    </div>
    ${/** @type {const} */ (['pages', 'slabs', 'tables']).map((tab) => group(app, tab))}
    ${file(app)}
    <div class="dialog-buttons">${closeButton(app)}</div>
  `;
}

/** @param {App} app @param {number | null} one */
function weekButton({ state, t }, one) {
  return html`<button
    type="button"
    class="pill"
    aria-pressed=${week === one}
    ?disabled=${one !== null && one !== NOTE_WEEK && !TOURS.some((tour) => tour.weeks?.includes(one))}
    @click=${() => {
      week = one;
      state.touch();
    }}
  >
    ${one ?? t('tours.all')}
  </button>`;
}

/** @param {App} app @param {'pages' | 'slabs' | 'tables'} tab */
function group(app, tab) {
  const { t, tour: note, guide } = app;
  const inWeek = (/** @type {number[]} */ weeks) => week === null || weeks.includes(week);
  const choices = TOURS.filter(
    (tour) => (tour.tab ?? 'pages') === tab && inWeek(tour.weeks ?? []),
  ).map((tour) => tourChoice(app, tour));
  if (tab === 'pages' && inWeek([NOTE_WEEK])) {
    choices.push(
      choice({
        name: 'week54',
        title: t('tour.week54'),
        line: t('tour.open'),
        stops: '',
        current: note.running,
        disabled: guide.preparing !== null,
        choose: () => begin(app, () => note.toggle(), note.running, true),
      }),
    );
  }
  if (choices.length === 0) return nothing;
  return html`<h3>${t(`tab.${tab}`)}</h3>
    <ul class="tour-list">
      ${choices}
    </ul>`;
}

/** @param {App} app @param {TourData} tour */
function tourChoice(app, tour) {
  const { guide, i18n, t } = app;
  const { preparing } = guide;
  return choice({
    name: tour.name,
    title: tour.title[i18n.lang],
    line:
      preparing?.name === tour.name
        ? t('tour.preparing', { done: preparing.done, total: preparing.total })
        : tour.line[i18n.lang],
    question: tour.question[i18n.lang],
    stops: `${weeksOf(app, tour)} ${t('tours.stops', { n: tour.stops.length })}`,
    current: guide.tour === tour,
    disabled: preparing !== null,
    choose: () => begin(app, () => guide.start(tour), guide.tour === tour),
  });
}

/** As the studies count them: 54, 55 or, without a gap, 56–64. @param {App} app @param {TourData} tour */
function weeksOf({ t }, { weeks = [] }) {
  const last = weeks[weeks.length - 1];
  if (!last) return '';
  const whole = weeks.length > 2 && last - weeks[0] < weeks.length;
  const n = whole ? `${weeks[0]}–${last}` : weeks.join(', ');
  return `${t('tours.week', { n })} ·`;
}

/** @param {App} app @param {() => unknown} start @param {boolean} running @param {boolean} [here] it needs no other room */
function begin(app, start, running, here = false) {
  if (running || here) app.state.set({ dialog: null });
  if (!running) start();
}

/**
 * @param {{name: string, title: string, line: string, question?: string, stops: string, current: boolean, disabled: boolean, choose: () => void}} tour
 */
function choice({ name, title, line, question, stops, current, disabled, choose }) {
  return html`<li>
    <button
      type="button"
      class="control tour-choice"
      data-tour=${name}
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

/** A tour that somebody wrote: opened, or dropped here. @param {App} app */
function file(app) {
  const { t } = app;
  const { address } = opened ?? {};
  return html`<div
    class="tour-file"
    @dragover=${(/** @type {Event} */ event) => event.preventDefault()}
    @drop=${(/** @type {DragEvent} */ event) => {
      event.preventDefault();
      void open(app, event.dataTransfer?.files[0]);
    }}
  >
    <label class="control from-file">
      ${t('tours.file')}
      <input
        type="file"
        accept=".json,application/json"
        @change=${(/** @type {Event} */ event) => {
          const field = /** @type {HTMLInputElement} */ (event.target);
          void open(app, field.files?.[0]);
          field.value = ''; // the same file again, once it is mended
        }}
      />
    </label>
    ${
      address
        ? html`<button
            type="button"
            class="control copy-tour"
            @click=${() => copyText(app, tourAddress(address), t('share.copied'))}
          >
            ${t('tours.link')}
          </button>`
        : nothing
    }
    ${refused ? html`<p class="refused" role="alert">${alarm()} ${refused}</p>` : nothing}
    ${
      opened
        ? html`<ul class="tour-list opened">
            ${tourChoice(app, opened)}
          </ul>`
        : nothing
    }
  </div>`;
}

/** @param {App} app @param {File | undefined} given */
async function open(app, given) {
  if (!given) return;
  opened = null;
  refused = '';
  try {
    if (given.size > FILE_LIMIT) throw new BadTour(given.name, 'most', FILE_LIMIT);
    opened = await readTour(await given.text());
  } catch (error) {
    refused = wrong(app, error);
  }
  app.state.touch();
}

/** An error as a sentence. @param {Pick<App, 't'>} app @param {unknown} error */
export function wrong({ t }, error) {
  if (!(error instanceof BadTour)) return error instanceof Error ? error.message : String(error);
  const { field, why, limit } = error;
  return t(`tours.bad.${why}`, { field: field || t('tours.title'), limit });
}
