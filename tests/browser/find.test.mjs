// find.test.mjs - the search: what is typed may be a page frame, an address, a cache, an object, a function, a type, an operation; what was
// chosen is chosen in every view.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };

const STAGES = ['kmem_cache_init', 'pageset', 'smp', 'late', 'wmark'].map((one) => `boot ${one}`);
const BOOTED = [...STAGES, 'alloc 0 GFP_KERNEL', 'kmalloc 40 GFP_KERNEL'];
const ALLOC = 2 + BOOTED.indexOf('alloc 0 GFP_KERNEL') + 1;

/** @type {Promise<string> | undefined} */
let made;

/** The room of all these tests; none of them changes it. */
const booted = () =>
  (made ??= (async () => {
    const { room: name } = await room.api('/api/rooms', { profile: 'study' });
    for (const text of BOOTED) await room.api(`/api/rooms/${name}/ops`, { text });
    return name;
  })());

/** Opens the search with its key. @param {Page} page */
async function openFinder(page) {
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.id === 'find');
}

/** Types, and waits for the first suggestion. @param {Page} page @param {string} text @param {RegExp} first */
async function suggests(page, text, first) {
  await page.fill('#find', text);
  await page.locator('#found li:first-child', { hasText: first }).waitFor();
}

/** Where the page stands. @param {Page} page @param {number} op @param {number} [event] */
const stands = (page, op, event) =>
  page.waitForFunction(
    ([n, at]) => {
      const slider = document.querySelector('.steps-slider');
      const current = document.querySelector('.ops .op[aria-current]');
      return (
        current === document.querySelectorAll('.ops .op')[Number(n) - 1] &&
        (at === null || slider?.getAttribute('aria-valuenow') === `${at}`)
      );
    },
    [op, event ?? null],
  );

test('an object: its slab, its address and its page are chosen in every view', async (t) => {
  const page = await room.open(t, `/r/${await booted()}`, still);
  await openFinder(page);
  await suggests(page, 'kmem_cache#21', /^\s*object\s+kmem_cache#21\s+0xef001a80/);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.object-view');
  assert.equal(await page.locator('#find').count(), 0);
  assert.match(String(await page.textContent('.object-view')), /kmem_cache#21/);
  await page.keyboard.press('3');
  await page.locator('.pt', { hasText: 'VA 0xef001a80' }).waitFor();
  await page.keyboard.press('1');
  await page.locator('.place-card', { hasText: '0x4f001000' }).waitFor();

  // and from the map to the others
  await openFinder(page);
  await suggests(page, 'pa 0x4f002004', /physical address\s+0x4f002004\s+pfn 0x4f002/);
  await page.keyboard.press('Enter');
  await page.locator('.place-card', { hasText: '0x4f002000' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.className === 'grid-cell');
  await page.keyboard.press('2');
  await page.locator('.open-slab h3', { hasText: '4f002' }).waitFor();
  await page.keyboard.press('3');
  await page.locator('.pt', { hasText: 'VA 0xef002000' }).waitFor();
});

test('a function: its next call and the one before; an operation: its start', async (t) => {
  const page = await room.open(t, `/r/${await booted()}@${ALLOC}.0`, still);
  await openFinder(page);
  await suggests(page, 'buffered_rmqueue', /function\s+buffered_rmqueue\s+page_alloc\.c:/);
  await page.keyboard.press('Enter');
  await page.locator('.frame[data-innermost=true] b', { hasText: /^buffered_rmqueue$/ }).waitFor();
  await stands(page, ALLOC);
  const event = Number(await page.getAttribute('.steps-slider', 'aria-valuenow'));

  await openFinder(page);
  await suggests(page, '#9', /operation\s+#9\s+kmalloc 40/);
  await page.keyboard.press('Enter');
  await stands(page, 9, 0);

  // two places of the function that is named in full: the arrow chooses the second
  await openFinder(page);
  await suggests(page, 'buffered_rmqueue()', /next call/);
  await page.keyboard.press('ArrowDown');
  const second = page.locator('#found li[aria-selected=true]', { hasText: 'call before' });
  await second.waitFor();
  assert.equal(
    await page.getAttribute('#find', 'aria-activedescendant'),
    await second.getAttribute('id'),
  );
  await page.keyboard.press('Enter');
  await stands(page, ALLOC, event);

  await openFinder(page);
  await suggests(page, 'mem_init', /function\s+mem_init/);
  await page.keyboard.press('Enter');
  await page.locator('.toast', { hasText: 'mem_init is not called from here on.' }).waitFor();
  await stands(page, ALLOC, event);
});

test('kinds, misspellings, what is not there; a hand finds it too', async (t) => {
  const page = await room.open(t, `/r/${await booted()}`, still);
  await page.click('.find-open');
  await page.waitForFunction(() => document.activeElement?.id === 'find');
  for (const [text, first] of /** @type {[string, RegExp][]} */ ([
    ['4f000', /^\s*page frame\s+0x4f000/],
    ['0x4f000123', /^\s*physical address\s+0x4f000123\s+pfn 0x4f000/],
    ['0xc0123456', /^\s*virtual address\s+0xc0123456\s+pfn 0x20123/],
    ['0xfd000000', /^\s*virtual address\s+0xfd000000\s+not mapped/],
    ['swapper_pg', /^\s*virtual address\s+swapper_pg_dir\s+pfn 0x20004/],
    ['kmalloc-64', /^\s*cache\s+kmalloc-64\s+64 → 64/],
    ['kmalloc-64#3', /^\s*object\s+kmalloc-64#3/],
    ['MIGRARE_MOVEABLE', /^\s*pageblock\s+MOVABLE/],
    ['bootstrab', /^\s*function\s+bootstrap\s+slub\.c/],
    ['pcpu_chuck', /^\s*function\s+pcpu_chunk/],
    ['rmqueue fallback', /^\s*function\s+__rmqueue_fallback/],
  ])) {
    await suggests(page, text, first);
  }
  await page.fill('#find', 'no such thing');
  const says = page.locator('.find [role=status]', { hasText: 'Looked for no such thing' });
  await says.waitFor();
  assert.match(await says.innerText(), /0x20000–0x9ffff.*0x20000000–0x9fffffff.*operations 1–9/s);
  assert.equal(await page.getAttribute('#find', 'aria-expanded'), 'false');
  await page.keyboard.press('Escape');
  await page.locator('#find').waitFor({ state: 'detached' });

  // what begins with / in the command line is looked for; the other language
  await page.click('[lang=ko].segment');
  await page.fill('#command', '/kmalloc-64');
  await page.locator('#found li', { hasText: /캐시\s+kmalloc-64/ }).click();
  await page.locator('[data-cache=kmalloc-64][aria-current=true]').waitFor();
});
