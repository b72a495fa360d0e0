// source.test.mjs - functions out of a kernel tree: found by name, and nothing else of the disk. The tree is a tiny one of our own text.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { binary, startDaemon } from '../lib/daemon.mjs';
import { request } from './lib/client.mjs';

const expand = `/* A comment of this test. */
static inline void expand(int low, int high)
{
	while (high > low)
		high--;
}`;

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof startDaemon>>} */
let daemon;

/** @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'buddyscope-tree-'));
  write('tree/Makefile', 'VERSION = 3\nPATCHLEVEL = 13\nSUBLEVEL = 99\nEXTRAVERSION =\n');
  write(
    'tree/mm/page_alloc.c',
    `#include <linux/nothing.h>\n\n${expand}\n\nint rmqueue_bulk(int);\n`,
  );
  write('elsewhere/slub.c', 'void kmem_cache_init(void)\n{\n}\n');
  symlinkSync('../../elsewhere/slub.c', join(folder, 'tree/mm/slub.c'));
  symlinkSync('../elsewhere', join(folder, 'tree/lib'));
  write('elsewhere/rbtree.c', 'void rb_erase(void)\n{\n}\n');
  write('tree/mm/vmalloc.c', `${'\n'.repeat(1 << 20)}void vfree(void)\n{\n}\n`);
  write('tree/mm/memory.c', `void do_wp_page(void)\n{\n${'\tx();\n'.repeat(20_000)}}\n`);
  write(
    'tree/mm/vmstat.c',
    Buffer.from('void __mod_zone_page_state(void)\n{ /* \xe9\x01 */\n}\n', 'latin1').toString(
      'latin1',
    ),
  );
  mkdirSync(join(folder, 'tree/mm/mmap.c'));
  daemon = await startDaemon({ args: ['--kernel-tree', join(folder, 'tree')] });
});
after(async () => {
  await daemon.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** @param {string} name */
const source = (name) => request(daemon.url, `/api/source/${name}`);

test('a function that has moved is found by its name, with the comment above it', async () => {
  const { status, json } = await source('expand');
  assert.equal(status, 200);
  assert.deepEqual(json, {
    function: 'expand',
    file: 'mm/page_alloc.c',
    state: 'found',
    version: '3.13.99',
    first: 3,
    line: 4,
    text: expand,
  });
});

test('why a source is not here is said', async () => {
  for (const [name, state] of [
    ['rmqueue_bulk', 'no_function'], // declared, not defined
    ['get_page_from_freelist', 'no_function'],
    ['mem_init', 'no_file'],
    ['find_vma', 'no_file'], // a folder stands there
    ['TranslateAddressV', 'no_file'], // of the architecture's manual
    ['vfree', 'too_large'],
    ['do_wp_page', 'too_large'],
  ]) {
    const { status, json } = await source(name);
    assert.equal(status, 200, name);
    assert.equal(json.state, state, name);
    assert.equal(json.text, undefined, name);
  }
});

test('no symbolic link leads out of the tree', async () => {
  for (const name of ['kmem_cache_init', 'rb_erase']) {
    assert.equal((await source(name)).json.state, 'no_file', name);
  }
});

test('only functions of the model are asked for', async () => {
  for (const name of [
    '',
    'main',
    'expand/',
    '..%2f..%2fetc%2fpasswd',
    '../mm/page_alloc.c',
    'EXPAND',
  ]) {
    const { status } = await source(name);
    assert.equal(status, 404, name);
  }
  const { status } = await request(daemon.url, '/api/source/expand', { body: {} });
  assert.equal(status, 405);
});

test('bytes that are not ASCII do not break the answer', async () => {
  const { json } = await source('__mod_zone_page_state');
  assert.equal(json.state, 'found');
  assert.match(json.text, /^void __mod_zone_page_state\(void\)\n\{ \/\* \?+ \*\/\n\}$/);
});

test('without a tree that is the answer; a folder that is not there is no tree', async () => {
  const plain = await startDaemon();
  const { status, json } = await request(plain.url, '/api/source/expand');
  await plain.stop();
  assert.equal(status, 200);
  assert.deepEqual(json, { function: 'expand', file: 'mm/page_alloc.c', state: 'no_tree' });

  const missing = join(folder, 'nowhere');
  const args = ['serve', '--listen', '127.0.0.1:0', '--data', folder, '--kernel-tree', missing];
  const { status: code, stderr } = spawnSync(binary, args, { encoding: 'utf8', timeout: 20_000 });
  assert.equal(code, 1);
  assert.match(stderr, /--kernel-tree .*nowhere: No such file or directory/);
});
