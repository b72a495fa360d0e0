// replica.mjs - a machine's image kept up from the wire alone, and its digest.
//
// Written from web/README.md, not from the page or the daemon: that three readings of the document agree
// is what the tests show.

const CHUNK = 4096;
const EVENT = 16;
const KIND_WORD = 6;
const KIND_LIST_ADD = 7;
const KIND_LIST_DEL = 8;
const POISON_1 = 0x00100100;
const POISON_2 = 0x00200200;

/** @param {Uint8Array} bytes @returns {Uint32Array} the same bytes as little-endian words */
export function words(bytes) {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

/** @param {any} window a window frame @returns {{events: Uint8Array, image: Uint8Array}} what its payload holds */
export function partsOf({ payload, count }) {
  return { events: payload.subarray(0, EVENT * count), image: payload.subarray(EVENT * count) };
}

/** Words of a chunk. */
const WORDS = CHUNK / 4;

/** Bytes and numbers (LEB128), one after the other. */
class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get done() {
    return this.at === this.bytes.length;
  }

  byte() {
    if (this.done) throw new RangeError('the image ends too early');
    return this.bytes[this.at++];
  }

  number() {
    let [value, unit, byte] = [0, 1, 0];
    do {
      byte = this.byte();
      value += (byte % 128) * unit;
      unit *= 128;
    } while (byte >= 128);
    return value;
  }

  /** 0, -1, 1, -2, 2 … */
  distance() {
    const number = this.number();
    return number % 2 ? -(number + 1) / 2 : number / 2;
  }
}

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

  /** Makes an image that is its base another: what differs, chunk by chunk. @param {Uint8Array} bytes */
  loadDifference(bytes) {
    const reader = new Reader(bytes);
    for (let index = 0; !reader.done;) {
      const chunk = this.chunk((index += reader.number()));
      const last = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let group = 0; group < WORDS / 8; group++) {
        const mask = reader.byte();
        if (mask === 0) group += reader.number() - 1;
        for (const k of last.keys()) {
          if (!(mask & (1 << k))) continue;
          last[k] = (last[k] + reader.distance()) >>> 0;
          chunk[8 * group + k] = last[k];
        }
      }
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
