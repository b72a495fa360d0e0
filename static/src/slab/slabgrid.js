// slabgrid.js - one slab in full: a column for each object with its number, free pointer, use and offset, and the arrows of its free lists.
//
// The cpu's list has solid boxes and arrows, the page's dashed ones, what a function holds dotted ones; each object also says it in words.

import { html, nothing, svg } from 'lit/html.js';
import { objectName } from './names.js';
import { indexOf } from './slabs.js';

/** @typedef {import('../shell/app.js').App} App */
/** @typedef {import('./slabs.js').Slab} Slab */
/** @typedef {import('./slabs.js').Cell} Cell */
/** @typedef {import('./owners.js').Owner} Owner */

/** A column that has room for three digits. */
const NARROWEST = 20;
const PROJECTOR = 1.42;
const WIDEST = 92;
/** More objects than this are drawn without words. */
const WORDY = 128;
const ARC = 16;

/**
 * @typedef {object} GridShape
 * @property {number} columns
 * @property {number} width of a column, px
 * @property {boolean} small without words
 * @property {number} scale of the letters
 */

/** @param {number} objects @param {number} width px @param {boolean} projector @returns {GridShape} */
export function shapeOf(objects, width, projector) {
  if (objects > WORDY) {
    const columns = width < 500 ? 32 : 64;
    return { columns, width: Math.floor((10 * width) / columns) / 10, small: true, scale: 1 };
  }
  const narrow = projector ? PROJECTOR * NARROWEST : NARROWEST;
  let columns = Math.min(objects, 32);
  if (columns > 0 && width / columns < narrow) {
    columns = [16, 8, 4].find((n) => width / n >= narrow) ?? 4;
  }
  const wide = Math.floor((10 * width) / Math.max(columns, 1)) / 10;
  const scale = projector ? PROJECTOR : 1;
  return { columns, width: Math.min(wide, scale * WIDEST), small: false, scale };
}

/** @param {number} value @param {number} digits */
const last = (value, digits) => (value >>> 0).toString(16).padStart(8, '0').slice(-digits);

/** @param {App} app @param {Slab} slab @param {number} width px */
export function slabGrid(app, slab, width) {
  const { t, slabs: room } = app;
  const projector = document.documentElement.dataset.screen === 'projector';
  const shape = shapeOf(slab.objects, width, projector);
  const rows = [];
  for (let at = 0; at < slab.objects; at += shape.columns) {
    rows.push(slab.cells.slice(at, at + shape.columns));
  }
  const owners = room.owners;
  return html`<div
    class="slab-grid"
    data-small=${shape.small}
    role="grid"
    aria-label=${t('slab.grid', { pfn: `0x${slab.pfn.toString(16)}`, n: slab.objects })}
    aria-colcount=${shape.columns}
    aria-rowcount=${rows.length}
    style=${`--cw:${shape.width}px;--columns:${shape.columns}`}
    @keydown=${(/** @type {KeyboardEvent} */ event) => key(app, slab, shape, event)}
    @pointerleave=${() => point(app, -1)}
  >
    ${rows.map((cells, row) => gridRow(app, slab, shape, cells, row, owners))}
  </div>`;
}

/**
 * @param {App} app @param {Slab} slab @param {GridShape} shape @param {Cell[]} cells @param {number} row
 * @param {(addr: number) => Owner} owners
 */
function gridRow(app, slab, shape, cells, row, owners) {
  const first = cells.filter((cell) => cell.list && cell.at === 0);
  return html`<div
    class="slab-row"
    role="row"
    aria-rowindex=${row + 1}
    style=${`--heads:${shape.small ? 0 : first.length}`}
  >
    ${shape.small ? nothing : heads(app, slab, shape, first)}
    ${cells.map((cell, i) => column(app, slab, shape, cell, i, owners))}
    ${shape.small ? nothing : arcs(slab, shape, cells)}
  </div>`;
}

