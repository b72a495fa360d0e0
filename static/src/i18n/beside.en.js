// beside.en.js - two rooms beside each other, and rooms that branch off, in English.

/** @type {Record<string, string>} */
export default {
  'beside.title': 'Beside another room',
  'beside.which': 'Address or name of the other room',
  'beside.compare': 'Compare',
  'beside.origin': 'Beside the room that this one was forked from',
  'beside.open': 'Open the other room ↗',
  'beside.coming': 'The other room arrives.',
  'beside.part': 'They part at op {op}: {one} here, {two} there.',
  'beside.machine': 'They are different machines from the first op on.',
  'beside.goesOn': 'The same up to op {op}; then only this room goes on: {text}',
  'beside.otherGoesOn': 'The same up to op {op}; then only the other room goes on: {text}',
  'beside.same': 'The same up to here: {n} ops.',
  'beside.there': 'Go there',
  'beside.one': 'this room',
  'beside.two': 'the other',
  'beside.blocks': 'pageblocks that differ: {n}',
  'beside.differs': 'another list in the other room',
  'beside.pages': 'Pages that differ: {n}',
  'beside.counters': 'Counters that differ: {n}',
  'beside.more': 'and {n} more',
  'fork.button': 'Fork',
  'fork.note': 'A room of your own that goes on from here: the first {n} ops are the same',
};
