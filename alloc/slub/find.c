// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/slub/find.h"

#include <stdio.h>
#include <string.h>

#include "alloc/page/page.h"
#include "alloc/user/ops.h"
#include "alloc/vm/vm.h"

#define MAX_ALIASES 0x10000u

/* ---- caches ---- */

/* What lies at an offset of the image, if that is in low memory and may be a struct of n bytes; else NULL. */
static const void *struct_at(const struct machine *m, uint32_t off, uint32_t n)
{
    uint32_t virt = off - m->ram_off + PAGE_OFFSET;

    return off >= m->ram_off && !(virt & 3) && ram_mapped(m, virt, n) ? (const char *)m + off
                                                                      : NULL;
}

struct cache_walk cache_walk(const struct machine *m)
{
    return (struct cache_walk){ m->slab_caches.next, CACHES_MAX };
}

const struct kmem_cache *cache_next(const struct machine *m, struct cache_walk *walk)
{
    const struct kmem_cache *s = NULL;

    if (walk->left && walk->off && walk->off != offset_of(m, &m->slab_caches))
        s = struct_at(m, walk->off - (uint32_t)offsetof(struct kmem_cache, list), sizeof *s);
    if (s) {
        walk->off = s->list.next;
        walk->left--;
    }
    return s;
}

const struct kmem_cache *find_cache(const struct machine *m, uint32_t virt)
{
    struct cache_walk walk = cache_walk(m);
    const struct kmem_cache *s;

    while ((s = cache_next(m, &walk)) && ram_virt(m, s) != virt)
        ;
    return s;
}

const struct kmem_cache *find_cache_named(const struct machine *m, const char *name)
{
    struct cache_walk walk = cache_walk(m);
    const struct kmem_cache *s;
    char its[OP_NAME_MAX];

    while ((s = cache_next(m, &walk))) {
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
    return struct_at(m, s->node - PAGE_OFFSET + m->ram_off, sizeof(struct kmem_cache_node));
}

const struct kmem_cache_cpu *cpu_slab_at(const struct machine *m, const struct kmem_cache *s,
                                         uint32_t cpu)
{
    uint32_t at = m->pcpu_area[cpu] + (s->cpu_slab - PCPU_BASE); /* as per_cpu_ptr() */

    if (!s->cpu_slab || at & 3 || at < m->ram_off ||
        at - m->ram_off > m->ram_size - sizeof(struct kmem_cache_cpu))
        return NULL;
    return (const void *)((const char *)m + at);
}

struct slab_list_walk slab_list_walk(const struct machine *m, const struct list_head *list)
{
    return (struct slab_list_walk){ list->next, m->nr_pages };
}

/* The list's head is no page's, and so ends it. */
const struct page *slab_list_next(const struct machine *m, struct slab_list_walk *walk)
{
    uint32_t first = offset_of(m, m->page) + (uint32_t)offsetof(struct page, lru),
             off = walk->off - first;
    const struct page *page;

    if (!walk->left || walk->off < first || off / sizeof(struct page) >= m->nr_pages ||
        off % sizeof(struct page))
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
    struct cache_walk walk = cache_walk(m);
    const struct kmem_cache *s;

    while ((s = cache_next(m, &walk))) {
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
    if (user_owns(m, start, size))
        return user_owns(m, start, size);
    return holds_alias(m, start, size) ? "record of an alias" : NULL;
}
