// Notes: pinned to a step, told to everybody, kept on the disk, taken away by who wrote them or by the owner.
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

const SELF = 'author'.padEnd(22, '-');
const OTHER = 'somebody'.padEnd(22, '-');

/** @param {string} key */
const bearer = (key) => ({ Authorization: `Bearer ${key}` });

/** @param {Client} client @param {number} n */
const noteOf = (client, n) =>
  client.wait((message) => message.type === 'note' && message.note.n === n);

test('a note is told to everybody, listed, and there after a crash', async () => {
  const own = await startDaemon();
  const room = await newRoom(own.url);
  const [one, two] = [await Client.open(own.url, room), await Client.open(own.url, room)];
  assert.deepEqual(one.hello.notes, []);
  const { author } = await one.ask({ type: 'enter', self: SELF, name: '솔' });
  assert.match(author, /^[0-9a-f]{32}$/);
  const text = 'why order 10?\n5단계 — "U" 없음';
  const started = Math.floor(Date.now() / 1000);
  assert.deepEqual(await one.ask({ type: 'note', op: 2, event: 812, text }), {
    type: 'ack',
    id: 'q2',
    ops: [],
    note: 1,
  });
  const { note } = await noteOf(two, 1);
  assert.deepEqual(
    { ...note, at: 0 },
    { n: 1, op: 2, event: 812, at: 0, name: '솔', author, text },
  );
  assert.ok(note.at >= started && note.at <= started + 60);
  assert.equal((await two.ask({ type: 'note', op: 1, event: 0 })).note, 2); // a mark
  const { data } = own;
  await own.kill();

  const later = await startDaemon({ data });
  const { json } = await request(later.url, `/api/rooms/${room}/notes`);
  assert.deepEqual(json.notes[0], note);
  assert.deepEqual([json.notes.length, json.notes[1].text, json.notes[1].author], [2, '', null]);
  const late = await Client.open(later.url, room);
  assert.deepEqual(late.hello.notes, json.notes);
  await late.close();
  await later.stop();
});

test('a note goes by its author or the owner, and by nobody else', async () => {
  const made = await request(daemon.url, '/api/rooms', { body: { profile: 'small' } });
  const { room, owner_key: key } = made.json;
  const [writer, other, owner] = [
    await Client.open(daemon.url, room),
    await Client.open(daemon.url, room),
    await Client.open(daemon.url, room),
  ];
  await writer.ask({ type: 'enter', self: SELF });
  await other.ask({ type: 'enter', self: OTHER });
  await owner.ask({ type: 'enter', key });
  for (const n of [1, 2]) {
    assert.equal((await writer.ask({ type: 'note', op: 1, event: 0, text: 'x' })).note, n);
  }
  const { error } = await other.ask({ type: 'unnote', note: 1 });
  assert.deepEqual([error.code, error.field], ['role', 'note']);
  assert.match(error.message, /whoever wrote it/);
  assert.equal((await writer.ask({ type: 'unnote', note: 1 })).type, 'ack');
  assert.equal((await owner.ask({ type: 'unnote', note: 2 })).type, 'ack');
  await other.wait((message) => message.type === 'note_gone' && message.n === 2);
  assert.equal((await owner.ask({ type: 'unnote', note: 2 })).error.code, 'gone');
  await Promise.all([writer, other, owner].map((client) => client.close()));
});

test('a hand is known again in another tab, on another day', async () => {
  const room = await newRoom(daemon.url);
  const one = await Client.open(daemon.url, room);
  const first = await one.ask({ type: 'enter', self: 'tab1'.padEnd(22, '-'), author: SELF });
  assert.equal((await one.ask({ type: 'note', op: 1, event: 0, text: 'x' })).note, 1);
  await one.close();
  const two = await Client.open(daemon.url, room);
  const second = await two.ask({ type: 'enter', self: 'tab2'.padEnd(22, '-'), author: SELF });
  assert.notEqual(second.you, first.you);
  assert.equal(second.author, first.author);
  assert.equal((await two.ask({ type: 'unnote', note: 1 })).type, 'ack');
  await two.close();
});

