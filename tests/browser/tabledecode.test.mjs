// tabledecode.test.mjs - what the page reads of page tables in the image, against what the daemon itself says of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { baseChunks, Client, newRoom, request } from '../protocol/lib/client.mjs';
import { Reader } from '../../static/src/reader.js';
import { Replica } from '../../static/src/replica.js';
import { Schema } from '../../static/src/schema.js';
import { hwPte, memoryTypeName } from '../../static/src/pagetable/linux.js';
import { BOOTED as REGISTERS_THEN, attributesOf } from '../../static/src/pagetable/registers.js';
import { partsOf, readRuns } from '../../static/src/pagetable/runs.js';
import { ACCESSES, walk } from '../../static/src/pagetable/walk.js';
import { areaAt, readAreas } from '../../static/src/pagetable/areas.js';
import { REGISTERS, keepsCp15, readCp15, statusOf } from '../../static/src/pagetable/cp15.js';
import { placeOf, readTablePlace } from '../../static/src/pagetable/place.js';
import { hitOf, isStale, readTlb } from '../../static/src/pagetable/tlb.js';
import { readUserPages } from '../../static/src/pagetable/userpages.js';
import { asidOf, kindOf, permissions, readProcesses } from '../../static/src/vm/processes.js';
import { loadWords, messages } from '../../static/src/i18n/index.js';

await Promise.all([loadWords('en'), loadWords('ko')]);

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
    const { type, inner } = attributesOf(d, REGISTERS_THEN);
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

/** Applies a line. @param {string} room @param {string} text */
async function apply(room, text) {
  for (;;) {
    const { status, json } = await request(daemon.url, `/api/rooms/${room}/ops`, {
      body: { text },
    });
    if (status === 200) return json.ops[0].result;
    assert.equal(json.error.code, 'rate', JSON.stringify(json));
    await new Promise((done) => setTimeout(done, 200));
  }
}

test('small: every kind of access ends as the daemon says', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  const run = (/** @type {string} */ text) => apply(room, text);
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

/** Processes with areas, pages of their own, shared ones, and a fault. */
const LIVES = [
  ...BOOTED.slice(0, 5),
  'proc create',
  'proc mmap 1 0x8000 at 0x10000000',
  'proc mmap 1 0x2000 read|exec',
  'proc mmap 1 0x2000 at 0x30000000 shared',
  'proc touch 1 0x10000000 write',
  'proc touch 1 0x10003000 write',
  'proc touch 1 0x10004000',
  'proc fork 1',
  'proc touch 2 0x30001000 write cpu 1',
  'proc touch 1 0x30001000 cpu 0',
  'proc touch 2 0x10003000 write cpu 1',
  'proc touch 1 0x10003000 cpu 0',
];

test('registers decide: the walk asks those of the cpu', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  for (const line of [...BOOTED.slice(0, 5), 'proc create', 'proc switch 1 cpu 1']) {
    await apply(room, line);
  }
  const { memory, pgd } = await read(room);
  const { dacr, prrr, nmrr } = readCp15(memory, 1);
  assert.deepEqual({ dacr, prrr, nmrr }, REGISTERS_THEN);
  const asked = (/** @type {Partial<typeof REGISTERS_THEN>} */ more) =>
    walk(memory, pgd, 0xc0100000, {
      access: 'write',
      user: true,
      registers: { ...REGISTERS_THEN, ...more },
    });
  assert.deepEqual([asked({}).verdict, asked({}).fault], ['ap', 0x0d]);
  // domain 0 closed, and open to all
  assert.deepEqual([asked({ dacr: 0x14 }).verdict, asked({ dacr: 0x14 }).fault], ['domain', 0x09]);
  assert.deepEqual([asked({ dacr: 0x17 }).verdict, asked({ dacr: 0x17 }).fault], ['manager', 0]);
  // TEX0 C B of write-allocate memory chooses entry 7 of both
  const { attributes } = asked({});
  assert.deepEqual([attributes?.type, attributes?.n, attributes?.inner], ['normal', 7, 1]);
  assert.equal(asked({ prrr: REGISTERS_THEN.prrr & ~(3 << 14) }).attributes?.type, 'ordered');
  assert.equal(asked({ nmrr: REGISTERS_THEN.nmrr & ~(3 << 14) }).attributes?.inner, 0);
});

