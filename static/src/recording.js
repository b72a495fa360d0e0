// recording.js - a range of steps as data: the image before it, its events, and what names them. Written by the daemon into one HTML file
// (web/recording_page.h), read by the page when it opens from that file.
//
//   {"format":"buddyscope-recording","version":2,"model":…,"profile":…,"base":DATA,"image":DATA,"ops":[OP…],"parts":[{"op","from","events":DATA}…]}
//
// `model` is GET /api/model, `profile` that of the hello, `base` the base image and `image` the difference from it before the first event (difference.js);
// `parts` are the events op by op, in order, each joined to the one before. DATA is zlib (RFC 1950) in base64.

import { inflate } from './net.js';
import { wordsOf } from './replica.js';

/** @typedef {import('./types.js').Op} Op */

/**
 * @typedef {object} Recording
 * @property {'buddyscope-recording'} format
 * @property {2} version
 * @property {any} model
 * @property {any} profile
 * @property {string} base
 * @property {string} image
 * @property {Op[]} ops
 * @property {{op: number, from: number, events: string}[]} parts
 * @property {import("./people/notes.js").Note[]} [notes]
 */

/** @param {string} data DATA @returns {Promise<Uint8Array>} */
export function unpack(data) {
  const text = atob(data);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return inflate(bytes);
}

/** @param {string} data DATA of events @returns {Promise<Uint32Array>} packed events */
export async function unpackWords(data) {
  return wordsOf(await unpack(data));
}
