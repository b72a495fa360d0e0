// slub-boot.js - the tour: kmem_cache_init(), where caches need caches.

import { SLUB_ROOM } from './slub-stages.js';

/** @type {import('./index.js').TourData} */
export const SLUB_BOOT = {
  name: 'slub-boot',
  tab: 'slabs',
  title: { en: 'SLUB’s bootstrap', ko: 'SLUB 부트스트랩' },
  line: {
    en: 'A cache is described by an object of a cache. How the first two come to be.',
    ko: '캐시를 그리는 것도 캐시의 오브젝트다. 처음 둘이 생기는 길.',
  },
  room: SLUB_ROOM,
  ops: [{ run: 'boot kmem_cache_init', as: 'init' }],
  stops: [
    {
      op: 'init',
      at: ['+ create_boot_cache'],
      values: { size: 'create_boot_cache/size', s: 'create_boot_cache/s' },
      en: 'The first cache: kmem_cache_node, {size} bytes an object. Nothing can be allocated yet, so its descriptor is a static variable at {s}.',
      ko: '첫 캐시는 오브젝트 {size}바이트의 kmem_cache_node. 아직 할당할 수 없어 디스크립터는 {s}의 정적 변수다.',
    },
    {
      op: 'init',
      at: ['+ calculate_sizes', '- calculate_order'],
      values: { size: 'calculate_order/size', order: 'calculate_order/=' },
      en: 'Aligned to a cache line an object takes {size} bytes; a slab of order {order}, one page, holds 64 of them.',
      ko: '캐시 라인에 맞추면 오브젝트는 {size}바이트. 오더 {order}, 한 페이지 slab에 64개가 든다.',
    },
    {
      op: 'init',
      at: ['+ early_kmem_cache_node_alloc'],
      values: { state: 'init_kmem_cache_nodes/slab_state' },
      en: 'A cache needs a kmem_cache_node, and this cache is to give them. With slab_state DOWN ({state}) the first is made by hand.',
      ko: '캐시에는 kmem_cache_node가 있어야 하는데 그것을 줄 캐시가 이것이다. slab_state가 DOWN({state})이라 손으로 만든다.',
    },
    {
      op: 'init',
      at: ['+ early_kmem_cache_node_alloc', '- new_slab'],
      values: { page: 'new_slab/=' },
      en: 'Page {page} becomes a slab: 64 objects, each pointing to the next. The groups call it A.',
      ko: '페이지 {page|이/가} slab이 된다. 오브젝트 64개가 저마다 다음을 가리킨다. 스터디에서 A라 부르는 페이지다.',
    },
    {
      op: 'init',
      at: ['- early_kmem_cache_node_alloc'],
      en: 'Object 0 of the slab is the node that counts this very slab: kmem_cache_node#0. 63 are left.',
      ko: 'slab의 오브젝트 0이 바로 그 slab을 세는 노드, kmem_cache_node#0이다. 63개가 남는다.',
    },
    {
      op: 'init',
      at: ['- create_boot_cache', '// slab_state: 1'],
      values: { now: 'kmem_cache_init/slab_state' },
      en: 'slab_state becomes PARTIAL ({now}): nodes can be allocated, descriptors cannot.',
      ko: 'slab_state가 PARTIAL({now})이 된다. 노드는 할당할 수 있고 디스크립터는 아직이다.',
    },
    {
      op: 'init',
      at: ['// slab_state: 1', '+ create_boot_cache', '- acquire_slab'],
      values: { object: 'acquire_slab/=' },
      en: 'kmem_cache, the second, gets its node from the first: cpu 0 takes slab A with its whole freelist, from {object} on.',
      ko: '둘째 캐시 kmem_cache는 노드를 첫 캐시에서 얻는다. cpu 0이 slab A를 {object}부터 freelist째로 가져간다.',
    },
    {
      op: 'init',
      at: ['+ bootstrap', '- kmem_cache_zalloc'],
      values: { object: 'kmem_cache_zalloc/=' },
      en: 'bootstrap(): {object}, the first object of kmem_cache’s own first slab, becomes its descriptor. The static one is copied there.',
      ko: 'bootstrap(): kmem_cache의 첫 slab 첫 오브젝트 {object|이/가} 제 디스크립터가 된다. 정적 변수를 그리 복사한다.',
    },
    {
      op: 'init',
      at: ['+ bootstrap', '+ deactivate_slab', '- __cmpxchg_double_slab'],
      values: { counters: '__cmpxchg_double_slab/counters_new' },
      en: 'The slab must leave the cpu, as page->slab_cache is to change. Free objects go back one by one: inuse/objects/frozen {counters}.',
      ko: 'page->slab_cache를 바꾸려고 slab이 cpu를 떠난다. 빈 오브젝트를 하나씩 되돌린다. inuse/objects/frozen {counters}.',
    },
    {
      op: 'init',
      at: ['+ bootstrap', '- deactivate_slab'],
      en: 'Each was put in front of the one before, so the list runs backwards: 31, 30, … 1. The slab is on the node’s partial list.',
      ko: '매번 앞에 걸었으니 리스트가 31, 30, … 1로 거꾸로 돈다. slab은 노드의 partial 리스트에 있다.',
    },
    {
      op: 'init',
      at: ['- bootstrap', '+ bootstrap', '- kmem_cache_zalloc'],
      values: { object: 'kmem_cache_zalloc/=' },
      en: 'That is why the next descriptor, kmem_cache_node’s, lies at the end of the slab: {object}, kmem_cache#31.',
      ko: '그래서 다음 디스크립터, kmem_cache_node의 것은 slab 끝에 있다. {object}, kmem_cache#31.',
    },
    {
      op: 'init',
      at: ['+ create_kmalloc_caches', '+ create_kmalloc_cache', '- kmem_cache_zalloc'],
      values: { object: 'kmem_cache_zalloc/=', size: 'create_kmalloc_cache/size' },
      en: 'Now caches are made the usual way. The descriptor of the kmalloc cache for {size} bytes is {object}: kmem_cache#30.',
      ko: '이제 캐시를 여느 길로 만든다. {size}바이트 kmalloc 캐시의 디스크립터는 {object}, kmem_cache#30이다.',
    },
    {
      op: 'init',
      at: ['// slab_state: 4'],
      values: { now: 'create_kmalloc_caches/slab_state' },
      en: 'All nine are there: slab_state is UP ({now}), kmalloc() works. The names are missing; they need kmalloc().',
      ko: '아홉이 다 생겼다. slab_state는 UP({now}), kmalloc()이 된다. 이름은 아직 없다. 이름에 kmalloc()이 필요하니까.',
    },
    {
      op: 'init',
      at: ['// slab_state: 4', '- kasprintf'],
      values: { name: '__kmalloc_track_caller/=' },
      en: 'The first name, kmalloc-192’s, lies in kmalloc-64: {name}, in the groups’ notation kmem_cache#30-o0.',
      ko: '첫 이름, kmalloc-192의 것이 kmalloc-64 안 {name}에 있다. 스터디의 표기로 kmem_cache#30-o0.',
    },
  ],
};
