// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SLUB once more, for when nobody listens, as page/quiet.c is for the page allocator. kmalloc_(), kfree(), kmem_cache_alloc() and
 * kmem_cache_free() come here by themselves.
 */
#define QUIET

#include "alloc/page/quiet.h"
#include "alloc/slub/quiet.h"

// One compilation of several files is the purpose. NOLINTBEGIN(bugprone-suspicious-include)
#include "alloc/slub/bootstrap.c"
#include "alloc/slub/cache.c"
#include "alloc/slub/deactivate.c"
#include "alloc/slub/debug.c"
#include "alloc/slub/freepointer.c"
#include "alloc/slub/kmalloc.c"
#include "alloc/slub/literal.c"
#include "alloc/slub/object.c"
#include "alloc/slub/partial.c"
#include "alloc/slub/shrink.c"
#include "alloc/slub/sizes.c"
#include "alloc/slub/slab.c"
// NOLINTEND(bugprone-suspicious-include)
