// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the kernel says about its caches: /proc/slabinfo, and the files under /sys/kernel/slab (of which proc_calls.c has two). cache_dma would
 * need CONFIG_ZONE_DMA, the others SLUB_STATS.
 */
#include <string.h>

#include "alloc/proc.h"
#include "alloc/slub/find.h"
#include "alloc/slub/report.h"

/* ---- counting ---- */

enum count { COUNT_SLABS, COUNT_OBJECTS, COUNT_INUSE };

/* mm/slub.c:2107 */
static uint32_t count_partial(const struct machine *m, const struct kmem_cache *s, enum count what)
{
    const struct kmem_cache_node *n = cache_node(m, s);
    struct slab_list_walk walk;
    const struct page *page;
    uint32_t x = 0;

    if (!n)
        return 0;
    walk = slab_list_walk(m, &n->partial);
    while ((page = slab_list_next(m, &walk))) {
        uint32_t c = slab_counters(page);

        x += what == COUNT_OBJECTS ? counters_objects(c) : counters_inuse(c);
    }
    return x;
}

static uint32_t count_free(const struct machine *m, const struct kmem_cache *s)
{
    return count_partial(m, s, COUNT_OBJECTS) - count_partial(m, s, COUNT_INUSE);
}

static uint32_t nr_slabs(const struct machine *m, const struct kmem_cache *s)
{
    const struct kmem_cache_node *n = cache_node(m, s);

    return n ? n->nr_slabs : 0;
}

static uint32_t total_objects(const struct machine *m, const struct kmem_cache *s)
{
    const struct kmem_cache_node *n = cache_node(m, s);

    return n ? n->total_objects : 0;
}

/* ---- /proc/slabinfo ---- */

/* mm/slab_common.c:587 and mm/slub.c:5289; there is nothing that could be tuned. */
static void slabinfo_line(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    uint32_t slabs = nr_slabs(m, s), objects = total_objects(m, s);
    char name[OP_NAME_MAX];

    cache_name(m, s, name);
    text_add(t, "%-17s %6u %6u %6u %4u %4u", name, objects - count_free(m, s), objects, s->size,
             oo_objects(s->oo), 1u << (oo_order(s->oo) & 31));
    text_add(t, " : tunables %4u %4u %4u : slabdata %6u %6u %6u\n", 0u, 0u, 0u, slabs, slabs, 0u);
}

void proc_slabinfo(const struct machine *m, struct text *t)
{
    struct cache_walk walk = cache_walk(m);
    const struct kmem_cache *s;

    text_add(t, "slabinfo - version: 2.1\n"
                "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab>"
                " : tunables <limit> <batchcount> <sharedfactor>"
                " : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
    while ((s = cache_next(m, &walk)))
        slabinfo_line(m, s, t);
}

/* ---- /sys/kernel/slab ---- */

typedef void show_fn(const struct machine *m, const struct kmem_cache *s, struct text *t);

static void show_objs_per_slab(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    (void)m;
    text_add(t, "%u", oo_objects(s->oo));
}
static void show_order(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    (void)m;
    text_add(t, "%u", oo_order(s->oo));
}
static void show_aliases(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    (void)m;
    text_add(t, "%d", s->refcount - 1);
}
static void show_objects(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    text_add(t, "%u", total_objects(m, s) - count_free(m, s));
}
static void show_objects_partial(const struct machine *m, const struct kmem_cache *s,
                                 struct text *t)
{
    text_add(t, "%u", count_partial(m, s, COUNT_INUSE));
}
static void show_partial(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    const struct kmem_cache_node *n = cache_node(m, s);

    text_add(t, "%u", n ? n->nr_partial : 0);
}
static void show_slabs(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    text_add(t, "%u", nr_slabs(m, s));
}
static void show_total_objects(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    text_add(t, "%u", total_objects(m, s));
}

/* The first slab of a cpu's partial list, which counts the list; NULL if there is none. */
static const struct page *cpu_partial_page(const struct machine *m, const struct kmem_cache *s,
                                           uint32_t cpu)
{
    const struct kmem_cache_cpu *c = cpu_slab_at(m, s, cpu);

    return c && c->partial - m->first_pfn < m->nr_pages ? &m->page[c->partial - m->first_pfn]
                                                        : NULL;
}
static int partial_pages(const struct page *page)
{
    return (int16_t)(page->lru.prev & 0xffff);
}
static int partial_objects(const struct page *page)
{
    return (int16_t)(page->lru.prev >> 16);
}

/* mm/slub.c:4262 with SO_CPU: a cpu without a slab of its own is passed over, whatever its partial list has. */
static void show_cpu_slabs(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    int total = 0;

    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        const struct kmem_cache_cpu *c = cpu_slab_at(m, s, cpu);
        const struct page *partial = cpu_partial_page(m, s, cpu);

        if (c && c->page)
            total += 1 + (partial ? partial_pages(partial) : 0);
    }
    text_add(t, "%d", total);
}

/* mm/slub.c:4523: "objects(slabs)" of all cpus, then of each. */
static void show_slabs_cpu_partial(const struct machine *m, const struct kmem_cache *s,
                                   struct text *t)
{
    int objects = 0, pages = 0;

