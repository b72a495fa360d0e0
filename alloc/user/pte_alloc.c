// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/user/user.h"

/* mm/memory.c:550. Nobody else can have populated the pair meanwhile. */
static bool pte_alloc_(struct machine *m, struct mm_struct *mm, uint32_t pmd, uint32_t address)
{
    struct page *new;

    enter_mm(m, F_pte_alloc_, mm);
    if (walking(m)) {
        value(m, V_pmd, FMT_ADDR, pmd);
        value(m, V_address, FMT_ADDR, address);
    }
    new = pte_alloc_one(m, address);
    if (new) {
        SET_MM(m, mm, nr_ptes, mm->nr_ptes + 1);
        pmd_populate(m, pmd, new);
    }
    leave_with(m, F_pte_alloc_, FMT_SDEC, new ? 0 : (uint32_t)-ENOMEM);
    return new != NULL;
}

uint32_t pte_alloc(struct machine *m, struct mm_struct *mm, uint32_t pmd, uint32_t addr)
{
    if (pmd_none(m, pmd) && !pte_alloc_(m, mm, pmd, addr))
        return 0;
    return pte_offset_map(m, pmd, addr);
}

uint32_t pte_offset_map(struct machine *m, uint32_t pmd, uint32_t addr)
{
    uint32_t ptep = pte_offset_kernel(m, pmd, addr);

    if (!ptep)
        oops(m, OOPS_FAULT, phys_to_virt(m, low_word(m, pmd) & PAGE_MASK));
    return ptep;
}
