// shelf.js - a cpu's TLB as lines: what is cached, for whom, and which line the walk at hand would find.

import { html, nothing } from 'lit/html.js';
import { rightsOf } from './registers.js';
import { bare, hex8, sizeText } from './text.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./cpu.js').Cpu} Cpu */
/** @typedef {import('./cpu.js').ShelfLine} ShelfLine */

/** Lines that the shelf beside the address has room for. */
const FEW = 24;

/** What matters most comes first: the hit, what the step changed, what is stale. @param {ShelfLine} one */
const weight = ({ hit, change, stale }) => (hit ? 4 : 0) + (change ? 2 : 0) + (stale ? 1 : 0);

/** The shelf beside the address. @param {App} app */
export function shelf(app) {
  const { pageTables: room, t, state } = app;
  if (room.processes.length === 0) return nothing;
  const cpu = room.cpuState();
  const lines = [...cpu.lines].sort((a, b) => weight(b) - weight(a)).slice(0, FEW);
  const open = () => {
    room.view = 'cpu';
    state.touch();
  };
  return html`<section class="tlb-shelf" aria-label=${t('pt.tlb')}>
    <h3>
      <button type="button" class="link" @click=${open} title=${t('pt.tlbOpen')}>
        TLB cpu ${cpu.cpu}
      </button>
      <small>${runs(app, cpu)}</small>
    </h3>
    <ol class="mono" tabindex="0">
      ${lines.length === 0 ? html`<li class="quiet">${t('pt.tlbEmpty')}</li>` : nothing}
      ${lines.map((one) => shelfLine(app, one))}
    </ol>
  </section>`;
}

/** Who runs there. @param {App} app @param {Cpu} cpu */
export function runs({ t }, { process, entries }) {
  const who = process
    ? t('pt.runs', { pid: process.pid, asid: process.context & 0xff })
    : t('pt.runsNobody');
  return `${who} · ${t('pt.entries', { n: entries })}`;
}

/** @param {App} app @param {ShelfLine} line */
function shelfLine(app, line) {
  const { entry } = line;
  const go = () => walkTo(app, line);
  return html`<li data-hit=${line.hit} data-change=${line.change} data-stale=${line.stale}>
    <button type="button" @click=${go} aria-label=${`${app.t('pt.walkOf')} ${hex8(entry.va)}`}>
      <b>${bare(entry.va)}</b>
      <span>${asidText(line)}</span>
      <span>→ ${bare(entry.d.base)}</span>
      <span>${rightsText(entry)}</span>
      <i>${mark(app, line)}</i>
    </button>
  </li>`;
}

/** By the tables of whose entry it is. @param {App} app @param {ShelfLine} line */
function walkTo({ pageTables: room, state }, { entry, process }) {
  if (process) room.pgd = process.pgd;
  room.choose(entry.va);
  state.touch();
}

/** @param {ShelfLine} line */
const asidText = ({ entry }) => (entry.asid < 0 ? 'global' : `ASID ${entry.asid}`);

/** The kernel's rights, and a user's. @param {import('./tlb.js').TlbEntry} entry */
function rightsText({ d }) {
  const { kernel, user } = rightsOf(d.ap);
  const x = d.xn ? '' : 'x';
  const say = (/** @type {string} */ text) => (text ? text + x : '–');
  return `${say(kernel)}/${say(user)}`;
}

/** @param {App} app @param {ShelfLine} line */
function mark({ t }, { hit, change, stale }) {
  const words = [change ? t(`pt.tlb.${change}`) : '', hit ? t('pt.tlb.hit') : ''];
  return [...words, stale ? t('pt.tlb.stale') : ''].filter((word) => word !== '').join(' · ');
}

/** All of a TLB. @param {App} app @param {Cpu} cpu */
export function tlbTable(app, cpu) {
  const { t } = app;
  if (cpu.lines.length === 0) return html`<p class="pte-none">${t('pt.tlbEmpty')}</p>`;
  const heads = ['VA', t('pt.size'), 'ASID', 'PA', t('pt.kernelUser'), 'TEX C B S', 'domain', ''];
  return html`<table class="tlb-table mono">
    <thead>
      <tr>
        <th scope="col">${t('pt.setWay')}</th>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${cpu.lines.map((line) => tableLine(app, line))}
    </tbody>
  </table>`;
}

/** @param {App} app @param {ShelfLine} line */
function tableLine(app, line) {
  const { entry, process, hit, change, stale } = line;
  const { d } = entry;
  const kind = `${d.tex.toString(2).padStart(3, '0')} ${[d.cb >> 1, d.cb & 1, Number(d.s)].join(' ')}`;
  const whose = process ? app.t('pt.ofProcess', { pid: process.pid }) : '';
  return html`<tr data-hit=${hit} data-change=${change} data-stale=${stale}>
    <th scope="row">${entry.slot >> 2}.${entry.slot & 3}</th>
    <td>
      <button type="button" class="link" @click=${() => walkTo(app, line)}>
        ${hex8(entry.va)}
      </button>
    </td>
    <td>${sizeText(2 ** d.shift)}</td>
    <td>${asidText(line)} <small>${whose}</small></td>
    <td>${hex8(d.base)}</td>
    <td>${rightsText(entry)}</td>
    <td>${kind}</td>
    <td>${d.domain}</td>
    <td><i>${mark(app, line)}</i></td>
  </tr>`;
}
