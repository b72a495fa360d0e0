// Who drives: the owner's key, the chalk that goes from hand to hand, and what is refused to whom.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDaemon } from '../lib/daemon.mjs';
import { Client, request } from './lib/client.mjs';

/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  daemon = await startDaemon({ args: ['--away-seconds', '1', '--ping-seconds', '1'] });
});
after(() => daemon.stop());

const OP = 'alloc 0 GFP_KERNEL';
const SELVES = ['Ada', 'Bob', 'Cem', 'Dal'].map((name) => name.padEnd(22, 'x'));

/** @returns {Promise<{room: string, key: string}>} a room and its owner's key */
async function makeRoom() {
  const { status, json } = await request(daemon.url, '/api/rooms', { body: { profile: 'small' } });
  assert.equal(status, 201);
  assert.match(json.owner_key, /^[\w-]{22}$/);
  return { room: json.room, key: json.owner_key };
}

/**
 * Somebody in a room who has said who it is.
 * @param {string} room @param {object} [who] @returns {Promise<{client: Client, n: number, welcome: any}>}
 */
async function enter(room, who = {}) {
  const client = await Client.open(daemon.url, room);
  const welcome = await client.ask({ type: 'enter', ...who });
  assert.equal(welcome.type, 'welcome', JSON.stringify(welcome));
  return { client, n: welcome.you, welcome };
}

/** Waits for a presence that is as wanted. @param {Client} client @param {(presence: any) => boolean} wanted @param {number} [from] */
const presence = (client, wanted, from) =>
  client.wait((message) => message.type === 'presence' && wanted(message), from);

/** @param {string} key */
const bearer = (key) => ({ Authorization: `Bearer ${key}` });

/** An owner, a driver with the chalk and a viewer in a locked room. */
async function locked() {
  const { room, key } = await makeRoom();
  const [owner, driver, viewer] = [
    await enter(room, { key, name: '솔' }),
    await enter(room, { self: SELVES[0] }),
    await enter(room),
  ];
  assert.equal((await owner.client.ask({ type: 'access', mode: 'locked' })).type, 'ack');
  await presence(owner.client, ({ mode, chalk }) => mode === 'locked' && chalk === owner.n);
  assert.equal((await owner.client.ask({ type: 'chalk', to: driver.n })).type, 'ack');
  await presence(viewer.client, ({ chalk }) => chalk === driver.n);
  const close = () => Promise.all([owner, driver, viewer].map(({ client }) => client.close()));
  return { room, key, owner, driver, viewer, close };
}

test('a new room is open: everybody drives, and who has driven has the chalk', async () => {
  const { room, key } = await makeRoom();
  const [one, two] = [await enter(room), await enter(room)];
  await presence(one.client, ({ mode, chalk }) => mode === 'open' && chalk === null);
  assert.equal((await two.client.op(OP)).type, 'ack');
  await presence(one.client, ({ chalk }) => chalk === two.n);
  assert.equal((await one.client.op(OP)).type, 'ack');
  await presence(two.client, ({ chalk }) => chalk === one.n);
  const from = two.client.log.length;
  assert.equal((await two.client.op('alloc 11 GFP_KERNEL')).type, 'error');
  assert.equal((await two.client.ask({ type: 'ping' })).type, 'pong');
  assert.ok(two.client.log.slice(from).every(({ type }) => type !== 'presence'));
  const body = { text: OP };
  for (const headers of [{}, bearer(key)]) {
    const { status } = await request(daemon.url, `/api/rooms/${room}/ops`, { body, headers });
    assert.equal(status, 200);
  }
  await Promise.all([one.client.close(), two.client.close()]);
});

test('in a locked room owner and driver operate, others are told why not', async () => {
  const { room, key, owner, driver, viewer, close } = await locked();
  assert.equal((await owner.client.op(OP)).type, 'ack');
  assert.equal((await driver.client.op(OP)).type, 'ack');
  const { error } = await viewer.client.op(OP);
  assert.deepEqual([error.code, error.field], ['role', 'op']);
  assert.match(error.message, /locked: its owner and whoever has the chalk/);

  const path = `/api/rooms/${room}/ops`;
  const refused = await request(daemon.url, path, { body: { text: OP } });
  assert.deepEqual([refused.status, refused.json.error.code], [403, 'role']);
  for (const [wrong, status] of /** @type {const} */ ([
    [SELVES[3], 403],
    ['short', 400],
    [key, 200],
  ])) {
    const answer = await request(daemon.url, path, { body: { text: OP }, headers: bearer(wrong) });
    assert.equal(answer.status, status, wrong);
  }
  const { json } = await request(daemon.url, `/api/rooms/${room}`);
  assert.deepEqual([json.ops.length, json.mode], [5, 'locked']);
  await close();
});

