// find.js - finds a stop in the walk, and the values that its sentence speaks of.
//
// A stop is a list of marks in the notation of `buddyscope run`, looked for one after the other:
//
//   + fn          fn is entered             - fn = value    fn returns (any value without `= value`)
//   : text        a line that begins so     // name: value  a value is seen (any without `: value`)
//
// The place is the step that the last mark lies in. A value is `fn/name`: the newest of that name directly in a call of fn, at the end
// of that step; `fn/name/old` is what it was before, `fn/=` what fn returned.

/**
 * One line of the walk.
 * @typedef {object} Mark
 * @property {number} index of its event
 * @property {'+' | '-' | ':' | '//'} kind
 * @property {string} name function, value, or the line's text
 * @property {string} now value, or result
 * @property {string | null} old
 */

/** @typedef {{index: number, from: number, to: number}} Place the event found, and the step it lies in */

/** @param {string} text @returns {(mark: Mark) => boolean} */
function matcher(text) {
  const [, kind, rest] = /^(\+|-|:|\/\/) (.*)$/.exec(text) ?? [text, '', ''];
  if (kind === ':') return (mark) => mark.kind === kind && mark.name.startsWith(rest);
  const split = kind === '-' ? ' = ' : ': ';
  const at = kind === '+' ? -1 : rest.indexOf(split);
  const name = at < 0 ? rest : rest.slice(0, at);
  const value = at < 0 ? null : rest.slice(at + split.length);
  return (mark) =>
    mark.kind === kind && mark.name === name && (value === null || mark.now === value);
}

/** A step begins at each call and each line. @param {Mark} mark */
const begins = (mark) => mark.kind === '+' || mark.kind === ':';

/**
 * @param {Mark[]} marks of a whole op @param {string[]} wanted @returns {Place | null}
 */
export function findPlace(marks, wanted) {
  let at = -1;
  for (const text of wanted) {
    const matches = matcher(text);
    at = marks.findIndex((mark, i) => i > at && matches(mark));
    if (at < 0) return null;
  }
  const next = marks.findIndex((mark, i) => i > at && begins(mark));
  const start = marks.findLastIndex((mark, i) => i <= at && begins(mark));
  return {
    index: marks[at].index,
    from: start < 0 ? 0 : marks[start].index,
    to: next < 0 ? Infinity : marks[next].index,
  };
}

/**
 * @param {Mark[]} marks @param {Place} place @param {Record<string, string>} wanted by the name that the sentence uses
 * @returns {Record<string, string>} only what the walk has shown by then
 */
export function readValues(marks, place, wanted) {
  /** @type {Map<string, string>} the newest of each */
  const newest = new Map();
  /** @type {string[]} */
  const calls = [];
  for (const mark of marks) {
    if (mark.index >= place.to) break;
    if (mark.kind === '+') calls.push(mark.name);
    if (mark.kind === '-') {
      calls.pop();
      newest.set(`${mark.name}/=`, mark.now);
    }
    if (mark.kind === '//') {
      const key = `${calls[calls.length - 1] ?? ''}/${mark.name}`;
      newest.set(key, mark.now);
      newest.set(`${key}/old`, mark.old ?? mark.now);
    }
  }
  /** @type {Record<string, string>} */
  const values = {};
  for (const [name, key] of Object.entries(wanted)) {
    const value = newest.get(key);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** The function that a place lies in. @param {Mark[]} marks @param {Place} place */
export function functionAt(marks, place) {
  /** @type {string[]} */
  const calls = [];
  let inside = '';
  for (const mark of marks) {
    if (mark.index > place.index) break;
    if (mark.kind === '+') calls.push(mark.name);
    inside = calls[calls.length - 1] ?? '';
    if (mark.kind === '-') calls.pop();
  }
  return inside;
}
