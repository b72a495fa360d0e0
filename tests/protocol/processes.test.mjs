// Processes from outside: what an operation answers, what is refused and changes nothing, /proc/PID/maps, a replica after a random run.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from './lib/client.mjs';
import * as rooms from './lib/room.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
/** @type {string} a room with process 1, which has 0x10000000 to 0x10003000 */
let room;

before(async () => {
  daemon = await startDaemon({
    args: ['--ops-per-second', '10000', '--room-ops-per-second', '10000'],
  });
  room = await rooms.bootedRoom(daemon.url, 'small');
  await apply(room, 'proc create');
  await apply(room, 'proc mmap 1 0x3000 at 0x10000000');
});
after(() => daemon.stop());

/** @param {string} id of the room @param {Record<string, any> | string} op or a line */
const apply = (id, op) => rooms.apply(daemon.url, id, op);
/** @param {string} id @param {string} path */
const textOf = (id, path) => rooms.textOf(daemon.url, id, path);

const VECTORS = 'ffff0000-ffff1000 r-xp 00000000 00:00 0          [vectors]\n';
const FIRST = 'translation fault, first level';
const SECOND = 'translation fault, second level';
const FORBIDDEN = 'permission fault, second level';

test('a process is made, maps, touches, forks, runs elsewhere and ends', async () => {
  const id = await rooms.bootedRoom(daemon.url, 'small');
  const made = await apply(id, { op: 'proc_create' });
  assert.deepEqual([made.text, made.result], ['proc create', { text: 'process 1', pid: 1 }]);
  const map = await apply(id, { op: 'proc_mmap', pid: 1, length: 0x4000 });
  assert.deepEqual(map.op, {
    op: 'proc_mmap',
    pid: 1,
    length: 0x4000,
    addr: '0x0',
    hint: false,
    prot: 'read|write',
    shared: false,
  });
  const { addr } = map.result;
  assert.equal(addr, '0xb6ffc000');

  const read = await apply(id, { op: 'proc_touch', pid: 1, addr });
  assert.deepEqual([read.result.faults, read.result.fault], [1, FIRST]);
  assert.match(read.result.phys, /^0x[0-9a-f]+000$/);
  const write = await apply(id, { op: 'proc_touch', pid: 1, addr, access: 'write' });
  assert.deepEqual([write.result.faults, write.result.fault], [1, FORBIDDEN]);
  assert.notEqual(write.result.phys, read.result.phys, 'a page of its own, not the zero page');
  const again = await apply(id, `proc touch 1 ${addr} write`);
  assert.deepEqual(again.result, { text: write.result.phys, faults: 0, phys: write.result.phys });
  const next = await apply(id, 'proc touch 1 0xb6ffd004 write');
  assert.deepEqual([next.result.faults, next.result.fault], [1, SECOND]);

  const fork = await apply(id, { op: 'proc_fork', pid: 1 });
  assert.equal(fork.result.pid, 2);
  const copy = await apply(id, { op: 'proc_touch', pid: 2, addr, access: 'write', cpu: 1 });
  assert.deepEqual([copy.result.faults, copy.result.fault], [1, SECOND], 'copied as old');
  assert.notEqual(copy.result.phys, write.result.phys);
  const alone = await apply(id, { op: 'proc_touch', pid: 1, addr, access: 'write', cpu: 0 });
  assert.deepEqual([alone.result.faults, alone.result.fault], [1, FORBIDDEN]);
  assert.equal(alone.result.phys, write.result.phys, 'who is left keeps the page');

  assert.equal((await apply(id, { op: 'proc_switch', pid: 2 })).result.text, 'ok');
  assert.equal((await apply(id, { op: 'proc_switch', pid: 0 })).result.text, 'ok');
  const cut = { op: 'proc_munmap', pid: 2, addr, length: 0x1000 };
  assert.equal((await apply(id, cut)).result.text, 'ok');
  const gone = await apply(id, { op: 'proc_touch', pid: 2, addr });
  assert.deepEqual([gone.result.signal, gone.result.phys], ['SIGSEGV', null]);
  for (const pid of [1, 2]) await apply(id, { op: 'proc_exit', pid });
  assert.match((await apply(id, 'proc create')).result.text, /^process 3$/);
});

