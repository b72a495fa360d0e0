// npm-missing.mjs run|all - does node_modules/ hold what package-lock.json asks for?
//
// Exit 0: it does, nothing to install. Exit 1: it does not; the first difference is named.
// npm leaves node_modules/.package-lock.json as the record of what it installed. "run" asks only for
// the packages the page is built from, "all" also for those of the linters and tests.
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{version: string, integrity?: string, dev?: boolean, optional?: boolean,
 *    os?: string[], cpu?: string[], dependencies?: object, devDependencies?: object}} Entry */

/** @param {string} file */
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** @param {Entry} entry */
const isForThisMachine = (entry) =>
  (!entry.os || entry.os.includes(process.platform)) &&
  (!entry.cpu || entry.cpu.includes(process.arch));

/** @param {boolean} withDev */
function firstDifference(withDev) {
  const record = 'node_modules/.package-lock.json';
  if (!existsSync(record)) return 'nothing is installed yet';

  /** @type {Record<string, Entry>} */
  const locked = read('package-lock.json').packages;
  /** @type {Record<string, Entry>} */
  const installed = read(record).packages;
  const manifest = read('package.json');

  for (const kind of /** @type {const} */ (['dependencies', 'devDependencies'])) {
    if (JSON.stringify(manifest[kind]) !== JSON.stringify(locked[''][kind])) {
      return `package.json and package-lock.json disagree on ${kind}`;
    }
  }
  for (const [path, entry] of Object.entries(locked)) {
    if (path === '' || (entry.dev && !withDev) || !isForThisMachine(entry)) continue;
    const found = installed[path];
    if (!found || !existsSync(`${path}/package.json`)) return `${path} is missing`;
    if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${path} is ${found.version}, not ${entry.version}`;
    }
  }
  return null;
}

const difference = firstDifference(process.argv[2] !== 'run');
if (difference) {
  console.log(`deps: npm: ${difference}`);
  process.exit(1);
}
