// recorder.js - gathers a range of steps from the daemon and writes it into a page of its own.

import { Refused, api, imageOf, packedEvents } from '../net.js';
import { pack, toBase64 } from '../recording.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./place.js').At} At */

/** What a file may hold: more is no longer a thing to send around. */
export const MOST_OPS = 300;
export const MOST_EVENTS = 400_000;

/** Where the built page has its place for a recording. */
const MARK = '<template id="recording-place"></template>';

/** @param {App} app @param {At} from @param {At} to an event of Infinity: the end @returns {Promise<Blob>} */
export async function record(app, from, to) {
  const { player, profile, wire, state } = app;
  await player.know(from.op, to.op);
  const ops = player.ops.slice(from.op - 1, to.op);
  const ends = ops.map((op) => (op.n === to.op ? Math.min(to.event, op.events) : op.events));
  const starts = ops.map((op) => (op.n === from.op ? Math.min(from.event, op.events) : 0));
  check(
    ops.length,
    ends.reduce((sum, end, i) => sum + end - starts[i], 0),
  );
  const [model, template, base] = await Promise.all([
    api('/api/model'),
    text('/offline.html'),
    bytes(`/api/images/${state.base}`),
  ]);
  let image = null;
  const parts = [];
  for (const [i, op] of ops.entries()) {
    const words = [];
    let at = starts[i];
    do {
      const count = Math.min(player.windowEvents, ends[i] - at);
      const answer = await wire.ask({ type: 'window', op: op.n, from: at, count });
      image ??= await pack(imageOf(answer));
      const part = packedEvents(answer);
      words.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
      at += count;
    } while (at < ends[i]);
    const events = await pack(
      new Uint8Array(await new Blob(/** @type {any} */ (words)).arrayBuffer()),
    );
    parts.push({ op: op.n, from: starts[i], events });
  }
  const recording = {
    format: 'buddyscope-recording',
    version: 2,
    model,
    profile,
    base: toBase64(base),
    image,
    // an op that is not recorded to its end ends where the recording does
    ops: ops.map((op, i) => ({ ...op, events: ends[i] })),
    parts,
    notes: app.notes.list.filter(({ op }) => op >= from.op && op <= to.op),
  };
  const json = JSON.stringify(recording).replace(/</g, '\\u003c');
  const script = `<script type="application/json" id="recording">${json}</script>`;
  // the last: the program in it knows these words too
  const at = template.lastIndexOf(MARK);
  const pieces = [template.slice(0, at), script, template.slice(at + MARK.length)];
  return new Blob(pieces, { type: 'text/html' });
}

/** @param {number} ops @param {number} events */
function check(ops, events) {
  const [field, count, limit] =
    ops > MOST_OPS ? ['ops', ops, MOST_OPS] : ['events', events, MOST_EVENTS];
  if (count <= limit) return;
  throw new Refused({
    code: 'range',
    field,
    message: `${field}: at most ${limit}, not ${count}`,
    limit,
  });
}

/** @param {string} path */
async function text(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

/** @param {string} path */
async function bytes(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
