// pt-pair.js - the tour: two tables of the hardware's and two of Linux's, all in one page.

import { SLUB_ROOM, TO_SLUB } from './slub-stages.js';

/** @type {import('./index.js').TourData} */
export const PT_PAIR = {
  name: 'pt-pair',
  tab: 'tables',
  title: { en: 'Four tables in one page', ko: '한 페이지에 테이블 넷' },
  line: {
    en: 'The MMU’s tables are 1 KiB, a page is 4 KiB: what Linux keeps in the rest.',
    ko: 'MMU의 테이블은 1 KiB, 페이지는 4 KiB. 나머지에 Linux가 두는 것.',
  },
  room: SLUB_ROOM,
  ops: [
    ...TO_SLUB,
    { run: 'vmalloc 8192', as: 'area' },
    { run: 'translate {area} write', as: 'walk' },
    { run: 'translate 0xffff0000 read user', as: 'vectors' },
    { run: 'translate 0xffff0000 write', as: 'refused' },
  ],
  stops: [
    {
      op: 'area',
      at: ['+ pte_alloc_one_kernel'],
      values: { addr: 'pte_alloc_one_kernel/addr' },
      en: '{addr} has no table yet. A table of the hardware’s has 256 words, 1 KiB, for one MiB. Linux allocates a whole page, 4 KiB.',
      ko: '{addr}에는 아직 테이블이 없다. 하드웨어 테이블은 워드 256개, 1 KiB로 1 MiB를 맡는다. Linux는 한 페이지를 할당한다.',
    },
    {
      op: 'area',
      at: ['+ __pmd_populate', '// pmdp[1]'],
      values: {
        pte: '__pmd_populate/pte',
        even: '__pmd_populate/pmdp[0]',
        odd: '__pmd_populate/pmdp[1]',
      },
      en: 'Two words at once: {even} leads to {pte} + 0x800, {odd} to + 0xc00. So Linux counts 2,048 pairs of 2 MiB, not 4,096 words.',
      ko: '워드 둘을 쓴다. {even|은/는} {pte} + 0x800, {odd|은/는} + 0xc00. Linux는 2 MiB짜리 쌍 2,048개로 센다.',
    },
    {
      op: 'area',
      at: ['+ cpu_v7_set_pte_ext'],
      values: {
        ptep: 'cpu_v7_set_pte_ext/ptep',
        pte: 'cpu_v7_set_pte_ext/pte',
        hw: 'cpu_v7_set_pte_ext/*(ptep + PTE_HWTABLE_PTRS)',
      },
      en: 'An entry is written twice: {pte} at {ptep}, for Linux, and 2,048 bytes above it {hw}, for the MMU.',
      ko: '엔트리를 두 번 쓴다. Linux용 {pte|은/는} {ptep}에, MMU용 {hw|은/는} 2,048바이트 위에.',
    },
    {
      op: 'walk',
      at: ['// l1desc'],
      values: {
        word: 'TranslationTableWalkSD/l1desc',
        table: 'TranslationTableWalkSD/l2table',
      },
      en: 'The MMU follows {word} to {table}, the upper half of the page. The lower half, where Linux’s words are, it never reads.',
      ko: 'MMU는 {word|을/를} 따라 페이지의 위쪽 절반인 {table|으로/로} 간다. Linux의 워드가 있는 아래쪽은 읽지 않는다.',
    },
    {
      op: 'walk',
      at: ['// l2desc'],
      values: { word: 'TranslationTableWalkSD/l2desc' },
      en: '{word} has no place for YOUNG and DIRTY: this MMU sets no such bits. Linux notes them in its own word, by faults.',
      ko: '{word}에는 YOUNG과 DIRTY가 들 곳이 없다. 이 MMU는 그런 비트를 쓰지 않는다. Linux는 fault로 알아내 제 워드에 적는다.',
    },
    {
      op: 'vectors',
      at: ['// l1desc'],
      values: {
        index: 'TranslationTableWalkSD/l1index',
        word: 'TranslationTableWalkSD/l1desc',
      },
      en: 'The vectors lie in the last MiB: word {index} is odd, so it is the second of its pair. {word} leads to + 0xc00.',
      ko: '벡터는 마지막 MiB에 있다. 워드 {index|은/는} 홀수라 쌍의 둘째다. {word|은/는} + 0xc00을 가리킨다.',
    },
    {
      op: 'vectors',
      at: ['// l2desc'],
      values: { word: 'TranslationTableWalkSD/l2desc' },
      en: 'Linux says USER and RDONLY; the MMU’s {word} says AP 111. Follow the lines: each bit has another place.',
      ko: 'Linux는 USER와 RDONLY, MMU의 {word|은/는} AP 111이라 한다. 줄을 따라가면 비트마다 자리가 다르다.',
    },
    {
      op: 'refused',
      at: ['// DFSR'],
      values: { dfsr: 'DataAbort/DFSR' },
      en: 'Nobody may write here, not even the kernel: a permission fault, DFSR {dfsr}. It writes the vectors at their other address, in lowmem.',
      ko: '여기는 커널도 쓰지 못한다. permission fault, DFSR {dfsr}. 커널은 lowmem에 있는 다른 주소로 벡터를 쓴다.',
    },
  ],
};
