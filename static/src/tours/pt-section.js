// pt-section.js - the tour: an address that a section maps, and one that a page maps.

import { SLUB_ROOM, TO_SLUB } from './slub-stages.js';

/** @type {import('./index.js').TourData} */
export const PT_SECTION = {
  name: 'pt-section',
  tab: 'tables',
  title: { en: 'Section against page', ko: '섹션과 페이지' },
  line: {
    en: 'Low memory is mapped by the MiB, vmalloc by the page: one word read, or two.',
    ko: 'lowmem은 1 MiB씩, vmalloc은 한 페이지씩 매핑한다. 워드를 하나 읽거나 둘 읽는다.',
  },
  room: SLUB_ROOM,
  ops: [
    ...TO_SLUB,
    { run: 'translate 0xc0008000 read', as: 'section' },
    { run: 'vmalloc 8192', as: 'area' },
    { run: 'translate {area} read', as: 'page' },
  ],
  stops: [
    {
      op: 'section',
      at: ['+ TranslationTableWalkSD'],
      values: { va: 'TranslationTableWalkSD/mva', ttbr: 'TranslationTableWalkSD/TTBR0' },
      en: 'The kernel begins at {va}, in low memory. To find it the MMU takes TTBR0, {ttbr}: the first table, 4,096 words for 4,096 MiB.',
      ko: '커널은 lowmem의 {va}에서 시작한다. MMU는 TTBR0 {ttbr}에서 첫 테이블을 찾는다. 워드 4,096개가 4,096 MiB다.',
    },
    {
      op: 'section',
      at: ['// l1desc'],
      values: {
        index: 'TranslationTableWalkSD/l1index',
        word: 'TranslationTableWalkSD/l1desc',
      },
      en: 'The top 12 bits are the index, {index}. The word there is {word} and ends in 10: a section. It maps its whole MiB by itself.',
      ko: '위 12비트가 인덱스 {index}. 그 워드 {word|은/는} 10으로 끝나는 섹션이다. 혼자 1 MiB를 모두 매핑한다.',
    },
    {
      op: 'section',
      at: ['// perms.ap'],
      values: { ap: 'CheckPermission/perms.ap', xn: 'CheckPermission/perms.xn' },
      en: 'AP {ap}: the kernel may read and write, a user nothing. XN is {xn}: code lies in low memory, and one word cannot tell the pages of a MiB apart.',
      ko: 'AP {ap}: 커널은 읽고 쓰고 유저는 못 쓴다. XN은 {xn}. 코드도 여기 있고 워드 하나로는 페이지를 나눌 수 없다.',
    },
    {
      op: 'section',
      at: ['- TranslateAddressV'],
      values: { pa: 'TranslateAddressV/=' },
      en: 'The upper 12 bits come from the word, the lower 20 from the address: {pa}. One read was enough.',
      ko: '위 12비트는 워드에서, 아래 20비트는 주소에서 온다. {pa}. 한 번 읽어 끝났다.',
    },
    {
      op: 'area',
      at: ['+ __pmd_populate', '// pmdp[1]'],
      values: { pte: '__pmd_populate/pte', even: '__pmd_populate/pmdp[0]' },
      en: 'vmalloc() gathers pages from anywhere, so a section cannot map them. A page of tables is made, {pte}; the first word now is {even}.',
      ko: 'vmalloc()은 여기저기서 페이지를 모아 섹션으로는 안 된다. 테이블 페이지 {pte|이/가} 생기고 첫 워드는 {even|이/가} 된다.',
    },
    {
      op: 'area',
      at: ['+ cpu_v7_set_pte_ext'],
      values: { pte: 'cpu_v7_set_pte_ext/pte', addr: 'set_pte_at/addr' },
      en: 'Then every page gets an entry of its own. That of {addr} is {pte}: its place, and what may be done there.',
      ko: '그리고 페이지마다 엔트리가 생긴다. {addr}의 엔트리는 {pte}. 어디 있고 무엇을 해도 되는지 담는다.',
    },
    {
      op: 'page',
      at: ['// l1desc'],
      values: {
        word: 'TranslationTableWalkSD/l1desc',
        table: 'TranslationTableWalkSD/l2table',
      },
      en: 'The same walk to the new area: this first word, {word}, ends in 01. It maps nothing, it points to a second table at {table}.',
      ko: '새 영역으로 같은 워크를 한다. 첫 워드 {word|은/는} 01로 끝난다. 매핑하지 않고 {table}의 둘째 테이블을 가리킨다.',
    },
    {
      op: 'page',
      at: ['// l2desc'],
      values: {
        index: 'TranslationTableWalkSD/l2index',
        word: 'TranslationTableWalkSD/l2desc',
      },
      en: 'The next 8 bits choose one of its 256 words, {index}. It is {word} and ends in 11: a small page, XN set, so nothing runs here.',
      ko: '다음 8비트가 워드 256개 중 {index|을/를} 고른다. {word|은/는} 11로 끝난다. 작은 페이지이고 XN이라 실행하지 못한다.',
    },
    {
      op: 'page',
      at: ['- TranslateAddressV'],
      values: { pa: 'TranslateAddressV/=' },
      en: '20 bits from the word, 12 from the address: {pa}. Two reads instead of one, and a page of tables; but any page can stand anywhere.',
      ko: '20비트는 워드, 12비트는 주소에서 온다. {pa}. 두 번 읽고 테이블도 들지만 어느 페이지든 어디에나 둘 수 있다.',
    },
  ],
};
