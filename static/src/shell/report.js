// report.js - what the kernel logs in an operation (an allocation failed, a check found something): the way to it, and the text.

import { html, nothing } from 'lit/html.js';
import { apiText } from '../net.js';
import { copyText } from './copy.js';
import { closeButton } from './closebutton.js';
import { alarm } from './icons.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../types.js').Op} Op */

/** @param {Op} op */
export function hasReport(op) {
  return op.result?.logged > 0 || (op.op.op === 'alloc_pages' && op.result?.pfn === null);
}

/** Where a failed allocation has come to its end. @param {App} app */
export function reportButton(app) {
  const { player, t } = app;
  const { op: n, event, events } = player.position;
  const op = player.op(n);
  if (!op || !hasReport(op) || event < events) return nothing;
  return html`<button
    type="button"
    class="control report-button"
    @click=${() => openReport(app, n)}
  >
    ${alarm()} ${t('report.open', { op: n })}
  </button>`;
}

/** @param {App} app @param {number} op */
export async function openReport(app, op) {
  const { state, t } = app;
  state.set({ dialog: 'report', report: { op, text: null } });
  const text = await apiText(`/api/rooms/${state.room}/ops/${op}/report`).catch(
    (/** @type {Error} */ error) => t('proc.failed', { why: error.message }),
  );
  if (state.report?.op === op) state.set({ report: { op, text } });
}

/** @param {App} app */
export function report(app) {
  const { state, t } = app;
  const { op, text } = state.report ?? { op: 0, text: null };
  return html`
    <h2 id="dialog-title">${t('report.title', { op })}</h2>
    <p class="quiet mono">${app.player.op(op)?.text ?? ''}</p>
    ${
      text === ''
        ? html`<p>${t('report.none')}</p>`
        : html`<pre class="kernel-text" tabindex="0">${text ?? t('report.wait')}</pre>`
    }
    <div class="dialog-buttons">
      ${
        text
          ? html`<button
              type="button"
              class="control"
              @click=${() => copyText(app, text, t('proc.copied'))}
            >
              ${t('copy')}
            </button>`
          : nothing
      }
      ${closeButton(app)}
    </div>
  `;
}
