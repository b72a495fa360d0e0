// room.js - the page tables as they are where the player stands, and what of them one looks at: an address, whose tables, which step.
//
// It turns by itself to the address whose words a step writes, and goes along with an operation that walks to one itself, until somebody chooses another; with the next operation it turns again.

import { EV_WORD } from '../schema.js';
import { findObject } from '../slab/names.js';
import { readAddress } from './address.js';
import { pagesOfAreas, readAreas } from './areas.js';
import { accessOf, kindAt } from './follow.js';
import { ownerOf } from './owner.js';
import { mappedBy, readRuns } from './runs.js';
import { stepsOf } from './steps.js';
import { walk } from './walk.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../player.js').Player} Player */
/** @typedef {import('./walk.js').Walk} Walk */
/** @typedef {'walk' | 'maps'} View */
/** @typedef {'hardware' | 'linux'} Reading */

/** What is looked at before anybody has chosen: the page that has two addresses. */
const FIRST = 0xffff0000;

export class TableRoom {
  /** @param {{reader: Reader, schema: Schema, player: Player, slabs: import('../slab/room.js').SlabRoom}} parts */
  constructor({ reader, schema, player, slabs }) {
    this.reader = reader;
    this.schema = schema;
    this.player = player;
    this.slabs = slabs;
    this.tables = reader.tables;
    this.memory = reader.tables.memory;
    /** @type {View} */
    this.view = 'walk';
    /** @type {Reading} */
    this.reading = 'hardware';
    this.va = FIRST;
    /** Address of the L1 table; 0 for the kernel's. */
    this.pgd = 0;
    /** @type {import('./registers.js').Access} */
    this.access = 'read';
    this.user = false;
    /** The step of the walk that one stands at; the last when the walk has no more. */
    this.step = Infinity;
    this.chosenIn = -1;
    this.seen = '';
    /** @type {{key: string, words: Map<number, number>}} */
    this.changed = { key: '', words: new Map() };
    /** @type {{key: string, value: any}[]} what was read of the image, as long as it stays as it is */
    this.kept = [];
  }

  /** Has this machine page tables? */
  get here() {
    return this.pgds.length > 0;
  }

  get pgds() {
    if (this.tables.stale) this.reader.refreshTables();
    return this.tables.pgds;
  }

  /** The L1 table that is looked at. */
  get table() {
    return this.pgds.find(({ addr }) => addr === this.pgd) ?? this.pgds[0];
  }

  /** @template T @param {string} name @param {() => T} read @returns {T} read once for each state of the image */
  once(name, read) {
    const key = `${name} ${this.reader.version} ${this.table.addr}`;
    const known = this.kept.find((one) => one.key === key);
    if (known) return known.value;
    const value = read();
    this.kept = [...this.kept.filter((one) => !one.key.startsWith(`${name} `)), { key, value }];
    return value;
  }

  /** The vmap areas. */
  get areas() {
    return this.once('areas', () => readAreas(this.memory, this.pgds[0].addr));
  }

  /** Pages that stand in an area's array, by pfn. */
  get areaPages() {
    return this.once('areaPages', () => pagesOfAreas(this.areas));
  }

  /** Everything that is mapped. */
  get mapped() {
    return this.once('mapped', () =>
      mappedBy(this.memory, readRuns(this.memory, this.table.addr), this.areas),
    );
  }

  /** @param {number} [va] @returns {Walk} */
  walk(va = this.va) {
    return walk(this.memory, this.table.addr, va, this);
  }

  /** What is at a physical address. @param {number} pa */
  owner(pa) {
    return ownerOf(this, pa);
  }

  /** Words of tables that this step wrote, and what they were before, by address. */
  get changes() {
    const step = this.player.currentStep;
    const key = step ? `${step.op}.${step.from}.${step.to}` : '';
    if (this.changed.key !== key) {
      this.changed = { key, words: this.#written(step?.events ?? []) };
    }
    return this.changed.words;
  }

  /** Whether a step wrote a table. @param {import('../types.js').Step} step */
  shows(step) {
    if (this.player.op(step.op)?.op.op === 'translate') return true;
    return this.#written(step.events).size > 0;
  }

  /** @param {import('../types.js').Event[]} events @returns {Map<number, number>} */
  #written(events) {
    const ram = this.schema.fieldIds.get('ram[]');
    /** @type {Map<number, number>} */
    const words = new Map();
    for (const event of events) {
      if (event.kind !== EV_WORD || event.id !== ram) continue;
      const virt = this.memory.virtOf(event.a);
      if (virt && !words.has(virt) && this.tables.subject(virt)) words.set(virt, event.b >>> 0);
    }
    return words;
  }

  // ---- choosing ----

  /** Turns to what the step wrote. */
  turn() {
    const { op, event } = this.player.position;
    const at = `${op}.${event}`;
    if (at !== this.seen && this.chosenIn !== op && !this.#follow(op, event)) {
      const [virt] = this.changes.keys();
      const subject = virt === undefined ? null : this.tables.subject(virt);
      if (subject) {
        this.va = subject.va;
        this.pgd = subject.pgd.addr;
        this.step = subject.level;
      }
    }
    this.seen = at;
  }

  /** Goes along with a walk that is an operation. @param {number} op @param {number} event @returns {boolean} whether it is one */
  #follow(op, event) {
    const shown = this.player.op(op);
    if (shown?.op.op !== 'translate') return false;
    const { addr, access, user } = shown.op;
    this.va = Number(addr);
    this.pgd = 0;
    this.access = accessOf(access);
    this.user = Boolean(user);
    this.view = 'walk';
    const steps = stepsOf(this.walk());
    const before = (this.player.segment?.all() ?? []).filter((one) => one.index < event);
    this.step =
      event >= shown.events ? steps.length - 1 : steps.indexOf(kindAt(before, this.schema));
    return true;
  }

  /** By hand: it stays for the rest of the operation. @param {number} va @param {number} [step] */
  choose(va, step = Infinity) {
    this.chosenIn = this.player.position.op;
    this.va = va >>> 0;
    this.step = step;
    this.view = 'walk';
  }

  /** @param {string} text @returns {boolean} whether it is an address */
  chooseText(text) {
    const va = readAddress(this.memory, text, (name) => this.#objectAt(name));
    if (va === null) return false;
    this.choose(va);
    return true;
  }

  /** The address of a page in low memory. @param {number} pfn @returns {boolean} whether it has one */
  choosePage(pfn) {
    const virt = this.here ? this.memory.toVirt(pfn * 4096) : 0;
    if (virt) this.choose(virt);
    return virt !== 0;
  }

  /** @param {string} name */
  #objectAt(name) {
    if (!this.slabs.here) return 0;
    const found = findObject(this.slabs.model, name);
    return found ? found.slab.cells[found.index].addr : 0;
  }

  /** @param {number} by steps of the walk @returns {boolean} whether there was one */
  go(by) {
    const last = stepsOf(this.walk()).length - 1;
    const from = Math.min(this.step, last);
    this.step = Math.max(0, Math.min(last, from + by));
    return this.step !== from;
  }
}
