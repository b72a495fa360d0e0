// usermap.js - the areas of a process as lines of the virtual map; behind them those of other processes that have some of the same pages.

import { runsOfPages } from './userpages.js';

/** @typedef {import('../vm/processes.js').Process} Process */
/** @typedef {import('../vm/processes.js').UserArea} UserArea */
/** @typedef {import('./userpages.js').UserPages} UserPages */
/** @typedef {import('./userpages.js').UserPage} UserPage */
/** @typedef {import('./runs.js').Mapped} Mapped */

/** @param {number} pid @param {UserArea} vma @param {UserPage[]} pages those that count @param {UserPages} all @param {boolean} sharer @returns {Mapped} */
function line(pid, vma, pages, all, sharer) {
  const present = (all.byPid.get(pid) ?? []).filter((page) => page.vma === vma).length;
  return {
    va: vma.start,
    size: vma.end - vma.start,
    part: 'user',
    area: null,
    runs: runsOfPages(pages, all),
    user: { pid, vma, pages: present, sharer },
  };
}

/** @param {Process} process @param {UserPages} all @param {number} zero pfn of the page of zeros, which everybody has @returns {Mapped[]} */
export function mappedByProcess({ pid, areas }, all, zero) {
  const mine = all.byPid.get(pid) ?? [];
  const own = areas.map((vma) => {
    const pages = mine.filter((page) => page.vma === vma);
    return line(pid, vma, pages, all, false);
  });
  /** @type {Map<UserArea, UserPage[]>} */
  const theirs = new Map();
  for (const { pfn } of mine) {
    if (pfn === zero) continue;
    for (const other of all.byPfn.get(pfn) ?? []) {
      if (other.pid === pid || !other.vma) continue;
      theirs.set(other.vma, [...(theirs.get(other.vma) ?? []), other]);
    }
  }
  const shared = [...theirs].map(([vma, pages]) => line(pages[0].pid, vma, pages, all, true));
  return [...own, ...shared];
}
