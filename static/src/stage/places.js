// places.js - finding one's way on the map by hand: pointer, touch, keyboard, and the card that says what is there.
//
// The canvas has no cells for a screen reader: one DOM node stands for the focused cell and moves with it.

import { bare, el, hex, put } from './dom.js';
import { STATE_S } from '../reader.js';
import { LETTERS, swatch, TYPE_NAMES } from './patterns.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('./dom.js').Rect} Rect */
/** @typedef {(key: string, values?: Record<string, string | number>) => string} Translate */

const BLOCK_PAGES = 1024;
const PAGE_BYTES = 4096;

const PAGE_OFFSET = 0xc0000000;

/** @param {number} bytes */
function hexBytes(bytes) {
  return `0x${bytes.toString(16)}`;
}

/** @param {number} state @param {Translate} t */
export function stateText(state, t) {
  if (state <= 3) return t('stage.stateFree', { type: TYPE_NAMES[state] });
  if (state === 4) return t('stage.statePcp');
  return t(`stage.state${LETTERS[state] || 'Hole'}`);
}

export class HoverCard {
  /** @param {HTMLElement} root @param {Reader} reader @param {Translate} t @param {{free: (pfn: number) => void, slab: (pfn: number) => void, past: (pfn: number) => void, walk: (pfn: number) => void, users: (pfn: number) => string}} on */
  constructor(root, reader, t, on) {
    this.root = root;
    this.reader = reader;
    this.t = t;
    this.on = on;
    this.node = el('div', 'place-card');
    this.node.hidden = true;
    root.append(this.node);
  }

  hide() {
    this.node.hidden = true;
  }

  /**
   * What the model knows of a page, or of a pageblock by its first page.
   * @param {number} pfn @param {boolean} block @param {Rect} near the cell, on the stage
   */
  show(pfn, block, near) {
    const { reader, t, node } = this;
    const states = reader.pageStates(pfn & -BLOCK_PAGES);
    const state = states[pfn & (BLOCK_PAGES - 1)];
    const zone = reader.zones()[reader.zoneOf(pfn)];
    const title = el('div', 'place-title', el('b', '', bare(pfn)), swatch(state === 9 ? 9 : state));
    if (block) title.append(el('span', '', `–${bare((pfn | (BLOCK_PAGES - 1)) >>> 0)}`));
    const rows = el('dl');
    const row = (/** @type {string} */ name, /** @type {string} */ value) =>
      rows.append(el('dt', '', name), el('dd', '', value));
    row(t('stage.cardPa'), hexBytes(pfn * PAGE_BYTES));
    if (zone) {
      row(
        t('stage.cardVa'),
        zone.index === 0
          ? hexBytes((pfn - reader.firstPfn) * PAGE_BYTES + PAGE_OFFSET)
          : t('stage.cardNoVa'),
      );
      row(t('stage.cardZone'), zone.name);
      row(t('stage.cardOwner'), TYPE_NAMES[reader.blockType(pfn)] ?? '–');
    }
    let held = null;
    if (state === 9) {
      row(t('stage.cardState'), stateText(state, t));
    } else if (block) {
      let free = 0;
      for (const one of states) if (one <= 3) free++;
      row(t('stage.cardFreePages'), `${free.toLocaleString('en')} / 1,024`);
      this.#list(row, pfn);
    } else {
      row(t('stage.cardState'), stateText(state, t));
      held = this.#page(row, pfn);
    }
    node.replaceChildren(title, rows);
    if (held) this.#button(t('stage.cardFree'), held.head, this.on.free);
    else if (!block && state === STATE_S) this.#button(t('stage.cardSlab'), pfn, this.on.slab);
    if (!block && state !== 9) this.#button(t('past.open'), pfn, this.on.past);
    if (!block && reader.tables.pgds.length > 0 && (zone?.index === 0 || this.on.users(pfn))) {
      this.#button(t('pt.walkButton'), pfn, this.on.walk);
    }
    node.hidden = false;
    this.#position(near);
  }

