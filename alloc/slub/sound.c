// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SLUB trusts its own structs. A stray write may have hit one, or a page may be a slab no longer though a cpu or a list still knows it as one;
 * what is read from low memory is looked at here before it is followed. What the kernel would follow into structs that are not modelled ends in
 * an oops (oops.h).
 *
 *	a cpu's page and partial	pfns; what a stray write leaves there is hardly one of a slab
 *	links of lists			offsets of a slab's lru or of a list head in low memory; an address that a stray write left there is beyond the
 *					image
 *	a struct kmem_cache		sizes that do not fit together
 */
#include "alloc/slub/slub.h"

void need_cache(struct machine *m, const struct kmem_cache *s)
{
    uint32_t end = s->offset ? s->offset + 4 : s->inuse,
             tracks = s->flags & SLAB_STORE_USER ? 2 * TRACK_SIZE : 0;
    bool sound = s->size - 1 < PAGE_SIZE << (MAX_ORDER - 1) && s->object_size <= s->inuse &&
                 s->inuse <= s->size && s->offset < s->size && end + tracks <= s->size &&
                 !s->reserved && oo_order(s->oo) < MAX_ORDER && oo_order(s->min) < MAX_ORDER &&
                 !(s->allocflags & ~(GFP_COMP_ | GFP_DMA_ | GFP_RECLAIMABLE_));

    if (unlikely(!sound))
        oops(m, OOPS_CACHE, ram_virt(m, s));
}

/* ---- links ---- */

/* The page whose lru is at this offset, NULL if there is none. */
static struct page *page_of_link(struct machine *m, uint32_t off)
{
    uint32_t first = offset_of(m, &m->page[0].lru), at = off - first;

    return at % sizeof(struct page) == 0 && at / sizeof(struct page) < m->max_low_pfn - m->first_pfn
               ? lru_page(m, off)
               : NULL;
}

static bool in_ram(const struct machine *m, uint32_t off)
{
    return !(off & 3) && off - m->ram_off <= m->ram_size - sizeof(struct list_head);
}

/* Where a link leads: the memory of a slab, a head in low memory; else what it says. */
static uint32_t link_address(struct machine *m, uint32_t off)
{
    const struct page *page = page_of_link(m, off);

    return page ? page_address(m, page) : in_ram(m, off) ? off - m->ram_off + PAGE_OFFSET : off;
}

static void set_link(struct machine *m, uint32_t *link, uint32_t to)
{
    uint32_t off = offset_of(m, link);

    set_word(m, link, to,
             off >= m->ram_off                 ? FIELD_ram
             : off < offset_of(m, &m->page[0]) ? FIELD_slab_caches
                                               : FIELD_page_lru);
}

/* What list_del() leaves, and no pointer at all: there the kernel faults, `at` bytes further. */
static void need_mapped(struct machine *m, uint32_t off, uint32_t at)
{
    if (off == LIST_POISON1 || off == LIST_POISON2 || !off)
        oops(m, OOPS_FAULT, off + at);
}

__attribute__((cold)) _Noreturn static void bad_link(struct machine *m, uint32_t off, uint32_t at)
{
    need_mapped(m, off, at);
    oops(m, OOPS_LIST, link_address(m, off));
}

/* A neighbour on a list of slabs: a slab, or a head. */
static inline void need_slab_link(struct machine *m, uint32_t off, uint32_t at)
{
    const struct page *page = page_of_link(m, off);

    if (unlikely(page ? !(page->flags & PG_SLAB)
                      : !in_ram(m, off) || off == LIST_POISON1 || off == LIST_POISON2))
        bad_link(m, off, at);
}

/* A neighbour on slab_caches: a cache, or the head. */
static void need_cache_link(struct machine *m, uint32_t off, uint32_t at)
{
    if (off != offset_of(m, &m->slab_caches) &&
        (!in_ram(m, off) || off == LIST_POISON1 || off == LIST_POISON2))
        bad_link(m, off, at);
}

/*
 * Who follows a list by its list_add and list_del events takes the four links for four words of their own. Where nodes lie over each other, which
 * nothing but damage brings about, words are reported one by one, in the order of the kernel's writes.
 */
static bool overlap(uint32_t a, uint32_t b)
{
    return a - b + 7 < 15;
}

static bool apart(uint32_t node, uint32_t prev, uint32_t next)
{
    return !overlap(node, prev) && !overlap(node, next) && (prev == next || !overlap(prev, next));
}

/* include/linux/list.h:39 */
static void add_between(struct machine *m, struct list_head *node, uint32_t prev, uint32_t next,
                        enum list_kind kind, bool tail)
{
    uint32_t off = offset_of(m, node);

    if (likely(apart(off, prev, next))) {
        list_add_between(m, node, prev, next, kind, tail);
        return;
    }
    set_link(m, &list_at(m, next)->prev, off);
    set_link(m, &node->next, next);
    set_link(m, &node->prev, prev);
    set_link(m, &list_at(m, prev)->next, off);
}

