// replica.js - the machine's image as this page holds it: apply events, take them back, check it.

import { EV_LIST_ADD, EV_LIST_DEL, EV_WORD } from './schema.js';

const CHUNK = 4096;
const CHUNK_WORDS = CHUNK / 4;
const POISON1 = 0x00100100;
const POISON2 = 0x00200200;

/**
 * Who wants to know what changed. `list` says that a node came to stand behind `prev`, or left it.
 * @typedef {object} Watcher
 * @property {(index: number) => void} word
 * @property {(added: boolean, node: number, prev: number) => void} list offsets in bytes
 * @property {() => void} reset everything may have changed
 */

/** What a stretch of events overwrote: pairs of word index and old value, with a mark per event. */
export class UndoLog {
  constructor() {
    this.pairs = new Uint32Array(256);
    this.length = 0;
    /** @type {number[]} */
    this.marks = [];
  }

  mark() {
    this.marks.push(this.length);
  }

  /** @param {number} index @param {number} old */
  push(index, old) {
    if (this.length + 2 > this.pairs.length) {
      const bigger = new Uint32Array(this.pairs.length * 2);
      bigger.set(this.pairs);
      this.pairs = bigger;
    }
    this.pairs[this.length++] = index;
    this.pairs[this.length++] = old;
  }
}

export class Replica {
  /** @param {number} size bytes of the image, a multiple of 4,096 */
  constructor(size) {
    this.words = new Uint32Array(size / 4);
    this.base = new Uint32Array(size / 4);
    this.chunks = size / CHUNK;
    /** Bumped whenever a word changes. */
    this.version = 0;
    /** @type {Watcher | null} */
    this.watcher = null;
    this.differs = new Uint8Array(this.chunks); // from the base
    this.unhashed = new Uint8Array(this.chunks).fill(1);
    this.hashes = new Uint32Array(this.chunks * 2);
    this.sum = new Uint32Array(2);
  }

  /** The image that rooms share. @param {Uint8Array} payload chunks, each behind its number */
  loadBase(payload) {
    this.base.fill(0);
    putChunks(this.base, payload);
    this.words.set(this.base);
    this.differs.fill(0);
    this.#everythingChanged();
  }

  /** The base with these chunks over it. @param {Uint8Array} payload */
  load(payload) {
    for (let chunk = 0; chunk < this.chunks; chunk++) {
      if (!this.differs[chunk]) continue;
      const at = chunk * CHUNK_WORDS;
      this.words.set(this.base.subarray(at, at + CHUNK_WORDS), at);
      this.differs[chunk] = 0;
      this.unhashed[chunk] = 1;
    }
    for (const chunk of putChunks(this.words, payload)) {
      this.differs[chunk] = 1;
      this.unhashed[chunk] = 1;
    }
    this.version++;
    this.watcher?.reset();
  }

  /** Runs of changed words: offset, count, words. @param {Uint8Array} payload */
  writeRuns(payload) {
    const data = wordsOf(payload);
    for (let at = 0; at + 2 <= data.length;) {
      const index = data[at] >>> 2;
      const count = data[at + 1];
      this.words.set(data.subarray(at + 2, at + 2 + count), index);
      for (let chunk = index >>> 10; chunk <= (index + count - 1) >>> 10; chunk++) {
        this.differs[chunk] = 1;
        this.unhashed[chunk] = 1;
      }
      at += 2 + count;
    }
    this.version++;
    this.watcher?.reset();
  }

