// slub-merge.js - the tour: caches that are one.

import { SLUB_ROOM, TO_SLUB } from './slub-stages.js';

/** @type {import('./index.js').TourData} */
export const SLUB_MERGE = {
  name: 'slub-merge',
  tab: 'slabs',
  title: { en: 'Caches that merge', ko: '합쳐지는 캐시' },
  line: {
    en: 'A new cache may be an old one under another name; debugging keeps them apart.',
    ko: '새 캐시가 이름만 다른 옛 캐시일 수 있다. 디버그하면 따로 둔다.',
  },
  room: SLUB_ROOM,
  ops: [
    ...TO_SLUB,
    { run: 'cache create foo 100', as: 'foo' },
    { run: 'cache create bar 97', as: 'bar' },
    { run: 'cache create poisoned 100 flags SLAB_POISON', as: 'poisoned' },
  ],
  stops: [
    {
      op: 'foo',
      at: ['+ find_mergeable'],
      values: { size: 'find_mergeable/size' },
      en: 'Before a cache for {size} bytes is made, the old ones are gone through: might one of them serve as well?',
      ko: '{size}바이트 캐시를 만들기 전에 옛 캐시를 훑는다. 대신할 것이 있을까?',
    },
    {
      op: 'foo',
      at: ['- find_mergeable = NULL'],
      en: 'kmalloc-128 is larger by more than a word: too much waste. kmem_cache_node and kmem_cache have refcount −1 and never merge.',
      ko: 'kmalloc-128은 한 워드보다 더 남아 아깝다. kmem_cache_node와 kmem_cache는 refcount가 −1이라 안 된다.',
    },
    {
      op: 'foo',
      at: ['- kmem_cache_zalloc'],
      values: { object: 'kmem_cache_zalloc/=' },
      en: 'So foo becomes a cache of its own; its descriptor is {object}.',
      ko: '그래서 foo는 제 캐시가 된다. 디스크립터는 {object}.',
    },
    {
      op: 'bar',
      at: ['+ find_mergeable'],
      values: { size: 'kmem_cache_create/size' },
      en: 'bar wants {size} bytes, aligned 104, as much as an object of foo takes.',
      ko: 'bar는 {size}바이트, 정렬하면 104바이트를 바란다. foo의 오브젝트와 같다.',
    },
    {
      op: 'bar',
      at: ['- find_mergeable', '// s->refcount'],
      values: {
        old: '__kmem_cache_alias/s->refcount/old',
        now: '__kmem_cache_alias/s->refcount',
      },
      en: 'foo will do. No descriptor, no slab: its refcount goes from {old} to {now}, and bar is another name for it.',
      ko: 'foo면 된다. 디스크립터도 slab도 없이 refcount가 {old}에서 {now|으로/로} 되고 bar는 딴이름이다.',
    },
    {
      op: 'bar',
      at: ['- kmem_cache_create'],
      values: { s: 'kmem_cache_create/=' },
      en: 'Who created bar is given {s}. An overrun in one object of bar can so damage one of foo.',
      ko: 'bar를 만든 쪽은 {s|을/를} 받는다. 그래서 bar의 오브젝트를 넘쳐 쓰면 foo의 것이 다칠 수 있다.',
    },
    {
      op: 'poisoned',
      at: ['- find_mergeable = NULL'],
      values: { flags: 'find_mergeable/flags' },
      en: 'With SLAB_POISON ({flags}) nothing is looked for: a cache that is debugged never merges.',
      ko: 'SLAB_POISON({flags})이 있으면 찾지도 않는다. 디버그하는 캐시는 합치지 않는다.',
    },
    {
      op: 'poisoned',
      at: ['+ calculate_sizes', '// s->offset'],
      values: { inuse: 'calculate_sizes/s->inuse', offset: 'calculate_sizes/s->offset' },
      en: 'Its objects are larger too: poison fills them while they are free, so the free pointer lies behind, at {offset}.',
      ko: '오브젝트도 커진다. 빈 동안 poison으로 채우니 free 포인터는 그 뒤, 옵셋 {offset}에 놓인다.',
    },
  ],
};
