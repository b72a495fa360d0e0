// patterns.js - the eight states of memory: letter, colours from tokens.css, pattern.
//
// Nothing is told by colour alone: U 45° lines, E dots, M plain, R horizontal lines, A solid, S grid, P vertical lines, B cross-hatch.

import { svg } from './dom.js';

/** Letters by state code, as reader.js numbers them; a page in a pcp list has the owner's colour and no pattern. */
export const LETTERS = ['U', 'E', 'M', 'R', '', 'A', 'S', 'P', 'B', ''];
const NAMES = ['u', 'e', 'm', 'r', 'pcp', 'a', 's', 'p', 'b', 'hole'];

/** @param {number} state @returns {string} the prefix of its tokens and classes: u e m r a s p b */
export function stateName(state) {
  return NAMES[state] ?? 'hole';
}

/** Types in the words of the kernel. */
export const TYPE_NAMES = ['UNMOVABLE', 'RECLAIMABLE', 'MOVABLE', 'RESERVE'];

/**
 * @typedef {object} Palette
 * @property {string[]} fill by state code
 * @property {string[]} letter
 * @property {string[]} edge
 * @property {string[]} line of the pattern
 * @property {string} paper
 * @property {string} ink
 * @property {string} strong
 */

/** @param {Element} root @returns {Palette} the colours in force */
export function readPalette(root) {
  const style = getComputedStyle(root);
  const get = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const of = (/** @type {string} */ what) =>
    NAMES.map((name) =>
      name === 'pcp' || name === 'hole' ? get('--panel') : get(`--${name}-${what}`),
    );
  return {
    fill: of('fill'),
    letter: of('letter'),
    edge: of('edge'),
    line: NAMES.map((name) => get(`--${name}-line`) || 'transparent'),
    paper: get('--paper'),
    ink: get('--ink'),
    strong: get('--line-strong'),
  };
}

/**
 * One tile of a state's pattern, drawn around the origin of a square of `size`.
 * @param {CanvasRenderingContext2D} c @param {number} state @param {number} size @param {number} thick
 */
function drawTile(c, state, size, thick) {
  c.lineWidth = thick;
  c.beginPath();
  const middle = size / 2;
  const rising = () => {
    for (const shift of [-size, 0, size]) {
      c.moveTo(shift - size, size * 2);
      c.lineTo(shift + size * 2, -size);
    }
  };
  const falling = () => {
    for (const shift of [-size, 0, size]) {
      c.moveTo(shift - size, -size);
      c.lineTo(shift + size * 2, size * 2);
    }
  };
  switch (LETTERS[state]) {
    case 'U':
      rising();
      break;
    case 'E':
      for (const [x, y] of [
        [size / 4, size / 4],
        [(size * 3) / 4, (size * 3) / 4],
      ]) {
        c.moveTo(x + thick, y);
        c.arc(x, y, thick * 0.9, 0, Math.PI * 2);
      }
      c.fill();
      return;
    case 'R':
      c.moveTo(0, middle);
      c.lineTo(size, middle);
      break;
    case 'S':
      c.moveTo(0, middle);
      c.lineTo(size, middle);
      c.moveTo(middle, 0);
      c.lineTo(middle, size);
      break;
    case 'P':
      c.moveTo(middle, 0);
      c.lineTo(middle, size);
      break;
    case 'B':
      rising();
      falling();
      break;
    default:
  }
  c.stroke();
}

/** Size of a tile for a pitch: diagonals repeat along the axes at √2 times their distance. @param {number} state @param {number} pitch */
function tileSize(state, pitch) {
  const letter = LETTERS[state];
  return letter === 'U' || letter === 'B'
    ? pitch * Math.SQRT2
    : letter === 'E'
      ? pitch * 1.4
      : pitch;
}

/**
 * Fill styles of a canvas, by state.
 * @param {CanvasRenderingContext2D} context @param {Palette} palette @param {number} scale device pixels per css pixel
 * @param {number} [pitch] css pixels
 * @returns {(CanvasPattern | string)[]}
 */
export function canvasFills(context, palette, scale, pitch = 5) {
  return palette.fill.map((fill, state) => {
    if (palette.line[state] === 'transparent') return fill;
    const size = Math.max(2, Math.round(tileSize(state, pitch) * scale));
    const tile = document.createElement('canvas');
    tile.width = size;
    tile.height = size;
    const c = tile.getContext('2d');
    if (!c) return fill;
    c.fillStyle = fill;
    c.fillRect(0, 0, size, size);
    c.strokeStyle = palette.line[state];
    c.fillStyle = palette.line[state];
    drawTile(c, state, size, scale * (pitch > 7 ? 1.5 : 1.05));
    return context.createPattern(tile, 'repeat') ?? fill;
  });
}

/** The patterns of the bench, as definitions of an svg: wide, 10 px. @returns {SVGElement} */
export function svgPatterns() {
  const defs = svg('defs');
  for (const name of ['u', 'e', 'm', 'r', 'a', 's', 'p', 'b']) {
    const diagonal = name === 'u' || name === 'b';
    const pattern = svg('pattern', {
      id: `mem-${name}`,
      patternUnits: 'userSpaceOnUse',
      width: 10,
      height: 10,
      ...(diagonal ? { patternTransform: 'rotate(45)' } : {}),
    });
    pattern.append(svg('rect', { width: 10, height: 10, class: `fill-${name}` }));
    const line = (/** @type {Record<string, number>} */ at) =>
      svg('line', { ...at, class: `wide-${name}`, 'stroke-width': 1.6 });
    const upright = () => line({ x1: 5, y1: 0, x2: 5, y2: 10 });
    const level = () => line({ x1: 0, y1: 5, x2: 10, y2: 5 });
    if (name === 'u' || name === 'p') pattern.append(upright());
    if (name === 'r') pattern.append(level());
    if (name === 's' || name === 'b') pattern.append(upright(), level());
    if (name === 'e') {
      pattern.append(svg('circle', { cx: 2.5, cy: 2.5, r: 1.2, class: 'dots-e' }));
      pattern.append(svg('circle', { cx: 7.5, cy: 7.5, r: 1.2, class: 'dots-e' }));
    }
    defs.append(pattern);
  }
  return defs;
}

/** A swatch of a state with its letter. @param {number} state @param {boolean} [lettered] */
export function swatch(state, lettered = true) {
  const node = document.createElement('span');
  node.className = `swatch mem-${stateName(state)}`;
  if (lettered) {
    const letter = document.createElement('b');
    letter.textContent = LETTERS[state];
    node.append(letter);
  }
  return node;
}
