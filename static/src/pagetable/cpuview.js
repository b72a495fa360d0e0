// cpuview.js - one cpu: what its MMU is told by coprocessor 15, bit by bit, and what its TLB keeps.

import { html, nothing } from 'lit/html.js';
import { bitRuler } from './bits.js';
import { REGISTERS, statusOf } from './cp15.js';
import { runs, tlbTable } from './shelf.js';
import { hex, hex8 } from './text.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./cpu.js').Cpu} Cpu */

/** @param {App} app */
export function cpuView(app) {
  const { pageTables: room, t } = app;
  const cpu = room.cpuState();
  return html`<div class="pt-cpu">
    ${chooser(app)}
    <section aria-label=${t('pt.tlb')}>
      <h3>TLB <small>${t('pt.tlbSize', { n: cpu.entries })}</small></h3>
      ${tlbTable(app, cpu)}
      <p class="quiet">${t('pt.tlbNote')}</p>
    </section>
    <section aria-label=${t('pt.cp15')}>
      <h3>${t('pt.cp15')} ${cpu.kept ? nothing : html`<small>${t('pt.cp15Before')}</small>`}</h3>
      ${Object.keys(REGISTERS).map((name) => register(app, cpu, name))}
    </section>
  </div>`;
}

/** Which cpu, and who runs on each. @param {App} app */
function chooser(app) {
  const { pageTables: room, t, state } = app;
  const choose = (/** @type {number} */ cpu) => () => {
    room.cpu = cpu;
    state.touch();
  };
  return html`<div class="cpu-choice" role="group" aria-label=${t('pt.whichCpu')}>
    ${room.cpus.map((n) => {
      const cpu = room.cpuState(n);
      const written = cpu.old.size > 0 || cpu.lines.some(({ change }) => change !== '');
      return html`<button
        type="button"
        class="control"
        data-cpu=${n}
        data-changed=${written}
        aria-pressed=${n === room.cpuShown}
        @click=${choose(n)}
      >
        <b>cpu ${n}</b> <small>${runs(app, cpu)}</small>
      </button>`;
    })}
  </div>`;
}

/** @param {App} app @param {Cpu} cpu @param {string} name */
function register(app, cpu, name) {
  const value = cpu.registers[name];
  const old = cpu.old.get(name) ?? null;
  const upper = name.toUpperCase();
  return html`<div class="cp15-register" data-register=${name} data-changed=${old !== null}>
    <div>
      <span class="mono">${upper}</span>
      <span class="mono" data-changed=${old !== null}
        >${old === null ? nothing : html`<s>${hex8(old)}</s> `}<b>${hex8(value)}</b></span
      >
      <small>${meaning(app, cpu, name)}</small>
    </div>
    ${bitRuler(value, REGISTERS[name], { old, label: `${upper} ${hex8(value)}` })}
  </div>`;
}

/** What a register says, in a few words. @param {App} app @param {Cpu} cpu @param {string} name */
function meaning(app, { registers, process }, name) {
  const { pageTables: room, t } = app;
  const value = registers[name];
  switch (name) {
    case 'ttbr0':
    case 'ttbr1': {
      const base = (value & ~0x3fff) >>> 0;
      const of = room.pgds.find(({ addr }) => room.memory.toPhys(addr) === base);
      return of?.name ?? '';
    }
    case 'contextidr':
      return process ? t('pt.ofProcess', { pid: process.pid }) : '';
    case 'dfsr':
    case 'ifsr':
      return value === 0 ? t('pt.noFault') : faultText(app, value, name);
    case 'dfar':
    case 'ifar':
      return registers[name === 'dfar' ? 'dfsr' : 'ifsr'] === 0 ? '' : walkLink(app, value);
    default:
      return t(`pt.register.${name}`);
  }
}

/** @param {App} app @param {number} fsr @param {string} name */
function faultText({ t }, fsr, name) {
  const write = name === 'dfsr' && fsr & (1 << 11) ? ` · ${t('pt.access.write')}` : '';
  return `FS ${hex(statusOf(fsr))} · ${t(`pt.fs.${statusOf(fsr)}`)}${write}`;
}

/** @param {App} app @param {number} va */
function walkLink({ pageTables: room, t, state }, va) {
  const go = () => {
    room.choose(va);
    state.touch();
  };
  return html`<button type="button" class="link" @click=${go}>
    ${t('pt.walkOf')} ${hex8(va)}
  </button>`;
}
