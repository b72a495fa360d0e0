// index.js - the stage: map, bench, lists, legend and cards, one picture over one set of columns.
//
// It shows the replica as it is now and the step that led here. Everything it shows follows from those two, so a step looks the same
// whichever way one came. While a step is animated the old picture stays; it gives way to the new one when the block has landed.

import { decimal } from '../i18n/fill.js';
import { STATE_S } from '../reader.js';
import { Addresses } from './addresses.js';
import { arrowHead, arrowsFor } from './arrows.js';
import { Axes, handOnMap, stageCell, wedge } from './axes.js';
import { BenchView, benchWindow } from './bench.js';
import { Cards, Legend } from './cards.js';
import { crumbs } from './crumbs.js';
import { bare, el, put, rectIn, svg } from './dom.js';
import { FreeArea } from './freearea.js';
import { listenToZoom } from './gestures.js';
import { gridOf, layOut } from './layout.js';
import { failedCheck } from './gauge.js';
import { ACROSS, DOWN, insideRect, LevelView } from './levels.js';
import { MemoryMap } from './map.js';
import { marksOf, noMarks } from './marks.js';
import { flightsFor, Motion } from './motion.js';
import { readPalette, svgPatterns, TYPE_NAMES } from './patterns.js';
import { GridFocus, HoverCard, stateText } from './places.js';
import { momentsOf, sceneAt, tell, touchedIn, triedIn } from './story.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../types.js').Step} Step */
/** @typedef {import('../types.js').LapseHead} LapseHead */
/** @typedef {import('./story.js').Scene} Scene */
/** @typedef {import('./story.js').Moment} Moment */
/** @typedef {import('./layout.js').Screen} Screen */
/** @typedef {import('./layout.js').Layout} Layout */
/** @typedef {import('./dom.js').Rect} Rect */

const BLOCK_PAGES = 1024;
const PHONE = 768;
const LEVELS = 3;
/** In a time-lapse counters and lists are brought up to date ten times a second. */
const COUNTERS_EVERY = 100;
const ZOOM_MS = 400;

/**
 * @typedef {object} StageParts
 * @property {Reader} reader
 * @property {Schema} schema
 * @property {{lang: string, t: (key: string, values?: Record<string, string | number>) => string}} i18n
 * @property {import('../player.js').Player} player
 * @property {object} on
 * @property {(order: number) => void} on.alloc
 * @property {(pfn: number) => void} on.select
 * @property {(pfn: number) => void} on.free
 * @property {(pfn: number) => void} on.past the history of a page is asked for
 * @property {(pfn: number) => void} on.slab a page that is a slab is to be opened
 * @property {(pfn: number) => void} on.walk the walk to a page's address is to be shown
 * @property {(z: number, order: number, mt: number) => void} on.openList
 * @property {(z: number) => void} on.zone
 * @property {() => void} on.counters
 */

