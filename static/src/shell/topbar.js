// topbar.js - whose page this is: machine, tour, who is here, language, Share.

import { html } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { avatars, followChip } from '../people/avatars.js';
import { openFinder } from './finder.js';
import { lens, logo } from './icons.js';
import { tabs } from './views.js';

/** @typedef {import('./app.js').App} App */

/** The machine in a few words: kernel, architecture, RAM, CPUs. @param {any} profile */
export function machineWords(profile) {
  const banks = profile.banks ?? [];
  const bytes = banks.reduce(
    (/** @type {number} */ sum, /** @type {any} */ bank) => sum + bank.size,
    0,
  );
  const mib = bytes / (1 << 20);
  const size = mib >= 1024 && mib % 1024 === 0 ? `${mib / 1024} GiB` : `${decimal(mib)} MiB`;
  const start = banks.length ? ` @ 0x${banks[0].start.toString(16)}` : '';
  return [`3.13.11`, `ARM`, `${size}${start}`, `${profile.cpus} CPUs`];
}

/** @param {App} app */
export function topbar(app) {
  const { state, t, profile, actions, i18n, tour } = app;
  const words = machineWords(profile);
  const lang = (/** @type {'en' | 'ko'} */ code, /** @type {string} */ label) =>
    html`<button
      type="button"
      class="segment"
      lang=${code}
      aria-pressed=${i18n.lang === code}
      @click=${() => actions.useLang(code)}
    >
      ${label}
    </button>`;
  return html`
    <h1 class="brand">
      <a href="/" aria-label=${t('brand.label')}>${logo}<span>buddyscope</span></a>
    </h1>
    <nav class="tabs" aria-label=${t('tabs.label')}>${tabs(app)}</nav>
    <div class="spring"></div>
    <button
      type="button"
      class="pill find-open"
      aria-label=${t('find.title')}
      title=${`${t('find.title')} (/)`}
      @click=${() => openFinder(app)}
    >
      ${lens()}
    </button>
    <button
      type="button"
      class="pill mono machine"
      title=${t('machine.open')}
      @click=${() => state.set({ dialog: 'room' })}
    >
      <span class="wide">${words.join(' · ')}</span><span class="narrow">${words[2]}</span>
    </button>
    <button
      type="button"
      class="pill strong tours-button"
      aria-haspopup="dialog"
      title=${t('tours.open')}
      @click=${() => state.set({ dialog: 'tours' })}
    >
      ${t('tours.title')}
    </button>
    <button
      type="button"
      class="pill strong week"
      aria-pressed=${tour.running}
      title=${t('tour.open')}
      @click=${() => tour.toggle()}
    >
      ${t('tour.week54')}
    </button>
    ${avatars(app)} ${followChip(app)}
    <span class="segments" role="group" aria-label=${t('lang.label')}>
      ${lang('en', 'EN')}${lang('ko', '한국어')}
    </span>
    <button type="button" class="primary share" @click=${() => state.set({ dialog: 'share' })}>
      ${t('share.button')}
    </button>
    <button
      type="button"
      class="plus"
      aria-label=${t('command.open')}
      @click=${() => state.set({ menu: state.menu === 'more' ? null : 'more' })}
    >
      +
    </button>
  `;
}
