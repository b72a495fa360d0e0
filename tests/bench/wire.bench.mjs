// wire.bench.mjs - the daemon from outside: what a room costs, how long an op and a late joiner take, and
// how many viewers one network thread serves.
import { performance } from 'node:perf_hooks';
import WebSocket from 'ws';
import { startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from '../protocol/lib/client.mjs';
import { memory, print, processor, spread, timed } from './lib/measure.mjs';

const ROOMS = 200;
const OPS = 2000;
const JOINS = 20;
const CROWDS = [100, 1000];
const CROWD_OPS = 200;
const STUDY = { profile: 'study' };
const ONE_PAGE = { op: 'alloc_pages', order: 0, gfp: 'GFP_KERNEL' };

/** @param {number} ms @returns {Promise<void>} */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const daemon = await startDaemon({
  args: [
    '--ops-per-second',
    '100000',
    '--room-ops-per-second',
    '100000',
    '--idle-rooms',
    `${ROOMS + 1}`,
    '--viewers',
    '2000',
  ],
});
const { url, pid } = daemon;

/** What a room has for itself is private memory: the base image is shared with all the others. */
async function costOfRooms() {
  const first = await timed(() => newRoom(url, STUDY));
  print('first study room, its base image built', `${first.toFixed(0)} ms`);
  /** @type {string[]} */
  const rooms = [];
  const before = [memory(pid, 'Rss'), memory(pid, 'Private_Dirty')];
  const times = await spread(ROOMS, async () => rooms.push(await newRoom(url, STUDY)));
  const rss = (memory(pid, 'Rss') - before[0]) / ROOMS;
  const dirty = (memory(pid, 'Private_Dirty') - before[1]) / ROOMS;
  print('another study room', times);
  print(
    'its memory',
    `${rss.toFixed(0)} kB resident, ${dirty.toFixed(0)} kB private (goal under 1024)`,
  );
  return rooms;
}

/** @param {string} room */
const joins = (room) =>
  spread(JOINS, async () => {
    const late = await Client.open(url, room);
    void late.close();
  });

/** @param {string} quiet room for single ops @param {string} worn room for a workload */
async function opsAndJoins(quiet, worn) {
  const client = await Client.open(url, quiet);
  print('op, from sending to acknowledged', await spread(OPS, () => client.op(ONE_PAGE)));
  print(`late joiner after ${OPS} ops, to its keyframe`, await joins(quiet));
  const body = { text: 'workload 1000000 seed 1 order 6' };
  const start = performance.now();
  const { json } = await request(url, `/api/rooms/${worn}/ops`, { body });
  const seconds = (performance.now() - start) / 1000;
  const events = json.ops[0].events.toLocaleString('en');
  print('workload of a million ops', `${seconds.toFixed(1)} s for ${events} events`);
  print('late joiner after it', await joins(worn));
  for (const from of [400_000, 40_000_000]) {
    const window = () => client.ask({ type: 'window', op: 2, from, count: 512 });
    const [first, again] = [await timed(window), await timed(window)];
    print(
      `window into mem_init at event ${from.toLocaleString('en')}`,
      `${first.toFixed(0)} ms, again ${again.toFixed(0)} ms`,
    );
  }
  await client.close();
}

/** Viewers that only count what they get. @param {string} room @param {number} n */
async function gather(room, n) {
  const crowd = { received: 0, sockets: /** @type {WebSocket[]} */ ([]) };
  for (let i = 0; i < n; i++) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/rooms/${room}/ws`);
    socket.on('message', () => crowd.received++);
    await new Promise((resolve, reject) => {
      socket.once('message', resolve);
      socket.once('error', reject);
    });
    crowd.sockets.push(socket);
  }
  await sleep(500);
  return crowd;
}

/** One op after the other, each to everybody. @param {string} room @param {number} n */
async function fanOut(room, n) {
  const crowd = await gather(room, n);
  const driver = await Client.open(url, room);
  await sleep(500);
  const before = { time: performance.now(), cpu: processor(pid), received: crowd.received };
  for (let i = 0; i < CROWD_OPS; i++) await driver.op(ONE_PAGE);
  const deliveries = n * CROWD_OPS;
  while (crowd.received - before.received < deliveries) await sleep(5);
  const seconds = (performance.now() - before.time) / 1000;
  const each = ((processor(pid) - before.cpu) * 1e6) / deliveries;
  print(
    `${n} viewers, one op after the other`,
    `${(deliveries / seconds).toFixed(0)} deliveries/s, ${each.toFixed(1)} µs of processor each`,
  );
  for (const socket of crowd.sockets) socket.terminate();
  await driver.close();
}

const [quiet, worn, ...others] = await costOfRooms();
await opsAndJoins(quiet, worn);
for (const [i, n] of CROWDS.entries()) await fanOut(others[i], n);
await daemon.stop();
