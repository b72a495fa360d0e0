// Going back: windows, digests and time-lapses of operations that are over.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { baseChunks, Client, newRoom, request } from './lib/client.mjs';
import { partsOf, Replica } from './lib/replica.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon();
});
after(() => daemon.stop());

/** @param {Client} client @param {any} window @returns {Promise<Replica>} the image at its beginning */
async function imageAt(client, window) {
  const replica = new Replica(client.hello.image_size);
  replica.loadChunks(await baseChunks(daemon.url, window.base));
  replica.loadDifference(partsOf(window).image);
  return replica;
}

/** @param {any} window @param {number} i */
const eventAt = (window, i) => partsOf(window).events.subarray(16 * i, 16 * (i + 1));

/** @param {string} room @param {number} op @param {number} event @returns {Promise<string>} */
async function digestAt(room, op, event) {
  const { status, json } = await request(
    daemon.url,
    `/api/rooms/${room}/ops/${op}/digest?event=${event}`,
  );
  assert.equal(status, 200);
  assert.equal(json.event, event);
  return json.digest;
}

for (const middle of [400_000, 30_000_000]) {
  test(`mem_init is stepped into at event ${middle}: ten forward, ten back`, async () => {
    const room = await newRoom(daemon.url, { profile: 'study' });
    const client = await Client.open(daemon.url, room);
    const from = middle - 10;
    const window = await client.ask({ type: 'window', op: 2, from, count: 20 });
    assert.deepEqual([window.from, window.count], [from, 20]);

    const replica = await imageAt(client, window);
    assert.equal(replica.digest(), window.digest);
    const digests = [window.digest];
    for (let i = 0; i < 20; i++) {
      replica.applyEvents(eventAt(window, i));
      digests.push(replica.digest());
    }
    // Ten forward from the middle, then twenty back: a place has one digest, from wherever it is reached.
    const steps = [...Array(11).keys()].map((i) => 10 + i);
    steps.push(...[...Array(20).keys()].map((i) => 19 - i));
    for (const i of steps) assert.equal(await digestAt(room, 2, from + i), digests[i]);
    await client.close();
  });
}

test('a window reaches both ends of an op, and lies between the ops around it', async () => {
  const room = await newRoom(daemon.url);
  const client = await Client.open(daemon.url, room);
  await client.op('alloc 0 GFP_KERNEL');
  await client.op('alloc 5 GFP_HIGHUSER_MOVABLE');
  const [previous, op] = (await request(daemon.url, `/api/rooms/${room}/ops?from=3`)).json.ops;
  const window = await client.ask({ type: 'window', op: 4, from: 0, count: 65536 });
  assert.equal(window.count, op.events);
  assert.equal(window.digest, previous.digest);
  const replica = await imageAt(client, window);
  replica.applyEvents(partsOf(window).events);
  assert.equal(replica.digest(), op.digest);
  const end = await client.ask({ type: 'window', op: 4, from: op.events, count: 10 });
  assert.equal(end.count, 0);
  assert.equal(end.digest, op.digest);
  await client.close();
});

test('a window placed by trace point begins with that point', async () => {
  const client = await Client.open(daemon.url, await newRoom(daemon.url));
  for (const point of [0, 1, 400]) {
    const window = await client.ask({ type: 'window', op: 2, point, count: 1 });
    assert.equal(window.points_before, point);
    assert.equal(eventAt(window, 0)[0], 5, 'its first event is a point');
    const same = await client.ask({ type: 'window', op: 2, from: window.from, count: 1 });
    assert.equal(same.digest, window.digest);
    assert.equal(same.points_before, point);
  }
  await client.close();
});

test('windows into a long op of the room agree with the machine run there', async () => {
  const room = await newRoom(daemon.url);
  const client = await Client.open(daemon.url, room);
  const { ops } = await client.op('workload 100000 seed 5 order 5');
  const { events } = (await client.reached(ops[0])).op;
  for (const share of [0.9, 0.1, 0.5, 0.99, 0.5]) {
    const from = Math.floor(events * share);
    const window = await client.ask({ type: 'window', op: ops[0], from, count: 100 });
    const replica = await imageAt(client, window);
    assert.equal(replica.digest(), window.digest);
    assert.equal(await digestAt(room, ops[0], from), window.digest);
    replica.applyEvents(partsOf(window).events);
    assert.equal(await digestAt(room, ops[0], from + 100), replica.digest());
  }
  await client.close();
});

test('a private time-lapse leads from the beginning of the op to its end', async () => {
  const room = await newRoom(daemon.url, { profile: 'study' });
  const client = await Client.open(daemon.url, room);
  const other = await Client.open(daemon.url, room);
  const window = await client.ask({ type: 'window', op: 2, from: 0, count: 0 });
  client.send({ type: 'lapse', id: 'again', op: 2, frames: 60 });
  await client.wait((message) => message.type === 'lapse' && message.last);
  const frames = client.log.filter((message) => message.type === 'lapse');
  assert.ok(frames.length >= 50 && frames.length <= 61, `${frames.length} frames`);
  assert.ok(frames.every((frame) => frame.id === 'again' && frame.n === 2));
  const replica = await imageAt(client, window);
  for (const frame of frames) replica.writeRuns(frame.payload);
  assert.equal(replica.digest(), client.hello.base);
  assert.equal(frames.at(-1).events, frames.at(-1).events_total);
  assert.ok(!other.log.some((message) => message.type === 'lapse'), 'for this client alone');
  await Promise.all([client.close(), other.close()]);
});

test('a time-lapse can be cancelled', async () => {
  const client = await Client.open(daemon.url, await newRoom(daemon.url, { profile: 'study' }));
  client.send({ type: 'lapse', id: 'l', op: 2, frames: 360 });
  await client.wait((message) => message.type === 'lapse');
  client.send({ type: 'cancel', id: 'l' });
  const answer = await client.wait((message) => message.id === 'l' && message.type !== 'lapse');
  assert.equal(answer.error.code, 'cancelled');
  assert.ok(!client.log.some((message) => message.type === 'lapse' && message.last));
  await client.close();
});

test('events come as text, the way `run` prints them', async () => {
  const room = await newRoom(daemon.url);
  const client = await Client.open(daemon.url, room);
  await client.op('alloc 0 GFP_KERNEL');
  const path = `/api/rooms/${room}/ops/3/events`;
  const all = (await request(daemon.url, path)).text.trimEnd().split('\n');
  const [op] = (await request(daemon.url, `/api/rooms/${room}/ops?from=3`)).json.ops;
  assert.equal(all.length, op.events);
  const some = (await request(daemon.url, `${path}?from=100&count=20`)).text.trimEnd().split('\n');
  assert.deepEqual(some, all.slice(100, 120));
  await client.close();
});