test('processes: areas as /proc/PID/maps has them, pages as the MMU finds them', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  for (const line of LIVES) await apply(room, line);
  const { memory } = await read(room);
  const processes = readProcesses(memory);
  assert.deepEqual(
    processes.map(({ pid, cpus }) => [pid, cpus]),
    [
      [1, [0]],
      [2, [1]],
    ],
  );
  for (const { pid, areas } of processes) {
    const { text } = await request(daemon.url, `/api/rooms/${room}/proc/${pid}/maps`);
    const said = text.split('\n').slice(0, areas.length);
    assert.equal(text.trim().split('\n').length, areas.length + 1, 'and the vectors');
    areas.forEach((area, i) => {
      const range = [area.start, area.end].map((va) => va.toString(16).padStart(8, '0')).join('-');
      assert.ok(said[i].startsWith(`${range} ${permissions(area.flags)} `), said[i]);
    });
  }
  const pages = readUserPages(memory, processes);
  assert.deepEqual(
    [...pages.byPid.values()].map((one) => one.map(({ va, index }) => [va, index])),
    Array(2).fill([
      [0x10000000, 0],
      [0x10003000, 3],
      [0x10004000, 4],
      [0x30001000, 1],
    ]),
  );
  const sharers = (/** @type {number} */ i) =>
    pages.byPfn.get(pages.byPid.get(1)?.[i].pfn ?? 0)?.map(({ pid }) => pid);
  assert.deepEqual([0, 1, 2, 3].map(sharers), [[1, 2], [1], [1, 2], [1, 2]]);
  assert.deepEqual(
    processes.map(({ areas }) => areas.map(kindOf)),
    Array(2).fill(['anonymous', 'file', 'anonymous']),
  );
  // a shared page that nobody maps any more is still its file's
  const shared = pages.byPid.get(1)?.[3].pfn ?? 0;
  for (const pid of [1, 2]) await apply(room, `proc munmap ${pid} 0x30001000 0x1000`);
  const later = await read(room);
  const left = readUserPages(later.memory, readProcesses(later.memory));
  assert.equal(left.byPfn.get(shared), undefined);
  assert.equal(later.reader.page(shared).index, 1);
  assert.ok(later.memory.isLow(later.reader.page(shared).mapping));
  // young pages are found by the MMU, with the rights that are read here
  for (const { pid, va, pfn, d } of [...left.byPid.values()].flat()) {
    const { phys, fault } = await apply(room, `translate 0x${va.toString(16)} user pid ${pid}`);
    const pgd = processes.find((one) => one.pid === pid)?.pgd ?? 0;
    const found = walk(memory, pgd, va, { access: 'read', user: true });
    if (fault) {
      assert.equal(fault, messages.en[`pt.fs.${found.fault}`]);
      continue;
    }
    assert.equal(Number(phys), pfn * PAGE);
    assert.deepEqual(found.leaf, d);
  }
});

test('TLBs and cp15: what a touch found, for whom, and what an abort left', async () => {
  const room = await newRoom(daemon.url, { profile: 'small' });
  const fresh = (await read(room)).memory;
  assert.ok(!keepsCp15(fresh));
  assert.equal(readCp15(fresh, 0).ttbr0, readCp15(fresh, 0).ttbr1);
  for (const line of LIVES) await apply(room, line);
  const touched = await apply(room, 'proc touch 1 0x10003000 cpu 0');
  const refused = await apply(room, 'proc touch 1 0x10003000 exec cpu 0');
  const outside = await apply(room, 'proc touch 2 0x20000000 write cpu 1');
  const { memory } = await read(room);
  const [one, two] = readProcesses(memory);
  const entries = readTlb(memory, 0);
  const hit = hitOf(entries, 0x10003123, asidOf(one));
  assert.equal(hit?.d.base, Number(touched.phys));
  assert.equal(hit?.slot >> 2, 0x10003 % 128);
  assert.deepEqual([hit?.d.type, hit?.d.shift, hit?.d.ng], ['small', 12, true]);
  assert.equal(hitOf(entries, 0x10003000, asidOf(two)), null, 'it is of the other process');
  assert.ok(!isStale(hit, walk(memory, one.pgd, 0x10003000, READ).leaf));
  const other = walk(memory, two.pgd, 0x10003000, READ).leaf;
  assert.ok(other && isStale(hit, other), 'a write has parted them');
  const here = readCp15(memory, 0);
  const there = readCp15(memory, 1);
  assert.ok(keepsCp15(memory));
  assert.equal((here.ttbr0 & ~0x3fff) >>> 0, memory.toPhys(one.pgd));
  assert.equal((there.ttbr0 & ~0x3fff) >>> 0, memory.toPhys(two.pgd));
  assert.equal(here.contextidr, one.context);
  assert.equal(there.contextidr & 0xff, asidOf(two));
  assert.deepEqual([here.ifsr, here.ifar], [Number(refused.fsr), 0x10003000]);
  assert.deepEqual([there.dfsr, there.dfar], [Number(outside.fsr), 0x20000000]);
  assert.equal(messages.en[`pt.fs.${statusOf(there.dfsr)}`], outside.fault);
  // all bits have a place in the ruler, once
  for (const [name, fields] of Object.entries(REGISTERS)) {
    const covered = fields.flatMap(({ high, low }) =>
      Array.from({ length: high - low + 1 }, (_, i) => high - i),
    );
    assert.deepEqual(
      covered,
      Array.from({ length: 32 }, (_, i) => 31 - i),
      name,
    );
  }
});

test('what one looks at, as letters and back', () => {
  const place = 'walk.b6fff000.1.l2.write.user.linux.auto';
  const found = readTablePlace(place);
  assert.equal(found?.va, 0xb6fff000);
  assert.deepEqual([found?.pid, found?.kind, found?.user, found?.cpu], [1, 'l2', true, -1]);
  const { kind, pid, ...rest } = /** @type {NonNullable<typeof found>} */ (found);
  assert.equal(placeOf(/** @type {any} */ ({ ...rest, kind, table: { pid } })), place);
  for (const bad of ['', 'walk', 'walk.xyz.0.l1.read.user.linux.0', `${place}.more`]) {
    assert.equal(readTablePlace(bad), null, bad);
  }
});
