// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Devices that are mapped at boot and stay. Each is a struct static_vm, in two lists by address: vmlist, which vmalloc_init() reads once, and
 * static_vmlist, where ioremap() looks for a mapping that it can lend.
 */
#include "alloc/boot/early.h"

/* mm/vmalloc.c:1128 */
static void vm_area_add_early(struct machine *m, struct vm_struct *vm)
{
    uint32_t *p = &m->vmlist;
    enum field_id field = FIELD_vmlist;

    while (*p && vm_struct_at(m, *p)->addr < vm->addr) {
        p = &vm_struct_at(m, *p)->next;
        field = FIELD_ram;
    }
    set_word(m, &vm->next, *p, FIELD_ram);
    set_word(m, p, ram_virt(m, vm), field);
}

/* arch/arm/mm/ioremap.c:87 */
static void add_static_vm_early(struct machine *m, struct static_vm *svm)
{
    uint32_t at = m->static_vmlist.next, curr;

    vm_area_add_early(m, &svm->vm);
    while ((curr = svm_of(m, at)) && svm_at(m, curr)->vm.addr <= svm->vm.addr)
        at = svm_at(m, curr)->list.next;
    list_add_tail(m, &svm->list, list_at(m, at), LIST_STATIC_VM);
}

static void add_vm(struct early *e, struct static_vm *svm, struct vm_struct vm, const char *caller)
{
    struct machine *m = e->m;

    set_word(m, &svm->vm.addr, vm.addr, FIELD_ram);
    set_word(m, &svm->vm.size, vm.size, FIELD_ram);
    set_word(m, &svm->vm.phys_addr, vm.phys_addr, FIELD_ram);
    set_word(m, &svm->vm.flags, vm.flags, FIELD_ram);
    set_word(m, &svm->vm.caller, string_literal(m, caller), FIELD_ram);
    add_static_vm_early(m, svm);
}

/* arch/arm/mm/mmu.c:827 */
void iotable_init(struct early *e, const struct map_desc *md, unsigned nr)
{
    uint32_t svm = early_alloc_aligned(e, (uint32_t)sizeof(struct static_vm) * nr, 4);

    for (unsigned i = 0; svm && i < nr; i++, md++, svm += sizeof(struct static_vm)) {
        uint32_t offset = md->virtual & ~PAGE_MASK;

        create_mapping(e, md);
        add_vm(e, svm_at(e->m, svm),
               (struct vm_struct){ .addr = md->virtual & PAGE_MASK,
                                   .size = (md->length + offset + PAGE_SIZE - 1) & PAGE_MASK,
                                   .phys_addr = md->pfn << 12,
                                   .flags = VM_IOREMAP | VM_ARM_STATIC_MAPPING |
                                            VM_ARM_MTYPE(md->type) },
               "iotable_init");
    }
}

/* arch/arm/mm/mmu.c:884: nobody may get the half of a pair that a section left free, for there is no room for a table. */
static void pmd_empty_section_gap(struct early *e, uint32_t addr)
{
    uint32_t svm = early_alloc_aligned(e, sizeof(struct static_vm), 4);

    if (svm)
        add_vm(e, svm_at(e->m, svm),
               (struct vm_struct){
                   .addr = addr, .size = SECTION_SIZE, .flags = VM_IOREMAP | VM_ARM_EMPTY_MAPPING },
               "pmd_empty_section_gap");
}

/* arch/arm/mm/mmu.c:888 */
void fill_pmd_gaps(struct early *e)
{
    struct machine *m = e->m;
    uint32_t next = 0, n = 0;

    for (uint32_t svm = svm_of(m, m->static_vmlist.next); svm && n++ < STATIC_VMS_MAX;
         svm = svm_of(m, svm_at(m, svm)->list.next)) {
        const struct vm_struct *vm = &svm_at(m, svm)->vm;
        uint32_t addr = vm->addr, end = vm->addr + vm->size;

        if (addr < next)
            continue;
        if ((addr & ~PMD_MASK) == SECTION_SIZE && pmd_none(m, pgd_offset_k(m, addr)))
            pmd_empty_section_gap(e, addr & PMD_MASK);
        if ((end & ~PMD_MASK) == SECTION_SIZE && !ram_read(m, pgd_offset_k(m, end) + 4))
            pmd_empty_section_gap(e, end);
        next = (end + PMD_SIZE - 1) & PMD_MASK;
    }
}
