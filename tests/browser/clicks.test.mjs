// clicks.test.mjs - every operation, and every choice of a new room, without typing a command.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomOf, skip, suite } from './page.mjs';

/** @typedef {import('playwright-core').Page} Page */

const room = suite();

test('every operation is a click', async (t) => {
  const { room: id } = await room.api('/api/rooms', { profile: 'small', slub: false });
  const page = await room.open(t, `/r/${id}`, { reducedMotion: 'reduce' });
  let ops = 2;
  /** Clicks, then compares the newest op with what is expected of it. */
  const does = async (
    /** @type {string[]} */ clicks,
    /** @type {Record<string, any>} */ expected,
    more = 1,
  ) => {
    for (const one of clicks) await page.click(one);
    ops += more;
    await skip(page, ops);
    const all = (await room.api(`/api/rooms/${id}/ops?from=${ops}&count=1`)).ops;
    const { op } = all[all.length - 1];
    for (const [key, value] of Object.entries(expected)) {
      assert.deepEqual(op[key], value, `${clicks.join(' ')}: ${JSON.stringify(op)}`);
    }
    return all[all.length - 1];
  };
  const more = (/** @type {string} */ text) => [
    '.more-button',
    `.more-menu button:text-is("${text}")`,
  ];

  for (const stage of ['pageset', 'smp', 'late', 'wmark']) {
    await does(['.more-button', `[data-stage=${stage}]`], { op: 'boot', stage });
  }
  await page.selectOption('.cpu-select', '2');
  await does([], { op: 'cpu', cpu: 2 });

  // gfp: a name that is not among the usual ones, then a flag on top
  const model = await room.api('/api/model');
  await page.click('.gfp-button');
  await page.waitForSelector('.gfp-menu');
  const names = await page.locator('.gfp-menu .row span:first-child').allTextContents();
  const flags = await page.locator('.gfp-menu .bit').allTextContents();
  const known = model.gfp.map((/** @type {any} */ one) => one.name);
  assert.deepEqual(
    [...names, ...flags.map((flag) => `__GFP_${flag.trim()}`)].sort(),
    [...known].sort(),
  );
  const bits = (/** @type {string} */ name) =>
    model.gfp.find((/** @type {any} */ one) => one.name === name)?.bits;
  await page.click('.gfp-menu .row:has(span:text-is("GFP_NOFS"))');
  await page.click('.gfp-menu .bit:text-is("COLD")');
  const cold = await does(['.run'], { op: 'alloc_pages', order: 0 });
  const asked = String(cold.op.gfp)
    .split('|')
    .reduce((sum, name) => sum | (bits(name) ?? Number(name)), 0);
  assert.equal(asked, bits('GFP_NOFS') | bits('__GFP_COLD'));
  await page.click('.gfp-button');
  await page.click('.gfp-menu .row:has(span:text-is("GFP_KERNEL"))');

  // held: hot, cold, split, several as one list
  const chip = '.held-menu .chip';
  await does(['.held-button', chip, '.held-menu .primary'], { op: 'free_pages', cold: false });
  await does(['.run'], { op: 'alloc_pages' });
  await does(['.held-button', chip, '.held-menu button:text-is("Free cold")'], {
    op: 'free_pages',
    cold: true,
  });
  await does(['.orders .segment:nth-child(2)', '.run'], { op: 'alloc_pages', order: 1 });
  await does(['.held-button', chip, '.held-menu button:text-is("Split")'], { op: 'split_page' });
  const list = await does(
    [
      '.held-button',
      '.held-menu button:text-is("Select several")',
      `${chip}:nth-of-type(1)`,
      `${chip}:nth-of-type(2)`,
      '.held-menu button:text-is("free_list")',
    ],
    { op: 'free_list', cold: false },
  );
  assert.equal(list.op.list.length, 2);

  await does(more('Drain all'), { op: 'drain' });
  await does(more('cpu 1'), { op: 'drain_local', cpu: 1 });
  await does(more('Refresh counters'), { op: 'refresh' });
  await page.click('.more-button');
  await page.fill('[name=min_free_kbytes]', '2048');
  await does(['[data-set=min_free_kbytes]'], { op: 'min_free_kbytes', kb: 2048 });
  await does(more('PF_MEMALLOC'), { op: 'memalloc', on: true });
  await does(more('real-time task'), { op: 'rt', on: true });
  await page.click('.more-button');
  await page.fill('#workload [name=count]', '50');
  await does(['#workload button'], { op: 'workload', count: 50 });
});

