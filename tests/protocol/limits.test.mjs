// Every bound is reached on purpose: what happens then is defined, and is not that others wait.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import WebSocket from 'ws';
import { patience, startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from './lib/client.mjs';

/** @param {string} url of a WebSocket that is not opened @returns {Promise<any>} the error that is answered instead */
function refusedSocket(url) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'));
    socket.on('open', () => reject(new Error('it was opened')));
    socket.on('error', () => {});
    socket.on('unexpected-response', (_, answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (/** @type {string} */ part) => (text += part));
      answer.on('end', () => resolve(JSON.parse(text).error));
    });
  });
}

/**
 * @param {string[]} args @param {(daemon: import('../lib/daemon.mjs').Daemon) => Promise<void>} act
 */
async function withDaemon(args, act) {
  const daemon = await startDaemon({ args });
  try {
    await act(daemon);
  } finally {
    await daemon.stop();
  }
}

test('a slow reader gets a fresh keyframe and slows nobody', () =>
  withDaemon(['--backlog-kib', '256'], async ({ url }) => {
    const room = await newRoom(url, { profile: 'study' });
    const [quick, slow] = await Promise.all([Client.open(url, room), Client.open(url, room)]);
    slow.socket.pause();
    let longest = 0;
    for (let i = 0; i < 8; i++) {
      const start = Date.now();
      const { ops } = await quick.op(`workload 60000 seed ${i} order 6`);
      await quick.reached(ops[0]);
      longest = Math.max(longest, Date.now() - start);
    }
    slow.socket.resume();
    const { ops } = await quick.op('alloc 0 GFP_KERNEL');
    await Promise.all([quick.reached(ops[0]), slow.reached(ops[0])]);
    const keyframes = slow.log.filter((message) => message.type === 'keyframe');
    assert.ok(keyframes.length > 1, 'the slow one was never left behind');
    assert.equal(await slow.digest(), slow.expected);
    assert.equal(await quick.digest(), slow.expected);
    assert.ok(longest < 5000 * patience, `${longest} ms for one op`);
    await Promise.all([quick.close(), slow.close()]);
  }));

test('a viewer that takes nothing is let go', () =>
  withDaemon(['--stall-seconds', '1', '--backlog-kib', '256'], async ({ url }) => {
    const room = await newRoom(url, { profile: 'study' });
    const [quick, stuck] = await Promise.all([Client.open(url, room), Client.open(url, room)]);
    stuck.socket.pause();
    const gone = quick.wait((message) => message.type === 'presence' && message.viewers === 1);
    for (let i = 0; i < 8; i++) await quick.op(`workload 50000 seed ${i} order 6`);
    await gone;
    await quick.close();
    stuck.socket.terminate();
  }));

test('a viewer that does not answer a heartbeat is gone', () =>
  withDaemon(['--ping-seconds', '1'], async ({ url }) => {
    const room = await newRoom(url);
    const [here, gone] = await Promise.all([Client.open(url, room), Client.open(url, room)]);
    gone.socket.pause();
    await here.wait((message) => message.type === 'presence' && message.viewers === 2);
    const from = here.log.length;
    await here.wait((message) => message.type === 'presence' && message.viewers === 1, from);
    gone.socket.terminate();
    await here.close();
  }));

test('requests beyond the rate are refused, and later ones taken again', () =>
  withDaemon(['--ops-per-second', '5'], async ({ url }) => {
    const client = await Client.open(url, await newRoom(url));
    const answers = await Promise.all([...Array(20)].map(() => client.ask({ type: 'ping' })));
    const refused = answers.filter((answer) => answer.type === 'error');
    assert.ok(refused.length >= 8 && refused.length <= 10, `${refused.length} of 20`);
    assert.deepEqual([refused[0].error.code, refused[0].error.limit], ['rate', 5]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await client.ask({ type: 'ping' })).type, 'pong');
    await client.close();
  }));

test('ops beyond the queue are refused', () =>
  withDaemon(['--op-queue', '3', '--ops-per-second', '1000'], async ({ url }) => {
    const room = await newRoom(url);
    const client = await Client.open(url, room);
    const answers = await Promise.all([
      client.op('workload 300000 seed 1 order 3'),
      ...[...Array(8)].map(() => client.op('alloc 0 GFP_KERNEL')),
    ]);
    const refused = answers.filter((answer) => answer.type === 'error');
    assert.ok(refused.length >= 4, `${refused.length} refused`);
    assert.deepEqual([refused[0].error.code, refused[0].error.limit], ['busy', 3]);
    const { json } = await request(url, `/api/rooms/${room}`);
    assert.equal(json.ops.length, 2 + answers.length - refused.length);
    await client.close();
  }));

test('rooms, viewers and ops have their limits', () =>
  withDaemon(['--rooms', '2', '--viewers', '2', '--ops', '4'], async ({ url }) => {
    const room = await newRoom(url);
    await newRoom(url);
    const third = await request(url, '/api/rooms', { body: {} });
    assert.deepEqual([third.status, third.json.error.limit], [503, 2]);
    assert.equal((await request(url, '/')).status, 503);

    const clients = [await Client.open(url, room), await Client.open(url, room)];
    await assert.rejects(Client.open(url, room));
    const { limit, message } = await refusedSocket(`${url}/api/rooms/${room}/ws`);
    assert.deepEqual([limit, /--\w+/.exec(message)?.[0]], [2, '--viewers']);
    const { error } = await clients[0].op('alloc 0 GFP_KERNEL x3');
    assert.deepEqual([error.field, error.limit], ['op', 4]);
    assert.deepEqual((await clients[1].op('alloc 0 GFP_KERNEL x2')).ops, [3, 4]);
    await Promise.all(clients.map((client) => client.close()));
    await (await Client.open(url, room)).close();
  }));

