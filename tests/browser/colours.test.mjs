// colours.test.mjs - the eight states of memory stay apart, for every eye: smallest CIEDE2000 distance between two fills, computed again.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const STATES = ['u', 'e', 'm', 'r', 'a', 's', 'p', 'b'];
const FREE = STATES.slice(0, 4);

/** Machado, Oliveira and Fernandes 2009, severity 1, for linear RGB. @type {Record<string, number[][]>} */
const EYES = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const css = readFileSync('static/style/tokens.css', 'utf8');
const darkAt = css.indexOf("[data-theme='dark']");
const themes = { light: css.slice(0, darkAt), dark: css.slice(darkAt) };

/** @param {string} text @param {string} name @returns {number[]} linear RGB */
function colour(text, name) {
  const hex = new RegExp(`--${name}:\\s*#([0-9a-f]{6})`).exec(text)?.[1];
  assert.ok(hex, name);
  return [0, 2, 4].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
}

/** @param {number[]} rgb linear @param {number[][]} eye @returns {number[]} */
function seenBy(rgb, eye) {
  return eye.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, k, i) => sum + k * rgb[i], 0),
      ),
    ),
  );
}

/** @param {number[]} rgb linear, D65 @returns {[number, number, number]} */
function lab([r, g, b]) {
  const x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047;
  const y = 0.2126729 * r + 0.7151522 * g + 0.072175 * b;
  const z = (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883;
  const f = (/** @type {number} */ t) =>
    t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116;
  return [116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))];
}

/** CIEDE2000. @param {[number, number, number]} p @param {[number, number, number]} q */
function distance([l1, a1, b1], [l2, a2, b2]) {
  const rad = Math.PI / 180;
  const c = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)));
  const [x1, x2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(x1, b1), Math.hypot(x2, b2)];
  const hue = (/** @type {number} */ x, /** @type {number} */ b) =>
    x === 0 && b === 0 ? 0 : (Math.atan2(b, x) / rad + 360) % 360;
  const [h1, h2] = [hue(x1, b1), hue(x2, b2)];
  let dh = c1 * c2 === 0 ? 0 : h2 - h1;
  if (dh > 180) dh -= 360;
  if (dh < -180) dh += 360;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * rad);
  const lm = (l1 + l2) / 2;
  const cm = (c1 + c2) / 2;
  let hm = h1 + h2;
  if (c1 * c2 !== 0) {
    if (Math.abs(h1 - h2) <= 180) hm /= 2;
    else hm = hm < 360 ? (hm + 360) / 2 : (hm - 360) / 2;
  }
  const cos = (/** @type {number} */ deg) => Math.cos(deg * rad);
  const t =
    1 - 0.17 * cos(hm - 30) + 0.24 * cos(2 * hm) + 0.32 * cos(3 * hm + 6) - 0.2 * cos(4 * hm - 63);
  const sl = 1 + (0.015 * (lm - 50) ** 2) / Math.sqrt(20 + (lm - 50) ** 2);
  const sc = 1 + 0.045 * cm;
  const sh = 1 + 0.015 * cm * t;
  const turn = 30 * Math.exp(-(((hm - 275) / 25) ** 2));
  const rt = -2 * Math.sqrt(cm ** 7 / (cm ** 7 + 25 ** 7)) * Math.sin(2 * turn * rad);
  const [dl, dc, dhh] = [(l2 - l1) / sl, (c2 - c1) / sc, dH / sh];
  return Math.sqrt(dl ** 2 + dc ** 2 + dhh ** 2 + rt * dc * dhh);
}

/** @param {string} text of a theme @param {string[]} names @param {string} eye */
function smallest(text, names, eye) {
  const labs = names.map((name) => lab(seenBy(colour(text, `${name}-fill`), EYES[eye])));
  let least = Infinity;
  for (let i = 0; i < labs.length; i++) {
    for (let j = 0; j < i; j++) least = Math.min(least, distance(labs[i], labs[j]));
  }
  return least;
}

test('CIEDE2000 agrees with published pairs', () => {
  // Sharma, Wu and Dalal 2005, table 1.
  assert.ok(Math.abs(distance([50, 2.6772, -79.7751], [50, 0, -82.7485]) - 2.0425) < 1e-4);
  assert.ok(Math.abs(distance([50, 2.5, 0], [73, 25, -18]) - 27.1492) < 1e-4);
  assert.ok(
    Math.abs(distance([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619]) - 2.0373) < 1e-4,
  );
});

for (const [theme, text] of Object.entries(themes)) {
  for (const eye of Object.keys(EYES)) {
    test(`${theme}, ${eye}: any two fills are at least 18 apart`, () => {
      const least = smallest(text, STATES, eye);
      assert.ok(least >= 18, `smallest distance ${least.toFixed(1)}`);
    });
  }

  test(`${theme}: the four free types are at least 19 apart`, () => {
    for (const eye of Object.keys(EYES)) {
      const least = smallest(text, FREE, eye);
      assert.ok(least >= 18.95, `${eye}: smallest distance ${least.toFixed(2)}`);
    }
  });

  test(`${theme}: letters can be read on their fills, labels on paper`, () => {
    const light = (/** @type {number[]} */ [r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const contrast = (/** @type {string} */ a, /** @type {string} */ b) => {
      const [x, y] = [light(colour(text, a)), light(colour(text, b))].sort((p, q) => q - p);
      return (x + 0.05) / (y + 0.05);
    };
    for (const name of STATES) {
      assert.ok(contrast(`${name}-letter`, `${name}-fill`) >= 4.45, `letter ${name}`);
      assert.ok(contrast(`${name}-label`, 'paper') >= 4.5, `label ${name}`);
    }
    for (const name of FREE) assert.ok(contrast(`${name}-edge`, 'paper') >= 3, `edge ${name}`);
  });
}
