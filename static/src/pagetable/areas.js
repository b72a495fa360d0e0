// areas.js - the vmap areas: which part of the vmalloc space belongs to whom, and which pages lie behind it (alloc/vm/vm.h).

import { lookUp } from './walk.js';
import { physical } from './word.js';

/** @typedef {import('./memory.js').TableMemory} TableMemory */

/**
 * @typedef {object} Area
 * @property {number} start
 * @property {number} end
 * @property {boolean} lazy given back, but not yet taken out of the tables
 * @property {number} flags of its vm_struct, 0 without one
 * @property {string} caller who asked for it, '' if that is not known
 * @property {number[]} pfns
 * @property {number} phys what an ioremap() maps
 */

const NEXT = 24; // of list in struct vmap_area
const VM = 40;
const LAZY = 0x3; // VM_LAZY_FREE, VM_LAZY_FREEING
const HAS_VM = 0x4; // VM_VM_AREA
/** More than the vmalloc space has room for. */
const MOST = 4096;
const MOST_PAGES = 4096;

/** include/linux/vmalloc.h:14 @type {[number, string][]} */
const FLAGS = [
  [0x1, 'ioremap'],
  [0x2, 'vmalloc'],
  [0x4, 'vmap'],
  [0x8, 'user'],
  [0x10, 'vpages'],
];

/** What /proc/vmallocinfo calls the kinds. @param {number} flags */
export const areaKind = (flags) =>
  FLAGS.filter(([bit]) => flags & bit)
    .map(([, name]) => name)
    .join(' ');

/** @param {TableMemory} memory @param {number} pgd @returns {Area[]} in the order of their addresses */
export function readAreas(memory, pgd) {
  const id = memory.schema.fieldIds.get('vmap_area_list');
  if (id === undefined) return [];
  const head = memory.schema.fields[id].base;
  /** @type {Area[]} */
  const areas = [];
  let at = memory.words.word(head >>> 2) >>> 0;
  while (at !== head && at !== 0 && areas.length < MOST) {
    const va = memory.virtOf(at) - NEXT;
    if (!memory.isLow(va)) break;
    areas.push(readArea(memory, pgd, va));
    at = memory.read(va + NEXT);
  }
  return areas;
}

/** @param {TableMemory} memory @param {number} pgd @param {number} va @returns {Area} */
function readArea(memory, pgd, va) {
  const flags = memory.read(va + 8);
  const vm = flags & HAS_VM ? memory.read(va + VM) : 0;
  const area = {
    start: memory.read(va),
    end: memory.read(va + 4),
    lazy: (flags & LAZY) !== 0,
    flags: 0,
    caller: '',
    pfns: /** @type {number[]} */ ([]),
    phys: 0,
  };
  if (!memory.isLow(vm)) return area;
  area.flags = memory.read(vm + 12);
  area.phys = memory.read(vm + 24);
  area.caller = memory.text(memory.read(vm + 28));
  const pages = memory.read(vm + 16);
  const count = Math.min(memory.read(vm + 20), MOST_PAGES);
  for (let i = 0; pages !== 0 && i < count; i++) {
    area.pfns.push(readVirt(memory, pgd, pages + 4 * i));
  }
  return area;
}

/** A word at any address of the kernel: a long array of pages is itself vmalloc()ed. @param {TableMemory} memory @param {number} pgd @param {number} virt */
function readVirt(memory, pgd, virt) {
  if (memory.isLow(virt)) return memory.read(virt);
  const { leaf } = lookUp(memory, pgd, virt);
  return (leaf && memory.readPhys(physical(leaf, virt))) ?? 0;
}

/** @param {Area[]} areas @param {number} va */
export const areaAt = (areas, va) => areas.find((one) => va >= one.start && va < one.end) ?? null;

/** Pages that belong to an area. @param {Area[]} areas @returns {Map<number, {area: Area, index: number}>} by pfn */
export function pagesOfAreas(areas) {
  const pages = new Map();
  for (const area of areas) {
    area.pfns.forEach((pfn, index) => pages.set(pfn, { area, index }));
  }
  return pages;
}
