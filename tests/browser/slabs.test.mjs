// slabs.test.mjs - the slab room in a browser: what it shows of the bootstrap, forward and back, by keyboard, on a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizes } from '../lib/browser.mjs';
import { roomOf, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };

/** @param {string[]} ops after mem_init @param {object} [options] of the room @returns {Promise<string>} */
async function make(ops, options = { profile: 'small' }) {
  const { room: id } = await room.api('/api/rooms', options);
  for (const text of ops) await room.api(`/api/rooms/${id}/ops`, { text });
  return id;
}

const BOOTED = ['boot kmem_cache_init', 'boot pageset', 'boot smp', 'boot late', 'boot wmark'];

/** What the open slab shows, object by object. @param {Page} page */
const objects = (page) =>
  page.$$eval('.slab-object', (all) =>
    all.map((one) => {
      const { list, index } = /** @type {HTMLElement} */ (one).dataset;
      const fp = one.querySelector('.slab-fp')?.textContent ?? '';
      const words = one.querySelector('.slab-words')?.textContent?.trim() ?? '';
      return `${index} ${list} ${fp} ${words}`;
    }),
  );

/** Everything that the slab room says. @param {Page} page */
const picture = (page) =>
  page.$eval('#view', (view) => (view.textContent ?? '').replace(/\s+/g, ' ').trim());

