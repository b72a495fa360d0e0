// steps.test.mjs - what the page shows of a step is what `buddyscope run` prints for its events: profile, order and gfp from a seed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { binary } from '../lib/daemon.mjs';
import { suite } from './page.mjs';

const SEED = Number(process.env.SEED ?? 20140517);
const DRAWS = 4;
const MOST = 240; // steps of one op: a large block's pages are prepared one by one, and the picture takes two frames for each
const room = suite();

/** mulberry32. @param {number} seed @returns {() => number} from 0 to below 1 */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A printed event as the walk writes it: markers become places on the page, folders of files are left away. Changes are not lines of the
 * walk: they are in the table below it.
 *
 * @param {string} line @param {Map<string, string>} points names of the trace points by letter
 */
function asShown(line, points) {
  const text = line.trim();
  const enter = /^\+ (\S+) (?:.*\/)?([^/]+:\d+)$/.exec(text);
  if (enter) return `${enter[1]} ${enter[2]}`;
  if (text.startsWith(': ')) return text.slice(2);
  const leave = /^- (\S+)(?: = (.*))?$/.exec(text);
  if (leave) return leave[2] === undefined ? `// ${leave[1]}()` : `// ${leave[1]}: ${leave[2]}`;
  if (text.startsWith('// ')) return text.replace(' -> ', ' → ');
  if (text.startsWith('* ')) return `${text.slice(2)} ${points.get(text[2])}`;
  return null;
}

/** @param {string} profile @param {string} text @returns {string[]} the printed events of op 3 */
function printed(profile, text) {
  const run = spawnSync(binary, ['run', '--profile', profile, '-'], {
    input: `${text}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(run.status, 0, run.stderr);
  const lines = run.stdout.split('\n');
  const from = lines.findIndex((line) => line.startsWith('#3 ')) + 1;
  const to = lines.findIndex((line, at) => at >= from && line.startsWith('= '));
  return lines.slice(from, to);
}

/**
 * In the page: presses the key for each step and reads the fresh lines of the walk when the step is there.
 *
 * @param {number} steps
 */
async function stepThrough(steps) {
  const slider = /** @type {HTMLElement} */ (document.querySelector('.steps-slider'));
  const shown = [];
  for (let step = 1; step <= steps; step++) {
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }),
    );
    while (slider.getAttribute('aria-valuenow') !== String(step)) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const rows = /** @type {NodeListOf<HTMLElement>} */ (
      document.querySelectorAll('.frames [data-fresh=true][data-event]')
    );
    shown.push(
      [...rows].map((row) => ({
        event: Number(row.dataset.event),
        text: [...row.childNodes]
          .filter((node) => node.nodeType !== Node.COMMENT_NODE)
          .map((node) => node.textContent)
          .join('')
          .replace(/\s+/g, ' ')
          .trim(),
      })),
    );
  }
  return shown;
}

test(`every shown step says what run prints (SEED=${SEED})`, async (t) => {
  const draw = random(SEED);
  const pick = (/** @type {any[]} */ from) => from[Math.floor(draw() * from.length)];
  const model = await room.api('/api/model');
  const points = new Map(
    model.points.map((/** @type {any} */ point) => [point.letter, point.name]),
  );
  for (let i = 0; i < DRAWS; i++) {
    const profile = pick(['study', 'small']);
    const gfp = pick([
      'GFP_KERNEL',
      'GFP_ATOMIC',
      'GFP_NOWAIT',
      'GFP_HIGHUSER_MOVABLE',
      'GFP_TEMPORARY',
    ]);
    const text = `alloc ${Math.floor(draw() * 11)} ${gfp}`;
    await t.test(`${profile}: ${text}`, async (inner) => {
      const made = await room.api('/api/rooms', { profile });
      await room.api(`/api/rooms/${made.room}/ops`, { text });
      const lines = printed(profile, text);
      const page = await room.open(inner, `/r/${made.room}@3.0`, { reducedMotion: 'reduce' });
      const steps = Number(await page.getAttribute('.steps-slider', 'aria-valuemax'));
      const shown = await page.evaluate(stepThrough, Math.min(steps, MOST));
      let seen = 0;
      for (const [at, rows] of shown.entries()) {
        const until = rows.length ? Math.max(...rows.map((row) => row.event)) : seen - 1;
        const expected = lines
          .slice(seen, until + 1)
          .map((line, nth) => ({ event: seen + nth, text: asShown(line, points) }))
          .filter((row) => row.text !== null);
        assert.deepEqual(
          rows.sort((x, y) => x.event - y.event),
          expected,
          `step ${at + 1}`,
        );
        seen = until + 1;
      }
      if (steps > MOST) return;
      const rest = lines.slice(seen).filter((line) => asShown(line, points) !== null);
      assert.deepEqual(rest, [], 'everything was shown');
    });
  }
});
