// caption.js - the sentence of a moment in the life of slabs.

import { fill } from '../i18n/fill.js';
import { messages } from '../i18n/index.js';
import { cacheName, descriptorName, objectName } from './names.js';
import { STATES } from './structs.js';

/** @typedef {import('./story.js').SlabMoment} SlabMoment */
/** @typedef {import('./room.js').SlabRoom} SlabRoom */

/**
 * @param {SlabMoment} moment @param {SlabRoom | undefined} room @param {string} lang
 * @returns {string} '' if there is nothing to say
 */
export function slabSentence({ kind, data }, room, lang) {
  if (!room?.here) return '';
  const { model } = room;
  const words = messages[/** @type {'en' | 'ko'} */ (lang)] ?? messages.en;
  const template = words[`slabcap.${kind}`];
  if (template === undefined) return '';
  const hex = (/** @type {number} */ value) => `0x${(value >>> 0).toString(16)}`;
  const object = (/** @type {number | undefined} */ addr) => {
    if (!addr) return 'NULL';
    const found = model.find(addr);
    if (!found || found.slab.addr + found.index * found.slab.size !== addr) return hex(addr);
    return objectName(model, found.slab, found.index, { plain: room.plain });
  };
  const cache = (/** @type {number | undefined} */ addr) => {
    const known = addr ? model.byAddr.get(addr) : undefined;
    return known ? cacheName(model, known.cache) : addr ? descriptorName(model, addr) : '?';
  };
  const page = data.page ?? 0;
  return fill(template, {
    cache: cache(data.s ?? data.static_cache),
    descriptor: data.s ? descriptorName(model, data.s) : '?',
    page: hex(page),
    objects: String(model.slabAt(page)?.objects ?? '?'),
    object: object(data.object),
    next: object(data.next),
    old: object(data.old),
    cpu: room.reader.cpu,
    from: STATES.get(data.from) ?? '?',
    to: STATES.get(data.to) ?? '?',
    pages: data.pages ?? 0,
    pobjects: data.pobjects ?? 0,
    size: data.size ?? 0,
    order: data.order ?? 0,
    min: data.min_objects ?? 0,
    fraction: data.fract_leftover ?? 0,
    rem: data.rem ?? 0,
  });
}
