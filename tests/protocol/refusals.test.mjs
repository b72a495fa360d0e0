// Bad input of every kind: the answer names the field and the bound, nothing changes, nobody is disturbed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from './lib/client.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
/** @type {string} */
let room;
/** @type {Client} a bystander */
let witness;
/** @type {Client} */
let client;

before(async () => {
  daemon = await startDaemon({
    args: ['--ops-per-second', '10000', '--room-ops-per-second', '10000'],
  });
  room = await newRoom(daemon.url);
  [witness, client] = await Promise.all([
    Client.open(daemon.url, room),
    Client.open(daemon.url, room),
  ]);
  await witness.wait((message) => message.type === 'presence' && message.viewers === 2);
  await client.op('alloc 0 GFP_KERNEL x3');
  await client.op({ op: 'free_pages', pfn: handedOut(0) });
  await witness.reached(6);
});
after(async () => {
  await Promise.all([witness.close(), client.close()]);
  await daemon.stop();
});

/** @param {number} i @returns {string} pfn of the i-th allocation */
const handedOut = (i) => client.log.filter((message) => message.type === 'op')[i].op.result.pfn;

/** @param {() => Promise<void>} act must leave the room and its other viewer as they were */
async function disturbsNobody(act) {
  const heard = witness.log.length;
  const was = (await request(daemon.url, `/api/rooms/${room}`)).json;
  await act();
  assert.deepEqual((await request(daemon.url, `/api/rooms/${room}`)).json, was);
  await witness.ask({ type: 'ping' });
  // Who is here is told when there is time: it may be about what was before.
  const since = witness.log.slice(heard).map((message) => message.type);
  assert.deepEqual(
    since.filter((type) => type !== 'presence'),
    ['pong'],
  );
}

/** [what, the op, the field that is named, what the message says, the limit given with it] */
const OPS = /** @type {[string, any, string, RegExp, number?][]} */ ([
  ['order 11', { op: 'alloc_pages', order: 11, gfp: 'GFP_KERNEL' }, 'order', /0 to 10, not 11/, 10],
  ['order -1', { op: 'alloc_pages', order: -1, gfp: 'GFP_KERNEL' }, 'order', /0 to 10, not -1/, 10],
  ['order 0.5', { op: 'alloc_pages', order: 0.5, gfp: 'GFP_KERNEL' }, 'order', /0 to 10/, 10],
  ['order "0"', { op: 'alloc_pages', order: '0', gfp: 'GFP_KERNEL' }, 'order', /whole number/, 10],
  ['order missing', { op: 'alloc_pages', gfp: 'GFP_KERNEL' }, 'order', /missing/],
  [
    'unknown gfp',
    { op: 'alloc_pages', order: 0, gfp: 'GFP_COLONEL' },
    'gfp',
    /0x1ffffff.*GFP_COLONEL/,
  ],
  ['gfp beyond its bits', { op: 'alloc_pages', order: 0, gfp: '0x2000000' }, 'gfp', /0x1ffffff/],
  ['gfp as a number', { op: 'alloc_pages', order: 0, gfp: 208 }, 'gfp', /a string/],
  ['cpu 4', { op: 'alloc_pages', order: 0, gfp: 'GFP_KERNEL', cpu: 4 }, 'cpu', /0 to 3/, 3],
  ['cpu not online', { op: 'cpu', cpu: 3 }, 'cpu', /not online/],
  ['field of another op', { op: 'drain', order: 0 }, 'json', /no field "order"/],
  ['unknown op', { op: 'alloc_page', order: 0 }, 'op', /name of an operation/],
  ['op that is null', { op: null }, 'op', /./],
  ['pfn beyond RAM', { op: 'free_pages', pfn: '0xfffff' }, 'pfn', /0x20000 to 0x23fff/],
  ['pfn that is none', { op: 'free_pages', pfn: '4f000' }, 'pfn', /0x4f000/],
  ['pfn too long', { op: 'free_pages', pfn: '0x00000000000004f000' }, 'pfn', /0x4f000/],
  [
    'page not allocated',
    { op: 'free_pages', pfn: '0x23000' },
    'pfn',
    /not the first page of a live/,
  ],
  ['stage again', { op: 'boot', stage: 'mem_init' }, 'stage', /done already/],
  ['stage too early', { op: 'boot', stage: 'wmark' }, 'stage', /./],
  ['unknown stage', { op: 'boot', stage: 'lunch' }, 'stage', /one of zonelists.*lunch/],
  ['workload of none', { op: 'workload', count: 0 }, 'count', /1 to 10000000, not 0/, 10000000],
  ['workload too long', { op: 'workload', count: 1e9 }, 'count', /1 to 10000000/, 10000000],
  ['1e999', '{"op":"workload","count":1e999}', 'count', /1 to 10000000/, 10000000],
  ['watermarks before wmark', { op: 'min_free_kbytes', kb: 1 }, 'op', /boot wmark/],
  ['empty list', { op: 'free_list', list: [] }, 'list', /1 to 64/, 64],
  ['list of 65', { op: 'free_list', list: Array(65).fill('0x20000') }, 'list', /1 to 64/, 64],
]);

