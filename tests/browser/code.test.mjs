// code.test.mjs - the code beside the walk: breakpoints stop playing and are gone to, calls are stepped over, the tree folds, the source is
// shown with the line one stands at. The kernel tree is a tiny one of our own text.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { firstClick, roomOf, skip, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const folder = mkdtempSync(join(tmpdir(), 'buddyscope-tree-'));
mkdirSync(join(folder, 'mm'));
const source = [
  '/* In words of this test. */',
  'static void expand(int low, int high)',
  '{',
  '\twhile (high-- > low) {',
  '\t\tlist_add(&page[size].lru, free_list[migratetype]);',
  '#ifdef CONFIG_OF_THIS_TEST',
  '\t\tsay("while // 1", 0x1f); /* over',
  "\t\ttwo lines */ high = '\\'';",
  '#endif',
  '\t}',
  '}',
];
writeFileSync(join(folder, 'mm/page_alloc.c'), `${source.join('\n')}\n`);
after(() => rmSync(folder, { recursive: true, force: true }));

const room = suite(['--kernel-tree', folder]);

/** Waits for the reason why we stand here. @param {Page} page @param {string} what */
const stopped = (page, what) =>
  page.waitForFunction(
    (text) => document.querySelector('.stopped')?.textContent?.includes(text),
    what,
  );

/** Waits for a step, and that nothing plays. @param {Page} page @param {number} step */
const atStep = (page, step) =>
  page.waitForFunction(
    (n) =>
      document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') === `${n}` &&
      document.querySelector('.buttons .play .icon path')?.getAttribute('d')?.includes('13 8'),
    step,
  );

/** @param {Page} page @returns {Promise<number>} the step one stands at */
const step = async (page) => Number(await page.getAttribute('.steps-slider', 'aria-valuenow'));

/** The function whose call is innermost. @param {Page} page */
const innermost = (page) =>
  page.evaluate(
    () => document.querySelector('.frame[data-innermost=true] > .frame-head b')?.textContent,
  );

test('playing stops where a pageblock changes owner; b and B go from one breakpoint to the next', async (t) => {
  const page = await room.open(t);
  await page.click('.breaks-button');
  await page.check('.break-card input[name="page.owner"]');
  await page.click('.break-card .quiet-button');
  await page.click(firstClick);
  await stopped(page, 'a pageblock changes owner');
  await page.locator('#caption', { hasText: 'changes owner' }).waitFor();
  const owner = await step(page);
  await atStep(page, owner);

  await page.click('.breaks-button');
  await page.fill('.break-functions input', 'no_such');
  await page.press('.break-functions input', 'Enter');
  await page.fill('.break-functions input', 'expand()');
  await page.press('.break-functions input', 'Enter');
  await page.waitForSelector('.break-functions .pill');
  assert.equal(await page.locator('.break-functions .pill').count(), 1); // and none of no_such
  await page.click('.break-card .quiet-button');

  await page.keyboard.press('b');
  await stopped(page, 'expand()');
  const expand = await step(page);
  assert.ok(expand > owner, `${expand} after ${owner}`);
  assert.equal(await innermost(page), 'expand');
  await page.keyboard.press('B');
  await stopped(page, 'a pageblock changes owner');
  assert.equal(await step(page), owner);

  // they are kept; from the last one there is no further
  const again = await page.context().newPage();
  await again.goto(`${room.url}/r/${roomOf(page)}@3.0`);
  await again.waitForSelector('#app[data-ready=true]');
  for (const stop of [owner, expand, expand]) {
    await again.click('[data-step=next]');
    await atStep(again, stop);
  }
  await again.waitForSelector('.toast');
});

test('over a call is to where it has returned, into is its start, out is behind the one around it', async (t) => {
  const page = await room.open(t);
  await page.click(firstClick);
  await skip(page, 3);
  await page.keyboard.press('Home');
  await atStep(page, 0);
  await page.click('[data-step=into]');
  await atStep(page, 1);
  assert.equal(await innermost(page), 'alloc_pages_node');
  await page.keyboard.press('ArrowDown');
  await atStep(page, 2);
  const outer = await innermost(page);
  assert.equal(outer, '__alloc_pages');
  await page.keyboard.press('ArrowDown');
  await atStep(page, 3);
  await page.click('[data-step=over]'); // passes over one call of __alloc_pages_nodemask
  await page.waitForFunction(
    () => Number(document.querySelector('.steps-slider')?.getAttribute('aria-valuenow')) > 3,
  );
  assert.equal(await innermost(page), '__alloc_pages_nodemask');
  await page.click('[data-step=out]');
  await page.waitForFunction(() => {
    const names = [...document.querySelectorAll('.frame > .frame-head b')];
    return !names.some(
      (name) =>
        name.textContent === '__alloc_pages_nodemask' && name.closest('[data-innermost=true]'),
    );
  });
  const out = await step(page);
  await page.click('[data-step=back]');
  await atStep(page, out - 1);
});

