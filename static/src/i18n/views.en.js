// views.en.js - levels, counters, the texts of /proc, reports and the machine, in English.

/** @type {Record<string, string>} */
export default {
  'machine.reserved': 'Reserved before the page allocator',
  'machine.reservedNote':
    'What the boot loader and the early code took. A size that does not follow from the code is assumed.',
  'machine.reserve': 'memblock_reserve(), at',
  'machine.early': 'memblock_alloc(), aligned to',
  'machine.bootmem': 'bootmem, aligned to',
  'machine.known': 'known',
  'machine.assumed': 'assumed',
  'machine.size': '{n} KiB',
  'machine.bytes': '{n} bytes',
  'machine.profile': 'machine',
  'machine.slub': 'SLUB',
  'machine.slubOn': 'on',
  'machine.slubOff': 'off',
  'machine.slubNote': 'off: kmem_cache_init is left out, and boot goes on past it',
  'machine.make': 'Make the room',
  'more.bootNext': 'The stages in between are run too.',
  'more.cpuDrain': 'cpu {cpu}',
  'more.drainOne': 'drain_local',
  'more.set': 'Set',
  'held.several': 'Select several',
  'held.list': 'free_list',
  'held.listNote': 'single pages only, at most {n}',
  'held.listCold': 'free_list, cold',
};
