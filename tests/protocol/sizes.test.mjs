// sizes.test.mjs - calculate_sizes() asked without a room is what kmem_cache_create() finds in one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';

/** @type {Awaited<ReturnType<typeof startDaemon>>} */
let daemon;
before(async () => void (daemon = await startDaemon()));
after(() => daemon.stop());

/** @param {string} query */
const sizes = async (query) => (await request(daemon.url, `/api/sizes?${query}`)).json;

test('sizes, orders and each try, as a cache of the room has them', async () => {
  const room = await newRoom(daemon.url);
  const run = async (/** @type {string} */ text) => {
    const { status, json } = await request(daemon.url, `/api/rooms/${room}/ops`, {
      body: { text },
    });
    assert.equal(status, 200, `${text}: ${JSON.stringify(json)}`);
    return json.ops[0];
  };
  for (const stage of ['kmem_cache_init', 'pageset', 'smp', 'late', 'wmark']) {
    await run(`boot ${stage}`);
  }
  const flags = ['SLAB_DESTROY_BY_RCU', 'SLAB_POISON|SLAB_RED_ZONE', 'SLAB_STORE_USER'];
  const cases = [1, 13, 44, 100, 250, 700, 1076, 2000, 3000, 5000, 9000, 20_000, 40_000];
  for (const [i, size] of cases.entries()) {
    const flag = flags[i % 3]; // these never merge
    const align = [0, 16, 64, 0][i % 4];
    const made = await run(`cache create c${i} ${size} align ${align} flags ${flag}`);
    const found = await sizes(`size=${size}&align=${align}&flags=${encodeURIComponent(flag)}`);
    const { text } = await request(daemon.url, `/api/rooms/${room}/slab/c${i}`);
    const file = (/** @type {string} */ name) =>
      Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(text)?.[1]);
    for (const [name, value] of Object.entries({
      align: found.align,
      slab_size: found.size,
      order: found.order,
      objs_per_slab: found.objects,
      min_partial: found.min_partial,
    })) {
      assert.equal(value, file(name), `${size} ${flag}: ${name}`);
    }
    // the walk of the creation has the same calls with the same tries
    const { text: walk } = await request(
      daemon.url,
      `/api/rooms/${room}/ops/${made.n}/events?from=0&count=16384`,
    );
    const calls = [...walk.matchAll(/\+ slab_order .*\n([^]*?)\n +- slab_order = (\d+)/g)];
    assert.deepEqual(
      found.calls.map((/** @type {any} */ call) => ({
        order: call.order,
        min: call.min_objects,
        fraction: call.fract_leftover,
        rems: call.tried.map((/** @type {any} */ one) => one.rem),
      })),
      calls.map(([, body, order]) => ({
        order: Number(order),
        min: Number(/\/\/ min_objects: (\d+)/.exec(body)?.[1]),
        fraction: Number(/\/\/ fract_leftover: (\d+)/.exec(body)?.[1]),
        rems: [...body.matchAll(/\/\/ rem: (\d+)/g)].map((match) => Number(match[1])),
      })),
      `${size} ${flag}`,
    );
  }
});

test('what cannot be is said, and refused where it is no question', async () => {
  assert.equal((await sizes('size=8388608')).ok, false);
  assert.equal((await sizes('size=100000')).order, 5);
  for (const query of ['', 'size=0', 'size=8388609', 'size=8&align=3', 'size=8&flags=foo']) {
    const { status, json } = await request(daemon.url, `/api/sizes?${query}`);
    assert.equal(status, 400, query);
    assert.ok(json.error.message);
  }
  const { status } = await request(daemon.url, '/api/sizes?size=8', { body: {} });
  assert.equal(status, 405);
});
