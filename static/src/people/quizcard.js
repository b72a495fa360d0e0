// quizcard.js - the question on the board: what to choose, how many have chosen, and after the answer who chose what.

import { html, nothing } from 'lit/html.js';
import { TYPE_NAMES, stateName } from '../stage/patterns.js';
import { cross } from '../shell/icons.js';
import { WHATS } from './quiz.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./quiz.js').Asked} Asked */

/** @param {App} app */
export function quizCard(app) {
  const { quiz } = app;
  if (quiz.now) return question(app, quiz.now);
  return quiz.choosing ? kinds(app) : nothing;
}

/** What can be asked from here. @param {App} app */
function kinds(app) {
  const { quiz, player, t } = app;
  const { planned, place } = quiz;
  const group = (
    /** @type {string} */ label,
    /** @type {string} */ text,
    /** @type {import('../shell/place.js').At | {text: string}} */ about,
  ) =>
    html`<p class="quiet">${label} <span class="mono">${text}</span></p>
      <div class="quiz-choices" role="group" aria-label=${`${label} ${text}`}>
        ${WHATS.map(
          (what) =>
            html`<button type="button" class="control" @click=${() => quiz.ask(what, about)}>
              ${t(`quiz.kind.${what}`)}
            </button>`,
        )}
      </div>`;
  return card(
    app,
    html`<h2>${t('quiz.choose')}</h2>
      ${planned ? group(t('quiz.planned'), planned, { text: planned }) : nothing}
      ${group(`#${place.op}.${place.event}`, player.op(place.op)?.text ?? '', place)}
      ${
        quiz.asksRoom
          ? html`<label class="check">
              <input
                type="checkbox"
                name="quiz-names"
                .checked=${quiz.names}
                @change=${() => (quiz.names = !quiz.names)}
              />
              ${t('quiz.names')}
            </label>`
          : nothing
      }
      ${quiz.refused ? html`<p role="alert">${quiz.refused}</p>` : nothing}
      <p class="quiet">${t(quiz.asksRoom ? 'quiz.all' : 'quiz.alone')}</p>`,
  );
}

/** @param {App} app @param {Asked} asked */
export function sentence({ player, t }, { what, op, gives, text }) {
  const kind = player.op(op)?.op.op ?? text?.split(' ').slice(0, 2).join('_');
  if (what === 'list') return t(gives ? 'quiz.gives' : 'quiz.takes');
  if (what === 'order' && (kind === 'kmem_cache_create' || kind === 'cache_create')) {
    return t('quiz.slabOrder');
  }
  if (what === 'order' && !gives) return t('quiz.merges');
  return t(what === 'address' && kind === 'proc_touch' ? 'quiz.frame' : `quiz.${what}`);
}

/** @param {App} app @param {Asked} asked */
function question(app, asked) {
  const { player, quiz, t } = app;
  const { op, event, text } = asked;
  const here = player.position;
  const away = quiz.open && !text && (here.op !== op || here.event !== event);
  return card(
    app,
    html`<h2 aria-live="polite">${sentence(app, asked)}</h2>
      <p class="quiet">
        ${text ? t('quiz.planned') : `#${op}.${event}`}
        <span class="mono">${text ?? player.op(op)?.text}</span>
        ${asked.names && quiz.open ? `· ${t('quiz.names')}` : nothing}
      </p>
      <div class="quiz-choices" role="group" aria-label=${t('quiz.choices')}>
        ${asked.choices.map((one, i) => choice(app, asked, one, i))}
      </div>
      <p class="quiz-state" role="status">
        ${quiz.open ? waiting(app, asked) : verdict(app, asked)}
      </p>
      <div class="quiz-buttons">
        ${away ? button(t('quiz.there'), () => player.seek(op, event)) : nothing}
        ${quiz.open && quiz.leads ? button(t(text ? 'quiz.run' : 'quiz.reveal'), () => quiz.reveal(), 'primary') : nothing}
        ${quiz.open && !app.people.screen ? button(t(asked.n > 0 && quiz.leads ? 'quiz.withdraw' : 'quiz.skip'), () => quiz.close()) : nothing}
      </div>`,
  );
}

/** @param {string} label @param {() => unknown} act */
const button = (label, act, look = 'control') =>
  html`<button type="button" class=${look} @click=${act}>${label}</button>`;

/** @param {App} app @param {import('lit/html.js').TemplateResult} body */
const card = ({ quiz, t }, body) =>
  html`<section
    class="quiz-card"
    data-open=${quiz.now?.right === undefined}
    aria-label=${t('quiz.title')}
  >
    <button
      type="button"
      class="quiet-button quiz-close"
      aria-label=${t('close')}
      @click=${() => quiz.close()}
    >
      ${cross()}
    </button>
    ${body}
  </section>`;

/** With its share of the answers once they are known. @param {App} app @param {Asked} asked @param {string} text @param {number} i */
function choice({ people: all, quiz, t }, { right, counts, people }, text, i) {
  const type = TYPE_NAMES.findIndex((name) => text.split(' ').includes(name));
  const count = counts?.[i] ?? 0;
  const most = Math.max(1, ...(counts ?? []));
  const names = people?.filter((one) => one.choice === i).map((one) => one.name) ?? [];
  return html`<button
    type="button"
    class="control quiz-choice mono"
    aria-pressed=${quiz.mine === i}
    data-right=${right === i}
    ?disabled=${!quiz.open || all.screen}
    style=${`--share:${(100 * count) / most}%`}
    @click=${() => quiz.guess(i)}
  >
    ${type < 0 ? nothing : html`<i class="swatch mem-${stateName(type)}"></i>`}${text}
    ${right === i ? html`<b aria-label=${t('quiz.right')}>✓</b>` : nothing}
    ${counts ? html`<span class="quiz-count">${count}</span>` : nothing}
    ${names.length > 0 ? html`<small>${names.join(', ')}</small>` : nothing}
  </button>`;
}

/** @param {App} app @param {Asked} asked */
function waiting({ t }, { answered, of, n }) {
  return n === 0 ? t('quiz.alone') : t('quiz.answered', { n: answered, of });
}

/** @param {App} app @param {Asked} asked */
function verdict({ quiz, t }, { choices, right = 0, counts = [], n }) {
  const text = choices[right];
  const own = quiz.mine === null ? 'quiz.machine' : quiz.mine === right ? 'quiz.yes' : 'quiz.no';
  const all = counts.reduce((sum, count) => sum + count, 0);
  const others = n > 0 && all > 0 ? t('quiz.rightOf', { n: counts[right], of: all }) : '';
  return html`${t(own, { text })} ${others}`;
}
