// tables-user.test.mjs - processes in the page tables: a TLB step by step, registers, shared pages, the walk in a link.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomOf, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };
const BOOTED = ['boot kmem_cache_init', 'boot pageset', 'boot smp', 'boot late', 'boot wmark'];
const FORKED = [
  'proc create',
  'proc mmap 1 0x8000 at 0x10000000',
  'proc touch 1 0x10000000 write',
  'proc touch 1 0x10003000 write',
  'proc fork 1',
];

/** @param {string[]} ops @returns {Promise<{id: string, last: any}>} */
async function make(ops) {
  const { room: id } = await room.api('/api/rooms', { profile: 'small' });
  let last;
  for (const text of [...BOOTED, ...ops]) {
    last = (await room.api(`/api/rooms/${id}/ops`, { text })).ops[0];
  }
  return { id, last };
}

/** @param {Page} page @param {string} selector */
const text = (page, selector) =>
  page.$eval(selector, (one) => (one.textContent ?? '').replace(/\s+/g, ' ').trim());

/** @param {Page} page @param {string} selector */
const texts = (page, selector) =>
  page.$$eval(selector, (all) =>
    all.map((one) => (one.textContent ?? '').replace(/\s+/g, ' ').trim()),
  );

/** @param {Page} page */
async function openTables(page) {
  await page.keyboard.press('3');
  await page.waitForSelector('.pt');
}

/** Types an address, and waits for its walk. @param {Page} page @param {string} address */
async function goTo(page, address) {
  await page.fill('.pt-head [name=address]', address);
  await page.keyboard.press('Enter');
  await page.locator('.va-line h3', { hasText: `VA ${address}` }).waitFor();
}

/** One step on or back; false where there is none. @param {Page} page @param {'ArrowRight' | 'ArrowLeft'} key */
async function move(page, key) {
  const end = key === 'ArrowRight' ? 'aria-valuemax' : 'aria-valuemin';
  const at = await page.$eval('.steps-slider', (one) => one.getAttribute('aria-valuenow'));
  if (at === (await page.getAttribute('.steps-slider', end))) return false;
  await page.keyboard.press(key);
  await page.waitForFunction(
    (old) => document.querySelector('.steps-slider')?.getAttribute('aria-valuenow') !== old,
    at,
  );
  return true;
}

test('a write to a shared page: the entry is stale, flushed, and put in anew; and back', async (t) => {
  const { id, last } = await make([
    ...FORKED,
    'proc touch 1 0x10000000',
    'proc touch 1 0x10000000 write',
  ]);
  const page = await room.open(t, `/r/${id}@${last.n}.0`, still);
  await openTables(page);
  await page.waitForSelector('.tlb-shelf li');
  const lines = () =>
    page.$$eval('.tlb-shelf li', (all) =>
      all.map((one) => [(one.textContent ?? '').replace(/\s+/g, ' ').trim()].join(' ')),
    );
  /** @type {[string, string[]][]} */
  const seen = [];
  const at = async () => String(await page.getAttribute('.steps-slider', 'aria-valuenow'));
  do {
    const now = await lines();
    if (seen.at(-1)?.[1].join() !== now.join()) seen.push([await at(), now]);
  } while (await move(page, 'ArrowRight'));
  // the touch turns to its address; the page that both have is read-only in both
  assert.match(await text(page, '.va-line h3'), /^VA 0x10000000 .* of process 1$/);
  const [first, ...rest] = seen.map(([, now]) => now);
  assert.match(first.join(), /10000000 ASID 1 → \w{8} r\/r hit/);
  const old = /→ (\w+)/.exec(first.find((line) => line.startsWith('10000000')) ?? '')?.[1];
  const marks = rest.map((now) => now.filter((line) => line.startsWith('10000000')).join('|'));
  assert.match(marks[0], new RegExp(`^10000000 ASID 1 → ${old} r/r hit · stale$`));
  assert.match(marks[1], new RegExp(`^10000000 ASID 1 → ${old} r/r gone$`));
  assert.equal(marks[2], '');
  assert.match(marks[3], /^10000000 ASID 1 → \w{8} rw\/rw put in · hit$/);
  assert.ok(!marks[3].includes(String(old)), 'a page of its own');
  // and back
  const known = new Map(seen);
  do {
    const before = known.get(await at());
    if (before) assert.deepEqual(await lines(), before);
  } while (await move(page, 'ArrowLeft'));
});

