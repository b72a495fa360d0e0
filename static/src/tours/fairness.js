// fairness.js - the tour: how two zones take turns, so that pages in both grow old at the same pace.

import { TO_WMARK } from './stages.js';

/** The counter as a request has changed it. */
const COUNTED = {
  zone: 'zone_page_state_add/zone',
  old: 'zone_page_state_add/zone->vm_stat[item]/old',
  now: 'zone_page_state_add/zone->vm_stat[item]',
};
const COUNT_DOWN = [': __mod_zone_page_state(zone, NR_ALLOC_BATCH)', '// zone->vm_stat[item]'];
const USED_UP = ': NR_ALLOC_BATCH is used up';

/** @type {import('./index.js').TourData} */
export const FAIRNESS = {
  name: 'fairness',
  title: { en: 'Zones in turn', ko: 'zone을 번갈아 쓰기' },
  line: {
    en: 'NR_ALLOC_BATCH lets HighMem and Normal supply pages by turns.',
    ko: 'NR_ALLOC_BATCH로 HighMem과 Normal이 번갈아 페이지를 내준다.',
  },
  room: { profile: 'm128h', slub: false },
  ops: [...TO_WMARK, { run: 'alloc 5 GFP_HIGHUSER_MOVABLE x7', as: 'a' }],
  stops: [
    {
      op: 'wmark',
      at: [': zone->watermark[]', ': zone->watermark[]', '// zone->vm_stat[item]'],
      values: {
        ...COUNTED,
        low: '__setup_per_zone_wmarks/watermark[WMARK_LOW]',
        high: '__setup_per_zone_wmarks/watermark[WMARK_HIGH]',
      },
      en: 'With the watermarks each zone gets a batch, high − low. {zone}: {high} − {low} = {now} pages in NR_ALLOC_BATCH.',
      ko: '워터마크와 함께 zone마다 몫을 정한다. high − low. {zone}: {high} − {low} = {now}페이지가 NR_ALLOC_BATCH에 든다.',
    },
    {
      op: 'a.0',
      at: ['+ get_page_from_freelist', '// item: NR_ALLOC_BATCH: 1', '- zone_page_state'],
      values: { zone: 'zone_page_state/zone', now: 'zone_page_state/=' },
      en: 'The fast path (ALLOC_WMARK_LOW) asks each zone for its batch before the watermark. {zone} still has {now} pages, so it may supply.',
      ko: '빠른 경로(ALLOC_WMARK_LOW)는 워터마크보다 먼저 몫을 본다. {zone|은/는} {now}페이지가 남아 내줄 수 있다.',
    },
    {
      op: 'a.0',
      at: COUNT_DOWN,
      values: COUNTED,
      en: 'A block of 32 pages is handed out, and {zone} pays with its batch: {old} → {now}.',
      ko: '32페이지 블록을 내주고 {zone}의 몫에서 뺀다. {old} → {now}.',
    },
    {
      op: 'a.2',
      at: COUNT_DOWN,
      values: COUNTED,
      en: 'The third request: {zone} {old} → {now}. A block may be larger than what is left, so the counter can fall below 0.',
      ko: '세 번째 요청. {zone} {old} → {now}. 블록이 남은 몫보다 클 수 있어 0 아래로도 내려간다.',
    },
    {
      op: 'a.3',
      at: [USED_UP],
      values: { zone: 'zone_page_state/zone', now: 'zone_page_state/=' },
      en: 'The fourth request: the batch of {zone} reads {now} (a negative counter reads as 0). Its turn is over, although it has plenty of free pages.',
      ko: '네 번째 요청. {zone}의 몫은 {now|으로/로} 읽힌다(음수는 0). 빈 페이지가 넉넉해도 차례가 끝났다.',
    },
    {
      op: 'a.3',
      at: [USED_UP, '+ zone_local', '- zone_local = 1'],
      values: { zone: 'zone_local/zone', local: 'zone_local/local_zone', result: 'zone_local/=' },
      en: 'Next is {zone}. zone_local({local}, {zone}) is {result}: both are on the same node, so taking turns costs nothing.',
      ko: '다음은 {zone}. zone_local({local}, {zone})이 {result}. 같은 노드라 번갈아 써도 손해가 없다.',
    },
    {
      op: 'a.3',
      at: COUNT_DOWN,
      values: COUNTED,
      en: 'Now {zone} supplies, and pays: {old} → {now}.',
      ko: '이제 {zone|이/가} 내주고 그 몫에서 뺀다. {old} → {now}.',
    },
    {
      op: 'a.5',
      at: [USED_UP, USED_UP],
      values: { zone: 'zone_page_state/zone', now: 'zone_page_state/=' },
      en: 'The sixth request: HighMem is used up, and {zone} reads {now} too. The fast path has no zone left.',
      ko: '여섯 번째 요청. HighMem은 다 썼고 {zone|도/도} {now|이다/다}. 빠른 경로에 남은 zone이 없다.',
    },
    {
      op: 'a.5',
      at: ['+ prepare_slowpath', '// zone->vm_stat[item]'],
      values: { ...COUNTED, delta: 'mod_zone_page_state/delta' },
      en: 'prepare_slowpath() fills the batches up. It adds {delta}, as if {zone} stood at 0: {old} → {now}. So 3.13 does not repay what was overdrawn.',
      ko: 'prepare_slowpath()가 몫을 다시 채운다. {zone|이/가} 0인 듯 {delta|을/를} 더해 {old} → {now}. 3.13은 넘겨 쓴 만큼 덜 채워진다.',
    },
    {
      op: 'a.5',
      at: ['+ prepare_slowpath', '// zone->vm_stat[item]', '// zone->vm_stat[item]'],
      values: { ...COUNTED, delta: 'mod_zone_page_state/delta' },
      en: '{zone} is filled up by {delta}: {old} → {now}. A new round begins.',
      ko: '{zone|도/도} {delta}만큼 채운다. {old} → {now}. 새 차례가 시작된다.',
    },
    {
      op: 'a.5',
      at: ['+ prepare_slowpath', '+ get_page_from_freelist', '- __zone_watermark_ok = 1'],
      values: { zone: '__zone_watermark_ok/z', mark: '__zone_watermark_ok/mark' },
      en: 'The slow path looks at no batch, only at the watermark, min {mark}: the first zone of the zonelist supplies, {zone}.',
      ko: '느린 경로는 몫을 보지 않고 워터마크 min {mark|만/만} 본다. zonelist의 첫 zone인 {zone|이/가} 내준다.',
    },
    {
      op: 'a.6',
      at: ['+ get_page_from_freelist', '// item: NR_ALLOC_BATCH: 1', '- zone_page_state'],
      values: { zone: 'zone_page_state/zone', now: 'zone_page_state/=' },
      en: 'The seventh request: {zone} again, with {now} pages of its batch left. And so on, by turns.',
      ko: '일곱 번째 요청은 다시 {zone}. 몫이 {now}페이지 남았다. 이렇게 번갈아 간다.',
    },
  ],
};
