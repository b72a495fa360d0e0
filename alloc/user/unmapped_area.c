// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where a mapping goes (mm/mmap.c:1645, :1747, arch/arm/mm/mmap.c): at its fixed address, at its hint if that is free, else into the first hole
 * that is large enough, from mmap_base downwards or, in the old layout, upwards.
 *
 * The caches of ARMv7 do not alias, so that an address needs no colour.
 */
#include "alloc/user/user.h"

struct info {
    bool topdown;
    uint32_t length, low_limit, high_limit;
};

/* An area and the hole in front of it. */
struct hole {
    struct vm_area_struct *vma;
    uint32_t start, end;
};

static uint32_t gap_start(struct machine *m, const struct vm_area_struct *vma)
{
    const struct vm_area_struct *prev = vma_at(m, vma->vm_prev);

    return prev ? prev->vm_end : 0;
}

/* The child on that side, if there is a hole of this length anywhere below it. */
static struct vm_area_struct *promising(struct machine *m, uint32_t node, uint32_t length)
{
    struct vm_area_struct *vma = node_vma(m, node);

    return vma && vma->rb_subtree_gap >= length ? vma : NULL;
}

/* Up to the first area that is reached from the given side: the next one in order. NULL behind the last. */
static struct vm_area_struct *go_up(struct machine *m, const struct vm_area_struct *vma,
                                    bool from_right)
{
    uint32_t node = vma_node(m, vma);

    for (int depth = 0;; rb_deeper(m, &depth, node)) {
        uint32_t from = node;

        node = rb_parent(m, from);
        if (!node)
            return NULL;
        if (from == (from_right ? rb_right(m, node) : rb_left(m, node)))
            return node_vma(m, node);
    }
}

#define NO_HOLE   0xffffffffu
#define MAX_ERRNO 0xfffff001u /* from here on it is -errno: include/linux/err.h:18 */

/* Behind the last area. */
static uint32_t above_all(const struct mm_struct *mm, const struct info *i)
{
    return mm->highest_vm_end > i->high_limit - i->length ? NO_HOLE : mm->highest_vm_end;
}

/* The lowest hole: where it begins. Each area is met at most twice. */
static uint32_t lowest_hole(struct machine *m, const struct mm_struct *mm, const struct info *i)
{
    uint32_t low = i->low_limit + i->length, high = i->high_limit - i->length, n = 0;
    struct vm_area_struct *vma = promising(m, mm->mm_rb, i->length), *down;
    bool descend = true;

    while (vma) {
        down = descend && vma->vm_start >= low ? promising(m, vma->vm_rb.rb_left, i->length) : NULL;
        if (!down) {
            uint32_t start = gap_start(m, vma), end = vma->vm_start;

            if (start > high)
                return NO_HOLE;
            if (end >= low && end - start >= i->length)
                return start;
            down = promising(m, vma->vm_rb.rb_right, i->length);
            descend = down != NULL;
            if (!down)
                down = go_up(m, vma, false);
        }
        count_vma(m, &n, vma);
        vma = down;
    }
    return above_all(mm, i);
}

/* The highest hole: where it ends. */
static uint32_t highest_hole(struct machine *m, const struct mm_struct *mm, const struct info *i)
{
    uint32_t low = i->low_limit + i->length, high = i->high_limit - i->length, n = 0;
    struct vm_area_struct *vma, *down;
    bool descend = true;

    if (mm->highest_vm_end <= high)
        return i->high_limit;
    vma = promising(m, mm->mm_rb, i->length);
    while (vma) {
        uint32_t start = gap_start(m, vma), end = vma->vm_start;

        down = descend && start <= high ? promising(m, vma->vm_rb.rb_right, i->length) : NULL;
        if (!down) {
            if (end < low)
                return NO_HOLE;
            if (start <= high && end - start >= i->length)
                return end;
            down = promising(m, vma->vm_rb.rb_left, i->length);
            descend = down != NULL;
            if (!down)
                down = go_up(m, vma, true);
        }
        count_vma(m, &n, vma);
        vma = down;
    }
    return NO_HOLE;
}