test('memory that is shared: who writes, and who reads, has the same page', async () => {
  const id = await rooms.bootedRoom(daemon.url, 'small');
  await apply(id, { op: 'proc_create' });
  const map = await apply(id, { op: 'proc_mmap', pid: 1, length: 0x4000, shared: true });
  assert.equal(map.op.shared, true);
  assert.equal(map.text, 'proc mmap 1 0x4000 read|write shared');
  const { addr } = map.result;
  const read = await apply(id, { op: 'proc_touch', pid: 1, addr });
  assert.deepEqual([read.result.faults, read.result.fault], [1, FIRST]);
  const write = await apply(id, { op: 'proc_touch', pid: 1, addr, access: 'write' });
  assert.deepEqual([write.result.faults, write.result.fault], [1, FORBIDDEN], 'clean until now');
  assert.equal(write.result.phys, read.result.phys, 'never the zero page, never a copy');

  await apply(id, { op: 'proc_fork', pid: 1 });
  const child = await apply(id, { op: 'proc_touch', pid: 2, addr, access: 'write', cpu: 1 });
  assert.deepEqual([child.result.faults, child.result.fault], [1, FIRST], 'no table was copied');
  assert.equal(child.result.phys, write.result.phys);
  const parent = await apply(id, { op: 'proc_touch', pid: 1, addr, access: 'write', cpu: 0 });
  assert.deepEqual([parent.result.faults, parent.result.phys], [0, write.result.phys]);

  const maps = await (await fetch(`${daemon.url}/api/rooms/${id}/proc/2/maps`)).text();
  assert.match(maps, /^b6ffc000-b7000000 rw-s 00000000 00:04 1 {10}\/dev\/zero \(deleted\)\n/);
  for (const pid of [1, 2]) await apply(id, { op: 'proc_exit', pid });
});

test('what a process may not do is a signal, and an answer', async () => {
  for (const [line, says] of [
    ['proc touch 1 0x10000000 exec', /^SIGSEGV \(SEGV_ACCERR\): /],
    ['proc touch 1 0x10003000', /^SIGSEGV \(SEGV_MAPERR\): /],
    ['proc touch 1 0xc0008000', /^SIGSEGV \(SEGV_MAPERR\): permission fault, first level$/],
  ]) {
    const { result } = await apply(room, String(line));
    assert.match(result.text, /** @type {RegExp} */ (says), String(line));
    assert.equal(result.signal, 'SIGSEGV');
    assert.equal(result.phys, null);
  }
});

const mmap = (/** @type {Record<string, any>} */ more) => ({
  op: 'proc_mmap',
  pid: 1,
  length: 0x1000,
  ...more,
});
const unmap = (/** @type {Record<string, any>} */ more) => ({
  op: 'proc_munmap',
  pid: 1,
  addr: '0x10000000',
  length: 0x1000,
  ...more,
});

