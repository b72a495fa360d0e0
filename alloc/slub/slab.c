// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A slab's birth, from the page allocator, and its end.
 */
#include "alloc/slub/slub.h"

static enum zone_stat_item slab_item(const struct kmem_cache *s)
{
    return s->flags & SLAB_RECLAIM_ACCOUNT ? NR_SLAB_RECLAIMABLE : NR_SLAB_UNRECLAIMABLE;
}

/* mm/slub.c:1303 */
static struct page *alloc_slab_page(struct machine *m, uint32_t flags, uint32_t node, uint32_t oo)
{
    struct page *page;

    enter(m, F_alloc_slab_page);
    if (walking(m)) {
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_node, FMT_SDEC, node);
        value(m, V_oo, FMT_OO, oo);
    }
    flags |= GFP_NOTRACK_;
    if (node == NUMA_NO_NODE)
        page = alloc_pages(m, flags, oo_order(oo));
    else
        page = alloc_pages_exact_node(m, flags, oo_order(oo));
    leave_with(m, F_alloc_slab_page, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/slub.c:1316: the cache's order first, quietly; then the smallest that holds an object. */
static struct page *allocate_slab(struct machine *m, struct kmem_cache *s, uint32_t flags,
                                  uint32_t node)
{
    uint32_t oo = s->oo;
    struct page *page;

    enter(m, F_allocate_slab);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_node, FMT_SDEC, node);
    }
    need_cache(m, s);
    flags = (flags & m->gfp_allowed_mask) | s->allocflags;
    page = alloc_slab_page(m, (flags | GFP_NOWARN_ | GFP_NORETRY_) & ~GFP_NOFAIL_, node, oo);
    if (unlikely(!page)) {
        oo = s->min;
        page = alloc_slab_page(m, flags, node, oo);
    }
    if (page) {
        set_counters(m, page, (slab_counters(page) & ~(0x7fffu << 16)) | oo_objects(oo) << 16);
        mod_zone_page_state(m, page_zone(m, page), slab_item(s), 1 << oo_order(oo));
    }
    leave_with(m, F_allocate_slab, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/slub.c:1024: before the first node exists there is nothing to count in. */
void inc_slabs_node(struct machine *m, struct kmem_cache *s, uint32_t objects)
{
    struct kmem_cache_node *n = get_node(m, s);

    enter(m, F_inc_slabs_node);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_node, FMT_DEC, 0);
        value(m, V_objects, FMT_DEC, objects);
    }
    if (n) {
        SET_NODE(m, n, nr_slabs, n->nr_slabs + 1);
        SET_NODE(m, n, total_objects, n->total_objects + objects);
    }
    leave(m, F_inc_slabs_node);
}

/* mm/slub.c:1039 */
static void dec_slabs_node(struct machine *m, struct kmem_cache *s, uint32_t objects)
{
    struct kmem_cache_node *n = need_node(m, s);

    enter(m, F_dec_slabs_node);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_node, FMT_DEC, 0);
        value(m, V_objects, FMT_DEC, objects);
    }
    SET_NODE(m, n, nr_slabs, n->nr_slabs - 1);
    SET_NODE(m, n, total_objects, n->total_objects - objects);
    leave(m, F_dec_slabs_node);
}

/* mm/slub.c:1378 */
static void setup_object(struct machine *m, struct kmem_cache *s, struct page *page,
                         uint32_t object)
{
    enter(m, F_setup_object);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
    }
    setup_object_debug(m, s, page, object);
    if (unlikely(s->ctor))
        slub_ctor(m, s->ctor, object);
    leave(m, F_setup_object);
}

/* Every object is free and points to the next: mm/slub.c:1418. */
static void link_objects(struct machine *m, struct kmem_cache *s, struct page *page)
{
    uint32_t p = page_address(m, page), last = p, size = s->size;

    for (uint32_t left = counters_objects(slab_counters(page)); left; left--, p += size) {
        setup_object(m, s, page, last);
        set_freepointer(m, s, last, p);
        last = p;
    }
    setup_object(m, s, page, last);
    set_freepointer(m, s, last, 0);
}

