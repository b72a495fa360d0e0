// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Second-level tables that no area needs any more (mm/memory.c:379 to :547). A table covers 2 MiB: it goes only if nothing between floor and
 * ceiling, the ends of the neighbours that stay, reaches into them.
 */
#include "alloc/user/user.h"

/* mm/memory.c:379 */
static void free_pte_range(struct machine *m, struct mmu_gather *tlb, uint32_t pmd, uint32_t addr)
{
    struct page *token = pmd_pgtable(m, pmd);

    enter(m, F_free_pte_range);
    if (walking(m)) {
        value(m, V_pmd, FMT_ADDR, pmd);
        value(m, V_addr, FMT_ADDR, addr);
    }
    pmd_clear(m, pmd);
    pte_free_tlb_(m, tlb, token, addr);
    SET_MM(m, tlb->mm, nr_ptes, tlb->mm->nr_ptes - 1);
    leave(m, F_free_pte_range);
}

/* mm/memory.c:421 and :388: the upper levels are folded, and have nothing of their own to free. */
static void free_pud_range(struct machine *m, struct mmu_gather *tlb, uint32_t pmd, uint32_t addr,
                           uint32_t end)
{
    enter_range(m, F_free_pud_range, addr, end);
    enter_range(m, F_free_pmd_range, addr, end);
    if (!pmd_none(m, pmd) && !pmd_bad(m, pmd))
        free_pte_range(m, tlb, pmd, addr);
    leave(m, F_free_pmd_range);
    leave(m, F_free_pud_range);
}

/* The whole tables of [addr, end) that lie between floor and ceiling; false if there is none. */
static bool whole_tables(uint32_t *addr, uint32_t *end, uint32_t floor, uint32_t ceiling)
{
    *addr &= PMD_MASK;
    if (*addr < floor) {
        *addr += PMD_SIZE;
        if (!*addr)
            return false;
    }
    if (ceiling) {
        ceiling &= PMD_MASK;
        if (!ceiling)
            return false;
    }
    if (*end - 1 > ceiling - 1)
        *end -= PMD_SIZE;
    return *addr <= *end - 1;
}

/* mm/memory.c:457 */
static void free_pgd_range(struct machine *m, struct mmu_gather *tlb, uint32_t addr, uint32_t end,
                           uint32_t floor, uint32_t ceiling)
{
    uint32_t pgd = mm_pgd(m, tlb->mm);

    enter_range(m, F_free_pgd_range, addr, end);
    if (walking(m)) {
        value(m, V_floor, FMT_ADDR, floor);
        value(m, V_ceiling, FMT_ADDR, ceiling);
    }
    if (whole_tables(&addr, &end, floor, ceiling))
        for (uint32_t next; addr != end; addr = next) {
            next = pgd_addr_end(addr, end);
            free_pud_range(m, tlb, pgd_offset(pgd, addr), addr, next);
        }
    leave(m, F_free_pgd_range);
}

/* Areas that lie near each other go in one call: the last of them. */
static struct vm_area_struct *last_nearby(struct machine *m, struct vm_area_struct *vma)
{
    struct vm_area_struct *next;
    uint32_t n = 0;

    unlink_anon_vmas(m, vma);
    unlink_file_vma(m, vma);
    while ((next = vma_at(m, vma->vm_next)) && next->vm_start <= vma->vm_end + PMD_SIZE) {
        count_vma(m, &n, vma);
        vma = next;
        unlink_anon_vmas(m, vma);
        unlink_file_vma(m, vma);
    }
    return vma;
}

void free_pgtables(struct machine *m, struct mmu_gather *tlb, struct vm_area_struct *vma,
                   uint32_t floor, uint32_t ceiling)
{
    uint32_t n = 0;

    enter_vma(m, F_free_pgtables, vma);
    if (walking(m)) {
        value(m, V_floor, FMT_ADDR, floor);
        value(m, V_ceiling, FMT_ADDR, ceiling);
    }
    while (vma) {
        const struct vm_area_struct *next;
        uint32_t addr = vma->vm_start;

        count_vma(m, &n, vma);
        vma = last_nearby(m, vma);
        next = vma_at(m, vma->vm_next);
        if (addr >= vma->vm_end || vma->vm_end > TASK_SIZE)
            oops(m, OOPS_BUG, vma_virt(m, vma));
        free_pgd_range(m, tlb, addr, vma->vm_end, floor, next ? next->vm_start : ceiling);
        vma = vma_at(m, vma->vm_next);
    }
    leave(m, F_free_pgtables);
}