test('the tree is of the whole operation, its loops folded; a click on a call goes there', async (t) => {
  const page = await room.open(t);
  await page.click(firstClick);
  await skip(page, 3);
  await page.keyboard.press('Home');
  await atStep(page, 0);
  await page.click('[data-mode=tree]');
  const opener = (/** @type {string} */ name) =>
    page.locator(`.call-tree .opener[aria-label$="${name} calls"]`).first();
  for (const name of [
    'alloc_pages_node',
    '__alloc_pages',
    '__alloc_pages_nodemask',
    'get_page_from_freelist',
    'buffered_rmqueue',
    'rmqueue_bulk',
    '__rmqueue',
    '__rmqueue_fallback',
    'expand',
  ]) {
    await opener(name).click();
  }
  // order 10 down to 0: ten blocks are put on lists
  const loop = page.locator('.call.loop', { hasText: 'set_page_order' });
  await loop.waitFor();
  assert.match(await loop.innerText(), /× 10/);
  await loop.locator('.opener').click();
  await page.locator('.call-name', { hasText: 'set_page_order' }).nth(9).waitFor();
  await page.locator('.call-name', { hasText: /^expand$/ }).click();
  const current = page.locator('.call[data-current=true]');
  await page.waitForFunction(() =>
    document.querySelector('.call[data-current=true]')?.textContent?.includes('expand'),
  );
  await current.locator('.break-toggle').click();
  await stopped(page, 'expand()');
});

test('the source of the function, and the line one stands at', async (t) => {
  const { room: name } = await room.api('/api/rooms', {});
  await room.api(`/api/rooms/${name}/ops`, { text: 'alloc 0 GFP_KERNEL' });
  const kept = [{ name: 'buddyscope.breaks', value: 'page.split expand' }];
  const page = await room.open(t, `/r/${name}@3.0`, {
    storageState: { cookies: [], origins: [{ origin: room.url, localStorage: kept }] },
  });
  await page.click('[data-mode=source]');
  await page.keyboard.press('b');
  await page.waitForSelector('.source[data-of=expand] .source-line[data-current=true]');
  const current = page.locator('.source-line[data-current=true]');
  assert.equal(
    (await current.innerText()).replace(/\s+/g, ' ').trim(),
    '2 static void expand(int low, int high)',
  );
  assert.equal(await current.getAttribute('data-sure'), 'false');
  const pieces = (/** @type {string} */ of) => page.locator(`.source ${of}`).allInnerTexts();
  assert.deepEqual(await pieces('.keyword'), ['static', 'void', 'int', 'int', 'while']);
  assert.deepEqual(await pieces('.string'), ['"while // 1"', "'\\''"]);
  assert.deepEqual(await pieces('.comment'), [source[0], '/* over', '\t\ttwo lines */']);
  assert.deepEqual(await pieces('.pre'), ['#ifdef', '#endif']);
  assert.deepEqual(await pieces('.figure'), ['0x1f']);
  assert.match(await page.innerText('.source-note'), /not recorded yet.* at line 2\./s);
  const link = page.locator('.source-head a');
  assert.equal(
    await link.getAttribute('href'),
    'https://elixir.bootlin.com/linux/v3.13.11/source/mm/page_alloc.c#L808',
  );

  await page.keyboard.press('b');
  await stopped(page, 'a block is split');
  await page.waitForSelector('.source-line[data-current=true][data-sure=true]');
  assert.match(await current.innerText(), /^5\s+list_add\(/);

  // what the tree does not have is said
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector('.source[data-of=no_file]');
});

test('without a kernel tree the panel names the place and where to read it', async (t) => {
  const page = await room.open(t, '/', { locale: 'ko-KR' });
  await page.route('**/api/source/*', (route) => route.fulfill({ json: { state: 'no_tree' } }));
  await page.click(firstClick);
  await skip(page, 3);
  await page.click('[data-mode=source]');
  await page.waitForSelector('.source[data-of=no_tree]');
  assert.match(await page.innerText('.source'), /--kernel-tree/);
  assert.match(
    await page.innerText('.source-head'),
    /alloc_pages_node\s+include\/linux\/gfp\.h:\d+/,
  );
});
