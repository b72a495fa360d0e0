// qrcode.js - a text as a QR code (ISO/IEC 18004): bytes, error correction M, versions 1 to 24, the mask with the least penalty.

/** By version from 1: bytes of error correction in each block, and blocks. */
const CORRECTION = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28,
];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20];

/** @type {((x: number, y: number) => number)[]} dark where it is 0 */
const MASKS = [
  (x, y) => (x + y) % 2,
  (_, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (((x / 3) | 0) + ((y / 2) | 0)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

/** Middles of the alignment patterns along an edge. @param {number} version */
function alignments(version) {
  if (version === 1) return [];
  const count = ((version / 7) | 0) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => version * 4 + 10 - i * step).reverse()];
}

/** Modules for data and correction. @param {number} version */
function room(version) {
  const marks = alignments(version).length;
  const all = (16 * version + 128) * version + 64;
  return all - (marks && (25 * marks - 10) * marks - 55) - (version > 6 ? 36 : 0);
}

/** In the field of the code: modulo x^8 + x^4 + x^3 + x^2 + 1. @param {number} a @param {number} b */
function times(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d) ^ (((b >>> i) & 1) * a);
  }
  return product;
}

/** Reed and Solomon's remainder. @param {number[]} data @param {number} length */
function correction(data, length) {
  /** @type {number[]} */
  let divisor = [...Array(length - 1).fill(0), 1];
  for (let i = 0, root = 1; i < length; i++, root = times(root, 2)) {
    divisor = divisor.map((one, at) => times(one, root) ^ (divisor[at + 1] ?? 0));
  }
  /** @type {number[]} */
  let rest = Array(length).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest[0];
    rest = divisor.map((one, at) => (rest[at + 1] ?? 0) ^ times(one, factor));
  }
  return rest;
}

/** The bytes of the text with what goes before and behind them. @param {Uint8Array} bytes @param {number} version @param {number} length */
function padded(bytes, version, length) {
  const count = version > 9 ? 16 : 8;
  let bits = `0100${bytes.length.toString(2).padStart(count, '0')}`;
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  bits += '0000';
  const data = (bits.match(/.{8}/g) ?? []).map((one) => parseInt(one, 2));
  for (let pad = 0xec; data.length < length; pad ^= 0xfd) data.push(pad);
  return data;
}

/** In blocks, each with its correction, byte by byte from one block after the other. @param {number[]} data @param {number} version */
function interleaved(data, version) {
  const blocks = BLOCKS[version - 1];
  const short = (data.length / blocks) | 0;
  const longer = data.length % blocks;
  /** @type {number[][]} */
  const parts = [];
  for (let i = 0, at = 0; i < blocks; i++) {
    const end = at + short + (i >= blocks - longer ? 1 : 0);
    parts.push(data.slice(at, end));
    at = end;
  }
  const checks = parts.map((part) => correction(part, CORRECTION[version - 1]));
  return [parts, checks].flatMap((all) =>
    Array.from(all[blocks - 1], (_, i) => all.flatMap((one) => one[i] ?? [])).flat(),
  );
}

/** A number with the remainder of its division behind it. @param {number} value @param {number} by @param {number} bits of the remainder */
function checked(value, by, bits) {
  let rest = value;
  for (let i = 0; i < bits; i++) rest = (rest << 1) ^ ((rest >>> (bits - 1)) * by);
  return (value << bits) | rest;
}

/** How hard it is to read. @param {boolean[][]} rows */
function penalty(rows) {
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  let sum = 0;
  for (const line of [...rows, ...columns]) {
    const text = line.map(Number).join('');
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2;
    sum += 40 * [...text.matchAll(/1(?=0111010000)|0(?=0001011101)/g)].length;
  }
  for (let y = 1; y < rows.length; y++) {
    for (let x = 1; x < rows.length; x++) {
      const one = rows[y][x];
      if (one === rows[y][x - 1] && one === rows[y - 1][x] && one === rows[y - 1][x - 1]) sum += 3;
    }
  }
  const dark = rows.flat().filter(Boolean).length / rows.length ** 2;
  return sum + 10 * Math.floor(Math.abs(dark - 0.5) * 20);
}

/**
 * @param {string} text
 * @returns {{rows: boolean[][], mask: number}} dark or not, without the quiet zone
 * @throws where it is too long
 */
export function qrCode(text) {
  const bytes = new TextEncoder().encode(text);
  const space = (/** @type {number} */ one) =>
    (room(one) >> 3) - CORRECTION[one - 1] * BLOCKS[one - 1];
  let version = 1;
  while (bytes.length + (version > 9 ? 3 : 2) > space(version)) {
    if (++version > BLOCKS.length) throw new RangeError('too long for a QR code');
  }
  const words = interleaved(padded(bytes, version, space(version)), version);
  const drawn = MASKS.map((_, mask) => draw(version, words, mask));
  const costs = drawn.map(penalty);
  const mask = costs.indexOf(Math.min(...costs));
  return { rows: drawn[mask], mask };
}

/** @param {number} version @param {number[]} words @param {number} mask */
function draw(version, words, mask) {
  const size = version * 4 + 17;
  const last = size - 1;
  /** @type {boolean[][]} a hole where nothing stands yet */
  const rows = Array.from({ length: size }, () => Array(size));
  const put = (/** @type {number} */ x, /** @type {number} */ y, /** @type {unknown} */ dark) => {
    if (x >= 0 && y >= 0 && x < size && y < size) rows[y][x] = Boolean(dark);
  };
  for (let i = 8; i < size - 8; i++) {
    put(6, i, i % 2 === 0);
    put(i, 6, i % 2 === 0);
  }
  const square = (
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {number} */ reach,
  ) => {
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        put(x + dx, y + dy, ring !== reach / 2 && ring !== 4);
      }
    }
  };
  const marks = alignments(version);
  for (const x of marks) {
    for (const y of marks) {
      if (!(x + y === 12 || (x === 6 && y === last - 6) || (y === 6 && x === last - 6))) {
        square(x, y, 2);
      }
    }
  }
  for (const [x, y] of [
    [3, 3],
    [last - 3, 3],
    [3, last - 3],
  ]) {
    square(x, y, 4);
  }
  const format = checked(mask, 0x537, 10) ^ 0x5412; // the bits of M are 00
  for (let i = 0; i < 15; i++) {
    const bit = (format >>> i) & 1;
    put(8, i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, bit);
    put(i < 8 ? last - i : i < 9 ? 7 : 14 - i, 8, bit);
  }
  put(8, size - 8, 1);
  if (version > 6) {
    const about = checked(version, 0x1f25, 12);
    for (let i = 0; i < 18; i++) {
      const [a, b] = [size - 11 + (i % 3), (i / 3) | 0];
      put(a, b, (about >>> i) & 1);
      put(b, a, (about >>> i) & 1);
    }
  }
  let at = 0;
  for (let right = last; right > 0; right -= right === 8 ? 3 : 2) {
    for (let i = 0; i < size; i++) {
      const y = (right + 1) & 2 ? i : last - i;
      for (const x of [right, right - 1]) {
        if (rows[y][x] !== undefined) continue;
        const bit = ((words[at >>> 3] ?? 0) >>> (7 - (at & 7))) & 1;
        put(x, y, bit ^ Number(MASKS[mask](x, y) === 0));
        at++;
      }
    }
  }
  return rows;
}
