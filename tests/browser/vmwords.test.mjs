// vmwords.test.mjs - what is said of virtual memory step by step, from the daemon's own events: short enough in both languages, nothing missing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from '../protocol/lib/client.mjs';
import { loadWords } from '../../static/src/i18n/index.js';
import en from '../../static/src/i18n/vm.en.js';
import { Schema, unpackEvents } from '../../static/src/schema.js';
import { vmSentence } from '../../static/src/vm/caption.js';
import { tellVm } from '../../static/src/vm/story.js';

await Promise.all([loadWords('en'), loadWords('ko')]);

const MOST = { en: 150, ko: 90 };

/** Moments that take long to come to, with what is said in them. @type {Record<string, Record<string, number | string>>} */
const RARE = {
  overflow: {},
  hole: {},
  lent: {},
  kmapFull: {},
  kmapFlush: {},
  domainFree: { domain: 15 },
};

/** @type {Awaited<ReturnType<typeof startDaemon>>} */
let daemon;
before(async () => void (daemon = await startDaemon()));
after(() => daemon.stop());

/** @param {import('../../static/src/vm/story.js').VmMoment} moment */
function wellSaid(moment) {
  for (const [lang, most] of Object.entries(MOST)) {
    const text = vmSentence(moment, lang);
    assert.match(text, /^\S.*[.]$/, `${moment.kind} ${lang}: "${text}"`);
    assert.doesNotMatch(text, /undefined|NaN|null\b|[{}]/, `${moment.kind}: ${text}`);
    assert.ok(text.length <= most, `${moment.kind} ${lang}: ${text.length}, ${text}`);
  }
}

test('every moment of virtual memory comes with its sentence', async () => {
  const room = await newRoom(daemon.url, { profile: 'study' });
  const client = await Client.open(daemon.url, room);
  const model = (await request(daemon.url, '/api/model')).json;
  const schema = new Schema(model, client.hello.profile);
  /** @type {Set<string>} */
  const told = new Set();
  let ops = 2;
  const run = async (/** @type {string} */ line) => {
    await client.op(line);
    ops += 1;
    const n = ops;
    const { op, payload } = await client.wait(
      (message) => message.type === 'op' && message.op.n === n,
    );
    const packed = new Uint32Array(new Uint8Array(payload).buffer);
    const moments = tellVm(unpackEvents(packed, 0, packed.length / 4, 0), schema);
    for (const moment of moments) {
      told.add(moment.kind);
      wellSaid(moment);
    }
    return { result: op.result, last: moments[moments.length - 1] };
  };
  const kinds = async (/** @type {string} */ line, /** @type {string} */ last) => {
    const done = await run(line);
    assert.equal(done.last.kind, last, line);
    return done.result;
  };

  await run('boot kmem_cache_init');
  await run('boot pageset');
  const { pfn } = (await run('alloc 0 GFP_HIGHUSER')).result;
  const area = (await run('vmalloc 8192')).result.addr;
  const map = (await run(`vmap ${pfn}`)).result.addr;
  await kinds(`vunmap ${map}`, 'lazy');
  const io = (await run('ioremap 0x12c00000 0x1000')).result.addr;
  await run(`iounmap ${io}`);
  await kinds('ioremap 0x20000000 0x1000', 'ioNull');
  await kinds(`kmap ${pfn}`, 'kmapCount');
  await kinds(`kunmap ${pfn}`, 'kmapCount');
  const low = (await run('alloc 0')).result.pfn;
  await kinds(`kmap ${low}`, 'kmapLow');
  const other = (await run('alloc 0 GFP_HIGHUSER')).result.pfn;
  const { addr } = await kinds(`kmap_atomic ${other}`, 'atomic');
  await kinds(`kunmap_atomic ${addr}`, 'atomicEnd');
  await kinds('vm_unmap_aliases', 'gone');
  const { phys } = await kinds(`translate ${area}`, 'phys');
  assert.match(phys, /^0x/);
  await kinds(`translate ${area} exec`, 'abort');
  await kinds('translate 0xc0100000', 'phys');
  await kinds('translate 0x1000', 'abort');
  await run(`vfree ${area}`);
  await kinds(`translate ${area}`, 'abort');

  for (const stage of ['smp', 'late', 'wmark']) await run(`boot ${stage}`);
  await kinds('proc create', 'user.layout');
  const user = (await kinds('proc mmap 1 0x4000', 'user.area')).addr;
  await kinds(`proc mmap 1 0x1000 at ${Number(user) - 0x1000}`, 'user.merged');
  await kinds(`proc touch 1 ${user}`, 'user.zeroPage');
  await kinds(`proc touch 1 ${user} write`, 'pte');
  await kinds('proc fork 1', 'user.flushAll');
  await kinds(`proc touch 2 ${user} write`, 'user.left');
  await kinds(`proc touch 1 ${user} write`, 'user.flushPage');
  await kinds(`proc touch 1 ${user} exec`, 'user.signal');
  await kinds('proc touch 1 0x20000', 'user.signal');
  await kinds(`proc munmap 1 ${user} 0x1000`, 'user.release');
  await kinds('proc switch 0', 'user.nobody');
  await kinds('proc exit 2', 'user.freePgd');
  // shared: a file, whose pages come once, for whoever comes first
  const shared = (await kinds('proc mmap 1 0x100000 at 0x10000000 shared', 'user.file')).addr;
  await kinds(`proc touch 1 ${shared}`, 'user.clean');
  await kinds(`proc touch 1 ${shared} write`, 'user.flushPage');
  await kinds('proc touch 1 0x10041000 write', 'pte'); // a radix tree of two levels
  await run('proc fork 1');
  await kinds(`proc touch 3 ${shared} write`, 'pte');
  await kinds(`proc munmap 1 ${shared} 0x1000`, 'user.fileLeft');
  await run('proc exit 1');
  await kinds(`proc munmap 3 ${shared} 0x100000`, 'user.inodeGone');
  client.close();

  for (const [kind, data] of Object.entries(RARE)) wellSaid({ at: 0, kind, data });
  const all = Object.keys(en).filter((key) => key.startsWith('vmcap.'));
  assert.deepEqual(
    [...told, ...Object.keys(RARE)].map((kind) => `vmcap.${kind}`).sort(),
    [...all].sort(),
  );
});
