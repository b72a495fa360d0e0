// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * First-level tables of other address spaces (arch/arm/mm/pgd.c): four pages, the user's part empty, the kernel's a copy. What the kernel maps
 * later is missing in the copies until somebody stumbles over it.
 */
#include "alloc/vm/vm.h"

#define PGD_ORDER 2u
/* The user's pairs end where modules begin. */
#define USER_PART (TASK_SIZE / PMD_SIZE * 8)

/* memset(): what was never written is zeros already, and costs nothing as long as nobody reads it. */
static void clear(struct machine *m, uint32_t virt, uint32_t bytes)
{
    for (uint32_t n; bytes; virt += n, bytes -= n) {
        uint32_t off = virt - PAGE_OFFSET + m->ram_off;

        n = bytes < PAGE_SIZE ? bytes : PAGE_SIZE;
        if (machine_chunk_written(m, off >> CHUNK_SHIFT))
            ram_fill(m, virt, 0, n);
    }
}

/* arch/arm/mm/pgd.c:33, with high vectors */
uint32_t pgd_alloc(struct machine *m)
{
    uint32_t pgd = 0;

    enter(m, F_pgd_alloc);
    if (m->swapper_pg_dir)
        pgd = get_free_pages(m, GFP_KERNEL, PGD_ORDER);
    if (pgd) {
        clear(m, pgd, USER_PART);
        for (uint32_t i = USER_PART; i < PGD_SIZE; i += 4)
            ram_write(m, pgd + i, ram_read(m, m->swapper_pg_dir + i));
    }
    leave_with(m, F_pgd_alloc, FMT_ADDR, pgd);
    return pgd;
}

/* arch/arm/mm/pgd.c:108. The table of the first 2 MiB is freed here: free_pgd_range() leaves it, for low vectors may lie there. */
void pgd_free(struct machine *m, uint32_t pgd)
{
    enter(m, F_pgd_free);
    if (walking(m))
        value(m, V_pgd, FMT_ADDR, pgd);
    if (!pmd_none(m, pgd) && !pmd_bad(m, pgd)) {
        struct page *pte = pmd_pgtable(m, pgd);

        pmd_clear(m, pgd);
        pte_free(m, pte);
    }
    free_pages(m, pgd, PGD_ORDER);
    leave(m, F_pgd_free);
}

/* arch/arm/mm/fault.c:423, for a kernel address. Of the pair that it needs, the word of this MiB must be there. */
bool do_translation_fault(struct machine *m, uint32_t pgd, uint32_t addr)
{
    uint32_t pmd = pgd_offset(pgd, addr), pmd_k = pgd_offset_k(m, addr);
    bool known = addr >= TASK_SIZE && !pmd_none(m, pmd_k) &&
                 ram_read(m, pmd_k + (addr & SECTION_SIZE ? 4 : 0));

    enter(m, F_do_translation_fault);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_pgd, FMT_ADDR, pgd);
    }
    for (uint32_t i = 0; known && i < 8; i += 4) {
        if (walking(m))
            value_change(m, i ? V_pmdp1 : V_pmdp0, FMT_HEX, ram_read(m, pmd + i),
                         ram_read(m, pmd_k + i));
        ram_write(m, pmd + i, ram_read(m, pmd_k + i));
    }
    leave_with(m, F_do_translation_fault, FMT_DEC, known ? 0 : 1);
    return known;
}
