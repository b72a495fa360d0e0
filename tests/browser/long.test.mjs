// long.test.mjs - inside mem_init: a step among millions of events, forward and back; a workload as a time-lapse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomOf, shown, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };

/** @param {Page} page */
const event = (page) => page.getAttribute('.steps-slider', 'aria-valuenow').then(Number);

test('ten steps forward and ten back inside mem_init', async (t) => {
  const made = await room.api('/api/rooms', { profile: 'study' });
  const page = await room.open(t, `/r/${made.room}@2.400000`, still);
  assert.equal(await event(page), 400000);
  const before = await shown(page);
  for (const key of ['ArrowRight', 'ArrowLeft']) {
    for (let i = 0; i < 10; i++) {
      const from = await event(page);
      await page.keyboard.press(key);
      await page.waitForFunction(
        (old) => document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') !== old,
        String(from),
      );
    }
  }
  const after = await shown(page);
  assert.ok(Math.abs((await event(page)) - 400000) < 10);
  assert.deepEqual(after.lists, before.lists);
  assert.ok(after.frames.includes('__free_pages_bootmem'), after.frames.join());
});

/** Stops a time-lapse with the button beside its progress, as soon as the picture is under way. @param {Page} page */
const stopSoon = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () => {
          const button = document.querySelector('.progress button');
          const at = Number(document.querySelector('.steps-slider')?.getAttribute('aria-valuenow'));
          if (!(button instanceof HTMLElement) || !(at > 0)) return requestAnimationFrame(look);
          button.click();
          return resolve(null);
        };
        look();
      }),
  );

/** Waits until a time-lapse was stopped inside the op, with the walk to step through. @param {Page} page @returns {Promise<number>} the event */
async function stopped(page) {
  await page.waitForSelector('.progress', { state: 'detached' });
  await page.waitForSelector('.frame-head');
  return event(page);
}

/** One step, and where it leads. @param {Page} page @param {string} key */
async function step(page, key) {
  const from = await event(page);
  await page.keyboard.press(key);
  await page.waitForFunction(
    (old) => document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') !== `${old}`,
    from,
  );
  return event(page);
}

test('a time-lapse stops at the event under way, and steps go on from there', async (t) => {
  const made = await room.api('/api/rooms', { profile: 'study' });
  const page = await room.open(t, `/r/${made.room}@1.147`, still);
  await page.keyboard.press(' '); // over into mem_init
  await stopSoon(page);
  const at = await stopped(page);
  assert.ok(at > 0 && at < 40_000_000, `${at}`);
  const next = await step(page, 'ArrowRight');
  assert.ok(next > at && next < at + 1000, `${next} after ${at}`);
  await step(page, 'ArrowLeft');
  const there = await shown(page);
  await page.goto(`${room.url}/r/${made.room}@2.${await event(page)}`);
  await page.waitForSelector('#app[data-ready=true]');
  assert.deepEqual((await shown(page)).lists, there.lists);
});

test('a workload that everybody watches: who stops stays inside it, and comes back', async (t) => {
  const page = await room.open(t, '/', still);
  await page.keyboard.press(':');
  await page.waitForFunction(() => document.activeElement?.id === 'command');
  await page.keyboard.type('workload 100000 seed 7 order 3');
  await page.keyboard.press('Enter');
  await stopSoon(page);
  await page.waitForFunction(() => document.querySelectorAll('.ops .op').length === 3);
  const at = await stopped(page);
  assert.ok(at > 0 && at < 15_000_000, `${at}`);
  const next = await step(page, 'ArrowRight');
  assert.ok(next > at && next < at + 1000, `${next} after ${at}`);
  await page.keyboard.press('f');
  await page.locator('.held-button', { hasText: /held [1-9]/ }).waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') ===
      document.querySelector('.steps-slider')?.getAttribute('aria-valuemax'),
  );
  assert.equal(await page.locator('.toast[data-tone=alarm]').count(), 0);
});

test('a breakpoint stops what would be a time-lapse', async (t) => {
  const made = await room.api('/api/rooms', { profile: 'study' });
  const kept = [{ name: 'buddyscope.breaks', value: 'page.split __free_pages_bootmem' }];
  const page = await room.open(t, `/r/${made.room}@1.147`, {
    ...still,
    storageState: { cookies: [], origins: [{ origin: room.url, localStorage: kept }] },
  });
  const stopsAt = async (/** @type {string} */ what, /** @type {number} */ op) => {
    await page.locator('.stopped', { hasText: what }).waitFor();
    await page.locator(`.ops .op:nth-child(${op})[aria-current]`).waitFor();
    await page.waitForSelector('.progress', { state: 'detached' });
  };
  await page.keyboard.press(' '); // over into mem_init
  await stopsAt('__free_pages_bootmem()', 2);
  await page.keyboard.press('f');
  await page.waitForSelector('.stopped', { state: 'detached' });
  await room.api(`/api/rooms/${made.room}/ops`, { text: 'workload 5000 seed 7 order 3' });
  await stopsAt('a block is split', 3);
});

test('a workload runs as a time-lapse, and both pages end the same', async (t) => {
  const one = await room.open(t, '/', still);
  const other = await room.open(t, `/r/${roomOf(one)}`, still);
  await one.keyboard.press(':');
  await one.waitForFunction(() => document.activeElement?.id === 'command');
  await one.keyboard.type('workload 5000 seed 7 order 3');
  await one.keyboard.press('Enter');
  for (const page of [one, other]) {
    await page.waitForFunction(
      () =>
        document.querySelectorAll('.ops .op').length === 3 &&
        document.querySelector('.ops .op:last-child')?.hasAttribute('aria-current') &&
        !document.querySelector('.progress'),
    );
  }
  assert.match(String(await one.textContent('.held-button')), /held [1-9]/);
  assert.deepEqual((await shown(other)).lists, (await shown(one)).lists);
});