test('a cpu: registers as the machine holds them, and what an abort writes', async (t) => {
  const { id, last } = await make([...FORKED, 'proc touch 2 0x20000000 write cpu 1']);
  const page = await room.open(t, `/r/${id}@${last.n}.0`, still);
  await openTables(page);
  await page.click('[data-choice=cpu]');
  await page.click('.cpu-choice [data-cpu="1"]');
  const register = (/** @type {string} */ name) => `[data-register=${name}]`;
  await page.waitForSelector(register('dfsr'));
  assert.equal(await page.locator('.cp15-register').count(), 12);
  assert.equal(await text(page, `${register('dfsr')} small`), 'no abort yet');
  // until the step that writes them
  while ((await page.locator(`${register('dfar')}[data-changed=true]`).count()) === 0) {
    assert.ok(await move(page, 'ArrowRight'), 'there is an abort');
  }
  assert.match(await text(page, register('dfar')), /^DFAR 0x00000000 0x20000000 Walk 0x20000000/);
  assert.match(
    await text(page, register('dfsr')),
    /0x00000805 FS 0x5 · translation fault, first level · write/,
  );
  assert.match(
    String(await page.getAttribute(`${register('dfsr')} .bit-ruler`, 'aria-label')),
    /^DFSR 0x00000805 .*WnR 1.*FS 5$/,
  );
  assert.match(await text(page, register('ttbr0')), /^TTBR0 (0x\w+ )?0x\w+6a pid 2 /);
  assert.match(
    await text(page, register('contextidr')),
    /^CONTEXTIDR (0x\w+ )?0x00000102 process 2 /,
  );
  // the other cpu has its own
  await page.click('.cpu-choice [data-cpu="0"]');
  await page.locator(`${register('contextidr')} b`, { hasText: '0x00000101' }).waitFor();
  assert.match(await text(page, register('ttbr0')), /pid 1 /);
  assert.notEqual(await text(page, `${register('dfar')} b`), '0x20000000');
});