/** Where the lists begin: a tag over the first object of each. @param {App} app @param {Slab} slab @param {GridShape} shape @param {Cell[]} first */
function heads(app, slab, shape, first) {
  if (first.length === 0) return nothing;
  return html`<div class="slab-heads" aria-hidden="true">
    ${first.map((cell, line) => {
      const across = cell.index % shape.columns;
      const right = across > shape.columns / 2;
      const edge = right ? shape.columns - across - 1 : across;
      return html`<span
        class="slab-head"
        data-list=${cell.list}
        data-key=${`head ${slab.pfn} ${cell.list}`}
        style=${`${right ? 'right' : 'left'}:calc(${edge} * var(--cw)); top:calc(${line} * var(--head-line))`}
        >${right ? nothing : '▾ '}${headText(app, slab, cell)}${right ? ' ▾' : nothing}</span
      >`;
    })}
    <i></i>
  </div>`;
}

/** @param {App} app @param {Slab} slab @param {Cell} cell */
function headText({ t }, slab, cell) {
  if (cell.list === 'cpu') return t('slab.headCpu', { cpu: slab.place.cpu });
  return cell.list === 'page' ? 'page->freelist' : t('slab.headHand');
}

/**
 * @param {App} app @param {Slab} slab @param {GridShape} shape @param {Cell} cell @param {number} i
 * @param {(addr: number) => Owner} owners
 */
function column(app, slab, shape, cell, i, owners) {
  const { slabs: room } = app;
  const offset = room.model.of(slab.pfn)?.cache.offset ?? 0;
  const chosen = room.index === cell.index;
  const roving = room.index >= 0 ? chosen : cell.index === 0;
  const owner = owners(cell.addr);
  const words = cell.list ? freeText(app, cell) : ownerText(app, owner);
  return html`<div
    class=${`slab-object ${cell.list ? 'is-free' : 'mem-s'}`}
    role="gridcell"
    aria-colindex=${i + 1}
    aria-selected=${chosen}
    tabindex=${roving ? 0 : -1}
    data-index=${cell.index}
    data-list=${cell.list ?? 'used'}
    data-key=${`object ${cell.addr}`}
    data-head=${cell.at === 0}
    data-changed=${room.changes.wrote(cell.addr + offset)}
    aria-label=${cellLabel(app, slab, cell, owner)}
    @click=${() => choose(app, slab, cell.index)}
    @pointerenter=${() => point(app, cell.index)}
  >
    ${
      shape.small
        ? nothing
        : html`<span class="slab-number" aria-hidden="true"
              >${shape.width >= 26 * shape.scale ? '#' : ''}${cell.index}</span
            >
            <span class="slab-body" aria-hidden="true">
              ${cell.list ? html`<b class="slab-fp">${pointerText(cell, shape, slab.order)}</b>` : nothing}
              <span class="slab-words" data-known=${!cell.list && owner.kind !== 'none'}
                ><span>${words}</span></span
              >
            </span>
            <span class="slab-offset" aria-hidden="true"
              >${shape.width >= 31 * shape.scale ? '+' : ''}${(cell.addr - slab.addr).toString(16)}</span
            >`
    }
  </div>`;
}

/** The free pointer's last digits, as many as differ within a slab; NULL where there is room. @param {Cell} cell @param {GridShape} shape @param {number} order */
function pointerText(cell, shape, order) {
  const wide = shape.width >= 31 * shape.scale;
  if (cell.fp === 0) return wide ? 'NULL' : '0';
  return last(cell.fp, wide && order > 0 ? 4 : 3);
}

/** @param {App} app @param {Cell} cell */
function freeText({ t }, cell) {
  if (cell.at < 0) return t('slab.unlinked');
  return t(`slab.at.${cell.list}`, { n: cell.at + 1 });
}

/** @param {App} app @param {Owner} owner */
export function ownerText({ t }, owner) {
  if (owner.kind === 'none') return t('slab.used');
  if (owner.kind === 'op') return `#${owner.op}`;
  return owner.kind === 'cache'
    ? owner.cache
    : t(`slab.short.${owner.kind}`, { cache: owner.cache });
}

/** @param {App} app @param {Slab} slab @param {Cell} cell @param {Owner} owner */
function cellLabel(app, slab, cell, owner) {
  const { t, slabs: room } = app;
  const name = objectName(room.model, slab, cell.index, { plain: room.plain });
  const addr = `0x${cell.addr.toString(16)}`;
  if (!cell.list) return t('slab.cellUsed', { name, addr, owner: ownerLong(app, owner) });
  const next = nextText(slab, cell);
  return t('slab.cellFree', { name, addr, list: listText(app, slab, cell), n: cell.at + 1, next });
}

