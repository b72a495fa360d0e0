// Sessions that live in a link: what was published opens, what is made now reads back, what is damaged says so.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { BadSession, decodeSession, encodeSession } from '../../static/src/session.js';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';

const published = readFileSync(new URL('published-links.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'));

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon();
});
after(() => daemon.stop());

/** Opens a session as the page does. @param {string} data @returns {Promise<any>} the room */
async function openSession(data) {
  const { model, ...rest } = await decodeSession(data);
  const body = { format: 'buddyscope-room', version: 1, ...rest };
  const made = await request(daemon.url, '/api/rooms/import', { body });
  assert.equal(made.status, 201, made.text);
  const { json } = await request(daemon.url, `/api/rooms/${made.json.room}`);
  return { ...json, recorded: model };
}

for (const line of published) {
  const [data, digest, ops] = line.split(' ');
  test(`the published link ${data.slice(0, 24)}… opens`, async () => {
    const room = await openSession(data);
    assert.equal(room.ops.length, Number(ops));
    // another model may number pages and steps otherwise; the one that the link names may not
    if (room.model === room.recorded) assert.equal(room.digest, digest);
  });
}

test('a session of today reads back: same machine, same ops, same link', async () => {
  const room = await newRoom(daemon.url, { profile: 'small', slub: false, page_struct_size: 44 });
  for (const text of [
    'alloc 0 GFP_KERNEL x1000',
    'alloc 0 GFP_KERNEL x500',
    'drain',
    'alloc 4 0x20',
  ]) {
    await request(daemon.url, `/api/rooms/${room}/ops`, { body: { text } });
  }
  const { json: out } = await request(daemon.url, `/api/rooms/${room}/export`);
  assert.equal(out.ops.length, 1504);
  const data = await encodeSession(out);
  assert.match(data, /^1\.[\w-]+$/);
  assert.ok(data.length < 200, `${data.length} characters for 1,504 ops`);
  const came = await openSession(data);
  assert.equal(came.digest, out.digest);
  const again = await request(daemon.url, `/api/rooms/${came.room}/export`);
  assert.equal(await encodeSession(again.json), data);
});

test('links that cannot be read', async () => {
  const good = published[0].split(' ')[0];
  for (const [data, code] of [
    ['', 'damaged'],
    ['2.AAAA', 'version'],
    [good.slice(0, -8), 'damaged'],
    ['1.!!!!', 'damaged'],
    ['1.S04tKlYoyEksSc0rSQUA', 'damaged'],
  ]) {
    await assert.rejects(decodeSession(data), (error) => {
      assert.ok(error instanceof BadSession);
      assert.equal(error.code, code, data);
      return true;
    });
  }
});

test('/s is the page, whatever the fragment; only /embed may be framed', async () => {
  const room = await newRoom(daemon.url);
  const policy = async (/** @type {string} */ path) => {
    const answer = await request(daemon.url, path);
    return [
      answer.status,
      answer.headers.get('content-security-policy')?.match(/frame-ancestors (.*)/)?.[1],
    ];
  };
  assert.deepEqual(await policy('/s'), [200, "'none'"]);
  assert.deepEqual(await policy(`/r/${room}`), [200, "'none'"]);
  assert.deepEqual(await policy(`/embed/${room}@2.0-2.9`), [200, '*']);
  assert.deepEqual(await policy(`/embed/${'x'.repeat(22)}`), [404, '*']);
  assert.deepEqual(await policy('/embed/nothing'), [404, "'none'"]);
  assert.deepEqual(await policy(`/api/rooms/${room}`), [200, "'none'"]);
  const post = await request(daemon.url, '/s', { method: 'POST', body: '' });
  assert.equal(post.status, 405);
});

test('a script is given the same session as a page, in a link that opens', async () => {
  const room = await newRoom(daemon.url, { profile: 'small', page_struct_size: 44 });
  for (const text of [
    'alloc 0 GFP_KERNEL x7',
    'drain',
    'alloc 3 GFP_ATOMIC',
    'alloc 3 GFP_ATOMIC',
  ]) {
    await request(daemon.url, `/api/rooms/${room}/ops`, { body: { text } });
  }
  const { json: whole } = await request(daemon.url, `/api/rooms/${room}`);
  const { json } = await request(daemon.url, `/api/rooms/${room}/session`);
  const data = json.url.replace('/s#s=', '');
  const page = await encodeSession({
    profile: 'small',
    slub: true,
    page_struct_size: 44,
    model: whole.model,
    ops: whole.ops.map((/** @type {any} */ op) => op.text),
  });
  assert.deepEqual(await decodeSession(data), await decodeSession(page));
  assert.equal((await openSession(data)).digest, whole.digest);
  const part = await request(daemon.url, `/api/rooms/${room}/session?op=9`);
  assert.equal((await openSession(part.json.url.replace('/s#s=', ''))).ops.length, 9);
});

test('a session too long for a link is refused', async () => {
  const body = {
    format: 'buddyscope-room',
    version: 1,
    profile: 'small',
    ops: [
      'boot zonelists',
      'boot mem_init',
      ...Array.from({ length: 1500 }, (_, i) => `workload 1 seed ${(i * 48271) % 99991} order 1`),
    ],
  };
  const { json: made } = await request(daemon.url, '/api/rooms/import', { body });
  const { status, json } = await request(daemon.url, `/api/rooms/${made.room}/session`);
  assert.equal(status, 413);
  assert.deepEqual([json.error.field, json.error.limit], ['session', 4096]);
});
