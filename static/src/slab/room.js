// room.js - the slab room: the slabs as they are where the player stands, and what of them one looks at.
//
// It turns by itself to the slab that a step is about, until somebody chooses another; with the next operation it turns again.

import { EV_VALUE, VALUE_HAS_OLD } from '../schema.js';
import { SlabMemory } from './memory.js';
import { SlabModel } from './model.js';
import { SlabPages } from './slabpages.js';
import { handsAt } from './hand.js';
import { findObject } from './names.js';
import { ownersOf } from './owners.js';
import { Changes } from './changes.js';

/** @typedef {import('../reader.js').Reader} Reader */
/** @typedef {import('../schema.js').Schema} Schema */
/** @typedef {import('../player.js').Player} Player */
/** @typedef {import('./slabs.js').Slab} Slab */
/** @typedef {'slabs' | 'bootstrap' | 'sizes'} Part */

/** Events that are looked through at once for what an operation is about, and at most. */
const NEAR = 16;
const FAR = 4096;

export class SlabRoom {
  /** @param {{reader: Reader, schema: Schema, player: Player, profile: any}} parts */
  constructor({ reader, schema, player, profile }) {
    this.reader = reader;
    this.schema = schema;
    this.player = player;
    /** Does this machine run SLUB, and does the daemon say where its parts lie? */
    this.here = Boolean(profile.slub && profile.ram_off) && schema.fieldIds.has('pcpu_area[]');
    /** @type {Part} */
    this.part = 'slabs';
    /** Address of the cache that is shown, pfn of its slab, number of the object; 0 and -1 for none. */
    this.cache = 0;
    this.pfn = 0;
    this.index = -1;
    /** The object under the pointer, which is shown for as long. */
    this.hover = -1;
    /** Names by the cache's name instead of its descriptor. */
    this.plain = false;
    /** Somebody chose what is shown, in this operation. */
    this.chosenIn = -1;
    this.seen = '';
    /** Offset of the word whose bits are shown, -1 for none. */
    this.word = -1;
    /** All of a large object's words. */
    this.allWords = false;
    this.memory = this.here ? new SlabMemory(wordsOf(reader), schema, profile) : null;
    this.now = this.memory
      ? new SlabModel(this.memory, new SlabPages(this.memory, (pfn) => reader.blockVersion(pfn)))
      : null;
    /** @type {Changes | null} */
    this.changed = null;
    this.opsKnown = 0;
    /** @type {Map<number, number>} */
    this.results = new Map();
  }

  /** The slabs where the player stands. @returns {SlabModel} */
  get model() {
    const { player, schema, reader, memory, now } = this;
    if (!now || !memory) throw new Error('no slabs on this machine');
    const events = player.segment?.all();
    const { event } = player.position;
    now.refresh(reader.version, events ? handsAt(events, event, schema, memory) : undefined);
    return now;
  }

  /** What this step changed. @returns {Changes} */
  get changes() {
    const step = this.player.currentStep;
    const key = step ? `${step.op}.${step.from}.${step.to}` : '';
    if (!this.changed || this.changed.key !== key) {
      this.changed = new Changes(
        key,
        step?.events ?? [],
        this.schema,
        /** @type {SlabMemory} */ (this.memory),
      );
    }
    return this.changed;
  }

  /** Who has an object in use. */
  get owners() {
    return ownersOf(this.model, this.#results());
  }

  /** Newest operation by the address that it returned. */
  #results() {
    const { op } = this.player.position;
    if (op === this.opsKnown) return this.results;
    this.results = new Map();
    this.opsKnown = op;
    for (const one of this.player.ops.slice(0, op)) {
      const addr =
        one?.result?.addr ?? (/^0x[c-f][0-9a-f]{7}$/.exec(one?.result?.text ?? '') ?? [])[0];
      if (addr) this.results.set(Number(addr), one.n);
    }
    return this.results;
  }

  /** The slab that is open. @returns {Slab | null} */
  get slab() {
    const slabs = this.model.slabsOf(this.cache);
    return slabs.find((slab) => slab.pfn === this.pfn) ?? slabs[0] ?? null;
  }

  /** What is shown, for an address: 4f001.21, or the name of another part. */
  get place() {
    if (this.part !== 'slabs' || this.pfn === 0) return this.part;
    const object = this.index >= 0 ? `.${this.index}` : '';
    return `${this.pfn.toString(16)}${object}`;
  }

