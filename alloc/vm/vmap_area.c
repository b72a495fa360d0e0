// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which addresses of the kernel's virtual space are taken: struct vmap_area, each in a tree by address and in a list in the same order.
 *
 * A search begins behind the area that was found or freed last (free_vmap_cache), unless there may be room below it: cached_hole_size is the
 * largest hole that the searches passed over since the cache was set.
 */
#include <inttypes.h>

#include "alloc/printk.h"
#include "alloc/vm/vm.h"

#define ALIGN(x, a) (((x) + (a)-1) & ~((a)-1))

/* ---- the list ---- */

static uint32_t list_off(const struct machine *m, uint32_t va)
{
    return va - PAGE_OFFSET + m->ram_off + (uint32_t)offsetof(struct vmap_area, list);
}

/* The area whose list node is at this offset; 0 for the head, and for what is none. */
static uint32_t area_of(const struct machine *m, uint32_t off)
{
    uint32_t va = off - m->ram_off + PAGE_OFFSET - (uint32_t)offsetof(struct vmap_area, list);

    return off != offset_of(m, &m->vmap_area_list) && low_mapped(m, va, sizeof(struct vmap_area))
               ? va
               : 0;
}

uint32_t first_vmap_area(const struct machine *m)
{
    return area_of(m, m->vmap_area_list.next);
}

uint32_t next_vmap_area(const struct machine *m, uint32_t va)
{
    return area_of(m, low_word(m, va + (uint32_t)offsetof(struct vmap_area, list)));
}

/* list_add_rcu() behind an area, or at the head */
static void list_insert(struct machine *m, struct vmap_area *va, uint32_t prev)
{
    uint32_t head = offset_of(m, &m->vmap_area_list), at = prev ? list_off(m, prev) : head;
    uint32_t next = list_at(m, at)->next;

    if (next != head && !area_of(m, next))
        oops(m, OOPS_FAULT, next - m->ram_off + PAGE_OFFSET);
    list_add(m, &va->list, list_at(m, at), LIST_VMAP);
}

/* ---- the tree ---- */

/* mm/vmalloc.c:285 */
static uint32_t find_vmap_area_(struct machine *m, uint32_t addr)
{
    uint32_t n = m->vmap_area_root;

    for (int depth = 0; n; rb_deeper(m, &depth, n)) {
        const struct vmap_area *va = vmap_area_at(m, node_va(n));

        if (addr < va->va_start)
            n = rb_left(m, n);
        else if (addr >= va->va_end)
            n = rb_right(m, n);
        else
            return node_va(n);
    }
    return 0;
}

/* mm/vmalloc.c:700 */
uint32_t find_vmap_area(struct machine *m, uint32_t addr)
{
    uint32_t va = find_vmap_area_(m, addr);

    enter(m, F_find_vmap_area);
    if (walking(m))
        value(m, V_addr, FMT_ADDR, addr);
    LEAF(m, F_find_vmap_area_, FMT_ADDR, va, value(m, V_addr, FMT_ADDR, addr));
    leave_with(m, F_find_vmap_area, FMT_ADDR, va);
    return va;
}

/* Links the area in below the leaf where its address belongs. */
static void link_area(struct machine *m, uint32_t virt, const struct vmap_area *va)
{
    const struct rb_tree areas = vmap_area_tree(m);
    uint32_t n = m->vmap_area_root, parent = 0;
    bool right = false;

    for (int depth = 0; n; rb_deeper(m, &depth, n)) {
        const struct vmap_area *its = vmap_area_at(m, node_va(n));

        parent = n;
        right = va->va_start >= its->va_end;
        n = right ? rb_right(m, n) : rb_left(m, n);
    }
    rb_link_node(m, &areas, va_node(virt), parent, right);
}

/* mm/vmalloc.c:304 */
void insert_vmap_area_(struct machine *m, uint32_t virt)
{
    const struct rb_tree areas = vmap_area_tree(m);
    struct vmap_area *va = vmap_area_at(m, virt);
    uint32_t prev;

    enter(m, F_insert_vmap_area_);
    if (walking(m)) {
        value(m, V_va, FMT_ADDR, virt);
        value(m, V_va_start, FMT_ADDR, va->va_start);
        value(m, V_va_end, FMT_ADDR, va->va_end);
    }
    link_area(m, virt, va);
    rb_insert_color(m, &areas, va_node(virt));
    prev = rb_prev(m, va_node(virt));
    list_insert(m, va, prev ? node_va(prev) : 0);
    leave(m, F_insert_vmap_area_);
}

/* ---- the search ---- */

struct request {
    uint32_t size, align, vstart, vend;
};

