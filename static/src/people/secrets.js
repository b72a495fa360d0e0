// secrets.js - what this browser knows of itself: one secret for the place of a tab, one for the hand that writes notes, and the owner's keys.

import { remember, remembered } from '../shell/actions.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** @returns {string} 22 letters that nobody can guess; as daemon/token.h has them */
export function makeSecret() {
  const bits = crypto.getRandomValues(new Uint8Array(22));
  return Array.from(bits, (byte) => LETTERS[byte & 63]).join('');
}

/** The tab's secret: it survives a reload, so that the place does too. @param {string} room @returns {string} */
export function tabSecret(room) {
  const name = `buddyscope.self.${room}`;
  try {
    const kept = sessionStorage.getItem(name);
    if (kept) return kept;
    return newTabSecret(room);
  } catch {
    return makeSecret();
  }
}

/** A tab that was copied is somebody else. @param {string} room @returns {string} */
export function newTabSecret(room) {
  const made = makeSecret();
  try {
    sessionStorage.setItem(`buddyscope.self.${room}`, made);
  } catch {
    // it then lasts as long as the page
  }
  return made;
}

/** The secret by which this browser's notes are known. @returns {string} */
export function handSecret() {
  const kept = remembered('hand');
  if (kept) return kept;
  const made = makeSecret();
  remember('hand', made);
  return made;
}

/** @param {string} room @returns {string | null} the owner's key, if this browser has seen it */
export function ownerKey(room) {
  return remembered(`key.${room}`);
}