for (const [what, op, field, says, limit] of OPS) {
  test(`op refused: ${what}`, () =>
    disturbsNobody(async () => {
      const body = typeof op === 'string' ? op : JSON.stringify(op);
      const id = `o${client.nextId++}`;
      client.send(`{"type":"op","id":"${id}","op":${body}}`);
      const { type, error } = await client.wait((message) => message.id === id);
      assert.equal(type, 'error');
      assert.equal(error.field, field);
      assert.match(error.message, says);
      if (limit !== undefined) assert.equal(error.limit, limit);
      const path = `/api/rooms/${room}/ops`;
      const http = await request(daemon.url, path, { body: `{"op":${body}}` });
      assert.ok([400, 409].includes(http.status), `${http.status}`);
      assert.deepEqual(http.json.error, error);
    }));
}

test('a page is freed once', () =>
  disturbsNobody(async () => {
    const { error } = await client.op({ op: 'free_pages', pfn: handedOut(0) });
    assert.equal(error.field, 'pfn');
    assert.equal(error.code, 'state');
  }));

/** [what, the message as it is, the field, what the message says] */
const MESSAGES = /** @type {[string, string, string, RegExp][]} */ ([
  ['no JSON', 'hello', 'json', /byte 0/],
  ['nothing', '', 'json', /byte 0/],
  ['half', '{"type":"ping"', 'json', /byte 14: a bracket is missing/],
  ['text behind', '{"type":"ping"} x', 'json', /byte 16: something follows/],
  ['an array', '[]', 'json', /an? JSON object|a JSON object/],
  ['a comma too many', '{"type":"ping",}', 'json', /a name is missing/],
  ['01', '{"type":"window","id":"1","op":01}', 'json', /begin with 0/],
  ['NaN', '{"type":"window","id":"1","op":NaN}', 'json', /not JSON/],
  ['nul in a string', '{"type":"ping","id":"\\u0000"}', 'json', /u0000/],
  ['half a surrogate pair', '{"type":"ping","id":"\\ud800"}', 'json', /surrogate/],
  ['too deep', '{"a":'.repeat(9) + '1' + '}'.repeat(9), 'json', /nested too deep.*8 deep/],
  ['too many values', `{"a":[${'1,'.repeat(600)}1]}`, 'json', /too many values.*512 values/],
  ['unknown type', '{"type":"dance"}', 'type', /one of op, window/],
  ['no type', '{}', 'type', /one of op, window/],
  ['type that is no string', '{"type":7}', 'type', /a string/],
  ['the same field twice', '{"type":"ping","type":"ping"}', 'type', /twice/],
  ['a field that is none', '{"type":"ping","pong":1}', 'json', /no field "pong"/],
  ['id too long', `{"type":"ping","id":"${'x'.repeat(65)}"}`, 'id', /at most 64 bytes/],
  ['id missing', '{"type":"op","op":{"op":"drain"}}', 'id', /missing/],
  ['neither op nor text', '{"type":"op","id":"1"}', 'op', /either op or text/],
  ['both', '{"type":"op","id":"1","op":{"op":"drain"},"text":"drain"}', 'op', /either/],
  ['unknown word', '{"type":"op","id":"1","text":"alocate 3"}', 'text', /./],
  ['gfp in a line', '{"type":"op","id":"1","text":"alloc 3 GFP_X"}', 'gfp', /GFP_KERNEL/],
  ['order in a line', '{"type":"op","id":"1","text":"alloc 11 GFP_KERNEL"}', 'order', /0 to 10/],
  ['a comment', '{"type":"op","id":"1","text":"# nothing"}', 'text', /no operation/],
  ['x0', '{"type":"op","id":"1","text":"alloc 0 GFP_KERNEL x0"}', 'text', /x1 to x1000/],
  ['x1001', '{"type":"op","id":"1","text":"alloc 0 GFP_KERNEL x1001"}', 'text', /x1 to x1000/],
  ['a long op repeated', '{"type":"op","id":"1","text":"workload 100000 x2"}', 'repeat', /once/],
  ['window of op 99', '{"type":"window","id":"1","op":99}', 'op', /1 to 6/],
  ['window of op 0', '{"type":"window","id":"1","op":0}', 'op', /1 to/],
  ['window beyond the end', '{"type":"window","id":"1","op":3,"from":99999}', 'from', /0 to \d+/],
  [
    'point beyond the last',
    '{"type":"window","id":"1","op":3,"point":99}',
    'point',
    /trace points/,
  ],
  ['from and point', '{"type":"window","id":"1","op":3,"from":1,"point":1}', 'point', /not both/],
  ['window too wide', '{"type":"window","id":"1","op":3,"count":70000}', 'count', /0 to 65536/],
  ['lapse too long', '{"type":"lapse","id":"1","op":2,"frames":361}', 'frames', /1 to 360/],
]);

