// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What must hold of SLUB:
 *
 *	- slab_caches is a ring; every slab belongs to one cache on it, and has the size and the objects that the cache gives a slab
 *	- a slab is in one place: a cpu's slab, on a cpu's partial list, on its node's partial or full list, or full and on no list
 *	- frozen are the slabs of cpus and of their partial lists, and no others
 *	- free lists run from object to object of their slab, meet none twice and end; inuse and the free objects are all objects, where what lies in a
 *	  cpu's own freelist counts as in use
 *	- nr_partial, nr_slabs and total_objects are what there is; pages and pobjects of a cpu's partial list can have come about
 *	- NR_SLAB_RECLAIMABLE and NR_SLAB_UNRECLAIMABLE with their differences are the pages of the slabs
 *	- a descriptor, its node and its name lie in objects in use; what kmalloc() took from the page allocator is a compound page
 */
#include <stdlib.h>
#include <string.h>

#include "alloc/check_parts.h"
#include "alloc/slub/slub.h"

#define MAX_CACHES 1024

/* A cache and what was found of it. */
struct cache_found {
    struct kmem_cache *s;
    uint32_t slabs, objects, pages;
};

/* The objects of a slab that were met on a free list. */
struct free_objects {
    uint32_t seen[0x8000 / 32];
    uint32_t nr;
};

struct slub_check {
    struct check *c;
    struct machine *m;
    struct cache_found cache[MAX_CACHES];
    uint32_t nr_caches;
    uint8_t *placed; /* per page: a slab that was found in a place */
    uint32_t pages[MAX_NR_ZONES][2];
    struct free_objects free_objects; /* of the slab at hand */
};

static bool low_words(const struct machine *m, uint32_t virt, uint32_t bytes)
{
    return virt && !(virt & 3) && virt_valid(m, virt) && virt_valid(m, virt + bytes - 1);
}

static const char *name_of_cache(struct machine *m, const struct kmem_cache *s)
{
    return virt_valid(m, s->name) ? ram_at(m, s->name) : "(null)";
}

#define WRONG_CACHE(k, s, format, ...) \
    check_wrong("%.31s: " format, name_of_cache((k)->m, s), __VA_ARGS__)

/* ---- caches ---- */

static bool check_sizes(struct slub_check *k, const struct kmem_cache *s)
{
    uint32_t tracks = s->flags & SLAB_STORE_USER ? 2 * TRACK_SIZE : 0;

    if (!s->object_size || s->object_size > s->inuse || s->inuse > s->size)
        return WRONG_CACHE(k, s, "object_size %u, inuse %u, size %u", s->object_size, s->inuse,
                           s->size);
    if (s->offset + 4 > s->size || (s->offset ? s->offset + 4 : s->inuse) + tracks > s->size)
        return WRONG_CACHE(k, s, "offset %u leaves no room in size %u", s->offset, s->size);
    if (oo_order(s->oo) >= MAX_ORDER || oo_order(s->min) > oo_order(s->oo) || !oo_objects(s->min) ||
        oo_objects(s->max) < oo_objects(s->oo))
        return WRONG_CACHE(k, s, "oo %x, min %x, max %x", s->oo, s->min, s->max);
    return true;
}

/* The caches on slab_caches, in its order. */
static bool list_caches(struct slub_check *k)
{
    struct machine *m = k->m;
    uint32_t head = offset_of(m, &m->slab_caches), prev = head;

    for (uint32_t off = m->slab_caches.next; off != head; off = list_at(m, off)->next) {
        uint32_t virt =
            off - m->ram_off + PAGE_OFFSET - (uint32_t)offsetof(struct kmem_cache, list);

        if (!low_words(m, virt, sizeof(struct kmem_cache)) || k->nr_caches == MAX_CACHES)
            return check_wrong("slab_caches is broken after %u caches", k->nr_caches);
        if (list_at(m, off)->prev != prev)
            return check_wrong("slab_caches: prev of 0x%x is wrong", virt);
        prev = off;
        k->cache[k->nr_caches++].s = list_cache(m, off);
        if (!check_sizes(k, list_cache(m, off)))
            return false;
        if (!low_words(m, list_cache(m, off)->node, sizeof(struct kmem_cache_node)))
            return WRONG_CACHE(k, list_cache(m, off), "node 0x%x", list_cache(m, off)->node);
    }
    return m->slab_caches.prev == prev || check_wrong("slab_caches: tail is wrong");
}

static struct cache_found *find_found(struct slub_check *k, uint32_t virt)
{
    for (uint32_t i = 0; i < k->nr_caches; i++)
        if (ram_virt(k->m, k->cache[i].s) == virt)
            return &k->cache[i];
    return NULL;
}

