// Predict, then reveal: three people in a room, one of whom asks; the machine answers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from './lib/client.mjs';
import { apply } from './lib/room.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon({ args: ['--away-seconds', '20'] });
});
after(() => daemon.stop());

const SELF = 'Ada'.padEnd(22, 'x');

/** @param {string} room @param {object} [who] */
async function enter(room, who = {}) {
  const client = await Client.open(daemon.url, room);
  assert.equal((await client.ask({ type: 'enter', ...who })).type, 'welcome');
  return client;
}

/** An owner and two others in a room whose op 3 is the first allocation. */
async function lecture() {
  const { json } = await request(daemon.url, '/api/rooms', { body: { profile: 'small' } });
  const { room, owner_key: key } = json;
  await apply(daemon.url, room, 'alloc 0 GFP_KERNEL');
  const owner = await enter(room, { key, name: '솔' });
  const one = await enter(room, { self: SELF, name: 'Ada' });
  const two = await enter(room);
  return { room, key, owner, one, two };
}

/** @param {Client} client @param {(quiz: any) => boolean} wanted */
const quizzed = (client, wanted = () => true) =>
  client.wait((message) => message.type === 'quiz' && wanted(message));

/** @param {any} answer @param {string} field @param {string} code */
function isRefused(answer, field, code) {
  assert.equal(answer.type, 'error', JSON.stringify(answer));
  assert.equal(answer.error.field, field, answer.error.message);
  assert.equal(answer.error.code, code);
}

const ASKED = { type: 'quiz', op: 3, event: 0, what: 'list' };

test('one asks, all choose, the machine answers; who comes later is asked too', async () => {
  const { room, owner, one, two } = await lecture();
  assert.equal((await owner.ask({ ...ASKED, names: true })).type, 'ack');
  const asked = await quizzed(two);
  assert.equal(asked.op, 3);
  assert.equal(asked.what, 'list');
  assert.ok(asked.choices.length >= 3 && asked.choices.length <= 6);
  assert.equal(asked.by, owner.hello.you);
  for (const hidden of ['right', 'known', 'counts', 'people']) {
    assert.ok(!(hidden in asked), hidden);
  }

  const right = asked.choices.indexOf('MOVABLE order 10');
  const wrong = (right + 1) % asked.choices.length;
  const { n } = asked;
  for (const [who, choice] of /** @type {const} */ ([
    [one, wrong],
    [two, wrong],
    [one, right], // changed one's mind
    [owner, null],
  ])) {
    assert.equal((await who.ask({ type: 'guess', quiz: n, choice })).type, 'ack');
  }
  const waiting = await quizzed(owner, ({ answered }) => answered === 2);
  assert.equal(waiting.of, 3);
  assert.ok(!('counts' in waiting));

  const late = await enter(room);
  assert.equal((await quizzed(late)).n, n);
  await one.close();
  const again = await enter(room, { self: SELF });
  assert.equal((await again.wait(({ type }) => type === 'guessed')).choice, right);

  assert.equal((await owner.ask({ type: 'reveal', quiz: n })).type, 'ack');
  for (const who of [owner, again, two, late]) {
    const told = await quizzed(who, (quiz) => 'right' in quiz);
    assert.equal(told.choices[told.right], 'MOVABLE order 10');
    assert.equal(told.counts[right], 1);
    assert.equal(told.counts[wrong], 1);
    assert.equal(
      told.counts.reduce((/** @type {number} */ sum, /** @type {number} */ count) => sum + count),
      2,
    );
    assert.deepEqual(told.people, [{ name: 'Ada', choice: right }]);
    assert.ok(told.known > 0);
  }
  isRefused(await two.ask({ type: 'guess', quiz: n, choice: right }), 'quiz', 'state');
  assert.equal((await owner.ask({ type: 'unquiz', quiz: n })).type, 'ack');
  await two.wait(({ type, n: gone }) => type === 'quiz_gone' && gone === n);
  await Promise.all([owner, again, two, late].map((client) => client.close()));
});

