// owner.js - what a page frame is: a free block, an object's slab, a page table, a page of a vmalloc area, and so on.

import { objectName } from '../slab/names.js';
import { PAGE } from './memory.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('../reader.js').PageInfo} PageInfo */
/** @typedef {import('./areas.js').Area} Area */

/**
 * What is at a physical address.
 * @typedef {object} Owner
 * @property {'device' | 'free' | 'pcp' | 'table' | 'object' | 'slab' | 'area' | 'vectors' | 'stubs' | 'zero' | 'user' | 'file' | 'held' | 'reserved' | 'used'} kind
 * @property {number} pfn
 * @property {PageInfo | null} page null for what is no RAM
 * @property {number} virt its address in low memory, 0 if it has none
 * @property {string} name of an object, a reservation, an area; '' if it has none
 * @property {import('./tablepages.js').TablePage | null} table
 * @property {{area: Area, index: number} | null} area
 * @property {import('./userpages.js').UserPage[]} users the processes that have it
 * @property {{ino: number, index: number} | null} file the file whose page it is, and which of its pages
 */

/** Bits of page->mapping: it leads to no file. */
const ANON = 1;
/** Byte offset in struct inode. */
const I_INO = 36;

/**
 * @param {{reader: Reader, slabs: import('../slab/room.js').SlabRoom, memory: import('./memory.js').TableMemory,
 *   tables: import('./tablepages.js').TablePages, areaPages: Map<number, {area: Area, index: number}>,
 *   userPages: import('./userpages.js').UserPages}} room
 * @param {number} pa @returns {Owner}
 */
export function ownerOf({ reader, slabs, memory, tables, areaPages, userPages }, pa) {
  const pfn = Math.floor(pa / PAGE);
  /** @type {Owner} */
  const owner = {
    kind: 'device',
    pfn,
    page: null,
    virt: memory.toVirt(pa),
    name: '',
    table: null,
    area: null,
    users: [],
    file: null,
  };
  if (!reader.isRam(pfn)) return owner;
  const page = reader.page(pfn);
  owner.page = page;
  const table = tables.pages.get(pfn);
  const area = areaPages.get(pfn);
  const object = slabs.here && owner.virt ? slabs.model.find(owner.virt) : null;
  const is = (/** @type {Owner['kind']} */ kind, /** @type {Partial<Owner>} */ more = {}) => ({
    ...owner,
    ...more,
    kind,
  });
  if (page.free) return is('free');
  if (page.pcp) return is('pcp');
  if (table) return is('table', { table, name: table.pgd.name });
  if (object) {
    return is('object', {
      name: objectName(slabs.model, object.slab, object.index, { plain: slabs.plain }),
    });
  }
  if (slabs.here && slabs.model.slabAt(pfn)) return is('slab');
  if (area) return is('area', { area, name: area.area.caller });
  const special = specialPage(memory, pfn);
  const users = userPages.byPfn.get(pfn) ?? [];
  if (special) return is(special, { users });
  const file = fileOf(memory, page);
  if (file) return is('file', { users, file });
  if (users.length > 0) return is('user', { users });
  if (page.held) return is('held');
  return page.reserved ? is('reserved', { name: reservation(reader, pfn) }) : is('used');
}

/** @param {import('./memory.js').TableMemory} memory @param {number} pfn @returns {'vectors' | 'stubs' | 'zero' | null} */
function specialPage(memory, pfn) {
  const virt = memory.toVirt(pfn * PAGE);
  const vectors = memory.field('vectors_page');
  if (virt === 0) return null;
  if (virt === vectors) return 'vectors';
  if (virt === vectors + PAGE) return 'stubs';
  return virt === memory.field('empty_zero_page') ? 'zero' : null;
}

/** By page->mapping, which is a struct address_space; its first word is its inode. @param {import('./memory.js').TableMemory} memory @param {PageInfo} page */
function fileOf(memory, { mapping, index, count }) {
  const inode = count > 0 && !(mapping & ANON) && memory.isLow(mapping) ? memory.read(mapping) : 0;
  return memory.isLow(inode) ? { ino: memory.read(inode + I_INO), index } : null;
}

/** What a page was reserved for before there was an allocator. @param {Reader} reader @param {number} pfn */
function reservation({ profile }, pfn) {
  const at = pfn * PAGE;
  const found = (profile.reserve ?? []).find(
    (/** @type {any} */ one) => at >= one.start && at < one.start + one.size,
  );
  return found?.name ?? '';
}
