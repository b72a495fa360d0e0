// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The buddy lists. A free block of 2^k pages is known by its first page: _mapcount is PAGE_BUDDY_MAPCOUNT_VALUE, private is k, lru is in
 * free_area[k].free_list[type]. Its buddy is the block of the same size at pfn ^ 2^k.
 */
#include "alloc/page/page.h"

/* mm/page_alloc.c:451 and :457 */
void set_page_order(struct machine *m, struct page *page, uint32_t order)
{
    enter(m, F_set_page_order);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
    }
    set_word(m, &page->private_, order, FIELD_page_private);
    set_int(m, &page->_mapcount, PAGE_BUDDY_MAPCOUNT_VALUE, FIELD_page_mapcount);
    leave(m, F_set_page_order);
}

void rmv_page_order(struct machine *m, struct page *page)
{
    enter(m, F_rmv_page_order);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    set_int(m, &page->_mapcount, -1, FIELD_page_mapcount);
    set_word(m, &page->private_, 0, FIELD_page_private);
    leave(m, F_rmv_page_order);
}

/* include/linux/mm.h:261 */
void set_freepage_migratetype(struct machine *m, struct page *page, uint32_t migratetype)
{
    enter(m, F_set_freepage_migratetype);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_migratetype, FMT_MT, migratetype);
    }
    set_word(m, &page->index, migratetype, FIELD_page_index);
    leave(m, F_set_freepage_migratetype);
}

/* mm/page_alloc.c:481 */
static uint32_t find_buddy_index(struct machine *m, uint32_t page_idx, uint32_t order)
{
    uint32_t buddy_idx = page_idx ^ 1u << order;

    LEAF(m, F_find_buddy_index, FMT_DEC, buddy_idx, value(m, V_page_idx, FMT_DEC, page_idx);
         value(m, V_order, FMT_DEC, order));
    return buddy_idx;
}

/*
 * mm/page_alloc.c:501: free, of the same order, and in the same zone (and section: page_zone_id() compares both, the top six bits of
 * flags). At the edges of RAM a buddy's struct page lies outside page[]: in the kernel the section's memory map has a page there that was
 * never set up, or none at all; either way it is no buddy.
 */
static bool page_is_buddy(struct machine *m, const struct page *page, const struct page *buddy,
                          uint32_t order)
{
    bool is = buddy >= m->page && buddy < m->page + m->nr_pages &&
              page->flags >> 26 == buddy->flags >> 26 && page_buddy(buddy) &&
              buddy->private_ == order;

    LEAF(m, F_page_is_buddy, FMT_DEC, is, value(m, V_page, FMT_PFN, page_to_pfn(m, page));
         value(m, V_buddy, FMT_PFN, page_to_pfn(m, buddy)); value(m, V_order, FMT_DEC, order));
    return is;
}

/* mm/page_alloc.c:808: halves a block of order `high` down to `low`; each upper half goes to the head of its list. */
void expand(struct machine *m, struct zone *zone, struct page *page, uint32_t low, uint32_t high,
            uint32_t migratetype)
{
    enter(m, F_expand);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_low, FMT_DEC, low);
        value(m, V_high, FMT_DEC, high);
        value(m, V_area, FMT_AREA, high);
        value(m, V_migratetype, FMT_MT, migratetype);
    }
    while (high > low) {
        struct free_area *area = &zone->free_area[--high];
        struct page *half = page + (1u << high);

        line(m, L_expand_half);
        if (walking(m)) {
            value(m, V_high, FMT_DEC, high);
            value(m, V_size, FMT_DEC, 1u << high);
            value(m, V_page_size, FMT_PFN, page_to_pfn(m, half));
            value_change(m, V_nr_free, FMT_DEC, area->nr_free, area->nr_free + 1);
        }
        list_add(m, &half->lru, &area->free_list[migratetype], LIST_FREE);
        set_word(m, &area->nr_free, area->nr_free + 1, FIELD_nr_free);
        set_page_order(m, half, high);
    }
    leave(m, F_expand);
}

