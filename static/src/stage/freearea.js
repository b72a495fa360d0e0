// freearea.js - free_area: orders × types, with the blocks themselves in list order, head and tail; nr_free; the other zone in one line.
//
//	count +1
//	▸ head        up to three members are written out
//	  next
//	▸ head        from four on: head, a tick for each block between, 30 to a row, tail
//	|||||||||
//	▏ tail

import { fill } from '../i18n/fill.js';
import { bare, el, put } from './dom.js';
import { columnX, ORDERS } from './layout.js';
import { listKey } from './marks.js';
import { LETTERS, swatch, TYPE_NAMES } from './patterns.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./marks.js').Marks} Marks */
/** @typedef {import('./story.js').Scene} Scene */

export const TYPES = 4;
const WRITTEN = 3;
const TICKS = 30;

/**
 * What a cell shows.
 * @typedef {object} CellModel
 * @property {number} count
 * @property {number} delta
 * @property {{pfn: number, role: 'head' | 'tail' | '', mark: 'new' | 'ghost' | ''}[]} written from head on; the tail last
 * @property {number} ticks between head and tail
 * @property {number[]} inked ticks that changed in this operation
 */

/**
 * @param {number[]} members head to tail
 * @param {number[]} added in this step
 * @param {{pfn: number, at: number}[]} ghosts that left in this step
 * @param {Set<number>} touched in this operation
 * @returns {CellModel}
 */
export function cellModel(members, added, ghosts, touched) {
  const fresh = new Set(added);
  const count = members.length;
  const role = (/** @type {number} */ i) =>
    i === 0 ? 'head' : i === count - 1 && count > WRITTEN ? 'tail' : '';
  const line = (/** @type {number} */ i) => ({
    pfn: members[i],
    role: /** @type {'head' | 'tail' | ''} */ (role(i)),
    mark: /** @type {'new' | ''} */ (fresh.has(members[i]) ? 'new' : ''),
  });
  /** @type {CellModel['written']} */
  const written = [];
  const inked = [];
  if (count <= WRITTEN) {
    for (let i = 0; i < count; i++) written.push(line(i));
  } else {
    written.push(line(0), line(count - 1));
    if (touched.size > 0) {
      for (let i = 1; i < count - 1; i++) if (touched.has(members[i])) inked.push(i - 1);
    }
  }
  // A ghost stands where its block stood: before the member that is there now.
  for (const ghost of ghosts) {
    if (members.includes(ghost.pfn)) continue;
    const entry = {
      pfn: ghost.pfn,
      role: /** @type {const} */ ('head'),
      mark: /** @type {const} */ ('ghost'),
    };
    if (ghost.at === 0) written.unshift(entry);
    else if (count <= WRITTEN) {
      written.splice(ghost.at, 0, { ...entry, role: /** @type {any} */ ('') });
    } else written.splice(1, 0, { ...entry, role: /** @type {any} */ ('') });
  }
  return {
    count,
    delta: added.length - ghosts.length,
    written,
    ticks: Math.max(0, count - 2),
    inked,
  };
}

/** Lines that a cell needs under its count: what its row's height is made for. @param {number} count */
export function linesOf(count) {
  return count === 0 ? 0 : count === 1 ? 1 : 2;
}

