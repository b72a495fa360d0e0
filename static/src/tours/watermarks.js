// watermarks.js - the tour: how full a zone may get, for whom, and which zone is asked next.

import { TO_WMARK } from './stages.js';

const USER = 'GFP_HIGHUSER_MOVABLE';

/** Leaves few pages free in each zone before the watermarks are set. [gfp, order, how many] */
const FILL = /** @type {const} */ ([
  [USER, 10, 15],
  [USER, 9, 1],
  [USER, 8, 1],
  [USER, 7, 1],
  [USER, 5, 1],
  ['GFP_KERNEL', 10, 11],
  ['GFP_KERNEL', 9, 3],
  ['GFP_KERNEL', 8, 3],
  ['GFP_KERNEL', 7, 1],
  ['GFP_KERNEL', 5, 1],
  ['GFP_KERNEL', 2, 1],
]);

/** What a passed or failed check has seen. */
const CHECK = {
  zone: '__zone_watermark_ok/z',
  free: '__zone_watermark_ok/free_pages',
  min: '__zone_watermark_ok/min',
  reserve: '__zone_watermark_ok/lowmem_reserve',
  mark: '__zone_watermark_ok/mark',
};

/** The first check of the slow path. */
const SLOW = ['+ __alloc_pages_slowpath', '+ __zone_watermark_ok'];

