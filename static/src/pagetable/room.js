// room.js - the page tables as they are where the player stands, and what of them one looks at: an address, whose tables, which step.
//
// It turns by itself to the address whose words a step writes, and goes along with an operation that walks to one itself, until somebody chooses another; with the next operation it turns again.

import { EV_WORD } from '../schema.js';
import { findObject } from '../slab/names.js';
import { readAddress } from './address.js';
import { pagesOfAreas, readAreas } from './areas.js';
import { CP15_FIELDS, readCp15 } from './cp15.js';
import { readCpu } from './cpu.js';
import { accessOf, kindAt } from './follow.js';
import { PAGE } from './memory.js';
import { ownerOf } from './owner.js';
import { placeOf, readTablePlace } from './place.js';
import { readProcesses } from '../vm/processes.js';
import { mappedBy, readRuns } from './runs.js';
import { stepsOf } from './steps.js';
import { TLB_FIELDS } from './tlb.js';
import { mappedByProcess } from './usermap.js';
import { readUserPages } from './userpages.js';
import { walk } from './walk.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../player.js').Player} Player */
/** @typedef {import('./walk.js').Walk} Walk */
/** @typedef {'walk' | 'maps' | 'cpu'} View */
/** @typedef {'hardware' | 'linux'} Reading */

/** What is looked at before anybody has chosen: the page that has two addresses. */
const FIRST = 0xffff0000;
/** Where processes end and the kernel begins. */
const TASK_SIZE = 0xbf000000;

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
    /** The cpu whose registers and TLB are shown; -1 for the one that the machine is on. */
    this.cpu = -1;
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

  /** The processes, by pid. */
  get processes() {
    return this.once('processes', () => readProcesses(this.memory));
  }

  /** The pages that they have. */
  get userPages() {
    return this.once('userPages', () => readUserPages(this.memory, this.processes));
  }

  /** The process whose tables are looked at, null for the kernel's. */
  get process() {
    return this.processes.find(({ pid }) => pid === this.table.pid) ?? null;
  }

  /** Everything that is mapped: areas of a process first, then the kernel's part, which is the same in all tables. */
  get mapped() {
    return this.once('mapped', () => {
      const { memory, process } = this;
      const from = process ? TASK_SIZE : 0;
      const kernel = mappedBy(memory, readRuns(memory, this.table.addr, from), this.areas);
      if (!process) return kernel;
      const zero = memory.toPhys(memory.field('empty_zero_page')) / PAGE;
      return [...mappedByProcess(process, this.userPages, zero), ...kernel];
    });
  }

  /** Every cpu that there can be. */
  get cpus() {
    return Array.from({ length: this.memory.count('cp15[].sctlr') }, (_, cpu) => cpu);
  }

  /** The cpu that is shown. */
  get cpuShown() {
    return this.cpu >= 0 ? this.cpu : this.memory.field('cpu');
  }

  /** Its registers and its TLB. @param {number} [cpu] */
  cpuState(cpu = this.cpuShown) {
    return readCpu(this, cpu);
  }

  /** What decides for the cpu that is shown, at this step. @returns {import('./registers.js').Deciding} */
  get registers() {
    const { dacr, prrr, nmrr } = readCp15(this.memory, this.cpuShown);
    return { dacr, prrr, nmrr };
  }

  /** @param {number} [va] @returns {Walk} */
  walk(va = this.va) {
    return walk(this.memory, this.table.addr, va, this);
  }

  /** The step of the walk that one stands at. */
  get kind() {
    const steps = stepsOf(this.walk());
    return steps[Math.min(this.step, steps.length - 1)];
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
    if (this.#written(step.events).size > 0) return true;
    const { fields } = this.schema;
    return step.events.some(
      ({ kind, id }) =>
        kind === EV_WORD && (TLB_FIELDS.has(fields[id].name) || CP15_FIELDS.has(fields[id].name)),
    );
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

  /** Goes along with an operation that is about an address: a walk, or a process that touches it. @param {number} op @param {number} event @returns {boolean} whether it is one */
  #follow(op, event) {
    const shown = this.player.op(op);
    if (shown?.op.op !== 'translate' && shown?.op.op !== 'proc_touch') return false;
    const { addr, access, user, pid } = shown.op;
    const touch = shown.op.op === 'proc_touch';
    this.va = Number(addr);
    this.pgd = this.pgdOf(pid ?? 0);
    this.access = accessOf(access);
    this.user = touch || Boolean(user);
    if (this.view === 'maps' && !touch) this.view = 'walk';
    const steps = stepsOf(this.walk());
    if (touch) {
      this.step = Infinity;
      return true;
    }
    const before = (this.player.segment?.all() ?? []).filter((one) => one.index < event);
    this.step =
      event >= shown.events ? steps.length - 1 : steps.indexOf(kindAt(before, this.schema));
    return true;
  }

  /** Address of a process's L1 table; 0, which is the kernel's, if it has none. @param {number} pid */
  pgdOf(pid) {
    return this.pgds.find((one) => pid !== 0 && one.pid === pid)?.addr ?? 0;
  }

  // ---- the way here by a link ----

  /** What is looked at, for an address. */
  get place() {
    return placeOf(this);
  }

  /** Goes to a place of an address. @param {string} text @returns {boolean} whether there is one */
  goTo(text) {
    const place = this.here ? readTablePlace(text) : null;
    if (!place || (place.pid !== 0 && this.pgdOf(place.pid) === 0)) return false;
    const { pid, va, kind, ...rest } = place;
    this.pgd = this.pgdOf(pid);
    this.choose(va);
    Object.assign(this, rest);
    const at = stepsOf(this.walk()).findIndex((one) => one === kind);
    this.step = at < 0 ? Infinity : at;
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

  /** The address of a page where a process has it, else in low memory. @param {number} pfn @returns {boolean} whether it has one */
  choosePage(pfn) {
    if (!this.here) return false;
    const [user] = this.userPages.byPfn.get(pfn) ?? [];
    const low = this.memory.toVirt(pfn * PAGE);
    if (user && !low) {
      this.pgd = this.pgdOf(user.pid);
      this.user = true;
    }
    if (low) this.choose(low);
    else if (user) this.choose(user.va);
    return low !== 0 || user !== undefined;
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
