// build.mjs OUTDIR - the page as the daemon serves it.
//
//   src/main.js -> app.js      style/main.css -> app.css      style/fonts.css -> fonts.css      files beside this one -> as they are
//
// Everything imported is bundled (script.mjs); fonts that the css names go to fonts/. Beside each text file lie its
// .br and .gz, compressed as hard as it goes, for the daemon to send as they are. The folder is built
// aside and put in place at the end, so that a daemon that is serving never sees half of it.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundleScript } from './script.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? 'build/static';
const aside = `${out}.new`;

const compressible = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest', '.txt']);

/** @param {string} dir @returns {string[]} every file below dir */
function filesBelow(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** The page's own files: index.html, icons. */
function copyPlainFiles() {
  for (const entry of readdirSync(here, { withFileTypes: true })) {
    if (entry.isFile() && !/\.(mjs|md)$/.test(entry.name)) {
      copyFileSync(join(here, entry.name), join(aside, entry.name));
    }
  }
}

/** The browsers that the page is written for. */
const target = ['es2022', 'chrome110', 'firefox115', 'safari16.4'];

/** What the styles are made with, here and in the one file. */
const styling = /** @type {const} */ ({
  bundle: true,
  minify: true,
  target,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
});

async function bundleStyles() {
  const entries = [
    { in: join(here, 'style/main.css'), out: 'app' },
    { in: join(here, 'style/fonts.css'), out: 'fonts' },
  ];
  await build({
    ...styling,
    entryPoints: entries,
    outdir: aside,
    sourcemap: 'linked',
    assetNames: 'fonts/[name]-[hash]',
    loader: { '.woff2': 'file', '.woff': 'empty' },
  });
}

/**
 * @returns {Promise<Set<string>>} what is fetched before the page can be used: the program with all that it imports at once, and the
 *   words of the longer language
 */
async function bundle() {
  const needed = new Set(['index.html', 'icon.svg', 'app.css', 'app.js']);
  /** @type {import('rollup').OutputChunk[]} */
  const words = [];
  for (const one of await bundleScript(join(here, 'src/main.js'), { whole: false })) {
    const path = join(aside, one.fileName);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, one.type === 'asset' ? one.source : one.code);
    if (one.type === 'asset') continue;
    if (one.isEntry) for (const other of one.imports) needed.add(other);
    if (/^(en|ko)$/.test(one.name)) words.push(one);
  }
  words.sort((one, other) => Buffer.byteLength(other.code) - Buffer.byteLength(one.code));
  needed.add(words[0].fileName);
  return needed;
}

/** Latin letters of the two fonts go into the file; the rest is the reader's own. */
const carried = /(latin-wght-normal|PretendardVariable\.subset\.91)\.woff2$/;

/** @type {import('esbuild').Plugin} */
const fewFonts = {
  name: 'few-fonts',
  setup(builder) {
    builder.onLoad({ filter: /\.woff2$/ }, ({ path }) => ({
      contents: carried.test(path) ? readFileSync(path) : '',
      loader: carried.test(path) ? 'dataurl' : 'empty',
    }));
  },
};

/**
 * The page in one file, for a recording to be put into: everything inline, nothing that is fetched.
 * Of it only the daemon's caller who saves steps asks.
 */
async function bundleOffline() {
  const [program] = await bundleScript(join(here, 'src/main.js'), { whole: true });
  const { outputFiles } = await build({
    ...styling,
    entryPoints: ['style/fonts.css', 'style/main.css'].map((one) => join(here, one)),
    outdir: aside,
    write: false,
    loader: { '.woff': 'empty' },
    plugins: [fewFonts],
  });
  // what HTML would read as its own inside a script
  const script = program.code.replace(/<(?=!--|script)/gi, '\\x3C');
  const style = outputFiles
    .map((file) => file.text)
    .join('')
    .replace(/@font-face\s*\{[^}]*\}/g, (face) => (face.includes('data:font') ? face : ''));
  const page = readFileSync(join(here, 'index.html'), 'utf8')
    .replace(/<link rel="icon"[^>]*>\s*/, '')
    .replace(/<link rel="stylesheet" href="\/fonts[^>]*>\s*/, '')
    .replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`)
    .replace(
      /<script type="module"[^>]*><\/script>/,
      () => `<script type="module">${script}</script>`,
    );
  writeFileSync(join(aside, 'offline.html'), page);
}

/** Of the packages that building needs, those of which nothing is served. */
const tools = new Set([
  '@rollup/plugin-node-resolve',
  'esbuild',
  'magic-string',
  'rollup',
  'terser',
]);

/** What we serve of others goes with their licences. */
function gatherLicences() {
  const root = join(here, '..');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const served = Object.keys(dependencies).filter((name) => !tools.has(name));
  const texts = served.map((name) => {
    const folder = join(root, 'node_modules', name);
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const text = file ? readFileSync(join(folder, file), 'utf8') : '';
    return `${name} ${version} (${license})\n\n${text}`;
  });
  writeFileSync(join(aside, 'licenses.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** The description of the API, which the daemon serves beside the page. */
function copyDescription() {
  copyFileSync(join(here, '../web/openapi.json'), join(aside, 'openapi.json'));
}

/** @param {string} path */
function compress(path) {
  const plain = readFileSync(path);
  const brotli = brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
  return brotli.length;
}

rmSync(aside, { recursive: true, force: true });
mkdirSync(aside, { recursive: true });
copyPlainFiles();
copyDescription();
/** @type {Set<string>} */
let needed;
try {
  await bundleStyles();
  needed = await bundle();
  await bundleOffline();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
gatherLicences();

/** Not fetched by the page that people open, but for the rules of the fonts. */
const apart = new Set([
  'licenses.txt',
  'offline.html',
  'openapi.json',
  'tour.schema.json',
  'fonts.css',
]);
let weight = 0; // of all
let opening = 0; // of what is fetched at once
for (const path of filesBelow(aside)) {
  if (!compressible.has(extname(path))) continue;
  const size = compress(path);
  const name = relative(aside, path);
  if (apart.has(name)) continue;
  weight += size;
  if (needed.has(name)) opening += size;
  console.log(`  ${name.padEnd(28)} ${String(statSync(path).size).padStart(8)} -> ${size} bytes`);
}
const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`page: ${kB(opening)} compressed, ${kB(weight)} with the rest, fonts apart`);

writeFileSync(`${out}.weight.json`, `${JSON.stringify({ opening, all: weight })}\n`); // for the bench
rmSync(out, { recursive: true, force: true });
renameSync(aside, out);
