// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Slabs with free objects: the node's partial list, and each cpu's own short list, which saves the node's lock.
 */
#include "alloc/slub/report.h"
#include "alloc/slub/slub.h"

static void value_node(struct machine *m, const struct page *page)
{
    value(m, V_n_, FMT_NODE_OF, cache_at(m, page->private_)->node);
}

/* mm/slub.c:1510 */
void add_partial(struct machine *m, struct kmem_cache_node *n, struct page *page, uint32_t tail)
{
    enter(m, F_add_partial);
    if (walking(m)) {
        value_node(m, page);
        value_page(m, page);
        value(m, V_tail, FMT_DEC, tail);
    }
    SET_NODE(m, n, nr_partial, n->nr_partial + 1);
    if (tail == DEACTIVATE_TO_TAIL)
        slab_list_add_tail(m, &page->lru, &n->partial);
    else
        slab_list_add(m, &page->lru, &n->partial);
    leave(m, F_add_partial);
}

/* mm/slub.c:1523 */
void remove_partial(struct machine *m, struct kmem_cache_node *n, struct page *page)
{
    enter(m, F_remove_partial);
    if (walking(m)) {
        value_node(m, page);
        value_page(m, page);
    }
    slab_list_del(m, &page->lru);
    SET_NODE(m, n, nr_partial, n->nr_partial - 1);
    leave(m, F_remove_partial);
}

/* mm/slub.c:991 and :1003: full slabs are kept track of only for SLAB_STORE_USER. */
void add_full(struct machine *m, struct kmem_cache *s, struct kmem_cache_node *n, struct page *page)
{
    enter(m, F_add_full);
    if (walking(m)) {
        value_cache(m, s);
        value_node(m, page);
        value_page(m, page);
    }
    if (s->flags & SLAB_STORE_USER)
        slab_list_add(m, &page->lru, &n->full);
    leave(m, F_add_full);
}

void remove_full(struct machine *m, struct kmem_cache *s, struct page *page)
{
    enter(m, F_remove_full);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    if (s->flags & SLAB_STORE_USER)
        slab_list_del(m, &page->lru);
    leave(m, F_remove_full);
}

/*
 * mm/slub.c:1538: takes a slab off the node's list and freezes it. With `mode` its whole freelist is handed out (the slab becomes the cpu's);
 * otherwise the freelist stays with it (it goes to the cpu's partial list).
 */
static uint32_t acquire_slab(struct machine *m, struct kmem_cache *s, struct kmem_cache_node *n,
                             struct page *page, bool mode, int32_t *objects)
{
    uint32_t freelist = page->index, counters = slab_counters(page), new = counters;

    enter(m, F_acquire_slab);
    if (walking(m)) {
        value_cache(m, s);
        value_node(m, page);
        value_page(m, page);
        value(m, V_mode, FMT_DEC, mode);
        value(m, V_counters, FMT_COUNTERS, counters);
    }
    *objects = counters_free(counters);
    if (mode)
        new = counters_with_inuse(new, counters_objects(counters));
    cmpxchg_double_slab_(m, s, page, mode ? 0 : freelist, counters_with_frozen(new, true),
                         TEXT_acquire_slab);
    remove_partial(m, n, page);
    if (unlikely(!freelist))
        warn_on(m, "mm/slub.c", 1572);
    leave_with(m, F_acquire_slab, FMT_ADDR, freelist);
    return freelist;
}

/* mm/slub.c:1582: the head of the list for the cpu, more for its partial list until enough free objects are at hand. */
static uint32_t get_partial_node(struct machine *m, struct kmem_cache *s, struct kmem_cache_cpu *c,
                                 uint32_t flags)
{
    struct kmem_cache_node *n = get_node(m, s);
    struct slab_walk walk;
    struct page *page;
    int32_t available = 0, objects;
    uint32_t object = 0, t;

    enter(m, F_get_partial_node);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_n_, FMT_NODE_OF, s->node);
        emit(m, event_head(EV_VALUE, FMT_CPU_SLAB, V_c_), ram_virt(m, s), m->cpu, 0);
        value(m, V_flags, FMT_HEX, flags);
    }
    if (n && n->nr_partial)
        walk = slab_walk_begin(m, &n->partial);
    while (n && n->nr_partial && (page = slab_walk_next(m, &walk))) {
        if (!pfmemalloc_match(m, page, flags))
            continue;
        t = acquire_slab(m, s, n, page, !object, &objects);
        if (!t)
            break;
        available += objects;
        if (!object) {
            SET_CPU(m, c, page, page_to_pfn(m, page));
            object = t;
        } else {
            put_cpu_partial(m, s, page, false);
        }
        if (walking(m))
            value(m, V_available, FMT_SDEC, (uint32_t)available);
        if (!kmem_cache_has_cpu_partial(s) || available > (int32_t)s->cpu_partial / 2)
            break;
    }
    leave_with(m, F_get_partial_node, FMT_ADDR, object);
    return object;
}

