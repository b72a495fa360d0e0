// tablepages.js - which pages of RAM are page tables: the pages of every pgd, and those that its words lead to. Read again only when one of
// those words has changed.

import { PAGE_OFFSET } from '../slab/memory.js';
import { PAGE, PGD_BYTES } from './memory.js';
import { listPgds, PGD_FIELDS } from './pgds.js';

/** @typedef {import('./memory.js').TableMemory} TableMemory */
/** @typedef {import('./pgds.js').Pgd} Pgd */

/**
 * @typedef {object} TablePage
 * @property {Pgd} pgd
 * @property {number} va the first address that it is about
 * @property {boolean} first a part of the L1 table itself, else a page of L2 tables
 */

const L1_WORDS = PGD_BYTES / 4;

export class TablePages {
  /** @param {TableMemory} memory */
  constructor(memory) {
    this.memory = memory;
    this.stale = true;
    /** @type {Map<number, TablePage>} by pfn */
    this.pages = new Map();
    /** @type {Pgd[]} */
    this.pgds = [];
    /** Addresses of words of RAM that say where a table lies. @type {Set<number>} */
    this.said = new Set();
    const { schema } = memory;
    /** Words below RAM that say so. */
    this.fields = new Set(
      PGD_FIELDS.filter((name) => schema.fieldIds.has(name)).flatMap((name) => {
        const { base, dims } = schema.field(name);
        const [dim] = dims;
        return Array.from(
          { length: dim?.count ?? 1 },
          (_, i) => (base + i * (dim?.stride ?? 0)) >>> 2,
        );
      }),
    );
    this.ram = memory.ramOff >>> 2;
  }

  /** A word of the image has changed. @param {number} index */
  changed(index) {
    if (this.stale) return;
    if (index < this.ram) {
      if (this.fields.has(index)) this.stale = true;
      return;
    }
    const virt = PAGE_OFFSET + (index - this.ram) * 4;
    if (this.said.has(virt)) this.stale = true;
    for (const { addr } of this.pgds) {
      if (virt >= addr && virt - addr < PGD_BYTES) this.stale = true;
    }
  }

  /** Brings the pages up to date. @returns {number[]} pfns of those that became tables or are none any more */
  refresh() {
    const before = this.pages;
    this.pages = new Map();
    const { pgds, said } = listPgds(this.memory);
    this.pgds = pgds;
    this.said = said;
    for (const pgd of this.pgds) this.#add(pgd);
    this.stale = false;
    const other = (
      /** @type {Map<number, TablePage>} */ a,
      /** @type {Map<number, TablePage>} */ b,
    ) => [...a.keys()].filter((pfn) => !b.has(pfn));
    return [...other(before, this.pages), ...other(this.pages, before)];
  }

  /** @param {Pgd} pgd */
  #add(pgd) {
    const { memory, pages } = this;
    const start = memory.toPhys(pgd.addr) / PAGE;
    for (let i = 0; i < PGD_BYTES / PAGE; i++) {
      pages.set(start + i, { pgd, va: i * (L1_WORDS / 4) * 0x100000, first: true });
    }
    for (let i = 0; i < L1_WORDS; i++) {
      const word = memory.read(pgd.addr + 4 * i);
      if ((word & 3) !== 1) continue;
      const pfn = word >>> 12;
      if (memory.toVirt(pfn * PAGE) && !pages.has(pfn)) {
        pages.set(pfn, { pgd, va: (i & ~1) * 0x100000, first: false });
      }
    }
  }

  /**
   * The address that a word of a table is about: of a word of L1 its MiB, of one of L2 its page, Linux's or the hardware's.
   * @param {number} virt @returns {{pgd: Pgd, va: number, level: 1 | 2} | null}
   */
  subject(virt) {
    if (this.stale) this.refresh();
    const { memory } = this;
    if (!memory.isLow(virt)) return null;
    const page = this.pages.get(memory.toPhys(virt - (virt % PAGE)) / PAGE);
    if (!page) return null;
    const at = virt & (PAGE - 1);
    if (page.first) return { pgd: page.pgd, va: page.va + (at >>> 2) * 0x100000, level: 1 };
    return { pgd: page.pgd, va: page.va + ((at >>> 2) & 0x1ff) * PAGE, level: 2 };
  }
}