test('every operation of SLUB is a click, and what it hands out is there to be given back', async (t) => {
  const { room: id } = await room.api('/api/rooms', { profile: 'small' });
  const page = await room.open(t, `/r/${id}`, { reducedMotion: 'reduce' });
  let ops = 2;
  /** Clicks in the menu, then compares the newest op with what is expected of it. */
  const does = async (
    /** @type {string[]} */ clicks,
    /** @type {Record<string, any>} */ expected,
  ) => {
    await page.click('.objects-button');
    for (const one of clicks) await page.click(one);
    ops += 1;
    await skip(page, ops);
    const [last] = (await room.api(`/api/rooms/${id}/ops?from=${ops}&count=1`)).ops;
    for (const [key, value] of Object.entries(expected)) {
      assert.deepEqual(last.op[key], value, `${clicks.join(' ')}: ${JSON.stringify(last.op)}`);
    }
    return last;
  };
  const menu = '.objects-menu';
  const of = (/** @type {string} */ op) => `${menu} [data-op=${op}]`;
  /** Fills in fields of the menu, which stays open. */
  const fill = async (/** @type {Record<string, string>} */ fields) => {
    await page.click('.objects-button');
    for (const [name, value] of Object.entries(fields)) {
      await page.fill(`${menu} [name=objects-${name}]`, value);
    }
    await page.click('.objects-button');
  };

  await does([`${menu} .control`], { op: 'boot', stage: 'kmem_cache_init' });
  await fill({ size: '100' });
  const first = await does([of('kmalloc')], { op: 'kmalloc', size: 100, gfp: 'GFP_KERNEL' });
  const chip = `${menu} .chip:text-is("${first.result.addr.slice(2)}")`;
  await fill({ value: '0x12345678' });
  await does([chip, of('write')], { op: 'write', addr: first.result.addr, value: '0x12345678' });
  await does([chip, of('kfree')], { op: 'kfree', addr: first.result.addr });
  await does([of('kfree')], { op: 'kfree', addr: first.result.addr }); // once too often

  await fill({ name: 'bar', object: '700', align: '16' });
  await does([`${menu} .bit:text-is("POISON")`, of('kmem_cache_create')], {
    op: 'kmem_cache_create',
    name: 'bar',
    size: 700,
    align: 16,
    flags: 'SLAB_POISON',
  });
  await page.click('.objects-button');
  await page.selectOption(`${menu} [name=objects-cache]`, 'bar');
  await page.click('.objects-button');
  const second = await does([of('kmem_cache_alloc')], { op: 'kmem_cache_alloc', cache: 'bar' });
  await does([`${menu} .chip:text-is("${second.result.addr.slice(2)}")`, of('kmem_cache_free')], {
    op: 'kmem_cache_free',
    cache: 'bar',
    addr: second.result.addr,
  });
  await does([of('kmem_cache_shrink')], { op: 'kmem_cache_shrink', cache: 'bar' });
  await does([of('kmem_cache_destroy')], { op: 'kmem_cache_destroy', cache: 'bar' });
  await does([of('shrink_all')], { op: 'shrink_all' });

  // Enter in a field of the menu is its button, not the bar's
  await page.click('.objects-button');
  await page.fill(`${menu} [name=objects-size]`, '9');
  await page.press(`${menu} [name=objects-size]`, 'Enter');
  await skip(page, ops + 1);
  const [entered] = (await room.api(`/api/rooms/${id}/ops?from=${ops + 1}&count=1`)).ops;
  assert.deepEqual([entered.op.op, entered.op.size], ['kmalloc', 9]);

  // what is refused stands under the bar
  await page.click('.objects-button');
  await page.fill(`${menu} [name=objects-size]`, 'lots');
  await page.click(of('kmalloc'));
  await page.waitForSelector('.command-error');
  assert.match(String(await page.textContent('.command-error')), /size: .*whole number/);
});

