// Virtual memory from outside: areas and windows by click and by script, what the MMU finds, what is refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';
import * as rooms from './lib/room.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
/** @type {string} a room with vmalloc up and a page of high memory held */
let room;
/** @type {string} that page */
let held;

before(async () => {
  daemon = await startDaemon({
    args: ['--ops-per-second', '10000', '--room-ops-per-second', '10000'],
  });
  room = await bootedRoom();
  held = (await apply(room, 'alloc 0 GFP_HIGHUSER')).result.pfn;
});
after(() => daemon.stop());

const bootedRoom = () => rooms.bootedRoom(daemon.url, 'study');

/** @param {string} id of the room @param {Record<string, any> | string} op or a line */
const apply = (id, op) => rooms.apply(daemon.url, id, op);
/** @param {string} id @param {string} path */
const textOf = (id, path) => rooms.textOf(daemon.url, id, path);

/** @param {string} addr @param {number} offset */
const plus = (addr, offset) => `0x${(Number(addr) + offset).toString(16)}`;

test('an area is made, walked to by the MMU and given back, and the texts say so', async () => {
  const id = await bootedRoom();
  const made = await apply(id, { op: 'vmalloc', size: 5000 });
  const { addr } = made.result;
  assert.equal(made.text, 'vmalloc 5000');
  assert.deepEqual(made.op, { op: 'vmalloc', size: 5000, gfp: 'GFP_KERNEL|__GFP_HIGHMEM' });
  assert.match(addr, /^0xf[0-9a-f]{7}$/);
  const line = `${addr}-${plus(addr, 0x3000)}   12288 pages=2 vmalloc\n`;
  assert.ok((await textOf(id, 'proc/vmallocinfo')).includes(line));
  assert.ok(!(await textOf(id, `proc/vmallocinfo?op=${made.n}&event=0`)).includes(line));

  const walked = await apply(id, { op: 'translate', addr: plus(addr, 0x1004), access: 'write' });
  assert.match(walked.result.phys, /^0x[0-9a-f]{5}004$/);
  assert.equal(walked.result.by, 'small page');
  assert.equal(walked.changes, 0);
  assert.equal(walked.digest, made.digest);
  const events = await textOf(id, `ops/${walked.n}/events`);
  assert.match(events, /TranslationTableWalkSD[^]*l1desc: 0x[^]*l2desc: 0x[^]*CheckDomain = 1\n/);

  const guard = await apply(id, `translate ${plus(addr, 0x2000)}`);
  assert.deepEqual(guard.result, {
    text: 'translation fault, second level (DFSR 0x7)',
    phys: null,
    fault: 'translation fault, second level',
    fsr: '0x7',
  });
  assert.equal((await apply(id, `vfree(${addr})`)).result.text, 'ok');
  assert.ok(!(await textOf(id, 'proc/vmallocinfo')).includes(line));
});

test('devices, held pages and windows are mapped and unmapped', async () => {
  const io = await apply(room, 'ioremap_wc(0x12c00010, 0x20)');
  assert.equal(io.text, 'ioremap 0x12c00010 0x20 wc');
  assert.deepEqual(io.op, { op: 'ioremap', phys: '0x12c00010', size: 32, type: 'wc' });
  assert.equal(Number(io.result.addr) & 0xfff, 0x10);
  await apply(room, { op: 'iounmap', addr: io.result.addr });

  const map = await apply(room, { op: 'vmap', list: [held, held] });
  assert.equal(map.text, `vmap ${held} ${held}`);
  await apply(room, { op: 'vunmap', addr: map.result.addr });
  await apply(room, { op: 'vm_unmap_aliases' });

  const window = await apply(room, { op: 'kmap', pfn: held });
  assert.match(window.result.addr, /^0xbf[ef]/);
  await apply(room, { op: 'kunmap', pfn: held });
  const atomic = await apply(room, { op: 'kmap_atomic', pfn: held, cpu: 1 });
  await apply(room, { op: 'kunmap_atomic', addr: atomic.result.addr, cpu: 1 });
});

