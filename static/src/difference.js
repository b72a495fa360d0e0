// difference.js - an image as what it has and its base has not: what keyframes and windows carry. web/README.md has the format.

import { CHUNK_WORDS } from './chunk.js';

/** Words of a group, each behind the one of the same column in the group before. */
const COLUMNS = 8;

/**
 * Writes what differs over an image that is its base.
 * @param {Uint8Array} bytes the difference
 * @param {(chunk: number) => Uint32Array} open the words of a chunk, to be written
 */
export function layDifference(bytes, open) {
  const last = new Uint32Array(COLUMNS);
  let at = 0;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      if (!(byte & 0x80)) return value >>> 0;
    }
  };
  for (let chunk = 0; at < bytes.length;) {
    const words = open((chunk += number()));
    last.fill(0);
    for (let i = 0; i < CHUNK_WORDS && at < bytes.length;) {
      let mask = bytes[at++];
      if (!mask) {
        i += COLUMNS * number();
        continue;
      }
      for (let column = 0; mask; column++, mask >>= 1) {
        if (!(mask & 1)) continue;
        const distance = number();
        last[column] += (distance >>> 1) ^ -(distance & 1);
        words[i + column] = last[column];
      }
      i += COLUMNS;
    }
  }
}
