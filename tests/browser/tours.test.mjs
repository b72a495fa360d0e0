// tours.test.mjs - the tours to their ends: each stop is in the walk, and what the page shows there is what the daemon says (tourstops.mjs).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forkOf } from '../../static/src/tours/check.js';
import { TOURS } from '../../static/src/tours/index.js';
import { findPlace, readValues } from '../../static/src/tours/find.js';
import { opOf, placeLines } from '../../static/src/tours/script.js';
import { roomOf } from './page.mjs';
import { compare, follow, made, reaches, room, sentence, still, walkOf } from './tourstops.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../static/src/tours/index.js').TourData} TourData */
/** @typedef {import('../../static/src/tours/index.js').Stop} Stop */
/** @typedef {import('../../static/src/tours/find.js').Mark} Mark */
/** @typedef {import('../../static/src/types.js').Op} Op */
/** @typedef {import('../../static/src/tours/script.js').Placed} Placed */

/** Longest sentence in each language. */
const LONGEST = { en: 150, ko: 95 };

/** The only op of a line. @param {Placed} placed @param {string} name @returns {Op} */
const only = (placed, name) => /** @type {Op[]} */ (placed.get(name))[0];

/** The values of a name in the walk of an op. @param {string} room_ @param {Op} op @param {string} value */
async function seen(room_, op, value) {
  const { marks } = await walkOf(room_, op);
  return marks.filter((mark) => mark.kind === '//' && mark.name === value).map(({ now }) => now);
}

/** How often an op calls a function. @param {string} room_ @param {Op} op @param {string} fn */
async function calls(room_, op, fn) {
  const { marks } = await walkOf(room_, op);
  return marks.filter((mark) => mark.kind === '+' && mark.name === fn).length;
}

/** @param {string} addr @param {number} more */
const plus = (addr, more) => `0x${(Number(addr) + more).toString(16)}`;

/**
 * What the tours of processes say beyond single values, held against the machine.
 * @type {Record<string, (room_: string, placed: Placed) => Promise<void>>}
 */
const CLAIMS = {
  'pt-fault': async (id, placed) => {
    const [map, touch, again, walk] = ['map', 'touch', 'again', 'walk'].map((name) =>
      only(placed, name),
    );
    const area = `${map.result.addr?.slice(2)}-b7000000 rw-p`;
    assert.ok(String(await room.api(`/api/rooms/${id}/proc/1/maps?op=${map.n}`)).includes(area));
    assert.equal(await calls(id, map, 'set_pte_at'), 0, 'mmap() touches no table');
    assert.deepEqual([touch.result.faults, touch.result.fsr], [1, '0x5']);
    assert.deepEqual([again.result.faults, again.events], [0, 0], 'the TLB has it');
    assert.equal(again.result.phys, touch.result.phys);
    assert.equal(walk.result.phys, touch.result.phys);
    const text = `proc touch 1 ${plus(String(map.result.addr), 0x1000)} read`;
    const [other] = (await room.api(`/api/rooms/${id}/ops`, { text })).ops;
    assert.equal(other.result.phys, touch.result.phys, 'one page of zeros for all');
    assert.equal(other.result.fault, 'translation fault, second level');
  },
  'pt-vmalloc': async (id, placed) => {
    const [object, area, low, high, vfree] = ['object', 'area', 'low', 'high', 'vfree'].map(
      (name) => only(placed, name),
    );
    for (const fn of ['__pmd_populate', 'cpu_v7_set_pte_ext']) {
      assert.equal(await calls(id, object, fn), 0, `kmalloc() calls no ${fn}()`);
    }
    assert.equal(await calls(id, object, 'get_page_from_freelist'), 1, 'one block');
    const pages = (await seen(id, area, 'area->pages[i]')).map(Number);
    const block = Number(low.result.phys) / 4096;
    assert.equal(pages.length, 4);
    assert.ok(pages[1] > pages[0] + 1, 'from here and there');
    assert.ok(pages[2] < block && block + 4 <= pages[3], 'those of kmalloc() between them');
    assert.equal(Number(high.result.phys), pages[0] * 4096);
    assert.deepEqual([low.result.by, high.result.by], ['section', 'small page']);
    const info = (/** @type {Op} */ op) => room.api(`/api/rooms/${id}/proc/vmallocinfo?op=${op.n}`);
    assert.match(String(await info(area)), /^0xc4800000-0xc4805000 +20480 pages=4 vmalloc$/m);
    assert.doesNotMatch(String(await info(vfree)), /^0xc4800000/m);
    assert.equal(await calls(id, vfree, 'flush_tlb_kernel_range'), 0, 'no flush yet');
  },
  'pt-cow': async (id, placed) => {
    const [fork, child, parent, one, two] = ['fork', 'child', 'parent', 'one', 'two'].map((name) =>
      only(placed, name),
    );
    const before = only(placed, 'before').result.phys;
    let copies = 0;
    for (const op of [fork, child, parent]) {
      copies += await calls(id, op, 'v6_copy_user_highpage_nonaliasing');
    }
    assert.equal(copies, 1, 'one page is copied, at the first write');
    assert.equal(await calls(id, child, 'v6_copy_user_highpage_nonaliasing'), 1);
    assert.equal(parent.result.phys, before, 'who writes second keeps the original');
    assert.notEqual(child.result.phys, before);
    assert.deepEqual([one.result.phys, two.result.phys], [before, child.result.phys]);
    const maps = (/** @type {number} */ pid) => room.api(`/api/rooms/${id}/proc/${pid}/maps`);
    assert.equal(await maps(1), await maps(2));
  },
  'pt-shared': async (id, placed) => {
    const [first, fork, child, exit, unmap] = ['first', 'fork', 'child', 'exit', 'unmap'].map(
      (name) => only(placed, name),
    );
    assert.equal(await calls(id, fork, 'copy_pte_range'), 0, 'no word is copied');
    assert.equal(child.result.phys, first.result.phys, 'one page for both');
    assert.equal(await calls(id, child, 'shmem_alloc_page'), 0);
    assert.equal(await calls(id, exit, '__fput'), 0, 'the file has a user left');
    assert.equal(await calls(id, unmap, '__fput'), 1);
  },
  'pt-shared.fork': async (id, placed) => {
    assert.equal(await calls(id, only(placed, 'fork'), 'copy_pte_range'), 1);
    const child = only(placed, 'child');
    assert.equal(await calls(id, child, 'v6_copy_user_highpage_nonaliasing'), 1);
  },
  vmstat: async (id, placed) => {
    const [big, one] = ['big', 'one'].map((name) => only(placed, name));
    assert.ok((await calls(id, big, 'zone_page_state_add')) > 0, 'beyond the threshold');
    assert.equal(await calls(id, one, 'zone_page_state_add'), 0, 'within it');
  },
};

