// templates.mjs - takes the indentation out of lit's templates: in html`…` and svg`…` a run of white space becomes one space.
//
// HTML reads such a run as one space in any case; only where white space counts as it is written does a template stay as it is.
import MagicString from 'magic-string';

const TAGS = new Set(['html', 'svg']);
const COUNTS = /<(pre|textarea)\b|white-space/;

/**
 * @typedef {{type: string, start: number, end: number, [key: string]: unknown}} Node
 * @typedef {Node & {tag: Node & {name?: string}, quasi: Node & {quasis: Node[]}}} Tagged
 */

/** Every node below this one, and itself. @param {unknown} node @returns {Generator<Node>} */
function* nodes(node) {
  if (Array.isArray(node)) {
    for (const one of node) yield* nodes(one);
  } else if (node !== null && typeof node === 'object' && 'type' in node) {
    yield /** @type {Node} */ (node);
    for (const one of Object.values(node)) if (typeof one === 'object') yield* nodes(one);
  }
}

/** @type {import('rollup').Plugin} */
export const collapseTemplates = {
  name: 'collapse-templates',
  transform(code) {
    if (!/\b(html|svg)`/.test(code)) return null;
    const text = new MagicString(code);
    for (const node of nodes(this.parse(code))) {
      if (node.type !== 'TaggedTemplateExpression') continue;
      const { tag, quasi } = /** @type {Tagged} */ (node);
      if (!TAGS.has(tag.name ?? '') || COUNTS.test(code.slice(quasi.start, quasi.end))) continue;
      for (const { start, end } of quasi.quasis) {
        const written = code.slice(start, end);
        const short = written.replace(/\s+/g, ' ');
        if (short !== written) text.update(start, end, short);
      }
    }
    return { code: text.toString(), map: text.generateMap({ hires: true }).toString() };
  },
};
