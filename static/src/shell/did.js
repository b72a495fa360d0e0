// did.js - what a step did, as a table: the change events in the kernel's terms, each place once, old and new.

import { EV_LIST_ADD, EV_LIST_DEL, EV_WORD, VALUE_HAS_OLD } from '../schema.js';
import { decimal } from '../i18n/index.js';
import { wordName } from '../slab/places.js';
import { saidBeside } from '../vm/said.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../types.js').Event} Event */

/** @typedef {{what: string, old: string, now: string}} Did */

/** The address of the first byte of RAM. */
const PAGE_OFFSET = 0xc0000000;
/** Words of RAM below it are shown as numbers. */
const SMALL = 0x10000;
/** Ours, not the kernel's: not worth a line. */
const OURS = new Set(['run[]', 'held_slot[]', 'held_pfn[]']);
/** Members of what objects of SLUB serve as: they say more than the object's name alone. */
const OF_AREAS = /^(va|area|vma|mm|anon_vma|file|dentry|inode|info|mapping|root|node)->/;

/** @param {App} app @param {Event[]} events @returns {Did[]} */
export function whatDid(app, events) {
  /** @type {Map<string, Did>} */
  const table = new Map();
  const note = (
    /** @type {string} */ what,
    /** @type {string} */ old,
    /** @type {string} */ now,
  ) => {
    const known = table.get(what);
    if (known) known.now = now;
    else table.set(what, { what, old, now });
  };
  const beside = saidBeside(events);
  for (const event of events) {
    if (event.kind === EV_WORD) word(app, event, note, beside);
    else if (event.kind === EV_LIST_ADD || event.kind === EV_LIST_DEL) list(app, event, note);
  }
  return [...table.values()].filter((did) => did.old !== did.now);
}

/**
 * @param {App} app @param {Event} event @param {(what: string, old: string, now: string) => void} note
 * @param {(word: Event) => Event | undefined} beside the value that the step says of this word
 */
function word(app, event, note, beside) {
  const { schema, reader } = app;
  const { field, indices } = schema.locate(event.id, event.a);
  if (OURS.has(field.name)) return;
  if (field.name === 'pageblock_flags[]') {
    blocks(app, indices[0], event, note);
    return;
  }
  const show = (/** @type {number} */ value) => amount(field, value);
  const ram = field.name === 'ram[]';
  const own = ram ? wordName(app.slabs, PAGE_OFFSET + 4 * indices[0]) : '';
  const said = ram ? beside(event) : undefined;
  const name = said ? schema.values[said.id] : '';
  if (own && !OF_AREAS.test(name)) {
    note(own, pointer(event.b), pointer(event.c));
    return;
  }
  const place = own || placeName(app, field, indices, reader.firstPfn);
  if (said) {
    const of = (/** @type {number} */ value) => schema.format(said.aux & ~VALUE_HAS_OLD, value);
    note(`${name} ${place}`, of(event.b), of(event.c));
    return;
  }
  note(place, show(event.b), show(event.c));
}

/** A word of SLUB's: an address, or a number. @param {number} value */
function pointer(value) {
  return value < SMALL ? decimal(value) : `0x${value.toString(16)}`;
}

/** @param {import('../schema.js').Field} field @param {number} value */
function amount(field, value) {
  const hex = field.kind === 'x' || /\.mapping$|mask$|bootmem_map|^ram/.test(field.name);
  if (hex) return `0x${value.toString(16)}`;
  return decimal(field.kind === 's' ? value | 0 : value);
}

/**
 * @param {App} app @param {import('../schema.js').Field} field @param {number[]} indices @param {number} firstPfn
 */
