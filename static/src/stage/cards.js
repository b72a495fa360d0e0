// cards.js - one card per cpu with its pcp lists, one with the zones' levels; and the legend.

import { bare, el, put } from './dom.js';
import { gauges } from './gauge.js';
import { gaugeView } from './gaugeview.js';
import { LETTERS, swatch } from './patterns.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./gauge.js').Failed} Failed */
/** @typedef {import('./gaugeview.js').GaugeView} GaugeView */
/** @typedef {import('./marks.js').Marks} Marks */
/** @typedef {import('./story.js').Scene} Scene */
/** @typedef {(key: string, values?: Record<string, string | number>) => string} Translate */

const NR_FREE_PAGES = 0;
const NR_ALLOC_BATCH = 1;
const PCP_TYPES = 3;
/** Pages at the head of a list that a card writes out; after them a tick for each, and the tail. */
const WRITTEN = 2;
const MOST_TICKS = 10;

export class Cards {
  /** @param {HTMLElement} root @param {Reader} reader @param {Translate} t @param {() => void} openCounters */
  constructor(root, reader, t, openCounters) {
    this.root = root;
    this.reader = reader;
    this.t = t;
    this.cpus = Array.from({ length: reader.cpus }, (_, cpu) => {
      const card = el('div', 'card');
      card.dataset.cpu = String(cpu);
      return card;
    });
    this.counters = el('div', 'card card-counters');
    this.counters.addEventListener('click', openCounters);
    /** @type {Map<number, GaugeView>} by zone */
    this.gauges = new Map();
    root.append(...this.cpus, this.counters);
    /** @type {string[]} */
    this.shown = [];
  }

  /** @param {Layout} layout */
  place(layout) {
    put(
      this.root,
      layout.gutter,
      layout.cards.top,
      layout.width - 2 * layout.gutter,
      layout.cards.height,
    );
    this.root.hidden = layout.cards.height === 0;
    this.root.classList.toggle('is-folded', layout.folded);
    this.layout = layout;
    this.shown = [];
  }

  /** @param {number} zone @param {Marks} marks @param {Scene} scene @param {Failed | null} failed watermark check of this step */
  render(zone, marks, scene, failed) {
    if (this.root.hidden) return;
    this.cpus.forEach((card, cpu) => this.#cpu(card, cpu, zone, marks, scene));
    this.#counters(zone, marks, failed);
  }

  /** @param {HTMLElement} card @param {number} cpu @param {number} zone @param {Marks} marks @param {Scene} scene */
  #cpu(card, cpu, zone, marks, scene) {
    const { reader, t } = this;
    const { count, high, batch, lists, shared } = reader.pcp(cpu, zone);
    const running = cpu === reader.cpu;
    const inHand = running && scene.hand?.place === 'pcp';
    const wants =
      running && !this.layout?.folded && scene.wants && scene.wants.order === 0 && count === 0
        ? scene.wants
        : null;
    const fresh = lists.flatMap((list) => list.filter((pfn) => marks.pcp.has(pfn)));
    const signature = JSON.stringify([
      count,
      high,
      batch,
      lists,
      shared,
      running,
      inHand,
      wants,
      fresh,
      t('stage.bench'),
    ]);
    if (this.shown[cpu] === signature) return;
    this.shown[cpu] = signature;

    card.classList.toggle('is-running', running);
    card.classList.toggle('is-hand', inHand);
    card.classList.toggle(
      'has-pages',
      lists.some((list) => list.length > 0),
    );
    card.title = shared ? t('stage.shared') : `count ${count}, high ${high}, batch ${batch}`;
    const head = el('div', 'card-head', el('b', '', `pcp cpu ${cpu}`));
    head.append(
      el('span', 'card-count', shared || high === 0 ? `count ${count}` : `${count} / ${high}`),
    );
    const row = el('div', 'card-lists');
    if (wants) {
      const pages = 1;
      const letter = LETTERS[wants.migratetype] ?? '';
      row.append(el('b', '', t(pages === 1 ? 'stage.wants1' : 'stage.wants', { letter, pages })));
    } else {
      for (let type = 0; type < PCP_TYPES; type++) {
        row.append(...this.#list(type, lists[type], new Set(fresh)));
      }
    }
    card.replaceChildren(head, row);
    if (high > 0) {
      const bar = el('i', 'card-fill');
      bar.style.width = `${Math.min(100, (100 * count) / high)}%`;
      card.append(bar);
    }
  }

  /** Head at the left, tail at the right. @param {number} type @param {number[]} pfns @param {Set<number>} fresh @returns {Node[]} */
  #list(type, pfns, fresh) {
    const letter = el('span', 'card-letter', LETTERS[type]);
    if (pfns.length === 0) return [letter, el('span', 'card-none', '–')];
    const chip = (/** @type {number} */ pfn) => {
      const node = el('span', fresh.has(pfn) ? 'page-chip is-new' : 'page-chip', bare(pfn));
      node.dataset.pfn = String(pfn);
      return node;
    };
    if (pfns.length <= WRITTEN + 1) return [letter, ...pfns.map(chip)];
    const ticks = el('span', 'chip-ticks');
    ticks.style.width = `${Math.min(MOST_TICKS, pfns.length - WRITTEN - 1) * 2.2}px`;
    return [letter, ...pfns.slice(0, WRITTEN).map(chip), ticks, chip(pfns[pfns.length - 1])];
  }