export class FreeArea {
  /**
   * @param {HTMLElement} root
   * @param {object} parts
   * @param {Reader} parts.reader
   * @param {(key: string, values?: Record<string, string | number>) => string} parts.t
   * @param {{alloc: (order: number) => void, openList: (z: number, order: number, mt: number) => void, zone: (z: number) => void}} parts.on
   */
  constructor(root, { reader, t, on }) {
    this.root = root;
    this.reader = reader;
    this.t = t;
    this.on = on;
    this.zone = 0;
    this.linesZone = -1;
    /** @type {number[]} */
    this.lines4 = [];
    /** @type {string[]} what each cell shows, to leave it alone while that is so */
    this.shown = [];
    /** @type {Layout | null} */
    this.layout = null;
    this.root.setAttribute('role', 'grid');
    this.title = el('div', 'fa-title');
    this.heads = Array.from({ length: ORDERS }, (_, order) => this.#head(order));
    this.labels = TYPE_NAMES.map((name, mt) => {
      return el(
        'div',
        `fa-label text-${LETTERS[mt].toLowerCase()}`,
        swatch(mt),
        el('span', '', name),
      );
    });
    this.bands = TYPE_NAMES.map(() => el('div', 'fa-band'));
    this.cells = TYPE_NAMES.map((_, mt) =>
      Array.from({ length: ORDERS }, (_unused, order) => this.#cell(mt, order)),
    );
    this.nrLabel = el('div', 'fa-nr-label', 'nr_free');
    this.nrs = Array.from({ length: ORDERS }, () => el('div', 'fa-nr'));
    this.otherLabel = el('button', 'fa-other-label');
    this.otherLabel.addEventListener('click', () => this.on.zone(this.other));
    this.others = Array.from({ length: ORDERS }, () => el('div', 'fa-other'));
    const row = (/** @type {HTMLElement[]} */ ...cells) => {
      const node = el('div', 'fa-row', ...cells);
      node.setAttribute('role', 'row');
      return node;
    };
    // a button that stands in the place of a row's name
    const otherName = el('div', 'fa-row', this.otherLabel);
    for (const name of [...this.labels, this.nrLabel, otherName]) {
      name.setAttribute('role', 'rowheader');
    }
    for (const cell of [...this.nrs, ...this.others]) cell.setAttribute('role', 'gridcell');
    this.title.setAttribute('role', 'columnheader');
    this.root.append(
      ...this.bands,
      row(this.title, ...this.heads.map((head) => head.node)),
      ...this.labels.map((label, mt) => row(label, ...this.cells[mt])),
      (this.nrRow = row(this.nrLabel, ...this.nrs)),
      (this.otherRow = row(otherName, ...this.others)),
    );
    for (const band of this.bands) band.setAttribute('aria-hidden', 'true');
    this.cells[0][0].tabIndex = 0;
    this.root.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {number} order */
  #head(order) {
    const plus = el('button', 'fa-plus', '+');
    plus.addEventListener('click', () => this.on.alloc(order));
    const pages = `${(1 << order).toLocaleString('en')}p`;
    const node = el('div', 'fa-head', el('b', '', String(order)), el('span', '', pages), plus);
    node.setAttribute('role', 'columnheader');
    return { node, plus };
  }

  /** @param {number} mt @param {number} order */
  #cell(mt, order) {
    const cell = el('div', `fa-cell cell-${LETTERS[mt].toLowerCase()}`);
    cell.setAttribute('role', 'gridcell');
    cell.tabIndex = -1;
    cell.dataset.mt = String(mt);
    cell.dataset.order = String(order);
    cell.addEventListener('click', () => this.on.openList(this.zone, order, mt));
    return cell;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!target.classList.contains('fa-cell')) return;
    const mt = Number(target.dataset.mt);
    const order = Number(target.dataset.order);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      event.stopPropagation();
      this.on.openList(this.zone, order, mt);
      return;
    }
    const far = event.ctrlKey ? ORDERS : 1;
    /** @type {Record<string, [number, number]>} */
    const moves = {
      ArrowLeft: [0, -far],
      ArrowRight: [0, far],
      ArrowUp: [-far, 0],
      ArrowDown: [far, 0],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const next = this.cells[clamp(mt + move[0], TYPES - 1)][clamp(order + move[1], ORDERS - 1)];
    target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  /** Populated zone that is not shown, -1 if there is none. */
  get other() {
    return (
      this.reader.zones().find((zone) => zone.populated && zone.index !== this.zone)?.index ?? -1
    );
  }

  /** Most lines that a cell of each row has needed since the zone was turned to: rows do not shrink under one's eyes. @returns {number[]} */
  lineCounts() {
    if (this.linesZone !== this.zone) this.lines4 = [1, 0, 0, 0];
    this.linesZone = this.zone;
    this.lines4 = this.lines4.map((known, mt) => {
      let most = known;
      for (let order = 0; order < ORDERS; order++) {
        most = Math.max(most, linesOf(this.reader.listCount(this.zone, order, mt)));
      }
      return most;
    });
    return this.lines4;
  }

  /** @param {Layout} layout */
  place(layout) {
    this.layout = layout;
    const { gutter, label, cw, head, rows, nrFree } = layout;
    const right = gutter + label + cw * ORDERS - gutter;
    put(this.title, gutter, head.top, label, head.height);
    this.heads.forEach(({ node }, order) =>
      put(node, columnX(layout, order), head.top, cw, head.height),
    );
    rows.forEach((row, mt) => {
      put(this.labels[mt], gutter, row.top, label, row.height);
      put(this.bands[mt], gutter, row.top, right, row.height);
      this.cells[mt].forEach((cell, order) =>
        put(cell, columnX(layout, order), row.top, cw, row.height),
      );
    });
    const half = layout.other.height > 0;
    put(this.nrLabel, gutter, nrFree.top, label, nrFree.height);
    this.nrLabel.hidden = this.nrRow.hidden = nrFree.height === 0;
    this.nrs.forEach((node, order) => {
      put(node, columnX(layout, order), nrFree.top, cw, nrFree.height);
      node.hidden = nrFree.height === 0;
    });
    const { other } = layout;
    put(this.otherLabel, gutter, other.top, label, other.height);
    this.otherLabel.hidden = this.otherRow.hidden = !half || this.other < 0;
    this.others.forEach((node, order) => {
      put(node, columnX(layout, order), other.top, cw, other.height);
      node.hidden = !half || this.other < 0;
    });
    this.shown = [];
  }

  /**
   * @param {Marks} marks of the step @param {Set<number>} touched in the operation
   * @param {Scene} scene
   * @param {Set<string>} tried "order mt" of the cells that were searched in vain
   */
  render(marks, touched, scene, tried) {
    const { reader, zone, layout } = this;
    if (!layout) return;
    const name = reader.zones()[zone]?.name ?? '';
    this.root.setAttribute('aria-label', this.t('stage.listsLabel', { zone: name }));
    const phone = layout.screen === 'phone';
    this.title.textContent = phone ? this.t('stage.order') : 'free_area';
    this.heads.forEach(({ node, plus }, order) => {
      const active = scene.hand?.place === 'bench' && scene.hand.order === order;
      node.classList.toggle('is-hand', active);
      plus.setAttribute('aria-label', this.t('stage.allocThis', { order }));
      plus.title = this.t('stage.allocThis', { order });
    });
    const row = scene.bench?.pieces.length ? scene.bench.mt : -1;
    this.bands.forEach((band, mt) => band.classList.toggle('is-hand', mt === row));
    for (let mt = 0; mt < TYPES; mt++) {
      for (let order = 0; order < ORDERS; order++) {
        this.#renderCell(mt, order, marks, touched);
        this.cells[mt][order].classList.toggle('is-tried', tried.has(`${order} ${mt}`));
      }
    }
    for (let order = 0; order < ORDERS; order++) {
      const node = this.nrs[order];
      node.textContent = String(reader.nrFree(zone, order));
      node.classList.toggle('is-new', marks.words.has(`nr_free ${zone} ${order}`));
    }
    this.#renderOther();
  }

  #renderOther() {
    const { other, reader } = this;
    if (other < 0) return;
    const name = reader.zones()[other].name;
    this.otherLabel.textContent = `⇅ ${name}`;
    this.otherLabel.title = this.t('stage.switchZone', { zone: name });
    for (let order = 0; order < ORDERS; order++) {
      this.others[order].textContent = String(reader.nrFree(other, order));
    }
  }

