// rooms.bench.mjs - rooms that have lasted: seeking, joining and waking a room of a million operations, and a thousand rooms that rest.
import { rmSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from '../protocol/lib/client.mjs';
import { memory, print, spread, timed } from './lib/measure.mjs';

const OPS = Number(process.env.ROOM_OPS ?? 1_000_000);
const BATCH = 1000;
const SEEKS = Number(process.env.SEEKS ?? 300);
const JOINS = 30;
const RESTING = 1000;
const ARGS = [
  '--ops-per-second',
  '100000',
  '--room-ops-per-second',
  '100000',
  '--ops',
  '1000000',
  '--rooms',
  '10000',
];

/** What is asked for in turn. Of the pages that are handed out singly one in KEPT stays. */
const LINES = [
  (/** @type {number} */ i) => `workload 4 seed ${i} order 3`,
  (/** @type {number} */ i) => `alloc 0 GFP_HIGHUSER_MOVABLE cpu ${i % 4}`,
  (/** @type {number} */ i) => `workload 8 seed ${i} order 5`,
  (/** @type {number} */ i) => `alloc 0 GFP_KERNEL cpu ${i % 4}`,
];
const KEPT = 8;
const KMALLOCS = 20; // of a batch of LINES
const AT_ONCE = 64; // pages of one free_list

/** @param {string} url @param {string} room @param {string} text */
async function apply(url, room, text) {
  const { status, json } = await request(url, `/api/rooms/${room}/ops`, { body: { text } });
  if (status !== 200) throw new Error(`${text}: ${JSON.stringify(json)}`);
  return json;
}

/** @param {string} url a room with all its operations @returns {Promise<string>} */
async function fill(url) {
  const room = await newRoom(url, { profile: 'study' });
  for (const stage of ['kmem_cache_init', 'pageset', 'smp', 'late', 'wmark']) {
    await apply(url, room, `boot ${stage}`);
  }
  const { ops } = (await request(url, `/api/rooms/${room}?ops=1`)).json;
  let left = OPS - ops.at(-1).n;
  const run = async (/** @type {string} */ text, n = 1) => {
    const answer = await apply(url, room, `${text} x${Math.min(left, n)}`);
    left -= answer.ops.length;
    return answer.ops;
  };
  for (let i = 0; left > 0; i++) {
    const done = await run(LINES[i % LINES.length](i), BATCH);
    if (left > KMALLOCS) await run(`kmalloc ${16 << (i % 5)} GFP_KERNEL`, KMALLOCS);
    if (done[0].op.op !== 'alloc_pages') continue;
    const given = done
      .filter((/** @type {any} */ _, /** @type {number} */ at) => at % KEPT)
      .map((/** @type {any} */ one) => one.result.pfn);
    for (let at = 0; at < given.length && left > 0; at += AT_ONCE) {
      await run(`free_list ${given.slice(at, at + AT_ONCE).join(' ')}`);
    }
  }
  return room;
}

let seed = 1;
/** @param {number} n */
const draw = (n) => (seed = (seed * 48271) % 0x7fffffff) % n;

/** @param {Client} client */
const seeks = (client) =>
  spread(SEEKS, () => {
    const op = 8 + draw(OPS - 8);
    return client.ask({ type: 'window', op, from: 1, count: 256 });
  });

/** @param {string} url @param {string} room */
const join = async (url, room) => void (await Client.open(url, room)).close();

let daemon = await startDaemon({ args: ARGS });
const start = performance.now();
const room = await fill(daemon.url);
print(`room of ${OPS} ops, made`, `${((performance.now() - start) / 1000).toFixed(1)} s`);
print('the daemon, with it', `${(memory(daemon.pid, 'Rss') / 1024).toFixed(0)} MiB`);

const client = await Client.open(daemon.url, room);
print('seek to a random step', `${await seeks(client)} (goal p99 under 50)`);
print('late join', `${await spread(JOINS, () => join(daemon.url, room))} (goal under 300)`);
await client.close();

const { data } = daemon;
await daemon.kill();
daemon = await startDaemon({ args: ARGS, data });
const woken = await timed(() => join(daemon.url, room));
print('join after a crash, the room on disk', `${woken.toFixed(0)} ms (goal under 300)`);
const again = await Client.open(daemon.url, room);
print('seek to a random step then', `${await seeks(again)} (goal p99 under 50)`);
await again.close();

for (let i = 0; i < RESTING; i++) {
  const resting = await newRoom(daemon.url, { profile: 'study' });
  await apply(daemon.url, resting, 'alloc 3 GFP_KERNEL x20');
}
const rss = memory(daemon.pid, 'Rss') / 1024;
print(`and ${RESTING} rooms of the study profile`, `${rss.toFixed(0)} MiB (goal under 300)`);
await daemon.stop();
rmSync(data, { recursive: true, force: true });
