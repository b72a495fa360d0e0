// pt-cow.js - the tour: fork() shares every page, and the first write parts it.

import { SLUB_ROOM, TO_SLUB } from './slub-stages.js';

/** @type {import('./index.js').TourData} */
export const PT_COW = {
  name: 'pt-cow',
  tab: 'tables',
  title: { en: 'fork and copy-on-write', ko: 'fork와 copy-on-write' },
  line: {
    en: 'fork() doubles a process without copying a page of it.',
    ko: 'fork()는 페이지 하나 복사하지 않고 프로세스를 둘로 만든다.',
  },
  question: {
    en: 'Who copies a page at last, and who gets the copy?',
    ko: '결국 누가 페이지를 복사하고, 누가 복사본을 받을까?',
  },
  room: SLUB_ROOM,
  ops: [
    ...TO_SLUB,
    { run: 'proc create' },
    { run: 'proc mmap 1 0x4000 read|write', as: 'map' },
    { run: 'proc touch 1 {map} write', as: 'before' },
    { run: 'proc fork 1', as: 'fork' },
    { run: 'proc touch 2 {map} write', as: 'child' },
    { run: 'proc touch 1 {map} write', as: 'parent' },
    { run: 'translate {map} write user pid 1', as: 'one' },
    { run: 'translate {map} write user pid 2', as: 'two' },
  ],
  stops: [
    {
      op: 'fork',
      at: ['+ dup_mm', '- mm_init'],
      values: { mm: 'mm_init/=', pgd: 'pgd_alloc/=' },
      en: 'The child gets what is cheap: a struct mm_struct at {mm} and a first table of its own, {pgd}. Process 1 has written one page.',
      ko: '자식은 싼 것부터 받는다. struct mm_struct {mm|과/와} 제 1단계 테이블 {pgd}. 프로세스 1은 페이지 하나에 썼다.',
    },
    {
      op: 'fork',
      at: ['+ copy_pte_range', '+ __pmd_populate', '// pmdp[1]'],
      values: { pte: '__pmd_populate/pte' },
      en: 'For the words of its pages it gets a page of tables, {pte}. They are copied one by one.',
      ko: '페이지의 워드를 담을 테이블 페이지 {pte|을/를} 받는다. 워드는 하나씩 복사한다.',
    },
    {
      op: 'fork',
      at: ['+ ptep_set_wrprotect', '// *(ptep + PTE_HWTABLE_PTRS)'],
      values: {
        was: 'cpu_v7_set_pte_ext/*(ptep + PTE_HWTABLE_PTRS)/old',
        now: 'cpu_v7_set_pte_ext/*(ptep + PTE_HWTABLE_PTRS)',
      },
      en: 'First the parent’s own word: {was} becomes {now}. APX is set, so the parent may not write its page any more.',
      ko: '먼저 부모의 워드가 {was}에서 {now|으로/로} 바뀐다. APX가 켜져 부모도 제 페이지에 쓰지 못한다.',
    },
    {
      op: 'fork',
      at: ['+ page_dup_rmap', '// page->_mapcount'],
      values: { page: 'page_dup_rmap/page', count: 'page_dup_rmap/page->_mapcount' },
      en: 'Page {page} stays where it is. Its _mapcount is {count} now: it counts from −1, so two address spaces have it.',
      ko: '페이지 {page|은/는} 그대로 있다. _mapcount는 이제 {count}. −1부터 세므로 두 주소 공간이 쓴다.',
    },
    {
      op: 'fork',
      at: ['+ page_dup_rmap', '// *(ptep + PTE_HWTABLE_PTRS)'],
      values: {
        pte: 'cpu_v7_set_pte_ext/pte',
        hw: 'cpu_v7_set_pte_ext/*(ptep + PTE_HWTABLE_PTRS)',
      },
      en: 'The child’s word is {pte} for Linux: the same page, read-only, and not YOUNG. So the hardware’s stays {hw}.',
      ko: '자식의 Linux 워드는 {pte}. 같은 페이지이고 읽기 전용이며 YOUNG이 아니다. 그래서 하드웨어 워드는 {hw}.',
    },
    {
      op: 'fork',
      at: ['+ flush_tlb_mm'],
      values: { mm: 'flush_tlb_mm/mm' },
      en: 'A TLB may remember that the parent could write. Everything of its mm, {mm}, is flushed on every cpu. fork() is done.',
      ko: '부모가 쓸 수 있다고 TLB가 기억할지 모른다. mm {mm}의 것을 모든 cpu에서 지운다. fork()가 끝났다.',
    },
    {
      ask: 'address',
      op: 'child',
      at: ['+ do_DataAbort'],
      values: { dfsr: '/DFSR', dfar: '/DFAR' },
      en: 'The child writes to {dfar}. The hardware’s word is 0: a translation fault, second level, at a write, DFSR {dfsr}.',
      ko: '자식이 {dfar}에 쓴다. 하드웨어 워드가 0이라 둘째 단계 translation fault다. 쓰기여서 DFSR은 {dfsr}.',
    },
    {
      op: 'child',
      at: ['- reuse_swap_page = 0'],
      values: { page: 'reuse_swap_page/page', count: 'reuse_swap_page/page->_mapcount' },
      en: 'Linux’s word says read-only: do_wp_page(). Page {page} has _mapcount {count}: somebody else has it too, so it must be copied.',
      ko: 'Linux 워드는 읽기 전용이다. do_wp_page()가 본 {page}의 _mapcount는 {count}. 남도 쓰니 복사해야 한다.',
    },
    {
      op: 'child',
      at: ['+ v6_copy_user_highpage_nonaliasing', '// from'],
      values: {
        to: 'v6_copy_user_highpage_nonaliasing/to',
        from: 'v6_copy_user_highpage_nonaliasing/from',
      },
      en: 'A fresh page, {to}, and now at last 4,096 bytes are copied, from {from}.',
      ko: '새 페이지 {to|을/를} 받고, 이제야 {from}에서 4,096바이트를 복사한다.',
    },
    {
      op: 'child',
      at: ['- ptep_clear_flush', '+ cpu_v7_set_pte_ext', '// *(ptep + PTE_HWTABLE_PTRS)'],
      values: {
        word: 'cpu_v7_set_pte_ext/*(ptep + PTE_HWTABLE_PTRS)',
        addr: 'set_pte_at/addr',
      },
      en: 'The child’s {addr} now has the word {word}: the copy, and it may be written. Who writes first gets the copy.',
      ko: '자식의 {addr} 워드는 이제 {word}. 복사본이고 쓸 수 있다. 먼저 쓴 쪽이 복사본을 받는다.',
    },
    {
      op: 'child',
      at: ['+ page_remove_rmap', '// page->_mapcount'],
      values: { page: 'page_remove_rmap/page', count: 'page_remove_rmap/page->_mapcount' },
      en: 'And lets go of {page}: _mapcount {count}, one address space.',
      ko: '그리고 {page|을/를} 놓는다. _mapcount {count}, 한 주소 공간만 쓴다.',
    },
    {
      ask: 'address',
      op: 'parent',
      at: ['- reuse_swap_page = 1'],
      values: { dfsr: '/DFSR', page: 'reuse_swap_page/page' },
      en: 'The parent writes: a permission fault, DFSR {dfsr}. But {page} is nobody else’s now: nothing needs to be copied.',
      ko: '부모가 쓴다. permission fault, DFSR {dfsr}. 하지만 {page|은/는} 이제 혼자 쓴다. 복사할 것이 없다.',
    },
    {
      op: 'parent',
      at: ['+ ptep_set_access_flags', '// *(ptep + PTE_HWTABLE_PTRS)'],
      values: {
        was: 'cpu_v7_set_pte_ext/*(ptep + PTE_HWTABLE_PTRS)/old',
        now: 'cpu_v7_set_pte_ext/*(ptep + PTE_HWTABLE_PTRS)',
      },
      en: 'Its word goes back from {was} to {now}: one bit, APX, and the original stays with who came second.',
      ko: '워드는 {was}에서 {now|으로/로} 돌아간다. APX 한 비트다. 원본은 나중에 쓴 쪽에 남는다.',
    },
    {
      op: 'one',
      at: ['- TranslateAddressV'],
      values: { va: 'TranslateAddressV/va', pa: 'TranslateAddressV/=' },
      en: '{va} in process 1 is {pa} …',
      ko: '프로세스 1의 {va|은/는} {pa} …',
    },
    {
      op: 'two',
      at: ['- TranslateAddressV'],
      values: { va: 'TranslateAddressV/va', pa: 'TranslateAddressV/=' },
      en: '… and in process 2 it is {pa}. The same address, two pages: and only this one of all was copied.',
      ko: '… 프로세스 2에서는 {pa}. 같은 주소, 다른 페이지다. 복사한 페이지는 이것 하나뿐이다.',
    },
  ],
};
