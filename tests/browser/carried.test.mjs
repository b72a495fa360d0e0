// What leaves the room: links, QR code, the file with a recording, the frame.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import jsQR from 'jsqr';
import { complaints, sizes } from '../lib/browser.mjs';
import { encodeSession } from '../../static/src/session.js';
import { fetched, roomOf, shown, suite } from './page.mjs';

const at = suite();
const { open, api } = at;

/** @typedef {import('./page.mjs').Page} Page */

/** @param {string[]} lines @returns {Promise<string>} */
async function roomWith(lines) {
  const { room } = await api('/api/rooms', { profile: 'small' });
  for (const text of lines) await api(`/api/rooms/${room}/ops`, { text });
  return room;
}

/** @param {Page} page @param {string} name of the kind of link @param {RegExp} address */
async function chooseLink(page, name, address) {
  await page.locator('.share-card', { hasText: name }).locator('[name=share]').check();
  await page.waitForFunction((wanted) => {
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector('#share-address'));
    return field && new RegExp(wanted).test(field.value);
  }, address.source);
  return page.inputValue('#share-address');
}

/** @param {Page} page @param {string} step */
const standsAt = (page, step) =>
  page.locator('.where .step-number', { hasText: step }).waitFor({ timeout: 20_000 });

/** What a scanner reads of the code. @param {Page} page */
async function scanned(page) {
  const picture = await page.locator('.qr').evaluate(async (svg) => {
    const image = new Image(400, 400);
    const text = new XMLSerializer().serializeToString(svg);
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = new OffscreenCanvas(400, 400).getContext('2d');
    canvas?.drawImage(image, 0, 0, 400, 400);
    return [...(canvas?.getImageData(0, 0, 400, 400).data ?? [])];
  });
  return jsQR.default(Uint8ClampedArray.from(picture), 400, 400)?.data;
}

test('the whole session in a link opens a room of its own, at the same step', async (t) => {
  const room = await roomWith(['alloc 3 GFP_KERNEL x4', 'alloc 0 GFP_HIGHUSER_MOVABLE']);
  const page = await open(t, `/r/${room}@5.40`);
  const words = await page.locator('.steps-slider').getAttribute('aria-valuetext');
  await page.click('.topbar .share');
  const live = await chooseLink(page, 'Link to the room', /\/r\/[^@]+$/);
  assert.equal(live, `${at.url}/r/${room}`);
  assert.equal(await scanned(page), live);
  await page.getByText('Nobody else can reach this address').waitFor();
  const session = await chooseLink(page, 'whole session', /\/s#s=1\./);
  const other = await open(t, session.replace(at.url, ''));
  const landed = new URL(other.url());
  assert.match(landed.pathname, /^\/r\/[^@]+@5\.40$/);
  assert.ok(!landed.pathname.includes(room), 'another room');
  assert.equal(await other.locator('.steps-slider').getAttribute('aria-valuetext'), words);
  assert.deepEqual(await shown(other), await shown(page));
});

test('a session of another version of the model is run again by this one, and says so', async (t) => {
  const { version } = await api('/api/model');
  const recorded = version + 6;
  const ops = ['boot zonelists', 'boot mem_init', 'alloc 3 GFP_KERNEL x4', 'drain'];
  const session = { profile: 'small', slub: false, page_struct_size: 32, model: recorded, ops };
  const page = await open(t, `/s#s=${await encodeSession(session)}&at=5.40`);
  const said = `version ${recorded} of the model, run again with version ${version}`;
  await page.locator('.toast', { hasText: said }).waitFor();
  assert.match(new URL(page.url()).pathname, /^\/r\/[^@]+@5\.40$/);
  const { ops: run, model } = await api(`/api/rooms/${roomOf(page)}`);
  assert.deepEqual([run.length, model], [7, version]);
});

test('a session too long for a link says what to do instead', async (t) => {
  const room = await roomWith(Array(2).fill('alloc 0 GFP_KERNEL x1000'));
  const { ops } = await api(`/api/rooms/${room}`);
  // pages go back in an order that does not repeat, so the lines do not pack well
  const pfns = ops.flatMap((/** @type {any} */ op) => op.result.pfn ?? []);
  const mixed = pfns.map((/** @type {string} */ pfn, /** @type {number} */ i) => [
    (i * 389) % 2003,
    pfn,
  ]);
  mixed.sort((/** @type {any} */ one, /** @type {any} */ other) => one[0] - other[0]);
  const { ops: file, ...rest } = await api(`/api/rooms/${room}/export`);
  const { room: long } = await api('/api/rooms/import', {
    ...rest,
    digest: undefined, // that of the room before
    ops: [...file, ...mixed.map((/** @type {any} */ [, pfn]) => `free ${pfn}`)],
  });
  const page = await open(t, `/r/${long}`);
  await page.click('.topbar .share');
  await page.locator('.share-card', { hasText: 'whole session' }).locator('[name=share]').check();
  await page.getByText('Save the room as a file').waitFor();
  assert.equal(await page.locator('#share-address').count(), 0);
});

test('a damaged link says so', async (t) => {
  const page = await open(t, '/');
  await fetched(page);
  await page.goto(`${at.url}/s#s=1.AAAA`);
  await page.getByText('This link is not complete').waitFor();
});

test('steps saved as one HTML file open without network and go back and forth', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'buddyscope-file-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const room = await roomWith(['alloc 2 GFP_KERNEL', 'alloc 0 GFP_HIGHUSER_MOVABLE', 'drain']);
  const page = await open(t, `/r/${room}@4.30`);
  await page.click('.topbar .share');
  await page.locator('.save-steps input').first().fill('3.0');
  await page.locator('.save-steps input').last().fill('4');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('.save-steps button'),
  ]);
  const path = join(folder, 'steps.html');
  await download.saveAs(path);
  const text = readFileSync(path, 'utf8');
  assert.doesNotMatch(text, /<(script|link|img)[^>]*(src|href)=/, 'nothing is fetched');

  const context = await page.context().browser()?.newContext({
    viewport: sizes.laptop,
    offline: true,
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  assert.ok(context);
  t.after(() => context.close());
  const file = await context.newPage();
  const seen = complaints(file);
  await file.goto(pathToFileURL(path).href);
  await file.waitForSelector('#app[data-ready=true]');
  const [third, fourth] = (await api(`/api/rooms/${room}`)).ops.slice(2);
  await file.locator('.op', { hasText: third.text }).waitFor();
  assert.equal(await file.locator('.op').count(), 2);
  await standsAt(file, 'step 0');
  const start = await shown(file);
  for (let i = 1; i <= 5; i++) {
    await file.keyboard.press('ArrowRight');
    await standsAt(file, `step ${i} `);
  }
  await file.keyboard.press('End');
  await file.locator('.caption p', { hasText: third.result.pfn }).waitFor();
  await file.locator('.op', { hasText: fourth.text }).click();
  await file.keyboard.press('End');
  await file.locator('.caption p', { hasText: fourth.result.pfn }).waitFor();
  // what the daemon's own page shows there
  const there = await open(t, `/r/${room}@4.${fourth.events}`, { reducedMotion: 'reduce' });
  assert.deepEqual((await shown(file)).lists, (await shown(there)).lists);
  // and all the way back
  await file.locator('.op', { hasText: third.text }).click();
  await standsAt(file, 'step 0');
  assert.deepEqual(await shown(file), start);
  assert.deepEqual(seen, []);
});

