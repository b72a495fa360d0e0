// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The page cache: which pages a mapping has (mm/filemap.c, mm/truncate.c). The cache holds one reference to each of its pages; every table entry
 * holds another.
 *
 * A page of shmem's is dirty without being written back: PG_dirty is set and cleared, and nobody counts it (mapping_cap_account_dirty() is false).
 */
#include "alloc/file/file.h"

static void set_flags(struct machine *m, struct page *page, uint32_t to)
{
    set_said(m, &page->flags, to, FIELD_page_flags, V_mapcount_flags, FMT_HEX);
}
static void set_mapping(struct machine *m, struct page *page, uint32_t mapping)
{
    set_said(m, &page->mapping, mapping, FIELD_page_mapping, V_page_mapping, FMT_HEX);
}
static void set_nrpages(struct machine *m, struct address_space *mapping, uint32_t to)
{
    SET_OF(m, mapping, mapping, nrpages, to, FMT_DEC);
}
static void count_page(struct machine *m, const struct page *page, bool up)
{
    enum function_id f = up ? F_inc_zone_page_state_ : F_dec_zone_page_state_;

    change_zone_page_state(m, page, NR_FILE_PAGES, up, f);
    change_zone_page_state(m, page, NR_SHMEM, up, f);
}

struct page *item_page(struct machine *m, uint32_t item)
{
    if (item & (PAGE_SIZE - 1) || !pfn_valid(m, item >> 12))
        oops(m, OOPS_FAULT, item);
    return pfn_to_page(m, item >> 12);
}

/* mm/filemap.c:696 */
static struct page *find_get_page(struct machine *m, struct address_space *mapping, uint32_t index)
{
    struct page *page = NULL;
    uint32_t slot;

    enter(m, F_find_get_page);
    if (walking(m)) {
        value(m, V_mapping, FMT_ADDR, ram_virt(m, mapping));
        value(m, V_tree_index, FMT_HEX, index);
    }
    slot = radix_tree_lookup_slot(m, &mapping->page_tree, index);
    if (slot) {
        page = item_page(m, ram_read(m, slot));
        get_page(m, page);
    }
    leave_with(m, F_find_get_page, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/filemap.c:749 */
struct page *find_lock_page(struct machine *m, struct address_space *mapping, uint32_t index)
{
    struct page *page;

    enter(m, F_find_lock_page);
    page = find_get_page(m, mapping, index);
    leave_with(m, F_find_lock_page, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/shmem.c:282 */
int shmem_add_to_page_cache(struct machine *m, struct page *page, struct address_space *mapping,
                            uint32_t index)
{
    int err;

    enter(m, F_shmem_add_to_page_cache);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
        value(m, V_mapping, FMT_ADDR, ram_virt(m, mapping));
        value(m, V_tree_index, FMT_HEX, index);
    }
    get_page(m, page);
    set_mapping(m, page, ram_virt(m, mapping));
    set_said(m, &page->index, index, FIELD_page_index, V_index, FMT_HEX);
    err = radix_tree_insert(m, &mapping->page_tree, index, page_to_pfn(m, page) << 12);
    if (err) {
        set_mapping(m, page, 0);
        put_page(m, page);
    } else {
        set_nrpages(m, mapping, mapping->nrpages + 1);
        count_page(m, page, true);
    }
    leave_with(m, F_shmem_add_to_page_cache, FMT_SDEC, (uint32_t)err);
    return err;
}

/* ---- out of the cache ---- */

/* mm/filemap.c:160 and :115 */
static void delete_from_page_cache(struct machine *m, struct address_space *mapping,
                                   struct page *page)
{
    enter(m, F_delete_from_page_cache);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    enter(m, F_delete_from_page_cache_);
    radix_tree_delete(m, &mapping->page_tree, page->index);
    set_mapping(m, page, 0);
    set_nrpages(m, mapping, mapping->nrpages - 1);
    count_page(m, page, false);
    if (page->_mapcount >= 0)
        oops(m, OOPS_BUG, ram_virt(m, mapping));
    leave(m, F_delete_from_page_cache_);
    put_page(m, page);
    leave(m, F_delete_from_page_cache);
}

/* mm/truncate.c:69 */
static void cancel_dirty_page(struct machine *m, struct page *page)
{
    enter(m, F_cancel_dirty_page);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    set_flags(m, page, page->flags & ~PG_DIRTY);
    leave(m, F_cancel_dirty_page);
}

/* mm/truncate.c:134 and :95. No area is left that maps the page when its file goes: there is nothing to unmap. */
void truncate_inode_page(struct machine *m, struct address_space *mapping, struct page *page)
{
    enter(m, F_truncate_inode_page);
    if (walking(m)) {
        value(m, V_mapping, FMT_ADDR, ram_virt(m, mapping));
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    }
    enter(m, F_truncate_complete_page);
    cancel_dirty_page(m, page);
    delete_from_page_cache(m, mapping, page);
    leave(m, F_truncate_complete_page);
    leave(m, F_truncate_inode_page);
}

/* mm/page-writeback.c:2243 and :2112 */
void set_page_dirty(struct machine *m, struct page *page)
{
    bool newly = !(page->flags & PG_DIRTY);

    enter(m, F_set_page_dirty);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    enter(m, F_set_page_dirty_no_writeback);
    set_flags(m, page, page->flags | PG_DIRTY);
    leave_with(m, F_set_page_dirty_no_writeback, FMT_DEC, newly);
    leave_with(m, F_set_page_dirty, FMT_DEC, newly);
}
