// quiz.test.mjs - predict, then reveal: a driver asks, a viewer answers on its own screen, the machine answers; alone, in a tour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suite } from './page.mjs';

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };

const RIGHT = '.quiz-choice[data-right=true]';

test('the driver asks, a viewer answers, the answer is played', async (t) => {
  const { room: name, owner_key: key } = await room.api('/api/rooms', {});
  await room.api(`/api/rooms/${name}/ops`, { text: 'alloc 0 GFP_KERNEL' });
  const driver = await room.open(t, `/r/${name}#key=${key}`, still);
  const named = [{ name: 'buddyscope.name', value: 'Haru' }];
  const viewer = await room.open(t, `/r/${name}`, {
    ...still,
    locale: 'ko-KR',
    storageState: { cookies: [], origins: [{ origin: room.url, localStorage: named }] },
  });
  await driver.keyboard.press('q');
  await driver.getByRole('checkbox', { name: 'Names are shown with the answers.' }).check();
  await driver.getByRole('group', { name: '#3.0' }).getByText('which list').click();
  for (const page of [driver, viewer]) await page.locator('.quiz-choice').first().waitFor();
  // both stand where it is asked, and nothing there tells the answer
  await viewer.waitForSelector('.steps-slider[aria-valuenow="0"]');
  await viewer.getByText('답과 함께 이름이 보인다.').waitFor(); // before anybody chooses
  assert.equal(await viewer.locator(RIGHT).count(), 0);
  assert.equal(await viewer.locator('.quiz-count').count(), 0);
  assert.equal(await viewer.getByRole('button', { name: '공개' }).count(), 0);

  await viewer.getByRole('button', { name: 'UNMOVABLE order 0' }).first().click();
  await driver.getByText('1 of 2 have answered').waitFor();
  const chosen = viewer.locator('.quiz-choice[aria-pressed=true]');
  await chosen.waitFor();
  await viewer.reload();
  await chosen.waitFor(); // still asked, and the choice is still there
  assert.match(String(await chosen.textContent()), /UNMOVABLE order 0/);

  await driver.keyboard.press('r');
  for (const page of [driver, viewer]) {
    await page.waitForSelector(RIGHT);
    assert.match(String(await page.textContent(RIGHT)), /MOVABLE order 10/);
  }
  await driver.locator('.quiz-choice small', { hasText: 'Haru' }).waitFor();
  assert.match(String(await viewer.textContent('.quiz-state')), /아니다.*1명 중 0명이 맞혔다/);
  await driver.waitForFunction(
    () => Number(document.querySelector('.steps-slider')?.getAttribute('aria-valuenow')) > 20,
  );
  await driver.click('.quiz-close');
  for (const page of [driver, viewer]) {
    await page.locator('.quiz-card').waitFor({ state: 'detached' });
  }
});

test('what is typed is asked about before it runs, and run with the answer', async (t) => {
  const { room: name, owner_key: key } = await room.api('/api/rooms', {});
  const driver = await room.open(t, `/r/${name}#key=${key}`, still);
  const viewer = await room.open(t, `/r/${name}`, still);
  await driver.fill('#command', 'alloc 2 GFP_KERNEL');
  await driver.click('.predict');
  const planned = driver.getByRole('group', { name: 'Before it runs: alloc 2 GFP_KERNEL' });
  await planned.getByText('whose pageblock').click();
  await viewer.getByText('Before it runs: alloc 2 GFP_KERNEL').waitFor();
  await viewer.locator('.quiz-choice', { hasText: 'UNMOVABLE' }).click();
  await driver.getByText('1 of 2 have answered').waitFor();
  assert.equal(await viewer.locator('.ops .op').count(), 2); // nothing has happened yet
  await driver.getByRole('button', { name: 'Run and reveal' }).click();
  await viewer.waitForSelector(RIGHT);
  assert.match(
    String(await viewer.textContent('.quiz-state')),
    /Right: UNMOVABLE\. 1 of 1 were right/,
  );
  await viewer.locator('.ops .op').nth(2).waitFor();
});

test('alone, in somebody else’s tour: chosen, revealed, and nobody else is asked', async (t) => {
  const { room: name } = await room.api('/api/rooms', {});
  const owner = await room.open(t, `/r/${name}#tour=slub-order&stop=1`, still);
  await owner.waitForSelector('.predict-next', { timeout: 60_000 });
  const made = new URL(owner.url()).pathname;
  const guest = await room.open(t, `${made}#tour=slub-order&stop=1`, still);
  await guest.click('.predict-next');
  await guest.locator('.quiz-choice').nth(3).click();
  await guest.locator('.quiz-state', { hasText: 'myself alone' }).waitFor();
  await guest.getByRole('button', { name: 'Reveal' }).click();
  await guest.waitForSelector(RIGHT);
  assert.match(String(await guest.textContent('.quiz-state')), /^\s*Right: 3\./);
  assert.equal(await owner.locator('.quiz-card').count(), 0);
});

test('what cannot be asked from here is said in the card', async (t) => {
  const { room: name, owner_key: key } = await room.api('/api/rooms', {});
  await room.api(`/api/rooms/${name}/ops`, { text: 'alloc 0 GFP_KERNEL' });
  const page = await room.open(t, `/r/${name}#key=${key}`, still);
  await page.click('.predict');
  await page.getByRole('group', { name: '#3.0' }).getByText('head or tail').click();
  const alert = page.locator('.quiz-card [role=alert]');
  await alert.waitFor();
  assert.match(String(await alert.textContent()), /op 3 has no end/);
  await page.click('.quiz-close');
  await page.locator('.quiz-card').waitFor({ state: 'detached' });
});
