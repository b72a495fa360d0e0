// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What operations of virtual memory may ask for. The kernel trusts its callers; here anybody may call. What it answers with NULL is let through
 * (RAM for ioremap(), more than there is for vmalloc()); what it would only complain about, or break on, is not.
 */
#include <inttypes.h>

#include "alloc/vm/ops.h"
#include "alloc/vm/vm.h"
#include "alloc/workload.h"

static bool check_tables(const struct machine *m, const struct op *op, struct op_error *e)
{
    return m->swapper_pg_dir ||
           op_refuse(e, "state", "op",
                     "%s: this machine has no page tables, for it has no kernel image or more low "
                     "memory than a kernel maps",
                     op_kind_name(op->kind));
}

static bool check_initialized(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (m->vmap_initialized)
        return true;
    return m->slub ? op_refuse(e, "state", "op",
                               "%s: boot kmem_cache_init first, then comes vmalloc_init",
                               op_kind_name(op->kind))
                   : op_refuse(e, "state", "op",
                               "%s: this room runs with slub=off, which areas are made with",
                               op_kind_name(op->kind));
}

/* ---- what is asked for ---- */

static bool check_vmalloc(const struct op *op, struct op_error *e)
{
    if (!op->size)
        return op_refuse(e, "range", "size", "size: 1 to 4294967295 bytes, not 0");
    if (op->gfp & ~GFP_BITS_MASK)
        return op_refuse(e, "range", "gfp", "gfp: bits up to 0x%x, not 0x%x", GFP_BITS_MASK,
                         op->gfp);
    if ((op->gfp & GFP_MOVABLE_MASK) == GFP_MOVABLE_MASK)
        return op_refuse(e, "range", "gfp",
                         "gfp: __GFP_MOVABLE and __GFP_RECLAIMABLE exclude each other (gfp.h:159)");
    return true;
}

/* A page of an allocation that somebody holds, the first or another. */
static bool is_held(const struct machine *m, uint32_t pfn)
{
    for (uint32_t order = 0; order < MAX_ORDER; order++) {
        uint32_t head = pfn & ~((1u << order) - 1), held;

        if (held_order(m, head, &held) && pfn - head < 1u << held)
            return true;
    }
    return false;
}

static bool check_pfn(const struct machine *m, uint32_t pfn, const char *field, struct op_error *e)
{
    if (pfn < m->first_pfn || pfn - m->first_pfn >= m->nr_pages)
        return op_refuse(e, "range", field, "%s: 0x%x to 0x%x, not 0x%x", field, m->first_pfn,
                         m->first_pfn + m->nr_pages - 1, pfn);
    return true;
}

static bool check_held(const struct machine *m, uint32_t pfn, const char *field, struct op_error *e)
{
    return check_pfn(m, pfn, field, e) &&
           (is_held(m, pfn) ||
            op_refuse(e, "state", field, "%s: 0x%x is not held; alloc hands pages out", field,
                      pfn));
}

static bool check_vmap(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (op->nr_list == 0 || op->nr_list > OP_LIST_MAX)
        return op_refuse(e, "range", "list", "list: 1 to %d pages, not %" PRIu32, OP_LIST_MAX,
                         op->nr_list);
    for (uint32_t i = 0; i < op->nr_list; i++)
        if (!check_held(m, op->list[i], "list", e))
            return false;
    return true;
}

static bool check_ioremap(const struct op *op, struct op_error *e)
{
    if (op->flags >= OP_IO_TYPES)
        return op_refuse(e, "range", "type", IO_TYPE_MESSAGE);
    if (!op->size)
        return op_refuse(e, "range", "size", "size: 1 byte or more, not 0");
    return op->size - 1 <= UINT32_MAX - op->addr ||
           op_refuse(e, "range", "size", "size: from 0x%x up to 0x%x bytes, not 0x%x", op->addr,
                     UINT32_MAX - op->addr + 1, op->size);
}

/* ---- areas ---- */

/* The struct of this area, NULL if it has none or none that can be read. */
static const struct vm_struct *vm_of(const struct machine *m, uint32_t virt)
{
    const struct vmap_area *va = ram_at_const(m, virt);

    if (!(va->flags & VM_VM_AREA) || !low_mapped(m, va->vm, sizeof(struct vm_struct)))
        return NULL;
    return ram_at_const(m, va->vm);
}

/* The area, by its struct, that an address lies in. */
static const struct vm_struct *area_around(const struct machine *m, uint32_t addr)
{
    uint32_t n = 0;

    for (uint32_t virt = first_vmap_area(m); virt && n < VMAP_AREAS_MAX;
         virt = next_vmap_area(m, virt), n++) {
        const struct vm_struct *vm = vm_of(m, virt);

        if (vm && addr - vm->addr < vm->size)
            return vm;
    }
    return NULL;
}

