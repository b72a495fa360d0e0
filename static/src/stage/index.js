// index.js - the stage: map, bench, lists, legend and cards, one picture over one set of columns.
//
// It shows the replica as it is now and the step that led here. Everything it shows follows from those two, so a step looks the same
// whichever way one came. While a step is animated the old picture stays; it gives way to the new one when the block has landed.

import { Addresses } from './addresses.js';
import { arrowsFor } from './arrows.js';
import { Axes, handOnMap, stageCell, wedge } from './axes.js';
import { BenchView, benchWindow } from './bench.js';
import { Cards, Legend } from './cards.js';
import { bare, put } from './dom.js';
import { FreeArea } from './freearea.js';
import { failedCheck } from './gauge.js';
import { LapseMeter } from './lapse.js';
import { gridOf, layOut } from './layout.js';
import { Look } from './look.js';
import { MemoryMap } from './map.js';
import { marksOf, noMarks } from './marks.js';
import { measurePlaces } from './measure.js';
import { flightsFor, Motion } from './motion.js';
import { stageNodes } from './nodes.js';
import { readPalette } from './patterns.js';
import { setOut } from './setout.js';
import { momentsOf, sceneAt, tell, touchedIn, triedIn } from './story.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../types.js').Step} Step */
/** @typedef {import('../types.js').LapseHead} LapseHead */
/** @typedef {import('./story.js').Scene} Scene */
/** @typedef {import('./story.js').Moment} Moment */
/** @typedef {import('./layout.js').Screen} Screen */
/** @typedef {import('./layout.js').Layout} Layout */

const PHONE = 768;

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
 * @property {(pfn: number) => string} on.users the processes that have a page, in words
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
    this.zone = 0;
    /** The block whose zone the lists last followed. */
    this.followed = -1;
    this.marks = noMarks();
    /** What the last picture was made of. @type {unknown[]} */
    this.shown = [];
    this.size = { width: root.clientWidth, height: root.clientHeight };
    this.t = (
      /** @type {string} */ key,
      /** @type {Record<string, string | number>} */ values = {},
    ) => i18n.t(key, values);
    this.lapseMeter = new LapseMeter(this.t);
    /** @type {Layout | null} */
    this.layout = null;
    this.layoutKey = '';
    this.axesKey = '';
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {Addresses | null} */
    this.addresses = null;
    this.abort = new AbortController();
    this.grid = gridOf(reader.firstPfn, reader.nrPages);
    const { t } = this;
    const nodes = stageNodes();
    this.content = nodes.content;
    this.ink = nodes.ink;
    this.arrowGroup = nodes.arrows;
    this.handGroup = nodes.hand;
    root.classList.add('stage');
    root.append(this.content);

    this.map = new MemoryMap(reader, nodes.map, nodes.flashes);
    this.axes = new Axes(nodes.axes, (z) => this.showZone(z));
    this.bench = new BenchView(nodes.bench, t);
    this.lists = new FreeArea(nodes.lists, {
      reader,
      t,
      on: { alloc: this.on.alloc, openList: this.on.openList, zone: (z) => this.showZone(z) },
    });
    this.legend = new Legend(nodes.legend, t, () => this.on.select(-1));
    this.cards = new Cards(nodes.cards, reader, t, () => this.on.counters());
    this.motion = new Motion(nodes.layer);
    this.look = new Look({
      content: this.content,
      canvas: nodes.level,
      crumbs: nodes.crumbs,
      map: this.map,
      axes: this.axes,
      reader,
      player,
      t,
      on,
      picture: () => this,
      redraw: () => this.render(),
      signal: this.abort.signal,
    });
    this.#listen();
    this.resize();
  }

  #listen() {
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
      { signal: this.abort.signal },
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
    put(this.map.canvas, layout.x0, top);
    put(this.map.flashCanvas, layout.x0, top);
    if (resized && this.palette) {
      this.map.resize(layout, this.grid, this.palette);
      this.painted = this.palette;
    }
    this.look.resize();
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
    this.look.render();
    this.root.dataset.level = String(this.look.level);
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
    const { reader, zone, i18n, layoutKey, palette } = this;
    const { level, chosen } = this.look;
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
    const hidden = this.look.level > 0 && !scene.bench;
    this.bench.group.classList.remove('is-leaving');
    this.bench.group.setAttribute('visibility', hidden ? 'hidden' : 'visible');
    this.bench.render(layout, scene, { lastPiece, idle });
  }

  /** @param {Scene} scene */
  #renderHand(scene) {
    const { layout, grid } = this;
    if (!layout) return;
    const { hand, bench } = scene;
    const whole = this.look.level === 0;
    const parts = [];
    const shown = hand ?? null;
    if (shown && whole) {
      parts.push(...handOnMap(shown, scene, layout, grid));
    } else if (shown) {
      parts.push(...this.look.outline(shown));
    }
    const window = benchWindow(scene);
    if (bench && window && whole) {
      const cell = stageCell(window.first, grid, layout);
      const x2 = layout.x0 + 10 * layout.cw;
      parts.unshift(
        ...wedge(cell, layout.x0, x2, layout.bar.top, layout.map.top + layout.map.height),
      );
    }
    this.handGroup.replaceChildren(...parts);
    this.axes.mark(shown && whole ? [shown.pfn] : [], grid);
  }

  /** @param {Moment[]} moments @param {Scene} scene */
  #renderArrows(moments, scene) {
    const { layout } = this;
    if (!layout) return;
    const last = scene.bench || scene.hand ? moments[moments.length - 1] : undefined;
    this.arrowGroup.replaceChildren(...(last ? arrowsFor(last, layout, measurePlaces(this)) : []));
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
          places: measurePlaces(this),
          before,
          cell: (pfn) => stageCell(pfn, this.grid, layout),
        }),
      );
    }
    if (flights.length > 0) {
      this.arrowGroup.replaceChildren();
      const { content, lists, cards, bench } = this;
      for (const moment of moments) setOut(moment, back, { layout, content, lists, cards, bench });
      const turn = this.motion.turn + 1;
      await this.motion.play(flights, { speed, back });
      if (this.motion.turn !== turn) return; // something newer is on the screen
    }
    this.render();
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
    const told = this.lapseMeter.read(head);
    if (told === null) return;
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
    this.#renderBench(scene, -1, told);
    if (head.total > 0) this.bench.progress(placed, head.done / head.total);
    if (head.last) this.render();
  }

  // ---- where one looks ----

  /** @param {number} level 0 to 2 @param {number} pfn @param {boolean} [animated] */
  setLevel(level, pfn, animated = true) {
    this.look.setLevel(level, pfn, animated);
  }

  /** The level that one is on, and the page chosen there. */
  get place() {
    return { level: this.look.level, pfn: this.look.chosen };
  }

  /** @param {number} direction 1 in, -1 out */
  zoom(direction) {
    this.look.zoom(direction);
  }

  /** Finds a page on the map and puts the focus there. @param {number} pfn @param {boolean} [grabs] the focus */
  select(pfn, grabs) {
    this.look.select(pfn, grabs);
  }

  /** The page under the pointer, -1 for none. @param {{clientX: number, clientY: number, target: EventTarget | null}} event */
  pfnAt(event) {
    return this.look.pfnAt(event);
  }

  /** Where this page is drawn, in the window; null if it is not. @param {number} pfn */
  rectOf(pfn) {
    return this.look.rectOf(pfn);
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
