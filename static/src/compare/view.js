// view.js - two rooms beside each other at a step: where they part, maps, lists and counters, with what is not the same marked.

import { html, nothing } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { ORDERS, TYPES } from '../reader.js';
import { link } from '../shell/place.js';
import { LETTERS, TYPE_NAMES, stateName } from '../stage/patterns.js';
import { blocksOf, differingCounters, differingPages, listsOf } from './differ.js';
import { drawMap } from './map.js';
import { Other } from './other.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('../types.js').Op} Op */

const ROWS_MOST = 14;
/** States of pages by name; the first stands for the types of free ones. */
const STATES = ['Free', 'Pcp', 'A', 'S', 'P', 'B', 'Hole'];

/** @type {Other | null} */
let other = null;
/** What was found, for these images. @type {{key: string, pages: ReturnType<typeof differingPages>, blocks: number[]} | null} */
let found = null;

/** The room beside ours; whoever looks elsewhere leaves it. @param {App} app */
function beside(app) {
  const { state } = app;
  if (other?.room === state.beside) return other;
  other?.close();
  found = null;
  other = state.beside ? new Other(app, state.beside) : null;
  const leave = () => {
    if (state.tab === 'beside' && other?.room === state.beside) return;
    other?.close();
    other = null;
    state.removeEventListener('change', leave);
  };
  state.addEventListener('change', leave);
  return other;
}

/** @param {App} app */
export function compareView(app) {
  const { t } = app;
  const room = beside(app);
  if (!room) return form(app);
  if (room.trouble || !room.reader || !room.player) {
    return html`<div class="view-scroll">
      <p role=${room.trouble ? 'alert' : 'status'}>${room.trouble || t('beside.coming')}</p>
      ${room.trouble ? form(app) : nothing}
    </div>`;
  }
  const one = app.reader;
  const two = room.reader;
  const { pages, blocks } = look(one, two);
  requestAnimationFrame(() => {
    drawMap('beside-one', one, blocks, pages.blocks);
    drawMap('beside-two', two, blocks, pages.blocks);
  });
  return html`<div
    class="view-scroll beside"
    tabindex="0"
    role="group"
    aria-label=${t('beside.title')}
  >
    ${head(app, room)}
    <div class="beside-columns">
      ${column(app, 'one', app.player, one, two, pages.blocks.size)}
      ${column(app, 'two', room.player, two, one, pages.blocks.size)}
    </div>
    <div class="beside-columns">${pageTable(app, pages)} ${counterTable(app, two)}</div>
  </div>`;
}

/** @param {Reader} one @param {Reader} two */
function look(one, two) {
  const key = `${one.version} ${two.version}`;
  if (found?.key !== key) {
    found = { key, pages: differingPages(one, two), blocks: blocksOf(one, two) };
  }
  return found;
}

