// share.en.js - links, files and what comes of them, in English.

/** @type {Record<string, string>} */
export default {
  'share.title': 'Share this room',
  'share.sub': 'Here now: {n}. The room stays when everybody has left.',
  'share.loopback': 'Nobody else can reach this address: it is this computer’s own.',
  'share.wider': 'To let others in, start the daemon with',
  'share.copied': 'The link is on the clipboard.',
  'share.here': 'Link to this step',
  'share.hereNote': 'Opens where you are now, with what you look at.',
  'share.live': 'Link to the room',
  'share.liveNote': 'Who opens it sees what happens here now.',
  'share.session': 'The whole session in a link',
  'share.sessionNote':
    'All operations lie in the link itself: any buddyscope opens it, in a room of its own, also when this one is gone.',
  'share.embed': 'For a frame',
  'share.embedNote':
    'This operation over and over, one view, nothing around it: for the pages of a wiki or a note.',
  'share.working': 'One moment …',
  'share.tooLong': 'Too much for a link of {limit} characters. Save the room as a file.',
  'share.code': 'QR code of the link',
  'share.large': 'QR code, large',
  'share.noCode': 'Too long for a QR code.',
  'share.codeNote': 'Point a phone’s camera at it. It must be on the same network.',
  'share.codeLoopback': 'It leads to this computer only.',
  'share.files': 'As a file',
  'share.saveRoom': 'Save the room as JSON',
  'share.saveSteps': 'Save steps as one HTML file',
  'steps.from': 'from',
  'steps.to': 'to',
  'steps.wrong': 'OP or OP.EVENT, the first before the second, up to {last}',
  'session.version':
    'This link was made by a newer buddyscope: its format is {version}. This one reads format 1.',
  'session.damaged': 'This link is not complete, or was damaged on its way.',
  'session.recorded':
    'Recorded with version {version} of the model, run again with version {now}: steps may count otherwise.',
  'room.import': 'From a file',
  'room.importNote': 'A room that was saved as JSON, here or elsewhere.',
};
