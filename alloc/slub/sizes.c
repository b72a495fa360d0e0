// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How large an object becomes in its slab, and how many pages a slab takes.
 */
#include "alloc/slub/slub.h"

#define CACHE_LINE_SIZE    64u
#define ARCH_SLAB_MINALIGN 8u

static uint32_t align_up(uint32_t x, uint32_t to)
{
    return (x + to - 1) & ~(to - 1);
}

static uint32_t fls(uint32_t x)
{
    return x ? 32 - (uint32_t)__builtin_clz(x) : 0;
}

/* mm/slab_common.c:119: HWCACHE_ALIGN means the cache line, halved for as long as two objects fit. */
uint32_t calculate_alignment(struct machine *m, uint32_t flags, uint32_t align, uint32_t size)
{
    uint32_t asked = align;

    if (flags & SLAB_HWCACHE_ALIGN) {
        uint32_t ralign = CACHE_LINE_SIZE;

        while (size <= ralign / 2)
            ralign /= 2;
        if (align < ralign)
            align = ralign;
    }
    if (align < ARCH_SLAB_MINALIGN)
        align = ARCH_SLAB_MINALIGN;
    align = align_up(align, 4);
    LEAF(m, F_calculate_alignment, FMT_DEC, align, value(m, V_flags, FMT_HEX, flags);
         value(m, V_align, FMT_DEC, asked); value(m, V_size, FMT_DEC, size));
    return align;
}

/* mm/slub.c:320 */
uint32_t order_objects(struct machine *m, uint32_t order, uint32_t size, uint32_t reserved)
{
    uint32_t n = divide((PAGE_SIZE << order) - reserved, size);

    LEAF(m, F_order_objects, FMT_DEC, n, value(m, V_order, FMT_DEC, order);
         value(m, V_size, FMT_DEC, size); value(m, V_reserved, FMT_DEC, reserved));
    return n;
}

/* mm/slub.c:325 */
static uint32_t oo_make(struct machine *m, uint32_t order, uint32_t size, uint32_t reserved)
{
    uint32_t oo;

    enter(m, F_oo_make);
    if (walking(m)) {
        value(m, V_order, FMT_DEC, order);
        value(m, V_size, FMT_DEC, size);
        value(m, V_reserved, FMT_DEC, reserved);
    }
    oo = (order << 16) + order_objects(m, order, size, reserved);
    leave_with(m, F_oo_make, FMT_OO, oo);
    return oo;
}

/* mm/slub.c:2740: the smallest order that holds min_objects and wastes at most 1/fract_leftover; above max_order if there is none. */
static uint32_t slab_order(struct machine *m, uint32_t size, uint32_t min_objects,
                           uint32_t max_order, uint32_t fract_leftover, uint32_t reserved)
{
    uint32_t order = 0, need = fls(min_objects * size - 1);

    enter(m, F_slab_order);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_min_objects, FMT_DEC, min_objects);
        value(m, V_max_order, FMT_DEC, max_order);
        value(m, V_fract_leftover, FMT_DEC, fract_leftover);
        value(m, V_reserved, FMT_DEC, reserved);
    }
    if (order_objects(m, 0, size, reserved) > MAX_OBJS_PER_PAGE) {
        order = get_order(size * MAX_OBJS_PER_PAGE) - 1;
    } else {
        for (order = need > 12 ? need - 12 : 0; order <= max_order; order++) {
            uint32_t slab_size = PAGE_SIZE << order, rem;

            if (slab_size < min_objects * size + reserved)
                continue;
            rem = (slab_size - reserved) % size;
            if (walking(m)) {
                value(m, V_order, FMT_DEC, order);
                value(m, V_rem, FMT_DEC, rem);
            }
            if (rem <= slab_size / fract_leftover)
                break;
        }
    }
    leave_with(m, F_slab_order, FMT_DEC, order);
    return order;
}

