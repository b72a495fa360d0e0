// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How many events an operation of virtual memory may have, counted generously: what may exceed OP_LONG_EVENTS is streamed as a time-lapse.
 */
#include "alloc/vm/ops.h"
#include "alloc/vm/vm.h"

/* An operation by itself: descriptors from SLUB and back, with slabs and pages for them. */
#define ONE_OP 15000u
/* A page of vmalloc(): from the buddy lists, or back to them, and its words. */
#define ONE_PAGE 400u
/* A page's words alone. */
#define ONE_PTE 24u
/* A table of pages: its page, zeroed. */
#define ONE_TABLE 3000u
/* An area that a search goes past, or that is purged. */
#define ONE_AREA 400u

static uint64_t nr_areas(const struct machine *m)
{
    uint32_t n = 0;

    for (uint32_t virt = first_vmap_area(m); virt && n < VMAP_AREAS_MAX;
         virt = next_vmap_area(m, virt))
        n++;
    return n;
}

static uint64_t mapping_cost(uint64_t pages, uint64_t each)
{
    return pages * each + (pages / PTRS_PER_PTE + 2) * ONE_TABLE;
}

/* More than the vmalloc space has room for fails before anything is mapped. */
static uint64_t pages_asked(uint32_t size)
{
    uint64_t pages = ((uint64_t)size + (uint64_t)2 * PAGE_SIZE - 1) >> 12;

    return pages <= VMALLOC_END >> 12 ? pages : 0;
}

static uint64_t pages_at(const struct machine *m, uint32_t addr)
{
    const struct vm_struct *vm = vm_struct_of(m, addr & PAGE_MASK);

    return vm ? vm->size >> 12 : 0;
}

static uint64_t cost(const struct machine *m, const struct op *op)
{
    switch (op->kind) {
    case OP_VMALLOC:
        return mapping_cost(pages_asked(op->size), ONE_PAGE);
    case OP_VFREE:
        return pages_at(m, op->addr) * ONE_PAGE;
    case OP_VMAP:
        return mapping_cost(op->nr_list, ONE_PTE);
    case OP_VUNMAP:
        return pages_at(m, op->addr) * ONE_PTE;
    case OP_IOREMAP:
        return mapping_cost(pages_asked(op->size), ONE_PTE);
    case OP_IOUNMAP:
        return pages_at(m, op->addr) * ONE_PTE;
    default:
        return 0;
    }
}

/* kmap() goes through its 512 addresses twice at most. */
bool vm_op_is_long(const struct machine *m, const struct op *op)
{
    if (!m->vmap_initialized || op->kind == OP_TRANSLATE ||
        (op->kind >= OP_KMAP && op->kind <= OP_KUNMAP_ATOMIC))
        return false;
    return ONE_OP + cost(m, op) + nr_areas(m) * ONE_AREA > OP_LONG_EVENTS;
}
