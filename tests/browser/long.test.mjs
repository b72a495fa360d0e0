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
