// stage.test.mjs - the left side of the page: geometry, lists, motion, and the way by keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizes } from '../lib/browser.mjs';
import { cellModel } from '../../static/src/stage/freearea.js';
import { columnX, fanLines, gridOf, layOut } from '../../static/src/stage/layout.js';
import { bandsOf } from '../../static/src/stage/map.js';
import { roomOf, suite } from './page.mjs';

const STEAL = 143;
const SPLIT = 201;

const room = suite();

/** @typedef {import('playwright-core').Page} Page */

/** A room in which one page was asked for; opened at an event of that operation. @param {import('node:test').TestContext} t @param {number} event @param {object} [options] */
async function openAt(t, event, options = {}) {
  const made = await room.api('/api/rooms', { profile: 'study' });
  await room.api(`/api/rooms/${made.room}/ops`, { text: 'alloc 0 GFP_KERNEL' });
  const page = await room.open(t, `/r/${made.room}@3.${event}`, options);
  // Before the events are here the badge shows the event at the operation's end.
  await page.waitForFunction(
    () => Number(document.querySelector('.step-badge')?.textContent) < 100,
  );
  return page;
}

/** What the stage shows: its elements and the pixels of its map. @param {Page} page */
function picture(page) {
  return page.evaluate(() => {
    const map = /** @type {HTMLCanvasElement} */ (document.querySelector('canvas.stage-map'));
    const parts = ['.stage-ink', '.free-area', '.cards'].map(
      (one) => document.querySelector(one)?.outerHTML,
    );
    return [...parts, map.toDataURL()].join('\n');
  });
}

// ---- geometry ----

for (const [
  screen,
  width,
  height,
] of /** @type {['laptop' | 'projector' | 'phone', number, number][]} */ ([
  ['laptop', 1020, 638],
  ['laptop', 920, 458],
  ['laptop', 1024, 600],
  ['projector', 1480, 848],
  ['phone', 390, 620],
])) {
  test(`${screen} ${width}x${height}: line k of the fan ends at column k`, () => {
    const layout = layOut({
      width,
      height,
      screen,
      mapRows: 8,
      twoZones: true,
      lines: [1, 0, 2, 0],
    });
    for (let order = 0; order <= 10; order++) {
      for (const { k, bottom } of fanLines(layout, order)) {
        assert.ok(Math.abs(bottom - columnX(layout, k)) < 0.5);
      }
    }
    const tops = fanLines(layout, 10).map((line) => line.top);
    assert.deepEqual(
      tops,
      [...tops].sort((a, b) => a - b),
      'no line crosses another',
    );
  });
}

test('on a laptop everything fits its height, and a list that fills moves neither map nor bench', () => {
  const at = (/** @type {number[]} */ lines) =>
    layOut({ width: 1020, height: 638, screen: 'laptop', mapRows: 8, twoZones: true, lines });
  for (const lines of [
    [1, 0, 2, 0],
    [1, 1, 2, 0],
    [2, 2, 2, 1],
  ]) {
    const layout = at(lines);
    assert.ok(layout.height <= 638.5, `${lines} needs ${layout.height}`);
    assert.deepEqual(layout.bar, at([0, 0, 2, 0]).bar);
    assert.equal(layout.rows.length, 4);
  }
});

test('a map has 64 pageblocks a row, or one row of wider cells', () => {
  const first = 0x8000 * 4;
  assert.deepEqual(gridOf(first, 64 * 8 * 1024), { first, columns: 64, rows: 8 });
  assert.deepEqual(gridOf(first, 16 * 1024), { first, columns: 16, rows: 1 });
  assert.equal(gridOf(first, 64 * 1024).rows, 1);
});

test('a cell that is not uniform shows 16 bands by majority', () => {
  const states = new Uint8Array(1024).fill(2);
  const bands = new Uint8Array(16);
  assert.deepEqual(bandsOf(states, bands), { uniform: 2, present: 1 << 2 });
  states.fill(5, 64, 64 + 33);
  states.fill(5, 128, 128 + 31);
  assert.deepEqual(bandsOf(states, bands), { uniform: -1, present: (1 << 2) | (1 << 5) });
  assert.deepEqual([...bands.subarray(0, 3)], [2, 5, 2]);
});

test('a list writes out three members, from four on its ends and a tick for each between', () => {
  const none = new Set();
  assert.deepEqual(
    cellModel([1, 2, 3], [], [], none).written.map((line) => line.role),
    ['head', '', ''],
  );
  const long = cellModel([1, 2, 3, 4, 5], [1], [], new Set([3]));
  assert.deepEqual(
    long.written.map((line) => [line.pfn, line.role, line.mark]),
    [
      [1, 'head', 'new'],
      [5, 'tail', ''],
    ],
  );
  assert.equal(long.ticks, 3);
  assert.deepEqual(long.inked, [1]);
  const left = cellModel([2], [], [{ pfn: 1, at: 0 }], none);
  assert.deepEqual(
    left.written.map((line) => [line.pfn, line.mark]),
    [
      [1, 'ghost'],
      [2, ''],
    ],
  );
  assert.equal(left.delta, -1);
});

// ---- in the browser ----

