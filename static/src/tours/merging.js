// merging.js - the tour: what is free side by side becomes one block.

/** @type {import('./index.js').TourData} */
export const MERGING = {
  name: 'merging',
  title: { en: 'Merging', ko: '합치기' },
  line: {
    en: 'A page that comes back looks for its buddy, again and again, up to order 10.',
    ko: '돌아온 페이지가 짝을 찾아 오더 10까지 거듭 합친다.',
  },
  room: { profile: 'study' },
  ops: [
    { run: 'alloc 0 GFP_KERNEL x6', as: 'p' },
    { run: 'free {p.3}', as: 'head' },
    { run: 'free {p.5}', as: 'tail' },
    { run: 'free {p.4}', as: 'pair' },
    { run: 'free {p.0}' },
    { run: 'free {p.1}' },
    { run: 'free {p.2}', as: 'last' },
  ],
  stops: [
    {
      op: 'head',
      at: ['+ __free_one_page', '- page_is_buddy = 0'],
      values: { page: 'page_is_buddy/page', buddy: 'page_is_buddy/buddy' },
      en: 'Six pages are in use, and {page} comes back. Its buddy {buddy} is still in use, so there is nothing to merge with.',
      ko: '여섯 페이지를 쓰는 중에 {page|이/가} 돌아온다. 짝 {buddy|은/는} 아직 사용중이라 합칠 것이 없다.',
    },
    {
      op: 'head',
      at: [
        '+ __free_one_page',
        '- page_is_buddy = 0',
        '- page_is_buddy = 0',
        ': list_add(&page->lru',
      ],
      values: {
        parent: 'page_is_buddy/buddy',
        old: '__free_one_page/area->nr_free/old',
        now: '__free_one_page/area->nr_free',
      },
      en: 'One order up, the block at {parent} is not free either. No merge is near, so the page goes to the head and is handed out next. nr_free: {old} → {now}.',
      ko: '한 오더 위 {parent|도/도} 비어 있지 않다. 곧 합칠 일이 없어 head에 걸고, 다음에 먼저 내준다. nr_free: {old} → {now}.',
    },
    {
      op: 'tail',
      at: ['+ __free_one_page', '- page_is_buddy = 0', '- page_is_buddy = 1'],
      values: {
        page: '__free_one_page/page',
        parent: 'page_is_buddy/page',
        buddy: 'page_is_buddy/buddy',
        order: 'page_is_buddy/order',
      },
      en: 'Now {page}. Its own buddy is in use, but the parent {parent} has a free buddy of order {order}: {buddy}. A larger merge is one page away.',
      ko: '이번에는 {page}. 제 짝은 사용중이지만 상위 블록 {parent}의 오더 {order} 짝 {buddy|은/는} 비어 있다. 한 페이지만 더 오면 크게 합친다.',
    },
    {
      op: 'tail',
      at: ['+ __free_one_page', ': list_add_tail(&page->lru'],
      values: { page: '__free_one_page/page' },
      en: 'So {page} goes to the tail. Pages are taken from the head, so it is handed out last and has time to wait for its buddy.',
      ko: '그래서 {page|을/를} tail에 건다. 꺼내기는 head부터라 가장 늦게 나가고, 그동안 짝을 기다릴 수 있다.',
    },
    {
      op: 'pair',
      at: ['+ __free_one_page', '- page_is_buddy = 1', ': list_del(&buddy->lru)'],
      values: { page: 'page_is_buddy/page', buddy: '__free_one_page/buddy' },
      en: 'The wait pays: {page} comes back, and {buddy} is its buddy. It leaves its list, and the two are one block of order 1.',
      ko: '기다린 보람이 있다. {page|이/가} 돌아오고 {buddy|이/가} 그 짝이다. 리스트에서 빼어 둘이 오더 1 한 블록이 된다.',
    },
    {
      op: 'pair',
      at: ['+ __free_one_page', ': list_del(&buddy->lru)', ': list_del(&buddy->lru)'],
      values: { buddy: '__free_one_page/buddy', order: '__free_one_page/order' },
      en: 'The same question at order {order}: the buddy {buddy} is free and leaves its list. Four pages are one block.',
      ko: '오더 {order}에서 같은 것을 묻는다. 짝 {buddy|이/가} 비어 있어 리스트에서 뺀다. 네 페이지가 한 블록이다.',
    },
    {
      op: 'pair',
      at: ['+ __free_one_page', '- page_is_buddy = 0', ': list_add_tail(&page->lru'],
      values: {
        page: '__free_one_page/page',
        order: '__free_one_page/order',
        parent: 'page_is_buddy/buddy',
        above: 'page_is_buddy/order',
      },
      en: 'At order {order} the buddy has pages in use: the merge ends. {parent} of order {above} is free, so {page} waits at the tail again.',
      ko: '오더 {order}의 짝에는 사용중인 페이지가 있어 여기서 멈춘다. 오더 {above}의 {parent|이/가} 비어 있어 {page|은/는} 다시 tail에서 기다린다.',
    },
    {
      op: 'last',
      at: ['+ __free_one_page', ': list_del(&buddy->lru)'],
      values: { page: '__free_one_page/page', buddy: '__free_one_page/buddy' },
      en: 'The last page that was in use, {page}, comes back. Its buddy {buddy} is free, and from here on every buddy is.',
      ko: '마지막으로 사용중이던 {page|이/가} 돌아온다. 짝 {buddy|이/가} 비어 있고, 여기부터는 짝이 모두 비어 있다.',
    },
    {
      op: 'last',
      at: ['+ __free_one_page', '// order: 9', ': list_del(&buddy->lru)'],
      values: {
        buddy: '__free_one_page/buddy',
        order: '__free_one_page/order',
        old: '__free_one_page/area->nr_free/old',
        now: '__free_one_page/area->nr_free',
      },
      en: 'Order by order the block doubles. At order {order} the buddy {buddy} is half a pageblock away. nr_free: {old} → {now}.',
      ko: '오더마다 블록이 두 배가 된다. 오더 {order|은/는} 페이지블록의 절반이고 짝은 {buddy}. nr_free: {old} → {now}.',
    },
    {
      op: 'last',
      at: ['+ __free_one_page', '// order: 9', ': list_add(&page->lru'],
      values: {
        page: '__free_one_page/page',
        order: '__free_one_page/order',
        old: '__free_one_page/area->nr_free/old',
        now: '__free_one_page/area->nr_free',
      },
      en: '{page} is whole again: one block of order {order}, the largest there is. It goes to the head. nr_free: {old} → {now}.',
      ko: '{page|이/가} 다시 온전하다. 가장 큰 오더 {order} 한 블록을 head에 건다. nr_free: {old} → {now}.',
    },
  ],
};
