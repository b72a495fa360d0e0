// The messages of the WebSocket against their description: what is sent is described, what comes back is described, and all of it was seen.
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

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon();
});
after(() => daemon.stop());

/** The messages of one description, each with its own check; and those that were held to it. */
class Described {
  /** @param {'ViewerMessage' | 'RoomMessage' | 'FrameHead'} name */
  constructor(name) {
    const { oneOf } = description.components.schemas[name];
    this.name = name;
    this.seen = new Set();
    /** @type {Map<string, import('ajv').ValidateFunction>} */
    this.checks = new Map(
      oneOf.map((/** @type {any} */ one, /** @type {number} */ i) => [
        one.properties.type.const,
        ajv.compile({ $ref: `api#/components/schemas/${name}/oneOf/${i}` }),
      ]),
    );
  }

  /** @param {any} message */
  holds(message) {
    const check = this.checks.get(message.type);
    assert.ok(check, `${this.name}: ${message.type} is not described`);
    const text = JSON.stringify(message).slice(0, 300);
    assert.ok(check(message), `${this.name}: ${ajv.errorsText(check.errors)}\n${text}`);
    this.seen.add(message.type);
  }

  /** Every message that is described was held to it. */
  wasSeen() {
    assert.deepEqual([...this.checks.keys()].sort(), [...this.seen].sort());
  }
}

const [sent, told, frames] = [
  new Described('ViewerMessage'),
  new Described('RoomMessage'),
  new Described('FrameHead'),
];

/** @param {Client} client */
function holdAll(client) {
  for (const { payload, ...message } of client.log) (payload ? frames : told).holds(message);
}

test('what viewers say and hear is as it is described', async () => {
  const made = await request(daemon.url, '/api/rooms', { body: { profile: 'small' } });
  const { room, owner_key: key } = made.json;
  const [owner, other] = [await Client.open(daemon.url, room), await Client.open(daemon.url, room)];
  /** @param {Client} client @param {any} message */
  const say = async (client, message) => {
    sent.holds({ ...message, id: 'q' });
    const answer = await client.ask(message);
    assert.notEqual(answer.type, 'error', `${JSON.stringify(message)}: ${JSON.stringify(answer)}`);
    return answer;
  };
  /** Messages that nothing answers. @param {Client} client @param {any} message */
  const tell = (client, message) => {
    sent.holds(message);
    client.send(message);
  };
  /** @param {Client} client @param {string} type */
  const hears = (client, type) => client.wait((message) => message.type === type);

  const { you } = await say(owner, { type: 'enter', key, name: '솔', author: 'b'.repeat(22) });
  await say(other, { type: 'enter', self: 'a'.repeat(22), screen: false });
  await say(owner, { type: 'op', op: { op: 'alloc_pages', order: 0, gfp: 'GFP_KERNEL' } });
  await say(owner, { type: 'op', text: 'alloc 0 GFP_KERNEL x3' });
  await say(owner, { type: 'op', text: 'workload 100000 seed 5 order 5' });
  await say(owner, { type: 'window', op: 3, from: 0, count: 10 });
  await say(owner, { type: 'window', op: 2, point: 5 });
  await say(owner, { type: 'ping' });
  tell(owner, { type: 'lapse', id: 'again', op: 2, frames: 10 });
  await owner.wait(({ type, id, last }) => type === 'lapse' && id === 'again' && last);
  tell(owner, { type: 'cancel', id: 'again' });
  tell(owner, { type: 'resync' });
  await say(owner, { type: 'chalk', to: you });
  await say(other, { type: 'wish', on: true });
  tell(other, { type: 'away', on: true });
  await say(owner, { type: 'access', mode: 'locked', notes: 'driver' });
  tell(owner, { type: 'at', op: 3, event: 4, playing: true, view: 'slabs' });
  tell(owner, { type: 'point', what: 'page 0x4f000' });
  const { note } = await say(owner, { type: 'note', op: 3, event: 4, text: 'here' });
  await say(owner, { type: 'unnote', note });
  await say(owner, { type: 'quiz', text: 'alloc 3 GFP_KERNEL', what: 'list', names: true });
  const { n: quiz } = await hears(other, 'quiz');
  await say(other, { type: 'guess', quiz, choice: 0 });
  // who comes back is told what it chose
  const again = await Client.open(daemon.url, room);
  await say(again, { type: 'enter', self: 'a'.repeat(22) });
  await hears(again, 'guessed');
  await say(owner, { type: 'reveal', quiz });
  await again.wait((message) => message.type === 'quiz' && message.right !== undefined);
  await say(owner, { type: 'unquiz', quiz });
  const refused = await again.ask({ type: 'op', text: 'alloc 99 GFP_KERNEL' });
  assert.equal(refused.type, 'error');
  for (const type of ['lead', 'point', 'note', 'note_gone']) await hears(owner, type);
  await hears(again, 'quiz_gone');
  const late = await Client.open(daemon.url, room);
  const clients = [owner, other, again, late];
  clients.forEach(holdAll);
  await Promise.all(clients.map((client) => client.close()));
  for (const described of [sent, told, frames]) described.wasSeen();
});

test('the description refuses what the daemon refuses', async () => {
  const made = await request(daemon.url, '/api/rooms', { body: { profile: 'small' } });
  const client = await Client.open(daemon.url, made.json.room);
  for (const message of [
    { type: 'op', text: 'drain', id: 'q', more: 1 },
    { type: 'op', text: 'drain' },
    { type: 'window', id: 'q' },
    { type: 'window', id: 'q', op: 0 },
    { type: 'enter', id: 'q', key: 'short' },
    { type: 'wish', id: 'q', on: 1 },
    { type: 'access', id: 'q', mode: 'shut' },
    { type: 'note', id: 'q', op: 1 },
    { type: 'guess', id: 'q', choice: 1 },
    { type: 'nothing', id: 'q' },
  ]) {
    assert.throws(() => sent.holds(message), /ViewerMessage: /);
    const from = client.log.length;
    client.send(message);
    await client.wait(({ type }) => type === 'error', from);
  }
  await client.close();
});