for (const [name, viewport] of Object.entries(sizes)) {
  test(`${name}: fan and columns share their x on the screen`, async (t) => {
    const page = await openAt(t, SPLIT, { viewport });
    if (name === 'projector') await page.keyboard.press('p');
    await page.waitForSelector('.fan[data-k]');
    const gaps = await page.evaluate(() => {
      const heads = [...document.querySelectorAll('.fa-head')].map(
        (head) => head.getBoundingClientRect().left,
      );
      const ink = /** @type {Element} */ (
        document.querySelector('.stage-ink')
      ).getBoundingClientRect().left;
      return [...document.querySelectorAll('line[data-k]')].map((line) =>
        Math.abs(
          ink + Number(line.getAttribute('x2')) - heads[Number(line.getAttribute('data-k'))],
        ),
      );
    });
    assert.ok(gaps.length >= 10);
    assert.ok(Math.max(...gaps) < 0.5, `${gaps}`);
  });
}

test('the steal: the block is in ink on map and bench, a ghost stays in its list', async (t) => {
  const page = await openAt(t, STEAL);
  const pfn = await page.textContent('.tag-text');
  assert.match(pfn ?? '', /^[0-9a-f]{5}$/);
  const ghost = page.locator('.fa-member.is-ghost');
  assert.equal(await ghost.count(), 1);
  assert.equal(await ghost.textContent(), pfn);
  assert.equal(await page.locator('.fa-delta').textContent(), '\u22121');
  assert.equal(await page.locator('.ink-arrow').count(), 1);
  assert.ok((await page.textContent('.hand-label'))?.includes(`0x${pfn}`));
});

test('a split: the upper half stands over its list and at its head', async (t) => {
  const page = await openAt(t, SPLIT);
  const piece = page.locator('rect.piece.in-hand[data-piece]');
  assert.equal(await piece.count(), 1);
  const order = await piece.getAttribute('data-piece');
  const fresh = page.locator('.fa-member.is-new');
  assert.equal(await fresh.count(), 1);
  assert.equal(await fresh.locator('..').getAttribute('data-order'), order);
  const column = await fresh.locator('..').boundingBox();
  const block = await piece.boundingBox();
  assert.ok(
    column && block && block.x >= column.x && block.x + block.width <= column.x + column.width + 1,
  );
});

test('twelve steps forward and back give the first picture again', async (t) => {
  const page = await openAt(t, STEAL, { reducedMotion: 'reduce' });
  const first = await picture(page);
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelectorAll('[data-piece]').length > 3);
  assert.notEqual(await picture(page), first);
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => document.querySelectorAll('[data-piece]').length === 0);
  await page.waitForTimeout(100);
  assert.equal(await picture(page), first);
});

test('with reduced motion nothing travels', async (t) => {
  const page = await openAt(t, 100, { reducedMotion: 'reduce' });
  await page.evaluate(() => {
    const seen = /** @type {string[]} */ (/** @type {any} */ (window).seen = []);
    const layer = /** @type {Element} */ (document.querySelector('.motion-layer'));
    new MutationObserver(() => seen.push('something on the layer')).observe(layer, {
      childList: true,
    });
    const watch = () => {
      for (const animation of document.getAnimations()) {
        const frames = /** @type {KeyframeEffect} */ (animation.effect)?.getKeyframes() ?? [];
        if (frames.some((frame) => frame.transform && frame.transform !== 'none')) {
          seen.push('transform');
        }
      }
      requestAnimationFrame(watch);
    };
    watch();
  });
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(30);
  }
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).seen), []);
  assert.ok((await page.locator('[data-piece]').count()) > 0);
});

test('with motion a block travels, and the list counts when it has landed', async (t) => {
  const page = await openAt(t, 194);
  const count = () => page.locator('.fa-cell[data-mt="0"] .fa-count').count();
  const before = await count();
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('.motion-layer .flyer');
  assert.equal(await count(), before);
  await page.waitForSelector('.motion-layer .flyer', { state: 'detached' });
  assert.equal(await count(), before + 1);
});

test('by keyboard: over the map, into a pageblock and out again', async (t) => {
  const page = await openAt(t, 0);
  const cell = page.locator('.grid-cell');
  await cell.focus();
  assert.match(
    (await cell.getAttribute('aria-label')) ?? '',
    /^pageblock 0x[0-9a-f]+, \w+, [\d,]+ of 1,024/,
  );
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  assert.equal(await cell.getAttribute('aria-colindex'), '2');
  assert.equal(await page.locator('.grid-focus [role=row]').getAttribute('aria-rowindex'), '2');
  assert.ok(await page.locator('.place-card').isVisible());
  await page.keyboard.press('Enter');
  await page.waitForSelector('.stage[data-level="1"]');
  assert.match((await cell.getAttribute('aria-label')) ?? '', /^page 0x/);
  await page.keyboard.press('Escape');
  await page.waitForSelector('.stage[data-level="0"]');
  assert.ok(roomOf(page));
});

test('no text is smaller than 10.5 px', async (t) => {
  for (const viewport of [sizes.laptop, sizes.phone, { width: 1100, height: 760 }]) {
    const page = await openAt(t, SPLIT, { viewport });
    const small = await page.evaluate(() => {
      const found = [];
      for (const node of document.querySelectorAll('#stage *')) {
        const own = [...node.childNodes].some(
          (child) => child.nodeType === 3 && child.textContent?.trim(),
        );
        if (own && parseFloat(getComputedStyle(node).fontSize) < 10.5) found.push(node.className);
      }
      return found;
    });
    assert.deepEqual(small, []);
  }
});