/** Which room: its address or its name. @param {App} app */
export function form(app) {
  const { state, t } = app;
  const go = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const text = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get('room');
    const room = /([\w-]{22})(?=[@#/?]|$)/.exec(String(text).trim())?.[1];
    if (room) state.set({ tab: 'beside', beside: room, dialog: null });
  };
  return html`<form class="beside-form" @submit=${go}>
    <label>${t('beside.which')} <input class="mono" name="room" required /></label>
    <button type="submit" class="control">${t('beside.compare')}</button>
  </form>`;
}

// ---- where they part ----

/** @param {App} app @param {Other} room */
function head(app, room) {
  const { player, t } = app;
  const { part } = room;
  return html`<div class="view-head">
      <h2>${t('beside.title')}</h2>
      <a href=${link(room.room)} target="_blank" rel="noopener">${t('beside.open')}</a>
    </div>
    <p class="beside-part" role="status">
      ${partWords(app, room)}
      ${
        part && part.op <= player.lastOp
          ? html`<button
              type="button"
              class="control"
              @click=${() => player.seek(part.op, Infinity)}
            >
              ${t('beside.there')}
            </button>`
          : nothing
      }
    </p>`;
}

/** @param {App} app @param {Other} room */
function partWords({ t, player }, { part }) {
  if (part === undefined) return nothing;
  if (part === null) return t('beside.same', { n: player.lastOp });
  const [one, two] = part.ops.map((op) => op?.text ?? '');
  if (part.why === 'op') return t('beside.part', { op: part.op, one, two });
  if (part.why === 'machine') return t('beside.machine');
  return t(one ? 'beside.goesOn' : 'beside.otherGoesOn', { op: part.op - 1, text: one || two });
}

// ---- one of the two ----

/**
 * @param {App} app @param {'one' | 'two'} side @param {import('../player.js').Player} player @param {Reader} reader @param {Reader} against
 * @param {number} blocks that differ
 */
function column(app, side, player, reader, against, blocks) {
  const { t } = app;
  const { op, event, events } = player.position;
  const shown = player.op(op);
  return html`<section class="beside-room" data-side=${side}>
    <h3>
      ${t(`beside.${side}`)} <span class="mono">${op}.${event}</span>
      <span class="mono op-text"
        >${shown?.text}${event === events ? ` → ${shown?.result.text}` : ''}</span
      >
    </h3>
    <canvas
      id=${`beside-${side}`}
      role="img"
      aria-label=${t('beside.blocks', { n: blocks })}
    ></canvas>
    ${reader
      .zones()
      .filter((zone) => zone.populated)
      .map((zone) => lists(app, zone.name, listsOf(reader, against, zone.index)))}
  </section>`;
}

/** @param {App} app @param {string} zone @param {import('./differ.js').Cell[][]} rows */
function lists({ t }, zone, rows) {
  const orders = Array.from({ length: ORDERS }, (_, order) => order);
  return html`<table class="beside-lists mono">
    <caption>
      ${zone} free_area
    </caption>
    <thead>
      <tr>
        <td></td>
        ${orders.map((order) => html`<th scope="col">${order}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells, type) =>
          html`<tr>
            <th scope="row" title=${TYPE_NAMES[type]}>${LETTERS[type]}</th>
            ${cells.map(
              ({ here, differs }) =>
                html`<td data-differs=${differs} title=${differs ? t('beside.differs') : nothing}>
                  ${here.length || '–'}
                  ${here.length > 0 ? html`<small>${hex(here[0]).slice(-3)}</small>` : nothing}
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

// ---- what is not the same ----

const hex = (/** @type {number} */ pfn) => pfn.toString(16);

/** @param {App} app @param {number} state */
function stateWords({ t }, state) {
  const word = STATES[Math.max(0, state - TYPES + 1)];
  const words = t(`stage.state${word}`, { type: TYPE_NAMES[state] ?? '' });
  return html`<i class="swatch mem-${stateName(state)}"></i> ${words}`;
}

/** @param {App} app @param {ReturnType<typeof differingPages>} pages */
function pageTable(app, { runs, owners, pages }) {
  const { t } = app;
  const owned = owners.map(({ from, one, other: two }) => ({
    what: `pageblock ${hex(from)}`,
    one: TYPE_NAMES[one] ?? '–',
    two: TYPE_NAMES[two] ?? '–',
  }));
  const found_ = runs.map(({ from, to, one, other: two }) => ({
    what: to - from === 1 ? hex(from) : `${hex(from)}–${hex(to - 1)}`,
    one: stateWords(app, one),
    two: stateWords(app, two),
  }));
  return table(app, 'beside-pages', t('beside.pages', { n: decimal(pages) }), [
    ...owned,
    ...found_,
  ]);
}

/** @param {App} app @param {Reader} two */
function counterTable(app, two) {
  const { t, reader, schema } = app;
  const rows = differingCounters(reader, two, schema.items).map(
    ({ zone, name, one, other: theirs }) => ({
      what: `${zone} ${name}`,
      one: decimal(one),
      two: decimal(theirs),
    }),
  );
  return table(app, 'beside-counters', t('beside.counters', { n: rows.length }), rows);
}

/** @param {App} app @param {string} name @param {string} title @param {{what: string, one: unknown, two: unknown}[]} rows */
function table({ t }, name, title, rows) {
  return html`<section class=${name}>
    <h3>${title}</h3>
    ${
      rows.length === 0
        ? nothing
        : html`<table class="beside-rows">
            <thead>
              <tr>
                <td></td>
                <th scope="col">${t('beside.one')}</th>
                <th scope="col">${t('beside.two')}</th>
              </tr>
            </thead>
            <tbody>
              ${rows.slice(0, ROWS_MOST).map(
                ({ what, one, two }) =>
                  html`<tr>
                    <th scope="row" class="mono">${what}</th>
                    <td>${one}</td>
                    <td>${two}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${rows.length > ROWS_MOST ? html`<p class="quiet">${t('beside.more', { n: rows.length - ROWS_MOST })}</p>` : nothing}
  </section>`;
}
