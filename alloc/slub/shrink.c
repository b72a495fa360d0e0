// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kmem_cache_shrink(): sorts the partial slabs by objects in use, fullest first, and gives the empty ones up.
 */
#include "alloc/slub/slub.h"

/* A list head in the table that shrink allocates: one per number of objects in use. */
static struct list_head *bucket(struct machine *m, uint32_t table, uint32_t inuse)
{
    return ram_at(m, table + 8 * inuse);
}

/* include/linux/list.h:292: `list` goes in whole after `after`. Its own head keeps what it pointed to. */
static void list_splice(struct machine *m, struct list_head *list, struct list_head *after)
{
    while (!list_empty(m, list)) {
        struct list_head *last = list_at(m, list->prev);

        list_del(m, last, LIST_SLAB);
        list_add(m, last, after, LIST_SLAB);
    }
}

/* mm/slub.c:3384. Slabs with the same number in use come out in reverse of their order before. */
static void sort_partial(struct machine *m, struct kmem_cache_node *n, uint32_t table,
                         uint32_t objects)
{
    uint32_t next, head = offset_of(m, &n->partial);

    for (uint32_t i = 0; i < objects; i++)
        init_list_head(m, bucket(m, table, i), FIELD_ram);
    for (uint32_t off = n->partial.next; off != head; off = next) {
        struct page *page = lru_page(m, off);
        uint32_t inuse = counters_inuse(slab_counters(page));

        next = page->lru.next;
        list_move(m, &page->lru, bucket(m, table, inuse), LIST_SLAB);
        if (!inuse)
            SET_NODE(m, n, nr_partial, n->nr_partial - 1);
    }
    for (uint32_t i = objects - 1; i > 0; i--)
        list_splice(m, bucket(m, table, i), list_at(m, n->partial.prev));
}

void kmem_cache_shrink(struct machine *m, struct kmem_cache *s)
{
    struct kmem_cache_node *n = get_node(m, s);
    uint32_t objects = oo_objects(s->max), table, next;

    enter(m, F_kmem_cache_shrink);
    if (walking(m))
        value_cache(m, s);
    table = kmalloc_(m, 8 * objects, 0xd0);
    if (table) {
        flush_all(m, s);
        if (n->nr_partial) {
            sort_partial(m, n, table, objects);
            for (uint32_t off = bucket(m, table, 0)->next; off != offset_of(m, bucket(m, table, 0));
                 off = next) {
                struct page *page = lru_page(m, off);

                next = page->lru.next;
                discard_slab(m, s, page);
            }
        }
        kfree(m, table);
    }
    leave_with(m, F_kmem_cache_shrink, FMT_SDEC, table ? 0 : (uint32_t)-12);
}
