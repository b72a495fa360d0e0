// replica.mjs - a machine's image kept up from the wire alone, and its digest.
//
// Written from web/README.md, not from the page or the daemon: that three readings of the document agree
// is what the tests show.

const CHUNK = 4096;
const KIND_WORD = 6;
const KIND_LIST_ADD = 7;
const KIND_LIST_DEL = 8;
const POISON_1 = 0x00100100;
const POISON_2 = 0x00200200;

/** @param {Uint8Array} bytes @returns {Uint32Array} the same bytes as little-endian words */
export function words(bytes) {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

/** Words of a chunk. */
const WORDS = CHUNK / 4;

export class Replica {
  /** @param {number} size of the image in bytes */
  constructor(size) {
    this.size = size;
    /** @type {Map<number, Uint32Array>} by number; the others are zeros */
    this.chunks = new Map();
  }

  /** @returns {Replica} with the same image */
  copy() {
    const other = new Replica(this.size);
    for (const [index, chunk] of this.chunks) other.chunks.set(index, chunk.slice());
    return other;
  }

  /** @param {number} index @returns {Uint32Array} the chunk, to be written */
  chunk(index) {
    let chunk = this.chunks.get(index);
    if (!chunk) {
      if (!(index < this.size / CHUNK)) throw new RangeError(`chunk ${index} is beyond the image`);
      chunk = new Uint32Array(WORDS);
      this.chunks.set(index, chunk);
    }
    return chunk;
  }

  /** @param {number} offset in bytes @param {number} value */
  store(offset, value) {
    this.chunk(Math.floor(offset / CHUNK))[(offset % CHUNK) / 4] = value;
  }

  /** Lays chunks over the image: `u32 index` and 4,096 bytes, again and again. @param {Uint8Array} bytes */
  loadChunks(bytes) {
    const from = words(bytes);
    for (let at = 0; at < from.length; at += 1 + WORDS) {
      this.chunk(from[at]).set(from.subarray(at + 1, at + 1 + WORDS));
    }
  }

  /** Writes the runs of a time-lapse frame. @param {Uint8Array} bytes */
  writeRuns(bytes) {
    const from = words(bytes);
    for (let at = 0; at < from.length; at += 2 + from[at + 1]) {
      for (let i = 0; i < from[at + 1]; i++) this.store(from[at] + 4 * i, from[at + 2 + i]);
    }
  }

  /** Applies events, 16 bytes each. @param {Uint8Array} bytes */
  applyEvents(bytes) {
    const from = words(bytes);
    for (let at = 0; at < from.length; at += 4) {
      this.apply(from[at], from[at + 1], from[at + 2], from[at + 3]);
    }
  }

  /** @param {number} head @param {number} a @param {number} b @param {number} c */
  apply(head, a, b, c) {
    switch (head & 0xff) {
      case KIND_WORD:
        this.store(a, c);
        break;
      case KIND_LIST_ADD:
        this.store(b, a);
        this.store(a + 4, b);
        this.store(a, c);
        this.store(c + 4, a);
        break;
      case KIND_LIST_DEL:
        this.store(b, c);
        this.store(c + 4, b);
        this.store(a, POISON_1);
        this.store(a + 4, POISON_2);
        break;
      default:
        break;
    }
  }

  /** @returns {string} the digest, 16 hex digits */
  digest() {
    let [sumLow, sumHigh] = [0, 0];
    for (const [index, chunk] of this.chunks) {
      if (index === 0 || chunk.every((word) => word === 0)) continue;
      let [low, high] = [0x811c9dc5 ^ index, 0x9e3779b9 ^ index];
      for (const word of chunk) {
        low = Math.imul(low ^ word, 0x01000193);
        high = Math.imul(((high << 5) | (high >>> 27)) ^ word, 0x85ebca6b);
      }
      sumLow = (sumLow + low) >>> 0;
      sumHigh = (sumHigh + high) >>> 0;
    }
    return [sumHigh, sumLow].map((lane) => lane.toString(16).padStart(8, '0')).join('');
  }
}
