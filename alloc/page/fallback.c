// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * When the wanted type has no block: the largest block of another type is taken, and with it, perhaps, its pageblock.
 */
#include "alloc/page/page.h"

/* mm/page_alloc.c:921: in which order the other types are asked; RESERVE ends the row and is tried last of all by rmqueue(). */
static const uint8_t fallbacks[MIGRATE_PCPTYPES][2] = {
    [MIGRATE_UNMOVABLE] = { MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE },
    [MIGRATE_RECLAIMABLE] = { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE },
    [MIGRATE_MOVABLE] = { MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE },
};

/* mm/page_alloc.c:1004 */
static void change_pageblock_range(struct machine *m, struct page *pageblock_page,
                                   uint32_t start_order, uint32_t migratetype)
{
    enter(m, F_change_pageblock_range);
    if (walking(m)) {
        value(m, V_pageblock_page, FMT_PFN, page_to_pfn(m, pageblock_page));
        value(m, V_start_order, FMT_DEC, start_order);
        value(m, V_migratetype, FMT_MT, migratetype);
    }
    for (uint32_t n = 1u << (start_order - PAGEBLOCK_ORDER); n--;
         pageblock_page += PAGEBLOCK_NR_PAGES)
        set_pageblock_migratetype(m, pageblock_page, migratetype);
    leave(m, F_change_pageblock_range);
}

/* mm/page_alloc.c:1027: what the block's free neighbours and its pageblock become. Returns the type that the rest of the block is for. */
static uint32_t try_to_steal_freepages(struct machine *m, struct zone *zone, struct page *page,
                                       uint32_t start_type, uint32_t fallback_type)
{
    uint32_t current_order = page->private_, new_type = fallback_type;

    enter(m, F_try_to_steal_freepages);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_start_type, FMT_MT, start_type);
        value(m, V_fallback_type, FMT_MT, fallback_type);
        value(m, V_current_order, FMT_DEC, current_order);
    }
    if (current_order >= PAGEBLOCK_ORDER) {
        change_pageblock_range(m, page, current_order, start_type);
        new_type = start_type;
    } else if (current_order >= PAGEBLOCK_ORDER / 2 || start_type == MIGRATE_RECLAIMABLE ||
               m->page_group_by_mobility_disabled) {
        int pages = move_freepages_block(m, zone, page, start_type);

        if (walking(m))
            value(m, V_pages, FMT_DEC, (uint32_t)pages);
        if (pages >= 1 << (PAGEBLOCK_ORDER - 1) || m->page_group_by_mobility_disabled) {
            set_pageblock_migratetype(m, page, start_type);
            new_type = start_type;
        }
    }
    leave_with(m, F_try_to_steal_freepages, FMT_MT, new_type);
    return new_type;
}

/* Takes the head of this list for a request of start_type: the body of the loop at mm/page_alloc.c:1075. */
static struct page *take_from_other(struct machine *m, struct zone *zone, uint32_t order,
                                    uint32_t current_order, uint32_t start_type,
                                    uint32_t migratetype)
{
    struct free_area *area = &zone->free_area[current_order];
    struct page *page = lru_page(m, area->free_list[migratetype].next);
    uint32_t new_type;

    line(m, L_fallback_take);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value_change(m, V_nr_free, FMT_DEC, area->nr_free, area->nr_free - 1);
    }
    set_word(m, &area->nr_free, area->nr_free - 1, FIELD_nr_free);
    new_type = try_to_steal_freepages(m, zone, page, start_type, migratetype);
    line(m, L_fallback_del);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_new_type, FMT_MT, new_type);
    }
    list_del(m, &page->lru, LIST_FREE);
    rmv_page_order(m, page);
    expand(m, zone, page, order, current_order, new_type);
    point(m, P_X, page_to_pfn(m, page),
          order | current_order << 8 | start_type << 16 | migratetype << 24, new_type);
    return page;
}

/* mm/page_alloc.c:1067: from the largest order down, each other type in turn. */
static struct page *rmqueue_fallback(struct machine *m, struct zone *zone, uint32_t order,
                                     uint32_t start_migratetype)
{
    struct page *page = NULL;

    enter(m, F_rmqueue_fallback);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_order, FMT_DEC, order);
        value(m, V_start_migratetype, FMT_MT, start_migratetype);
    }
    line(m, L_fallback_search);
    for (uint32_t current_order = MAX_ORDER; !page && current_order-- > order;) {
        for (uint32_t i = 0; !page && i < 2; i++) {
            uint32_t migratetype = fallbacks[start_migratetype][i];
            bool empty = list_empty(m, &zone->free_area[current_order].free_list[migratetype]);

            if (walking(m)) {
                value(m, V_current_order, FMT_DEC, current_order);
                value(m, V_i, FMT_DEC, i);
                value(m, V_migratetype, FMT_MT, migratetype);
                value(m, V_list_empty, FMT_DEC, empty);
            }
            if (!empty)
                page =
                    take_from_other(m, zone, order, current_order, start_migratetype, migratetype);
        }
    }
    leave_with(m, F_rmqueue_fallback, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/page_alloc.c:1117: the wanted type, then the others, then RESERVE rather than fail. */
struct page *rmqueue(struct machine *m, struct zone *zone, uint32_t order, uint32_t migratetype)
{
    struct page *page;

    enter(m, F_rmqueue);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_order, FMT_DEC, order);
        value(m, V_migratetype, FMT_MT, migratetype);
    }
    page = rmqueue_smallest(m, zone, order, migratetype);
    if (unlikely(!page) && migratetype != MIGRATE_RESERVE) {
        page = rmqueue_fallback(m, zone, order, migratetype);
        if (!page) {
            migratetype = MIGRATE_RESERVE;
            line(m, L_rmqueue_reserve);
            page = rmqueue_smallest(m, zone, order, migratetype);
        }
    }
    point(m, P_Z, pfn_or_none(m, page), order, migratetype);
    leave_with(m, F_rmqueue, FMT_PFN, pfn_or_none(m, page));
    return page;
}
