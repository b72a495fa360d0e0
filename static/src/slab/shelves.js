// shelves.js - where the slabs of a cache stand: a lane for each cpu with its slab and its partial list, the node's lists, and the full ones.

import { html, nothing, svg } from 'lit/html.js';
import { decimal } from '../i18n/index.js';
import { objectName } from './names.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./slabs.js').Slab} Slab */
/** @typedef {import('./caches.js').Cache} Cache */
/** @typedef {import('./caches.js').CpuSlab} CpuSlab */

/** Slabs of one list that are drawn. */
const MOST = 48;

/** @param {App} app @param {Cache} cache */
export function shelves(app, cache) {
  const { t, slabs: room } = app;
  const all = room.model.slabsOf(cache.addr);
  const on = (/** @type {string} */ shelf, cpu = -1) =>
    all.filter(({ place }) => place.shelf === shelf && place.cpu === cpu);
  const { node } = cache;
  const loose = on('loose');
  const full = loose.filter((slab) => slab.used === slab.objects && !slab.frozen);
  const busy = cache.cpus.filter((cpu) => isBusy(app, cpu));
  const idle = cache.cpus.filter((cpu) => !busy.includes(cpu)).map(({ cpu }) => cpu);
  const away = loose.filter((slab) => !full.includes(slab));
  return html`<div class="shelves" role="group" aria-label=${t('slab.shelves')}>
    ${busy.map((cpu) => cpuLane(app, cpu, on('cpu', cpu.cpu), on('cpuPartial', cpu.cpu)))}
    ${
      idle.length > 0
        ? lane(app, { key: 'idle', title: `cpu ${idle.join(' ')}`, facts: [], slabs: [] })
        : nothing
    }
    ${lane(app, {
      key: 'partial',
      title: t('slab.nodePartial'),
      facts: node ? [['nr_partial', node.nrPartial, fieldAt(app, cache, 16)]] : [],
      slabs: on('partial'),
      none: node ? '' : t('slab.noNode'),
    })}
    ${
      on('full').length > 0
        ? lane(app, { key: 'full', title: t('slab.nodeFull'), facts: [], slabs: on('full') })
        : nothing
    }
    ${
      full.length > 0
        ? lane(app, {
            key: 'loose',
            title: t('slab.full'),
            facts: [],
            slabs: full,
            note: t('slab.fullNote'),
          })
        : nothing
    }
    ${
      away.length > 0
        ? lane(app, { key: 'hand', title: t('slab.inHand'), facts: [], slabs: away })
        : nothing
    }
  </div>`;
}

/** Byte offset in the image of a word of the cache's node. @param {App} app @param {Cache} cache @param {number} at */
function fieldAt({ slabs: room }, cache, at) {
  return room.model.memory.offset((cache.node?.addr ?? 0) + at);
}

/** @typedef {[string, string | number, number]} Fact name, value, byte offset in the image */

/**
 * @param {App} app
 * @param {{key: string, title: unknown, facts: Fact[], slabs: Slab[], note?: string, none?: string, running?: boolean}} given
 */
function lane(app, { key, title, facts, slabs, note, none, running }) {
  return html`<section class="shelf" data-shelf=${key} data-running=${running ?? false}>
    <h3>${title}</h3>
    <div class="shelf-facts mono">${facts.map((one) => fact(app, one))}</div>
    <div class="shelf-slabs">
      ${slabs.slice(0, MOST).map((slab) => strip(app, slab))}
      ${slabs.length > MOST ? html`<span class="quiet">${app.t('slab.more', { n: slabs.length - MOST })}</span>` : nothing}
      ${slabs.length === 0 ? html`<span class="quiet">${none || '–'}</span>` : nothing}
      ${note ? html`<small class="quiet">${note}</small>` : nothing}
    </div>
  </section>`;
}

/** A value, with what it was before this step. @param {App} app @param {Fact} given */
function fact({ slabs: room }, [name, value, at]) {
  const was = room.changes.words.has(at);
  return html`<span class="fact" data-changed=${was}><i>${name}</i> <b>${value}</b></span>`;
}

