// find.js - what somebody means who looks for something: what it may be, each with its kind and the way there.

import { namedAddresses } from '../pagetable/address.js';
import { lookUp } from '../pagetable/walk.js';
import { physical } from '../pagetable/word.js';
import { cacheName, findObject, objectName } from '../slab/names.js';
import { toFunction } from './stepping.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {'pfn' | 'phys' | 'virt' | 'cache' | 'object' | 'fn' | 'op' | 'type'} Kind */
/** @typedef {{kind: Kind, name: string, detail: string, go: () => unknown}} Found */
/** A place in the machine: what is known of it. @typedef {{pfn?: number, va?: number, pgd?: number, cache?: number, index?: number}} Place */

/** So many suggestions are made. */
const MOST = 9;
const PAGE_SHIFT = 12;
const BLOCK_PAGES = 1024;
/** Where processes end and the kernel begins. */
const TASK_SIZE = 0xbf000000;

/** How the groups spell it, and how the kernel does. @type {[RegExp, string][]} */
const SPELLINGS = [
  [/moveable/g, 'movable'],
  [/migrare/g, 'migrate'],
  [/bootstrab/g, 'bootstrap'],
  [/chuck/g, 'chunk'],
];

/** @param {number} n */
const hex = (n) => `0x${(n >>> 0).toString(16)}`;

/** As names are compared: without case, call brackets, leading underscores, MIGRATE_. @param {string} text */
const plain = (text) =>
  SPELLINGS.reduce(
    (word, [wrong, right]) => word.replace(wrong, right),
    text.toLowerCase().replace(/\(\)$/, '').replace(/ /g, '_').replace(/^_+/, ''),
  ).replace(/^migrate_/, '');

/** What a text may mean, the likeliest first. @param {App} app @param {string} text @returns {Found[]} */
export function suggestions(app, text) {
  const said = text.trim();
  if (!said) return [];
  return [
    ...objects(app, said),
    ...numbers(app, said),
    ...ops(app, said),
    ...names(app, plain(said)),
  ].slice(0, MOST);
}

/** What has the word in its name: what is called so first, then what begins so. @param {App} app @param {string} word @returns {Found[]} */
function names(app, word) {
  const { schema, pageTables, slabs } = app;
  /** By name, what is found; exact: that is what was asked for. @type {Map<string, (exact: boolean) => Found[]>} */
  const known = new Map();
  for (const one of slabs.here ? slabs.model.caches.toReversed() : []) {
    known.set(cacheName(slabs.model, one.cache), () => [cacheOf(app, one)]);
  }
  schema.migratetypes.forEach((name, mt) => known.set(name, () => nextOf(app, mt, name)));
  schema.functions.forEach(({ name }, id) =>
    known.set(`${name}()`, (exact) => calls(app, id, exact)),
  );
  for (const [name, va] of namedAddresses(pageTables.memory)) {
    known.set(name, () => virtual(app, va, name));
  }
  const places = [...known].map(([name, find]) => ({ find, at: rank(plain(name), word) }));
  return places
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST)
    .flatMap(({ find, at }) => find(at === 0));
}

/** @param {string} name @param {string} word */
const rank = (name, word) =>
  name === word ? 0 : name.startsWith(word) ? 1 : name.includes(word) ? 2 : 3;

/** Where the page frames of this machine lie, for who has found nothing. @param {App} app */
export function limits({ reader: { firstPfn, nrPages }, player }) {
  const end = firstPfn + nrPages - 1;
  return {
    first: hex(firstPfn),
    last: hex(end),
    start: hex(firstPfn << PAGE_SHIFT),
    end: hex((end << PAGE_SHIFT) | 0xfff),
    ops: player.lastOp,
  };
}

/** Chooses a place in every view, and shows the one that tells most of it. @param {App} app @param {import('./views.js').Tab} tab @param {Place} place */
function show({ slabs, pageTables, player, state }, tab, { pfn = -1, va, pgd, cache, index }) {
  if (cache) slabs.choose(cache, Math.max(pfn, 0), index);
  else if (pfn >= 0) slabs.choosePage(pfn);
  if (va === undefined) pageTables.choosePage(pfn);
  else if (pageTables.here) {
    if (pgd) pageTables.pgd = pgd;
    pageTables.choose(va);
  }
  state.set({ tab });
  player.stage?.mark?.(pfn);
}

// ---- the kinds ----

/** @param {App} app @param {string} said @returns {Found[]} */
function objects(app, said) {
  const { slabs } = app;
  const found = slabs.here ? findObject(slabs.model, said) : null;
  const owner = found && slabs.model.of(found.slab.pfn);
  if (!found || !owner) return [];
  const { slab, index } = found;
  const va = slab.cells[index].addr;
  const place = { pfn: slab.pfn, va, cache: owner.cache.addr, index };
  const name = objectName(slabs.model, slab, index, { plain: !/-o\d/.test(said) });
  return [{ kind: 'object', name, detail: hex(va), go: () => show(app, 'slabs', place) }];
}

