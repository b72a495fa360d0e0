// Study notes in the page: the walk taken out as one, and one checked line by line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suite } from './page.mjs';

const { open, api } = suite();

/** @typedef {import('./page.mjs').Page} Page */

/** @param {Page} page */
async function openNote(page) {
  await page.locator('.walk-head .pill', { hasText: 'Note' }).click();
  await page.locator('.studynote-text[aria-busy=false]').waitFor();
}

test('the walk of a range as a note, in three formats', async (t) => {
  const { room } = await api('/api/rooms', { profile: 'small' });
  await api(`/api/rooms/${room}/ops`, { text: 'alloc 0 GFP_KERNEL' });
  const page = await open(t, `/r/${room}`);
  await openNote(page);
  const text = page.locator('.studynote-text');
  await text.getByText('## page_alloc.c::buffered_rmqueue()').waitFor();
  const walk = await (await fetch(new URL(`/api/rooms/${room}/walk?from=3.0`, page.url()))).text();
  assert.equal((await text.textContent())?.trim(), walk.trim());
  await page.getByRole('button', { name: 'tsv', exact: true }).click();
  await text.getByText('depth\tfunction\tfile:line').waitFor();
  const from = page.locator('.studynote-range input[name=from]');
  await from.fill('9');
  await from.press('Enter');
  await page.locator('.dialog [role=alert]', { hasText: 'OP' }).waitFor();
  await from.fill('3.2');
  await from.press('Enter');
  await text.getByText('depth\tfunction').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  assert.match((await download).suggestedFilename(), /^walk-3\.2-3\.\d+\.tsv$/);
});

test('a note is checked: what is wrong is struck, what was asked is there, and its step is a click away', async (t) => {
  const { room } = await api('/api/rooms', { profile: 'study' });
  await api(`/api/rooms/${room}/ops`, { text: 'boot kmem_cache_init' });
  const page = await open(t, `/r/${room}`);
  await openNote(page);
  await page.locator('[data-note-form=check]').click();
  await page
    .locator('#studynote-field')
    .fill(
      '- __rmqueue_fallback()\n// current_order: 5\n// 가정: i: 3\n- expand()\n// high: ????\n// low: 0\n',
    );
  await page.locator('.studynote-check button[type=submit]').click();
  const finding = (/** @type {string} */ verdict) =>
    page.locator(`.finding[data-verdict=${verdict}]`);
  await finding('wrong').waitFor();
  assert.equal(await finding('wrong').locator('s').textContent(), '5');
  assert.equal(await finding('wrong').locator('b').textContent(), '10');
  assert.equal(await finding('assumed').locator('.finding-said').textContent(), '3');
  assert.equal(await finding('filled').locator('b').textContent(), '10');
  assert.equal(await finding('right').count(), 0);
  await page.locator('.studynote-filters [data-verdict=right]').click();
  await finding('right').waitFor();
  const step = (await finding('filled').locator('.finding-step').textContent())?.trim() ?? '';
  await finding('filled').locator('.finding-step').click();
  await page.locator('.dialog').waitFor({ state: 'detached' });
  await page.locator('.frame-head b', { hasText: 'expand' }).first().waitFor();
  const [op, event] = step.split('.');
  const line = await (
    await fetch(
      new URL(`/api/rooms/${room}/ops/${op}/events?from=${Number(event) - 1}&count=1`, page.url()),
    )
  ).text();
  assert.match(line, /high: 10/);
});

test('a note without claims is no mistake, and stays in its field', async (t) => {
  const { room } = await api('/api/rooms', { profile: 'small' });
  const page = await open(t, `/r/${room}`);
  await openNote(page);
  await page.locator('[data-note-form=check]').click();
  assert.equal(await page.locator('.studynote-check button[type=submit]').isDisabled(), true);
  await page.locator('#studynote-field').fill('nothing to check');
  await page.locator('.studynote-check button[type=submit]').click();
  await page.locator('.studynote-findings', { hasText: 'no “name: value”' }).waitFor();
  assert.equal(await page.locator('#studynote-field').inputValue(), 'nothing to check');
});
