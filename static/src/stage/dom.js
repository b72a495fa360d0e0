// dom.js - making and keeping elements, without ceremony.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag @param {string} [className] @param {(Node | string)[]} children
 * @returns {HTMLElement}
 */
export function el(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

/**
 * @param {string} tag @param {Record<string, string | number>} [attributes] @param {(Node | string)[]} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** Puts an element at a place in its stage. @param {HTMLElement} node @param {number} x @param {number} y @param {number} [w] @param {number} [h] */
export function put(node, x, y, w, h) {
  const { style } = node;
  style.left = `${x}px`;
  style.top = `${y}px`;
  if (w !== undefined) style.width = `${w}px`;
  if (h !== undefined) style.height = `${h}px`;
}

/** @typedef {{x: number, y: number, w: number, h: number}} Rect */

/** Where an element lies, in the coordinates of another. @param {Element} node @param {Element} within @returns {Rect} */
export function rectIn(node, within) {
  const a = node.getBoundingClientRect();
  const b = within.getBoundingClientRect();
  return { x: a.left - b.left, y: a.top - b.top, w: a.width, h: a.height };
}

/** A pfn as cells write it: hex, no 0x. @param {number} pfn */
export function bare(pfn) {
  return pfn.toString(16);
}

/** A pfn as prose writes it. @param {number} n */
export function hex(n) {
  return `0x${(n >>> 0).toString(16)}`;
}
