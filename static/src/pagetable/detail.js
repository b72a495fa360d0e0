// detail.js - the step that one stands at, in full: the word with its bit ruler, who may do what, the address that comes out, the page.

import { html, nothing } from 'lit/html.js';
import { openPast } from '../shell/past.js';
import { bitRuler } from './bits.js';
import { REGISTERS } from './cp15.js';
import { L1_FIELDS, L2_FIELDS } from './fields.js';
import { allows, domainAccess, rightsOf } from './registers.js';
import { HANDLERS, memoryText } from './say.js';
import { bare, hex, hex8, sizeText } from './text.js';
import { twin } from './twin.js';
import { permissions } from './walk.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./walk.js').Walk} Walk */
/** @typedef {import('./steps.js').Kind} Kind */
/** @typedef {[string, unknown]} Fact */

/** Domains as the kernel uses them. */
const DOMAINS = ['DOMAIN_KERNEL', 'DOMAIN_USER', 'DOMAIN_IO'];
const DOMAIN_ACCESS = ['no access', 'client', 'reserved', 'manager'];

/** @param {App} app @param {Walk} walk @param {Kind} kind */
export function detail(app, walk, kind) {
  const body = { ttbr, l1, l2, check, pa, page, fault }[kind];
  return html`<section class="pt-detail" role="tabpanel" aria-label=${app.t(`pt.step.${kind}`)}>
    ${body(app, walk)}
  </section>`;
}

