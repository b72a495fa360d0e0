// stepbar.js - the walk as a row of steps: what is read or decided in each, and the way from one to the next.

import { html, nothing } from 'lit/html.js';
import { say } from './say.js';
import { stepsOf } from './steps.js';
import { bare, hex, hex8 } from './text.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./walk.js').Walk} Walk */
/** @typedef {import('./steps.js').Kind} Kind */

/** @param {Walk} walk @param {Kind} kind @returns {[string, string]} what is done, and what comes of it */
function words({ va, ttbr, l1, l2, leaf, verdict, pa, fault }, kind) {
  switch (kind) {
    case 'ttbr':
      return ['TTBR0', hex8(ttbr)];
    case 'l1':
      return [`L1[${bare(va >>> 20, 3)}]`, hex8(l1.word)];
    case 'l2':
      return [`L2[${bare(l2?.index ?? 0, 2)}]`, hex8(l2?.word ?? 0)];
    case 'check':
      return [`AP ${(leaf?.ap ?? 0).toString(2).padStart(3, '0')}`, verdict ?? ''];
    case 'pa':
      return ['PA', hex8(pa)];
    case 'page':
      return ['page', `pfn ${hex(Math.floor(pa / 4096))}`];
    default:
      return ['FS', `0x${bare(fault, 2)}`];
  }
}

/** @param {App} app @param {Walk} walk */
export function stepBar(app, walk) {
  const { pageTables: room, t, state } = app;
  const steps = stepsOf(walk);
  const at = Math.min(room.step, steps.length - 1);
  const go = (/** @type {number} */ to) => {
    room.step = Math.max(0, Math.min(steps.length - 1, to));
    state.touch();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const to = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: steps.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(to);
    const list = /** @type {HTMLElement} */ (event.currentTarget);
    requestAnimationFrame(() =>
      /** @type {HTMLElement | null} */ (list.querySelector('[aria-selected=true]'))?.focus(),
    );
  };
  return html`<div class="walk-bar">
      ${move(t('pt.prev'), '‹', at > 0, () => go(at - 1))}
      <div class="walk-steps" role="tablist" aria-label=${t('pt.steps')} @keydown=${key}>
        ${steps.map((kind, i) => {
          const [what, value] = words(walk, kind);
          const refused = kind === 'fault' || (kind === 'check' && walk.fault !== 0);
          return html`<button
            type="button"
            role="tab"
            class="walk-step"
            data-kind=${kind}
            data-refused=${refused}
            data-ahead=${i > at}
            aria-selected=${i === at}
            tabindex=${i === at ? 0 : -1}
            @click=${() => go(i)}
          >
            <span>${i + 1} · ${t(`pt.step.${kind}`)}</span>
            <small class="mono"
              ><i>${what}</i>
              ${i > at ? nothing : kind === 'check' ? t(`pt.verdict.${value}`) : value}</small
            >
          </button>`;
        })}
      </div>
      ${move(t('pt.next'), '›', at < steps.length - 1, () => go(at + 1))}
    </div>
    <p class="walk-says" role="status" aria-live="polite">${say(app, walk, steps[at])}</p>`;
}

/** @param {string} label @param {string} sign @param {boolean} can @param {() => void} act */
function move(label, sign, can, act) {
  return html`<button
    type="button"
    class="control walk-move"
    title=${label}
    aria-label=${label}
    ?disabled=${!can}
    @click=${act}
  >
    ${sign}
  </button>`;
}
