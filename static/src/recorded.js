// recorded.js - the page without a daemon: a recording in the place of the wire.

import { Refused } from './net.js';
import { Player } from './player.js';
import { Reader } from './reader.js';
import { unpack, unpackWords } from './recording.js';
import { Replica } from './replica.js';
import { Schema } from './schema.js';
import { Segment } from './segment.js';

/** Nobody is at the other end: every question is refused as if the daemon were gone. */
class NoWire extends EventTarget {
  constructor() {
    super();
    this.connected = false;
  }

  send() {
    return false;
  }

  ask() {
    return Promise.reject(
      new Refused({ code: 'offline', field: '', message: 'there is no daemon behind this file' }),
    );
  }

  newId() {
    return '0';
  }
}

/**
 * The machine before the first recorded event, and all events on the player's track.
 * @param {import('./recording.js').Recording} recording
 */
export async function openRecording(recording) {
  const { profile, ops, parts } = recording;
  const replica = new Replica(profile.image_size, profile.ram_off);
  replica.loadBase(await unpack(recording.base));
  replica.load(await unpack(recording.image));
  const schema = new Schema(recording.model, profile);
  const wire = /** @type {import('./net.js').Wire} */ (/** @type {unknown} */ (new NoWire()));
  const player = new Player({ replica, wire });
  player.reset(ops);
  player.following = false;
  for (const { op, from, events } of parts) {
    player.track.segments.push(new Segment(op, from, await unpackWords(events)));
  }
  return { schema, player, reader: new Reader(replica, schema, profile), wire, profile };
}
