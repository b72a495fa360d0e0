// frozen.mjs - a handful of steps look as they did when somebody last looked at them (make frozen).
//
// The references are tests/browser/frozen/NAME.png, a pixel for each square of 8 x 8. REDRAW=1 draws them anew:
// look at the screenshots in build/screenshots/frozen-NAME.png before they are committed.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { screenshots } from '../lib/browser.mjs';
import { difference, isAlike, reduced } from '../lib/picture.mjs';
import { suite } from './page.mjs';

const room = suite();
const references = 'tests/browser/frozen';
const viewport = { width: 1280, height: 800 };
/** A picture that is not alike yet may still be on its way: fonts, events. In ms. */
const PATIENCE = 30_000;

/** The first split, and a machine that has pages of all eight states. */
const LINES = {
  first: ['alloc 0 GFP_KERNEL'],
  used: [
    'boot kmem_cache_init',
    'kmalloc 100',
    'boot pageset',
    'boot smp',
    'boot late',
    'boot wmark',
    'alloc 5 GFP_TEMPORARY',
    'alloc 3 GFP_KERNEL x3',
    'vmalloc 20000',
  ],
};
/** @typedef {keyof typeof LINES} Kind */

/** @type {{name: string, kind: Kind, event?: number, colorScheme: 'light' | 'dark', locale: string, hash?: string, inside?: number, close?: string, may?: number}[]} */
const STEPS = [
  { name: 'steal', kind: 'first', event: 143, colorScheme: 'light', locale: 'en-US' },
  { name: 'split', kind: 'first', event: 201, colorScheme: 'dark', locale: 'ko-KR' },
  { name: 'slabs', kind: 'used', colorScheme: 'light', locale: 'ko-KR', hash: '#slab=4f001' },
  {
    name: 'tables',
    kind: 'used',
    colorScheme: 'dark',
    locale: 'en-US',
    hash: '#tables=walk.ffff0000.0.page.read.kernel.hardware.auto',
  },
  { name: 'pageblock', kind: 'used', colorScheme: 'light', locale: 'en-US', inside: 0x4f000 },
  // every colour and every pattern, four times as large: there lines are wider than a square
  {
    name: 'legend',
    kind: 'first',
    event: 143,
    colorScheme: 'light',
    locale: 'en-US',
    close: '.legend',
    may: 1,
  },
];

/** Where each room ends. @type {Partial<Record<Kind, Promise<string>>>} */
const ends = {};

/** @param {Kind} kind @returns {Promise<string>} */
async function endOf(kind) {
  const made = await room.api('/api/rooms', { profile: 'study' });
  for (const text of LINES[kind]) await room.api(`/api/rooms/${made.room}/ops`, { text });
  const { ops } = await room.api(`/api/rooms/${made.room}`);
  const last = ops.at(-1);
  return `/r/${made.room}@${last.n}.${last.events}`;
}

/**
 * A page of its own that stands at this step.
 * @param {import('node:test').TestContext} t @param {typeof STEPS[number]} step
 */
async function openAt(t, { kind, event, colorScheme, locale, hash = '', inside, close }) {
  const end = await (ends[kind] ??= endOf(kind));
  const path = event === undefined ? end : end.replace(/\d+$/, String(event));
  const page = await room.open(t, path + hash, {
    viewport,
    deviceScaleFactor: close ? 4 : 1,
    colorScheme,
    locale,
    reducedMotion: 'reduce',
  });
  if (inside) {
    const cell = page.locator('.grid-cell');
    await cell.focus();
    // the first digit of a pfn is the row, the second the group of four
    for (let row = 0x20000; row < (inside & 0xf0000); row += 0x10000) await cell.press('ArrowDown');
    for (let group = 0; group < (inside & 0xf000); group += 0x1000) {
      await cell.press('Control+ArrowRight');
    }
    await cell.press('Enter');
    await page.waitForSelector('.stage[data-level="1"]');
  }
  await page.evaluate(() => document.fonts.ready);
  return page;
}

/** @type {Promise<import('playwright-core').Page> | undefined} */
let judge;

/** An empty page: pictures are reckoned with there. @param {import('playwright-core').Page} page @returns {Promise<import('playwright-core').Page>} */
function blank(page) {
  const browser = /** @type {import('playwright-core').Browser} */ (page.context().browser());
  return (judge ??= browser.newPage());
}

/** The board and the walk, or what is looked at closely, as it is compared. @param {import('playwright-core').Page} page @param {typeof STEPS[number]} step */
async function draw(page, { name, close }) {
  const path = join(screenshots, `frozen-${name}.png`); // the whole picture
  const clip = await page.evaluate(
    (shown) => {
      const [board, walk] = shown.map((one) =>
        /** @type {Element} */ (document.querySelector(one)).getBoundingClientRect(),
      );
      return { x: board.x, y: board.y, width: walk.right - board.x, height: board.height };
    },
    close ? [close, close] : ['.board', '#walk'],
  );
  return reduced(await blank(page), await page.screenshot({ clip, path, caret: 'hide' }));
}

/** Draws until the picture is like another, or for as long as that may take. @param {import('playwright-core').Page} page @param {Buffer} wanted @param {typeof STEPS[number]} step */
async function drawnLike(page, wanted, step) {
  const { name, may } = step;
  const since = Date.now();
  for (;;) {
    const drawn = await draw(page, step);
    const found = await difference(await blank(page), drawn, wanted);
    if (isAlike(found, may)) return drawn;
    if (Date.now() - since > PATIENCE) {
      const { perMille, places } = found;
      const where = JSON.stringify(places.slice(0, 12));
      assert.fail(`${name}: ${perMille.toFixed(1)} squares of 1,000 differ: [x, y, by] ${where}`);
    }
  }
}

/** Draws until nothing changes any more. @param {import('playwright-core').Page} page @param {typeof STEPS[number]} step */
async function drawnAnew(page, step) {
  /** @type {Buffer} */
  let last = Buffer.alloc(0);
  for (let same = 0; same < 5;) {
    const drawn = await draw(page, step);
    same = drawn.equals(last) ? same + 1 : 0;
    last = drawn;
  }
  mkdirSync(references, { recursive: true });
  writeFileSync(join(references, `${step.name}.png`), last);
}

for (const step of STEPS) {
  const { name } = step;
  test(`${name}: drawn twice, it looks as it did`, async (t) => {
    const page = await openAt(t, step);
    if (process.env.REDRAW) return drawnAnew(page, step);
    const reference = readFileSync(join(references, `${name}.png`));
    const first = await drawnLike(page, reference, step);
    return void (await drawnLike(await openAt(t, step), first, step));
  });
}