test('the truth is what the op does', async () => {
  const room = await newRoom(daemon.url);
  const ask = async (/** @type {number} */ n, /** @type {string} */ what, event = 0) => {
    const path = `/api/rooms/${room}/ops/${n}/predict?event=${event}&what=${what}`;
    const { status, json } = await request(daemon.url, path);
    assert.equal(status, 200, JSON.stringify(json));
    assert.equal(new Set(json.choices).size, json.choices.length);
    return json.choices[json.right];
  };
  const first = await apply(daemon.url, room, 'alloc 0 GFP_KERNEL');
  const second = await apply(daemon.url, room, 'alloc 0 GFP_KERNEL');
  assert.equal(await ask(first.n, 'list'), 'MOVABLE order 10');
  assert.equal(await ask(first.n, 'order'), '10');
  assert.equal(await ask(first.n, 'owner'), 'UNMOVABLE');
  assert.equal(await ask(first.n, 'address'), first.result.pfn);
  assert.equal(await ask(second.n, 'address'), second.result.pfn);
  const large = await apply(daemon.url, room, 'alloc 2 GFP_KERNEL');
  assert.equal(await ask(large.n, 'list'), 'UNMOVABLE order 2');
  const freed = await apply(daemon.url, room, `free ${large.result.pfn}`);
  const given = await ask(freed.n, 'list');
  assert.match(given, /^UNMOVABLE order \d+$/);
  assert.equal(await ask(freed.n, 'order'), given.split(' ')[2]);
  assert.match(await ask(freed.n, 'end'), /^(head|tail)$/);
  // asked later in the same op, the answer is the same until it has been given
  const { json } = await request(
    daemon.url,
    `/api/rooms/${room}/ops/${large.n}/predict?event=0&what=list`,
  );
  assert.equal(await ask(large.n, 'list', json.known - 1), 'UNMOVABLE order 2');
  const over = await request(
    daemon.url,
    `/api/rooms/${room}/ops/${large.n}/predict?event=${json.known}&what=list`,
  );
  assert.equal(over.status, 409);
  assert.equal(over.json.error.field, 'what');
  let last;
  do last = await apply(daemon.url, room, 'alloc 10 GFP_ATOMIC');
  while (last.result.pfn);
  assert.equal(await ask(last.n, 'address'), 'NULL');
});

test('before it runs: an op is tried on a copy, and the room stays as it is', async () => {
  const { room, owner, two } = await lecture();
  const was = (await request(daemon.url, `/api/rooms/${room}`)).json;
  const text = 'alloc 1 GFP_KERNEL';
  assert.equal((await owner.ask({ type: 'quiz', text, what: 'address' })).type, 'ack');
  const asked = await quizzed(two);
  assert.equal(asked.op, 4);
  assert.equal(asked.text, text);
  const now = (await request(daemon.url, `/api/rooms/${room}`)).json;
  assert.equal(now.digest, was.digest);
  assert.equal(now.ops.length, 3);
  const done = await owner.op(text);
  assert.deepEqual(done.ops, [4]);
  const { op } = await two.wait(({ type, seq }) => type === 'op' && seq === 4);
  assert.equal((await owner.ask({ type: 'reveal', quiz: asked.n })).type, 'ack');
  const told = await quizzed(two, (quiz) => 'right' in quiz);
  assert.equal(told.choices[told.right], op.result.pfn);

  const plan = { type: 'quiz', what: 'list' };
  isRefused(await owner.ask({ ...plan, text: 'dance' }), 'text', 'syntax');
  isRefused(await owner.ask({ ...plan, text, op: 3 }), 'text', 'syntax');
  isRefused(await owner.ask({ ...plan, text: `${text} x3` }), 'text', 'range');
  isRefused(await owner.ask({ ...plan, text: 'free 0x1' }), 'pfn', 'range');
  isRefused(await owner.ask({ ...plan, text: 'cpu 0' }), 'what', 'state');
  isRefused(await owner.ask({ ...plan, text: 7 }), 'text', 'type');
  isRefused(await owner.ask({ ...plan, text: 'workload 100000' }), 'text', 'range');
  isRefused(await two.ask({ ...plan, text }), 'quiz', 'role');
  await Promise.all([owner, two].map((client) => client.close()));
});

