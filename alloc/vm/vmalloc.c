// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vmalloc(): pages from anywhere, one after the other in the kernel's virtual space. vmap(): the same with pages of somebody else's.
 *
 *	struct vm_struct (32 bytes) and struct vmap_area (52), both from kmalloc-64
 *	an array of pages, from kmalloc() or, when it needs more than a page, from vmalloc() itself
 *	the pages, one by one, from high memory if there is some
 *	page tables where there were none; they stay when the area goes
 */
#include "alloc/vm/vm.h"

#include <inttypes.h>

#include "alloc/printk.h"
#include "alloc/workload.h"

/* vmalloc()'s request for a page; what it asks for along the way may not come from high memory. */
#define GFP_VMALLOC (GFP_KERNEL | GFP_HIGHMEM_)

static uint32_t vmalloc_node_(struct machine *m, uint32_t size, uint32_t gfp_mask);

/* ---- start: mm/vmalloc.c:1169 ---- */

static void import_static_vm(struct machine *m, uint32_t virt)
{
    const struct vm_struct *vm = vm_struct_at(m, virt);
    uint32_t va_virt = kzalloc_const(m, sizeof(struct vmap_area), 0);
    struct vmap_area *va = vmap_area_at(m, va_virt); /* the kernel does not check either */

    SET_VA(m, va, flags, VM_VM_AREA);
    SET_VA(m, va, va_start, vm->addr);
    SET_VA(m, va, va_end, vm->addr + vm->size);
    SET_VA(m, va, vm, virt);
    insert_vmap_area_(m, va_virt);
}

/*
 * Per cpu it also makes empty a queue of vmap blocks, which only vm_map_ram() fills, and a list of areas that interrupts freed: neither happens
 * here, so nothing is kept of them.
 */
void vmalloc_init(struct machine *m)
{
    uint32_t n = 0;

    if (!m->swapper_pg_dir)
        return;
    enter(m, F_vmalloc_init);
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        if (walking(m))
            value(m, V_i, FMT_DEC, cpu);
    for (uint32_t vm = m->vmlist; vm; vm = vm_struct_at(m, vm)->next) {
        if (walking(m))
            value(m, V_tmp, FMT_ADDR, vm);
        if (n++ == VMAP_AREAS_MAX)
            oops(m, OOPS_LOOP, vm);
        import_static_vm(m, vm);
    }
    set_said(m, &m->vmap_area_pcpu_hole, VMALLOC_END, FIELD_vmap_area_pcpu_hole,
             V_vmap_area_pcpu_hole, FMT_ADDR);
    set_said(m, &m->vmap_initialized, 1, FIELD_vmap_initialized, V_vmap_initialized, FMT_DEC);
    leave(m, F_vmalloc_init);
}

/* ---- vmalloc ---- */

// An area's array may be an area, whose own array then is none: one turn, as in the kernel. NOLINTBEGIN(misc-no-recursion)

/* The array: its address in vm->pages, and how it is kept in vm->flags. */
static bool alloc_array(struct machine *m, struct vm_struct *vm, uint32_t gfp_mask)
{
    uint32_t bytes = vm->nr_pages * 4, nested = (gfp_mask & GFP_RECLAIM_MASK) | GFP_ZERO_, pages;

    if (bytes > PAGE_SIZE) {
        pages = vmalloc_node_(m, bytes, nested | GFP_HIGHMEM_);
        SET_VM(m, vm, flags, vm->flags | VM_VPAGES);
    } else {
        pages = kmalloc_node(m, bytes, nested);
    }
    SET_VM(m, vm, pages, pages);
    return pages != 0;
}

/* pages[i] = page. The chain of an array in high memory: see page_list in vm.h. */
static void set_page(struct machine *m, const struct vm_struct *vm, uint32_t i, uint32_t pfn,
                     uint32_t last)
{
    uint32_t *link;

    line(m, L_vm_page);
    if (walking(m))
        value(m, V_area_pages_i, FMT_PFN, pfn);
    if (!(vm->flags & VM_VPAGES)) {
        ram_write(m, vm->pages + i * 4, pfn);
        return;
    }
    if (!i)
        last = vmalloc_to_pfn(m, vm->pages);
    if (last == NO_PFN)
        return;
    link = &pfn_to_page(m, last)->private_;
    set_word(m, link, pfn, FIELD_page_private);
}

/* As many pages as the area has room for; fewer, and false, when memory ends. */
static bool alloc_pages_of(struct machine *m, struct vm_struct *vm, uint32_t gfp_mask)
{
    uint32_t n = vm->nr_pages, last = NO_PFN;

    for (uint32_t i = 0; i < n; i++) {
        struct page *page = alloc_pages(m, gfp_mask | GFP_NOWARN_, 0);

        if (!page) {
            SET_VM(m, vm, nr_pages, i);
            return false;
        }
        set_page(m, vm, i, page_to_pfn(m, page), last);
        last = page_to_pfn(m, page);
    }
    return true;
}