  /** @param {number} zone @param {Marks} marks @param {Failed | null} failed */
  #counters(zone, marks, failed) {
    const { reader, t } = this;
    const folded = this.layout?.folded ?? false;
    const all = gauges(reader);
    const rows = folded ? all.filter((one) => one.zone === zone) : all;
    const changes = rows.map((one) => marks.words.get(`stat ${one.zone} ${NR_FREE_PAGES}`));
    const batches = rows.map((one) => reader.stat(one.zone, NR_ALLOC_BATCH));
    const signature = JSON.stringify([zone, rows, changes, batches, failed, t('stage.bench')]);
    if (this.shown[reader.cpus] === signature) return;
    this.shown[reader.cpus] = signature;
    this.gauges = new Map(
      rows.map((gauge, i) => {
        const view = gaugeView(gauge, t, {
          change: changes[i],
          batch: batches[i],
          failed: failed?.zone === gauge.zone ? failed : null,
        });
        view.node.classList.toggle('is-shown', gauge.zone === zone && rows.length > 1);
        return [gauge.zone, view];
      }),
    );
    this.counters.replaceChildren(...[...this.gauges.values()].map((view) => view.node));
  }

  /** @param {number} cpu @returns {HTMLElement} */
  card(cpu) {
    return this.cpus[cpu] ?? this.cpus[0];
  }
}

const LEGEND = [
  ['free', [0, 1, 2, 3]],
  ['inUse', [5, 6, 7, 8]],
];

export class Legend {
  /** @param {HTMLElement} root @param {Translate} t @param {() => void} openHeld */
  constructor(root, t, openHeld) {
    this.root = root;
    this.t = t;
    this.openHeld = openHeld;
  }

  /** @param {Layout} layout */
  place(layout) {
    put(
      this.root,
      layout.gutter,
      layout.legend.top,
      layout.width - 2 * layout.gutter,
      layout.legend.height,
    );
    this.root.hidden = layout.legend.height === 0;
    this.render();
  }

  render() {
    const nodes = [];
    for (const [title, states] of LEGEND) {
      nodes.push(el('b', 'legend-title', this.t(`stage.${title}`)));
      for (const state of /** @type {number[]} */ (states)) {
        const letter = LETTERS[state];
        const item = el(
          letter === 'A' ? 'button' : 'span',
          'legend-item',
          swatch(state, false),
          el('b', '', letter),
          this.t(`stage.${letter.toLowerCase()}`),
        );
        if (letter === 'A') {
          item.dataset.tray = '';
          item.addEventListener('click', this.openHeld);
        }
        nodes.push(item);
      }
    }
    this.root.replaceChildren(...nodes);
  }
}
