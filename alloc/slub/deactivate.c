// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A cpu gives its slab back: the objects of its own freelist return to the slab one at a time, which turns their order round, and the slab goes where its
 * free objects say.
 */
#include "alloc/slub/slub.h"

/* Turning a chain round ends also where the chain is a circle, except where two circles meet: then it goes on for ever. */
#define CHAIN_MAX 0x8000u

/* Stage one of mm/slub.c:1780: all but the last object. Returns the last. */
static uint32_t return_objects(struct machine *m, struct kmem_cache *s, struct page *page,
                               uint32_t freelist)
{
    uint32_t next, left = CHAIN_MAX;

    while (freelist && (next = get_freepointer(m, s, freelist))) {
        uint32_t counters = slab_counters(page);

        if (unlikely(!left--))
            oops(m, OOPS_LOOP, freelist);

        set_freepointer(m, s, freelist, page->index);
        cmpxchg_double_slab_(m, s, page, freelist,
                             counters_with_inuse(counters, counters_inuse(counters) - 1),
                             TEXT_drain_percpu_freelist);
        freelist = next;
    }
    return freelist;
}

void deactivate_slab(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t freelist)
{
    uint32_t tail = page->index ? DEACTIVATE_TO_TAIL : DEACTIVATE_TO_HEAD, counters, head;
    struct kmem_cache_node *n = need_node(m, s);
    bool empty;

    enter(m, F_deactivate_slab);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_freelist, FMT_ADDR, freelist);
        value(m, V_tail, FMT_DEC, tail);
    }
    freelist = return_objects(m, s, page, freelist);
    counters = slab_counters(page);
    head = page->index;
    if (freelist) {
        counters = counters_with_inuse(counters, counters_inuse(counters) - 1);
        set_freepointer(m, s, freelist, head);
        head = freelist;
    }
    counters = counters_with_frozen(counters, false);
    empty = !counters_inuse(counters) && n->nr_partial > s->min_partial;
    if (!empty && head)
        add_partial(m, n, page, tail);
    else if (!empty)
        add_full(m, s, n, page);
    cmpxchg_double_slab_(m, s, page, head, counters, TEXT_unfreezing_slab);
    if (empty)
        discard_slab(m, s, page);
    leave(m, F_deactivate_slab);
}

/* mm/slub.c:2042 */
void flush_slab(struct machine *m, struct kmem_cache *s, struct kmem_cache_cpu *c)
{
    enter(m, F_flush_slab);
    if (walking(m)) {
        value_cache(m, s);
        emit(m, event_head(EV_VALUE, FMT_CPU_SLAB, V_c_), ram_virt(m, s), cpu_of(m, s, c), 0);
    }
    deactivate_slab(m, s, need_slab(m, c->page), c->freelist);
    SET_CPU(m, c, tid, c->tid + TID_STEP);
    SET_CPU(m, c, page, 0);
    SET_CPU(m, c, freelist, 0);
    leave(m, F_flush_slab);
}

/* mm/slub.c:2057 */
void flush_cpu_slab_(struct machine *m, struct kmem_cache *s, uint32_t cpu)
{
    struct kmem_cache_cpu *c = cpu_slab(m, s, cpu);

    enter(m, F_flush_cpu_slab_);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_cpu, FMT_DEC, cpu);
    }
    if (c->page)
        flush_slab(m, s, c);
    unfreeze_partials(m, s, c);
    leave(m, F_flush_cpu_slab_);
}

/* mm/slub.c:2069, on the cpu that runs it */
static void flush_cpu_slab(struct machine *m, struct kmem_cache *s)
{
    enter(m, F_flush_cpu_slab);
    if (walking(m))
        value(m, V_d, FMT_ADDR, ram_virt(m, s));
    flush_cpu_slab_(m, s, m->cpu);
    leave(m, F_flush_cpu_slab);
}

/* mm/slub.c:2076 */
static bool has_cpu_slab(struct machine *m, const struct kmem_cache *s, uint32_t cpu)
{
    const struct kmem_cache_cpu *c = cpu_slab(m, s, cpu);
    bool has = c->page || c->partial;

    LEAF(m, F_has_cpu_slab, FMT_DEC, has, value(m, V_cpu, FMT_DEC, cpu));
    return has;
}

/* mm/slub.c:2084: the cpus that hold a slab, the others in ascending order, the calling cpu last. */
void flush_all(struct machine *m, struct kmem_cache *s)
{
    uint32_t self = m->cpu, mask = 0;

    enter(m, F_flush_all);
    if (walking(m))
        value_cache(m, s);
    enter(m, F_on_each_cpu_cond);
    if (walking(m)) {
        value(m, V_cond, FMT_FUNCTION, F_has_cpu_slab);
        value(m, V_func, FMT_FUNCTION, F_flush_cpu_slab);
        value(m, V_info, FMT_ADDR, ram_virt(m, s));
        value(m, V_gfp, FMT_HEX, GFP_ATOMIC);
    }
    for (uint32_t cpu = 0; cpu < m->nr_online_cpus; cpu++)
        mask |= (uint32_t)has_cpu_slab(m, s, cpu) << cpu;
    enter(m, F_on_each_cpu_mask);
    for (uint32_t n = 0; n <= m->nr_online_cpus; n++) {
        uint32_t cpu = n < m->nr_online_cpus ? n : self;

        if ((n < m->nr_online_cpus && cpu == self) || !(mask >> cpu & 1))
            continue;
        set_word(m, &m->cpu, cpu, FIELD_cpu);
        flush_cpu_slab(m, s);
    }
    set_word(m, &m->cpu, self, FIELD_cpu);
    leave(m, F_on_each_cpu_mask);
    leave(m, F_on_each_cpu_cond);
    leave(m, F_flush_all);
}