for (const tour of TOURS.flatMap((one) => [one, forkOf(one) ?? []].flat())) {
  test(`${tour.address ?? tour.name}: every stop is in the walk, every value of its sentence was seen`, async () => {
    const { name, placed } = await made(tour);
    const { ops } = await room.api(`/api/rooms/${name}`);
    assert.deepEqual(placeLines(tour.ops, ops), placed, 'the room is known again');
    let before = { op: 0, event: 0 };
    for (const [at, stop] of tour.stops.entries()) {
      const label = `${tour.name} ${at + 1}`;
      const op = opOf(placed, stop.op);
      assert.ok(op, label);
      const { marks } = await walkOf(name, op);
      const place = findPlace(marks, stop.at);
      assert.ok(place, `${label}: ${stop.at.join(', ')}`);
      const event = Math.min(place.to, op.events);
      assert.ok(op.n > before.op || event > before.event, `${label}: after the stop before it`);
      if (stop.ask) {
        const from = op.n === before.op ? before.event : 0;
        const query = `event=${from}&what=${stop.ask}`;
        const asked = await room.api(`/api/rooms/${name}/ops/${op.n}/predict?${query}`);
        assert.ok(asked.choices.length > 1, `${label}: a question`);
      }
      before = { op: op.n, event };
      const values = readValues(marks, place, stop.values ?? {});
      for (const lang of /** @type {const} */ (['en', 'ko'])) {
        const words = sentence(stop, lang, values);
        assert.doesNotMatch(words, /[{}]/, label);
        assert.ok(words.length <= LONGEST[lang], `${label} ${lang}: ${words.length}, ${words}`);
      }
    }
    await CLAIMS[tour.address ?? tour.name]?.(name, placed);
  });
}

follow('pages');

test('the address of a stop brings others there; stepping away and back; playing to the next', async (t) => {
  const [tour] = TOURS;
  const { name } = await made(tour);
  const page = await room.open(t, `/r/${name}#tour=${tour.name}&stop=4`, still);
  await reaches(page, 4, tour.stops.length);
  assert.equal(roomOf(page), name);
  await compare(page, tour, 3, 'en');

  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('.guide-card .fold');
  await page.click('.guide-card .fold');
  await reaches(page, 4, tour.stops.length);

  await page.click('.guide-card .play-on');
  await reaches(page, 5, tour.stops.length);
  await page.waitForFunction(() => /stop=5$/.test(location.hash));
  await page.waitForSelector('.guide-card .play-on:not([aria-label=Pause])');
  await compare(page, tour, 4, 'en');

  await page.keyboard.press('.');
  await reaches(page, 6, tour.stops.length);
  await page.keyboard.press(',');
  await reaches(page, 5, tour.stops.length);
  await page.click('.topbar .share');
  assert.match(await page.inputValue('#share-address'), /@\d+\.\d+#tour=merging&stop=5$/);
  await page.keyboard.press('Escape');

  await page.click('.guide-card .quiet-button');
  await page.waitForSelector('.guide-card', { state: 'detached' });
  assert.equal(new URL(page.url()).hash, '');
});

test('the list of tours opens, chooses and closes by keyboard', async (t) => {
  const page = await room.open(t, '/', still);
  await page.focus('.tours-button');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog .tour-list');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });
  assert.ok(await page.evaluate(() => document.activeElement?.matches('.tours-button')));
  await page.keyboard.press('Enter');
  await page.focus('.tour-list [data-tour=week54]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.tour-card .claim');
});
