// tlb.js - the TLBs of the machine's cpus, as alloc/arm/tlb.h keeps them: what is in them, which entry an address finds, what a step changed.

import { EV_WORD } from '../schema.js';
import { bits } from './word.js';

/** @typedef {import('./memory.js').TableMemory} TableMemory */
/** @typedef {import('./word.js').Descriptor} Descriptor */
/** @typedef {import('../vm/processes.js').Process} Process */

/**
 * @typedef {object} TlbEntry
 * @property {number} cpu
 * @property {number} slot set × 4 + way
 * @property {number} va of the first byte that it maps
 * @property {number} asid whose it is, -1 for everybody's
 * @property {Descriptor} d what the walk found; its `shift` is the size
 */

/** The four words of an entry. @typedef {{tag: number, asid: number, base: number, attr: number}} Words */

/** @type {(keyof Words)[]} */
const WORDS = ['tag', 'asid', 'base', 'attr'];
const SLOTS = 512;
/** enum descriptor_type @type {import('./word.js').WordType[]} */
const TYPES = ['fault', 'fault', 'table', 'section', 'supersection', 'large', 'small', 'fault'];

/** Fields of the image that hold TLBs, and the word that each is. */
export const TLB_FIELDS = new Map(WORDS.map((word) => [`tlb[].entry[].${word}`, word]));

/** The form that all descriptors have there: attributes where a small page has them (alloc/arm/descriptor.h). @param {Words} words @returns {Descriptor} */
function decode({ tag, base, attr }) {
  return {
    type: TYPES[bits(attr, 20, 18)],
    base: bits(attr, 31, 24) * 2 ** 32 + base,
    shift: tag & 0xfff,
    domain: bits(attr, 15, 12),
    ap: (bits(attr, 9, 9) << 2) | bits(attr, 5, 4),
    tex: bits(attr, 8, 6),
    cb: bits(attr, 3, 2),
    s: bits(attr, 10, 10) === 1,
    ng: bits(attr, 11, 11) === 1,
    xn: bits(attr, 0, 0) === 1,
    pxn: bits(attr, 16, 16) === 1,
  };
}

/** @param {number} cpu @param {number} slot @param {Words} words @returns {TlbEntry} */
const entryOf = (cpu, slot, words) => ({
  cpu,
  slot,
  va: (words.tag & ~0xfff) >>> 0,
  asid: (words.asid >>> 8) & 1 ? -1 : words.asid & 0xff,
  d: decode(words),
});

/** @param {TableMemory} memory @param {number} cpu @param {number} slot @returns {Words} */
function wordsAt(memory, cpu, slot) {
  const word = (/** @type {string} */ name) => memory.element(`tlb[].entry[].${name}`, cpu, slot);
  return { tag: word('tag'), asid: word('asid'), base: word('base'), attr: word('attr') };
}

/** @param {TableMemory} memory @param {number} cpu @returns {TlbEntry[]} by address */
export function readTlb(memory, cpu) {
  /** @type {TlbEntry[]} */
  const entries = [];
  if (memory.count('tlb[].entry[].tag') === 0) return entries;
  for (let slot = 0; slot < SLOTS; slot++) {
    if (memory.element('tlb[].entry[].tag', cpu, slot) !== 0) {
      entries.push(entryOf(cpu, slot, wordsAt(memory, cpu, slot)));
    }
  }
  return entries.sort((a, b) => a.va - b.va || a.asid - b.asid);
}

/** The entry that an address finds, the smallest if several do; null for a miss. @param {TlbEntry[]} entries @param {number} va @param {number} asid */
export function hitOf(entries, va, asid) {
  const hits = entries.filter(
    (one) =>
      (one.asid === -1 || one.asid === asid) && va >= one.va && va < one.va + 2 ** one.d.shift,
  );
  return hits.reduce(
    (/** @type {TlbEntry | null} */ best, one) =>
      !best || one.d.shift < best.d.shift ? one : best,
    null,
  );
}

/** Whether the tables say the same of its address now. @param {TlbEntry} entry @param {Descriptor | null} leaf what they say */
export function isStale({ d }, leaf) {
  if (!leaf) return true;
  const keys = /** @type {(keyof Descriptor)[]} */ (Object.keys(d));
  return keys.some((key) => d[key] !== leaf[key]);
}

/**
 * @typedef {object} TlbChange
 * @property {number} cpu
 * @property {number} slot
 * @property {TlbEntry | null} old what was there, null for nothing
 * @property {TlbEntry | null} now at the end of the step
 */

/**
 * What a step put in and threw out. The image is as the step left it: what it did not write is as it was.
 * @param {import('../types.js').Event[]} events @param {TableMemory} memory @returns {TlbChange[]}
 */
export function tlbChanges(events, memory) {
  const { schema } = memory;
  /** @type {Map<string, {cpu: number, slot: number, before: Partial<Words>}>} */
  const touched = new Map();
  for (const event of events) {
    const word = event.kind === EV_WORD && TLB_FIELDS.get(schema.fields[event.id].name);
    if (!word) continue;
    const [cpu, slot] = schema.locate(event.id, event.a).indices;
    const one = touched.get(`${cpu}.${slot}`) ?? { cpu, slot, before: {} };
    touched.set(`${cpu}.${slot}`, one);
    one.before[word] ??= event.b >>> 0;
  }
  return [...touched.values()].map(({ cpu, slot, before }) => {
    const now = wordsAt(memory, cpu, slot);
    const old = { ...now, ...before };
    return {
      cpu,
      slot,
      old: old.tag ? entryOf(cpu, slot, old) : null,
      now: now.tag ? entryOf(cpu, slot, now) : null,
    };
  });
}