static void set_hole(struct machine *m, uint32_t size)
{
    set_said(m, &m->cached_hole_size, size, FIELD_cached_hole_size, V_cached_hole_size, FMT_HEX);
}
static void set_cache(struct machine *m, uint32_t node)
{
    set_said(m, &m->free_vmap_cache, node, FIELD_free_vmap_cache, V_free_vmap_cache, FMT_ADDR);
}

/* The lowest area that ends at or above addr. */
static uint32_t lowest_from(struct machine *m, uint32_t addr)
{
    uint32_t n = m->vmap_area_root, first = 0;

    for (int depth = 0; n; rb_deeper(m, &depth, n)) {
        const struct vmap_area *va = vmap_area_at(m, node_va(n));

        if (va->va_end >= addr) {
            first = node_va(n);
            if (va->va_start <= addr)
                break;
            n = rb_left(m, n);
        } else {
            n = rb_right(m, n);
        }
    }
    return first;
}

/* Where the search begins: an address, and the first area that may be in its way. */
static uint32_t search_start(struct machine *m, const struct request *r, uint32_t *first)
{
    const struct vmap_area *cached;

    if (!m->free_vmap_cache || r->size < m->cached_hole_size || r->vstart < m->cached_vstart ||
        r->align < m->cached_align) {
        set_hole(m, 0);
        set_cache(m, 0);
    }
    set_said(m, &m->cached_vstart, r->vstart, FIELD_cached_vstart, V_cached_vstart, FMT_ADDR);
    set_said(m, &m->cached_align, r->align, FIELD_cached_align, V_cached_align, FMT_HEX);
    cached = m->free_vmap_cache ? vmap_area_at(m, node_va(m->free_vmap_cache)) : NULL;
    if (cached && ALIGN(cached->va_end, r->align) >= r->vstart) {
        *first = node_va(m->free_vmap_cache);
        return ALIGN(cached->va_end, r->align);
    }
    set_hole(m, 0);
    set_cache(m, 0);
    *first = lowest_from(m, ALIGN(r->vstart, r->align));
    return ALIGN(r->vstart, r->align);
}

/* The first hole that is large enough; 0 if there is none below vend. */
static uint32_t find_hole(struct machine *m, const struct request *r)
{
    uint32_t first, addr = search_start(m, r, &first);

    for (uint32_t n = 0; first && n < VMAP_AREAS_MAX; n++) {
        const struct vmap_area *va = vmap_area_at(m, first);

        if (addr + r->size < addr || addr + r->size > r->vend || addr + r->size <= va->va_start)
            break;
        if (addr + m->cached_hole_size < va->va_start) {
            line(m, L_vmap_hole);
            set_hole(m, va->va_start - addr);
        }
        addr = ALIGN(va->va_end, r->align);
        first = next_vmap_area(m, first);
    }
    return addr + r->size < addr || addr + r->size > r->vend || addr < r->vstart ? 0 : addr;
}

static uint32_t insert_found(struct machine *m, uint32_t virt, uint32_t addr, uint32_t size)
{
    struct vmap_area *va = vmap_area_at(m, virt);

    line(m, L_vmap_found);
    SET_VA(m, va, va_start, addr);
    SET_VA(m, va, va_end, addr + size);
    SET_VA(m, va, flags, 0);
    insert_vmap_area_(m, virt);
    set_cache(m, va_node(virt));
    return virt;
}

/* mm/vmalloc.c:342. When nothing fits, what was freed lazily is given back, and the search is made once more. */
uint32_t alloc_vmap_area(struct machine *m, uint32_t size, uint32_t align, uint32_t vstart,
                         uint32_t vend, uint32_t gfp_mask)
{
    const struct request r = { size, align, vstart, vend };
    uint32_t va, addr;

    enter(m, F_alloc_vmap_area);
    if (walking(m)) {
        value(m, V_size, FMT_HEX, size);
        value(m, V_align, FMT_HEX, align);
        value(m, V_vstart, FMT_ADDR, vstart);
        value(m, V_vend, FMT_ADDR, vend);
        value(m, V_gfp_mask, FMT_HEX, gfp_mask);
    }
    va = kmalloc_node_const(m, sizeof(struct vmap_area), gfp_mask & GFP_RECLAIM_MASK);
    addr = va ? find_hole(m, &r) : 0;
    if (va && !addr) {
        line(m, L_vmap_overflow);
        purge_vmap_area_lazy(m);
        addr = find_hole(m, &r);
    }
    if (addr) {
        insert_found(m, va, addr, size);
    } else if (va) {
        printk(m,
               "vmap allocation for size %" PRIu32
               " failed: use vmalloc=<size> to increase size.\n",
               size);
        kfree(m, va);
        va = 0;
    }
    leave_with(m, F_alloc_vmap_area, FMT_ADDR, va);
    return va;
}
