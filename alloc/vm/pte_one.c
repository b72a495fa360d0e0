// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Second-level tables of user address spaces: a page of low memory each (CONFIG_HIGHPTE n), counted in NR_PAGETABLE. With CONFIG_DEBUG_SPINLOCK
 * its lock is too large for struct page: it is an object of its own, to which the page's `private` points.
 */
#include "alloc/vm/vm.h"

#define SPINLOCK_BYTES 16u

/* mm/memory.c:4267 */
static bool ptlock_alloc(struct machine *m, struct page *page)
{
    uint32_t ptl;

    enter(m, F_ptlock_alloc);
    ptl = kmalloc_const(m, SPINLOCK_BYTES, GFP_KERNEL);
    if (ptl)
        set_said(m, &page->private_, ptl, FIELD_page_private, V_page_ptl, FMT_ADDR);
    leave_with(m, F_ptlock_alloc, FMT_DEC, ptl != 0);
    return ptl != 0;
}

/* include/linux/mm.h:1398 */
static bool pgtable_page_ctor(struct machine *m, struct page *page)
{
    bool ok;

    enter(m, F_pgtable_page_ctor);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    change_zone_page_state(m, page, NR_PAGETABLE, true, F_inc_zone_page_state);
    ok = ptlock_alloc(m, page);
    leave_with(m, F_pgtable_page_ctor, FMT_DEC, ok);
    return ok;
}

/* include/linux/mm.h:1404 and :1380 */
void pgtable_page_dtor(struct machine *m, struct page *page)
{
    enter(m, F_pgtable_page_dtor);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    set_word(m, &page->mapping, 0, FIELD_page_mapping);
    enter(m, F_ptlock_free);
    kfree(m, page->private_);
    leave(m, F_ptlock_free);
    change_zone_page_state(m, page, NR_PAGETABLE, false, F_dec_zone_page_state);
    leave(m, F_pgtable_page_dtor);
}

/* arch/arm/include/asm/pgalloc.h:96. A table without a lock would not be given back to the counter: the kernel's slip. */
struct page *pte_alloc_one(struct machine *m, uint32_t addr)
{
    struct page *pte;

    enter(m, F_pte_alloc_one);
    if (walking(m))
        value(m, V_addr, FMT_ADDR, addr);
    pte = alloc_pages(m, PGALLOC_GFP, 0);
    if (pte && !pgtable_page_ctor(m, pte)) {
        free_pages_(m, pte, 0);
        pte = NULL;
    }
    leave_with(m, F_pte_alloc_one, FMT_PFN, pfn_or_none(m, pte));
    return pte;
}

/* arch/arm/include/asm/pgalloc.h:125 */
void pte_free(struct machine *m, struct page *pte)
{
    enter(m, F_pte_free);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, pte));
    pgtable_page_dtor(m, pte);
    free_pages_(m, pte, 0);
    leave(m, F_pte_free);
}

/* arch/arm/include/asm/pgalloc.h:158 */
void pmd_populate(struct machine *m, uint32_t pmd, const struct page *pte)
{
    enter(m, F_pmd_populate);
    pmd_populate_(m, pmd, page_to_pfn(m, pte) << 12, PAGE_USER_TABLE);
    leave(m, F_pmd_populate);
}

/* The page of a pair that must be a table of low memory. */
struct page *pmd_pgtable(struct machine *m, uint32_t pmd)
{
    uint32_t table = pte_offset_kernel(m, pmd, 0);

    if (!table)
        oops(m, OOPS_FAULT, phys_to_virt(m, low_word(m, pmd) & PAGE_MASK));
    return virt_to_page(m, table);
}
