// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One page, two words: Linux's, with all that it wants to know, and the hardware's, made from it. Nobody else writes second-level tables.
 *
 *	Linux	NONE SHARED XN USER RDONLY DIRTY memory type 5..2   YOUNG PRESENT
 *	         |    |     |   |     |      |       |    |            |    |
 *	hw	 0    S     XN  AP1   APX if RDONLY  TEX0 C,B		0 unless both
 *	                              or not DIRTY   from 4, from 3,2
 *
 * There is no access flag: the word of a page that is not YOUNG is 0, and the fault that follows makes it young. A page that may be written
 * but is not DIRTY is read-only, and the fault that follows makes it dirty.
 */
#include "alloc/vm/vm.h"

uint32_t hw_pte(uint32_t pte, uint32_t ext)
{
    uint32_t hw = (pte & ~0x3f3u) | ext | PTE_EXT_AP0 | 2;

    if (!(pte & L_PTE_YOUNG) || !(pte & L_PTE_PRESENT) || pte & L_PTE_NONE)
        return 0;
    if (pte & L_PTE_MT_DEV_SHARED) /* the memory type's third bit */
        hw |= PTE_EXT_TEX1;
    if (pte & L_PTE_RDONLY || !(pte & L_PTE_DIRTY))
        hw |= PTE_EXT_APX;
    if (pte & L_PTE_USER)
        hw |= PTE_EXT_AP1;
    if (pte & L_PTE_XN)
        hw |= PTE_EXT_XN;
    return hw;
}

/* arch/arm/mm/proc-v7-2level.S:75 */
void set_pte_ext(struct machine *m, uint32_t ptep, uint32_t pte, uint32_t ext)
{
    uint32_t hw = hw_pte(pte, ext), hw_ptep = ptep + PTE_HWTABLE_OFF;

    enter(m, F_cpu_v7_set_pte_ext);
    if (walking(m)) {
        value(m, V_ptep, FMT_ADDR, ptep);
        value(m, V_ext, FMT_HEX, ext);
        value_change(m, V_pte, FMT_HEX, ram_read(m, ptep), pte);
        value_change(m, V_hw_pte, FMT_HEX, ram_read(m, hw_ptep), hw);
    }
    ram_write(m, ptep, pte);
    ram_write(m, hw_ptep, hw);
    leave(m, F_cpu_v7_set_pte_ext);
}

/* arch/arm/include/asm/pgtable.h:235. Only a user's page belongs to one address space. */
void set_pte_at(struct machine *m, uint32_t addr, uint32_t ptep, uint32_t pte)
{
    bool user = addr < TASK_SIZE && pte & L_PTE_PRESENT && pte & L_PTE_USER;

    enter(m, F_set_pte_at);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_pteval, FMT_HEX, pte);
    }
    set_pte_ext(m, ptep, pte, user ? PTE_EXT_NG : 0);
    leave(m, F_set_pte_at);
}

/* include/asm-generic/pgtable.h:83 */
uint32_t ptep_get_and_clear(struct machine *m, uint32_t addr, uint32_t ptep)
{
    uint32_t pte = ram_read(m, ptep);

    enter(m, F_ptep_get_and_clear);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_ptep, FMT_ADDR, ptep);
    }
    set_pte_ext(m, ptep, 0, 0);
    leave_with(m, F_ptep_get_and_clear, FMT_HEX, pte);
    return pte;
}

struct pte_words pte_words(const struct machine *m, uint32_t pgd, uint32_t addr)
{
    uint32_t pmd = pgd_offset(pgd, addr);
    struct pte_words w = { .l1 = low_word(m, pmd + (addr & SECTION_SIZE ? 4 : 0)),
                           .ptep = pte_offset_kernel(m, pmd, addr) };

    if (w.ptep) {
        w.pte = low_word(m, w.ptep);
        w.hw = low_word(m, w.ptep + PTE_HWTABLE_OFF);
    }
    return w;
}