function placeName(app, field, indices, firstPfn) {
  const { schema } = app;
  let name = field.name;
  const words = field.dims.map((dim, at) => {
    const index = indices[at];
    if (dim.name === 'page') return `page 0x${(firstPfn + index).toString(16)}`;
    if (dim.name === 'ram') return `*0x${(PAGE_OFFSET + dim.stride * index).toString(16)}`;
    if (dim.name === 'zone') return schema.zones[index] ?? `zone ${index}`;
    if (dim.name === 'cpu') return `cpu ${index}`;
    if (dim.name === 'item') return schema.items[index] ?? `item ${index}`;
    return '';
  });
  const item = field.dims.findIndex((dim) => dim.name === 'item');
  if (item >= 0) {
    const where = words.filter((one, at) => one !== '' && at !== item).join(' ');
    const diff = /diff/.test(name) ? ' diff' : '';
    return `${where} ${words[item]}${diff}`.trim();
  }
  name = name.replace(/^(tlb|cp15)\[\]/, '$1');
  name = name.replace(/^(page|ram|zone|pageset|boot_pageset)(\[\])+\.?/, '');
  const rest = field.dims
    .map((dim, at) => ({ dim, index: indices[at] }))
    .filter((one, at) => words[at] === '' && one.dim.name !== 'zone');
  for (const one of rest) name = name.replace('[]', `[${one.index}]`);
  return [...words, name].filter((one) => one !== '').join(' ');
}

/** The nibbles of a word of pageblock types that changed. @param {App} app @param {number} at @param {Event} event @param {(what: string, old: string, now: string) => void} note */
function blocks(app, at, event, note) {
  const { schema, reader } = app;
  for (let nibble = 0; nibble < 8; nibble++) {
    const old = (event.b >>> (4 * nibble)) & 0xf;
    const now = (event.c >>> (4 * nibble)) & 0xf;
    if (old === now) continue;
    const pfn = reader.blockBase + (at * 8 + nibble) * 1024;
    const name = (/** @type {number} */ type) => schema.migratetypes[type] ?? String(type);
    note(`pageblock 0x${pfn.toString(16)}`, name(old), name(now));
  }
}

/** @param {App} app @param {Event} event @param {(what: string, old: string, now: string) => void} note */
function list(app, event, note) {
  const { reader, t } = app;
  const added = event.kind === EV_LIST_ADD;
  const id = reader.index.heads.get(event.b) ?? reader.index.heads.get(event.c);
  const name = listName(app, id ?? reader.index.listOf(pfnAt(app, event.b) ?? 0));
  if (!name) return;
  const show = (/** @type {number} */ node) => {
    const pfn = pfnAt(app, node);
    return pfn === null ? '–' : pfn.toString(16);
  };
  if (reader.index.heads.has(event.b)) {
    note(`${name} head`, show(added ? event.c : event.a), show(added ? event.a : event.c));
  } else if (reader.index.heads.has(event.c)) {
    note(`${name} tail`, show(added ? event.b : event.a), show(added ? event.a : event.b));
  } else {
    note(
      `${name} ${show(event.a)}`,
      added ? t('did.absent') : t('did.listed'),
      added ? t('did.listed') : t('did.absent'),
    );
  }
}

/** @param {App} app @param {number} id of a list */
export function listName(app, id) {
  const { schema, reader } = app;
  if (!id) return '';
  const pcp = reader.index.pcpOf(id);
  if (pcp) return `pcp cpu ${pcp.cpu} ${schema.migratetypes[pcp.type]}`;
  const at = id - 1;
  const zone = Math.floor(at / 44);
  const order = Math.floor(at / 4) % 11;
  return `${schema.zones[zone]} ${schema.migratetypes[at % 4]} order ${order}`;
}

/** pfn of the page whose list node lies at an offset, null for a list's head. @param {App} app @param {number} offset */
function pfnAt(app, offset) {
  const { reader } = app;
  if (reader.index.heads.has(offset)) return null;
  const page = Math.floor(((offset >>> 2) - reader.at.page) / reader.step.page);
  return page >= 0 && page < reader.nrPages ? page + reader.firstPfn : null;
}
