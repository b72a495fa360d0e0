// The series of samples under the timeline: what it says against /proc, and that it is only a cache.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon();
});
after(() => daemon.stop());

/** @param {string} room @param {string} text @returns {Promise<any[]>} the ops, applied */
async function apply(room, text) {
  const { status, json } = await request(daemon.url, `/api/rooms/${room}/ops`, {
    method: 'POST',
    body: { text },
  });
  assert.equal(status, 200, text);
  return json.ops;
}

/** @param {string} room @param {string} query @returns {Promise<any>} */
async function series(room, query = '') {
  const { status, json } = await request(daemon.url, `/api/rooms/${room}/series${query}`);
  assert.equal(status, 200, query);
  return json;
}

/** Lines of numbers behind names, as /proc has them. @param {string} room @param {string} name @param {number} op */
async function proc(room, name, op) {
  const answer = await fetch(`${daemon.url}/api/rooms/${room}/proc/${name}?op=${op}`);
  return answer.text();
}

const pages = (/** @type {number[]} */ blocks) => blocks.reduce((sum, n, o) => sum + (n << o), 0);
const numbers = (/** @type {string} */ text) => text.trim().split(/ +/).map(Number);

/** A zone's free blocks by order, and its free pages by type, from the texts. @param {string} room @param {number} op */
async function fromTexts(room, op) {
  const buddy = /zone +Normal (.*)/.exec(await proc(room, 'buddyinfo', op))?.[1] ?? '';
  const types = [...(await proc(room, 'pagetypeinfo', op)).matchAll(/Normal, type +(\w+) (.*)/g)];
  return {
    blocks: numbers(buddy),
    types: Object.fromEntries(
      types.map(([, name, row]) => [name.toUpperCase(), pages(numbers(row))]),
    ),
  };
}

test('every sample is what /proc says after that op', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  await apply(room, 'alloc 3 GFP_KERNEL');
  await apply(room, 'alloc 0 GFP_HIGHUSER_MOVABLE x3');
  await apply(room, 'alloc 4 GFP_TEMPORARY');
  const order = 5;
  const got = await series(room, `?order=${order}`);
  assert.deepEqual(got.ops, [1, 2, 3, 4, 5, 6, 7]);
  assert.equal(got.step, 1);
  const [zone] = got.zones;
  assert.equal(zone.name, 'Normal');
  for (const [i, op] of got.ops.entries()) {
    const { blocks, types } = await fromTexts(room, op);
    const free = pages(blocks);
    assert.equal(zone.free[i], free, `op ${op}`);
    for (const [name, count] of Object.entries(types)) {
      assert.equal(zone.types[name][i], count, `op ${op}, ${name}`);
    }
    const suitable = pages(blocks.slice(order)) << order;
    const unusable = free ? Math.floor(((free - suitable) * 1000) / free) : 1000;
    assert.equal(zone.unusable[i], unusable, `op ${op}`);
    const index = op === 1 ? 0 : -1000;
    assert.equal(zone.fragmentation[i], index, `op ${op}`);
  }
});

test('a request that fails for want of a large piece: the fragmentation index is above 0', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  for (let failed = false; !failed;) {
    const [op] = await apply(room, 'alloc 9 GFP_ATOMIC');
    failed = op.result.pfn === null;
  }
  const got = await series(room, '?order=10&points=1');
  const last = got.zones[0].fragmentation.at(-1);
  assert.ok(last > 0 && last <= 1000, `${last}`);
  assert.equal(got.zones[0].unusable.at(-1), 1000);
});

test('kept samples and replayed ones agree, and far ones are thinned out', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  for (let round = 0; round < 12; round++) {
    const taken = await apply(room, 'alloc 0 GFP_KERNEL x100');
    const back = taken.filter((op) => op.result.pfn).map((op) => op.result.pfn);
    for (let i = 0; i < 4; i++) await apply(room, `free ${back[i * 7]}`);
    await apply(room, 'alloc 1 GFP_HIGHUSER_MOVABLE x80');
  }
  const all = await series(room, '?points=2048');
  assert.equal(all.to, 2 + 12 * 184);
  assert.equal(all.step, 2, 'half of them are kept');
  assert.equal(all.ops[0], 2);
  const close = await series(room, '?from=1000&to=1200&points=300');
  assert.equal(close.step, 1);
  assert.equal(close.ops.length, 201);
  for (const [i, op] of close.ops.entries()) {
    const kept = all.ops.indexOf(op);
    if (kept < 0) continue;
    for (const z of all.zones.keys()) {
      assert.equal(close.zones[z].free[i], all.zones[z].free[kept], `op ${op}`);
      assert.equal(close.zones[z].types.MOVABLE[i], all.zones[z].types.MOVABLE[kept]);
      assert.equal(close.zones[z].unusable[i], all.zones[z].unusable[kept]);
    }
  }
  const newest = await series(room, `?from=${all.to - 3}&points=1`);
  assert.equal(newest.ops.at(-1), all.to);
  assert.equal(newest.zones[0].free.at(-1), all.zones[0].free.at(-1));
  const few = await series(room, '?points=10');
  assert.ok(few.ops.length <= 12, `${few.ops.length} samples`);
  assert.equal(few.ops.at(-1), all.to, 'the newest op is always there');
});

test('ranges that there are not', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  for (const [query, field] of [
    ['?to=3', 'to'],
    ['?from=0', 'from'],
    ['?from=2&to=1', 'from'],
    ['?points=0', 'points'],
    ['?points=4000', 'points'],
    ['?order=11', 'order'],
  ]) {
    const { status, json } = await request(daemon.url, `/api/rooms/${room}/series${query}`);
    assert.equal(status, 400, query);
    assert.equal(json.error.field, field, query);
    assert.equal(typeof json.error.limit, 'number', query);
  }
});
