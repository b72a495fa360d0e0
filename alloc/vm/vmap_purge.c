// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Giving addresses back. Their page table entries go at once; the addresses themselves stay taken until enough of them have gathered, because
 * flushing every cpu's TLB for each would cost too much.
 *
 *	free_vmap_area_noflush()	VM_LAZY_FREE: unmapped, perhaps still in some TLB
 *	__purge_vmap_area_lazy()	VM_LAZY_FREEING, one flush for all, then out of tree and list
 */
#include "alloc/vm/vm.h"

static void value_va(struct machine *m, uint32_t virt)
{
    const struct vmap_area *va = vmap_area_at(m, virt);

    value(m, V_va, FMT_ADDR, virt);
    value(m, V_va_start, FMT_ADDR, va->va_start);
    value(m, V_va_end, FMT_ADDR, va->va_end);
}

static void set_lazy_nr(struct machine *m, uint32_t nr)
{
    set_said(m, &m->vmap_lazy_nr, nr, FIELD_vmap_lazy_nr, V_vmap_lazy_nr, FMT_DEC);
}

/* mm/vmalloc.c:561: 32 MiB of addresses for each bit of the number of cpus. */
uint32_t lazy_max_pages(struct machine *m)
{
    uint32_t log = 0, pages;

    while (m->nr_online_cpus >> log)
        log++;
    pages = log * ((32u << 20) / PAGE_SIZE);
    LEAF(m, F_lazy_max_pages, FMT_DEC, pages, (void)0);
    return pages;
}

/* A link of the areas' list: another's, or the head. */
static void need_link(struct machine *m, uint32_t off)
{
    if (off != offset_of(m, &m->vmap_area_list))
        ram_struct(m, off - m->ram_off + PAGE_OFFSET, sizeof(struct list_head));
}

/* list_del_rcu(): what walks the list without a lock still finds its way on. */
static void list_del_rcu(struct machine *m, struct list_head *node)
{
    uint32_t next = node->next;

    need_link(m, next);
    need_link(m, node->prev);
    list_del(m, node, LIST_VMAP);
    set_word(m, &node->next, next, FIELD_ram);
}

/* mm/vmalloc.c:471: the search may begin in front of a hole that opens before its cache. */
static void update_cache(struct machine *m, uint32_t virt, const struct vmap_area *va)
{
    const struct vmap_area *cache;
    uint32_t to = m->free_vmap_cache;

    if (!m->free_vmap_cache)
        return;
    cache = vmap_area_at(m, node_va(m->free_vmap_cache));
    if (va->va_end < m->cached_vstart)
        to = 0;
    else if (va->va_start <= cache->va_start)
        to = rb_prev(m, va_node(virt));
    set_said(m, &m->free_vmap_cache, to, FIELD_free_vmap_cache, V_free_vmap_cache, FMT_ADDR);
}

/* kernel/rcu/tree_plugin.h:689. A grace period is over at once. */
static void kfree_call_rcu(struct machine *m, uint32_t virt)
{
    enter(m, F_kfree_call_rcu);
    kfree(m, virt);
    leave(m, F_kfree_call_rcu);
}

/* mm/vmalloc.c:471 */
static void free_vmap_area_(struct machine *m, uint32_t virt)
{
    const struct rb_tree areas = vmap_area_tree(m);
    struct vmap_area *va = vmap_area_at(m, virt);

    enter(m, F_free_vmap_area_);
    if (walking(m))
        value_va(m, virt);
    update_cache(m, virt, va);
    rb_erase(m, &areas, va_node(virt));
    ram_write(m, va_node(virt), va_node(virt)); /* RB_CLEAR_NODE() */
    list_del_rcu(m, &va->list);
    if (va->va_end > vmalloc_start(m) && va->va_end <= VMALLOC_END &&
        va->va_end > m->vmap_area_pcpu_hole)
        set_said(m, &m->vmap_area_pcpu_hole, va->va_end, FIELD_vmap_area_pcpu_hole,
                 V_vmap_area_pcpu_hole, FMT_ADDR);
    kfree_call_rcu(m, virt);
    leave(m, F_free_vmap_area_);
}

struct purge {
    uint32_t start, end, nr;
};

