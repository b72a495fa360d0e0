// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What must hold of files, which are all shmem's:
 *
 *	- file, dentry and inode lead to each other and are not on their way out; nothing waits to be put
 *	- a file is held once by each area that maps it, and its i_mmap is an interval tree of just these
 *	- its radix tree is as high as it must be, counts the slots in use, and its nodes know their parents
 *	- each page is in the tree once, where its index says; the cache holds it once, and each table entry once (by claiming it)
 *	- nrpages, alloced, i_blocks, NR_FILE_PAGES, NR_SHMEM and NR_FILE_MAPPED are what there is
 */
#include "alloc/check.h"
#include "alloc/check_parts.h"
#include "alloc/user/user.h"

#define FILES_MAX 0x100000u

struct file_check {
    struct check *c;
    const struct machine *m;
    const uint32_t *refs;
    uint32_t areas, pages, mapped;
    /* of the file at hand */
    const struct inode *inode;
    uint32_t nrpages, in_i_mmap;
    uint32_t file;      /* of its areas */
    uint32_t last_from; /* vm_pgoff of the area that came before in i_mmap */
};

#define WRONG(k, format, ...) check_wrong("inode %u: " format, (k)->inode->i_ino, __VA_ARGS__)

static const void *at(const struct machine *m, uint32_t virt, uint32_t size)
{
    return low_mapped(m, virt, size) && !(virt & 3) ? ram_at_const(m, virt) : NULL;
}

// No deeper than RB_MAX_DEPTH and RADIX_TREE_MAX_PATH. NOLINTBEGIN(misc-no-recursion)

/* ---- i_mmap ---- */

/* Of all below and including this node: its last offset, or -1 if something is wrong. */
static int64_t check_i_mmap(struct file_check *k, uint32_t node, uint32_t parent, int depth)
{
    const struct vm_area_struct *vma;
    int64_t last, left, right;

    if (!node)
        return 0;
    vma = at(k->m, node - (uint32_t)offsetof(struct vm_area_struct, shared), sizeof *vma);
    if (!vma || depth > RB_MAX_DEPTH || (vma->shared.parent_color & ~3u) != parent)
        return -1;
    left = check_i_mmap(k, vma->shared.rb_left, node, depth + 1);
    if (left < 0 || vma->vm_pgoff < k->last_from || (k->file && k->file != vma->vm_file))
        return -1;
    k->last_from = vma->vm_pgoff;
    k->file = vma->vm_file;
    k->in_i_mmap++;
    right = check_i_mmap(k, vma->shared.rb_right, node, depth + 1);
    last = vma->vm_pgoff + vma_pages(vma) - 1;
    last = left > last ? left : last;
    last = right > last ? right : last;
    return right < 0 || last != vma->shared_subtree_last ? -1 : last;
}

/* ---- pages ---- */

static bool check_page(struct file_check *k, uint32_t item, uint32_t index)
{
    uint32_t pfn = item >> 12, refs;
    const struct page *page;

    if (item & (PAGE_SIZE - 1) || !pfn_valid(k->m, pfn))
        return WRONG(k, "page %u of the tree is 0x%x", index, item);
    page = &k->m->page[pfn - k->m->first_pfn];
    refs = k->refs[pfn - k->m->first_pfn];
    if (page->mapping != k->inode->i_mapping || page->index != index)
        return WRONG(k, "page %u of the tree, 0x%x: mapping 0x%x, index %u", index, pfn,
                     page->mapping, page->index);
    if ((uint32_t)page->_mapcount + 1 != refs || (uint32_t)page->_count != refs + 1)
        return WRONG(k, "page 0x%x is mapped %u times: _mapcount %d, _count %d", pfn, refs,
                     page->_mapcount, page->_count);
    k->nrpages++;
    k->mapped += refs != 0;
    return check_claim(k->c, pfn, 1, USER);
}

static bool check_node(struct file_check *k, uint32_t virt, uint32_t parent, uint32_t height,
                       uint32_t index)
{
    const struct radix_tree_node *node = at(k->m, virt, sizeof *node);
    uint32_t used = 0;

    if (!node || !height || height > RADIX_TREE_MAX_PATH || node->height != height ||
        node->parent != parent)
        return WRONG(k, "node 0x%x of height %u is none", virt, height);
    for (uint32_t i = 0; i < RADIX_TREE_MAP_SIZE; i++) {
        uint32_t slot = node->slots[i], below = index << RADIX_TREE_MAP_SHIFT | i;

        if (!slot)
            continue;
        used++;
        if (height > 1 ? !check_node(k, slot, virt, height - 1, below)
                       : !check_page(k, slot, below))
            return false;
    }
    return (used && used == node->count) ||
           WRONG(k, "node 0x%x counts %u, has %u", virt, node->count, used);
}

