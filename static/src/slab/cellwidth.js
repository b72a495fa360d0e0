// cellwidth.js - how many columns of a fixed-width font a text takes: Hangul takes two each.

/** @param {string} text */
export function cellWidth(text) {
  let width = 0;
  for (const letter of text) width += letter >= '\u1100' ? 2 : 1;
  return width;
}
