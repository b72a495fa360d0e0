// week54.js - what the study group's note of week 54 (2014-05-17) says at each point, as data: function, name, value. The machine's own
// values are not here: they are read from the walk.

/**
 * @typedef {object} Claim
 * @property {string} fn the function that the note speaks of
 * @property {string} name the value's name in the walk; `return` is what the function returns
 * @property {string} claim what the note says; empty where it only asks
 * @property {'right' | 'wrong' | 'assumed' | 'open'} verdict
 * @property {'room' | 'fork' | 'note'} where it can be looked up: in this room, in the room prepared for it, or in the note alone
 * @property {string} [truth] for what is not run here
 * @property {string} en
 * @property {string} ko
 */

/** What the group traced before this page is asked for; the tour starts where the page is asked for. */
export const FRAMES_ABOVE = [
  'start_kernel',
  'mm_init',
  'kmem_cache_init',
  'create_boot_cache',
  '__kmem_cache_create',
  'kmem_cache_open',
  'init_kmem_cache_nodes',
  'early_kmem_cache_node_alloc',
  'new_slab',
  'allocate_slab',
  'alloc_slab_page',
];

/** The request at the end of that chain. */
export const REQUEST = { op: 'alloc_pages', order: 0, gfp: '0x201200' };

/** @type {Claim[]} */
export const CLAIMS = [
  {
    fn: 'init_kmem_cache_nodes',
    name: 'slab_state',
    claim: 'DOWN: 1',
    verdict: 'wrong',
    where: 'note',
    truth: 'DOWN: 0',
    en: 'The note enters with slab_state DOWN as 1. In 3.13.11 DOWN is the first of the enum: 0.',
    ko: '노트는 slab_state DOWN을 1로 적었다. 3.13.11에서 DOWN은 enum의 첫 값인 0이다.',
  },
  {
    fn: 'allocate_slab',
    name: 'alloc_gfp',
    claim: '0x1200',
    verdict: 'right',
    where: 'note',
    truth: '0x1200',
    en: 'The first try asks quietly: __GFP_NOWARN and __GFP_NORETRY make 0x1200.',
    ko: '첫 시도는 조용히 한다. __GFP_NOWARN과 __GFP_NORETRY로 0x1200이 된다.',
  },
  {
    fn: '__alloc_pages',
    name: 'gfp_mask',
    claim: '0x201200',
    verdict: 'right',
    where: 'room',
    en: '__GFP_NOTRACK is added for slab pages, so the request arrives as 0x201200.',
    ko: 'slab 페이지라서 __GFP_NOTRACK이 더해져 요청은 0x201200으로 들어온다.',
  },
  {
    fn: '__alloc_pages_nodemask',
    name: 'order',
    claim: '0',
    verdict: 'right',
    where: 'room',
    en: 'One page is asked for: order 0.',
    ko: '한 페이지, 오더 0을 요청한다.',
  },
  {
    fn: 'gfp_zone',
    name: 'return',
    claim: '0',
    verdict: 'right',
    where: 'room',
    en: 'No zone bit is set, so the highest zone allowed is Normal: high_zoneidx 0.',
    ko: 'zone 비트가 없어 허용되는 가장 높은 zone은 Normal이다. high_zoneidx는 0.',
  },
  {
    fn: 'allocflags_to_migratetype',
    name: 'return',
    claim: 'MIGRATE_UNMOVABLE: 0',
    verdict: 'right',
    where: 'room',
    en: 'Neither MOVABLE nor RECLAIMABLE is asked for, so the page must come from an UNMOVABLE list.',
    ko: 'MOVABLE도 RECLAIMABLE도 아니어서 페이지는 UNMOVABLE 리스트에서 와야 한다.',
  },
  {
    fn: 'get_page_from_freelist',
    name: 'gfp_mask',
    claim: '0x221200',
    verdict: 'right',
    where: 'room',
    en: 'The fast path adds __GFP_HARDWALL: 0x221200.',
    ko: '빠른 경로에서 __GFP_HARDWALL이 더해져 0x221200이 된다.',
  },
  {
    fn: 'get_page_from_freelist',
    name: 'alloc_flags',
    claim: '0x41',
    verdict: 'right',
    where: 'room',
    en: 'ALLOC_WMARK_LOW and ALLOC_CPUSET: 0x41.',
    ko: 'ALLOC_WMARK_LOW와 ALLOC_CPUSET이라 0x41이다.',
  },
  {
    fn: 'get_page_from_freelist',
    name: 'classzone_idx',
    claim: '0',
    verdict: 'right',
    where: 'room',
    en: 'The preferred zone is the first of the node.',
    ko: '먼저 쓸 zone은 노드의 첫 zone이다.',
  },
  {
    fn: 'zone_watermark_ok',
    name: 'mark',
    claim: '0',
    verdict: 'right',
    where: 'room',
    en: 'Watermarks are not set up before init_per_zone_wmark_min(), so the mark is 0.',
    ko: 'init_per_zone_wmark_min() 전이라 워터마크가 아직 없어 mark는 0이다.',
  },
  {
    fn: '__zone_watermark_ok',
    name: 'free_pages',
    claim: '',
    verdict: 'open',
    where: 'room',
    en: 'The note leaves ???? for the free pages of the zone. Here is the number.',
    ko: '노트는 zone의 빈 페이지 수를 ????로 남겼다. 그 값이 여기 있다.',
  },
  {
    fn: 'zone_watermark_ok',
    name: 'return',
    claim: '1',
    verdict: 'right',
    where: 'room',
    en: 'Free pages are above the mark of 0, so the zone may be used.',
    ko: '빈 페이지가 mark 0보다 많아 이 zone을 쓸 수 있다.',
  },
  {
    fn: 'buffered_rmqueue',
    name: 'gfp_flags',
    claim: '0x221200',
    verdict: 'right',
    where: 'room',
    en: 'An order-0 request goes through the pcp list of the cpu first.',
    ko: '오더 0 요청은 먼저 cpu의 pcp 리스트를 본다.',
  },
  {
    fn: 'rmqueue_bulk',
    name: 'migratetype',
    claim: 'UNMOVABLE: 0',
    verdict: 'right',
    where: 'room',
    en: 'That pcp list is empty, so it is filled from the buddy allocator.',
    ko: 'pcp 리스트가 비어 있어 버디에서 채운다.',
  },
  {
    fn: '__rmqueue_smallest',
    name: 'return',
    claim: 'NULL',
    verdict: 'right',
    where: 'room',
    en: 'No UNMOVABLE list has a block at any order: NULL.',
    ko: 'UNMOVABLE 리스트는 어느 오더에도 블록이 없어 NULL이다.',
  },
  {
    fn: '__rmqueue_fallback',
    name: 'start_migratetype',
    claim: 'UNMOVABLE: 0',
    verdict: 'right',
    where: 'room',
    en: 'So another type is asked, from the largest order down.',
    ko: '그래서 다른 타입을, 가장 큰 오더부터 아래로 찾는다.',
  },
  {
    fn: '__rmqueue_fallback',
    name: 'current_order',
    claim: '5',
    verdict: 'assumed',
    where: 'room',
    en: 'The note assumes a hit at order 5, the size it saw freed. By then blocks had merged up to order 10, and the search starts there.',
    ko: '노트는 해제될 때 본 크기인 오더 5에서 찾는다고 가정했다. 그때는 이미 오더 10까지 합쳐졌고 검색은 10부터 시작한다.',
  },
  {
    fn: '__rmqueue_fallback',
    name: 'page',
    claim: '0x20000',
    verdict: 'assumed',
    where: 'room',
    en: 'The note assumes the first pfn of RAM. The kernel itself lies there; the list head is the block that was completed last.',
    ko: '노트는 RAM의 첫 pfn을 가정했다. 거기에는 커널이 있고, 리스트 head는 마지막에 완성된 블록이다.',
  },
  {
    fn: 'try_to_steal_freepages',
    name: 'current_order',
    claim: '5',
    verdict: 'assumed',
    where: 'room',
    en: 'The block is a whole pageblock, so change_pageblock_range() gives it a new owner at once.',
    ko: '블록이 페이지블록 전체라서 change_pageblock_range()가 바로 주인을 바꾼다.',
  },
  {
    fn: 'try_to_steal_freepages',
    name: 'return',
    claim: 'UNMOVABLE: 0',
    verdict: 'right',
    where: 'room',
    en: 'The new type is the one the note expects, on another way: nothing had to be moved.',
    ko: '결과 타입은 노트와 같지만 길이 다르다. 옮긴 페이지가 없다.',
  },
  {
    fn: '__rmqueue_fallback',
    name: 'new_type',
    claim: 'UNMOVABLE: 0',
    verdict: 'right',
    where: 'room',
    en: 'The block leaves the MOVABLE list. The note ends here; the machine goes on and splits it down to one page.',
    ko: '블록이 MOVABLE 리스트에서 빠진다. 노트는 여기서 끝나고, 기계는 한 페이지까지 쪼갠다.',
  },
  {
    fn: 'try_to_steal_freepages',
    name: 'current_order',
    claim: '5',
    verdict: 'right',
    where: 'fork',
    en: 'In this room the largest MOVABLE block is of order 5, as the note assumed. 5 is at least half of pageblock_order.',
    ko: '이 방에서는 가장 큰 MOVABLE 블록이 노트의 가정처럼 오더 5이다. pageblock_order의 절반 이상이다.',
  },
  {
    fn: 'move_freepages_block',
    name: 'start_pfn',
    claim: '0x20000',
    verdict: 'assumed',
    where: 'fork',
    en: 'start_pfn is rounded down to the pageblock, as the note does with its assumed 0x20000.',
    ko: 'start_pfn은 페이지블록 시작으로 내림한다. 노트는 가정한 0x20000으로 같은 계산을 했다.',
  },
  {
    fn: 'move_freepages_block',
    name: 'end_pfn',
    claim: '0x20cff',
    verdict: 'wrong',
    where: 'fork',
    truth: '0x203ff',
    en: 'The last pfn is start_pfn + 0x3ff. From 0x20000 that is 0x203ff, not 0x20cff.',
    ko: '마지막 pfn은 start_pfn + 0x3ff이다. 0x20000이라면 0x20cff가 아니라 0x203ff이다.',
  },
  {
    fn: 'move_freepages',
    name: 'return',
    claim: '1024',
    verdict: 'wrong',
    where: 'fork',
    en: 'pages_moved counts free pages only. All 1,024 would have been one order-10 block; here every second block of 32 is free.',
    ko: 'pages_moved는 빈 페이지만 센다. 1,024가 모두 비었다면 오더 10 한 블록이었을 것이다. 여기서는 32페이지 블록이 하나 걸러 비어 있다.',
  },
  {
    fn: 'try_to_steal_freepages',
    name: 'pages',
    claim: '',
    verdict: 'open',
    where: 'fork',
    en: 'The note leaves ??? for the pages moved. 512 are enough to claim the pageblock.',
    ko: '노트는 옮긴 페이지 수를 ???로 남겼다. 512개면 페이지블록을 차지한다.',
  },
  {
    fn: 'try_to_steal_freepages',
    name: 'return',
    claim: 'UNMOVABLE: 0',
    verdict: 'right',
    where: 'fork',
    en: 'Half of the pageblock is free, so set_pageblock_migratetype() changes the owner, 2 to 0, as the note says.',
    ko: '페이지블록의 절반이 비어 있어 노트처럼 set_pageblock_migratetype()이 주인을 2에서 0으로 바꾼다.',
  },
];

/**
 * How a room gets to where the branch is taken: the larger MOVABLE blocks of the zone are handed out, the last pageblock is handed out
 * in blocks of order 5, and every second of those comes back.
 */
export const FORK = {
  profile: 'study',
  gfp: 'GFP_KERNEL|__GFP_MOVABLE',
  /** [order, how many] */
  take: [
    [10, 180],
    [9, 3],
    [8, 3],
    [7, 2],
    [6, 2],
    [5, 2],
  ],
  pieces: { order: 5, count: 32 },
};
