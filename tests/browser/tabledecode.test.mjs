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
import { walk } from '../../static/src/pagetable/walk.js';

/** @typedef {import('../../static/src/pagetable/memory.js').TableMemory} TableMemory */

/** @type {Awaited<ReturnType<typeof startDaemon>>} */
let daemon;
before(async () => void (daemon = await startDaemon()));
after(() => daemon.stop());

const MIB = 0x100000;
const PAGE = 4096;
const READ = { access: /** @type {const} */ ('read'), user: false };

/** The machine of a new room. @param {string} profile */
async function machine(profile) {
  const room = await newRoom(daemon.url, { profile });
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
