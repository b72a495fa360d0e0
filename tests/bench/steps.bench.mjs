// steps.bench.mjs - what a reader feels: how soon the page can be used on a slow machine, how soon a step is seen, and that ten thousand
// steps leave nothing behind.
import { launchBrowser, sizes } from '../lib/browser.mjs';
import { startDaemon } from '../lib/daemon.mjs';

const SLOW = 4;
const OPENED = 7;
const STEPS = 300;
const LONG = 10_000;
/** Where nobody looks at each one, so many steps go by in a frame. */
const AT_ONCE = 10;

/** @typedef {import('playwright-core').Page} Page */

/** @param {string} name @param {string} value @param {string} goal */
const figure = (name, value, goal) =>
  console.log(`${name.padEnd(52)} ${value.padStart(12)}   (goal ${goal})`);

/** @param {number[]} all @param {number} share */
const at = (all, share) => all.toSorted((a, b) => a - b)[Math.floor((all.length - 1) * share)];

const daemon = await startDaemon();
const browser = await launchBrowser();

/** @param {string[]} texts */
async function roomWith(texts) {
  const post = { method: 'POST', body: '{"profile":"study"}' };
  const { room } = await (await fetch(`${daemon.url}/api/rooms`, post)).json();
  for (const text of texts) {
    const body = JSON.stringify({ text });
    await fetch(`${daemon.url}/api/rooms/${room}/ops`, { method: 'POST', body });
  }
  return room;
}

/** A page in a browser of its own, at a place. @param {string} place */
async function open(place) {
  const context = await browser.newContext({ viewport: sizes.laptop, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  return {
    page,
    devtools,
    ready: async () => {
      await page.goto(`${daemon.url}/r/${place}`);
      await page.waitForSelector('#app[data-ready=true]');
    },
  };
}

/** Milliseconds from the navigation until the page can be used, in an empty cache; by the clock, and of the main thread's own time. @param {string} room @param {number} rate */
async function openedIn(room, rate) {
  const { page, devtools, ready } = await open(room);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate });
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector('#app[data-ready=true]')) performance.mark('usable');
    }).observe(document, { subtree: true, attributeFilter: ['data-ready'] });
  });
  await ready();
  const time = await page.evaluate(() => performance.getEntriesByName('usable')[0].startTime);
  const { metrics } = await devtools.send('Performance.getMetrics');
  const work = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  await page.context().close();
  return { time, work: work * 1000 };
}

/**
 * Presses a key so many times, each time when the step before is on the screen; milliseconds from each key to its picture.
 * @param {Page} page @param {string} key @param {number} times @param {number} [atOnce] keys pressed one right after the other
 * @returns {Promise<number[]>}
 */
const steps = (page, key, times, atOnce = 1) =>
  page.evaluate(
    async ([name, n, many]) => {
      const slider = () => document.querySelector('.steps-slider')?.getAttribute('aria-valuenow');
      const press = () =>
        document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key: `${name}`, bubbles: true, cancelable: true }),
        );
      const painted = () =>
        new Promise((resolve) => {
          requestAnimationFrame(() => setTimeout(resolve));
        });
      const took = [];
      for (let i = 0; i < Number(n); i += Number(many)) {
        const before = slider();
        const start = performance.now();
        for (let one = 0; one < Number(many); one++) press();
        do await painted();
        while (slider() === before);
        took.push(performance.now() - start);
      }
      return took;
    },
    [key, times, atOnce],
  );

/** Megabytes that live in the page's JavaScript, with its buffers. @param {import('playwright-core').CDPSession} devtools */
async function heap(devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  const used = await devtools.send('Runtime.getHeapUsage');
  return (used.usedSize + (used.backingStorageSize ?? 0)) / 1e6;
}

try {
  const room = await roomWith(['alloc 0 GFP_KERNEL x40']);
  const slow = [];
  const fast = [];
  for (let i = 0; i < OPENED; i++) {
    fast.push(await openedIn(room, 1));
    slow.push(await openedIn(room, SLOW));
  }
  const median = (/** @type {number[]} */ all) => `${at(all, 0.5).toFixed(0)} ms`;
  const goal = 'under 1500 ms';
  figure(
    `until it can be used, ${SLOW}x slower, median`,
    median(slow.map(({ time }) => time)),
    goal,
  );
  figure('the same, not slowed down', median(fast.map(({ time }) => time)), 'for comparison');
  figure(
    `${SLOW} times the main thread's own work until then`,
    median(fast.map(({ work }) => SLOW * work)),
    goal,
  );

  const inside = await open(`${room}@2.400000`);
  await inside.ready();
  for (const key of ['ArrowRight', 'ArrowLeft']) {
    const took = await steps(inside.page, key, STEPS);
    figure(
      `from key to picture, ${key}, 95 of 100`,
      `${at(took, 0.95).toFixed(1)} ms`,
      'under 50 ms',
    );
  }
  // there and back once, so that what is kept for the way back is there; then again
  const heaps = [];
  for (let round = 0; round < 2; round++) {
    await steps(inside.page, 'ArrowRight', LONG / 2, AT_ONCE);
    await steps(inside.page, 'ArrowLeft', LONG / 2, AT_ONCE);
    heaps.push(await heap(inside.devtools));
  }
  const grown = ((heaps[1] - heaps[0]) / heaps[0]) * 100;
  figure(
    'heap after 10,000 steps, forward and back',
    `${heaps[0].toFixed(1)} MB`,
    'before 10,000 more',
  );
  figure('what it grows by in 10,000 more', `${grown.toFixed(1)} %`, 'under 5 %');
} finally {
  await browser.close();
  await daemon.stop();
}
