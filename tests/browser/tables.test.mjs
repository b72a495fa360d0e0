// tables.test.mjs - the page tables in a browser: one address from click to physical page, the maps, words that a step writes, keyboard, phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizes } from '../lib/browser.mjs';
import { roomOf, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };
const BOOTED = ['boot kmem_cache_init', 'boot pageset', 'boot smp', 'boot late', 'boot wmark'];

/** @param {string[]} ops after mem_init */
async function make(ops) {
  const { room: id } = await room.api('/api/rooms', { profile: 'small' });
  const done = [];
  for (const text of ops) done.push(...(await room.api(`/api/rooms/${id}/ops`, { text })).ops);
  return { id, done };
}

/** @param {Page} page @param {string} selector */
const text = (page, selector) =>
  page.$eval(selector, (one) => (one.textContent ?? '').replace(/\s+/g, ' ').trim());

/** Types an address. @param {Page} page @param {string} address */
async function goTo(page, address) {
  await page.fill('.pt-head [name=address]', address);
  await page.keyboard.press('Enter');
  await drawn(page);
}

/** Until what was chosen is drawn. @param {Page} page */
const drawn = (page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );

/** @param {Page} page @param {string} selector */
async function click(page, selector) {
  await page.click(selector);
  await drawn(page);
}

/** What the steps say. @param {Page} page */
const steps = (page) =>
  page.$$eval('.walk-step', (all) =>
    all.map((one) => (one.textContent ?? '').replace(/\s+/g, ' ').trim()),
  );

test('an object from its slab to its page, step by step', async (t) => {
  const { id } = await make(BOOTED);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('2');
  await page.fill('[name=object]', 'kmem_cache#30');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.object-view');
  const addr = /0x(c[0-9a-f]{7})/.exec(await text(page, '.object-view header'))?.[1] ?? '';
  await click(page, '.walk-link');
  await page.waitForSelector('.pt-walk');
  assert.equal(await text(page, '.va-line h3'), `VA 0x${addr} lowmem`);
  // low memory is mapped by sections: no second table
  const said = await steps(page);
  assert.equal(said.length, 5);
  const index = addr.slice(0, 3);
  assert.match(said[1], new RegExp(`^2 · read L1 L1\\[${index}\\] 0x2${addr[1]}${addr[2]}1140e$`));
  const phys = (parseInt(addr, 16) - 0xc0000000 + 0x20000000).toString(16);
  assert.equal(said[3], `4 · address PA 0x${phys}`);
  assert.match(await text(page, '.walk-says'), /^The object kmem_cache#30, in the slab page 0x/);
  // back and forth by key: what was not yet read is not yet said
  await page.keyboard.press(',');
  await page.keyboard.press(',');
  await page.keyboard.press(',');
  await page.waitForSelector('.walk-step[data-kind=l1][aria-selected=true]');
  assert.match(
    await text(page, '.walk-says'),
    /is a section: it maps 1 MiB from 0x2\d[0-9a-f]00000 on/,
  );
  assert.equal((await steps(page))[3], '4 · address PA');
  assert.match(
    String(await page.getAttribute('.bit-ruler', 'aria-label')),
    /^L1 0x2\w+1140e base \w+, .*S 1, APX 0, TEX 1, AP 1, .*C 1, B 1, sect 1, PXN 0$/,
  );
  await page.keyboard.press('.');
  await page.waitForSelector('.walk-step[data-kind=check][aria-selected=true]');
  const rights = await page.$$eval('.rights td', (all) =>
    all.map((one) => /** @type {HTMLElement} */ (one).dataset.ok),
  );
  assert.deepEqual(rights, ['true', 'true', 'true', 'false', 'false', 'false']);
});

test('the vectors: Linux over hardware, the daemon says the same, and a write that is refused', async (t) => {
  const { id } = await make(BOOTED);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('3');
  await page.waitForSelector('.pt');
  await goTo(page, 'vectors');
  await click(page, '.walk-step[data-kind=l2]');
  const [linux, hw] = await page.$$eval('.twin-row', (all) =>
    all.map((one) => one.getAttribute('aria-label') ?? ''),
  );
  assert.match(
    linux,
    /^Linux 0x\w{5}5df: NONE 0, SHARED 1, XN 0, USER 1, RDONLY 1, DIRTY 1, MT3 0/,
  );
  assert.match(
    hw,
    /^hardware 0x\w{5}67e: nG 0, S 1, APX 1, .*AP1 1, AP0 1, C 1, B 1, small 1, XN 0$/,
  );
  assert.equal(await page.locator('.twin path[data-on=true]').count(), 6);
  // the other reading
  assert.equal(await page.locator('.quarter').count(), 4);
  assert.equal(await text(page, '.va-part'), '111111111111 L1 index 0xfff 4,095 of 0–4,095');
  await click(page, '[data-choice=linux]');
  assert.equal(await page.locator('.quarter').count(), 2);
  assert.equal(await text(page, '.va-part'), '11111111111 pgd_index 0x7ff 2,047 of 0–2,047');
  // a write by a user, made an operation of the room
  await click(page, '[data-choice=write]');
  await click(page, '[data-choice=user]');
  await page.waitForSelector('.walk-step[data-kind=fault]');
  await click(page, '.pt-run');
  await page.waitForFunction(() => document.querySelectorAll('.ops .op').length === 8);
  await page.keyboard.press('Home');
  /** @type {(string | null)[]} */
  const seen = [];
  const slider = (/** @type {string} */ name) => page.getAttribute('.steps-slider', name);
  await page.waitForSelector('.steps-slider[aria-valuenow="0"]');
  for (;;) {
    const kind = await page.getAttribute('.walk-step[aria-selected=true]', 'data-kind');
    if (seen.at(-1) !== kind) seen.push(kind);
    const before = await slider('aria-valuenow');
    if (before === (await slider('aria-valuemax'))) break;
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      (old) => document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') !== old,
      before,
    );
  }
  assert.deepEqual(seen, ['ttbr', 'l1', 'l2', 'check', 'fault']);
  const { ops } = await room.api(`/api/rooms/${roomOf(page)}`);
  assert.equal(ops[7].result.text, 'permission fault, second level (DFSR 0x81f)');
  assert.match(await text(page, '.pt-fault'), /0x0f · permission fault, second level DFSR 0x81f/);
});