/* mm/slub.c:2769: less and less particular about waste, then about the number of objects. MAX_ORDER and above: impossible. */
static uint32_t calculate_order(struct machine *m, uint32_t size, uint32_t reserved)
{
    uint32_t min_objects = 4 * (fls(MAX_CPUS) + 1), max_objects, order = MAX_ORDER;

    enter(m, F_calculate_order);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_reserved, FMT_DEC, reserved);
    }
    max_objects = order_objects(m, SLUB_MAX_ORDER, size, reserved);
    if (min_objects > max_objects)
        min_objects = max_objects;
    if (walking(m)) {
        value(m, V_max_objects, FMT_DEC, max_objects);
        value(m, V_min_objects, FMT_DEC, min_objects);
    }
    for (; min_objects > 1; min_objects--)
        for (uint32_t fraction = 16; fraction >= 4; fraction /= 2) {
            order = slab_order(m, size, min_objects, SLUB_MAX_ORDER, fraction, reserved);
            if (order <= SLUB_MAX_ORDER)
                goto out;
        }
    order = slab_order(m, size, 1, SLUB_MAX_ORDER, 1, reserved);
    if (order > SLUB_MAX_ORDER)
        order = slab_order(m, size, 1, MAX_ORDER, 1, reserved);
out:
    leave_with(m, F_calculate_order, FMT_SDEC, order < MAX_ORDER ? order : (uint32_t)-38);
    return order;
}

/*
 * Where the parts of an object lie: mm/slub.c:2948.
 *
 *	object_size | padding or red zone | free pointer if it may not lie in the object | two tracks | a word of padding | alignment
 *	            ^ to a word: inuse     ^ offset
 */
static uint32_t place_parts(struct machine *m, struct kmem_cache *s)
{
    uint32_t flags = s->flags, size = align_up(s->object_size, 4);
    bool poison = flags & SLAB_POISON && !(flags & SLAB_DESTROY_BY_RCU) && !s->ctor;

    SET_CACHE(m, s, flags, poison ? s->flags | OBJECT_POISON_ : s->flags & ~OBJECT_POISON_);
    if (flags & SLAB_RED_ZONE && size == s->object_size)
        size += 4;
    SET_CACHE(m, s, inuse, size);
    if (flags & (SLAB_DESTROY_BY_RCU | SLAB_POISON) || s->ctor) {
        SET_CACHE(m, s, offset, size);
        size += 4;
    }
    if (flags & SLAB_STORE_USER)
        size += 2 * TRACK_SIZE;
    if (flags & SLAB_RED_ZONE)
        size += 4;
    size = align_up(size, s->align);
    SET_CACHE(m, s, size, size);
    return size;
}

bool calculate_sizes(struct machine *m, struct kmem_cache *s)
{
    uint32_t size, order, allocflags = 0;
    bool ok = false;

    enter(m, F_calculate_sizes);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_forced_order, FMT_SDEC, (uint32_t)-1);
    }
    size = place_parts(m, s);
    order = calculate_order(m, size, s->reserved);
    if (order < MAX_ORDER) {
        if (order)
            allocflags |= GFP_COMP_;
        if (s->flags & SLAB_CACHE_DMA)
            allocflags |= GFP_DMA_;
        if (s->flags & SLAB_RECLAIM_ACCOUNT)
            allocflags |= GFP_RECLAIMABLE_;
        SET_CACHE(m, s, allocflags, allocflags);
        SET_CACHE(m, s, oo, oo_make(m, order, size, s->reserved));
        SET_CACHE(m, s, min, oo_make(m, get_order(size), size, s->reserved));
        if (oo_objects(s->oo) > oo_objects(s->max))
            SET_CACHE(m, s, max, s->oo);
        ok = oo_objects(s->oo) != 0;
    }
    leave_with(m, F_calculate_sizes, FMT_DEC, ok);
    return ok;
}

/* mm/slub.c:2935 */
void set_min_partial(struct machine *m, struct kmem_cache *s, uint32_t min)
{
    enter(m, F_set_min_partial);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_min, FMT_DEC, min);
    }
    SET_CACHE(m, s, min_partial,
              min < MIN_PARTIAL   ? MIN_PARTIAL
              : min > MAX_PARTIAL ? MAX_PARTIAL
                                  : min);
    leave(m, F_set_min_partial);
}
