// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Watermarks, RESERVE pageblocks, lowmem reserves and counter thresholds: what init_per_zone_wmark_min() and a write to min_free_kbytes do.
 */
#include "alloc/page/page.h"

#define SWAP_CLUSTER_MAX 32u
/* mm/page_alloc.c:187: how many pages of the zones above cost one page of reserve here. Normal, HighMem: 32. */
#define LOWMEM_RESERVE_RATIO 32u

/* mm/page_alloc.c:3900 */
static bool pageblock_is_reserved(struct machine *m, uint32_t start_pfn, uint32_t end_pfn)
{
    bool reserved = false;

    for (uint32_t pfn = start_pfn; pfn < end_pfn && !reserved; pfn++)
        reserved = pfn_to_page(m, pfn)->flags & PG_RESERVED;
    LEAF(m, F_pageblock_is_reserved, FMT_DEC, reserved, value(m, V_start_pfn, FMT_HEX, start_pfn);
         value(m, V_end_pfn, FMT_HEX, end_pfn));
    return reserved;
}

/* One pageblock of the walk at mm/page_alloc.c:3943. *reserve is the number of RESERVE blocks still wanted. */
static void reserve_pageblock(struct machine *m, struct zone *zone, uint32_t pfn, int *reserve)
{
    uint32_t end_pfn = zone_end_pfn(zone), block_end_pfn = pfn + PAGEBLOCK_NR_PAGES < end_pfn
                                                               ? pfn + PAGEBLOCK_NR_PAGES
                                                               : end_pfn;
    struct page *page = pfn_to_page(m, pfn);
    uint32_t block_migratetype = get_pageblock_migratetype(m, page);

    if (*reserve > 0) {
        if (pageblock_is_reserved(m, pfn, block_end_pfn))
            return;
        if (block_migratetype == MIGRATE_RESERVE) {
            --*reserve;
            return;
        }
        if (block_migratetype == MIGRATE_MOVABLE) {
            set_pageblock_migratetype(m, page, MIGRATE_RESERVE);
            move_freepages_block(m, zone, page, MIGRATE_RESERVE);
            --*reserve;
            return;
        }
    }
    if (block_migratetype == MIGRATE_RESERVE) {
        set_pageblock_migratetype(m, page, MIGRATE_MOVABLE);
        move_freepages_block(m, zone, page, MIGRATE_MOVABLE);
    }
}

/* mm/page_alloc.c:3918: at most two RESERVE blocks, from the bottom of the zone up; surplus ones go back to MOVABLE. */
static void setup_zone_migrate_reserve(struct machine *m, struct zone *zone)
{
    uint32_t start = (zone->zone_start_pfn + PAGEBLOCK_NR_PAGES - 1) & ~(PAGEBLOCK_NR_PAGES - 1);
    uint32_t blocks = (zone->watermark[WMARK_MIN] + PAGEBLOCK_NR_PAGES - 1) >> PAGEBLOCK_ORDER;
    int reserve = blocks < 2 ? (int)blocks : 2;

    enter(m, F_setup_zone_migrate_reserve);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_reserve, FMT_DEC, (uint32_t)reserve);
    }
    for (uint32_t pfn = start; pfn < zone_end_pfn(zone); pfn += PAGEBLOCK_NR_PAGES)
        if (pfn_valid(m, pfn))
            reserve_pageblock(m, zone, pfn, &reserve);
    leave(m, F_setup_zone_migrate_reserve);
}

/* mm/page_alloc.c:5464 */
static void calculate_totalreserve_pages(struct machine *m)
{
    uint32_t reserve_pages = 0;

    enter(m, F_calculate_totalreserve_pages);
    for (uint32_t i = 0; i < MAX_NR_ZONES; i++) {
        struct zone *zone = &m->zone[i];
        uint32_t max = 0;

        for (uint32_t j = i; j < MAX_NR_ZONES; j++)
            if (zone->lowmem_reserve[j] > max)
                max = zone->lowmem_reserve[j];
        max += zone->watermark[WMARK_HIGH];
        if (max > zone->managed_pages)
            max = zone->managed_pages;
        reserve_pages += max;
    }
    if (walking(m))
        value_change(m, V_totalreserve_pages, FMT_DEC, m->totalreserve_pages, reserve_pages);
    set_word(m, &m->totalreserve_pages, reserve_pages, FIELD_totalreserve_pages);
    leave(m, F_calculate_totalreserve_pages);
}

