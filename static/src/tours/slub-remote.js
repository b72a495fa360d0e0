// slub-remote.js - the tour: objects freed by another cpu than the one that has the slab, and cpu partial lists.

import { SLUB_ROOM, TO_SLUB } from './slub-stages.js';

/** @type {import('./index.js').TourData} */
export const SLUB_REMOTE = {
  name: 'slub-remote',
  tab: 'slabs',
  title: { en: 'Remote free, cpu partial', ko: '남의 cpu에서 해제, cpu partial' },
  line: {
    en: 'Two freelists for one slab, and a short list of slabs that a cpu keeps for itself.',
    ko: 'slab 하나에 freelist 둘, 그리고 cpu가 제 몫으로 두는 짧은 slab 리스트.',
  },
  room: SLUB_ROOM,
  ops: [
    ...TO_SLUB,
    { run: 'kmalloc 1024 GFP_KERNEL x17', as: 'many' },
    { run: 'kfree {many.16} cpu 3', as: 'remote' },
    { run: 'kfree {many.0} cpu 1', as: 'first' },
    { run: 'kfree {many.1} cpu 2', as: 'second' },
    { run: 'kmalloc 1024 GFP_KERNEL cpu 1', as: 'take' },
    { run: 'cache shrink kmalloc-1024', as: 'shrink' },
  ],
  stops: [
    {
      op: 'many.16',
      at: ['- get_freelist = NULL'],
      en: 'Sixteen objects fill a slab of kmalloc-1024. At the seventeenth cpu 0 lets the full slab go: no list holds it now.',
      ko: 'kmalloc-1024의 slab은 열여섯이면 찬다. 열일곱째에 cpu 0이 가득 찬 slab을 놓는다. 어느 리스트에도 없다.',
    },
    {
      op: 'remote',
      at: ['+ __slab_free'],
      values: { page: '__slab_free/page' },
      en: 'cpu 3 frees an object of {page}, the slab that cpu 0 is using. Only cpu 0 may touch cpu 0’s freelist.',
      ko: 'cpu 3이 cpu 0이 쓰는 slab {page}의 오브젝트를 해제한다. cpu 0의 freelist는 cpu 0만 만진다.',
    },
    {
      op: 'remote',
      at: ['+ __slab_free', '// page->counters'],
      values: {
        head: 'cmpxchg_double_slab/page->freelist',
        old: 'cmpxchg_double_slab/page->counters/old',
        now: 'cmpxchg_double_slab/page->counters',
      },
      en: 'So {head} goes to page->freelist; with it inuse/objects/frozen {old} → {now}. The slab stays frozen: it is still cpu 0’s.',
      ko: '그래서 {head|은/는} page->freelist로 간다. {old} → {now}. slab은 frozen, cpu 0의 것이다.',
    },
    {
      op: 'first',
      at: ['+ __slab_free', '// page->counters'],
      values: {
        old: 'cmpxchg_double_slab/page->counters/old',
        now: 'cmpxchg_double_slab/page->counters',
      },
      en: 'cpu 1 frees into the full slab, which nobody has: {old} → {now}. It is frozen now: cpu 1 takes it.',
      ko: 'cpu 1이 임자 없는 가득 찬 slab에 해제한다. {old} → {now}. frozen이 되어 cpu 1의 것이 된다.',
    },
    {
      op: 'first',
      at: ['- put_cpu_partial'],
      values: {
        pages: 'put_cpu_partial/page->pages',
        pobjects: 'put_cpu_partial/page->pobjects',
      },
      en: 'It joins cpu 1’s partial list: {pages} slab, {pobjects} free object counted. No lock of the node was needed.',
      ko: 'cpu 1의 partial 리스트에 건다. slab {pages}개, 빈 오브젝트 {pobjects}개로 센다. 노드의 락은 필요 없었다.',
    },
    {
      op: 'second',
      at: ['+ __slab_free', '// page->freelist'],
      values: {
        old: 'cmpxchg_double_slab/page->freelist/old',
        now: 'cmpxchg_double_slab/page->freelist',
      },
      en: 'cpu 2 frees another: {now} in front of {old}. pobjects is not corrected: it says what there was when the slab was added.',
      ko: 'cpu 2가 또 해제한다. {now|이/가} {old} 앞에 선다. pobjects는 걸 때의 수라 고치지 않는다.',
    },
    {
      op: 'take',
      at: ['+ __slab_alloc', '// c->partial'],
      values: { page: '__slab_alloc/c->page' },
      en: 'cpu 1 wants an object and has no slab: the head of its partial list, {page}, becomes its slab.',
      ko: 'cpu 1이 오브젝트를 원하는데 slab이 없다. partial의 head {page|이/가} 제 slab이 된다.',
    },
    {
      op: 'take',
      at: ['- get_freelist'],
      values: { head: 'get_freelist/=' },
      en: 'get_freelist() takes over all that others freed into it, from {head} on; page->freelist is NULL again.',
      ko: 'get_freelist()가 남들이 돌려준 것을 {head}부터 모두 넘겨받는다. page->freelist는 다시 NULL.',
    },
    {
      op: 'shrink',
      at: ['+ deactivate_slab'],
      values: { page: 'deactivate_slab/page' },
      en: 'kmem_cache_shrink() first makes every cpu give its slab back, here {page}: objects to page->freelist, the slab to the node.',
      ko: 'kmem_cache_shrink()는 먼저 cpu마다 slab을 내놓게 한다. {page}의 빈 오브젝트는 page->freelist로, slab은 노드로.',
    },
  ],
};