/* include/linux/list.h:86 and :104 */
static void delete (struct machine *m, struct list_head *node, enum list_kind kind)
{
    uint32_t prev = node->prev, next = node->next;

    if (likely(apart(offset_of(m, node), prev, next))) {
        list_del(m, node, kind);
        return;
    }
    set_link(m, &list_at(m, next)->prev, prev);
    set_link(m, &list_at(m, prev)->next, next);
    set_link(m, &node->next, LIST_POISON1);
    set_link(m, &node->prev, LIST_POISON2);
}

static void slab_list_add_between(struct machine *m, struct list_head *node, uint32_t prev,
                                  uint32_t next, bool tail)
{
    need_slab_link(m, prev, 0);
    need_slab_link(m, next, 4);
    add_between(m, node, prev, next, LIST_SLAB, tail);
}

void slab_list_add(struct machine *m, struct list_head *node, struct list_head *head)
{
    slab_list_add_between(m, node, offset_of(m, head), head->next, false);
}

void slab_list_add_tail(struct machine *m, struct list_head *node, struct list_head *head)
{
    slab_list_add_between(m, node, head->prev, offset_of(m, head), true);
}

void slab_list_del(struct machine *m, struct list_head *node)
{
    need_slab_link(m, node->next, 4);
    need_slab_link(m, node->prev, 0);
    delete (m, node, LIST_SLAB);
}

/* include/linux/list.h:273: `list` goes in whole after the link `after`; its own head keeps what it pointed to. */
void slab_list_splice(struct machine *m, struct list_head *list, uint32_t after)
{
    uint32_t first = list->next, last = list->prev, at;

    if (list_empty(m, list))
        return;
    need_slab_link(m, after, 0);
    at = list_at(m, after)->next;
    need_slab_link(m, first, 4);
    need_slab_link(m, last, 0);
    need_slab_link(m, at, 4);
    set_link(m, &list_at(m, first)->prev, after);
    set_link(m, &list_at(m, after)->next, first);
    set_link(m, &list_at(m, last)->next, at);
    set_link(m, &list_at(m, at)->prev, last);
}

void cache_list_add(struct machine *m, struct kmem_cache *s)
{
    need_cache_link(m, m->slab_caches.next, 4);
    add_between(m, &s->list, offset_of(m, &m->slab_caches), m->slab_caches.next, LIST_CACHES,
                false);
}

void cache_list_del(struct machine *m, struct kmem_cache *s)
{
    need_cache_link(m, s->list.next, 4);
    need_cache_link(m, s->list.prev, 0);
    delete (m, &s->list, LIST_CACHES);
}

/* ---- walks ---- */

struct slab_walk slab_walk_begin(struct machine *m, const struct list_head *head)
{
    return (struct slab_walk){ offset_of(m, head), head->next, m->max_low_pfn - m->first_pfn };
}

struct page *slab_walk_next(struct machine *m, struct slab_walk *walk)
{
    struct page *page;

    if (walk->next == walk->head)
        return NULL;
    if (!walk->left--)
        oops(m, OOPS_LOOP, walk->head - m->ram_off + PAGE_OFFSET);
    page = page_of_link(m, walk->next);
    if (likely(page && page->flags & PG_SLAB)) {
        walk->next = page->lru.next;
        return page;
    }
    bad_link(m, walk->next, 0);
}

void need_ring(struct machine *m, const struct list_head *head)
{
    struct slab_walk walk = slab_walk_begin(m, head);

    while (slab_walk_next(m, &walk))
        ;
}

struct kmem_cache *cache_after(struct machine *m, const struct kmem_cache *s)
{
    uint32_t off = s ? s->list.next : m->slab_caches.next;

    if (off == offset_of(m, &m->slab_caches))
        return NULL;
    if (off & 3 || off == LIST_POISON1 || off == LIST_POISON2 ||
        off - m->ram_off < offsetof(struct kmem_cache, list) ||
        off - m->ram_off > m->ram_size - sizeof(struct kmem_cache))
        bad_link(m, off, 0);
    return list_cache(m, off);
}

void need_cache_ring(struct machine *m)
{
    struct kmem_cache *s = NULL;

    for (uint32_t left = CACHES_MAX; (s = cache_after(m, s)); left--)
        if (!left)
            oops(m, OOPS_LOOP, ram_virt(m, s));
}

uint32_t string_length(struct machine *m, uint32_t virt)
{
    uint32_t n = 0;

    for (ram_need(m, virt, 1); ram_byte(m, virt + n); ram_need(m, virt + ++n, 1))
        ;
    return n;
}

const char *name_text(struct machine *m, uint32_t virt, char text[NAME_TEXT])
{
    uint32_t n = 0;

    if (virt < PAGE_SIZE) /* lib/vsprintf.c:511 */
        return "(null)";
    do {
        ram_need(m, virt + n, 1);
        text[n] = (char)ram_byte(m, virt + n);
    } while (text[n] && ++n < NAME_TEXT - 1);
    text[n] = 0;
    return text;
}
