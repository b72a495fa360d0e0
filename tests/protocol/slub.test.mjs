// SLUB from outside: caches and objects by click and by script, what is refused, what the kernel's files say at a step.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';
import * as rooms from './lib/room.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
/** @type {string} a room with SLUB up */
let room;

before(async () => {
  daemon = await startDaemon({
    args: ['--ops-per-second', '10000', '--room-ops-per-second', '10000'],
  });
  room = await slubRoom();
});
after(() => daemon.stop());

const slubRoom = () => rooms.bootedRoom(daemon.url, 'small');

/** @param {string} id of the room @param {Record<string, any> | string} op or a line */
const apply = (id, op) => rooms.apply(daemon.url, id, op);
/** @param {string} id @param {string} path */
const textOf = (id, path) => rooms.textOf(daemon.url, id, path);

test('a cache lives and dies, and its files say so at each step', async () => {
  const id = await slubRoom();
  const created = await apply(id, 'kmem_cache_create("foo", 700, 0, SLAB_POISON, NULL)');
  assert.equal(created.text, 'cache create foo 700 flags SLAB_POISON');
  assert.match(created.result.addr, /^0xc[0-9a-f]{7}$/);
  assert.equal(created.result.text, created.result.addr);
  const object = await apply(id, { op: 'kmem_cache_alloc', cache: 'foo', gfp: 'GFP_KERNEL' });
  assert.equal(await textOf(id, 'slab/foo/slabs'), '1\n');
  assert.equal(await textOf(id, `slab/${created.result.addr}/slabs`), '1\n');
  assert.equal(await textOf(id, `slab/foo/slabs?op=${created.n}`), '0\n');
  assert.match(
    await textOf(id, 'slab/foo'),
    /^slab_size: \d+\nobject_size: 700\n(.+\n)+validate:\nalloc_calls:\nFunction not implemented\nfree_calls:\n/,
  );
  assert.match(
    await textOf(id, 'proc/slabinfo'),
    /\nfoo +\d+ +\d+ +\d+ +\d+ +\d : tunables +0 +0 +0 : /,
  );

  const { addr } = object.result;
  const freed = await apply(id, { op: 'kmem_cache_free', cache: created.result.addr, addr });
  assert.equal(freed.text, `cache free ${created.result.addr} ${addr}`);
  assert.equal((await apply(id, 'cache destroy foo')).result.text, 'ok');
  const gone = await request(daemon.url, `/api/rooms/${id}/slab/foo/slabs`);
  assert.deepEqual([gone.status, gone.json.error.field], [404, 'cache']);
  assert.equal(await textOf(id, `slab/foo/slabs?op=${freed.n}&event=0`), '1\n');
});

test('a request that is merged says into which cache', async () => {
  const { result } = await apply(room, { op: 'kmem_cache_create', name: 'alias', size: 124 });
  assert.equal(result.merged, 'kmalloc-128');
  assert.equal(result.text, `${result.addr} (merged into kmalloc-128)`);
  assert.equal(await textOf(room, 'slab/kmalloc-128/aliases'), '1\n');
});

test('objects freed twice and words written where they should not be are taken', async () => {
  const id = await slubRoom();
  await apply(id, 'cache create foo 100 flags SLAB_POISON|SLAB_RED_ZONE|SLAB_DEBUG_FREE');
  const { addr } = (await apply(id, 'cache alloc foo')).result;
  await apply(id, { op: 'write', addr, value: '0x12345678' });
  await apply(id, `cache free foo ${addr} x2`);
  await apply(id, 'cache alloc foo x3');
});

