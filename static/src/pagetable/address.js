// address.js - what somebody means who types an address: a number, a page frame, a physical address, a name of the kernel, an object.

import { PAGE_OFFSET } from '../slab/memory.js';
import { PAGE } from './memory.js';

/** @typedef {import('./memory.js').TableMemory} TableMemory */

/** Names with an address of their own. @param {TableMemory} memory @returns {[string, number][]} */
export function namedAddresses(memory) {
  /** @type {[string, number][]} */
  const fixed = [
    ['PAGE_OFFSET', PAGE_OFFSET],
    ['high_memory', memory.highMemory],
    ['VMALLOC_START', memory.vmallocStart],
    ['PKMAP_BASE', 0xbfe00000],
    ['MODULES_VADDR', 0xbf000000],
    ['FIXADDR_START', 0xfff00000],
    ['vectors', 0xffff0000],
    ['stubs', 0xffff1000],
  ];
  const fields = ['swapper_pg_dir', 'vectors_page', 'pkmap_page_table', 'empty_zero_page'];
  for (const name of fields) {
    const addr = memory.field(name);
    if (addr) fixed.push([name, addr]);
  }
  return fixed;
}

/**
 * @param {TableMemory} memory @param {string} text
 * @param {(name: string) => number} objectAt address of an object by its short name, 0 if there is none
 * @returns {number | null}
 */
export function readAddress(memory, text, objectAt) {
  const said = text.trim();
  const named = namedAddresses(memory).find(([name]) => name.toLowerCase() === said.toLowerCase());
  if (named) return named[1];
  const frame = /^(?:pfn\s*|\/\s*)(?:0x)?([0-9a-f]{1,6})$/i.exec(said);
  if (frame) return memory.toVirt(parseInt(frame[1], 16) * PAGE) || null;
  const phys = /^pa\s*(?:0x)?([0-9a-f]{1,8})$/i.exec(said);
  if (phys) return memory.toVirt(parseInt(phys[1], 16)) || null;
  if (/^(0x)?[0-9a-f]{1,8}$/i.test(said)) return parseInt(said.replace(/^0x/i, ''), 16);
  return objectAt(said) || null;
}
