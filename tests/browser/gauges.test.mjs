// gauges.test.mjs - watermarks, counters, texts of /proc and reports: the page shows what the daemon says, at every step.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { played, skip, suite } from './page.mjs';
import { sizes } from '../lib/browser.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();
const STAGES = ['pageset', 'smp', 'late', 'wmark'];

/** A room whose machine has gone through every stage. @param {string} profile */
async function booted(profile) {
  const { room: id } = await room.api('/api/rooms', { profile, slub: false });
  for (const stage of STAGES) await room.api(`/api/rooms/${id}/ops`, { op: 'boot', stage });
  return id;
}

/** @param {string} id @param {string} text @returns {Promise<any[]>} the ops it became */
async function run(id, text) {
  return (await room.api(`/api/rooms/${id}/ops`, { text })).ops;
}

/** @param {string} id @param {string} name @param {string} [at] OP.EVENT */
function proc(id, name, at) {
  const [op, event] = at?.split('.') ?? [];
  return room.api(`/api/rooms/${id}/proc/${name}${at ? `?op=${op}&event=${event}` : ''}`);
}

/** What /proc/zoneinfo says of each zone. @param {string} text */
function zonesOf(text) {
  return text
    .split(/^Node 0, zone +/m)
    .slice(1)
    .map((part) => {
      const number = (/** @type {RegExp} */ what) => Number(what.exec(part)?.[1]);
      return {
        name: part.split('\n')[0],
        free: number(/pages free +(\d+)/),
        managed: number(/managed +(\d+)/),
        marks: ['min', 'low', 'high'].map((mark) => number(new RegExp(`\\s${mark} +(\\d+)`))),
        protection: /protection: \((.*)\)/.exec(part)?.[1].split(', ').map(Number) ?? [],
        items: [...part.matchAll(/^ {4}nr_\w+ +(\d+)$/gm)].map((match) => Number(match[1])),
        thresholds: [...part.matchAll(/threshold: (\d+)/g)].map((match) => Number(match[1])),
      };
    });
}

/** The gauges on the stage. @param {Page} page */
function gauges(page) {
  return page.$$eval('.cards .gauge', (all) =>
    all.map((one) => ({
      words: one.textContent ?? '',
      label: one.querySelector('[role=meter]')?.getAttribute('aria-label') ?? '',
      now: Number(one.querySelector('[role=meter]')?.getAttribute('aria-valuenow')),
      marks: one.querySelectorAll('.gauge-mark').length,
    })),
  );
}

/** @param {number} n as the page writes it */
const written = (n) => n.toLocaleString('en-US');

/** A number as it stands on the page. @param {string} text */
const read = (text) => Number(text.replace(/[,\s]/g, '').replace('\u2212', '-'));

/** Where the page stands, from the view of /proc once this text of it is here. @param {Page} page @param {string} name */
async function procShown(page, name) {
  await page.waitForSelector(`.proc-text[aria-label="/proc/${name}"][aria-busy=false]`);
  return page.$eval('.proc-text', (pre) => ({
    at: /** @type {HTMLElement} */ (pre).dataset.at ?? '',
    text: pre.textContent ?? '',
    changed: [...pre.querySelectorAll('[data-changed=true]')].map((one) => one.textContent ?? ''),
  }));
}

/** @param {Page} page @param {string} menu @param {string} button */
async function pick(page, menu, button) {
  await page.click(menu);
  await page.click(button);
}

