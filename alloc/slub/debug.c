// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SLUB's debugging: poison, red zones, tracks, and the checks that find what was written where it should not be. What a check repairs it repairs as the
 * kernel does.
 */
#include "alloc/slub/slub.h"

#define CALLER \
    0xc0008000u /* stands for the return address in a track: nobody called from anywhere */

/* Where an object's two tracks lie (mm/slub.c:473). */
static uint32_t track_at(const struct kmem_cache *s, uint32_t object, uint32_t which)
{
    return object + (s->offset ? s->offset + 4 : s->inuse) + which * TRACK_SIZE;
}

/* mm/slub.c:487: address, cpu, pid, jiffies; jiffies stand still. `addr` 0 clears. */
static void set_track(struct machine *m, struct kmem_cache *s, uint32_t object, uint32_t which,
                      uint32_t addr)
{
    uint32_t at = track_at(s, object, which);

    enter(m, F_set_track);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_object, FMT_ADDR, object);
    }
    ram_write(m, at & ~3u, addr);
    ram_write(m, (at + 4) & ~3u, addr ? m->cpu : 0);
    ram_write(m, (at + 8) & ~3u, 0);
    ram_write(m, (at + 12) & ~3u, 0);
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
        set_track(m, s, object, 1, 0);
        set_track(m, s, object, 0, 0);
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

/* ---- checks: true when all is well ---- */

/* mm/slub.c:669: n bytes must have one value; those that have not are put right. */
static bool check_bytes_and_report(struct machine *m, struct kmem_cache *s, struct page *page,
                                   uint32_t object, enum text_id what, uint32_t start, uint8_t byte,
                                   uint32_t n)
{
    uint32_t fault = start, end = start + n;
    bool ok;

    while (fault < end && ram_byte(m, fault) == byte)
        fault++;
    ok = fault == end;
    enter(m, F_check_bytes_and_report);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
        value(m, V_what, FMT_TEXT, what);
        value(m, V_start, FMT_ADDR, start);
        value(m, V_value_, FMT_DEC, byte);
        value(m, V_bytes, FMT_DEC, n);
    }
    if (!ok)
        ram_fill(m, fault, byte, end - fault);
    leave_with(m, F_check_bytes_and_report, FMT_DEC, ok);
    return ok;
}

/* mm/slub.c:731 */
static void check_pad_bytes(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t p)
{
    uint32_t off =
        s->inuse + (s->offset ? 4 : 0) + (s->flags & SLAB_STORE_USER ? 2 * TRACK_SIZE : 0);
    bool ok = true;

    enter(m, F_check_pad_bytes);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_p, FMT_ADDR, p);
    }
    if (s->size != off)
        ok = check_bytes_and_report(m, s, page, p, TEXT_object_padding, p + off, POISON_INUSE,
                                    s->size - off);
    leave_with(m, F_check_pad_bytes, FMT_DEC, ok);
}

/* mm/slub.c:751: what is left at the end of the slab. */
bool slab_pad_check(struct machine *m, struct kmem_cache *s, struct page *page)
{
    uint32_t length = PAGE_SIZE << compound_order(page), rest = length % s->size,
             end = page_address(m, page) + length;
    bool ok = true;

    enter(m, F_slab_pad_check);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    if (s->flags & SLAB_POISON && rest) {
        uint32_t fault = end - rest;

        while (fault < end && ram_byte(m, fault) == POISON_INUSE)
            fault++;
        ok = fault == end;
        if (!ok)
            ram_fill(m, fault, POISON_INUSE, end - fault);
    }
    leave_with(m, F_slab_pad_check, FMT_DEC, ok);
    return ok;
}

/* mm/slub.c:241 */
static bool check_valid_pointer(struct machine *m, struct kmem_cache *s, struct page *page,
                                uint32_t object)
{
    uint32_t base = page_address(m, page),
             end = base + counters_objects(slab_counters(page)) * s->size;
    bool ok = !object || (object >= base && object < end && (object - base) % s->size == 0);

    LEAF(m, F_check_valid_pointer, FMT_DEC, ok, value_cache(m, s); value_page(m, page);
         value(m, V_object, FMT_ADDR, object));
    return ok;
}

