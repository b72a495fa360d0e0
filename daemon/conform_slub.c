// SPDX-License-Identifier: GPL-2.0-or-later
/* Caches, slabs and free chains as the golden traces digest and dump them. */
#include <string.h>

#include "alloc/slub/slub.h"
#include "daemon/conform.h"

#define LIST_END 0xffffffffu

/* A chain longer than any slab's is a circle; the digest then stops where the model's own checks do. */
#define CHAIN_MAX 0x8000u

static uint32_t next_object(struct machine *m, const struct kmem_cache *s, uint32_t object)
{
    return virt_valid(m, object + s->offset) ? ram_read(m, (object + s->offset) & ~3u) : 0;
}

/* ---- the digest ---- */

static uint64_t chain_words(struct machine *m, const struct kmem_cache *s, uint32_t object,
                            uint64_t h)
{
    for (uint32_t n = 0; object && n < CHAIN_MAX; n++, object = next_object(m, s, object))
        h = fnv_word(h, object);
    return fnv_word(h, 0);
}

static uint64_t slab_words(struct machine *m, const struct kmem_cache *s, const struct page *page,
                           uint64_t h)
{
    uint32_t counters = slab_counters(page);

    h = fnv_word(h, page_to_pfn(m, page));
    h = fnv_word(h, counters_inuse(counters));
    h = fnv_word(h, counters_objects(counters));
    h = fnv_word(h, counters_frozen(counters));
    return chain_words(m, s, page->index, h);
}

static uint64_t cpu_words(struct machine *m, const struct kmem_cache *s, uint32_t cpu, uint64_t h)
{
    const struct kmem_cache_cpu *c = cpu_slab(m, s, cpu);

    if (c->page) {
        h = chain_words(m, s, c->freelist, h);
        h = slab_words(m, s, pfn_to_page(m, c->page), h);
    } else {
        h = fnv_word(fnv_word(h, 0), LIST_END);
    }
    for (uint32_t pfn = c->partial; pfn; pfn = pfn_to_page(m, pfn)->lru.next) {
        const struct page *page = pfn_to_page(m, pfn);

        h = fnv_word(h, page->lru.prev & 0xffff);
        h = fnv_word(h, page->lru.prev >> 16);
        h = slab_words(m, s, page, h);
    }
    return fnv_word(h, LIST_END);
}

static uint64_t node_words(struct machine *m, const struct kmem_cache *s, uint64_t h)
{
    const struct kmem_cache_node *n = get_node(m, s);

    h = fnv_word(h, s->node);
    h = fnv_word(h, n->nr_partial);
    h = fnv_word(h, n->nr_slabs);
    h = fnv_word(h, n->total_objects);
    for (uint32_t off = n->partial.next; off != offset_of(m, &n->partial);
         off = list_at(m, off)->next)
        h = slab_words(m, s, lru_page(m, off), h);
    h = fnv_word(h, LIST_END);
    for (uint32_t off = n->full.next; off != offset_of(m, &n->full); off = list_at(m, off)->next)
        h = fnv_word(h, page_to_pfn(m, lru_page(m, off)));
    return fnv_word(h, LIST_END);
}

static uint64_t name_words(const char *name, uint64_t h)
{
    size_t len = strlen(name);

    h = fnv_word(h, (uint32_t)len);
    for (size_t i = 0; i < len; i += 4) {
        uint32_t word = 0;

        for (size_t k = 0; k < 4 && i + k < len; k++)
            word |= (uint32_t)(unsigned char)name[i + k] << 8 * k;
        h = fnv_word(h, word);
    }
    return h;
}

static uint64_t cache_words(struct machine *m, const struct kmem_cache *s, uint64_t h)
{
    const uint32_t words[] = { ram_virt(m, s), s->object_size,
                               s->size,        s->align,
                               s->offset,      s->inuse,
                               s->flags,       s->oo,
                               s->max,         s->min,
                               s->min_partial, s->cpu_partial,
                               s->allocflags,  (uint32_t)s->refcount };

    h = name_words(ram_at(m, s->name), fnv_word(h, 0x54000000u));
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        h = fnv_word(h, words[i]);
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        h = cpu_words(m, s, cpu, h);
    return node_words(m, s, h);
}