test('before their stage watermarks are said not to be set; a click boots, then they are the daemon’s', async (t) => {
  const { room: id } = await room.api('/api/rooms', { profile: 'm128h', slub: false });
  const page = await room.open(t, `/r/${id}`, { reducedMotion: 'reduce' });
  for (const one of await gauges(page)) {
    assert.match(one.words, /marks not set/);
    assert.equal(one.marks, 0);
  }
  await pick(page, '.more-button', '[data-stage=wmark]');
  await page.waitForFunction(
    (n) => document.querySelectorAll('.ops .op').length === n,
    2 + STAGES.length,
  );
  await page.keyboard.press('f');
  await played(page, 2 + STAGES.length);
  const zones = zonesOf(await proc(id, 'zoneinfo'));
  assert.equal(zones.length, 2);
  const drawn = await gauges(page);
  for (const [i, zone] of zones.entries()) {
    assert.equal(drawn[i].now, zone.free);
    assert.ok(drawn[i].words.includes(zone.marks.map(written).join('/')), drawn[i].words);
    assert.ok(drawn[i].label.startsWith(`${zone.name}: NR_FREE_PAGES ${written(zone.free)}`));
    /** @type {number[]} */
    const kept = zone.protection.slice(0, zones.length).filter((pages) => pages > 0);
    assert.equal(drawn[i].marks, 3 + kept.length);
    for (const pages of kept) assert.ok(drawn[i].label.includes(written(zone.marks[1] + pages)));
  }
});

test('levels and counters follow every step', async (t) => {
  const id = await booted('m128h');
  const [op] = await run(id, 'alloc 4 GFP_HIGHUSER_MOVABLE');
  const page = await room.open(t, `/r/${id}@${op.n}.0`, { reducedMotion: 'reduce' });
  let moved = 0;
  for (let stop = 0; stop < 3; stop++) {
    await page.click('[data-tab=proc]');
    await page.click('[data-proc=zoneinfo]');
    const { at } = await procShown(page, 'zoneinfo');
    const zones = zonesOf(await proc(id, 'zoneinfo', at));
    const all = (await proc(id, 'vmstat', at))
      .split('\n')
      .map((/** @type {string} */ line) => line.split(' '));
    await page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('.cards [role=meter]')]
          .map((one) => one.getAttribute('aria-valuenow'))
          .join(' ') === wanted,
      zones.map((zone) => zone.free).join(' '),
    );
    await page.click('[data-tab=counters]');
    await page.waitForSelector('.stats');
    const rows = await page.$$eval('.stats tr[data-item]', (trs) =>
      trs.map((tr) => ({
        all: tr.querySelector('.of-all b')?.textContent ?? '',
        zones: [...tr.querySelectorAll('.of-zone b')].map((one) => one.textContent ?? ''),
      })),
    );
    assert.equal(rows.length, 29);
    for (const [i, row] of rows.entries()) {
      assert.equal(Math.max(0, read(row.all)), Number(all[i][1]), `${at} ${all[i][0]}`);
      const values = row.zones.map((value) => Math.max(0, read(value)));
      assert.deepEqual(
        values,
        zones.map((zone) => zone.items[i]),
        `${at} ${all[i][0]}`,
      );
    }
    const thresholds = await page.$$eval('.thresholds .of-cpu b', (cells) =>
      cells.map((one) => Number(one.textContent)),
    );
    assert.deepEqual(
      thresholds,
      zones.flatMap((zone) => zone.thresholds),
    );
    // to the next step that changes a counter, or to the end
    for (;;) {
      const before = String(await page.textContent('.step-number'));
      const [here, of] = [...before.matchAll(/\d+/g)].map((match) => match[0]);
      if (here === of) break;
      await page.keyboard.press('ArrowRight');
      await page.waitForFunction(
        (old) => document.querySelector('.step-number')?.textContent !== old,
        before,
      );
      if ((await page.locator('.stats [data-changed=true]').count()) > 0) break;
    }
    const changed = page.locator('.stats [data-changed=true]');
    if ((await changed.count()) > 0) {
      moved++;
      assert.notEqual(await changed.first().locator('s').textContent(), '');
    }
  }
  assert.ok(moved >= 2, `${moved} steps changed a counter`);
});

