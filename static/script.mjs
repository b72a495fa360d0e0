// script.mjs - the page's program, from its modules: what is fetched at once in one file, what comes later in few.
//
// rollup, because it puts what several files share into the first of them, where esbuild makes a file for each way of sharing;
// a file compresses the better the more stands in it. terser, because what it writes compresses a little better than esbuild's.
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { minify } from 'terser';
import { collapseTemplates } from './templates.mjs';
import { packedTours } from './tours.mjs';
import { packedWords } from './words.mjs';

/** @type {import('rollup').Plugin} */
const shorten = {
  name: 'shorten',
  async renderChunk(code, _chunk, { sourcemap }) {
    const { code: short = '', map } = await minify(code, {
      module: true,
      ecma: 2020,
      compress: { passes: 3, keep_fargs: false, switches: false },
      format: { comments: false },
      sourceMap: sourcemap ? { asObject: true } : false,
    });
    return { code: short, map: /** @type {import('rollup').SourceMapInput} */ (map) };
  },
};

/**
 * @param {string} entry its first module
 * @param {{whole: boolean}} how `whole`: everything in one file
 * @returns {Promise<import('rollup').RollupOutput['output']>} the first file is that module's
 */
export async function bundleScript(entry, { whole }) {
  const bundle = await rollup({
    input: { app: entry },
    preserveEntrySignatures: false,
    logLevel: 'warn',
    plugins: [
      nodeResolve({ browser: true, exportConditions: ['production'] }),
      packedWords,
      packedTours,
      collapseTemplates,
    ],
    onwarn(warning) {
      if (warning.code === 'CIRCULAR_DEPENDENCY') return; // functions only: nothing is run while modules load
      throw new Error(warning.message);
    },
  });
  const { output } = await bundle.generate({
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    inlineDynamicImports: whole,
    sourcemap: !whole,
    experimentalMinChunkSize: 12_000,
    plugins: [shorten],
  });
  await bundle.close();
  return output;
}
