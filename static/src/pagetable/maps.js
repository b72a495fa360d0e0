// maps.js - everything that is mapped: the virtual map at the left, the physical one at the right, arrows between.

import { html, nothing, svg } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { areaKind } from './areas.js';
import { mapRows } from './maprows.js';
import { kindOf, permissions } from '../vm/processes.js';
import { attributesOf, rightsOf } from './registers.js';
import { ownerText, usersBrief } from './say.js';
import { hex, hex8, sizeText } from './text.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./runs.js').Mapped} Mapped */
/** @typedef {import('./maprows.js').PhysRow} PhysRow */

/** Height of a row, px; larger where many look at once. */
const rowHeight = () => (document.documentElement.dataset.screen === 'projector' ? 60 : 44);
const MOST = 60;

/** @param {App} app */
export function maps(app) {
  const { pageTables: room, t } = app;
  const all = room.mapped;
  const shown = all.slice(0, MOST);
  const { left, right, arrows, more } = mapRows(room.memory, shown);
  const ROW = rowHeight();
  const height = Math.max(left.length, right.length) * ROW;
  const shift = (/** @type {unknown[]} */ rows) => Math.max(0, (height - rows.length * ROW) / 2);
  const [down, up] = [shift(left), shift(right)];
  const middle = (/** @type {number} */ i, /** @type {number} */ by) => by + i * ROW + ROW / 2;
  /** Arrows to one row end beside each other: low memory's own above. @param {number} to @param {number} i */
  const beside = (to, i) => {
    const mine = arrows.filter((one) => one.to === to);
    if (mine.length < 2) return 0;
    mine.sort((one, other) => Number(other.second) - Number(one.second));
    return (mine.indexOf(arrows[i]) / (mine.length - 1)) * 18 - 9;
  };
  const twice = (/** @type {number} */ to) => arrows.filter((one) => one.to === to).length > 1;
  return html`<div class="pt-maps" style=${`--map-row:${ROW}px`}>
    <h3>${t('pt.virtual')} <small>${room.table.name}</small></h3>
    <h3 class="pt-physical">${t('pt.physical')}</h3>
    <ol class="pt-left" style=${`padding-top:${down}px`} aria-label=${t('pt.virtual')}>
      ${left.map((one, i) => virtualRow(app, one, more[i]))}
    </ol>
    <svg
      class="pt-arrows"
      viewBox="0 0 100 ${height || 1}"
      style=${`height:${height}px`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      ${arrows.map(({ from, to, second }, i) => {
        const [a, b] = [middle(from, down), middle(to, up)];
        const y = b + beside(to, i);
        return svg`<path data-second=${second} data-twice=${twice(to)} d=${`M0 ${a}C50 ${a} 50 ${y} 100 ${y}`} />`;
      })}
    </svg>
    <ol class="pt-right" style=${`padding-top:${up}px`} aria-label=${t('pt.physical')}>
      ${right.map((row, i) => physicalRow(app, row, twice(i)))}
    </ol>
    ${all.length > MOST ? html`<p class="quiet">${t('pt.moreMapped', { n: all.length - MOST })}</p>` : nothing}
    <p class="quiet pt-maps-note">${t('pt.mapsNote')}</p>
  </div>`;
}

/** @param {App} app @param {Mapped} one @param {number} more */
function virtualRow(app, one, more) {
  if (one.user) return processRow(app, one, one.user, more);
  const { pageTables: room, t, state } = app;
  const [run] = one.runs;
  const { d } = run;
  const name = one.area?.caller || (one.area ? areaKind(one.area.flags) : '');
  const rights = rightsOf(d.ap);
  const who = [
    `${t('pt.kernel')} ${rights.kernel || '–'}`,
    rights.user ? `${t('pt.user')} ${rights.user}` : '',
    d.xn ? 'XN' : 'x',
    t(`pt.memory.${attributesOf(d, room.registers).type}`),
  ].filter((text) => text !== '');
  const go = () => {
    room.choose(one.va);
    state.touch();
  };
  const changed = [...room.changes.keys()].some((virt) => {
    const subject = room.tables.subject(virt);
    return subject !== null && subject.va >= one.va && subject.va < one.va + one.size;
  });
  return html`<li data-part=${one.part} data-changed=${changed}>
    <button
      type="button"
      @click=${go}
      aria-label=${`${t('pt.walkOf')} ${hex8(one.va)}, ${sizeText(one.size)}`}
    >
      <span class="mono"
        ><b>${hex8(one.va)}</b> ${sizeText(one.size)}
        <i
          >${t(`pt.type.${d.type}`)}${one.runs.length > 1 ? ` × ${one.runs.reduce((sum, { entries }) => sum + entries, 0)}` : ''}</i
        ></span
      >
      <small
        >${t(`pt.part.${one.part}`)}${name ? html` · <span class="mono">${name}</span>` : nothing} ·
        ${who.join(', ')}${more ? ` · ${t('pt.moreRuns', { n: more })}` : ''}</small
      >
    </button>
  </li>`;
}

/** An area of a process. @param {App} app @param {Mapped} one @param {NonNullable<Mapped['user']>} user @param {number} more */
function processRow({ pageTables: room, t, state }, { va, size, runs }, user, more) {
  const { pid, vma, pages, sharer } = user;
  const go = () => {
    room.pgd = room.pgdOf(pid);
    room.user = true;
    room.choose(runs[0]?.va ?? va);
    state.touch();
  };
  const changed = [...room.changes.keys()].some((virt) => {
    const subject = room.tables.subject(virt);
    return subject?.pgd.pid === pid && subject.va >= va && subject.va < va + size;
  });
  const text = `${hex8(vma.start)}–${hex8(vma.end)} ${permissions(vma.flags)}`;
  const who = t(sharer ? 'pt.vmaOther' : 'pt.vmaOf', { pid, kind: t(`pt.vma.${kindOf(vma)}`) });
  return html`<li data-part="user" data-pid=${pid} data-sharer=${sharer} data-changed=${changed}>
    <button type="button" @click=${go} aria-label=${`${t('pt.walkOf')} ${text}, ${who}`}>
      <span class="mono"
        ><b>${hex8(vma.start)}</b> ${sizeText(size)} <i>${permissions(vma.flags)}</i></span
      >
      <small
        >${who} ·
        ${t('pt.present', { n: decimal(pages), all: decimal(size / 4096) })}${more ? ` · ${t('pt.moreRuns', { n: more })}` : ''}</small
      >
    </button>
  </li>`;
}

/** What lies there. @param {App} app @param {PhysRow} row @returns {[string, string]} in a few words, and in full */
function physicalText(app, { kind, pa }) {
  const { pageTables: room, t } = app;
  const owner = kind === 'low' || kind === 'device' ? null : room.owner(pa);
  if (owner && owner.users.length > 0 && owner.kind !== 'zero') {
    return [usersBrief(app, owner.users), ownerText(app, owner)];
  }
  const text = owner && kind === 'inside' ? ownerText(app, owner) : t(`pt.phys.${kind}`);
  return [text, text];
}

/** @param {App} app @param {PhysRow} row @param {boolean} twice */
function physicalRow(app, row, twice) {
  const [text, full] = physicalText(app, row);
  return html`<li data-kind=${row.kind} data-twice=${twice} title=${full}>
    <div>
      <span class="mono"
        ><b>${hex8(row.pa)}</b> ${sizeText(row.size)}
        <i>${row.kind === 'device' ? nothing : `pfn ${hex(row.pa / 4096)}`}</i></span
      >
      <small>${text}</small>
    </div>
  </li>`;
}