/** What a free object points to. @param {Slab} slab @param {Cell} cell */
export function nextText(slab, cell) {
  if (cell.fp === 0) return 'NULL';
  const index = indexOf(slab, cell.fp);
  return index >= 0 ? `#${index}` : `0x${cell.fp.toString(16)}`;
}

/** The list that an object is in. @param {App} app @param {Slab} slab @param {Cell} cell */
export function listText({ t }, slab, cell) {
  if (cell.list === 'cpu') return t('slab.listCpu', { cpu: slab.place.cpu });
  return cell.list === 'page' ? 'page->freelist' : t('slab.listHand');
}

/** @param {App} app @param {Owner} owner */
export function ownerLong({ t }, owner) {
  return t(`slab.owner.${owner.kind}`, { cache: owner.cache, op: owner.op });
}

/** The hops of the free lists in one row. @param {Slab} slab @param {GridShape} shape @param {Cell[]} cells */
function arcs(slab, shape, cells) {
  const w = shape.width;
  const first = cells[0].index;
  const paths = [];
  for (const cell of slab.cells) {
    if (!cell.list || cell.next < 0) continue;
    const from = cell.index - first;
    const to = cell.next - first;
    const inside = (/** @type {number} */ i) => i >= 0 && i < cells.length;
    if (!inside(from) && !inside(to)) continue;
    paths.push(svg`<path
      d=${arc(from, to, inside, w)}
      class="slab-arc"
      data-list=${cell.list}
      data-key=${`arc ${cell.addr} ${cell.next}`}
      marker-end="url(#slab-arrow)"
    />`);
  }
  return html`<svg
    class="slab-arcs"
    aria-hidden="true"
    width=${w * cells.length}
    height=${ARC}
    viewBox=${`0 0 ${w * cells.length} ${ARC}`}
  >
    ${paths}
  </svg>`;
}

/**
 * A hop; one that leads to another row goes out at this row's edge and comes in at the other's.
 * @param {number} from @param {number} to columns @param {(i: number) => boolean} inside @param {number} w
 */
function arc(from, to, inside, w) {
  const down = to > from ? 1 : -1;
  const x1 = (from + 0.5) * w;
  const x2 = (to + 0.5) * w;
  if (inside(from) && inside(to)) {
    const near = Math.sign(x2 - x1) * Math.min(w * 0.16, 5);
    const depth = Math.min(ARC * 1.6, 12 + Math.abs(x2 - x1) * 0.06);
    return `M${x1 + near} 1Q${(x1 + x2) / 2} ${depth} ${x2 - near} 2`;
  }
  if (inside(from)) return `M${x1} 1q${down * w * 0.2} 10 ${down * w * 0.5} 11`;
  return `M${x2 - down * w * 0.5} 12q${down * w * 0.3} -1 ${down * w * 0.42} -10`;
}

// ---- by hand ----

/** @param {App} app @param {Slab} slab @param {number} index */
function choose(app, slab, index) {
  const { slabs: room, state } = app;
  const owner = room.model.of(slab.pfn);
  if (!owner) return;
  room.word = -1;
  room.choose(owner.cache.addr, slab.pfn, index);
  state.touch();
}

/** @param {App} app @param {number} index */
function point(app, index) {
  if (app.slabs.hover === index) return;
  app.slabs.hover = index;
  app.state.touch();
}

/** @param {App} app @param {Slab} slab @param {GridShape} shape @param {KeyboardEvent} event */
function key(app, slab, { columns }, event) {
  const target = /** @type {HTMLElement} */ (event.target).closest('[data-index]');
  if (!target) return;
  const grid = /** @type {HTMLElement} */ (event.currentTarget);
  const at = Number(/** @type {HTMLElement} */ (target).dataset.index);
  const cell = slab.cells[at];
  /** @type {Record<string, number>} */
  const moves = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: at - (at % columns),
    End: Math.min(at - (at % columns) + columns, slab.objects) - 1,
    Enter: cell?.next ?? -1,
    ' ': at,
  };
  const to = moves[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (to < 0 || to >= slab.objects) return;
  choose(app, slab, to);
  requestAnimationFrame(() => {
    /** @type {HTMLElement | null} */ (grid.querySelector(`[data-index="${to}"]`))?.focus();
  });
}