test('what a cpu has not added yet stands in its column, until refresh adds it', async (t) => {
  const id = await booted('m128h');
  // a few pages of one zone stay below its threshold
  await run(id, 'alloc 1 GFP_KERNEL');
  const page = await room.open(t, `/r/${id}`, { reducedMotion: 'reduce' });
  await page.keyboard.press('4');
  const row = page.locator('.stats tr[data-item=NR_FREE_PAGES]');
  await row.waitFor();
  const diffs = (await row.locator('.of-cpu b').allTextContents()).map(read);
  const before = (await row.locator('.of-zone b').allTextContents()).map(read);
  assert.notEqual(diffs[0], 0);
  await pick(page, '.more-button', '.more-menu button:text-is("Refresh counters")');
  await skip(page, 3 + STAGES.length + 1);
  const after = zonesOf(await proc(id, 'zoneinfo')).map((zone) => zone.free);
  assert.equal(after[0], before[0] + diffs[0]);
  assert.deepEqual((await row.locator('.of-zone b').allTextContents()).map(read), after);
  assert.equal(read(String(await row.locator('.of-cpu b').first().textContent())), 0);
});

/** A small room without a free block of order 10, and the step at which an allocation finds that out. */
async function exhausted() {
  const id = await booted('small');
  const ops = await run(id, 'alloc 10 GFP_KERNEL x16');
  const op = ops.find((one) => one.result.pfn === null);
  const events = (await room.api(`/api/rooms/${id}/ops/${op.n}/events`)).split('\n');
  const leave = events.findIndex((/** @type {string} */ line) =>
    /- __zone_watermark_ok = 0/.test(line),
  );
  const mark = events
    .slice(0, leave)
    .reverse()
    .find((/** @type {string} */ line) => /\/\/ mark: /.test(line));
  return { id, op, at: `${op.n}.${leave + 1}`, mark: Number(/\d+/.exec(mark)?.[0]) };
}

test('a watermark that is not met: the level sinks below the mark, and the mark thickens', async (t) => {
  const { id, at, mark } = await exhausted();
  const still = await room.open(t, `/r/${id}@${at}`, { reducedMotion: 'reduce' });
  assert.match(String(await still.textContent('[role=status]')), new RegExp(`\\b${mark}\\b`));
  const drawn = await still.$eval('.cards .gauge-bar', (bar) => {
    const box = (/** @type {string} */ one) => bar.querySelector(one)?.getBoundingClientRect();
    return {
      failed: box('.is-failed')?.width ?? 0,
      plain: box('.is-high')?.width ?? 0,
      fill: box('.gauge-fill')?.right ?? 0,
      mark: box('.is-failed')?.right ?? 0,
    };
  });
  assert.ok(drawn.failed > drawn.plain, JSON.stringify(drawn));
  assert.ok(drawn.fill <= drawn.mark, JSON.stringify(drawn));

  // the same step in motion
  const page = await room.open(t, `/r/${id}@${at}`);
  await page.evaluate(() => {
    const widths = /** @type {number[]} */ ([]);
    Object.assign(window, { widths });
    const look = () => {
      const node = document.querySelector('.motion-layer .sink');
      if (node) widths.push(node.getBoundingClientRect().width);
      requestAnimationFrame(look);
    };
    look();
  });
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('.gauge-mark.is-failed', { state: 'detached' });
  await page.evaluate(() => {
    /** @type {any} */ (window).widths.length = 0;
  });
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('.gauge-mark.is-failed');
  const widths = await page.evaluate(() => /** @type {any} */ (window).widths);
  assert.ok(widths.length > 1 && widths[widths.length - 1] < widths[0], String(widths));
});

test('what the kernel logs about a failure is one click away', async (t) => {
  const { id, op } = await exhausted();
  const page = await room.open(t, `/r/${id}@${op.n}.${op.events}`);
  const text = await room.api(`/api/rooms/${id}/ops/${op.n}/report`);
  assert.match(text, /page allocation failure/);
  for (const button of ['.report-button', '.op-report']) {
    await page.click(button);
    await page.waitForFunction(
      (wanted) => document.querySelector('.dialog .kernel-text')?.textContent === wanted,
      text,
    );
    await page.keyboard.press('Escape');
    await page.waitForSelector('.dialog', { state: 'detached' });
  }
  // asked for with the flag for silence, by clicks
  const count = (await room.api(`/api/rooms/${id}`)).ops.length;
  await page.click('.orders .segment:nth-child(11)');
  await pick(page, '.gfp-button', '.bit:text-is("NOWARN")');
  await page.click('.run');
  await skip(page, count + 1);
  await page.click('.report-button');
  await page.waitForFunction(() =>
    /__GFP_NOWARN/.test(document.querySelector('.dialog p:not(.mono)')?.textContent ?? ''),
  );
});

