// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ioremap(): a device's registers in the vmalloc space (arch/arm/mm/ioremap.c). What was mapped at boot is lent out again and never unmapped;
 * RAM is refused, for the same memory must not be mapped with other attributes twice. On a multiprocessor sections are not used.
 */
#include "alloc/vm/vm.h"

/* A part of a mapping made at boot; 0 if none covers it. */
static uint32_t lend_static(struct machine *m, uint32_t paddr, uint32_t size, uint32_t mtype)
{
    uint32_t svm = find_static_vm_paddr(m, paddr, size, mtype);
    const struct vm_struct *vm = svm ? vm_struct_at(m, svm) : NULL;

    return vm ? vm->addr + (paddr - vm->phys_addr) : 0;
}

static uint32_t map_new(struct machine *m, uint32_t paddr, uint32_t size,
                        const struct mem_type *type)
{
    uint32_t virt, addr;
    struct vm_struct *vm;

    enter(m, F_get_vm_area_caller);
    virt = get_vm_area_node(m, size, 1, VM_IOREMAP, GFP_KERNEL);
    leave_with(m, F_get_vm_area_caller, FMT_ADDR, virt);
    if (!virt)
        return 0;
    vm = vm_struct_at(m, virt);
    addr = vm->addr;
    SET_VM(m, vm, phys_addr, paddr);
    if (ioremap_page_range(m, addr, addr + size, paddr, type->prot_pte)) {
        vunmap(m, addr);
        return 0;
    }
    return addr;
}

/* arch/arm/mm/ioremap.c:258 */
static uint32_t arm_ioremap_pfn_caller(struct machine *m, uint32_t pfn, uint32_t offset,
                                       uint32_t size, uint32_t mtype)
{
    const struct mem_type *type = get_mem_type(mtype);
    uint32_t addr = 0;

    enter(m, F_arm_ioremap_pfn_caller_);
    if (walking(m)) {
        value(m, V_pfn, FMT_PFN, pfn);
        value(m, V_offset, FMT_HEX, offset);
        value(m, V_size, FMT_HEX, size);
        value(m, V_mtype, FMT_DEC, mtype);
    }
    size = (offset + size + PAGE_SIZE - 1) & PAGE_MASK;
    if (type && size) {
        addr = lend_static(m, pfn << 12, size, mtype);
        if (!addr && !pfn_valid(m, pfn))
            addr = map_new(m, pfn << 12, size, type);
    }
    if (addr)
        addr += offset;
    leave_with(m, F_arm_ioremap_pfn_caller_, FMT_ADDR, addr);
    return addr;
}

/* arch/arm/mm/ioremap.c:334 */
static uint32_t arm_ioremap_caller(struct machine *m, uint32_t phys_addr, uint32_t size,
                                   uint32_t mtype)
{
    uint32_t addr = 0;

    enter(m, F_arm_ioremap_caller_);
    if (walking(m)) {
        value(m, V_phys_addr, FMT_HEX, phys_addr);
        value(m, V_size, FMT_HEX, size);
        value(m, V_mtype, FMT_DEC, mtype);
    }
    if (size && phys_addr + size - 1 >= phys_addr)
        addr = arm_ioremap_pfn_caller(m, phys_addr >> 12, phys_addr & ~PAGE_MASK, size, mtype);
    leave_with(m, F_arm_ioremap_caller_, FMT_ADDR, addr);
    return addr;
}

/* arch/arm/mm/ioremap.c:375 */
uint32_t arm_ioremap(struct machine *m, uint32_t phys_addr, uint32_t size, uint32_t mtype)
{
    uint32_t addr;

    enter(m, F_arm_ioremap_);
    if (walking(m)) {
        value(m, V_phys_addr, FMT_HEX, phys_addr);
        value(m, V_size, FMT_HEX, size);
        value(m, V_mtype, FMT_DEC, mtype);
    }
    addr = arm_ioremap_caller(m, phys_addr, size, mtype);
    leave_with(m, F_arm_ioremap_, FMT_ADDR, addr);
    return addr;
}

/* arch/arm/mm/ioremap.c:434 and :403 */
void arm_iounmap(struct machine *m, uint32_t io_addr)
{
    enter(m, F_arm_iounmap_);
    if (walking(m))
        value(m, V_io_addr, FMT_ADDR, io_addr);
    enter(m, F_iounmap_);
    if (walking(m))
        value(m, V_io_addr, FMT_ADDR, io_addr);
    if (!find_static_vm_vaddr(m, io_addr & PAGE_MASK))
        vunmap(m, io_addr & PAGE_MASK);
    leave(m, F_iounmap_);
    leave(m, F_arm_iounmap_);
}
