// studynote.en.js - study notes, taken out and checked, in English.

/** @type {Record<string, string>} */
export default {
  'studynote.button': 'Note',
  'studynote.title': 'Study note',
  'studynote.take': 'Take the walk as a note',
  'studynote.takeNote':
    'What the kernel did between two steps, call by call, in the form of a study note. Repeats are counted.',
  'studynote.format': 'Format',
  'studynote.copied': 'The note is on the clipboard.',
  'studynote.save': 'Save as a file',
  'studynote.more': '{n} more lines; copied and saved it is whole.',
  'studynote.check': 'Check my note',
  'studynote.checkNote':
    'Paste a note. Each “name: value” is held against this machine, and ???? is filled in.',
  'studynote.open': 'Open a file',
  'studynote.show': 'What is shown',
  'studynote.found': 'What was found',
  'studynote.nothing': 'There is no “name: value” in this note.',
  'studynote.cut': 'The note goes on; this is as far as it was checked.',
  'studynote.line': 'line {n} of the note',
  'studynote.wrong': 'wrong',
  'studynote.assumed': 'assumed',
  'studynote.filled': 'filled in',
  'studynote.unreached': 'not taken here',
  'studynote.unknown': 'not shown',
  'studynote.right': 'right',
  'studynote.ahead': 'later in the boot',
  'studynote.aheadNote':
    'This room has not come there. Run the boot stages and check again to go to the step.',
  'studynote.goTo': 'Go to step {step}',
  'because.assumed': 'assumed in line {it}',
  'because.constant': '{it}',
  'because.rule': '= {it}',
  'because.passed': 'handed on: {it}',
  'because.loop': 'after the loop',
  'because.item': 'this item is {it}; the chunk for the buddy lists is pcp->batch',
  'because.always': '{it} returns this whatever it is given here',
};
