// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * struct vm_struct: what an area of addresses is for. It is allocated with its vmap_area and outlives it by a moment when it is freed.
 */
#include "alloc/vm/vm.h"

/* mm/vmalloc.c:1280 */
static void setup_vmalloc_vm(struct machine *m, uint32_t virt, uint32_t va_virt, uint32_t flags)
{
    struct vm_struct *vm = vm_struct_at(m, virt);
    struct vmap_area *va = vmap_area_at(m, va_virt);

    enter(m, F_setup_vmalloc_vm);
    if (walking(m)) {
        value(m, V_vm, FMT_ADDR, virt);
        value(m, V_va, FMT_ADDR, va_virt);
        value(m, V_flags, FMT_HEX, flags);
    }
    SET_VM(m, vm, flags, flags);
    SET_VM(m, vm, addr, va->va_start);
    SET_VM(m, vm, size, va->va_end - va->va_start);
    SET_VA(m, va, vm, virt);
    SET_VA(m, va, flags, va->flags | VM_VM_AREA);
    leave(m, F_setup_vmalloc_vm);
}

/* 1 << clamp(fls(size), PAGE_SHIFT, IOREMAP_MAX_ORDER): devices lie at multiples of their size's power of two. */
static uint32_t ioremap_align(uint32_t size)
{
    uint32_t fls = 0;

    while (fls < 32 && size >> fls)
        fls++;
    return 1u << (fls < 12 ? 12 : fls > IOREMAP_MAX_ORDER ? IOREMAP_MAX_ORDER : fls);
}

/* Descriptor and addresses; a page more than was asked for, which stays unmapped. */
static uint32_t get_area(struct machine *m, uint32_t size, uint32_t align, uint32_t flags,
                         uint32_t gfp_mask)
{
    uint32_t vm, va;

    size = (size + PAGE_SIZE - 1) & PAGE_MASK;
    if (!size || !m->vmap_initialized)
        return 0;
    vm = kzalloc_node_const(m, sizeof(struct vm_struct), gfp_mask & GFP_RECLAIM_MASK);
    if (!vm)
        return 0;
    line(m, L_vm_guard);
    va = alloc_vmap_area(m, size + PAGE_SIZE, align, vmalloc_start(m), VMALLOC_END, gfp_mask);
    if (!va) {
        kfree(m, vm);
        return 0;
    }
    setup_vmalloc_vm(m, vm, va, flags);
    return vm;
}

/* mm/vmalloc.c:1304, always between VMALLOC_START and VMALLOC_END. Nobody is known to have called. */
uint32_t get_vm_area_node(struct machine *m, uint32_t size, uint32_t align, uint32_t flags,
                          uint32_t gfp_mask)
{
    uint32_t vm;

    enter(m, F_get_vm_area_node_);
    if (walking(m)) {
        value(m, V_size, FMT_HEX, size);
        value(m, V_align, FMT_HEX, align);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
    }
    vm = get_area(m, size, flags & VM_IOREMAP ? ioremap_align(size) : align, flags, gfp_mask);
    leave_with(m, F_get_vm_area_node_, FMT_ADDR, vm);
    return vm;
}

/* The vm_struct of an area that has one. */
static struct vm_struct *vm_of(struct machine *m, uint32_t va)
{
    const struct vmap_area *area = va ? vmap_area_at(m, va) : NULL;

    return area && area->flags & VM_VM_AREA ? vm_struct_at(m, area->vm) : NULL;
}

/* mm/vmalloc.c:1386 */
uint32_t find_vm_area(struct machine *m, uint32_t addr)
{
    const struct vm_struct *vm;
    uint32_t virt;

    enter(m, F_find_vm_area);
    if (walking(m))
        value(m, V_addr, FMT_ADDR, addr);
    vm = vm_of(m, find_vmap_area(m, addr));
    virt = vm ? ram_virt(m, vm) : 0;
    leave_with(m, F_find_vm_area, FMT_ADDR, virt);
    return virt;
}

/* mm/vmalloc.c:1405 */
uint32_t remove_vm_area(struct machine *m, uint32_t addr)
{
    struct vm_struct *vm;
    uint32_t va, virt;

    enter(m, F_remove_vm_area);
    if (walking(m))
        value(m, V_addr, FMT_ADDR, addr);
    va = find_vmap_area(m, addr);
    vm = vm_of(m, va);
    virt = vm ? ram_virt(m, vm) : 0;
    if (vm) {
        struct vmap_area *area = vmap_area_at(m, va);

        SET_VA(m, area, vm, 0);
        SET_VA(m, area, flags, area->flags & ~VM_VM_AREA);
        free_unmap_vmap_area(m, va);
        SET_VM(m, vm, size, vm->size - PAGE_SIZE);
    }
    leave_with(m, F_remove_vm_area, FMT_ADDR, virt);
    return virt;
}
