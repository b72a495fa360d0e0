// A room that goes on from a past op of another: made by the daemon, so that no file goes to and fro and no limit of one holds.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';
import { apply } from './lib/room.mjs';

const IMPORT_BYTES = 4096;
const ROOMS = 5; // that the tests below make, with their forks

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon({
    args: ['--import-bytes', String(IMPORT_BYTES), '--rooms', String(ROOMS)],
  });
});
after(() => daemon.stop());

/** @param {string} path */
async function get(path) {
  const { status, json, text } = await request(daemon.url, `/api/rooms/${path}`);
  assert.equal(status, 200, text);
  return json;
}

/** @param {string} room @param {string} [query] */
const fork = (room, query = '') =>
  request(daemon.url, `/api/rooms/${room}/fork${query}`, { method: 'POST' });

test('a fork has the ops, the machine and the notes up to there, and goes its own way', async () => {
  const room = await newRoom(daemon.url);
  for (const text of ['alloc 0 GFP_KERNEL', 'alloc 3 GFP_HIGHUSER_MOVABLE', 'alloc 1 GFP_ATOMIC']) {
    await apply(daemon.url, room, text);
  }
  for (const op of [4, 5]) {
    const body = { op, event: 0, name: 'min', text: `at ${op}` };
    await request(daemon.url, `/api/rooms/${room}/notes`, { body });
  }
  const source = await get(room);

  const { status, json: made, headers } = await fork(room, '?op=4');
  assert.equal(status, 201);
  assert.notEqual(made.room, room);
  assert.equal(headers.get('location'), made.url);
  assert.equal(made.profile, source.profile);
  const forked = await get(made.room);
  assert.deepEqual(forked.ops, source.ops.slice(0, 4));
  assert.equal(
    forked.digest,
    (await get(`${room}/ops/4/digest?event=${source.ops[3].events}`)).digest,
  );
  const { notes } = await get(`${made.room}/notes`);
  assert.deepEqual(
    notes.map((/** @type {any} */ note) => [note.n, note.op, note.name, note.text]),
    [[1, 4, 'min', 'at 4']],
  );

  await apply(daemon.url, made.room, 'alloc 1 GFP_HIGHUSER_MOVABLE');
  const { part } = await get(`${room}/compare/${made.room}`);
  assert.equal(part.op, 5);
  assert.deepEqual(await get(room), source);
});

test('a room whose file is too large to be taken in again forks all the same, whole', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  await apply(daemon.url, room, 'alloc 0 GFP_KERNEL x200');
  const file = await get(`${room}/export`);
  const refused = await request(daemon.url, '/api/rooms/import', { body: file });
  assert.equal(refused.status, 413);
  const { status, json: made } = await fork(room);
  assert.equal(status, 201);
  assert.equal((await get(made.room)).digest, (await get(room)).digest);
});

test('what cannot be forked is refused by name', async () => {
  const known = await newRoom(daemon.url);
  const cases = /** @type {[string, string, number, string][]} */ ([
    [known, '?op=1', 400, 'op'],
    [known, '?op=9', 400, 'op'],
    [known, '?op=x', 400, 'op'],
    ['A'.repeat(22), '', 404, 'room'],
  ]);
  for (const [room, query, status, field] of cases) {
    const answer = await fork(room, query);
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.json.error.field, field);
  }
  assert.equal((await request(daemon.url, `/api/rooms/${known}/fork`)).status, 405);

  const full = await fork(known); // one more than --rooms
  assert.equal(full.status, 503, full.text);
  assert.deepEqual([full.json.error.field, full.json.error.limit], ['room', ROOMS]);
});
