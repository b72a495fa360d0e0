// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/vm/ops.h"

#include "alloc/vm/vm.h"

bool vm_op(uint32_t kind)
{
    return kind >= OP_VMALLOC && kind <= OP_TRANSLATE;
}

/* The three doors by what they ask for. */
static uint32_t run_vmalloc(struct machine *m, const struct op *op)
{
    switch (op->gfp) {
    case OP_VMALLOC_GFP:
        return vmalloc(m, op->size);
    case OP_VMALLOC_GFP | GFP_ZERO_:
        return vzalloc(m, op->size);
    default:
        return vmalloc_(m, op->size, op->gfp);
    }
}

void vm_op_run(struct machine *m, struct op_run *run)
{
    const struct op *op = &run->op;
    uint32_t *addr = &run->result.addr;

    switch (op->kind) {
    case OP_VMALLOC:
        *addr = run_vmalloc(m, op);
        break;
    case OP_VFREE:
        vfree(m, op->addr);
        break;
    case OP_VMAP:
        *addr = vmap(m, op->list, op->nr_list, VM_MAP, PAGE_KERNEL);
        break;
    case OP_VUNMAP:
        vunmap(m, op->addr);
        break;
    case OP_IOREMAP:
        *addr = arm_ioremap(m, op->addr, op->size, op->flags);
        break;
    case OP_IOUNMAP:
        arm_iounmap(m, op->addr);
        break;
    case OP_KMAP:
        *addr = kmap(m, pfn_to_page(m, op->pfn));
        break;
    case OP_KUNMAP:
        kunmap(m, pfn_to_page(m, op->pfn));
        break;
    case OP_KMAP_ATOMIC:
        *addr = kmap_atomic(m, pfn_to_page(m, op->pfn));
        break;
    case OP_KUNMAP_ATOMIC:
        kunmap_atomic(m, op->addr & PAGE_MASK);
        break;
    default:
        vm_unmap_aliases(m);
        break;
    }
}
