// ram.js - the part of the replica that is the machine's low memory: hundreds of megabytes of zeros, and a few chunks that hold something.

import { CHUNK_WORDS, hashChunk } from './chunk.js';

/**
 * @typedef {object} RamChunk
 * @property {Uint32Array} words
 * @property {boolean} differs from the base
 * @property {boolean} unhashed it was written since `hash` was taken
 * @property {Uint32Array} hash what it counts in the digest, both lanes
 */

/** Chunks by their number in the image; one that is missing is zeros. */
export class RamChunks {
  constructor() {
    /** @type {Map<number, RamChunk>} */
    this.chunks = new Map();
    /** @type {Map<number, Uint32Array>} */
    this.base = new Map();
  }

  /** @param {number} index of the word in the image */
  word(index) {
    return this.chunks.get(index >>> 10)?.words[index & (CHUNK_WORDS - 1)] ?? 0;
  }

  /** @param {number} index of the word in the image @param {number} value */
  write(index, value) {
    this.open(index >>> 10).words[index & (CHUNK_WORDS - 1)] = value;
  }

  /** Writes words that lie in one chunk. @param {number} index of the first @param {Uint32Array} words */
  writeMany(index, words) {
    this.open(index >>> 10).words.set(words, index & (CHUNK_WORDS - 1));
  }

  /** Nothing but zeros, in the base too. */
  clear() {
    this.chunks.clear();
    this.base.clear();
  }

  /** What is here now is the base from here on. */
  makeBase() {
    this.base = new Map([...this.chunks].map(([at, { words }]) => [at, words.slice()]));
    for (const chunk of this.chunks.values()) chunk.differs = false;
  }

  /** Takes back whatever differs from the base. */
  restore() {
    for (const [at, chunk] of this.chunks) {
      if (!chunk.differs) continue;
      const base = this.base.get(at);
      if (base) chunk.words.set(base);
      else chunk.words.fill(0);
      chunk.differs = false;
      chunk.unhashed = true;
    }
  }

  /** Brings the sum of the hashes up to date; forgets what became zeros again. @param {Uint32Array} sum both lanes */
  addHashes(sum) {
    for (const [at, chunk] of this.chunks) {
      if (!chunk.unhashed) continue;
      const { words, hash } = chunk;
      sum[0] -= hash[0];
      sum[1] -= hash[1];
      const holds = hashChunk(words, 0, at, hash);
      sum[0] += hash[0];
      sum[1] += hash[1];
      chunk.unhashed = false;
      if (!holds && !this.base.has(at)) this.chunks.delete(at);
    }
  }

  /** The chunk of that number, about to be written. @param {number} at @returns {RamChunk} */
  open(at) {
    let chunk = this.chunks.get(at);
    if (!chunk) {
      const [words, hash] = [new Uint32Array(CHUNK_WORDS), new Uint32Array(2)];
      chunk = { words, differs: true, unhashed: true, hash };
      this.chunks.set(at, chunk);
    }
    chunk.differs = true;
    chunk.unhashed = true;
    return chunk;
  }
}
