// plotdraw.js - the lines of the plot on their canvases.

import { prepared } from './canvas.js';
import { letterOf } from './plot.js';

/** @typedef {import('./plot.js').Plot} Plot */

/** The op of every room that frees memory for the first time. */
const MEM_INIT = 2;

/**
 * @typedef {object} Line
 * @property {number[]} values
 * @property {string} colour name of a custom property
 * @property {number[]} dash
 */

/** @typedef {NonNullable<ReturnType<typeof prepared>>} Surface */

/** The lowest and the highest value, from mem_init() on: before it nothing is free. @param {number[]} ops @param {number[]} values @returns {[number, number]} */
function span(ops, values) {
  const booted = values.filter((_, i) => ops[i] >= MEM_INIT);
  return [Math.min(...booted), Math.max(...booted)];
}

/**
 * A line as steps: a value holds until the next sample. Scaled from its lowest to its highest, or between what is given.
 * @param {Surface} on @param {Plot} plot @param {Line} line @param {number} top @param {number} height @param {[number, number]} [scale]
 */
function drawLine(on, plot, { values, colour, dash }, top, height, scale) {
  const { context, width } = on;
  const ops = plot.series.data?.ops ?? [];
  const [low, high] = scale ?? span(ops, values);
  const y = (/** @type {number} */ value) =>
    high > low
      ? top + height - ((Math.max(low, value) - low) / (high - low)) * height
      : top + height / 2;
  context.beginPath();
  for (let i = 0; i < ops.length; i++) {
    const x = plot.shareOf(ops[i]) * width;
    if (i > 0) context.lineTo(x, y(values[i - 1]));
    context.lineTo(x, y(values[i]));
  }
  context.lineTo(width, y(values[values.length - 1]));
  context.strokeStyle = on.colour(colour);
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/** Where we are, and where the pointer is. @param {Surface} on @param {Plot} plot */
function drawPlace(on, plot) {
  const { context, width, height } = on;
  if (plot.hover !== null) {
    context.fillStyle = on.colour('--line-strong');
    context.fillRect(plot.shareOf(plot.hover) * width - 0.5, 0, 1, height);
  }
  const x = Math.min(width - 1.5, Math.max(1.5, plot.here * width));
  context.fillStyle = on.colour('--ink');
  context.fillRect(x - 1.5, 0, 3, height);
}

/** The strip: all free pages, filled. @param {Plot} plot */
export function drawStrip(plot) {
  const on = prepared('plot-canvas');
  if (!on) return;
  const { context, width, height } = on;
  const { data } = plot.series;
  if (data && data.ops.length > 0) {
    const values = data.ops.map((_, i) => data.zones.reduce((sum, zone) => sum + zone.free[i], 0));
    const line = { values, colour: '--ink-3', dash: [] };
    drawLine(on, plot, line, 3, height - 6);
  }
  context.fillStyle = on.colour('--line');
  context.fillRect(0, height - 1, width, 1);
  drawNotes(on, plot);
  drawPlace(on, plot);
}

/** A mark where somebody wrote something. @param {Surface} on @param {Plot} plot */
function drawNotes({ context, width, colour }, plot) {
  const { notes, player } = plot.app;
  context.fillStyle = colour('--ink-2');
  for (const { op, event } of notes.list) {
    const events = player.op(op)?.events ?? 0;
    const x = plot.shareOf(op, events ? event / events : 1) * width;
    context.beginPath();
    context.moveTo(x - 4, 0);
    context.lineTo(x + 4, 0);
    context.lineTo(x, 6);
    context.fill();
  }
}

const ZONE_DASH = [[], [5, 3], [1, 3]];
/** @type {Record<string, number[]>} */
const TYPE_DASH = { U: [], E: [2, 2], M: [7, 3], R: [7, 2, 2, 2] };

/** Zones, types, the index: three graphs above one another. @param {Plot} plot */
export function drawPanel(plot) {
  const on = prepared('plot-panel-canvas');
  const { data } = plot.series;
  if (!on) return;
  const { context, width, height } = on;
  const graph = height / 3;
  context.fillStyle = on.colour('--line');
  for (let i = 1; i <= 3; i++) context.fillRect(0, Math.round(i * graph) - 1, width, 1);
  if (data && data.ops.length > 0) {
    for (const [z, zone] of data.zones.entries()) {
      const line = { values: zone.free, colour: z ? '--ink-2' : '--ink', dash: ZONE_DASH[z] };
      drawLine(on, plot, line, 8, graph - 16);
    }
    for (const type of Object.keys(data.zones[0].types)) {
      const letter = letterOf(type);
      const values = data.ops.map((_, i) =>
        data.zones.reduce((sum, zone) => sum + zone.types[type][i], 0),
      );
      const line = { values, colour: `--${letter.toLowerCase()}-edge`, dash: TYPE_DASH[letter] };
      drawLine(on, plot, line, graph + 8, graph - 16);
    }
    const most = Math.max(1, ...data.zones.flatMap((zone) => zone.unusable.slice(1)));
    for (const [z, zone] of data.zones.entries()) {
      const values = zone.unusable.map((index) => Math.min(index, most));
      const line = { values, colour: z ? '--ink-2' : '--ink', dash: ZONE_DASH[z] };
      drawLine(on, plot, line, 2 * graph + 8, graph - 16, [0, most]);
    }
  }
  drawPlace(on, plot);
}
