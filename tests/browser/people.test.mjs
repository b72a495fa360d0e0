// people.test.mjs - a driver, a viewer and a screen in one room: the chalk, following, looking around, notes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizes } from '../lib/browser.mjs';
import { firstClick, played, skip, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };

/** Waits until the page stands at this step. @param {Page} page @param {number} step */
const stands = (page, step) =>
  page.waitForFunction(
    (n) =>
      document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') === String(n) &&
      document.querySelector('.ops .op:last-of-type')?.getAttribute('aria-current') === 'step',
    step,
  );

/** @param {Page} page @param {string} name */
async function rename(page, name) {
  await page.click('.presence');
  await page.fill('input[name=my-name]', name);
  await page.press('input[name=my-name]', 'Tab');
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });
}

/** An owner who has locked the room and has the chalk, and its address. @param {import('node:test').TestContext} t */
async function lecture(t) {
  const { room: name, owner_key: key } = await room.api('/api/rooms', {});
  const owner = await room.open(t, `/r/${name}#key=${key}`, still);
  await rename(owner, 'Sol');
  await owner.click(firstClick);
  await skip(owner, 3);
  await owner.click('.presence');
  await owner.check('input[name=mode][value=locked]');
  await owner.waitForSelector('.people-list .avatar[data-chalk=true][data-you=true]');
  await owner.keyboard.press('Escape');
  return { owner, path: `/r/${name}` };
}

test('viewer and screen go where the driver goes; who touches something is alone until it comes back', async (t) => {
  const { owner, path } = await lecture(t);
  assert.equal(new URL(owner.url()).hash, ''); // the key does not stay in the address
  const viewer = await room.open(t, path, still);
  const wall = await room.open(t, path, { ...still, viewport: sizes.projector });
  await viewer.waitForSelector('.viewer-bar');
  assert.match(String(await viewer.textContent('.viewer-bar')), /Sol operates the machine/);
  assert.equal(await viewer.locator('.command .run').count(), 0);
  await wall.click('.presence');
  await wall.check('input[name=screen]');
  await wall.waitForSelector('html[data-screen=projector]');
  await wall.keyboard.press('Escape');

  await owner.keyboard.press('Home');
  for (let i = 0; i < 12; i++) await owner.keyboard.press('ArrowRight');
  for (const page of [owner, viewer, wall]) await stands(page, 12);
  await viewer.waitForSelector('.following');

  const map = await viewer.locator('#stage canvas').first().boundingBox();
  assert.ok(map);
  await viewer.keyboard.down('Alt');
  await viewer.mouse.click(map.x + map.width / 2, map.y + map.height / 2);
  await viewer.keyboard.up('Alt');
  for (const page of [owner, viewer, wall]) {
    const ring = page.locator('.point-ring span');
    await ring.waitFor();
    assert.match(String(await ring.textContent()), /^Viewer \d$/);
  }
  await viewer.waitForSelector('.following'); // pointing is not leaving

  await viewer.click('.buttons [aria-label="Step back"]');
  await viewer.waitForSelector('.alone');
  await stands(viewer, 11);
  await wall.keyboard.press('ArrowLeft'); // a screen is not led astray
  await owner.keyboard.press('2');
  await wall.waitForSelector('#view:not([hidden])');
  await owner.keyboard.press('1');
  await owner.keyboard.press('ArrowRight');
  for (const page of [owner, wall]) await stands(page, 13);
  await stands(viewer, 11);
  await viewer.click('.alone');
  await viewer.waitForSelector('.following');
  await stands(viewer, 13);
});

test('in an open room whoever operates leads, and nobody is torn from what it looks at', async (t) => {
  const { room: name } = await room.api('/api/rooms', {});
  const [one, two] = [
    await room.open(t, `/r/${name}`, still),
    await room.open(t, `/r/${name}`, still),
  ];
  await one.click(firstClick);
  await skip(one, 3);
  await played(two, 3);
  await one.keyboard.press('Home');
  await one.keyboard.press('ArrowRight');
  for (const page of [one, two]) await stands(page, 1);
  await two.keyboard.press('End');
  await two.fill('#command', 'alloc 1 GFP_KERNEL');
  await two.press('#command', 'Enter');
  await one.waitForFunction(() => document.querySelectorAll('.ops .op').length === 4);
  await one.waitForSelector('.alone');
  await two.waitForSelector('.avatar[data-chalk=true][data-you=true]');
  assert.equal(await one.getAttribute('.steps-slider', 'aria-valuenow'), '1');
  await one.click('.alone');
  await one.waitForSelector('.following');
  await one.waitForFunction(
    () =>
      document.querySelector('.ops .op:nth-of-type(4)')?.getAttribute('aria-current') === 'step',
  );

  await two.keyboard.press('Escape');
  await two.keyboard.press('Home');
  await stands(two, 0);
  const late = await room.open(t, `/r/${name}`, still); // comes to where the driver is
  await stands(late, 0);
  const linked = await room.open(t, `/r/${name}@3.1`, still); // and a link to a step is that step
  await linked.waitForSelector('.alone');
  await linked.waitForSelector('.ops .op:nth-of-type(3)[aria-current=step]');
});

test('the chalk is asked for, given and taken back', async (t) => {
  const { owner, path } = await lecture(t);
  const viewer = await room.open(t, path, still);
  await rename(viewer, 'Bo');
  await viewer.click('.viewer-bar .chalk-button');
  await owner.waitForSelector('.asks');
  assert.match(String(await owner.textContent('.asks')), /Bo asks for the chalk/);
  await owner.click('.asks .primary');
  await owner.waitForSelector('.asks', { state: 'detached' });
  await viewer.waitForSelector('.command .run');
  await viewer.fill('#command', 'alloc 1 GFP_KERNEL');
  await viewer.press('#command', 'Enter');
  await owner.waitForFunction(() => document.querySelectorAll('.ops .op').length === 4);
  await owner.waitForSelector('.avatar[data-chalk=true]:not([data-you=true])');
  await owner.click('.presence');
  await owner.click('.people-list [data-you=true] ~ .chalk-button');
  await viewer.waitForSelector('.viewer-bar');
});

test('a note is pinned to a step, seen by others there and on the timeline, and taken away', async (t) => {
  const { owner, path } = await lecture(t);
  const viewer = await room.open(t, path, still);
  await owner.keyboard.press('Home');
  for (let i = 0; i < 5; i++) await owner.keyboard.press('ArrowRight');
  await stands(owner, 5);
  await owner.keyboard.press('n');
  await owner.fill('.note-form textarea', 'Why here?');
  await owner.click('.buttons [aria-label="Step"]'); // it stays with the step at which it was begun
  await stands(owner, 6);
  await owner.press('.note-form textarea', 'Enter');
  for (const page of [owner, viewer]) {
    await page.waitForSelector('.note-flags button');
    await page.waitForSelector('.op .note-count');
  }
  await owner.click('.note-flags button');
  await stands(viewer, 5);
  const seen = viewer.locator('.note-line');
  await seen.waitFor();
  assert.match(String(await seen.textContent()), /Why here\?\s*— Sol/);
  assert.equal(await viewer.locator('.note-line .quiet-button').count(), 0);
  await viewer.keyboard.press('End');
  await seen.waitFor({ state: 'detached' });
  await viewer.click('.note-flags button');
  await stands(viewer, 5);
  await seen.waitFor();
  await owner.click('.note-line .quiet-button');
  await seen.waitFor({ state: 'detached' });
  await viewer.waitForSelector('.note-flags', { state: 'detached' });
});