test('shared pages: arrows from both processes, both named in the walk, and the link opens it', async (t) => {
  const { id } = await make([...FORKED, 'proc touch 2 0x10003000']);
  const page = await room.open(t, `/r/${id}`, still);
  await openTables(page);
  await page.selectOption('.pt-pgd', { label: 'pid 1' });
  await page.click('[data-choice=maps]');
  await page.waitForSelector('.pt-left [data-pid="1"]');
  assert.deepEqual(await texts(page, '.pt-left [data-pid]'), [
    '0x10000000 32 KiB rw-p process 1 · anonymous · 2 of 8 pages present',
    '0x10000000 32 KiB rw-p shared with process 2 · anonymous · 2 of 8 pages present',
  ]);
  const shared = await texts(page, '.pt-right [data-twice=true]');
  assert.ok(shared.some((one) => one.endsWith('process 1, page 3; process 2, page 3')));
  // two arrows of processes, and low memory's own
  assert.ok((await page.locator('.pt-arrows path[data-twice=true]').count()) >= 6);
  await page.click('.pt-left [data-sharer=true] button');
  await page.locator('.va-line h3', { hasText: 'of process 2' }).waitFor();
  await goTo(page, '0x10003000');
  assert.match(
    await text(page, '.walk-says'),
    /^pfn 0x\w+ is one page for 2 until somebody writes: page 3 of the area 0x10000000 of process 1; page 3 .* of process 2\.$/,
  );
  // the room walks it too, by that process's tables
  await page.click('[data-choice=write]');
  await page.waitForSelector('.walk-step[data-kind=fault]');
  await page.click('.pt-run');
  await page.waitForFunction(() => document.querySelectorAll('.ops .op').length === 14);
  const { ops } = await room.api(`/api/rooms/${roomOf(page)}`);
  assert.equal(ops[13].text, 'translate 0x10003000 write user pid 2');
  assert.equal(ops[13].result.fault, 'permission fault, second level');
  // the step of the walk that one stands at, in the link
  await page.keyboard.press('End');
  await page.waitForSelector('.walk-step[data-kind=fault][aria-selected=true]');
  await page.click('.walk-step[data-kind=l2]');
  await page.waitForSelector('.walk-step[data-kind=l2][aria-selected=true]');
  await page.click('.share');
  const address = await page.inputValue('#share-address');
  assert.match(address, /#tables=walk\.10003000\.2\.l2\.write\.user\.hardware\.auto$/);
  await page.waitForFunction((hash) => location.hash === hash, address.replace(/^.*#/, '#'));
  const other = await room.open(t, address.slice(room.url.length), still);
  await other.waitForSelector('.walk-step[data-kind=l2][aria-selected=true]');
  assert.equal(await text(other, '.pt-walk'), await text(page, '.pt-walk'));
  // and on the memory map its card names both
  await other.click('[data-choice=read]');
  await other.click('.walk-step[data-kind=page]');
  await other.locator('.walk-says', { hasText: /^\s*pfn 0x/ }).waitFor();
  const pfn = parseInt(/pfn 0x(\w+)/.exec(await text(other, '.walk-says'))?.[1] ?? '', 16);
  await other.click('.pt-links button');
  await other.mouse.move(0, 0);
  await other.focus('.grid-cell');
  await other.keyboard.press('Enter');
  await other.waitForSelector('.stage[data-level="1"]');
  for (let column = 0; column < (pfn & 63); column++) {
    await other.waitForSelector(`.grid-cell[aria-label^="page"][aria-colindex="${column + 1}"]`);
    await other.keyboard.press('ArrowRight');
  }
  for (let row = 0; row < (pfn & 0x3ff) >> 6; row++) {
    await other.waitForSelector(`.grid-focus [role=row][aria-rowindex="${row + 1}"]`);
    await other.keyboard.press('ArrowDown');
  }
  await other.locator('.place-card', { hasText: 'process 1, page 3; process 2, page 3' }).waitFor();
});

test('shared memory from the menu: the child writes, the parent sees the same page', async (t) => {
  const { id } = await make(['proc create']);
  const page = await room.open(t, `/r/${id}`, still);
  await openTables(page);
  await page.click('.process-button');
  await page.click('[name=process-shared]');
  await page.locator('[name=process-shared][aria-pressed=true]').waitFor();
  await page.fill('[name=process-where]', '0x10000000');
  await page.click('.process-menu button:text-is("mmap")');
  await page.waitForFunction(() => document.querySelectorAll('.ops .op').length === 9);
  const { ops } = await room.api(`/api/rooms/${id}`);
  assert.equal(ops[8].text, 'proc mmap 1 0x4000 at 0x10000000 read|write shared');
  for (const line of ['touch 1 0x10000000 write', 'fork 1', 'touch 2 0x10000000 write']) {
    await room.api(`/api/rooms/${id}/ops`, { text: `proc ${line}` });
  }
  // who comes now finds it done
  await page.reload();
  await page.waitForSelector('#app[data-ready=true]');
  await page.waitForFunction(() => document.querySelectorAll('.ops .op').length === 12);
  await openTables(page);
  await page.selectOption('.pt-pgd', { label: 'pid 1' });
  await page.click('[data-choice=maps]');
  await page.locator('.pt-left [data-sharer=true]').waitFor();
  assert.deepEqual(await texts(page, '.pt-left [data-pid]'), [
    '0x10000000 16 KiB rw-s process 1 · /dev/zero (deleted) · 1 of 4 pages present',
    '0x10000000 16 KiB rw-s shared with process 2 · /dev/zero (deleted) · 1 of 4 pages present',
  ]);
  const both = await texts(page, '.pt-right [data-twice=true]');
  assert.ok(both.some((one) => one.endsWith('process 1, page 0; process 2, page 0')));
  // either may write, to the same page, and it says whose it is
  const says =
    /^\s*pfn 0x\w+ is page 0 of a shared file, inode 1\. Mapped 2 times, and what one writes all see: page 0 .* of process 1; page 0 .* of process 2\.\s*$/;
  for (const pid of [1, 2]) {
    await page.click('[data-choice=walk]');
    await page.selectOption('.pt-pgd', { label: `pid ${pid}` });
    await page.click('[data-choice=user]');
    await page.click('[data-choice=write]');
    await goTo(page, '0x10000000');
    await page.locator('.va-line h3', { hasText: `of process ${pid}` }).waitFor();
    await page.locator('.walk-says', { hasText: says }).waitFor();
  }
});
