// gaugeview.js - a zone's level as a line of numbers over a bar, for the card on the stage.

import { decimal } from '../i18n/fill.js';
import { el } from './dom.js';

/** @typedef {import('./gauge.js').Gauge} Gauge */
/** @typedef {import('./gauge.js').Failed} Failed */
/** @typedef {import('./dom.js').Rect} Rect */
/** @typedef {(key: string, values?: Record<string, string | number>) => string} Translate */

/**
 * @typedef {object} GaugeView
 * @property {HTMLElement} node
 * @property {HTMLElement} bar
 * @property {Gauge} gauge
 * @property {() => void} sink the level is about to move: its picture here lets go of it
 */

/** Where a level lies on the stage. @typedef {GaugeView & {rect: Rect}} GaugePlace */

/**
 * @param {Gauge} gauge @param {Translate} t
 * @param {{change: {from: number, to: number} | undefined, batch: number, failed: Failed | null}} step what this step did to it
 * @returns {GaugeView}
 */
export function gaugeView(gauge, t, { change, batch, failed }) {
  const value = el('span', change ? 'card-value is-new' : 'card-value', decimal(gauge.free));
  if (change) {
    const delta = change.to - change.from;
    value.append(el('span', 'card-delta', delta > 0 ? `+${decimal(delta)}` : decimal(delta)));
  }
  const head = el(
    'div',
    'gauge-head',
    el('b', '', gauge.name),
    value,
    el('span', 'gauge-batch', t('gauge.batch', { n: batch })),
    el('span', 'gauge-marks', marksText(gauge, t)),
  );
  head.title = gaugeText(gauge, t);
  const bar = gaugeBar(gauge, failed);
  bar.setAttribute('role', 'meter');
  bar.setAttribute('aria-label', `${gauge.name}: ${gaugeText(gauge, t)}`);
  bar.setAttribute('aria-valuemin', '0');
  bar.setAttribute('aria-valuemax', String(gauge.managed));
  bar.setAttribute('aria-valuenow', String(gauge.free));
  const sink = () => bar.classList.add('is-sinking');
  return { node: el('div', 'gauge', head, bar), bar, gauge, sink };
}

/** @param {Gauge} gauge @param {Translate} t */
function marksText({ set, marks }, t) {
  return set ? marks.map((mark) => decimal(mark.pages)).join('/') : t('gauge.notSet');
}

/** All of it in words. @param {Gauge} gauge @param {Translate} t */
export function gaugeText({ free, managed, set, marks, reserves }, t) {
  const [min, low, high] = marks.map((mark) => mark.pages);
  const words = [t('gauge.free', { free, managed })];
  words.push(set ? t('gauge.marks', { min, low, high }) : t('gauge.notSetLong'));
  for (const one of reserves) {
    words.push(t('gauge.reserve', { zone: one.zone, reserve: one.reserve, pages: one.pages }));
  }
  return words.join(' ');
}

/** @param {Gauge} gauge @param {Failed | null} failed @returns {HTMLElement} */
export function gaugeBar(gauge, failed) {
  const at = (/** @type {HTMLElement} */ node, /** @type {number} */ pages) => {
    node.style.left = `${100 * gauge.at(pages)}%`;
    return node;
  };
  const fill = el('i', 'gauge-fill');
  fill.style.width = `${100 * gauge.at(failed ? failed.left : gauge.free)}%`;
  const bar = el('div', 'gauge-bar', fill);
  for (const share of gauge.breaks) {
    const gap = el('i', 'gauge-break');
    gap.style.left = `${100 * share}%`;
    bar.append(gap);
  }
  for (const mark of gauge.marks) bar.append(at(el('i', `gauge-mark is-${mark.name}`), mark.pages));
  for (const one of gauge.reserves) bar.append(at(el('i', 'gauge-mark is-reserve'), one.pages));
  if (failed) bar.append(at(el('i', 'gauge-mark is-failed'), failed.mark));
  return bar;
}