test('who may not ask, and what is no question, is refused', async () => {
  const { room, key, owner, one, two } = await lecture();
  isRefused(await two.ask(ASKED), 'quiz', 'role');
  isRefused(await owner.ask({ ...ASKED, op: 99 }), 'op', 'range');
  isRefused(await owner.ask({ ...ASKED, op: 2 }), 'op', 'range'); // mem_init has too many events
  isRefused(await owner.ask({ ...ASKED, event: 999_999 }), 'event', 'range');
  isRefused(await owner.ask({ ...ASKED, what: 'luck' }), 'what', 'unknown');
  isRefused(await owner.ask({ ...ASKED, what: 'end' }), 'what', 'state');
  isRefused(await owner.ask({ ...ASKED, what: 3 }), 'what', 'type');
  isRefused(await owner.ask({ type: 'quiz', op: 3, event: 0 }), 'what', 'missing');
  isRefused(await owner.ask({ ...ASKED, right: 1 }), 'json', 'unknown');
  isRefused(await owner.ask({ type: 'reveal', quiz: 1 }), 'quiz', 'gone');
  isRefused(await owner.ask({ type: 'reveal', quiz: 0 }), 'quiz', 'range');

  assert.equal((await one.ask({ type: 'chalk', to: one.hello.you })).type, 'ack');
  assert.equal((await one.ask(ASKED)).type, 'ack'); // with the chalk one may
  const { n } = await quizzed(two);
  isRefused(await owner.ask(ASKED), 'quiz', 'state');
  isRefused(await two.ask({ type: 'reveal', quiz: n }), 'quiz', 'role');
  isRefused(await two.ask({ type: 'unquiz', quiz: n }), 'quiz', 'role');
  isRefused(await two.ask({ type: 'guess', quiz: n + 1, choice: 0 }), 'quiz', 'gone');
  isRefused(await two.ask({ type: 'guess', quiz: n, choice: 9 }), 'choice', 'range');
  isRefused(await two.ask({ type: 'guess', quiz: n, choice: 99 }), 'choice', 'range');
  isRefused(await two.ask({ type: 'guess', quiz: n, choice: 'a' }), 'choice', 'type');
  isRefused(await two.ask({ type: 'guess', quiz: n }), 'choice', 'missing');
  assert.equal((await two.ask({ type: 'enter', screen: true })).type, 'welcome');
  isRefused(await two.ask({ type: 'guess', quiz: n, choice: 0 }), 'quiz', 'role');

  const headers = { Authorization: `Bearer ${key}` };
  const quiz = `/api/rooms/${room}/quiz`;
  const held = await request(daemon.url, quiz, { body: { ...ASKED, type: undefined }, headers });
  assert.equal(held.status, 409);
  const shown = await request(daemon.url, `${quiz}/reveal`, { method: 'POST', headers });
  assert.equal(shown.json.quiz.choices[shown.json.quiz.right], 'MOVABLE order 10');
  const twice = await request(daemon.url, `${quiz}/reveal`, { method: 'POST', headers });
  assert.equal(twice.status, 409);
  assert.equal((await request(daemon.url, quiz, { method: 'DELETE' })).status, 403);
  assert.equal((await request(daemon.url, quiz, { method: 'DELETE', headers })).status, 200);
  assert.equal((await request(daemon.url, quiz)).json.quiz, null);
  await Promise.all([owner, one, two].map((client) => client.close()));
});

test('who is in the room may choose by a script', async () => {
  const { room, owner, one, two } = await lecture();
  assert.equal((await owner.ask(ASKED)).type, 'ack');
  const { n, choices } = await quizzed(one);
  const path = `/api/rooms/${room}/quiz/guess`;
  /** @param {unknown} choice @param {string} [secret] */
  const choose = (choice, secret = SELF) =>
    request(daemon.url, path, {
      body: { quiz: n, choice },
      headers: { Authorization: `Bearer ${secret}` },
    });
  const { status, json } = await choose(1);
  assert.equal(status, 200);
  assert.deepEqual([json.quiz.n, json.quiz.answered], [n, 1]);
  await one.wait((message) => message.type === 'quiz' && message.answered === 1);
  assert.equal((await choose(null)).json.quiz.answered, 0);
  const cases = /** @type {[Promise<any>, number, string][]} */ ([
    [choose(1, 'x'.repeat(22)), 403, 'quiz'],
    [choose(choices.length), 400, 'choice'],
    [choose('a'), 400, 'choice'],
    [request(daemon.url, path, { body: { quiz: n, choice: 0 } }), 403, 'quiz'],
    [request(daemon.url, path, { body: { quiz: n } }), 400, 'choice'],
    [request(daemon.url, path, { body: { quiz: n, choice: 0, more: 1 } }), 400, 'json'],
  ]);
  for (const [answer, wanted, field] of cases) {
    const refused = await answer;
    assert.equal(refused.status, wanted, refused.text);
    assert.equal(refused.json.error.field, field);
  }
  assert.equal((await request(daemon.url, path)).status, 405);
  await Promise.all([owner, one, two].map((client) => client.close()));
});
