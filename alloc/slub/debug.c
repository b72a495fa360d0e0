// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SLUB's debugging, what it does to objects: poison, red zones and tracks when they are made, allocated and freed. What was written where it
 * should not be debug_check.c finds.
 */
#include "alloc/slub/report.h"
#include "alloc/slub/slub.h"

/* mm/slub.c:487: address, cpu, pid, jiffies; jiffies stand still. `addr` 0 clears. */
static void set_track(struct machine *m, struct kmem_cache *s, uint32_t object,
                      enum track_item which, uint32_t addr)
{
    uint32_t at = get_track(s, object, which);

    enter(m, F_set_track);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_object, FMT_ADDR, object);
    }
    ram_write(m, at, addr);
    ram_write(m, at + 4, addr ? m->cpu : 0);
    ram_write(m, at + 8, 0);
    ram_write(m, at + 12, 0);
    leave(m, F_set_track);
}

/* mm/slub.c:519 */
void init_tracking(struct machine *m, struct kmem_cache *s, uint32_t object)
{
    enter(m, F_init_tracking);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_object, FMT_ADDR, object);
    }
    if (s->flags & SLAB_STORE_USER) {
        set_track(m, s, object, TRACK_FREE, 0);
        set_track(m, s, object, TRACK_ALLOC, 0);
    }
    leave(m, F_init_tracking);
}

/* mm/slub.c:649 */
void init_object(struct machine *m, struct kmem_cache *s, uint32_t object, uint8_t val)
{
    enter(m, F_init_object);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_object, FMT_ADDR, object);
        value(m, V_val, FMT_DEC, val);
    }
    need_cache(m, s);
    if (s->flags & OBJECT_POISON_) {
        ram_fill(m, object, POISON_FREE, s->object_size - 1);
        ram_fill(m, object + s->object_size - 1, POISON_END, 1);
    }
    if (s->flags & SLAB_RED_ZONE)
        ram_fill(m, object + s->object_size, val, s->inuse - s->object_size);
    leave(m, F_init_object);
}

/* mm/slub.c:1048 */
void setup_object_debug(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object)
{
    enter(m, F_setup_object_debug);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
    }
    if (s->flags & (SLAB_STORE_USER | SLAB_RED_ZONE | OBJECT_POISON_)) {
        init_object(m, s, object, SLUB_RED_INACTIVE);
        init_tracking(m, s, object);
    }
    leave(m, F_setup_object_debug);
}

/*
 * mm/slub.c:1058. A slab that fails loses all its free objects: marking them used keeps everybody away from them. False if the object may not
 * be handed out.
 */
bool alloc_debug_processing(struct machine *m, struct kmem_cache *s, struct page *page,
                            uint32_t object)
{
    bool ok = false;

    enter(m, F_alloc_debug_processing);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
    }
    if (check_slab(m, s, page)) {
        ok = check_valid_pointer(m, s, page, object);
        if (!ok)
            object_err(m, s, page, object, TEXT_freelist_pointer_check_fails);
        ok = ok && check_object(m, s, page, object, SLUB_RED_INACTIVE);
    }
    if (ok) {
        if (s->flags & SLAB_STORE_USER)
            set_track(m, s, object, TRACK_ALLOC, CALLER);
        trace_object(m, s, page, object, true);
        init_object(m, s, object, SLUB_RED_ACTIVE);
    } else if (page->flags & PG_SLAB) {
        uint32_t counters = slab_counters(page);

        line(m, L_marking_all_used);
        slab_fix(m, s, "Marking all objects used");
        set_counters(m, page, counters_with_inuse(counters, counters_objects(counters)));
        set_freelist(m, page, 0);
    }
    leave_with(m, F_alloc_debug_processing, FMT_DEC, ok);
    return ok;
}

/* mm/slub.c:348 and :353, where the bit shows in what is printed meanwhile. */
static void slab_lock(struct machine *m, struct page *page)
{
    LEAF(m, F_slab_lock, FMT_VOID, 0, value_page(m, page));
    set_word(m, &page->flags, page->flags | PG_LOCKED, FIELD_page_flags);
}

static void slab_unlock(struct machine *m, struct page *page)
{
    set_word(m, &page->flags, page->flags & ~PG_LOCKED, FIELD_page_flags);
    LEAF(m, F_slab_unlock, FMT_VOID, 0, value_page(m, page));
}

/* mm/slub.c:1094. False if the object may not be freed. */
bool free_debug_processing(struct machine *m, struct kmem_cache *s, struct page *page,
                           uint32_t object)
{
    bool ok;

    need_node(m, s);
    enter(m, F_free_debug_processing);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
    }
    slab_lock(m, page);
    ok = may_be_freed(m, s, page, object);
    /* What check_object() finds it puts right, and the object is freed; but it is not poisoned, and its track stays. */
    if (ok && check_object(m, s, page, object, SLUB_RED_ACTIVE)) {
        ok = belongs_to(m, s, page, object);
        if (ok) {
            if (s->flags & SLAB_STORE_USER)
                set_track(m, s, object, TRACK_FREE, CALLER);
            trace_object(m, s, page, object, false);
            init_object(m, s, object, SLUB_RED_INACTIVE);
        }
    }
    slab_unlock(m, page);
    if (!ok) {
        line(m, L_object_not_freed);
        slab_fix(m, s, "Object at 0x%s not freed", P(object));
    }
    leave_with(m, F_free_debug_processing, FMT_NODE_OF, ok ? s->node : 0);
    return ok;
}