/** @param {Fact[]} list */
const facts = (list) =>
  html`<dl class="pt-facts">
    ${list.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd class="mono">${value}</dd>
        </div>`,
    )}
  </dl>`;

/** @param {App} app @param {Walk} walk */
function ttbr({ t, pageTables: room }, walk) {
  return html`${bitRuler(walk.ttbr, REGISTERS.ttbr0, { label: 'TTBR0' })}
  ${facts([
    ['TTBR0', hex8(walk.ttbr)],
    [t('pt.tableAt'), `${hex8(walk.ttbr & ~0x3fff)} · ${hex8(room.table.addr)} ${room.table.name}`],
    ['TTBCR', `0 · N 0, ${t('pt.n0')}`],
    ['DACR', hex(walk.registers.dacr)],
  ])}`;
}

/** @param {App} app @param {Walk} walk */
function l1(app, { l1: read, registers }) {
  const { t, pageTables: room } = app;
  const { d } = read;
  const old = room.changes.get(read.virt) ?? null;
  const ruler = bitRuler(read.word, L1_FIELDS[d.type] ?? [], {
    old,
    label: `L1 ${hex8(read.word)}`,
  });
  /** @type {Fact[]} */
  const list = [
    [t('pt.wordAt'), `${hex8(read.phys)} · ${hex8(read.virt)}`],
    ['type', t(`pt.type.${d.type}`)],
  ];
  if (d.type === 'table') list.push([t('pt.tableAt'), hex8(d.base)], domain(d.domain, registers));
  else if (d.type !== 'fault') {
    list.push([t('pt.maps'), maps(d)], domain(d.domain, registers), ...leafFacts(d));
  }
  return html`${ruler} ${facts(list)}`;
}

/** @param {number} n @param {Walk['registers']} registers @returns {Fact} */
const domain = (n, registers) => [
  'domain',
  `${n} ${DOMAINS[n] ?? ''} · ${DOMAIN_ACCESS[domainAccess(n, registers)]} (DACR ${hex(registers.dacr)})`,
];

/** @param {import('./word.js').Descriptor} d */
const maps = (d) => `${hex(d.base)}, ${sizeText(2 ** d.shift)}`;

/** @param {import('./word.js').Descriptor} d @returns {Fact[]} */
const leafFacts = (d) => [
  [
    'TEX C B',
    `${d.tex.toString(2).padStart(3, '0')} ${d.cb.toString(2).padStart(2, '0').split('').join(' ')}`,
  ],
  ['AP[2:0]', d.ap.toString(2).padStart(3, '0')],
];

/** @param {App} app @param {Walk} walk */
function l2(app, { l2: read, linux }) {
  if (!read) return nothing;
  const { t, pageTables: room } = app;
  const { d } = read;
  const old = (/** @type {number} */ virt) => room.changes.get(virt) ?? null;
  const ruler =
    linux && d.type !== 'large'
      ? twin(app, {
          linux: linux.word,
          hw: read.word,
          oldLinux: old(linux.virt),
          oldHw: old(read.virt),
        })
      : bitRuler(read.word, L2_FIELDS[d.type] ?? [], {
          old: old(read.virt),
          label: hex8(read.word),
        });
  /** @type {Fact[]} */
  const list = [[`h/w · ${t('pt.wordAt')}`, `${hex8(read.phys)} · ${hex8(read.virt)}`]];
  if (linux) list.push([`Linux · ${t('pt.wordAt')}`, `${hex8(linux.virt)} · −2,048`]);
  list.push([t(`pt.type.${d.type}`), d.shift ? maps(d) : '–']);
  return html`${ruler} ${facts(list)}`;
}

/** @param {App} app @param {Walk} walk */
function check(app, walk) {
  const { t, pageTables: room, state } = app;
  const { leaf, registers } = walk;
  if (!leaf) return nothing;
  const all = permissions(leaf, registers);
  const rights = rightsOf(leaf.ap);
  return html`<div class="pt-check">
    <table class="rights">
      <thead>
        <tr>
          <th></th>
          ${['read', 'write', 'fetch'].map((access) => html`<th scope="col">${t(`pt.access.${access}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${[false, true].map(
          (user) =>
            html`<tr>
              <th scope="row">${t(user ? 'pt.user' : 'pt.kernel')}</th>
              ${all
                .filter((one) => one.user === user)
                .map((one) => {
                  const choose = () => {
                    room.access = one.access;
                    room.user = user;
                    state.touch();
                  };
                  const mine = one.access === room.access && user === room.user;
                  return html`<td data-here=${mine} data-ok=${allows(one.verdict)}>
                    <button type="button" aria-pressed=${mine} @click=${choose}>
                      <b aria-hidden="true">${allows(one.verdict) ? '✓' : '✗'}</b>
                      <small
                        >${allows(one.verdict) ? t('pt.allowed') : `FS ${hex(one.fault)} · ${t(`pt.because.${one.verdict}`)}`}</small
                      >
                    </button>
                  </td>`;
                })}
            </tr>`,
        )}
      </tbody>
    </table>
    ${facts([
      domain(leaf.domain, registers),
      [
        'AP[2:0]',
        `${leaf.ap.toString(2).padStart(3, '0')} · ${t('pt.kernel')} ${rights.kernel || '–'}, ${t('pt.user')} ${rights.user || '–'}`,
      ],
      ['XN', `${Number(leaf.xn)} · PXN ${Number(leaf.pxn)}`],
      ['nG', `${Number(leaf.ng)} · ${t(leaf.ng ? 'pt.ng' : 'pt.global')}`],
    ])}
  </div>`;
}

/** @param {App} app @param {Walk} walk */
function pa(app, walk) {
  const { leaf, attributes: a } = walk;
  const { prrr, nmrr } = walk.registers;
  const { t } = app;
  if (!leaf || !a) return nothing;
  const low = leaf.shift;
  const fields = [
    { name: t('pt.fromWord'), high: 31, low },
    { name: t('pt.fromVa'), high: low - 1, low: 0 },
  ];
  const type = (prrr >>> (2 * a.n)) & 3;
  const policy = `IR${a.n} ${(nmrr >>> (2 * a.n)) & 3}, OR${a.n} ${(nmrr >>> (16 + 2 * a.n)) & 3}`;
  return html`${bitRuler(walk.pa >>> 0, fields, { label: `PA ${hex8(walk.pa)}` })}
  ${facts([
    ['PA', hex8(walk.pa)],
    [t('pt.memoryIs'), memoryText(app, walk)],
    ['TEX0 C B', `${a.n.toString(2).padStart(3, '0')} → n ${a.n} (SCTLR.TRE 1)`],
    [`PRRR ${hex8(prrr)}`, `TR${a.n} ${type}`],
    [`NMRR ${hex8(nmrr)}`, policy],
    ['S', `${Number(leaf.s)} · ${t(a.shareable ? 'pt.shareable' : 'pt.notShareable')}`],
  ])}`;
}

/** @param {App} app @param {Walk} walk */
function page(app, walk) {
  const { t, pageTables: room, state, slabs, player } = app;
  const owner = room.owner(walk.pa);
  const { page: info, pfn, virt } = owner;
  const show = () => {
    state.set({ tab: 'pages' });
    player.stage?.select(pfn);
  };
  const open = () => {
    if (slabs.chooseText(hex(virt)) || slabs.choosePage(pfn)) state.set({ tab: 'slabs' });
  };
  const again = () => {
    room.choose(virt);
    state.touch();
  };
  const slab = owner.kind === 'object' || owner.kind === 'slab';
  const rights = walk.leaf ? rightsOf(walk.leaf.ap) : { kernel: '', user: '' };
  const noX = walk.leaf?.xn ? '' : 'x';
  const who = (/** @type {string} */ text) => (text ? text + noX : '–');
  return html`<ol class="pt-chain">
      ${card(t('pt.virtual1'), hex8(walk.va), `${t('pt.kernel')} ${who(rights.kernel)} · ${t('pt.user')} ${who(rights.user)}`)}
      ${card(t('pt.physical1'), hex8(walk.pa), memoryText(app, walk))}
      ${
        info
          ? card(
              'struct page',
              `pfn ${hex(pfn)}`,
              `_count ${info.count} · _mapcount ${info.mapcount} · flags ${hex(info.flags)}`,
            )
          : nothing
      }
      ${card(t('pt.is'), owner.name || t(`pt.kind.${owner.kind}`), info ? (virt ? `${t('pt.lowmemAddress')} ${hex8(virt)}` : t('pt.noLowmem')) : '')}
    </ol>
    <p class="pt-links">
      ${info ? link(t('pt.showPage'), show) : nothing}
      ${slab ? link(t('pt.showSlab'), open) : nothing}
      ${virt && virt !== walk.va ? link(t('pt.walkLowmem', { va: hex8(virt) }), again) : nothing}
      ${info ? link(t('past.open'), () => openPast(app, { pfn, addr: 0 })) : nothing}
    </p>`;
}

/** @param {string} title @param {string} value @param {string} note */
const card = (title, value, note) =>
  html`<li><small>${title}</small><b class="mono">${value}</b><small>${note}</small></li>`;

/** @param {string} text @param {() => void} act */
const link = (text, act) =>
  html`<button type="button" class="control" @click=${act}>${text}</button>`;

/** @param {App} app @param {Walk} walk */
function fault({ t, pageTables: room }, walk) {
  const write = room.access === 'write' ? 1 << 11 : 0;
  const fetch = room.access === 'fetch';
  const status = ((walk.leaf ?? walk.l1.d).domain << 4) | (walk.fault & 0xf) | write;
  return html`<div class="pt-fault">
    ${facts([
      ['FS', `0x${bare(walk.fault, 2)} · ${t(`pt.fs.${walk.fault}`)}`],
      fetch ? ['IFSR', hex(walk.fault)] : ['DFSR', hex(status)],
      [fetch ? 'IFAR' : 'DFAR', hex8(walk.va)],
      [t('pt.handler'), `fsr_info[${walk.fault}].fn = ${HANDLERS[walk.fault] ?? '?'}`],
    ])}
  </div>`;
}
