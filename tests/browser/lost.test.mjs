// lost.test.mjs - the daemon goes away while somebody looks: the page says so and what is here can still be walked through.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser, sizes } from '../lib/browser.mjs';
import { startDaemon } from '../lib/daemon.mjs';
import { firstClick, skip } from './page.mjs';

test('without the daemon the page is read-only and steps backward', async (t) => {
  const daemon = await startDaemon();
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const context = await browser.newContext({
    viewport: sizes.laptop,
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(daemon.url);
  await page.click(firstClick);
  await skip(page, 3);
  await daemon.stop();
  await page.waitForSelector('.offline');
  assert.match(String(await page.textContent('.offline')), /read-only since \d\d:\d\d:\d\d/);
  assert.ok(await page.isDisabled('.run'));
  await page.keyboard.press('Home');
  await page.waitForFunction(
    () => document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') === '0',
  );
});
