// A daemon that is killed at any moment loses no acknowledged op: it is killed again and again while a client drives a room, and each
// time it comes back the journal is replayed and every digest compared with what was sent before.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from './lib/client.mjs';

/** A sanitizer build takes seconds to come and go: what is killed is what users run. */
const program = process.env.OPTIMISED ?? binary;
const KILLS = 200;
const KILLS_OF_A_ROOM = 5;
const LATEST_MS = 25;
const IN_FLIGHT = 4;
const LINES = [
  'alloc 0 GFP_KERNEL',
  'alloc 2 GFP_HIGHUSER_MOVABLE cpu 1',
  'workload 20 seed 3 order 4',
  'alloc 0 GFP_ATOMIC x7',
  'drain',
];
const ARGS = ['--ops-per-second', '100000', '--room-ops-per-second', '100000'];

/** @type {string} */
let data;
before(() => {
  data = mkdtempSync(join(tmpdir(), 'buddyscope-'));
});
after(() => rmSync(data, { recursive: true, force: true }));

let seed = 20260101;
/** @param {number} n */
const draw = (n) => (seed = (seed * 48271) % 0x7fffffff) % n;

/** What was acknowledged of a room: the digest after each op, by number. @typedef {Map<number, string>} Acknowledged */

/**
 * Keeps ops in flight in a room until the connection is cut.
 * @param {string} url @param {string} room @param {Acknowledged} acknowledged
 */
async function drive(url, room, acknowledged) {
  const client = await Client.open(url, room);
  /** @type {Acknowledged} */
  const seen = new Map();
  let sent = 0;
  const send = () => client.send({ type: 'op', id: `${sent++}`, text: LINES[draw(LINES.length)] });
  client.socket.on('message', (bytes, isFrame) => {
    if (isFrame) {
      const { type, seq, op } = client.log[client.log.length - 1];
      if (type === 'op') seen.set(seq, op.digest);
      return;
    }
    const message = JSON.parse(bytes.toString());
    if (message.type !== 'ack') return;
    for (const n of message.ops) acknowledged.set(n, seen.get(n) ?? '');
    if (client.closed === null) send();
  });
  for (let i = 0; i < IN_FLIGHT; i++) send();
  return client;
}

/** @param {string} url @param {string} room @param {Acknowledged} acknowledged */
async function compare(url, room, acknowledged) {
  const last = Math.max(0, ...acknowledged.keys());
  for (let from = 1; from <= last; from += 500) {
    const path = `/api/rooms/${room}/ops?from=${from}&count=500`;
    const { status, json, text } = await request(url, path);
    assert.equal(status, 200, text);
    for (let n = from; n < from + 500 && n <= last; n++) {
      const [op, digest] = [json.ops[n - from], acknowledged.get(n)];
      assert.equal(op?.n, n, `op ${n} was acknowledged and is lost`);
      if (digest) assert.equal(op.digest, digest, `digest after op ${n}`);
    }
  }
  return last;
}

test(`${KILLS} kills under load lose no acknowledged op`, async () => {
  let compared = 0;
  let room = '';
  /** @type {Acknowledged} */
  let acknowledged = new Map();
  for (let kill = 0; kill < KILLS; kill++) {
    const daemon = await startDaemon({ data, args: ARGS, program });
    compared += await compare(daemon.url, room, acknowledged);
    if (kill % KILLS_OF_A_ROOM === 0) {
      room = await newRoom(daemon.url);
      acknowledged = new Map();
    }
    await drive(daemon.url, room, acknowledged);
    await new Promise((resolve) => setTimeout(resolve, draw(LATEST_MS)));
    await daemon.kill();
  }
  assert.ok(compared > 5 * KILLS, `only ${compared} ops were compared`);
});