/* ---- pages ---- */

/* A slab's pages belong to it; its size and objects are those of a first or a second try. */
static bool check_slab_pages(struct slub_check *k, struct page *page)
{
    struct machine *m = k->m;
    struct cache_found *f = find_found(k, page->private_);
    uint32_t pfn = page_to_pfn(m, page), order = compound_order(page),
             objects = counters_objects(slab_counters(page));

    if (!f)
        return check_wrong("slab 0x%x belongs to 0x%x, which is no cache", pfn, page->private_);
    if (order << 16 != (f->s->oo & ~0xffffu) && order << 16 != (f->s->min & ~0xffffu))
        return WRONG_CACHE(k, f->s, "slab 0x%x is of order %u", pfn, order);
    if (objects != (PAGE_SIZE << order) / f->s->size)
        return WRONG_CACHE(k, f->s, "slab 0x%x has %u objects", pfn, objects);
    if (page->_count != 1)
        return WRONG_CACHE(k, f->s, "slab 0x%x has _count %d", pfn, page->_count);
    f->slabs++;
    f->objects += objects;
    k->pages[zone_idx(m, page_zone(m, page))][!(f->s->flags & SLAB_RECLAIM_ACCOUNT)] += 1u << order;
    return check_compound_tails(m, page, order) && check_claim(k->c, pfn, 1u << order, SLAB);
}

/* What is neither free, nor held, nor a slab, nor reserved, is a large kmalloc() if it is a compound page. */
static bool check_large(struct slub_check *k, struct page *page)
{
    uint32_t pfn = page_to_pfn(k->m, page), order = compound_order(page);

    if (page->_count != 1 || PAGE_SIZE << order <= KMALLOC_MAX_CACHE_SIZE)
        return check_wrong("large kmalloc 0x%x has _count %d, order %u", pfn, page->_count, order);
    return check_compound_tails(k->m, page, order) && check_claim(k->c, pfn, 1u << order, LARGE);
}

static bool check_pages(struct slub_check *k)
{
    struct machine *m = k->m;

    for (uint32_t i = 0; i < m->max_low_pfn - m->first_pfn; i++) {
        struct page *page = &m->page[i];

        if (page->flags & PG_SLAB) {
            if (!check_slab_pages(k, page))
                return false;
        } else if (k->c->found[i] == NOTHING && page->flags & PG_COMPOUND &&
                   !(page->flags & PG_RECLAIM)) {
            if (!check_large(k, page))
                return false;
        }
    }
    return true;
}

static bool check_stat(const struct slub_check *k, uint32_t z, int item, uint32_t pages)
{
    int32_t stat = k->m->zone[z].vm_stat[item] + check_diffs(k->m, z, item);

    return stat == (int32_t)pages || check_wrong("zone %u: %s with differences %d, %u in slabs", z,
                                                 item_table[item], stat, pages);
}

static bool check_stats(const struct slub_check *k)
{
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        if (!check_stat(k, z, NR_SLAB_RECLAIMABLE, k->pages[z][0]) ||
            !check_stat(k, z, NR_SLAB_UNRECLAIMABLE, k->pages[z][1]))
            return false;
    return true;
}

/* ---- objects ---- */

/* Walks one free list of a slab. */
static bool check_chain(struct slub_check *k, const struct kmem_cache *s, struct page *page,
                        uint32_t object)
{
    struct free_objects *found = &k->free_objects;
    uint32_t start = page_address(k->m, page), pfn = page_to_pfn(k->m, page),
             objects = counters_objects(slab_counters(page));

    while (object) {
        uint32_t i = (object - start) / s->size;

        if (i >= objects || (object - start) % s->size)
            return WRONG_CACHE(k, s, "0x%x is free in slab 0x%x, but none of its objects", object,
                               pfn);
        if (found->seen[i / 32] >> i % 32 & 1)
            return WRONG_CACHE(k, s, "object 0x%x is free twice in slab 0x%x", object, pfn);
        found->seen[i / 32] |= 1u << i % 32;
        found->nr++;
        object = ram_read(k->m, object + s->offset);
    }
    return true;
}

