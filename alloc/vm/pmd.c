// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pairs of first-level words, and the kernel's tables that they lead to. A table is one page: a pair is filled with two pointers into it.
 */
#include "alloc/vm/vm.h"

static void set_pmd(struct machine *m, uint32_t pmd, uint32_t even, uint32_t odd)
{
    if (walking(m)) {
        value_change(m, V_pmdp0, FMT_HEX, ram_read(m, pmd), even);
        value_change(m, V_pmdp1, FMT_HEX, ram_read(m, pmd + 4), odd);
    }
    ram_write(m, pmd, even);
    ram_write(m, pmd + 4, odd);
}

/* arch/arm/include/asm/pgalloc.h:131 */
void pmd_populate_(struct machine *m, uint32_t pmd, uint32_t pte_phys, uint32_t prot)
{
    uint32_t even = (pte_phys + PTE_HWTABLE_OFF) | prot;

    enter(m, F_pmd_populate_);
    if (walking(m)) {
        value(m, V_pmdp, FMT_ADDR, pmd);
        value(m, V_pte_phys, FMT_HEX, pte_phys);
        value(m, V_prot, FMT_HEX, prot);
    }
    set_pmd(m, pmd, even, even + 256 * 4);
    leave(m, F_pmd_populate_);
}

/* arch/arm/include/asm/pgtable-2level.h:170 */
void pmd_clear(struct machine *m, uint32_t pmd)
{
    set_pmd(m, pmd, 0, 0);
}

/* arch/arm/include/asm/pgalloc.h:84 */
static uint32_t pte_alloc_one_kernel(struct machine *m, uint32_t addr)
{
    uint32_t pte;

    enter(m, F_pte_alloc_one_kernel);
    if (walking(m))
        value(m, V_addr, FMT_ADDR, addr);
    pte = get_free_pages(m, PGALLOC_GFP, 0);
    leave_with(m, F_pte_alloc_one_kernel, FMT_ADDR, pte);
    return pte;
}

/* mm/memory.c:590; -ENOMEM is false. */
static bool pte_alloc_kernel_(struct machine *m, uint32_t pmd, uint32_t addr)
{
    uint32_t table;

    enter(m, F_pte_alloc_kernel_);
    if (walking(m)) {
        value(m, V_pmd, FMT_ADDR, pmd);
        value(m, V_address, FMT_ADDR, addr);
    }
    table = pte_alloc_one_kernel(m, addr);
    if (table) {
        enter(m, F_pmd_populate_kernel);
        pmd_populate_(m, pmd, virt_to_phys(m, table), PAGE_KERNEL_TABLE);
        leave(m, F_pmd_populate_kernel);
    }
    leave_with(m, F_pte_alloc_kernel_, FMT_SDEC, table ? 0 : (uint32_t)-ENOMEM);
    return table != 0;
}

/* include/linux/mm.h:1434 */
uint32_t pte_alloc_kernel(struct machine *m, uint32_t pmd, uint32_t addr)
{
    if (pmd_none(m, pmd) && !pte_alloc_kernel_(m, pmd, addr))
        return 0;
    return pte_offset_kernel(m, pmd, addr);
}