// NOLINTEND(misc-no-recursion)

static bool check_tree(struct file_check *k)
{
    const struct radix_tree_root *root = &k->inode->i_data.page_tree;
    const struct radix_tree_node *top;

    if (!root->height)
        return !root->rnode || check_page(k, root->rnode, 0);
    if (!(root->rnode & RADIX_TREE_INDIRECT_PTR))
        return WRONG(k, "height %u, but rnode 0x%x", root->height, root->rnode);
    if (!check_node(k, root->rnode & ~RADIX_TREE_INDIRECT_PTR, 0, root->height, 0))
        return false;
    top = ram_at_const(k->m, root->rnode & ~RADIX_TREE_INDIRECT_PTR);
    return top->count > 1 || !top->slots[0] ||
           WRONG(k, "the tree of height %u is too high", root->height);
}

/* ---- a file ---- */

static bool check_chain(const struct file_check *k)
{
    const struct inode *inode = k->inode;
    uint32_t virt = ram_virt(k->m, inode);
    const struct file *file = at(k->m, k->file, sizeof *file);
    const struct dentry *dentry = file ? at(k->m, file->f_path_dentry, sizeof *dentry) : NULL;

    if (!dentry || file->f_inode != virt || file->f_mapping != inode->i_mapping ||
        dentry->d_inode != virt || dentry->d_count != 1)
        return WRONG(k, "file 0x%x does not lead to it", k->file);
    if (inode->i_mapping != ram_virt(k->m, &inode->i_data) || inode->i_data.host != virt ||
        inode->i_count != 1 || inode->i_nlink || inode->i_state ||
        inode->i_dentry != ram_virt(k->m, &dentry->d_alias_next))
        return WRONG(k, "i_count %d, i_nlink %u, i_state 0x%x", inode->i_count, inode->i_nlink,
                     inode->i_state);
    return (uint32_t)file->f_count == k->in_i_mmap ||
           WRONG(k, "f_count %d of %u areas", file->f_count, k->in_i_mmap);
}

static bool check_counts(const struct file_check *k)
{
    const struct inode *inode = k->inode;
    const struct shmem_inode_info *info =
        at(k->m, ram_virt(k->m, inode) - (uint32_t)offsetof(struct shmem_inode_info, vfs_inode),
           sizeof *info);

    if (!info || inode->i_data.nrpages != k->nrpages || info->alloced != k->nrpages ||
        inode->i_blocks != k->nrpages * 8)
        return WRONG(k, "nrpages %u, i_blocks %u, but %u pages", inode->i_data.nrpages,
                     inode->i_blocks, k->nrpages);
    return inode->i_data.i_mmap_writable == k->in_i_mmap ||
           WRONG(k, "i_mmap_writable %u of %u areas", inode->i_data.i_mmap_writable, k->in_i_mmap);
}

static bool check_inode(struct file_check *k)
{
    k->nrpages = k->in_i_mmap = k->file = k->last_from = 0;
    if (check_i_mmap(k, k->inode->i_data.i_mmap, 0, 0) < 0)
        return WRONG(k, "i_mmap is broken, behind offset %u", k->last_from);
    if (!check_tree(k) || !check_chain(k) || !check_counts(k))
        return false;
    k->areas += k->in_i_mmap;
    k->pages += k->nrpages;
    return true;
}

/* The inode at a link of the list. */
static const struct inode *inode_of(const struct machine *m, uint32_t off)
{
    return at(m, off - m->ram_off + PAGE_OFFSET - (uint32_t)offsetof(struct inode, i_sb_list),
              sizeof(struct inode));
}

static bool check_inodes(struct file_check *k)
{
    const struct machine *m = k->m;
    uint32_t head = offset_of(m, &m->s_inodes), n = 0;

    for (uint32_t off = m->s_inodes.next; off && off != head; off = k->inode->i_sb_list.next) {
        k->inode = inode_of(m, off);
        if (!k->inode || n++ > FILES_MAX)
            return check_wrong("the list of inodes leads to 0x%x", off);
        if (!check_inode(k))
            return false;
    }
    return true;
}

bool check_file(struct check *c, const uint32_t *refs, uint32_t areas)
{
    struct file_check k = { .c = c, .m = c->m, .refs = refs };

    if (c->m->task_works)
        return check_wrong("file 0x%x waits to be put", c->m->task_works);
    if (!check_inodes(&k))
        return false;
    if (k.areas != areas)
        return check_wrong("%u areas map files, %u are in an i_mmap", areas, k.areas);
    return check_counter(c->m, NR_FILE_PAGES, k.pages) && check_counter(c->m, NR_SHMEM, k.pages) &&
           check_counter(c->m, NR_FILE_MAPPED, k.mapped);
}
