// A range of steps as one HTML file, made by the daemon: the page's replica goes through it and ends where the room does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { Replica, UndoLog } from '../../static/src/replica.js';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';
import { apply } from './lib/room.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
/** @type {string} with ops 3 to 6 */
let room;
before(async () => {
  daemon = await startDaemon();
  room = await newRoom(daemon.url);
  for (const order of [0, 3, 1, 0]) await apply(daemon.url, room, `alloc ${order} GFP_KERNEL`);
});
after(() => daemon.stop());

/** @param {string} [query] @param {string} [of] another room */
const steps = (query = '', of = room) => request(daemon.url, `/api/rooms/${of}/steps.html${query}`);

/** @param {string} page @returns {any} */
function recordingIn(page) {
  const script = /<script type="application\/json" id="recording">(.*?)<\/script>/s.exec(page);
  assert.ok(script, 'a recording');
  assert.ok(!script[1].includes('<'), 'nothing in it can end it');
  return JSON.parse(script[1]);
}

/** @param {string} data */
const unpacked = (data) => new Uint8Array(inflateSync(Buffer.from(data, 'base64')));

/** The machine after the last recorded event. @param {any} recording @returns {string} its digest */
function played({ profile, base, image, parts }) {
  const replica = new Replica(profile.image_size, profile.ram_off);
  const log = new UndoLog();
  replica.loadBase(unpacked(base));
  replica.load(unpacked(image));
  for (const { events } of parts) {
    const words = new Uint32Array(unpacked(events).buffer);
    for (let i = 0; i < words.length; i += 4) {
      replica.apply(words[i] & 0xff, words[i + 1], words[i + 2], words[i + 3], log);
    }
  }
  return replica.digest();
}

test('from the middle of one op to the middle of another', async () => {
  const { status, text, headers } = await steps('?from=3.7&to=5.40');
  assert.equal(status, 200, text.slice(0, 200));
  assert.match(String(headers.get('content-type')), /^text\/html/);
  assert.equal(headers.get('content-disposition'), 'attachment');
  const recording = recordingIn(text);
  const { ops } = (await request(daemon.url, `/api/rooms/${room}`)).json;
  assert.deepEqual(
    recording.ops.map((/** @type {any} */ op) => [op.n, op.text, op.events]),
    [
      [3, ops[2].text, ops[2].events],
      [4, ops[3].text, ops[3].events],
      [5, ops[4].text, 40],
    ],
  );
  assert.deepEqual(
    recording.parts.map((/** @type {any} */ part) => [
      part.op,
      part.from,
      unpacked(part.events).length / 16,
    ]),
    [
      [3, 7, ops[2].events - 7],
      [4, 0, ops[3].events],
      [5, 0, 40],
    ],
  );
  const there = await request(daemon.url, `/api/rooms/${room}/ops/5/digest?event=40`);
  assert.equal(played(recording), there.json.digest);
});

test('without a range the last op, whole', async () => {
  const recording = recordingIn((await steps()).text);
  assert.deepEqual(
    recording.parts.map((/** @type {any} */ part) => [part.op, part.from]),
    [[6, 0]],
  );
  const { digest } = (await request(daemon.url, `/api/rooms/${room}`)).json;
  assert.equal(played(recording), digest);
});

test('notes go along, and cannot end the script', async () => {
  const body = { op: 4, event: 3, name: 'min', text: '</script><b>' };
  assert.equal((await request(daemon.url, `/api/rooms/${room}/notes`, { body })).status, 201);
  const { notes } = recordingIn((await steps('?from=4&to=5')).text);
  assert.deepEqual(
    notes.map((/** @type {any} */ note) => [note.op, note.event, note.text]),
    [[4, 3, '</script><b>']],
  );
  assert.deepEqual(recordingIn((await steps('?from=5&to=6')).text).notes, []);
});

test('what a file cannot hold is refused by name', async () => {
  await apply(daemon.url, room, 'alloc 0 GFP_KERNEL x300');
  const cases = /** @type {[string, string, number | undefined][]} */ ([
    ['?from=3&to=303', 'ops', 300],
    ['?from=5&to=4', 'from', undefined],
    ['?from=3&to=999', 'to', 306],
    ['?from=3&to=4.99999999', 'to', undefined],
    ['?from=no', 'from', undefined],
  ]);
  for (const [query, field, limit] of cases) {
    const { status, json } = await steps(query);
    assert.equal(status, 400, query);
    assert.equal(json.error.field, field, query);
    if (limit) assert.equal(json.error.limit, limit, query);
  }
  assert.equal((await steps('?from=3&to=302')).status, 200, 'as many as are allowed');

  const study = await newRoom(daemon.url, { profile: 'study' });
  const { status, json } = await steps('?from=2.0&to=2', study);
  assert.equal(status, 400);
  assert.deepEqual([json.error.field, json.error.limit], ['events', 400000]);
});
