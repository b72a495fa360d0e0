// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The two doors of the page allocator: alloc_pages() and __free_pages().
 *
 *	alloc_pages_nodemask		which zone, type, how deep
 *	  get_page_from_freelist	zone after zone: fair share left? above the watermark?
 *	    buffered_rmqueue		order 0 through the cpu's list, others straight from the buddy lists
 *	  alloc_pages_slowpath		when no zone would give (slowpath.c)
 */
#include "alloc/page/page.h"

/* mm/page_alloc.c:1523: a single page from the cpu's list, which is filled first when empty. */
static struct page *take_from_pcp(struct machine *m, struct zone *zone, uint32_t migratetype,
                                  bool cold)
{
    struct per_cpu_pages *pcp = &zone_pageset(m, zone, m->cpu)->pcp;
    struct list_head *list = &pcp->lists[migratetype];
    struct page *page;

    if (walking(m)) {
        value_pcp_list(m, zone, migratetype);
        value(m, V_list_empty, FMT_DEC, list_empty(m, list));
    }
    if (list_empty(m, list)) {
        int got = rmqueue_bulk(m, zone, 0, pcp->batch, list, migratetype, cold);

        line(m, L_buffered_count);
        if (walking(m))
            value_change(m, V_pcp_count, FMT_DEC, (uint32_t)pcp->count,
                         (uint32_t)(pcp->count + got));
        set_int(m, &pcp->count, pcp->count + got, PSET_FIELD(zone, pcp_count));
        if (unlikely(!got))
            return NULL;
    }
    page = lru_page(m, cold ? list->prev : list->next);
    line(m, L_buffered_del);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value_change(m, V_pcp_count, FMT_DEC, (uint32_t)pcp->count, (uint32_t)(pcp->count - 1));
    }
    list_del(m, &page->lru, LIST_PCP);
    set_int(m, &pcp->count, pcp->count - 1, PSET_FIELD(zone, pcp_count));
    return page;
}

