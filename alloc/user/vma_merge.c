// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Neighbours of one kind become one area (mm/mmap.c:1000):
 *
 *	    AAAA
 *	PPPP    NNNN    PPPPPPPPPPPP    PPPPPPPPNNNN    PPPPNNNNNNNN
 *	                case 1          case 2          case 3
 *
 * The other cases are mprotect()'s.
 */
#include "alloc/user/user.h"

static bool is_mergeable_anon_vma(const struct machine *m, uint32_t a, uint32_t b,
                                  const struct vm_area_struct *vma)
{
    if ((!a || !b) && (!vma || anon_vma_chain_is_singular(m, vma)))
        return true;
    return a == b;
}

/* What is asked for: without a file, so that nothing with one is of its kind. */
struct request {
    uint32_t addr, end, vm_flags, anon_vma, pgoff;
};

/* mm/mmap.c:958 */
static bool can_vma_merge_after(struct machine *m, const struct vm_area_struct *vma,
                                const struct request *r)
{
    bool can = vma->vm_flags == r->vm_flags && !vma_is_file(vma) &&
               is_mergeable_anon_vma(m, r->anon_vma, vma->anon_vma, vma) &&
               vma->vm_pgoff + vma_pages(vma) == r->pgoff;

    LEAF(m, F_can_vma_merge_after, FMT_DEC, can, value(m, V_vma, FMT_ADDR, vma_virt(m, vma)));
    return can;
}

/* mm/mmap.c:939 */
static bool can_vma_merge_before(struct machine *m, const struct vm_area_struct *vma,
                                 const struct request *r)
{
    bool can = vma->vm_flags == r->vm_flags && !vma_is_file(vma) &&
               is_mergeable_anon_vma(m, r->anon_vma, vma->anon_vma, vma) &&
               vma->vm_pgoff == r->pgoff + ((r->end - r->addr) >> 12);

    LEAF(m, F_can_vma_merge_before, FMT_DEC, can, value(m, V_vma, FMT_ADDR, vma_virt(m, vma)));
    return can;
}

static struct vm_area_struct *merge(struct machine *m, struct mm_struct *mm,
                                    struct vm_area_struct *prev, const struct request *r)
{
    struct vm_area_struct *next = vma_at(m, prev ? prev->vm_next : mm->mmap);

    if (prev && prev->vm_end == r->addr && can_vma_merge_after(m, prev, r)) {
        bool both = next && r->end == next->vm_start && can_vma_merge_before(m, next, r) &&
                    is_mergeable_anon_vma(m, prev->anon_vma, next->anon_vma, NULL);

        return vma_adjust(m, prev, prev->vm_start, both ? next->vm_end : r->end, prev->vm_pgoff,
                          NULL)
                   ? NULL
                   : prev;
    }
    if (next && r->end == next->vm_start && can_vma_merge_before(m, next, r))
        return vma_adjust(m, next, r->addr, next->vm_end,
                          next->vm_pgoff - ((r->end - r->addr) >> 12), NULL)
                   ? NULL
                   : next;
    return NULL;
}

struct vm_area_struct *vma_merge(struct machine *m, struct mm_struct *mm,
                                 struct vm_area_struct *prev, uint32_t addr, uint32_t end,
                                 uint32_t vm_flags, uint32_t anon_vma, uint32_t pgoff)
{
    const struct request r = { addr, end, vm_flags, anon_vma, pgoff };
    struct vm_area_struct *vma;

    enter_mm(m, F_vma_merge, mm);
    if (walking(m)) {
        value(m, V_prev, FMT_ADDR, vma_virt(m, prev));
        value_range(m, addr, end);
        value(m, V_vm_flags_, FMT_HEX, vm_flags);
        value(m, V_pgoff, FMT_HEX, pgoff);
    }
    vma = merge(m, mm, prev, &r);
    leave_with(m, F_vma_merge, FMT_ADDR, vma_virt(m, vma));
    return vma;
}

/* mm/mmap.c:1082: neighbours that differ in what mprotect() may change. */
static bool anon_vma_compatible(const struct vm_area_struct *a, const struct vm_area_struct *b)
{
    return a->vm_end == b->vm_start &&
           !((a->vm_flags ^ b->vm_flags) & ~(VM_READ | VM_WRITE | VM_EXEC)) &&
           b->vm_pgoff == a->vm_pgoff + ((b->vm_start - a->vm_start) >> 12);
}

/* mm/mmap.c:1119 */
static uint32_t reusable_anon_vma(const struct machine *m, const struct vm_area_struct *old,
                                  const struct vm_area_struct *a, const struct vm_area_struct *b)
{
    return anon_vma_compatible(a, b) && anon_vma_chain_is_singular(m, old) ? old->anon_vma : 0;
}

/* mm/mmap.c:1138: a neighbour's, so that the two can become one later; 0 if none will do. */
uint32_t find_mergeable_anon_vma(struct machine *m, struct vm_area_struct *vma)
{
    const struct vm_area_struct *next = vma_at(m, vma->vm_next), *prev = vma_at(m, vma->vm_prev);
    uint32_t anon_vma = 0;

    if (next)
        anon_vma = reusable_anon_vma(m, next, vma, next);
    if (!anon_vma && prev)
        anon_vma = reusable_anon_vma(m, prev, prev, vma);
    LEAF(m, F_find_mergeable_anon_vma, FMT_ADDR, anon_vma,
         value(m, V_vma, FMT_ADDR, vma_virt(m, vma)));
    return anon_vma;
}