/* mm/page_alloc.c:2087, without what it says of memory: `done` of `wanted` bytes are there. */
static void warn_failed(struct machine *m, uint32_t gfp_mask, uint32_t done, uint32_t wanted)
{
    LEAF(m, F_warn_alloc_failed, FMT_VOID, 0, value(m, V_gfp_mask, FMT_HEX, gfp_mask);
         value(m, V_order, FMT_DEC, 0));
    if (done)
        printk(m, "vmalloc: allocation failure, allocated %" PRIu32 " of %" PRIu32 " bytes\n", done,
               wanted);
    else
        printk(m, "vmalloc: allocation failure: %" PRIu32 " bytes\n", wanted);
}

/* mm/vmalloc.c:1554: fills an area with pages; what was done is undone when that fails. */
static uint32_t vmalloc_area_node(struct machine *m, uint32_t virt, uint32_t gfp_mask)
{
    struct vm_struct *vm = vm_struct_at(m, virt);
    uint32_t addr = vm->addr;

    enter(m, F_vmalloc_area_node_);
    if (walking(m)) {
        value(m, V_area, FMT_ADDR, virt);
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
    }
    SET_VM(m, vm, nr_pages, (vm->size - PAGE_SIZE) >> 12);
    if (!alloc_array(m, vm, gfp_mask)) {
        remove_vm_area(m, addr);
        kfree(m, virt);
        addr = 0;
    } else if (!alloc_pages_of(m, vm, gfp_mask) ||
               map_vm_area(m, vm, PAGE_KERNEL, area_pages(m, vm))) {
        warn_failed(m, gfp_mask, vm->nr_pages << 12, vm->size);
        vfree(m, addr);
        addr = 0;
    }
    leave_with(m, F_vmalloc_area_node_, FMT_ADDR, addr);
    return addr;
}

/* mm/vmalloc.c:1625 */
static uint32_t vmalloc_node_range(struct machine *m, uint32_t size, uint32_t gfp_mask)
{
    uint32_t pages = (size >> 12) + ((size & ~PAGE_MASK) != 0), vm = 0, addr = 0;

    enter(m, F_vmalloc_node_range_);
    if (walking(m)) {
        value(m, V_size, FMT_HEX, size);
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
    }
    if (pages && pages <= m->totalram_pages)
        vm = get_vm_area_node(m, size, 1, VM_ALLOC | VM_UNINITIALIZED, gfp_mask);
    if (vm)
        addr = vmalloc_area_node(m, vm, gfp_mask);
    else
        warn_failed(m, gfp_mask, 0, size);
    if (addr) {
        enter(m, F_clear_vm_uninitialized_flag);
        SET_VM(m, vm_struct_at(m, vm), flags, vm_struct_at(m, vm)->flags & ~VM_UNINITIALIZED);
        leave(m, F_clear_vm_uninitialized_flag);
    }
    leave_with(m, F_vmalloc_node_range_, FMT_ADDR, addr);
    return addr;
}

/* mm/vmalloc.c:1682. It calls itself once at most: the array of an array of all pages fits into a page. */
static uint32_t vmalloc_node_(struct machine *m, uint32_t size, uint32_t gfp_mask)
{
    uint32_t addr;

    enter(m, F_vmalloc_node_);
    if (walking(m)) {
        value(m, V_size, FMT_HEX, size);
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
    }
    addr = vmalloc_node_range(m, size, gfp_mask);
    leave_with(m, F_vmalloc_node_, FMT_ADDR, addr);
    return addr;
}

// NOLINTEND(misc-no-recursion)

static uint32_t vmalloc_flags(struct machine *m, enum function_id f, uint32_t size, uint32_t flags)
{
    uint32_t addr;

    enter(m, f);
    if (walking(m))
        value(m, V_size, FMT_HEX, size);
    enter(m, F_vmalloc_node_flags_);
    addr = vmalloc_node_(m, size, flags);
    leave_with(m, F_vmalloc_node_flags_, FMT_ADDR, addr);
    leave_with(m, f, FMT_ADDR, addr);
    return addr;
}

/* mm/vmalloc.c:1713 */
uint32_t vmalloc(struct machine *m, uint32_t size)
{
    return vmalloc_flags(m, F_vmalloc, size, GFP_VMALLOC);
}

/* mm/vmalloc.c:1730 */
uint32_t vzalloc(struct machine *m, uint32_t size)
{
    return vmalloc_flags(m, F_vzalloc, size, GFP_VMALLOC | GFP_ZERO_);
}

/* mm/vmalloc.c:1690, always with PAGE_KERNEL */
uint32_t vmalloc_(struct machine *m, uint32_t size, uint32_t gfp_mask)
{
    uint32_t addr;

    enter(m, F_vmalloc_);
    if (walking(m)) {
        value(m, V_size, FMT_HEX, size);
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
    }
    addr = vmalloc_node_(m, size, gfp_mask);
    leave_with(m, F_vmalloc_, FMT_ADDR, addr);
    return addr;
}

