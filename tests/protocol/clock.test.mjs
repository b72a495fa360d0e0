// A wall clock that jumps by days changes nothing but the dates on notes: limits, heartbeats, presence and deadlines go by the monotonic clock.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, startDaemon } from '../lib/daemon.mjs';
import { Client, newRoom, request } from './lib/client.mjs';

/** A sanitizer's own clock_gettime() is in the way of another: the optimised build, where there is one. */
const program = process.env.OPTIMISED ?? binary;
const SOURCE = new URL('clock_jump.c', import.meta.url).pathname;
const DAY = 86_400;
const [RATE, BURST] = [5, 2]; // operations a second, and so many seconds' worth at once
const ARGS = ['--ping-seconds', '1', '--ops-per-second', `${RATE}`];

/** @type {string} */
let folder;
/** @type {import('../lib/daemon.mjs').Daemon} */
let daemon;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'buddyscope-'));
  const shim = join(folder, 'clock_jump.so');
  execFileSync('cc', ['-D_GNU_SOURCE', '-shared', '-fPIC', '-O1', '-o', shim, SOURCE]);
  jumpTo(0);
  const env = { LD_PRELOAD: shim, CLOCK_JUMP: join(folder, 'jump') };
  daemon = await startDaemon({ args: ARGS, env, program });
});
after(async () => {
  await daemon.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The daemon's wall clock is wrong by so much. @param {number} seconds */
function jumpTo(seconds) {
  const path = join(folder, 'jump');
  const bytes = Buffer.from(new BigInt64Array([BigInt(seconds)]).buffer);
  writeFileSync(path, bytes, { flag: existsSync(path) ? 'r+' : 'w' }); // the daemon has it mapped
}

/** @param {Client} client @returns {Promise<void>} after so many heartbeats that answers to them were seen too */
const heartbeats = (client) =>
  new Promise((resolve, reject) => {
    let left = 3;
    const tick = () => --left || resolve();
    client.socket.on('ping', tick);
    client.socket.once('close', (code) => reject(new Error(`closed with ${code}`)));
  });

/** More ops at once than are allowed. @param {Client} client @returns {Promise<number>} how many were taken */
async function many(client) {
  const asked = [...Array(2 * RATE * BURST)].map(() => client.op('alloc 0 GFP_KERNEL'));
  const answers = await Promise.all(asked);
  const refused = answers.filter((answer) => answer.type === 'error');
  assert.ok(refused.every(({ error }) => error.code === 'rate'));
  return answers.length - refused.length;
}

for (const days of [400, -2]) {
  test(`a jump of the clock by ${days} days`, async () => {
    const room = await newRoom(daemon.url);
    const clients = [await Client.open(daemon.url, room), await Client.open(daemon.url, room)];
    const [driver, other] = clients;
    const key = 'a'.repeat(22);
    const welcome = await driver.ask({ type: 'enter', self: key, name: 'somebody' });
    assert.equal(welcome.type, 'welcome');
    const idle = connect(Number(new URL(daemon.url).port), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    /** @type {boolean} */
    let hungUp = false;
    idle.on('close', () => (hungUp = true));
    idle.on('error', () => {});

    const start = performance.now();
    const first = await many(driver);
    jumpTo(days * DAY);
    const { note } = (
      await request(daemon.url, `/api/rooms/${room}/notes`, {
        body: { op: 2, event: 0, text: '.' },
      })
    ).json;
    const wrongBy = note.at - Date.now() / 1000;
    assert.ok(Math.abs(wrongBy - days * DAY) < 60, 'the daemon does not see that clock');

    const later = await many(driver);
    const seconds = (performance.now() - start) / 1000;
    const allowed = RATE * (BURST + seconds) + 1;
    assert.ok(first + later <= allowed, `${first} and ${later} ops, not ${allowed} in all`);

    await Promise.all(clients.map(heartbeats));
    const { people } = (await request(daemon.url, `/api/rooms/${room}/people`)).json;
    assert.equal(people.length, 2);
    assert.ok(people.every((/** @type {any} */ person) => !person.away));
    assert.equal((await driver.op('alloc 0 GFP_KERNEL')).type, 'ack');
    await other.reached(2 + first + later + 1);
    assert.ok(!hungUp, 'a connection that said nothing yet was hung up on');

    await driver.close();
    const [left] = (await request(daemon.url, `/api/rooms/${room}/people`)).json.people.filter(
      (/** @type {any} */ person) => person.name === 'somebody',
    );
    assert.equal(left.away, true, 'a place is kept for who has lost the connection');
    jumpTo(0);
    idle.destroy();
    await other.close();
  });
}
