// The plot under the timeline, and a room of more operations than the page is sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suite } from './page.mjs';

const { open, api } = suite();

/** @typedef {import('./page.mjs').Page} Page */

/** @param {string[]} lines @returns {Promise<string>} */
async function roomWith(lines) {
  const { room } = await api('/api/rooms', { profile: 'small' });
  for (const text of lines) await api(`/api/rooms/${room}/ops`, { text });
  return room;
}

/** @param {Page} page @param {number} op */
const standsAt = (page, op) =>
  page.locator(`.plot-strip[aria-valuenow="${op}"]`).waitFor({ timeout: 20_000 });

/** @param {number} n */
const decimal = (n) => n.toLocaleString('en-US');

test('the panel says what was free after the op pointed at', async (t) => {
  const room = await roomWith(['alloc 3 GFP_KERNEL x10', 'alloc 0 GFP_HIGHUSER_MOVABLE x10']);
  const page = await open(t, `/r/${room}`);
  const { zones } = await api(`/api/rooms/${room}/series?order=4`);
  const [normal] = zones;
  await page.keyboard.press('h');
  const panel = page.locator('.plot-panel');
  await panel.getByText(decimal(normal.free[21]), { exact: true }).first().waitFor();
  await panel.locator('select').selectOption('4');
  const index = (normal.unusable[6] / 1000).toFixed(3);
  const strip = await page.locator('.plot-strip').boundingBox();
  assert.ok(strip);
  // op 7 of 22
  await page.mouse.move(strip.x + (strip.width * 6) / 21, strip.y + 8);
  await panel.locator('.plot-told', { hasText: '#7 alloc 3 GFP_KERNEL' }).waitFor();
  await panel.getByText(decimal(normal.free[6]), { exact: true }).first().waitFor();
  await panel.getByText(index, { exact: true }).waitFor();
  for (const [letter, type] of [
    ['U', 'UNMOVABLE'],
    ['M', 'MOVABLE'],
  ]) {
    const row = panel.locator('.plot-row', { has: page.locator(`[data-type=${letter}]`) });
    assert.equal(await row.locator('b').textContent(), decimal(normal.types[type][6]), type);
  }
  await page.keyboard.press('h');
  await panel.waitFor({ state: 'detached' });
});

test('the strip is drawn, and dragging over it is a seek', async (t) => {
  const room = await roomWith(['alloc 2 GFP_KERNEL x18']);
  const page = await open(t, `/r/${room}`);
  await standsAt(page, 20);
  const strip = await page.locator('.plot-strip').boundingBox();
  assert.ok(strip);
  const x = (/** @type {number} */ op) => strip.x + (strip.width * (op - 1)) / 19;
  await page.mouse.move(x(19), strip.y + 8);
  await page.mouse.down();
  for (const op of [15, 10, 6]) await page.mouse.move(x(op), strip.y + 8);
  await standsAt(page, 6);
  await page.mouse.up();
  await page.locator('.plot-strip').press('ArrowRight');
  await standsAt(page, 7);
  await page.waitForFunction(() => {
    const canvas = /** @type {HTMLCanvasElement | null} */ (document.getElementById('plot-canvas'));
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    return data?.some((byte) => byte > 0);
  });
});

test('a room of 700 ops: the oldest are asked for when they are wanted', async (t) => {
  const room = await roomWith(Array(7).fill('alloc 0 GFP_KERNEL x100'));
  const page = await open(t, `/r/${room}`);
  await standsAt(page, 702);
  await page.locator('.op.dense', { hasText: '1–642' }).waitFor();
  await page.locator('.plot-strip').press('Home');
  await standsAt(page, 1);
  await page.locator('.op', { hasText: 'boot mem_init' }).waitFor();
  await page.locator('.op.dense', { hasText: '61–702' }).waitFor();
  await page.locator('.op', { hasText: /^\s*50\s/ }).click();
  await standsAt(page, 50);
  await page.keyboard.press('End');
  await page.waitForFunction(() => {
    const slider = document.querySelector('.steps-slider');
    return slider?.getAttribute('aria-valuenow') === slider?.getAttribute('aria-valuemax');
  });
  const { ops } = await api(`/api/rooms/${room}/ops?from=50&count=1`);
  await page.locator('.caption p', { hasText: ops[0].result.pfn }).waitFor();
});
