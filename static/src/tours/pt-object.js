// pt-object.js - the tour: an object of kmalloc(), from its address to the memory chip.

import { SLUB_ROOM, TO_SLUB } from './slub-stages.js';

/** @type {import('./index.js').TourData} */
export const PT_OBJECT = {
  name: 'pt-object',
  tab: 'tables',
  title: { en: 'From object to DRAM', ko: '오브젝트에서 DRAM까지' },
  line: {
    en: 'What an address that kmalloc() returns leads to, and who may go there.',
    ko: 'kmalloc()이 준 주소는 어디로 가고 누가 갈 수 있나.',
  },
  room: SLUB_ROOM,
  ops: [
    ...TO_SLUB,
    { run: 'kmalloc 64 GFP_KERNEL', as: 'object' },
    { run: 'translate {object} write', as: 'kernel' },
    { run: 'translate {object} read user', as: 'user' },
  ],
  stops: [
    {
      op: 'object',
      at: ['- slab_alloc_node'],
      values: { object: 'slab_alloc_node/=' },
      en: 'kmalloc(64) returns {object}. That is an address of low memory: what the cpu says, not where the memory chip looks.',
      ko: 'kmalloc(64)가 {object|을/를} 준다. lowmem의 주소다. cpu가 말하는 주소이지 메모리 칩이 찾는 곳이 아니다.',
    },
    {
      op: 'kernel',
      at: ['+ TranslationTableWalkSD'],
      values: { ttbr: 'TranslationTableWalkSD/TTBR0' },
      en: 'The kernel stores a word there. No translation is at hand, so the MMU looks into the table that TTBR0 names, {ttbr}.',
      ko: '커널이 거기에 워드를 쓴다. 변환 결과가 없으니 MMU는 TTBR0 {ttbr|이/가} 가리키는 테이블을 본다.',
    },
    {
      op: 'kernel',
      at: ['// l1desc'],
      values: {
        index: 'TranslationTableWalkSD/l1index',
        at: 'TranslationTableWalkSD/l1descaddr',
        word: 'TranslationTableWalkSD/l1desc',
      },
      en: 'Word {index}, at {at}: {word}, a section. All of low memory was mapped so at boot; kmalloc() itself touches no table.',
      ko: '{at}의 워드 {index|은/는} {word}, 섹션이다. lowmem은 부팅 때 모두 이렇게 매핑했다. kmalloc()은 테이블을 건드리지 않는다.',
    },
    {
      op: 'kernel',
      at: ['// domain'],
      values: { domain: 'CheckDomain/domain', dacr: 'CheckDomain/DACR' },
      en: 'The section is in domain {domain}. DACR, {dacr}, makes every domain a client: the bits of the word decide.',
      ko: '섹션은 도메인 {domain}에 있다. DACR {dacr|은/는} 모든 도메인을 client로 한다. 워드의 비트가 정한다.',
    },
    {
      op: 'kernel',
      at: ['- TranslateAddressV'],
      values: { pa: 'TranslateAddressV/=', page: 'TranslateAddressV/page' },
      en: 'The kernel may write. The object lies at {pa} in DRAM, in page {page}; its struct page says that it is a slab, and of which cache.',
      ko: '커널은 써도 된다. 오브젝트는 DRAM의 {pa}, 페이지 {page}에 있다. struct page가 slab이고 어느 캐시인지 말해 준다.',
    },
    {
      op: 'user',
      at: ['// perms.ap'],
      values: { ap: 'CheckPermission/perms.ap' },
      en: 'A program reads the same address: the same word, the same AP {ap}. It gives the kernel everything and a user nothing.',
      ko: '프로그램이 같은 주소를 읽는다. 같은 워드, 같은 AP {ap}. 커널에는 다 주고 유저에는 아무것도 주지 않는다.',
    },
    {
      op: 'user',
      at: ['// DFSR'],
      values: { dfsr: 'DataAbort/DFSR', dfar: 'DataAbort/DFAR' },
      en: 'A permission fault: DFSR {dfsr}, DFAR {dfar}. The kernel sends a signal. Mapped for all, the object is yet the kernel’s alone.',
      ko: 'permission fault: DFSR {dfsr}, DFAR {dfar}. 커널은 시그널을 보낸다. 매핑은 모두에게 있어도 커널만의 것이다.',
    },
  ],
};
