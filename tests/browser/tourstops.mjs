// tourstops.mjs - a tour followed in the page to its end: at each stop the page shows what the daemon says. One file of tests for each view, so
// that they run beside each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOURS } from '../../static/src/tours/index.js';
import { findPlace, readValues } from '../../static/src/tours/find.js';
import { opOf, placeLines, runLines } from '../../static/src/tours/script.js';
import { sentenceParts } from '../../static/src/tours/words.js';
import { roomOf, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../static/src/tours/index.js').TourData} TourData */
/** @typedef {import('../../static/src/tours/index.js').Stop} Stop */
/** @typedef {import('../../static/src/tours/find.js').Mark} Mark */
/** @typedef {import('../../static/src/types.js').Op} Op */
/** @typedef {import('../../static/src/tours/script.js').Placed} Placed */

export const room = suite();
export const still = { reducedMotion: /** @type {const} */ ('reduce') };
/** The walk as the daemon prints it, one line per event. @param {string} text @returns {Mark[]} */
function marksOfText(text) {
  return text.split('\n').flatMap((line, index) => {
    const [, kind, rest] = /^\s*(\+|-|:|\/\/) (.*)$/.exec(line) ?? [];
    const mark = (
      /** @type {string} */ name,
      now = '',
      /** @type {string | null} */ old = null,
    ) => [{ index, kind: /** @type {Mark['kind']} */ (kind), name, now, old }];
    if (kind === '+') return mark(rest.split(' ')[0]);
    if (kind === ':') return mark(rest.replace(/ :\d+$/, ''));
    if (kind === '-') return mark(rest.split(' = ')[0], rest.split(' = ')[1]);
    if (kind !== '//') return [];
    const [, name, old, now] = /^(.*?): (?:(.*) -> )?(.*)$/.exec(rest) ?? [];
    return mark(name, now, old ?? null);
  });
}

/**
 * What the daemon says of an op: its events as text and as the walk.
 * @param {string} name of the room @param {Op} op
 */
export async function walkOf(name, op) {
  const path = `/api/rooms/${name}/ops/${op.n}/events?from=0&count=${op.events}`;
  const text = String(await room.api(path));
  return { lines: text.split('\n'), marks: marksOfText(text) };
}

/** @param {Stop} stop @param {'en' | 'ko'} lang @param {Record<string, string>} values */
export const sentence = (stop, lang, values) =>
  sentenceParts(stop[lang], values)
    .map((part) => part.text)
    .join('');

/** A room that has been given the lines of a tour. @param {TourData} tour */
export async function made(tour) {
  const { room: name } = await room.api('/api/rooms', tour.room);
  const placed = await runLines(
    tour.ops,
    async (text) => (await room.api(`/api/rooms/${name}/ops`, { text })).ops,
    () => {},
  );
  return { name, placed };
}

/** What the page shows at a stop. @param {Page} page */
function shownAt(page) {
  return page.evaluate(() => {
    const plain = (/** @type {Element | null | undefined} */ node) =>
      (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const row = (/** @type {string} */ selector) =>
      [...document.querySelectorAll(selector)].map((node) => Number(node.textContent));
    const current = /** @type {HTMLElement | null} */ (
      document.querySelector('.frames [data-current=true]')
    );
    return {
      caption: plain(document.querySelector('#caption p')),
      words: plain(document.querySelector('.guide-words')),
      fn: plain(document.querySelector('.guide-fn')),
      /** number of the first event of the step shown, and the line that stands there */
      from: Number(current?.dataset.event ?? -1),
      line: plain(current),
      away: document.querySelector('.guide-card .fold') !== null,
      zone:
        document.querySelector('.fa-nr')?.closest('[role=grid]')?.getAttribute('aria-label') ?? '',
      free: row('.fa-nr'),
      other: plain(document.querySelector('.fa-other-label')).replace(/\W/g, ''),
      otherFree: row('.fa-other'),
    };
  });
}

/** @param {Page} page @param {number} stop from 1 @param {number} of */
export const reaches = (page, stop, of) =>
  page.waitForFunction(
    (text) =>
      document.querySelector('.guide-card header .mono')?.textContent === text &&
      document.querySelector('.guide-card .fold') === null,
    `${stop} / ${of}`,
  );

/** @param {Page} page @param {'en' | 'ko'} lang */
async function speak(page, lang) {
  await page.click(`.topbar .segment[lang=${lang}]`);
  await page.waitForFunction(
    (wanted) => document.querySelector('.guide-words')?.getAttribute('lang') === wanted,
    lang,
  );
}

/** From the list of tours to the first stop. @param {Page} page @param {TourData} tour */
async function begin(page, tour) {
  await page.click('.tours-button');
  await page.waitForSelector('.tour-list');
  await page.waitForSelector('.tour-list [data-tour=week54]');
  assert.equal(await page.locator('.tour-list button').count(), TOURS.length + 1);
  await page.click(`.tour-list [data-tour=${tour.name}]`);
  await page.waitForFunction((name) => location.hash === `#tour=${name}&stop=1`, tour.name, {
    timeout: 60_000,
  });
  await reaches(page, 1, tour.stops.length);
}

/** Caches on slab_caches with their slabs and objects, as the page shows them. @param {Page} page */
const slabsAt = (page) =>
  page.$$eval('.cache[data-listed=true]', (all) =>
    all.map((one) => {
      const text = one.textContent ?? '';
      const objects = Number(/\/([\d,]+)/.exec(text)?.[1].replace(',', '') ?? 0);
      const slabs = Number(/slabs? (\d+)/.exec(text)?.[1] ?? 0);
      const name = /** @type {HTMLElement} */ (one).dataset.cache ?? '';
      // before it has a name the page calls it by its descriptor, printk does not
      return `${name.startsWith('kmem_cache#') ? '(null)' : name}: ${slabs} ${objects}`;
    }),
  );

/** The same from /proc/slabinfo. @param {string} info */
const slabsOf = (info) =>
  [...info.matchAll(/^(\S+) +\d+ +(\d+) +\d+ .*: slabdata +\d+ +(\d+)/gm)].map(
    ([, name, objects, slabs]) => `${name}: ${slabs} ${objects}`,
  );

/**
 * The page's own walk is the daemon's: the address, and every word that has been read by then.
 * @param {Page} page @param {Op} op @param {Record<string, string>} values @param {string} label
 */
async function sameWalk(page, op, values, label) {
  if (op.op.op !== 'translate') return;
  const shown = await page.$eval('.pt-walk', (one) => one.textContent ?? '');
  assert.ok(
    shown.includes(`VA 0x${Number(op.op.addr).toString(16).padStart(8, '0')}`),
    `${label}: ${op.op.addr}`,
  );
  for (const value of [values.word, values.pa].filter((one) => one)) {
    const written = `0x${Number(value).toString(16).padStart(8, '0')}`;
    assert.ok(shown.includes(written), `${label}: ${written}`);
  }
}

/**
 * Holds the page at a stop against what the daemon says of that step.
 * @param {Page} page @param {TourData} tour @param {number} at @param {'en' | 'ko'} lang
 */
export async function compare(page, tour, at, lang) {
  const label = `${tour.name} ${at + 1} ${lang}`;
  const stop = tour.stops[at];
  const name = roomOf(page);
  const { ops } = await room.api(`/api/rooms/${name}`);
  const op = opOf(placeLines(tour.ops, ops) ?? new Map(), stop.op);
  assert.ok(op, label);
  const { lines, marks } = await walkOf(name, op);
  const place = findPlace(marks, stop.at);
  assert.ok(place, label);
  const values = readValues(marks, place, stop.values ?? {});
  const shown = await shownAt(page);
  assert.equal(shown.away, false, label);
  assert.doesNotMatch(shown.caption, /zone -|undefined|NaN/, label);
  assert.equal(shown.words, sentence(stop, lang, values), label);
  // the step on the page is the daemon's: the same line, in the same function
  assert.equal(shown.from, place.from, label);
  const line = lines[place.from].trim().replace(/^[+:] /, '');
  assert.ok(line.startsWith(shown.line.split(' ')[0]), `${label}: ${shown.line}, ${line}`);
  assert.ok(
    marks.some((mark) => mark.kind === '+' && mark.name === shown.fn && mark.index <= place.index),
    `${label}: ${shown.fn}`,
  );
  // and so is the machine
  const event = Math.min(place.to, op.events);
  if (tour.tab === 'tables') {
    await sameWalk(page, op, values, label);
    return;
  }
  if (tour.tab === 'slabs') {
    const info = await room.api(`/api/rooms/${name}/proc/slabinfo?op=${op.n}&event=${event}`);
    assert.deepEqual(await slabsAt(page), slabsOf(info), `${label}: slabs`);
    return;
  }
  const path = `/api/rooms/${name}/proc/buddyinfo?op=${op.n}&event=${event}`;
  const zones = new Map(
    String(await room.api(path))
      .trim()
      .split('\n')
      .map((text) => {
        const [, zone, counts] = /zone\s+(\w+)\s+(.*)$/.exec(text) ?? [];
        return [zone, counts.trim().split(/\s+/).map(Number)];
      }),
  );
  const zone = [...zones.keys()].find((one) => new RegExp(`\\b${one}\\b`).test(shown.zone)) ?? '';
  assert.deepEqual(shown.free, zones.get(zone), `${label}: nr_free of ${zone}`);
  if (shown.other) {
    assert.deepEqual(shown.otherFree, zones.get(shown.other), `${label}: other zone`);
  }
}

/** A test for each tour of this view. @param {'pages' | 'slabs' | 'tables'} tab */
export function follow(tab) {
  for (const tour of TOURS.filter((one) => (one.tab ?? 'pages') === tab)) {
    test(`${tour.name}: what the page shows is what the daemon says, at every stop, in both languages`, async (t) => {
      const page = await room.open(t, '/', still);
      const first = roomOf(page);
      await begin(page, tour);
      assert.notEqual(roomOf(page), first);
      assert.equal(
        (await room.api(`/api/rooms/${first}`)).ops.length,
        2,
        'the first room is as it was',
      );
      /** @type {('en' | 'ko')[]} each stop begins with the language of the one before it */
      let langs = ['en', 'ko'];
      for (let at = 0; at < tour.stops.length; at++) {
        await reaches(page, at + 1, tour.stops.length);
        await compare(page, tour, at, langs[0]);
        await speak(page, langs[1]);
        await compare(page, tour, at, langs[1]);
        langs = [langs[1], langs[0]];
        if (at + 1 < tour.stops.length) {
          await page.click('.guide-card header button:nth-of-type(2)');
        }
      }
      assert.ok(await page.isDisabled('.guide-card header button:nth-of-type(2)'));
    });
  }
}
