// words.mjs - packs the words of the languages: the keys, which are the same in all, once in the program, and of each language only the texts.
//
// In the sources, and for whoever imports them unbundled, i18n/en.js and i18n/ko.js are what they say they are: objects.
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const KEYS = '\0words';
const LANGUAGE = /[/\\]i18n[/\\](en|ko)\.js$/;
const INDEX = /[/\\]i18n[/\\]index\.js$/;

/** @param {string} id of a language's module @returns {Promise<Record<string, string>>} */
const wordsOf = async (id) => (await import(pathToFileURL(id).href)).default;

/** Sorted keys as one text: what each shares with the one before, as a digit of base 36, and its rest. @param {string[]} keys */
function packed(keys) {
  let before = '';
  return keys
    .map((key) => {
      let shared = 0;
      while (shared < 35 && shared < before.length && key[shared] === before[shared]) shared++;
      before = key;
      return shared.toString(36) + key.slice(shared);
    })
    .join('|');
}

/** What unpacks them again. @param {string[]} keys */
const unpacking = (keys) => `
const keys = ${JSON.stringify(packed(keys))};
export function together(text) {
  const lines = text.split('^');
  const words = {};
  let key = '';
  for (const [i, line] of keys.split('|').entries()) {
    key = key.slice(0, parseInt(line[0], 36)) + line.slice(1);
    words[key] = lines[i];
  }
  return words;
}`;

/** @type {string[]} of the language that was met first */
let keys = [];

/** @type {import('rollup').Plugin} */
export const packedWords = {
  name: 'packed-words',
  resolveId: (id) => (id === KEYS ? id : null),
  async load(id) {
    if (id === KEYS) return { code: unpacking(keys), moduleSideEffects: 'no-treeshake' };
    if (!LANGUAGE.test(id)) return null;
    const words = await wordsOf(id);
    const text = keys.map((key) => words[key]).join('^');
    if (Object.keys(words).length !== keys.length || text.split('^').length !== keys.length) {
      throw new Error(`${basename(id)}: keys of its own, or a ^ in a text`);
    }
    return `import { together } from '${KEYS}';\nexport default together(${JSON.stringify(text)});\n`;
  },
  async transform(code, id) {
    if (!INDEX.test(id)) return null;
    keys = Object.keys(await wordsOf(id.replace(/index\.js$/, 'en.js'))).sort();
    // the keys belong to the program, not to a file of their own
    return { code: `import '${KEYS}';\n${code}`, map: null };
  },
};