/* ---- vmap ---- */

/* mm/vmalloc.c:1527 */
uint32_t vmap(struct machine *m, const uint32_t *pfns, uint32_t count, uint32_t flags,
              uint32_t prot)
{
    const struct page_list pages = { .array = pfns, .left = count };
    uint32_t virt = 0, addr = 0;

    enter(m, F_vmap);
    if (walking(m)) {
        value(m, V_count, FMT_DEC, count);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_prot, FMT_HEX, prot);
    }
    if (count && count <= m->totalram_pages && count <= VMALLOC_END >> 12) {
        enter(m, F_get_vm_area_caller);
        virt = get_vm_area_node(m, count << 12, 1, flags, GFP_KERNEL);
        leave_with(m, F_get_vm_area_caller, FMT_ADDR, virt);
    }
    if (virt) {
        const struct vm_struct *vm = vm_struct_at(m, virt);

        addr = vm->addr;
        if (map_vm_area(m, vm, prot, pages)) {
            vunmap(m, addr);
            addr = 0;
        }
    }
    leave_with(m, F_vmap, FMT_ADDR, addr);
    return addr;
}

/* ---- vfree, vunmap ---- */

/* A page that vmalloc() allocated and nobody took from it since. */
static bool is_ours(const struct machine *m, uint32_t pfn)
{
    const struct page *page = &m->page[pfn - m->first_pfn];
    uint32_t order;

    return page->_count == 1 && !page_buddy(page) &&
           !(page->flags & (PG_RESERVED | PG_SLAB | PG_COMPOUND)) && !held_order(m, pfn, &order);
}

static void free_pages_of(struct machine *m, const struct vm_struct *vm, struct page_list pages)
{
    for (uint32_t i = vm->nr_pages; i; i--) {
        uint32_t pfn = next_page(m, &pages);

        if (pfn == NO_PFN || !is_ours(m, pfn))
            return;
        line(m, L_vm_free_page);
        free_pages_(m, pfn_to_page(m, pfn), 0);
    }
}

// The array may be an area: see above. NOLINTBEGIN(misc-no-recursion)

static void free_array(struct machine *m, const struct vm_struct *vm)
{
    const struct vm_struct *array = vm->flags & VM_VPAGES ? vm_struct_of(m, vm->pages) : NULL;

    if (array && array->flags & VM_VPAGES)
        oops(m, OOPS_LOOP, vm->pages); /* no array is that large */
    if (vm->flags & VM_VPAGES)
        vfree(m, vm->pages);
    else
        kfree(m, vm->pages);
}

/* mm/vmalloc.c:1427. `pages` was read while the area's page tables were there: a chain begins behind them. */
static void free_area(struct machine *m, uint32_t virt, struct page_list pages,
                      bool deallocate_pages)
{
    const struct vm_struct *vm = vm_struct_at(m, virt);

    if (deallocate_pages) {
        free_pages_of(m, vm, pages);
        free_array(m, vm);
    }
    kfree(m, virt);
}

static void vunmap_(struct machine *m, uint32_t addr, bool deallocate_pages)
{
    uint32_t virt = 0;

    enter(m, F_vunmap_);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_deallocate_pages, FMT_DEC, deallocate_pages);
    }
    if (!(addr & ~PAGE_MASK))
        virt = remove_vm_area(m, addr);
    if (virt)
        free_area(m, virt, area_pages(m, vm_struct_at(m, virt)), deallocate_pages);
    else
        printk(m, "Trying to vfree() %s (%s)\n",
               addr & ~PAGE_MASK ? "bad address" : "nonexistent vm area", P(addr));
    leave(m, F_vunmap_);
}

/* mm/vmalloc.c:1482 */
void vfree(struct machine *m, uint32_t addr)
{
    enter(m, F_vfree);
    if (walking(m))
        value(m, V_addr, FMT_ADDR, addr);
    if (addr)
        vunmap_(m, addr, true);
    leave(m, F_vfree);
}

// NOLINTEND(misc-no-recursion)

/* mm/vmalloc.c:1508 */
void vunmap(struct machine *m, uint32_t addr)
{
    enter(m, F_vunmap);
    if (walking(m))
        value(m, V_addr, FMT_ADDR, addr);
    if (addr)
        vunmap_(m, addr, false);
    leave(m, F_vunmap);
}

/* mm/vmalloc.c:225 */
uint32_t vmalloc_to_pfn(struct machine *m, uint32_t addr)
{
    uint32_t pte = pte_words(m, m->swapper_pg_dir, addr).pte;

    return pte & L_PTE_PRESENT && pfn_valid(m, pte >> 12) ? pte >> 12 : NO_PFN;
}
