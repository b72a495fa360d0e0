// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How many events an operation of SLUB's may have, counted generously: what may exceed OP_LONG_EVENTS is streamed as a time-lapse. Poison costs
 * most, for it writes every word of a slab.
 */
#include "alloc/slub/find.h"
#include "alloc/slub/ops.h"

/* An operation by itself, with pages from the buddy lists and back, and a cpu's partial list that drains meanwhile. */
#define ONE_OP 15000u
/* A slab's end, with the merging of its pages; its way from list to list. */
#define ONE_SLAB        500u
#define CPU_PARTIAL_MAX 32u
#define ALL_SLABS       0x10000u
/* Of kmem_cache_shrink()'s lists, one for each number of objects in use. */
#define ONE_BUCKET 8u
/* Visiting an object: to link it, to return it to its slab; with its debugging checks. */
#define ONE_OBJECT       40u
#define ONE_DEBUG_OBJECT 120u

static uint64_t objects_of_slab(const struct kmem_cache *s)
{
    return (uint64_t)oo_objects(s->oo) * (kmem_cache_debug(s) ? ONE_DEBUG_OBJECT : ONE_OBJECT);
}

/* Words that poison, red zones or zeroing write into one object; three times the slab when it is new. */
static uint64_t words_of_object(const struct kmem_cache *s)
{
    return s->size / 4;
}

/*
 * How many slabs an allocation may go through: each partial one may fail its checks. Where the free pointer lies in the red zone, as in objects of
 * less than a word, every slab does.
 */
static uint64_t failing_slabs(const struct machine *m, const struct kmem_cache *s)
{
    const struct kmem_cache_node *n = cache_node(m, s);

    if (!kmem_cache_debug(s))
        return 0;
    if (s->flags & SLAB_RED_ZONE && !s->offset && s->object_size < 4)
        return ALL_SLABS;
    return n ? n->nr_partial : 0;
}

static uint64_t alloc_cost(const struct machine *m, const struct kmem_cache *s, uint32_t gfp)
{
    uint32_t order = oo_order(s->oo) < MAX_ORDER ? oo_order(s->oo) : MAX_ORDER;
    uint64_t words = kmem_cache_debug(s) ? 3ull * ((PAGE_SIZE << order) / 4) : 0;

    return ONE_OP + objects_of_slab(s) + words + (gfp & GFP_ZERO_ ? words_of_object(s) : 0) +
           ONE_SLAB * failing_slabs(m, s);
}

static uint64_t free_cost(const struct kmem_cache *s)
{
    return ONE_OP + (kmem_cache_debug(s) ? objects_of_slab(s) + words_of_object(s) : 0);
}

/* The cpus give up what they have; each partial slab is looked at, and may go. */
static uint64_t flush_cost(const struct machine *m, const struct kmem_cache *s)
{
    const struct kmem_cache_node *n = cache_node(m, s);
    uint64_t slabs = n ? n->nr_partial : 0, cpus = 0;

    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        const struct kmem_cache_cpu *c = cpu_slab_at(m, s, cpu);

        cpus += c && c->page;
        slabs += c && c->partial ? CPU_PARTIAL_MAX : 0;
    }
    slabs += cpus;
    if (n && slabs > n->nr_slabs)
        slabs = n->nr_slabs;
    return ONE_SLAB * (slabs + 1) + objects_of_slab(s) * (kmem_cache_debug(s) ? slabs : cpus) +
           (uint64_t)oo_objects(s->max) * ONE_BUCKET;
}

static uint64_t shrink_all_cost(const struct machine *m)
{
    struct cache_walk walk = cache_walk(m);
    const struct kmem_cache *s;
    uint64_t sum = 0;

    while ((s = cache_next(m, &walk)))
        sum += flush_cost(m, s);
    return sum;
}

static uint64_t cost(const struct machine *m, const struct op *op)
{
    const struct kmem_cache *s;
    struct object o;

    switch (op->kind) {
    case OP_SHRINK_ALL:
        return shrink_all_cost(m);
    case OP_KFREE:
        return object_at(m, op->addr, &o) ? free_cost(o.cache) : 0;
    case OP_CACHE_ALLOC:
    case OP_CACHE_FREE:
    case OP_CACHE_SHRINK:
    case OP_CACHE_DESTROY:
        s = cache_of_op(m, op);
        if (!s)
            return 0;
        return op->kind == OP_CACHE_ALLOC  ? alloc_cost(m, s, op->gfp)
               : op->kind == OP_CACHE_FREE ? free_cost(s)
                                           : flush_cost(m, s);
    default: /* the caches of kmalloc() are small and have no debugging */
        return 0;
    }
}

bool slub_op_is_long(const struct machine *m, const struct op *op)
{
    return m->slab_state == UP && cost(m, op) > OP_LONG_EVENTS;
}
