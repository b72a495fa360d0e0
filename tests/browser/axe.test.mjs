// Every view under axe-core with the rules it comes with: no violation, on a laptop, a projector and a phone, light and dark. It is what
// browsers' own audits run.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { sizes } from '../lib/browser.mjs';
import { suite } from './page.mjs';

const { open, api } = suite();

/** @typedef {import('./page.mjs').Page} Page */

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const still = { reducedMotion: /** @type {const} */ ('reduce') };

/** @param {Page} page @param {string} what is shown */
async function audit(page, what) {
  const violations = await page.evaluate(async () => {
    const { axe } = /** @type {any} */ (window);
    // A cell of a grid is a picture of data, drawn as short as it can be; its name says in words what is drawn. What is spoken to operate
    // the page (WCAG 2.5.3) are the controls.
    const spoken = 'label-content-name-mismatch';
    const all = await axe.run(document, {
      resultTypes: ['violations'],
      rules: { [spoken]: { enabled: false } },
    });
    const controls = await axe.run(
      { exclude: ['[role=gridcell]'] },
      { resultTypes: ['violations'], runOnly: { type: 'rule', values: [spoken] } },
    );
    return [...all.violations, ...controls.violations].map(
      (/** @type {any} */ one) =>
        `${one.id}: ${one.nodes
          .slice(0, 4)
          .map((/** @type {any} */ node) => `${node.target.join(' ')} ${node.failureSummary}`)
          .join(' | ')}`,
    );
  });
  assert.deepEqual(violations, [], what);
}

/** @returns {Promise<string>} a room with something in every view */
async function roomWithAll() {
  const { room } = await api('/api/rooms', { profile: 'study' });
  for (const text of [
    'boot kmem_cache_init',
    'boot pageset',
    'boot smp',
    'boot late',
    'boot wmark',
    'alloc 3 GFP_KERNEL x3',
    'kmalloc 100 x3',
    'proc create',
    'proc mmap 1 0x10000 read|write',
  ]) {
    await api(`/api/rooms/${room}/ops`, { text });
  }
  return room;
}

/** @param {import('node:test').TestContext} t @param {string} room @param {object} options */
async function audited(t, room, options) {
  const page = await open(t, `/r/${room}`, { ...still, ...options });
  await page.evaluate(source);
  return page;
}

const VIEWS = ['slabs', 'tables', 'counters', 'proc', 'pages'];

for (const [name, options] of /** @type {const} */ ([
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
])) {
  test(`every view and dialog, ${name}`, async (t) => {
    const page = await audited(t, await roomWithAll(), options);
    for (const view of VIEWS) {
      await page.locator(`.tab[data-tab=${view}]`).click();
      await page.waitForSelector(`.tab[data-tab=${view}][aria-current=page]`);
      await audit(page, `${view}, ${name}`);
    }
    for (const dialog of ['.share', '.presence', '.tours-button', '.machine']) {
      await page.locator(dialog).first().click();
      await page.waitForSelector('dialog[open]');
      await audit(page, `${dialog}, ${name}`);
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog[open]', { state: 'detached' });
    }
    await page.click('.find-open');
    await page.fill('#find', 'expand');
    await page.waitForSelector('#found li');
    await audit(page, `search, ${name}`);
  });
}

test('a phone and a projector', async (t) => {
  const room = await roomWithAll();
  const phone = await audited(t, room, { viewport: sizes.phone });
  await audit(phone, 'phone');
  const projector = await audited(t, room, { viewport: sizes.projector });
  await projector.keyboard.press('p');
  await projector.waitForSelector('html[data-screen=projector]');
  await audit(projector, 'projector');
});

test('a question, its answer, and two rooms beside each other', async (t) => {
  const [room, other] = [await roomWithAll(), await roomWithAll()];
  await api(`/api/rooms/${other}/ops`, { text: 'alloc 0 GFP_KERNEL' });
  const page = await audited(t, `${room}@8.0`, {});
  await page.click('.predict');
  await page.waitForSelector('.quiz-card');
  await audit(page, 'what to ask');
  await page.getByRole('group', { name: '#8.0' }).getByText('which list').click();
  await page.locator('.quiz-choice').first().click();
  await page.waitForSelector('.quiz-choice[aria-pressed=true]');
  await audit(page, 'a question');
  await page.getByRole('button', { name: 'Reveal' }).click();
  await page.waitForSelector('.quiz-choice[data-right=true]');
  await audit(page, 'its answer');
  await page.goto(`${new URL(page.url()).origin}/r/${other}#with=${room}`);
  await page.waitForSelector('.beside-part');
  await page.evaluate(source);
  await audit(page, 'beside');
});
