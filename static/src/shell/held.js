// held.js - the tray of live allocations: a chip each, freed with a click, several with shift.

import { html, nothing } from 'lit/html.js';
import { decimal } from '../i18n/index.js';

/** @typedef {import('./app.js').App} App */

const SHOWN = 200;
/** Pages that one free_list may take. */
const LIST = 64;

/** A plain click adds to what is chosen: for who has no shift key. */
let several = false;

/** @param {App} app */
export function heldMenu(app) {
  const { state, reader, t } = app;
  const held = reader.held();
  const chosen = held.filter((one) => state.chosen.has(one.pfn));
  return html`<div class="menu held-menu" role="dialog" aria-label=${t('held.label')}>
    <h3>${t('held.label')}</h3>
    ${held.length === 0 ? html`<p class="quiet">${t('held.none')}</p>` : nothing}
    <div class="chips" data-held-tray>
      ${held
        .slice(-SHOWN)
        .map(
          (one) =>
            html`<button
              type="button"
              class="chip mono"
              data-pfn=${one.pfn.toString(16)}
              aria-pressed=${state.chosen.has(one.pfn)}
              title=${t('held.chip', { order: one.order, pages: decimal(1 << one.order) })}
              @click=${(/** @type {MouseEvent} */ event) =>
                choose(app, one.pfn, several || event.shiftKey)}
            >
              ${one.pfn.toString(16)}${one.order > 0 ? html`<sub>${one.order}</sub>` : nothing}
            </button>`,
        )}
    </div>
    ${
      held.length > SHOWN
        ? html`<p class="quiet">${t('held.more', { n: decimal(held.length - SHOWN) })}</p>`
        : nothing
    }
    ${
      held.length > 0
        ? html`<div class="menu-buttons">
              <button
                type="button"
                class="primary"
                ?disabled=${chosen.length === 0}
                @click=${() => freeChosen(app, false)}
              >
                ${t('free.button', { n: chosen.length })}
              </button>
              <button
                type="button"
                class="control"
                ?disabled=${chosen.length === 0}
                @click=${() => freeChosen(app, true)}
              >
                ${t('free.cold')}
              </button>
              <button
                type="button"
                class="control"
                ?disabled=${chosen.length !== 1 || chosen[0].order === 0}
                @click=${() => split(app, chosen[0].pfn)}
              >
                ${t('split.button')}
              </button>
            </div>
            ${lists(app, chosen)}`
        : nothing
    }
  </div>`;
}

/** Choosing several, and giving them back as one list. @param {App} app @param {{pfn: number, order: number}[]} chosen */
function lists(app, chosen) {
  const { state, t } = app;
  const fits = chosen.length > 0 && chosen.length <= LIST && chosen.every((one) => one.order === 0);
  const button = (/** @type {string} */ label, /** @type {boolean} */ cold) =>
    html`<button
      type="button"
      class="control mono"
      title=${t('held.listNote', { n: LIST })}
      ?disabled=${!fits}
      @click=${() => freeList(app, chosen, cold)}
    >
      ${label}
    </button>`;
  return html`<div class="menu-buttons">
    <button
      type="button"
      class="control"
      aria-pressed=${several}
      @click=${() => {
        several = !several;
        state.touch();
      }}
    >
      ${t('held.several')}
    </button>
    ${button(t('held.list'), false)} ${button(t('held.listCold'), true)}
  </div>`;
}

/** @param {App} app @param {number} pfn */
function split(app, pfn) {
  app.state.set({ chosen: new Set() });
  return app.actions.run({ op: 'split_page', pfn: `0x${pfn.toString(16)}` });
}

/** @param {App} app @param {{pfn: number}[]} chosen @param {boolean} cold */
function freeList(app, chosen, cold) {
  app.state.set({ chosen: new Set() });
  const list = chosen.map((one) => `0x${one.pfn.toString(16)}`);
  return app.actions.run({ op: 'free_list', list, cold });
}

/** @param {App} app @param {number} pfn @param {boolean} adding */
function choose(app, pfn, adding) {
  const chosen = adding ? new Set(app.state.chosen) : new Set();
  if (app.state.chosen.has(pfn)) chosen.delete(pfn);
  else chosen.add(pfn);
  app.state.set({ chosen });
  app.player.stage?.select(pfn);
}

/** @param {App} app @param {boolean} cold */
async function freeChosen(app, cold) {
  const pfns = [...app.state.chosen];
  app.state.set({ chosen: new Set() });
  for (const pfn of pfns) {
    if (!(await app.actions.free(pfn, cold))) return;
  }
}
