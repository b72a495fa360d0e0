// slabtext.js - the table of one slab, in the reader's language.

import { cacheName, descriptorName, objectName } from './names.js';
import { table } from './text.js';

/** @typedef {import('./model.js').SlabModel} SlabModel */
/** @typedef {import('./slabs.js').Slab} Slab */
/** @typedef {import('./owners.js').Owner} Owner */
/** @typedef {(key: string, params?: Record<string, string | number>) => string} Translate */

/**
 * @param {SlabModel} model @param {Slab} slab
 * @param {{t: Translate, owners: (addr: number) => Owner, plain: boolean}} with_
 */
export function slabText(model, slab, { t, owners, plain }) {
  const owner = model.of(slab.pfn);
  const cache = owner ? cacheName(model, owner.cache) : '?';
  const descriptor = owner ? descriptorName(model, owner.cache.addr) : '?';
  const hex = (/** @type {number} */ value) => (value >>> 0).toString(16).padStart(8, '0');
  const head = [
    `${cache} (${descriptor})  page: pfn 0x${slab.pfn.toString(16)}, order ${slab.order}, ${slab.objects} x ${slab.size} B`,
    `page->counters: 0x${hex(slab.counters)} (inuse: ${slab.inuse}, objects: ${slab.objects}, frozen: ${Number(slab.frozen)})`,
    `page->freelist: ${slab.freelist ? `0x${hex(slab.freelist)}` : 'NULL'}${place(slab)}`,
  ];
  const rows = [
    {
      title: t('slab.text.object'),
      cell: (/** @type {number} */ i) => short(objectName(model, slab, i, { plain })),
    },
    { title: t('slab.text.addr'), cell: (/** @type {number} */ i) => hex(slab.cells[i].addr) },
    {
      title: t('slab.text.fp'),
      cell: (/** @type {number} */ i) => {
        const { list, fp } = slab.cells[i];
        return list ? (fp ? hex(fp) : 'NULL') : '';
      },
    },
    {
      title: t('slab.text.use'),
      cell: (/** @type {number} */ i) => use(slab, i, t, owners),
    },
  ];
  return table(head, rows, slab.objects);
}

/** The page frame stands in the head. @param {string} name */
const short = (name) =>
  name
    .replace(/@.*$/, '')
    .replace(/^.*(#\d+-o)/, '$1')
    .replace(/^#\d+-/, '');

/** @param {Slab} slab */
function place({ place: { shelf, cpu }, cpuFreelist }) {
  if (shelf === 'cpu') {
    const head = cpuFreelist ? `0x${cpuFreelist.toString(16)}` : 'NULL';
    return `  kmem_cache_cpu(cpu ${cpu})->page, ->freelist: ${head}`;
  }
  if (shelf === 'cpuPartial') return `  kmem_cache_cpu(cpu ${cpu})->partial`;
  if (shelf === 'partial') return '  kmem_cache_node->partial';
  return shelf === 'full' ? '  kmem_cache_node->full' : '';
}

/** @param {Slab} slab @param {number} i @param {Translate} t @param {(addr: number) => Owner} owners */
function use(slab, i, t, owners) {
  const { list, at, addr } = slab.cells[i];
  if (list) return t(`slab.at.${list}`, { n: at + 1 });
  const owner = owners(addr);
  if (owner.kind === 'none') return t('slab.text.used');
  if (owner.kind === 'op') return `#${owner.op}`;
  return owner.kind === 'cache'
    ? owner.cache
    : t(`slab.short.${owner.kind}`, { cache: owner.cache });
}
