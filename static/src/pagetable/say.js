// say.js - the sentence of a step of a walk.

import { decimal } from '../i18n/index.js';
import { areaKind } from './areas.js';
import { whyNoWord } from './linux.js';
import { PAGE } from './memory.js';
import { hex, hex8, sizeText } from './text.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./walk.js').Walk} Walk */
/** @typedef {import('./steps.js').Kind} Kind */
/** @typedef {import('./owner.js').Owner} Owner */

/** Processes that are named; of more there is a number. */
const NAMED = 3;

/** What the kernel calls for a fault of this status (arch/arm/mm/fsr-2level.c). @type {Record<number, string>} */
export const HANDLERS = {
  0x05: 'do_translation_fault',
  0x07: 'do_page_fault',
  0x09: 'do_bad',
  0x0b: 'do_bad',
  0x0c: 'do_bad',
  0x0d: 'do_sect_fault',
  0x0e: 'do_bad',
  0x0f: 'do_page_fault',
};

/** @param {App} app @param {Walk} walk @param {Kind} kind */
export function say(app, walk, kind) {
  const { t, pageTables: room } = app;
  const { l1, l2, leaf, pa } = walk;
  switch (kind) {
    case 'ttbr':
      return t('pt.say.ttbr', {
        ttbr: hex8(walk.ttbr),
        base: hex8(walk.ttbr & ~0x3fff),
        pgd: room.table.name,
      });
    case 'l1':
      return t(`pt.say.l1.${l1.d.type}`, {
        at: hex8(l1.phys),
        base: hex(l1.d.base),
        size: sizeText(2 ** l1.d.shift),
        domain: l1.d.domain,
      });
    case 'l2':
      return t(`pt.say.l2.${l2?.d.type}`, {
        at: hex8(l2?.phys ?? 0),
        base: hex(l2?.d.base ?? 0),
        why: t(`pt.noWord.${whyNoWord(walk.linux?.word ?? 0) || 'empty'}`),
      });
    case 'check':
      return t(`pt.say.check.${walk.verdict}`, {
        who: t(room.user ? 'pt.user' : 'pt.kernel'),
        access: t(`pt.access.${room.access}`),
        domain: leaf?.domain ?? 0,
        ap: (leaf?.ap ?? 0).toString(2).padStart(3, '0'),
      });
    case 'pa':
      return t('pt.say.pa', {
        pa: hex8(pa),
        base: hex(leaf?.base ?? 0),
        offset: hex(pa - (leaf?.base ?? 0)),
        memory: memoryText(app, walk),
      });
    case 'page':
      return ownerText(app, room.owner(pa));
    default:
      return t('pt.say.fault', {
        fs: hex(walk.fault),
        name: t(`pt.fs.${walk.fault}`),
        handler: HANDLERS[walk.fault] ?? '?',
      });
  }
}

/** "Normal, write-back …, shareable". @param {App} app @param {Walk} walk */
export function memoryText({ t }, { attributes: a }) {
  if (!a) return '';
  const parts = [t(`pt.memory.${a.type}`)];
  if (a.type === 'normal') {
    parts.push(
      a.inner === a.outer
        ? t(`pt.cache.${a.inner}`)
        : t('pt.cacheTwo', { inner: t(`pt.cache.${a.inner}`), outer: t(`pt.cache.${a.outer}`) }),
    );
  }
  parts.push(t(a.shareable ? 'pt.shareable' : 'pt.notShareable'));
  return parts.join(', ');
}

/** Whose page it is: after a fork, every process that has it is named. @param {Pick<App, 't'>} app @param {Owner} owner */
function userText({ t }, { pfn, users }) {
  const who = named(t, users, 'pt.owner.page');
  const key = users.length > 1 ? 'pt.owner.shared' : 'pt.owner.user';
  return t(key, { pfn: hex(pfn), n: users.length, who });
}

/** A page of a file that processes share, mapped or not. @param {Pick<App, 't'>} app @param {Owner} owner */
function fileText({ t }, { pfn, users, file }) {
  const key = users.length > 0 ? 'pt.owner.file' : 'pt.owner.fileOnly';
  const who = named(t, users, 'pt.owner.page');
  return t(key, {
    pfn: hex(pfn),
    ino: decimal(file?.ino ?? 0),
    index: decimal(file?.index ?? 0),
    n: users.length,
    who,
  });
}

/** The same in a few words. @param {Pick<App, 't'>} app @param {import('./userpages.js').UserPage[]} users */
export const usersBrief = ({ t }, users) => named(t, users, 'pt.owner.brief');

/** The processes that have a page, or the file that has it when none maps it; '' for neither. @param {App} app @param {number} pfn */
export function usersOf(app, pfn) {
  const { pageTables: room } = app;
  if (!room.here) return '';
  const users = room.userPages.byPfn.get(pfn) ?? [];
  if (users.length > 0) return usersBrief(app, users);
  const { kind, file } = room.owner(pfn * PAGE);
  if (kind !== 'file' || !file) return '';
  return app.t('pt.owner.fileBrief', { ino: decimal(file.ino), index: decimal(file.index) });
}

/** @param {App['t']} t @param {import('./userpages.js').UserPage[]} users @param {string} key */
function named(t, users, key) {
  const who = users
    .slice(0, NAMED)
    .map(({ pid, vma, index }) =>
      t(key, { pid, index: decimal(index), start: hex8(vma?.start ?? 0) }),
    );
  const more = users.length - NAMED;
  if (more > 0) who.push(t('pt.owner.more', { n: more }));
  return who.join(t('pt.owner.and'));
}

/** What a page frame is. @param {App} app @param {Owner} owner */
export function ownerText({ t, schema }, owner) {
  const { page, area, table } = owner;
  if (owner.kind === 'user') return userText({ t }, owner);
  if (owner.kind === 'file') return fileText({ t }, owner);
  return t(`pt.owner.${owner.kind}`, {
    pfn: hex(owner.pfn),
    name: owner.name || '?',
    order: page?.free?.order ?? page?.held?.order ?? 0,
    pages: decimal(2 ** (page?.free?.order ?? 0)),
    head: hex(page?.free?.head ?? page?.held?.head ?? 0),
    type: schema.migratetypes[page?.free?.mt ?? 0] ?? '?',
    cpu: page?.pcp?.cpu ?? 0,
    index: area?.index ?? 0,
    start: hex8(area?.area.start ?? 0),
    kind: area ? areaKind(area.area.flags) : '',
    of: t(table?.first ? 'pt.owner.first' : 'pt.owner.second', { va: hex8(table?.va ?? 0) }),
    why: owner.name ? `: ${owner.name}` : '',
  });
}