uint64_t digest_slub(struct machine *m)
{
    uint64_t h = fnv_word(fnv_word(FNV_OFFSET, 0x53000000u), (uint32_t)m->slab_state);

    if (m->slab_state < UP)
        return h;
    for (uint32_t off = m->slab_caches.next; off != offset_of(m, &m->slab_caches);
         off = list_at(m, off)->next)
        h = cache_words(m, list_cache(m, off), h);
    return h;
}

/* ---- the dump ---- */

static void chain_text(struct machine *m, const struct kmem_cache *s, uint32_t object,
                       struct text *t)
{
    text_add(t, "[");
    for (uint32_t n = 0; object && n < CHAIN_MAX; n++, object = next_object(m, s, object))
        text_add(t, "%s%x", n ? " " : "", object);
    text_add(t, "]");
}

static void slab_text(struct machine *m, const struct kmem_cache *s, const struct page *page,
                      struct text *t)
{
    uint32_t counters = slab_counters(page);

    text_add(t, "pfn %x inuse %u objects %u frozen %u freelist ", page_to_pfn(m, page),
             counters_inuse(counters), counters_objects(counters), counters_frozen(counters));
    chain_text(m, s, page->index, t);
    text_add(t, "\n");
}

static void cpu_text(struct machine *m, const struct kmem_cache *s, uint32_t cpu, struct text *t)
{
    const struct kmem_cache_cpu *c = cpu_slab(m, s, cpu);

    if (c->page) {
        text_add(t, " cpu %u freelist ", cpu);
        chain_text(m, s, c->freelist, t);
        text_add(t, " page ");
        slab_text(m, s, pfn_to_page(m, c->page), t);
    }
    for (uint32_t pfn = c->partial; pfn; pfn = pfn_to_page(m, pfn)->lru.next) {
        const struct page *page = pfn_to_page(m, pfn);

        text_add(t, " cpu %u partial pages %u pobjects %u ", cpu, page->lru.prev & 0xffff,
                 page->lru.prev >> 16);
        slab_text(m, s, page, t);
    }
}

static void node_text(struct machine *m, const struct kmem_cache *s, struct text *t)
{
    const struct kmem_cache_node *n = get_node(m, s);

    text_add(t, " node @%x nr_partial %u nr_slabs %u total_objects %u\n", s->node, n->nr_partial,
             n->nr_slabs, n->total_objects);
    for (uint32_t off = n->partial.next; off != offset_of(m, &n->partial);
         off = list_at(m, off)->next) {
        text_add(t, "  partial ");
        slab_text(m, s, lru_page(m, off), t);
    }
    for (uint32_t off = n->full.next; off != offset_of(m, &n->full); off = list_at(m, off)->next)
        text_add(t, "  full pfn %x\n", page_to_pfn(m, lru_page(m, off)));
}

static void cache_text(struct machine *m, const struct kmem_cache *s, struct text *t)
{
    text_add(t, "cache %s @%x object_size %u size %u align %u offset %u inuse %u flags %x",
             (const char *)ram_at(m, s->name), ram_virt(m, s), s->object_size, s->size, s->align,
             s->offset, s->inuse, s->flags);
    text_add(t, " oo %u:%u max %u:%u min %u:%u", oo_order(s->oo), oo_objects(s->oo),
             oo_order(s->max), oo_objects(s->max), oo_order(s->min), oo_objects(s->min));
    text_add(t, " min_partial %u cpu_partial %u allocflags %x refcount %d\n", s->min_partial,
             s->cpu_partial, s->allocflags, s->refcount);
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        cpu_text(m, s, cpu, t);
    node_text(m, s, t);
}

void dump_slub(struct machine *m, struct text *t)
{
    text_add(t, "== slub\nslab_state %d\n", m->slab_state);
    if (m->slab_state < UP)
        return;
    for (uint32_t off = m->slab_caches.next; off != offset_of(m, &m->slab_caches);
         off = list_at(m, off)->next)
        cache_text(m, list_cache(m, off), t);
}
