// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * References to pages (_count) and the way back to the page allocator (mm/swap.c); counters that change by one page (mm/vmstat.c).
 *
 * There are no LRU lists here, for nothing is reclaimed: lru_cache_add() and with it the reference that a cpu's pagevec holds for a while are left
 * out, as are mark_page_accessed() and swap.
 */
#include "alloc/page/page.h"

static void enter_page(struct machine *m, enum function_id f, const struct page *page)
{
    enter(m, f);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
}

/* include/linux/mm.h:440 */
void get_page(struct machine *m, struct page *page)
{
    enter_page(m, F_get_page, page);
    if (walking(m))
        value_change(m, V_page_count, FMT_SDEC, (uint32_t)page->_count,
                     (uint32_t)(page->_count + 1));
    set_int(m, &page->_count, page->_count + 1, FIELD_page_count);
    leave(m, F_get_page);
}

/* mm/swap.c:200 and :68, of a single page */
void put_page(struct machine *m, struct page *page)
{
    enter_page(m, F_put_page, page);
    if (put_page_testzero(m, page))
        free_hot_cold_page(m, page, false);
    leave(m, F_put_page);
}

/* mm/swap.c:782: pages that nobody else holds go to a list, the last one first. */
void release_pages(struct machine *m, const uint32_t *pfns, uint32_t nr)
{
    enter(m, F_release_pages);
    if (walking(m))
        value(m, V_nr, FMT_DEC, nr);
    for (uint32_t i = 0; i < nr; i++) {
        struct page *page = pfn_to_page(m, pfns[i]);

        if (put_page_testzero(m, page))
            list_add(m, &page->lru, &m->batch_list, LIST_PRIVATE);
    }
    free_hot_cold_page_list(m, &m->batch_list, false);
    init_list_head(m, &m->batch_list, FIELD_batch_list);
    leave(m, F_release_pages);
}

/* mm/vmstat.c:271, :293, :397 and :409. Past the threshold half of it more goes along, so that the next changes find room. */
void change_zone_page_state(struct machine *m, const struct page *page, enum zone_stat_item item,
                            bool up, enum function_id f)
{
    struct zone *zone = page_zone(m, page);
    struct per_cpu_pageset *pset = zone_pageset(m, zone, m->cpu);
    int32_t v = pset->vm_stat_diff[item] + (up ? 1 : -1), t = pset->stat_threshold;
    int32_t overstep = up ? t >> 1 : -(t >> 1);

    enter(m, f);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_item, FMT_ITEM, item);
        value(m, V_v, FMT_SDEC, (uint32_t)v);
        value(m, V_t, FMT_SDEC, (uint32_t)t);
    }
    if (v > t || v < -t) {
        zone_page_state_add(m, v + overstep, zone, item);
        v = -overstep;
    }
    set_int(m, &pset->vm_stat_diff[item], v, PSET_FIELD(zone, vm_stat_diff));
    leave(m, f);
}
