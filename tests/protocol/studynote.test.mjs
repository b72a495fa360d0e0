// Study notes: the walk of a range of steps as one, and what of a note is true.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon({ args: ['--check-bytes', '20000'] });
});
after(() => daemon.stop());

/** @param {string} room @param {string} query @returns {Promise<string>} */
async function walkOf(room, query = '') {
  const response = await fetch(`${daemon.url}/api/rooms/${room}/walk?${query}`);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text;
}

/** @param {string} room @param {string} note @param {string} [query] */
async function check(room, note, query = '') {
  const response = await fetch(`${daemon.url}/api/rooms/${room}/check?${query}`, {
    method: 'POST',
    body: note,
  });
  return { status: response.status, json: await response.json() };
}

/** @param {string} room @param {string} text @returns {Promise<any>} the op, applied */
async function apply(room, text) {
  const { json } = await request(daemon.url, `/api/rooms/${room}/ops`, {
    method: 'POST',
    body: { text },
  });
  return json.ops.at(-1);
}

test('the walk of an op is a note: headings, values, results; on return the caller again', async () => {
  const room = await newRoom(daemon.url, { profile: 'study' });
  const op = await apply(room, 'alloc 0 GFP_KERNEL');
  const note = await walkOf(room);
  assert.match(
    note,
    /^# buddyscope walk: study, Linux 3\.13\.11 for ARM\n\n# 3 alloc 0 GFP_KERNEL\n/,
  );
  assert.match(note, /\n## page_alloc\.c::__rmqueue_fallback\(\)\n(\/\/ .*\n)+/);
  assert.match(note, /\n\/\/ return 188176\n/); // zone_page_state()
  assert.ok((note.match(/\n## page_alloc\.c::buffered_rmqueue\(\)\n/g)?.length ?? 0) > 1); // again on return
  assert.doesNotMatch(note, /[{};]\n/); // no code
  const half = await walkOf(room, `from=3.${op.events >> 1}`);
  assert.match(half, /^- \w+\(\)(-> \w+\(\))+$/m); // the way to the call it begins in
  assert.ok(half.length < note.length);
});

test('as records, too: the same calls, and a range over several ops', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  await apply(room, 'alloc 0 GFP_KERNEL x2');
  const records = JSON.parse(await walkOf(room, 'from=3&to=4&format=json'));
  const lines = (await walkOf(room, 'from=3&to=4&format=tsv')).trimEnd().split('\n').slice(1);
  assert.equal(records.length, lines.length);
  assert.ok(records.some((/** @type {any} */ one) => one.kind === 'value' && one.name === 'order'));
  const entered = records.filter((/** @type {any} */ one) => one.kind === 'enter').length;
  assert.equal(records.filter((/** @type {any} */ one) => one.kind === 'leave').length, entered);
});

test('steps that are not there are refused by name', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  for (const [query, field] of [
    ['from=x', 'from'],
    ['from=1.5.2', 'from'],
    ['to=0', 'to'],
    ['to=9', 'to'],
    ['to=1.99999999', 'to'],
    ['from=2&to=1', 'from'],
    ['from=2.10&to=2.9', 'from'],
    ['format=pdf', 'format'],
    ['full=2', 'full'],
  ]) {
    const { status, json } = await request(daemon.url, `/api/rooms/${room}/walk?${query}`);
    assert.equal(status, 400, query);
    assert.equal(json.error.field, field, query);
    assert.match(json.error.message, new RegExp(`^${field}`));
  }
});

test('a note is checked against the room, and the boot that lies ahead of it', async () => {
  const room = await newRoom(daemon.url, { profile: 'study' });
  const claims = readFileSync(new URL('../notes/week-54-claims.txt', import.meta.url), 'utf8');
  const { status, json } = await check(room, claims);
  assert.equal(status, 200);
  const of = (/** @type {string} */ name, /** @type {string} */ verdict) =>
    json.findings.filter((/** @type {any} */ one) => one.name === name && one.verdict === verdict);
  assert.equal(of('end_pfn', 'wrong')[0].true, '0x203ff');
  assert.equal(of('current_order', 'wrong')[0].true, '10');
  assert.equal(of('current_order', 'wrong')[0].ahead, true);
  assert.equal(of('slab_state', 'wrong')[0].true, '0');
  assert.equal(of('vm_stat[1]', 'wrong')[0].true, 'NR_ALLOC_BATCH: 1');
  assert.equal(of('return', 'wrong')[0].function, 'page_to_nid');
  assert.deepEqual(
    json.findings
      .filter((/** @type {any} */ one) => one.verdict === 'filled')
      .map((/** @type {any} */ one) => one.true),
    ['188176', '1024', '0'],
  );
  await apply(room, 'boot kmem_cache_init');
  const again = (await check(room, claims)).json;
  assert.deepEqual(again.counts, json.counts);
  const order = again.findings.find((/** @type {any} */ one) => one.name === 'current_order');
  assert.deepEqual([order.op, order.ahead], [3, undefined]); // now it is there
  assert.match(
    await (
      await fetch(
        `${daemon.url}/api/rooms/${room}/ops/${order.op}/events?from=${order.event - 1}&count=1`,
      )
    ).text(),
    /\/\/ current_order: 10\n$/,
  );
});

test('the ops of the room are in it; a walk that was taken out is right in every line', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  await apply(room, 'boot kmem_cache_init');
  await apply(room, 'kmalloc 100');
  const { json } = await check(room, await walkOf(room));
  assert.equal(
    json.counts.wrong,
    0,
    JSON.stringify(json.findings.filter((/** @type {any} */ f) => f.verdict === 'wrong')),
  );
  assert.ok(json.counts.right > 50);
});

test('what is no note is refused, and too long a one', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  assert.equal((await check(room, '')).status, 400);
  assert.equal((await check(room, '- x\n'.repeat(6000))).json.error.field, 'body');
  assert.equal((await check(room, '// a: 1\n', 'op=9')).json.error.field, 'op');
  const { status, json } = await check(room, '\0\xff{"not":"a note"}\n');
  assert.equal(status, 200);
  assert.equal(json.counts.wrong, 0);
});