  /** Goes to a place of an address. @param {string} place @returns {boolean} whether there is one */
  goTo(place) {
    if (place === 'slabs' || place === 'bootstrap' || place === 'sizes') {
      this.part = place;
      return true;
    }
    const [, pfn, index] = /^([0-9a-f]+)(?:\.(\d+))?$/.exec(place) ?? [];
    if (!pfn || !this.choosePage(parseInt(pfn, 16))) return false;
    if (index) this.index = Number(index);
    return true;
  }

  // ---- choosing ----

  /** Turns to what the step is about, and makes sure that what is shown is there. */
  turn() {
    const { model } = this;
    const { op, event } = this.player.position;
    const at = `${op}.${event}`;
    if (at !== this.seen && this.chosenIn !== op) {
      const found = this.changes.subject(model) ?? this.#before();
      if (found) this.#show(found.cache, found.pfn, found.index);
    }
    this.seen = at;
    if (!model.byAddr.has(this.cache)) {
      const first = model.caches[model.caches.length - 1];
      this.#show(first?.cache.addr ?? 0, 0, -1);
    }
    const slab = this.slab;
    if (slab && slab.pfn !== this.pfn) this.#show(this.cache, slab.pfn, -1);
    if (slab && this.index >= slab.objects) this.index = -1;
  }

  /** Where a step changes nothing: what the operation was about before. Follows from the place alone, not from the way there. */
  #before() {
    const { player, schema, memory, model } = this;
    const { event } = player.position;
    if (!memory) return null;
    const events = player.segment?.all() ?? [];
    const end = events.findIndex((one) => one.index >= event);
    const all = end < 0 ? events : events.slice(0, end);
    for (let at = all.length; at > 0 && at > all.length - FAR; at -= NEAR) {
      const changes = new Changes('', all.slice(Math.max(0, at - NEAR), at), schema, memory);
      const found = changes.subject(model);
      if (found) return found;
    }
    return subjectOf(model, all, schema);
  }

  /** @param {number} cache @param {number} pfn @param {number} index */
  #show(cache, pfn, index) {
    const other = cache !== this.cache || (pfn !== 0 && pfn !== this.pfn);
    this.cache = cache;
    if (pfn) this.pfn = pfn;
    else if (other) this.pfn = 0;
    this.index = index;
    if (other) {
      this.hover = -1;
      this.word = -1;
      this.allWords = false;
    }
  }

  /** By hand: it stays for the rest of the operation. @param {number} cache @param {number} [pfn] @param {number} [index] */
  choose(cache, pfn = 0, index = -1) {
    this.chosenIn = this.player.position.op;
    this.part = 'slabs';
    this.#show(cache, pfn, index);
  }

  /** The slab of a page. @param {number} pfn @returns {boolean} whether it is one */
  choosePage(pfn) {
    if (!this.here) return false;
    const slab = this.model.slabAt(pfn);
    const owner = slab && this.model.of(slab.pfn);
    if (!owner || !slab) return false;
    this.choose(owner.cache.addr, slab.pfn);
    return true;
  }

  /** A cache, an object or a page by name or address. @param {string} text @returns {boolean} whether there is one */
  chooseText(text) {
    if (!this.here) return false;
    const { model } = this;
    const cache = model.called(text.trim());
    if (cache) {
      this.choose(cache.cache.addr);
      return true;
    }
    const found = findObject(model, text);
    const owner = found && model.of(found.slab.pfn);
    if (found && owner) {
      this.choose(owner.cache.addr, found.slab.pfn, found.index);
      return true;
    }
    const pfn = /^(?:0x)?([0-9a-f]{4,6})$/i.exec(text.trim());
    return pfn ? this.choosePage(parseInt(pfn[1], 16)) : false;
  }
}

/** The object that an operation names first. @param {SlabModel} model @param {import('../types.js').Event[]} events @param {Schema} schema */
function subjectOf(model, events, schema) {
  for (const { kind, aux, a } of events) {
    if (kind !== EV_VALUE || schema.formats[aux & ~VALUE_HAS_OLD] !== 'addr') continue;
    const found = model.find(a);
    const owner = found && model.of(found.slab.pfn);
    if (owner) return { cache: owner.cache.addr, pfn: found.slab.pfn, index: found.index };
  }
  return null;
}

/** The replica's words; one that keeps RAM apart reads them itself. @param {Reader} reader */
function wordsOf(reader) {
  const { replica } = reader;
  const own = /** @type {{word?: (index: number) => number}} */ (/** @type {unknown} */ (replica));
  return {
    word: (/** @type {number} */ index) => own.word?.(index) ?? replica.words[index],
  };
}
