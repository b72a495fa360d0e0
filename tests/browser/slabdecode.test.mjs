// slabdecode.test.mjs - what the page reads of slabs in the image, against what the daemon itself says of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { baseChunks, Client, newRoom, request } from '../protocol/lib/client.mjs';
import { fill } from '../../static/src/i18n/fill.js';
import { loadWords, messages } from '../../static/src/i18n/index.js';
import { Replica, UndoLog } from '../../static/src/replica.js';
import { EV_WORD, Schema, unpackEvents } from '../../static/src/schema.js';
import { handsAt } from '../../static/src/slab/hand.js';
import { SlabMemory } from '../../static/src/slab/memory.js';
import { SlabModel } from '../../static/src/slab/model.js';
import { cacheName, descriptorName, findObject, objectName } from '../../static/src/slab/names.js';
import { wordsOf } from '../../static/src/slab/objectwords.js';
import { ownersOf } from '../../static/src/slab/owners.js';
import { SlabPages } from '../../static/src/slab/slabpages.js';

await Promise.all([loadWords('en'), loadWords('ko')]);

/** @type {Awaited<ReturnType<typeof startDaemon>>} */
let daemon;
before(async () => void (daemon = await startDaemon()));
after(() => daemon.stop());

const BOOTED = ['boot pageset', 'boot smp', 'boot late', 'boot wmark'];

/** @param {string} room @param {string} text @returns {Promise<any>} the operation's result */
async function run(room, text) {
  const { status, json } = await request(daemon.url, `/api/rooms/${room}/ops`, { body: { text } });
  assert.equal(status, 200, `${text}: ${JSON.stringify(json)}`);
  return json.ops[json.ops.length - 1];
}

/** The machine of a room as it is now. @param {string} room */
async function machine(room) {
  const client = await Client.open(daemon.url, room);
  const keyframe = await client.wait((message) => message.type === 'keyframe');
  const { profile, base, image_size: size } = client.hello;
  const replica = new Replica(size, profile.ram_off);
  replica.loadBase(await baseChunks(daemon.url, base));
  replica.load(keyframe.payload);
  const model = (await request(daemon.url, '/api/model')).json;
  const schema = new Schema(model, profile);
  const memory = new SlabMemory(replica, schema, profile);
  return { client, replica, schema, memory, profile };
}

/** @param {SlabMemory} memory @param {import('../../static/src/slab/hand.js').Hands} [hands] */
function slabs(memory, hands) {
  const model = new SlabModel(memory, new SlabPages(memory, () => Math.random()));
  model.refresh(1, hands);
  return model;
}

/** Addresses of the objects of kmalloc caches that are in no free list. @param {SlabModel} model */
const inUse = (model) =>
  model.caches
    .filter(({ cache }) => cache.name.startsWith('kmalloc'))
    .flatMap(({ cache }) => model.slabsOf(cache.addr))
    .flatMap((slab) => slab.cells)
    .filter((cell) => cell.list === null)
    .map((cell) => `0x${cell.addr.toString(16)}`);

/** @param {string} room @param {string} cache @returns {Promise<Record<string, string>>} the files of /sys/kernel/slab/CACHE */
async function files(room, cache) {
  const { text } = await request(daemon.url, `/api/rooms/${room}/slab/${cache}`);
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => /** @type {[string, string]} */ (line.split(/: ?/, 2))),
  );
}

/** Everything that the daemon says of every cache is what the page reads. @param {string} room @param {SlabModel} model */
async function sameAsDaemon(room, model) {
  for (const { cache } of model.caches) {
    const said = await files(room, cache.name);
    const all = model.slabsOf(cache.addr);
    const on = (/** @type {string} */ shelf) => all.filter((one) => one.place.shelf === shelf);
    const sum = (/** @type {number[]} */ values) => values.reduce((a, b) => a + b, 0);
    const number = (/** @type {string} */ name) => parseInt(said[name], 10);
    const read = {
      object_size: cache.objectSize,
      slab_size: cache.size,
      objs_per_slab: cache.objects,
      order: cache.order,
      min_partial: cache.fields.min_partial,
      cpu_partial: cache.fields.cpu_partial,
      slabs: all.length,
      total_objects: sum(all.map((slab) => slab.objects)),
      partial: on('partial').length,
      objects_partial: sum(on('partial').map((slab) => slab.inuse)),
      align: cache.fields.align,
      reserved: cache.fields.reserved,
      cpu_slabs: on('cpu').length + on('cpuPartial').length,
    };
    for (const [name, value] of Object.entries(read)) {
      assert.equal(value, number(name), `${cache.name}/${name}: ${said[name]}`);
    }
    for (const slab of all) {
      assert.deepEqual(slab.broken, [], cache.name);
      const free = slab.cells.filter((cell) => cell.list === 'page').length;
      assert.equal(slab.inuse + free, slab.objects, `${cache.name} ${slab.pfn.toString(16)}`);
    }
  }
}

