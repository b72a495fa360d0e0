// procform.js - what the menu of processes asks for: what is typed in it, on which cpu, and what is refused.

import { html, nothing } from 'lit/html.js';
import { formField } from '../shell/field.js';
import { alarm } from '../shell/icons.js';

/** @typedef {import('../shell/app.js').App} App */

const MENU = 'process';
export const PROTS = ['read', 'write', 'exec'];
/** Which field of the form an op's field is. @type {Record<string, Record<string, string>>} */
const FIELDS = {
  proc_mmap: { length: 'length', addr: 'where' },
  proc_touch: { addr: 'addr' },
  proc_munmap: { addr: 'addr', length: 'bytes' },
};

/** What is typed and chosen, as long as the page lives. */
export const form = {
  pid: 0,
  cpu: /** @type {number | null} */ (null),
  legacy: false,
  length: '0x4000',
  where: '',
  near: false,
  shared: false,
  prot: new Set(['read', 'write']),
  addr: '',
  bytes: '0x1000',
  access: PROTS[0],
};
/** The operation that was asked for last: what is refused is its. */
let asked = '';

/** @param {App} app @param {Record<string, any>} op on the cpu that is chosen */
export function run({ actions, reader }, op) {
  const { cpu } = form;
  form.cpu = null;
  asked = op.op;
  return actions.run(cpu === null || cpu === reader.cpu ? op : { ...op, cpu }, MENU);
}

/** @param {App} app @param {...string} ops whose refusal stands here */
export function refusal({ state, t }, ...ops) {
  const { error } = state;
  if (error?.menu !== MENU || !ops.includes(asked)) return nothing;
  const named = error.message.startsWith(`${error.field}:`);
  return html`<p class="refused" role="alert">
    ${alarm()} ${named ? nothing : html`<b>${t('error.field', { field: error.field })}</b>`}
    <span>${error.message}</span>
  </p>`;
}

/** @param {App} app @param {'length' | 'where' | 'addr' | 'bytes'} name @param {() => unknown} act */
export function field(app, name, act) {
  const { error } = app.state;
  const wrong = error?.menu === MENU && FIELDS[asked]?.[error.field] === name;
  return formField(app, form, MENU, name, act, wrong);
}

/** @param {App} app @param {string} label @param {boolean} on @param {() => unknown} flip @param {string} name */
export function toggle(app, label, on, flip, name) {
  return html`<button
    type="button"
    class="control"
    name=${`${MENU}-${name}`}
    aria-pressed=${on}
    @click=${() => {
      flip();
      app.state.touch();
    }}
  >
    ${label}
  </button>`;
}