/* The slab is in this place and in no other; its free lists and counters fit together. `freelist` is that of the cpu whose slab it is. */
static bool check_slab_in(struct slub_check *k, const struct kmem_cache *s, struct page *page,
                          bool frozen, uint32_t freelist)
{
    uint32_t counters = slab_counters(page), inuse = counters_inuse(counters),
             objects = counters_objects(counters), pfn = page_to_pfn(k->m, page), here;
    bool ok;

    memset(k->free_objects.seen, 0, (objects + 31) / 32 * sizeof(uint32_t));
    k->free_objects.nr = 0;
    ok = check_chain(k, s, page, page->index);
    here = k->free_objects.nr;
    ok = ok && check_chain(k, s, page, freelist);
    if (ok && inuse + here != objects)
        ok = WRONG_CACHE(k, s, "slab 0x%x: inuse %u and %u free, but %u objects", pfn, inuse, here,
                         objects);
    if (ok && counters_frozen(counters) != frozen)
        ok = WRONG_CACHE(k, s, "slab 0x%x: frozen %u", pfn, counters_frozen(counters));
    if (ok && k->placed[pfn - k->m->first_pfn]++)
        ok = WRONG_CACHE(k, s, "slab 0x%x is in two places", pfn);
    return ok;
}

/* A pfn that a cpu keeps: a slab of the cache. */
static bool check_is_slab(struct slub_check *k, const struct kmem_cache *s, uint32_t pfn)
{
    const struct machine *m = k->m;

    return (pfn >= m->first_pfn && pfn < m->max_low_pfn &&
            m->page[pfn - m->first_pfn].flags & PG_SLAB &&
            m->page[pfn - m->first_pfn].private_ == ram_virt(m, s)) ||
           WRONG_CACHE(k, s, "0x%x is no slab of it", pfn);
}

/* ---- places ---- */

/*
 * A cpu's partial list. pobjects adds up what was free when each slab was put on; more may have been freed since, and nothing was taken.
 */
static bool check_cpu_partial(struct slub_check *k, const struct kmem_cache *s, uint32_t pfn)
{
    struct machine *m = k->m;

    while (pfn) {
        struct page *page;
        uint32_t next, pages = 0, pobjects = 0, counters, was_free;

        if (!check_is_slab(k, s, pfn))
            return false;
        page = pfn_to_page(m, pfn);
        next = page->lru.next;
        if (next && !check_is_slab(k, s, next))
            return false;
        if (next) {
            pages = pfn_to_page(m, next)->lru.prev & 0xffff;
            pobjects = pfn_to_page(m, next)->lru.prev >> 16;
        }
        counters = slab_counters(page);
        was_free = (page->lru.prev >> 16) - pobjects;
        if ((page->lru.prev & 0xffff) != pages + 1)
            return WRONG_CACHE(k, s, "0x%x is number %u of a cpu's partial list, the next %u", pfn,
                               page->lru.prev & 0xffff, pages);
        if (!was_free || was_free > (uint32_t)counters_free(counters))
            return WRONG_CACHE(k, s, "0x%x came to a cpu's partial list with %u free objects", pfn,
                               was_free);
        if (!check_slab_in(k, s, page, true, 0))
            return false;
        pfn = next;
    }
    return true;
}

static bool check_cpu(struct slub_check *k, const struct kmem_cache *s, uint32_t cpu)
{
    const struct kmem_cache_cpu *c = cpu_slab(k->m, s, cpu);

    if (c->tid % TID_STEP != cpu)
        return WRONG_CACHE(k, s, "tid %u on cpu %u", c->tid, cpu);
    if (!c->page && c->freelist)
        return WRONG_CACHE(k, s, "cpu %u has a freelist, but no slab", cpu);
    if (c->page && (!check_is_slab(k, s, c->page) ||
                    !check_slab_in(k, s, pfn_to_page(k->m, c->page), true, c->freelist)))
        return false;
    return check_cpu_partial(k, s, c->partial);
}

/* A node's list: of slabs with free objects, or of full ones. Returns how many, or -1. */
static int64_t check_node_list(struct slub_check *k, const struct kmem_cache *s,
                               struct list_head *head, bool full)
{
    struct machine *m = k->m;
    uint32_t head_off = offset_of(m, head), prev = head_off;
    int64_t n = 0;

    for (uint32_t off = head->next; off != head_off; off = list_at(m, off)->next, n++) {
        struct page *page;

        if (!check_is_page_link(m, off) || list_at(m, off)->prev != prev) {
            WRONG_CACHE(k, s, "a list of the node is broken after %u slabs", (unsigned)n);
            return -1;
        }
        prev = off;
        page = lru_page(m, off);
        if (!check_is_slab(k, s, page_to_pfn(m, page)) || !check_slab_in(k, s, page, false, 0))
            return -1;
        if (full != !page->index) {
            WRONG_CACHE(k, s, "0x%x is on the wrong list of the node", page_to_pfn(m, page));
            return -1;
        }
    }
    if (head->prev == prev)
        return n;
    WRONG_CACHE(k, s, "a list of the node has a wrong tail, 0x%x", head->prev);
    return -1;
}