/* mm/slub.c:1386. The slab comes frozen with all objects counted as in use: it is about to become a cpu's slab. */
struct page *new_slab(struct machine *m, struct kmem_cache *s, uint32_t flags, uint32_t node)
{
    struct page *page;

    enter(m, F_new_slab);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_node, FMT_SDEC, node);
    }
    page = allocate_slab(m, s, flags & (GFP_RECLAIM_MASK | GFP_CONSTRAINT_MASK), node);
    if (page) {
        uint32_t objects = counters_objects(slab_counters(page));

        inc_slabs_node(m, s, objects);
        set_said(m, &page->private_, ram_virt(m, s), FIELD_page_private, V_slab_cache, FMT_CACHE);
        set_word(m, &page->flags, page->flags | PG_SLAB | (page->index & 0xff ? PG_ACTIVE : 0),
                 FIELD_page_flags);
        if (s->flags & SLAB_POISON)
            ram_fill(m, page_address(m, page), POISON_INUSE, PAGE_SIZE << compound_order(page));
        link_objects(m, s, page);
        set_freelist(m, page, page_address(m, page));
        set_counters(m, page, 1u << 31 | objects << 16 | objects);
    }
    leave_with(m, F_new_slab, FMT_PFN, pfn_or_none(m, page));
    return page;
}

/* mm/slub.c:1430 */
static void free_slab_(struct machine *m, struct kmem_cache *s, struct page *page)
{
    uint32_t order = compound_order(page);

    enter(m, F_free_slab_);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    if (kmem_cache_debug(s)) {
        uint32_t p = page_address(m, page), size = s->size,
                 left = counters_objects(slab_counters(page));

        slab_pad_check(m, s, page);
        for (; left; left--, p += size)
            check_object(m, s, page, p, SLUB_RED_INACTIVE);
    }
    mod_zone_page_state(m, page_zone(m, page), slab_item(s), -(1 << order));
    set_word(m, &page->flags, page->flags & ~(PG_SLAB | PG_ACTIVE), FIELD_page_flags);
    set_int(m, &page->_mapcount, -1, FIELD_page_mapcount);
    enter(m, F_free_memcg_kmem_pages);
    if (walking(m)) {
        value_page(m, page);
        value(m, V_order, FMT_DEC, order);
    }
    free_pages_(m, page, order);
    leave(m, F_free_memcg_kmem_pages);
    leave(m, F_free_slab_);
}

/* mm/slub.c:1476: with DESTROY_BY_RCU after a grace period, which is over at once here. */
static void free_slab(struct machine *m, struct kmem_cache *s, struct page *page)
{
    enter(m, F_free_slab);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    if (s->flags & SLAB_DESTROY_BY_RCU) {
        enter(m, F_call_rcu);
        enter(m, F_rcu_free_slab);
        free_slab_(m, cache_at(m, page->private_), page);
        leave(m, F_rcu_free_slab);
        leave(m, F_call_rcu);
    } else {
        free_slab_(m, s, page);
    }
    leave(m, F_free_slab);
}

/* mm/slub.c:1499 */
void discard_slab(struct machine *m, struct kmem_cache *s, struct page *page)
{
    need_slab_page(m, page);
    enter(m, F_discard_slab);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    dec_slabs_node(m, s, counters_objects(slab_counters(page)));
    free_slab(m, s, page);
    leave(m, F_discard_slab);
}

/* mm/slub.c:2199: a slab from the reserves serves only those who may use the reserves. */
bool pfmemalloc_match(struct machine *m, struct page *page, uint32_t gfpflags)
{
    bool match = true;

    enter(m, F_pfmemalloc_match);
    if (walking(m)) {
        value_page(m, page);
        value(m, V_gfpflags, FMT_HEX, gfpflags);
    }
    if (page->flags & PG_ACTIVE) {
        enter(m, F_gfp_pfmemalloc_allowed);
        if (walking(m))
            value(m, V_gfp_mask, FMT_HEX, gfpflags);
        match = gfp_to_alloc_flags(m, gfpflags) & ALLOC_NO_WATERMARKS;
        leave_with(m, F_gfp_pfmemalloc_allowed, FMT_DEC, match);
    }
    leave_with(m, F_pfmemalloc_match, FMT_DEC, match);
    return match;
}