test('where the kernel stops the room stops; its past can still be read', async () => {
  const id = await slubRoom();
  const { addr } = (await apply(id, 'kmalloc 64')).result;
  await apply(id, `kfree ${addr}`);
  await apply(id, `write ${addr} 0x41414141`);
  const last = await apply(id, 'kmalloc 64');
  assert.equal(last.result.addr, addr);
  const op = await apply(id, 'kmalloc 64');
  const what = 'Unable to handle kernel paging request at virtual address 41414141';
  assert.equal(op.result.text, what);
  assert.equal(op.result.addr, null);
  assert.equal(await textOf(id, `ops/${op.n}/report`), `${what}\n`);
  const { status, json } = await request(daemon.url, `/api/rooms/${id}/ops`, {
    body: { text: 'cpu 1' },
  });
  assert.deepEqual([status, json.error.code, json.error.field], [409, 'state', 'op']);
  assert.match(json.error.message, /the kernel has stopped: .* 41414141; go back in time/);
  assert.match(await textOf(id, `proc/slabinfo?op=${last.n}`), /\nkmalloc-64 /);
  assert.match(await textOf(id, 'proc/slabinfo'), /\nkmalloc-64 /);
});

test('poisoning two megabytes is streamed as a time-lapse', async () => {
  const id = await slubRoom();
  await apply(id, 'cache create big 2000000 flags SLAB_POISON');
  const op = await apply(id, 'cache alloc big GFP_KERNEL');
  assert.ok(op.events > 65536, `${op.events} events`);
  const again = await request(daemon.url, `/api/rooms/${id}/ops`, {
    body: { text: 'cache alloc big x2' },
  });
  assert.deepEqual([again.status, again.json.error.field], [400, 'repeat']);
});

/** [what, the op, status, the field that is named, what the message says] */
const REFUSED = /** @type {[string, any, number, string, RegExp][]} */ ([
  ['size 0', { op: 'kmalloc', size: 0, gfp: 'GFP_KERNEL' }, 400, 'size', /1 to 8388608/],
  ['size too large', 'kmalloc 8388609', 400, 'size', /1 to 8388608 bytes, not 8388609/],
  ['high memory', 'kmalloc 8 __GFP_HIGHMEM', 400, 'gfp', /__GFP_HIGHMEM/],
  ['no address', 'kfree 4', 400, 'addr', /0xc0000000 to 0xc3ffffff, not 0x4/],
  ['address that is none', { op: 'kfree', addr: 'c0000000' }, 400, 'addr', /0xc3801000/],
  ['the kernel itself', 'kfree 0xc0000000', 409, 'addr', /neither an object/],
  ['unknown cache', 'cache alloc bar', 409, 'cache', /none is called "bar"/],
  ['cache at no address', 'cache alloc 0xc0000000', 409, 'cache', /no kmem_cache at 0xc0000000/],
  ['boot cache', 'cache destroy kmem_cache_node', 409, 'cache', /SLUB's own since boot/],
  ['unknown flag', 'cache create foo 8 flags SLAB_FAST', 400, 'flags', /SLAB_POISON/],
  [
    'flag that create does not take',
    { op: 'kmem_cache_create', name: 'foo', size: 8, flags: '0x100000' },
    400,
    'flags',
    /0xaf6d00/,
  ],
  ['name with a blank', { op: 'kmem_cache_create', name: 'a b', size: 8 }, 400, 'name', /1 to 31/],
  ['name that is a number', 'cache create 64 64', 400, 'name', /not a number/],
  ['align 3', 'cache create foo 8 align 3', 400, 'align', /power of two/],
  ['half a word', 'write 0xc0800002 1', 400, 'addr', /multiple of 4/],
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

test('without SLUB its operations are refused', async () => {
  const id = await newRoom(daemon.url, { profile: 'small', slub: false });
  const { status, json } = await request(daemon.url, `/api/rooms/${id}/ops`, {
    body: { text: 'kmalloc 8' },
  });
  assert.deepEqual([status, json.error.field], [409, 'op']);
  assert.match(json.error.message, /slub=off/);
  assert.equal((await textOf(id, 'proc/slabinfo')).split('\n').length, 3);
});
