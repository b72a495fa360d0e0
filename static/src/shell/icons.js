// icons.js - the few drawings of the shell, in the colour of the text around them.

import { html, svg } from 'lit/html.js';

/** @param {import('lit/html.js').TemplateResult<2>} body @param {number} [size] */
const icon = (body, size = 16) =>
  html`<svg class="icon" width=${size} height=${size} viewBox="0 0 16 16" aria-hidden="true">
    ${body}
  </svg>`;

/** A block over its halves: one whole, one half, two quarters. */
export const logo = html`<svg
  class="logo"
  width="22"
  height="18"
  viewBox="0 0 22 18"
  aria-hidden="true"
>
  <rect x="0" y="0" width="22" height="8" rx="1.5" fill="currentColor" />
  <rect x="0" y="10" width="10" height="8" rx="1.5" fill="currentColor" />
  <rect
    x="12.6"
    y="10.6"
    width="3.6"
    height="6.8"
    rx="1"
    fill="none"
    stroke="currentColor"
    stroke-width="1.2"
  />
  <rect
    x="17.8"
    y="10.6"
    width="3.6"
    height="6.8"
    rx="1"
    fill="none"
    stroke="currentColor"
    stroke-width="1.2"
  />
</svg>`;

export const toStart = () => icon(svg`<path d="M3 3h2v10H3zM13 3v10L6 8z" fill="currentColor" />`);
export const back = () => icon(svg`<path d="M11 3v10L4 8z" fill="currentColor" />`);
export const play = () => icon(svg`<path d="M4 2.5v11L13 8z" fill="currentColor" />`);
export const pause = () => icon(svg`<path d="M4 3h3v10H4zM9 3h3v10H9z" fill="currentColor" />`);
export const forward = () => icon(svg`<path d="M5 3v10l7-5z" fill="currentColor" />`);
export const toEnd = () => icon(svg`<path d="M11 3h2v10h-2zM3 3v10l7-5z" fill="currentColor" />`);
export const lens = () =>
  icon(
    svg`<path d="M10 10l4.5 4.5M11.5 6.5a5 5 0 1 1-10 0 5 5 0 0 1 10 0z" fill="none" stroke="currentColor" stroke-width="1.8" />`,
  );
export const alarm = () =>
  icon(svg`<path d="M8 1.5 15 14H1z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
    <path d="M8 6v4M8 11.4v1.2" stroke="currentColor" stroke-width="1.6" />`);
export const cross = () =>
  icon(svg`<path d="m4 4 8 8m0-8-8 8" stroke="currentColor" stroke-width="1.7" />`, 14);
export const hand = () =>
  icon(
    svg`<path d="M4 9V5M6.5 8V2.5M9 8V2.5M11.5 9V4M4 8.5c0 4 1.5 5.5 4 5.5s4.5-2 3.5-6" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />`,
    11,
  );
export const flag = () =>
  icon(
    svg`<path d="M4 14V2.5M4 3h8l-2.2 2.7L12 8.5H4" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />`,
    12,
  );
export const eye = () =>
  icon(
    svg`<path d="M1.5 8C4 4 12 4 14.5 8 12 12 4 12 1.5 8z" fill="none" stroke="currentColor" stroke-width="1.4" />
    <circle cx="8" cy="8" r="2" fill="currentColor" />`,
    14,
  );
export const chart = () =>
  icon(
    svg`<path d="M1.5 13.5h13M2 10l3.5-4 3 3L14 3" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />`,
    14,
  );
