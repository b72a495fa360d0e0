// page.bench.mjs - the page's figures: its weight, the time to the first split, the drawing of a much changed map.
import { readFileSync } from 'node:fs';
import { launchBrowser, sizes } from '../lib/browser.mjs';
import { startDaemon } from '../lib/daemon.mjs';

/** @param {string} name @param {string} value @param {string} goal */
const figure = (name, value, goal) =>
  console.log(`${name.padEnd(44)} ${value.padStart(12)}   (goal ${goal})`);

const weight = JSON.parse(readFileSync('build/static.weight.json', 'utf8'));
const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
figure('page, compressed, to open it, fonts apart', kB(weight.opening), 'under 150 kB');
figure('page, compressed, with what it may fetch later', kB(weight.all), 'under 200 kB');

const daemon = await startDaemon();
const browser = await launchBrowser();
try {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const page = await (await browser.newContext({ viewport: sizes.laptop })).newPage();
    const start = Date.now();
    await page.goto(daemon.url);
    await page.click('.first-button');
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('.frame-head b')].some((one) => one.textContent === 'expand'),
      null,
      { polling: 10 },
    );
    times.push(Date.now() - start);
    await page.context().close();
  }
  times.sort((a, b) => a - b);
  figure('from the URL to the first split, one click', `${times[2]} ms`, 'under 2000 ms');

  const made = await (
    await fetch(`${daemon.url}/api/rooms`, { method: 'POST', body: '{"profile":"study"}' })
  ).json();
  await fetch(`${daemon.url}/api/rooms/${made.room}/ops`, {
    method: 'POST',
    body: JSON.stringify({ text: 'alloc 10 GFP_KERNEL|__GFP_COMP x4' }),
  });
  const page = await (
    await browser.newContext({ viewport: sizes.laptop, reducedMotion: 'reduce' })
  ).newPage();
  await page.goto(`${daemon.url}/r/${made.room}`);
  await page.waitForSelector('#app[data-ready=true]');
  const draws = [];
  for (let i = 0; i < 20; i++) {
    await page.evaluate(() => performance.clearMeasures('draw'));
    for (let op = 0; op < 4; op++) await page.keyboard.press(i % 2 ? ']' : '[');
    await page.keyboard.press(i % 2 ? 'End' : 'Home');
    await page.waitForTimeout(100);
    draws.push(
      ...(await page.evaluate(() =>
        performance.getEntriesByName('draw').map((one) => one.duration),
      )),
    );
  }
  draws.sort((a, b) => a - b);
  figure(
    'drawing after a seek over 4,096 pages, median',
    `${draws[draws.length >> 1].toFixed(1)} ms`,
    'under 8 ms',
  );
  figure(
    'the same, 95 of 100',
    `${draws[Math.floor(draws.length * 0.95)].toFixed(1)} ms`,
    'under 8 ms',
  );
} finally {
  await browser.close();
  await daemon.stop();
}
