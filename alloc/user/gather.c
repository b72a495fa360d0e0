// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * struct mmu_gather (arch/arm/include/asm/tlb.h): pages whose mapping is gone wait here until no TLB can have them any more. Pages and tables go
 * into one batch, in the order in which they were unmapped. The batch takes a page of its own, of 1,024 entries, or makes do with eight.
 */
#include "alloc/user/user.h"

#define BUNDLE (sizeof((struct mmu_gather *)0)->local / 4)

/* arch/arm/include/asm/tlb.h:91 */
static void tlb_alloc_page_(struct machine *m, struct mmu_gather *tlb)
{
    enter(m, F_tlb_alloc_page_);
    tlb->pages = get_free_pages(m, GFP_NOWAIT | GFP_NOWARN_, 0);
    if (tlb->pages)
        tlb->max = PAGE_SIZE / 4;
    leave(m, F_tlb_alloc_page_);
}

/* arch/arm/include/asm/tlb.h:111 */
void tlb_gather_mmu(struct machine *m, struct mmu_gather *tlb, struct mm_struct *mm, bool fullmm)
{
    enter_mm(m, F_tlb_gather_mmu, mm);
    if (walking(m))
        value(m, V_fullmm, FMT_DEC, fullmm);
    *tlb = (struct mmu_gather){ .mm = mm, .fullmm = fullmm, .max = BUNDLE };
    tlb_alloc_page_(m, tlb);
    leave(m, F_tlb_gather_mmu);
}

/* arch/arm/include/asm/tlb.h:70 */
static void tlb_flush(struct machine *m, struct mmu_gather *tlb)
{
    enter(m, F_tlb_flush);
    if (tlb->fullmm || !tlb->vma) {
        flush_tlb_mm(m, tlb->mm);
    } else if (tlb->range_end > 0) {
        flush_tlb_range(m, tlb->vma, tlb->range_start, tlb->range_end);
        tlb->range_start = TASK_SIZE;
        tlb->range_end = 0;
    }
    leave(m, F_tlb_flush);
}

/* arch/arm/include/asm/tlb.h:101 */
void tlb_flush_mmu(struct machine *m, struct mmu_gather *tlb)
{
    enter(m, F_tlb_flush_mmu);
    if (walking(m))
        value(m, V_nr, FMT_DEC, tlb->nr);
    tlb_flush(m, tlb);
    free_pages_and_swap_cache(m, tlb->pages, tlb->local, tlb->nr);
    tlb->nr = 0;
    if (!tlb->pages)
        tlb_alloc_page_(m, tlb);
    leave(m, F_tlb_flush_mmu);
}

/* arch/arm/include/asm/tlb.h:125 */
void tlb_finish_mmu(struct machine *m, struct mmu_gather *tlb)
{
    enter(m, F_tlb_finish_mmu);
    tlb_flush_mmu(m, tlb);
    if (tlb->pages)
        free_pages(m, tlb->pages, 0);
    leave(m, F_tlb_finish_mmu);
}

/* arch/arm/include/asm/tlb.h:151 and :162 */
void tlb_start_vma(struct mmu_gather *tlb, const struct vm_area_struct *vma)
{
    if (tlb->fullmm)
        return;
    tlb->vma = vma;
    tlb->range_start = TASK_SIZE;
    tlb->range_end = 0;
}
void tlb_end_vma(struct machine *m, struct mmu_gather *tlb)
{
    if (!tlb->fullmm)
        tlb_flush(m, tlb);
}

/* arch/arm/include/asm/tlb.h:81 */
void tlb_add_flush(struct mmu_gather *tlb, uint32_t addr)
{
    if (tlb->fullmm)
        return;
    if (addr < tlb->range_start)
        tlb->range_start = addr;
    if (addr + PAGE_SIZE > tlb->range_end)
        tlb->range_end = addr + PAGE_SIZE;
}

/* arch/arm/include/asm/tlb.h:168 */
bool tlb_remove_page_(struct machine *m, struct mmu_gather *tlb, const struct page *page)
{
    uint32_t pfn = page_to_pfn(m, page);

    LEAF(m, F_tlb_remove_page_, FMT_DEC, tlb->max - tlb->nr - 1, value(m, V_page, FMT_PFN, pfn));
    if (tlb->pages)
        ram_write(m, tlb->pages + tlb->nr * 4, pfn);
    else
        tlb->local[tlb->nr] = pfn;
    return ++tlb->nr < tlb->max;
}

/* arch/arm/include/asm/tlb.h:181: a table covers two entries of the hardware's first level. */
void pte_free_tlb_(struct machine *m, struct mmu_gather *tlb, struct page *pte, uint32_t addr)
{
    enter_page(m, F_pte_free_tlb_, pte);
    pgtable_page_dtor(m, pte);
    addr &= PMD_MASK;
    tlb_add_flush(tlb, addr + SECTION_SIZE - PAGE_SIZE);
    tlb_add_flush(tlb, addr + SECTION_SIZE);
    if (!tlb_remove_page_(m, tlb, pte))
        tlb_flush_mmu(m, tlb);
    leave(m, F_pte_free_tlb_);
}