export class Stage {
  /** @param {HTMLElement} root @param {StageParts} parts */
  constructor(root, { reader, schema, i18n, player, on }) {
    this.root = root;
    this.reader = reader;
    this.schema = schema;
    this.i18n = i18n;
    this.player = player;
    this.on = on;
    this.level = 0;
    this.chosen = reader.firstPfn;
    this.zone = 0;
    /** The block whose zone the lists last followed. */
    this.followed = -1;
    this.lapseDrawn = 0;
    /** @type {{at: number, events: number}} */
    this.lapseSince = { at: 0, events: 0 };
    this.marks = noMarks();
    /** What the last picture was made of. @type {unknown[]} */
    this.shown = [];
    this.size = { width: root.clientWidth, height: root.clientHeight };
    this.t = (
      /** @type {string} */ key,
      /** @type {Record<string, string | number>} */ values = {},
    ) => i18n.t(key, values);
    /** @type {Layout | null} */
    this.layout = null;
    this.layoutKey = '';
    this.levelKey = '';
    this.axesKey = '';
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {Addresses | null} */
    this.addresses = null;
    this.pointed = -1;
    this.abort = new AbortController();
    this.grid = gridOf(reader.firstPfn, reader.nrPages);
    const { t } = this;
    root.classList.add('stage');
    this.content = el('div', 'stage-content');
    this.mapCanvas = /** @type {HTMLCanvasElement} */ (el('canvas', 'stage-map'));
    this.flashCanvas = /** @type {HTMLCanvasElement} */ (el('canvas', 'stage-map stage-flash'));
    this.levelCanvas = /** @type {HTMLCanvasElement} */ (el('canvas', 'stage-level'));
    this.levelCanvas.hidden = true;
    this.crumbs = el('div', 'crumbs');
    this.ink = svg('svg', { class: 'stage-ink', 'aria-hidden': 'true' });
    this.axesGroup = svg('g');
    this.benchGroup = svg('g', { class: 'bench' });
    this.handGroup = svg('g', { class: 'hand' });
    this.arrowGroup = svg('g', { class: 'arrows' });
    const defs = svgPatterns();
    defs.append(arrowHead());
    this.ink.append(defs, this.axesGroup, this.benchGroup, this.handGroup, this.arrowGroup);
    const lists = el('div', 'free-area');
    const legend = el('div', 'legend');
    const cards = el('div', 'cards');
    this.layer = el('div', 'motion-layer');
    this.layer.setAttribute('aria-hidden', 'true');
    this.content.append(
      this.mapCanvas,
      this.flashCanvas,
      this.levelCanvas,
      this.crumbs,
      lists,
      legend,
      cards,
      this.ink,
      this.layer,
    );
    root.append(this.content);

    this.map = new MemoryMap(reader, this.mapCanvas, this.flashCanvas);
    this.levelView = new LevelView(this.levelCanvas, reader, (key) => t(key));
    this.axes = new Axes(this.axesGroup, (z) => this.showZone(z));
    this.bench = new BenchView(this.benchGroup, t);
    this.lists = new FreeArea(lists, {
      reader,
      t,
      on: { alloc: this.on.alloc, openList: this.on.openList, zone: (z) => this.showZone(z) },
    });
    this.legend = new Legend(legend, t, () => this.on.select(-1));
    this.cards = new Cards(cards, reader, t, () => this.on.counters());
    this.motion = new Motion(this.layer);
    this.hover = new HoverCard(this.content, reader, t, this.on);
    this.focus = new GridFocus(this.content, {
      size: () =>
        this.level === 0
          ? { columns: this.grid.columns, rows: this.grid.rows, group: 4 }
          : { columns: ACROSS, rows: DOWN, group: 16 },
      rect: (i) => this.#focusRect(i),
      name: (i) => this.#cellName(i),
      focus: (i) => this.#pointAt(this.#pfnOf(i), i),
      enter: (i) => this.#goIn(this.#pfnOf(i)),
      leave: () => this.setLevel(this.level - 1, this.chosen),
      blur: () => this.#pointAway(),
    });
    this.#listen();
    this.resize();
  }

  #listen() {
    const { content } = this;
    const { signal } = this.abort;
    content.addEventListener('pointermove', (event) => this.#pointerMove(event), { signal });
    content.addEventListener('pointerleave', () => this.#pointAway(), { signal });
    content.addEventListener(
      'dblclick',
      (event) => {
        const pfn = this.#pfnAt(event);
        if (pfn >= 0) this.#goIn(pfn);
      },
      { signal },
    );
    content.addEventListener(
      'click',
      (event) => {
        const pfn = this.#pfnAt(event);
        if (pfn < 0) return;
        this.focus.go(this.#cellFor(pfn), true);
        this.on.select(pfn);
      },
      { signal },
    );
    listenToZoom(content, signal, {
      pfnAt: (spot) => this.#pfnAt(spot),
      goIn: (pfn) => this.#goIn(pfn),
      goOut: () => this.setLevel(this.level - 1, this.chosen),
    });
    this.observer = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = this.root;
      if (clientWidth !== this.size.width || clientHeight !== this.size.height) this.resize();
    });
    this.observer.observe(this.root);
    document.addEventListener(
      'visibilitychange',
      () => {
        if (!document.hidden) this.render();
      },
      { signal },
    );
  }

