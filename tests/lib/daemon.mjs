// daemon.mjs - start a buddyscope daemon of one's own for a test, and end it properly.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The binary under test. */
export const binary = process.env.BUDDYSCOPE ?? 'build/buddyscope';

/** A sanitizer build is slower by this factor or less; waiting times are multiplied by it. */
export const patience = /-(asan|tsan|fuzz)\//.test(binary) ? 5 : 1;

/** @param {number} ms @returns {Promise<void>} */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @typedef {object} Daemon
 * @property {string} url where it listens, without a slash at the end: http://127.0.0.1:40123
 * @property {string} data the folder it keeps its rooms in
 * @property {number} pid
 * @property {() => string} output what it has printed so far, both streams
 * @property {(signal?: NodeJS.Signals) => Promise<void>} stop end it; throws unless it ended cleanly
 * @property {() => Promise<void>} kill end it as a crash would; the data stay
 */

/**
 * Start `buddyscope serve` on a free port and wait until it has printed its URL.
 *
 * @param {{args?: string[], data?: string, env?: Record<string, string>, program?: string}} [options]
 *   data: a folder to open again, which then stays after stop(); by default a new one that does not
 * @returns {Promise<Daemon>}
 */
export async function startDaemon({ args = [], data, env = {}, program = binary } = {}) {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'buddyscope-'));
  const child = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--data', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });

  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));

  let asked = false;
  /** @type {Promise<string>} how it ended, in words */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      const how = signal ?? `exit code ${code}`;
      // What a test sees of a crash is a refused connection; say here what it was.
      if (!asked) process.stderr.write(`\nthe daemon ended by itself with ${how}:\n${output}\n`);
      resolve(how);
    });
  });

  /** @type {string | undefined} */
  let url;
  const deadline = Date.now() + 10_000 * patience;
  while (!(url = /https?:\/\/[\w.:[\]-]+:\d+/.exec(output)?.[0])) {
    const early = await Promise.race([ended, sleep(20)]);
    if (early || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${program} printed no URL (${early ?? 'still running'}):\n${output}`);
    }
  }

  /** @param {NodeJS.Signals} signal */
  async function end(signal) {
    asked = true;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000 * patience);
    const how = await ended;
    clearTimeout(timer);
    return how;
  }

  return {
    url,
    data: folder,
    pid: /** @type {number} */ (child.pid),
    output: () => output,
    async stop(signal = 'SIGTERM') {
      const how = await end(signal);
      if (!data) rmSync(folder, { recursive: true, force: true });
      if (how !== 'exit code 0') throw new Error(`the daemon ended with ${how}:\n${output}`);
    },
    async kill() {
      await end('SIGKILL');
    },
  };
}
