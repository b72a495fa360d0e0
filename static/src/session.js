// session.js - a whole session in the fragment of a link: its machine and its ops, which are all there is to it.
//
//   /s#s=1.DATA&at=OP.EVENT        1 is the version of this format; DATA is the text below, deflated (RFC 1951), in base64url
//
//   study slub=1 page=32 model=3    the machine: profile, SLUB or not, sizeof(struct page), version of the model
//   boot kmem_cache_init            an op a line, as scripts have them, without the two that every room begins with;
//   alloc 0 GFP_KERNEL x3           a line that comes several times in a row is written once
//
// Links of this kind are in notes and chats that nobody can change: what is written here is read for ever. A new form takes a new number.

import { packText, unpackText } from './packed.js';

/**
 * @typedef {object} Session
 * @property {string} profile
 * @property {boolean} slub
 * @property {number} page_struct_size
 * @property {number} model
 * @property {string[]} ops all of them, from the two that every room begins with
 */

const VERSION = '1';
const BEGINNING = ['boot zonelists', 'boot mem_init'];
/** A repeated line says x2 to x1000. */
const MOST_REPEATS = 1000;
/** Characters of DATA: longer links do not survive being mailed and pasted. */
export const SESSION_LIMIT = 4096;
/** Characters of the text: what claims to be more was not made here. */
const TEXT_LIMIT = 1 << 20;

/** A link that cannot be read, and why. */
export class BadSession extends Error {
  /** @param {'version' | 'damaged'} code @param {string} version of the format */
  constructor(code, version) {
    super(code);
    this.code = code;
    this.version = version;
  }
}

/** @param {Session} session @returns {Promise<string>} what stands behind s= */
export async function encodeSession({ profile, slub, page_struct_size: page, model, ops }) {
  const lines = [`${profile} slub=${slub ? 1 : 0} page=${page} model=${model}`];
  for (let i = BEGINNING.length; i < ops.length;) {
    let times = 1;
    while (times < MOST_REPEATS && ops[i + times] === ops[i]) times++;
    lines.push(times > 1 ? `${ops[i]} x${times}` : ops[i]);
    i += times;
  }
  return `${VERSION}.${await packText(lines.join('\n'))}`;
}

/** @param {string} text what stands behind s= @returns {Promise<Session>} with repeated lines as they are: `x3` */
export async function decodeSession(text) {
  const [, version, data] = /^(\d+)\.(.*)$/.exec(text) ?? ['', '', ''];
  if (version !== VERSION) throw new BadSession(version ? 'version' : 'damaged', version);
  let lines;
  try {
    lines = (await unpackText(data, TEXT_LIMIT)).split('\n');
  } catch {
    throw new BadSession('damaged', version);
  }
  const [, profile, slub, page, model] =
    /^(\S+) slub=([01]) page=(\d+) model=(\d+)$/.exec(lines[0]) ?? [];
  if (!profile) throw new BadSession('damaged', version);
  return {
    profile,
    slub: slub === '1',
    page_struct_size: Number(page),
    model: Number(model),
    ops: [...BEGINNING, ...lines.slice(1)],
  };
}
