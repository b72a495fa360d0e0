// panel.js - the dialog of people: my name and role, everybody who is here, and for the owner who may do what.

import { html, nothing } from 'lit/html.js';
import { closeButton } from '../shell/closebutton.js';
import { copyText } from '../shell/copy.js';
import { avatar } from './avatars.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./people.js').Person} Person */

/** @param {App} app */
export function peoplePanel(app) {
  const { people, state, t } = app;
  const unlisted = state.viewers - people.list.filter((one) => !one.away).length;
  return html`
    <h2 id="dialog-title">${t('people.title')}</h2>
    <p class="quiet">${accessWords(app)}</p>
    ${me(app)}
    <ul class="people-list">
      ${people.list.map((one) => row(app, one))}
    </ul>
    ${unlisted > 0 ? html`<p class="quiet">${t('people.unlisted', { n: unlisted })}</p>` : nothing}
    ${people.owner && !people.screen ? ownersChoice(app) : nothing}
    <div class="dialog-buttons">
      ${
        people.ownersAddress
          ? html`<button
              type="button"
              class="control"
              title=${t('people.keyNote')}
              @click=${() => copyText(app, people.ownersAddress ?? '', t('people.keyCopied'))}
            >
              ${t('people.copyKey')}
            </button>`
          : nothing
      }
      ${closeButton(app)}
    </div>
  `;
}

/** Open or locked, in a sentence; the Share dialog has it too. @param {App} app */
export function accessWords(app) {
  const { people, t } = app;
  if (people.mode === 'open') return t('people.isOpen');
  return t(people.owner ? 'people.isLockedMine' : 'people.isLocked');
}

/** @param {App} app */
function me(app) {
  const { people, t } = app;
  return html`<div class="people-me">
    <label
      >${t('people.myName')}
      <input
        name="my-name"
        autocomplete="nickname"
        maxlength=${people.nameLetters}
        placeholder=${t('people.namePlace')}
        .value=${people.name}
        @change=${(/** @type {Event} */ event) =>
          void people.rename(/** @type {HTMLInputElement} */ (event.currentTarget).value)}
      />
    </label>
    <label class="check">
      <input
        type="checkbox"
        name="screen"
        .checked=${people.screen}
        @change=${() => void people.beScreen(!people.screen)}
      />
      ${t('people.beScreen')}
    </label>
  </div>`;
}

/** @param {App} app @param {Person} one */
function row(app, one) {
  const { people, t } = app;
  const roles = [
    one.n === people.you ? t('people.you') : '',
    one.owner ? t('people.owner') : '',
    one.n === people.chalk ? t('people.driver') : '',
    one.screen ? t('people.screen') : '',
    one.wish ? t('people.asks') : '',
    one.away ? t('people.away') : '',
  ].filter(Boolean);
  return html`<li data-person=${one.n}>
    ${avatar(app, one)}
    <span class="people-name">${people.nameOf(one)}</span>
    <span class="quiet">${roles.join(' · ')}</span>
    <span class="spring"></span>
    ${chalkButton(app, one)}
  </li>`;
}

/** What can be done with the chalk towards this person. @param {App} app @param {Person} one */
function chalkButton(app, one) {
  const { people, t } = app;
  const button = (/** @type {string} */ label, /** @type {() => unknown} */ act) =>
    html`<button type="button" class="control chalk-button" @click=${act}>${label}</button>`;
  if (people.screen || one.screen) return nothing;
  if (one.n === people.you) {
    if (people.hasChalk) {
      return people.owner ? nothing : button(t('chalk.putDown'), () => people.give(0));
    }
    if (people.owner || people.mode === 'open') return button(t('chalk.take'), () => people.give());
    return wishButton(app);
  }
  if (one.n === people.chalk || (!people.owner && !people.hasChalk)) return nothing;
  return button(t('chalk.give'), () => people.give(one.n));
}

/** @param {App} app */
export function wishButton(app) {
  const { people, t } = app;
  return html`<button
    type="button"
    class="control chalk-button"
    aria-pressed=${people.wishes}
    @click=${() => void people.wish(!people.wishes)}
  >
    ${t(people.wishes ? 'chalk.asked' : 'chalk.ask')}
  </button>`;
}

/** @param {App} app */
function ownersChoice(app) {
  const { people, t } = app;
  const choice = (
    /** @type {string} */ name,
    /** @type {string} */ value,
    /** @type {string} */ current,
    /** @type {string} */ words,
    /** @type {() => unknown} */ act,
  ) =>
    html`<label class="check"
      ><input
        type="radio"
        name=${name}
        value=${value}
        .checked=${current === value}
        @change=${act}
      />${words}</label
    >`;
  const mode = (/** @type {'open' | 'locked'} */ value) =>
    choice(
      'mode',
      value,
      people.mode,
      t(value === 'open' ? 'people.everybody' : 'people.locked'),
      () => people.decide({ mode: value }),
    );
  const notes = (/** @type {'everybody' | 'driver' | 'owner'} */ value) =>
    choice('notes', value, people.writers, t(`people.notes.${value}`), () =>
      people.decide({ notes: value }),
    );
  return html`<div class="people-choices">
    <fieldset>
      <legend>${t('people.whoDrives')}</legend>
      ${mode('open')} ${mode('locked')}
    </fieldset>
    <fieldset>
      <legend>${t('people.whoNotes')}</legend>
      ${notes('everybody')} ${notes('driver')} ${notes('owner')}
    </fieldset>
  </div>`;
}
