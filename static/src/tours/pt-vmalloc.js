// pt-vmalloc.js - the tour: sixteen KiB from kmalloc() and from vmalloc(), until both are given back.

import { SLUB_ROOM, TO_SLUB } from './slub-stages.js';

/** @type {import('./index.js').TourData} */
export const PT_VMALLOC = {
  name: 'pt-vmalloc',
  tab: 'tables',
  title: { en: 'vmalloc against kmalloc', ko: 'vmalloc과 kmalloc' },
  line: {
    en: 'Both hand out 16 KiB of addresses in a row.',
    ko: '둘 다 이어진 주소 16 KiB를 내준다.',
  },
  question: {
    en: 'Which of them needs four pages beside each other, and what does the other pay instead?',
    ko: '이웃한 네 페이지가 필요한 쪽은 어디고, 다른 쪽은 대신 무엇을 치를까?',
  },
  room: SLUB_ROOM,
  ops: [
    ...TO_SLUB,
    { run: 'kmalloc 16384 GFP_KERNEL', as: 'object' },
    { run: 'vmalloc 16384', as: 'area' },
    { run: 'translate {object} write', as: 'low' },
    { run: 'translate {area} write', as: 'high' },
    { run: 'kfree {object}', as: 'kfree' },
    { run: 'vfree {area}', as: 'vfree' },
  ],
  stops: [
    {
      op: 'object',
      at: ['+ kmalloc_order'],
      values: { size: 'kmalloc_order/size', order: 'kmalloc_order/order' },
      en: 'kmalloc({size}) is more than a slab holds: it becomes one request for a block of order {order}, four pages in a row.',
      ko: 'kmalloc({size})은 slab보다 크다. 오더 {order} 블록 하나, 이어진 네 페이지를 한 번에 청한다.',
    },
    {
      op: 'object',
      at: ['- __rmqueue_smallest'],
      values: { page: '__rmqueue_smallest/=', from: '__rmqueue_smallest/current_order' },
      en: 'The smallest free block that is large enough has order {from}. Four pages from {page} on are taken; the rest goes back to the lists.',
      ko: '넉넉한 블록 중 가장 작은 것은 오더 {from}. {page}부터 네 페이지를 쓰고 나머지는 리스트로 돌아간다.',
    },
    {
      op: 'object',
      at: ['- kmalloc_order'],
      values: { addr: 'kmalloc_order/=' },
      en: 'Their address, {addr}, was theirs all the time: low memory is mapped since boot. Not one word of a table is written.',
      ko: '주소 {addr|은/는} 처음부터 그 페이지의 것이다. lowmem은 부팅 때 매핑했다. 테이블은 한 워드도 쓰지 않는다.',
    },
    {
      op: 'area',
      at: ['+ __get_vm_area_node', ': size += PAGE_SIZE', '+ alloc_vmap_area'],
      values: { size: 'alloc_vmap_area/size', start: 'alloc_vmap_area/vstart' },
      en: 'vmalloc() first looks for addresses, from {start} on: {size} bytes, one page more than asked, which stays empty as a guard.',
      ko: 'vmalloc()은 주소부터 찾는다. {start}부터 {size}바이트, 한 페이지 더 많다. 그 페이지는 비워 두어 넘침을 막는다.',
    },
    {
      op: 'area',
      at: ['// area->pages[i]'],
      values: { page: '__vmalloc_area_node/area->pages[i]' },
      en: 'Then it asks for pages, one at a time: order 0 is always the easiest to find. The first is {page}.',
      ko: '그다음 페이지를 하나씩 청한다. 오더 0은 늘 가장 구하기 쉽다. 처음은 {page}.',
    },
    {
      op: 'area',
      at: ['// area->pages[i]', '// area->pages[i]', '// area->pages[i]', '// area->pages[i]'],
      values: { page: '__vmalloc_area_node/area->pages[i]' },
      en: 'The fourth is {page}: they come from here and there, with kmalloc()’s between them. That does not matter here.',
      ko: '네 번째는 {page}. 여기저기서 왔고 사이에 kmalloc()의 페이지도 있다. 여기서는 상관없다.',
    },
    {
      op: 'area',
      at: ['+ __pmd_populate', '// pmdp[1]'],
      values: { pte: '__pmd_populate/pte', even: '__pmd_populate/pmdp[0]' },
      en: 'Now the price: no table knows these addresses, so a page of tables is made, {pte}, and the first table gets {even}.',
      ko: '이제 값을 치른다. 이 주소를 아는 테이블이 없어 {pte|을/를} 만들고 1단계에 {even|을/를} 쓴다.',
    },
    {
      op: 'area',
      at: ['- vmap_page_range_noflush'],
      values: {
        n: 'vmap_page_range_noflush/=',
        addr: 'set_pte_at/addr',
        word: 'cpu_v7_set_pte_ext/*(ptep + PTE_HWTABLE_PTRS)',
      },
      en: '{n} pages, two words each. The last, {addr}, has {word}: four pages from here and there are in a row now.',
      ko: '{n}페이지에 워드 둘씩. 마지막 {addr}의 워드는 {word}. 흩어진 네 페이지가 한 줄이 되었다.',
    },
    {
      op: 'low',
      at: ['- TranslateAddressV'],
      values: {
        va: 'TranslateAddressV/va',
        pa: 'TranslateAddressV/=',
        word: 'TranslationTableWalkSD/l1desc',
      },
      en: 'kmalloc’s {va}: the MMU reads one word, {word}, a section of 1 MiB, and is at {pa}. A TLB entry for it serves 256 pages.',
      ko: 'kmalloc의 {va}: 워드 하나 {word}, 1 MiB 섹션을 읽고 {pa}에 닿는다. TLB 엔트리 하나가 256페이지를 맡는다.',
    },
    {
      op: 'high',
      at: ['- TranslateAddressV'],
      values: {
        va: 'TranslateAddressV/va',
        pa: 'TranslateAddressV/=',
        word: 'TranslationTableWalkSD/l2desc',
      },
      en: 'vmalloc’s {va}: two words, the second {word}, and {pa}. Each of its pages takes a TLB entry of its own.',
      ko: 'vmalloc의 {va}: 워드 둘을 읽는다. 둘째가 {word}, 닿는 곳은 {pa}. 페이지마다 TLB 엔트리가 든다.',
    },
    {
      op: 'kfree',
      at: ['+ __free_pages_ok'],
      values: { page: '__free_pages_ok/page', order: '__free_pages_ok/order' },
      en: 'kfree() gives back one block, page {page} of order {order}. Its address stays mapped, and may be anybody’s.',
      ko: 'kfree()는 블록 하나, 오더 {order}의 {page|을/를} 돌려준다. 주소는 매핑된 채이고 누구든 쓸 수 있다.',
    },
    {
      op: 'vfree',
      at: ['+ free_vmap_area_noflush', '// vmap_lazy_nr'],
      values: { n: 'free_vmap_area_noflush/vmap_lazy_nr' },
      en: 'vfree() clears the words but keeps the addresses: {n} pages of them wait, until one flush of all TLBs serves many areas.',
      ko: 'vfree()는 워드를 지우지만 주소 {n}페이지는 남겨 둔다. 많이 모아 모든 TLB를 한 번에 비운다.',
    },
  ],
};
