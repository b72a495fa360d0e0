// Rooms: everybody in one sees the same machine, whenever they came.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from './lib/client.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon();
});
after(() => daemon.stop());

const SCRIPT = [
  'alloc 0 GFP_KERNEL x5',
  'alloc 3 GFP_HIGHUSER_MOVABLE',
  'alloc 10 GFP_ATOMIC',
  'free 0x20000',
];

/** @param {Client} client @returns {Promise<string[]>} pfns handed out */
async function play(client) {
  const pfns = [];
  for (const line of SCRIPT) {
    if (line.startsWith('free')) {
      const answer = await client.op({ op: 'free_pages', pfn: pfns[0] });
      assert.equal(answer.type, 'ack');
      continue;
    }
    const { type, ops } = await client.op(line);
    assert.equal(type, 'ack');
    for (const n of ops) pfns.push((await client.reached(n)) && pfnOf(client, n));
  }
  return pfns;
}

/** @param {Client} client @param {number} n */
const pfnOf = (client, n) =>
  client.log.find((message) => message.type === 'op' && message.seq === n).op.result.pfn;

for (const profile of ['small', 'study']) {
  test(`two viewers and a late joiner of a ${profile} room hold the same digest`, async () => {
    const room = await newRoom(daemon.url, { profile });
    const [first, second] = await Promise.all([
      Client.open(daemon.url, room),
      Client.open(daemon.url, room),
    ]);
    await play(first);
    const { ops } = await second.op({ op: 'workload', seed: 7, count: 20000, max_order: 3 });
    await Promise.all([first.reached(ops[0]), second.reached(ops[0])]);
    const late = await Client.open(daemon.url, room);
    const { ops: last } = await late.op('alloc 1 GFP_KERNEL');
    await Promise.all([first, second, late].map((client) => client.reached(last[0])));

    const { json } = await request(daemon.url, `/api/rooms/${room}`);
    assert.equal(json.ops.length, last[0]);
    for (const client of [first, second, late]) {
      assert.equal(await client.digest(), json.digest);
      assert.equal(client.expected, json.digest);
    }
    await Promise.all([first, second, late].map((client) => client.close()));
  });
}

test('a long op comes as a time-lapse of bounded length, and its frames add up', async () => {
  const client = await Client.open(daemon.url, await newRoom(daemon.url));
  const { ops } = await client.op('workload 50000 seed 3 order 4');
  const op = await client.reached(ops[0]);
  const frames = client.log.filter((message) => message.type === 'lapse');
  assert.ok(op.lapse && op.payload.length === 0);
  assert.ok(op.op.events > 65536);
  assert.ok(frames.length > 20 && frames.length <= 361, `${frames.length} frames`);
  assert.deepEqual(
    frames.map((frame) => frame.frame),
    frames.map((_, i) => i + 1),
  );
  assert.ok(frames.every((frame) => frame.n === ops[0] && frame.text === op.op.text));
  const last = frames.at(-1);
  assert.ok(last.last && last.done === last.total && last.events === op.op.events);
  assert.equal(await client.digest(), op.op.digest);
  await client.close();
});

test('questions are answered while a long op runs, and an op after it waits its turn', async () => {
  const room = await newRoom(daemon.url);
  const client = await Client.open(daemon.url, room);
  client.send({ type: 'op', id: 'long', text: 'workload 400000 seed 1 order 3' });
  client.send({ type: 'op', id: 'short', text: 'alloc 0 GFP_KERNEL' });
  await client.wait((message) => message.type === 'lapse');
  const { type } = await client.ask({ type: 'window', op: 1, from: 0, count: 10 });
  assert.equal(type, 'window');
  const late = await Client.open(daemon.url, room);
  const answers = await Promise.all([
    client.wait((message) => message.id === 'long'),
    client.wait((message) => message.id === 'short'),
  ]);
  assert.deepEqual(
    answers.map((answer) => answer.ops),
    [[3], [4]],
  );
  await late.reached(4);
  assert.equal(await client.digest(), client.expected);
  assert.equal(await late.digest(), client.expected);
  await Promise.all([client.close(), late.close()]);
});

