// timeline.js - the operations of the room, the steps of the current one, and the controls that move along them.

import { html, nothing } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { prepared } from './canvas.js';
import { EV_ENTER, EV_LEAVE, EV_POINT } from '../schema.js';
import { indexOf } from '../segment.js';
import { alarm, back, forward, pause, play, toEnd, toStart } from './icons.js';
import { plotLane, plotPanel } from './plot.js';
import { noteCount, noteFlags } from '../people/notecard.js';
import { hasReport, openReport } from './report.js';

/** @typedef {import('./app.js').App} App */

/** A room of so many ops has a box for each, a longer one for these. */
const OPS_ALL = 200;
const OPS_SHOWN = 60;

/** @param {App} app */
export function timeline(app) {
  return html`${transport(app)}
    <div class="lanes">${opsLane(app)} ${plotLane(app)} ${stepsLane(app)}</div>
    ${plotPanel(app)}`;
}

/** @param {App} app */
function transport(app) {
  const { player, t } = app;
  const button = (
    /** @type {string} */ label,
    /** @type {string} */ key,
    /** @type {unknown} */ body,
    /** @type {() => unknown} */ act,
    /** @type {string} */ classes = 'control',
  ) =>
    html`<button
      type="button"
      class=${classes}
      title=${`${label} (${key})`}
      aria-label=${label}
      @click=${act}
    >
      ${body}
    </button>`;
  return html`<div class="transport">
    <div class="buttons" role="group" aria-label=${t('transport.label')}>
      ${button(t('transport.home'), 'Home', toStart(), () => player.home(), 'control edge')}
      ${button(t('transport.prev'), '←', back(), () => player.prev())}
      ${
        runs(app)
          ? button(
              t('transport.pause'),
              t('key.space'),
              html`${pause()} <span>${t('transport.pause')}</span>`,
              () => player.stop(),
              'primary play',
            )
          : button(
              t('transport.play'),
              t('key.space'),
              html`${play()} <span>${t('transport.play')}</span>`,
              () => playFrom(app),
              'primary play',
            )
      }
      ${button(t('transport.next'), '→', forward(), () => player.next())}
      ${button(t('transport.end'), 'End', toEnd(), () => player.end(), 'control edge')}
    </div>
    <div class="where">
      <span class="step-number">${stepWords(app)}</span>
      <span class="speed"
        >${t('speed.label')}
        <button
          type="button"
          class="speed-button mono"
          title=${t('speed.change')}
          @click=${() => app.player.changeSpeed(1)}
          @contextmenu=${(/** @type {MouseEvent} */ event) => {
            event.preventDefault();
            player.changeSpeed(-1);
          }}
        >
          ${player.speed}×
        </button></span
      >
    </div>
  </div>`;
}

/** Play, or once more from the start where there is nothing left to play. @param {App} app */
export async function playFrom(app) {
  const { player } = app;
  if (player.live && player.position.events > 0) await player.seek(player.position.op, 0);
  player.play();
}

/** Something is under way that can be stopped. @param {App} app */
export const runs = ({ player, breaks }) =>
  player.playing || player.lapse !== null || breaks.searching > 0;

/** "step 67 / 147", or the event where the steps are not all here. @param {App} app */
export function stepWords(app) {
  const { player, t } = app;
  const { event, events } = player.position;
  const { complete, cuts, index } = player.steps;
  if (complete) {
    const of = cuts.length - 1;
    return html`${t('step.label')} <b class="mono">${index}</b>
      <span class="quiet mono">/ ${of}</span>`;
  }
  return html`<span title=${`/ ${decimal(events)}`}
    >${t('step.event')} <b class="mono">${decimal(event)}</b></span
  >`;
}

/** @param {App} app */
function opsLane(app) {
  const { player, t } = app;
  const { op: current } = player.position;
  const { first, last } = opsShown(app, current);
  const boxes = player.ops.slice(first - 1, last);
  // those of long ago are asked for; the lane is drawn again when they are here
  void player.know(first, last).catch(() => {});
  return html`<div class="lane ops">
    <span class="lane-label">${t('timeline.ops')}</span>
    <div class="boxes" role="group" aria-label=${t('timeline.ops')}>
      ${first > 1 ? more(app, 1, first - 1, first - 1) : nothing}
      ${Array.from(boxes, (op) => (op ? box(app, op, current) : nothing))}
      ${last < player.lastOp ? more(app, last + 1, player.lastOp, last + 1) : nothing}
    </div>
  </div>`;
}