    for (uint32_t cpu = 0; cpu < m->nr_online_cpus; cpu++) {
        const struct page *page = cpu_partial_page(m, s, cpu);

        objects += page ? partial_objects(page) : 0;
        pages += page ? partial_pages(page) : 0;
    }
    text_add(t, "%d(%d)", objects, pages);
    for (uint32_t cpu = 0; cpu < m->nr_online_cpus; cpu++) {
        const struct page *page = cpu_partial_page(m, s, cpu);

        if (page)
            text_add(t, " C%u=%d(%d)", cpu, partial_objects(page), partial_pages(page));
    }
}

/* mm/slub.c:4720: read() fails with ENOSYS where no tracks are kept; what a reader then sees. */
static void show_calls(const struct machine *m, const struct kmem_cache *s, enum track_item which,
                       struct text *t)
{
    if (s->flags & SLAB_STORE_USER)
        proc_slab_calls(m, s, which, t);
    else
        text_add(t, "Function not implemented\n");
}
static void show_alloc_calls(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    show_calls(m, s, TRACK_ALLOC, t);
}
static void show_free_calls(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    show_calls(m, s, TRACK_FREE, t);
}

/* What a file shows: a word of the descriptor, whether a flag is set, more than that, or nothing at all. */
#define WORD(name)  .word = offsetof(struct kmem_cache, name) + 1
#define FLAG(flag_) .flag = (flag_)
#define SHOW(name)  .show = show_##name
#define MANY(name)  SHOW(name), .lines = true
#define ATTR(name_, ...)            \
    {                               \
        .name = #name_, __VA_ARGS__ \
    }

/* mm/slub.c:4882, in that order. */
static const struct attribute {
    const char *name;
    size_t word; /* 1 + its offset */
    uint32_t flag;
    show_fn *show;
    bool lines; /* ends its lines itself */
} attributes[] = {
    ATTR(slab_size, WORD(size)),
    ATTR(object_size, WORD(object_size)),
    ATTR(objs_per_slab, SHOW(objs_per_slab)),
    ATTR(order, SHOW(order)),
    ATTR(min_partial, WORD(min_partial)),
    ATTR(cpu_partial, WORD(cpu_partial)),
    ATTR(objects, SHOW(objects)),
    ATTR(objects_partial, SHOW(objects_partial)),
    ATTR(partial, SHOW(partial)),
    ATTR(cpu_slabs, SHOW(cpu_slabs)),
    ATTR(ctor, 0),
    ATTR(aliases, SHOW(aliases)),
    ATTR(align, WORD(align)),
    ATTR(hwcache_align, FLAG(SLAB_HWCACHE_ALIGN)),
    ATTR(reclaim_account, FLAG(SLAB_RECLAIM_ACCOUNT)),
    ATTR(destroy_by_rcu, FLAG(SLAB_DESTROY_BY_RCU)),
    ATTR(shrink, 0),
    ATTR(reserved, WORD(reserved)),
    ATTR(slabs_cpu_partial, SHOW(slabs_cpu_partial)),
    ATTR(total_objects, SHOW(total_objects)),
    ATTR(slabs, SHOW(slabs)),
    ATTR(sanity_checks, FLAG(SLAB_DEBUG_FREE)),
    ATTR(trace, FLAG(SLAB_TRACE)),
    ATTR(red_zone, FLAG(SLAB_RED_ZONE)),
    ATTR(poison, FLAG(SLAB_POISON)),
    ATTR(store_user, FLAG(SLAB_STORE_USER)),
    ATTR(validate, 0),
    ATTR(alloc_calls, MANY(alloc_calls)),
    ATTR(free_calls, MANY(free_calls)),
};
#define NR_ATTRIBUTES (sizeof attributes / sizeof attributes[0])

static void show(const struct machine *m, const struct kmem_cache *s, const struct attribute *a,
                 struct text *t)
{
    uint32_t word;

    if (a->show) {
        a->show(m, s, t);
    } else if (a->word) {
        memcpy(&word, (const char *)s + a->word - 1, sizeof word);
        text_add(t, "%u", word);
    } else if (a->flag) {
        text_add(t, "%d", (s->flags & a->flag) != 0);
    }
}

static bool is_empty(const struct attribute *a)
{
    return !a->show && !a->word && !a->flag;
}

unsigned slab_attribute(const char *name)
{
    unsigned which = 0;

    while (which < NR_ATTRIBUTES && strcmp(attributes[which].name, name) != 0)
        which++;
    return which < NR_ATTRIBUTES ? which : SLAB_NO_ATTRIBUTE;
}

static void show_all(const struct machine *m, const struct kmem_cache *s, struct text *t)
{
    for (unsigned i = 0; i < NR_ATTRIBUTES; i++) {
        const struct attribute *a = &attributes[i];

        text_add(t, "%s:%s", a->name, is_empty(a) ? "" : a->lines ? "\n" : " ");
        show(m, s, a, t);
        if (!a->lines)
            text_add(t, "\n");
    }
}

bool proc_slab(const struct machine *m, const char *cache, unsigned attribute, struct text *t)
{
    struct op op = { 0 };
    const struct kmem_cache *s =
        op_set_cache(&op, cache, strlen(cache)) ? cache_of_op(m, &op) : NULL;

    if (!s)
        return false;
    if (attribute >= NR_ATTRIBUTES) {
        show_all(m, s, t);
    } else {
        const struct attribute *a = &attributes[attribute];

        show(m, s, a, t);
        if (!is_empty(a) && !a->lines)
            text_add(t, "\n");
    }
    return true;
}
