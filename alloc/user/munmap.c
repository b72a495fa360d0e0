// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * munmap() and the end of an address space (mm/mmap.c:2468, :2690): split what is cut, take the areas off list and tree, unmap pages, free
 * tables, free the areas.
 *
 * Left out with the LRU lists is lru_add_drain().
 */
#include "alloc/user/user.h"

/* mm/mmap.c:2315 */
static void remove_vma_list(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma)
{
    uint32_t n = 0;

    enter_vma(m, F_remove_vma_list, vma);
    update_hiwater_vm(m, mm);
    while (vma) {
        count_vma(m, &n, vma);
        vm_stat_account(m, mm, vma->vm_flags, vma_is_file(vma), -(int32_t)vma_pages(vma));
        vma = remove_vma(m, vma);
    }
    leave(m, F_remove_vma_list);
}

/* mm/mmap.c:2338 */
static void unmap_region(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                         const struct vm_area_struct *prev, uint32_t start, uint32_t end)
{
    const struct vm_area_struct *next = vma_at(m, prev ? prev->vm_next : mm->mmap);
    struct mmu_gather tlb;

    enter_vma(m, F_unmap_region, vma);
    if (walking(m)) {
        value(m, V_start, FMT_ADDR, start);
        value(m, V_end, FMT_ADDR, end);
    }
    tlb_gather_mmu(m, &tlb, mm, false);
    update_hiwater_rss(m, mm);
    unmap_vmas(m, &tlb, vma, start, end);
    free_pgtables(m, &tlb, vma, prev ? prev->vm_end : FIRST_USER_ADDRESS,
                  next ? next->vm_start : 0);
    tlb_finish_mmu(m, &tlb);
    leave(m, F_unmap_region);
}

/* mm/mmap.c:2359 */
static void detach_vmas_to_be_unmapped(struct machine *m, struct mm_struct *mm,
                                       struct vm_area_struct *vma, struct vm_area_struct *prev,
                                       uint32_t end)
{
    struct vm_area_struct *tail;
    uint32_t n = 0;

    enter_vma(m, F_detach_vmas_to_be_unmapped, vma);
    SET_VMA(m, vma, vm_prev, 0);
    do {
        count_vma(m, &n, vma);
        vma_rb_erase(m, mm, vma);
        SET_MM(m, mm, map_count, mm->map_count - 1);
        tail = vma;
        vma = vma_at(m, vma->vm_next);
    } while (vma && vma->vm_start < end);
    if (prev)
        SET_VMA(m, prev, vm_next, vma_virt(m, vma));
    else
        SET_MM(m, mm, mmap, vma_virt(m, vma));
    if (vma) {
        SET_VMA(m, vma, vm_prev, vma_virt(m, prev));
        vma_gap_update(m, mm, vma);
    } else {
        SET_MM(m, mm, highest_vm_end, prev ? prev->vm_end : 0);
    }
    SET_VMA(m, tail, vm_next, 0);
    SET_MM(m, mm, mmap_cache, 0);
    leave(m, F_detach_vmas_to_be_unmapped);
}

/* The areas that are cut become two each. */
static int split_ends(struct machine *m, struct mm_struct *mm, struct vm_area_struct *vma,
                      struct vm_area_struct **prev, uint32_t start, uint32_t end)
{
    struct vm_area_struct *last;

    if (start > vma->vm_start) {
        if (end < vma->vm_end && mm->map_count >= SYSCTL_MAX_MAP_COUNT)
            return -ENOMEM;
        if (split_vma_(m, mm, vma, start, false))
            return -ENOMEM;
        *prev = vma;
    }
    last = find_vma(m, mm, end);
    if (last && end > last->vm_start)
        return split_vma_(m, mm, last, end, true);
    return 0;
}

static int unmap(struct machine *m, struct mm_struct *mm, uint32_t start, uint32_t end)
{
    struct vm_area_struct *vma = find_vma(m, mm, start), *prev;
    int err;

    if (!vma || vma->vm_start >= end)
        return 0;
    prev = vma_at(m, vma->vm_prev);
    err = split_ends(m, mm, vma, &prev, start, end);
    if (err)
        return err;
    vma = vma_at(m, prev ? prev->vm_next : mm->mmap);
    if (!vma)
        oops(m, OOPS_FAULT, 0);
    detach_vmas_to_be_unmapped(m, mm, vma, prev, end);
    unmap_region(m, mm, vma, prev, start, end);
    remove_vma_list(m, mm, vma);
    return 0;
}

int do_munmap(struct machine *m, struct mm_struct *mm, uint32_t start, uint32_t len)
{
    uint32_t pages = (len + PAGE_SIZE - 1) & PAGE_MASK;
    int err = -EINVAL;

    enter_mm(m, F_do_munmap, mm);
    if (walking(m)) {
        value(m, V_start, FMT_ADDR, start);
        value(m, V_len, FMT_HEX, len);
    }
    if (!(start & ~PAGE_MASK) && start <= TASK_SIZE && len <= TASK_SIZE - start && pages)
        err = unmap(m, mm, start, start + pages);
    leave_with(m, F_do_munmap, FMT_SDEC, (uint32_t)err);
    return err;
}

void exit_mmap(struct machine *m, struct mm_struct *mm)
{
    struct vm_area_struct *vma = vma_at(m, mm->mmap);
    struct mmu_gather tlb;
    uint32_t n = 0;

    enter_mm(m, F_exit_mmap, mm);
    if (vma) {
        tlb_gather_mmu(m, &tlb, mm, true);
        unmap_vmas(m, &tlb, vma, 0, 0xffffffff);
        free_pgtables(m, &tlb, vma, FIRST_USER_ADDRESS, 0);
        tlb_finish_mmu(m, &tlb);
    }
    while (vma) {
        count_vma(m, &n, vma);
        vma = remove_vma(m, vma);
    }
    leave(m, F_exit_mmap);
}
