// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which areas map a file: i_mmap of its mapping, an interval tree by page offset (mm/mmap.c, mm/interval_tree.c). Whoever truncates a file or takes a page
 * away finds its mappings there; nobody here does, for a file goes only when the last of its areas has gone.
 */
#include "alloc/user/user.h"

static uint32_t shared_node(const struct machine *m, const struct vm_area_struct *vma)
{
    return ram_virt(m, &vma->shared);
}
static struct vm_area_struct *shared_vma(struct machine *m, uint32_t node)
{
    return ram_struct(m, node - (uint32_t)offsetof(struct vm_area_struct, shared),
                      sizeof(struct vm_area_struct));
}
static uint32_t last_pgoff(const struct vm_area_struct *vma)
{
    return vma->vm_pgoff + vma_pages(vma) - 1;
}
static struct address_space *mapping_of(struct machine *m, const struct vm_area_struct *vma)
{
    return mapping_at(m, file_at(m, vma->vm_file)->f_mapping);
}

/* The last offset of all areas from this node down. */
static uint32_t compute_subtree_last(struct machine *m, uint32_t node)
{
    const struct vm_area_struct *vma = shared_vma(m, node);
    uint32_t max = last_pgoff(vma), below[2] = { vma->shared.rb_left, vma->shared.rb_right };

    for (int i = 0; i < 2; i++) {
        uint32_t last = below[i] ? ram_read(m, below[i] + RB_AUGMENTED) : 0;

        if (last > max)
            max = last;
    }
    return max;
}

static struct rb_tree i_mmap(struct address_space *mapping)
{
    return (struct rb_tree){ .root = &mapping->i_mmap,
                             .field = FIELD_ram,
                             .compute = compute_subtree_last };
}

/* ---- the tree ---- */

static void raise_last(struct machine *m, uint32_t node, uint32_t last)
{
    if (ram_read(m, node + RB_AUGMENTED) < last)
        ram_write(m, node + RB_AUGMENTED, last);
}

static void link_node(struct machine *m, struct vm_area_struct *vma, uint32_t parent, bool right)
{
    const struct rb_tree tree = i_mmap(mapping_of(m, vma));

    SET_QUIET(m, vma, shared_subtree_last, last_pgoff(vma));
    rb_link_node(m, &tree, shared_node(m, vma), parent, right);
    rb_insert_color(m, &tree, shared_node(m, vma));
}

/* mm/interval_tree.c:24, include/linux/interval_tree_generic.h:68 */
void vma_interval_tree_insert(struct machine *m, struct vm_area_struct *vma)
{
    uint32_t n = mapping_of(m, vma)->i_mmap, parent = 0;
    bool right = false;

    enter_vma(m, F_vma_interval_tree_insert, vma);
    for (int depth = 0; n; rb_deeper(m, &depth, n)) {
        parent = n;
        raise_last(m, n, last_pgoff(vma));
        right = vma->vm_pgoff >= shared_vma(m, n)->vm_pgoff;
        n = right ? rb_right(m, n) : rb_left(m, n);
    }
    link_node(m, vma, parent, right);
    leave(m, F_vma_interval_tree_insert);
}

void vma_interval_tree_remove(struct machine *m, struct vm_area_struct *vma)
{
    const struct rb_tree tree = i_mmap(mapping_of(m, vma));

    enter_vma(m, F_vma_interval_tree_remove, vma);
    rb_erase(m, &tree, shared_node(m, vma));
    leave(m, F_vma_interval_tree_remove);
}

/* mm/interval_tree.c:29: the next in order after an area of the same offset, without a search from the top. */
static void insert_after(struct machine *m, struct vm_area_struct *vma,
                         const struct vm_area_struct *prev)
{
    uint32_t parent = shared_node(m, prev), n = prev->shared.rb_right;
    bool right = !n;

    enter_vma(m, F_vma_insert_after, vma);
    if (walking(m))
        value(m, V_prev, FMT_ADDR, vma_virt(m, prev));
    for (int depth = 0; n; rb_deeper(m, &depth, n)) {
        parent = n;
        raise_last(m, n, last_pgoff(vma));
        n = rb_left(m, n);
    }
    link_node(m, vma, parent, right);
    leave(m, F_vma_insert_after);
}

/* ---- areas ---- */

static void set_writable(struct machine *m, struct address_space *mapping, uint32_t to)
{
    SET_OF(m, mapping, mapping, i_mmap_writable, to, FMT_DEC);
}

/* mm/mmap.c:604 */
void vma_link_file_(struct machine *m, struct vm_area_struct *vma)
{
    struct address_space *mapping = mapping_of(m, vma);

    enter_vma(m, F_vma_link_file_, vma);
    if (vma->vm_flags & VM_SHARED)
        set_writable(m, mapping, mapping->i_mmap_writable + 1);
    vma_interval_tree_insert(m, vma);
    leave(m, F_vma_link_file_);
}

/* mm/mmap.c:228 and :208 */
void unlink_file_vma(struct machine *m, struct vm_area_struct *vma)
{
    struct address_space *mapping;

    if (!vma_is_file(vma))
        return;
    mapping = mapping_of(m, vma);
    enter_vma(m, F_unlink_file_vma, vma);
    enter_vma(m, F_remove_shared_vm_struct_, vma);
    if (vma->vm_flags & VM_SHARED)
        set_writable(m, mapping, mapping->i_mmap_writable - 1);
    vma_interval_tree_remove(m, vma);
    leave(m, F_remove_shared_vm_struct_);
    leave(m, F_unlink_file_vma);
}

/* Part of kernel/fork.c:348. */
void dup_file_vma(struct machine *m, struct vm_area_struct *tmp, struct vm_area_struct *mpnt)
{
    struct address_space *mapping = mapping_of(m, tmp);

    get_file(m, tmp->vm_file);
    if (tmp->vm_flags & VM_SHARED)
        set_writable(m, mapping, mapping->i_mmap_writable + 1);
    insert_after(m, tmp, mpnt);
}

/* mm/mmap.c:1441: shmem neither asks to be told of the first write nor counts dirty pages. */
bool vma_wants_writenotify(struct machine *m, const struct vm_area_struct *vma)
{
    LEAF(m, F_vma_wants_writenotify, FMT_DEC, 0, value(m, V_vma, FMT_ADDR, vma_virt(m, vma)));
    return false;
}

/* mm/shmem.c:3008 */
int shmem_zero_setup(struct machine *m, struct vm_area_struct *vma)
{
    uint32_t file;
    int err = 0;

    enter_vma(m, F_shmem_zero_setup, vma);
    file = shmem_file_setup(m, "dev/zero", vma->vm_end - vma->vm_start, vma->vm_flags);
    if (virt_valid(m, file)) {
        SET_VMA(m, vma, vm_file, file);
        SET_QUIET(m, vma, vm_ops, F_shmem_fault);
    } else {
        err = (int)file;
    }
    leave_with(m, F_shmem_zero_setup, FMT_SDEC, (uint32_t)err);
    return err;
}
