// userpages.js - the pages that processes have in their tables, by Linux's words: an old page counts, though the hardware's word is 0.

import { HW_OFFSET, PTE_PRESENT, PTE_YOUNG, hwPte } from './linux.js';
import { PAGE } from './memory.js';
import { userAreaAt } from '../vm/processes.js';
import { decodeL1, decodeL2 } from './word.js';

/** @typedef {import('./memory.js').TableMemory} TableMemory */
/** @typedef {import('../vm/processes.js').Process} Process */
/** @typedef {import('../vm/processes.js').UserArea} UserArea */
/** @typedef {import('./runs.js').Run} Run */

/**
 * A page where a process has it.
 * @typedef {object} UserPage
 * @property {number} pid
 * @property {UserArea | null} vma
 * @property {number} index which page of the area
 * @property {number} va
 * @property {number} pfn
 * @property {import('./word.js').Descriptor} d what the hardware's word says once the page is young
 */

const TASK_SIZE = 0xbf000000;
const MIB = 0x100000;
/** nG: a user's page is of one address space only. */
const NG = 1 << 11;

/** In the order of their addresses. @param {TableMemory} memory @param {Process} process @returns {UserPage[]} */
function pagesOf(memory, { pid, pgd, areas }) {
  /** @type {UserPage[]} */
  const pages = [];
  for (let i = 0; i < TASK_SIZE / MIB; i++) {
    const table = decodeL1(memory.read(pgd + 4 * i));
    if (table.type !== 'table') continue;
    const linux = memory.toVirt(table.base) - HW_OFFSET;
    for (let j = 0; j < 256; j++) {
      const pte = memory.read(linux + 4 * j);
      if (!(pte & PTE_PRESENT)) continue;
      const va = i * MIB + j * PAGE;
      const vma = userAreaAt(areas, va);
      const d = decodeL2(hwPte(pte | PTE_YOUNG, NG), table);
      pages.push({ pid, vma, index: vma ? (va - vma.start) / PAGE : 0, va, pfn: pte >>> 12, d });
    }
  }
  return pages;
}

/**
 * @typedef {object} UserPages
 * @property {Map<number, UserPage[]>} byPid
 * @property {Map<number, UserPage[]>} byPfn who has a page: more than one after a fork, until somebody writes
 */

/** @param {TableMemory} memory @param {Process[]} processes @returns {UserPages} */
export function readUserPages(memory, processes) {
  /** @type {UserPages} */
  const all = { byPid: new Map(), byPfn: new Map() };
  for (const process of processes) {
    const pages = pagesOf(memory, process);
    all.byPid.set(process.pid, pages);
    for (const page of pages) {
      const sharers = all.byPfn.get(page.pfn);
      if (sharers) sharers.push(page);
      else all.byPfn.set(page.pfn, [page]);
    }
  }
  return all;
}

/** Neighbours that lie beside each other in memory too and that the same processes have. @param {UserPage[]} pages of one area @param {UserPages} all @returns {Run[]} */
export function runsOfPages(pages, { byPfn }) {
  /** @type {(Run & {who: string})[]} */
  const runs = [];
  for (const { va, pfn, d } of pages) {
    const who = (byPfn.get(pfn) ?? []).map(({ pid }) => pid).join(' ');
    const last = runs[runs.length - 1];
    const joins = last && last.va + last.size === va && last.pa + last.size === pfn * PAGE;
    if (joins && last.who === who && last.d.ap === d.ap) {
      last.size += PAGE;
      last.entries++;
    } else {
      runs.push({ va, pa: pfn * PAGE, size: PAGE, entries: 1, d, attr: 0, who });
    }
  }
  return runs;
}