/** @type {import('./index.js').TourData} */
export const WATERMARKS = {
  name: 'watermarks',
  title: { en: 'Watermarks', ko: '워터마크' },
  line: {
    en: 'When a zone is too full for a request, which zone is asked next, and who may go lower.',
    ko: '요청에 비해 zone이 너무 찼을 때 다음 zone은 어디이고, 누가 더 낮게 갈 수 있는가.',
  },
  room: { profile: 'm128h', slub: false },
  ops: [
    ...FILL.map(([gfp, order, times]) => ({
      run: `alloc ${order} ${gfp}${times > 1 ? ` x${times}` : ''}`,
    })),
    ...TO_WMARK,
    { run: `alloc 0 ${USER}`, as: 'next' },
    { run: 'alloc 3 GFP_KERNEL' },
    { run: `alloc 0 ${USER}`, as: 'kept' },
    { run: 'alloc 0 GFP_KERNEL', as: 'own' },
    { run: 'memalloc 1' },
    { run: 'alloc 7 GFP_KERNEL x3' },
    { run: 'alloc 6 GFP_KERNEL x4', as: 'deep' },
    { run: 'memalloc 0' },
    { run: 'alloc 0 GFP_KERNEL|__GFP_NORETRY', as: 'normal' },
    { run: 'alloc 0 GFP_NOWAIT', as: 'harder' },
    { run: 'alloc 0 GFP_ATOMIC', as: 'high' },
  ],
  stops: [
    {
      op: 'wmark',
      at: [': zone->watermark[]'],
      values: {
        zone: '__setup_per_zone_wmarks/zone',
        min: '__setup_per_zone_wmarks/watermark[WMARK_MIN]',
        low: '__setup_per_zone_wmarks/watermark[WMARK_LOW]',
        high: '__setup_per_zone_wmarks/watermark[WMARK_HIGH]',
      },
      en: 'Each zone gets three marks. {zone}: min {min}, low {low}, high {high} pages. Every request is checked against low first.',
      ko: 'zone마다 표시가 셋 있다. {zone}: min {min}, low {low}, high {high}페이지. 처음에는 low로 검사한다.',
    },
    {
      op: 'wmark',
      at: [': zone->watermark[]', ': zone->watermark[]'],
      values: {
        zone: '__setup_per_zone_wmarks/zone',
        min: '__setup_per_zone_wmarks/watermark[WMARK_MIN]',
        low: '__setup_per_zone_wmarks/watermark[WMARK_LOW]',
        high: '__setup_per_zone_wmarks/watermark[WMARK_HIGH]',
      },
      en: '{zone}: min {min}, low {low}, high {high}. Its min is small: urgent requests of the kernel are not for HighMem.',
      ko: '{zone}: min {min}, low {low}, high {high}. 커널의 급한 요청은 HighMem을 쓰지 않아 min이 작다.',
    },
    {
      op: 'wmark',
      at: ['+ setup_per_zone_lowmem_reserve', '// lower_zone->lowmem_reserve[j]'],
      values: {
        reserve: 'setup_per_zone_lowmem_reserve/lower_zone->lowmem_reserve[j]',
        zone: 'setup_per_zone_lowmem_reserve/zone',
      },
      en: '{zone} also keeps lowmem_reserve: {reserve} pages that are not for requests which could have used HighMem.',
      ko: '{zone|은/는} lowmem_reserve도 둔다. {reserve}페이지는 HighMem을 쓸 수 있던 요청에 내주지 않는다.',
    },
    {
      op: 'next',
      at: ['- __zone_watermark_ok = 0'],
      values: CHECK,
      en: 'A page for a user process. {zone} is first in the zonelist, but its {free} free pages are not more than low, {min}. The zone is passed over.',
      ko: '사용자 프로세스의 페이지. zonelist의 처음은 {zone|이지만/지만} 빈 페이지 {free}개가 low {min|을/를} 넘지 않아 지나친다.',
    },
    {
      op: 'next',
      at: ['- __zone_watermark_ok = 0', '- __zone_watermark_ok = 1'],
      values: CHECK,
      en: 'Next in the zonelist is {zone}: {free} free pages are more than low {min} + lowmem_reserve {reserve}. The page comes from here.',
      ko: 'zonelist의 다음은 {zone}. 빈 페이지 {free}개가 low {min} + lowmem_reserve {reserve|을/를} 넘어 여기서 내준다.',
    },
    {
      op: 'kept',
      at: ['- __zone_watermark_ok = 0', '- __zone_watermark_ok = 0'],
      values: CHECK,
      en: 'A few requests later {zone} has {free} free pages. That is not more than {min} + {reserve}: the rest is kept for the kernel. Both zones fail.',
      ko: '몇 번 뒤 {zone}의 빈 페이지는 {free}개. {min} + {reserve|을/를} 넘지 않아 나머지는 커널 몫으로 남긴다. 두 zone 모두 안 된다.',
    },
    {
      op: 'kept',
      at: ['+ prepare_slowpath', '+ wakeup_kswapd'],
      values: { zone: 'wakeup_kswapd/zone' },
      en: 'So the slow path begins. It wakes kswapd for {zone}, which would reclaim up to high in the background. In this model it does nothing.',
      ko: '그래서 느린 경로로 간다. {zone}의 kswapd를 깨운다. kswapd는 뒤에서 high까지 회수하지만 이 모델에서는 아무것도 하지 않는다.',
    },
    {
      op: 'kept',
      at: [...SLOW, '- __zone_watermark_ok = 1'],
      values: CHECK,
      en: 'The slow path asks again, now with min. {zone}: {free} free pages are more than {min}, so this zone supplies the page.',
      ko: '느린 경로는 min으로 다시 묻는다. {zone}의 빈 페이지 {free}개가 {min|을/를} 넘어 이 zone이 내준다.',
    },
    {
      op: 'own',
      at: ['- __zone_watermark_ok = 1'],
      values: CHECK,
      en: 'A GFP_KERNEL request can use nothing but {zone}, so its lowmem_reserve is {reserve}. The same {free} pages are enough: more than low {min}.',
      ko: 'GFP_KERNEL은 {zone|밖에/밖에} 쓸 수 없어 lowmem_reserve가 {reserve|이다/다}. 같은 {free}페이지로 low {min|을/를} 넘는다.',
    },
    {
      op: 'deep.3',
      at: [...SLOW, '- __zone_watermark_ok = 0', ': ALLOC_NO_WATERMARKS'],
      values: { free: 'zone_page_state/=', mark: CHECK.mark },
      en: 'A task that itself frees memory (PF_MEMALLOC) may ignore the marks: {free} free pages are below min {mark}, and it goes on without a check.',
      ko: '스스로 메모리를 되찾는 태스크(PF_MEMALLOC)는 표시를 무시한다. 빈 페이지 {free}개는 min {mark} 아래이지만 검사 없이 간다.',
    },
    {
      op: 'normal',
      at: [...SLOW, '- __zone_watermark_ok = 0'],
      values: CHECK,
      en: 'Now {zone} has {free} free pages. For an ordinary request that is not more than min {min}: it would have to reclaim, and with __GFP_NORETRY it fails.',
      ko: '이제 {zone}의 빈 페이지는 {free}개. 보통 요청에는 min {min|을/를} 넘지 않아 회수해야 하고, __GFP_NORETRY라 실패한다.',
    },
    {
      op: 'harder',
      at: [...SLOW, '- __zone_watermark_ok = 0'],
      values: CHECK,
      en: 'GFP_NOWAIT cannot wait, so ALLOC_HARDER lowers the mark by a quarter: {mark} → {min}. {free} pages are still too few.',
      ko: 'GFP_NOWAIT는 기다릴 수 없어 ALLOC_HARDER가 표시를 4분의 1 낮춘다. {mark} → {min}. {free}페이지는 아직 모자란다.',
    },
    {
      op: 'high',
      at: [...SLOW, '- __zone_watermark_ok = 1'],
      values: CHECK,
      en: 'GFP_ATOMIC has __GFP_HIGH too: ALLOC_HIGH takes half of the mark, then ALLOC_HARDER a quarter of what is left: {mark} → {min}. {free} pages pass.',
      ko: 'GFP_ATOMIC은 __GFP_HIGH도 있어 ALLOC_HIGH가 절반, ALLOC_HARDER가 다시 4분의 1을 낮춘다. {mark} → {min}. {free}페이지로 통과한다.',
    },
  ],
};