/* mm/page_alloc.c:5509 */
static void setup_per_zone_lowmem_reserve(struct machine *m)
{
    enter(m, F_setup_per_zone_lowmem_reserve);
    for (uint32_t j = 0; j < MAX_NR_ZONES; j++) {
        uint32_t managed_pages = m->zone[j].managed_pages;

        set_word(m, &m->zone[j].lowmem_reserve[j], 0, FIELD_lowmem_reserve);
        for (uint32_t idx = j; idx--;) {
            struct zone *lower = &m->zone[idx];

            if (walking(m)) {
                value(m, V_zone, FMT_ZONE, idx);
                value(m, V_j, FMT_DEC, j);
                value(m, V_lower_reserve, FMT_DEC, managed_pages / LOWMEM_RESERVE_RATIO);
            }
            set_word(m, &lower->lowmem_reserve[j], managed_pages / LOWMEM_RESERVE_RATIO,
                     FIELD_lowmem_reserve);
            managed_pages += lower->managed_pages;
        }
    }
    calculate_totalreserve_pages(m);
    leave(m, F_setup_per_zone_lowmem_reserve);
}

/*
 * The marks of one zone, from its share of min_free_kbytes: mm/page_alloc.c:5555. The share of a HighMem zone many times the size of low
 * memory is beyond 32 bits; its parts are taken before the marks are cut to words.
 */
static void set_watermarks(struct machine *m, struct zone *zone, uint64_t share)
{
    uint32_t min = (uint32_t)share, low, high;

    if (zone_idx(m, zone) == ZONE_HIGHMEM) {
        min = zone->managed_pages / 1024;
        min = min < SWAP_CLUSTER_MAX ? SWAP_CLUSTER_MAX : min > 128 ? 128 : min;
    }
    low = (uint32_t)(min + (share >> 2));
    high = (uint32_t)(min + (share >> 1));
    line(m, L_wmark_set);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value_change(m, V_wmark_min, FMT_DEC, zone->watermark[WMARK_MIN], min);
        value_change(m, V_wmark_low, FMT_DEC, zone->watermark[WMARK_LOW], low);
        value_change(m, V_wmark_high, FMT_DEC, zone->watermark[WMARK_HIGH], high);
    }
    set_word(m, &zone->watermark[WMARK_MIN], min, FIELD_watermark);
    set_word(m, &zone->watermark[WMARK_LOW], low, FIELD_watermark);
    set_word(m, &zone->watermark[WMARK_HIGH], high, FIELD_watermark);
}

/* mm/page_alloc.c:5542. The empty ZONE_MOVABLE counts as low memory, which changes nothing. */
static void setup_per_zone_wmarks_(struct machine *m)
{
    uint32_t pages_min = (uint32_t)m->min_free_kbytes >> 2,
             lowmem_pages = m->zone[ZONE_NORMAL].managed_pages;

    enter(m, F_setup_per_zone_wmarks_);
    if (walking(m)) {
        value(m, V_pages_min, FMT_DEC, pages_min);
        value(m, V_lowmem_pages, FMT_DEC, lowmem_pages);
    }
    for (struct zone *zone = m->zone; zone < m->zone + MAX_NR_ZONES; zone++) {
        uint64_t share = (uint64_t)pages_min * zone->managed_pages / lowmem_pages;

        set_watermarks(m, zone, share);
        mod_zone_page_state_(m, zone, NR_ALLOC_BATCH,
                             (int32_t)(zone->watermark[WMARK_HIGH] - zone->watermark[WMARK_LOW] -
                                       (uint32_t)zone_page_state(m, zone, NR_ALLOC_BATCH)));
        setup_zone_migrate_reserve(m, zone);
    }
    calculate_totalreserve_pages(m);
    leave(m, F_setup_per_zone_wmarks_);
}

/* mm/page_alloc.c:5607 */
void setup_per_zone_wmarks(struct machine *m)
{
    enter(m, F_setup_per_zone_wmarks);
    setup_per_zone_wmarks_(m);
    leave(m, F_setup_per_zone_wmarks);
}

static uint32_t fls(uint32_t x)
{
    return x ? 32 - (uint32_t)__builtin_clz(x) : 0;
}

/* mm/vmstat.c:111: 2 * fls(cpus) * (1 + fls(zone in units of 128 MiB)), at most 125. */
static int32_t calculate_normal_threshold(struct machine *m, const struct zone *zone)
{
    uint32_t threshold = 2 * fls(m->nr_online_cpus) * (1 + fls(zone->managed_pages >> 15));

    if (threshold > 125)
        threshold = 125;
    LEAF(m, F_calculate_normal_threshold, FMT_DEC, threshold,
         value(m, V_zone, FMT_ZONE, zone_idx(m, zone)));
    return (int32_t)threshold;
}

