// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How often a page is mapped (_mapcount + 1), and where from (mm/rmap.c); the end of those that a gather unmapped (mm/swap_state.c). There is no swap.
 */
#include "alloc/user/user.h"

static void set_mapcount(struct machine *m, struct page *page, int32_t to)
{
    set_said(m, &page->_mapcount, (uint32_t)to, FIELD_page_mapcount, V_mapcount, FMT_SDEC);
}
static void set_mapping(struct machine *m, struct page *page, uint32_t anon_vma)
{
    set_said(m, &page->mapping, anon_vma | PAGE_MAPPING_ANON, FIELD_page_mapping, V_page_mapping,
             FMT_HEX);
}

/* mm/memory.c:742 */
struct page *vm_normal_page(struct machine *m, uint32_t pte)
{
    uint32_t pfn = pte >> 12;
    bool normal = pte & L_PTE_PRESENT && pfn_valid(m, pfn) &&
                  pfn != virt_to_phys(m, m->empty_zero_page) >> 12;

    LEAF(m, F_vm_normal_page, FMT_PFN, normal ? pfn : NO_PFN, value(m, V_pte, FMT_HEX, pte));
    return normal ? pfn_to_page(m, pfn) : NULL;
}

/* mm/rmap.c:1083 and :979 */
void page_add_new_anon_rmap(struct machine *m, struct page *page, const struct vm_area_struct *vma,
                            uint32_t address)
{
    enter_page(m, F_page_add_new_anon_rmap, page);
    if (walking(m)) {
        value(m, V_vma, FMT_ADDR, vma_virt(m, vma));
        value(m, V_address, FMT_ADDR, address);
    }
    set_said(m, &page->flags, page->flags | PG_SWAPBACKED, FIELD_page_flags, V_mapcount_flags,
             FMT_HEX);
    set_mapcount(m, page, 0);
    mod_zone_page_state_(m, page_zone(m, page), NR_ANON_PAGES, 1);
    enter_page(m, F_page_set_anon_rmap_, page);
    set_mapping(m, page, vma->anon_vma);
    set_said(m, &page->index, vma->vm_pgoff + ((address - vma->vm_start) >> 12), FIELD_page_index,
             V_index, FMT_HEX);
    leave(m, F_page_set_anon_rmap_);
    leave(m, F_page_add_new_anon_rmap);
}

/* mm/rmap.c:959 */
void page_move_anon_rmap(struct machine *m, struct page *page, const struct vm_area_struct *vma)
{
    enter_page(m, F_page_move_anon_rmap, page);
    if (walking(m))
        value(m, V_vma, FMT_ADDR, vma_virt(m, vma));
    set_mapping(m, page, vma->anon_vma);
    leave(m, F_page_move_anon_rmap);
}

/* mm/rmap.c:1107 */
void page_add_file_rmap(struct machine *m, struct page *page)
{
    enter_page(m, F_page_add_file_rmap, page);
    set_mapcount(m, page, page->_mapcount + 1);
    if (!page->_mapcount)
        change_zone_page_state(m, page, NR_FILE_MAPPED, true, F_inc_zone_page_state_);
    leave(m, F_page_add_file_rmap);
}

/* include/linux/rmap.h:176 */
void page_dup_rmap(struct machine *m, struct page *page)
{
    enter_page(m, F_page_dup_rmap, page);
    set_mapcount(m, page, page->_mapcount + 1);
    leave(m, F_page_dup_rmap);
}

/* mm/rmap.c:1126 */
void page_remove_rmap(struct machine *m, struct page *page)
{
    enter_page(m, F_page_remove_rmap, page);
    set_mapcount(m, page, page->_mapcount - 1);
    if (page->_mapcount < 0 && page->mapping & PAGE_MAPPING_ANON)
        mod_zone_page_state_(m, page_zone(m, page), NR_ANON_PAGES, -1);
    else if (page->_mapcount < 0)
        change_zone_page_state(m, page, NR_FILE_MAPPED, false, F_dec_zone_page_state_);
    leave(m, F_page_remove_rmap);
}

/* The page frame of entry i of a batch. */
static uint32_t batch_pfn(struct machine *m, uint32_t pages, const uint32_t *local, uint32_t i)
{
    uint32_t pfn = pages ? ram_read(m, pages + i * 4) : local[i];

    if (!pfn_valid(m, pfn))
        oops(m, OOPS_FAULT, pages + i * 4);
    return pfn;
}

/* mm/swap_state.c:260 */
void free_pages_and_swap_cache(struct machine *m, uint32_t pages, const uint32_t *local,
                               uint32_t nr)
{
    enter(m, F_free_pages_and_swap_cache);
    if (walking(m))
        value(m, V_nr, FMT_DEC, nr);
    for (uint32_t from = 0, todo; from < nr; from += todo) {
        uint32_t pfns[PAGEVEC_SIZE];

        todo = nr - from < PAGEVEC_SIZE ? nr - from : PAGEVEC_SIZE;
        for (uint32_t i = 0; i < todo; i++)
            pfns[i] = batch_pfn(m, pages, local, from + i);
        release_pages(m, pfns, todo);
    }
    leave(m, F_free_pages_and_swap_cache);
}