/* mm/page_alloc.c:1507 */
static struct page *buffered_rmqueue(struct machine *m, struct zone *preferred_zone,
                                     struct zone *zone, uint32_t order, uint32_t gfp_flags,
                                     uint32_t migratetype)
{
    bool cold = gfp_flags & GFP_COLD_;
    struct page *page;

    enter(m, F_buffered_rmqueue);
    if (walking(m)) {
        value(m, V_preferred_zone, FMT_ZONE, zone_idx(m, preferred_zone));
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_order, FMT_DEC, order);
        value(m, V_gfp_flags, FMT_HEX, gfp_flags);
        value(m, V_migratetype, FMT_MT, migratetype);
        value(m, V_cold, FMT_DEC, cold);
    }
    if (likely(order == 0)) {
        page = take_from_pcp(m, zone, migratetype, cold);
    } else {
        page = rmqueue(m, zone, order, migratetype);
        if (page) {
            mod_zone_freepage_state(m, zone, -(int32_t)(1u << order),
                                    get_pageblock_migratetype(m, page));
        }
    }
    if (page) {
        gfp_thisnode_allocation(m, gfp_flags);
        line(m, L_buffered_batch);
        mod_zone_page_state_(m, zone, NR_ALLOC_BATCH, -(int32_t)(1u << order));
        count_vm_events(m, PGALLOC_NORMAL + zone_idx(m, zone), V_pgalloc, 1u << order);
        prep_new_page(m, page, order, gfp_flags);
    }
    leave_with(m, F_buffered_rmqueue, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/page_alloc.c:1927: does this zone qualify? The fast path also wants some of the zone's fair share left. */
static bool zone_may_give(struct machine *m, struct zone *preferred_zone, struct zone *zone,
                          uint32_t order, uint32_t gfp_mask, uint32_t classzone_idx,
                          uint32_t alloc_flags)
{
    if (unlikely(alloc_flags & ALLOC_NO_WATERMARKS))
        return true;
    if (alloc_flags & ALLOC_WMARK_LOW) {
        gfp_thisnode_allocation(m, gfp_mask);
        if (zone_page_state(m, zone, NR_ALLOC_BATCH) <= 0) {
            line(m, L_batch_no);
            return false;
        }
        zone_local(m, preferred_zone, zone);
    }
    if (!zone_watermark_ok(m, zone, order, zone->watermark[alloc_flags & ALLOC_WMARK_MASK],
                           classzone_idx, alloc_flags)) {
        line(m, L_watermark_no);
        return false;
    }
    return true;
}

/* mm/page_alloc.c:1896 */
struct page *get_page_from_freelist(struct machine *m, uint32_t gfp_mask, uint32_t order,
                                    uint32_t high_zoneidx, uint32_t alloc_flags,
                                    struct zone *preferred_zone, uint32_t migratetype)
{
    uint32_t pos, classzone_idx = zone_idx(m, preferred_zone);
    struct page *page = NULL;

    enter(m, F_get_page_from_freelist);
    if (walking(m)) {
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
        value(m, V_order, FMT_DEC, order);
        value(m, V_high_zoneidx, FMT_DEC, high_zoneidx);
        value(m, V_alloc_flags, FMT_HEX, alloc_flags);
        value(m, V_preferred_zone, FMT_ZONE, classzone_idx);
        value(m, V_migratetype, FMT_MT, migratetype);
        value(m, V_classzone_idx, FMT_DEC, classzone_idx);
    }
    for (struct zone *zone = first_zones_zonelist(m, high_zoneidx, &pos); zone;
         zone = next_zones_zonelist(m, high_zoneidx, &pos)) {
        if (!zone_may_give(m, preferred_zone, zone, order, gfp_mask, classzone_idx, alloc_flags))
            continue;
        page = buffered_rmqueue(m, preferred_zone, zone, order, gfp_mask, migratetype);
        if (page)
            break;
    }
    if (page) {
        uint32_t pfmemalloc = alloc_flags & ALLOC_NO_WATERMARKS ? 1 : 0;

        if (walking(m))
            value(m, V_pfmemalloc, FMT_DEC, pfmemalloc);
        set_word(m, &page->index, (page->index & ~0xffu) | pfmemalloc, FIELD_page_index);
    }
    leave_with(m, F_get_page_from_freelist, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/page_alloc.c:2684 */
static struct page *alloc_pages_nodemask(struct machine *m, uint32_t gfp_mask, uint32_t order)
{
    uint32_t pos, high_zoneidx, migratetype, alloc_flags = ALLOC_WMARK_LOW | ALLOC_CPUSET;
    struct zone *preferred_zone;
    struct page *page = NULL;

    enter(m, F_alloc_pages_nodemask);
    if (walking(m)) {
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
        value(m, V_order, FMT_DEC, order);
    }
    high_zoneidx = gfp_zone(m, gfp_mask);
    migratetype = allocflags_to_migratetype(m, gfp_mask);
    if (walking(m)) {
        value(m, V_alloc_flags, FMT_HEX, alloc_flags);
        value(m, V_gfp_allowed_mask, FMT_HEX, m->gfp_allowed_mask);
        value_change(m, V_gfp_mask, FMT_HEX, gfp_mask, gfp_mask & m->gfp_allowed_mask);
    }
    gfp_mask &= m->gfp_allowed_mask;
    preferred_zone = first_zones_zonelist(m, high_zoneidx, &pos);
    if (preferred_zone) {
        page = get_page_from_freelist(m, gfp_mask | GFP_HARDWALL_, order, high_zoneidx, alloc_flags,
                                      preferred_zone, migratetype);
        if (unlikely(!page))
            page =
                alloc_pages_slowpath(m, gfp_mask, order, high_zoneidx, preferred_zone, migratetype);
        point(m, P_A, pfn_or_none(m, page), order | migratetype << 8, gfp_mask);
    }
    leave_with(m, F_alloc_pages_nodemask, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* __alloc_pages(), include/linux/gfp.h:304 */
static struct page *alloc_pages_on_node(struct machine *m, uint32_t gfp_mask, uint32_t order)
{
    struct page *page;

    enter(m, F_alloc_pages_);
    if (walking(m)) {
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
        value(m, V_order, FMT_DEC, order);
    }
    page = alloc_pages_nodemask(m, gfp_mask, order);
    leave_with(m, F_alloc_pages_, FMT_PFN, pfn_or_none(m, page));
    return page;
}

struct page *alloc_pages(struct machine *m, uint32_t gfp_mask, uint32_t order)
{
    struct page *page;

#ifndef QUIET
    if (likely(!m->host.want))
        return quiet_alloc_pages(m, gfp_mask, order);
#endif
    enter(m, F_alloc_pages_node);
    if (walking(m)) {
        value(m, V_nid, FMT_DEC, 0);
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
        value(m, V_order, FMT_DEC, order);
    }
    page = alloc_pages_on_node(m, gfp_mask, order);
    leave_with(m, F_alloc_pages_node, FMT_PFN, pfn_or_none(m, page));
    return page;
}

struct page *alloc_pages_exact_node(struct machine *m, uint32_t gfp_mask, uint32_t order)
{
    struct page *page;

    enter(m, F_alloc_pages_exact_node);
    if (walking(m)) {
        value(m, V_nid, FMT_DEC, 0);
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
        value(m, V_order, FMT_DEC, order);
    }
    page = alloc_pages_on_node(m, gfp_mask, order);
    leave_with(m, F_alloc_pages_exact_node, FMT_PFN, pfn_or_none(m, page));
    return page;
}

bool put_page_testzero(struct machine *m, struct page *page)
{
    line(m, L_put_testzero);
    if (walking(m))
        value_change(m, V_page_count, FMT_SDEC, (uint32_t)page->_count,
                     (uint32_t)(page->_count - 1));
    set_int(m, &page->_count, page->_count - 1, FIELD_page_count);
    return page->_count == 0;
}

/* mm/page_alloc.c:700 */
static void free_one_page(struct machine *m, struct zone *zone, struct page *page, uint32_t order,
                          uint32_t migratetype)
{
    enter(m, F_free_one_page);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
        value(m, V_migratetype, FMT_MT, migratetype);
    }
    free_one_page_(m, page, zone, order, migratetype);
    mod_zone_freepage_state(m, zone, (int32_t)(1u << order), migratetype);
    leave(m, F_free_one_page);
}

/* mm/page_alloc.c:739 */
static void free_pages_ok(struct machine *m, struct page *page, uint32_t order)
{
    uint32_t migratetype;

    enter(m, F_free_pages_ok);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
    }
    free_pages_prepare(m, page, order);
    count_vm_events(m, PGFREE, V_pgfree, 1u << order);
    migratetype = get_pageblock_migratetype(m, page);
    set_freepage_migratetype(m, page, migratetype);
    free_one_page(m, page_zone(m, page), page, order, migratetype);
    leave(m, F_free_pages_ok);
}

void free_pages_(struct machine *m, struct page *page, uint32_t order)
{
#ifndef QUIET
    if (likely(!m->host.want)) {
        quiet_free_pages_(m, page, order);
        return;
    }
#endif
    enter(m, F_free_pages_);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
    }
    if (put_page_testzero(m, page)) {
        if (order == 0)
            free_hot_cold_page(m, page, false);
        else
            free_pages_ok(m, page, order);
    }
    leave(m, F_free_pages_);
}

/* mm/page_alloc.c:1414: a block becomes single pages, each with a reference of its own. */
void split_page(struct machine *m, struct page *page, uint32_t order)
{
    enter(m, F_split_page);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
    }
    for (uint32_t i = 1; i < 1u << order; i++)
        set_page_refcounted(m, page + i);
    leave(m, F_split_page);
}
