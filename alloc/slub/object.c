// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Objects: the fast paths through the cpu's own freelist, and their slow neighbours.
 */
#include "alloc/slub/report.h"
#include "alloc/slub/slub.h"

#define FAILED_SLABS_MAX 8u /* new ones, one after the other */

static void value_cpu_slab(struct machine *m, const struct kmem_cache *s)
{
    emit(m, event_head(EV_VALUE, FMT_CPU_SLAB, V_c_), ram_virt(m, s), m->cpu, 0);
}

/* mm/slub.c:2217: takes over what other cpus freed into the slab; with nothing there the slab is unfrozen and let go. */
static uint32_t get_freelist(struct machine *m, struct kmem_cache *s, struct page *page)
{
    uint32_t freelist = page->index, counters = slab_counters(page);

    enter(m, F_get_freelist);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    counters = counters_with_inuse(counters, counters_objects(counters));
    cmpxchg_double_slab_(m, s, page, 0, counters_with_frozen(counters, freelist != 0),
                         TEXT_get_freelist);
    leave_with(m, F_get_freelist, FMT_ADDR, freelist);
    return freelist;
}

/* mm/slub.c:2165: a partial slab's freelist, or a new slab's. */
static uint32_t new_slab_objects(struct machine *m, struct kmem_cache *s, uint32_t flags,
                                 uint32_t node, struct kmem_cache_cpu *c, bool *is_new)
{
    uint32_t freelist;

    enter(m, F_new_slab_objects);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_node, FMT_SDEC, node);
    }
    freelist = get_partial(m, s, flags, node, c);
    *is_new = !freelist;
    if (!freelist) {
        struct page *page = new_slab(m, s, flags, node);

        if (page) {
            if (c->page)
                flush_slab(m, s, c);
            freelist = page->index;
            set_freelist(m, page, 0);
            SET_CPU(m, c, page, page_to_pfn(m, page));
        }
    }
    leave_with(m, F_new_slab_objects, FMT_ADDR, freelist);
    return freelist;
}

static void drop_cpu_slab(struct machine *m, struct kmem_cache_cpu *c)
{
    SET_CPU(m, c, page, 0);
    SET_CPU(m, c, freelist, 0);
}

/*
 * mm/slub.c:2257, from `redo`: the freelist of the cpu's slab, or 0 when the slab has none or may not serve the request and another is wanted.
 */
static uint32_t from_cpu_slab(struct machine *m, struct kmem_cache *s, uint32_t gfpflags,
                              struct kmem_cache_cpu *c)
{
    struct page *page = need_slab(m, c->page);
    uint32_t freelist;

    if (!pfmemalloc_match(m, page, gfpflags)) {
        deactivate_slab(m, s, page, c->freelist);
        drop_cpu_slab(m, c);
        return 0;
    }
    freelist = c->freelist;
    if (freelist)
        return freelist;
    freelist = get_freelist(m, s, page);
    if (!freelist)
        SET_CPU(m, c, page, 0);
    return freelist;
}

/* mm/slub.c:2305, `load_freelist`: the first object is the caller's, the rest the cpu's. */
static uint32_t load_freelist(struct machine *m, struct kmem_cache *s, struct kmem_cache_cpu *c,
                              uint32_t freelist)
{
    SET_CPU(m, c, freelist, get_freepointer(m, s, freelist));
    SET_CPU(m, c, tid, c->tid + TID_STEP);
    return freelist;
}

/* mm/slub.c:2315: the first slab of the cpu's partial list becomes the cpu's slab. */
static void take_cpu_partial(struct machine *m, struct kmem_cache_cpu *c)
{
    uint32_t next = cpu_partial_slab(m, c->partial)->lru.next;

    SET_CPU(m, c, page, c->partial);
    SET_CPU(m, c, partial, next);
    SET_CPU(m, c, freelist, 0);
}

/*
 * mm/slub.c:2257. A slab that fails its checks stays the cpu's until another takes its place: then a partial one puts it nowhere, a new one
 * among the full ones. When new slabs fail, too, the kernel tries until memory is used up; the model gives up before.
 */
