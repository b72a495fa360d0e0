// SPDX-License-Identifier: GPL-2.0-or-later
/* The digests B, P and S of the golden traces. */
#include "alloc/page/page.h"
#include "daemon/conform.h"

#define LIST_END 0xffffffffu

static uint64_t list_words(struct machine *m, const struct list_head *head, uint64_t h)
{
    for (uint32_t off = head->next; off && off != offset_of(m, head); off = list_at(m, off)->next)
        h = fnv_word(h, page_to_pfn(m, lru_page(m, off)));
    return fnv_word(h, LIST_END);
}

uint32_t zone_blocks(const struct zone *zone)
{
    uint32_t first = zone->zone_start_pfn >> PAGEBLOCK_ORDER;

    return ((zone_end_pfn(zone) + PAGEBLOCK_NR_PAGES - 1) >> PAGEBLOCK_ORDER) - first;
}

uint32_t zone_block_type(const struct machine *m, const struct zone *zone, uint32_t i)
{
    uint32_t pfn = ((zone->zone_start_pfn >> PAGEBLOCK_ORDER) + i) << PAGEBLOCK_ORDER;

    return pfn_valid(m, pfn) ? pageblock_type(m, pfn) : 15;
}

static uint64_t block_words(const struct machine *m, const struct zone *zone, uint64_t h)
{
    uint32_t n = zone_blocks(zone);

    for (uint32_t i = 0; i < n; i += 8) {
        uint32_t word = 0;

        for (uint32_t k = 0; k < 8 && i + k < n; k++)
            word |= zone_block_type(m, zone, i + k) << 4 * k;
        h = fnv_word(h, word);
    }
    return h;
}

uint64_t digest_buddy(struct machine *m)
{
    uint64_t h = FNV_OFFSET;

    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        struct zone *zone = &m->zone[z];

        if (!populated_zone(zone))
            continue;
        h = fnv_word(h, 0x42000000u | z);
        for (uint32_t order = 0; order < MAX_ORDER; order++) {
            h = fnv_word(h, zone->free_area[order].nr_free);
            for (uint32_t mt = 0; mt < MIGRATE_TYPES; mt++)
                h = list_words(m, &zone->free_area[order].free_list[mt], h);
        }
        h = block_words(m, zone, h);
    }
    return h;
}

static uint64_t pageset_words(struct machine *m, const struct per_cpu_pageset *p, uint64_t h)
{
    h = fnv_word(h, (uint32_t)p->pcp.count);
    h = fnv_word(h, (uint32_t)p->pcp.high);
    h = fnv_word(h, (uint32_t)p->pcp.batch);
    for (uint32_t mt = 0; mt < MIGRATE_PCPTYPES; mt++)
        h = list_words(m, &p->pcp.lists[mt], h);
    h = fnv_word(h, (uint32_t)p->stat_threshold);
    for (uint32_t i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
        h = fnv_word(h, (uint32_t)p->vm_stat_diff[i]);
    return h;
}

uint64_t digest_pcp(struct machine *m)
{
    uint64_t h = fnv_word(FNV_OFFSET, 0x50000000u);

    h = fnv_word(h, m->totalram_pages);
    h = fnv_word(h, m->totalreserve_pages);
    h = fnv_word(h, (uint32_t)m->min_free_kbytes);
    h = fnv_word(h, m->gfp_allowed_mask);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        struct zone *zone = &m->zone[z];

        if (!populated_zone(zone))
            continue;
        h = fnv_word(h, 0x51000000u | z);
        for (uint32_t i = 0; i < NR_WMARK; i++)
            h = fnv_word(h, zone->watermark[i]);
        for (uint32_t i = 0; i < MAX_NR_ZONES; i++)
            h = fnv_word(h, zone->lowmem_reserve[i]);
        h = fnv_word(h, zone->percpu_drift_mark);
        h = fnv_word(h, zone->managed_pages);
        for (uint32_t i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
            h = fnv_word(h, (uint32_t)zone->vm_stat[i]);
        for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
            h = pageset_words(m, zone_pageset(m, zone, cpu), h);
    }
    return h;
}