test('a room saved as a file comes back through the dialog of the machine', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'buddyscope-file-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const room = await roomWith(['alloc 2 GFP_KERNEL x3']);
  const page = await open(t, `/r/${room}`);
  await page.click('.topbar .share');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('.save-room')]);
  const path = join(folder, 'room.json');
  await download.saveAs(path);
  await page.keyboard.press('Escape');
  await page.click('.topbar .machine');
  const broken = { name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{') };
  await page.locator('.from-file input').setInputFiles(broken);
  await page.locator('.refused', { hasText: 'broken.json' }).waitFor();
  await page.locator('.from-file input').setInputFiles(path);
  await page.waitForURL((url) => url.pathname.startsWith('/r/') && !url.pathname.includes(room));
  await page.waitForSelector('#app[data-ready=true]');
  const there = await api(`/api/rooms/${new URL(page.url()).pathname.slice(3)}`);
  assert.equal(there.digest, (await api(`/api/rooms/${room}`)).digest);
});

test('a frame plays its steps over and over, with nothing around them', async (t) => {
  const room = await roomWith(['alloc 2 GFP_KERNEL']);
  const page = await open(t, `/embed/${room}@3.0-3.40#speed=8`, { reducedMotion: 'reduce' });
  assert.equal(await page.locator('.topbar').isVisible(), false);
  assert.equal(await page.locator('.commandbar').isVisible(), false);
  assert.equal(await page.locator('.walk').isVisible(), false);
  assert.equal(await page.locator('#stage').isVisible(), true);
  const step = () =>
    page.evaluate(() =>
      Number(document.querySelector('.steps-slider')?.getAttribute('aria-valuenow')),
    );
  await page.waitForFunction(
    () => Number(document.querySelector('.steps-slider')?.getAttribute('aria-valuenow')) > 2,
  );
  const before = await step();
  // it begins again
  await page.waitForFunction(
    (there) =>
      Number(document.querySelector('.steps-slider')?.getAttribute('aria-valuenow')) < there,
    before,
  );
});

test('a frame shows the view that it asks for', async (t) => {
  const room = await roomWith(['alloc 2 GFP_KERNEL']);
  const page = await open(t, `/embed/${room}#view=counters`, { reducedMotion: 'reduce' });
  await page.locator('#view .stat-frame').waitFor();
});
