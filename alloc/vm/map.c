// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Filling and clearing the kernel's page tables, level by level as mm/vmalloc.c and lib/ioremap.c do. With two levels the pud and the pmd are
 * the pgd's entry by other names: their functions pass everything on.
 */
#include "alloc/vm/vm.h"

/* Whole pages of the vmalloc space, at least one. What is none of that comes from a struct that somebody wrote over. */
static bool is_vmalloc_range(const struct machine *m, uint32_t addr, uint32_t end)
{
    return !((addr | end) & ~PAGE_MASK) && addr >= vmalloc_start(m) && addr < end &&
           end <= VMALLOC_END;
}

/* ---- pages of RAM: mm/vmalloc.c:110 to :205 ---- */

/* One range to map; `nr` counts the pages that are done. */
struct mapping {
    struct page_list pages;
    uint32_t prot;
    int nr;
};

static int vmap_pte_range(struct machine *m, struct mapping *map, uint32_t pmd, uint32_t addr,
                          uint32_t end)
{
    uint32_t ptep;
    int err = 0;

    enter(m, F_vmap_pte_range);
    if (walking(m))
        value_range(m, addr, end);
    ptep = pte_alloc_kernel(m, pmd, addr);
    if (!ptep)
        err = -ENOMEM;
    for (; !err && addr != end; addr += PAGE_SIZE, ptep += 4) {
        uint32_t pfn = next_page(m, &map->pages);

        if (ram_read(m, ptep)) {
            err = -EBUSY;
        } else if (pfn == NO_PFN) {
            err = -ENOMEM;
        } else {
            set_pte_at(m, addr, ptep, pfn_pte(pfn, map->prot));
            map->nr++;
        }
    }
    leave_with(m, F_vmap_pte_range, FMT_SDEC, (uint32_t)err);
    return err;
}

static int vmap_pud_range(struct machine *m, struct mapping *map, uint32_t pmd, uint32_t addr,
                          uint32_t end)
{
    int err;

    enter(m, F_vmap_pud_range);
    if (walking(m))
        value_range(m, addr, end);
    enter(m, F_vmap_pmd_range);
    if (walking(m))
        value_range(m, addr, end);
    err = vmap_pte_range(m, map, pmd, addr, end) ? -ENOMEM : 0;
    leave_with(m, F_vmap_pmd_range, FMT_SDEC, (uint32_t)err);
    leave_with(m, F_vmap_pud_range, FMT_SDEC, (uint32_t)err);
    return err;
}

/* mm/vmalloc.c:176: how many pages, or why not. */
static int vmap_page_range_noflush(struct machine *m, struct mapping *map, uint32_t start,
                                   uint32_t end)
{
    int err = is_vmalloc_range(m, start, end) ? 0 : -EINVAL;

    enter(m, F_vmap_page_range_noflush);
    if (walking(m)) {
        value(m, V_start, FMT_ADDR, start);
        value(m, V_end, FMT_ADDR, end);
        value(m, V_prot, FMT_HEX, map->prot);
    }
    for (uint32_t addr = start, next; !err && addr != end; addr = next) {
        next = pgd_addr_end(addr, end);
        err = vmap_pud_range(m, map, pgd_offset_k(m, addr), addr, next);
    }
    if (!err)
        err = map->nr;
    leave_with(m, F_vmap_page_range_noflush, FMT_SDEC, (uint32_t)err);
    return err;
}

/* mm/vmalloc.c:1264 and :197; the last page of an area is its guard. */
int map_vm_area(struct machine *m, const struct vm_struct *area, uint32_t prot,
                struct page_list pages)
{
    struct mapping map = { pages, prot, 0 };
    uint32_t end = area->addr + area->size - PAGE_SIZE;
    int err;

    enter(m, F_map_vm_area);
    if (walking(m)) {
        value(m, V_area, FMT_ADDR, ram_virt(m, area));
        value(m, V_prot, FMT_HEX, prot);
    }
    enter(m, F_vmap_page_range);
    err = vmap_page_range_noflush(m, &map, area->addr, end);
    leave_with(m, F_vmap_page_range, FMT_SDEC, (uint32_t)err);
    if (err > 0)
        err = 0;
    leave_with(m, F_map_vm_area, FMT_SDEC, (uint32_t)err);
    return err;
}