/** Whether there is anything to show of a cpu. @param {App} app @param {CpuSlab} cpu */
function isBusy({ reader, slabs: room }, { cpu, at, freelist, page, partial }) {
  const touched = [0, 4, 8, 12].some((word) => room.changes.words.has(at + word));
  return reader.cpu === cpu || touched || freelist + page + partial !== 0;
}

/** @param {App} app @param {CpuSlab} cpu @param {Slab[]} own @param {Slab[]} partial */
function cpuLane(app, cpu, own, partial) {
  const { t, reader, slabs: room } = app;
  const running = reader.cpu === cpu.cpu;
  const head = partial[0]?.counts;
  const found = cpu.freelist ? room.model.find(cpu.freelist) : null;
  const headText = found ? `${cpu.freelist.toString(16)} #${found.index}` : pointer(cpu.freelist);
  /** @type {Fact[]} */
  const facts = [
    ['freelist', headText, cpu.at],
    ['tid', cpu.tid, cpu.at + 4],
  ];
  return html`<section class="shelf" data-shelf=${`cpu ${cpu.cpu}`} data-running=${running}>
    <h3>cpu ${cpu.cpu}</h3>
    <div class="shelf-facts mono">${facts.map((one) => fact(app, one))}</div>
    <div class="shelf-slabs">
      <span class="shelf-name mono" data-changed=${room.changes.words.has(cpu.at + 8)}>page</span>
      ${own.map((slab) => strip(app, slab))}
      ${own.length === 0 ? html`<span class="quiet mono">NULL</span>` : nothing}
      <span class="shelf-name mono" data-changed=${room.changes.words.has(cpu.at + 12)}
        >partial</span
      >
      ${partial.slice(0, MOST).map((slab) => strip(app, slab))}
      ${partial.length === 0 ? html`<span class="quiet mono">NULL</span>` : nothing}
      ${
        head
          ? html`<small class="mono quiet" title=${t('slab.pobjects')}
              >pages ${head.pages} · pobjects ${head.pobjects}</small
            >`
          : nothing
      }
    </div>
  </section>`;
}

/** @param {number} value */
function pointer(value) {
  return value === 0 ? 'NULL' : value.toString(16);
}

/** A slab as a strip of its objects; a click opens it. @param {App} app @param {Slab} slab */
function strip(app, slab) {
  const { slabs: room, state, t } = app;
  const open = room.slab?.pfn === slab.pfn;
  const owner = room.model.of(slab.pfn);
  const pick = () => {
    if (owner) room.choose(owner.cache.addr, slab.pfn);
    state.touch();
  };
  const bare = slab.pfn.toString(16);
  const count = `${decimal(slab.used)}/${decimal(slab.objects)}`;
  const label = t('slab.strip', {
    pfn: `0x${slab.pfn.toString(16)}`,
    used: slab.used,
    n: slab.objects,
    first: objectName(room.model, slab, 0, { plain: room.plain }),
  });
  return html`<button
    type="button"
    class="strip"
    data-key=${`slab ${slab.pfn}`}
    data-slab=${slab.pfn.toString(16)}
    data-changed=${room.changes.pages.has(slab.pfn)}
    aria-pressed=${open}
    aria-label=${`${bare} ${count}: ${label}`}
    @click=${pick}
  >
    <span class="strip-head mono"><b>${bare}</b> ${count}</span>
    ${runs(slab)}
  </button>`;
}

/** Neighbours alike are one rectangle. @param {Slab} slab */
function runs(slab) {
  const parts = [];
  for (let at = 0; at < slab.cells.length;) {
    const { list } = slab.cells[at];
    let end = at;
    while (end < slab.cells.length && slab.cells[end].list === list) end++;
    if (!list) parts.push(svg`<rect x=${at} y="0" width=${end - at} height="1" class="used" />`);
    else parts.push(svg`<path d=${`M${at} 0.5H${end}`} data-list=${list} />`);
    at = end;
  }
  return html`<svg
    class="strip-objects"
    viewBox=${`0 0 ${Math.max(1, slab.objects)} 1`}
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${parts}
  </svg>`;
}
