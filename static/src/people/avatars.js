// avatars.js - the people in the top bar: round initials, who drives with a ring, and whether we follow.

import { html, nothing } from 'lit/html.js';
import { eye, hand } from '../shell/icons.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./people.js').Person} Person */

const SHOWN = 5;

/** The first letter that stands for somebody: of the name, else the number. @param {Person} person */
function initial(person) {
  return person.name ? [...person.name][0].toUpperCase() : String(person.n);
}

/** @param {App} app @param {Person} person */
export function avatar(app, person) {
  const { people } = app;
  return html`<span
    class="avatar"
    data-chalk=${person.n === people.chalk}
    data-away=${person.away === true}
    data-you=${person.n === people.you}
    data-nameless=${!person.name}
    title=${people.nameOf(person)}
    ><span>${initial(person)}</span
    >${person.wish ? html`<i aria-hidden="true">${hand()}</i>` : nothing}</span
  >`;
}

/** @param {App} app */
export function avatars(app) {
  const { people, state, t } = app;
  const shown = people.list.slice(0, SHOWN);
  const more = state.viewers - shown.filter((one) => !one.away).length;
  return html`<button
    type="button"
    class="presence"
    aria-haspopup="dialog"
    title=${t('people.open')}
    @click=${() => state.set({ dialog: 'people' })}
  >
    <span class="avatars" aria-hidden="true">${shown.map((one) => avatar(app, one))}</span>
    ${more > 0 && shown.length > 0 ? html`<span class="more-people">+${more}</span>` : nothing}
    <span class="here">${eye()} ${t('presence.count', { n: state.viewers })}</span>
  </button>`;
}

/** Whom we follow, and the way back to them. @param {App} app */
export function followChip(app) {
  const { people, follow, player, t } = app;
  const { leader } = people;
  const button = (/** @type {string} */ label, /** @type {string} */ short) =>
    html`<button type="button" class="pill strong alone" @click=${() => follow.resume()}>
      <span class="wide">${label}</span><span class="narrow">${short}</span>
    </button>`;
  if (leader && follow.on) {
    const name = people.nameOf(leader);
    return html`<span class="following" title=${t('follow.following', { name })}
      >${t('follow.following', { name })}</span
    >`;
  }
  if (leader) {
    return button(t('follow.backTo', { name: people.nameOf(leader) }), t('follow.short'));
  }
  if (player.following) return nothing;
  const leads = people.hasChalk && app.state.viewers > 1;
  return leads
    ? button(t('follow.newest'), t('follow.newestShort'))
    : button(t('follow.back'), t('follow.short'));
}
