// index.js - the page's words in the reader's language. Kernel identifiers are never among them.
//
// A message may hold {name} for a parameter and, in Korean, {name|을/를} for a parameter with the particle that its sound asks for.

import { decimal, fill } from './fill.js';

/** @typedef {'en' | 'ko'} Lang */
/** @typedef {Record<string, string | number>} Params */

/** Of the languages that were loaded; the others have none. @type {Record<Lang, Record<string, string>>} */
export const messages = { en: {}, ko: {} };

const sources = { en: () => import('./en.js'), ko: () => import('./ko.js') };

/** Fetches the words of a language: before it is used. @param {Lang} lang */
export async function loadWords(lang) {
  messages[lang] = (await sources[lang]()).default;
}

export class I18n extends EventTarget {
  /** @param {Lang} lang */
  constructor(lang) {
    super();
    /** @type {Lang} */
    this.lang = lang;
    this.t = this.t.bind(this);
  }

  /** @param {Lang} lang whose words are loaded */
  use(lang) {
    this.lang = lang;
    document.documentElement.lang = lang;
    this.dispatchEvent(new Event('change'));
  }

  /** @param {string} key @param {Params} [params] */
  t(key, params = {}) {
    const message = messages[this.lang][key] ?? messages.en[key];
    return message === undefined ? key : fill(message, params);
  }
}

export { decimal };

/** @param {string | null} kept what this browser chose before @returns {Lang} */
export function preferredLang(kept) {
  if (kept === 'en' || kept === 'ko') return kept;
  return navigator.language?.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}
