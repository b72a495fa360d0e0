// packed.js - a text as letters that a link can carry: deflated (RFC 1951), in base64url.

/** @param {string} text */
export async function packText(text) {
  const bytes = await through(
    new TextEncoder().encode(text),
    new CompressionStream('deflate-raw'),
    Infinity,
  );
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** @param {string} data @param {number} limit bytes that the text may have @throws where it was not made by packText, or is longer */
export async function unpackText(data, limit) {
  const letters = atob(data.replace(/-/g, '+').replace(/_/g, '/'));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const text = await through(bytes, new DecompressionStream('deflate-raw'), limit);
  return new TextDecoder('utf-8', { fatal: true }).decode(text);
}

/** @param {Uint8Array} bytes @param {CompressionStream | DecompressionStream} stream @param {number} limit */
async function through(bytes, stream, limit) {
  const source = new Blob([/** @type {BlobPart} */ (/** @type {unknown} */ (bytes))]).stream();
  const reader = source.pipeThrough(/** @type {any} */ (stream)).getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
    if (length > limit) throw new Error('too long');
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