test('a vmalloc: words that the step writes stand out, forward and back', async (t) => {
  const { id, done } = await make([...BOOTED, 'vmalloc 8192']);
  const op = done[done.length - 1];
  const page = await room.open(t, `/r/${id}@${op.n}.${op.events}`, still);
  await page.keyboard.press('3');
  await page.waitForSelector('.pt');
  const area = Number(op.result.addr);
  await goTo(page, `0x${(area + 4096).toString(16)}`);
  assert.match(await text(page, '.walk-says'), /is page 1 of the vmalloc area at 0xc4800000\.$/);
  // find the steps that write tables
  const found = new Map();
  await page.goto(`${room.url}/r/${id}@${op.n}.0`);
  await page.waitForSelector('#app[data-ready=true]');
  await page.keyboard.press('3');
  await page.waitForSelector('.pt');
  const press = async (/** @type {string} */ key) => {
    const before = await page.getAttribute('.steps-slider', 'aria-valuenow');
    await page.keyboard.press(key);
    return page
      .waitForFunction(
        (old) => document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') !== old,
        before,
        { timeout: 1000 },
      )
      .then(
        () => true,
        () => false,
      );
  };
  const picture = async () => {
    const at = String(await page.getAttribute('.steps-slider', 'aria-valuenow'));
    const glows = await page.locator('.pt-glow').count();
    return { at, glows, view: await text(page, '.pt'), caption: await text(page, '#caption p') };
  };
  while (await press('ArrowRight')) {
    const here = await picture();
    if (here.glows > 0) found.set(here.at, here);
  }
  const captions = [...found.values()].map((one) => one.caption);
  // the pair of the first level, then both words of each page
  assert.deepEqual(
    [...found.values()].map((one) => one.glows),
    [2, 2, 2],
    captions.join('\n'),
  );
  assert.match(captions[1], /0xc4800000/);
  assert.match(captions[2], /0xc4801000/);
  // and back: the same pictures
  let left = found.size;
  while (left > 0 && (await press('ArrowLeft'))) {
    const here = await picture();
    const known = found.get(here.at);
    if (!known) continue;
    assert.deepEqual(here, known);
    left--;
  }
  assert.equal(left, 0);
});

