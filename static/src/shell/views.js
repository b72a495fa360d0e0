// views.js - what can lie over the board beside the pages: the slabs, the page tables, the counters, the texts of /proc.

import { html, nothing } from 'lit/html.js';
import { counters } from './counters.js';
import { cross } from './icons.js';
import { proc } from './proc.js';
import { lazy } from './lazy.js';

/** @typedef {import('./app.js').App} App */
/** `beside`: another room (compare/), which has no button of its own. @typedef {'pages' | 'slabs' | 'tables' | 'counters' | 'proc' | 'beside'} Tab */

const slabs = lazy('slabs');
const tables = lazy('tables');
const beside = lazy('beside');

/** @type {{name: Tab, key: string}[]} */
export const TABS = [
  { name: 'pages', key: '1' },
  { name: 'slabs', key: '2' },
  { name: 'tables', key: '3' },
  { name: 'counters', key: '4' },
  { name: 'proc', key: '5' },
];

/** The buttons of the top bar. @param {App} app */
export function tabs(app) {
  const { state, t } = app;
  return TABS.map(
    ({ name, key }) =>
      html`<button
        type="button"
        class="tab"
        data-tab=${name}
        title=${`${t(`tab.${name}`)} (${key})`}
        aria-current=${state.tab === name ? 'page' : nothing}
        @click=${() => state.set({ tab: name })}
      >
        ${t(`tab.${name}`)}
      </button>`,
  );
}

/** The same as plain buttons, where the top bar has no room for them. @param {App} app */
export function otherViews(app) {
  const { state, t } = app;
  return TABS.filter(({ name }) => name !== state.tab).map(
    ({ name }) =>
      html`<button
        type="button"
        class="control"
        data-tab=${name}
        @click=${() => state.set({ menu: null, tab: name })}
      >
        ${t(`tab.${name}`)}
      </button>`,
  );
}

/** @param {App} app */
export function view(app) {
  const { state, t } = app;
  if (state.tab === 'pages') return nothing;
  const body = { slabs, tables, counters, proc, beside }[state.tab];
  return html`<button
      type="button"
      class="quiet-button view-close"
      aria-label=${t('view.close')}
      title=${t('view.close')}
      @click=${() => state.set({ tab: 'pages' })}
    >
      ${cross()}
    </button>
    ${body(app)}`;
}