  /** @param {string} text @param {number} pfn @param {(pfn: number) => void} act */
  #button(text, pfn, act) {
    const button = el('button', 'place-free', text);
    button.addEventListener('click', () => act(pfn));
    this.node.append(button);
  }

  /** @param {(name: string, value: string) => void} row @param {number} pfn */
  #page(row, pfn) {
    const page = this.reader.page(pfn);
    this.#list(row, pfn);
    row('_mapcount', String(page.mapcount));
    row('_count', String(page.count));
    row('private', String(page.private));
    row('index', String(page.index));
    const users = this.on.users(pfn);
    if (users) row(this.t('stage.cardUsers'), users);
    return page.held;
  }

  /** @param {(name: string, value: string) => void} row @param {number} pfn */
  #list(row, pfn) {
    const { reader, t } = this;
    const page = reader.page(pfn);
    if (page.free) {
      const { head, order, mt } = page.free;
      const members = reader.list(page.zone, order, mt);
      const place = members.indexOf(head) + 1;
      row(
        t('stage.cardList'),
        `free_area[${order}].free_list[${mt}], ${t('stage.cardPlace', { place, count: members.length })}`,
      );
      if (head !== pfn) row('head', hex(head));
    } else if (page.pcp) {
      row(t('stage.cardList'), `pcp cpu ${page.pcp.cpu}, lists[${page.pcp.type}]`);
    } else if (page.held) {
      row(t('stage.tray'), `${hex(page.held.head)}, order ${page.held.order}`);
    }
  }

  /** @param {Rect} near */
  #position(near) {
    const { node, root } = this;
    const w = node.offsetWidth;
    const h = node.offsetHeight;
    const right = near.x + near.w + 10;
    const x = right + w > root.clientWidth - 4 ? Math.max(4, near.x - w - 10) : right;
    const y = Math.max(4, Math.min(near.y - 8, root.clientHeight - h - 4));
    put(node, x, y);
  }
}

/**
 * A roving focus over a grid that is drawn on a canvas.
 */
export class GridFocus {
  /**
   * @param {HTMLElement} root
   * @param {object} grid
   * @param {() => {columns: number, rows: number, group: number}} grid.size
   * @param {(i: number) => Rect | null} grid.rect of a cell on the stage
   * @param {(i: number) => string} grid.name
   * @param {(i: number) => void} grid.focus
   * @param {(i: number) => void} grid.enter
   * @param {() => void} grid.leave
   * @param {() => void} grid.blur
   */
  constructor(root, grid) {
    this.grid = grid;
    this.at = 0;
    this.container = el('div', 'grid-focus');
    this.container.setAttribute('role', 'grid');
    this.row = el('div');
    this.row.setAttribute('role', 'row');
    this.node = el('div', 'grid-cell');
    this.node.setAttribute('role', 'gridcell');
    this.node.tabIndex = 0;
    this.row.append(this.node);
    this.container.append(this.row);
    root.append(this.container);
    this.node.addEventListener('keydown', (event) => this.#key(event));
    this.node.addEventListener('focus', () => this.grid.focus(this.at));
    this.node.addEventListener('blur', () => this.grid.blur());
  }

  /** @param {string} label */
  name(label) {
    this.container.setAttribute('aria-label', label);
  }

  /** Moves to a cell. @param {number} i @param {boolean} [focus] */
  go(i, focus = false) {
    this.at = i;
    this.update();
    if (focus) this.node.focus();
  }

  update() {
    const { columns, rows } = this.grid.size();
    this.at = Math.max(0, Math.min(this.at, columns * rows - 1));
    const rect = this.grid.rect(this.at);
    if (rect) put(this.node, rect.x, rect.y, rect.w, rect.h);
    this.node.setAttribute('aria-label', this.grid.name(this.at));
    this.node.setAttribute('aria-colindex', String((this.at % columns) + 1));
    this.row.setAttribute('aria-rowindex', String(Math.floor(this.at / columns) + 1));
    this.container.setAttribute('aria-colcount', String(columns));
    this.container.setAttribute('aria-rowcount', String(rows));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { columns, rows, group } = this.grid.size();
    const column = this.at % columns;
    const row = Math.floor(this.at / columns);
    const far = event.ctrlKey || event.metaKey;
    let next = -1;
    switch (event.key) {
      case 'ArrowLeft':
        next =
          row * columns + Math.max(0, far ? Math.ceil(column / group - 1) * group : column - 1);
        break;
      case 'ArrowRight':
        next =
          row * columns +
          Math.min(columns - 1, far ? (Math.floor(column / group) + 1) * group : column + 1);
        break;
      case 'ArrowUp':
        next = Math.max(0, far ? 0 : row - 1) * columns + column;
        break;
      case 'ArrowDown':
        next = Math.min(rows - 1, far ? rows - 1 : row + 1) * columns + column;
        break;
      case 'Enter':
        this.grid.enter(this.at);
        break;
      case 'Escape':
      case 'Backspace':
        this.grid.leave();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (next >= 0) {
      this.go(next);
      this.grid.focus(next);
    }
  }
}
