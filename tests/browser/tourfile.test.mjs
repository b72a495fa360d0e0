// tourfile.test.mjs - the format of a tour: what the page takes and what it refuses, from a file and from a link; the weeks of the list.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv';
import { apart } from '../../static/src/tours/columns.js';
import { BadTour, checkTour, forkOf, readTour, unpackTour } from '../../static/src/tours/check.js';
import { TOURS } from '../../static/src/tours/index.js';
import { columnsOf } from '../../static/tours.mjs';
import { fetched, roomOf, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();
const still = { reducedMotion: /** @type {const} */ ('reduce') };
const schema = JSON.parse(readFileSync('static/tour.schema.json', 'utf8'));
delete schema.$schema; // ajv 6 knows an older one, with the same words
const standard = new Ajv({ unicode: true }).compile(schema);

/** A small tour that is right. @returns {any} */
const small = () => ({
  name: 'small',
  title: { en: 'One page', ko: '한 페이지' },
  line: { en: 'One page is asked for.', ko: '한 페이지를 청한다.' },
  question: { en: 'Where does it come from?', ko: '어디에서 올까?' },
  weeks: [54],
  room: { profile: 'study' },
  ops: [{ run: 'alloc 0 GFP_KERNEL', as: 'p' }],
  stops: [
    {
      op: 'p',
      at: ['+ __rmqueue_fallback'],
      en: 'No UNMOVABLE list has a block.',
      ko: 'UNMOVABLE 리스트에는 블록이 없다.',
    },
    {
      op: 'p',
      at: ['- __rmqueue_fallback'],
      values: { page: '__rmqueue_fallback/=' },
      ask: 'order',
      en: '<b>{page}</b> & the rest.',
      ko: '<b>{page}</b> 그리고 나머지.',
    },
  ],
  fork: {
    line: { en: 'What if it were MOVABLE?', ko: 'MOVABLE이었다면?' },
    ops: [{ run: 'alloc 0 GFP_HIGHUSER_MOVABLE', as: 'm' }],
    stops: [
      { op: 'm', at: ['+ get_page_from_freelist'], en: 'From its own list.', ko: '제 리스트에서.' },
    ],
  },
});

/** What somebody may get wrong: how, which field is named, which limit. @type {[(tour: any) => void, string, RegExp][]} */
const WRONG = [
  [(tour) => delete tour.stops, 'stops', /^$/],
  [(tour) => delete tour.title.ko, 'title.ko', /^$/],
  [(tour) => (tour.stops[1].see = 1), 'stops[1].see', /^$/],
  [(tour) => (tour.stops = 'none'), 'stops', /^array$/],
  [(tour) => (tour.room = null), 'room', /^object$/],
  [(tour) => (tour.weeks = [54, 'next']), 'weeks[1]', /^integer$/],
  [(tour) => (tour.weeks = [0]), 'weeks[0]', /^1$/],
  [(tour) => (tour.stops = []), 'stops', /^1$/],
  [(tour) => (tour.stops = Array(41).fill(tour.stops[0])), 'stops', /^40$/],
  [(tour) => (tour.stops[0].en = 'e'.repeat(301)), 'stops[0].en', /^300$/],
  [(tour) => (tour.fork.stops[0].ko = ''), 'fork.stops[0].ko', /^1$/],
  [(tour) => (tour.name = 'A tour'), 'name', /\[a-z\]/],
  [(tour) => (tour.tab = 'map'), 'tab', /^slabs \| tables$/],
  [(tour) => (tour.stops[0].at = ['__rmqueue']), 'stops[0].at[0]', /\\\+/],
  [(tour) => (tour.stops[1].values = { 'a b': 'f/x' }), 'stops[1].values.a b', /\\w/],
  [(tour) => (tour.stops[1].constructor = {}), 'stops[1].constructor', /^$/],
];

/** What the schema cannot say. @type {typeof WRONG} */
const NAMES = [
  [(tour) => (tour.stops[1].op = 'q.1'), 'stops[1].op', /^p$/],
  [(tour) => (tour.fork.stops[0].op = 'p'), 'fork.stops[0].op', /^m$/],
  [(tour) => (tour.stops[0].ko = '{zone|이/가} 비었다.'), 'stops[0].values.zone', /^$/],
];

test('every tour of the page is its file, and is what the schema says', () => {
  const files = readdirSync('static/src/tours').filter((name) => /(?<!week54)\.json$/.test(name));
  assert.deepEqual(files, TOURS.map(({ name }) => `${name}.json`).sort());
  for (const tour of TOURS) {
    assert.ok(standard(tour), `${tour.name}: ${JSON.stringify(standard.errors)}`);
    assert.equal(checkTour(tour), tour);
    for (const words of [tour.title, tour.line, tour.question]) {
      assert.ok(words?.en && words.ko, tour.name);
    }
  }
  const [example] =
    /^ {4}\{$[\s\S]*?^ {4}\}$/m.exec(readFileSync('static/README.md', 'utf8')) ?? [];
  assert.ok(checkTour(JSON.parse(String(example))), 'that of the README');
  assert.deepEqual(apart(columnsOf([...TOURS, small()])), [...TOURS, small()]);
});

test('a tour that is wrong is refused by the name of the field and the limit, where the schema refuses it', () => {
  assert.ok(checkTour(small()) && standard(small()));
  for (const [spoil, field, limit] of [...WRONG, ...NAMES]) {
    const tour = small();
    spoil(tour);
    assert.throws(
      () => checkTour(tour),
      (/** @type {any} */ error) => {
        assert.ok(error instanceof BadTour, `${field}: ${error}`);
        assert.equal(error.field, field);
        assert.match(String(error.limit), limit, field);
        return true;
      },
    );
    assert.equal(
      standard(tour),
      NAMES.some((one) => one[0] === spoil),
      field,
    );
  }
});

test('a tour goes into a link and comes out of it; what is too large or damaged does not', async () => {
  for (const tour of [...TOURS, small()]) {
    const { address, ...rest } = await readTour(JSON.stringify(tour));
    assert.match(String(address), /^1\.[\w-]+$/);
    assert.deepEqual(await unpackTour(String(address)), { ...rest, address }, tour.name);
    assert.equal(forkOf({ ...tour, address })?.address, tour.fork && `${address}.fork`);
  }
  const refused = (/** @type {Promise<unknown>} */ read, /** @type {RegExp} */ what) =>
    assert.rejects(read, (error) => error instanceof BadTour && what.test(error.message));
  await refused(readTour('{'), /must JSON/);
  await refused(readTour(`{"name": "${'a'.repeat(70_000)}"}`), /most 65536/);
  await refused(unpackTour('2.abcd'), /^#tour must 1/);
  await refused(unpackTour('1.!!!!'), /^#tour must/);
  await refused(unpackTour(`1.${'a'.repeat(20_000)}`), /most 16384/);
});

/** @param {Page} page @param {string} name @param {unknown} tour */
const choose = (page, name, tour) =>
  page.setInputFiles('.tour-file input', {
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(typeof tour === 'string' ? tour : JSON.stringify(tour)),
  });

/** @param {Page} page @param {string} count */
const reaches = (page, count) =>
  page.waitForFunction(
    (text) =>
      document.querySelector('.guide-card header .mono')?.textContent === text &&
      document.querySelector('.guide-card .fold') === null,
    count,
    { timeout: 60_000 },
  );

test('a tour from a file: refused, mended, walked, sent as a link, and what else might have been', async (t) => {
  const page = await room.open(t, '/', still);
  await page.click('.tours-button');
  const bad = small();
  bad.stops[1].op = 'q';
  await choose(page, 'bad.json', bad);
  const refused = page.locator('.tour-file [role=alert]');
  await refused.waitFor();
  assert.match(String(await refused.textContent()), /stops\[1\]\.op must be p\./);
  await choose(page, 'large.json', ' '.repeat(70_000));
  await page.waitForFunction(() =>
    /large\.json: at most 65,?536/.test(document.querySelector('[role=alert]')?.textContent ?? ''),
  );

  await choose(page, 'small.json', small());
  await page.click('.copy-tour');
  await page.locator('.toast', { hasText: 'on the clipboard' }).waitFor();
  await page.click('.tour-file [data-tour=small]');
  await reaches(page, '1 / 2');
  await page.click('.guide-begin');
  await reaches(page, '2 / 2');
  const words = String(await page.textContent('.guide-words'));
  assert.match(words, /<b>0x[0-9a-f]+<\/b> & the rest\./, 'what looks like HTML stays text');
  const stop = new URL(page.url());
  assert.match(stop.hash, /^#tour=1\.[\w-]+&stop=2$/);

  await page.click('.guide-card .guide-fork');
  await page.waitForFunction(() => /\.fork&stop=1$/.test(location.hash), null, { timeout: 60_000 });
  await reaches(page, '1 / 1');
  assert.match(String(await page.textContent('.guide-words')), /From its own list\./);

  // who is given the link to the stop comes to it; who is given that of the tour gets a room for it
  const other = await room.open(t, `${stop.pathname}${stop.hash}`, { ...still, locale: 'ko-KR' });
  await reaches(other, '2 / 2');
  assert.match(String(await other.textContent('.guide-words')), /그리고 나머지/);
  assert.equal(roomOf(other), stop.pathname.slice(3));
  const third = await room.open(t, `/s${stop.hash.replace(/&.*/, '')}`, still);
  await reaches(third, '1 / 2');
  assert.notEqual(roomOf(third), roomOf(other));
});

test('a link to a tour that is damaged says so', async (t) => {
  const { room: name } = await room.api('/api/rooms', { profile: 'small' });
  const page = await room.open(t, `/r/${name}#tour=1.damaged`, still);
  await page.locator('.toast', { hasText: '#tour must be' }).waitFor();
  await fetched(page);
  await page.goto(`${room.url}/s#tour=1.damaged`);
  await page.getByText('#tour must be').waitFor();
});

test('the list by weeks', async (t) => {
  const page = await room.open(t, '/', still);
  await page.click('.tours-button');
  await page.waitForSelector('.tour-list [data-tour=week54]');
  const shown = () =>
    page.$$eval('.tour-list [data-tour]', (all) =>
      all.map((one) => /** @type {HTMLElement} */ (one).dataset.tour ?? ''),
    );
  assert.deepEqual((await shown()).sort(), [...TOURS.map(({ name }) => name), 'week54'].sort());
  for (const week of [54, 57, 60, 65]) {
    const pill = page.locator('.tour-weeks button', { hasText: String(week) });
    await pill.click();
    await page.locator(`.tour-weeks [aria-pressed=true]`, { hasText: String(week) }).waitFor();
    const wanted = TOURS.filter(({ weeks }) => weeks?.includes(week)).map(({ name }) => name);
    assert.ok(wanted.length > 0, `${week}`);
    assert.deepEqual(
      (await shown()).sort(),
      [...wanted, ...(week === 54 ? ['week54'] : [])].sort(),
    );
  }
});