test('the maps: two arrows to the page of the vectors; a page of the map walks', async (t) => {
  const { id } = await make(BOOTED);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('3');
  await page.waitForSelector('.pt');
  await click(page, '[data-choice=maps]');
  assert.equal(
    await text(page, '.pt-left li'),
    '0xc0000000 64 MiB section lowmem · kernel rw, x, normal',
  );
  const twice = await page.$$eval('.pt-right li[data-twice=true]', (all) =>
    all.map((one) => (one.textContent ?? '').replace(/\s+/g, ' ').trim()),
  );
  assert.equal(twice.length, 2);
  assert.match(twice[0], /^0x23ff\w{4} 4 KiB pfn 0x23ff\w .*holds the vectors/);
  assert.equal(await page.locator('.pt-arrows path[data-twice=true]').count(), 4);
  // page tables on the memory map, and the way from there
  await page.keyboard.press('1');
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.id === 'find');
  await page.keyboard.type('20005');
  await page.locator('#found [data-kind=pfn]').waitFor();
  await page.keyboard.press('Enter');
  await click(page, '[data-tab=tables]');
  await click(page, '[data-choice=walk]');
  await goTo(page, 'swapper_pg_dir');
  assert.match(
    await text(page, '.walk-says'),
    /^pfn 0x20004 is a page table: L1 from 0x00000000 on of swapper_pg_dir/,
  );
});

test('what is no address is said so; a blank address faults', async (t) => {
  const { id } = await make([]);
  const page = await room.open(t, `/r/${id}`, still);
  await page.keyboard.press('3');
  await page.waitForSelector('.pt');
  await goTo(page, 'nonsense');
  assert.match(
    await page.$eval(
      '.pt-head [name=address]',
      (one) => /** @type {HTMLInputElement} */ (one).validationMessage,
    ),
    /nonsense: no such address/,
  );
  await goTo(page, '0x1000');
  await page.waitForSelector('.walk-step[data-kind=fault][aria-selected=true]');
  assert.match(
    await text(page, '.walk-says'),
    /translation fault, first level, FS 0x5\. .*do_translation_fault/,
  );
  // by keyboard over the first level: a row is 64 MiB
  await page.focus('.l1-chosen');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() =>
    document.querySelector('.va-line h3')?.textContent?.includes('0x04100000'),
  );
  assert.match(
    String(await page.getAttribute('.l1-chosen', 'aria-label')),
    /^0x04100000, 1 MiB: 0x00000000 nothing$/,
  );
});

/** What is written smaller than anybody should have to read. @param {Page} page */
const tooSmall = (page) =>
  page.$$eval('.pt *', (all) =>
    all
      .filter((one) =>
        [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
      )
      .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 10.5)
      .map((one) => one.className),
  );

for (const [name, viewport] of Object.entries(sizes)) {
  for (const locale of ['en-US', 'ko-KR']) {
    test(`${name}, ${locale}: nothing hangs out of the page`, async (t) => {
      const { id } = await make([
        ...BOOTED,
        'vmalloc 8192',
        'proc create',
        'proc mmap 1 0x4000 at 0x10000000',
        'proc touch 1 0x10000000 write',
        'proc fork 1',
      ]);
      const page = await room.open(t, `/r/${id}`, { ...still, viewport, locale });
      await page.keyboard.press('3');
      await page.waitForSelector('.pt');
      await page.selectOption('.pt-pgd', { label: 'pid 1' });
      await page.waitForSelector('.tlb-shelf');
      for (const address of ['vectors', '0xc0008000', '0x1000', '0x10000000']) {
        await goTo(page, address);
        const kinds = await page.$$eval('.walk-step', (all) =>
          all.map((one) => /** @type {HTMLElement} */ (one).dataset.kind),
        );
        for (const kind of kinds) {
          await click(page, `.walk-step[data-kind=${kind}]`);
          const wide = await page.$eval('.pt', (one) => one.scrollWidth - one.clientWidth);
          assert.ok(wide <= 0, `${address} ${kind}: ${wide} px too wide`);
        }
      }
      for (const view of ['maps', 'cpu']) {
        await click(page, `[data-choice=${view}]`);
        assert.ok(await page.$eval('.pt', (one) => one.scrollWidth <= one.clientWidth));
        assert.deepEqual(await tooSmall(page), [], view);
      }
      await click(page, '[data-choice=walk]');
      assert.deepEqual(await tooSmall(page), []);
    });
  }
}
