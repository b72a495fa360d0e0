// net.js - the wire: fetch, the WebSocket and its reconnecting, binary frames unpacked and in order.

import { wordsOf } from './replica.js';

/** @typedef {import('./types.js').WireError} WireError */
/** @typedef {{head: any, payload: Uint8Array}} Frame */

const MAGIC = 0x62736631;
const RETRY = [500, 1000, 2000, 4000, 8000];
const PATIENCE = 30_000;
const ANSWERS = new Set(['ack', 'pong', 'welcome']);

/** What the daemon refused, as an exception. */
export class Refused extends Error {
  /** @param {WireError} error @param {number} [status] */
  constructor(error, status = 0) {
    super(error.message);
    this.error = error;
    this.status = status;
  }
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} unpacked (zlib) */
export async function inflate(bytes) {
  const body = new Response(/** @type {BlobPart} */ (/** @type {unknown} */ (bytes))).body;
  if (!body) return bytes;
  const stream = body.pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** In a file with a recording nobody can be asked. */
function mustHaveDaemon() {
  if (document.documentElement.dataset.mode !== 'file') return;
  throw new Refused({ code: 'offline', field: '', message: 'there is no daemon behind this file' });
}

/** @param {Response} answer @returns {Promise<never>} */
async function refused(answer) {
  const json = await answer.json().catch(() => null);
  const error = json?.error ?? { code: 'http', field: '', message: `${answer.status}` };
  throw new Refused(error, answer.status);
}

/** @param {string} path @param {unknown} [body] posted as JSON @returns {Promise<any>} */
export async function api(path, body) {
  mustHaveDaemon();
  const answer = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return answer.ok ? answer.json() : refused(answer);
}

/** @param {string} path @param {string} note a text, posted as it is @returns {Promise<any>} */
export async function checkNote(path, note) {
  mustHaveDaemon();
  const answer = await fetch(path, { method: 'POST', body: note });
  return answer.ok ? answer.json() : refused(answer);
}

/** @param {string} path @returns {Promise<string>} a text of the daemon */
export async function apiText(path) {
  mustHaveDaemon();
  const answer = await fetch(path);
  return answer.ok ? answer.text() : refused(answer);
}

/**
 * A base image, unpacked; says how far it is while it arrives.
 * @param {string} digest
 * @param {(received: number, total: number) => void} progress in bytes on the wire
 */
export async function fetchBase(digest, progress) {
  const answer = await fetch(`/api/images/${digest}`);
  if (!answer.ok || !answer.body) throw new Error(`image ${digest}: ${answer.status}`);
  const total = Number(answer.headers.get('Content-Length') ?? 0);
  let received = 0;
  const counted = answer.body.pipeThrough(
    new TransformStream({
      transform(part, controller) {
        received += part.byteLength;
        progress(received, total);
        controller.enqueue(part);
      },
    }),
  );
  const unpacked = counted.pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/** @param {ArrayBuffer} buffer @returns {Promise<Frame>} */
async function readFrame(buffer) {
  const view = new DataView(buffer);
  if (view.getUint32(0, true) !== MAGIC) throw new Error('not a frame of this wire');
  const length = view.getUint32(4, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const body = new Uint8Array(buffer, 8 + ((length + 3) & ~3));
  return { head, payload: head.encoding === 'deflate' ? await inflate(body) : body };
}

/** @param {Frame} frame of type op or window @returns {Uint32Array} its events, packed */
export function packedEvents({ head, payload }) {
  const words = wordsOf(payload);
  return head.type === 'window' ? words.subarray(0, 4 * head.count) : words;
}

/** @param {Frame} frame of type window or keyframe @returns {Uint8Array} its image, as the difference from the base */
export function imageOf({ head, payload }) {
  return head.type === 'window' ? payload.subarray(16 * head.count) : payload;
}

/**
 * The connection of one room. Emits, with the message in `detail`: hello, presence, keyframe, op, lapse, lead, point, note, note_gone, and
 * `state` with {connected, since, retryAt, code}.
 */
export class Wire extends EventTarget {
  /** @param {string} room */
  constructor(room) {
    super();
    this.room = room;
    /** @type {WebSocket | null} */
    this.socket = null;
    this.connected = false;
    /** @type {Map<string, {resolve: (answer: any) => void, reject: (error: Error) => void}>} */
    this.waiting = new Map();
    this.nextId = 1;
    this.attempts = 0;
    this.closed = false;
    this.queue = Promise.resolve();
    /** Behind the first keyframe messages wait until open() is called: whoever listens is there by then. */
    this.open = () => {};
    /** @type {Promise<void>} */
    this.opened = new Promise((resolve) => (this.open = resolve));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  connect() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/api/rooms/${this.room}/ws`);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onmessage = (message) => this.#receive(message.data);
    socket.onclose = ({ code }) => this.#lost(socket, code);
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  /** @param {any} message @returns {boolean} whether it could be sent */
  send(message) {
    if (!this.connected || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /**
   * Sends a message with an id of its own and waits for the answer.
   * @param {any} message @param {string} [id] @param {number} [patience] in ms
   * @returns {Promise<any>} the answering message or frame
   */
  ask(message, id = this.newId(), patience = PATIENCE) {
    return new Promise((resolve, reject) => {
      if (!this.send({ ...message, id })) {
        reject(new Refused({ code: 'offline', field: '', message: 'not connected' }));
        return;
      }
      this.waiting.set(id, { resolve, reject });
      setTimeout(() => this.#settle(id, null, new Error('no answer')), patience);
    });
  }

  newId() {
    return String(this.nextId++);
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    this.queue = this.queue
      .then(async () => {
        if (typeof data === 'string') this.#message(JSON.parse(data));
        else await this.#frame(await readFrame(data));
      })
      .catch((error) => this.#emit('trouble', error));
  }

  /** @param {any} message */
  #message(message) {
    if (message.type === 'error') {
      this.#settle(message.id, null, new Refused(message.error));
    } else if (ANSWERS.has(message.type)) {
      this.#settle(message.id, message, null);
    } else {
      if (message.type === 'hello') {
        this.connected = true;
        this.attempts = 0;
        this.#emit('state', { connected: true });
      }
      this.#emit(message.type, message);
    }
  }

  /** @param {Frame} frame */
  async #frame(frame) {
    const { type, id, last } = frame.head;
    if (type === 'window' || (type === 'lapse' && id && last)) this.#settle(id, frame, null);
    if (type !== 'window') this.#emit(type, frame);
    if (type === 'keyframe') await this.opened;
  }

  /** @param {string} id @param {any} answer @param {Error | null} error */
  #settle(id, answer, error) {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    if (error) waiting.reject(error);
    else waiting.resolve(answer);
  }

  /** @param {WebSocket} socket @param {number} code why it was closed */
  #lost(socket, code) {
    if (this.socket !== socket) return;
    this.connected = false;
    for (const id of [...this.waiting.keys()]) {
      this.#settle(id, null, new Refused({ code: 'offline', field: '', message: 'not connected' }));
    }
    if (this.closed) return;
    const delay = RETRY[Math.min(this.attempts++, RETRY.length - 1)];
    const now = Date.now();
    this.#emit('state', { connected: false, since: now, retryAt: now + delay, code });
    this.timer = setTimeout(() => this.connect(), delay);
  }

  /** @param {string} type @param {any} detail */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
