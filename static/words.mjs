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

/** By their groups, as `packed` has them. @param {string[]} keys */
const inGroups = (keys) => {
  const group = (/** @type {string} */ key) => (key.includes('.') ? key.split('.')[0] : '');
  const order = (/** @type {string} */ key) => `${group(key)}\0${key}`;
  return keys.sort((one, other) => (order(one) < order(other) ? -1 : 1));
};

/** Sorted keys as one text: `GROUP:NAME|NAME`, a group a line. @param {string[]} keys each `GROUP.NAME`, or a name alone */
function packed(keys) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const key of keys) {
    const [, group, name] = /** @type {string[]} */ (/^(?:(\w+)\.)?(.*)$/.exec(key));
    groups.set(group ?? '', [...(groups.get(group ?? '') ?? []), name]);
  }
  return [...groups].map(([group, names]) => `${group}:${names.join('|')}`).join('\n');
}

/** What unpacks them again. @param {string[]} keys */
const unpacking = (keys) => `
const groups = ${JSON.stringify(packed(keys))}.split('\\n').map((line) => line.split(/[:|]/));
export function together(text) {
  const lines = text.split('^');
  const words = {};
  for (const [group, ...names] of groups) {
    for (const name of names) words[group && group + '.' + name || name] = lines.shift();
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
    keys = inGroups(Object.keys(await wordsOf(id.replace(/index\.js$/, 'en.js'))));
    // the keys belong to the program, not to a file of their own
    return { code: `import '${KEYS}';\n${code}`, map: null };
  },
};
