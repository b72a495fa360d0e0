// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kmap(): pages of high memory in a window of 512 addresses below the kernel (mm/highmem.c, arch/arm/mm/highmem.c).
 *
 *	pkmap_count[i]	0: free	1: nobody uses it any more, but a TLB may still have it	n: n - 1 users
 *
 * Addresses are handed out in a circle. Each time it closes, all that have count 1 are unmapped and flushed at once. Which page has which
 * address is kept in pkmap_page[], by address; the kernel finds it through a hash table of lists, of which nothing else depends.
 */
#include "alloc/vm/vm.h"

#define KMAP_PROT PAGE_KERNEL

static uint32_t pkmap_addr(uint32_t nr)
{
    return PKMAP_BASE + (nr << 12);
}
static uint32_t pkmap_nr(uint32_t vaddr)
{
    return (vaddr - PKMAP_BASE) >> 12 & (LAST_PKMAP - 1);
}
static void set_count(struct machine *m, uint32_t nr, uint32_t count)
{
    set_said(m, &m->pkmap_count[nr], count, FIELD_pkmap_count, V_pkmap_count_i, FMT_DEC);
}

bool page_is_highmem(const struct machine *m, const struct page *page)
{
    return page_to_pfn(m, page) >= m->max_low_pfn;
}

/* mm/highmem.c:348 */
uint32_t page_address_of(const struct machine *m, const struct page *page)
{
    if (!page_is_highmem(m, page))
        return page_address(m, page);
    for (uint32_t i = 0; i < LAST_PKMAP; i++)
        if (m->pkmap_page[i] == page_to_pfn(m, page))
            return pkmap_addr(i);
    return 0;
}

/* mm/highmem.c:382; `virtual` 0 removes. */
static void set_page_address(struct machine *m, uint32_t nr, uint32_t pfn, uint32_t virtual)
{
    enter(m, F_set_page_address);
    if (walking(m)) {
        value(m, V_page, FMT_PFN, pfn);
        value(m, V_virtual, FMT_ADDR, virtual);
    }
    set_word(m, &m->pkmap_page[nr], virtual ? pfn : 0, FIELD_pkmap_page);
    leave(m, F_set_page_address);
}

/* The Linux word of an address of the window. */
static uint32_t pkmap_ptep(const struct machine *m, uint32_t nr)
{
    return m->pkmap_page_table + nr * 4;
}

/* mm/highmem.c:110 */
static void flush_all_zero_pkmaps(struct machine *m)
{
    bool need_flush = false;

    enter(m, F_flush_all_zero_pkmaps);
    for (uint32_t i = 0; i < LAST_PKMAP; i++) {
        if (m->pkmap_count[i] != 1)
            continue;
        set_count(m, i, 0);
        set_pte_ext(m, pkmap_ptep(m, i), 0, 0);
        set_page_address(m, i, m->pkmap_page[i], 0);
        need_flush = true;
    }
    if (need_flush)
        flush_tlb_kernel_range(m, PKMAP_BASE, pkmap_addr(LAST_PKMAP));
    leave(m, F_flush_all_zero_pkmaps);
}

/* mm/highmem.c:153 */
void kmap_flush_unused(struct machine *m)
{
    enter(m, F_kmap_flush_unused);
    if (m->swapper_pg_dir)
        flush_all_zero_pkmaps(m);
    leave(m, F_kmap_flush_unused);
}

/* The next free address in the circle; LAST_PKMAP if all are in use. */
static uint32_t next_free(struct machine *m)
{
    uint32_t count = LAST_PKMAP, nr;

    do {
        line(m, L_pkmap_next);
        nr = (m->last_pkmap_nr + 1) & (LAST_PKMAP - 1);
        set_said(m, &m->last_pkmap_nr, nr, FIELD_last_pkmap_nr, V_last_pkmap_nr, FMT_DEC);
        if (!nr) {
            flush_all_zero_pkmaps(m);
            count = LAST_PKMAP;
        }
        if (!m->pkmap_count[nr])
            return nr;
    } while (--count);
    return LAST_PKMAP;
}

/* mm/highmem.c:160. Where the kernel would sleep until somebody unmaps, this gives up. */
static uint32_t map_new_virtual(struct machine *m, struct page *page)
{
    uint32_t pfn = page_to_pfn(m, page), nr, vaddr = 0;

    enter(m, F_map_new_virtual);
    if (walking(m))
        value(m, V_page, FMT_PFN, pfn);
    nr = next_free(m);
    if (nr < LAST_PKMAP) {
        vaddr = pkmap_addr(nr);
        set_pte_at(m, vaddr, pkmap_ptep(m, nr), pfn_pte(pfn, KMAP_PROT));
        set_count(m, nr, 1);
        set_page_address(m, nr, pfn, vaddr);
    }
    leave_with(m, F_map_new_virtual, FMT_ADDR, vaddr);
    return vaddr;
}

/* mm/highmem.c:218 */
static uint32_t kmap_high(struct machine *m, struct page *page)
{
    uint32_t vaddr;

    enter(m, F_kmap_high);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    vaddr = page_address_of(m, page);
    if (!vaddr)
        vaddr = map_new_virtual(m, page);
    if (vaddr)
        set_count(m, pkmap_nr(vaddr), m->pkmap_count[pkmap_nr(vaddr)] + 1);
    leave_with(m, F_kmap_high, FMT_ADDR, vaddr);
    return vaddr;
}

/* mm/highmem.c:249: only if it is mapped already. */
uint32_t kmap_high_get(struct machine *m, struct page *page)
{
    uint32_t vaddr;

    enter(m, F_kmap_high_get);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    vaddr = page_address_of(m, page);
    if (vaddr)
        set_count(m, pkmap_nr(vaddr), m->pkmap_count[pkmap_nr(vaddr)] + 1);
    leave_with(m, F_kmap_high_get, FMT_ADDR, vaddr);
    return vaddr;
}

/* mm/highmem.c:271. The mapping stays until the circle closes. */
void kunmap_high(struct machine *m, struct page *page)
{
    uint32_t vaddr;

    enter(m, F_kunmap_high);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    vaddr = page_address_of(m, page);
    if (vaddr && m->pkmap_count[pkmap_nr(vaddr)] > 1)
        set_count(m, pkmap_nr(vaddr), m->pkmap_count[pkmap_nr(vaddr)] - 1);
    leave(m, F_kunmap_high);
}

/* arch/arm/mm/highmem.c:21 */
uint32_t kmap(struct machine *m, struct page *page)
{
    uint32_t vaddr = 0;

    enter(m, F_kmap);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    if (!page_is_highmem(m, page))
        vaddr = page_address(m, page);
    else if (m->swapper_pg_dir)
        vaddr = kmap_high(m, page);
    leave_with(m, F_kmap, FMT_ADDR, vaddr);
    return vaddr;
}

/* arch/arm/mm/highmem.c:30 */
void kunmap(struct machine *m, struct page *page)
{
    enter(m, F_kunmap);
    if (walking(m))
        value(m, V_page, FMT_PFN, page_to_pfn(m, page));
    if (page_is_highmem(m, page))
        kunmap_high(m, page);
    leave(m, F_kunmap);
}
