// pcp.js - the tour: pages that a cpu keeps for itself, brought and given back in batches.

import { TO_WMARK } from './stages.js';

/** The request for a page of type UNMOVABLE, and one for MOVABLE. */
const UNMOVABLE = 'alloc 0 GFP_KERNEL';
const MOVABLE = 'alloc 0 GFP_KERNEL|__GFP_MOVABLE';

/** @type {import('./index.js').TourData} */
export const PCP = {
  name: 'pcp',
  title: { en: 'pcp batches', ko: 'pcp와 batch' },
  line: {
    en: 'Each cpu keeps single pages at hand; they come in batches and are drained in batches.',
    ko: 'cpu마다 낱장 페이지를 곁에 두고 batch씩 채우고 비운다.',
  },
  room: { profile: 'small', slub: false },
  ops: [
    ...TO_WMARK,
    { run: UNMOVABLE, as: 'first' },
    { run: UNMOVABLE, as: 'second' },
    { run: UNMOVABLE, as: 'third' },
    { run: `${UNMOVABLE} x6`, as: 'more' },
    { run: `${MOVABLE} x8`, as: 'movable' },
    { run: MOVABLE, as: 'last' },
    { run: 'free {first}' },
    { run: 'free {third}', as: 'hot' },
    { run: 'free {second} cold', as: 'cold' },
    { run: 'free {more}' },
    { run: 'free {movable}' },
    { run: 'free {last}', as: 'full' },
    { run: 'drain', as: 'drain' },
  ],
  stops: [
    {
      op: 'first',
      at: ['+ buffered_rmqueue', '// list_empty(list): 1'],
      values: { list: 'buffered_rmqueue/list', type: 'buffered_rmqueue/migratetype' },
      en: 'One page is asked for. The cpu looks into its own list for {type}, {list}: empty.',
      ko: '한 페이지를 요청한다. cpu가 제 {type} 리스트 {list|을/를} 보니 비어 있다.',
    },
    {
      op: 'first',
      at: ['+ rmqueue_bulk'],
      values: { count: 'rmqueue_bulk/count' },
      en: 'rmqueue_bulk() is asked for {count} pages, not one: pcp->batch. So zone->lock is taken once for {count} pages.',
      ko: 'rmqueue_bulk()에 한 장이 아니라 pcp->batch인 {count}장을 부탁한다. zone->lock을 {count}장에 한 번만 잡는다.',
    },
    {
      op: 'first',
      at: [': list_add(&page->lru, list)', ': list_add(&page->lru, list)'],
      values: { page: 'rmqueue_bulk/page', i: 'rmqueue_bulk/i' },
      en: 'Page {page} joins behind the one before it: the list keeps the order in which the pages were obtained.',
      ko: '{page|을/를} 앞 페이지 뒤에 건다. 리스트는 가져온 순서를 지킨다.',
    },
    {
      op: 'first',
      at: [': pcp->count += rmqueue_bulk()'],
      values: {
        old: 'buffered_rmqueue/pcp->count/old',
        now: 'buffered_rmqueue/pcp->count',
      },
      en: 'The batch is there: pcp->count {old} → {now}.',
      ko: 'batch가 왔다. pcp->count {old} → {now}.',
    },
    {
      op: 'first',
      at: [': list_del(&page->lru); pcp->count--'],
      values: { page: 'buffered_rmqueue/page', now: 'buffered_rmqueue/pcp->count' },
      en: 'The head, {page}, is handed out. {now} pages stay with the cpu.',
      ko: 'head인 {page|을/를} 내준다. cpu에 {now}장이 남는다.',
    },
    {
      ask: 'list',
      op: 'second',
      at: ['+ buffered_rmqueue', ': list_del(&page->lru); pcp->count--'],
      values: { page: 'buffered_rmqueue/page', now: 'buffered_rmqueue/pcp->count' },
      en: 'The next request needs no zone->lock and no buddy list: {page} is taken from the head. {now} left.',
      ko: '다음 요청은 zone->lock도 버디 리스트도 필요 없다. head에서 {page|을/를} 꺼낸다. {now}장 남는다.',
    },
    {
      ask: 'end',
      op: 'hot',
      at: ['+ free_hot_cold_page', ': list_add(&page->lru, &pcp->lists'],
      values: { page: 'free_hot_cold_page/page', now: 'free_hot_cold_page/pcp->count' },
      en: 'A page that comes back hot goes to the head: {page} may still be in the cache, so it is handed out first. count is {now}.',
      ko: 'hot으로 돌아온 페이지는 head에 건다. {page|은/는} 아직 캐시에 있을 수 있어 먼저 내준다. count는 {now}.',
    },
    {
      ask: 'end',
      op: 'cold',
      at: ['+ free_hot_cold_page', ': list_add_tail(&page->lru, &pcp->lists'],
      values: { page: 'free_hot_cold_page/page', now: 'free_hot_cold_page/pcp->count' },
      en: 'A cold one goes to the tail: {page} is handed out last and given back first. count is {now}.',
      ko: 'cold는 tail에 건다. {page|은/는} 가장 늦게 내주고 가장 먼저 돌려준다. count는 {now}.',
    },
    {
      op: 'full',
      at: ['+ free_hot_cold_page', ': pcp->count >= pcp->high'],
      values: {
        now: 'free_hot_cold_page/pcp->count',
        high: 'free_hot_cold_page/pcp->high',
        batch: 'free_hot_cold_page/pcp->batch',
      },
      en: 'Page after page comes back, until count {now} reaches high {high}. That is too many for one cpu: {batch} pages go back.',
      ko: '페이지가 계속 돌아와 count {now|이/가} high {high}에 닿는다. 한 cpu에 너무 많아 {batch}장을 돌려준다.',
    },
    {
      op: 'full',
      at: ['+ free_pcppages_bulk', ': next list with pages'],
      values: {
        type: 'free_pcppages_bulk/migratetype',
        free: 'free_pcppages_bulk/batch_free',
        left: 'free_pcppages_bulk/to_free',
      },
      en: 'free_pcppages_bulk() goes round the three lists. RECLAIMABLE is empty, so {type} is next; two lists were looked at, so batch_free is {free} of {left}.',
      ko: 'free_pcppages_bulk()가 리스트를 돈다. RECLAIMABLE은 비어 다음은 {type}. 둘을 보아 batch_free는 {left}장 중 {free}.',
    },
    {
      op: 'full',
      at: ['+ free_pcppages_bulk', ': list_del(&page->lru)'],
      values: { page: 'free_pcppages_bulk/page' },
      en: 'Pages leave from the tail: {page} has waited longest. It goes to the buddy allocator, and may merge there.',
      ko: 'tail에서 뺀다. {page|이/가} 가장 오래 기다렸다. 버디로 돌아가 합칠 수도 있다.',
    },
    {
      op: 'full',
      at: [
        '+ free_pcppages_bulk',
        ': next list with pages',
        ': next list with pages',
        ': list_del(&page->lru)',
      ],
      values: {
        type: 'free_pcppages_bulk/migratetype',
        page: 'free_pcppages_bulk/page',
        free: 'free_pcppages_bulk/batch_free',
      },
      en: 'The next list is {type}, its batch_free {free}. At its tail stands {page}, the page that came back cold.',
      ko: '다음 리스트는 {type}, batch_free는 {free}. tail에는 cold로 돌아온 {page|이/가} 있다.',
    },
    {
      op: 'full',
      at: ['- free_pcppages_bulk'],
      values: {
        old: 'free_hot_cold_page/pcp->count/old',
        now: 'free_hot_cold_page/pcp->count',
      },
      en: 'The cpu keeps the rest: pcp->count {old} → {now}.',
      ko: '나머지는 cpu가 지닌다. pcp->count {old} → {now}.',
    },
    {
      op: 'drain',
      at: ['+ drain_pages', '+ free_pcppages_bulk'],
      values: { count: 'free_pcppages_bulk/count' },
      en: 'A drain takes everything, here {count} pages: the same round, without a batch. Compaction and memory hotplug need it.',
      ko: 'drain은 모두, 여기서는 {count}장을 가져간다. batch 없이 같은 차례로 돈다. compaction과 memory hotplug에 필요하다.',
    },
    {
      op: 'drain',
      at: ['- free_pcppages_bulk'],
      values: { old: 'drain_pages/pcp->count/old', now: 'drain_pages/pcp->count' },
      en: 'The lists of this cpu are empty: pcp->count {old} → {now}. What could merge has merged.',
      ko: '이 cpu의 리스트가 비었다. pcp->count {old} → {now}. 합칠 수 있는 것은 합쳐졌다.',
    },
  ],
};
