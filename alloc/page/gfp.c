// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the bits of a request mean: which zone at most, which migratetype, how deep into the reserves.
 */
#include "alloc/page/page.h"

/*
 * The highest zone a request may use, by its four zone bits (include/linux/gfp.h:252): two bits of table for each combination. HIGHMEM alone is
 * zone 1, HIGHMEM with MOVABLE zone 2 (which is empty, so its pages begin with HighMem), all others 0, also those that make no sense.
 */
#define GFP_ZONEMASK   0xfu
#define GFP_ZONE_TABLE 0x200010u

uint32_t gfp_zone(struct machine *m, uint32_t flags)
{
    uint32_t zone = GFP_ZONE_TABLE >> 2 * (flags & GFP_ZONEMASK) & 3;

    LEAF(m, F_gfp_zone, FMT_DEC, zone, value(m, V_flags, FMT_HEX, flags));
    return zone;
}

/* include/linux/gfp.h:157: RECLAIMABLE 1, MOVABLE 2; with mobility grouping off everything is UNMOVABLE. */
uint32_t allocflags_to_migratetype(struct machine *m, uint32_t gfp_flags)
{
    uint32_t mt = MIGRATE_UNMOVABLE;

    if (!m->page_group_by_mobility_disabled)
        mt = (uint32_t) !!(gfp_flags & GFP_MOVABLE_) << 1 |
             (uint32_t) !!(gfp_flags & GFP_RECLAIMABLE_);
    LEAF(m, F_allocflags_to_migratetype, FMT_MT, mt, value(m, V_gfp_flags, FMT_HEX, gfp_flags));
    return mt;
}

/* mm/page_alloc.c:2423 */
uint32_t gfp_to_alloc_flags(struct machine *m, uint32_t gfp_mask)
{
    uint32_t alloc_flags = ALLOC_CPUSET | (gfp_mask & GFP_HIGH_);

    if (!(gfp_mask & GFP_WAIT_)) {
        if (!(gfp_mask & GFP_NOMEMALLOC_))
            alloc_flags |= ALLOC_HARDER;
        alloc_flags &= ~ALLOC_CPUSET;
    } else if (m->task_rt) {
        alloc_flags |= ALLOC_HARDER;
    }
    if (!(gfp_mask & GFP_NOMEMALLOC_) && (gfp_mask & GFP_MEMALLOC_ || m->task_memalloc))
        alloc_flags |= ALLOC_NO_WATERMARKS;
    LEAF(m, F_gfp_to_alloc_flags, FMT_HEX, alloc_flags, value(m, V_gfp_mask, FMT_HEX, gfp_mask));
    return alloc_flags;
}

/* mm/page_alloc.c:1221: always false without NUMA. */
bool gfp_thisnode_allocation(struct machine *m, uint32_t gfp_mask)
{
    LEAF(m, F_gfp_thisnode_allocation, FMT_DEC, 0, value(m, V_gfp_mask, FMT_HEX, gfp_mask));
    return false;
}