static uint32_t search(struct machine *m, const struct mm_struct *mm, const struct info *i)
{
    uint32_t at;

    if (i->high_limit < i->length || i->low_limit > i->high_limit - i->length)
        return NO_HOLE;
    at = i->topdown ? highest_hole(m, mm, i) : lowest_hole(m, mm, i);
    if (at == NO_HOLE)
        return NO_HOLE;
    if (i->topdown)
        return (at < i->high_limit ? at : i->high_limit) - i->length;
    return at > i->low_limit ? at : i->low_limit;
}

/* include/linux/mm.h:1758 */
static uint32_t vm_unmapped_area(struct machine *m, const struct mm_struct *mm,
                                 const struct info *i)
{
    enum function_id f = i->topdown ? F_unmapped_area_topdown : F_unmapped_area;
    uint32_t at;

    enter(m, f);
    if (walking(m)) {
        value(m, V_info_length, FMT_HEX, i->length);
        value(m, V_info_low_limit, FMT_ADDR, i->low_limit);
        value(m, V_info_high_limit, FMT_ADDR, i->high_limit);
    }
    at = search(m, mm, i);
    if (at == NO_HOLE)
        at = (uint32_t)-ENOMEM;
    leave_with(m, f, FMT_HEX, at);
    return at;
}

/* Downwards; if nothing is free there, upwards above the base. */
static uint32_t topdown_area(struct machine *m, const struct mm_struct *mm, uint32_t len)
{
    const struct info down = { true, len, FIRST_USER_ADDRESS, mm->mmap_base },
                      up = { false, len, mm->mmap_base, TASK_SIZE };
    uint32_t at = vm_unmapped_area(m, mm, &down);

    return at & ~PAGE_MASK ? vm_unmapped_area(m, mm, &up) : at;
}

static uint32_t choose(struct machine *m, struct mm_struct *mm, bool legacy, uint32_t addr,
                       uint32_t len)
{
    const struct info up = { false, len, mm->mmap_base, TASK_SIZE };

    if (addr) {
        const struct vm_area_struct *vma = find_vma(m, mm, addr);

        if (TASK_SIZE - len >= addr && (!vma || addr + len <= vma->vm_start))
            return addr;
    }
    return legacy ? vm_unmapped_area(m, mm, &up) : topdown_area(m, mm, len);
}

/* arch/arm/mm/mmap.c:55 and :106 */
static uint32_t arch_get_unmapped_area(struct machine *m, struct mm_struct *mm, uint32_t addr,
                                       uint32_t len, uint32_t flags)
{
    bool legacy = mm->get_unmapped_area == F_arch_get_unmapped_area;
    enum function_id f = legacy ? F_arch_get_unmapped_area : F_get_unmapped_topdown;
    uint32_t at = addr;

    enter(m, f);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_len, FMT_HEX, len);
        value(m, V_flags, FMT_HEX, flags);
    }
    if (!(flags & MAP_FIXED))
        at = choose(m, mm, legacy, addr, len);
    leave_with(m, f, FMT_HEX, at);
    return at;
}

/* mm/mmap.c:1945; -errno if there is no room. */
uint32_t get_unmapped_area(struct machine *m, struct mm_struct *mm, uint32_t addr, uint32_t len,
                           uint32_t flags)
{
    uint32_t at = (uint32_t)-ENOMEM;

    enter(m, F_get_unmapped_area);
    if (len <= TASK_SIZE)
        at = arch_get_unmapped_area(m, mm, addr, len, flags);
    if (at < MAX_ERRNO && at > TASK_SIZE - len)
        at = (uint32_t)-ENOMEM;
    else if (at < MAX_ERRNO && at & ~PAGE_MASK)
        at = (uint32_t)-EINVAL;
    leave_with(m, F_get_unmapped_area, FMT_HEX, at);
    return at;
}