for (const [what, text, field, says] of MESSAGES) {
  test(`message refused: ${what}`, () =>
    disturbsNobody(async () => {
      const from = client.log.length;
      client.send(text);
      const { error } = await client.wait((message) => message.type === 'error', from);
      assert.equal(error.field, field, error.message);
      assert.match(error.message, says);
    }));
}

test('a line that is not understood has a column', async () => {
  const { error } = await client.op('alloc 3 GFP_X');
  assert.equal(error.column, 8);
});

test('a message that is too long is refused, and the next one is heard', () =>
  disturbsNobody(async () => {
    const from = client.log.length;
    client.send(`{"type":"ping","id":"${'x'.repeat(200_000)}"}`);
    const { error } = await client.wait((message) => message.type === 'error', from);
    assert.deepEqual([error.field, error.limit], ['message', 65536]);
    assert.equal((await client.ask({ type: 'ping' })).type, 'pong');
  }));

test('text that is not UTF-8 is refused', () =>
  disturbsNobody(async () => {
    const from = client.log.length;
    client.socket.send(Buffer.from('{"type":"\xff\xfe"}', 'latin1'), { binary: false });
    const { error } = await client.wait((message) => message.type === 'error', from);
    assert.match(error.message, /byte 9: this is not UTF-8/);
  }));

