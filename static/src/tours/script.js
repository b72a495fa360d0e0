// script.js - the operations of a tour: the lines that a room is given, and where they stand in a room that was given them.
//
// A line is what one types into the command bar. `{p}` stands for the pages or objects that the line named p was given, one line for each;
// `{p.1}` for the second of them.

/** @typedef {import('../types.js').Op} Op */
/** @typedef {{run: string, as?: string}} Line */
/** @typedef {Map<string, Op[]>} Placed the ops of each named line */

/** @param {Op} op */
const resultOf = (op) => String(op.result.pfn ?? op.result.addr);

/**
 * @param {string} run @param {Placed} placed what was run before
 * @returns {string[]} one text for every page that it speaks of
 */
export function linesOf(run, placed) {
  const named = /\{(\w+)(?:\.(\d+))?\}/.exec(run);
  if (!named) return [run];
  const ops = placed.get(named[1]) ?? [];
  const chosen = named[2] === undefined ? ops : [ops[Number(named[2])]];
  return chosen.map((op) => run.replace(named[0], resultOf(op)));
}

/** `x6` at a line's end: how often, and what each of them is called. @param {string} line */
function repeated(line) {
  const times = / x(\d+)$/.exec(line);
  return {
    text: times ? line.slice(0, times.index) : line,
    times: times ? Number(times[1]) : 1,
  };
}

/**
 * Gives a room the lines of a tour, one after the other.
 * @param {Line[]} lines
 * @param {(text: string) => Promise<Op[]>} send
 * @param {(done: number, total: number) => void} progress in lines
 */
export async function runLines(lines, send, progress) {
  /** @type {Placed} */
  const placed = new Map();
  for (const [at, { run, as }] of lines.entries()) {
    const ops = [];
    for (const text of linesOf(run, placed)) ops.push(...(await send(text)));
    if (as) placed.set(as, ops);
    progress(at + 1, lines.length);
  }
  return placed;
}

/**
 * Where the lines of a tour stand among the ops of a room; null if the room was not made for it.
 * @param {Line[]} lines @param {Op[]} ops from the room's first on @returns {Placed | null}
 */
export function placeLines(lines, ops) {
  const first = repeated(lines[0].run).text;
  for (let start = 0; start < ops.length && ops[start]; start++) {
    const placed = ops[start].text === first ? placeFrom(lines, ops, start) : null;
    if (placed) return placed;
    if (ops[start].op.op !== 'boot') break;
  }
  return null;
}

/** @param {Line[]} lines @param {Op[]} ops @param {number} start @returns {Placed | null} */
function placeFrom(lines, ops, start) {
  /** @type {Placed} */
  const placed = new Map();
  let next = start;
  for (const { run, as } of lines) {
    const mine = [];
    for (const line of linesOf(run, placed)) {
      const { text, times } = repeated(line);
      for (let i = 0; i < times; i++, next++) {
        if (ops[next]?.text !== text) return null;
        mine.push(ops[next]);
      }
    }
    if (as) placed.set(as, mine);
  }
  return placed;
}

/** The op that a stop names: `p`, or `p.2` for the third of a line that ran several times. @param {Placed} placed @param {string} name */
export function opOf(placed, name) {
  const [line, nth] = name.split('.');
  return placed.get(line)?.[Number(nth ?? 0)] ?? null;
}