  // ---- size ----

  /** @returns {Screen} */
  get screen() {
    if (document.documentElement.dataset.screen === 'projector') return 'projector';
    return window.innerWidth < PHONE ? 'phone' : 'laptop';
  }

  /** After a change of size, screen or theme. */
  resize() {
    this.motion.stop();
    this.size = { width: this.root.clientWidth, height: this.root.clientHeight };
    this.shown = [];
    this.axesKey = '';
    this.palette = readPalette(this.root);
    this.mono = getComputedStyle(this.root).getPropertyValue('--font-mono');
    this.grid = gridOf(this.reader.firstPfn, this.reader.nrPages);
    this.layoutKey = '';
    this.#layOut();
    this.legend.render();
    this.render();
  }

  /** Lays out again if the rows of the lists need other heights. */
  #layOut() {
    const { reader } = this;
    const { width, height } = this.size;
    if (width === 0) return;
    const { screen } = this;
    const lines = this.lists.lineCounts();
    const twoZones = reader.zones().filter((zone) => zone.populated).length > 1;
    const key = [width, height, screen, twoZones, ...lines].join(' ');
    if (key === this.layoutKey) return;
    this.layoutKey = key;
    const layout = layOut({ width, height, screen, mapRows: this.grid.rows, twoZones, lines });
    const resized =
      !this.layout ||
      this.layout.cw !== layout.cw ||
      this.layout.mapRow !== layout.mapRow ||
      this.palette !== this.painted;
    this.layout = layout;
    this.content.style.width = `${width}px`;
    this.content.style.height = `${layout.height}px`;
    this.content.dataset.screen = screen;
    this.content.classList.toggle('is-narrow', layout.cw < 76 && screen === 'laptop');
    this.ink.setAttribute('width', String(width));
    this.ink.setAttribute('height', String(layout.height));
    const top = layout.map.top + layout.mapHead;
    put(this.mapCanvas, layout.x0, top);
    put(this.flashCanvas, layout.x0, top);
    if (resized && this.palette) {
      this.map.resize(layout, this.grid, this.palette);
      this.painted = this.palette;
    }
    this.levelKey = '';
    this.lists.place(layout);
    this.legend.place(layout);
    this.cards.place(layout);
  }

  // ---- the picture ----

  /** The step that led here, and what is known of its operation. @returns {{step: Step | null, moments: Moment[], scene: Scene, ended: boolean}} */
  #now() {
    const { player } = this;
    const step = player.currentStep;
    const moments = this.#moments(step);
    const { event, events } = player.position;
    const scene = sceneAt(moments, event);
    const ended = event === 0 || event === events;
    return { step, moments, scene, ended };
  }

  /** @param {Step | null} step @returns {Moment[]} */
  #moments(step) {
    const events = step?.opEvents ?? this.player.segment?.all();
    return events ? tell(events, this.schema, this.reader.firstPfn) : [];
  }

  /** Shows where the player is. */
  render() {
    this.motion.stop();
    if (!this.grid) return;
    const now = this.#now();
    // When an operation is over nothing is in hand any more; what it changed stays visible until the next one.
    const over = now.ended && now.scene.hand?.place !== 'bench';
    const scene = over ? { ...now.scene, hand: null, bench: null, wants: null } : now.scene;
    this.#followZone(now.scene);
    this.#layOut();
    const { layout, reader, schema } = this;
    if (!layout) return;
    this.addresses ??= new Addresses(schema, reader.firstPfn);
    const { step } = now;
    const moments = step ? momentsOf(now.moments, step.from, step.to) : [];
    this.marks = step ? marksOf(step.events, reader, schema, this.addresses) : noMarks();
    this.scene = scene;
    if (this.#unchanged(now.scene, over, moments)) return;

    this.map.draw();
    this.#renderAxes(layout);
    this.lists.render(
      this.marks,
      touchedIn(now.moments, this.player.position.event),
      scene,
      triedIn(now.moments, this.player.position.event),
    );
    const failed = moments.map(failedCheck).findLast((one) => one) ?? null;
    this.cards.render(this.zone, this.marks, scene, failed);
    const split = moments.findLast((moment) => moment.kind === 'split');
    this.#renderBench(
      scene,
      split ? split.data.order : -1,
      over && this.player.position.event > 0 ? this.#idleText(now.moments) : this.t('stage.idle'),
    );
    this.#renderHand(scene);
    this.#renderArrows(moments, scene);
    this.#renderLevel();
    this.focus.name(this.t('stage.mapLabel'));
    this.focus.update();
    this.root.dataset.level = String(this.level);
  }

  /** @param {Layout} layout */
  #renderAxes(layout) {
    const key = `${this.layoutKey} ${this.zone}`;
    if (key !== this.axesKey) this.axes.render(layout, this.grid, this.reader, this.zone);
    this.axesKey = key;
  }

  /** Most steps only walk: then everything would be drawn as it is. @param {Scene} scene @param {boolean} over @param {Moment[]} moments */
  #unchanged(scene, over, moments) {
    const { added, ghosts, words, pcp } = this.marks;
    const quiet = moments.length + added.size + ghosts.size + words.size + pcp.size === 0;
    const { reader, zone, level, chosen, i18n, layoutKey, palette } = this;
    const now = [
      reader.version,
      scene,
      over,
      zone,
      level,
      chosen,
      i18n.lang,
      layoutKey,
      palette,
      quiet,
    ];
    const same = quiet && now.every((value, i) => value === this.shown[i]);
    this.shown = now;
    return same;
  }

  /** @param {Moment[]} moments @returns {string} */
  #idleText(moments) {
    const last = moments.findLast((moment) => moment.kind === 'done' || moment.kind === 'failed');
    if (!last) return this.t('stage.idle');
    return last.kind === 'failed'
      ? this.t('stage.idleFail')
      : this.t('stage.idleAlloc', { pfn: `0x${bare(last.data.pfn)}` });
  }

  /** The lists turn to the zone that is to supply a block, or of the block in hand; once for each. @param {Scene} scene */
  #followZone(scene) {
    const pfn = scene.bench?.pfn ?? scene.hand?.pfn ?? -1;
    const zone = pfn >= 0 ? this.reader.zoneOf(pfn) : (scene.wants?.zone ?? -1);
    const subject = pfn >= 0 ? pfn : -1 - zone;
    if (zone < 0 || subject === this.followed) return;
    this.followed = subject;
    if (zone !== this.zone) this.showZone(zone, false);
  }

  /** @param {number} z @param {boolean} [draw] */
  showZone(z, draw = true) {
    if (z < 0 || z === this.zone) return;
    this.zone = z;
    this.lists.zone = z;
    this.layoutKey = '';
    this.on.zone(z);
    if (draw) this.render();
  }

  /** @param {Scene} scene @param {number} lastPiece @param {string} idle */
  #renderBench(scene, lastPiece, idle) {
    const { layout } = this;
    if (!layout) return;
    const hidden = this.level > 0 && !scene.bench;
    this.benchGroup.classList.remove('is-leaving');
    this.benchGroup.setAttribute('visibility', hidden ? 'hidden' : 'visible');
    this.bench.render(layout, scene, { lastPiece, idle });
  }

  /** @param {Scene} scene */
  #renderHand(scene) {
    const { layout, grid } = this;
    if (!layout) return;
    const { hand, bench } = scene;
    const parts = [];
    const shown = hand ?? null;
    if (shown && this.level === 0) {
      parts.push(...handOnMap(shown, scene, layout, grid));
    } else if (shown) {
      parts.push(...this.#handInside(shown));
    }
    const window = benchWindow(scene);
    if (bench && window && this.level === 0) {
      const cell = stageCell(window.first, grid, layout);
      const x2 = layout.x0 + 10 * layout.cw;
      parts.unshift(
        ...wedge(cell, layout.x0, x2, layout.bar.top, layout.map.top + layout.map.height),
      );
    }
    this.handGroup.replaceChildren(...parts);
    this.axes.mark(shown && this.level === 0 ? [shown.pfn] : [], grid);
  }

  /** Ink around the block in hand inside a pageblock. @param {{pfn: number, order: number}} hand */
  #handInside(hand) {
    if (this.level !== 1 || (hand.pfn & -BLOCK_PAGES) !== (this.chosen & -BLOCK_PAGES)) return [];
    const r = insideRect(
      this.#levelArea(),
      hand.pfn & (BLOCK_PAGES - 1),
      Math.min(1 << hand.order, BLOCK_PAGES),
    );
    return [svg('rect', { x: r.x, y: r.y, width: r.w, height: r.h, class: 'in-hand outline' })];
  }

  /** @param {Moment[]} moments @param {Scene} scene */
  #renderArrows(moments, scene) {
    const { layout } = this;
    if (!layout) return;
    const last = scene.bench || scene.hand ? moments[moments.length - 1] : undefined;
    this.arrowGroup.replaceChildren(...(last ? arrowsFor(last, layout, this.#places()) : []));
  }

  /** @returns {import('./arrows.js').Places} */
  #places() {
    const { content, lists, cards, reader } = this;
    const within = (/** @type {Element | null} */ node) => (node ? rectIn(node, content) : null);
    const rect = (/** @type {Element} */ node) => rectIn(node, content);
    return {
      cpu: reader.cpu,
      zone: this.zone,
      member: (order, mt, pfn) => rect(lists.member(order, Math.max(0, mt), pfn)),
      cell: (order, mt) => rect(lists.cells[mt][order]),
      typeOf: (pfn) => this.#typeOf(pfn),
      card: (cpu) => (cards.root.hidden ? null : rect(cards.card(cpu))),
      chip: (pfn) => within(cards.root.querySelector(`.page-chip[data-pfn="${pfn}"]`)),
      gauge: (zone) => {
        const view = cards.root.hidden ? undefined : cards.gauges.get(zone);
        return view ? { ...view, rect: rect(view.bar) } : null;
      },
      tray: () => within(content.querySelector('[data-tray]')) ?? this.#trayCorner(),
    };
  }

  /** Where live allocations go when the legend is not there: out at the lower left. */
  #trayCorner() {
    const { layout } = this;
    if (!layout) return null;
    return { x: 2, y: layout.height - 24, w: 20, h: 20 };
  }

  /** The list that shows a block now, or showed it until this step. @param {number} pfn */
  #typeOf(pfn) {
    for (const ghosts of this.marks.ghosts.values()) {
      const ghost = ghosts.find((one) => one.pfn === pfn);
      if (ghost) return ghost.mt;
    }
    const shown = this.content.querySelector(`.fa-cell [data-pfn="${pfn}"]`)?.closest('.fa-cell');
    if (shown) return Number(/** @type {HTMLElement} */ (shown).dataset.mt);
    return this.reader.page(pfn).free?.mt ?? -1;
  }

  // ---- motion ----

  /**
   * Shows a step happening: the picture is still the one before it, and is the one after it when the promise is kept.
   * @param {Step} step @param {{speed: number, reduced: boolean}} how
   */
  async animate(step, { speed, reduced }) {
    this.motion.stop();
    const { layout } = this;
    const moments = layout ? momentsOf(this.#moments(step), step.from, step.to) : [];
    if (!layout || reduced || moments.length === 0) {
      this.render();
      return;
    }
    const back = step.direction === 'back' || Number(step.direction) === -1;
    const all = this.#moments(step);
    this.addresses ??= new Addresses(this.schema, this.reader.firstPfn);
    if (!back) this.marks = marksOf(step.events, this.reader, this.schema, this.addresses);
    const flights = [];
    for (const moment of moments) {
      this.#followZone(moment.scene);
      const before = sceneAt(all, moment.at);
      flights.push(
        ...flightsFor(moment, {
          layout,
          places: this.#places(),
          before,
          cell: (pfn) => stageCell(pfn, this.grid, layout),
        }),
      );
    }
    if (flights.length > 0) {
      this.arrowGroup.replaceChildren();
      this.#setOut(moments, back);
      const turn = this.motion.turn + 1;
      await this.motion.play(flights, { speed, back });
      if (this.motion.turn !== turn) return; // something newer is on the screen
    }
    this.render();
  }

  /** The old picture lets go of what is about to move. @param {Moment[]} moments @param {boolean} back */
  #setOut(moments, back) {
    const { layout } = this;
    if (!layout) return;
    for (const { kind, data, scene } of moments) {
      const arrives = kind === 'take' || kind === 'steal' || kind === 'merge' || kind === 'move';
      if (arrives && !back) {
        this.content.querySelector(`.fa-member[data-pfn="${data.pfn}"]`)?.classList.add('is-ghost');
        this.lists.shown = [];
      }
      const check = back ? null : failedCheck({ kind, data, at: 0, scene });
      if (check) this.cards.gauges.get(check.zone)?.sink();
      const leaves = ['drop', 'refill', 'pcpfree', 'done'].includes(kind);
      if (back ? kind === 'take' || kind === 'steal' : leaves) {
        this.benchGroup.classList.add('is-leaving');
      }
      if (kind === 'split' && !back && scene.bench) {
        const pieces = scene.bench.pieces.slice(0, -1);
        this.bench.render(
          layout,
          { ...scene, bench: { ...scene.bench, pieces } },
          { lastPiece: -1, idle: '' },
        );
      }
    }
  }

  /**
   * A frame of a time-lapse: cells that changed flash once, counters run, the bench shows how far it is.
   * @param {LapseHead} head
   */
  lapse(head) {
    const { layout } = this;
    if (!layout) return;
    this.motion.stop();
    const changed = this.map.draw({ coarse: true });
    this.map.flash(changed);
    const now = performance.now();
    if (now - this.lapseDrawn < COUNTERS_EVERY && !head.last) return;
    const seconds = (now - this.lapseSince.at) / 1000;
    if (seconds > 5 || head.events < this.lapseSince.events) {
      this.lapseSince = { at: now, events: head.events };
    }
    const speed = seconds > 0.2 ? (head.events - this.lapseSince.events) / seconds : 0;
    this.lapseDrawn = now;
    const empty = noMarks();
    /** @type {Scene} */
    const scene = { hand: null, bench: null, owners: [], wants: null, moved: null };
    this.#layOut();
    this.lists.render(empty, new Set(), scene, new Set());
    this.cards.render(this.zone, empty, scene, null);
    const placed = this.layout ?? layout; // the rows of the lists may have grown
    this.#renderAxes(placed);
    this.shown = [];
    this.arrowGroup.replaceChildren();
    this.handGroup.replaceChildren();
    const known = head.events_total
      ? `${decimal(head.events)} / ${decimal(head.events_total)}`
      : decimal(head.events);
    const rate =
      speed > 0 ? ` · ${this.t('stage.perSecond', { n: Math.round(speed / 1000) * 1000 })}` : '';
    this.#renderBench(scene, -1, `${known}${rate}`);
    if (head.total > 0) this.bench.progress(placed, head.done / head.total);
    if (head.last) this.render();
  }

  // ---- levels ----

  /** Area in which levels 1 and 2 are drawn: the map's, and the bench's when nothing lies on it. @returns {Rect} */
  #levelArea() {
    const layout = /** @type {Layout} */ (this.layout);
    const y = layout.map.top + layout.mapHead;
    const idle = !this.scene?.bench;
    const bottom = idle
      ? layout.orders.top + layout.orders.height
      : layout.map.top + layout.map.height - 3;
    return { x: layout.x0, y, w: layout.cw * 11 - 2, h: bottom - y };
  }

  /** @param {number} level 0 to 2 @param {number} pfn @param {boolean} [animated] */
  setLevel(level, pfn, animated = true) {
    const to = Math.max(0, Math.min(LEVELS - 1, level));
    const from = this.level;
    this.hover.hide();
    this.chosen = pfn;
    if (to === from) {
      this.render();
      return;
    }
    const cell = this.layout ? this.#focusRect(this.#cellFor(pfn)) : null;
    this.level = to;
    this.focus.go(this.#cellFor(pfn));
    this.render();
    if (animated && !this.player.reduced && cell && this.layout) this.#zoomMotion(to > from, cell);
  }

  /** The level that is entered grows out of its cell, the one that is left shrinks into it. @param {boolean} inward @param {Rect} cell */
  #zoomMotion(inward, cell) {
    const canvas = inward || this.level > 0 ? this.levelCanvas : this.mapCanvas;
    const area = {
      x: canvas.offsetLeft,
      y: canvas.offsetTop,
      w: canvas.offsetWidth,
      h: canvas.offsetHeight,
    };
    const small = inward
      ? `translate(${cell.x - area.x}px, ${cell.y - area.y}px) scale(${cell.w / area.w}, ${cell.h / area.h})`
      : 'scale(1.25)';
    canvas.animate(
      [
        {
          transformOrigin: inward ? '0 0' : '50% 50%',
          transform: small,
          opacity: inward ? 0.4 : 0,
        },
        { transformOrigin: inward ? '0 0' : '50% 50%', transform: 'none', opacity: 1 },
      ],
      { duration: ZOOM_MS, easing: 'cubic-bezier(.3,0,.1,1)' },
    );
  }

  /** @param {number} direction 1 in, -1 out */
  zoom(direction) {
    if (direction > 0) this.#goIn(this.#pfnOf(this.focus.at));
    else this.setLevel(this.level - 1, this.chosen);
  }

  /** @param {number} pfn */
  #goIn(pfn) {
    if (this.reader.blockType(pfn) < 0) return;
    const { level, reader } = this;
    const states = reader.pageStates(pfn & -BLOCK_PAGES);
    if (level > 0 && states[pfn & (BLOCK_PAGES - 1)] === STATE_S) this.on.slab(pfn);
    else this.setLevel(level + 1, pfn);
  }

  /** Finds a page on the map and puts the focus there. @param {number} pfn */
  select(pfn) {
    if (pfn < 0) return;
    if (this.level > 0 && (pfn & -BLOCK_PAGES) !== (this.chosen & -BLOCK_PAGES)) {
      this.setLevel(0, pfn, false);
    }
    this.chosen = pfn;
    this.render();
    const cell = this.#cellFor(pfn);
    this.focus.go(cell, true);
    this.#pointAt(pfn, cell);
  }

  #renderLevel() {
    const { level, layout, palette } = this;
    const inside = level > 0;
    this.levelCanvas.hidden = !inside;
    this.mapCanvas.hidden = inside;
    this.flashCanvas.hidden = inside;
    this.axesGroup.setAttribute('visibility', inside ? 'hidden' : 'visible');
    this.crumbs.hidden = !inside;
    if (!inside || !layout || !palette) return;
    const area = this.#levelArea();
    const key = JSON.stringify([area, palette.paper]);
    if (key !== this.levelKey) {
      this.levelView.resize(area, palette, this.mono ?? 'monospace');
      this.levelKey = key;
    }
    this.levelView.draw(level, this.chosen);
    const { grid, chosen: pfn, mapCanvas: map, t } = this;
    const goTo = (/** @type {number} */ to) => this.setLevel(to, pfn);
    this.crumbs.replaceChildren(...crumbs({ layout, grid, area, level, pfn, map, t, goTo }));
  }

  // ---- pointing ----

  /** @param {number} i cell of the level on the screen @returns {number} */
  #pfnOf(i) {
    if (this.level === 0) return this.map.pfnOf(i);
    if (this.level === 1) return (this.chosen & -BLOCK_PAGES) + i;
    return this.chosen;
  }

  /** @param {number} pfn */
  #cellFor(pfn) {
    return this.level === 0 ? this.map.cellOf(pfn) : this.level === 1 ? pfn & (BLOCK_PAGES - 1) : 0;
  }

  /** @param {number} i @returns {Rect | null} */
  #focusRect(i) {
    if (!this.layout) return null;
    if (this.level === 0) return stageCell(this.map.pfnOf(i), this.grid, this.layout);
    return insideRect(this.#levelArea(), i);
  }

  /** @param {number} i */
  #cellName(i) {
    const { reader, grid } = this;
    const pfn = this.#pfnOf(i);
    if (this.level > 0) {
      const states = reader.pageStates(pfn & -BLOCK_PAGES);
      const state = stateText(states[pfn & (BLOCK_PAGES - 1)], this.t);
      return this.t('stage.pageCell', {
        pfn: `0x${bare(pfn)}`,
        state,
        row: Math.floor(i / ACROSS),
        column: i % ACROSS,
      });
    }
    const digits = bare(grid.first + Math.floor(i / grid.columns) * grid.columns * BLOCK_PAGES);
    const values = {
      pfn: `0x${bare(pfn)}`,
      row: digits.slice(0, -4),
      column: ((pfn >>> 12) & 0xf).toString(16),
    };
    const owner = reader.blockType(pfn);
    if (owner < 0) return this.t('stage.hole', values);
    let free = 0;
    for (const state of reader.pageStates(pfn)) if (state <= 3) free++;
    return this.t('stage.cell', { ...values, type: TYPE_NAMES[owner] ?? '', free });
  }

  /** @param {{clientX: number, clientY: number, target: EventTarget | null}} event @returns {number} pfn under the pointer, -1 for none */
  #pfnAt(event) {
    const { layout, grid } = this;
    if (!layout) return -1;
    if (
      event.target instanceof Element &&
      event.target.closest('.free-area, .cards, .legend, .place-card, .crumbs button, .zone-name')
    ) {
      return -1;
    }
    const box = this.content.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    if (this.level > 0) {
      const area = this.#levelArea();
      const column = Math.floor(((x - area.x) * ACROSS) / area.w);
      const row = Math.floor(((y - area.y) * DOWN) / area.h);
      if (column < 0 || column >= ACROSS || row < 0 || row >= DOWN) return -1;
      return this.#pfnOf(row * ACROSS + column);
    }
    const top = layout.map.top + layout.mapHead;
    const row = Math.floor((y - top) / layout.mapRow);
    if (row < 0 || row >= grid.rows) return -1;
    for (let column = 0; column < grid.columns; column++) {
      const pfn = this.map.pfnOf(row * grid.columns + column);
      const rect = stageCell(pfn, grid, layout);
      if (x >= rect.x && x < rect.x + rect.w) return pfn;
    }
    return -1;
  }

  /** @param {PointerEvent} event */
  #pointerMove(event) {
    if (event.target instanceof Element && event.target.closest('.place-card')) return;
    const pfn = this.#pfnAt(event);
    if (pfn === this.pointed) return;
    if (pfn < 0) this.#pointAway();
    else this.#pointAt(pfn, this.#cellFor(pfn));
  }

  /** @param {number} pfn @param {number} cell */
  #pointAt(pfn, cell) {
    this.pointed = pfn;
    const rect = this.#focusRect(cell);
    if (rect && this.level < 2) this.hover.show(pfn, this.level === 0, rect);
    const hand = this.scene?.hand;
    if (this.level === 0) this.axes.mark(hand ? [hand.pfn, pfn] : [pfn], this.grid);
  }

  #pointAway() {
    if (
      this.content.contains(document.activeElement) &&
      document.activeElement?.closest('.place-card')
    ) {
      return;
    }
    this.pointed = -1;
    this.hover.hide();
    const hand = this.scene?.hand;
    if (this.level === 0) this.axes.mark(hand ? [hand.pfn] : [], this.grid);
  }

  destroy() {
    this.abort.abort();
    this.observer?.disconnect();
    this.motion.stop();
    this.content.remove();
    this.root.classList.remove('stage');
  }
}

/** @param {HTMLElement} root @param {StageParts} parts @returns {Stage} */
export function createStage(root, parts) {
  return new Stage(root, parts);
}
