// caption.js - a step's sentence: what happened to the block or list, and why when a choice was made.
//
// The words are in i18n/stage.en.js and stage.ko.js, the numbers come from the events.

import { fill } from './i18n/fill.js';
import { messages } from './i18n/index.js';
import { slabSentence } from './slab/caption.js';
import { tellSlabs } from './slab/story.js';
import { hex } from './stage/dom.js';
import { heldAgainst } from './stage/gauge.js';
import { LETTERS, TYPE_NAMES } from './stage/patterns.js';
import { lastMoment, mainMoment, momentsOf, tell } from './stage/story.js';
import { vmSentence } from './vm/caption.js';
import { tellVm } from './vm/story.js';

/** @typedef {import('./reader.js').Reader} Reader */
/** @typedef {import('./schema.js').Schema} Schema */
/** @typedef {import('./types.js').Event} Event */
/** @typedef {import('./stage/story.js').Moment} Moment */

/**
 * @typedef {object} Captioned
 * @property {number} from
 * @property {number} to
 * @property {Event[]} events
 * @property {Event[]} [opEvents] all that is known of the operation; else only the step itself speaks
 * @property {string} [text] the operation as its line
 */

/** Enough free pages of a pageblock to claim it. */
const CLAIM = 512;

/** @param {string} lang whose words are loaded, or those of English */
function words(lang) {
  return messages[/** @type {'en' | 'ko'} */ (lang)];
}

/**
 * @param {Captioned | null} step null at the start of an operation
 * @param {{reader: Reader, schema: Schema, lang: string, slabs?: import('./slab/room.js').SlabRoom}} with_
 * @returns {{text: string, kind: string}}
 */
export function caption(step, { reader, schema, lang, slabs }) {
  const dictionary = words(lang);
  if (!step) return { text: dictionary['caption.beginNone'], kind: 'begin' };
  const moments = tell(step.opEvents ?? step.events, schema, reader.firstPfn);
  const own = mainMoment(momentsOf(moments, step.from, step.to));
  const moment = own ?? lastMoment(moments, step.to);
  for (const { at, kind, say } of elsewhere(step, schema, slabs, lang)) {
    if (at < step.from && (own || at < (moment?.at ?? -1))) continue;
    const text = say();
    if (text) return { text, kind };
  }
  if (!moment) {
    const text = step.text ?? '';
    const values = { cpu: reader.cpu, text };
    return {
      text: fill(dictionary[text ? 'caption.begin' : 'caption.beginNone'], values),
      kind: 'begin',
    };
  }
  return { text: sentence(moment, { reader, schema, lang }), kind: moment.kind };
}

/**
 * The last things that happened off the stage until the end of a step, to slabs and to virtual memory, the later one first.
 * @param {Captioned} step @param {Schema} schema @param {import('./slab/room.js').SlabRoom | undefined} slabs @param {string} lang
 * @returns {{at: number, kind: string, say: () => string}[]}
 */
function elsewhere(step, schema, slabs, lang) {
  const events = step.opEvents ?? step.events;
  const slab = tellSlabs(events, schema).findLast(({ at }) => at < step.to);
  const vm = tellVm(events, schema).findLast(({ at }) => at < step.to);
  const all = [];
  if (slab) {
    const say = () => slabSentence(slab, slabs, lang);
    all.push({ at: slab.at, kind: `slab ${slab.kind}`, say });
  }
  if (vm) all.push({ at: vm.at, kind: `vm ${vm.kind}`, say: () => vmSentence(vm, lang) });
  return all.sort((a, b) => b.at - a.at);
}

/**
 * The sentence of one moment.
 * @param {Moment} moment
 * @param {{reader: Reader, schema: Schema, lang: string}} with_
 */
