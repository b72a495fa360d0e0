// The page's replica beside the one that was written from the document alone: the same image, forwards and back, in RAM too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Replica as PageReplica, UndoLog } from '../../static/src/replica.js';
import { startDaemon } from '../lib/daemon.mjs';
import { baseChunks, Client, newRoom } from './lib/client.mjs';
import { partsOf, Replica, words } from './lib/replica.mjs';

const CHUNK = 4096;
const CHUNK_BYTES = 4 + CHUNK;
/** Where RAM begins in the machines that are made up here, and their size: that of the study machine. */
const RAM_OFF = 32 * CHUNK;
const SIZE = RAM_OFF + 0x2f800000;
const PAGE_OFFSET = 0xc0000000;

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon();
});
after(() => daemon.stop());

/** @param {number} seed @returns {(n: number) => number} whole numbers below n */
function dice(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** A byte offset of a word: below RAM, or in one of a few places of it. @param {(n: number) => number} below */
function place(below) {
  const where = [
    CHUNK * (1 + below(31)),
    RAM_OFF + CHUNK * below(4),
    RAM_OFF + CHUNK * (100_000 + below(4)),
    SIZE - CHUNK,
  ][below(4)];
  return where + 4 * below(CHUNK / 4 - 1);
}

/** @param {(n: number) => number} below @param {number} count @returns {Uint32Array} events as they come */
function someEvents(below, count) {
  const events = new Uint32Array(4 * count);
  for (let i = 0; i < count; i++) {
    const kind = 6 + (below(3) ? 0 : 1 + below(2));
    const [a, b] = [place(below), kind === 6 ? below(2 ** 32) : place(below)];
    events.set([kind, a, b, kind === 6 && below(3) ? 0 : place(below)], 4 * i);
  }
  return events;
}

/** @param {Uint32Array} array */
const bytes = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** @param {PageReplica} page @param {Uint32Array} events @returns {UndoLog} */
function applyAll(page, events) {
  const log = new UndoLog();
  for (let i = 0; i < events.length; i += 4) {
    page.apply(events[i] & 0xff, events[i + 1], events[i + 2], events[i + 3], log);
  }
  return log;
}

/** @param {PageReplica} page @param {Uint32Array} events @param {UndoLog} log */
function undoAll(page, events, log) {
  for (let i = events.length - 4; i >= 0; i -= 4) {
    page.undo(events[i] & 0xff, events[i + 1], events[i + 2], log);
  }
}

/** @param {PageReplica} page @param {Replica} plain */
function assertSame(page, plain) {
  assert.equal(page.digest(), plain.digest());
  for (const [index, chunk] of plain.chunks) {
    const at = index * (CHUNK / 4);
    const other = chunk.map((_, i) => page.word(at + i));
    assert.deepEqual(other, chunk, `chunk ${index}`);
  }
}

/** Chunks of random words. @param {(n: number) => number} below @param {number} count */
function someChunks(below, count) {
  const chunks = new Uint32Array((count * CHUNK_BYTES) / 4);
  for (let i = 0; i < count; i++) {
    const at = (i * CHUNK_BYTES) / 4;
    chunks[at] = Math.floor(place(below) / CHUNK);
    for (let j = 0; j < 20; j++) chunks[at + 1 + below(CHUNK / 4)] = below(2 ** 32);
  }
  return chunks;
}

/** @param {number} value @returns {number[]} in LEB128 */
const number = (value) =>
  value < 128 ? [value] : [(value % 128) + 128, ...number(Math.floor(value / 128))];

/** What one has and the other has not, one group at a time. @param {Replica} image @param {Replica} base */
function difference(image, base) {
  const all = [];
  let previous = 0;
  for (const index of [...image.chunks.keys()].sort((a, b) => a - b)) {
    const [own, under] = [image.chunk(index), base.chunk(index)];
    const last = new Array(8).fill(0);
    all.push(...number(index - previous));
    previous = index;
    for (let at = 0; at < CHUNK / 4; at += 8) {
      const columns = [...last.keys()].filter((k) => own[at + k] !== under[at + k]);
      all.push(columns.reduce((mask, k) => mask | (1 << k), 0));
      if (columns.length === 0) all.push(1);
      for (const k of columns) {
        const distance = (own[at + k] - last[k]) | 0;
        all.push(...number(distance < 0 ? -2 * distance - 1 : 2 * distance));
        last[k] = own[at + k];
      }
    }
  }
  return new Uint8Array(all);
}

test('words of RAM change and change back as all others do', () => {
  const below = dice(1);
  const [page, plain] = [new PageReplica(SIZE, RAM_OFF), new Replica(SIZE)];
  const base = bytes(someChunks(below, 12));
  page.loadBase(base);
  plain.loadChunks(base);
  /** @type {Set<number>} */
  const heard = new Set();
  page.watcher = { word: (index) => heard.add(index), list: () => {}, reset: () => {} };
  const start = page.digest();
  assert.equal(start, plain.digest());

  const events = someEvents(below, 3000);
  const log = applyAll(page, events);
  plain.applyEvents(bytes(events));
  assertSame(page, plain);
  assert.ok([...heard].some((index) => index >= SIZE / 4 - 1024));
  undoAll(page, events, log);
  assert.equal(page.digest(), start);
  applyAll(page, events);
  assertSame(page, plain);

  page.load(new Uint8Array(0));
  assert.equal(page.digest(), start);
  const [under, fresh] = [new Replica(SIZE), new Replica(SIZE)];
  for (const replica of [under, fresh]) replica.loadChunks(base);
  fresh.loadChunks(bytes(someChunks(below, 9)));
  page.load(difference(fresh, under));
  assertSame(page, fresh);
  under.loadDifference(difference(fresh, under));
  assert.equal(under.digest(), fresh.digest());
  page.loadBase(base);
  assert.equal(page.digest(), start);
});

test('runs of words may lie in RAM, and go on from one chunk to the next', () => {
  const below = dice(2);
  const [page, plain] = [new PageReplica(SIZE, RAM_OFF), new Replica(SIZE)];
  for (const offset of [2 * CHUNK, RAM_OFF - 4000, RAM_OFF + 5000, SIZE - 3 * CHUNK]) {
    const run = new Uint32Array(2 + 3000).map(() => below(2 ** 32));
    run.set([offset, offset === SIZE - 3 * CHUNK ? 3000 : 2500]);
    const data = bytes(run.subarray(0, 2 + run[1]));
    page.writeRuns(data);
    plain.writeRuns(data);
    assertSame(page, plain);
  }
});

test('a word of RAM is found by its address', () => {
  const page = new PageReplica(SIZE, RAM_OFF);
  const last = PAGE_OFFSET + (SIZE - RAM_OFF) - 4;
  applyAll(
    page,
    new Uint32Array([6, RAM_OFF + 8, 0, 17, 6, SIZE - 4, 0, 18, 6, RAM_OFF - 4, 0, 19]),
  );
  const found = [PAGE_OFFSET + 8, last, PAGE_OFFSET - 4, last + 4, 0xffffffff, 0, PAGE_OFFSET];
  assert.deepEqual(
    found.map((virt) => page.ram(virt)),
    [17, 18, 0, 0, 0, 0, 0],
  );
  assert.equal(page.word(RAM_OFF / 4 - 1), 19);
});

test('what is kept of RAM is what was written and is not zeros', () => {
  const page = new PageReplica(SIZE, RAM_OFF);
  assert.equal(page.words.length, RAM_OFF / 4);
  const events = new Uint32Array(4 * 1000);
  for (let i = 0; i < 1000; i++) events.set([6, RAM_OFF + 180 * CHUNK * i, 0, i + 1], 4 * i);
  const log = applyAll(page, events);
  page.digest();
  assert.equal(page.ramChunks.chunks.size, 1000);
  undoAll(page, events, log);
  assert.equal(page.digest(), '0'.repeat(16));
  assert.equal(page.ramChunks.chunks.size, 0);
});

test('a room that boots to the end keeps its caches in RAM, for whoever follows and whoever goes back', async () => {
  const client = await Client.open(daemon.url, await newRoom(daemon.url, { profile: 'study' }));
  const { profile, base } = client.hello;
  const page = new PageReplica(client.hello.image_size, profile.ram_off);
  assert.equal(profile.ram_off + profile.ram_size, client.hello.image_size);
  page.loadBase(await baseChunks(daemon.url, base));
  for (const stage of ['kmem_cache_init', 'pageset', 'smp', 'late', 'wmark']) {
    const answer = await client.op({ op: 'boot', stage });
    assert.equal(answer.type, 'ack', JSON.stringify(answer));
    const { op, payload } = await client.reached(answer.ops[0]);
    const digestBefore = page.digest();
    const log = applyAll(page, words(payload));
    assert.equal(page.digest(), op.digest);
    undoAll(page, words(payload), log);
    assert.equal(page.digest(), digestBefore);
    applyAll(page, words(payload));
  }
  const kept = page.ramChunks.chunks.size;
  assert.ok(kept > 4 && kept < 200, `${kept} chunks of RAM`);
  assert.equal(await client.digest(), client.expected);
  assert.equal(page.digest(), client.expected);

  const late = await Client.open(daemon.url, client.room);
  assert.equal(await late.digest(), client.expected);
  for (const from of [0, 500, 1500]) {
    const window = await late.ask({ type: 'window', op: 3, from, count: 400 });
    page.load(partsOf(window).image);
    assert.equal(page.digest(), window.digest);
  }
  await Promise.all([client.close(), late.close()]);
});

test('objects that come, change and go are the same to every reader, at every event', async () => {
  const client = await Client.open(daemon.url, await newRoom(daemon.url, { profile: 'study' }));
  const { profile, base, image_size: size } = client.hello;
  const page = new PageReplica(size, profile.ram_off);
  page.loadBase(await baseChunks(daemon.url, base));
  const kept = page.ramChunks.chunks.size;
  const stages = ['kmem_cache_init', 'pageset', 'smp', 'late', 'wmark'].map((s) => `boot ${s}`);
  const objects = [
    'cache create foo 700 flags SLAB_POISON|SLAB_RED_ZONE|SLAB_STORE_USER',
    'cache alloc foo GFP_KERNEL x20',
    'kmalloc 100 GFP_KERNEL x40',
    'kmalloc 5000 GFP_KERNEL|__GFP_ZERO x8',
  ];
  /** @type {number[]} */
  let done = [];
  for (const line of [...stages, ...objects]) {
    const answer = await client.op(line);
    assert.equal(answer.type, 'ack', `${line}: ${JSON.stringify(answer)}`);
    done = answer.ops;
    await client.reached(done[done.length - 1]);
  }
  const last = client.log.find((message) => message.type === 'op' && message.seq === done[0]);
  const addr = Number(last.op.result.addr);
  for (const line of [`write ${last.op.result.addr} 0x12345678`, `kfree ${last.op.result.addr}`]) {
    await client.reached((await client.op(line)).ops[0]);
  }
  /** @type {[Uint32Array, UndoLog][]} */
  const way = [];
  for (const { type, op, payload } of client.log.filter((message) => message.type === 'op')) {
    assert.equal(type, 'op');
    way.push([words(payload), applyAll(page, words(payload))]);
    assert.equal(page.digest(), op.digest, op.text);
    if (op.op.op === 'write') assert.equal(page.ram(addr), 0x12345678);
  }
  assert.equal(await client.digest(), client.expected);
  for (const [events, log] of way.reverse()) undoAll(page, events, log);
  assert.ok(page.ramChunks.chunks.size > kept + 20);
  assert.equal(page.digest(), base);
  assert.equal(page.ramChunks.chunks.size, kept);

  const late = await Client.open(daemon.url, client.room);
  assert.equal(await late.digest(), client.expected);
  const { seq, events } = { seq: done[0], events: last.op.events };
  for (const from of [0, Math.floor(events / 2), events]) {
    const window = await late.ask({ type: 'window', op: seq, from, count: 0 });
    page.load(window.payload);
    assert.equal(page.digest(), window.digest);
  }
  await Promise.all([client.close(), late.close()]);
});
