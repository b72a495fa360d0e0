// text.js - numbers as the view writes them.

/** @param {number} value @param {number} [digits] */
export const bare = (value, digits = 8) => value.toString(16).padStart(digits, '0');

/** @param {number} value */
export const hex = (value) => `0x${value.toString(16)}`;

/** @param {number} value */
export const hex8 = (value) => `0x${bare(value >>> 0)}`;

/** @param {number} bytes with its unit: 4 KiB, 760 MiB, 2 GiB */
export function sizeText(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let at = 0;
  let value = bytes;
  while (at < 3 && value >= 1024 && value % 1024 === 0) {
    value /= 1024;
    at++;
  }
  return `${value.toLocaleString('en')} ${units[at]}`;
}
