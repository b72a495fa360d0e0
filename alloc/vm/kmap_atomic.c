// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kmap_atomic(): a page of high memory for a moment, on this cpu only (arch/arm/mm/highmem.c:39). Each cpu has 16 addresses of the fixmap
 * and uses them as a stack. Without CONFIG_DEBUG_HIGHMEM kunmap_atomic() leaves the mapping as it is; the next user of the address overwrites it.
 */
#include "alloc/vm/vm.h"

/* arch/arm/mm/mm.h:21: in the table of the vectors, which covers the fixmap too. */
static void set_top_pte(struct machine *m, uint32_t va, uint32_t pte)
{
    uint32_t ptep = pte_offset_kernel(m, pgd_offset_k(m, va), va);

    enter(m, F_set_top_pte);
    if (walking(m)) {
        value(m, V_va, FMT_ADDR, va);
        value(m, V_pte, FMT_HEX, pte);
    }
    if (ptep)
        set_pte_ext(m, ptep, pte, 0);
    LEAF(m, F_local_flush_tlb_kernel_page, FMT_VOID, 0, value(m, V_kaddr, FMT_ADDR, va));
    leave(m, F_set_top_pte);
}

static void set_idx(struct machine *m, uint32_t idx)
{
    set_said(m, &m->kmap_atomic_idx[m->cpu], idx, FIELD_kmap_atomic_idx, V_kmap_atomic_idx,
             FMT_DEC);
}

/* A new address of this cpu's; 0 if its 16 are all in use, which the kernel does not check. */
static uint32_t push(struct machine *m, struct page *page)
{
    uint32_t type = m->kmap_atomic_idx[m->cpu], idx = type + KM_TYPE_NR * m->cpu;
    uint32_t vaddr = FIXADDR_START + (idx << 12);

    if (type >= KM_TYPE_NR)
        return 0;
    set_idx(m, type + 1);
    set_top_pte(m, vaddr, pfn_pte(page_to_pfn(m, page), PAGE_KERNEL));
    return vaddr;
}

uint32_t kmap_atomic(struct machine *m, struct page *page)
{
    uint32_t vaddr = 0;

    enter(m, F_kmap_atomic);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    if (!page_is_highmem(m, page)) {
        vaddr = page_address(m, page);
    } else if (m->swapper_pg_dir) {
        vaddr = kmap_high_get(m, page);
        if (!vaddr)
            vaddr = push(m, page);
    }
    leave_with(m, F_kmap_atomic, FMT_ADDR, vaddr);
    return vaddr;
}

/* arch/arm/mm/highmem.c:85 */
void kunmap_atomic(struct machine *m, uint32_t kvaddr)
{
    uint32_t nr = (kvaddr - PKMAP_BASE) >> 12;

    enter(m, F_kunmap_atomic_);
    if (walking(m))
        value(m, V_kvaddr, FMT_ADDR, kvaddr);
    if (kvaddr >= FIXADDR_START) {
        if (m->kmap_atomic_idx[m->cpu])
            set_idx(m, m->kmap_atomic_idx[m->cpu] - 1);
    } else if (nr < LAST_PKMAP && m->pkmap_page[nr]) {
        kunmap_high(m, pfn_to_page(m, m->pkmap_page[nr]));
    }
    leave(m, F_kunmap_atomic_);
}
