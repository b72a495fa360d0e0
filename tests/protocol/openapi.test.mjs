// The description of the API against the daemon: every route is described, every description is true.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import Ajv from 'ajv';
import { startDaemon } from '../lib/daemon.mjs';
import { Client, request } from './lib/client.mjs';

const description = JSON.parse(
  readFileSync(new URL('../../web/openapi.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({ allErrors: true, validateSchema: false, format: false });
ajv.addSchema(description, 'api');

/** @typedef {{id: string, method: string, path: string}} Operation */

/** @type {Operation[]} every operation that is described */
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(/** @type {Record<string, any>} */ (methods)).map(([method, { operationId }]) => ({
    id: operationId,
    method: method.toUpperCase(),
    path,
  })),
);

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon();
});
after(() => daemon.stop());

/** @param {string[]} parts @returns {any} what stands there, references followed, and where */
function lookUp(...parts) {
  let here = description;
  let where = parts;
  for (let i = 0; i < parts.length; i++) {
    here = here?.[parts[i]];
    if (here?.$ref) return lookUp(...here.$ref.slice(2).split('/'), ...parts.slice(i + 1));
    where = parts;
  }
  return { found: here, where };
}

/** @param {string[]} where of a schema @param {unknown} value @param {string} what */
function fits(where, value, what) {
  const pointer = where
    .map((part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1')))
    .join('/');
  const validate = ajv.compile({ $ref: `api#/${pointer}` });
  assert.ok(
    validate(value),
    `${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 400)}`,
  );
}

/**
 * Does what an operation describes, and holds request and answer to the description.
 * @param {string} id @param {Record<string, string | number>} path of its parameters
 * @param {{query?: string, body?: any, key?: string, status?: number}} [how]
 */
async function call(id, path = {}, { query = '', body, key, status } = {}) {
  const operation = operations.find((one) => one.id === id);
  assert.ok(operation, id);
  const { method } = operation;
  const url = operation.path.replace(/\{(\w+)\}/g, (_, name) => {
    assert.ok(path[name] !== undefined, `${id} needs ${name}`);
    return String(path[name]);
  });
  const at = ['paths', operation.path, method.toLowerCase()];
  const { found } = lookUp(...at);
  for (const name of new URLSearchParams(query).keys()) {
    const known = (found.parameters ?? []).map((/** @type {any} */ one) =>
      one.$ref ? lookUp(...one.$ref.slice(2).split('/')).found.name : one.name,
    );
    assert.ok(known.includes(name), `${id}: ${name} is not described`);
  }
  const good = !status || status < 400;
  if (body !== undefined && good) {
    const type = typeof body === 'string' ? 'text/plain' : 'application/json';
    fits([...at, 'requestBody', 'content', type, 'schema'], body, `${id}, request`);
  }
  /** @type {Record<string, string>} */
  const headers = key ? { Authorization: `Bearer ${key}` } : {};
  const answer = await request(daemon.url, url + (query && `?${query}`), { method, body, headers });
  if (status) assert.equal(answer.status, status, `${id}: ${answer.text.slice(0, 200)}`);
  else assert.ok(answer.status < 300, `${id}: ${answer.status} ${answer.text.slice(0, 200)}`);
  const response = lookUp(...at, 'responses', String(answer.status));
  assert.ok(response.found, `${id}: ${answer.status} is not described`);
  const type = (answer.headers.get('content-type') ?? '').split(';')[0];
  if (!response.found.content) return answer;
  assert.ok(type in response.found.content, `${id}: ${type} is not described`);
  if (type === 'application/json') {
    fits([...response.where, 'content', type, 'schema'], answer.json, `${id}, ${answer.status}`);
  }
  called.add(id);
  return answer;
}

/** @type {Set<string>} */
const called = new Set();

test('every route of the daemon is described, under its own name', () => {
  const source = readFileSync(new URL('../../web/path.h', import.meta.url), 'utf8');
  const routes = [...source.matchAll(/\/\* (\/api\/\S+?)[,]? (?:and .*)?\*\//g)].map(([, path]) =>
    path.replace(/,$/, ''),
  );
  assert.ok(routes.length >= 18, `${routes.length} routes`);
  const shape = (/** @type {string} */ path) =>
    path.replace(/\{\w+\}|\/[A-Z]+(?=\/|$)/g, (part) => (part[0] === '/' ? '/*' : '*'));
  const described = new Set(Object.keys(description.paths).map(shape));
  for (const route of routes) assert.ok(described.has(shape(route)), `${route} is not described`);
  const ids = operations.map((one) => one.id);
  assert.equal(new Set(ids).size, ids.length);
});

test('the daemon gives the description out as it is', async () => {
  const { json } = await call('openapi');
  assert.deepEqual(json, description);
});

test('what is described is what is answered', async () => {
  await call('model');
  const { json: listed } = await call('profiles');
  assert.ok(listed.profiles.length >= 2);
  await call('sizes', {}, { query: 'size=100&align=16&flags=SLAB_POISON' });
  await call('sizes', {}, { query: 'size=0', status: 400 });
  await call('source', { function: 'expand' });
  await call('source', { function: 'no_such' }, { status: 404 });

  const made = await call('makeRoom', {}, { body: { profile: 'study', slub: true } });
  const { room, owner_key: key } = made.json;
  await call('makeRoom', {}, { body: { profile: 'none' }, status: 400 });
  for (const stage of ['kmem_cache_init', 'pageset', 'smp', 'late', 'wmark']) {
    await call('apply', { room }, { body: { text: `boot ${stage}` } });
  }
  for (const body of [
    { op: 'alloc_pages', order: 3, gfp: 'GFP_KERNEL' },
    { op: { op: 'kmalloc', size: 100, gfp: 'GFP_KERNEL' } },
    { op: 'kmem_cache_create', name: 'foo', size: 100 },
    { op: 'kmem_cache_create', name: 'merged', size: 100 },
    { op: 'vmalloc', size: 8192 },
    { op: 'translate', addr: '0xc0008000' },
    { op: 'translate', addr: '0x1000', access: 'write' },
    { op: 'proc_create' },
    { op: 'proc_mmap', pid: 1, length: 8192 },
    { op: 'proc_touch', pid: 1, addr: '0x1000' },
    { op: 'proc_fork', pid: 1 },
    { op: 'workload', seed: 1, count: 500, max_order: 3 },
    { text: 'alloc 0 GFP_KERNEL x3' },
    { op: 'drain' },
  ]) {
    await call('apply', { room }, { body });
  }
  await call('apply', { room }, { body: { op: 'dance' }, status: 400 });
  await call('apply', { room }, { body: { op: 'free_pages', pfn: '0x20000' }, status: 409 });
  const { json: whole } = await call('room', { room });
  await call('room', { room: 'x'.repeat(22) }, { status: 404 });
  await call('image', { digest: whole.base });
  await call('image', { digest: '0'.repeat(16) }, { status: 404 });
  await call('ops', { room }, { query: 'from=3&count=2' });
  await call('events', { room, n: 8 }, { query: 'from=0&count=20' });
  await call('digest', { room, n: 8 }, { query: 'event=5' });
  await call('digest', { room, n: 8 }, { query: 'event=5000000', status: 400 });
  await call('report', { room, n: 8 }, { status: 404 });
  await call('proc', { room, name: 'buddyinfo' }, { query: 'op=8&event=3' });
  await call('maps', { room, pid: 1 });
  await call('slab', { room, cache: 'kmalloc-128' });
  await call('slabFile', { room, cache: 'kmalloc-128', file: 'objects' });
  await call('slabFile', { room, cache: 'nothing', file: 'objects' }, { status: 404 });
  await call('history', { room }, { query: 'pfn=0x4f000' });
  await call('walk', { room }, { query: 'from=8.0&to=8.5&format=tsv&full=1' });
  await call('walk', { room }, { query: 'from=99', status: 400 });
  await call('steps', { room }, { query: 'from=8.0&to=8.5' });
  await call('steps', { room }, { query: 'from=99', status: 400 });
  await call('checkNote', { room }, { body: '- expand()\n// high: 9, low: 3\n' });
  await call('checkNote', { room }, { body: '', status: 400 });
  await call('series', { room }, { query: 'from=2&to=9&points=5&order=4' });
  await call('series', { room }, { query: 'order=11', status: 400 });
  await call('predict', { room, n: 8 }, { query: 'event=0&what=list' });
  await call('predict', { room, n: 8 }, { query: 'event=0&what=end', status: 409 });
  await call('predict', { room, n: 8 }, { query: 'event=0&what=luck', status: 400 });
  const { json: second } = await call('makeRoom', {}, { body: { profile: 'study' } });
  await call('compare', { room, other: second.room }, { query: 'op=2' });
  await call('compare', { room, other: second.room }, { query: 'op=3', status: 400 });
  await call('compare', { room, other: 'x'.repeat(22) }, { status: 404 });

  await call('people', { room });
  await call('access', { room }, { body: { mode: 'locked' }, key });
  await call('access', { room }, { body: { mode: 'locked' }, status: 403 });
  await call('apply', { room }, { body: { op: 'drain' }, status: 403 });
  await call('chalk', { room }, { body: { to: 77 }, key, status: 403 });
  const written = await call('writeNote', { room }, { body: { op: 3, event: 4, text: 'so' }, key });
  await call('writeNote', { room }, { body: { op: 99, event: 4 }, key, status: 400 });
  await call('notes', { room });
  const { json: file } = await call('exportRoom', { room });
  assert.equal(file.notes.length, 1);
  await call('importRoom', {}, { body: file });
  await call('exportRoom', { room }, { query: 'op=4' });
  await call('forkRoom', { room }, { query: 'op=4' });
  await call('forkRoom', { room }, { query: 'op=1', status: 400 });
  await call('sessionLink', { room }, { query: 'op=4' });
  await call('sessionLink', { room }, { query: 'op=1', status: 400 });
  await call('exportRoom', { room }, { query: 'op=1', status: 400 });
  await call('importRoom', {}, { body: { ...file, version: 2 }, status: 409 });
  await call('removeNote', { room, n: written.json.note.n }, { key });
  await call('removeNote', { room, n: written.json.note.n }, { key, status: 404 });
  await call('socket', { room }, { status: 426 });
  const quiz = { op: 8, event: 0, what: 'list' };
  await call('askQuiz', { room }, { body: quiz, status: 403 });
  await call('askQuiz', { room }, { body: quiz, key, status: 409 }); // nobody is here
  const viewer = await Client.open(daemon.url, room);
  const self = 'Ada'.padEnd(22, 'x');
  await viewer.ask({ type: 'enter', self });
  const { json: asked } = await call('askQuiz', { room }, { body: quiz, key });
  const guess = { quiz: asked.quiz.n, choice: 0 };
  await call('guessQuiz', { room }, { body: guess, key: self });
  await call('guessQuiz', { room }, { body: guess, status: 403 });
  await call('guessQuiz', { room }, { body: { quiz: 1 }, key: self, status: 400 });
  await call('revealQuiz', { room }, { key });
  await call('quiz', { room });
  await call('closeQuiz', { room }, { key });
  await call('closeQuiz', { room }, { key, status: 404 });
  await viewer.close();

  const apart = new Set(['report', 'chalk', 'socket']); // seen only as refusals above
  const missed = operations.filter(({ id }) => !called.has(id) && !apart.has(id));
  assert.deepEqual(missed, []);
});

test('the report of an op that logs', async () => {
  const { json } = await request(daemon.url, '/api/rooms', { body: { profile: 'small' } });
  const { room } = json;
  let op;
  do {
    const body = { text: 'alloc 10 GFP_ATOMIC' };
    op = (await request(daemon.url, `/api/rooms/${room}/ops`, { body })).json.ops[0];
  } while (op.result.pfn);
  await call('report', { room, n: op.n });
  await call('apply', { room }, { body: { text: 'alloc 10 GFP_ATOMIC' } });
});

test('the validator itself refuses what is not described', () => {
  const schema = ['components', 'schemas', 'Digest'];
  const good = { op: 1, event: 0, events: 3, digest: '0123456789abcdef' };
  fits(schema, good, 'good');
  for (const bad of [
    { ...good, more: 1 },
    { ...good, op: '1' },
    { op: 1 },
    { ...good, digest: 'x' },
  ]) {
    assert.throws(() => fits(schema, bad, 'bad'), /bad: /);
  }
});