test('at the end of the boot caches, slabs and names are the notes’ own', async () => {
  const room = await newRoom(daemon.url, { profile: 'study' });
  await run(room, 'boot kmem_cache_init');
  const { client, memory } = await machine(room);
  const model = slabs(memory);
  await sameAsDaemon(room, model);
  assert.deepEqual(
    model.caches.map(({ cache }) => cacheName(model, cache)),
    [8192, 4096, 2048, 1024, 512, 256, 192, 128, 64]
      .map((size) => `kmalloc-${size}`)
      .concat('kmem_cache_node', 'kmem_cache'),
  );
  // mm_init-walk.md, steps 113 to 137
  const notes = [
    ['kmem_cache', 'kmem_cache#0', 'kmem_cache_node#1'],
    ['kmem_cache_node', 'kmem_cache#31', 'kmem_cache_node#0'],
    ['kmalloc-64', 'kmem_cache#30', 'kmem_cache_node#63'],
    ['kmalloc-128', 'kmem_cache#29', 'kmem_cache_node#62'],
    ['kmalloc-192', 'kmem_cache#28', 'kmem_cache_node#61'],
    ['kmalloc-256', 'kmem_cache#27', 'kmem_cache_node#60'],
    ['kmalloc-512', 'kmem_cache#26', 'kmem_cache_node#59'],
    ['kmalloc-1024', 'kmem_cache#25', 'kmem_cache_node#58'],
    ['kmalloc-2048', 'kmem_cache#24', 'kmem_cache_node#57'],
    ['kmalloc-4096', 'kmem_cache#23', 'kmem_cache_node#56'],
    ['kmalloc-8192', 'kmem_cache#22', 'kmem_cache_node#55'],
  ];
  for (const [name, descriptor, node] of notes) {
    const found = model.called(name);
    assert.ok(found, name);
    assert.equal(descriptorName(model, found.cache.addr), descriptor);
    const at = model.find(found.cache.node?.addr ?? 0);
    assert.equal(at && objectName(model, at.slab, at.index), node);
    assert.deepEqual(findObject(model, descriptor), model.find(found.cache.addr));
  }
  // their names lie in kmem_cache#30-o0 to o8, kmalloc-192's first
  const first = findObject(model, 'kmem_cache#30-o0');
  assert.ok(first);
  assert.deepEqual(first, findObject(model, 'kmalloc-64#0'));
  const owner = ownersOf(model)(first.slab.addr);
  assert.deepEqual([owner.kind, owner.cache], ['name', 'kmalloc-192']);
  assert.equal(memory.text(first.slab.addr), 'kmalloc-192');
  // percpu_init_late: both maps
  const maps = findObject(model, 'kmem_cache#26-o1');
  assert.equal(maps?.slab.used, 2);
  // the words of a descriptor
  const descriptor = findObject(model, 'kmem_cache#24');
  assert.ok(descriptor);
  const words = wordsOf(model, descriptor.slab, descriptor.index);
  const word = (/** @type {string} */ name) => words.find((one) => one.name === name);
  assert.equal(word('oo')?.says, 'order 3, 16 objects');
  assert.equal(word('size')?.value, 2048);
  assert.equal(word('node[0]')?.says, 'kmem_cache_node#57');
  assert.equal(word('name')?.says, 'kmalloc-2048');
  assert.equal(word('list.prev')?.says, 'kmem_cache#23');
  client.close();
});

test('objects are in use exactly while somebody has them, whatever cpus do', async () => {
  const room = await newRoom(daemon.url);
  for (const text of ['boot kmem_cache_init', ...BOOTED]) await run(room, text);
  const booted = await machine(room);
  const others = inUse(slabs(booted.memory));
  booted.client.close();
  /** @type {Map<string, number>} live objects and their order of coming */
  const live = new Map();
  let seed = 7;
  const random = (/** @type {number} */ n) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >>> 8) % n;
  };
  const sizes = [20, 64, 100, 190, 500, 3000];
  for (let round = 0; round < 220; round++) {
    const cpu = random(4);
    if (random(5) < 3 || live.size === 0) {
      const { result } = await run(room, `kmalloc ${sizes[random(6)]} GFP_KERNEL cpu ${cpu}`);
      live.set(result.addr, round);
    } else {
      const addr = [...live.keys()][random(live.size)];
      await run(room, `kfree ${addr} cpu ${cpu}`);
      live.delete(addr);
    }
  }
  const { client, memory } = await machine(room);
  const model = slabs(memory);
  await sameAsDaemon(room, model);
  const used = inUse(model).filter((addr) => !others.includes(addr));
  assert.deepEqual(used.sort(), [...live.keys()].sort());
  client.close();
});