test('the chalk is handed over, asked for, and taken back', async () => {
  const { owner, driver, viewer, close } = await locked();
  assert.equal((await viewer.client.ask({ type: 'chalk', to: viewer.n })).error.code, 'role');
  assert.equal((await viewer.client.ask({ type: 'chalk', to: owner.n })).error.code, 'role');
  assert.equal((await viewer.client.ask({ type: 'wish', on: true })).type, 'ack');
  for (const { client } of [owner, driver]) {
    await presence(client, ({ people }) => people.some((/** @type {any} */ one) => one.wish));
  }
  assert.equal((await driver.client.ask({ type: 'chalk', to: 99 })).error.code, 'role');
  assert.equal((await driver.client.ask({ type: 'chalk', to: viewer.n })).type, 'ack');
  const given = await presence(owner.client, ({ chalk }) => chalk === viewer.n);
  assert.ok(given.people.every((/** @type {any} */ one) => !one.wish));
  assert.equal((await viewer.client.op(OP)).type, 'ack');
  assert.equal((await driver.client.op(OP)).error.code, 'role');
  assert.equal((await owner.client.ask({ type: 'chalk', to: owner.n })).type, 'ack');
  await presence(viewer.client, ({ chalk }) => chalk === owner.n);
  assert.equal((await viewer.client.op(OP)).error.code, 'role');
  await close();
});

test('a driver who is gone gives it back to the owner, and to nobody else', async () => {
  const { room, key, owner, driver, viewer, close } = await locked();
  const from = owner.client.log.length;
  await driver.client.close();
  const away = await presence(owner.client, ({ viewers }) => viewers === 2, from);
  assert.equal(away.chalk, driver.n);
  const back = await presence(owner.client, ({ chalk }) => chalk !== driver.n, from);
  assert.equal(back.chalk, owner.n);

  await owner.client.close();
  const nobody = await presence(viewer.client, ({ viewers, chalk }) => viewers === 1 && !chalk);
  assert.equal(nobody.people.length, 1);
  assert.equal((await viewer.client.op(OP)).error.code, 'role');
  const again = await enter(room, { key });
  await presence(viewer.client, ({ chalk }) => chalk === again.n);
  await again.client.close();
  await close();
});

test('who loses the connection comes back to place, name and chalk', async () => {
  const { room, owner, driver, close } = await locked();
  await driver.client.ask({ type: 'enter', self: SELVES[0], name: 'Bo' });
  const from = owner.client.log.length;
  driver.client.socket.terminate();
  await presence(owner.client, ({ viewers }) => viewers === 2, from);
  const again = await enter(room, { self: SELVES[0] });
  assert.deepEqual([again.n, again.welcome.name], [driver.n, 'Bo']);
  assert.equal((await again.client.op(OP)).type, 'ack');

  const twice = await enter(room, { self: SELVES[0] });
  assert.equal(twice.n, driver.n);
  await assert.rejects(
    again.client.wait(() => false, again.client.log.length),
    /4001/,
  );
  assert.equal((await twice.client.op(OP)).type, 'ack');
  await twice.client.close();
  await close();
});

test('nobody alone in a room loses the chalk by a lost connection', async () => {
  const { room, key } = await makeRoom();
  const owner = await enter(room, { key, self: SELVES[1] });
  await owner.client.ask({ type: 'access', mode: 'locked' });
  const other = await enter(room, { self: SELVES[2] });
  await owner.client.ask({ type: 'chalk', to: other.n });
  await owner.client.close();
  other.client.socket.terminate();
  const again = await enter(room, { self: SELVES[2] });
  assert.equal(again.n, other.n);
  assert.equal((await again.client.op(OP)).type, 'ack');
  await again.client.close();
});

test('a screen only shows', async () => {
  const { room, key } = await makeRoom();
  const owner = await enter(room, { key });
  const screen = await enter(room, { key, screen: true, name: 'wall' });
  assert.ok(screen.welcome.screen && screen.welcome.owner);
  assert.match((await screen.client.op(OP)).error.message, /a screen only shows/);
  for (const message of [
    { type: 'chalk', to: screen.n },
    { type: 'wish', on: true },
    { type: 'access', mode: 'locked' },
    { type: 'note', op: 1, event: 0, text: 'x' },
  ]) {
    const { error } = await screen.client.ask(message);
    assert.equal(error?.code, 'role', message.type);
  }
  assert.equal((await owner.client.ask({ type: 'chalk', to: screen.n })).error.code, 'role');
  assert.equal((await screen.client.ask({ type: 'enter', screen: false })).screen, false);
  assert.equal((await screen.client.op(OP)).type, 'ack');
  await Promise.all([owner.client.close(), screen.client.close()]);
});

