// wire.bench.mjs - the daemon from outside: what a room costs, how long an op and a late joiner take, and
// how many viewers one network thread serves.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import WebSocket from 'ws';
import { startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from '../protocol/lib/client.mjs';

const ROOMS = 200;
const OPS = 2000;
const JOINS = 20;
const FAN_OUT = [100, 1000];
const FAN_OUT_OPS = 200;

/** @param {string} name @param {string} figure */
const print = (name, figure) => console.log(`${name.padEnd(52)} ${figure}`);

/** @param {number[]} sorted @param {number} share */
const quantile = (sorted, share) => sorted[Math.floor(sorted.length * share)];

/** @param {number[]} times in ms */
function spread(times) {
  times.sort((a, b) => a - b);
  const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;
}

/** @param {number} pid @param {RegExp} line @returns {number} kB */
const status = (pid, line) =>
  Number(line.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);

/** @param {number} pid @returns {number} seconds of processor time so far */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** @param {() => Promise<unknown>} act @returns {Promise<number>} ms */
async function timed(act) {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

const daemon = await startDaemon({
  args: ['--ops-per-second', '100000', '--idle-rooms', String(ROOMS + 1), '--viewers', '2000'],
});
const { url, pid } = daemon;

const firstRoom = await timed(() => newRoom(url, { profile: 'study' }));
print('first study room, base image built', `${firstRoom.toFixed(0)} ms`);

// Private memory is what a room has for itself: the base image is shared with all the others.
const rooms = [];
const was = status(pid, /Private_Dirty: +(\d+)/);
const wasRss = status(pid, /Rss: +(\d+)/);
const times = [];
for (let i = 0; i < ROOMS; i++) {
  times.push(await timed(async () => rooms.push(await newRoom(url, { profile: 'study' }))));
}
const each = (status(pid, /Private_Dirty: +(\d+)/) - was) / ROOMS;
const eachRss = (status(pid, /Rss: +(\d+)/) - wasRss) / ROOMS;
print('fresh study room', `${eachRss.toFixed(0)} kB resident, ${each.toFixed(0)} kB private`);
print('another study room', spread(times));

const room = rooms[0];
const client = await Client.open(url, room);
times.length = 0;
for (let i = 0; i < OPS; i++) {
  times.push(await timed(() => client.op({ op: 'alloc_pages', order: 0, gfp: 'GFP_KERNEL' })));
}
print(`op, from sending to acknowledged, ${OPS} ops`, spread(times));

times.length = 0;
for (let i = 0; i < JOINS; i++) {
  times.push(
    await timed(async () => {
      const late = await Client.open(url, room);
      void late.close();
    }),
  );
}
print(`late joiner after ${OPS} ops, to keyframe`, spread(times));

const worn = rooms[1];
const { json } = await request(url, `/api/rooms/${worn}/ops`, {
  body: { text: 'workload 1000000 seed 1 order 6' },
});
times.length = 0;
for (let i = 0; i < JOINS; i++) {
  times.push(
    await timed(async () => {
      const late = await Client.open(url, worn);
      void late.close();
    }),
  );
}
print(`late joiner after a workload of a million ops`, spread(times));
print('its events', json.ops[0].events.toLocaleString('en'));

const before = await timed(() => client.ask({ type: 'window', op: 2, from: 400_000, count: 512 }));
const again = await timed(() => client.ask({ type: 'window', op: 2, from: 400_010, count: 512 }));
const late = await timed(() => client.ask({ type: 'window', op: 2, from: 40_000_000, count: 512 }));
const again2 = await timed(() =>
  client.ask({ type: 'window', op: 2, from: 40_000_010, count: 512 }),
);
print(
  'window into mem_init at event 400,000',
  `${before.toFixed(0)} ms, again ${again.toFixed(0)} ms`,
);
print('at event 40,000,000', `${late.toFixed(0)} ms, again ${again2.toFixed(0)} ms`);
await client.close();

/** Viewers that only count. @param {string} name @param {number} n */
async function watch(name, n) {
  /** @type {WebSocket[]} */
  const sockets = [];
  let received = 0;
  for (let i = 0; i < n; i++) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/rooms/${name}/ws`);
    socket.on('message', () => received++);
    await new Promise((resolve, reject) => {
      socket.once('message', resolve);
      socket.once('error', reject);
    });
    sockets.push(socket);
  }
  return { sockets, received: () => received };
}

for (const n of FAN_OUT) {
  const crowd = rooms[2 + FAN_OUT.indexOf(n)];
  const { sockets, received } = await watch(crowd, n);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const driver = await Client.open(url, crowd);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const [start, cpu, heard] = [performance.now(), cpuSeconds(pid), received()];
  let last = 0;
  for (let i = 0; i < FAN_OUT_OPS; i++) {
    const answer = await driver.op({ op: 'alloc_pages', order: 0, gfp: 'GFP_KERNEL' });
    [last] = answer.ops;
  }
  await driver.reached(last);
  while (received() - heard < n * FAN_OUT_OPS)
    await new Promise((resolve) => setTimeout(resolve, 5));
  const seconds = (performance.now() - start) / 1000;
  const delivered = n * FAN_OUT_OPS;
  print(
    `${n} viewers, an op at a time`,
    `${(delivered / seconds).toFixed(0)} deliveries/s, ` +
      `${(((cpuSeconds(pid) - cpu) * 1e6) / delivered).toFixed(1)} µs of processor each`,
  );
  for (const socket of sockets) socket.terminate();
  await driver.close();
}
await daemon.stop();
