// csource.js - C taken apart as far as colours need it: comments, strings, numbers, keywords, lines of the preprocessor.

/** @typedef {'comment' | 'string' | 'figure' | 'keyword' | 'pre' | ''} Kind '': all else */
/** @typedef {{kind: Kind, text: string}} Piece */

const KEYWORDS =
  'break|case|char|const|continue|default|do|else|enum|extern|for|goto|if|inline|int|long|return|short|sizeof|static|struct|switch|' +
  'typedef|typeof|union|unsigned|void|volatile|while|[us](?:8|16|32|64)|\\w+_t';

/** One group for each kind, in this order; a comment or a string that is not closed goes to the end. @type {Kind[]} */
const KINDS = ['comment', 'string', 'pre', 'figure', 'keyword'];
const TOKEN = new RegExp(
  [
    String.raw`(\/\*[^]*?(?:\*\/|(?![^]))|\/\/(?:\\\n|.)*)`,
    String.raw`("(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?)`,
    String.raw`(^[ \t]*#[ \t]*\w*)`,
    String.raw`\b(0x[\da-fA-F]+[uUlL]*|\d+[uUlL]*)\b`,
    String.raw`\b(${KEYWORDS})\b`,
  ].join('|'),
  'gm',
);

/** A text in lines, each of pieces: one that goes over a line's end is a piece of both lines. @param {string} text @returns {Piece[][]} */
export function colouredLines(text) {
  /** @type {Piece[][]} */
  const lines = [[]];
  const put = (/** @type {Kind} */ kind, /** @type {string} */ piece) =>
    piece.split('\n').forEach((part, i) => {
      if (i > 0) lines.push([]);
      if (part) lines[lines.length - 1].push({ kind, text: part });
    });
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    put('', text.slice(end, found.index));
    put(KINDS[found.slice(1).findIndex((group) => group !== undefined)], found[0]);
    end = found.index + found[0].length;
  }
  put('', text.slice(end));
  return lines;
}
