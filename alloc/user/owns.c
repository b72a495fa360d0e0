// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What of processes must not be freed by hand: their structs, the links between areas and pages, the locks of their tables, their shared files. Pages
 * and tables are nobody's objects.
 */
#include "alloc/user/ops.h"
#include "alloc/user/user.h"

static bool overlaps(uint32_t start, uint32_t size, uint32_t at, uint32_t length)
{
    return start < at + length && at < start + size;
}

/* A shared area's file, and what hangs on it up to the top of its radix tree. */
static const char *in_file(const struct machine *m, uint32_t start, uint32_t size, uint32_t virt)
{
    const struct file *file;

    if (!virt || !low_mapped(m, virt, sizeof *file))
        return NULL;
    file = ram_at_const(m, virt);
    if (overlaps(start, size, virt, sizeof *file))
        return "struct file";
    if (overlaps(start, size, file->f_path_dentry, sizeof(struct dentry)))
        return "struct dentry";
    if (overlaps(start, size,
                 file->f_inode - (uint32_t)offsetof(struct shmem_inode_info, vfs_inode),
                 sizeof(struct shmem_inode_info)))
        return "struct shmem_inode_info";
    return NULL;
}

/* Areas and chains that are looked at, of all processes together: where there are more, some lists are circles. */
#define LOOKS_MAX 0x40000u

/* The chains of an area, and the anon_vmas that they lead to. */
static const char *in_chains(const struct machine *m, uint32_t start, uint32_t size,
                             const struct vm_area_struct *vma, uint32_t *left)
{
    uint32_t off = vma->anon_vma_chain.next;

    while (off != offset_of(m, &vma->anon_vma_chain) && *left) {
        uint32_t virt =
            off - m->ram_off + PAGE_OFFSET - (uint32_t)offsetof(struct anon_vma_chain, same_vma);
        const struct anon_vma_chain *avc;

        --*left;
        if (!low_mapped(m, virt, sizeof *avc))
            return NULL;
        avc = ram_at_const(m, virt);
        if (overlaps(start, size, virt, sizeof *avc))
            return "struct anon_vma_chain";
        if (overlaps(start, size, avc->anon_vma, sizeof(struct anon_vma)))
            return "struct anon_vma";
        if (low_mapped(m, avc->anon_vma, 4) &&
            overlaps(start, size, low_word(m, avc->anon_vma), sizeof(struct anon_vma)))
            return "struct anon_vma"; /* the root */
        off = avc->same_vma.next;
    }
    return NULL;
}

static const char *in_areas(const struct machine *m, uint32_t start, uint32_t size, uint32_t virt,
                            uint32_t *left)
{
    while (virt && *left) {
        const struct vm_area_struct *vma;
        const char *what;

        --*left;
        if (!low_mapped(m, virt, sizeof *vma))
            return NULL;
        vma = ram_at_const(m, virt);
        if (overlaps(start, size, virt, sizeof *vma))
            return "struct vm_area_struct";
        what = in_chains(m, start, size, vma, left);
        if (!what)
            what = in_file(m, start, size, vma->vm_file);
        if (what)
            return what;
        virt = vma->vm_next;
    }
    return NULL;
}

/* The locks of the second-level tables: page->ptl. */
static bool in_locks(const struct machine *m, uint32_t start, uint32_t size, uint32_t pgd)
{
    if (!low_mapped(m, pgd, PGD_SIZE))
        return false;
    for (uint32_t addr = 0; addr < TASK_SIZE; addr += PMD_SIZE) {
        uint32_t table = pte_offset_kernel(m, pgd_offset(pgd, addr), 0);
        const struct page *page = table ? &m->page[(table - PAGE_OFFSET) >> 12] : NULL;

        if (page && overlaps(start, size, page->private_, 16))
            return true;
    }
    return false;
}

/* Nodes of radix trees: any that is in use, in a tree or put aside by a cpu. They are all of one cache. */
static bool in_radix_trees(const struct machine *m, uint32_t start)
{
    const struct page *page;

    if (!m->radix_tree_node_cachep || !virt_valid(m, start))
        return false;
    page = &m->page[(start - PAGE_OFFSET) >> 12];
    if ((page->flags & (PG_COMPOUND | PG_RECLAIM)) == (PG_COMPOUND | PG_RECLAIM))
        page = &m->page[page->private_ - m->first_pfn];
    return page->flags & PG_SLAB && page->private_ == m->radix_tree_node_cachep;
}

const char *user_owns(const struct machine *m, uint32_t start, uint32_t size)
{
    uint32_t left = LOOKS_MAX;

    if (in_radix_trees(m, start))
        return "struct radix_tree_node";

    for (unsigned i = 0; i < MAX_PROCESSES; i++) {
        uint32_t virt = m->process[i].mm;
        const struct mm_struct *mm;
        const char *what;

        if (!m->process[i].pid || !low_mapped(m, virt, sizeof *mm))
            continue;
        mm = ram_at_const(m, virt);
        if (overlaps(start, size, virt, sizeof *mm))
            return "struct mm_struct";
        what = in_areas(m, start, size, mm->mmap, &left);
        if (what)
            return what;
        if (in_locks(m, start, size, mm->pgd))
            return "lock of a page table";
    }
    return NULL;
}
