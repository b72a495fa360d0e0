// The page's files and the documents of the API: coding, tags, caching, headers.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { newRoom, request } from './lib/client.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
/** @type {string} */
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'buddyscope-static-'));
  writeFileSync(join(folder, 'index.html'), '<html>page</html>');
  writeFileSync(join(folder, 'app.js'), 'plain');
  writeFileSync(join(folder, 'app.js.br'), 'brotli');
  writeFileSync(join(folder, 'app.js.gz'), 'gzip');
  writeFileSync(join(folder, 'app-1A2B3C4D.js'), 'hashed');
  writeFileSync(join(folder, '.secret'), 'secret');
  daemon = await startDaemon({ args: ['--static', folder] });
});
after(async () => {
  await daemon.stop();
  rmSync(folder, { recursive: true });
});

/**
 * The path goes out exactly as it is given.
 * @param {string} path @param {Record<string, string>} [headers] @param {string} [method]
 * @returns {Promise<{status: number, headers: import('node:http').IncomingHttpHeaders, text: string}>}
 */
function get(path, headers = {}, method = 'GET') {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(daemon.url);
    const question = httpRequest({ hostname, port, path, headers, method }, (answer) => {
      let text = '';
      answer.setEncoding('latin1').on('data', (part) => (text += part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
      );
    });
    question.on('error', reject).end();
  });
}

test('the coding follows Accept-Encoding', async () => {
  for (const [accept, text, coding] of [
    ['gzip, deflate, br', 'brotli', 'br'],
    ['gzip', 'gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip', 'gzip'],
    ['identity', 'plain', undefined],
  ]) {
    const answer = await get('/app.js', { 'Accept-Encoding': /** @type {string} */ (accept) });
    assert.equal(answer.text, text);
    assert.equal(answer.headers['content-encoding'], coding);
    assert.equal(answer.headers.vary, 'Accept-Encoding');
    assert.match(answer.headers['content-type'] ?? '', /^text\/javascript/);
  }
});

test('a tag that is known is answered with 304', async () => {
  for (const path of ['/app.js', '/api/model', '/api/profiles']) {
    const { headers, text } = await get(path);
    assert.ok(text.length > 0);
    const again = await get(path, { 'If-None-Match': headers.etag ?? '' });
    assert.equal(again.status, 304);
    assert.equal(again.text, '');
    assert.equal((await get(path, { 'If-None-Match': '"other"' })).status, 200);
  }
});

test('what carries a hash may be kept for ever, the rest is asked for again', async () => {
  assert.match((await get('/app-1A2B3C4D.js')).headers['cache-control'] ?? '', /immutable/);
  assert.equal((await get('/app.js')).headers['cache-control'], 'no-cache');
  const { json } = await request(daemon.url, `/api/rooms/${await newRoom(daemon.url)}`);
  const image = await get(`/api/images/${json.base}`);
  assert.match(image.headers['cache-control'] ?? '', /immutable/);
});

test('nothing outside the folder is served, and nothing hidden', async () => {
  for (const path of [
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '//etc/passwd',
    '/.secret',
    '/app.js/',
    '/nothing.js',
  ]) {
    const answer = await get(path);
    assert.equal(answer.status, 404, path);
    assert.ok(!/root:|secret/.test(answer.text), path);
  }
});

test('HEAD has the headers of GET and no body', async () => {
  const [head, whole] = [await get('/app.js', {}, 'HEAD'), await get('/app.js')];
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  assert.equal(head.headers['content-length'], whole.headers['content-length']);
  assert.equal(head.headers.etag, whole.headers.etag);
});

test('every answer carries the security headers', async () => {
  for (const path of ['/', '/app.js', '/api/model', '/api/nothing', '/nothing', '/r/x']) {
    const { headers } = await get(path);
    assert.match(String(headers['content-security-policy']), /default-src 'self'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
  }
});

test('the model names what the stream refers to', async () => {
  const { json: model } = await request(daemon.url, '/api/model');
  for (const name of [
    'functions',
    'lines',
    'values',
    'formats',
    'points',
    'fields',
    'gfp',
    'ops',
  ]) {
    assert.ok(model[name].length > 0, name);
  }
  assert.deepEqual(model.letters, ['U', 'E', 'M', 'R']);
  assert.ok(model.functions.some((/** @type {any} */ f) => f.name === '__rmqueue_fallback'));
  const alloc = model.ops.find((/** @type {any} */ op) => op.op === 'alloc_pages');
  assert.deepEqual(alloc.fields[0], {
    name: 'order',
    type: 'number',
    required: true,
    min: 0,
    max: 10,
  });
  const { json } = await request(daemon.url, '/api/profiles');
  const study = json.profiles.find((/** @type {any} */ p) => p.name === 'study');
  assert.equal(study.first_pfn, 0x20000);
  assert.equal(study.nr_pages, 524288);
  assert.deepEqual(study.percpu, [
    { name: '__per_cpu_start', start: 0xc04ff000, size: 0x1d00, known: false },
  ]);
});