/* mm/vmstat.c:161 */
static void refresh_zone_stat_thresholds(struct machine *m)
{
    enter(m, F_refresh_zone_stat_thresholds);
    for (struct zone *zone = m->zone; zone < m->zone + MAX_NR_ZONES; zone++) {
        uint32_t max_drift;
        int32_t threshold;

        if (!populated_zone(zone))
            continue;
        threshold = calculate_normal_threshold(m, zone);
        for (uint32_t cpu = 0; cpu < m->nr_online_cpus; cpu++)
            set_int(m, &zone_pageset(m, zone, cpu)->stat_threshold, threshold,
                    PSET_FIELD(zone, stat_threshold));
        max_drift = m->nr_online_cpus * (uint32_t)threshold;
        if (max_drift > zone->watermark[WMARK_LOW] - zone->watermark[WMARK_MIN])
            set_word(m, &zone->percpu_drift_mark, zone->watermark[WMARK_HIGH] + max_drift,
                     FIELD_percpu_drift_mark);
    }
    leave(m, F_refresh_zone_stat_thresholds);
}

/* lib/int_sqrt.c:17: the largest whole number whose square is not above x. */
static uint32_t int_sqrt(struct machine *m, uint32_t x)
{
    uint32_t y = 0;

    for (uint32_t bit = 1u << 15; bit; bit >>= 1)
        if ((y | bit) * (y | bit) <= x)
            y |= bit;
    LEAF(m, F_int_sqrt, FMT_DEC, y, value(m, V_x, FMT_DEC, x));
    return y;
}

/* mm/page_alloc.c:2928: managed pages above the high watermark, over the zones that a request may use. */
static uint32_t nr_free_zone_pages(struct machine *m, uint32_t offset)
{
    uint32_t pos, sum = 0;

    enter(m, F_nr_free_zone_pages);
    if (walking(m))
        value(m, V_offset, FMT_DEC, offset);
    for (struct zone *zone = first_zones_zonelist(m, offset, &pos); zone;
         zone = next_zones_zonelist(m, offset, &pos))
        if (zone->managed_pages > zone->watermark[WMARK_HIGH])
            sum += zone->managed_pages - zone->watermark[WMARK_HIGH];
    leave_with(m, F_nr_free_zone_pages, FMT_DEC, sum);
    return sum;
}

/* mm/page_alloc.c:2954 and :2966 */
static uint32_t nr_free_buffer_pages(struct machine *m)
{
    uint32_t sum;

    enter(m, F_nr_free_buffer_pages);
    sum = nr_free_zone_pages(m, gfp_zone(m, GFP_WAIT_ | GFP_IO_ | GFP_FS_ | GFP_HARDWALL_));
    leave_with(m, F_nr_free_buffer_pages, FMT_DEC, sum);
    return sum;
}

uint32_t nr_free_pagecache_pages(struct machine *m)
{
    uint32_t sum;

    enter(m, F_nr_free_pagecache_pages);
    sum = nr_free_zone_pages(m, gfp_zone(m, GFP_HIGHUSER_MOVABLE_MASK));
    leave_with(m, F_nr_free_pagecache_pages, FMT_DEC, sum);
    return sum;
}

/* mm/page_alloc.c:5635 */
static void setup_per_zone_inactive_ratio(struct machine *m)
{
    enter(m, F_setup_per_zone_inactive_ratio);
    for (struct zone *zone = m->zone; zone < m->zone + MAX_NR_ZONES; zone++) {
        uint32_t gb = zone->managed_pages >> 18;

        enter(m, F_calculate_zone_inactive_ratio);
        if (walking(m))
            value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        set_word(m, &zone->inactive_ratio, gb ? int_sqrt(m, 10 * gb) : 1, FIELD_inactive_ratio);
        leave(m, F_calculate_zone_inactive_ratio);
    }
    leave(m, F_setup_per_zone_inactive_ratio);
}

/* mm/page_alloc.c:5681 */
void init_per_zone_wmark_min(struct machine *m)
{
    uint32_t kbytes;

    enter(m, F_init_per_zone_wmark_min);
    kbytes = int_sqrt(m, nr_free_buffer_pages(m) * 4 * 16);
    kbytes = kbytes < 128 ? 128 : kbytes > 65536 ? 65536 : kbytes;
    if (walking(m))
        value_change(m, V_min_free_kbytes, FMT_DEC, (uint32_t)m->min_free_kbytes, kbytes);
    set_int(m, &m->min_free_kbytes, (int32_t)kbytes, FIELD_min_free_kbytes);
    setup_per_zone_wmarks(m);
    refresh_zone_stat_thresholds(m);
    setup_per_zone_lowmem_reserve(m);
    setup_per_zone_inactive_ratio(m);
    leave_with(m, F_init_per_zone_wmark_min, FMT_DEC, 0);
}