/* The parts of mm/slub.c:782 before the free pointer. */
static bool check_parts(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object,
                        uint8_t val)
{
    uint32_t end = object + s->object_size;

    if (s->flags & SLAB_RED_ZONE) {
        if (!check_bytes_and_report(m, s, page, object, TEXT_redzone, end, val,
                                    s->inuse - s->object_size))
            return false;
    } else if (s->flags & SLAB_POISON && s->object_size < s->inuse) {
        check_bytes_and_report(m, s, page, object, TEXT_alignment_padding, end, POISON_INUSE,
                               s->inuse - s->object_size);
    }
    if (s->flags & SLAB_POISON) {
        if (val != SLUB_RED_ACTIVE && s->flags & OBJECT_POISON_ &&
            (!check_bytes_and_report(m, s, page, object, TEXT_poison, object, POISON_FREE,
                                     s->object_size - 1) ||
             !check_bytes_and_report(m, s, page, object, TEXT_poison, end - 1, POISON_END, 1)))
            return false;
        check_pad_bytes(m, s, page, object);
    }
    return true;
}

bool check_object(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t object,
                  uint8_t val)
{
    bool ok;

    enter(m, F_check_object);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
        value(m, V_val, FMT_DEC, val);
    }
    ok = check_parts(m, s, page, object, val);
    if (ok && !(!s->offset && val == SLUB_RED_ACTIVE)) {
        ok = check_valid_pointer(m, s, page, get_freepointer(m, s, object));
        if (!ok)
            set_freepointer(m, s, object, 0);
    }
    leave_with(m, F_check_object, FMT_DEC, ok);
    return ok;
}

/* mm/slub.c:834 */
static bool check_slab(struct machine *m, struct kmem_cache *s, struct page *page)
{
    uint32_t counters = slab_counters(page);
    bool ok = page->flags & PG_SLAB;

    enter(m, F_check_slab);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    if (ok)
        ok = counters_objects(counters) <=
                 order_objects(m, compound_order(page), s->size, s->reserved) &&
             counters_inuse(counters) <= counters_objects(counters);
    if (ok)
        slab_pad_check(m, s, page);
    leave_with(m, F_check_slab, FMT_DEC, ok);
    return ok;
}

/* mm/slub.c:865: is the object on the slab's freelist? A chain that leaves the slab is cut; wrong counts are put right. */
static bool on_freelist(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t search)
{
    uint32_t objects = counters_objects(slab_counters(page)), nr = 0, object = 0, fp = page->index;
    bool found = false, broken = false;

    enter(m, F_on_freelist);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_search, FMT_ADDR, search);
    }
    while (fp && nr <= objects && !found && !broken) {
        if (fp == search) {
            found = true;
        } else if (!check_valid_pointer(m, s, page, fp)) {
            broken = true;
            if (object)
                set_freepointer(m, s, object, 0);
        } else {
            object = fp;
            fp = get_freepointer(m, s, object);
            nr++;
        }
    }
    if (broken && !object) {
        set_freelist(m, page, 0);
        set_counters(m, page, counters_with_inuse(slab_counters(page), objects));
    } else if (!found) {
        order_objects(m, compound_order(page), s->size, s->reserved);
        if (counters_inuse(slab_counters(page)) != objects - nr)
            set_counters(m, page, counters_with_inuse(slab_counters(page), objects - nr));
    }
    leave_with(m, F_on_freelist, FMT_DEC, found);
    return found;
}

/* mm/slub.c:1058 */
bool alloc_debug_processing(struct machine *m, struct kmem_cache *s, struct page *page,
                            uint32_t object)
{
    bool ok;

    enter(m, F_alloc_debug_processing);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
    }
    ok = check_slab(m, s, page) && check_valid_pointer(m, s, page, object) &&
         check_object(m, s, page, object, SLUB_RED_INACTIVE);
    if (ok) {
        if (s->flags & SLAB_STORE_USER)
            set_track(m, s, object, 0, CALLER);
        init_object(m, s, object, SLUB_RED_ACTIVE);
    } else if (page->flags & PG_SLAB) {
        uint32_t counters = slab_counters(page);

        set_counters(m, page, counters_with_inuse(counters, counters_objects(counters)));
        set_freelist(m, page, 0);
    }
    leave_with(m, F_alloc_debug_processing, FMT_DEC, ok);
    return ok;
}

