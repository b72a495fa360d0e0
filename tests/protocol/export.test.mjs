// A room as one file: out, in again, the same machine; and what is said of files that will not do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';

const BOOT = ['boot zonelists', 'boot mem_init'];
const REST = ['kmem_cache_init', 'pageset', 'smp', 'late', 'wmark'].map((stage) => `boot ${stage}`);

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon({ args: ['--ops', '300', '--import-bytes', '20000'] });
});
after(() => daemon.stop());

/** @param {string} room @param {string} text */
async function apply(room, text) {
  const { status } = await request(daemon.url, `/api/rooms/${room}/ops`, { body: { text } });
  assert.equal(status, 200, text);
}

/** @param {unknown} file */
const bring = (file) => request(daemon.url, '/api/rooms/import', { body: file });

/** @param {string} room */
const read = async (room) => (await request(daemon.url, `/api/rooms/${room}`)).json;

const file = { format: 'buddyscope-room', version: 1, profile: 'small', slub: false, ops: BOOT };

const note = (
  /** @type {number} */ op,
  /** @type {number} */ event,
  text = 'so',
  name = 'Kim',
) => ({
  op,
  event,
  at: 1_400_317_200,
  name,
  text,
});

test('a room goes out as a file and comes back with the same digests', async () => {
  const room = await newRoom(daemon.url, { profile: 'study', slub: true, page_struct_size: 44 });
  for (const line of REST) await apply(room, line);
  await apply(room, 'alloc 3 GFP_KERNEL x5');
  await apply(room, 'kmalloc 100 GFP_KERNEL x3');
  await apply(room, 'cache create back\\slash 100');
  await apply(room, 'workload 5000 seed 7 order 3');
  const { status, json: out } = await request(daemon.url, `/api/rooms/${room}/export`);
  assert.equal(status, 200);
  assert.equal(out.format, 'buddyscope-room');
  assert.equal(out.profile, 'study');
  assert.equal(out.page_struct_size, 44);
  assert.equal(out.ops.length, 17);

  const came = await bring(out);
  assert.equal(came.status, 201, came.text);
  assert.notEqual(came.json.room, room);
  assert.match(came.json.owner_key, /^.{22}$/);
  const [was, now] = [await read(room), await read(came.json.room)];
  assert.equal(now.digest, was.digest);
  assert.equal(now.slub, was.slub);
  assert.deepEqual(
    now.ops.map((/** @type {any} */ op) => [op.text, op.digest, op.events, op.result]),
    was.ops.map((/** @type {any} */ op) => [op.text, op.digest, op.events, op.result]),
  );
  const again = await request(daemon.url, `/api/rooms/${came.json.room}/export`);
  assert.deepEqual(again.json, out);
});

test('what was imported is in the journal', async () => {
  const { json } = await bring({ ...file, ops: [...BOOT, 'alloc 2 GFP_KERNEL x7'] });
  const was = await read(json.room);
  assert.equal(was.ops.length, 9);
  await daemon.kill();
  daemon = await startDaemon({
    data: daemon.data,
    args: ['--ops', '300', '--import-bytes', '20000'],
  });
  const now = await read(json.room);
  assert.equal(now.digest, was.digest);
});

/** @type {[string, unknown, number, string, string, number?][]} what, the file, status, code, field, limit */
const refused = [
  ['no file of ours', { ops: BOOT }, 400, 'missing', 'format'],
  ['another format', { ...file, format: 'tar' }, 400, 'unknown', 'format'],
  ['no version', { ...file, version: undefined }, 400, 'missing', 'version'],
  ['a later version', { ...file, version: 2 }, 409, 'version', 'version', 1],
  ['another model', { ...file, model: 999 }, 409, 'version', 'model', 3],
  ['an unknown profile', { ...file, profile: 'mainframe' }, 400, 'unknown', 'profile'],
  ['no ops', { ...file, ops: undefined }, 400, 'missing', 'ops'],
  ['ops that are no list', { ...file, ops: 'boot' }, 400, 'type', 'ops'],
  ['an op that is no text', { ...file, ops: [...BOOT, 3] }, 400, 'type', 'ops'],
  ['two lines in one', { ...file, ops: [...BOOT, 'drain\ndrain'] }, 400, 'type', 'ops'],
  ['an op that is none', { ...file, ops: [...BOOT, 'dance'] }, 400, 'syntax', 'ops'],
  [
    'an op out of bounds',
    { ...file, ops: [...BOOT, 'alloc 99 GFP_KERNEL'] },
    400,
    'range',
    'order',
  ],
  ['an op that is not taken', { ...file, ops: [...BOOT, 'free 0x20005'] }, 409, 'state', 'pfn'],
  ['another beginning', { ...file, ops: ['drain'] }, 400, 'range', 'ops'],
  ['too many ops', { ...file, ops: [...BOOT, 'drain x299'] }, 503, 'limit', 'ops', 300],
  ['a digest that is none', { ...file, digest: 'x' }, 400, 'range', 'digest'],
  ['another digest', { ...file, digest: '0123456789abcdef' }, 409, 'digest', 'digest'],
  ['notes that are no list', { ...file, notes: {} }, 400, 'type', 'notes'],
  ['a note at no step', { ...file, notes: [note(3, 0)] }, 400, 'range', 'op'],
  ['a note behind an op', { ...file, notes: [note(1, 1e6)] }, 400, 'range', 'event'],
  ['a long note', { ...file, notes: [note(1, 0, 'x'.repeat(3000))] }, 503, 'limit', 'text', 280],
  ['a field too many', { ...file, colour: 'red' }, 400, 'unknown', 'json'],
  ['no JSON', '{"format"', 400, 'syntax', 'json'],
  ['too large', { ...file, digest: ' '.repeat(20000) }, 413, 'too_large', 'body', 20000],
];

for (const [what, body, status, code, field, limit] of refused) {
  test(`a file is refused: ${what}`, async () => {
    const answer = await bring(body);
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.json.error.code, code, answer.text);
    assert.equal(answer.json.error.field, field, answer.text);
    assert.ok(answer.json.error.message.length > 8);
    if (limit !== undefined) assert.equal(answer.json.error.limit, limit);
  });
}

test('notes go along, and are there after a crash', async () => {
  const notes = [note(2, 5, 'first\n"quoted" \\ 가정'), note(1, 0, '', '')];
  const { status, json, text } = await bring({ ...file, notes });
  assert.equal(status, 201, text);
  await daemon.kill();
  daemon = await startDaemon({
    data: daemon.data,
    args: ['--ops', '300', '--import-bytes', '20000'],
  });
  const there = await request(daemon.url, `/api/rooms/${json.room}/notes`);
  assert.deepEqual(
    there.json.notes.map((/** @type {any} */ one) => one.text),
    notes.map((one) => one.text),
  );
  const out = await request(daemon.url, `/api/rooms/${json.room}/export`);
  assert.deepEqual(out.json.notes, notes);
});

test('what is wrong with an op says which op', async () => {
  const { json } = await bring({ ...file, ops: [...BOOT, 'drain x20', 'alloc 0 GFP_NONSENSE'] });
  assert.match(json.error.message, /^op 23: /);
});
