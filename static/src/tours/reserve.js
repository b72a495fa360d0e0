// reserve.js - the tour: pageblocks that are kept for when nothing else is left.

import { TO_WMARK } from './stages.js';

/** Takes all that is free outside the reserve, the largest first, but for single pages. [order, how many] */
const REST = [
  [10, 10],
  [9, 3],
  [8, 3],
  [7, 5],
  [6, 4],
  [5, 5],
  [4, 2],
  [3, 2],
  [2, 1],
];

/** @type {import('./index.js').TourData} */
export const RESERVE = {
  name: 'reserve',
  title: { en: 'RESERVE', ko: 'RESERVE' },
  line: {
    en: 'Pageblocks set aside by min_free_kbytes: the last resort when no other type has a block.',
    ko: 'min_free_kbytes가 남겨 둔 페이지블록. 다른 타입에 블록이 없을 때의 마지막 수단.',
  },
  room: { profile: 'small', slub: false },
  ops: [
    ...TO_WMARK,
    { run: 'minfree 8192', as: 'more' },
    { run: 'minfree 969', as: 'less' },
    ...REST.map(([order, times]) => ({
      run: `alloc ${order} GFP_KERNEL|__GFP_MOVABLE${times > 1 ? ` x${times}` : ''}`,
    })),
    { run: 'alloc 1 GFP_KERNEL', as: 'last' },
    { run: 'free {last}', as: 'back' },
  ],
  stops: [
    {
      op: 'wmark',
      at: ['+ setup_zone_migrate_reserve', '// reserve'],
      values: {
        min: '__setup_per_zone_wmarks/watermark[WMARK_MIN]',
        reserve: 'setup_zone_migrate_reserve/reserve',
      },
      en: 'At boot the zone gets its watermarks. min is {min} pages; rounded up to pageblocks of 1,024 pages, the reserve is {reserve}.',
      ko: '부팅 때 zone의 워터마크를 정한다. min은 {min}페이지, 1,024페이지인 페이지블록으로 올림하면 reserve는 {reserve|이다/다}.',
    },
    {
      op: 'wmark',
      at: ['+ setup_zone_migrate_reserve', '- pageblock_is_reserved = 1'],
      values: { pfn: 'pageblock_is_reserved/start_pfn' },
      en: 'From the lowest pageblock up: {pfn} holds reserved pages, the kernel’s own, which are never freed. It is passed over.',
      ko: '낮은 페이지블록부터 본다. {pfn}에는 커널 자신이 차지해 해제되지 않는 페이지가 있어 지나친다.',
    },
    {
      op: 'wmark',
      at: ['- pageblock_is_reserved = 0', '+ set_pageblock_flags_group'],
      values: {
        page: 'set_pageblock_flags_group/page',
        old: 'set_pageblock_flags_group/flags/old',
        now: 'set_pageblock_flags_group/flags',
      },
      en: 'The first pageblock without such a page, {page}, changes its owner: {old} → {now}.',
      ko: '그런 페이지가 없는 첫 페이지블록 {page}의 주인이 바뀐다. {old} → {now}.',
    },
    {
      op: 'wmark',
      at: ['+ move_freepages', ': list_move(&page->lru'],
      values: { page: 'move_freepages/page', order: 'move_freepages/order' },
      en: 'What is free in it moves along: {page} of order {order} goes to the RESERVE list.',
      ko: '그 안의 빈 블록도 옮긴다. 오더 {order}인 {page|을/를} RESERVE 리스트에 건다.',
    },
    {
      op: 'more',
      at: ['+ setup_zone_migrate_reserve', '// reserve'],
      values: {
        old: '__setup_per_zone_wmarks/watermark[WMARK_MIN]/old',
        now: '__setup_per_zone_wmarks/watermark[WMARK_MIN]',
        reserve: 'setup_zone_migrate_reserve/reserve',
      },
      en: 'min_free_kbytes is raised to 8,192 kB, so min goes from {old} to {now} pages: a reserve of {reserve} pageblocks. There are never more than 2.',
      ko: 'min_free_kbytes를 8,192kB로 올려 min이 {old}에서 {now}페이지가 된다. reserve는 페이지블록 {reserve}개. 2개를 넘지 않는다.',
    },
    {
      op: 'more',
      at: ['+ set_pageblock_flags_group', '// flags: RESERVE: 3'],
      values: {
        page: 'set_pageblock_flags_group/page',
        old: 'set_pageblock_flags_group/flags/old',
        now: 'set_pageblock_flags_group/flags',
      },
      en: 'The next pageblock, {page}, joins: {old} → {now}.',
      ko: '다음 페이지블록 {page|도/도} 들어온다. {old} → {now}.',
    },
    {
      op: 'less',
      at: ['+ set_pageblock_flags_group', '// flags: MOVABLE: 2'],
      values: {
        page: 'set_pageblock_flags_group/page',
        old: 'set_pageblock_flags_group/flags/old',
        now: 'set_pageblock_flags_group/flags',
        reserve: 'setup_zone_migrate_reserve/reserve',
      },
      en: 'Set back to 969 kB, {reserve} is enough. The surplus pageblock {page} is given back: {old} → {now}.',
      ko: '969kB로 되돌리면 {reserve}개면 된다. 남는 페이지블록 {page|을/를} 돌려준다. {old} → {now}.',
    },
    {
      op: 'last',
      at: ['+ __rmqueue_smallest', '- __rmqueue_smallest = NULL'],
      values: {
        order: '__rmqueue_smallest/order',
        type: '__rmqueue_smallest/migratetype',
      },
      en: 'Now everything else has been handed out but a few single pages. A request of order {order}, type {type}: its own lists have nothing.',
      ko: '이제 낱장 몇 개 말고는 모두 내주었다. 오더 {order}, {type} 요청. 제 타입 리스트에는 없다.',
    },
    {
      op: 'last',
      at: ['- __rmqueue_fallback = NULL'],
      values: {
        result: '__rmqueue_fallback/=',
        order: '__rmqueue_fallback/current_order',
      },
      en: 'The fallback asks RECLAIMABLE and MOVABLE from order 10 down to {order}: {result}. RESERVE is not searched there.',
      ko: 'fallback이 RECLAIMABLE과 MOVABLE을 오더 10부터 {order}까지 찾는다. {result}. RESERVE는 여기서 찾지 않는다.',
    },
    {
      op: 'last',
      at: [': migratetype = MIGRATE_RESERVE', '+ __rmqueue_smallest'],
      values: { type: '__rmqueue_smallest/migratetype' },
      en: 'Only now the reserve: the same search once more, this time in the lists of type {type}.',
      ko: '이제야 예비를 쓴다. 이번에는 {type} 리스트에서 같은 검색을 한 번 더 한다.',
    },
    {
      op: 'last',
      at: [': migratetype = MIGRATE_RESERVE', ': list_del(&page->lru)'],
      values: {
        page: '__rmqueue_smallest/page',
        order: '__rmqueue_smallest/current_order',
      },
      en: 'The block {page} of order {order} leaves the list. Its pageblock stays RESERVE: nobody claims it.',
      ko: '오더 {order}인 {page|을/를} 꺼낸다. 페이지블록은 RESERVE로 남는다. 아무도 차지하지 않는다.',
    },
    {
      op: 'last',
      at: [': migratetype = MIGRATE_RESERVE', '+ expand', ': list_add(&page[size].lru'],
      values: { page: 'expand/&page[size]', high: 'expand/high', type: 'expand/migratetype' },
      en: 'It is split, and the halves stay with {type}: the upper one, {page}, goes to its order-{high} list.',
      ko: '쪼갠 반쪽은 {type}에 남는다. 위쪽 {page|을/를} 그 오더 {high} 리스트에 건다.',
    },
    {
      op: 'back',
      at: ['- get_pageblock_migratetype'],
      values: { type: 'get_pageblock_migratetype/=', page: 'get_pageblock_migratetype/page' },
      en: '{page} comes back. Nobody has to remember where it came from: its pageblock says {type}.',
      ko: '{page|이/가} 돌아온다. 어디서 왔는지 기억할 것 없이 페이지블록이 {type|이라고/라고} 말한다.',
    },
    {
      op: 'back',
      at: ['+ __free_one_page', ': list_add(&page->lru'],
      values: {
        page: '__free_one_page/page',
        order: '__free_one_page/order',
        type: '__free_one_page/migratetype',
      },
      en: 'It merges up to order {order}, and {page} is back in the {type} list, whole, for the next emergency.',
      ko: '오더 {order}까지 합쳐 {page|이/가} 온전히 {type} 리스트로 돌아간다. 다음 위급한 때를 기다린다.',
    },
  ],
};
