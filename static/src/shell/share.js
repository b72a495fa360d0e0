// share.js - the Share dialog: links to this room, the whole session as a link, and files.

import { html, nothing } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { Refused, api } from '../net.js';
import { accessWords } from '../people/panel.js';
import { SESSION_LIMIT, encodeSession } from '../session.js';
import { closeButton } from './closebutton.js';
import { nameInAddress } from './guide.js';
import { copyText } from './copy.js';
import { saveFile } from './download.js';
import { lookedAt } from './looked.js';
import { embedAddress, onLoopback, shareAddress } from './place.js';
import { stepsForm } from './savesteps.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {'here' | 'live' | 'session' | 'embed'} Choice */

/** A code of more letters is too fine for a phone's camera. */
const QR_MOST = 900;
/** Nobody's link is made of more ops: the file is for those. */
const OPS_MOST = 5000;

/** @type {Choice[]} */
const CHOICES = ['here', 'live', 'session', 'embed'];

/** @type {Choice} */
let choice = 'here';
let large = false;
/** The session's link, of these ops. @type {{ops: number, data: string | null} | null} */
let session = null;
/** @type {typeof import('./parts.js') | null} */
let code = null;

/** @param {App} app */
export function share(app) {
  const { state, t, player } = app;
  void loadCode(app);
  // without an operation there is no step to link to
  const chosen = choice === 'here' && player.position.op === 0 ? 'live' : choice;
  const address = addressOf(app, chosen);
  return html`
    <h2 id="dialog-title">${t('share.title')}</h2>
    <p class="quiet">${t('share.sub', { n: state.viewers })} ${accessWords(app)}</p>
    <div class="share-columns">
      <div class="share-choices" role="radiogroup" aria-label=${t('share.title')}>
        ${CHOICES.map((one) => card(app, one, one === chosen, address))}
      </div>
      ${qrPart(app, address)}
    </div>
    ${
      onLoopback()
        ? html`<p class="note">
            <b>${t('share.loopback')}</b> ${t('share.wider')}
            <code class="mono">buddyscope serve --listen 0.0.0.0:${location.port || '8080'}</code>
          </p>`
        : nothing
    }
    <h3>${t('share.files')}</h3>
    <div class="share-files">
      <button type="button" class="control save-room" @click=${() => saveRoom(app)}>
        ${t('share.saveRoom')}
      </button>
      ${stepsForm(app)}
    </div>
    <div class="dialog-buttons">${closeButton(app)}</div>
  `;
}

/** @param {App} app @param {Choice} one @param {boolean} chosen @param {string} address */
function card(app, one, chosen, address) {
  const { t, player, state } = app;
  const { op, event } = player.position;
  return html`<div class="share-card" data-chosen=${chosen}>
    <label>
      <input
        type="radio"
        name="share"
        .checked=${chosen}
        @change=${() => {
          choice = one;
          state.touch();
        }}
      />
      <b>${t(`share.${one}`)}</b>
      ${one === 'here' ? html`<span class="mono">${op}.${event}</span>` : nothing}
    </label>
    <p class="quiet">${t(`share.${one}Note`)}</p>
    ${chosen ? addressLine(app, one, address) : nothing}
  </div>`;
}

/** @param {App} app @param {Choice} one @param {string} address */
function addressLine(app, one, address) {
  const { t } = app;
  if (!address) {
    // only a session may have none: it is being worked out, or it is too long
    const known = session?.ops === app.player.lastOp;
    return html`<p class="share-none" role="status">
      ${known ? t('share.tooLong', { limit: decimal(SESSION_LIMIT) }) : t('share.working')}
    </p>`;
  }
  return html`<div class="copy share-link">
    <input
      id="share-address"
      class="mono"
      readonly
      aria-label=${t(`share.${one}`)}
      .value=${address}
      @focus=${(/** @type {FocusEvent} */ focus) =>
        /** @type {HTMLInputElement} */ (focus.currentTarget).select()}
    />
    <button
      type="button"
      class="primary"
      autofocus
      @click=${() => copyText(app, address, t('share.copied'))}
    >
      ${t('copy')}
    </button>
  </div>`;
}

/** @param {App} app @param {string} address */
function qrPart(app, address) {
  const { t, state } = app;
  if (!code || !address || address.length > QR_MOST) {
    return html`<div class="share-qr" data-empty>
      <p class="quiet">${address ? t('share.noCode') : ''}</p>
    </div>`;
  }
  return html`<div class="share-qr" data-large=${large}>
    <button
      type="button"
      class="qr-button"
      aria-pressed=${large}
      title=${t('share.large')}
      @click=${() => {
        large = !large;
        state.touch();
      }}
    >
      ${code.qr(address, t('share.code'))}
    </button>
    <p class="quiet">${onLoopback() ? t('share.codeLoopback') : t('share.codeNote')}</p>
  </div>`;
}

/** @param {App} app */
async function loadCode(app) {
  if (code) return;
  code = await import('./parts.js');
  app.state.touch();
}

// ---- addresses ----

/** Empty if there is none, or none yet. @param {App} app @param {Choice} chosen */
function addressOf(app, chosen) {
  const { state, player, guide } = app;
  const { op, event } = player.position;
  if (chosen === 'live') return shareAddress(state.room, null, null, null);
  if (chosen === 'embed') {
    const end = { op, event: player.position.events };
    return embedAddress(state.room, { op, event: 0 }, end, state.tab, lookedAt(app));
  }
  if (chosen === 'session') {
    const data = sessionData(app);
    if (!data) return '';
    const hash = new URLSearchParams({ s: data });
    if (op > 0) hash.set('at', `${op}.${event}`);
    const looked = lookedAt(app);
    if (looked) hash.set(looked.view, looked.place);
    return `${location.origin}/s#${hash}`;
  }
  const tour =
    guide.tour && guide.there ? { name: nameInAddress(guide.tour), stop: guide.index + 1 } : null;
  return shareAddress(state.room, { op, event }, tour, tour ? null : lookedAt(app));
}

/** What stands behind s=; null while it is worked out, and if it would be too long. @param {App} app */
function sessionData(app) {
  const { player, state } = app;
  const ops = player.lastOp;
  if (session?.ops === ops) return session.data;
  if (ops > OPS_MOST) {
    session = { ops, data: null };
    return null;
  }
  if (working !== ops) {
    working = ops;
    void encodeRoom(state.room)
      .then((data) => (session = { ops, data: data.length <= SESSION_LIMIT ? data : null }))
      .catch((error) => failed(app, error))
      .finally(() => state.touch());
  }
  return null;
}

/** Ops of the session that is being worked out. */
let working = 0;

/** @param {string} room */
async function encodeRoom(room) {
  return encodeSession(await api(`/api/rooms/${room}/export`));
}

// ---- files ----

/** @param {App} app */
async function saveRoom(app) {
  try {
    const answer = await fetch(`/api/rooms/${app.state.room}/export`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    saveFile(await answer.blob(), `buddyscope-${app.state.room}.json`);
  } catch (error) {
    failed(app, error);
  }
}

/** @param {App} app @param {unknown} error */
function failed(app, error) {
  const text = error instanceof Refused ? error.error.message : String(error);
  app.state.set({ toast: { text, tone: 'alarm' } });
}
