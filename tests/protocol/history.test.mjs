// history.test.mjs - what happened to a page or an object, told by listening to the operations once more.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';

/** @type {Awaited<ReturnType<typeof startDaemon>>} */
let daemon;
before(async () => void (daemon = await startDaemon()));
after(() => daemon.stop());

/** @param {string} room @param {string} text */
async function run(room, text) {
  const { status, json } = await request(daemon.url, `/api/rooms/${room}/ops`, { body: { text } });
  assert.equal(status, 200, text);
  return json.ops;
}

/** @param {string} room @param {string} query @returns {Promise<string[]>} lines without their place */
async function history(room, query) {
  const { status, text } = await request(daemon.url, `/api/rooms/${room}/history?${query}`);
  assert.equal(status, 200, text);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^\d+\.\d+ /, ''));
}

test('the page of kmem_cache: stolen, split, handed out, a slab, moved to its own descriptor', async () => {
  const room = await newRoom(daemon.url, { profile: 'study' });
  await run(room, 'boot kmem_cache_init');
  assert.deepEqual(await history(room, 'pfn=0x4f001'), [
    'since free',
    'owner MOVABLE UNMOVABLE',
    'taken 0x4f000 10 MOVABLE',
    'split 0x4f001 0 UNMOVABLE',
    'taken 0x4f001 0 UNMOVABLE',
    'pcp 0',
    'alloc 0x4f001 0',
    'slab 0xc07dfe00',
    'partial',
    'slab 0xef001000',
  ]);
  // an object has its page's history and its own; kmalloc-64's descriptor
  const object = await history(room, 'addr=0xef001f00');
  assert.equal(object[object.length - 1], 'kmem_cache_alloc 0xef001f00 0');
});

test('an object and its page from kmalloc to the merge, cut off at the step asked for', async () => {
  const room = await newRoom(daemon.url);
  for (const stage of ['kmem_cache_init', 'pageset', 'smp', 'late', 'wmark']) {
    await run(room, `boot ${stage}`);
  }
  const [{ result, n }] = await run(room, 'kmalloc 8192');
  const [freed] = await run(room, `kfree ${result.addr} cpu 2`);
  await run(room, 'cache shrink kmalloc-8192');
  const all = await history(room, `addr=${result.addr}`);
  const whats = all.map((line) => line.split(' ')[0]);
  const from = whats.indexOf('alloc');
  assert.deepEqual(
    whats.slice(from).filter((what) => what !== 'partial'),
    ['alloc', 'slab', 'kmalloc', 'kfree', 'unslab', 'free', 'listed'],
  );
  const until = await history(room, `addr=${result.addr}&op=${n}`);
  assert.equal(until[until.length - 1], `kmalloc ${result.addr} 0`);
  const start = await history(room, `addr=${result.addr}&op=${freed.n}&event=0`);
  assert.deepEqual(start, until);
  // a place of it can be gone to: the line is there as soon as its event is
  const { text } = await request(daemon.url, `/api/rooms/${room}/history?addr=${result.addr}`);
  const last = text.trimEnd().split('\n').pop() ?? '';
  const [, op, event] = /^(\d+)\.(\d+) /.exec(last) ?? [];
  const at = await history(room, `addr=${result.addr}&op=${op}&event=${event}`);
  assert.deepEqual(at, all);
  const short = await history(room, `addr=${result.addr}&op=${op}&event=${Number(event) - 1}`);
  assert.deepEqual(short, all.slice(0, -1));
});

test('many lines: the newest stay, and how many are left out is said', async () => {
  const room = await newRoom(daemon.url, { profile: 'small', slub: false });
  for (const stage of ['pageset', 'smp', 'late', 'wmark']) await run(room, `boot ${stage}`);
  const [{ result }] = await run(room, 'alloc 0');
  await run(room, `free ${result.pfn}`);
  for (let i = 0; i < 110; i++) {
    await run(room, 'alloc 0');
    await run(room, `free ${result.pfn}`);
  }
  const lines = await history(room, `pfn=${result.pfn}`);
  assert.equal(lines.length, 201);
  assert.match(lines[0], /^left \d+$/);
});

test('what boot did is told when asked for; no page, no history', async () => {
  const room = await newRoom(daemon.url, { profile: 'small', slub: false });
  const { json } = await request(daemon.url, `/api/rooms/${room}`);
  const lines = await history(room, 'pfn=0x23000&op=2');
  assert.equal(lines[0], 'since reserved');
  assert.ok(
    lines.some((line) => line.startsWith('free ')),
    String(json.profile),
  );
  for (const query of ['pfn=0', 'addr=0x1000', 'pfn=0xzz', '', 'addr=0xffffffff']) {
    const { status } = await request(daemon.url, `/api/rooms/${room}/history?${query}`);
    assert.equal(status, 400, query);
  }
});
