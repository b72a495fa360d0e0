// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is checked and set when pages change hands: reference counts, flags, compound pages.
 */
#include "alloc/page/page.h"
#include "alloc/ram.h"

#define FREE_COMPOUND_PAGE \
    1u /* stands for the address of free_compound_page() in page[1].lru.next */

/* mm/internal.h:28: the count goes from 0 to 1. */
void set_page_refcounted(struct machine *m, struct page *page)
{
    enter(m, F_set_page_refcounted);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value_change(m, V_page_count, FMT_SDEC, (uint32_t)page->_count, 1);
    }
    set_int(m, &page->_count, 1, FIELD_page_count);
    leave(m, F_set_page_refcounted);
}

/* mm/page_alloc.c:362: the first page is the head, the others point to it; page[1] keeps order and destructor in its lru. */
static void prep_compound_page(struct machine *m, struct page *page, uint32_t order)
{
    enter(m, F_prep_compound_page);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
    }
    set_word(m, &page[1].lru.next, FREE_COMPOUND_PAGE, FIELD_page_lru);
    enter(m, F_set_compound_order);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
    }
    set_word(m, &page[1].lru.prev, order, FIELD_page_lru);
    leave(m, F_set_compound_order);
    set_word(m, &page->flags, page->flags | PG_COMPOUND, FIELD_page_flags);
    for (uint32_t i = 1; i < 1u << order; i++) {
        struct page *p = page + i;

        set_int(m, &p->_count, 0, FIELD_page_count);
        set_word(m, &p->private_, page_to_pfn(m, page), FIELD_page_private);
        set_word(m, &p->flags, p->flags | PG_COMPOUND | PG_RECLAIM, FIELD_page_flags);
    }
    leave(m, F_prep_compound_page);
}

/* include/linux/highmem.h:185. What high memory holds is not modelled; low memory that was never written is zeros already. */
static void clear_highpage(struct machine *m, const struct page *page)
{
    uint32_t pfn = page_to_pfn(m, page), virt = page_address(m, page);
    bool written = pfn < m->max_low_pfn &&
                   machine_chunk_written(m, (m->ram_off + virt - PAGE_OFFSET) >> CHUNK_SHIFT);

    enter(m, F_clear_highpage);
    if (walking(m))
        value(m, V_page, FMT_PFN, pfn);
    if (written)
        ram_fill(m, virt, 0, PAGE_SIZE);
    leave(m, F_clear_highpage);
}

/* mm/page_alloc.c:407 */
static void prep_zero_page(struct machine *m, struct page *page, uint32_t order, uint32_t gfp_flags)
{
    enter(m, F_prep_zero_page);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
        value(m, V_gfp_flags, FMT_HEX, gfp_flags);
    }
    for (uint32_t i = 0; i < 1u << order; i++)
        clear_highpage(m, page + i);
    leave(m, F_prep_zero_page);
}

/* mm/page_alloc.c:859: the checks of check_new_page() cannot fail here; what a page must be is the invariant checker's to say. */
void prep_new_page(struct machine *m, struct page *page, uint32_t order, uint32_t gfp_flags)
{
    enter(m, F_prep_new_page);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
        value(m, V_gfp_flags, FMT_HEX, gfp_flags);
        for (uint32_t i = 0; i < 1u << order; i++)
            LEAF(m, F_check_new_page, FMT_DEC, 0,
                 value(m, V_page, FMT_PFN, page_to_pfn(m, page + i)));
    }
    set_word(m, &page->private_, 0, FIELD_page_private);
    set_page_refcounted(m, page);
    if (gfp_flags & GFP_ZERO_)
        prep_zero_page(m, page, order, gfp_flags);
    if (order && gfp_flags & GFP_COMP_)
        prep_compound_page(m, page, order);
    leave_with(m, F_prep_new_page, FMT_DEC, 0);
}

/* mm/page_alloc.c:621: clears what flags are left, which also unmakes a compound page. */
static void free_pages_check(struct machine *m, struct page *page)
{
    enter(m, F_free_pages_check);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    if (unlikely(page->flags & PAGE_FLAGS_CHECK_AT_PREP)) {
        line(m, L_free_check_flags);
        set_word(m, &page->flags, page->flags & ~PAGE_FLAGS_CHECK_AT_PREP, FIELD_page_flags);
    }
    leave_with(m, F_free_pages_check, FMT_DEC, 0);
}

/* mm/page_alloc.c:712 */
bool free_pages_prepare(struct machine *m, struct page *page, uint32_t order)
{
    enter(m, F_free_pages_prepare);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_order, FMT_DEC, order);
    }
    point(m, P_F, page_to_pfn(m, page), order, 0);
    if (unlikely(page->mapping & PAGE_MAPPING_ANON))
        set_word(m, &page->mapping, 0, FIELD_page_mapping);
    for (uint32_t i = 0; i < 1u << order; i++)
        free_pages_check(m, page + i);
    leave_with(m, F_free_pages_prepare, FMT_DEC, 1);
    return true;
}