/* Marks what is to go and links it up, in ascending order. */
static void gather(struct machine *m, struct purge *p)
{
    uint32_t n = 0;

    for (uint32_t virt = first_vmap_area(m); virt && n < VMAP_AREAS_MAX;
         virt = next_vmap_area(m, virt), n++) {
        struct vmap_area *va = vmap_area_at(m, virt);

        if (!(va->flags & VM_LAZY_FREE))
            continue;
        if (va->va_start < p->start)
            p->start = va->va_start;
        if (va->va_end > p->end)
            p->end = va->va_end;
        p->nr += (va->va_end - va->va_start) >> 12;
        line(m, L_vmap_gather);
        list_add_tail(m, &va->purge_list, &m->vmap_purge_list, LIST_PURGE);
        SET_VA(m, va, flags, (va->flags | VM_LAZY_FREEING) & ~VM_LAZY_FREE);
    }
}

/* Frees what gather() linked up. Its list ends with it, as it began, on the caller's stack. */
static void free_gathered(struct machine *m)
{
    uint32_t off = m->vmap_purge_list.next, n = 0;

    while (off != offset_of(m, &m->vmap_purge_list) && n++ < VMAP_AREAS_MAX) {
        uint32_t virt =
            off - m->ram_off + PAGE_OFFSET - (uint32_t)offsetof(struct vmap_area, purge_list);

        vmap_area_at(m, virt);
        off = list_at(m, off)->next;
        free_vmap_area_(m, virt);
    }
    init_list_head(m, &m->vmap_purge_list, FIELD_vmap_purge_list);
}

/* mm/vmalloc.c:594 */
static void purge_vmap_area_lazy_(struct machine *m, uint32_t sync, uint32_t force_flush)
{
    struct purge p = { .start = 0xffffffffu };

    enter(m, F_purge_vmap_area_lazy_);
    if (walking(m)) {
        value(m, V_sync, FMT_DEC, sync);
        value(m, V_force_flush, FMT_DEC, force_flush);
    }
    gather(m, &p);
    if (p.nr)
        set_lazy_nr(m, m->vmap_lazy_nr - p.nr);
    if (p.nr || force_flush)
        flush_tlb_kernel_range(m, p.start, p.end);
    if (p.nr)
        free_gathered(m);
    leave(m, F_purge_vmap_area_lazy_);
}

/* mm/vmalloc.c:661 */
void purge_vmap_area_lazy(struct machine *m)
{
    enter(m, F_purge_vmap_area_lazy);
    purge_vmap_area_lazy_(m, 1, 0);
    leave(m, F_purge_vmap_area_lazy);
}

/* mm/vmalloc.c:651 */
static void try_purge_vmap_area_lazy(struct machine *m)
{
    enter(m, F_try_purge_vmap_area_lazy);
    purge_vmap_area_lazy_(m, 0, 0);
    leave(m, F_try_purge_vmap_area_lazy);
}

/* mm/vmalloc.c:1010. There are no vmap blocks, whose dirty ends would be flushed as well. */
void vm_unmap_aliases(struct machine *m)
{
    enter(m, F_vm_unmap_aliases);
    if (m->vmap_initialized)
        purge_vmap_area_lazy_(m, 1, 0);
    leave(m, F_vm_unmap_aliases);
}

/* mm/vmalloc.c:673 */
static void free_vmap_area_noflush(struct machine *m, uint32_t virt)
{
    struct vmap_area *va = vmap_area_at(m, virt);

    enter(m, F_free_vmap_area_noflush);
    if (walking(m))
        value_va(m, virt);
    line(m, L_vmap_lazy);
    SET_VA(m, va, flags, va->flags | VM_LAZY_FREE);
    set_lazy_nr(m, m->vmap_lazy_nr + ((va->va_end - va->va_start) >> 12));
    if (m->vmap_lazy_nr > lazy_max_pages(m))
        try_purge_vmap_area_lazy(m);
    leave(m, F_free_vmap_area_noflush);
}

/* mm/vmalloc.c:685 and :519 */
static void free_unmap_vmap_area_noflush(struct machine *m, uint32_t virt)
{
    const struct vmap_area *va = vmap_area_at(m, virt);

    enter(m, F_free_unmap_vmap_area_noflush);
    if (walking(m))
        value_va(m, virt);
    enter(m, F_unmap_vmap_area);
    vunmap_page_range(m, va->va_start, va->va_end);
    leave(m, F_unmap_vmap_area);
    free_vmap_area_noflush(m, virt);
    leave(m, F_free_unmap_vmap_area_noflush);
}

/* mm/vmalloc.c:694. Caches of physical addresses, as here, need no flush. */
void free_unmap_vmap_area(struct machine *m, uint32_t virt)
{
    enter(m, F_free_unmap_vmap_area);
    if (walking(m))
        value_va(m, virt);
    free_unmap_vmap_area_noflush(m, virt);
    leave(m, F_free_unmap_vmap_area);
}
