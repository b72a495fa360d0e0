// screenshots.test.mjs - the page at its three sizes, light and dark, in both languages, at moments worth looking at.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { screenshots, sizes } from '../lib/browser.mjs';
import { firstClick, roomOf, skip, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };

/** @param {Page} page @param {string} name */
async function picture(page, name) {
  const path = join(screenshots, `${name}.png`);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(150);
  await page.screenshot({ path });
  assert.ok(statSync(path).size > 20_000, path);
}

/** Steps forward until the current line of the walk has this text. @param {Page} page @param {string} text */
async function until(page, text) {
  for (let i = 0; i < 400; i++) {
    const now = await page.$$eval('[data-current=true]', (all) =>
      all.map((one) => one.textContent),
    );
    if (now.some((line) => line?.includes(text))) return;
    const step = await page.getAttribute('.steps-slider', 'aria-valuenow');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      (old) => document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') !== old,
      step,
      { timeout: 2000 },
    );
  }
  assert.fail(`no step says ${text}`);
}

/** A room in which the first page was taken. @param {import('node:test').TestContext} t */
async function played(t) {
  const page = await room.open(t, '/', still);
  await picture(page, 'first-visit-1440');
  await page.click(firstClick);
  await skip(page, 3);
  return `/r/${roomOf(page)}@3.0`;
}

test('screenshots', async (t) => {
  const path = await played(t);
  const shots = /** @type {const} */ ([
    ['steal-1440', 'list_del(&page->lru)', sizes.laptop, 'light', 'en'],
    ['expand-1440', 'set_page_order', sizes.laptop, 'light', 'ko'],
    ['steal-1440-dark', 'list_del(&page->lru)', sizes.laptop, 'dark', 'en'],
    ['pcp-1920', 'pcp->count += rmqueue_bulk()', sizes.projector, 'dark', 'ko'],
    ['expand-390', 'set_page_order', sizes.phone, 'light', 'ko'],
    ['steal-390-dark', 'list_del(&page->lru)', sizes.phone, 'dark', 'en'],
  ]);
  for (const [name, text, viewport, colorScheme, lang] of shots) {
    await t.test(name, async (inner) => {
      const locale = lang === 'ko' ? 'ko-KR' : 'en-US';
      const page = await room.open(inner, path, { ...still, viewport, colorScheme, locale });
      if (viewport === sizes.projector) await page.keyboard.press('p');
      await until(page, text);
      await picture(page, name);
    });
  }
  await t.test('share-1440', async (inner) => {
    const page = await room.open(inner, path, still);
    await page.click('.share');
    await page.waitForSelector('dialog[open]');
    await picture(page, 'share-1440');
  });
});
