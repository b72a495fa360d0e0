// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What must hold of the kernel's page tables and of the vmalloc space:
 *
 *	- both words of a pair point into the same table; each Linux word and its hardware word agree
 *	- the areas are in ascending order and do not overlap; the tree holds the same areas, its colours and depths are a red-black tree's
 *	- what an area says is mapped is mapped, its guard page is not, and nothing else is; what was freed lazily is not
 *	- kmap()'s counts, pages and page table agree
 *	- tables and vmalloc()'s pages belong to nobody else (by claiming them)
 */
#include "alloc/check.h"
#include "alloc/check_parts.h"
#include "alloc/vm/vm.h"

struct vm_check {
    struct check *c;
    struct machine *m;
    uint32_t mapped; /* pages that areas say are mapped in the vmalloc space */
    uint32_t lazy;   /* pages of areas freed lazily */
    uint32_t next;   /* the area that the walk through the tree comes to next */
};

/* ---- tables ---- */

/* Linux words in the vmalloc space that are not 0, if both words of each entry agree. */
static bool check_table(const struct vm_check *k, uint32_t table, uint32_t addr, uint32_t *present)
{
    for (uint32_t i = 0; i < PTRS_PER_PTE; i++) {
        uint32_t pte = low_word(k->m, table + i * 4),
                 hw = low_word(k->m, table + i * 4 + PTE_HWTABLE_OFF);

        if (hw != hw_pte(pte, 0))
            return check_wrong("0x%x: pte 0x%x, hardware 0x%x", addr + (i << 12), pte, hw);
        *present += pte && addr >= vmalloc_start(k->m) && addr < VMALLOC_END;
    }
    return true;
}

static bool check_tables(struct vm_check *k)
{
    struct machine *m = k->m;
    uint32_t present = 0;

    for (uint32_t i = 0; i < PTRS_PER_PGD; i++) {
        uint32_t pmd = m->swapper_pg_dir + i * 8, table = pte_offset_kernel(m, pmd, 0);

        if (!table)
            continue;
        if (low_word(m, pmd + 4) != low_word(m, pmd) + 0x400)
            return check_wrong("pair 0x%x: 0x%x and 0x%x", i, low_word(m, pmd),
                               low_word(m, pmd + 4));
        if (!(virt_to_page(m, table)->flags & PG_RESERVED) &&
            !check_claim(k->c, virt_to_phys(m, table) >> 12, 1, PAGE_TABLE))
            return false;
        if (!check_table(k, table, i << 21, &present))
            return false;
    }
    return present == k->mapped ||
           check_wrong("%u pages are mapped in the vmalloc space, not %u", present, k->mapped);
}

/* ---- areas ---- */

static uint32_t pte_of(const struct vm_check *k, uint32_t addr)
{
    return pte_words(k->m, k->m->swapper_pg_dir, addr).pte;
}

static bool check_unmapped(const struct vm_check *k, uint32_t addr, uint32_t end)
{
    for (; addr != end; addr += PAGE_SIZE)
        if (pte_of(k, addr))
            return check_wrong("0x%x is mapped: 0x%x", addr, pte_of(k, addr));
    return true;
}

/* vmalloc()'s pages are its own, and mapped in order. */
static bool check_vmalloc(struct vm_check *k, const struct vm_struct *vm)
{
    struct page_list pages = area_pages(k->m, vm);

    if (vm->nr_pages != (vm->size >> 12) - 1)
        return check_wrong("vm_struct of 0x%x: %u pages of 0x%x bytes", vm->addr, vm->nr_pages,
                           vm->size);
    for (uint32_t i = 0; i < vm->nr_pages; i++) {
        uint32_t pfn = next_page(k->m, &pages), addr = vm->addr + (i << 12);

        if (pfn == NO_PFN || pte_of(k, addr) != pfn_pte(pfn, PAGE_KERNEL))
            return check_wrong("0x%x: pages[%u] is 0x%x, pte 0x%x", addr, i, pfn, pte_of(k, addr));
        if (!check_claim(k->c, pfn, 1, VMALLOC))
            return false;
    }
    return true;
}

static bool check_ioremap(const struct vm_check *k, const struct vm_struct *vm, uint32_t pages)
{
    for (uint32_t i = 0; i < pages; i++) {
        uint32_t pte = pte_of(k, vm->addr + (i << 12));

        if (!(pte & L_PTE_PRESENT) || pte >> 12 != (vm->phys_addr >> 12) + i)
            return check_wrong("0x%x: phys_addr 0x%x, pte 0x%x", vm->addr + (i << 12),
                               vm->phys_addr, pte);
    }
    return true;
}

