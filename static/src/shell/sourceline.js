// sourceline.js - which line of a function's source we stand at, as far as the walk tells: it records some lines and every call, not each
// statement.

/** @typedef {import('./walkmodel.js').Frame} Frame */
/** @typedef {import('../schema.js').Schema} Schema */

/** The source's lines, the number of the first, and by how much its numbers are higher than those of the model. @typedef {{lines: string[], first: number, shift: number}} Known */

/**
 * `line`: the walk names it, and it reads so here. `number`: the walk names it, and it reads otherwise here. `call`: the call that has just
 * returned. `head`: nothing more is known than the function.
 * @typedef {{at: number, how: 'line' | 'number' | 'call' | 'head'}} Where
 */

/** @param {string} text */
const bare = (text) => text.replace(/\s+|[;{]\s*$/g, '').replace(/;$/, '');

/** The place nearest to `near` of the lines that are `wanted`; -1 if there is none. @param {string[]} lines @param {number} near @param {(line: string) => boolean} wanted */
function nearest(lines, near, wanted) {
  let best = -1;
  lines.forEach((line, i) => {
    if (wanted(line) && (best < 0 || Math.abs(i - near) < Math.abs(best - near))) best = i;
  });
  return best;
}

/** @param {Known} known @param {Frame} frame @param {Schema} schema @returns {Where} */
export function whereIn({ lines, first, shift }, frame, schema) {
  const head = schema.function(frame.id).line + shift;
  let near = head - first;
  for (let i = frame.rows.length - 1; i >= 0; i--) {
    const row = frame.rows[i];
    if (row.kind === 'line') {
      const { text, line } = schema.lines[row.event.id];
      near = line + shift - first;
      const at = nearest(lines, near, (one) => bare(one).includes(bare(text)));
      return at >= 0 ? { at: first + at, how: 'line' } : { at: first + near, how: 'number' };
    }
    const callee = row.kind === 'call' ? row.event.id : row.kind === 'frame' ? row.frame.id : null;
    if (callee === null) continue;
    const { name } = schema.function(callee);
    const calls = new RegExp(`(?<!\\w)${name}\\s*\\(`);
    const body = (/** @type {string} */ one) => calls.test(one) && /^\s/.test(one);
    const at = nearest(lines, near, body);
    if (at >= 0 && lines.filter(body).length === 1) return { at: first + at, how: 'call' };
  }
  return { at: head, how: 'head' };
}
