// first.test.mjs - the first click: a page is asked for, a block is stolen and split, everybody in the room sees it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstClick, played, roomOf, shown, skip, suite } from './page.mjs';

const room = suite();

test('a click steals the largest block and splits it, and every step can be taken back', async (t) => {
  const page = await room.open(t, '/', { reducedMotion: 'reduce' });
  await page.click(firstClick);
  await played(page, 3);
  const end = await shown(page);

  // what expand() leaves: one block on each UNMOVABLE list below 10, none on list 10
  const unmovable = end.lists.filter((label) => /UNMOVABLE/.test(label)).slice(0, 11);
  assert.equal(unmovable.length, 11, JSON.stringify(end.lists.slice(0, 50)));
  for (const [order, label] of unmovable.entries()) {
    assert.match(label, order < 10 ? /\b1\b/ : /empty|no block|none|\b0\b|–/i, label);
  }

  const given = (await page.textContent('.bench-idle')) ?? '';

  // back to the start: the lists are as they were, forward again: as they became
  const captions = new Set();
  await page.keyboard.press('Home');
  await page.waitForFunction(() =>
    /step 0\b/.test(document.querySelector('.step-number')?.textContent ?? ''),
  );
  const start = await shown(page);
  assert.notDeepEqual(start.lists, end.lists);
  // before its first step an operation has handed nothing out yet
  assert.match(given, /0x[0-9a-f]+/);
  assert.doesNotMatch((await page.textContent('.bench-idle')) ?? '', /0x/);
  const steps = Number(/\/ (\d+)/.exec(start.step[0])?.[1]);
  assert.ok(steps > 20, `${steps} steps`);
  for (let step = 1; step <= steps; step++) {
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      (n) =>
        new RegExp(`step ${n}\\b`).test(document.querySelector('.step-number')?.textContent ?? ''),
      step,
    );
    captions.add(await page.textContent('[role=status]'));
  }
  assert.deepEqual((await shown(page)).lists, end.lists);
  assert.ok(captions.size >= 8, [...captions].join('\n'));
  for (let step = steps - 1; step >= 0; step--) {
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(
      (n) =>
        new RegExp(`step ${n}\\b`).test(document.querySelector('.step-number')?.textContent ?? ''),
      step,
    );
  }
  assert.deepEqual((await shown(page)).lists, start.lists);
});

test('the same click in full motion ends in the same picture', async (t) => {
  const page = await room.open(t);
  await page.click(firstClick);
  await page.waitForFunction(() =>
    /expand|__rmqueue_fallback/.test(document.querySelector('.frames')?.textContent ?? ''),
  );
  await played(page, 3, 120_000);
  const moving = await shown(page);
  const still = await room.open(t, '/', { reducedMotion: 'reduce' });
  await still.click(firstClick);
  await played(still, 3);
  assert.deepEqual(moving.lists, (await shown(still)).lists);
});

test('a second page in the room sees it too, and a late one agrees', async (t) => {
  const one = await room.open(t);
  const other = await room.open(t, `/r/${roomOf(one)}`);
  await one.waitForFunction(() =>
    /2 here/.test(document.querySelector('.presence')?.textContent ?? ''),
  );
  await one.click(firstClick);
  await skip(one, 3);
  await other.waitForFunction(() => document.querySelectorAll('.ops .op').length === 3);
  await skip(other, 3);
  const late = await room.open(t, `/r/${roomOf(one)}`);
  const lists = (await shown(one)).lists;
  assert.ok(lists.length > 40);
  assert.deepEqual((await shown(other)).lists, lists);
  assert.deepEqual((await shown(late)).lists, lists);
});

test('a link with a position opens there', async (t) => {
  const page = await room.open(t);
  await page.click(firstClick);
  await skip(page, 3);
  const at = await room.open(t, `/r/${roomOf(page)}@3.0`);
  await at.waitForFunction(() =>
    /step 0\b/.test(document.querySelector('.step-number')?.textContent ?? ''),
  );
  await at.click('.share');
  assert.match(await at.inputValue('#share-address'), /\/r\/[^/@]+@3\.0$/);
});
