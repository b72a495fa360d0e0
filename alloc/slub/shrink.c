// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kmem_cache_shrink(): sorts the partial slabs by objects in use, fullest first, and gives the empty ones up.
 */
#include "alloc/slub/slub.h"

/* A list head in the table that shrink allocates: one per number of objects in use. */
static struct list_head *bucket(struct machine *m, uint32_t table, uint32_t inuse)
{
    return ram_struct(m, table + 8 * inuse, sizeof(struct list_head));
}

/* mm/slub.c:3384. Slabs with the same number in use come out in reverse of their order before. */
static void sort_partial(struct machine *m, struct kmem_cache_node *n, uint32_t table,
                         uint32_t objects)
{
    struct slab_walk walk = slab_walk_begin(m, &n->partial);
    struct page *page;

    for (uint32_t i = 0; i < objects; i++)
        init_list_head(m, bucket(m, table, i), FIELD_ram);
    while ((page = slab_walk_next(m, &walk))) {
        uint32_t inuse = counters_inuse(slab_counters(page));

        slab_list_del(m, &page->lru);
        slab_list_add(m, &page->lru, bucket(m, table, inuse));
        if (!inuse)
            SET_NODE(m, n, nr_partial, n->nr_partial - 1);
    }
    for (uint32_t i = objects; i-- > 1;)
        slab_list_splice(m, bucket(m, table, i), n->partial.prev);
}

/* The slabs that hold no objects. */
static void discard_bucket(struct machine *m, struct kmem_cache *s, const struct list_head *empty)
{
    struct slab_walk walk = slab_walk_begin(m, empty);
    struct page *page;

    while ((page = slab_walk_next(m, &walk)))
        discard_slab(m, s, page);
}

void kmem_cache_shrink(struct machine *m, struct kmem_cache *s)
{
    struct kmem_cache_node *n = need_node(m, s);
    uint32_t objects = oo_objects(s->max), table;

    enter(m, F_kmem_cache_shrink);
    if (walking(m))
        value_cache(m, s);
    need_cache(m, s);
    table = kmalloc_(m, 8 * objects, GFP_KERNEL);
    if (table) {
        flush_all(m, s);
        if (n->nr_partial) {
            need_ring(m, &n->partial);
            sort_partial(m, n, table, objects);
            discard_bucket(m, s, bucket(m, table, 0));
        }
        kfree(m, table);
    }
    leave_with(m, F_kmem_cache_shrink, FMT_SDEC, table ? 0 : (uint32_t)-12);
}
