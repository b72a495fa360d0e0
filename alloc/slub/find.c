// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/slub/find.h"

#include <stdio.h>
#include <string.h>

#include "alloc/page/page.h"
#include "alloc/vm/vm.h"

#define MAX_ALIASES 0x10000u

/* ---- caches ---- */

/* The cache whose list node is at this offset; NULL for the list's head, and where no list is yet. */
static const struct kmem_cache *cache_of_node(const struct machine *m, uint32_t off)
{
    if (!off || off == offset_of(m, &m->slab_caches))
        return NULL;
    return (const struct kmem_cache *)(const void *)((const char *)m + off -
                                                     offsetof(struct kmem_cache, list));
}

const struct kmem_cache *first_cache(const struct machine *m)
{
    return cache_of_node(m, m->slab_caches.next);
}

const struct kmem_cache *next_cache(const struct machine *m, const struct kmem_cache *s)
{
    return cache_of_node(m, s->list.next);
}

const struct kmem_cache *find_cache(const struct machine *m, uint32_t virt)
{
    const struct kmem_cache *s = first_cache(m);

    while (s && ram_virt(m, s) != virt)
        s = next_cache(m, s);
    return s;
}

const struct kmem_cache *find_cache_named(const struct machine *m, const char *name)
{
    const struct kmem_cache *s = first_cache(m);
    char its[OP_NAME_MAX];

    for (; s; s = next_cache(m, s)) {
        cache_name(m, s, its);
        if (strcmp(its, name) == 0)
            return s;
    }
    return NULL;
}

const struct kmem_cache *cache_of_op(const struct machine *m, const struct op *op)
{
    return op->cache ? find_cache(m, op->cache) : find_cache_named(m, op->name);
}

void cache_name(const struct machine *m, const struct kmem_cache *s, char name[OP_NAME_MAX])
{
    uint32_t n = 0;

    if (!virt_valid(m, s->name)) {
        snprintf(name, OP_NAME_MAX, "(null)");
        return;
    }
    for (; n + 1 < OP_NAME_MAX && virt_valid(m, s->name + n); n++) {
        name[n] = *(const char *)ram_at_const(m, s->name + n);
        if (!name[n])
            return;
        if (name[n] <= ' ' || name[n] > '~')
            name[n] = '?';
    }
    name[n] = 0;
}

/* ---- nodes ---- */

const struct kmem_cache_node *cache_node(const struct machine *m, const struct kmem_cache *s)
{
    return virt_valid(m, s->node) ? ram_at_const(m, s->node) : NULL;
}

const struct kmem_cache_cpu *cpu_slab_at(const struct machine *m, const struct kmem_cache *s,
                                         uint32_t cpu)
{
    /* cpu_slab() only computes where it lies */
    return s->cpu_slab ? cpu_slab((struct machine *)(uintptr_t)m, s, cpu) : NULL;
}

struct partial_walk partial_begin(const struct machine *m, const struct kmem_cache_node *n)
{
    return (struct partial_walk){ n->partial.next, m->nr_pages };
}

const struct page *partial_next(const struct machine *m, const struct kmem_cache_node *n,
                                struct partial_walk *walk)
{
    uint32_t first = offset_of(m, m->page) + (uint32_t)offsetof(struct page, lru),
             off = walk->off - first;
    const struct page *page;

    if (!walk->left || walk->off == offset_of(m, &n->partial) || walk->off < first ||
        off / sizeof(struct page) >= m->nr_pages || off % sizeof(struct page))
        return NULL;
    page = &m->page[off / sizeof(struct page)];
    walk->off = page->lru.next;
    walk->left--;
    return page;
}

/* ---- objects ---- */

const struct page *head_page_at(const struct machine *m, uint32_t virt)
{
    const struct page *page;

    if (!virt_valid(m, virt))
        return NULL;
    page = &m->page[(virt - PAGE_OFFSET) >> 12];
    if ((page->flags & (PG_COMPOUND | PG_RECLAIM)) != (PG_COMPOUND | PG_RECLAIM))
        return page;
    return page->private_ - m->first_pfn < m->nr_pages ? &m->page[page->private_ - m->first_pfn]
                                                       : NULL;
}

bool object_at(const struct machine *m, uint32_t virt, struct object *object)
{
    const struct page *page = head_page_at(m, virt);
    const struct kmem_cache *s =
        page && page->flags & PG_SLAB ? find_cache(m, page->private_) : NULL;
    uint32_t start, index;

    if (!s || !s->size)
        return false;
    start = page_address(m, page);
    index = (virt - start) / s->size;
    *object = (struct object){ s, page, start + index * s->size };
    return index < counters_objects(slab_counters(page));
}

/* Does the chain that begins with `first` lead to this object? A chain longer than the slab has objects is a circle. */
static bool on_chain(const struct machine *m, const struct object *object, uint32_t first)
{
    uint32_t left = counters_objects(slab_counters(object->page));

    for (uint32_t x = first; x && left; left--) {
        uint32_t link = (x + object->cache->offset) & ~3u;

        if (x == object->start)
            return true;
        x = virt_valid(m, link) ? *(const uint32_t *)ram_at_const(m, link) : 0;
    }
    return false;
}

bool object_is_free(const struct machine *m, const struct object *object)
{
    uint32_t pfn = page_to_pfn(m, object->page);

    if (on_chain(m, object, object->page->index))
        return true;
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        const struct kmem_cache_cpu *c = cpu_slab_at(m, object->cache, cpu);

        if (c && c->page == pfn && on_chain(m, object, c->freelist))
            return true;
    }
    return false;
}

/* ---- what is SLUB's own ---- */

static bool overlaps(uint32_t start, uint32_t size, uint32_t at, uint32_t length)
{
    return start < at + length && at < start + size;
}

/* A record of alias_list (mm/slub.c:5211): cache, name, next. */
static bool holds_alias(const struct machine *m, uint32_t start, uint32_t size)
{
    uint32_t left = MAX_ALIASES;

    for (uint32_t at = m->alias_list; virt_valid(m, at + 8) && !(at & 3) && left; left--) {
        if (overlaps(start, size, at, 12))
            return true;
        at = *(const uint32_t *)ram_at_const(m, at + 8);
    }
    return false;
}

const char *slub_owns(const struct machine *m, uint32_t start, uint32_t size)
{
    uint32_t literals = STATIC_BYTES + LITERALS * LITERAL_BYTES;

    for (const struct kmem_cache *s = first_cache(m); s; s = next_cache(m, s)) {
        if (overlaps(start, size, ram_virt(m, s), sizeof *s))
            return "cache descriptor";
        if (overlaps(start, size, s->node, sizeof(struct kmem_cache_node)))
            return "node";
        if (overlaps(start, size, s->name, OP_NAME_MAX))
            return "name";
    }
    if (overlaps(start, size, m->kernel_end - literals, literals))
        return "constant";
    if (percpu_owns(m, start, size))
        return percpu_owns(m, start, size);
    if (vm_owns(m, start, size))
        return vm_owns(m, start, size);
    return holds_alias(m, start, size) ? "record of an alias" : NULL;
}