test('the key is known by its hash alone, and a wrong one is refused', async () => {
  const { room, key } = await makeRoom();
  const client = await Client.open(daemon.url, room);
  const { error } = await client.ask({ type: 'enter', key: SELVES[0] });
  assert.deepEqual([error.code, error.field], ['role', 'key']);
  assert.equal((await client.ask({ type: 'enter', key: 'x' })).error.code, 'syntax');
  assert.equal((await client.ask({ type: 'access', mode: 'locked' })).error.code, 'role');
  assert.equal((await client.ask({ type: 'enter', key })).owner, true);
  assert.equal((await client.ask({ type: 'access', mode: 'locked' })).type, 'ack');
  await client.close();
});

test('what the owner decides is decided by curl too, and outlives the daemon', async () => {
  const own = await startDaemon();
  const made = await request(own.url, '/api/rooms', { body: { profile: 'small' } });
  const { room, owner_key: key } = made.json;
  const path = `/api/rooms/${room}`;
  const client = await Client.open(own.url, room);
  const { you: n } = await client.ask({ type: 'enter', name: 'A' });
  const decide = (/** @type {object} */ body, headers = {}) =>
    request(own.url, `${path}/access`, { body, headers });
  assert.equal((await decide({ mode: 'locked' })).status, 403);
  assert.equal((await decide({ mode: 'locked' }, bearer(SELVES[0]))).status, 403);
  assert.equal((await decide({ mode: 'ajar' }, bearer(key))).status, 400);
  assert.equal((await decide({}, bearer(key))).status, 400);
  const done = await decide({ mode: 'locked', notes: 'owner' }, bearer(key));
  assert.deepEqual([done.status, done.json], [200, { mode: 'locked', notes: 'owner' }]);
  await presence(client, ({ mode, notes }) => mode === 'locked' && notes === 'owner');
  assert.equal((await client.op(OP)).error.code, 'role');

  const give = (/** @type {number} */ to, headers = {}) =>
    request(own.url, `${path}/chalk`, { body: { to }, headers });
  assert.equal((await give(n)).status, 403);
  assert.equal((await give(2147483647, bearer(key))).status, 403);
  const given = await give(n, bearer(key));
  assert.deepEqual([given.status, given.json.chalk], [200, n]);
  assert.equal((await client.op(OP)).type, 'ack');
  const people = await request(own.url, `${path}/people`);
  assert.deepEqual(people.json.people, [{ n, name: 'A' }]);
  assert.equal((await give(0, bearer(key))).json.chalk, null);

  const { data } = own;
  await client.close();
  await own.kill();
  const later = await startDaemon({ data });
  const { status } = await request(later.url, `${path}/ops`, { body: { text: OP } });
  assert.equal(status, 403);
  await later.stop();
});

test('names, who looks elsewhere, and no ghosts', async () => {
  const { room } = await makeRoom();
  const [one, ghost] = [await enter(room), await enter(room, { self: SELVES[3], name: 'Gil' })];
  const find = (/** @type {any} */ { people }) =>
    people.find((/** @type {any} */ person) => person.n === ghost.n);
  await presence(one.client, (message) => find(message)?.name === 'Gil');
  ghost.client.send({ type: 'away', on: true });
  await presence(one.client, (message) => find(message)?.away);
  ghost.client.send({ type: 'away', on: false });
  const from = one.client.log.length;
  await presence(one.client, (message) => find(message) && !find(message).away, from);
  ghost.client.socket.pause(); // its network is gone: nothing arrives, nothing is answered
  const gone = await presence(one.client, (message) => !find(message), from);
  assert.equal(gone.viewers, 1);
  ghost.client.socket.terminate();
  await one.client.close();
});

test('where the driver stands is told, in time and not too often', async () => {
  const { owner, driver, viewer, room, close } = await locked();
  const from = viewer.client.log.length;
  for (let event = 0; event < 40; event++) {
    driver.client.send({ type: 'at', op: 2, event, playing: event < 39, view: 'tab=slabs' });
  }
  owner.client.send({ type: 'at', op: 1, event: 7 }); // has no chalk: nobody follows
  const isLead = (/** @type {any} */ { type }) => type === 'lead';
  const last = await viewer.client.wait((message) => isLead(message) && message.event === 39, from);
  const { type, by, op, playing, view } = last;
  assert.deepEqual([type, by, op, playing, view], ['lead', driver.n, 2, false, 'tab=slabs']);
  const leads = viewer.client.log.filter(isLead);
  assert.ok(leads.length <= 20 && leads.every((lead) => lead.by === driver.n), `${leads.length}`);

  const late = await enter(room);
  assert.equal((await late.client.wait(isLead)).event, 39);
  late.client.send({ type: 'point', what: 'pfn=4f000' });
  const point = await driver.client.wait((message) => message.type === 'point');
  assert.deepEqual([point.by, point.what], [late.n, 'pfn=4f000']);
  await late.client.close();
  await close();
});
