// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The chain of free objects, kept in the objects themselves at s->offset, and the exchange of a slab's freelist and counters.
 */
#include "alloc/slub/slub.h"

/*
 * mm/slub.c:258. What is read there is followed as it is. A pointer that a stray write has left may lead anywhere: to no memory, where the next
 * reading ends in an oops, or to any word of low memory, which is handed out as an object then.
 */
uint32_t get_freepointer(struct machine *m, struct kmem_cache *s, uint32_t object)
{
    uint32_t fp = ram_read(m, object + s->offset);

    LEAF(m, F_get_freepointer, FMT_ADDR, fp, value_cache(m, s);
         value(m, V_object, FMT_ADDR, object));
    return fp;
}

/* mm/slub.c:268 */
uint32_t get_freepointer_safe(struct machine *m, struct kmem_cache *s, uint32_t object)
{
    uint32_t fp;

    enter(m, F_get_freepointer_safe);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_object, FMT_ADDR, object);
    }
    fp = get_freepointer(m, s, object);
    leave_with(m, F_get_freepointer_safe, FMT_ADDR, fp);
    return fp;
}

/* mm/slub.c:280 */
void set_freepointer(struct machine *m, struct kmem_cache *s, uint32_t object, uint32_t fp)
{
    enter(m, F_set_freepointer);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_object, FMT_ADDR, object);
        value(m, V_fp, FMT_ADDR, fp);
    }
    ram_write(m, object + s->offset, fp);
    leave(m, F_set_freepointer);
}

static void exchange(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t freelist,
                     uint32_t counters, enum text_id n)
{
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_freelist_old, FMT_ADDR, page->index);
        value(m, V_counters_old, FMT_COUNTERS, slab_counters(page));
        value(m, V_freelist_new, FMT_ADDR, freelist);
        value(m, V_counters_new, FMT_COUNTERS, counters);
        value(m, V_n_, FMT_TEXT, n);
    }
    LEAF(m, F_slab_lock, FMT_VOID, 0, value_page(m, page));
    set_freelist(m, page, freelist);
    set_counters(m, page, counters);
    LEAF(m, F_slab_unlock, FMT_VOID, 0, value_page(m, page));
}

/* mm/slub.c:359 and :396. Nothing runs beside us, so the exchange always succeeds. */
void cmpxchg_double_slab_(struct machine *m, struct kmem_cache *s, struct page *page,
                          uint32_t freelist, uint32_t counters, enum text_id n)
{
    enter(m, F_cmpxchg_double_slab_);
    exchange(m, s, page, freelist, counters, n);
    leave_with(m, F_cmpxchg_double_slab_, FMT_DEC, 1);
}

void cmpxchg_double_slab(struct machine *m, struct kmem_cache *s, struct page *page,
                         uint32_t freelist, uint32_t counters, enum text_id n)
{
    enter(m, F_cmpxchg_double_slab);
    exchange(m, s, page, freelist, counters, n);
    leave_with(m, F_cmpxchg_double_slab, FMT_DEC, 1);
}
