// replica.js - the machine's image as this page holds it: apply events, take them back, check it.
//
// What lies below RAM is one array of words, which whoever draws may read directly. RAM itself is mostly zeros: of it only the chunks that
// hold something are kept (ram.js).

import { CHUNK, CHUNK_WORDS, hashChunk } from './chunk.js';
import { layDifference } from './difference.js';
import { RamChunks } from './ram.js';
import { EV_LIST_ADD, EV_LIST_DEL, EV_WORD } from './schema.js';

/** The address of the first byte of RAM. */
const PAGE_OFFSET = 0xc0000000;
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
  /**
   * @param {number} size bytes of the image, a multiple of 4,096
   * @param {number} [ramOff] where RAM begins in it, a multiple of 4,096; without it there is none
   */
  constructor(size, ramOff = size) {
    this.ramOff = ramOff;
    /** The image up to RAM. */
    this.words = new Uint32Array(ramOff / 4);
    this.base = new Uint32Array(ramOff / 4);
    /** How many chunks that is. */
    this.chunks = ramOff / CHUNK;
    this.ramChunks = new RamChunks();
    /** Bumped whenever a word changes. */
    this.version = 0;
    /** @type {Watcher | null} */
    this.watcher = null;
    this.differs = new Uint8Array(this.chunks); // from the base
    this.unhashed = new Uint8Array(this.chunks).fill(1);
    this.hashes = new Uint32Array(this.chunks * 2);
    this.sum = new Uint32Array(2);
  }

  /** Any word of the image. @param {number} index byte offset >>> 2 */
  word(index) {
    return index < this.words.length ? this.words[index] : this.ramChunks.word(index);
  }

  /** The word of RAM at an address, a multiple of 4; 0 where no RAM is. @param {number} virt from 0xc0000000 on */
  ram(virt) {
    return virt < PAGE_OFFSET ? 0 : this.ramChunks.word((this.ramOff + (virt - PAGE_OFFSET)) >>> 2);
  }

  /** The image that rooms share. @param {Uint8Array} payload chunks, each behind its number */
  loadBase(payload) {
    this.words.fill(0);
    this.ramChunks.clear();
    this.#putChunks(payload);
    this.base.set(this.words);
    this.ramChunks.makeBase();
    this.differs.fill(0);
    this.unhashed.fill(1);
    this.hashes.fill(0);
    this.sum.fill(0);
    this.#replaced();
  }

  /** What differs from the base so. @param {Uint8Array} image see difference.js */
  load(image) {
    for (let chunk = 0; chunk < this.chunks; chunk++) {
      if (!this.differs[chunk]) continue;
      const at = chunk * CHUNK_WORDS;
      this.words.set(this.base.subarray(at, at + CHUNK_WORDS), at);
      this.differs[chunk] = 0;
      this.unhashed[chunk] = 1;
    }
    this.ramChunks.restore();
    layDifference(image, (chunk) => this.#open(chunk));
    this.#replaced();
  }

  /** Runs of changed words: offset, count, words. @param {Uint8Array} payload */
  writeRuns(payload) {
    const data = wordsOf(payload);
    for (let at = 0; at + 2 <= data.length;) {
      const count = data[at + 1];
      this.#put(data[at] >>> 2, data.subarray(at + 2, at + 2 + count));
      at += 2 + count;
    }
    this.#replaced();
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
    this.ramChunks.addHashes(this.sum);
    const hex = [this.sum[1], this.sum[0]].map((lane) => lane.toString(16).padStart(8, '0'));
    return hex.join('');
  }

  /** @param {number} index @param {number} value @param {UndoLog} log */
  #set(index, value, log) {
    log.push(index, this.word(index));
    this.#write(index, value);
  }

  /** @param {number} index @param {number} value */
  #write(index, value) {
    if (index < this.words.length) {
      this.words[index] = value;
      this.differs[index >>> 10] = 1;
      this.unhashed[index >>> 10] = 1;
    } else {
      this.ramChunks.write(index, value);
    }
    this.watcher?.word(index);
  }

  /** Lays words over the image, chunk by chunk. @param {number} index of the first @param {Uint32Array} words */
  #put(index, words) {
    for (let at = 0; at < words.length;) {
      const here = index + at;
      const room = CHUNK_WORDS - (here & (CHUNK_WORDS - 1));
      const piece = words.length - at <= room && at === 0 ? words : words.subarray(at, at + room);
      if (here < this.words.length) {
        this.words.set(piece, here);
        this.differs[here >>> 10] = 1;
        this.unhashed[here >>> 10] = 1;
      } else {
        this.ramChunks.writeMany(here, piece);
      }
      at += piece.length;
    }
  }

  /** The words that hold a chunk about to be written, from its first on. @param {number} chunk */
  #open(chunk) {
    if (chunk >= this.chunks) return this.ramChunks.open(chunk).words;
    this.differs[chunk] = 1;
    this.unhashed[chunk] = 1;
    return this.words.subarray(chunk * CHUNK_WORDS, (chunk + 1) * CHUNK_WORDS);
  }

  /** @param {Uint8Array} payload chunks, each behind its number */
  #putChunks(payload) {
    const data = wordsOf(payload);
    for (let at = 0; at + 1 + CHUNK_WORDS <= data.length; at += 1 + CHUNK_WORDS) {
      this.#put(data[at] * CHUNK_WORDS, data.subarray(at + 1, at + 1 + CHUNK_WORDS));
    }
  }

  #replaced() {
    this.version++;
    this.watcher?.reset();
  }

  /** Replaces a chunk's share of the sum. @param {number} chunk below RAM */
  #hash(chunk) {
    const { words, hashes, sum } = this;
    const at = 2 * chunk;
    sum[0] -= hashes[at];
    sum[1] -= hashes[at + 1];
    hashChunk(words, chunk * CHUNK_WORDS, chunk, hashes, at);
    sum[0] += hashes[at];
    sum[1] += hashes[at + 1];
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