  /** @param {number} mt @param {number} order @param {Marks} marks @param {Set<number>} touched */
  #renderCell(mt, order, marks, touched) {
    const { reader, zone, layout } = this;
    const key = listKey(zone, order, mt);
    const members = reader.list(zone, order, mt);
    const added = marks.added.get(key) ?? [];
    const ghosts = marks.ghosts.get(key) ?? [];
    const model = cellModel(members, added, ghosts, touched);
    const signature = JSON.stringify(model);
    const index = mt * ORDERS + order;
    if (this.shown[index] === signature || !layout) return;
    this.shown[index] = signature;
    const cell = this.cells[mt][order];
    const values = {
      type: TYPE_NAMES[mt],
      order,
      count: model.count,
      head: members.length ? `0x${bare(members[0])}` : '',
    };
    cell.setAttribute(
      'aria-label',
      fill(this.t(model.count ? 'stage.listCell' : 'stage.listEmpty'), values),
    );
    cell.classList.toggle('is-changed', model.delta !== 0 || added.length > 0);
    if (layout.screen === 'phone') cell.replaceChildren(...this.#phoneCell(model));
    else cell.replaceChildren(...this.#fullCell(model, layout.rows[mt].height));
    // the label says it all, in words
    for (const drawn of cell.children) drawn.setAttribute('aria-hidden', 'true');
  }

  /** @param {CellModel} model @returns {Node[]} */
  #phoneCell(model) {
    if (model.count === 0) return [el('span', 'fa-none', '–')];
    const head = model.written.find((line) => line.mark !== 'ghost');
    const last = bare(head?.pfn ?? 0).slice(-3);
    const member = el('span', 'fa-head3', last);
    member.dataset.pfn = String(head?.pfn ?? 0);
    return [el('b', 'fa-count', String(model.count)), member];
  }