export function sentence(moment, { reader, schema, lang }) {
  const dictionary = words(lang);
  const { data, kind } = moment;
  const say = (
    /** @type {string} */ key,
    /** @type {Record<string, string | number>} */ values = {},
  ) => fill(dictionary[`caption.${key}`] ?? '', values);
  const type = (/** @type {number} */ mt) =>
    schema.migratetypes?.[mt] ?? TYPE_NAMES[mt] ?? String(mt);
  const zone = (/** @type {number} */ z) => schema.zones?.[z] ?? `zone ${z}`;
  const pfn = data.pfn === undefined ? '' : hex(data.pfn);

  switch (kind) {
    case 'stage':
      return say(`stage.${data.fn}`);
    case 'look':
      return say(data['list_empty(list)'] === 0 ? 'lookFound' : 'look', {
        order: data.current_order ?? data.order ?? 0,
        type: type(data.migratetype ?? data.mt ?? 0),
      });
    case 'zone':
      return say('zone', { zone: zone(data.zone ?? 0) });
    case 'batch':
      return say('batch', { zone: zone(data.zone ?? 0) });
    case 'watermark': {
      const mark = heldAgainst(data);
      const n = data.free_pages === undefined ? reader.stat(data.z ?? 0, 0) : data.free_pages | 0;
      const spare = n - (1 << (data.order ?? 0)) + 1;
      const failed = spare > mark ? 'watermarkFailOrder' : 'watermarkFail';
      const key = data.ok ? 'watermarkOk' : failed;
      return say(key, { n, mark, zone: zone(data.z ?? data.zone ?? 0) });
    }
    case 'slow':
      return say(`slow.${data.fn}`);
    case 'search':
      return say('search', { from: data.order, type: type(data.mt ?? 0) });
    case 'reserve':
      return say('reserve');
    case 'free':
      return say('free', {
        pfn,
        what: say(data.order > 0 ? 'free.block' : 'free.page', { order: data.order }),
      });
    case 'move':
      return say('move', { pfn, order: data.order, type: type(data.mt) });
    case 'moved':
      if (!data.stealing) return say('movedAlong', { n: data.pages, type: type(data.mt) });
      return say(data.pages >= CLAIM ? 'movedClaim' : 'movedFew', {
        n: data.pages,
        type: type(data.mt),
      });
    case 'claim': {
      const [block] = data.blocks;
      return say('claim', { pfn: hex(block.pfn), from: type(block.from), to: type(block.to) });
    }
    case 'merge':
      return say('merge', { pfn, to: data.to });
    case 'pcpfree':
      return say(data.tail ? 'pcpfreeTail' : 'pcpfreeHead', { pfn });
    case 'pcpfull':
      return say((data['pcp->batch'] ?? 1) === 1 ? 'pcpfullOne' : 'pcpfull', {
        n: data['pcp->batch'] ?? 1,
      });
    case 'drain':
      return say('drain', { pfn });
    case 'pcptake':
      return say('pcptake', { pfn, cpu: reader.cpu });
    case 'take':
      return say('take', { pfn, letter: LETTERS[data.mt], order: data.order });
    case 'steal':
      return say(data.claimed ? 'stealClaimed' : 'stealKept', {
        pfn,
        block: hex(data.pfn & -1024),
        type: type(data.source),
        start: type(data.start),
      });
    case 'split':
      return say(data.order === 0 ? 'splitOne' : 'split', {
        pfn,
        pages: 1 << data.order,
        order: data.order,
        type: type(data.mt),
      });
    case 'refill':
      return say(data.count > 1 ? 'refill' : data.pieces > 1 ? 'refillSplit' : 'refillOne', {
        pfn,
        pieces: data.pieces,
        last: data.pieces - 1,
        n: data.count,
        cpu: reader.cpu,
        type: type(data.mt),
      });
    case 'drop':
      return say(data.tail ? 'dropTail' : 'dropHead', {
        pfn,
        order: data.order,
        type: type(data.mt),
      });
    case 'done':
      return say(data.order > 0 ? 'doneBlock' : 'done', {
        pfn,
        order: data.order,
        pages: 1 << data.order,
      });
    case 'failed':
      return say('failed', { order: data.order });
    default:
      return '';
  }
}