test('the texts of /proc at the step shown; lines that changed are marked; Copy takes them', async (t) => {
  const id = await booted('m128h');
  const [op] = await run(id, 'alloc 3 GFP_KERNEL');
  const page = await room.open(t, `/r/${id}@${op.n}.0`, {
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.keyboard.press('5');
  for (const name of ['buddyinfo', 'pagetypeinfo', 'zoneinfo', 'vmstat']) {
    await page.click(`[data-proc=${name}]`);
    await page.waitForSelector(`.proc-text[data-at="${op.n}.0"][aria-busy=false]`);
    const start = await procShown(page, name);
    assert.equal(start.text, await proc(id, name, start.at));
    await page.keyboard.press('End');
    await page.waitForSelector(`.proc-text[data-at="${op.n}.${op.events}"][aria-busy=false]`);
    const end = await procShown(page, name);
    const text = await proc(id, name, end.at);
    const lines = text.replace(/\n$/, '').split('\n');
    assert.equal(end.text, text);
    const old = start.text.split('\n');
    const differ = lines.filter(
      (/** @type {string} */ line, /** @type {number} */ i) => line !== old[i],
    );
    assert.ok(differ.length > 0, name);
    assert.deepEqual(
      end.changed.map((line) => line.replace(/\n$/, '')),
      differ,
    );
    await page.click('.proc-copy');
    await page.waitForFunction(
      async (wanted) => (await navigator.clipboard.readText()) === wanted,
      text,
    );
    await page.keyboard.press('Home');
  }
});

test('each process has its maps among the texts, as long as it is there', async (t) => {
  const { room: id } = await room.api('/api/rooms', { profile: 'm128h' });
  await run(id, 'boot kmem_cache_init');
  for (const stage of STAGES) await room.api(`/api/rooms/${id}/ops`, { op: 'boot', stage });
  for (const line of ['create', 'mmap 1 0x3000', 'fork 1', 'munmap 2 0xb6ffe000 0x1000']) {
    await run(id, `proc ${line}`);
  }
  const page = await room.open(t, `/r/${id}`, { reducedMotion: 'reduce' });
  await page.keyboard.press('5');
  await page.click('[data-proc=maps]');
  assert.equal((await procShown(page, '1/maps')).text, await proc(id, '1/maps'));
  await page.selectOption('[name=proc-pid]', '2');
  const { text } = await procShown(page, '2/maps');
  assert.equal(text, await proc(id, '2/maps'));
  assert.equal(text.split('\n').length, 4);
  await run(id, 'proc exit 2');
  await page.waitForSelector('[name=proc-pid] option:nth-child(2)', { state: 'detached' });
  assert.equal((await procShown(page, '1/maps')).text, await proc(id, '1/maps'));
});

test('on a phone the texts scroll in themselves, and the counters are there too', async (t) => {
  const id = await booted('m128h');
  const page = await room.open(t, `/r/${id}`, { viewport: sizes.phone, reducedMotion: 'reduce' });
  await pick(page, '.plus', '.phone-only [data-tab=proc]');
  await page.click('[data-proc=pagetypeinfo]');
  await procShown(page, 'pagetypeinfo');
  const widths = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth - innerWidth,
    text: (document.querySelector('.proc-text')?.scrollWidth ?? 0) > innerWidth,
  }));
  assert.deepEqual(widths, { page: 0, text: true });
  await pick(page, '.plus', '.phone-only [data-tab=counters]');
  await page.waitForSelector('.stats');
  assert.equal(await page.locator('.gauge-row').count(), 2);
  assert.equal(await page.locator('.stats tr[data-item]').count(), 29);
  await page.click('.view-close');
  await page.waitForSelector('.view', { state: 'hidden' });
});
