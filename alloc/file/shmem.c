// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem (mm/shmem.c): files that are nothing but their page cache. A page comes when it is first touched, zeroed, from what the mapping's gfp mask
 * allows: high memory and MOVABLE, as for anonymous pages. It belongs to the file: it stays when nobody maps it any more, until the file goes.
 *
 * Not modelled: swap, limits of the mount (kern_mount() sets none), the LRU lists and with them lru_cache_add_anon() (page/refs.c), locks.
 */
#include "alloc/file/file.h"

#define S_IFREG_RWXUGO  0x81ffu /* S_IFREG | S_IRWXUGO */
#define VM_NORESERVE    0x00200000u
#define BLOCKS_PER_PAGE (PAGE_SIZE / 512)
#define ENOSPC          28

/* mm/shmem.c:2697, and the caches of all files: fs/dcache.c, fs/file_table.c, lib/radix-tree.c */
void shmem_init(struct machine *m)
{
    radix_tree_init(m);
    dcache_init(m);
    files_init(m);
    enter(m, F_shmem_init);
    enter(m, F_shmem_init_inodecache);
    set_word(m, &m->shmem_inode_cachep,
             kmem_cache_create_ctor(m, string_literal(m, "shmem_inode_cache"),
                                    sizeof(struct shmem_inode_info), 0, SLAB_PANIC,
                                    F_shmem_init_inode),
             FIELD_shmem_inode_cachep);
    leave(m, F_shmem_init_inodecache);
    init_list_head(m, &m->s_inodes, FIELD_s_inodes);
    leave(m, F_shmem_init);
}

/* ---- inodes ---- */

/* mm/shmem.c:2691 */
void shmem_init_inode(struct machine *m, uint32_t info)
{
    enter(m, F_shmem_init_inode);
    inode_init_once(m, info + (uint32_t)offsetof(struct shmem_inode_info, vfs_inode));
    leave(m, F_shmem_init_inode);
}

/* mm/shmem.c:2669 */
struct inode *shmem_alloc_inode(struct machine *m)
{
    uint32_t info;

    enter(m, F_shmem_alloc_inode);
    info = kmem_cache_alloc(m, cache_at(m, m->shmem_inode_cachep), GFP_KERNEL);
    leave_with(m, F_shmem_alloc_inode, FMT_ADDR, info);
    return info ? inode_at(m, info + (uint32_t)offsetof(struct shmem_inode_info, vfs_inode)) : NULL;
}

/* mm/shmem.c:222: blocks of pages that went behind shmem's back, or with the file. */
void shmem_recalc_inode(struct machine *m, struct inode *inode)
{
    struct shmem_inode_info *info = shmem_i(m, inode);
    int32_t freed = (int32_t)(info->alloced - info->swapped - inode->i_data.nrpages);

    enter(m, F_shmem_recalc_inode);
    if (walking(m))
        value(m, V_freed, FMT_SDEC, (uint32_t)freed);
    if (freed > 0) {
        SET_OF(m, info, info, alloced, info->alloced - (uint32_t)freed, FMT_DEC);
        SET_OF(m, inode, inode, i_blocks, inode->i_blocks - (uint32_t)freed * BLOCKS_PER_PAGE,
               FMT_DEC);
    }
    leave(m, F_shmem_recalc_inode);
}

/* mm/shmem.c:1364, of a regular file */
static struct inode *shmem_get_inode(struct machine *m, uint32_t flags)
{
    struct shmem_inode_info *info;
    struct inode *inode;

    enter(m, F_shmem_get_inode);
    if (walking(m))
        value(m, V_flags, FMT_HEX, flags);
    inode = new_inode(m);
    if (inode) {
        info = shmem_i(m, inode);
        SET_QUIET(m, inode, i_mode, S_IFREG_RWXUGO);
        ram_fill(m, ram_virt(m, info), 0, offsetof(struct shmem_inode_info, vfs_inode));
        SET_QUIET(m, info, flags, flags & VM_NORESERVE);
        init_list_head(m, &info->swaplist, FIELD_ram);
        init_list_head(m, &info->xattrs, FIELD_ram);
        SET_QUIET(m, &inode->i_data, a_ops, F_set_page_dirty_no_writeback);
    }
    leave_with(m, F_shmem_get_inode, FMT_ADDR, inode ? ram_virt(m, inode) : 0);
    return inode;
}

/* ---- files ---- */

/* The dentry has the inode from here on, and takes it along if there is no file. */
static uint32_t setup(struct machine *m, uint32_t dentry, uint32_t size, uint32_t vm_flags)
{
    struct inode *inode = shmem_get_inode(m, vm_flags);
    uint32_t file;

    if (!inode)
        return (uint32_t)-ENOSPC;
    d_instantiate(m, dentry_at(m, dentry), inode);
    SET_OF(m, inode, inode, i_size, size, FMT_HEX);
    clear_nlink(m, inode);
    file = alloc_file(m, dentry);
    return file ? file : (uint32_t)-ENOMEM;
}

