// Two rooms beside each other: the first op at which they part, found from the lists of ops.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';
import { apply, textOf } from './lib/room.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon();
});
after(() => daemon.stop());

/** @param {string} one @param {string} other @param {string} [query] */
async function compare(one, other, query = '') {
  const { status, json } = await request(daemon.url, `/api/rooms/${one}/compare/${other}${query}`);
  assert.equal(status, 200, JSON.stringify(json));
  return json;
}

/** @param {string} path @param {number} status @param {string} field */
async function refused(path, status, field) {
  const answer = await request(daemon.url, path);
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.error.field, field);
}

test('the first op that is not the same, whichever room is asked', async () => {
  const [one, other] = [await newRoom(daemon.url), await newRoom(daemon.url)];
  for (const room of [one, other]) await apply(daemon.url, room, 'alloc 0 GFP_KERNEL x3');
  const same = await compare(one, other);
  assert.equal(same.part, null);
  assert.equal(same.same, true);
  assert.equal(same.op, 5);
  await apply(daemon.url, one, 'alloc 3 GFP_KERNEL');
  await apply(daemon.url, other, 'alloc 3 GFP_HIGHUSER_MOVABLE');
  await apply(daemon.url, one, 'drain');

  const { part, rooms, op, same: still } = await compare(one, other);
  assert.equal(part.op, 6);
  assert.equal(part.why, 'op');
  assert.deepEqual(
    part.ops.map((/** @type {any} */ record) => record.text),
    ['alloc 3 GFP_KERNEL', 'alloc 3 GFP_HIGHUSER_MOVABLE'],
  );
  assert.deepEqual(
    rooms.map((/** @type {any} */ room) => [room.room, room.ops]),
    [
      [one, 7],
      [other, 6],
    ],
  );
  assert.equal(op, 6);
  assert.equal(still, false);
  const back = await compare(other, one);
  assert.deepEqual(back.part.ops, part.ops.toReversed());
  assert.deepEqual(back.rooms, rooms.toReversed());

  const earlier = await compare(one, other, '?op=5');
  assert.equal(earlier.same, true);
  assert.equal(earlier.part.op, 6);
  const texts = await Promise.all(
    [one, other].map((room) => textOf(daemon.url, room, 'proc/buddyinfo?op=5')),
  );
  assert.equal(texts[0], texts[1]);
});

test('a room that only goes on, a room beside itself, another machine', async () => {
  const [one, other] = [await newRoom(daemon.url), await newRoom(daemon.url)];
  await apply(daemon.url, other, 'alloc 1 GFP_KERNEL');
  const longer = (await compare(one, other)).part;
  assert.equal(longer.op, 3);
  assert.equal(longer.why, 'end');
  assert.equal(longer.ops[0], null);
  assert.equal(longer.ops[1].text, 'alloc 1 GFP_KERNEL');
  assert.equal((await compare(other, other)).part, null);
  const larger = await newRoom(daemon.url, { profile: 'm128h' });
  const apart = await compare(one, larger);
  assert.equal(apart.part.op, 1);
  assert.equal(apart.part.why, 'machine');
});

test('a fork: the room up to an op, and then another way', async () => {
  const room = await newRoom(daemon.url);
  for (const text of ['alloc 0 GFP_KERNEL', 'alloc 2 GFP_KERNEL', 'drain']) {
    await apply(daemon.url, room, text);
  }
  for (const op of [3, 4]) {
    const note = { op, event: 0, text: `at ${op}` };
    await request(daemon.url, `/api/rooms/${room}/notes`, { body: note });
  }
  const { json: file } = await request(daemon.url, `/api/rooms/${room}/export?op=3`);
  assert.equal(file.ops.length, 3);
  assert.deepEqual(
    file.notes.map((/** @type {any} */ note) => note.text),
    ['at 3'],
  );
  const { json: fork } = await request(daemon.url, '/api/rooms/import', { body: file });
  assert.equal((await compare(fork.room, room)).part.why, 'end');
  await apply(daemon.url, fork.room, 'alloc 2 GFP_HIGHUSER_MOVABLE');
  const { part } = await compare(fork.room, room);
  assert.equal(part.op, 4);
  assert.equal(part.why, 'op');
  await refused(`/api/rooms/${room}/export?op=6`, 400, 'op');
  await refused(`/api/rooms/${room}/export?op=1`, 400, 'op');
});

test('far into long rooms, beyond what is looked at in one go', async () => {
  const rooms = [];
  for (let i = 0; i < 2; i++) {
    const room = await newRoom(daemon.url);
    for (let line = 0; line < 10; line++) await apply(daemon.url, room, 'cpu 0 x1000');
    rooms.push(room);
  }
  await apply(daemon.url, rooms[0], 'alloc 0 GFP_KERNEL');
  await apply(daemon.url, rooms[1], 'drain');
  const { part } = await compare(rooms[0], rooms[1]);
  assert.equal(part.op, 10_003);
  assert.deepEqual(
    part.ops.map((/** @type {any} */ op) => op.text),
    ['alloc 0 GFP_KERNEL', 'drain'],
  );
});

test('what cannot be compared is refused by its field', async () => {
  const room = await newRoom(daemon.url);
  const gone = 'x'.repeat(22);
  await refused(`/api/rooms/${room}/compare/${gone}`, 404, 'with');
  await refused(`/api/rooms/${gone}/compare/${room}`, 404, 'room');
  await refused(`/api/rooms/${room}/compare/short`, 404, 'room');
  await refused(`/api/rooms/${room}/compare/${room}?op=9`, 400, 'op');
  await refused(`/api/rooms/${room}/compare/${room}?op=x`, 400, 'op');
  const answer = await request(daemon.url, `/api/rooms/${room}/compare/${room}`, {
    method: 'POST',
  });
  assert.equal(answer.status, 405);
});