  /**
   * Applies one event, noting in the log what it overwrites.
   * @param {number} kind @param {number} a @param {number} b @param {number} c @param {UndoLog} log
   */
  apply(kind, a, b, c, log) {
    log.mark();
    if (kind === EV_WORD) {
      this.#set(a >>> 2, c, log);
    } else if (kind === EV_LIST_ADD) {
      this.#set(b >>> 2, a, log);
      this.#set((a >>> 2) + 1, b, log);
      this.#set(a >>> 2, c, log);
      this.#set((c >>> 2) + 1, a, log);
      this.watcher?.list(true, a, b);
    } else if (kind === EV_LIST_DEL) {
      this.#set(b >>> 2, c, log);
      this.#set((c >>> 2) + 1, b, log);
      this.#set(a >>> 2, POISON1, log);
      this.#set((a >>> 2) + 1, POISON2, log);
      this.watcher?.list(false, a, b);
    } else {
      return;
    }
    this.version++;
  }

  /**
   * Takes back the event that the log knows as its last.
   * @param {number} kind @param {number} a @param {number} b @param {UndoLog} log
   */
  undo(kind, a, b, log) {
    const start = log.marks.pop() ?? 0;
    if (log.length === start) return;
    while (log.length > start) {
      log.length -= 2;
      this.#write(log.pairs[log.length], log.pairs[log.length + 1]);
    }
    if (kind === EV_LIST_ADD) this.watcher?.list(false, a, b);
    if (kind === EV_LIST_DEL) this.watcher?.list(true, a, b);
    this.version++;
  }

  /** The digest of web/README.md: 16 hex digits, high lane first. */
  digest() {
    for (let chunk = 0; chunk < this.chunks; chunk++) {
      if (this.unhashed[chunk]) this.#hash(chunk);
    }
    const hex = [this.sum[1], this.sum[0]].map((lane) => lane.toString(16).padStart(8, '0'));
    return hex.join('');
  }

  /** @param {number} index @param {number} value @param {UndoLog} log */
  #set(index, value, log) {
    log.push(index, this.words[index]);
    this.#write(index, value);
  }

  /** @param {number} index @param {number} value */
  #write(index, value) {
    this.words[index] = value;
    this.differs[index >>> 10] = 1;
    this.unhashed[index >>> 10] = 1;
    this.watcher?.word(index);
  }

  #everythingChanged() {
    this.unhashed.fill(1);
    this.hashes.fill(0);
    this.sum.fill(0);
    this.version++;
    this.watcher?.reset();
  }

  /** Replaces a chunk's share of the sum. @param {number} chunk */
  #hash(chunk) {
    const { words, hashes, sum } = this;
    let lo = 0x811c9dc5 ^ chunk;
    let hi = 0x9e3779b9 ^ chunk;
    let any = 0;
    const end = (chunk + 1) * CHUNK_WORDS;
    for (let i = chunk * CHUNK_WORDS; i < end; i++) {
      const word = words[i];
      any |= word;
      lo = Math.imul(lo ^ word, 0x01000193);
      hi = Math.imul(((hi << 5) | (hi >>> 27)) ^ word, 0x85ebca6b);
    }
    sum[0] += (any ? lo : 0) - hashes[2 * chunk];
    sum[1] += (any ? hi : 0) - hashes[2 * chunk + 1];
    hashes[2 * chunk] = any ? lo : 0;
    hashes[2 * chunk + 1] = any ? hi : 0;
    this.unhashed[chunk] = 0;
  }
}

/** @param {Uint8Array} bytes @returns {Uint32Array} the same bytes as words */
export function wordsOf(bytes) {
  if (bytes.byteOffset % 4 === 0) {
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
  }
  return new Uint32Array(bytes.slice().buffer, 0, bytes.byteLength >>> 2);
}

/**
 * @param {Uint32Array} image @param {Uint8Array} payload
 * @returns {number[]} the numbers of the chunks written
 */
function putChunks(image, payload) {
  const data = wordsOf(payload);
  const written = [];
  for (let at = 0; at + 1 + CHUNK_WORDS <= data.length; at += 1 + CHUNK_WORDS) {
    const chunk = data[at];
    image.set(data.subarray(at + 1, at + 1 + CHUNK_WORDS), chunk * CHUNK_WORDS);
    written.push(chunk);
  }
  return written;
}
