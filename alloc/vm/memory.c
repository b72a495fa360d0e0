// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Doors of the allocators that only this room goes through, and what is flushed.
 */
#include "alloc/vm/vm.h"

/* mm/page_alloc.c:2770 */
uint32_t get_free_pages(struct machine *m, uint32_t gfp_mask, uint32_t order)
{
    struct page *page;
    uint32_t addr;

    enter(m, F_get_free_pages);
    if (walking(m)) {
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
        value(m, V_order, FMT_DEC, order);
    }
    page = alloc_pages(m, gfp_mask, order);
    addr = page ? page_address(m, page) : 0;
    leave_with(m, F_get_free_pages, FMT_ADDR, addr);
    return addr;
}

/* mm/page_alloc.c:2805 */
void free_pages(struct machine *m, uint32_t addr, uint32_t order)
{
    enter(m, F_free_pages);
    if (walking(m)) {
        value(m, V_addr, FMT_ADDR, addr);
        value(m, V_order, FMT_DEC, order);
    }
    free_pages_(m, virt_to_page(m, addr), order);
    leave(m, F_free_pages);
}

/* include/linux/slab.h:633 */
uint32_t kzalloc_const(struct machine *m, uint32_t size, uint32_t flags)
{
    uint32_t x;

    enter(m, F_kzalloc);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
    }
    x = kmalloc_const(m, size, flags | GFP_ZERO_);
    leave_with(m, F_kzalloc, FMT_ADDR, x);
    return x;
}

/* include/linux/slab.h:481: without NUMA any node is node 0. */
uint32_t kmalloc_node_const(struct machine *m, uint32_t size, uint32_t flags)
{
    uint32_t x;

    enter(m, F_kmalloc_node);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
    }
    x = kmalloc_const(m, size, flags);
    leave_with(m, F_kmalloc_node, FMT_ADDR, x);
    return x;
}

/* include/linux/slab.h:644 */
uint32_t kzalloc_node_const(struct machine *m, uint32_t size, uint32_t flags)
{
    uint32_t x;

    enter(m, F_kzalloc_node);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
    }
    x = kmalloc_node_const(m, size, flags | GFP_ZERO_);
    leave_with(m, F_kzalloc_node, FMT_ADDR, x);
    return x;
}

/* include/linux/slab.h:481, of a size that is known only when it runs */
uint32_t kmalloc_node(struct machine *m, uint32_t size, uint32_t flags)
{
    uint32_t x;

    enter(m, F_kmalloc_node);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
    }
    x = kmalloc_(m, size, flags);
    leave_with(m, F_kmalloc_node, FMT_ADDR, x);
    return x;
}

/* arch/arm/kernel/smp_tlb.c:191. The machine keeps no TLB: who shows one flushes it when this is said. */
void flush_tlb_kernel_range(struct machine *m, uint32_t start, uint32_t end)
{
    LEAF(m, F_flush_tlb_kernel_range, FMT_VOID, 0, value(m, V_start, FMT_ADDR, start);
         value(m, V_end, FMT_ADDR, end));
}