static bool check_node(struct slub_check *k, const struct cache_found *f)
{
    struct kmem_cache_node *n = get_node(k->m, f->s);
    int64_t partial = check_node_list(k, f->s, &n->partial, false),
            full = partial < 0 ? -1 : check_node_list(k, f->s, &n->full, true);

    if (full < 0)
        return false;
    if (full && !(f->s->flags & SLAB_STORE_USER))
        return WRONG_CACHE(k, f->s, "%u slabs on the full list", (unsigned)full);
    if (partial != n->nr_partial)
        return WRONG_CACHE(k, f->s, "nr_partial %u, on the list %u", n->nr_partial,
                           (unsigned)partial);
    if (f->slabs != n->nr_slabs || f->objects != n->total_objects)
        return WRONG_CACHE(k, f->s, "nr_slabs %u, total_objects %u, but %u and %u exist",
                           n->nr_slabs, n->total_objects, f->slabs, f->objects);
    return true;
}

/* A slab that is nowhere must be full, and of a cache that does not keep track of full ones. */
static bool check_unplaced(struct slub_check *k)
{
    struct machine *m = k->m;

    for (uint32_t i = 0; i < m->max_low_pfn - m->first_pfn; i++) {
        struct page *page = &m->page[i];
        const struct kmem_cache *s;

        if (!(page->flags & PG_SLAB) || k->placed[i])
            continue;
        s = cache_at(m, page->private_);
        if (page->index || s->flags & SLAB_STORE_USER)
            return WRONG_CACHE(k, s, "slab 0x%x is on no list, freelist 0x%x", m->first_pfn + i,
                               page->index);
        if (!check_slab_in(k, s, page, false, 0))
            return false;
    }
    return true;
}

/* ---- what SLUB itself keeps in objects ---- */

static bool chain_holds(struct machine *m, const struct kmem_cache *s, uint32_t object, uint32_t x)
{
    while (object && object != x)
        object = ram_read(m, object + s->offset);
    return object != 0;
}

/* Is this address the beginning of an object in use, of `owner` or, if that is 0, of any cache? Lists are known to be sound. */
static bool in_use(struct slub_check *k, uint32_t x, uint32_t owner)
{
    struct machine *m = k->m;
    struct page *page;
    const struct kmem_cache *s;

    if (!virt_valid(m, x))
        return false;
    page = virt_to_page(m, x);
    if ((page->flags & (PG_COMPOUND | PG_RECLAIM)) == (PG_COMPOUND | PG_RECLAIM))
        page = pfn_to_page(m, page->private_);
    if (!(page->flags & PG_SLAB) || (owner && page->private_ != owner))
        return false;
    s = cache_at(m, page->private_);
    if ((x - page_address(m, page)) % s->size || chain_holds(m, s, page->index, x))
        return false;
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        if (cpu_slab(m, s, cpu)->page == page_to_pfn(m, page) &&
            chain_holds(m, s, cpu_slab(m, s, cpu)->freelist, x))
            return false;
    return true;
}

static bool check_descriptor(struct slub_check *k, const struct kmem_cache *s)
{
    const struct machine *m = k->m;

    if (m->slab_state < UP)
        return true; /* the first descriptors are static, and have no names yet */
    if (!in_use(k, ram_virt(m, s), m->kmem_cache))
        return WRONG_CACHE(k, s, "its descriptor 0x%x is no object in use", ram_virt(m, s));
    if (!in_use(k, s->node, m->kmem_cache_node))
        return WRONG_CACHE(k, s, "its node 0x%x is no object in use", s->node);
    return s->name < m->kernel_end || in_use(k, s->name, 0) ||
           WRONG_CACHE(k, s, "its name 0x%x is no object in use", s->name);
}

static bool check_cache(struct slub_check *k, const struct cache_found *f)
{
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        if (!check_cpu(k, f->s, cpu))
            return false;
    return check_node(k, f);
}

static bool check_all(struct slub_check *k)
{
    if (!list_caches(k) || !check_pages(k) || !check_stats(k))
        return false;
    for (uint32_t i = 0; i < k->nr_caches; i++)
        if (!check_cache(k, &k->cache[i]))
            return false;
    if (!check_unplaced(k))
        return false;
    for (uint32_t i = 0; i < k->nr_caches; i++)
        if (!check_descriptor(k, k->cache[i].s))
            return false;
    return true;
}

bool check_slub(struct check *c)
{
    struct slub_check *k;
    bool ok;

    if (c->m->slab_state == DOWN)
        return true;
    k = calloc(1, sizeof(*k));
    if (!k)
        return check_wrong("no memory for the check");
    k->c = c;
    k->m = c->m;
    k->placed = calloc(c->m->nr_pages, 1);
    ok = k->placed ? check_all(k) : check_wrong("no memory for the check");
    free(k->placed);
    free(k);
    return ok;
}
