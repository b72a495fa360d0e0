// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Looking at caches and objects from outside, between operations or in the middle of one: nothing is written, nothing is reported, and no
 * pointer is followed out of the machine, whatever a stray write has done to it.
 */
#ifndef ALLOC_SLUB_FIND_H
#define ALLOC_SLUB_FIND_H

#include "alloc/slub/slub.h"

/* The caches as slab_caches has them, newest first; NULL at the end, and where the list leaves low memory or becomes a circle. */
struct cache_walk {
    uint32_t off, left;
};
struct cache_walk cache_walk(const struct machine *m);
const struct kmem_cache *cache_next(const struct machine *m, struct cache_walk *walk);

/* The cache at this address, or the first of this name; NULL if there is none. */
const struct kmem_cache *find_cache(const struct machine *m, uint32_t virt);
const struct kmem_cache *find_cache_named(const struct machine *m, const char *name);

/* The cache that an op means: by its address if it has one, else by its name. */
const struct kmem_cache *cache_of_op(const struct machine *m, const struct op *op);

/* The cache's name, cut to what fits; "(null)" while it has none, as the kernel prints it. */
void cache_name(const struct machine *m, const struct kmem_cache *s, char name[OP_NAME_MAX]);

/* The node of the cache, NULL if it has none. */
const struct kmem_cache_node *cache_node(const struct machine *m, const struct kmem_cache *s);

/* What a cpu has of the cache; NULL while it has no per-cpu data. */
const struct kmem_cache_cpu *cpu_slab_at(const struct machine *m, const struct kmem_cache *s,
                                         uint32_t cpu);

/* The slabs of a node's list, partial or full, in order, NULL at the end. A list longer than RAM has pages is a circle and ends there. */
struct slab_list_walk {
    uint32_t off, left;
};
struct slab_list_walk slab_list_walk(const struct machine *m, const struct list_head *list);
const struct page *slab_list_next(const struct machine *m, struct slab_list_walk *walk);

/* An object of a slab, by any address inside it. */
struct object {
    const struct kmem_cache *cache;
    const struct page *page; /* the slab */
    uint32_t start;          /* address */
};
bool object_at(const struct machine *m, uint32_t virt, struct object *object);

/* What SLUB keeps there for itself, which it would not survive losing: "cache descriptor", "node", "name", …; NULL if nothing. */
const char *slub_owns(const struct machine *m, uint32_t start, uint32_t size);

/* The page that holds an address; for a tail page of a compound page its first page. NULL outside of low memory. */
const struct page *head_page_at(const struct machine *m, uint32_t virt);

#endif
