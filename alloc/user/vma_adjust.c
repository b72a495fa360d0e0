// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An area's borders move (mm/mmap.c:694): it grows over its next neighbour, which then goes, or it shrinks while a new one takes the rest. The
 * cases of mprotect(), where the border between two areas moves, do not arise here; nor do areas of one file that become one.
 */
#include "alloc/user/user.h"

/* What is under way. */
struct adjust {
    struct mm_struct *mm;
    struct vm_area_struct *vma, *next, *insert;
    uint32_t start, end, pgoff;
    bool remove_next, start_changed, end_changed;
};

/* The area that grows takes over what pages of the other are linked to. */
static int import_anon_vma(struct machine *m, const struct adjust *a)
{
    if (!a->remove_next || !a->next->anon_vma || a->vma->anon_vma)
        return 0;
    if (anon_vma_clone(m, a->vma, a->next))
        return -ENOMEM;
    SET_VMA(m, a->vma, anon_vma, a->next->anon_vma);
    return 0;
}

static void move_borders(struct machine *m, struct adjust *a)
{
    bool linked = a->vma->anon_vma != 0;

    if (vma_is_file(a->vma) && a->insert)
        vma_link_file_(m, a->insert);
    if (linked)
        anon_vma_interval_tree_pre_update_vma(m, a->vma);
    if (vma_is_file(a->vma))
        vma_interval_tree_remove(m, a->vma);
    a->start_changed = a->start != a->vma->vm_start;
    a->end_changed = a->end != a->vma->vm_end;
    SET_VMA(m, a->vma, vm_start, a->start);
    SET_VMA(m, a->vma, vm_end, a->end);
    SET_VMA(m, a->vma, vm_pgoff, a->pgoff);
    if (vma_is_file(a->vma))
        vma_interval_tree_insert(m, a->vma);
}

static void relink(struct machine *m, const struct adjust *a)
{
    if (a->remove_next) {
        vma_unlink_(m, a->mm, a->next, a->vma);
    } else if (a->insert) {
        insert_vm_struct_(m, a->mm, a->insert);
    } else {
        if (a->start_changed)
            vma_gap_update(m, a->mm, a->vma);
        if (a->end_changed && !a->next)
            SET_MM(m, a->mm, highest_vm_end, a->end);
        else if (a->end_changed)
            vma_gap_update(m, a->mm, a->next);
    }
}

/* The neighbour that was grown over. */
static void drop_next(struct machine *m, const struct adjust *a)
{
    const struct vm_area_struct *behind;

    if (a->next->anon_vma)
        unlink_anon_vmas(m, a->next);
    SET_MM(m, a->mm, map_count, a->mm->map_count - 1);
    kmem_cache_free(m, cache_at(m, m->vm_area_cachep), vma_virt(m, a->next));
    behind = vma_at(m, a->vma->vm_next);
    if (behind)
        vma_gap_update(m, a->mm, behind);
    else
        SET_MM(m, a->mm, highest_vm_end, a->end);
}

static int adjust(struct machine *m, struct adjust *a)
{
    bool linked;

    a->remove_next = a->next && !a->insert && a->end >= a->next->vm_end;
    if (import_anon_vma(m, a))
        return -ENOMEM;
    linked = a->vma->anon_vma != 0;
    move_borders(m, a);
    relink(m, a);
    if (linked)
        anon_vma_interval_tree_post_update_vma(m, a->vma);
    if (a->remove_next)
        drop_next(m, a);
    return 0;
}

/* `insert` is what a split has split off, or NULL. */
int vma_adjust(struct machine *m, struct vm_area_struct *vma, uint32_t start, uint32_t end,
               uint32_t pgoff, struct vm_area_struct *insert)
{
    struct adjust a = { .mm = mm_at(m, vma->vm_mm),
                        .vma = vma,
                        .next = vma_at(m, vma->vm_next),
                        .insert = insert,
                        .start = start,
                        .end = end,
                        .pgoff = pgoff };
    int err;

    enter_vma(m, F_vma_adjust, vma);
    if (walking(m)) {
        value(m, V_start, FMT_ADDR, start);
        value(m, V_end, FMT_ADDR, end);
        value(m, V_pgoff, FMT_HEX, pgoff);
        value(m, V_insert, FMT_ADDR, vma_virt(m, insert));
    }
    err = adjust(m, &a);
    leave_with(m, F_vma_adjust, FMT_SDEC, (uint32_t)err);
    return err;
}

/* A new area with all that the old one has on one side of addr. */
static struct vm_area_struct *cut(struct machine *m, struct vm_area_struct *vma, uint32_t addr,
                                  bool new_below)
{
    uint32_t virt = kmem_cache_alloc(m, cache_at(m, m->vm_area_cachep), GFP_KERNEL);
    struct vm_area_struct *new = vma_at(m, virt);

    if (!new)
        return NULL;
    copy_vma_struct(m, new, vma);
    if (new_below) {
        SET_VMA(m, new, vm_end, addr);
    } else {
        SET_VMA(m, new, vm_start, addr);
        SET_VMA(m, new, vm_pgoff, new->vm_pgoff + ((addr - vma->vm_start) >> 12));
    }
    if (!anon_vma_clone(m, new, vma)) {
        if (vma_is_file(new))
            get_file(m, new->vm_file);
        return new;
    }
    kmem_cache_free(m, cache_at(m, m->vm_area_cachep), virt);
    return NULL;
}

/* mm/mmap.c:2387 */
int split_vma_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma, uint32_t addr,
               bool new_below)
{
    struct vm_area_struct *new;
    int err = -ENOMEM;

    enter_mm(m, F_split_vma_, mm);
    if (walking(m)) {
        value(m, V_vma, FMT_ADDR, vma_virt(m, vma));
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_new_below, FMT_DEC, new_below);
    }
    new = cut(m, vma, addr, new_below);
    if (new &&new_below)
        err = vma_adjust(m, vma, addr, vma->vm_end, vma->vm_pgoff + ((addr - new->vm_start) >> 12),
                         new);
    else if (new)
        err = vma_adjust(m, vma, vma->vm_start, addr, vma->vm_pgoff, new);
    leave_with(m, F_split_vma_, FMT_SDEC, (uint32_t)err);
    return err;
}
