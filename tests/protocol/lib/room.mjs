// room.mjs - a room over HTTP: made, booted, given operations, its texts read.
import assert from 'node:assert/strict';
import { newRoom, request } from './client.mjs';

const STAGES = ['kmem_cache_init', 'pageset', 'smp', 'late', 'wmark'];

/** @param {string} url of the daemon @param {string} id of the room @param {Record<string, any> | string} op or a line @returns {Promise<any>} the op, applied */
export async function apply(url, id, op) {
  const body = typeof op === 'string' ? { text: op } : { op };
  const { status, json } = await request(url, `/api/rooms/${id}/ops`, { body });
  assert.equal(status, 200, JSON.stringify({ op, json }));
  return json.ops.at(-1);
}

/** @param {string} url @param {string} id @param {string} path @returns {Promise<string>} */
export async function textOf(url, id, path) {
  const { status, text } = await request(url, `/api/rooms/${id}/${path}`);
  assert.equal(status, 200, path);
  return text;
}

/** @param {string} url @param {string} profile @returns {Promise<string>} a new room with SLUB, booted to the end */
export async function bootedRoom(url, profile) {
  const id = await newRoom(url, { profile });
  for (const stage of STAGES) await apply(url, id, { op: 'boot', stage });
  return id;
}
