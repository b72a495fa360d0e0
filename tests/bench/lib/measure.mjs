// measure.mjs - how the benches measure and print.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** @param {string} name @param {string} figure */
export const print = (name, figure) => console.log(`${name.padEnd(48)} ${figure}`);

/** @param {() => Promise<unknown>} act @returns {Promise<number>} ms */
export async function timed(act) {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** @param {number[]} times sorted here */
export function percentiles(times) {
  times.sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => times[Math.floor(times.length * part)].toFixed(2);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

/** @param {number} n @param {() => Promise<unknown>} act @returns {Promise<string>} */
export async function spread(n, act) {
  const times = [];
  for (let i = 0; i < n; i++) times.push(await timed(act));
  return percentiles(times);
}

/** Memory of a process in kB. @param {number} pid @param {'Rss' | 'Private_Dirty'} what */
export function memory(pid, what) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(new RegExp(`^${what}: +(\\d+)`, 'm').exec(text)?.[1]);
}

/** Seconds of processor time so far. @param {number} pid */
export function processor(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
