// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Areas: in a list and in a red-black tree, both by address (mm/mmap.c). The tree is augmented: each area knows the largest hole in front of
 * itself or of any area below it, so that a hole that is large enough is found on the way down.
 */
#include "alloc/user/user.h"

static uint32_t subtree_gap(struct machine *m, uint32_t node)
{
    return node ? ram_read(m, node + RB_AUGMENTED) : 0;
}

/* mm/mmap.c:321 */
static uint32_t vma_compute_subtree_gap(struct machine *m, uint32_t node)
{
    const struct vm_area_struct *vma = node_vma(m, node), *prev = vma_at(m, vma->vm_prev);
    uint32_t max = vma->vm_start - (prev ? prev->vm_end : 0);
    uint32_t left = subtree_gap(m, vma->vm_rb.rb_left), right = subtree_gap(m, vma->vm_rb.rb_right);

    if (left > max)
        max = left;
    return right > max ? right : max;
}

struct rb_tree vma_tree(struct mm_struct *mm)
{
    return (struct rb_tree){ .root = &mm->mm_rb,
                             .field = FIELD_ram,
                             .compute = vma_compute_subtree_gap };
}

/* mm/mmap.c:452 */
void vma_gap_update(struct machine *m, struct mm_struct *mm, const struct vm_area_struct *vma)
{
    const struct rb_tree tree = vma_tree(mm);

    rb_propagate(m, &tree, vma_node(m, vma));
}

void vma_rb_erase(struct machine *m, struct mm_struct *mm, const struct vm_area_struct *vma)
{
    const struct rb_tree tree = vma_tree(mm);

    rb_erase(m, &tree, vma_node(m, vma));
}

/* ---- finding ---- */

/* The first area that ends above addr, by the tree. */
static struct vm_area_struct *search(struct machine *m, const struct mm_struct *mm, uint32_t addr)
{
    struct vm_area_struct *found = NULL;
    uint32_t n = mm->mm_rb;

    for (int depth = 0; n; rb_deeper(m, &depth, n)) {
        struct vm_area_struct *vma = node_vma(m, n);

        if (vma->vm_end <= addr) {
            n = rb_right(m, n);
            continue;
        }
        found = vma;
        if (vma->vm_start <= addr)
            break;
        n = rb_left(m, n);
    }
    return found;
}

/* mm/mmap.c:1979: the first area that ends above addr; the last one found is looked at first. */
struct vm_area_struct *find_vma(struct machine *m, struct mm_struct *mm, uint32_t addr)
{
    struct vm_area_struct *vma = vma_at(m, mm->mmap_cache);

    enter_mm(m, F_find_vma, mm);
    if (walking(m))
        value(m, V_addr, FMT_ADDR, addr);
    if (!(vma && vma->vm_end > addr && vma->vm_start <= addr)) {
        vma = search(m, mm, addr);
        if (vma)
            SET_MM(m, mm, mmap_cache, vma_virt(m, vma));
    }
    leave_with(m, F_find_vma, FMT_ADDR, vma_virt(m, vma));
    return vma;
}

static bool find_place(struct machine *m, const struct mm_struct *mm, uint32_t addr, uint32_t end,
                       struct vma_place *place)
{
    uint32_t n = mm->mm_rb;

    *place = (struct vma_place){ 0 };
    for (int depth = 0; n; rb_deeper(m, &depth, n)) {
        struct vm_area_struct *vma = node_vma(m, n);

        place->parent = n;
        place->right = vma->vm_end <= addr;
        if (place->right)
            place->prev = vma;
        else if (vma->vm_start < end)
            return false;
        n = place->right ? rb_right(m, n) : rb_left(m, n);
    }
    return true;
}

/* mm/mmap.c:518 */
bool find_vma_links(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t end,
                    struct vma_place *place)
{
    bool free = find_place(m, mm, addr, end, place);

    LEAF(m, F_find_vma_links, FMT_SDEC, free ? 0 : -ENOMEM, value_range(m, addr, end));
    return free;
}

/* ---- linking ---- */

