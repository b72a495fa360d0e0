// schema.js - the names behind the ids of the event stream, from GET /api/model, and how they are written.

/** @typedef {import('./types.js').Event} Event */

export const EV_ENTER = 1;
export const EV_LEAVE = 2;
export const EV_LINE = 3;
export const EV_VALUE = 4;
export const EV_POINT = 5;
export const EV_WORD = 6;
export const EV_LIST_ADD = 7;
export const EV_LIST_DEL = 8;

/** Set in a value's aux when the event carries the old value too. */
export const VALUE_HAS_OLD = 0x80;

const NONE = 0xffffffff;

/**
 * @typedef {object} Dim
 * @property {string} name what the index is: zone, order, mt, cpu, item, page, block, n
 * @property {number} count 0 as long as the machine's size is not known
 * @property {number} stride
 */

/**
 * A field of the image, as machine.h lays it out.
 * @typedef {object} Field
 * @property {string} name a C expression with [] for each dimension
 * @property {number} base byte offset of the first
 * @property {Dim[]} dims
 * @property {string} kind u unsigned word, s signed word, l list head
 */

/** @typedef {{name: string, file: string, line: number}} FunctionInfo */
/** @typedef {{function: number, line: number, text: string}} LineInfo */
/** @typedef {{word: number, shift: number, bits: number}} Bits word 0 to 3: a, b, c, aux */
/**
 * A field of a trace point: bits of one word, higher ones perhaps of others, counting `unit`.
 * @typedef {Bits & {name: string, format: number, more?: Bits[], unit?: number}} PointField
 */
/** @typedef {{letter: string, name: string, fields: PointField[]}} PointInfo */
/** @typedef {{name: string, bits: number}} GfpName */

export class Schema {
  /**
   * @param {any} model the answer of GET /api/model
   * @param {any} [profile] of the hello: where the fields of this machine lie that depend on its size, and how many there are
   */
  constructor(model, profile) {
    this.version = Number(model.version ?? model.model ?? 0);
    /** @type {FunctionInfo[]} */
    this.functions = model.functions;
    /** @type {LineInfo[]} */
    this.lines = model.lines;
    /** @type {string[]} */
    this.values = model.values.map((/** @type {any} */ value) => value.name ?? value);
    /** @type {string[]} */
    this.formats = model.formats;
    /** @type {PointInfo[]} */
    this.points = model.points;
    /** @type {Field[]} */
    this.fields = model.fields.map((/** @type {any} */ field) =>
      sized({ dims: [], ...field }, profile),
    );
    /** @type {string[]} */
    this.migratetypes = model.migratetypes;
    /** @type {string[]} */
    this.zones = model.zones;
    /** @type {string[]} */
    this.items = model.items;
    /** @type {string[]} */
    this.stages = model.stages;
    /** @type {GfpName[]} */
    this.gfp = model.gfp;
    /** What kmem_cache_create() takes; a name may stand for the same bits as one before. @type {GfpName[]} */
    this.slabFlags = model.slab_flags;
    this.fieldIds = new Map(this.fields.map((field, id) => [field.name, id]));
    this.functionIds = new Map(this.functions.map((info, id) => [info.name, id]));
    this.valueIds = new Map(this.values.map((name, id) => [name, id]));
    /** @type {string[]} */
    this.texts = model.texts ?? [];
    /**
     * The string at an address of low memory; whoever holds the image gives it. Names outlive the operation that reports them.
     * @type {(address: number) => string}
     */
    this.stringAt = hex;
  }

  /** @param {string} name @returns {Field} throws when the model has no such field */
  field(name) {
    const id = this.fieldIds.get(name);
    if (id === undefined) throw new Error(`the model has no field ${name}`);
    return this.fields[id];
  }

  /** @param {number} id @returns {FunctionInfo} */
  function(id) {
    return this.functions[id] ?? { name: `function ${id}`, file: '', line: 0 };
  }

