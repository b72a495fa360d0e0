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

export class Replica {
  /** @param {number} size of the image in bytes */
  constructor(size) {
    this.words = new Uint32Array(size / 4);
  }

  /** @returns {Replica} with the same image */
  copy() {
    const other = new Replica(0);
    other.words = this.words.slice();
    return other;
  }

  /** Lays chunks over the image: `u32 index` and 4,096 bytes, again and again. @param {Uint8Array} bytes */
  loadChunks(bytes) {
    const from = words(bytes);
    for (let at = 0; at < from.length; at += 1 + CHUNK / 4) {
      this.words.set(from.subarray(at + 1, at + 1 + CHUNK / 4), (from[at] * CHUNK) / 4);
    }
  }

  /** Writes the runs of a time-lapse frame. @param {Uint8Array} bytes */
  writeRuns(bytes) {
    const from = words(bytes);
    for (let at = 0; at < from.length; at += 2 + from[at + 1]) {
      this.words.set(from.subarray(at + 2, at + 2 + from[at + 1]), from[at] / 4);
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
    const w = this.words;
    switch (head & 0xff) {
      case KIND_WORD:
        w[a / 4] = c;
        break;
      case KIND_LIST_ADD:
        w[b / 4] = a;
        w[a / 4 + 1] = b;
        w[a / 4] = c;
        w[c / 4 + 1] = a;
        break;
      case KIND_LIST_DEL:
        w[b / 4] = c;
        w[c / 4 + 1] = b;
        w[a / 4] = POISON_1;
        w[a / 4 + 1] = POISON_2;
        break;
      default:
        break;
    }
  }

  /** @returns {string} the digest, 16 hex digits */
  digest() {
    let [sumLow, sumHigh] = [0, 0];
    for (let index = 1; index < this.words.length / (CHUNK / 4); index++) {
      const chunk = this.words.subarray((index * CHUNK) / 4, ((index + 1) * CHUNK) / 4);
      if (chunk.every((word) => word === 0)) continue;
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
