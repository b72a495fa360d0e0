// A disk that takes nothing more, and folders that may not be written: a clear error, nothing acknowledged that is not there, and it goes on.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from './lib/client.mjs';

const ROUNDS = 12;
const ONE_PAGE = 'alloc 0 GFP_KERNEL';
const BOOT = ['boot zonelists', 'boot mem_init'];

/** @type {string} */
let data;
before(() => {
  data = mkdtempSync(join(tmpdir(), 'buddyscope-'));
});
after(() => rmSync(data, { recursive: true, force: true }));

/** No file may grow beyond this, from now on. @param {number} pid @param {number | 'unlimited'} bytes */
function limitFiles(pid, bytes) {
  const { status, stderr } = spawnSync('prlimit', ['--pid', `${pid}`, `--fsize=${bytes}:`]);
  assert.equal(status, 0, String(stderr));
}

/** @param {string} url @param {string} room */
const look = async (url, room) => (await request(url, `/api/rooms/${room}`)).json;

test('a disk that is full refuses what it cannot keep, and nothing else', async (t) => {
  let daemon = await startDaemon({ data });
  t.after(() => daemon.kill());
  const made = await request(daemon.url, '/api/rooms', { body: { profile: 'small' } });
  const { room, owner_key: key } = made.json;
  const client = await Client.open(daemon.url, room);
  await client.op(`${ONE_PAGE} x5`);
  const was = await look(daemon.url, room);
  const path = `/api/rooms/${room}`;
  const headers = { Authorization: `Bearer ${key}` };

  limitFiles(daemon.pid, 1);
  const refused = await client.op(ONE_PAGE);
  assert.equal(refused.type, 'error', JSON.stringify(refused));
  assert.deepEqual([refused.error.code, refused.error.field], ['journal', 'op']);
  assert.match(refused.error.message, /the journal cannot be used: /);
  for (const [where, body] of /** @type {[string, object][]} */ ([
    [`${path}/ops`, { text: `${ONE_PAGE} x3` }],
    [`${path}/notes`, { op: 3, event: 0, text: 'here' }],
    [`${path}/access`, { mode: 'locked' }],
    ['/api/rooms', { profile: 'small' }],
    ['/api/rooms/import', { format: 'buddyscope-room', version: 1, profile: 'small', ops: BOOT }],
  ])) {
    const { status, json, text } = await request(daemon.url, where, { body, headers });
    assert.equal(status, 503, `${where}: ${status} ${text}`);
    assert.equal(json.error.code, 'journal', where);
  }
  assert.deepEqual(await look(daemon.url, room), was);
  const late = await Client.open(daemon.url, room);
  assert.equal(await late.digest(), was.digest);
  const window = await late.ask({ type: 'window', op: 4, from: 0, count: 10 });
  assert.equal(window.count, 10);
  assert.deepEqual((await request(daemon.url, `${path}/notes`)).json.notes, []);

  limitFiles(daemon.pid, 'unlimited');
  const taken = await client.op(ONE_PAGE);
  assert.deepEqual([taken.type, taken.ops], ['ack', [was.ops.length + 1]]);
  const noted = await request(daemon.url, `${path}/notes`, {
    body: { op: 3, event: 0, text: 'here' },
    headers,
  });
  assert.equal(noted.status, 201);
  const is = await look(daemon.url, room);
  await client.reached(taken.ops[0]);
  assert.equal(await client.digest(), is.digest);
  await Promise.all([client.close(), late.close()]);
  await daemon.kill();
  daemon = await startDaemon({ data });
  assert.deepEqual(await look(daemon.url, room), { ...is, viewers: 0 });
  await daemon.stop();
});

test('wherever in a write the disk is full, what was acknowledged is there and what was refused is not', async (t) => {
  let daemon = await startDaemon({ data });
  t.after(() => daemon.kill());
  const room = await newRoom(daemon.url);
  let [acknowledged, refusals] = [2, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const { size } = statSync(join(data, 'rooms.sqlite3-wal'));
    limitFiles(daemon.pid, size + 1 + 997 * round);
    for (let i = 0; i < 40 && refusals === round; i++) {
      const { status, json } = await request(daemon.url, `/api/rooms/${room}/ops`, {
        body: { text: `${ONE_PAGE} x${1 + (i % 3)}` },
      });
      if (status === 200) acknowledged += json.ops.length;
      else if (status === 503) refusals++;
      else assert.fail(JSON.stringify(json));
    }
    assert.equal(refusals, round + 1, 'the disk was never full');
    limitFiles(daemon.pid, 'unlimited');
    if (round % 3 === 2) {
      const is = await look(daemon.url, room);
      assert.equal(is.ops.length, acknowledged);
      await daemon.kill();
      daemon = await startDaemon({ data });
      assert.deepEqual(await look(daemon.url, room), is);
    }
  }
  await daemon.stop();
});

/** A daemon that may do no more than its user may, root or not. @param {string} folder */
function serveUnprivileged(folder) {
  const serve = [binary, 'serve', '--listen', '127.0.0.1:0', '--data', folder];
  const root = process.getuid?.() === 0;
  const drop = ['setpriv', '--inh-caps=-all', '--bounding-set=-all', '--'];
  const [program, ...args] = root ? [...drop, ...serve] : serve;
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 20_000 });
  return { status, stderr };
}

test('a folder that cannot be written is named, with its option and the reason', () => {
  const folder = join(data, 'locked');
  const file = join(folder, 'rooms.sqlite3');
  mkdirSync(folder);
  writeFileSync(file, '');
  chmodSync(file, 0o444);
  const noFile = serveUnprivileged(folder);
  chmodSync(folder, 0o555);
  const noFolder = serveUnprivileged(folder);
  const none = serveUnprivileged(join(folder, 'deeper'));
  chmodSync(folder, 0o755);
  const isFile = serveUnprivileged(file);
  for (const { status } of [noFile, noFolder, none, isFile]) assert.equal(status, 1);
  assert.match(noFile.stderr, /--data \S*locked: rooms\.sqlite3 cannot be written: Permission/);
  assert.match(noFolder.stderr, /--data \S*locked: the folder cannot be written: Permission/);
  assert.match(none.stderr, /--data \S*deeper: Permission denied/);
  assert.match(isFile.stderr, /--data \S*rooms\.sqlite3: that is not a folder/);
});