/* mm/slub.c:1094. False if the object may not be freed. */
bool free_debug_processing(struct machine *m, struct kmem_cache *s, struct page *page,
                           uint32_t object)
{
    bool ok;

    enter(m, F_free_debug_processing);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_object, FMT_ADDR, object);
    }
    LEAF(m, F_slab_lock, FMT_VOID, 0, value_page(m, page));
    ok = check_slab(m, s, page) && check_valid_pointer(m, s, page, object) &&
         !on_freelist(m, s, page, object);
    if (ok && check_object(m, s, page, object, SLUB_RED_ACTIVE)) {
        ok = page->private_ == ram_virt(m, s);
        if (ok) {
            if (s->flags & SLAB_STORE_USER)
                set_track(m, s, object, 1, CALLER);
            init_object(m, s, object, SLUB_RED_INACTIVE);
        }
    }
    LEAF(m, F_slab_unlock, FMT_VOID, 0, value_page(m, page));
    leave_with(m, F_free_debug_processing, FMT_NODE_OF, ok ? s->node : 0);
    return ok;
}

/* ---- what is left over when a cache is closed ---- */

/* kzalloc() of a bit for each object. */
static uint32_t kzalloc_map(struct machine *m, uint32_t objects)
{
    return kmalloc_(m, (objects + 31) / 32 * 4, GFP_ATOMIC | GFP_ZERO_);
}

/* mm/slub.c:635, :564, :556: says what is wrong with which slab. */
static void slab_err(struct machine *m, struct kmem_cache *s, struct page *page)
{
    enter(m, F_slab_err);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
    }
    LEAF(m, F_slab_bug, FMT_VOID, 0, value_cache(m, s));
    LEAF(m, F_print_page_info, FMT_VOID, 0, value_page(m, page));
    leave(m, F_slab_err);
}

/* mm/slub.c:444: a bit for each free object. */
static void get_map(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t map)
{
    uint32_t start = page_address(m, page), left = counters_objects(slab_counters(page));

    enter(m, F_get_map);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_map, FMT_ADDR, map);
    }
    for (uint32_t p = page->index; p && left; p = get_freepointer(m, s, p), left--) {
        uint32_t i = (p - start) / s->size;

        ram_write(m, map + i / 32 * 4, ram_read(m, map + i / 32 * 4) | 1u << i % 32);
    }
    leave(m, F_get_map);
}

/* mm/slub.c:547: who allocated the object and who freed it last. */
static void print_tracking(struct machine *m, struct kmem_cache *s, uint32_t object)
{
    enter(m, F_print_tracking);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_object, FMT_ADDR, object);
    }
    for (uint32_t which = 0; which < 2 && s->flags & SLAB_STORE_USER; which++)
        LEAF(m, F_print_track, FMT_VOID, 0,
             value(m, V_s, FMT_TEXT, which ? TEXT_freed : TEXT_allocated);
             value(m, V_t, FMT_ADDR, track_at(s, object, which)));
    leave(m, F_print_tracking);
}

/* mm/slub.c:3141: names what is still in use when a cache is closed; needs a map of the slab's objects for that. */
void list_slab_objects(struct machine *m, struct kmem_cache *s, struct page *page)
{
    uint32_t objects = counters_objects(slab_counters(page)), map, start = page_address(m, page);

    enter(m, F_list_slab_objects);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_text, FMT_TEXT, TEXT_objects_remaining);
    }
    map = kzalloc_map(m, objects);
    if (map) {
        slab_err(m, s, page);
        LEAF(m, F_slab_lock, FMT_VOID, 0, value_page(m, page));
        get_map(m, s, page, map);
        for (uint32_t i = 0; i < objects; i++)
            if (!(ram_read(m, map + i / 32 * 4) >> i % 32 & 1))
                print_tracking(m, s, start + i * s->size);
        LEAF(m, F_slab_unlock, FMT_VOID, 0, value_page(m, page));
        kfree(m, map);
    }
    leave(m, F_list_slab_objects);
}