  /** @param {CellModel} model @param {number} height @returns {Node[]} */
  #fullCell(model, height) {
    if (model.count === 0 && model.written.length === 0) return [el('span', 'fa-none', '–')];
    const nodes = [];
    const count = el('div', 'fa-count', String(model.count));
    if (model.delta !== 0) {
      const sign = model.delta > 0 ? '+' : '\u2212';
      count.append(el('span', 'fa-delta', `${sign}${Math.abs(model.delta)}`));
    }
    nodes.push(count);
    const projector = this.layout?.screen === 'projector';
    let room = Math.floor((height - (projector ? 28 : 19)) / (projector ? 19 : 13));
    // In a low row the head stays, and whole lines go: what does not fit is ticks.
    const short = room < Math.min(2, model.written.length);
    for (const line of model.written.slice(0, Math.max(1, room))) {
      if (line.role === 'tail') nodes.push(...this.#ticks(model, height, model.written.length));
      const marks = `${line.role ? ` is-${line.role}` : ''}${line.mark ? ` is-${line.mark}` : ''}`;
      const node = el('div', `fa-member${marks}`, bare(line.pfn));
      node.dataset.pfn = String(line.pfn);
      nodes.push(node);
      room--;
    }
    if (short && model.count > 1) {
      nodes.push(...this.#ticks({ ...model, ticks: model.count - 1 }, height, 1));
    }
    return nodes;
  }

  /** One tick per block between head and tail; rows that do not fit are left out at the end. @param {CellModel} model @param {number} height @param {number} lines beside the ticks @returns {Node[]} */
  #ticks(model, height, lines) {
    if (model.ticks <= 0) return [];
    const projector = this.layout?.screen === 'projector';
    const line = projector ? 19 : 13;
    const rest = height - (projector ? 30 : 21) - line * lines - 4;
    const rows = Math.ceil(model.ticks / TICKS);
    // Long lists close their rows up; beyond that the last rows are left out.
    const pitch = Math.max(2.4, Math.min(projector ? 7 : 5.5, rest / rows));
    if (rest < pitch) return [];
    const fit = Math.max(1, Math.min(rows, Math.floor(rest / pitch + 0.01)));
    const box = el('div', 'fa-ticks');
    box.style.height = `${fit * pitch}px`;
    for (let row = 0; row < fit; row++) {
      const n = Math.min(TICKS, model.ticks - row * TICKS);
      const strip = el('i');
      strip.style.top = `${row * pitch}px`;
      strip.style.width = `${(100 * n) / TICKS}%`;
      strip.style.height = `${Math.max(1.4, pitch - 1.4)}px`;
      box.append(strip);
    }
    for (const at of model.inked) {
      const row = Math.floor(at / TICKS);
      if (row >= fit) continue;
      const mark = el('u');
      mark.style.top = `${row * pitch}px`;
      mark.style.left = `${(100 * (at % TICKS)) / TICKS}%`;
      box.append(mark);
    }
    return [box];
  }

  /** Where a block stands or would stand. @param {number} order @param {number} mt @param {number} pfn @returns {HTMLElement} */
  member(order, mt, pfn) {
    const cell = this.cells[mt][order];
    return /** @type {HTMLElement} */ (cell.querySelector(`[data-pfn="${pfn}"]`)) ?? cell;
  }
}

/** @param {number} n @param {number} most */
function clamp(n, most) {
  return Math.max(0, Math.min(most, n));
}