/** A number: a page frame, a physical address, a virtual one. @param {App} app @param {string} said @returns {Found[]} */
function numbers(app, said) {
  const [, prefix, digits] = /^(pfn |pa )?\s*(?:0x)?([0-9a-f]{1,8})$/i.exec(said) ?? [];
  if (!digits) return [];
  const { reader, t } = app;
  const n = parseInt(digits, 16);
  const pfn = n >>> PAGE_SHIFT;
  /** @type {Found[]} */
  const found = [];
  if (prefix !== 'pa ' && reader.isRam(n)) {
    found.push({ kind: 'pfn', name: hex(n), detail: '', go: () => show(app, 'pages', { pfn: n }) });
  }
  if (prefix !== 'pfn ' && reader.isRam(pfn)) {
    const detail = t('find.inPage', { pfn: hex(pfn) });
    found.push({ kind: 'phys', name: hex(n), detail, go: () => show(app, 'pages', { pfn }) });
  }
  return prefix ? found : [...found, ...virtual(app, n, hex(n))];
}

/** An address as the kernel has it, or a process. @param {App} app @param {number} va @param {string} name @returns {Found[]} */
function virtual(app, va, name) {
  const { pageTables: room, t } = app;
  if (!room.here) return [];
  const kernel = va >= TASK_SIZE;
  for (const { addr, pid } of kernel ? room.pgds.slice(0, 1) : room.pgds) {
    const { leaf } = lookUp(room.memory, addr, va);
    if (!leaf && !kernel) continue;
    const pfn = leaf ? Math.floor(physical(leaf, va) / 2 ** PAGE_SHIFT) : -1;
    const of = kernel ? '' : `pid ${pid} · `;
    const detail = leaf ? of + t('find.inPage', { pfn: hex(pfn) }) : t('find.unmapped');
    const place = { pfn: app.reader.isRam(pfn) ? pfn : -1, va, pgd: kernel ? 0 : addr };
    return [{ kind: 'virt', name, detail, go: () => show(app, 'tables', place) }];
  }
  return [];
}

/** `3`, `#3`, `3.40`. @param {App} app @param {string} said @returns {Found[]} */
function ops({ player }, said) {
  const [, op, event] = /^(?:#|op )?\s*(\d{1,7})(?:\.(\d+))?$/i.exec(said) ?? [];
  const n = Number(op);
  if (!(n >= 1 && n <= player.lastOp)) return [];
  const name = event ? `#${n}.${event}` : `#${n}`;
  const go = () => player.seek(n, Number(event ?? 0));
  return [{ kind: 'op', name, detail: player.op(n)?.text ?? '', go }];
}

/** @param {App} app @param {import('../slab/model.js').CacheSlabs} one @returns {Found} */
function cacheOf(app, { cache, pfns, home }) {
  const place = { pfn: home || (pfns[0] ?? -1), cache: cache.addr };
  const name = cacheName(app.slabs.model, cache);
  const detail = `${cache.objectSize} → ${cache.size}`;
  return { kind: 'cache', name, detail, go: () => show(app, 'slabs', place) };
}

/** The next pageblock of a type, around the end. @param {App} app @param {number} mt @param {string} name @returns {Found[]} */
function nextOf(app, mt, name) {
  const { reader, player, t } = app;
  const first = reader.firstPfn & -BLOCK_PAGES;
  const blocks = Math.ceil(reader.nrPages / BLOCK_PAGES);
  const here = ((player.stage?.place.pfn ?? first) - first) >>> 10;
  for (let i = 1; i <= blocks; i++) {
    const pfn = first + ((here + i) % blocks) * BLOCK_PAGES;
    if (reader.blockType(pfn) !== mt) continue;
    const detail = t('find.inPage', { pfn: hex(pfn) });
    return [{ kind: 'type', name, detail, go: () => show(app, 'pages', { pfn }) }];
  }
  return [];
}

/** The next call of a function, and the call before. @param {App} app @param {number} id @param {boolean} both @returns {Found[]} */
function calls(app, id, both) {
  const { schema, t } = app;
  /** @type {(1 | -1)[]} */
  const ways = both ? [1, -1] : [1];
  return ways.map((way) => ({
    kind: 'fn',
    name: schema.function(id).name,
    detail: `${schema.place(id)} · ${t(way > 0 ? 'find.next' : 'find.before')}`,
    go: () => toFunction(app, id, way),
  }));
}
