// slab.en.js - the slab room in English.

/** @type {Record<string, string>} */
export default {
  'tab.slabs': 'Slabs',
  'slab.off': 'This room runs without SLUB: there are no slabs to show.',
  'slab.before': 'No cache yet. Boot stage kmem_cache_init makes the first.',
  'slab.caches': 'Caches',
  'slab.newest': '{n}, newest first',
  'slab.noCache': 'none yet',
  'slab.order': 'order {order} · {n} obj',
  'slab.slabs': 'slabs {n}',
  'slab.partials': 'partial {n}',
  'slab.none': 'No slab yet: the first allocation makes one.',
  'slab.static': 'static, not on slab_caches yet',
  'slab.unlisted': 'not on slab_caches',
  'slab.find': 'Cache, object, address or page frame',
  'slab.notFound': 'Nothing here is called {name}.',
  'slab.plain': 'kmalloc-64#9',
  'slab.plainTitle':
    'Name objects by their cache, not by its descriptor: kmalloc-64#9 for kmem_cache#30-o9',
  'slab.shelves': 'Where the slabs stand',
  'slab.nodePartial': 'node partial',
  'slab.nodeFull': 'node full',
  'slab.full': 'full',
  'slab.fullNote': 'on no list: only page->slab_cache says whose they are',
  'slab.inHand': 'in hand',
  'slab.noNode': 'no kmem_cache_node yet',
  'slab.more': '+{n} more',
  'slab.pobjects': 'Counted when a slab was added; later frees do not change it.',
  'slab.strip': 'Slab {pfn}, {used} of {n} objects in use, from {first}',
  'slab.page': 'Slab page {pfn}',
  'slab.grid': 'Objects of slab {pfn}, {n}',
  'slab.bits': 'bits {bits}',
  'slab.copy': 'Copy table',
  'slab.copied': 'The table is on the clipboard.',
  'slab.broken':
    '{list} is broken behind {after}: {value} is no object of this slab, or the list runs in a circle.',
  'slab.headCpu': 'cpu {cpu} freelist',
  'slab.headHand': 'in hand',
  'slab.listCpu': 'the freelist of cpu {cpu}',
  'slab.listHand': 'a list that a function holds',
  'slab.at.cpu': 'cpu · {n}',
  'slab.at.page': 'page · {n}',
  'slab.at.hand': 'hand · {n}',
  'slab.unlinked': 'not linked yet',
  'slab.free': 'free',
  'slab.used': 'in use',
  'slab.short.node': '{cache}',
  'slab.short.name': '"{cache}"',
  'slab.owner.cache': 'in use: describes {cache}',
  'slab.owner.node': 'in use: the kmem_cache_node of {cache}',
  'slab.owner.name': 'in use: the name of {cache}',
  'slab.owner.op': 'in use since operation #{op}',
  'slab.owner.none': 'in use',
  'slab.cellUsed': '{name}, {owner}, address {addr}',
  'slab.cellFree': '{name}, free, number {n} in {list}, points to {next}, address {addr}',
  'slab.inList': 'free: number {n} in {list}, points to {next}',
  'slab.words': '{n} words',
  'slab.allWords': 'All {n} words',
  'slab.fp': 'free pointer',
  'slab.red': 'red zone',
  'slab.red.free': 'free, 0xbb',
  'slab.red.in use': 'in use, 0xcc',
  'slab.red.overwritten': 'overwritten',
  'slab.kind.poison': 'poison',
  'slab.kind.padding': 'padding',
  'slab.follow': 'To {name}',
  'slab.text.object': 'object',
  'slab.text.addr': 'start address',
  'slab.text.fp': 'free pointer',
  'slab.text.use': 'use',
  'slab.text.used': '(in use)',
  'slabcap.create': 'A cache for objects of {size} bytes is set up.',
  'slabcap.early':
    'No node can be allocated yet: the first one takes the first object of a slab that it makes for itself.',
  'slabcap.bootstrap':
    'The static descriptor of {cache} has done its work: a proper one is allocated and takes its place.',
  'slabcap.moved': '{cache} is described by {descriptor} from here on, an object of its own slab.',
  'slabcap.kmalloc': 'Descriptors and nodes can be allocated: the kmalloc caches follow.',
  'slabcap.state': 'slab_state goes from {from} to {to}.',
  'slabcap.new':
    'Page {page} becomes a slab of {objects} objects of {cache}, each pointing to the next.',
  'slabcap.acquire':
    'cpu {cpu} takes slab {page} with its whole freelist: page->freelist is NULL and all objects count as in use.',
  'slabcap.acquireMore':
    "Slab {page} comes along for cpu {cpu}'s partial list; its freelist stays with it.",
  'slabcap.load':
    "The first object is the caller's, the rest is cpu {cpu}'s freelist, from {next} on.",
  'slabcap.slow': 'Slow path: {object} is handed out.',
  'slabcap.pop':
    "Fast path: {object} is taken from the head of cpu {cpu}'s freelist; the next one is {next}.",
  'slabcap.push':
    "{object} becomes the head of cpu {cpu}'s freelist, in front of {old}: it is of the cpu's own slab.",
  'slabcap.remote':
    "{object} goes back to its slab {page}, not to this cpu's: page->freelist, in front of {old}.",
  'slabcap.remoteFirst':
    '{object} goes back to slab {page}, which had no free object: now page->freelist begins with it.',
  'slabcap.cpuPartial':
    "Slab {page} joins cpu {cpu}'s partial list: {pages} slabs, {pobjects} free objects counted.",
  'slabcap.takeover':
    "cpu {cpu}'s own list is empty; it takes over what others freed into its slab {page}.",
  'slabcap.empty': 'Slab {page} is full: the cpu lets it go, and no list holds it.',
  'slabcap.let': 'cpu {cpu} has no slab any more.',
  'slabcap.deactivate':
    'cpu {cpu} gives slab {page} back: its freelist returns one object at a time.',
  'slabcap.turn': '{object} is put in front of {old}: so the order of the list turns round.',
  'slabcap.flushed': 'cpu {cpu} has no slab of {cache} any more.',
  'slabcap.listHead': "Slab {page} goes to the head of the node's partial list.",
  'slabcap.listTail': "Slab {page} goes to the tail of the node's partial list.",
  'slabcap.unlist': "Slab {page} leaves the node's partial list.",
  'slabcap.discard':
    'Slab {page} is empty and there are enough of them: its pages go back to the buddy allocator.',
  'slabcap.order': 'Objects of {size} bytes: slabs of order {order}.',
  'slabcap.tried':
    'Order {order} holds {min} objects and wastes {rem} bytes, at most 1/{fraction} of it: taken.',
  'slabcap.refused': 'No order up to 3 holds {min} objects and wastes at most 1/{fraction}.',
  'slabcap.mergeable':
    'An old cache whose objects are alike may serve as well: the caches are gone through.',
  'slabcap.merged': 'Merged: {cache} serves this name too, its refcount rises.',
  'slabcap.created': '{cache} is there, described by {descriptor}.',
  'slabcap.shrink': '{cache} is shrunk: cpus give their slabs back, empty ones go.',
  'slabcap.shutdown': '{cache} is closed: its slabs go, if nothing in them is in use.',
  'slab.part.slabs': 'Slabs',
  'slab.part.bootstrap': 'Bootstrap',
  'slab.part.sizes': 'Sizes',
  'slab.boot.note':
    'Caches need descriptors and nodes, and those come from caches. So the first two begin as static variables and move into their own slabs.',
  'slab.boot.failed': 'The bootstrap cannot be shown: {why}',
  'slab.boot.go': 'To {at}',
  'slab.boot.down':
    'kmem_cache_node exists: its static descriptor, and a node that lies in the very slab it counts.',
  'slab.boot.partial':
    'kmem_cache exists too, static as well; its node is the next object of the same slab.',
  'slab.boot.first':
    'bootstrap() copied the descriptor of kmem_cache into object 0 of its own first slab.',
  'slab.boot.second':
    'The same for kmem_cache_node: the flush turned the free list round, so the copy lies in the last object.',
  'slab.boot.up':
    'The kmalloc caches are made, from the end of both slabs downward; their names lie in kmalloc-64.',
};
