// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The page allocator once more, for when nobody listens. Compiled with QUIET every report of change.h is gone, and as one piece the compiler sees
 * through the small functions of the kernel: an order-0 pair takes about half the time. alloc_pages() and free_pages_() come here by
 * themselves when no listener is set; the tests hold both compilations to the same machine.
 */
#define QUIET

#include "alloc/page/quiet.h"

// One compilation of several files is the purpose. NOLINTBEGIN(bugprone-suspicious-include)
#include "alloc/page/buddy.c"
#include "alloc/page/fallback.c"
#include "alloc/page/gfp.c"
#include "alloc/page/page_alloc.c"
#include "alloc/page/pageblock.c"
#include "alloc/page/pcp.c"
#include "alloc/page/prep.c"
#include "alloc/page/slowpath.c"
#include "alloc/page/vmstat.c"
#include "alloc/page/zone.c"
// NOLINTEND(bugprone-suspicious-include)
