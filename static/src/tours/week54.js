// week54.js - what the study group's note of week 54 (2014-05-17) says at each point: function, name, value. The machine's own values are
// not here: they are read from the walk.

import note from './week54.json' with { type: 'json' };

/**
 * @typedef {object} Claim
 * @property {string} fn the function that the note speaks of
 * @property {string} name the value's name in the walk; `return` is what the function returns
 * @property {string} claim what the note says; empty where it only asks
 * @property {'right' | 'wrong' | 'assumed' | 'open'} verdict
 * @property {'room' | 'fork' | 'note'} where it can be looked up: in this room, in the room prepared for it, or in the note alone
 * @property {string} [truth] for what is not run here
 * @property {string} en
 * @property {string} ko
 */

/**
 * How a room gets to where the branch is taken: the larger MOVABLE blocks of the zone are handed out, the last pageblock is handed out
 * in blocks of order 5, and every second of those comes back.
 * @typedef {object} Recipe
 * @property {string} profile
 * @property {string} gfp
 * @property {[number, number][]} take order, how many
 * @property {{order: number, count: number}} pieces
 */

/**
 * @typedef {object} Note
 * @property {string[]} frames what the group traced before this page is asked for; the tour starts where the page is asked for
 * @property {{op: string, order: number, gfp: string}} request at the end of that chain
 * @property {Recipe} fork
 * @property {Claim[]} claims
 */

export const WEEK54 = /** @type {Note} */ (/** @type {unknown} */ (note));
export const CLAIMS = WEEK54.claims;
