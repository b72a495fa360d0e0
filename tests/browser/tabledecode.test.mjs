// tabledecode.test.mjs - what the page reads of page tables in the image, against what the daemon itself says of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { baseChunks, Client, newRoom, request } from '../protocol/lib/client.mjs';
import { Reader } from '../../static/src/reader.js';
import { Replica } from '../../static/src/replica.js';
import { Schema } from '../../static/src/schema.js';
import { hwPte, memoryTypeName } from '../../static/src/pagetable/linux.js';
import { attributesOf } from '../../static/src/pagetable/registers.js';
import { partsOf, readRuns } from '../../static/src/pagetable/runs.js';
import { ACCESSES, walk } from '../../static/src/pagetable/walk.js';
import { areaAt, readAreas } from '../../static/src/pagetable/areas.js';
import { messages } from '../../static/src/i18n/index.js';

/** @typedef {import('../../static/src/pagetable/memory.js').TableMemory} TableMemory */

/** @type {Awaited<ReturnType<typeof startDaemon>>} */
let daemon;
before(async () => void (daemon = await startDaemon()));
after(() => daemon.stop());

const MIB = 0x100000;
const PAGE = 4096;
const READ = { access: /** @type {const} */ ('read'), user: false };

/** The machine of a new room. @param {string} profile */
const machine = async (profile) => read(await newRoom(daemon.url, { profile }));

/** The machine of a room as it is now. @param {string} room */
async function read(room) {
  const client = await Client.open(daemon.url, room);
  const keyframe = await client.wait((message) => message.type === 'keyframe');
  const { profile: shape, base, image_size: size } = client.hello;
  const replica = new Replica(size, shape.ram_off);
  const schema = new Schema((await request(daemon.url, '/api/model')).json, shape);
  const reader = new Reader(replica, schema, shape);
  replica.loadBase(await baseChunks(daemon.url, base));
  replica.load(keyframe.payload);
  client.close();
  reader.refreshTables();
  return { room, reader, memory: reader.tables.memory, pgd: reader.tables.pgds[0].addr };
}

const TYPES = /** @type {Record<string, string>} */ ({
  UNCACHED: 'SO/UNCACHED',
  BUFFERABLE: 'MEM/BUFFERABLE/WC',
  WRITETHROUGH: 'MEM/CACHED/WT',
  WRITEBACK: 'MEM/CACHED/WB',
  DEV_SHARED: 'DEV/SHARED',
  MINICACHE: 'MEM/MINICACHE',
  WRITEALLOC: 'MEM/CACHED/WBWA',
  DEV_WC: 'DEV/WC',
  DEV_CACHED: 'DEV/CACHED',
  DEV_NONSHARED: 'DEV/NONSHARED',
});

/** What kernel_page_tables says of an address, read by the page's own walk; '' if nothing is mapped. @param {TableMemory} memory @param {number} pgd @param {number} va */
function wordsAt(memory, pgd, va) {
  const { l1, linux } = walk(memory, pgd, va, READ);
  const d = l1.d;
  if (d.type === 'section' || d.type === 'supersection') {
    const { type, inner } = attributesOf(d);
    assert.equal(type, 'normal');
    assert.equal(inner, 1);
    return [
      d.ap & 2 ? 'USR' : '   ',
      d.ap & 4 ? 'ro' : 'RW',
      d.xn ? 'NX' : 'x ',
      d.s ? 'SHD' : '   ',
      'MEM/CACHED/WBWA',
    ].join(' ');
  }
  if (!linux || linux.word === 0) return '';
  const has = (/** @type {number} */ bit) => (linux.word & bit) !== 0;
  return [
    has(1 << 8) ? 'USR' : '   ',
    has(1 << 7) ? 'ro' : 'RW',
    has(1 << 9) ? 'NX' : 'x ',
    has(1 << 10) ? 'SHD' : '   ',
    TYPES[memoryTypeName(linux.word)],
  ].join(' ');
}

/** Every line of kernel_page_tables. @param {TableMemory} memory @param {number} pgd */
function dump(memory, pgd) {
  const hex = (/** @type {number} */ value) => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
  /** @type {string[]} */
  const lines = [];
  let start = 0;
  let said = '';
  const end = (/** @type {number} */ va) => {
    if (said === '') return;
    const size = (va - start) / 1024;
    const text = size % 1024 === 0 ? `${size / 1024}M` : `${size}K`;
    lines.push(`${hex(start)}-${hex(va)}   ${text.padStart(10)} ${said}`);
  };
  const borders = new Set(partsOf(memory).map((part) => part.start));
  for (let va = 0xbf000000; va < 2 ** 32;) {
    const { l1 } = walk(memory, pgd, va, READ);
    const words = wordsAt(memory, pgd, va);
    if (words !== said || borders.has(va)) {
      end(va);
      start = va;
      said = words;
    }
    va = l1.d.type === 'table' ? va + PAGE : (Math.floor(va / MIB) + 1) * MIB;
  }
  end(2 ** 32);
  return lines;
}

