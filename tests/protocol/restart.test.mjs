// What was acknowledged stays: over a restart, and over a crash.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from './lib/client.mjs';

/** @type {string} */
let data;
before(() => {
  data = mkdtempSync(join(tmpdir(), 'buddyscope-'));
});
after(() => rmSync(data, { recursive: true, force: true }));

/** @param {string} url @param {string} room */
const look = async (url, room) => (await request(url, `/api/rooms/${room}`)).json;

test('a restart keeps rooms, their ops and their digests; SIGTERM ends with 0', async () => {
  let daemon = await startDaemon({ data });
  const rooms = await Promise.all([
    newRoom(daemon.url, { profile: 'study' }),
    newRoom(daemon.url, { profile: 'small', slub: false, page_struct_size: 44 }),
  ]);
  const lines = ['alloc 0 GFP_KERNEL x20', 'alloc 3 GFP_ATOMIC', 'workload 30000 seed 9', 'drain'];
  for (const room of rooms) {
    for (const text of lines) {
      const { status } = await request(daemon.url, `/api/rooms/${room}/ops`, { body: { text } });
      assert.equal(status, 200);
    }
  }
  const was = await Promise.all(rooms.map((room) => look(daemon.url, room)));
  const viewer = await Client.open(daemon.url, rooms[0]);
  await daemon.stop();
  await assert.rejects(
    viewer.wait(() => false),
    /closed with 1001/,
  );

  daemon = await startDaemon({ data });
  const is = await Promise.all(rooms.map((room) => look(daemon.url, room)));
  assert.deepEqual(is, was);
  const late = await Client.open(daemon.url, rooms[0]);
  assert.equal(await late.digest(), was[0].digest);
  await late.op('alloc 0 GFP_KERNEL');
  await late.close();
  await daemon.stop('SIGINT');
});

test('a restart keeps caches and objects, merged and corrupted ones too', async () => {
  let daemon = await startDaemon({ data });
  const room = await newRoom(daemon.url, { profile: 'small' });
  const lines = [
    ...['kmem_cache_init', 'pageset', 'smp', 'late', 'wmark'].map((stage) => `boot ${stage}`),
    'cache create merged 60',
    'kmem_cache_create("foo:1", 700, 8, SLAB_RED_ZONE|SLAB_POISON, NULL) cpu 1',
    'cache alloc foo:1 GFP_ATOMIC|__GFP_ZERO x5',
    'kmalloc 20000',
    'kmalloc 100 x3 cpu 2',
  ];
  const apply = async (/** @type {string} */ text) => {
    const { json } = await request(daemon.url, `/api/rooms/${room}/ops`, { body: { text } });
    assert.ok(json.ops, `${text}: ${JSON.stringify(json)}`);
    return json.ops.at(-1).result.addr;
  };
  let addr;
  for (const line of lines) addr = await apply(line);
  for (const line of [`write ${addr} 0xffffffff`, `kfree ${addr} x2 cpu 3`, 'shrink all']) {
    await apply(line);
  }
  const was = await look(daemon.url, room);
  await daemon.stop();
  daemon = await startDaemon({ data });
  assert.deepEqual(await look(daemon.url, room), was);
  await daemon.stop();
});

test('a crash loses no acknowledged op', async () => {
  let daemon = await startDaemon({ data });
  const room = await newRoom(daemon.url);
  const client = await Client.open(daemon.url, room);
  let acknowledged = 2;
  client.socket.on('message', (bytes, isBinary) => {
    const message = isBinary ? {} : JSON.parse(bytes.toString());
    if (message.type === 'ack') acknowledged = Math.max(acknowledged, ...message.ops);
  });
  for (let i = 0; i < 40; i++) client.send({ type: 'op', id: `${i}`, text: 'alloc 0 GFP_KERNEL' });
  await client.wait((message) => message.type === 'ack' && message.ops[0] >= 12);
  await daemon.kill();
  const digests = client.log.filter((m) => m.type === 'op').map((m) => [m.seq, m.op.digest]);

  daemon = await startDaemon({ data });
  const { ops } = await look(daemon.url, room);
  assert.ok(ops.length >= acknowledged, `${ops.length} ops of ${acknowledged} acknowledged`);
  for (const [n, digest] of digests) assert.equal(ops[n - 1].digest, digest);
  await daemon.stop();
});

test('a second daemon on the same folder is turned away', async () => {
  const daemon = await startDaemon({ data });
  await assert.rejects(startDaemon({ data }), /another daemon uses this folder/);
  await daemon.stop();
});

test('options that make no sense are named', () => {
  for (const [args, words] of /** @type {[string[], RegExp][]} */ ([
    [['--listen', 'nowhere'], /ADDR:PORT/],
    [['--viewers', '0'], /--viewers takes a number from 1/],
    [['--colour', 'red'], /no option --colour/],
    [['--data'], /--data needs a value/],
  ])) {
    const { status, stderr } = spawnSync(binary, ['serve', ...args], { encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(stderr, words);
  }
  const help = spawnSync(binary, ['serve', '--help'], { encoding: 'utf8' });
  assert.equal(help.status, 0);
  assert.match(help.stdout, /--ops-per-second +N .*default 50/);
});
