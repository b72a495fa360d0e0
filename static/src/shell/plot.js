// plot.js - what was free, over all operations: a strip in the timeline, and a panel over it with zones, types and fragmentation.

import { html, nothing } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { cross, chart } from './icons.js';
import { drawPanel, drawStrip } from './plotdraw.js';
import { Series } from './series.js';

/** @typedef {import('./app.js').App} App */

const ORDERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** What is shown of the series: which op is pointed at, and whether the panel is open. */
export class Plot {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.series = new Series(app);
    this.series.addEventListener('change', () => app.state.touch());
    this.open = false;
    /** The op under the pointer. @type {number | null} */
    this.hover = null;
  }

  toggle() {
    this.open = !this.open;
    this.app.state.touch();
  }

  /** The op at a place of the strip, 0 to 1. @param {number} share */
  opAt(share) {
    const { lastOp } = this.app.player;
    return Math.max(1, Math.min(lastOp, Math.round(1 + share * (lastOp - 1))));
  }

  /** A place on the strip, 0 to 1. @param {number} op @param {number} [part] of the next op that is done */
  shareOf(op, part = 1) {
    const { lastOp } = this.app.player;
    return lastOp > 1 ? Math.max(0, op - 2 + part) / (lastOp - 1) : 1;
  }

  /** Where we are, 0 to 1. */
  get here() {
    const { op, event, events } = this.app.player.position;
    return this.shareOf(op, events ? event / events : 1);
  }

  /** The op that the values are about: the one pointed at, or ours. */
  get told() {
    return this.hover ?? this.app.player.position.op;
  }
}

/** @param {App} app */
export function plotLane(app) {
  const { plot, player, t } = app;
  if (app.state.recorded || document.documentElement.dataset.mode === 'embed') return nothing;
  plot.series.want();
  const { op } = player.position;
  return html`<div class="lane plot">
    <span class="lane-label">
      <button
        type="button"
        class="plot-open"
        aria-expanded=${plot.open}
        title=${`${t('plot.open')} (h)`}
        @click=${() => plot.toggle()}
      >
        ${chart()} ${t('plot.label')}
      </button>
    </span>
    <div
      class="plot-strip"
      role="slider"
      tabindex="0"
      aria-label=${t('plot.title')}
      aria-valuemin="1"
      aria-valuemax=${player.lastOp}
      aria-valuenow=${op}
      aria-valuetext=${sentence(app, op)}
      @keydown=${(/** @type {KeyboardEvent} */ event) => byKey(app, event)}
      @pointerdown=${(/** @type {PointerEvent} */ event) => startScrub(app, event)}
      @pointermove=${(/** @type {PointerEvent} */ event) => point(app, event)}
      @pointerleave=${() => point(app, null)}
    >
      <canvas id="plot-canvas"></canvas>
      ${tip(app)}
    </div>
  </div>`;
}

/** Beside the pointer, where the panel does not say it. @param {App} app */
function tip(app) {
  const { plot } = app;
  if (plot.hover === null || plot.open) return nothing;
  const share = plot.shareOf(plot.hover);
  return html`<div
    class="plot-tip"
    data-side=${share > 0.5 ? 'left' : 'right'}
    style=${`--at:${(share * 100).toFixed(3)}%`}
  >
    ${sentence(app, plot.hover)}
  </div>`;
}

/** "#812 kmalloc 100 · 517,899 pages free" @param {App} app @param {number} n */
function sentence({ plot, player, t }, n) {
  const { data } = plot.series;
  const i = plot.series.at(n);
  const name = `#${decimal(n)} ${player.op(n)?.text ?? ''}`;
  if (!data || i < 0) return name;
  const free = data.zones.reduce((sum, zone) => sum + zone.free[i], 0);
  return `${name} · ${t('plot.pages', { n: decimal(free) })}`;
}

// ---- moving ----

/** @param {App} app @param {PointerEvent} event @returns {number} the op under the pointer */
function opUnder(app, event) {
  const strip = /** @type {HTMLElement} */ (event.currentTarget);
  const rect = strip.getBoundingClientRect();
  return app.plot.opAt((event.clientX - rect.left) / rect.width);
}

/** @param {App} app @param {PointerEvent | null} event */
function point(app, event) {
  const hover = event ? opUnder(app, event) : null;
  if (hover === app.plot.hover) return;
  app.plot.hover = hover;
  if (hover !== null) void app.player.know(hover).catch(() => {});
  app.state.touch();
}

/** Drag anywhere: the state follows the pointer. A seek that waits is replaced by the next. @param {App} app @param {PointerEvent} down */
function startScrub(app, down) {
  const strip = /** @type {HTMLElement} */ (down.currentTarget);
  strip.setPointerCapture(down.pointerId);
  let last = 0;
  const seek = (/** @type {PointerEvent} */ event) => {
    const op = opUnder(app, event);
    if (op === last) return;
    last = op;
    void app.player.seek(op, Infinity);
  };
  const up = () => {
    strip.removeEventListener('pointermove', seek);
    strip.removeEventListener('pointerup', up);
    strip.removeEventListener('pointercancel', up);
  };
  seek(down);
  strip.addEventListener('pointermove', seek);
  strip.addEventListener('pointerup', up);
  strip.addEventListener('pointercancel', up);
}

