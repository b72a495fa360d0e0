// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * unmap_vmas() (mm/memory.c:1352): every page of a range loses its mapping here and waits in the gather. With two levels the pud and the pmd
 * are the pgd's entry by other names: their functions pass everything on.
 */
#include "alloc/user/user.h"

/* One entry. False when the batch is full. */
static bool zap_pte(struct machine *m, struct mmu_gather *tlb, uint32_t ptep, uint32_t addr)
{
    uint32_t pte = ptep_get_and_clear(m, addr, ptep);
    struct page *page = vm_normal_page(m, pte);

    tlb_add_flush(tlb, addr);
    if (!page)
        return true;
    if (page->mapping & PAGE_MAPPING_ANON) {
        add_mm_counter(m, tlb->mm, MM_ANONPAGES, -1);
    } else {
        if (pte & L_PTE_DIRTY)
            set_page_dirty(m, page);
        add_mm_counter(m, tlb->mm, MM_FILEPAGES, -1);
    }
    page_remove_rmap(m, page);
    return tlb_remove_page_(m, tlb, page);
}

/* mm/memory.c:1067 */
static void zap_pte_range(struct machine *m, struct mmu_gather *tlb, uint32_t pmd, uint32_t addr,
                          uint32_t end)
{
    enter_range(m, F_zap_pte_range, addr, end);
    for (uint32_t ptep = pte_offset_map(m, pmd, addr); addr != end; addr += PAGE_SIZE, ptep += 4)
        if (ram_read(m, ptep) && !zap_pte(m, tlb, ptep, addr))
            tlb_flush_mmu(m, tlb);
    leave(m, F_zap_pte_range);
}

/* mm/memory.c:1251 and :1207 */
static void zap_pud_range(struct machine *m, struct mmu_gather *tlb, uint32_t pmd, uint32_t addr,
                          uint32_t end)
{
    enter_range(m, F_zap_pud_range, addr, end);
    enter_range(m, F_zap_pmd_range, addr, end);
    if (!pmd_none(m, pmd) && !pmd_bad(m, pmd))
        zap_pte_range(m, tlb, pmd, addr, end);
    leave(m, F_zap_pmd_range);
    leave(m, F_zap_pud_range);
}

/* mm/memory.c:1270 */
static void unmap_page_range(struct machine *m, struct mmu_gather *tlb,
                             const struct vm_area_struct *vma, uint32_t addr, uint32_t end)
{
    uint32_t pgd = mm_pgd(m, tlb->mm);

    enter_vma(m, F_unmap_page_range, vma);
    if (walking(m))
        value_range(m, addr, end);
    if (addr >= end || end > TASK_SIZE)
        oops(m, OOPS_BUG, vma_virt(m, vma));
    tlb_start_vma(tlb, vma);
    for (uint32_t next; addr != end; addr = next) {
        next = pgd_addr_end(addr, end);
        zap_pud_range(m, tlb, pgd_offset(pgd, addr), addr, next);
    }
    tlb_end_vma(m, tlb);
    leave(m, F_unmap_page_range);
}

/* mm/memory.c:1296 */
static void unmap_single_vma(struct machine *m, struct mmu_gather *tlb,
                             const struct vm_area_struct *vma, uint32_t start_addr,
                             uint32_t end_addr)
{
    uint32_t start = vma->vm_start > start_addr ? vma->vm_start : start_addr;
    uint32_t end = vma->vm_end < end_addr ? vma->vm_end : end_addr;

    enter_vma(m, F_unmap_single_vma, vma);
    if (start < vma->vm_end && end > vma->vm_start)
        unmap_page_range(m, tlb, vma, start, end);
    leave(m, F_unmap_single_vma);
}

void unmap_vmas(struct machine *m, struct mmu_gather *tlb, struct vm_area_struct *vma,
                uint32_t start, uint32_t end)
{
    uint32_t n = 0;

    enter_vma(m, F_unmap_vmas, vma);
    if (walking(m)) {
        value(m, V_start_addr, FMT_ADDR, start);
        value(m, V_end_addr, FMT_ADDR, end);
    }
    for (; vma && vma->vm_start < end; vma = vma_at(m, vma->vm_next)) {
        count_vma(m, &n, vma);
        unmap_single_vma(m, tlb, vma, start, end);
    }
    leave(m, F_unmap_vmas);
}
