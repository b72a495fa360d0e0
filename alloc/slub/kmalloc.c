// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kmalloc: a cache for each size, and pages for what is larger than 8 KiB.
 */
#include <stdio.h>
#include <string.h>

#include "alloc/slub/slub.h"
#include "alloc/workload.h"

#define GFP_KMEMCG_ 0x100000u

#define ZERO_SIZE_PTR 16u /* include/linux/slab.h:120 */

/* The cache that serves a size of 1 byte to 8 KiB (mm/slab_common.c:375). */
static struct kmem_cache *kmalloc_slab(struct machine *m, uint32_t size, uint32_t flags)
{
    uint32_t index =
        size <= 192 ? m->size_index[(size - 1) / 8] : 32 - (uint32_t)__builtin_clz(size - 1);
    uint32_t cache = m->kmalloc_caches[index];

    LEAF(m, F_kmalloc_slab, FMT_CACHE, cache, value(m, V_size, FMT_DEC, size);
         value(m, V_flags, FMT_HEX, flags));
    return cache_at(m, cache);
}

/* include/linux/slab.h:382, :376, :362: whole pages, compound. */
static uint32_t kmalloc_large(struct machine *m, uint32_t size, uint32_t flags)
{
    uint32_t order = get_order(size), x, gfp = flags | GFP_COMP_ | GFP_KMEMCG_;
    struct page *page;

    enter(m, F_kmalloc_large);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
    }
    enter(m, F_kmalloc_order_trace);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_order, FMT_DEC, order);
    }
    enter(m, F_kmalloc_order);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_order, FMT_DEC, order);
    }
    enter(m, F_get_free_pages);
    if (walking(m)) {
        value(m, V_gfp_mask, FMT_HEX, gfp);
        value(m, V_order, FMT_DEC, order);
    }
    page = alloc_pages(m, gfp, order);
    x = page ? page_address(m, page) : 0;
    leave_with(m, F_get_free_pages, FMT_DEC, x);
    leave_with(m, F_kmalloc_order, FMT_ADDR, x);
    leave_with(m, F_kmalloc_order_trace, FMT_ADDR, x);
    leave_with(m, F_kmalloc_large, FMT_ADDR, x);
    return x;
}

/* Of no bytes a pointer that may be freed, but not used. */
static uint32_t kmalloc_from(struct machine *m, uint32_t size, uint32_t flags)
{
    struct kmem_cache *s;
    uint32_t x;

    if (unlikely(!size))
        return ZERO_SIZE_PTR;
    s = kmalloc_slab(m, size, flags);
    x = slab_alloc(m, s, flags);
    point_alloc(m, P_K, x, size, s->size, flags);
    return x;
}

/* mm/slub.c:3270 */
uint32_t kmalloc_(struct machine *m, uint32_t size, uint32_t flags)
{
    uint32_t x;

#ifndef QUIET
    if (likely(!m->host.want))
        return quiet_kmalloc_(m, size, flags);
#endif
    enter(m, F_kmalloc_);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
    }
    x = size > KMALLOC_MAX_CACHE_SIZE ? kmalloc_large(m, size, flags)
                                      : kmalloc_from(m, size, flags);
    leave_with(m, F_kmalloc_, FMT_ADDR, x);
    return x;
}

/* mm/slub.c:3803 */
uint32_t kmalloc_track_caller_(struct machine *m, uint32_t size, uint32_t flags)
{
    uint32_t x;

    enter(m, F_kmalloc_track_caller_);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_gfpflags, FMT_HEX, flags);
    }
    x = size > KMALLOC_MAX_CACHE_SIZE ? kmalloc_large(m, size, flags)
                                      : kmalloc_from(m, size, flags);
    leave_with(m, F_kmalloc_track_caller_, FMT_ADDR, x);
    return x;
}

/* include/linux/slab.h:441 with a constant size up to 64: the compiler picks the cache. */
uint32_t kmalloc_const(struct machine *m, uint32_t size, uint32_t flags)
{
    struct kmem_cache *s = cache_at(m, m->kmalloc_caches[KMALLOC_SHIFT_LOW]);
    uint32_t x;

    enter(m, F_kmalloc);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
    }
    LEAF(m, F_kmalloc_index, FMT_DEC, KMALLOC_SHIFT_LOW, value(m, V_size, FMT_DEC, size));
    enter(m, F_kmem_cache_alloc_trace);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_size, FMT_DEC, size);
    }
    x = kmem_cache_alloc(m, s, flags);
    leave_with(m, F_kmem_cache_alloc_trace, FMT_ADDR, x);
    leave_with(m, F_kmalloc, FMT_ADDR, x);
    return x;
}

/*
 * mm/slub.c:3365: of anything but a slab's object a compound page is expected. It may be one that the page allocator handed out: that is freed
 * as any other, and its holder holds it no longer.
 */