/* The area whose pages' array this one is; 0 if it is nobody's. */
static uint32_t array_of(const struct machine *m, uint32_t addr)
{
    uint32_t n = 0;

    for (uint32_t virt = first_vmap_area(m); virt && n < VMAP_AREAS_MAX;
         virt = next_vmap_area(m, virt), n++) {
        const struct vm_struct *vm = vm_of(m, virt);

        if (vm && vm->flags & VM_VPAGES && vm->pages == addr)
            return vm->addr;
    }
    return 0;
}

static bool refuse_sort(const struct vm_struct *vm, struct op_error *e)
{
    if (vm->flags & VM_ARM_STATIC_MAPPING)
        return op_refuse(e, "state", "addr", "addr: 0x%x was mapped at boot, for good", vm->addr);
    return op_refuse(e, "state", "addr", "addr: 0x%x is %s", vm->addr,
                     vm->flags & VM_IOREMAP ? "a device's, which iounmap gives back"
                     : vm->flags & VM_MAP   ? "vmap()'s, which vunmap gives back"
                                            : "vmalloc()'s, which vfree gives back");
}

/* The beginning of an area of this sort, one of VM_ALLOC, VM_MAP, VM_IOREMAP. */
static bool check_area(const struct machine *m, uint32_t addr, uint32_t sort, struct op_error *e)
{
    const struct vm_struct *vm;

    if (addr < vmalloc_start(m) || addr >= VMALLOC_END)
        return op_refuse(e, "range", "addr", "addr: 0x%x to 0x%x, not 0x%x", vmalloc_start(m),
                         VMALLOC_END - 1, addr);
    if (addr & ~PAGE_MASK)
        return op_refuse(e, "range", "addr", "addr: a multiple of 4096, not 0x%x", addr);
    vm = area_around(m, addr);
    if (!vm)
        return op_refuse(e, "state", "addr", "addr: there is no area at 0x%x", addr);
    if (vm->addr != addr)
        return op_refuse(e, "state", "addr", "addr: 0x%x lies in an area that begins at 0x%x", addr,
                         vm->addr);
    if (!(vm->flags & sort) || vm->flags & VM_ARM_STATIC_MAPPING)
        return refuse_sort(vm, e);
    if (array_of(m, addr))
        return op_refuse(e, "state", "addr",
                         "addr: 0x%x is the array of pages of 0x%x, and goes with it", addr,
                         array_of(m, addr));
    return true;
}

/* What was mapped at boot is lent and given back without a change; else any address of the first page will do. */
static bool check_iounmap(const struct machine *m, const struct op *op, struct op_error *e)
{
    const struct vm_struct *vm = area_around(m, op->addr);

    if (vm && vm->flags & VM_ARM_STATIC_MAPPING)
        return true;
    return check_area(m, op->addr & PAGE_MASK, VM_IOREMAP, e);
}

/* ---- kmap ---- */

/* Has kmap() this page mapped for somebody? Its number in the window, LAST_PKMAP if not. */
static uint32_t pkmap_of(const struct machine *m, uint32_t pfn, uint32_t pages)
{
    for (uint32_t i = 0; i < LAST_PKMAP; i++)
        if (m->pkmap_count[i] > 1 && m->pkmap_page[i] - pfn < pages)
            return i;
    return LAST_PKMAP;
}

static bool check_kunmap(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (!check_pfn(m, op->pfn, "pfn", e))
        return false;
    if (op->pfn >= m->max_low_pfn && pkmap_of(m, op->pfn, 1) == LAST_PKMAP)
        return op_refuse(e, "state", "pfn", "pfn: 0x%x is not mapped by kmap", op->pfn);
    return true;
}

static uint32_t cpu_of_op(const struct machine *m, const struct op *op)
{
    return op->cpu == OP_NO_CPU ? m->cpu : op->cpu;
}

/* The address of a cpu's newest kmap_atomic(), if it has one. */
static uint32_t atomic_addr(uint32_t cpu, uint32_t idx)
{
    return FIXADDR_START + ((idx + KM_TYPE_NR * cpu) << 12);
}

static bool check_kmap_atomic(const struct machine *m, const struct op *op, struct op_error *e)
{
    uint32_t cpu = cpu_of_op(m, op);

    if (!check_held(m, op->pfn, "pfn", e))
        return false;
    if (m->kmap_atomic_idx[cpu] >= KM_TYPE_NR && op->pfn >= m->max_low_pfn)
        return op_refuse(e, "state", "cpu", "cpu: %" PRIu32 " has all its %u addresses in use", cpu,
                         KM_TYPE_NR);
    return true;
}

