// SPDX-License-Identifier: GPL-2.0-or-later
/* Finding what was mapped at boot, by what it maps and by where (arch/arm/mm/ioremap.c). */
#include "alloc/vm/vm.h"

/* arch/arm/mm/ioremap.c:45 */
uint32_t find_static_vm_paddr(struct machine *m, uint32_t paddr, uint32_t size, uint32_t mtype)
{
    uint32_t svm = svm_of(m, m->static_vmlist.next), n = 0;

    for (; svm && n < STATIC_VMS_MAX; svm = svm_of(m, svm_at(m, svm)->list.next), n++) {
        const struct vm_struct *vm = &svm_at(m, svm)->vm;

        if (vm->flags & VM_ARM_STATIC_MAPPING &&
            (vm->flags & VM_ARM_MTYPE_MASK) == VM_ARM_MTYPE(mtype) && vm->phys_addr <= paddr &&
            paddr + size - 1 <= vm->phys_addr + vm->size - 1)
            break;
    }
    if (n == STATIC_VMS_MAX)
        svm = 0;
    LEAF(m, F_find_static_vm_paddr, FMT_ADDR, svm, value(m, V_paddr, FMT_HEX, paddr);
         value(m, V_size, FMT_HEX, size); value(m, V_mtype, FMT_DEC, mtype));
    return svm;
}

/* arch/arm/mm/ioremap.c:68 */
uint32_t find_static_vm_vaddr(struct machine *m, uint32_t vaddr)
{
    uint32_t svm = svm_of(m, m->static_vmlist.next), found = 0;

    for (uint32_t n = 0; svm && n < STATIC_VMS_MAX; n++) {
        const struct vm_struct *vm = &svm_at(m, svm)->vm;

        if (vm->addr > vaddr)
            break;
        if (vm->addr + vm->size > vaddr) {
            found = svm;
            break;
        }
        svm = svm_of(m, svm_at(m, svm)->list.next);
    }
    LEAF(m, F_find_static_vm_vaddr, FMT_ADDR, found, value(m, V_vaddr, FMT_ADDR, vaddr));
    return found;
}