/* ---- physical addresses: lib/ioremap.c ---- */

static int ioremap_pte_range(struct machine *m, uint32_t pmd, uint32_t addr, uint32_t end,
                             uint32_t phys_addr, uint32_t prot)
{
    uint32_t ptep;

    enter(m, F_ioremap_pte_range);
    if (walking(m)) {
        value_range(m, addr, end);
        value(m, V_phys_addr, FMT_HEX, phys_addr);
    }
    ptep = pte_alloc_kernel(m, pmd, addr);
    for (; ptep && addr != end; addr += PAGE_SIZE, phys_addr += PAGE_SIZE, ptep += 4)
        set_pte_at(m, addr, ptep, pfn_pte(phys_addr >> 12, prot));
    leave_with(m, F_ioremap_pte_range, FMT_SDEC, ptep ? 0 : (uint32_t)-ENOMEM);
    return ptep ? 0 : -ENOMEM;
}

int ioremap_page_range(struct machine *m, uint32_t addr, uint32_t end, uint32_t phys_addr,
                       uint32_t prot)
{
    int err = is_vmalloc_range(m, addr, end) ? 0 : -EINVAL;

    enter(m, F_ioremap_page_range);
    if (walking(m)) {
        value_range(m, addr, end);
        value(m, V_phys_addr, FMT_HEX, phys_addr);
        value(m, V_prot, FMT_HEX, prot);
    }
    phys_addr -= addr;
    for (uint32_t next; !err && addr != end; addr = next) {
        next = pgd_addr_end(addr, end);
        enter(m, F_ioremap_pud_range);
        enter(m, F_ioremap_pmd_range);
        err = ioremap_pte_range(m, pgd_offset_k(m, addr), addr, next, phys_addr + addr, prot);
        leave_with(m, F_ioremap_pmd_range, FMT_SDEC, (uint32_t)err);
        leave_with(m, F_ioremap_pud_range, FMT_SDEC, (uint32_t)err);
    }
    leave_with(m, F_ioremap_page_range, FMT_SDEC, (uint32_t)err);
    return err;
}

/* ---- clearing: mm/vmalloc.c:56 to :108 ---- */

static void vunmap_pte_range(struct machine *m, uint32_t pmd, uint32_t addr, uint32_t end)
{
    uint32_t ptep = pte_offset_kernel(m, pmd, addr);

    enter(m, F_vunmap_pte_range);
    if (walking(m))
        value_range(m, addr, end);
    for (; ptep && addr != end; addr += PAGE_SIZE, ptep += 4)
        ptep_get_and_clear(m, addr, ptep);
    leave(m, F_vunmap_pte_range);
}

static void vunmap_pud_range(struct machine *m, uint32_t pmd, uint32_t addr, uint32_t end)
{
    enter(m, F_vunmap_pud_range);
    if (walking(m))
        value_range(m, addr, end);
    enter(m, F_vunmap_pmd_range);
    if (walking(m))
        value_range(m, addr, end);
    if (!pmd_none(m, pmd) && !pmd_bad(m, pmd))
        vunmap_pte_range(m, pmd, addr, end);
    leave(m, F_vunmap_pmd_range);
    leave(m, F_vunmap_pud_range);
}

/* mm/vmalloc.c:95. The guard page is walked over too: nothing is mapped there. */
void vunmap_page_range(struct machine *m, uint32_t addr, uint32_t end)
{
    bool sane = is_vmalloc_range(m, addr, end);

    enter(m, F_vunmap_page_range);
    if (walking(m))
        value_range(m, addr, end);
    for (uint32_t next; sane && addr != end; addr = next) {
        next = pgd_addr_end(addr, end);
        vunmap_pud_range(m, pgd_offset_k(m, addr), addr, next);
    }
    leave(m, F_vunmap_page_range);
}