/** @param {Page} page @param {string} key */
async function press(page, key) {
  const at = () => page.getAttribute('.steps-slider', 'aria-valuenow');
  const before = await at();
  await page.keyboard.press(key);
  await page.waitForFunction(
    (old) => document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') !== old,
    before,
  );
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

/** @param {Page} page @param {number} op @param {number} event */
async function goTo(page, op, event) {
  const id = roomOf(page);
  await page.goto(`${room.url}/r/${id}@${op}.${event}`);
  await page.waitForSelector('#app[data-ready=true]');
  await page.keyboard.press('2');
  await page.waitForSelector('.slab-board');
}

test('the end of the bootstrap as the design draws it: who owns which object, and the chain', async (t) => {
  const id = await make(BOOTED);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('2');
  await page.click('[data-cache=kmem_cache]');
  const shown = await objects(page);
  assert.equal(shown.length, 32);
  assert.equal(shown[0], '0 used  kmem_cache');
  assert.equal(shown[1], '1 cpu 0 cpu · 21');
  assert.equal(shown[2], '2 cpu 080 cpu · 20');
  assert.equal(shown[21], '21 cpu a00 cpu · 1');
  assert.equal(shown[22], '22 used  kmalloc-8192');
  assert.equal(shown[30], '30 used  kmalloc-64');
  assert.equal(shown[31], '31 used  kmem_cache_node');
  assert.equal(await page.textContent('.slab-head'), 'cpu 0 freelist ▾');
  assert.equal(await page.locator('.slab-arc').count(), 20);
  assert.match(await picture(page), /frozen 1 *objects 32 *inuse 32/);
  // and every cache's slabs as the daemon counts them
  const info = await room.api(`/api/rooms/${id}/proc/slabinfo`);
  const rows = [
    ...info.matchAll(/^(\S+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) :.*: slabdata +(\d+) +(\d+)/gm),
  ];
  assert.equal(rows.length, 11);
  for (const [, name, , total, , perSlab, , , slabs] of rows) {
    const text = await page.$eval(`[data-cache="${name}"]`, (one) => one.textContent ?? '');
    assert.match(text, new RegExp(`· ${perSlab} obj`), name);
    if (Number(slabs) > 0) {
      assert.match(text, new RegExp(`/${total}\\s`), name);
      assert.match(text, new RegExp(`slabs ${slabs}`), name);
    }
  }
});

test('the bootstrap forward and back shows the same pictures', async (t) => {
  const id = await make(['boot kmem_cache_init']);
  const page = await room.open(t, `/r/${id}@3.2500`, still);
  await page.keyboard.press('2');
  // around the flush that turns the list round
  await page.waitForSelector('.slab-board');
  const pictures = [];
  for (let i = 0; i < 40; i++) {
    pictures.push(await picture(page));
    await press(page, 'ArrowRight');
  }
  assert.ok(new Set(pictures).size > 10, 'something happens here');
  for (let i = 39; i >= 0; i--) {
    await press(page, 'ArrowLeft');
    assert.equal(await picture(page), pictures[i], `step ${i}`);
  }
});

test('slab_state, the static descriptors and the moved ones', async (t) => {
  const id = await make(['boot kmem_cache_init']);
  const page = await room.open(t, `/r/${id}@3.600`, still);
  await page.keyboard.press('2');
  const state = () => page.textContent('.state[aria-current]');
  assert.equal(await state(), 'DOWN');
  assert.match(await picture(page), /boot_kmem_cache_node/);
  await goTo(page, 3, 2000);
  assert.equal(await state(), 'PARTIAL');
  assert.match(await picture(page), /static, not on slab_caches yet/);
  await page.keyboard.press('End');
  await page.waitForFunction(
    () => document.querySelector('.state[aria-current]')?.textContent === 'UP',
  );
  assert.doesNotMatch(await picture(page), /boot_kmem_cache/);
});

test('an object by name, its words, the next one by key', async (t) => {
  const id = await make(BOOTED);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('2');
  await page.fill('[name=object]', 'kmem_cache#30');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.object-view');
  assert.match(
    String(await page.textContent('.object-view')),
    /kmem_cache#30.*describes kmalloc-64/s,
  );
  const word = String(await page.textContent('.word:nth-child(8)'));
  assert.match(word.replace(/\s+/g, ' '), /\+1c 00000040 oo order 0, 64 objects/);
  await page.click('.word:nth-child(29) button');
  await page.click('.bits .control');
  await page.waitForSelector('.object-view h3:text-is("kmem_cache_node#63")');
  // in the grid: arrows, and Enter along the free list
  await page.fill('[name=object]', 'kmem_cache_node#54');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.object-view h3:text-is("kmem_cache_node#54")');
  await page.focus('.slab-object[aria-selected=true]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.object-view h3:text-is("kmem_cache_node#53")');
  await page.keyboard.press('ArrowUp');
  await page.waitForSelector('.object-view h3:text-is("kmem_cache_node#21")');
  const label = await page.getAttribute('.slab-object[aria-selected=true]', 'aria-label');
  assert.match(
    String(label),
    /^kmem_cache_node#21, free, number 34 in the freelist of cpu 0, points to #20/,
  );
});

test('the table of a slab as the groups draw it', async (t) => {
  const id = await make(BOOTED);
  const page = await room.open(t, `/r/${id}`, {
    ...still,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.keyboard.press('2');
  await page.click('[data-cache=kmem_cache]');
  await page.click('.copy-table');
  await page.waitForSelector('.toast');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const lines = text.trimEnd().split('\n');
  assert.match(
    lines[0],
    /^kmem_cache \(kmem_cache#0\) {2}page: pfn 0x[0-9a-f]+, order 0, 32 x 128 B$/,
  );
  assert.match(lines[1], /counters: 0x80200020 \(inuse: 32, objects: 32, frozen: 1\)/);
  assert.equal(lines.length, 3 + 4 * 6);
  const table = lines.slice(3);
  assert.equal(new Set(table.map((line) => line.length)).size <= 4, true, 'columns line up');
  assert.match(table[3], /^\| free pointer +\| +\| +NULL \|/);
  assert.match(table[4], /^\| use +\| +kmem_cache \| +cpu · 21 \|/);
});

test('remote frees and cpu partial lists stand on their shelves', async (t) => {
  const id = await make(BOOTED);
  const op = async (/** @type {string} */ text) =>
    (await room.api(`/api/rooms/${id}/ops`, { text })).ops;
  const made = await op('kmalloc 128 GFP_KERNEL x40');
  const first = made[0].result.addr;
  await op(`kfree ${first} cpu 2`);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('2');
  await page.click('[data-cache="kmalloc-128"]');
  const lane = '[data-shelf="cpu 2"]';
  await page.locator(lane, { hasText: /31\/32[^]*pages 1 · pobjects 1/ }).waitFor();
  await page.click(`${lane} .strip`);
  await page.waitForSelector('.slab-head:text-is("▾ page->freelist")');
  await page
    .locator('.slab-object .slab-words', { hasText: `#${made[1].n}` })
    .first()
    .waitFor();
  assert.deepEqual((await objects(page)).slice(0, 2), [
    '0 page 0 page · 1',
    `1 used  #${made[1].n}`,
  ]);
});

test('a slab page of the map opens its slab', async (t) => {
  const id = await make(BOOTED);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('2');
  await page.click('[data-cache=kmem_cache]');
  const pfn = String(await page.getAttribute('.strip', 'data-slab'));
  const find = async () => {
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement?.id === 'find');
    await page.keyboard.type(pfn);
    await page.locator('#found [data-kind=pfn]').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.className === 'grid-cell');
  };
  await page.keyboard.press('1');
  await find();
  await page.focus('.grid-cell');
  await page.keyboard.press('Enter');
  await page.focus('.grid-cell');
  await find();
  await page.waitForSelector('.place-card .place-free');
  await page.focus('.grid-cell');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.open-slab');
  assert.match(String(await page.textContent('.open-slab h3')), new RegExp(pfn));
});

test('on a phone, and with motion', async (t) => {
  const id = await make(BOOTED);
  const page = await room.open(t, `/r/${id}@3.2500`, { viewport: sizes.phone, hasTouch: true });
  await page.keyboard.press('2');
  await page.waitForSelector('.slab-object');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${wide} px too wide`);
  const box = await page.locator('.slab-object').last().boundingBox();
  assert.ok(box && box.x + box.width <= 390);
  for (let i = 0; i < 6; i++) await press(page, 'ArrowRight');
  for (let i = 0; i < 6; i++) await press(page, 'ArrowLeft');
  await page.tap('.slab-object:nth-child(2)');
  await page.waitForSelector('.object-view');
});

test('a step that moves something moves it, forth and back; not for those who asked for no motion', async (t) => {
  const id = await make([...BOOTED, 'kmalloc 128', 'kmalloc 128']);
  for (const reducedMotion of /** @type {const} */ (['no-preference', 'reduce'])) {
    const page = await room.open(t, `/r/${id}@9.0`, { reducedMotion });
    await page.keyboard.press('2');
    await page.click('[data-cache="kmalloc-128"]');
    await page.evaluate(() => {
      const seen = /** @type {string[]} */ ([]);
      Object.assign(window, { seen });
      const animate = Element.prototype.animate;
      /** @type {(this: Element, ...given: Parameters<typeof animate>) => Animation} */
      const noting = function (frames, options) {
        if (this.closest('#view')) seen.push(this.getAttribute('class') ?? '');
        return animate.call(this, frames, options);
      };
      Element.prototype.animate = noting;
    });
    const seen = () => page.evaluate(() => /** @type {any} */ (window).seen.splice(0));
    const steps = Number(await page.getAttribute('.steps-slider', 'aria-valuemax'));
    for (const key of ['ArrowRight', 'ArrowLeft']) {
      for (;;) {
        const at = Number(await page.getAttribute('.steps-slider', 'aria-valuenow'));
        if (key === 'ArrowRight' ? at === steps : at === 0) break;
        await press(page, key);
      }
      await page.waitForTimeout(400);
      const moved = await seen();
      // the head's tag slides to the next object and back, the one that was taken fills and empties, its arrow is drawn again
      const moves = key === 'ArrowRight' ? [] : ['slab-arc'];
      const expected = reducedMotion === 'reduce' ? [] : [...moves, 'slab-body', 'slab-head'];
      assert.deepEqual([...new Set(moved)].sort(), expected, `${reducedMotion} ${key}`);
    }
  }
});

test('who owned what at each slab_state, and a way there', async (t) => {
  const id = await make(BOOTED);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('2');
  await page.click('[data-part=bootstrap]');
  await page.waitForSelector('[data-stage=up]');
  const text = async (/** @type {string} */ key) =>
    String(await page.textContent(`[data-stage=${key}]`)).replace(/\s+/g, ' ');
  assert.match(await text('down'), /^ ?DOWN .*kmem_cache_node → ?boot_kmem_cache_node/);
  assert.match(await text('down'), /#0 kmem_cache_node/);
  assert.match(await text('partial'), /#1 kmem_cache/);
  assert.match(await text('first'), /kmem_cache → ?kmem_cache#0/);
  assert.match(await text('second'), /kmem_cache_node → ?kmem_cache#31/);
  assert.match(await text('up'), /slab_caches ?11/);
  await page.click('[data-stage=second] .control');
  await page.waitForSelector('[data-stage=second][aria-current=step]');
  assert.equal(await page.textContent('.state[aria-current]'), 'PARTIAL');
});

test('sizes are explored', async (t) => {
  const id = await make(['boot kmem_cache_init']);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('2');
  await page.click('[data-part=sizes]');
  await page.fill('[name=size]', '44');
  await page.click('.flags button:text-is("HWCACHE_ALIGN")');
  await page.waitForFunction(() =>
    /objects64/.test(
      (document.querySelector('.sizes-facts')?.textContent ?? '').replace(/\s/g, ''),
    ),
  );
  assert.match(
    String(await page.textContent('.sizes-table tbody')),
    /16\s*1\/16\s*0\s*4,096\s*0\s*256\s*taken/,
  );
});

test('the history of an object leads back to the step', async (t) => {
  const id = await make([...BOOTED, 'kmalloc 100']);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('2');
  await page.fill('[name=object]', 'kmalloc-128#0');
  await page.keyboard.press('Enter');
  await page.click('.object-view .history');
  await page.waitForSelector('.past-lines [data-what=kmalloc]');
  const whats = await page.$$eval('.past-lines li', (all) =>
    all.map((one) => /** @type {HTMLElement} */ (one).dataset.what),
  );
  assert.deepEqual(whats.slice(0, 3), ['kmalloc', 'slab', 'alloc']);
  await page.click('.past-lines [data-what=slab] button');
  await page.waitForFunction(
    () => document.querySelectorAll('.past-lines [data-what=kmalloc]').length === 0,
  );
  assert.equal(await page.locator('.past-lines [data-what=slab]').count(), 1);
});

test('the address of a share leads to the slab and the object', async (t) => {
  const id = await make(BOOTED);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('2');
  await page.fill('[name=object]', 'kmem_cache#30');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.object-view');
  await page.click('.share');
  await page.waitForSelector('dialog[open]');
  const address = await page.evaluate(
    () => /** @type {HTMLInputElement} */ (document.querySelector('.share-link input'))?.value,
  );
  assert.match(String(address), /slab=[0-9a-f]+\.30/);
  const other = await room.open(t, String(address).replace(/^https?:\/\/[^/]+/, ''), still);
  await other.waitForSelector('.object-view h3:text-is("kmem_cache#30")');
  const parts = await room.open(t, `/r/${id}#slab=bootstrap`, still);
  await parts.waitForSelector('[data-stage=up]');
});

test('a room without SLUB says so', async (t) => {
  const id = await make([], /** @type {any} */ ({ profile: 'small', slub: false }));
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('2');
  await page.locator('#view', { hasText: 'runs without SLUB' }).waitFor();
});
