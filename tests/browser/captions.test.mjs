// captions.test.mjs - every kind of moment has its sentence in both languages, short enough, with the right particles.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentence } from '../../static/src/caption.js';
import { loadWords, messages } from '../../static/src/i18n/index.js';
import { josa } from '../../static/src/i18n/josa.js';
import { KINDS } from '../../static/src/stage/story.js';

/** @typedef {import('../../static/src/stage/story.js').Moment} Moment */

const MOST = { en: 150, ko: 90 };

await Promise.all([loadWords('en'), loadWords('ko')]);

const around = /** @type {any} */ ({
  reader: { cpu: 3, stat: () => 1_234_567 },
  schema: {
    zones: ['Normal', 'HighMem', 'Movable'],
    migratetypes: ['UNMOVABLE', 'RECLAIMABLE', 'MOVABLE', 'RESERVE'],
  },
});

/** Moments of each kind, with the longest values that they can have. @type {Record<string, Record<string, any>[]>} */
const SAMPLES = {
  stage: [
    'build_all_zonelists',
    'mem_init',
    'free_all_bootmem',
    'free_highpages',
    'setup_per_cpu_pageset',
    'init_per_zone_wmark_min',
    'drain_all_pages',
    'refresh_cpu_vm_stats',
    'split_page',
  ].map((fn) => ({ fn })),
  look: [
    { current_order: 10, migratetype: 1, 'list_empty(list)': 1 },
    { current_order: 10, migratetype: 1, 'list_empty(list)': 0 },
  ],
  zone: [{ zone: 1 }],
  batch: [{ zone: 1 }],
  watermark: [
    { ok: true, free_pages: 188_176, mark: 1083, lowmem_reserve: 10_304, order: 0, z: 0 },
    { ok: false, free_pages: 1000, mark: 1083, lowmem_reserve: 10_304, order: 0, z: 1 },
    { ok: false, free_pages: 188_176, mark: 1083, lowmem_reserve: 0, order: 4, z: 1 },
  ],
  slow: [
    'wakeup_kswapd',
    'try_to_compact_pages',
    'try_to_free_pages',
    'no_watermarks',
    'nopage',
  ].map((fn) => ({ fn })),
  search: [{ order: 0, mt: 1 }],
  reserve: [{}],
  free: [
    { pfn: 0xabcde, order: 0 },
    { pfn: 0xabcde, order: 10 },
  ],
  move: [{ pfn: 0xabcde, order: 9, mt: 1 }],
  moved: [
    { pages: 1024, mt: 1, stealing: true },
    { pages: 511, mt: 1, stealing: true },
    { pages: 1024, mt: 3, stealing: false },
  ],
  claim: [{ blocks: [{ pfn: 0xabc00, from: 2, to: 1 }] }],
  merge: [{ pfn: 0xabcde, to: 10 }],
  pcpfree: [
    { pfn: 0xabcde, tail: false },
    { pfn: 0xabcde, tail: true },
  ],
  pcpfull: [{ 'pcp->batch': 31 }, { 'pcp->batch': 1 }],
  drain: [{ pfn: 0xabcde }],
  pcptake: [{ pfn: 0xabcde }],
  take: [{ pfn: 0xabcde, order: 10, mt: 0 }],
  steal: [
    { pfn: 0xabc00, order: 10, mt: 1, source: 1, start: 1, claimed: true },
    { pfn: 0xabc00, order: 10, mt: 1, source: 1, start: 1, claimed: false },
  ],
  split: [
    { pfn: 0xabcde, order: 9, mt: 1 },
    { pfn: 0xabcde, order: 0, mt: 1 },
  ],
  refill: [
    { pfn: 0xabcde, count: 31, mt: 1, pieces: 0 },
    { pfn: 0xabcde, count: 1, mt: 1, pieces: 10 },
    { pfn: 0xabcde, count: 1, mt: 1, pieces: 0 },
  ],
  drop: [
    { pfn: 0xabcde, order: 9, mt: 1, tail: false },
    { pfn: 0xabcde, order: 8, mt: 1, tail: true },
  ],
  done: [
    { pfn: 0xabcde, order: 0 },
    { pfn: 0xabcde, order: 10 },
  ],
  failed: [{ order: 10 }],
};

for (const kind of KINDS) {
  if (kind === 'begin') continue; // said by the operation's own line
  test(`${kind}: one sentence in each language`, () => {
    const samples = SAMPLES[kind];
    assert.ok(samples, 'a sample for it in this test');
    for (const data of samples) {
      const moment = /** @type {Moment} */ (
        /** @type {unknown} */ ({ at: 0, kind, data, scene: null })
      );
      for (const [lang, most] of Object.entries(MOST)) {
        const text = sentence(moment, { ...around, lang });
        assert.match(text, /^\S.*[.]$/, `${lang}: ${JSON.stringify(data)} says "${text}"`);
        assert.ok(text.length <= most, `${lang}: ${text.length} characters: ${text}`);
        assert.doesNotMatch(text, /undefined|NaN|null\b|[{}]/, text);
        assert.doesNotMatch(text, /please|sorry|oops|simply|\bjust\b/i, text);
        if (lang === 'ko') assert.match(text, /다\.$/, text);
      }
    }
  });
}

test('particles follow the sound of the word', () => {
  const pairs = [
    ['0x4f000', '을/를', '을'], // 영
    ['0x4f004', '을/를', '를'], // 사
    ['0x4f00f', '을/를', '를'], // 에프
    ['0x4f001', '으로/로', '로'], // 일
    ['10', '으로/로', '으로'], // 십
    ['0x4f003', '으로/로', '으로'], // 삼
    ['MOVABLE', '으로/로', '로'], // 무버블
    ['UNMOVABLE', '을/를', '을'],
    ['RESERVE', '은/는', '는'],
    ['HighMem', '이/가', '이'],
    ['Normal', '으로/로', '로'],
    ['head', '을/를', '를'],
    ['블록', '이/가', '이'],
    ['오더', '과/와', '와'],
  ];
  for (const [word, pair, particle] of pairs) assert.equal(josa(word, pair), word + particle);
});

test('no sentence is without its twin', () => {
  assert.deepEqual(Object.keys(messages.ko).sort(), Object.keys(messages.en).sort());
});