__attribute__((noinline)) static void kfree_large(struct machine *m, struct page *page, uint32_t x)
{
    uint32_t order;

    if (unlikely(!(page->flags & PG_COMPOUND)))
        oops(m, OOPS_BUG, x);
    if (held_order(m, page_to_pfn(m, page), &order))
        unhold(m, page);
    order = compound_order(page);
    enter(m, F_free_memcg_kmem_pages);
    if (walking(m)) {
        value_page(m, page);
        value(m, V_order, FMT_DEC, order);
    }
    free_pages_(m, page, order);
    leave(m, F_free_memcg_kmem_pages);
}

/* mm/slub.c:3353 */
void kfree(struct machine *m, uint32_t x)
{
    struct page *page;

#ifndef QUIET
    if (likely(!m->host.want)) {
        quiet_kfree(m, x);
        return;
    }
#endif
    enter(m, F_kfree);
    if (walking(m))
        value(m, V_x, FMT_ADDR, x);
    point(m, P_k, x, 0, 0);
    if (likely(x > ZERO_SIZE_PTR)) {
        page = virt_to_head_page(m, x);
        if (likely(page->flags & PG_SLAB))
            slab_free(m, cache_at(m, page->private_), page, x);
        else
            kfree_large(m, page, x);
    }
    leave(m, F_kfree);
}

/* ---- the caches themselves: mm/slab_common.c:311 and :405 ---- */

static uint32_t kmalloc_size(uint32_t i)
{
    return i > 2 ? 1u << i : i == 2 ? 192 : 0;
}

static uint32_t create_kmalloc_cache(struct machine *m, uint32_t size)
{
    uint32_t virt;
    struct kmem_cache *s;

    enter(m, F_create_kmalloc_cache);
    if (walking(m)) {
        value(m, V_name, FMT_STRING, 0);
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, 0);
    }
    virt = kmem_cache_zalloc(m, cache_at(m, m->kmem_cache), 0);
    s = cache_at(m, virt);
    create_boot_cache(m, s, 0, size, 0);
    cache_list_add(m, s);
    SET_CACHE(m, s, refcount, 1);
    leave_with(m, F_create_kmalloc_cache, FMT_CACHE, virt);
    return virt;
}

/* There is nothing smaller than 64 here, and no cache of 96: those sizes go to the next larger. */
static void patch_size_index(struct machine *m)
{
    for (uint32_t size = 8; size < KMALLOC_MIN_SIZE; size += 8)
        set_word(m, &m->size_index[(size - 1) / 8], KMALLOC_SHIFT_LOW, FIELD_size_index);
    for (uint32_t size = 72; size <= 96; size += 8)
        set_word(m, &m->size_index[(size - 1) / 8], 7, FIELD_size_index);
}

/* lib/kasprintf.c:34: "kmalloc-SIZE". */
static uint32_t kasprintf_name(struct machine *m, uint32_t size)
{
    char name[24];
    uint32_t len = (uint32_t)snprintf(name, sizeof name, "kmalloc-%u", size) + 1, x;

    enter(m, F_kasprintf);
    if (walking(m))
        value(m, V_gfp, FMT_HEX, 0);
    enter(m, F_kvasprintf);
    if (walking(m))
        value(m, V_gfp, FMT_HEX, 0);
    x = kmalloc_track_caller_(m, len, 0);
    ram_copy_in(m, x, name, len);
    leave_with(m, F_kvasprintf, FMT_STRING, x);
    leave_with(m, F_kasprintf, FMT_STRING, x);
    return x;
}

void create_kmalloc_caches(struct machine *m)
{
    enter(m, F_create_kmalloc_caches);
    if (walking(m))
        value(m, V_flags, FMT_HEX, 0);
    patch_size_index(m);
    for (uint32_t i = KMALLOC_SHIFT_LOW; i <= KMALLOC_SHIFT_HIGH; i++) {
        set_word(m, &m->kmalloc_caches[i], create_kmalloc_cache(m, 1u << i), FIELD_kmalloc_caches);
        if (i == 7)
            set_word(m, &m->kmalloc_caches[2], create_kmalloc_cache(m, 192), FIELD_kmalloc_caches);
    }
    if (walking(m))
        value_change(m, V_slab_state, FMT_DEC, (uint32_t)m->slab_state, UP);
    set_int(m, &m->slab_state, UP, FIELD_slab_state);
    for (uint32_t i = 0; i <= KMALLOC_SHIFT_HIGH; i++)
        if (m->kmalloc_caches[i])
            SET_CACHE(m, cache_at(m, m->kmalloc_caches[i]), name,
                      kasprintf_name(m, kmalloc_size(i)));
    leave(m, F_create_kmalloc_caches);
}
