// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The chicken and the egg: kmem_cache_init() makes the caches that descriptors come from with two static descriptors, which then move into the
 * slabs that they made.
 *
 * The static descriptors and the two names lie in the kernel image, at its end: where exactly is an assumption, that they do not lie in a slab is
 * not.
 */
#include "alloc/printk.h"
#include "alloc/slub/slub.h"

#define NAME_BYTES 32u

/* mm/slub.c:2820 */
void init_kmem_cache_node(struct machine *m, struct kmem_cache_node *n)
{
    enter(m, F_init_kmem_cache_node);
    if (walking(m))
        value(m, V_n_, FMT_NODE_OF, ram_virt(m, n));
    SET_NODE(m, n, nr_partial, 0);
    init_list_head(m, &n->partial, FIELD_ram);
    SET_NODE(m, n, nr_slabs, 0);
    SET_NODE(m, n, total_objects, 0);
    init_list_head(m, &n->full, FIELD_ram);
    leave(m, F_init_kmem_cache_node);
}

/* mm/slub.c:2863: the first node takes the first object of a slab that it makes for itself. */
static void early_kmem_cache_node_alloc(struct machine *m)
{
    struct kmem_cache *s = cache_at(m, m->kmem_cache_node);
    struct page *page;
    uint32_t n;

    enter(m, F_early_kmem_cache_node_alloc);
    if (walking(m))
        value(m, V_node, FMT_SDEC, 0);
    page = new_slab(m, s, 0, 0);
    n = page->index;
    set_freelist(m, page, get_freepointer(m, s, n));
    set_counters(m, page, counters_with_frozen(counters_with_inuse(slab_counters(page), 1), false));
    SET_CACHE(m, s, node, n);
    init_object(m, s, n, SLUB_RED_ACTIVE);
    init_tracking(m, s, n);
    init_kmem_cache_node(m, ram_at(m, n));
    inc_slabs_node(m, s, counters_objects(slab_counters(page)));
    add_partial(m, ram_at(m, n), page, DEACTIVATE_TO_HEAD);
    leave(m, F_early_kmem_cache_node_alloc);
}

/* mm/slub.c:2910 */
bool init_kmem_cache_nodes(struct machine *m, struct kmem_cache *s)
{
    bool ok = true;

    enter(m, F_init_kmem_cache_nodes);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_slab_state, FMT_DEC, (uint32_t)m->slab_state);
    }
    if (m->slab_state == DOWN) {
        early_kmem_cache_node_alloc(m);
    } else {
        uint32_t n = kmem_cache_alloc_node(m, cache_at(m, m->kmem_cache_node), 0xd0);

        ok = n != 0;
        if (ok) {
            SET_CACHE(m, s, node, n);
            init_kmem_cache_node(m, ram_struct(m, n, sizeof(struct kmem_cache_node)));
        } else {
            free_kmem_cache_nodes(m, s);
        }
    }
    leave_with(m, F_init_kmem_cache_nodes, FMT_DEC, ok);
    return ok;
}

static void copy_descriptor(struct machine *m, uint32_t to, uint32_t from)
{
    for (uint32_t i = 0; i < sizeof(struct kmem_cache); i += 4)
        ram_write(m, to + i, ram_read(m, from + i));
}

/* mm/slub.c:3571: a proper descriptor in place of the static one. The cpu's slab is flushed, which turns its freelist round. */
static uint32_t bootstrap(struct machine *m, uint32_t static_cache)
{
    struct kmem_cache_node *n;
    struct kmem_cache *s;
    uint32_t virt;

    enter(m, F_bootstrap);
    if (walking(m))
        value(m, V_static_cache, FMT_CACHE, static_cache);
    virt = kmem_cache_zalloc(m, cache_at(m, m->kmem_cache), 0);
    s = cache_at(m, virt);
    copy_descriptor(m, virt, static_cache);
    flush_cpu_slab_(m, s, m->cpu);
    n = need_node(m, s);
    for (uint32_t off = n->partial.next; off != offset_of(m, &n->partial);
         off = list_at(m, off)->next)
        set_said(m, &lru_page(m, off)->private_, virt, FIELD_page_private, V_slab_cache, FMT_CACHE);
    cache_list_add(m, s);
    leave_with(m, F_bootstrap, FMT_CACHE, virt);
    return virt;
}

static void set_state(struct machine *m, enum slab_state state)
{
    if (walking(m))
        value_change(m, V_slab_state, FMT_DEC, (uint32_t)m->slab_state, state);
    set_int(m, &m->slab_state, (int32_t)state, FIELD_slab_state);
}

/* mm/slub.c:3602 */
void kmem_cache_init(struct machine *m)
{
    uint32_t boot_cache = m->kernel_end - STATIC_BYTES, boot_node = boot_cache + 128;

    enter(m, F_kmem_cache_init);
    set_word(m, &m->kmem_cache_node, boot_node, FIELD_kmem_cache_node);
    set_word(m, &m->kmem_cache, boot_cache, FIELD_kmem_cache);
    init_list_head(m, &m->slab_caches, FIELD_slab_caches);
    create_boot_cache(m, cache_at(m, boot_node), string_literal(m, "kmem_cache_node"),
                      sizeof(struct kmem_cache_node), SLAB_HWCACHE_ALIGN);
    set_state(m, PARTIAL);
    create_boot_cache(m, cache_at(m, boot_cache), string_literal(m, "kmem_cache"),
                      sizeof(struct kmem_cache), SLAB_HWCACHE_ALIGN);
    set_word(m, &m->kmem_cache, bootstrap(m, boot_cache), FIELD_kmem_cache);
    set_word(m, &m->kmem_cache_node, bootstrap(m, boot_node), FIELD_kmem_cache_node);
    create_kmalloc_caches(m);
    printk(m, "SLUB: HWalign=%u, Order=0-%u, MinObjects=0, CPUs=%d, Nodes=1\n", KMALLOC_MIN_SIZE,
           SLUB_MAX_ORDER, MAX_CPUS);
    leave(m, F_kmem_cache_init);
}