/** Which ops have a box: all, or some around the one we are in. @param {App} app @param {number} current */
function opsShown({ player }, current) {
  const { lastOp } = player;
  if (lastOp <= OPS_ALL) return { first: 1, last: lastOp };
  const first = Math.min(Math.max(1, current - (OPS_SHOWN >> 1)), lastOp - OPS_SHOWN + 1);
  return { first, last: first + OPS_SHOWN - 1 };
}

/** The ops that have no box, in one; a click goes to the nearest. @param {App} app @param {number} from @param {number} to @param {number} nearest */
function more({ player, t }, from, to, nearest) {
  const words = from === 1 ? 'timeline.earlier' : 'timeline.later';
  return html`<button
    type="button"
    class="op dense"
    title=${t(words, { n: decimal(to - from + 1) })}
    @click=${() => player.seek(nearest, from === 1 ? Infinity : 0)}
  >
    ${from}–${to}
  </button>`;
}

/** @param {App} app @param {import('../types.js').Op} op @param {number} current */
function box(app, op, current) {
  const { player, t } = app;
  const failed = hasReport(op);
  const queued = player.following && op.n > current && current > 0;
  const weight = Math.log10(Math.max(10, op.events));
  const log = t('report.open', { op: op.n });
  return html`<button
      type="button"
      class="op"
      style=${`--weight:${weight.toFixed(2)}`}
      data-queued=${queued}
      data-failed=${failed}
      aria-current=${op.n === current ? 'step' : nothing}
      title=${`#${op.n} ${op.text} · ${t('progress.events', { n: decimal(op.events) })}`}
      @click=${() => player.seek(op.n, 0)}
    >
      <b class="mono">${op.n}</b> <span class="op-name mono">${op.text}</span>
      ${noteCount(app, op.n)}
      <span class="op-count">${t('progress.events', { n: decimal(op.events) })}</span>
    </button>
    ${
      failed && op.n === current
        ? html`<button
            type="button"
            class="op-report"
            title=${log}
            aria-label=${log}
            @click=${() => openReport(app, op.n)}
          >
            ${alarm()}
          </button>`
        : nothing
    }`;
}

/** @param {App} app */
function stepsLane(app) {
  const { player, t } = app;
  const { position, steps } = player;
  const words = steps.complete
    ? t('timeline.step', { step: steps.index, of: steps.cuts.length - 1, name: currentName(app) })
    : t('timeline.event', { event: decimal(position.event), of: decimal(position.events) });
  return html`<div class="lane steps">
    <span class="lane-label">${t('timeline.steps')}</span>
    <div class="steps-track">
      <div
        class="steps-slider"
        role="slider"
        tabindex="0"
        aria-label=${t('timeline.steps')}
        aria-valuemin="0"
        aria-valuemax=${steps.complete ? steps.cuts.length - 1 : position.events}
        aria-valuenow=${steps.complete ? steps.index : position.event}
        aria-valuetext=${words}
        @pointerdown=${(/** @type {PointerEvent} */ event) => startDrag(app, event)}
      >
        <canvas id="steps-canvas"></canvas>
      </div>
      ${noteFlags(app)}
    </div>
  </div>`;
}

/** The function or line of the step we stand on. @param {App} app */
function currentName(app) {
  const event = app.player.currentStep?.events[0];
  if (!event) return '';
  return event.kind === EV_ENTER
    ? app.schema.function(event.id).name
    : (app.schema.lines[event.id]?.text ?? '');
}

/** Drag anywhere on the lane is a seek. @param {App} app @param {PointerEvent} down */
function startDrag(app, down) {
  const lane = /** @type {HTMLElement} */ (down.currentTarget);
  lane.setPointerCapture(down.pointerId);
  const seek = (/** @type {PointerEvent} */ event) => {
    const rect = lane.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - rect.left) / rect.width));
    const { position, steps } = app.player;
    const target = steps.complete
      ? steps.cuts[Math.round(share * (steps.cuts.length - 1))]
      : Math.round(share * position.events);
    if (target !== position.event) void app.player.seek(position.op, target);
  };
  const far = !app.player.steps.complete;
  const up = (/** @type {PointerEvent} */ event) => {
    lane.removeEventListener('pointermove', seek);
    lane.removeEventListener('pointerup', up);
    if (far) seek(event);
  };
  // A place in a long op is fetched: only where the finger comes to rest.
  if (!far) {
    seek(down);
    lane.addEventListener('pointermove', seek);
  }
  lane.addEventListener('pointerup', up);
}

/** @type {{segment: unknown, spans: {at: number, length: number, id: number}[], points: number[]} | null} */
let measured = null;

/** Calls and trace points of the segment, by step; kept until another segment is shown. @param {App} app */
function measure(app) {
  const { player } = app;
  const segment = player.segment;
  if (!segment) return { spans: [], points: [] };
  if (measured?.segment === segment) return measured;
  const { cuts } = player.steps;
  /** @type {{at: number, length: number, id: number}[]} */
  const spans = [];
  /** @type {{at: number, length: number, id: number}[]} */
  const open = [];
  const points = [];
  let step = 0;
  for (let event = segment.from; event < segment.end; event++) {
    while (step + 1 < cuts.length && cuts[step + 1] <= event) step++;
    const kind = segment.kind(event);
    if (kind === EV_ENTER) open.push({ at: step, length: 0, id: segment.id(event) });
    if (kind === EV_POINT) points.push(step);
    if (kind === EV_LEAVE) {
      const span = open.pop();
      if (span) spans.push({ ...span, length: step + 1 - span.at });
    }
  }
  spans.sort((one, other) => other.length - one.length);
  measured = { segment, spans, points: [...new Set(points)] };
  return measured;
}

/** Draws the lane of steps: passed dark, to come light, a mark per trace point, names where there is room. @param {App} app */
export function drawSteps(app) {
  const canvas = prepared('steps-canvas');
  if (!canvas) return;
  const { context, width, height, colour } = canvas;
  const { position, steps } = app.player;
  const count = steps.complete ? steps.cuts.length - 1 : 0;
  const top = 11;
  const names = height > 40;
  const bar = Math.min(14, height - top - (names ? 16 : 2));
  const share =
    count > 0 ? steps.index / count : position.events ? position.event / position.events : 1;
  if (count > 0 && width / count >= 2) {
    const pitch = width / count;
    const gap = pitch > 4 ? Math.min(2, pitch * 0.25) : pitch > 2.5 ? 0.7 : 0.4;
    for (let i = 0; i < count; i++) {
      context.fillStyle = colour(i < steps.index ? '--ink-2' : '--line');
      context.fillRect(i * pitch, top, pitch - gap, bar);
    }
  } else {
    context.fillStyle = colour('--line');
    context.fillRect(0, top, width, bar);
    context.fillStyle = colour('--ink-2');
    context.fillRect(0, top, share * width, bar);
  }
  // marks and names would give an answer away
  if (count > 0 && !app.quiz.open) drawMarks(app, context, width, count, top, bar, height, colour);
  const x = Math.min(width - 2, Math.max(2, share * width));
  context.fillStyle = colour('--ink');
  context.fillRect(x - 2, top - 6, 4, bar + 12);
}

/**
 * A ring in each step at which playing stops.
 * @param {App} app @param {CanvasRenderingContext2D} context @param {number} pitch @param {number} y @param {(name: string) => string} colour
 */
function drawBreaks({ player, breaks }, context, pitch, y, colour) {
  const { segment, steps } = player;
  if (!segment) return;
  const stops = new Set(breaks.in(segment).map(({ at }) => indexOf(steps.cuts, at)));
  context.strokeStyle = colour('--ink');
  context.fillStyle = colour('--panel');
  context.lineWidth = 2;
  for (const step of stops) {
    context.beginPath();
    context.arc((step + 0.5) * pitch, y, 4, 0, 7);
    context.fill();
    context.stroke();
  }
}

/**
 * @param {App} app @param {CanvasRenderingContext2D} context @param {number} width @param {number} count
 * @param {number} top @param {number} bar @param {number} height @param {(name: string) => string} colour
 */
function drawMarks(app, context, width, count, top, bar, height, colour) {
  const { spans, points } = measure(app);
  const pitch = width / count;
  context.fillStyle = colour('--ink');
  for (const step of points) {
    const x = (step + 0.5) * pitch;
    context.beginPath();
    context.moveTo(x - 4.5, 1);
    context.lineTo(x + 4.5, 1);
    context.lineTo(x, 7);
    context.fill();
  }
  drawBreaks(app, context, pitch, top + bar / 2, colour);
  if (height < 40) return;
  const projector = document.documentElement.dataset.screen === 'projector';
  context.font = `${projector ? 16 : 10.5}px ${colour('--font-mono')}`;
  context.textBaseline = 'alphabetic';
  /** @type {[number, number][]} */
  const taken = [];
  const named = new Set();
  for (const span of spans) {
    const name = app.schema.function(span.id).name;
    if (named.has(name)) continue;
    const x = span.at * pitch;
    const end = x + context.measureText(name).width + 12;
    if (end > width || taken.some(([from, to]) => x < to && end > from)) continue;
    taken.push([x, end]);
    named.add(name);
    context.fillStyle = colour('--line-strong');
    context.fillRect(x, top + bar + 2, 1, height - top - bar - 2);
    context.fillStyle = colour('--ink-3');
    context.fillText(name, x + 4, height - 3);
  }
}
