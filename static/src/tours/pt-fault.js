// pt-fault.js - the tour: a process reads an address that was only promised, from the abort to the TLB.

import { SLUB_ROOM, TO_SLUB } from './slub-stages.js';

/** @type {import('./index.js').TourData} */
export const PT_FAULT = {
  name: 'pt-fault',
  tab: 'tables',
  title: { en: 'A page fault, from touch to TLB', ko: '페이지 폴트: 접근에서 TLB까지' },
  line: {
    en: 'A process reads memory that mmap() has only promised.',
    ko: '프로세스가 mmap()이 약속만 한 메모리를 읽는다.',
  },
  question: {
    en: 'What has to be made before a single byte can be read?',
    ko: '한 바이트를 읽기 전에 무엇이 만들어져야 할까?',
  },
  room: SLUB_ROOM,
  ops: [
    ...TO_SLUB,
    { run: 'proc create' },
    { run: 'proc mmap 1 0x4000 read|write', as: 'map' },
    { run: 'proc switch 0' },
    { run: 'proc touch 1 {map} read', as: 'touch' },
    { run: 'proc touch 1 {map} read', as: 'again' },
    { run: 'translate {map} read user pid 1', as: 'walk' },
  ],
  stops: [
    {
      op: 'map',
      at: ['+ mmap_region', '// vma->vm_end'],
      values: { start: 'mmap_region/vma->vm_start', end: 'mmap_region/vma->vm_end' },
      en: 'mmap() wrote one struct: addresses {start} to {end} may be used. No page, no table, no word for the MMU.',
      ko: 'mmap()은 구조체 하나만 썼다. 주소 {start}–{end|을/를} 써도 된다는 것뿐, 페이지도 테이블도 없다.',
    },
    {
      op: 'touch',
      at: ['+ cpu_v7_switch_mm', '// TTBR0'],
      values: { ttbr: 'cpu_v7_switch_mm/TTBR0', id: 'cpu_v7_switch_mm/CONTEXTIDR' },
      en: 'The process gets the cpu: TTBR0 {ttbr} is its own first table. The low byte of CONTEXTIDR {id} is its ASID, its mark in the TLB.',
      ko: '프로세스가 cpu를 받는다. TTBR0 {ttbr|이/가} 제 1단계 테이블이다. CONTEXTIDR {id}의 끝 바이트가 ASID, TLB의 표시다.',
    },
    {
      op: 'touch',
      at: ['+ do_DataAbort'],
      values: { dfsr: '/DFSR', dfar: '/DFAR' },
      en: 'It reads. The MMU finds 0 in the first table and aborts: DFSR {dfsr} is a translation fault, first level; DFAR {dfar} is where.',
      ko: '읽는다. MMU는 1단계 테이블에서 0을 보고 abort한다. DFSR {dfsr|은/는} 첫 단계 translation fault, DFAR은 {dfar}다.',
    },
    {
      op: 'touch',
      at: ['- find_vma'],
      values: { vma: 'find_vma/=' },
      en: 'Is the address promised? find_vma() finds the area, the struct at {vma}. Without one, SIGSEGV.',
      ko: '약속한 주소인가? find_vma()가 영역 {vma|을/를} 찾는다. 없으면 SIGSEGV다.',
    },
    {
      op: 'touch',
      at: ['- access_error = 0'],
      values: { mask: 'access_error/mask' },
      en: 'May one read there? For a read any of the bits {mask} will do: READ, WRITE or EXEC. The area has two of them.',
      ko: '읽어도 되나? 읽기에는 비트 {mask}, READ·WRITE·EXEC 중 하나면 된다. 이 영역에는 둘이 있다.',
    },
    {
      op: 'touch',
      at: ['+ __pmd_populate', '// pmdp[1]'],
      values: { pte: '__pmd_populate/pte', odd: '__pmd_populate/pmdp[1]' },
      en: 'The first thing made is a page of tables at {pte}. The word that was 0 is {odd} now, and leads into it.',
      ko: '먼저 테이블 페이지 {pte|을/를} 만든다. 0이던 워드는 이제 {odd}, 그 안을 가리킨다.',
    },
    {
      op: 'touch',
      at: ['+ do_anonymous_page', '+ set_pte_at'],
      values: { pte: 'set_pte_at/pteval' },
      en: 'A reader needs no page of its own. {pte} leads to the page of zeros that all share, and is read-only: a write will fault again.',
      ko: '읽기만 하면 제 페이지가 없어도 된다. {pte|은/는} 모두가 쓰는 0 페이지로 간다. 읽기 전용이라 쓰면 다시 폴트다.',
    },
    {
      op: 'touch',
      at: ['- do_DataAbort'],
      values: {
        hw: 'cpu_v7_set_pte_ext/*(ptep + PTE_HWTABLE_PTRS)',
        id: 'cpu_v7_switch_mm/CONTEXTIDR',
      },
      en: 'For the hardware it is {hw}. The cpu reads once more, and the TLB keeps what the walk finds, under the ASID in {id}.',
      ko: '하드웨어에는 {hw|을/를} 쓴다. cpu가 다시 읽고, TLB는 찾은 것을 {id}의 ASID로 간직한다.',
    },
    {
      op: 'walk',
      at: ['// l1desc'],
      values: {
        index: 'TranslationTableWalkSD/l1index',
        word: 'TranslationTableWalkSD/l1desc',
      },
      en: 'Reading again took no walk. What the TLB remembers, slowly: word {index} of the process’s table, {word}, leads to a second table.',
      ko: '다시 읽을 때는 워크가 없었다. TLB가 기억한 것을 따라가 본다. 워드 {index|은/는} {word}, 둘째 테이블을 가리킨다.',
    },
    {
      op: 'walk',
      at: ['// l2desc'],
      values: { word: 'TranslationTableWalkSD/l2desc' },
      en: 'There stands {word}: a small page. Bit 11 is nG, so the TLB keeps it for this ASID only.',
      ko: '거기에 {word|이/가} 있다. 작은 페이지다. 비트 11은 nG라 TLB는 이 ASID에게만 쓴다.',
    },
    {
      op: 'walk',
      at: ['- TranslateAddressV'],
      values: { pa: 'TranslateAddressV/=' },
      en: 'The byte is at {pa}. It took an area, a page of tables, two words in it and an entry of the TLB; the page itself was there.',
      ko: '바이트는 {pa}에 있다. 영역, 테이블 페이지, 그 안의 워드 둘, TLB 엔트리가 필요했다. 페이지는 있던 것이다.',
    },
  ],
};