static bool check_vm_struct(struct vm_check *k, const struct vmap_area *va)
{
    const struct vm_struct *vm;
    uint32_t pages, guard;

    if (!low_mapped(k->m, va->vm, sizeof *vm))
        return check_wrong("vmap_area of 0x%x: vm 0x%x", va->va_start, va->vm);
    vm = ram_at_const(k->m, va->vm);
    if (vm->addr != va->va_start || vm->size != va->va_end - va->va_start)
        return check_wrong("vmap_area 0x%x to 0x%x: vm_struct 0x%x, size 0x%x", va->va_start,
                           va->va_end, vm->addr, vm->size);
    if (vm->flags & VM_ARM_EMPTY_MAPPING)
        return check_unmapped(k, va->va_start, va->va_end);
    guard = vm->flags & VM_ARM_STATIC_MAPPING ? 0 : PAGE_SIZE;
    pages = (vm->size - guard) >> 12;
    k->mapped += pages;
    if (vm->flags & VM_ALLOC && !check_vmalloc(k, vm))
        return false;
    if (vm->flags & VM_IOREMAP && !check_ioremap(k, vm, pages))
        return false;
    return check_unmapped(k, va->va_end - guard, va->va_end);
}

static bool check_area(struct vm_check *k, const struct vmap_area *va)
{
    if ((va->va_start | va->va_end) & ~PAGE_MASK || va->va_start >= va->va_end)
        return check_wrong("vmap_area from 0x%x to 0x%x", va->va_start, va->va_end);
    if (va->flags & VM_VM_AREA)
        return check_vm_struct(k, va);
    if (va->flags != VM_LAZY_FREE)
        return check_wrong("vmap_area of 0x%x: flags 0x%x", va->va_start, va->flags);
    k->lazy += (va->va_end - va->va_start) >> 12;
    return check_unmapped(k, va->va_start, va->va_end);
}

static bool check_areas(struct vm_check *k)
{
    struct machine *m = k->m;
    uint32_t end = 0, prev = offset_of(m, &m->vmap_area_list), n = 0;

    for (uint32_t virt = first_vmap_area(m); virt; virt = next_vmap_area(m, virt)) {
        const struct vmap_area *va = ram_at_const(m, virt);

        if (va->va_start < end || va->list.prev != prev || ++n > VMAP_AREAS_MAX)
            return check_wrong("vmap_area_list is wrong at 0x%x", va->va_start);
        end = va->va_end;
        prev = offset_of(m, &va->list);
        if (!check_area(k, va))
            return false;
    }
    return m->vmap_area_list.prev == prev || check_wrong("vmap_area_list: tail is wrong");
}

/* ---- the tree ---- */

// No deeper than RB_MAX_DEPTH. NOLINTBEGIN(misc-no-recursion)

/* The black nodes on every way down from here, or -1; the areas in order must be those of the list. */
static int check_subtree(struct vm_check *k, uint32_t node, uint32_t parent, bool red_above,
                         int depth)
{
    const struct rb_node *rb;
    int left, right;
    bool red;

    if (!node)
        return 1;
    if (depth > RB_MAX_DEPTH || !low_mapped(k->m, node, sizeof *rb))
        return -1;
    rb = ram_at_const(k->m, node);
    red = !(rb->parent_color & 1);
    if ((rb->parent_color & ~3u) != parent || (red && red_above))
        return -1;
    left = check_subtree(k, rb->rb_left, node, red, depth + 1);
    if (left < 0 || k->next != node_va(node))
        return -1;
    k->next = next_vmap_area(k->m, k->next);
    right = check_subtree(k, rb->rb_right, node, red, depth + 1);
    return left == right ? left + !red : -1;
}

// NOLINTEND(misc-no-recursion)

static bool check_tree(struct vm_check *k)
{
    k->next = first_vmap_area(k->m);
    if (check_subtree(k, k->m->vmap_area_root, 0, true, 0) < 0 || k->next)
        return check_wrong("the tree of areas is broken, at or before 0x%x", k->next);
    return true;
}

/* ---- kmap ---- */

static bool check_pkmap(const struct vm_check *k)
{
    for (uint32_t i = 0; i < LAST_PKMAP; i++) {
        uint32_t pfn = k->m->pkmap_page[i], pte = pte_of(k, PKMAP_BASE + (i << 12));

        if (!k->m->pkmap_count[i] != !pfn || pte != (pfn ? pfn_pte(pfn, PAGE_KERNEL) : 0))
            return check_wrong("pkmap %u: count %u, page 0x%x, pte 0x%x", i, k->m->pkmap_count[i],
                               pfn, pte);
    }
    return true;
}

/* Before vmalloc_init() only devices are mapped there. */
static bool check_early(struct vm_check *k)
{
    const struct vm_struct *vm;
    uint32_t n = 0;

    for (uint32_t virt = k->m->vmlist; virt; virt = vm->next) {
        if (!low_mapped(k->m, virt, sizeof *vm) || n++ == STATIC_VMS_MAX)
            return check_wrong("vmlist is broken at 0x%x", virt);
        vm = ram_at_const(k->m, virt);
        k->mapped += vm->flags & VM_ARM_STATIC_MAPPING ? vm->size >> 12 : 0;
    }
    return check_tables(k) && check_pkmap(k);
}

bool check_vm(struct check *c)
{
    struct vm_check k = { .c = c, .m = c->m };

    if (!c->m->swapper_pg_dir)
        return true;
    if (!c->m->vmap_initialized)
        return check_early(&k);
    return check_areas(&k) && check_tree(&k) && check_tables(&k) && check_pkmap(&k) &&
           (k.lazy == c->m->vmap_lazy_nr ||
            check_wrong("vmap_lazy_nr %u, found %u", c->m->vmap_lazy_nr, k.lazy));
}