for (const profile of ['study', 'exynos', 'small']) {
  test(`${profile}: the page's walk reads what kernel_page_tables prints`, async () => {
    const { room, memory, pgd } = await machine(profile);
    const { text } = await request(daemon.url, `/api/rooms/${room}/proc/kernel_page_tables`);
    const printed = text.split('\n').filter((/** @type {string} */ line) => line.startsWith('0x'));
    assert.ok(printed.length > 8);
    assert.deepEqual(dump(memory, pgd), printed);
  });

  test(`${profile}: every hardware word is what its Linux word says`, async () => {
    const { memory, pgd } = await machine(profile);
    let pages = 0;
    for (const run of readRuns(memory, pgd)) {
      for (let va = run.va; va < run.va + run.size; va += 2 ** run.d.shift) {
        const found = walk(memory, pgd, va, READ);
        assert.equal(found.pa, run.pa + (va - run.va));
        assert.equal(found.fault, 0);
        if (!found.l2) continue;
        assert.ok(found.linux);
        assert.equal(found.l2.word, hwPte(found.linux.word), va.toString(16));
        assert.equal(found.l2.virt, found.linux.virt + 2048);
        pages++;
      }
    }
    assert.ok(pages > 50);
  });
}

const BOOTED = [
  'boot kmem_cache_init',
  'boot pageset',
  'boot smp',
  'boot late',
  'boot wmark',
  'vmalloc 16384',
  'ioremap 0x12c00000 0x2000 wc',
  'ioremap 0x12d00000 0x100000 cached',
];

/** What each kind of descriptor is called by the daemon. */
const NAMES = { section: 'section', small: 'small page', large: 'large page' };

test('small: every kind of access ends as the daemon says', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  const run = async (/** @type {string} */ text) => {
    for (;;) {
      const { status, json } = await request(daemon.url, `/api/rooms/${room}/ops`, {
        body: { text },
      });
      if (status === 200) return json.ops[0].result;
      assert.equal(json.error.code, 'rate', JSON.stringify(json));
      await new Promise((done) => setTimeout(done, 200));
    }
  };
  const made = [];
  for (const text of BOOTED) made.push(await run(text));
  const { memory, pgd, reader } = await read(room);
  const mapped = made.slice(-3).map((result) => Number(result.addr));
  const addresses = [0x1000, 0xbf000000, 0xc0008000, 0xc3ffffff, 0xc4000000, 0xf8100010];
  addresses.push(0xffff0000, 0xffff1abc, 0xffff2000, ...mapped, mapped[0] + 0x4000);
  for (const va of addresses) {
    for (const how of ACCESSES) {
      const access = how.access === 'fetch' ? 'exec' : how.access;
      const line = `translate 0x${va.toString(16)} ${access}${how.user ? ' user' : ''}`;
      const said = await run(line);
      const found = walk(memory, pgd, va, how);
      if (found.fault) {
        assert.equal(said.fault, messages.en[`pt.fs.${found.fault}`], line);
        assert.equal(said.phys, null, line);
      } else {
        assert.equal(said.phys, `0x${found.pa.toString(16)}`, line);
        assert.equal(said.by, NAMES[/** @type {'small'} */ (found.leaf?.type)], line);
      }
    }
  }
  // and what vmalloc() made is known as its area
  const area = areaAt(readAreas(memory, pgd), mapped[0]);
  assert.equal(area?.pfns.length, 4);
  assert.equal(walk(memory, pgd, mapped[0] + PAGE, READ).pa, area.pfns[1] * PAGE);
  const { l1 } = walk(memory, pgd, mapped[0], READ);
  assert.equal(reader.tables.subject(l1.virt)?.va, (mapped[0] & -MIB) >>> 0);
});

test("Linux's words become the hardware's as the kernel writes them", () => {
  // low 12 bits on a multiprocessor: user pages are not global
  const NG = 1 << 11;
  const user = [
    [0x59f, 0xe7e],
    [0x79f, 0xe7f],
    [0x75f, 0xc7f],
    [0x71f, 0xe7f],
    [0x55f, 0xc7e],
    [0x79d, 0],
    [0xe9f, 0],
  ];
  const kernel = [
    [0x65f, 0x45f],
    [0x45f, 0x45e],
    [0x5df, 0x67e],
    [0x4df, 0x65e],
    [0x653, 0x453],
    [0x24f, 0x01f],
  ];
  for (const [pte, hw] of user) assert.equal(hwPte(pte, NG), hw, pte.toString(16));
  for (const [pte, hw] of kernel) assert.equal(hwPte(pte), hw, pte.toString(16));
});
