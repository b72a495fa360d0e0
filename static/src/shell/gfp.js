// gfp.js - the gfp menu: the names, then the bits as toggles, and what the daemon's tables say they come to.

import { html } from 'lit/html.js';
import { hex } from '../schema.js';

/** @typedef {import('./app.js').App} App */

/** Names to stand first, as far as the model knows them; its others follow. */
const USUAL = ['GFP_KERNEL', 'GFP_ATOMIC', 'GFP_NOWAIT', 'GFP_HIGHUSER_MOVABLE', 'GFP_TEMPORARY'];

/** The named combinations, the usual ones first. @param {App} app */
function namedGfp(app) {
  const names = app.schema.gfp.map((one) => one.name).filter((name) => !name.startsWith('__'));
  const usual = USUAL.filter((name) => names.includes(name));
  return [...usual, ...names.filter((name) => !usual.includes(name))];
}

/** @param {App} app @param {string} text a name, names joined by |, or hex @returns {number} */
export function gfpBits(app, text) {
  if (/^0x/i.test(text)) return parseInt(text, 16) >>> 0;
  return text
    .split('|')
    .map((name) => app.schema.gfp.find((one) => one.name === name)?.bits ?? 0)
    .reduce((sum, bits) => (sum | bits) >>> 0, 0);
}

/** The shortest name the model has for these bits, else hex. @param {App} app @param {number} bits */
function gfpText(app, bits) {
  const exact = app.schema.gfp.find((one) => one.bits === bits);
  return exact ? exact.name : hex(bits);
}

/** @param {App} app @param {number} bits */
const has = (app, /** @type {string} */ name, /** @type {number} */ bits) => {
  const one = app.schema.gfp.find((entry) => entry.name === name);
  return one !== undefined && one.bits !== 0 && (bits & one.bits) === one.bits;
};

/** Type and highest zone that these bits ask for, in the kernel's words. @param {App} app @param {number} bits */
export function gfpMeaning(app, bits) {
  const movable = has(app, '__GFP_MOVABLE', bits);
  const reclaimable = has(app, '__GFP_RECLAIMABLE', bits);
  const highmem = has(app, '__GFP_HIGHMEM', bits);
  const type = app.schema.migratetypes[movable ? 2 : reclaimable ? 1 : 0];
  const populated = app.reader.zones().filter((zone) => zone.populated);
  const top = highmem ? populated[populated.length - 1] : populated[0];
  return { type, zone: top?.name ?? '' };
}

/** @param {App} app */
export function gfpMenu(app) {
  const { state, schema, t } = app;
  const bits = gfpBits(app, state.gfp);
  const meaning = gfpMeaning(app, bits);
  const choose = (/** @type {string} */ gfp) => state.set({ gfp });
  const single = schema.gfp.filter((one) => one.name.startsWith('__GFP_'));
  return html`<div class="menu gfp-menu" role="dialog" aria-label=${t('gfp.label')}>
    <div class="menu-names" role="group" aria-label=${t('gfp.names')}>
      ${namedGfp(app).map(
        (name) =>
          html`<button
            type="button"
            class="row mono"
            aria-pressed=${state.gfp === name}
            @click=${() => choose(name)}
          >
            <span>${name}</span><span class="quiet">${hex(gfpBits(app, name))}</span>
          </button>`,
      )}
    </div>
    <div class="bits" role="group" aria-label=${t('gfp.bits')}>
      ${single.map(
        (one) =>
          html`<button
            type="button"
            class="bit mono"
            aria-pressed=${(bits & one.bits) !== 0}
            title=${hex(one.bits)}
            @click=${() => choose(gfpText(app, (bits ^ one.bits) >>> 0))}
          >
            ${one.name.replace(/^__GFP_/, '')}
          </button>`,
      )}
    </div>
    <p class="menu-result">
      <b class="mono">${hex(bits)}</b>
      <span>${t('gfp.type', { type: meaning.type })}</span>
      <span>${t('gfp.zone', { zone: meaning.zone })}</span>
    </p>
  </div>`;
}
