// beside.test.mjs - a room forked by click and compared with where it came from: where they part, what differs, both stepped together.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizes } from '../lib/browser.mjs';
import { roomOf, skip, suite } from './page.mjs';

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };

test('forked, taken another way, and compared', async (t) => {
  const { room: name } = await room.api('/api/rooms', {});
  for (const text of ['alloc 0 GFP_KERNEL', 'alloc 3 GFP_KERNEL']) {
    await room.api(`/api/rooms/${name}/ops`, { text });
  }
  const page = await room.open(t, `/r/${name}@4.0`, still);
  await page.click('.fork'); // before op 4
  await page.waitForURL((url) => url.hash === `#from=${name}`);
  await page.waitForSelector('#app[data-ready=true]');
  const fork = roomOf(page);
  await page.fill('#command', 'alloc 3 GFP_HIGHUSER_MOVABLE');
  await page.press('#command', 'Enter');
  await page.keyboard.press('Escape');
  await skip(page, 4);
  await page.getByRole('button', { name: 'Compare' }).click();
  const part = page.locator('.beside-part', { hasText: 'They part at op 4' });
  await part.waitFor();
  assert.match(
    String(await part.textContent()),
    /alloc 3 GFP_HIGHUSER_MOVABLE here, alloc 3 GFP_KERNEL there/,
  );
  const differing = page.locator('.beside-lists td[data-differs=true]');
  await differing.first().waitFor();
  const count = await differing.count();
  assert.ok(count >= 4 && count % 2 === 0, `${count} lists`); // both sides mark the same lists
  assert.match(String(await page.textContent('.beside-pages h3')), /Pages that differ: 16/);
  assert.match(
    String(await page.textContent('.beside-pages tbody')),
    /4f008–4f00f\s*free, UNMOVABLE\s*allocated/,
  );
  assert.match(String(await page.textContent('.beside-counters tbody')), /NR_FREE_PAGES/);

  // both go together, step by step, and before they part nothing differs
  await page.keyboard.press('Home');
  const other = page.locator('[data-side=two] h3', { hasText: '4.0' });
  await other.waitFor();
  await page.waitForFunction(
    () => document.querySelectorAll('.beside-lists td[data-differs=true]').length === 0,
  );
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => {
    const [one, two] = [...document.querySelectorAll('.beside-room h3 span')]
      .filter((span) => /^\d+\.\d+$/.test(span.textContent ?? ''))
      .map((span) => span.textContent);
    return one === two && one !== '4.0';
  });

  // and a link to it is that comparison
  const guest = await room.open(t, `/r/${fork}@3.0#with=${name}`, {
    ...still,
    locale: 'ko-KR',
    viewport: sizes.phone,
  });
  await guest.getByText('연산 4에서 갈라진다').waitFor();
  await guest.getByRole('button', { name: '그곳으로' }).click();
  await guest.locator('[data-side=two] h3', { hasText: /^\s*다른 방\s*4\./ }).waitFor();
  await guest.click('.view-close');
  await guest.waitForSelector('#view', { state: 'hidden' });
});

test('another room is found by its address; one that is gone is said to be', async (t) => {
  const { room: name } = await room.api('/api/rooms', {});
  const { room: other } = await room.api('/api/rooms', {});
  const page = await room.open(t, `/r/${name}`, still);
  await page.click('.machine');
  await page.fill('.beside-form input', `${room.url}/r/${other}@2.0#slab=x`);
  await page.press('.beside-form input', 'Enter');
  await page.getByText('The same up to here: 2 ops').waitFor();
  assert.equal(await page.locator('[data-differs=true]').count(), 0);
});
