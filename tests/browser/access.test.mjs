// access.test.mjs - the page for every reader: keys, languages, reduced motion, a phone, errors in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizes } from '../lib/browser.mjs';
import { firstClick, played, shown, skip, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };

/** @param {Page} page */
const step = (page) => page.getAttribute('.steps-slider', 'aria-valuenow').then(Number);

/** @param {Page} page @param {number} n */
const reaches = (page, n) =>
  page.waitForFunction(
    (wanted) => document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') === wanted,
    String(n),
  );

/** @param {Page} page @param {string} command */
async function type(page, command) {
  await page.keyboard.press(':');
  await page.waitForFunction(() => document.activeElement?.id === 'command');
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
}

test('keys step, jump, play and open what they say', async (t) => {
  const page = await room.open(t, '/', still);
  await page.click(firstClick);
  await skip(page, 3);
  const last = await step(page);
  await page.keyboard.press('Home');
  await reaches(page, 0);
  await page.keyboard.press('ArrowRight');
  await reaches(page, 1);
  await page.keyboard.press('ArrowLeft');
  await reaches(page, 0);
  await page.keyboard.press('Shift+ArrowRight');
  assert.ok((await step(page)) >= 0);
  await page.keyboard.press('End');
  await reaches(page, last);
  await page.keyboard.press('Space');
  await page.waitForFunction(
    () => document.querySelector('.buttons .play')?.getAttribute('aria-label') === 'Pause',
  );
  await page.keyboard.press('Space');
  await page.waitForFunction(
    () => document.querySelector('.buttons .play')?.getAttribute('aria-label') === 'Play',
  );
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog[open]', { state: 'detached' });
  await page.keyboard.press('d');
  assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
  await page.keyboard.press('p');
  assert.equal(await page.getAttribute('html', 'data-screen'), 'projector');
});

test('a command is typed, its history comes back, a wrong one is answered in place', async (t) => {
  const page = await room.open(t, '/', still);
  await type(page, 'alloc 2 GFP_KERNEL');
  await page.waitForFunction(() => document.querySelectorAll('.ops .op').length === 3);
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(
    () =>
      /** @type {HTMLInputElement} */ (document.getElementById('command')).value ===
      'alloc 2 GFP_KERNEL',
  );
  await page.fill('#command', 'alloc 11 GFP_KERNEL');
  await page.keyboard.press('Enter');
  const error = await page.waitForSelector('[role=alert]');
  assert.match(String(await error.textContent()), /order.*10/s);
  assert.match(String(await error.textContent()), /\^/);
  await page.fill('#command', 'alloc 1 GFP_NOSUCH');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() =>
    /gfp/.test(document.querySelector('[role=alert]')?.textContent ?? ''),
  );
  assert.equal(await page.locator('.ops .op').count(), 3);
});

test('buttons: order, gfp, held and free', async (t) => {
  const page = await room.open(t, '/', still);
  await page.click('.orders [role=radio]:nth-child(4)');
  await page.click('.gfp-button');
  await page.click('.gfp-menu .row:has-text("GFP_HIGHUSER_MOVABLE")');
  assert.match(String(await page.textContent('.menu-result')), /0x[0-9a-f]+.*MOVABLE/s);
  await page.keyboard.press('Escape');
  await page.click('.run');
  await page.waitForFunction(() =>
    /held 1\b/.test(document.querySelector('.held-button')?.textContent ?? ''),
  );
  await played(page, 3);
  await page.click('.held-button');
  await page.click('.held-menu .chip');
  await page.click('.held-menu .primary');
  await page.waitForFunction(() =>
    /held 0\b/.test(document.querySelector('.held-button')?.textContent ?? ''),
  );
});

test('reduced motion: nothing travels between frames', async (t) => {
  const page = await room.open(t, '/', still);
  await page.click(firstClick);
  for (let i = 0; i < 20; i++) {
    assert.equal(
      await page.evaluate(
        () => document.getAnimations().filter((one) => one.playState === 'running').length,
      ),
      0,
    );
    await page.waitForTimeout(40);
  }
});

test('Korean: every word of the frame, kernel names unchanged', async (t) => {
  const page = await room.open(t, '/', still);
  await page.keyboard.press('l');
  await page.waitForFunction(() => document.documentElement.lang === 'ko');
  assert.equal((await page.textContent('.run'))?.includes('실행'), true);
  await page.click(firstClick);
  await page.waitForFunction(
    () => document.querySelector('.buttons .play')?.getAttribute('aria-label') === '재생',
  );
  assert.match(String(await page.textContent('[role=status]')), /[가-힣]/);
  await page.waitForLoadState('networkidle');
  await page.reload();
  await page.waitForSelector('#app[data-ready=true]');
  assert.equal(await page.getAttribute('html', 'lang'), 'ko');
});

test('a phone shows the same room on one screen', async (t) => {
  const page = await room.open(t, '/', { ...still, viewport: sizes.phone, hasTouch: true });
  await page.tap(firstClick);
  await played(page, 3);
  const sizesOf = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    high: document.documentElement.scrollHeight,
  }));
  assert.deepEqual(sizesOf, { wide: 390, high: 844 });
  const targets = await page.$$eval('.buttons button', (all) =>
    all
      .filter((one) => one.getClientRects().length > 0)
      .map((one) => one.getBoundingClientRect().height),
  );
  assert.ok(targets.length >= 3 && targets.every((height) => height >= 48), String(targets));
  await page.tap('.sheet-handle');
  await page.waitForSelector('.did');
  assert.ok((await shown(page)).lists.length > 0);
});

test('a room that is not here says so', async (t) => {
  const page = await room.open(t, '/', still);
  const gone = await page.context().newPage();
  await gone.goto(`${room.url}/r/nosuchroom`);
  await gone.waitForSelector('.screen');
  assert.match(String(await gone.textContent('.screen')), /nosuchroom/);
});

test('grids, sliders and buttons have names', async (t) => {
  const page = await room.open(t, '/', still);
  const nameless = await page.$$eval('button, [role=slider], [role=grid], input, select', (all) =>
    all
      .filter((one) => one.getClientRects().length > 0)
      .filter((one) => {
        const element = /** @type {HTMLElement} */ (one);
        const label = element.getAttribute('aria-label') ?? element.textContent ?? '';
        return label.trim() === '' && !element.closest('label');
      })
      .map((one) => one.outerHTML.slice(0, 120)),
  );
  assert.deepEqual(nameless, []);
});
