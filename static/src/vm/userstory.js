// userstory.js - what an operation of a process does, as moments: whoever runs, addresses promised, an abort and what becomes of it, pages shared,
// copied and given back. story.js goes through the walk and asks here.

/** @typedef {import('./story.js').Frame} Frame */
/** @typedef {{kind: string, data: Record<string, number | string>}} Told */

const FLAG_WRITE = 1;
/** What __do_page_fault() returns besides what the fault came to: arch/arm/mm/fault.c:203. */
const BADMAP = 1 << 16;
const BADACCESS = 1 << 17;
/** asid_bits of context.c. */
const ASID = 0xff;
/** What the walk gives for no page. */
const NO_PFN = 0xffffffff;

/** Entering these is worth a sentence; the values that follow are its data. @type {[string, string][]} */
export const USER_ENTERS = [
  ['proc_caches_init', 'user.caches'],
  ['mm_alloc', 'user.mm'],
  ['vm_mmap_pgoff', 'user.mmap'],
  ['vm_munmap', 'user.munmap'],
  ['__split_vma', 'user.split'],
  ['do_DataAbort', 'user.abort'],
  ['do_PrefetchAbort', 'user.abort'],
  ['__do_user_fault', 'user.signal'],
  ['do_wp_page', 'user.write'],
  ['dup_mm', 'user.fork'],
  ['copy_page_range', 'user.copyWords'],
  ['unmap_vmas', 'user.unmap'],
  ['free_pte_range', 'user.freeTable'],
  ['release_pages', 'user.release'],
  ['exit_mm', 'user.exit'],
  ['pgd_free', 'user.freePgd'],
  ['flush_tlb_page', 'user.flushPage'],
  ['flush_tlb_mm', 'user.flushAll'],
  ['flush_tlb_range', 'flush'],
  ['shmem_init', 'user.fileCaches'],
  ['shmem_file_setup', 'user.file'],
  ['do_linear_fault', 'user.fileFault'],
  ['radix_tree_extend', 'user.treeGrows'],
  ['____fput', 'user.fileEnds'],
  ['shmem_undo_range', 'user.truncate'],
  ['shmem_destroy_inode', 'user.inodeGone'],
];

/** A count that the walk gives as the word: from -1 on. @param {number} word */
const users = (word) => (word | 0) + 1;

/** By function and value: what it is when that value is seen. @type {Record<string, (now: number, values: Record<string, number>) => Told | null>} */
const ON_VALUE = {
  'cpu_v7_switch_mm TTBR0': (ttbr, { CONTEXTIDR }) => ({
    kind: 'user.switch',
    data: { ttbr, n: CONTEXTIDR & ASID },
  }),
  ' current': (pid) => (pid ? null : { kind: 'user.nobody', data: {} }),
  'arch_pick_mmap_layout mm->mmap_base': (base) => ({ kind: 'user.layout', data: { base } }),
  'mmap_region vma->vm_end': (end, values) => ({
    kind: 'user.area',
    data: { start: values['vma->vm_start'], end },
  }),
  'v6_copy_user_highpage_nonaliasing from': (from, { to }) => ({
    kind: 'user.copyPage',
    data: { from, to },
  }),
  'get_file file->f_count': (n) => ({ kind: 'user.fileHeld', data: { n } }),
  'fput file->f_count': (n) => ({ kind: n ? 'user.fileLeft' : 'user.fileLast', data: { n } }),
  'shmem_add_to_page_cache mapping->nrpages': (_, { page, index }) => ({
    kind: 'user.cached',
    data: { pfn: page, index },
  }),
  'truncate_inode_page page': (pfn) => ({ kind: 'user.uncached', data: { pfn } }),
  'page_add_file_rmap page->_mapcount': (now, { page }) => ({
    kind: 'user.shared',
    data: { pfn: page, n: users(now) },
  }),
  'page_dup_rmap page->_mapcount': (now, { page }) => ({
    kind: 'user.shared',
    data: { pfn: page, n: users(now) },
  }),
  'page_remove_rmap page->_mapcount': (now, { page }) => ({
    kind: users(now) ? 'user.left' : 'user.last',
    data: { pfn: page, n: users(now) },
  }),
};

/** @param {string} fn that the value is seen in @param {string} name @param {number} now @param {Record<string, number>} values seen there before @returns {Told | null} */
export function userValue(fn, name, now, values) {
  return ON_VALUE[`${fn} ${name}`]?.(now, values) ?? null;
}

/** By function: what it is when that function returns. @type {Record<string, (result: number) => Told | null>} */
const ON_LEAVE = {
  pgd_alloc: (pgd) => (pgd ? { kind: 'user.pgd', data: { pgd } } : null),
  unmapped_area: (start) => ({ kind: 'user.gap', data: { start } }),
  unmapped_area_topdown: (start) => ({ kind: 'user.gap', data: { start } }),
  vma_merge: (vma) => (vma ? { kind: 'user.merged', data: {} } : null),
  access_error: (error) => (error ? null : { kind: 'user.allowed', data: {} }),
  __do_page_fault: (fault) => {
    if (fault & BADMAP) return { kind: 'user.noArea', data: {} };
    return fault & BADACCESS ? { kind: 'user.forbidden', data: {} } : null;
  },
  alloc_zeroed_user_highpage_movable: (pfn) =>
    pfn ? { kind: 'user.newPage', data: { pfn } } : null,
  find_lock_page: (pfn) => ({
    kind: pfn === NO_PFN ? 'user.notCached' : 'user.inCache',
    data: { pfn },
  }),
  shmem_alloc_page: (pfn) => (pfn === NO_PFN ? null : { kind: 'user.filePage', data: { pfn } }),
  reuse_swap_page: (alone) => ({ kind: alone ? 'user.alone' : 'user.notAlone', data: {} }),
};

/** @param {string} fn @param {number} result @returns {Told | null} */
export function userLeave(fn, result) {
  return ON_LEAVE[fn]?.(result) ?? null;
}

/**
 * Both words of a page of a process, which set_pte_at() writes.
 * @param {Frame} caller of set_pte_at() @param {number} addr @param {number} pte Linux's @param {number} hw
 * @returns {Told | null} null: a page as any other
 */
export function userWords({ fn, values }, addr, pte, hw) {
  const data = { addr, pfn: pte >>> 12 };
  if (fn === 'do_anonymous_page' && !(values.flags & FLAG_WRITE)) {
    return { kind: 'user.zeroPage', data };
  }
  if (fn === '__do_fault' && !(values.flags & FLAG_WRITE)) return { kind: 'user.clean', data };
  if (fn === 'ptep_set_wrprotect') return { kind: 'user.protect', data };
  if (fn === 'ptep_set_access_flags') return { kind: 'user.writable', data };
  return pte && !hw ? { kind: 'user.old', data } : null;
}
