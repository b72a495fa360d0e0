// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Zonelists and watermarks: which zones a request walks through, and whether a zone has enough.
 */
#include "alloc/page/page.h"

static uint32_t zoneref_zone(const struct machine *m, uint32_t pos)
{
    return pos < m->nr_zonerefs ? m->zonerefs[pos] : NO_PFN;
}

/* mm/mmzone.c:55, from position *pos on: skips zones above `highest`. */
static struct zone *zones_zonelist_from(struct machine *m, uint32_t highest, uint32_t *pos)
{
    uint32_t from = *pos;
    struct zone *zone;

    while (*pos < m->nr_zonerefs && m->zonerefs[*pos] > highest)
        ++*pos;
    zone = *pos < m->nr_zonerefs ? &m->zone[m->zonerefs[*pos]] : NULL;
    LEAF(m, F_next_zones_zonelist, FMT_ZONEREF, zone_or_none(m, zone),
         value(m, V_z, FMT_ZONEREF, zoneref_zone(m, from));
         value(m, V_highest_zoneidx, FMT_DEC, highest));
    return zone;
}

struct zone *first_zones_zonelist(struct machine *m, uint32_t highest, uint32_t *pos)
{
    struct zone *zone;

    enter(m, F_first_zones_zonelist);
    if (walking(m))
        value(m, V_highest_zoneidx, FMT_DEC, highest);
    *pos = 0;
    zone = zones_zonelist_from(m, highest, pos);
    leave_with(m, F_first_zones_zonelist, FMT_ZONEREF, zone_or_none(m, zone));
    return zone;
}

struct zone *next_zones_zonelist(struct machine *m, uint32_t highest, uint32_t *pos)
{
    ++*pos;
    return zones_zonelist_from(m, highest, pos);
}

/* mm/page_alloc.c:1876: every zone is local without NUMA. */
bool zone_local(struct machine *m, const struct zone *local, const struct zone *zone)
{
    LEAF(m, F_zone_local, FMT_DEC, 1, value(m, V_local_zone, FMT_ZONE, zone_idx(m, local));
         value(m, V_zone, FMT_ZONE, zone_idx(m, zone)));
    return true;
}

/* mm/page_alloc.c:1663. free_pages may go negative, which is fine. */
static bool zone_watermark_ok_(struct machine *m, struct zone *z, uint32_t order, uint32_t mark,
                               uint32_t classzone_idx, uint32_t alloc_flags, int32_t free_pages)
{
    int32_t min = (int32_t)mark;
    int32_t lowmem_reserve = (int32_t)z->lowmem_reserve[classzone_idx];
    bool ok = true;

    enter(m, F_zone_watermark_ok_);
    if (walking(m)) {
        value(m, V_z, FMT_ZONE, zone_idx(m, z));
        value(m, V_order, FMT_DEC, order);
        value(m, V_mark, FMT_DEC, mark);
        value(m, V_classzone_idx, FMT_DEC, classzone_idx);
        value(m, V_alloc_flags, FMT_HEX, alloc_flags);
        value(m, V_free_pages, FMT_SDEC, (uint32_t)free_pages);
    }
    free_pages -= (int32_t)(1u << order) - 1;
    if (alloc_flags & ALLOC_HIGH)
        min -= min / 2;
    if (alloc_flags & ALLOC_HARDER)
        min -= min / 4;
    if (free_pages <= min + lowmem_reserve)
        ok = false;
    for (uint32_t o = 0; ok && o < order; o++) {
        free_pages -= (int32_t)(z->free_area[o].nr_free << o);
        min >>= 1;
        if (free_pages <= min)
            ok = false;
    }
    if (walking(m)) {
        value(m, V_min, FMT_SDEC, (uint32_t)min);
        value(m, V_lowmem_reserve, FMT_SDEC, (uint32_t)lowmem_reserve);
        value(m, V_free_pages, FMT_SDEC, (uint32_t)free_pages);
    }
    leave_with(m, F_zone_watermark_ok_, FMT_DEC, ok);
    return ok;
}

/* mm/page_alloc.c:1698 */
bool zone_watermark_ok(struct machine *m, struct zone *z, uint32_t order, uint32_t mark,
                       uint32_t classzone_idx, uint32_t alloc_flags)
{
    bool ok;

    enter(m, F_zone_watermark_ok);
    if (walking(m)) {
        value(m, V_z, FMT_ZONE, zone_idx(m, z));
        value(m, V_order, FMT_DEC, order);
        value(m, V_mark, FMT_DEC, mark);
        value(m, V_classzone_idx, FMT_DEC, classzone_idx);
        value(m, V_alloc_flags, FMT_HEX, alloc_flags);
    }
    ok = zone_watermark_ok_(m, z, order, mark, classzone_idx, alloc_flags,
                            zone_page_state(m, z, NR_FREE_PAGES));
    leave_with(m, F_zone_watermark_ok, FMT_DEC, ok);
    return ok;
}