/** [what, path, how, status, field] */
const REQUESTS = /** @type {[string, string, any, number, string][]} */ ([
  ['unknown path', '/api/nothing', {}, 404, 'path'],
  ['unknown room', '/api/rooms/AAAAAAAAAAAAAAAAAAAAAA', {}, 404, 'room'],
  ['name that is no room', '/api/rooms/..%2f..%2fetc', {}, 404, 'room'],
  ['ops of an unknown room', '/api/rooms/AAAAAAAAAAAAAAAAAAAAAA/ops', {}, 404, 'room'],
  ['unknown image', '/api/images/0123456789abcdef', {}, 404, 'image'],
  ['image that is none', '/api/images/x', {}, 404, 'path'],
  ['DELETE of a room', '/api/rooms/ROOM', { method: 'DELETE' }, 405, 'method'],
  ['GET of rooms', '/api/rooms', {}, 405, 'method'],
  ['POST of the model', '/api/model', { method: 'POST' }, 405, 'method'],
  ['PUT of the page', '/r/ROOM', { method: 'PUT', body: 'x' }, 405, 'method'],
  ['profile that is none', '/api/rooms', { body: { profile: 'huge' } }, 400, 'profile'],
  ['profile that is no name', '/api/rooms', { body: { profile: 7 } }, 400, 'profile'],
  ['slub that is no boolean', '/api/rooms', { body: { slub: 1 } }, 400, 'slub'],
  ['unknown field of a room', '/api/rooms', { body: { size: 1 } }, 400, 'json'],
  ['body that is no JSON', '/api/rooms', { body: 'x' }, 400, 'json'],
  ['body too large', '/api/rooms', { body: 'x'.repeat(70_000) }, 413, 'body'],
  ['op without a body', '/api/rooms/ROOM/ops', { method: 'POST' }, 400, 'json'],
  ['event beyond the end', '/api/rooms/ROOM/ops/3/digest?event=999999', {}, 400, 'event'],
  ['event that is no number', '/api/rooms/ROOM/ops/3/digest?event=-1', {}, 400, 'event'],
  ['op that is none', '/api/rooms/ROOM/ops/0/events', {}, 400, 'op'],
  ['op too large', '/api/rooms/ROOM/ops/99999999999/events', {}, 400, 'op'],
  ['too many events', '/api/rooms/ROOM/ops/2/events?count=9999999', {}, 400, 'count'],
  [
    'another page',
    '/api/rooms',
    { body: {}, headers: { Origin: 'http://evil.example' } },
    403,
    'Origin',
  ],
]);

for (const [what, path, how, status, field] of REQUESTS) {
  test(`request refused: ${what}`, () =>
    disturbsNobody(async () => {
      const answer = await request(daemon.url, path.replace('ROOM', room), how);
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.json.error.field, field);
      assert.ok(answer.json.error.message.length > 10);
      if (status === 405) assert.ok(answer.headers.get('allow'));
    }));
}

test('the page of a room that is gone is the page, with 404', async () => {
  for (const path of ['/r/AAAAAAAAAAAAAAAAAAAAAA', '/r/x']) {
    const answer = await request(daemon.url, path);
    assert.equal(answer.status, 404);
    assert.match(answer.text, /<html/);
  }
});

/** @param {string} path @param {import('ws').ClientOptions} options @returns {Promise<number>} */
function handshake(path, options = {}) {
  return new Promise((resolve) => {
    const socket = new WebSocket(daemon.url.replace('http', 'ws') + path, options);
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0));
    socket.on('error', () => {});
  });
}

test('a WebSocket needs a room, our own page, and version 13', async () => {
  const path = `/api/rooms/${room}/ws`;
  assert.equal(await handshake(path), 101);
  assert.equal(await handshake(path, { origin: daemon.url }), 101);
  assert.equal(await handshake(path, { origin: 'http://evil.example' }), 403);
  assert.equal(await handshake(path, { origin: 'null' }), 403);
  assert.equal(await handshake('/api/rooms/AAAAAAAAAAAAAAAAAAAAAA/ws'), 404);
  assert.equal(await handshake('/api/rooms/x/ws'), 404);
  assert.equal(await handshake(path, { protocolVersion: 8 }), 426);
  assert.equal((await fetch(daemon.url + path)).status, 426);
});