/** [what, the op, status, the field that is named, what the message says] */
const REFUSED = /** @type {[string, any, number, string, RegExp][]} */ ([
  ['no such process', { op: 'proc_fork', pid: 7 }, 409, 'pid', /there is no process 7$/],
  ['process 0', { op: 'proc_exit', pid: 0 }, 409, 'pid', /there is no process 0$/],
  ['running nobody known', 'proc switch 9', 409, 'pid', /no process 9$/],
  ['a pid that is none', { op: 'proc_fork', pid: 'one' }, 400, 'pid', /whole number/],
  ['no pid', { op: 'proc_fork' }, 400, 'pid', /missing/],
  ['nothing mapped', mmap({ length: 0 }), 400, 'length', /1 to 4294967295/],
  ['more than there is', mmap({ length: 0xc0000000 }), 400, 'length', /1 to 3204440064 bytes/],
  ['fixed, unaligned', mmap({ addr: '0x20000004' }), 400, 'addr', /multiple of 4096, not 0x2/],
  ['fixed, too low', mmap({ addr: '0x1000' }), 400, 'addr', /0x2000 to 0xbefff000, not 0x1000/],
  ['fixed, too high', mmap({ addr: '0xbf000000' }), 400, 'addr', /to 0xbefff000, not 0xbf000000/],
  ['fixed, in the way', mmap({ addr: '0x10002000' }), 409, 'addr', /0x10003000 is mapped already/],
  ['around it', mmap({ addr: '0xf000000', length: 0x2000000 }), 409, 'addr', /mapped already/],
  ['unknown protection', mmap({ prot: 'readwrite' }), 400, 'prot', /read, write, exec joined by/],
  ['shared, or what', mmap({ shared: 'yes' }), 400, 'shared', /true or false/],
  [
    'shared, too much',
    mmap({ length: 0xc0000000, shared: true }),
    400,
    'length',
    /3204440064 bytes/,
  ],
  ['unmap, unaligned', unmap({ addr: '0x10000800' }), 400, 'addr', /multiple of 4096/],
  ['unmap, past the end', unmap({ addr: '0xbefff000', length: 8192 }), 400, 'addr', /0xbeffe000/],
  ['unmap nothing', unmap({ length: 0 }), 400, 'length', /1 to/],
  ['unknown access', 'proc touch 1 0x10000000 open', 400, 'access', /read, write or exec/],
  ['no address', { op: 'proc_touch', pid: 1 }, 400, 'addr', /missing/],
  ['a cpu that is none', { op: 'proc_fork', pid: 1, cpu: 4 }, 400, 'cpu', /0 to 3/],
  ['a word too many', 'proc fork 1 2', 400, 'text', /./],
  ['what is no verb', 'proc kill 1', 400, 'text', /create, mmap, touch, fork, munmap, exit or/],
]);

for (const [what, op, status, field, says] of REFUSED) {
  test(`refused: ${what}`, async () => {
    const { json: was } = await request(daemon.url, `/api/rooms/${room}`);
    const body = typeof op === 'string' ? { text: op } : { op };
    const answer = await request(daemon.url, `/api/rooms/${room}/ops`, { body });
    assert.deepEqual([answer.status, answer.json.error.field], [status, field], answer.text);
    assert.match(answer.json.error.message, says);
    assert.deepEqual((await request(daemon.url, `/api/rooms/${room}`)).json, was);
  });
}

test('as many as there is room for, and before there can be any', async () => {
  const id = await rooms.bootedRoom(daemon.url, 'small');
  await apply(id, 'proc create x64');
  for (const text of ['proc create', 'proc fork 3']) {
    const { status, json } = await request(daemon.url, `/api/rooms/${id}/ops`, { body: { text } });
    assert.deepEqual([status, json.error.field], [409, 'op'], text);
    assert.match(json.error.message, /at most 64 processes/);
  }
  await apply(id, 'proc exit 64');
  assert.equal((await apply(id, 'proc create')).result.pid, 65);

  for (const [slub, says] of /** @type {[boolean, RegExp][]} */ ([
    [true, /boot wmark first/],
    [false, /slub=off/],
  ])) {
    const early = await newRoom(daemon.url, { profile: 'small', slub });
    const body = { op: { op: 'proc_create' } };
    const { status, json } = await request(daemon.url, `/api/rooms/${early}/ops`, { body });
    assert.deepEqual([status, json.error.field], [409, 'op']);
    assert.match(json.error.message, says);
  }
});

