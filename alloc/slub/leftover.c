// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is left over when a cache is closed: each slab with objects in use is reported, with those objects and who has them.
 */
#include "alloc/slub/report.h"
#include "alloc/slub/slub.h"

#define CHAIN_MAX 0x10000u /* a chain is a circle if it is longer than any slab's */

/* kzalloc() of a bit for each object. */
static uint32_t kzalloc_map(struct machine *m, uint32_t objects)
{
    return kmalloc_(m, (objects + 31) / 32 * 4, GFP_ATOMIC | GFP_ZERO_);
}

/* mm/slub.c:287: the difference and the size are signed there. */
static uint32_t slab_index(const struct kmem_cache *s, uint32_t p, uint32_t addr)
{
    return s->size ? (uint32_t)((int32_t)(p - addr) / (int32_t)s->size) : 0;
}

/*
 * mm/slub.c:444: a bit for each free object. A pointer that leads out of the slab sets a bit out of the map, wherever that is; a circle is walked
 * for ever.
 */
static void get_map(struct machine *m, struct kmem_cache *s, struct page *page, uint32_t map)
{
    uint32_t addr = page_address(m, page), left = CHAIN_MAX;

    enter(m, F_get_map);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_map, FMT_ADDR, map);
    }
    for (uint32_t p = page->index; p; p = get_freepointer(m, s, p)) {
        uint32_t i = slab_index(s, p, addr), word = map + i / 32 * 4;

        if (!left--)
            oops(m, OOPS_LOOP, p);
        ram_write(m, word, ram_read(m, word) | 1u << i % 32);
    }
    leave(m, F_get_map);
}

static bool test_bit(struct machine *m, uint32_t i, uint32_t map)
{
    return ram_read(m, map + i / 32 * 4) >> i % 32 & 1;
}

void list_slab_objects(struct machine *m, struct kmem_cache *s, struct page *page)
{
    uint32_t objects = counters_objects(slab_counters(page)), map, addr = page_address(m, page);
    char name[NAME_TEXT];

    enter(m, F_list_slab_objects);
    if (walking(m)) {
        value_cache(m, s);
        value_page(m, page);
        value(m, V_text, FMT_TEXT, TEXT_objects_remaining);
    }
    map = kzalloc_map(m, objects);
    if (map) {
        slab_err(m, s, page, "Objects remaining in %s on kmem_cache_close()",
                 name_text(m, s->name, name));
        LEAF(m, F_slab_lock, FMT_VOID, 0, value_page(m, page));
        get_map(m, s, page, map);
        for (uint32_t i = 0, p = addr, size = s->size; i < objects; i++, p += size) {
            if (test_bit(m, slab_index(s, p, addr), map))
                continue;
            printk(m, "INFO: Object 0x%s @offset=%u\n", P(p), p - addr);
            print_tracking(m, s, p);
        }
        LEAF(m, F_slab_unlock, FMT_VOID, 0, value_page(m, page));
        kfree(m, map);
    }
    leave(m, F_list_slab_objects);
}
