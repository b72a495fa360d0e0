// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who has what, for those who ask before they act: what must not be freed by hand, because without it the next step would have nothing to
 * stand on.
 */
#include "alloc/vm/vm.h"

static bool overlaps(uint32_t start, uint32_t size, uint32_t at, uint32_t length)
{
    return length && start < at + length && at < start + size;
}

static bool in_page_tables(const struct machine *m, uint32_t start, uint32_t size)
{
    if (overlaps(start, size, m->swapper_pg_dir, PGD_SIZE))
        return true;
    for (uint32_t i = 0; i < PTRS_PER_PGD; i++) {
        uint32_t table = pte_offset_kernel(m, m->swapper_pg_dir + i * 8, 0);

        if (table && overlaps(start, size, table, PAGE_SIZE))
            return true;
    }
    return false;
}

static const char *of_vm_struct(const struct machine *m, uint32_t start, uint32_t size,
                                uint32_t virt)
{
    const struct vm_struct *vm;

    if (!low_mapped(m, virt, sizeof *vm))
        return NULL;
    vm = ram_at_const(m, virt);
    if (overlaps(start, size, virt, sizeof *vm))
        return "struct vm_struct";
    if (!(vm->flags & VM_VPAGES) && vm->nr_pages <= PAGE_SIZE / 4 &&
        overlaps(start, size, vm->pages, vm->nr_pages * 4))
        return "array of pages";
    return NULL;
}

static const char *in_areas(const struct machine *m, uint32_t start, uint32_t size)
{
    uint32_t n = 0;

    for (uint32_t virt = first_vmap_area(m); virt && n < VMAP_AREAS_MAX;
         virt = next_vmap_area(m, virt), n++) {
        const struct vmap_area *va = ram_at_const(m, virt);
        const char *what;

        if (overlaps(start, size, virt, sizeof *va))
            return "struct vmap_area";
        what = va->flags & VM_VM_AREA ? of_vm_struct(m, start, size, va->vm) : NULL;
        if (what)
            return what;
    }
    return NULL;
}

/* The static ones before vmalloc_init() knows them; their list nodes always. */
static const char *in_static_vms(const struct machine *m, uint32_t start, uint32_t size)
{
    uint32_t n = 0;

    for (uint32_t virt = m->vmlist; low_mapped(m, virt, sizeof(struct static_vm)) && n < 256; n++) {
        if (overlaps(start, size, virt, sizeof(struct static_vm)))
            return "struct static_vm";
        virt = low_word(m, virt);
    }
    return NULL;
}

const struct vm_struct *vm_struct_of(const struct machine *m, uint32_t addr)
{
    uint32_t n = 0;

    for (uint32_t virt = first_vmap_area(m); virt && n < VMAP_AREAS_MAX;
         virt = next_vmap_area(m, virt), n++) {
        const struct vmap_area *va = ram_at_const(m, virt);

        if (va->va_start == addr && va->flags & VM_VM_AREA)
            return low_mapped(m, va->vm, sizeof(struct vm_struct)) ? ram_at_const(m, va->vm) : NULL;
    }
    return NULL;
}

const char *vm_owns(const struct machine *m, uint32_t start, uint32_t size)
{
    const char *what;

    if (!m->swapper_pg_dir)
        return NULL;
    if (!virt_valid(m, start))
        return NULL;
    /* an object's page is no table */
    if (!(m->page[(start - PAGE_OFFSET) >> 12].flags & PG_SLAB) && in_page_tables(m, start, size))
        return "page table";
    what = in_static_vms(m, start, size);
    return what ? what : in_areas(m, start, size);
}
