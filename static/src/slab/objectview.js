// objectview.js - one object: what it is called, where it lies, which list it is in, and its words, each with what it is.

import { html, nothing } from 'lit/html.js';
import { openPast } from '../shell/past.js';
import { listText, nextText, ownerLong } from './slabgrid.js';
import { objectName } from './names.js';
import { wordsOf } from './objectwords.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./slabs.js').Slab} Slab */
/** @typedef {import('./objectwords.js').ObjectWord} ObjectWord */

/** Words of a large object that are shown at once. */
const FEW = 64;
/** Kinds of words that have no name but a word for it. */
const KINDS = new Set(['poison', 'padding']);

/** @param {number} value */
const hex8 = (value) => (value >>> 0).toString(16).padStart(8, '0');

/** @param {App} app @param {Slab} slab @param {number} index */
export function objectView(app, slab, index) {
  const { t, slabs: room } = app;
  const cell = slab.cells[index];
  if (!cell) return nothing;
  const { model } = room;
  const names = [
    objectName(model, slab, index),
    objectName(model, slab, index, { plain: true }),
  ].filter((name, i, all) => all.indexOf(name) === i);
  if (room.plain) names.reverse();
  const owner = room.owners(cell.addr);
  const page = slab.pfn + Math.floor((cell.addr - slab.addr) / 4096);
  const state = cell.list
    ? t('slab.inList', {
        list: listText(app, slab, cell),
        n: cell.at + 1,
        next: nextText(slab, cell),
      })
    : ownerLong(app, owner);
  return html`<section class="object-view" aria-label=${names[0]}>
    <header>
      <h3 class="mono">${names[0]}</h3>
      ${names.slice(1).map((name) => html`<span class="mono quiet">${name}</span>`)}
      <span class="mono">0x${hex8(cell.addr)}</span>
      <span class="mono quiet"
        >pfn 0x${page.toString(16)} + 0x${((cell.addr - slab.addr) % 4096).toString(16)}</span
      >
      <span class="object-state" data-free=${cell.list !== null}>${state}</span>
      <button
        type="button"
        class="control history"
        @click=${() => openPast(app, { pfn: page, addr: cell.addr })}
      >
        ${t('past.open')}
      </button>
      ${walkButton(app, cell.addr)}
    </header>
    ${words(app, slab, index)}
  </section>`;
}

/** The way through the page tables to the object. @param {App} app @param {number} addr */
function walkButton({ t, pageTables, state }, addr) {
  if (!pageTables.here) return nothing;
  const walk = () => {
    pageTables.choose(addr);
    state.set({ tab: 'tables' });
  };
  return html`<button
    type="button"
    class="control walk-link"
    title=${t('pt.walkTitle', { va: `0x${hex8(addr)}` })}
    @click=${walk}
  >
    ${t('pt.walkButton')}
  </button>`;
}

/** @param {App} app @param {Slab} slab @param {number} index */
function words(app, slab, index) {
  const { t, slabs: room, state } = app;
  const all = wordsOf(room.model, slab, index);
  const shown = room.allWords ? all : all.slice(0, FEW);
  return html`<ol class="words mono" aria-label=${t('slab.words', { n: all.length })}>
      ${shown.map((word) => oneWord(app, word))}
    </ol>
    ${
      shown.length < all.length
        ? html`<button
            type="button"
            class="control"
            @click=${() => {
              room.allWords = true;
              state.touch();
            }}
          >
            ${t('slab.allWords', { n: all.length })}
          </button>`
        : nothing
    }`;
}

/** @param {App} app @param {ObjectWord} word */
function oneWord(app, word) {
  const { t, slabs: room, state } = app;
  const old = room.changes.old(word.addr);
  const open = room.word === word.at;
  const click = () => {
    room.word = open ? -1 : word.at;
    state.touch();
  };
  const named = word.kind === 'fp' ? t('slab.fp') : word.kind === 'red' ? t('slab.red') : word.name;
  const says = word.kind === 'red' ? t(`slab.red.${word.says}`) : word.says;
  return html`<li
    class="word"
    data-kind=${word.kind}
    data-changed=${old !== null}
    data-open=${open}
  >
    <button
      type="button"
      aria-expanded=${open}
      aria-label=${`+0x${word.at.toString(16)} ${named} 0x${hex8(word.value)} ${says}`}
      @click=${click}
    >
      <span class="word-at">+${word.at.toString(16).padStart(2, '0')}</span>
      <span class="word-value"
        >${old === null ? nothing : html`<s>${hex8(old)}</s> `}${hex8(word.value)}</span
      >
      <span class="word-name"
        >${named || (KINDS.has(word.kind) ? t(`slab.kind.${word.kind}`) : '')}</span
      >
      <span class="word-says">${says}</span>
    </button>
    ${open ? bits(app, word) : nothing}
  </li>`;
}

/** The 32 bits of a word, and the object that it points to. @param {App} app @param {ObjectWord} word */
function bits({ t, slabs: room, state }, word) {
  const digits = [...hex8(word.value)];
  const follow = () => {
    if (room.chooseText(`0x${hex8(word.to)}`)) state.touch();
  };
  return html`<div class="bits">
    <span class="quiet">0x${hex8(word.addr)}</span>
    <span class="bit-row" aria-label=${word.value.toString(2).padStart(32, '0')}>
      ${digits.map(
        (digit) =>
          html`<span class="nibble"
            ><span aria-hidden="true"
              >${[...parseInt(digit, 16).toString(2).padStart(4, '0')].map((bit) => html`<i data-bit=${bit}>${bit}</i>`)}</span
            ><b aria-hidden="true">${digit}</b></span
          >`,
      )}
    </span>
    ${
      word.to
        ? html`<button type="button" class="control" @click=${follow}>
            ${t('slab.follow', { name: word.says })}
          </button>`
        : nothing
    }
  </div>`;
}