/** @param {App} app @param {KeyboardEvent} event */
function byKey(app, event) {
  const { player } = app;
  const { op } = player.position;
  const page = Math.max(1, Math.round(player.lastOp / 20));
  /** @type {Record<string, number>} */
  const targets = {
    ArrowLeft: op - 1,
    ArrowRight: op + 1,
    PageUp: op - page,
    PageDown: op + page,
    Home: 1,
    End: player.lastOp,
  };
  const target = targets[event.key];
  if (target === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  void player.seek(Math.max(1, Math.min(player.lastOp, target)), Infinity);
}

// ---- the panel ----

/** @param {App} app */
export function plotPanel(app) {
  const { plot, t } = app;
  if (!plot.open) return nothing;
  const { series } = plot;
  return html`<section class="plot-panel" aria-label=${t('plot.title')}>
    <header>
      <h2>${t('plot.title')}</h2>
      <span class="quiet">${t('plot.scale')}</span>
      <button
        type="button"
        class="quiet-button"
        aria-label=${t('close')}
        @click=${() => plot.toggle()}
      >
        ${cross()}
      </button>
    </header>
    <div class="plot-told mono">${opWords(app)}</div>
    <div class="plot-legend">${zonesLegend(app)}</div>
    <div class="plot-legend">${typesLegend(app)}</div>
    <div class="plot-legend">
      <label
        >${t('plot.unusable')}
        <select
          class="mono"
          .value=${String(series.order)}
          @change=${(/** @type {Event} */ event) =>
            series.setOrder(Number(/** @type {HTMLSelectElement} */ (event.target).value))}
        >
          ${ORDERS.map(
            (order) =>
              html`<option value=${order} ?selected=${order === series.order}>${order}</option>`,
          )}
        </select></label
      >
      ${unusableLegend(app)}
    </div>
    <canvas
      id="plot-panel-canvas"
      @pointerdown=${(/** @type {PointerEvent} */ event) => startScrub(app, event)}
      @pointermove=${(/** @type {PointerEvent} */ event) => point(app, event)}
      @pointerleave=${() => point(app, null)}
    ></canvas>
  </section>`;
}

/** @param {App} app */
function opWords({ plot, player }) {
  const n = plot.told;
  return html`<b>#${decimal(n)}</b> ${player.op(n)?.text ?? ''}`;
}

/** @param {unknown} key what the line looks like @param {string} name @param {string} value */
const row = (key, name, value) =>
  html`<span class="plot-row"
    ><span class="plot-key">${key}</span>${name}<b class="mono">${value}</b></span
  >`;

/** A piece of the zone's line. @param {number} z */
const zoneKey = (z) => html`<i class="plot-line" data-zone=${z}></i>`;

/** @param {App} app */
function zonesLegend({ plot, t }) {
  const { data } = plot.series;
  const i = plot.series.at(plot.told);
  return html`<span>${t('plot.zones')}</span>
    ${(data?.zones ?? []).map((zone, z) => row(zoneKey(z), zone.name, i < 0 ? '–' : decimal(zone.free[i])))}`;
}

/** @param {App} app */
function typesLegend({ plot, t }) {
  const { data } = plot.series;
  const i = plot.series.at(plot.told);
  const sum = (/** @type {string} */ type) =>
    (data?.zones ?? []).reduce((all, zone) => all + zone.types[type][i], 0);
  return html`<span>${t('plot.types')}</span>
    <span class="plot-types"
      >${Object.keys(data?.zones[0]?.types ?? {}).map(
        (type) =>
          html`<span class="plot-row" title=${type}
            ><i class="plot-type" data-type=${letterOf(type)}>${letterOf(type)}</i
            ><b class="mono">${data && i >= 0 ? decimal(sum(type)) : '–'}</b></span
          >`,
      )}</span
    >`;
}

/** U E M R, as the kernel's own show_migration_types() has them. @param {string} type */
export const letterOf = (type) => (type === 'RECLAIMABLE' ? 'E' : type[0]);

/** @param {App} app */
function unusableLegend({ plot, t }) {
  const { data } = plot.series;
  const i = plot.series.at(plot.told);
  return (data?.zones ?? []).map((zone, z) => {
    const index = i < 0 ? '–' : (zone.unusable[i] / 1000).toFixed(3);
    const fails = i >= 0 && zone.fragmentation[i] >= 0;
    return html`${row(zoneKey(z), zone.name, index)}${
      fails
        ? html`<span class="plot-fails"
            >${t('plot.fails', { index: (zone.fragmentation[i] / 1000).toFixed(3) })}</span
          >`
        : nothing
    }`;
  });
}

/** Draws strip and panel. @param {App} app */
export function drawPlot(app) {
  drawStrip(app.plot);
  if (app.plot.open) drawPanel(app.plot);
}