static uint32_t find_object(struct machine *m, struct kmem_cache *s, uint32_t gfpflags,
                            uint32_t node, struct kmem_cache_cpu *c)
{
    uint32_t freelist, left = FAILED_SLABS_MAX;
    bool redo = c->page != 0, is_new;
    struct page *page;

    while (true) {
        if (redo) {
            freelist = from_cpu_slab(m, s, gfpflags, c);
            if (freelist)
                return load_freelist(m, s, c, freelist);
        }
        redo = c->partial != 0;
        if (redo) {
            take_cpu_partial(m, c);
            continue;
        }
        freelist = new_slab_objects(m, s, gfpflags, node, c, &is_new);
        if (!freelist) {
            slab_out_of_memory(m, s, gfpflags);
            return 0;
        }
        page = need_slab(m, c->page);
        if (!kmem_cache_debug(s) && pfmemalloc_match(m, page, gfpflags))
            return load_freelist(m, s, c, freelist);
        if (!kmem_cache_debug(s) || alloc_debug_processing(m, s, page, freelist))
            break;
        if (is_new && !left--)
            oops(m, OOPS_LOOP, ram_virt(m, s));
    }
    deactivate_slab(m, s, page, get_freepointer(m, s, freelist));
    drop_cpu_slab(m, c);
    return freelist;
}

static uint32_t slab_alloc_(struct machine *m, struct kmem_cache *s, uint32_t gfpflags,
                            uint32_t node, struct kmem_cache_cpu *c)
{
    uint32_t object;

    enter(m, F_slab_alloc_);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_gfpflags, FMT_HEX, gfpflags);
        value(m, V_node, FMT_SDEC, node);
        value_cpu_slab(m, s);
    }
    object = find_object(m, s, gfpflags, node, c);
    leave_with(m, F_slab_alloc_, FMT_ADDR, object);
    return object;
}

/* mm/slub.c:2374 */
static uint32_t slab_alloc_node(struct machine *m, struct kmem_cache *s, uint32_t gfpflags)
{
    struct kmem_cache_cpu *c = cpu_slab(m, s, m->cpu);
    uint32_t object;

    enter(m, F_slab_alloc_node);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_gfpflags, FMT_HEX, gfpflags);
        value(m, V_node, FMT_SDEC, NUMA_NO_NODE);
        value(m, V_tid, FMT_DEC, c->tid);
        value(m, V_c_freelist, FMT_ADDR, c->freelist);
    }
    LEAF(m, F_slab_pre_alloc_hook, FMT_DEC, 0, value_cache(m, s);
         value(m, V_flags, FMT_HEX, gfpflags));
    object = c->freelist;
    if (!object) {
        object = slab_alloc_(m, s, gfpflags, NUMA_NO_NODE, c);
    } else {
        SET_CPU(m, c, freelist, get_freepointer_safe(m, s, object));
        SET_CPU(m, c, tid, c->tid + TID_STEP);
    }
    if (gfpflags & GFP_ZERO_ && object) {
        need_cache(m, s);
        ram_fill(m, object, 0, s->object_size);
    }
    LEAF(m, F_slab_post_alloc_hook, FMT_VOID, 0, value_cache(m, s);
         value(m, V_flags, FMT_HEX, gfpflags); value(m, V_object, FMT_ADDR, object));
    leave_with(m, F_slab_alloc_node, FMT_ADDR, object);
    return object;
}

/* mm/slub.c:2452 */
uint32_t slab_alloc(struct machine *m, struct kmem_cache *s, uint32_t gfpflags)
{
    uint32_t object;

    enter(m, F_slab_alloc);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_gfpflags, FMT_HEX, gfpflags);
    }
    object = slab_alloc_node(m, s, gfpflags);
    leave_with(m, F_slab_alloc, FMT_ADDR, object);
    return object;
}

/* mm/slub.c:2458 */
uint32_t kmem_cache_alloc(struct machine *m, struct kmem_cache *s, uint32_t gfpflags)
{
    uint32_t object;

#ifndef QUIET
    if (likely(!m->host.want))
        return quiet_kmem_cache_alloc(m, s, gfpflags);
#endif
    enter(m, F_kmem_cache_alloc);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_gfpflags, FMT_HEX, gfpflags);
    }
    object = slab_alloc(m, s, gfpflags);
    point_alloc(m, P_M, object, s->object_size, s->size, gfpflags);
    leave_with(m, F_kmem_cache_alloc, FMT_ADDR, object);
    return object;
}

/* include/linux/slab.h:623 */
uint32_t kmem_cache_zalloc(struct machine *m, struct kmem_cache *s, uint32_t flags)
{
    uint32_t object;

    enter(m, F_kmem_cache_zalloc);
    if (walking(m)) {
        value(m, V_k, FMT_CACHE, ram_virt(m, s));
        value(m, V_flags, FMT_HEX, flags);
    }
    object = kmem_cache_alloc(m, s, flags | GFP_ZERO_);
    leave_with(m, F_kmem_cache_zalloc, FMT_ADDR, object);
    return object;
}