test('every operation of virtual memory is a click', async (t) => {
  const { room: id } = await room.api('/api/rooms', { profile: 'study' });
  for (const text of ['boot kmem_cache_init', 'boot pageset', 'alloc 0 GFP_HIGHUSER']) {
    await room.api(`/api/rooms/${id}/ops`, { text });
  }
  const page = await room.open(t, `/r/${id}`, { reducedMotion: 'reduce' });
  let ops = 5;
  const menu = '.vm-menu';
  const of = (/** @type {string} */ op) => `${menu} [data-op=${op}]`;
  /** Clicks in the menu, then compares the newest op with what is expected of it. */
  const does = async (
    /** @type {string[]} */ clicks,
    /** @type {Record<string, any>} */ expected,
  ) => {
    await page.click('.vm-button');
    for (const one of clicks) await page.click(one);
    ops += 1;
    await skip(page, ops);
    const [last] = (await room.api(`/api/rooms/${id}/ops?from=${ops}&count=1`)).ops;
    for (const [key, value] of Object.entries(expected)) {
      assert.deepEqual(last.op[key], value, `${clicks.join(' ')}: ${JSON.stringify(last.op)}`);
    }
    return last;
  };
  const chip = (/** @type {string} */ addr) =>
    `${menu} [data-areas] .chip:text-is("${addr.slice(2)}")`;

  const area = await does([of('vmalloc')], { op: 'vmalloc', size: 8192 });
  const { addr } = area.result;
  await page.click('.vm-button');
  await page.selectOption(`${menu} [name=vm-access]`, 'write');
  await page.click('.vm-button');
  const walked = await does([chip(addr), `${menu} [name=vm-user]`, of('translate')], {
    op: 'translate',
    addr,
    access: 'write',
    user: true,
  });
  assert.equal(walked.result.fault, 'permission fault, second level');
  await page.waitForFunction(() =>
    /permission fault, second/.test(document.querySelector('.caption')?.textContent ?? ''),
  );
  await does([of('vfree')], { op: 'vfree', addr });
  await does([of('vm_unmap_aliases')], { op: 'vm_unmap_aliases' });

  const io = await does([of('ioremap')], { op: 'ioremap', phys: '0x12c00000', size: 4096 });
  await does([chip(io.result.addr), of('iounmap')], { op: 'iounmap', addr: io.result.addr });

  const first = `${menu} [data-pages] .chip`;
  const map = await does([first, of('vmap')], { op: 'vmap' });
  await does([chip(map.result.addr), of('vunmap')], { op: 'vunmap', addr: map.result.addr });
  const [pfn] = map.op.list;
  await does([of('kmap')], { op: 'kmap', pfn });
  await does([of('kunmap')], { op: 'kunmap', pfn });
  const atomic = await does([of('kmap_atomic')], { op: 'kmap_atomic', pfn });
  await does([chip(atomic.result.addr), of('kunmap_atomic')], {
    op: 'kunmap_atomic',
    addr: atomic.result.addr,
  });
});

