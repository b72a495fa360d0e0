// The texts of /proc at a step, and the report of an allocation that failed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon();
});
after(() => daemon.stop());

/** @param {string} room @param {string} path @returns {Promise<string>} */
async function textOf(room, path) {
  const response = await fetch(`${daemon.url}/api/rooms/${room}/${path}`);
  assert.equal(response.status, 200, path);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
  return response.text();
}

/** @param {string} room @param {string} text @returns {Promise<any>} the op, applied */
async function apply(room, text) {
  const { status, json } = await request(daemon.url, `/api/rooms/${room}/ops`, {
    method: 'POST',
    body: { text },
  });
  assert.equal(status, 200, text);
  return json.ops.at(-1);
}

/** @param {string} buddyinfo @param {string} zone @returns {number[]} free blocks of each order */
const blocks = (buddyinfo, zone) =>
  (new RegExp(`zone +${zone} (.*)`).exec(buddyinfo)?.[1] ?? '').trim().split(/ +/).map(Number);

test('buddyinfo follows the step: before the split, in the middle of it and after', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  const untouched = blocks(await textOf(room, 'proc/buddyinfo'), 'Normal');
  const op = await apply(room, 'alloc 3 GFP_KERNEL');
  const free = (/** @type {number[]} */ counts) => counts.reduce((sum, n, o) => sum + (n << o), 0);
  const at = async (/** @type {number} */ event) =>
    blocks(await textOf(room, `proc/buddyinfo?op=${op.n}&event=${event}`), 'Normal');

  assert.deepEqual(await at(0), untouched);
  const last = await at(op.events);
  assert.deepEqual(last, blocks(await textOf(room, 'proc/buddyinfo'), 'Normal'));
  assert.equal(free(untouched) - free(last), 8);

  // Half-way through expand() the halves are being put back one at a time.
  const seen = new Set();
  for (let event = 0; event <= op.events; event++) seen.add(String(await at(event)));
  assert.ok(seen.size > 5, `${seen.size} different texts`);
});

test('every text is there, and reading them changes nothing', async () => {
  const room = await newRoom(daemon.url, { profile: 'study' });
  const { json: untouched } = await request(daemon.url, `/api/rooms/${room}`);
  const first = { buddyinfo: /^Node 0, zone/, pagetypeinfo: /^Page block order: 10\n/ };
  const rest = {
    zoneinfo: /^Node 0, zone +Normal\n {2}pages free /,
    vmstat: /^nr_free_pages \d+\n/,
    slabinfo: /^slabinfo - version: 2\.1\n# name {12}<active_objs> /,
  };
  const virtual = {
    vmallocinfo: /^$/,
    kernel_page_tables:
      /^---\[ Modules \]---\n---\[ Kernel Mapping \]---\n0xc0000000-0xef800000 +760M /,
  };
  for (const [name, begins] of Object.entries({ ...first, ...rest, ...virtual })) {
    assert.match(await textOf(room, `proc/${name}`), begins);
  }
  const { json } = await request(daemon.url, `/api/rooms/${room}`);
  assert.equal(json.digest, untouched.digest);
});

test('an allocation that fails leaves its report', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  let op;
  do op = await apply(room, 'alloc 10 GFP_ATOMIC');
  while (op.result.pfn);
  const report = await textOf(room, `ops/${op.n}/report`);
  assert.match(report, /page allocation failure: order:10, mode:0x20\n/);
  assert.match(report, /\bNormal free:\d+kB min:\d+kB low:\d+kB high:\d+kB/);

  const quiet = await apply(room, 'alloc 10 GFP_ATOMIC|__GFP_NOWARN');
  assert.equal(quiet.result.pfn, null);
  assert.equal(await textOf(room, `ops/${quiet.n}/report`), '');

  const { status, json } = await request(daemon.url, `/api/rooms/${room}/ops/1/report`);
  assert.equal(status, 404);
  assert.equal(json.error.field, 'op');
});

test("what SLUB's checks find is the op's report", async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  await apply(room, 'boot kmem_cache_init');
  await apply(room, 'cache create foo 100 flags SLAB_RED_ZONE|SLAB_STORE_USER');
  const { addr } = (await apply(room, 'cache alloc foo')).result;
  const quiet = await apply(room, `write 0x${(Number(addr) + 100).toString(16)} 0x12345678`);
  assert.equal(quiet.result.logged, undefined);
  const free = await apply(room, `cache free foo ${addr}`);
  assert.ok(free.result.logged > 0);
  const report = await textOf(room, `ops/${free.n}/report`);
  assert.match(report, /^=+\nBUG foo \(Not tainted\): Redzone overwritten\n-+\n\n/);
  assert.match(report, /\. First byte 0x78 instead of 0xcc\n/);
  assert.match(report, /\nRedzone [0-9a-f]{8}: 78 56 34 12 {38}xV4\.\n/);
  assert.match(report, /\nFIX foo: Restoring 0x[0-9a-f]{8}-0x[0-9a-f]{8}=0xcc\n/);
  const none = await request(daemon.url, `/api/rooms/${room}/ops/${quiet.n}/report`);
  assert.equal(none.status, 404);
});

test('what is not there is refused by name and bound', async () => {
  const room = await newRoom(daemon.url);
  for (const [path, status, field] of /** @type {[string, number, string][]} */ ([
    ['proc/meminfo', 404, 'path'],
    ['slab/kmalloc-64', 404, 'cache'],
    ['slab/kmalloc-64/objects?op=1', 404, 'cache'],
    ['slab/kmalloc-64/colour', 404, 'path'],
    ['slab/kmalloc-64?op=99', 400, 'op'],
    ['slab/', 404, 'path'],
    ['slab/a%20b', 404, 'path'],
    ['proc/buddyinfo?op=99', 400, 'op'],
    ['proc/buddyinfo?op=1&event=99999999999', 400, 'event'],
    ['proc/buddyinfo?op=x', 400, 'op'],
    ['ops/99/report', 400, 'op'],
  ])) {
    const answer = await request(daemon.url, `/api/rooms/${room}/${path}`);
    assert.deepEqual([answer.status, answer.json.error.field], [status, field], path);
  }
});