test('a script writes, lists and deletes notes', async () => {
  const made = await request(daemon.url, '/api/rooms', { body: { profile: 'small' } });
  const { room, owner_key: key } = made.json;
  const path = `/api/rooms/${room}/notes`;
  const client = await Client.open(daemon.url, room);
  const write = (/** @type {object} */ body, headers = {}) =>
    request(daemon.url, path, { body, headers });
  const one = await write({ op: 2, event: 1, text: 'from curl', name: 'cron' }, bearer(SELF));
  assert.deepEqual([one.status, one.json.note.n, one.json.note.name], [201, 1, 'cron']);
  assert.equal((await noteOf(client, 1)).note.author, one.json.note.author);
  const two = await write({ op: 2, event: 1, text: 'nobody’s' });
  assert.deepEqual([two.status, two.json.note.author], [201, null]);
  const remove = (/** @type {number} */ n, headers = {}) =>
    request(daemon.url, `${path}/${n}`, { method: 'DELETE', headers });
  assert.equal((await remove(2)).status, 403);
  assert.equal((await remove(2, bearer(SELF))).status, 403);
  assert.equal((await remove(1, bearer(OTHER))).status, 403);
  assert.equal((await remove(1, { ...bearer(SELF), Origin: 'http://elsewhere' })).status, 403);
  assert.equal((await remove(1, bearer(SELF))).status, 200);
  assert.equal((await remove(2, bearer(key))).status, 200);
  assert.equal((await remove(2, bearer(key))).status, 404);
  assert.deepEqual((await request(daemon.url, path)).json, { notes: [] });
  assert.equal((await request(daemon.url, `${path}/1`)).status, 405);
  await client.close();
});

test('the owner says who writes', async () => {
  const made = await request(daemon.url, '/api/rooms', { body: { profile: 'small' } });
  const { room, owner_key: key } = made.json;
  const [owner, driver, viewer] = [
    await Client.open(daemon.url, room),
    await Client.open(daemon.url, room),
    await Client.open(daemon.url, room),
  ];
  await owner.ask({ type: 'enter', key });
  const { you } = await driver.ask({ type: 'enter' });
  const note = { type: 'note', op: 1, event: 0, text: 'x' };
  await owner.ask({ type: 'access', mode: 'locked' });
  await driver.wait(({ type, mode }) => type === 'presence' && mode === 'locked');
  await owner.ask({ type: 'chalk', to: you });
  for (const [notes, taken] of /** @type {const} */ ([
    ['everybody', [true, true, true]],
    ['driver', [true, true, false]],
    ['owner', [true, false, false]],
  ])) {
    const from = viewer.log.length;
    assert.equal((await owner.ask({ type: 'access', notes })).type, 'ack');
    await viewer.wait((message) => message.type === 'presence' && message.notes === notes, from);
    for (const [i, client] of [owner, driver, viewer].entries()) {
      const answer = await client.ask(note);
      assert.equal(answer.type, taken[i] ? 'ack' : 'error', `${notes} ${i}`);
      if (!taken[i]) assert.equal(answer.error.code, 'role');
    }
  }
  const body = { op: 1, event: 0, text: 'x' };
  const path = `/api/rooms/${room}/notes`;
  assert.equal((await request(daemon.url, path, { body })).status, 403);
  const { status } = await request(daemon.url, path, { body, headers: bearer(key) });
  assert.equal(status, 201);
  await Promise.all([owner, driver, viewer].map((client) => client.close()));
});

test('what is no note is refused, and says why', async () => {
  const room = await newRoom(daemon.url);
  const client = await Client.open(daemon.url, room);
  for (const [note, field, says] of /** @type {const} */ ([
    [{ op: 3, event: 0, text: 'x' }, 'op', /1 to 2/],
    [{ op: 0, event: 0, text: 'x' }, 'op', /1 to/],
    [{ op: 1, event: 9999999999, text: 'x' }, 'event', /op 1 has \d+/],
    [{ op: 1, text: 'x' }, 'event', /missing/],
    [{ event: 1, text: 'x' }, 'op', /missing/],
    [{ op: 1, event: 0, text: 7 }, 'text', /a text/],
    [{ op: 1, event: 0, text: 'a\u0007b' }, 'text', /control/],
    [{ op: 1, event: 0, name: 'x' }, 'json', /no field "name"/],
  ])) {
    const { error } = await client.ask({ type: 'note', ...note });
    assert.equal(error?.field, field, JSON.stringify(note));
    assert.match(error.message, says);
  }
  assert.deepEqual((await request(daemon.url, `/api/rooms/${room}/notes`)).json.notes, []);
  const unknown = await request(daemon.url, `/api/rooms/${'x'.repeat(22)}/notes`);
  assert.equal(unknown.status, 404);
  await client.close();
});
