// chunk.js - the unit of transfer and of the digest: 4,096 bytes of the image.

export const CHUNK = 4096;
export const CHUNK_WORDS = CHUNK / 4;

/**
 * What a chunk counts in the digest of web/README.md.
 * @param {Uint32Array} words @param {number} from where it begins in them
 * @param {number} chunk its number in the image
 * @param {Uint32Array} lanes set to the low and the high one, both 0 for a chunk of zeros
 * @param {number} [at] where in `lanes`
 * @returns {boolean} whether it holds anything but zeros
 */
export function hashChunk(words, from, chunk, lanes, at = 0) {
  let lo = 0x811c9dc5 ^ chunk;
  let hi = 0x9e3779b9 ^ chunk;
  let any = 0;
  for (let i = from; i < from + CHUNK_WORDS; i++) {
    const word = words[i];
    any |= word;
    lo = Math.imul(lo ^ word, 0x01000193);
    hi = Math.imul(((hi << 5) | (hi >>> 27)) ^ word, 0x85ebca6b);
  }
  lanes[at] = any ? lo : 0;
  lanes[at + 1] = any ? hi : 0;
  return any !== 0;
}