test('/proc/PID/maps follows the step, of who is there', async () => {
  const id = await rooms.bootedRoom(daemon.url, 'small');
  await apply(id, 'proc create');
  const map = await apply(id, 'proc mmap 1 0x3000 at 0x20000 read|exec');
  const area = '00020000-00023000 r-xp 00000000 00:00 0 \n';
  assert.equal(await textOf(id, 'proc/1/maps'), area + VECTORS);
  assert.equal(await textOf(id, `proc/1/maps?op=${map.n}&event=0`), VECTORS);
  await apply(id, 'proc fork 1');
  await apply(id, 'proc munmap 2 0x21000 0x1000');
  const halves = [area.replace('23000', '21000'), area.replace('20000', '22000')];
  assert.equal(await textOf(id, 'proc/2/maps'), halves.join('') + VECTORS);
  assert.equal(await textOf(id, 'proc/1/maps'), area + VECTORS);

  const end = await apply(id, 'proc exit 1');
  for (const [path, status, field] of /** @type {[string, number, string][]} */ ([
    ['proc/1/maps', 404, 'pid'],
    ['proc/9/maps', 404, 'pid'],
    ['proc/0/maps', 404, 'path'],
    ['proc/1/smaps', 404, 'path'],
    [`proc/1/maps?op=${end.n + 1}`, 400, 'op'],
  ])) {
    const answer = await request(daemon.url, `/api/rooms/${id}/${path}`);
    assert.deepEqual([answer.status, answer.json.error.field], [status, field], path);
  }
  assert.equal(await textOf(id, `proc/1/maps?op=${end.n - 1}`), area + VECTORS);
});

/** @param {number} seed @returns {(n: number) => number} whole numbers below n */
function dice(seed) {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** One op of a process, of some that do not exist too, at addresses that meet. @param {(n: number) => number} below @param {number[]} pids */
function someOp(below, pids) {
  const pid = below(20) ? (pids[below(pids.length)] ?? 1) : 99;
  const addr = `0x${(0x10000000 + below(24) * 0x1000).toString(16)}`;
  const length = (1 + below(12)) * 0x1000;
  const cpu = below(4);
  const hint = below(2) === 1;
  const kinds = [
    ...Array(5).fill({ op: 'proc_mmap', pid, length, addr, hint, shared: below(2) === 1 }),
    ...Array(12).fill({ op: 'proc_touch', pid, addr, access: below(3) ? 'write' : 'read', cpu }),
    ...Array(3).fill({ op: 'proc_munmap', pid, addr, length, cpu }),
    { op: 'proc_fork', pid, cpu },
    { op: 'proc_switch', pid: below(3) ? pid : 0, cpu },
    below(2) ? { op: 'proc_exit', pid, cpu } : { op: 'proc_create', legacy: below(2) === 1 },
  ];
  return kinds[below(kinds.length)];
}

test('a replica fed by the wire is the machine after a random run', async () => {
  const below = dice(20140517);
  const id = await rooms.bootedRoom(daemon.url, 'small');
  const client = await Client.open(daemon.url, id);
  /** @type {number[]} */
  const pids = [];
  const counts = { done: 0, refused: 0, faults: 0 };
  const create = { op: 'proc_create' };
  for (let i = 0; i < 500; i++) {
    const op = pids.length ? someOp(below, pids) : create;
    const answer = await client.op(op);
    if (answer.type === 'error') {
      counts.refused++;
      continue;
    }
    counts.done++;
    const [n] = answer.ops;
    const { result } = (await client.wait((one) => one.type === 'op' && one.op.n === n)).op;
    counts.faults += result.faults ?? 0;
    if (result.pid) pids.push(result.pid);
    if (op.op === 'proc_exit') pids.splice(pids.indexOf(op.pid), 1);
  }
  const { json } = await request(daemon.url, `/api/rooms/${id}`);
  assert.equal(await client.digest(), json.digest);
  assert.equal(client.expected, json.digest);
  assert.ok(counts.done > 200 && counts.refused > 20 && counts.faults > 50, JSON.stringify(counts));

  // and so has who comes later
  const late = await Client.open(daemon.url, id);
  assert.equal(await late.digest(), json.digest);
  await Promise.all([client.close(), late.close()]);
});
