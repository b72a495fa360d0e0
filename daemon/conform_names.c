// SPDX-License-Identifier: GPL-2.0-or-later
/* What the recordings call caches and objects. */
#include <inttypes.h>
#include <stdio.h>

#include "alloc/names.h"
#include "alloc/slub/slub.h"
#include "daemon/conform.h"

static bool static_copy(const struct machine *m, uint32_t cache)
{
    return cache < m->kernel_end && cache >= m->kernel_end - PAGE_SIZE;
}

static const struct kmem_cache *descriptor(const struct machine *m, uint32_t cache)
{
    return ram_at_const(m, cache);
}

static void cache_name(const struct machine *m, uint32_t cache, char text[OBJECT_TEXT])
{
    const struct kmem_cache *s = cache ? ram_at_const(m, cache) : NULL;
    const char *name = s && s->name ? ram_at_const(m, s->name) : NULL;

    if (!s)
        snprintf(text, OBJECT_TEXT, "NULL");
    else if (static_copy(m, cache))
        snprintf(text, OBJECT_TEXT, "boot:%s", name ? name : "?");
    else if (name)
        snprintf(text, OBJECT_TEXT, "%s", name);
    else
        snprintf(text, OBJECT_TEXT, "cache@%" PRIx32, cache);
}

static void object_name(const struct machine *m, uint32_t object, char text[OBJECT_TEXT])
{
    char cache[OBJECT_TEXT];
    const struct page *page;
    const struct kmem_cache *s;
    uint32_t pfn, off;

    if (!virt_valid(m, object)) {
        snprintf(text, OBJECT_TEXT, object ? "%" PRIx32 : "NULL", object);
        return;
    }
    pfn = m->first_pfn + ((object - PAGE_OFFSET) >> 12);
    page = &m->page[pfn - m->first_pfn];
    if ((page->flags & (PG_COMPOUND | PG_RECLAIM)) == (PG_COMPOUND | PG_RECLAIM))
        pfn = page->private_;
    page = &m->page[pfn - m->first_pfn];
    if (!(page->flags & PG_SLAB) || !descriptor(m, page->private_)->name) {
        snprintf(text, OBJECT_TEXT, "%" PRIx32, object);
        return;
    }
    cache_name(m, page->private_, cache);
    s = ram_at_const(m, page->private_);
    off = object - page_address(m, page);
    if (off % s->size)
        snprintf(text, OBJECT_TEXT, "%" PRIx32 "{%.31s %" PRIx32 "[%" PRIu32 "]+%" PRIu32 "}",
                 object, cache, pfn, off / s->size, off % s->size);
    else
        snprintf(text, OBJECT_TEXT, "%" PRIx32 "{%.31s %" PRIx32 "[%" PRIu32 "]}", object, cache,
                 pfn, off / s->size);
}

/* A node is known by the cache on slab_caches, or the static one in use, that points to it. */
static void node_name(const struct machine *m, uint32_t node, char text[OBJECT_TEXT])
{
    const uint32_t boot[2] = { m->kmem_cache, m->kmem_cache_node };
    char cache[OBJECT_TEXT];
    uint32_t owner = 0;

    for (unsigned i = 0; i < 2 && !owner; i++)
        if (boot[i] && static_copy(m, boot[i]) && descriptor(m, boot[i])->node == node)
            owner = boot[i];
    for (uint32_t off = m->slab_caches.next; off && !owner && off != offset_of(m, &m->slab_caches);
         off = ((const struct list_head *)(const void *)((const char *)m + off))->next) {
        uint32_t s = ram_virt(m, (const char *)m + off - offsetof(struct kmem_cache, list));

        if (descriptor(m, s)->node == node)
            owner = s;
    }
    cache_name(m, owner, cache);
    if (!node)
        snprintf(text, OBJECT_TEXT, "NULL");
    else if (owner)
        snprintf(text, OBJECT_TEXT, "node(%.31s)", cache);
    else
        snprintf(text, OBJECT_TEXT, "node@%" PRIx32, node);
}

/* While a static copy is being moved its cpu slab is still known as the copy's. */
static uint32_t cpu_slab_owner(const struct machine *m, uint32_t cache)
{
    const uint32_t boot[2] = { m->kmem_cache, m->kmem_cache_node };

    for (unsigned i = 0; i < 2; i++)
        if (boot[i] && static_copy(m, boot[i]) &&
            descriptor(m, boot[i])->cpu_slab == descriptor(m, cache)->cpu_slab)
            return boot[i];
    return cache;
}

bool conform_object_text(const struct machine *m, unsigned format, uint32_t a, uint32_t b,
                         char text[OBJECT_TEXT])
{
    char cache[OBJECT_TEXT];

    switch (format) {
    case FMT_ADDR:
        object_name(m, a, text);
        return true;
    case FMT_CACHE:
        cache_name(m, a, text);
        return true;
    case FMT_NODE_OF:
        node_name(m, a, text);
        return true;
    case FMT_STRING:
        snprintf(text, OBJECT_TEXT, a ? "\"%s\"" : "NULL",
                 a ? (const char *)ram_at_const(m, a) : "");
        return true;
    case FMT_CPU_SLAB:
        cache_name(m, cpu_slab_owner(m, a), cache);
        snprintf(text, OBJECT_TEXT, "cpu_slab(%.31s,cpu%" PRIu32 ")", cache, b);
        return true;
    default:
        return false;
    }
}
