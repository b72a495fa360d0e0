// client.mjs - a viewer for the tests: opens a room, keeps a replica, waits for messages.
import { inflateSync } from 'node:zlib';
import WebSocket from 'ws';
import { patience } from '../../lib/daemon.mjs';
import { Replica } from './replica.mjs';

const MAGIC = 0x62736631;
const DEADLINE = 20_000 * patience;

/** @typedef {{head: any, payload: Uint8Array}} Frame a binary frame, unpacked */
/** @typedef {any} Message a JSON message, or a Frame's head with `payload` */

/** @param {Buffer} bytes @returns {Frame} */
export function readFrame(bytes) {
  if (bytes.readUInt32LE(0) !== MAGIC) throw new Error('not a frame');
  const length = bytes.readUInt32LE(4);
  const head = JSON.parse(bytes.toString('utf8', 8, 8 + length));
  const body = bytes.subarray(8 + Math.ceil(length / 4) * 4);
  const payload = head.encoding === 'deflate' ? inflateSync(body) : body;
  if (payload.length !== head.raw) throw new Error(`${payload.length} bytes, not ${head.raw}`);
  return { head, payload };
}

/**
 * @param {string} url of the daemon @param {string} path
 * @param {{method?: string, body?: unknown, headers?: Record<string, string>}} [how]
 * @returns {Promise<{status: number, json: any, text: string, headers: Headers}>}
 */
export async function request(url, path, { method, body, headers = {} } = {}) {
  const answer = await fetch(url + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    headers,
    redirect: 'manual',
  });
  const text = await answer.text();
  let json = null;
  if (answer.headers.get('content-type')?.startsWith('application/json')) json = JSON.parse(text);
  return { status: answer.status, json, text, headers: answer.headers };
}

/** @param {string} url @param {object} [options] @returns {Promise<string>} name of a new room */
export async function newRoom(url, options = { profile: 'small' }) {
  const { status, json, text } = await request(url, '/api/rooms', { body: options });
  if (status !== 201) throw new Error(`no room: ${status} ${text}`);
  return json.room;
}

/** @type {Map<string, Promise<Uint8Array>>} */
const bases = new Map();

/** @param {string} url @param {string} digest @returns {Promise<Uint8Array>} chunks of a base image */
export function baseChunks(url, digest) {
  const key = `${url} ${digest}`;
  const known =
    bases.get(key) ??
    fetch(`${url}/api/images/${digest}`)
      .then((answer) => answer.arrayBuffer())
      .then((packed) => inflateSync(Buffer.from(packed)));
  bases.set(key, known);
  return known;
}

export class Client {
  /** @param {string} url @param {string} room */
  constructor(url, room) {
    this.url = url;
    this.room = room;
    /** @type {Message[]} everything that came, in order */
    this.log = [];
    /** @type {Set<() => void>} */
    this.watchers = new Set();
    this.nextId = 1;
    /** The digest that the daemon gave with the last keyframe or op. */
    this.expected = '';
    /** @type {number | null} */
    this.closed = null;
    /** @type {any} */
    this.hello = null;
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/api/rooms/${room}/ws`);
    this.socket.on('message', (data, binary) =>
      this.#receive(/** @type {Buffer} */ (data), binary),
    );
    this.socket.on('close', (code) => {
      this.closed = code;
      this.#changed();
    });
    this.socket.on('error', () => {});
  }

  /**
   * @param {string} url @param {string} room
   * @returns {Promise<Client>} with hello and keyframe
   */
  static async open(url, room) {
    const client = new Client(url, room);
    client.hello = await client.wait((message) => message.type === 'hello');
    await client.wait((message) => message.type === 'keyframe');
    return client;
  }

  /** @param {Buffer} data @param {boolean} binary */
  #receive(data, binary) {
    if (binary) {
      const { head, payload } = readFrame(data);
      this.log.push({ ...head, payload });
    } else {
      this.log.push(JSON.parse(data.toString('utf8')));
    }
    this.#changed();
  }

  #changed() {
    for (const watcher of [...this.watchers]) watcher();
  }

  /**
   * @param {(message: Message) => boolean} wanted
   * @param {number} [from] index in the log to start from
   * @returns {Promise<Message>} the first such message, perhaps one that came already
   */
  wait(wanted, from = 0) {
    return new Promise((resolve, reject) => {
      let at = from;
      const look = () => {
        for (; at < this.log.length; at++) {
          if (wanted(this.log[at])) return done(() => resolve(this.log[at]));
        }
        if (this.closed !== null) done(() => reject(new Error(`closed with ${this.closed}`)));
      };
      const timer = setTimeout(() => done(() => reject(new Error('no such message'))), DEADLINE);
      /** @param {() => void} end */
      const done = (end) => {
        clearTimeout(timer);
        this.watchers.delete(look);
        end();
      };
      this.watchers.add(look);
      look();
    });
  }

  /** @param {unknown} message */
  send(message) {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /**
   * Sends a message with an id and waits for what answers it.
   * @param {object} message @returns {Promise<Message>} ack, error, pong or window
   */
  ask(message) {
    const id = `q${this.nextId++}`;
    const from = this.log.length;
    this.send({ ...message, id });
    return this.wait((answer) => answer.id === id && answer.type !== 'lapse', from);
  }

  /** Applies an op and waits for it. @param {object | string} op JSON or a line @returns {Promise<Message>} */
  op(op) {
    return this.ask(typeof op === 'string' ? { type: 'op', text: op } : { type: 'op', op });
  }

  /** Waits until op n has come, by itself or in a keyframe. @param {number} n */
  reached(n) {
    return this.wait(({ type, seq }) => (type === 'op' || type === 'keyframe') && seq >= n);
  }

  /** Replays all that came into a replica. @returns {Promise<string>} its digest */
  async digest() {
    const base = new Replica(this.hello.image_size);
    base.loadChunks(await baseChunks(this.url, this.hello.base));
    let replica = base;
    for (const message of this.log) {
      if (message.type === 'keyframe') {
        replica = base.copy();
        replica.loadDifference(message.payload);
        this.expected = message.digest;
      } else if (message.type === 'lapse' && !message.id) {
        replica.writeRuns(message.payload);
      } else if (message.type === 'op') {
        replica.applyEvents(message.payload);
        this.expected = message.op.digest;
      }
    }
    return replica.digest();
  }

  close() {
    this.socket.close();
    return new Promise((resolve) => {
      if (this.closed !== null) resolve(undefined);
      else this.socket.once('close', resolve);
    });
  }
}