test('what the kernel answers with NULL is an answer', async () => {
  const ram = await apply(room, `ioremap ${plus('0x20000000', 0)} 4096`);
  assert.deepEqual(ram.result, { text: 'NULL', addr: null });
  const much = await apply(room, 'vmalloc 0xf0000000');
  assert.equal(much.result.addr, null);
  const { n, result } = much;
  assert.ok(result.logged > 0);
  assert.match(await textOf(room, `ops/${n}/report`), /vmalloc: allocation failure/);
});

test('sixty megabytes are streamed as a time-lapse', async () => {
  const op = await apply(room, { op: 'vmalloc', size: 60 << 20 });
  assert.ok(op.events > 65536, `${op.events} events`);
  const again = await request(daemon.url, `/api/rooms/${room}/ops`, {
    body: { text: 'vmalloc 0x4000000 x2' },
  });
  assert.deepEqual([again.status, again.json.error.field], [400, 'repeat']);
  await apply(room, { op: 'vfree', addr: op.result.addr });
});

/** [what, the op, status, the field that is named, what the message says] */
const REFUSED = /** @type {[string, any, number, string, RegExp][]} */ ([
  ['size 0', { op: 'vmalloc', size: 0 }, 400, 'size', /1 to 4294967295/],
  ['both mobilities', 'vmalloc 8 0x80008', 400, 'gfp', /exclude each other/],
  ['address of low memory', 'vfree 0xc0001000', 400, 'addr', /to 0xfeffffff, not 0xc0001000/],
  ['unaligned', 'vunmap 0xf8000004', 400, 'addr', /multiple of 4096/],
  ['no area', 'vfree 0xfeff0000', 409, 'addr', /there is no area at 0xfeff0000/],
  ['nothing to map', { op: 'vmap', list: [] }, 400, 'list', /1 to 64/],
  ['page that nobody holds', 'vmap 0x20008', 409, 'list', /0x20008 is not held/],
  ['page outside', 'kmap 0x10', 400, 'pfn', /0x20000 to 0x9ffff, not 0x10/],
  ['page that is not mapped', 'kunmap 0x9ffff', 409, 'pfn', /not mapped by kmap/],
  ['past the end', 'ioremap 0xfffff000 0x2000', 400, 'size', /up to 0x1000 bytes/],
  ['unknown type', { op: 'ioremap', phys: 0, size: 1, type: 'ram' }, 400, 'type', /nonshared/],
  ['unknown access', { op: 'translate', addr: 0, access: 'store' }, 400, 'access', /exec/],
  ['nothing on this cpu', 'kunmap_atomic 0xfff30000 cpu 3', 409, 'addr', /cpu 3 has nothing/],
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

test('a page in use is not freed', async () => {
  const { addr } = (await apply(room, { op: 'kmap', pfn: held })).result;
  const { status, json } = await request(daemon.url, `/api/rooms/${room}/ops`, {
    body: { op: { op: 'free_pages', pfn: held } },
  });
  assert.deepEqual([status, json.error.field], [409, 'pfn']);
  assert.ok(json.error.message.includes(`mapped at ${addr}; kunmap first`));
  await apply(room, { op: 'kunmap', pfn: held });
});

test('before its stage an operation is refused, but the tables are there from the beginning', async () => {
  const id = await newRoom(daemon.url, { profile: 'study' });
  const { status, json } = await request(daemon.url, `/api/rooms/${id}/ops`, {
    body: { text: 'vmalloc 8' },
  });
  assert.deepEqual([status, json.error.field], [409, 'op']);
  assert.match(json.error.message, /boot kmem_cache_init first/);
  assert.equal((await apply(id, 'translate 0xc0100000')).result.by, 'section');
});

test('the model describes them', async () => {
  const { json } = await request(daemon.url, '/api/model');
  const fields = (/** @type {string} */ name) =>
    json.ops.find((/** @type {any} */ one) => one.op === name).fields;
  assert.deepEqual(
    fields('translate').map((/** @type {any} */ one) => [one.name, one.type, one.required]),
    [
      ['addr', 'word', true],
      ['access', 'access', false],
      ['user', 'bool', false],
      ['pid', 'number', false],
      ['cpu', 'number', false],
    ],
  );
  assert.equal(fields('ioremap')[2].type, 'io_type');
});