test('every operation of a process is a click; what is refused stands by its field', async (t) => {
  const { room: id } = await room.api('/api/rooms', { profile: 'small' });
  for (const stage of ['kmem_cache_init', 'pageset', 'smp', 'late']) {
    await room.api(`/api/rooms/${id}/ops`, { text: `boot ${stage}` });
  }
  const page = await room.open(t, `/r/${id}`, { reducedMotion: 'reduce' });
  let ops = 6;
  const menu = '.process-menu';
  const of = (/** @type {string} */ op) => `${menu} [data-op=${op}]`;
  const open = async () => {
    await page.click('.process-button');
    await page.waitForSelector(menu);
  };
  /** Clicks in the menu, then compares the newest op with what is expected of it. */
  const does = async (
    /** @type {string[]} */ clicks,
    /** @type {Record<string, any>} */ expected,
  ) => {
    await open();
    for (const one of clicks) await page.click(one);
    ops += 1;
    await skip(page, ops);
    const [last] = (await room.api(`/api/rooms/${id}/ops?from=${ops}&count=1`)).ops;
    for (const [key, value] of Object.entries(expected)) {
      assert.deepEqual(last.op[key], value, `${clicks.join(' ')}: ${JSON.stringify(last.op)}`);
    }
    return last;
  };
  /** Chooses or fills in, with the menu open meanwhile. */
  const set = async (/** @type {() => Promise<unknown>} */ change) => {
    await open();
    await change();
    await page.click('.process-button');
  };

  await does([`${menu} .control`], { op: 'boot', stage: 'wmark' });
  await does([of('create')], { op: 'proc_create', legacy: false });
  const map = await does([of('mmap')], {
    op: 'proc_mmap',
    pid: 1,
    length: 0x4000,
    prot: 'read|write',
  });
  const { addr } = map.result;
  const area = `${menu} [data-areas] button:has-text("${addr.slice(2)}")`;
  await does([area, of('touch')], { op: 'proc_touch', pid: 1, addr, access: 'read' });
  await page.waitForFunction(() =>
    /the zeros that all share/.test(document.querySelector('.caption')?.textContent ?? ''),
  );
  await set(async () => {
    await page.selectOption(`${menu} [name=process-access]`, 'write');
    await page.selectOption(`${menu} [name=process-cpu]`, '2');
  });
  const second = `0x${(Number(addr) + 0x1000).toString(16)}`;
  await does([area, `${menu} [data-user-pages] button:text-is("+1")`, of('touch')], {
    op: 'proc_touch',
    addr: second,
    access: 'write',
    cpu: 2,
  });
  await does([of('fork')], { op: 'proc_fork', pid: 1 });
  await set(() => page.selectOption(`${menu} [name=process-cpu]`, '1'));
  await does([`${menu} [data-pid="2"]`, of('switch')], { op: 'proc_switch', pid: 2, cpu: 1 });
  await open();
  assert.match(String(await page.textContent(`${menu} [data-pid="2"]`)), /pid 2\s+cpu 1/);
  await page.click('.process-button');
  await does([`${menu} [name=process-nobody]`], { op: 'proc_switch', pid: 0 });

  // fixed where there is something already: refused, and said beside the field
  await set(() => page.fill(`${menu} [name=process-where]`, second));
  await open();
  await page.click(of('mmap'));
  await page.waitForSelector(`${menu} .refused`);
  assert.match(String(await page.textContent(`${menu} .refused`)), /is mapped already/);
  await page.waitForSelector(`${menu} [name=process-where][aria-invalid=true]`);
  assert.equal(await page.locator('.command-error').count(), 0);
  // as a hint it is taken, to read and execute
  await page.click('.process-button');
  await does(
    [
      `${menu} [name=process-near]`,
      `${menu} .bit:text-is("write")`,
      `${menu} .bit:text-is("exec")`,
      of('mmap'),
    ],
    { op: 'proc_mmap', pid: 2, addr: second, hint: true, prot: 'read|exec' },
  );
  await does([area, of('munmap')], { op: 'proc_munmap', pid: 2, addr, length: 0x4000 });
  await does([`${menu} [data-pid="1"]`, of('exit')], { op: 'proc_exit', pid: 1 });
  await does([`${menu} [name=process-legacy]`, of('create')], { op: 'proc_create', legacy: true });
});

test('a new room with another machine, by clicks; what was reserved is listed, assumed or known', async (t) => {
  const page = await room.open(t);
  await page.click('.machine');
  await page.click('[data-profile=m256]');
  await page.click('.room-option:nth-of-type(1) .segment:nth-child(2)');
  await page.click('.room-option:nth-of-type(2) .segment:nth-child(2)');
  const old = roomOf(page);
  await page.click('.make-room');
  await page.waitForURL((url) => !url.pathname.includes(old));
  await page.waitForSelector('#app[data-ready=true]');
  const made = await room.api(`/api/rooms/${roomOf(page)}`);
  assert.equal(made.profile, 'm256');
  assert.equal(made.slub, false);
  await page.click('.machine');
  assert.match(String(await page.textContent('.dialog')), /sizeof\(struct page\) 44/);
  const { profiles } = await room.api('/api/profiles');
  const profile = profiles.find((/** @type {any} */ one) => one.name === 'm256');
  const reserved = [...profile.reserve, ...profile.early, ...profile.bootmem, ...profile.percpu];
  const rows = await page.$$eval('.reserved tr:has(td)', (trs) =>
    trs.map((tr) => ({
      name: tr.querySelector('td')?.textContent ?? '',
      assumed: tr.querySelector('.assumed') !== null,
    })),
  );
  assert.deepEqual(
    rows,
    reserved.map((one) => ({ name: one.name, assumed: !one.known })),
  );
});