test('a repeated op is all or nothing', async () => {
  const room = await newRoom(daemon.url);
  const client = await Client.open(daemon.url, room);
  assert.deepEqual((await client.op('alloc 0 GFP_KERNEL x1000')).ops.length, 1000);
  const pfn = pfnOf(client, 3);
  const answer = await client.op(`free ${pfn} x2`);
  assert.equal(answer.type, 'error');
  assert.equal(answer.error.field, 'pfn');
  const { json } = await request(daemon.url, `/api/rooms/${room}/ops?from=1003`);
  assert.equal(json.ops.length, 0);
  assert.deepEqual((await client.op(`free ${pfn}`)).ops, [1003]);
  assert.equal(await client.digest(), client.expected);
  await client.close();
});

test('a room counts who is looking', async () => {
  const room = await newRoom(daemon.url);
  const first = await Client.open(daemon.url, room);
  const second = await Client.open(daemon.url, room);
  assert.notEqual(first.hello.you, second.hello.you);
  await first.wait((message) => message.type === 'presence' && message.viewers === 2);
  const from = first.log.length;
  await second.close();
  await first.wait((message) => message.type === 'presence' && message.viewers === 1, from);
  await first.close();
});

test('a room takes ops over HTTP too, and lists them', async () => {
  const room = await newRoom(daemon.url);
  const client = await Client.open(daemon.url, room);
  const path = `/api/rooms/${room}/ops`;
  const one = await request(daemon.url, path, {
    body: { op: 'alloc_pages', order: 2, gfp: '0xd0' },
  });
  assert.equal(one.status, 200);
  assert.equal(one.json.ops[0].n, 3);
  assert.equal(one.json.ops[0].by, null);
  const two = await request(daemon.url, path, { body: { text: 'alloc 2 GFP_KERNEL x2' } });
  assert.deepEqual(
    two.json.ops.map((/** @type {any} */ op) => op.n),
    [4, 5],
  );
  await client.reached(5);
  assert.equal(await client.digest(), two.json.ops[1].digest);
  const { json } = await request(daemon.url, `${path}?from=4&count=1`);
  assert.deepEqual(json.ops, [two.json.ops[0]]);
  await client.close();
});

test('opening / makes a room and leads to it; HEAD does not', async () => {
  const answer = await request(daemon.url, '/');
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get('location') ?? '', /^\/r\/[\w-]{22}#key=[\w-]{22}$/);
  assert.equal((await request(daemon.url, '/', { method: 'HEAD' })).status, 200);
});

test('a resync brings a keyframe that agrees', async () => {
  const client = await Client.open(daemon.url, await newRoom(daemon.url));
  await client.op('alloc 4 GFP_KERNEL x20');
  const from = client.log.length;
  client.send({ type: 'resync' });
  const keyframe = await client.wait((message) => message.type === 'keyframe', from);
  assert.equal(keyframe.seq, 22);
  assert.equal(await client.digest(), keyframe.digest);
  await client.close();
});

test('sizeof(struct page) is a setting of the room', async () => {
  const make = (/** @type {number} */ size) =>
    request(daemon.url, '/api/rooms', {
      method: 'POST',
      body: { profile: 'study', page_struct_size: size },
    });
  const digests = [];
  for (const size of [32, 44]) {
    const { status, json } = await make(size);
    assert.equal(status, 201);
    const client = await Client.open(daemon.url, json.room);
    assert.equal(client.hello.profile.page_struct_size, size);
    digests.push(client.hello.base);
    client.close();
  }
  assert.notEqual(digests[0], digests[1]);
  for (const size of [28, 46, 68]) {
    const { status, json } = await make(size);
    assert.deepEqual([status, json.error.field], [400, 'page_struct_size'], String(size));
  }
});
