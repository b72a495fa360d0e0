// eventrow.js - one event of the walk as a line, with the text that `buddyscope run` prints for it.

import { html, nothing } from 'lit/html.js';
import { EV_ENTER, EV_LEAVE, EV_LINE, EV_POINT, VALUE_HAS_OLD } from '../schema.js';
import { nameOf } from '../slab/places.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('../types.js').Event} Event */
/** @typedef {import('../tours/week54.js').Claim} Claim */

/**
 * The step just done: where it began, the number of its first event, which is the line we stand on, and what comes next.
 * @typedef {{from: number, first: number, coming: Event[]}} Now
 */

/** @param {App} app @param {Event} event @param {Now} now @param {Claim | null} [claim] of a note about this value */
export function eventRow(app, event, now, claim = null) {
  const { schema, tour } = app;
  const fresh = event.index >= now.from;
  const current = event.index === now.first;
  if (event.kind === EV_ENTER) {
    return html`<div
      class="frame-head"
      data-current=${current}
      data-fresh=${fresh}
      data-event=${event.index}
    >
      <b>${schema.function(event.id).name}</b> <span class="place">${schema.place(event.id)}</span>
    </div>`;
  }
  if (event.kind === EV_LINE) {
    const line = schema.lines[event.id];
    return html`<div
      class="line"
      data-current=${current}
      data-fresh=${fresh}
      data-event=${event.index}
    >
      <span>${line.text}</span> <span class="place">:${line.line}</span>
    </div>`;
  }
  if (event.kind === EV_LEAVE) {
    const value = schema.format(event.aux, event.a, event.b);
    return html`<div class="value" data-fresh=${fresh} data-event=${event.index}>
      <i>//</i> ${schema.function(event.id).name}${
        value === ''
          ? html`<i>()</i>`
          : html`<i>:</i> <b data-named=${named(app, event)}>${value}</b>`
      }
      ${claim ? tour.chip(claim) : nothing}
    </div>`;
  }
  if (event.kind === EV_POINT) {
    return html`<div class="value point" data-fresh=${fresh} data-event=${event.index}>
      <span>${schema.pointText(event)}</span>
      <span class="place">${schema.points[event.id].name}</span>
    </div>`;
  }
  const { name, old, now: value } = schema.value(event);
  return html`<div class="value" data-fresh=${fresh} data-event=${event.index}>
    <i>//</i> ${name}<i>:</i> ${old === null ? nothing : html`<span class="old">${old}</span> → `}<b
      class=${claim?.verdict === 'open' ? 'answered' : ''}
      data-named=${named(app, event)}
      >${value}</b
    >
    ${claim ? tour.chip(claim) : nothing}
  </div>`;
}

/** The short name of the object that a value points to. @param {App} app @param {Event} event */
function named({ schema, slabs }, { aux, a }) {
  return nameOf(slabs, schema.formats[aux & ~VALUE_HAS_OLD], a) || nothing;
}
