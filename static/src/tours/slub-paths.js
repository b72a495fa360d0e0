// slub-paths.js - the tour: how a cpu gets an object, and how it gives one back.

import { SLUB_ROOM, TO_SLUB } from './slub-stages.js';

const ASK = 'kmalloc 128 GFP_KERNEL';

/** @type {import('./index.js').TourData} */
export const SLUB_PATHS = {
  name: 'slub-paths',
  tab: 'slabs',
  title: { en: 'Fast and slow path', ko: '빠른 경로와 느린 경로' },
  line: {
    en: 'A cpu’s own freelist serves at once; what happens when it is empty.',
    ko: 'cpu의 freelist는 바로 준다. 비었을 때는 이렇다.',
  },
  room: SLUB_ROOM,
  ops: [
    ...TO_SLUB,
    { run: ASK, as: 'slow' },
    { run: ASK, as: 'fast' },
    { run: 'kfree {fast}', as: 'free' },
    { run: ASK, as: 'again' },
  ],
  stops: [
    {
      op: 'slow',
      at: ['- kmalloc_slab'],
      values: { size: 'kmalloc_slab/size', s: 'kmalloc_slab/=' },
      en: 'kmalloc({size}): size_index says which cache serves it, the one described at {s}: kmalloc-128.',
      ko: 'kmalloc({size}): size_index가 어느 캐시인지 안다. {s}에 그려진 kmalloc-128이다.',
    },
    {
      op: 'slow',
      at: ['+ slab_alloc_node', '// c->freelist: NULL'],
      en: 'cpu 0 has no slab of this cache: c->freelist is NULL, so the slow path has to find one.',
      ko: 'cpu 0에 이 캐시의 slab이 없다. c->freelist가 NULL이니 느린 경로 __slab_alloc()이 찾아야 한다.',
    },
    {
      op: 'slow',
      at: ['- get_partial = NULL'],
      en: 'The node has no partial slab either. A new one is needed.',
      ko: '노드에도 partial slab이 없다. 새로 만들어야 한다.',
    },
    {
      op: 'slow',
      at: ['- new_slab'],
      values: { page: 'new_slab/=' },
      en: 'The page allocator gives {page}; its 32 objects are linked, from the lowest address up.',
      ko: '페이지 할당자가 {page|을/를} 준다. 오브젝트 32개를 낮은 주소부터 잇는다.',
    },
    {
      op: 'slow',
      at: ['- new_slab_objects', '// c->freelist'],
      values: { first: 'new_slab_objects/=', next: '__slab_alloc/c->freelist' },
      en: 'load_freelist: the first object, {first}, is the caller’s; the others are the cpu’s list, from {next} on.',
      ko: 'load_freelist: 첫 오브젝트 {first|은/는} 부른 쪽의 것, 나머지는 {next}부터 cpu의 리스트가 된다.',
    },
    {
      op: 'fast',
      at: ['- get_freepointer_safe', '// c->freelist'],
      values: {
        old: 'slab_alloc_node/c->freelist/old',
        now: 'slab_alloc_node/c->freelist',
      },
      en: 'The next request is two loads and an exchange: {old} is taken, c->freelist is {now}. No lock, no list.',
      ko: '다음 요청은 읽기 두 번과 교환 한 번. {old|을/를} 꺼내고 c->freelist는 {now}. 락도 리스트도 없다.',
    },
    {
      op: 'fast',
      at: ['+ slab_post_alloc_hook'],
      values: { old: 'slab_alloc_node/c->tid/old', now: 'slab_alloc_node/c->tid' },
      en: 'tid went from {old} to {now} with it: whoever was interrupted in between sees another tid and tries again.',
      ko: 'tid도 {old}에서 {now|으로/로} 바뀐다. 그 사이 끼어든 것이 있었다면 tid가 달라 다시 시도한다.',
    },
    {
      op: 'free',
      at: ['+ slab_free', '- set_freepointer'],
      values: { object: 'set_freepointer/object', fp: 'set_freepointer/fp' },
      en: 'kfree: {object} is of the cpu’s own slab. Its first word becomes {fp}, the old head, and it is the new one. No counter changes.',
      ko: 'kfree: {object|은/는} cpu의 slab에 속한다. 첫 워드에 옛 head {fp|을/를} 쓰고 새 head가 된다. 카운터는 그대로다.',
    },
    {
      op: 'again',
      at: ['- slab_alloc_node'],
      values: { object: 'slab_alloc_node/=' },
      en: 'Whoever asks next gets the same object, {object}: it was freed last, so it may still be in the cache.',
      ko: '다음에 달라는 쪽이 같은 오브젝트 {object|을/를} 받는다. 마지막에 해제했으니 아직 캐시에 있을 수 있다.',
    },
  ],
};