test('debug caches: red zones, poison, tracks and a broken list are told', async () => {
  const room = await newRoom(daemon.url);
  for (const text of ['boot kmem_cache_init', ...BOOTED]) await run(room, text);
  await run(room, 'cache create dbg 100 flags SLAB_RED_ZONE|SLAB_POISON|SLAB_STORE_USER');
  const { result } = await run(room, 'cache alloc dbg');
  await run(room, 'kmalloc 100');
  let { client, memory } = await machine(room);
  let model = slabs(memory);
  await sameAsDaemon(room, model);
  const found = model.find(Number(result.addr));
  assert.ok(found);
  const kinds = wordsOf(model, found.slab, found.index).map((word) => word.kind);
  const missing = ['poison', 'red', 'fp', 'track'].filter(
    (kind) => !kinds.some((one) => one === kind),
  );
  assert.deepEqual(missing, []);
  const free = wordsOf(model, found.slab, found.index + 1);
  assert.ok(free.some((word) => word.says === 'POISON_FREE'));
  assert.equal(free.find((word) => word.kind === 'red')?.says, 'free');
  client.close();

  const cpu = model.called('kmalloc-128')?.cache.cpus[0];
  await run(room, `write 0x${cpu?.freelist.toString(16)} 0x12345678`);
  ({ client, memory } = await machine(room));
  model = slabs(memory);
  const [slab] = model.slabsOf(model.called('kmalloc-128')?.cache.addr ?? 0);
  assert.deepEqual(
    slab.broken.map(({ list, value }) => [list, value]),
    [['cpu', 0x12345678]],
  );
  client.close();
});

test('inside the bootstrap every object of a slab is in exactly one place, at every event', async () => {
  const room = await newRoom(daemon.url);
  const { client, replica, schema, memory } = await machine(room);
  await client.op('boot kmem_cache_init');
  const frame = await client.wait((message) => message.type === 'op' && message.op.n === 3);
  const packed = new Uint32Array(new Uint8Array(frame.payload).buffer);
  const events = unpackEvents(packed, 0, packed.length / 4, 0);
  const log = new UndoLog();
  /** @type {Map<number, number>} objects in use, by slab */
  const used = new Map();
  for (const event of events) {
    replica.apply(event.kind, event.a, event.b, event.c, log);
    if (event.kind < EV_WORD) continue;
    const model = slabs(memory, handsAt(events, event.index + 1, schema, memory));
    const all = model.caches.flatMap(({ cache }) => model.slabsOf(cache.addr));
    for (const slab of all) {
      const where = `event ${event.index}, slab ${slab.pfn.toString(16)}`;
      assert.deepEqual(slab.broken, [], where);
      // nothing is lost while a list is turned round: at most one object changes hands at a time
      const change = Math.abs(slab.used - (used.get(slab.pfn) ?? 0));
      assert.ok(change <= 1, `${where}: ${used.get(slab.pfn)} in use, then ${slab.used}`);
      used.set(slab.pfn, slab.used);
    }
  }
  // descriptors, nodes; names and vmalloc_init's areas, o0 to o16
  assert.deepEqual([...used.values()].slice(0, 3), [11, 11, 17]);
  client.close();
});

test('every sentence about slabs is short enough, with the longest values', () => {
  const longest = {
    cache: 'kmem_cache_node',
    descriptor: 'kmem_cache_node#63',
    page: '0x4f001',
    objects: '512',
    object: 'kmem_cache#30-o63@4f001',
    next: 'kmem_cache#30-o62@4f001',
    old: 'kmem_cache#30-o62@4f001',
    cpu: 3,
    from: 'PARTIAL',
    to: 'PARTIAL',
    pages: 30,
    pobjects: 1920,
    size: 8192,
    order: 3,
    min: 16,
    fraction: 16,
    rem: 4096,
  };
  for (const [lang, most] of /** @type {const} */ ([
    ['en', 150],
    ['ko', 90],
  ])) {
    for (const [key, template] of Object.entries(messages[lang])) {
      if (!key.startsWith('slabcap.')) continue;
      const text = fill(template, longest);
      assert.doesNotMatch(text, /[{}]/, key);
      assert.ok(text.length <= most, `${key} ${lang}: ${text.length}, ${text}`);
    }
  }
});
