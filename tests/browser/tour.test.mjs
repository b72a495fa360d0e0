// tour.test.mjs - the tour "Week 54": every claim has its answer in the walk, and the verdicts are true.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLAIMS } from '../../static/src/tours/week54.js';
import { suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../static/src/tours/week54.js').Claim} Claim */

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };

/** @param {Page} page @param {number} at @param {number} of */
const reaches = (page, at, of) =>
  page.waitForFunction(
    (text) => document.querySelector('.tour-card header .mono')?.textContent === text,
    `${at + 1} / ${of}`,
  );

/**
 * Goes through the tour and reads the line of each claim.
 * @param {Page} page @param {Claim[]} claims
 */
async function readThrough(page, claims) {
  const cards = [];
  for (const [at, claim] of claims.entries()) {
    await reaches(page, at, claims.length);
    const card = String(await page.textContent('.claim'))
      .replace(/\s+/g, ' ')
      .trim();
    assert.ok(card.startsWith(`${claim.fn} ${claim.name}:`), `${claim.fn} ${claim.name}: ${card}`);
    assert.match(card, claim.verdict === 'right' ? /✓$/ : /→ \S+/, card);
    const words = String(await page.textContent('.tour-card'));
    // in the walk a chip stands beside the machine's own value; what is not run here says so
    if (claim.where === 'note') assert.match(words, /not run here/);
    else await page.waitForSelector('.frames .note-chip');
    cards.push(card);
    if (at + 1 < claims.length) await page.click('.tour-card header button:nth-of-type(2)');
  }
  return cards;
}

test('the note beside the machine', async (t) => {
  const page = await room.open(t, '/', still);
  await page.click('.week');
  await page.waitForSelector('.tour-card');
  await readThrough(
    page,
    CLAIMS.filter((claim) => claim.where !== 'fork'),
  );
  assert.match(String(await page.textContent('.chain')), /start_kernel/);

  await page.click('.tour-card .fold');
  await page.waitForFunction(() => /week54-fork/.test(location.hash), null, { timeout: 60_000 });
  await page.waitForSelector('.tour-card', { timeout: 60_000 });
  assert.match(String(await page.textContent('.tour-card')), /not taken here/);
  const seen = await readThrough(
    page,
    CLAIMS.filter((claim) => claim.where === 'fork'),
  );
  // move_freepages_block() really ran: half a pageblock was moved and claimed
  assert.ok(
    seen.some((card) => /move_freepages return: 1024 → 512$/.test(card)),
    seen.join('\n'),
  );
  assert.ok(
    seen.some((card) => /move_freepages_block end_pfn: 0x20cff → 0x[0-9a-f]+ff$/.test(card)),
  );
});

test('what is called right is what the machine says', async () => {
  const made = await room.api('/api/rooms', { profile: 'study' });
  const { ops } = await room.api(`/api/rooms/${made.room}/ops`, {
    op: 'alloc_pages',
    order: 0,
    gfp: '0x201200',
  });
  const op = ops[0];
  const text = await room.api(
    `/api/rooms/${made.room}/ops/${op.n}/events?from=0&count=${op.events}`,
  );
  /** @type {Map<string, string>} the first value of each name in the first call of each function */
  const values = new Map();
  /** @type {string[]} */
  const calls = [];
  for (const line of String(text)
    .split('\n')
    .map((one) => one.trim())) {
    const enter = /^\+ (\S+)/.exec(line);
    const leave = /^- (\S+)(?: = (.*))?$/.exec(line);
    const value = /^\/\/ (.*?): (?:.* -> )?(.*)$/.exec(line);
    if (enter) calls.push(enter[1]);
    const key = leave
      ? `${leave[1]} return`
      : value
        ? `${calls[calls.length - 1]} ${value[1]}`
        : '';
    if (key && !values.has(key)) values.set(key, (leave ? leave[2] : value?.[2]) ?? '');
    if (leave) calls.pop();
  }
  for (const claim of CLAIMS.filter((one) => one.where === 'room')) {
    const key = `${claim.fn} ${claim.name}`;
    const machine = values.get(key);
    assert.ok(machine !== undefined, key);
    const same = machine.replace(/^MIGRATE_/, '') === claim.claim.replace(/^MIGRATE_/, '');
    assert.equal(same, claim.verdict === 'right', `${key}: ${machine}`);
  }
});
