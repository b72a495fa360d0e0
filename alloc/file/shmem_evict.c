// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The end of a file of shmem's (mm/shmem.c:630): its pages leave the cache fourteen at a time, and go back to the page allocator in such batches; then
 * the inode goes.
 */
#include "alloc/file/file.h"

struct pagevec {
    uint32_t nr, pfns[PAGEVEC_SIZE];
};

/* mm/shmem.c:336: the next pages from *index on, each with a reference more. *index is behind the last then. */
static void shmem_find_get_pages(struct machine *m, struct address_space *mapping, uint32_t *index,
                                 struct pagevec *pvec)
{
    uint32_t item;

    enter(m, F_shmem_find_get_pages);
    if (walking(m))
        value(m, V_start, FMT_HEX, *index);
    pvec->nr = 0;
    while (pvec->nr < PAGEVEC_SIZE &&
           (item = radix_tree_next(m, &mapping->page_tree, index)) != 0) {
        struct page *page = item_page(m, item);

        get_page(m, page);
        pvec->pfns[pvec->nr++] = page_to_pfn(m, page);
        ++*index;
    }
    leave_with(m, F_shmem_find_get_pages, FMT_DEC, pvec->nr);
}

/* mm/swap.c:844. There are no LRU lists to drain to. */
static void pagevec_release(struct machine *m, const struct pagevec *pvec)
{
    enter(m, F_pagevec_release_);
    release_pages(m, pvec->pfns, pvec->nr);
    leave(m, F_pagevec_release_);
}

/*
 * mm/shmem.c:448, of the whole file: from its first page on, and once more from there until nothing is left. A page that somebody's stray write has
 * put into the tree stays there, and the kernel would look at it for ever.
 */
static void shmem_undo_range(struct machine *m, struct inode *inode)
{
    struct address_space *mapping = mapping_at(m, inode->i_mapping);
    struct pagevec pvec;
    uint32_t index = 0;

    enter(m, F_shmem_undo_range);
    do {
        shmem_find_get_pages(m, mapping, &index, &pvec);
        for (uint32_t i = 0; i < pvec.nr; i++) {
            struct page *page = pfn_to_page(m, pvec.pfns[i]);

            if (page->mapping != ram_virt(m, mapping))
                oops(m, OOPS_LOOP, ram_virt(m, mapping));
            truncate_inode_page(m, mapping, page);
        }
        if (pvec.nr)
            pagevec_release(m, &pvec);
    } while (pvec.nr);
    index = 0;
    shmem_find_get_pages(m, mapping, &index, &pvec);
    if (pvec.nr)
        oops(m, OOPS_LOOP, ram_virt(m, mapping));
    shmem_recalc_inode(m, inode);
    leave(m, F_shmem_undo_range);
}

/* mm/shmem.c:630 and :589 */
void shmem_evict_inode(struct machine *m, struct inode *inode)
{
    enter(m, F_shmem_evict_inode);
    if (walking(m))
        value(m, V_inode, FMT_ADDR, ram_virt(m, inode));
    SET_OF(m, inode, inode, i_size, 0, FMT_HEX);
    enter(m, F_shmem_truncate_range);
    shmem_undo_range(m, inode);
    leave(m, F_shmem_truncate_range);
    leave(m, F_shmem_evict_inode);
}

/* mm/shmem.c:2684 and :2678. A grace period is over at once. */
void shmem_destroy_inode(struct machine *m, struct inode *inode)
{
    enter(m, F_shmem_destroy_inode);
    enter(m, F_call_rcu);
    enter(m, F_shmem_destroy_callback);
    kmem_cache_free(m, cache_at(m, m->shmem_inode_cachep), ram_virt(m, shmem_i(m, inode)));
    leave(m, F_shmem_destroy_callback);
    leave(m, F_call_rcu);
    leave(m, F_shmem_destroy_inode);
}