test('replays have their limit, for one viewer and for all', () =>
  withDaemon(['--viewer-replays', '2'], async ({ url }) => {
    const client = await Client.open(url, await newRoom(url, { profile: 'study' }));
    const answers = await Promise.all(
      [...Array(5)].map((_, i) =>
        client.ask({ type: 'window', op: 2, from: 30_000_000 + i, count: 1 }),
      ),
    );
    const refused = answers.filter((answer) => answer.type === 'error');
    assert.ok(refused.length >= 1 && refused.length <= 3, `${refused.length} of 5`);
    assert.deepEqual([refused[0].error.code, refused[0].error.limit], ['busy', 2]);
    await client.close();
  }));

test('rooms that leave memory come back', () =>
  withDaemon(['--idle-rooms', '1'], async ({ url }) => {
    const rooms = [];
    for (let i = 0; i < 4; i++) {
      const room = await newRoom(url);
      const body = { text: `alloc ${i} GFP_KERNEL` };
      const { json } = await request(url, `/api/rooms/${room}/ops`, { body });
      rooms.push([room, json.ops[0].digest]);
    }
    for (const [room, digest] of rooms) {
      assert.equal((await request(url, `/api/rooms/${room}`)).json.digest, digest);
    }
  }));

test('a room takes so many operations a second from all together', () =>
  withDaemon(['--room-ops-per-second', '5'], async ({ url }) => {
    const room = await newRoom(url);
    const clients = [await Client.open(url, room), await Client.open(url, room)];
    const answers = await Promise.all(
      [...Array(20)].map((_, i) => clients[i % 2].op('alloc 0 GFP_KERNEL')),
    );
    const refused = answers.filter((answer) => answer.type === 'error');
    assert.ok(refused.length >= 8 && refused.length <= 10, `${refused.length} of 20`);
    const { code, limit, message } = refused[0].error;
    assert.deepEqual([code, limit], ['rate', 5]);
    assert.match(message, /--room-ops-per-second/);
    await Promise.all(clients.map((client) => client.close()));
  }));

test('positions come at a bounded rate, and cost nothing of that of requests', () =>
  withDaemon(['--moves-per-second', '5', '--ops-per-second', '5'], async ({ url }) => {
    const client = await Client.open(url, await newRoom(url));
    for (let event = 0; event < 12; event++) client.send({ type: 'at', op: 2, event });
    const { error } = await client.wait(({ type }) => type === 'error');
    assert.deepEqual([error.code, error.limit], ['rate', 5]);
    assert.match(error.message, /--moves-per-second/);
    assert.equal((await client.ask({ type: 'ping' })).type, 'pong');
    await client.close();
  }));

test('notes and names have their limits, which are named', () =>
  withDaemon(
    ['--notes', '2', '--note-letters', '5', '--name-letters', '3', '--message-bytes', '256'],
    async ({ url }) => {
      const room = await newRoom(url);
      const client = await Client.open(url, room);
      const refused = async (/** @type {object} */ message, /** @type {string} */ code) => {
        const { error } = await client.ask(message);
        assert.equal(error?.code, code, JSON.stringify(message));
        return [error.field, error.limit, /--[\w-]+/.exec(error.message)?.[0]];
      };
      const note = (/** @type {string} */ text) => ({ type: 'note', op: 1, event: 0, text });
      const name = (/** @type {string} */ text) => ({ type: 'enter', name: text });
      assert.equal((await client.ask({ type: 'enter', self: 'x'.repeat(22) })).type, 'welcome');
      assert.deepEqual(await refused(note('여섯글자다요'), 'limit'), ['text', 5, '--note-letters']);
      assert.equal((await client.ask(note('다섯글자다'))).note, 1);
      assert.deepEqual(await refused(name('abcd'), 'limit'), ['name', 3, '--name-letters']);
      assert.equal((await client.ask(name('이솔아'))).name, '이솔아');
      assert.equal((await client.ask(note('2'))).note, 2);
      assert.deepEqual(await refused(note('3'), 'limit'), ['note', 2, '--notes']);
      const path = `/api/rooms/${room}/notes`;
      const { status } = await request(url, path, { body: { op: 1, event: 0, text: '3' } });
      assert.equal(status, 503);
      assert.equal((await client.ask({ type: 'unnote', note: 1 })).type, 'ack');
      assert.equal((await client.ask(note('3'))).note, 3);
      client.send(JSON.stringify({ type: 'ping', id: 'x'.repeat(300) }));
      const { error } = await client.wait(
        (message) => message.type === 'error' && message.error.code === 'too_large',
      );
      assert.deepEqual(
        [error.limit, /--[\w-]+/.exec(error.message)?.[0]],
        [256, '--message-bytes'],
      );
      await client.close();
    },
  ));

/** @param {string} url @param {string} text @returns {Promise<string>} all that came until the end */
async function raw(url, text) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('latin1').on('data', (part) => (answer += part));
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

test('a request that does not arrive is given up, however slowly it trickles', () =>
  withDaemon(['--head-seconds', '1'], async ({ url }) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    const start = Date.now();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const drip = setInterval(() => socket.write('x'), 100);
    socket.resume();
    await once(socket, 'close');
    clearInterval(drip);
    assert.ok(Date.now() - start < 10_000 * patience);
  }));

test('a head that is too long is refused', () =>
  withDaemon([], async ({ url }) => {
    const answer = await raw(url, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 (431|413)/);
    assert.equal((await request(url, '/api/model')).status, 200);
  }));
