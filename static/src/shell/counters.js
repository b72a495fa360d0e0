// counters.js - all counters: the level of each zone, and vm_stat with what each cpu has not added yet. This step's changes are in ink.

import { html, nothing } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { EV_WORD } from '../schema.js';
import { failedCheck, gauges } from '../stage/gauge.js';
import { gaugeBar, gaugeText } from '../stage/gaugeview.js';
import { momentsOf, tell } from '../stage/story.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {{index: number, name: string, shared: boolean}} ZoneHere */

/** @param {App} app */
export function counters(app) {
  const { t } = app;
  const zones = zonesHere(app);
  const shared = zones.some((zone) => zone.shared);
  return html`<div class="view-scroll" tabindex="0" role="group" aria-label=${t('tab.counters')}>
    <h2>${t('counters.levels')}</h2>
    ${gaugeRows(app)}
    <h2>${t('counters.title')}</h2>
    <p class="quiet">${t(shared ? 'counters.shared' : 'counters.note')}</p>
    <div class="stat-frame">${table(app, zones)}</div>
  </div>`;
}

/** @param {App} app @returns {ZoneHere[]} */
function zonesHere({ reader }) {
  return reader
    .zones()
    .filter((zone) => zone.populated)
    .map(({ index, name }) => ({ index, name, shared: reader.pcp(0, index).shared }));
}

/** @param {App} app */
function gaugeRows(app) {
  const { reader, t } = app;
  const failed = failedHere(app);
  return gauges(reader).map(
    (gauge) =>
      html`<section class="gauge-row" data-zone=${gauge.name}>
        <b>${gauge.name}</b>
        <div>${gaugeBar(gauge, failed?.zone === gauge.zone ? failed : null)}</div>
        ${names(gauge)}
        <p>${gaugeText(gauge, t)}</p>
      </section>`,
  );
}

/** The marks' names under the bar. @param {import('../stage/gauge.js').Gauge} gauge of a zone */
function names({ marks, reserves, at: share }) {
  const named = [
    ...marks,
    ...reserves.map(({ zone, pages }) => ({ name: `low + lowmem_reserve[${zone}]`, pages })),
  ];
  if (named.length === 0) return nothing;
  return html`<div class="gauge-names" aria-hidden="true">
    ${named.map(
      ({ name, pages }) => html`<span style=${`left:${100 * share(pages)}%`}>${name}</span>`,
    )}
  </div>`;
}

/** The watermark check of this step that said no. @param {App} app */
function failedHere({ player, schema, reader }) {
  const step = player.currentStep;
  if (!step) return null;
  const moments = momentsOf(tell(step.opEvents, schema, reader.firstPfn), step.from, step.to);
  return moments.map(failedCheck).findLast((one) => one) ?? null;
}

/** @param {App} app @param {ZoneHere[]} zones */
function table(app, zones) {
  const { t, schema, reader } = app;
  const cell = cells(app);
  const cpus = Array.from({ length: reader.cpus }, (_, cpu) => cpu);
  const thresholds = (/** @type {ZoneHere} */ zone) =>
    cpus.map((cpu) => cell(set(zone, 'stat_threshold'), at(zone, cpu), 'of-cpu'));
  return html`<table class="stats mono">
    <thead>
      <tr>
        <th rowspan="2" scope="col">${t('counters.item')}</th>
        <th rowspan="2" scope="col">${t('counters.global')}</th>
        ${zones.map(
          (zone) => html`<th colspan=${cpus.length + 1} scope="colgroup">${zone.name}</th>`,
        )}
      </tr>
      <tr>
        ${zones.map(
          () =>
            html`<th scope="col">${t('counters.zone')}</th>
              ${cpus.map((cpu) => html`<th scope="col">${t('counters.diff', { cpu })}</th>`)}`,
        )}
      </tr>
    </thead>
    <tbody>
      <tr class="thresholds">
        <th scope="row">stat_threshold</th>
        <td></td>
        ${zones.map(
          (zone) =>
            html`<td></td>
              ${thresholds(zone)}`,
        )}
      </tr>
      ${schema.items.map(
        (item, i) =>
          html`<tr data-item=${item}>
            <th scope="row">${item}</th>
            ${cell('vm_stat[]', [i], 'of-all')}
            ${zones.map(
              (zone) =>
                html`${cell('zone[].vm_stat[]', [zone.index, i], 'of-zone')}
                ${cpus.map((cpu) => cell(set(zone, 'vm_stat_diff[]'), [...at(zone, cpu), i], 'of-cpu'))}`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A field of the page sets that serve a zone. @param {ZoneHere} zone @param {string} field */
const set = (zone, field) => `${zone.shared ? 'boot_pageset[]' : 'pageset[][]'}.${field}`;

/** @param {ZoneHere} zone @param {number} cpu */
const at = (zone, cpu) => (zone.shared ? [cpu] : [zone.index, cpu]);

/**
 * Writes a word of the image as a cell; what it was before this step is struck.
 * @param {App} app
 */
function cells({ schema, reader, player }) {
  /** @type {Map<number, number>} by byte offset */
  const old = new Map();
  for (const event of player.currentStep?.events ?? []) {
    if (event.kind === EV_WORD && !old.has(event.a)) old.set(event.a, event.b | 0);
  }
  return (
    /** @type {string} */ name,
    /** @type {number[]} */ indices,
    /** @type {string} */ column,
  ) => {
    const { base, dims } = schema.field(name);
    const offset = indices.reduce((sum, index, i) => sum + index * dims[i].stride, base);
    const now = reader.words[offset >>> 2] | 0;
    const was = old.get(offset) ?? now;
    return html`<td
      class=${column}
      data-changed=${was !== now}
      data-zero=${now === 0 && was === now}
    >
      ${was === now ? nothing : html`<s>${decimal(was)}</s> `}<b>${decimal(now)}</b>
    </td>`;
  };
}