/* mm/util.c:233 */
static void vma_link_list_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                           struct vm_area_struct *prev)
{
    uint32_t virt = vma_virt(m, vma), next = prev ? prev->vm_next : mm->mmap;

    enter_vma(m, F_vma_link_list_, vma);
    SET_VMA(m, vma, vm_prev, vma_virt(m, prev));
    if (prev)
        SET_VMA(m, prev, vm_next, virt);
    else
        SET_MM(m, mm, mmap, virt);
    SET_VMA(m, vma, vm_next, next);
    if (next)
        SET_VMA(m, vma_at(m, next), vm_prev, virt);
    leave(m, F_vma_link_list_);
}

/* mm/mmap.c:580: the hole behind the new area first, then its own, then the turns. */
void vma_link_rb_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                  const struct vma_place *place)
{
    const struct rb_tree tree = vma_tree(mm);
    const struct vm_area_struct *next = vma_at(m, vma->vm_next);

    enter_vma(m, F_vma_link_rb_, vma);
    if (next)
        vma_gap_update(m, mm, next);
    else
        SET_MM(m, mm, highest_vm_end, vma->vm_end);
    rb_link_node(m, &tree, vma_node(m, vma), place->parent, place->right);
    set_word(m, &vma->rb_subtree_gap, 0, FIELD_ram);
    vma_gap_update(m, mm, vma);
    rb_insert_color(m, &tree, vma_node(m, vma));
    leave(m, F_vma_link_rb_);
}

/* mm/mmap.c:627 */
static void vma_link_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                      const struct vma_place *place)
{
    enter_vma(m, F_vma_link_, vma);
    vma_link_list_(m, mm, vma, place->prev);
    vma_link_rb_(m, mm, vma, place);
    leave(m, F_vma_link_);
}

/* mm/mmap.c:661 */
void insert_vm_struct_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma)
{
    struct vma_place place;

    enter_vma(m, F_insert_vm_struct_, vma);
    if (!find_vma_links(m, mm, vma->vm_start, vma->vm_end, &place))
        oops(m, OOPS_BUG, vma_virt(m, vma));
    vma_link_(m, mm, vma, &place);
    SET_MM(m, mm, map_count, mm->map_count + 1);
    leave(m, F_insert_vm_struct_);
}

/* mm/mmap.c:635 */
void vma_link(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
              const struct vma_place *place)
{
    enter_vma(m, F_vma_link, vma);
    vma_link_(m, mm, vma, place);
    if (vma_is_file(vma))
        vma_link_file_(m, vma);
    SET_MM(m, mm, map_count, mm->map_count + 1);
    leave(m, F_vma_link);
}

/* mm/mmap.c:674 */
void vma_unlink_(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                 struct vm_area_struct *prev)
{
    enter_vma(m, F_vma_unlink_, vma);
    vma_rb_erase(m, mm, vma);
    SET_VMA(m, prev, vm_next, vma->vm_next);
    if (vma->vm_next)
        SET_VMA(m, vma_at(m, vma->vm_next), vm_prev, vma_virt(m, prev));
    if (mm->mmap_cache == vma_virt(m, vma))
        SET_MM(m, mm, mmap_cache, vma_virt(m, prev));
    leave(m, F_vma_unlink_);
}

void copy_vma_struct(struct machine *m, struct vm_area_struct *new,
                     const struct vm_area_struct *old)
{
    ram_copy_in(m, vma_virt(m, new), old, sizeof *old);
    init_list_head(m, &new->anon_vma_chain, FIELD_ram);
}

/* mm/mmap.c:243 */
struct vm_area_struct *remove_vma(struct machine *m, struct vm_area_struct *vma)
{
    struct vm_area_struct *next = vma_at(m, vma->vm_next);

    enter_vma(m, F_remove_vma, vma);
    if (vma_is_file(vma))
        fput(m, vma->vm_file);
    kmem_cache_free(m, cache_at(m, m->vm_area_cachep), vma_virt(m, vma));
    leave_with(m, F_remove_vma, FMT_ADDR, vma_virt(m, next));
    return next;
}
