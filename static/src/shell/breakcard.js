// breakcard.js - where playing stops: conditions and functions to choose from.

import { html, nothing } from 'lit/html.js';
import { CONDITIONS } from '../breakpoints.js';
import { remember } from './actions.js';
import { cross } from './icons.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../breakpoints.js').Condition} Condition */

/** What was chosen is kept, and everything that shows it is drawn. @param {App} app */
function changed({ breaks, state }) {
  remember('breaks', breaks.toString());
  state.touch();
}

/** @param {App} app @param {number} id */
export function toggleFunction(app, id) {
  app.breaks.toggleFunction(id);
  changed(app);
}

/** The words of a condition. @param {App} app @param {Condition} condition */
export const conditionWords = ({ t }, { story, name }) => t(`breaks.${story}.${name}`);

/** The dot beside a function. @param {App} app @param {number} id */
export function breakDot(app, id) {
  const name = app.schema.function(id).name;
  return html`<button
    type="button"
    class="break-toggle"
    aria-pressed=${app.breaks.functions.has(id)}
    aria-label=${app.t('breaks.at', { name })}
    title=${app.t('breaks.at', { name })}
    @click=${() => toggleFunction(app, id)}
  >
    <span class="break-dot" data-on=${app.breaks.functions.has(id)}></span>
  </button>`;
}

/** @param {App} app */
export function breakCard(app) {
  const { breaks, state, t } = app;
  if (!state.breaksOpen) return nothing;
  return html`<section class="break-card" aria-label=${t('breaks.title')}>
    <header>
      <h3>${t('breaks.title')}</h3>
      <button
        type="button"
        class="fold"
        ?disabled=${!breaks.any}
        @click=${() => {
          breaks.clear();
          changed(app);
        }}
      >
        ${t('breaks.clear')}
      </button>
      <button
        type="button"
        class="quiet-button"
        aria-label=${t('close')}
        @click=${() => state.set({ breaksOpen: false })}
      >
        ${cross()}
      </button>
    </header>
    <p class="quiet small">${t('breaks.note')}</p>
    ${['page', 'slab', 'vm'].map((story) => group(app, story))}
    <div class="break-functions">
      ${[...breaks.functions].map((id) => chip(app, id))}
      <input
        class="mono"
        list="break-names"
        aria-label=${t('breaks.function')}
        placeholder=${t('breaks.function')}
        spellcheck="false"
        autocomplete="off"
        @change=${(/** @type {Event} */ event) =>
          take(app, /** @type {HTMLInputElement} */ (event.currentTarget))}
      />
      <datalist id="break-names">
        ${app.schema.functions.map(({ name }) => html`<option value=${name}></option>`)}
      </datalist>
    </div>
  </section>`;
}

/** @param {App} app @param {string} story */
function group(app, story) {
  const { breaks, t } = app;
  return html`<fieldset>
    <legend>${t(`breaks.${story}`)}</legend>
    ${CONDITIONS.filter((one) => one.story === story).map(
      (one) =>
        html`<label>
          <input
            type="checkbox"
            name=${`${story}.${one.name}`}
            .checked=${breaks.has(one)}
            @change=${() => {
              breaks.toggle(one);
              changed(app);
            }}
          />
          ${conditionWords(app, one)}
        </label>`,
    )}
  </fieldset>`;
}

/** @param {App} app @param {number} id */
function chip(app, id) {
  const { name } = app.schema.function(id);
  return html`<button
    type="button"
    class="pill mono"
    aria-label=${app.t('breaks.remove', { name })}
    @click=${() => toggleFunction(app, id)}
  >
    ${name} ×
  </button>`;
}

/** A name that was typed or chosen. @param {App} app @param {HTMLInputElement} field */
function take(app, field) {
  const id = app.schema.functionIds.get(field.value.trim().replace(/\(\)$/, ''));
  field.setCustomValidity(id === undefined && field.value ? app.t('breaks.unknown') : '');
  if (id === undefined) {
    field.reportValidity();
    return;
  }
  field.value = '';
  if (!app.breaks.functions.has(id)) toggleFunction(app, id);
}

/** Why we stand here, where a breakpoint stops. @param {App} app */
export function stoppedLine(app) {
  const { player, breaks, schema, t } = app;
  const { currentStep: step, segment } = player;
  const hit = step && segment ? breaks.between(segment, step.from, step.to)[0] : undefined;
  if (!hit) return nothing;
  const what = hit.condition
    ? conditionWords(app, hit.condition)
    : `${schema.function(hit.fn ?? 0).name}()`;
  return html`<p class="stopped">
    <span class="break-dot" data-on="true"></span> <span>${t('breaks.stopped', { what })}</span>
  </p>`;
}