/* mm/shmem.c:2998 and :2921 */
uint32_t shmem_file_setup(struct machine *m, const char *name, uint32_t size, uint32_t vm_flags)
{
    uint32_t dentry, file = (uint32_t)-ENOMEM;

    enter(m, F_shmem_file_setup);
    if (walking(m)) {
        value(m, V_size, FMT_HEX, size);
        value(m, V_flags, FMT_HEX, vm_flags);
    }
    dentry = d_alloc_pseudo(m, name);
    if (dentry) {
        file = setup(m, dentry, size, vm_flags);
        if (!virt_valid(m, file))
            dput(m, dentry);
    }
    leave_with(m, F_shmem_file_setup, FMT_ADDR, file);
    return file;
}

/* ---- pages ---- */

/* include/linux/highmem.h:185; only low memory has contents here. */
static void clear_highpage(struct machine *m, struct page *page)
{
    uint32_t kaddr;

    enter(m, F_clear_highpage);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    kaddr = kmap_atomic(m, page);
    if (!page_is_highmem(m, page) && page_has_contents(m, kaddr))
        ram_fill(m, kaddr, 0, PAGE_SIZE);
    kunmap_atomic(m, kaddr);
    leave(m, F_clear_highpage);
}

/* mm/shmem.c:965 */
static struct page *shmem_alloc_page(struct machine *m, uint32_t gfp)
{
    struct page *page;

    enter(m, F_shmem_alloc_page);
    if (walking(m))
        value(m, V_gfp, FMT_HEX, gfp);
    page = alloc_pages(m, gfp, 0);
    leave_with(m, F_shmem_alloc_page, FMT_PFN, pfn_or_none(m, page));
    return page;
}

static void set_flag(struct machine *m, struct page *page, uint32_t flag)
{
    set_said(m, &page->flags, page->flags | flag, FIELD_page_flags, V_mapcount_flags, FMT_HEX);
}

/* What pages of a mapping may be: inode_init_always() said it, and only a stray write says something else. */
static uint32_t mapping_gfp_mask(struct machine *m, const struct address_space *mapping)
{
    uint32_t gfp = mapping->flags & GFP_BITS_MASK;

    if (gfp != GFP_HIGHUSER_MOVABLE)
        oops(m, OOPS_BUG, ram_virt(m, mapping));
    return gfp;
}

/* A new page in the cache, zeroed. NULL: no memory. */
static struct page *add_page(struct machine *m, struct inode *inode, uint32_t index)
{
    struct address_space *mapping = mapping_at(m, inode->i_mapping);
    struct shmem_inode_info *info = shmem_i(m, inode);
    uint32_t gfp = mapping_gfp_mask(m, mapping);
    struct page *page = shmem_alloc_page(m, gfp);

    if (!page)
        return NULL;
    set_flag(m, page, PG_SWAPBACKED);
    if (radix_tree_maybe_preload(m, gfp & GFP_RECLAIM_MASK) ||
        shmem_add_to_page_cache(m, page, mapping, index)) {
        put_page(m, page);
        return NULL;
    }
    SET_OF(m, info, info, alloced, info->alloced + 1, FMT_DEC);
    SET_OF(m, inode, inode, i_blocks, inode->i_blocks + BLOCKS_PER_PAGE, FMT_DEC);
    shmem_recalc_inode(m, inode);
    clear_highpage(m, page);
    set_flag(m, page, PG_UPTODATE);
    return page;
}

/* mm/shmem.c:1069, as SGP_CACHE. 0, -ENOMEM, or -EINVAL behind the file's end. */
static int shmem_getpage_gfp(struct machine *m, struct inode *inode, uint32_t index,
                             struct page **page)
{
    int err = 0;

    enter(m, F_shmem_getpage_gfp);
    if (walking(m)) {
        value(m, V_inode, FMT_ADDR, ram_virt(m, inode));
        value(m, V_tree_index, FMT_HEX, index);
    }
    *page = find_lock_page(m, mapping_at(m, inode->i_mapping), index);
    if (index > UINT32_MAX >> 12 || index << 12 >= inode->i_size) {
        err = -EINVAL;
        if (*page)
            put_page(m, *page);
    } else if (!*page) {
        *page = add_page(m, inode, index);
        err = *page ? 0 : -ENOMEM;
    }
    leave_with(m, F_shmem_getpage_gfp, FMT_SDEC, (uint32_t)err);
    return err;
}

/* mm/shmem.c:1297 */
uint32_t shmem_fault(struct machine *m, uint32_t file, uint32_t pgoff, struct page **page)
{
    uint32_t ret = VM_FAULT_LOCKED;
    int err;

    enter(m, F_shmem_fault);
    if (walking(m)) {
        value(m, V_file, FMT_ADDR, file);
        value(m, V_pgoff, FMT_HEX, pgoff);
    }
    err = shmem_getpage_gfp(m, inode_at(m, file_at(m, file)->f_inode), pgoff, page);
    if (err)
        ret = err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
    leave_with(m, F_shmem_fault, FMT_HEX, ret);
    return ret;
}
