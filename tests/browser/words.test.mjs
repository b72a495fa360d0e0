// words.test.mjs - the page's words: complete in both languages, and none of the machine's among them.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import en from '../../static/src/i18n/en.js';
import ko from '../../static/src/i18n/ko.js';
import { CLAIMS } from '../../static/src/tours/week54.js';
import { suite } from './page.mjs';

const room = suite();

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'tours' ? [] : sources(path);
    return /\.(js|html|css)$/.test(entry.name) ? [path] : [];
  });
}

const files = sources('static').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

test('both languages have the same keys, none empty', () => {
  assert.deepEqual(Object.keys(ko).sort(), Object.keys(en).sort());
  for (const [key, text] of [...Object.entries(en), ...Object.entries(ko)]) assert.ok(text, key);
});

test('every key that the sources name exists', () => {
  for (const { path, text } of files) {
    for (const [, key] of text.matchAll(/\bt\(\s*'([\w.]+)'/g)) {
      assert.ok(en[key], `${path}: ${key}`);
    }
  }
});

test('both languages name the same parameters', () => {
  const names = (/** @type {string} */ text) =>
    [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort();
  for (const key of Object.keys(en)) {
    const missing = names(ko[key]).filter((name) => !names(en[key]).includes(name));
    assert.deepEqual(missing, [], key);
  }
});

test('every claim of a tour is told in both languages', () => {
  for (const claim of CLAIMS) assert.ok(claim.en && claim.ko, `${claim.fn} ${claim.name}`);
});

test('no pfn and no line of the walk stands in static/ outside tours', async () => {
  const model = await room.api('/api/model');
  const { profiles } = await room.api('/api/profiles');
  const low = Math.min(...profiles.map((/** @type {any} */ one) => one.first_pfn));
  const high = Math.max(...profiles.map((/** @type {any} */ one) => one.first_pfn + one.nr_pages));
  const lines = model.lines.map((/** @type {any} */ line) => line.text);
  const places = model.functions.map(
    (/** @type {any} */ one) => `${one.file.split('/').pop()}:${one.line}`,
  );
  for (const { path, text } of files) {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
    for (const [whole, digits] of code.matchAll(/\b0x([0-9a-f]{5})\b/gi)) {
      const value = parseInt(digits, 16);
      assert.ok(value < low || value >= high, `${path}: ${whole}`);
    }
    for (const line of lines) {
      if (/[(&]|->|--/.test(line)) assert.ok(!code.includes(line), `${path}: ${line}`);
    }
    for (const place of places) assert.ok(!code.includes(place), `${path}: ${place}`);
  }
});