  /** File without its folders, and line, as the notes write it: page_alloc.c:1067. @param {number} id */
  place(id) {
    const { file, line } = this.function(id);
    return `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
  }

  /**
   * A value in its format, as value_print() in alloc/schema.c writes it.
   * @param {number} format @param {number} a @param {number} [b] the second word, for formats that have one
   */
  format(format, a, b = 0) {
    switch (this.formats[format]) {
      case 'sdec':
        return String(a | 0);
      case 'hex':
        return hex(a);
      case 'pfn':
        return a === NONE ? 'NULL' : hex(a);
      case 'mt':
        return `${this.migratetypes[a] ?? '?'}: ${a}`;
      case 'zone':
        return a === NONE ? 'NULL' : (this.zones[a] ?? String(a));
      case 'item':
        return `${this.items[a] ?? '?'}: ${a}`;
      case 'area':
        return `free_area[${a}]`;
      case 'free_list':
        return `free_area[${a & 0xff}].free_list[${a >>> 8}]`;
      case 'pcp_list':
        return `pcp->lists[${a}]`;
      case 'zoneref':
        return a === NONE ? 'ref(end)' : `ref(${this.zones[a] ?? a})`;
      case 'node':
        return `node${a}`;
      case 'addr':
      case 'cache':
      case 'node_of':
      case 'pfn0':
        return a ? hex(a) : 'NULL';
      case 'oo':
        return `${a >>> 16}:${a & 0xffff}`;
      case 'counters':
        return `${a & 0xffff}/${(a >>> 16) & 0x7fff}/${a >>> 31}`;
      case 'cpu_slab':
        return `cpu_slab(${hex(a)},cpu${b})`;
      case 'string':
        return a ? `"${this.stringAt(a)}"` : 'NULL';
      case 'text':
        return `"${this.texts[a] ?? '?'}"`;
      case 'function':
        return this.functions[a]?.name ?? '?';
      case 'void':
        return '';
      default:
        return String(a);
    }
  }

  /** @param {Event} event a value event @returns {{name: string, old: string | null, now: string}} */
  value(event) {
    const format = event.aux & ~VALUE_HAS_OLD;
    const old = event.aux & VALUE_HAS_OLD ? this.format(format, event.b) : null;
    const now = this.format(format, event.a, old === null ? event.b : 0);
    return { name: this.values[event.id] ?? `value ${event.id}`, old, now };
  }

  /** Field and indices of a word of the image. @param {number} id of the field @param {number} offset */
  locate(id, offset) {
    const field = this.fields[id];
    let rest = offset - field.base;
    const indices = field.dims.map((dim) => {
      const index = Math.floor(rest / dim.stride);
      rest -= index * dim.stride;
      return index;
    });
    return { field, indices };
  }

  /** A trace point in the notation of the golden traces: A4f000,0,201200,0. @param {Event} event */
  pointText(event) {
    const point = this.points[event.id];
    const fields = this.pointFields(event);
    const words = point.fields.map(({ name, format }) =>
      this.formats[format] === 'pfn' && fields[name] === NONE ? '-' : fields[name].toString(16),
    );
    return `${point.letter}${words.join(',')}`;
  }

  /** @param {Event} event a point @returns {Record<string, number>} its fields by name */
  pointFields(event) {
    const words = [event.a, event.b, event.c, event.aux];
    /** @type {Record<string, number>} */
    const fields = {};
    for (const field of this.points[event.id].fields) {
      let value = bitsOf(words, field);
      let at = field.bits;
      for (const part of field.more ?? []) {
        value += bitsOf(words, part) * 2 ** at;
        at += part.bits;
      }
      fields[field.name] = value * (field.unit ?? 1);
    }
    return fields;
  }
}

/**
 * A field whose place or number the machine's size decides, as it is on this machine.
 * @param {Field} field @param {any} profile
 * @returns {Field}
 */
function sized(field, profile) {
  const [dim] = field.dims;
  if (!profile || dim?.count !== 0) return field;
  const base =
    {
      held_page: profile.held_off,
      held: profile.held_off + 4 * profile.nr_pages,
      ram: profile.ram_off,
    }[dim.name] ?? field.base;
  const count = dim.name === 'ram' ? profile.ram_size / 4 : profile.nr_pages;
  return { ...field, base, dims: [{ ...dim, count }, ...field.dims.slice(1)] };
}

/** @param {number[]} words @param {Bits} part */
function bitsOf(words, { word, shift, bits }) {
  return bits >= 32 ? words[word] : (words[word] >>> shift) & ((1 << bits) - 1);
}

/** @param {number} value */
export function hex(value) {
  return `0x${(value >>> 0).toString(16)}`;
}

/**
 * The events of a packed stretch as objects.
 * @param {Uint32Array} words four per event
 * @param {number} from @param {number} to numbers within the stretch
 * @param {number} first number within the op of the stretch's first event
 * @returns {Event[]}
 */
export function unpackEvents(words, from, to, first) {
  const events = [];
  for (let i = from; i < to; i++) {
    const head = words[4 * i];
    events.push({
      index: first + i,
      kind: head & 0xff,
      aux: (head >>> 8) & 0xff,
      id: head >>> 16,
      a: words[4 * i + 1],
      b: words[4 * i + 2],
      c: words[4 * i + 3],
    });
  }
  return events;
}
