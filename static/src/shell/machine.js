// machine.js - the dialog of the machine: its zones, what was reserved before the allocator, and a room with another one.

import { html, nothing } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { Refused, api } from '../net.js';
import { closeButton } from './closebutton.js';
import { alarm } from './icons.js';
import { lazy } from './lazy.js';
import { link } from './place.js';
import { machineWords } from './topbar.js';

const besideForm = lazy('besideForm');

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../types.js').WireError} WireError */
/** @typedef {{name: string, start: number, size: number, known: boolean}} Reservation */

/** Lists of what lies somewhere; the others only have an alignment. */
const ADDRESSED = new Set(['reserve', 'percpu']);

/** sizeof(struct page) of a new room: 3.13's own, and with what the study group's kernel had switched on. */
const PAGE_SIZES = [32, 44];

/** The room that is asked for; an empty profile is this room's. */
const wanted = { profile: '', slub: true, pageSize: PAGE_SIZES[0] };

/** Why the last one was refused. @type {WireError | null} */
let refused = null;

/** @param {App} app */
export function machine(app) {
  const { t, profile } = app;
  return html`
    <h2 id="dialog-title">${t('room.machine')}</h2>
    <p class="mono">
      ${machineWords(profile).join(' · ')} · sizeof(struct page) ${profile.page_struct_size}
    </p>
    ${zones(app)}
    <h3>${t('room.new')}</h3>
    <p class="quiet">${t('room.newNote')}</p>
    ${newRoom(app)}
    <h3>${t('beside.title')}</h3>
    ${besideForm(app)} ${reservations(app)}
    <div class="dialog-buttons">${closeButton(app)}</div>
  `;
}

/** @param {App} app */
function zones(app) {
  const populated = app.reader.zones().filter((zone) => zone.populated);
  return html`<table class="zones mono">
    <thead>
      <tr>
        <th>zone</th>
        <th>start_pfn</th>
        <th>spanned</th>
        <th>present</th>
        <th>managed</th>
      </tr>
    </thead>
    <tbody>
      ${populated.map(
        (zone) =>
          html`<tr>
            <th scope="row">${zone.name}</th>
            <td>0x${zone.startPfn.toString(16)}</td>
            <td>${decimal(zone.spanned)}</td>
            <td>${decimal(zone.present)}</td>
            <td>${decimal(zone.managed)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** @param {App} app */
function reservations(app) {
  const { t, profile } = app;
  const group = (/** @type {string} */ list) =>
    html`<tr>
        <th colspan="4" scope="colgroup">${t(`machine.${list}`)}</th>
      </tr>
      ${(profile[list] ?? []).map((/** @type {Reservation} */ one) => reservation(app, list, one))}`;
  return html`<h3 id="reserved-title">${t('machine.reserved')}</h3>
    <p class="quiet">${t('machine.reservedNote')}</p>
    <table class="reserved" aria-labelledby="reserved-title">
      <tbody>
        ${group('reserve')} ${group('early')} ${group('bootmem')}
        ${profile.percpu?.length ? group('percpu') : nothing}
      </tbody>
    </table>`;
}

/** @param {App} app @param {string} list @param {Reservation} one */
function reservation(app, list, one) {
  const { t } = app;
  const bytes = one.size % 1024 !== 0;
  const size = t(bytes ? 'machine.bytes' : 'machine.size', {
    n: decimal(bytes ? one.size : one.size / 1024),
  });
  return html`<tr>
    <td>${one.name}</td>
    <td class="mono">
      ${ADDRESSED.has(list) ? `0x${one.start.toString(16)}` : decimal(one.start)}
    </td>
    <td class="mono">${size}</td>
    <td>
      <span class=${one.known ? 'quiet' : 'assumed'}
        >${t(one.known ? 'machine.known' : 'machine.assumed')}</span
      >
    </td>
  </tr>`;
}

/** @param {App} app */
function newRoom(app) {
  const { t, profiles, profile } = app;
  const chosen = wanted.profile || profile.name;
  const choose = (/** @type {Partial<typeof wanted>} */ patch) => {
    Object.assign(wanted, patch);
    refused = null;
    app.state.touch();
  };
  return html`<div class="profiles" role="group" aria-label=${t('machine.profile')}>
      ${profiles.map(
        (one) =>
          html`<button
            type="button"
            class="control profile"
            data-profile=${one.name}
            aria-pressed=${one.name === chosen}
            @click=${() => choose({ profile: one.name })}
          >
            <b class="mono">${one.name}</b> <span>${one.title ?? ''}</span>
          </button>`,
      )}
    </div>
    <div class="room-options">
      ${segments(
        t('machine.slub'),
        [t('machine.slubOn'), t('machine.slubOff')],
        wanted.slub ? 0 : 1,
        (at) => choose({ slub: at === 0 }),
      )}
      ${segments(
        'sizeof(struct page)',
        PAGE_SIZES.map(String),
        PAGE_SIZES.indexOf(wanted.pageSize),
        (at) => choose({ pageSize: PAGE_SIZES[at] }),
      )}
      <button type="button" class="primary make-room" @click=${() => make(app, chosen)}>
        ${t('machine.make')}
      </button>
    </div>
    <p class="quiet">${t('machine.slubNote')}</p>
    <label class="control from-file">
      ${t('room.import')}
      <input
        type="file"
        accept=".json,application/json"
        @change=${(/** @type {Event} */ event) =>
          bring(app, /** @type {HTMLInputElement} */ (event.target).files?.[0])}
      />
    </label>
    <p class="quiet">${t('room.importNote')}</p>
    ${
      refused
        ? html`<p class="refused" role="alert">
            ${alarm()} <b>${t('error.field', { field: refused.field || refused.code })}</b>
            <span>${refused.message}</span>
          </p>`
        : nothing
    }`;
}

/** @param {string} label @param {string[]} names @param {number} pressed @param {(at: number) => void} choose */
function segments(label, names, pressed, choose) {
  return html`<span class="room-option">
    <span>${label}</span>
    <span class="segments" role="group" aria-label=${label}>
      ${names.map(
        (name, at) =>
          html`<button
            type="button"
            class="segment"
            aria-pressed=${at === pressed}
            @click=${() => choose(at)}
          >
            ${name}
          </button>`,
      )}
    </span>
  </span>`;
}

/** A room from a file that a room was saved in. @param {App} app @param {File | undefined} file */
async function bring(app, file) {
  if (!file) return;
  try {
    const made = await api('/api/rooms/import', JSON.parse(await file.text()));
    location.assign(link(made.room, null, made.owner_key));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    refused = error instanceof Refused ? error.error : { code: '', field: file.name, message };
    app.state.touch();
  }
}

/** @param {App} app @param {string} profile */
async function make(app, profile) {
  try {
    const made = await api('/api/rooms', {
      profile,
      slub: wanted.slub,
      page_struct_size: wanted.pageSize,
    });
    location.assign(link(made.room, null, made.owner_key));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    refused = error instanceof Refused ? error.error : { code: '', field: '', message };
    app.state.touch();
  }
}