/* mm/page_alloc.c:889: the head of the smallest sufficient list of the type, or NULL. */
struct page *rmqueue_smallest(struct machine *m, struct zone *zone, uint32_t order,
                              uint32_t migratetype)
{
    struct page *page = NULL;

    enter(m, F_rmqueue_smallest);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_order, FMT_DEC, order);
        value(m, V_migratetype, FMT_MT, migratetype);
    }
    for (uint32_t current_order = order; current_order < MAX_ORDER; current_order++) {
        struct free_area *area = &zone->free_area[current_order];

        if (list_empty(m, &area->free_list[migratetype]))
            continue;
        page = lru_page(m, area->free_list[migratetype].next);
        line(m, L_smallest_del);
        if (walking(m)) {
            value(m, V_current_order, FMT_DEC, current_order);
            value(m, V_page, FMT_PFN, page_to_pfn(m, page));
            value_change(m, V_nr_free, FMT_DEC, area->nr_free, area->nr_free - 1);
        }
        list_del(m, &page->lru, LIST_FREE);
        rmv_page_order(m, page);
        set_word(m, &area->nr_free, area->nr_free - 1, FIELD_nr_free);
        expand(m, zone, page, order, current_order, migratetype);
        break;
    }
    leave_with(m, F_rmqueue_smallest, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/page_alloc.c:605: is the buddy of the parent block free too? Then the block will probably merge soon and is used last. */
static bool parent_may_merge(struct machine *m, struct page *page, uint32_t page_idx,
                             uint32_t buddy_idx, uint32_t order)
{
    uint32_t combined_idx = buddy_idx & page_idx;
    struct page *higher_page = page + (int32_t)(combined_idx - page_idx);
    uint32_t higher_idx = find_buddy_index(m, combined_idx, order + 1);

    return page_is_buddy(m, higher_page, higher_page + (int32_t)(higher_idx - combined_idx),
                         order + 1);
}

/*
 * mm/page_alloc.c:547: merges the block with free buddies, order by order, and puts the result on the list of `migratetype`. The buddies' own
 * lists do not matter. The counter of free pages is the caller's.
 */
void free_one_page_(struct machine *m, struct page *page, struct zone *zone, uint32_t order,
                    uint32_t migratetype)
{
    uint32_t page_idx = page_to_pfn(m, page) & ((1u << MAX_ORDER) - 1), buddy_idx = 0;
    struct list_head *list;
    struct free_area *area;

    enter(m, F_free_one_page_);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_order, FMT_DEC, order);
        value(m, V_migratetype, FMT_MT, migratetype);
    }
    for (; order < MAX_ORDER - 1; order++) {
        struct page *buddy;

        buddy_idx = find_buddy_index(m, page_idx, order);
        buddy = page + (int32_t)(buddy_idx - page_idx);
        if (!page_is_buddy(m, page, buddy, order))
            break;
        area = &zone->free_area[order];
        line(m, L_merge_del);
        if (walking(m)) {
            value(m, V_buddy, FMT_PFN, page_to_pfn(m, buddy));
            value(m, V_order, FMT_DEC, order);
            value_change(m, V_nr_free, FMT_DEC, area->nr_free, area->nr_free - 1);
        }
        list_del(m, &buddy->lru, LIST_FREE);
        set_word(m, &area->nr_free, area->nr_free - 1, FIELD_nr_free);
        rmv_page_order(m, buddy);
        page += (int32_t)((buddy_idx & page_idx) - page_idx);
        page_idx &= buddy_idx;
    }
    set_page_order(m, page, order);
    area = &zone->free_area[order];
    list = &area->free_list[migratetype];
    if (order < MAX_ORDER - 2 && parent_may_merge(m, page, page_idx, buddy_idx, order)) {
        line(m, L_free_add_tail);
        list_add_tail(m, &page->lru, list, LIST_FREE);
    } else {
        line(m, L_free_add);
        list_add(m, &page->lru, list, LIST_FREE);
    }
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
        value_change(m, V_nr_free, FMT_DEC, area->nr_free, area->nr_free + 1);
    }
    set_word(m, &area->nr_free, area->nr_free + 1, FIELD_nr_free);
    leave(m, F_free_one_page_);
}
