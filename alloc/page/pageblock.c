// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pageblock types, and moving a pageblock's free blocks from list to list. The types belong to absolute blocks of 1,024 pages, not to
 * zones: where a zone border lies inside a block both zones share its type.
 *
 *	pageblock_flags[]	31..28 block 7 | ... | 7..4 block 1 | 3..0 block 0		(of eight blocks)
 */
#include "alloc/page/page.h"

static uint32_t block_number(const struct machine *m, uint32_t pfn)
{
    return (pfn >> PAGEBLOCK_ORDER) - (m->first_pfn >> PAGEBLOCK_ORDER);
}

uint32_t pageblock_type(const struct machine *m, uint32_t pfn)
{
    uint32_t block = block_number(m, pfn);

    return m->pageblock_flags[block / 8] >> block % 8 * 4 & 7;
}

bool pfn_valid(const struct machine *m, uint32_t pfn)
{
    for (uint32_t i = 0; i < m->memory.cnt; i++) {
        const struct memblock_region *r = &m->memory.regions[i];

        if (pfn - (r->base >> 12) < r->size >> 12)
            return true;
    }
    return false;
}

/* include/linux/mmzone.h:78 over mm/page_alloc.c:5942 */
uint32_t get_pageblock_migratetype(struct machine *m, const struct page *page)
{
    uint32_t mt = pageblock_type(m, page_to_pfn(m, page));

    enter(m, F_get_pageblock_migratetype);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    LEAF(m, F_get_pageblock_flags_group, FMT_DEC, mt,
         value(m, V_page, FMT_PFN, page_to_pfn(m, page));
         value(m, V_start_bitidx, FMT_DEC, 0); value(m, V_end_bitidx, FMT_DEC, 2));
    leave_with(m, F_get_pageblock_migratetype, FMT_MT, mt);
    return mt;
}

/* mm/page_alloc.c:5970 */
static void set_pageblock_flags_group(struct machine *m, struct page *page, uint32_t flags)
{
    uint32_t block = block_number(m, page_to_pfn(m, page));
    uint32_t *word = &m->pageblock_flags[block / 8], shift = block % 8 * 4;

    enter(m, F_set_pageblock_flags_group);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value_change(m, V_flags, FMT_MT, *word >> shift & 7, flags);
        value(m, V_start_bitidx, FMT_DEC, 0);
        value(m, V_end_bitidx, FMT_DEC, 2);
    }
    set_word(m, word, (*word & ~(7u << shift)) | flags << shift, FIELD_pageblock_flags);
    leave(m, F_set_pageblock_flags_group);
}

/* mm/page_alloc.c:235: with mobility grouping off, types below RESERVE are written as UNMOVABLE. */
void set_pageblock_migratetype(struct machine *m, struct page *page, uint32_t migratetype)
{
    enter(m, F_set_pageblock_migratetype);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_migratetype, FMT_MT, migratetype);
    }
    if (m->page_group_by_mobility_disabled && migratetype < MIGRATE_PCPTYPES)
        migratetype = MIGRATE_UNMOVABLE;
    set_pageblock_flags_group(m, page, migratetype);
    leave(m, F_set_pageblock_migratetype);
}

/* mm/page_alloc.c:939: every free block between the two pages moves to the head of its order's list of the type. Returns pages moved. */
static int move_freepages(struct machine *m, struct zone *zone, struct page *start_page,
                          struct page *end_page, uint32_t migratetype)
{
    int pages_moved = 0;

    enter(m, F_move_freepages);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_start_page, FMT_PFN, page_to_pfn(m, start_page));
        value(m, V_end_page, FMT_PFN, page_to_pfn(m, end_page));
        value(m, V_migratetype, FMT_MT, migratetype);
    }
    for (struct page *page = start_page; page <= end_page;) {
        uint32_t order;

        if (!page_buddy(page)) {
            page++;
            continue;
        }
        order = page->private_;
        line(m, L_move_one);
        if (walking(m)) {
            value(m, V_page, FMT_PFN, page_to_pfn(m, page));
            value(m, V_order, FMT_DEC, order);
        }
        list_move(m, &page->lru, &zone->free_area[order].free_list[migratetype], LIST_FREE);
        set_freepage_migratetype(m, page, migratetype);
        page += 1u << order;
        pages_moved += 1 << order;
        if (walking(m))
            value(m, V_pages_moved, FMT_DEC, (uint32_t)pages_moved);
    }
    leave_with(m, F_move_freepages, FMT_DEC, (uint32_t)pages_moved);
    return pages_moved;
}

/* mm/page_alloc.c:983: nothing moves if the pageblock ends outside the zone; if it begins outside, only what follows `page`. */
int move_freepages_block(struct machine *m, struct zone *zone, struct page *page,
                         uint32_t migratetype)
{
    uint32_t start_pfn = page_to_pfn(m, page) & ~(PAGEBLOCK_NR_PAGES - 1);
    uint32_t end_pfn = start_pfn + PAGEBLOCK_NR_PAGES - 1;
    int pages = 0;

    enter(m, F_move_freepages_block);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_migratetype, FMT_MT, migratetype);
        value(m, V_start_pfn, FMT_HEX, start_pfn);
        value(m, V_end_pfn, FMT_HEX, end_pfn);
    }
    if (zone_spans_pfn(zone, end_pfn)) {
        struct page *start_page =
            zone_spans_pfn(zone, start_pfn) ? pfn_to_page(m, start_pfn) : page;

        pages = move_freepages(m, zone, start_page, pfn_to_page(m, end_pfn), migratetype);
    }
    leave_with(m, F_move_freepages_block, FMT_DEC, (uint32_t)pages);
    return pages;
}
