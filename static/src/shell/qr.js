// qr.js - a QR code as one path; fetched when somebody shares.

import { html } from 'lit/html.js';
import { encode } from 'uqr';

/** Modules of white around it that scanners ask for. */
const QUIET = 4;

/** Dark on white in both themes: scanners want it so. @param {string} text @param {string} label */
export function qr(text, label) {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  let path = '';
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue;
      let end = x;
      while (end + 1 < size && row[end + 1]) end++;
      path += `M${x} ${y}h${end + 1 - x}v1h-${end + 1 - x}z`;
      x = end;
    }
  }
  return html`<svg
    class="qr"
    viewBox="0 0 ${size} ${size}"
    role="img"
    aria-label=${label}
    shape-rendering="crispEdges"
  >
    <rect width=${size} height=${size} fill="#fff" />
    <path d=${path} fill="#000" />
  </svg>`;
}