/* mm/slub.c:1697; without NUMA there is no other node to ask. */
uint32_t get_partial(struct machine *m, struct kmem_cache *s, uint32_t flags, uint32_t node,
                     struct kmem_cache_cpu *c)
{
    uint32_t object;

    enter(m, F_get_partial);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_node, FMT_SDEC, node);
        emit(m, event_head(EV_VALUE, FMT_CPU_SLAB, V_c_), ram_virt(m, s), m->cpu, 0);
    }
    object = get_partial_node(m, s, c, flags);
    if (!object && node == NUMA_NO_NODE)
        LEAF(m, F_get_any_partial, FMT_ADDR, 0, value_cache(m, s);
             value(m, V_flags, FMT_HEX, flags);
             emit(m, event_head(EV_VALUE, FMT_CPU_SLAB, V_c_), ram_virt(m, s), m->cpu, 0));
    leave_with(m, F_get_partial, FMT_ADDR, object);
    return object;
}

/* mm/slub.c:1929: the cpu's partial slabs go to the tail of the node's list; empty ones beyond min_partial are given up afterwards. */
void unfreeze_partials(struct machine *m, struct kmem_cache *s, struct kmem_cache_cpu *c)
{
    struct kmem_cache_node *n = c->partial ? need_node(m, s) : NULL;
    uint32_t discard = 0;

    enter(m, F_unfreeze_partials);
    if (walking(m)) {
        value_cache(m, s);
        emit(m, event_head(EV_VALUE, FMT_CPU_SLAB, V_c_), ram_virt(m, s), cpu_of(m, s, c), 0);
    }
    while (c->partial) {
        struct page *page = cpu_partial_slab(m, c->partial);
        uint32_t counters = counters_with_frozen(slab_counters(page), false);

        SET_CPU(m, c, partial, page->lru.next);
        cmpxchg_double_slab_(m, s, page, page->index, counters, TEXT_unfreezing_slab);
        if (!counters_inuse(counters) && n->nr_partial > s->min_partial) {
            set_word(m, &page->lru.next, discard, FIELD_page_lru);
            discard = page_to_pfn(m, page);
        } else {
            add_partial(m, n, page, DEACTIVATE_TO_TAIL);
        }
    }
    while (discard) {
        struct page *page = pfn_to_page(m, discard);

        discard = page->lru.next;
        discard_slab(m, s, page);
    }
    leave(m, F_unfreeze_partials);
}

/* mm/slub.c:1999: puts a frozen slab on the cpu's partial list. With `drain` a list with too many objects goes to the node first. */
void put_cpu_partial(struct machine *m, struct kmem_cache *s, struct page *page, bool drain)
{
    struct kmem_cache_cpu *c = cpu_slab(m, s, m->cpu);
    uint32_t old = c->partial;
    int32_t pages = 0, pobjects = 0;

    enter(m, F_put_cpu_partial);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_drain, FMT_DEC, drain);
    }
    if (old) {
        uint32_t counts = need_slab(m, old)->lru.prev;

        pages = (int16_t)(counts & 0xffff);
        pobjects = (int16_t)(counts >> 16);
        if (drain && pobjects > (int32_t)s->cpu_partial) {
            unfreeze_partials(m, s, c);
            old = 0;
            pages = pobjects = 0;
        }
    }
    pages++;
    pobjects += counters_free(slab_counters(page));
    if (walking(m)) {
        value(m, V_pages_n, FMT_SDEC, (uint32_t)pages);
        value(m, V_pobjects, FMT_SDEC, (uint32_t)pobjects);
    }
    set_word(m, &page->lru.prev, (uint32_t)pobjects << 16 | (uint16_t)pages, FIELD_page_lru);
    set_word(m, &page->lru.next, old, FIELD_page_lru);
    SET_CPU(m, c, partial, page_to_pfn(m, page));
    leave(m, F_put_cpu_partial);
}
