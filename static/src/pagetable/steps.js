// steps.js - a walk as steps that one can stand at: what is read or decided in each.

/** @typedef {import('./walk.js').Walk} Walk */

/**
 * ttbr: where the table is; l1, l2: a word is read; check: may this access be made; pa: the address that comes out; page: what lies there;
 * fault: it ends here.
 * @typedef {'ttbr' | 'l1' | 'l2' | 'check' | 'pa' | 'page' | 'fault'} Kind
 */

/** @param {Walk} walk @returns {Kind[]} */
export function stepsOf({ l2, leaf, fault }) {
  /** @type {Kind[]} */
  const steps = ['ttbr', 'l1'];
  if (l2) steps.push('l2');
  if (leaf) steps.push('check');
  return fault ? [...steps, 'fault'] : [...steps, 'pa', 'page'];
}