/* include/linux/slab.h:314: without NUMA the node does not matter. */
uint32_t kmem_cache_alloc_node(struct machine *m, struct kmem_cache *s, uint32_t flags)
{
    uint32_t object;

    enter(m, F_kmem_cache_alloc_node);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_node, FMT_SDEC, 0);
    }
    object = kmem_cache_alloc(m, s, flags);
    leave_with(m, F_kmem_cache_alloc_node, FMT_ADDR, object);
    return object;
}

/* What mm/slub.c:2514 does about lists once the object is in its slab. `prior` is the slab's freelist before. */
static void after_free(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t prior)
{
    struct kmem_cache_node *n = need_node(m, s);

    if (!counters_inuse(slab_counters(page)) && n->nr_partial > s->min_partial) {
        if (prior)
            remove_partial(m, n, page);
        else
            remove_full(m, s, page);
        discard_slab(m, s, page);
        return;
    }
    if (!kmem_cache_has_cpu_partial(s) && !prior) {
        if (kmem_cache_debug(s))
            remove_full(m, s, page);
        add_partial(m, n, page, DEACTIVATE_TO_TAIL);
    }
}

/*
 * mm/slub.c:2514. Without debugging nothing is asked about the object: one that is free already goes on the freelist a second time, will be
 * handed out twice, and is counted out of inuse twice, so that the slab may be given up with objects in use; an address between objects becomes
 * an object; an object of another cache makes its slab the other cache's as well. All that the model does too.
 */
static void slab_free_(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t x)
{
    uint32_t prior, counters;
    bool was_frozen, freeze = false, lists = false;

    enter(m, F_slab_free_);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_x, FMT_ADDR, x);
    }
    if (!kmem_cache_debug(s))
        need_slab_page(
            m,
            page); /* the freelist and counters of anything else are other words of its struct page */
    if (!kmem_cache_debug(s) || free_debug_processing(m, s, page, x)) {
        prior = page->index;
        set_freepointer(m, s, x, prior);
        counters = slab_counters(page);
        was_frozen = counters_frozen(counters);
        counters = counters_with_inuse(counters, counters_inuse(counters) - 1);
        if ((!counters_inuse(counters) || !prior) && !was_frozen) {
            freeze = kmem_cache_has_cpu_partial(s) && !prior;
            lists = !freeze;
        }
        cmpxchg_double_slab(m, s, page, x, counters_with_frozen(counters, was_frozen || freeze),
                            TEXT_slab_free_);
        if (lists)
            after_free(m, s, page, prior);
        else if (freeze)
            put_cpu_partial(m, s, page, true);
    }
    leave(m, F_slab_free_);
}

/* mm/slub.c:2637: into the cpu's freelist if the object is of the cpu's slab. */
void slab_free(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t x)
{
    struct kmem_cache_cpu *c = cpu_slab(m, s, m->cpu);

    enter(m, F_slab_free);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_x, FMT_ADDR, x);
    }
    LEAF(m, F_slab_free_hook, FMT_VOID, 0, value_cache(m, s); value(m, V_x, FMT_ADDR, x));
    if (page_to_pfn(m, page) == c->page) {
        set_freepointer(m, s, x, c->freelist);
        SET_CPU(m, c, freelist, x);
        SET_CPU(m, c, tid, c->tid + TID_STEP);
    } else {
        slab_free_(m, s, page, x);
    }
    leave(m, F_slab_free);
}

/* Has DEBUG_FREE something to say about the object's own cache? */
__attribute__((noinline)) static void check_cache_from_obj(struct machine *m, struct kmem_cache *s,
                                                           uint32_t x)
{
    uint32_t cachep = virt_to_head_page(m, x)->private_;

    if (cachep != ram_virt(m, s))
        wrong_slab_cache(m, s, cachep);
}

/* mm/slab.h:220. It is s, whatever is said. */
static struct kmem_cache *cache_from_obj(struct machine *m, struct kmem_cache *s, uint32_t x)
{
    enter(m, F_cache_from_obj);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_x, FMT_ADDR, x);
    }
    if (unlikely(s->flags & SLAB_DEBUG_FREE))
        check_cache_from_obj(m, s, x);
    leave_with(m, F_cache_from_obj, FMT_CACHE, ram_virt(m, s));
    return s;
}

/* mm/slub.c:2676 */
void kmem_cache_free(struct machine *m, struct kmem_cache *s, uint32_t x)
{
#ifndef QUIET
    if (likely(!m->host.want)) {
        quiet_kmem_cache_free(m, s, x);
        return;
    }
#endif
    enter(m, F_kmem_cache_free);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_x, FMT_ADDR, x);
    }
    s = cache_from_obj(m, s, x);
    slab_free(m, s, virt_to_head_page(m, x), x);
    point(m, P_m, x, 0, 0);
    leave(m, F_kmem_cache_free);
}
