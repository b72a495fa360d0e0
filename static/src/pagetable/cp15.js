// cp15.js - the registers of coprocessor 15 that the MMU of a cpu reads and writes, as the machine holds them, with the names of their bits (DDI 0406C B4.1).

import { EV_WORD } from '../schema.js';
import { fields } from './fields.js';
import { DACR, NMRR, PRRR, SCTLR, TTB_FLAGS } from './registers.js';

/** @typedef {import('./memory.js').TableMemory} TableMemory */
/** @typedef {import('./fields.js').BitField} BitField */

/** Numbered fields from the highest down: "NOS7:31 NOS6:30 …". @param {string} name @param {number} top @param {number} count @param {number} wide */
const row = (name, top, count, wide) =>
  Array.from({ length: count }, (_, i) => {
    const high = top - i * wide;
    return `${name}${count - 1 - i}:${wide > 1 ? `${high}-${high - wide + 1}` : high}`;
  }).join(' ');

const TTBR = 'base:31-14 _:13-7 IRGN0:6 NOS:5 RGN:4-3 IMP:2 S:1 IRGN1:0';
const FSR_LOW = 'ExT:12 WnR:11 FS4:10 LPAE:9 _:8';

/** In the order in which they are shown. @type {Record<string, BitField[]>} */
export const REGISTERS = {
  ttbr0: fields(TTBR),
  ttbr1: fields(TTBR),
  ttbcr: fields('EAE:31 _:30-6 PD1:5 PD0:4 _:3 N:2-0'),
  contextidr: fields('PROCID:31-8 ASID:7-0'),
  dacr: fields(row('D', 31, 16, 2)),
  sctlr: fields(
    '_:31 TE:30 AFE:29 TRE:28 NMFI:27 _:26 EE:25 VE:24 _:23 U:22 FI:21 UWXN:20 WXN:19 _:18 HA:17 _:16-15 RR:14 V:13 I:12 Z:11 SW:10 _:9-6 BEN:5 _:4-3 C:2 A:1 M:0',
  ),
  prrr: fields(
    `${row('NOS', 31, 8, 1)} _:23-20 NS1:19 NS0:18 DS1:17 DS0:16 ${row('TR', 15, 8, 2)}`,
  ),
  nmrr: fields(`${row('OR', 31, 8, 2)} ${row('IR', 15, 8, 2)}`),
  dfsr: fields(`_:31-14 CM:13 ${FSR_LOW} domain:7-4 FS:3-0`),
  dfar: fields('address:31-0'),
  ifsr: fields(`_:31-13 ${FSR_LOW.replace('WnR', '_')} _:7-4 FS:3-0`),
  ifar: fields('address:31-0'),
};

/** Fields of the image that are registers, and which. */
export const CP15_FIELDS = new Map(Object.keys(REGISTERS).map((name) => [`cp15[].${name}`, name]));

/** What boot leaves in every cpu: the machine keeps registers from the first process on. @param {TableMemory} memory @returns {Record<string, number>} */
function asBooted(memory) {
  const ttbr = (memory.toPhys(memory.field('swapper_pg_dir')) | TTB_FLAGS) >>> 0;
  const set = { ttbr0: ttbr, ttbr1: ttbr, dacr: DACR, sctlr: SCTLR, prrr: PRRR, nmrr: NMRR };
  return { ...Object.fromEntries(Object.keys(REGISTERS).map((name) => [name, 0])), ...set };
}

/** Does the machine keep them already? @param {TableMemory} memory */
export const keepsCp15 = (memory) => memory.element('cp15[].sctlr', 0) !== 0;

/** @param {TableMemory} memory @param {number} cpu @returns {Record<string, number>} by name */
export function readCp15(memory, cpu) {
  if (!keepsCp15(memory)) return asBooted(memory);
  return Object.fromEntries(
    Object.keys(REGISTERS).map((name) => [name, memory.element(`cp15[].${name}`, cpu)]),
  );
}

/** What a step wrote into a cpu's registers: the values before it. @param {import('../types.js').Event[]} events @param {TableMemory} memory @param {number} cpu @returns {Map<string, number>} */
export function cp15Changes(events, { schema }, cpu) {
  /** @type {Map<string, number>} */
  const old = new Map();
  for (const event of events) {
    const name = event.kind === EV_WORD && CP15_FIELDS.get(schema.fields[event.id].name);
    if (!name || old.has(name)) continue;
    if (schema.locate(event.id, event.a).indices[0] === cpu) old.set(name, event.b >>> 0);
  }
  return old;
}

/** FS[4:0] of a fault status register. @param {number} fsr */
export const statusOf = (fsr) => ((fsr >>> 6) & 0x10) | (fsr & 0xf);