static bool check_kunmap_atomic(const struct machine *m, const struct op *op, struct op_error *e)
{
    uint32_t cpu = cpu_of_op(m, op), addr = op->addr & PAGE_MASK, idx = m->kmap_atomic_idx[cpu];
    uint32_t nr = (addr - PKMAP_BASE) >> 12;

    if (virt_valid(m, addr))
        return true; /* low memory: there is nothing to undo */
    if (nr < LAST_PKMAP)
        return m->pkmap_count[nr] > 1 ||
               op_refuse(e, "state", "addr", "addr: kmap has nothing at 0x%x", addr);
    if (addr < FIXADDR_START || addr >= atomic_addr(MAX_CPUS, 0))
        return op_refuse(e, "range", "addr", "addr: what kmap_atomic gave, 0x%x to 0x%x, not 0x%x",
                         atomic_addr(cpu, 0), atomic_addr(cpu + 1, 0) - 1, addr);
    if (!idx)
        return op_refuse(e, "state", "addr", "addr: cpu %" PRIu32 " has nothing mapped", cpu);
    return addr == atomic_addr(cpu, idx - 1) ||
           op_refuse(e, "state", "addr",
                     "addr: what was mapped last goes first, 0x%x on cpu %" PRIu32 ", not 0x%x",
                     atomic_addr(cpu, idx - 1), cpu, addr);
}

static bool check_translate(const struct op *op, struct op_error *e)
{
    if (op->flags >= OP_ACCESSES)
        return op_refuse(e, "range", "access", ACCESS_MESSAGE);
    return op->value <= 1 || op_refuse(e, "range", "user", "user: 0 or 1, not %" PRIu32, op->value);
}

/* Those that work on areas. */
static bool check_area_op(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (!check_initialized(m, op, e))
        return false;
    switch (op->kind) {
    case OP_VMALLOC:
        return check_vmalloc(op, e);
    case OP_VFREE:
        return !op->addr || check_area(m, op->addr, VM_ALLOC, e);
    case OP_VMAP:
        return check_vmap(m, op, e);
    case OP_VUNMAP:
        return !op->addr || check_area(m, op->addr, VM_MAP, e);
    case OP_IOREMAP:
        return check_ioremap(op, e);
    case OP_IOUNMAP:
        return check_iounmap(m, op, e);
    default:
        return true;
    }
}

bool vm_op_check(const struct machine *m, const struct op *op, struct op_error *e)
{
    if (!check_tables(m, op, e))
        return false;
    switch (op->kind) {
    case OP_KMAP:
        return check_held(m, op->pfn, "pfn", e);
    case OP_KUNMAP:
        return check_kunmap(m, op, e);
    case OP_KMAP_ATOMIC:
        return check_kmap_atomic(m, op, e);
    case OP_KUNMAP_ATOMIC:
        return check_kunmap_atomic(m, op, e);
    case OP_TRANSLATE:
        return check_translate(op, e);
    default:
        return check_area_op(m, op, e);
    }
}

/* ---- pages that something is mapped to ---- */

/* The page that the kernel's tables have at this address; NO_PFN if none. */
static uint32_t mapped_pfn(const struct machine *m, uint32_t addr)
{
    uint32_t pte = pte_words(m, m->swapper_pg_dir, addr).pte;

    return pte & L_PTE_PRESENT ? pte >> 12 : NO_PFN;
}

static uint32_t in_kmap_atomic(const struct machine *m, uint32_t pfn, uint32_t pages)
{
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        for (uint32_t i = 0; i < m->kmap_atomic_idx[cpu] && i < KM_TYPE_NR; i++)
            if (mapped_pfn(m, atomic_addr(cpu, i)) - pfn < pages)
                return atomic_addr(cpu, i);
    return 0;
}

static uint32_t in_vmap(const struct machine *m, uint32_t pfn, uint32_t pages)
{
    uint32_t n = 0;

    for (uint32_t virt = first_vmap_area(m); virt && n < VMAP_AREAS_MAX;
         virt = next_vmap_area(m, virt), n++) {
        const struct vm_struct *vm = vm_of(m, virt);

        for (uint32_t i = 0; vm && vm->flags & VM_MAP && i < OP_LIST_MAX && i < vm->size >> 12; i++)
            if (mapped_pfn(m, vm->addr + (i << 12)) - pfn < pages)
                return vm->addr + (i << 12);
    }
    return 0;
}

bool check_unmapped_pages(const struct machine *m, uint32_t pfn, uint32_t order, struct op_error *e)
{
    uint32_t pages = 1u << order, nr = pkmap_of(m, pfn, pages), addr;
    const char *by = "kunmap";

    if (!m->swapper_pg_dir)
        return true;
    addr = nr < LAST_PKMAP ? PKMAP_BASE + (nr << 12) : 0;
    if (!addr) {
        by = "kunmap_atomic";
        addr = in_kmap_atomic(m, pfn, pages);
    }
    if (!addr && m->vmap_initialized) {
        by = "vunmap";
        addr = in_vmap(m, pfn, pages);
    }
    return !addr || op_refuse(e, "state", "pfn", "pfn: 0x%x is in use, mapped at 0x%x; %s first",
                              pfn, addr, by);
}
