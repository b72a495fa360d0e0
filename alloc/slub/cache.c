// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Caches: opened, created, merged, closed.
 */
#include <string.h>

#include "alloc/slub/report.h"
#include "alloc/slub/slub.h"

#define ENOMEM_               (-12)
#define EINVAL_               (-22)
#define ARCH_KMALLOC_MINALIGN 64u
#define SAVED_ALIAS_SIZE      12u /* struct saved_alias, mm/slub.c:5211 */

/* ---- opening ---- */

/* mm/slub.c:2832; tids start with the cpu's number */
static bool alloc_kmem_cache_cpus(struct machine *m, struct kmem_cache *s)
{
    enter(m, F_alloc_kmem_cache_cpus);
    if (walking(m))
        value_cache(m, s);
    SET_CACHE(m, s, cpu_slab,
              alloc_percpu_(m, sizeof(struct kmem_cache_cpu), 2 * sizeof(uint32_t)));
    if (s->cpu_slab) {
        enter(m, F_init_kmem_cache_cpus);
        if (walking(m))
            value_cache(m, s);
        for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
            set_word(m, &cpu_slab(m, s, cpu)->tid, cpu, FIELD_ram);
        leave(m, F_init_kmem_cache_cpus);
    }
    leave_with(m, F_alloc_kmem_cache_cpus, FMT_DEC, s->cpu_slab != 0);
    return s->cpu_slab != 0;
}

static uint32_t cpu_partial_for(const struct kmem_cache *s)
{
    if (!kmem_cache_has_cpu_partial(s))
        return 0;
    return s->size >= PAGE_SIZE ? 2 : s->size >= 1024 ? 6 : s->size >= 256 ? 13 : 30;
}

/* mm/slub.c:3058. True if the cache can be used. */
bool kmem_cache_open(struct machine *m, struct kmem_cache *s, uint32_t flags)
{
    bool ok;

    enter(m, F_kmem_cache_open);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_flags, FMT_HEX, flags);
    }
    LEAF(m, F_kmem_cache_flags, FMT_HEX, flags, value(m, V_object_size, FMT_DEC, s->size);
         value(m, V_flags, FMT_HEX, flags); value(m, V_name, FMT_STRING, s->name));
    SET_CACHE(m, s, flags, flags);
    SET_CACHE(m, s, reserved, 0);
    ok = calculate_sizes(m, s);
    if (ok) {
        set_min_partial(m, s, (31 - (uint32_t)__builtin_clz(s->size)) / 2);
        SET_CACHE(m, s, cpu_partial, cpu_partial_for(s));
        ok = init_kmem_cache_nodes(m, s);
        if (ok && !alloc_kmem_cache_cpus(m, s)) {
            free_kmem_cache_nodes(m, s);
            ok = false;
        }
    }
    if (!ok && flags & SLAB_PANIC)
        oops(m, OOPS_PANIC, s->name); /* "Cannot create slab ..." */
    leave_with(m, F_kmem_cache_open, FMT_SDEC, ok ? 0 : (uint32_t)EINVAL_);
    return ok;
}

/* mm/slub.c:3743: sysfs is not up yet, so there is nothing else to do. */
static bool kmem_cache_create_(struct machine *m, struct kmem_cache *s, uint32_t flags)
{
    bool ok;

    enter(m, F_kmem_cache_create_);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_flags, FMT_HEX, flags);
    }
    ok = kmem_cache_open(m, s, flags);
    leave_with(m, F_kmem_cache_create_, FMT_SDEC, ok ? 0 : (uint32_t)EINVAL_);
    return ok;
}

/* mm/slab_common.c:294. The name lies in the kernel image, or is given later. */
void create_boot_cache(struct machine *m, struct kmem_cache *s, uint32_t name, uint32_t size,
                       uint32_t flags)
{
    enter(m, F_create_boot_cache);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_name, FMT_STRING, name);
        value(m, V_size, FMT_DEC, size);
        value(m, V_flags, FMT_HEX, flags);
    }
    SET_CACHE(m, s, name, name);
    SET_CACHE(m, s, object_size, size);
    SET_CACHE(m, s, size, size);
    SET_CACHE(m, s, align, calculate_alignment(m, flags, ARCH_KMALLOC_MINALIGN, size));
    kmem_cache_create_(m, s, flags);
    SET_CACHE(m, s, refcount, -1);
    leave(m, F_create_boot_cache);
}

/* ---- merging ---- */

/* mm/slub.c:3657 */
static bool slab_unmergeable(struct machine *m, const struct kmem_cache *s)
{
    bool no = s->flags & SLUB_NEVER_MERGE || s->ctor || s->refcount < 0;

    LEAF(m, F_slab_unmergeable, FMT_DEC, no, value_cache(m, s));
    return no;
}

static bool mergeable(struct machine *m, const struct kmem_cache *s, uint32_t size, uint32_t align,
                      uint32_t flags)
{
    if (slab_unmergeable(m, s) || size > s->size ||
        (flags & SLUB_MERGE_SAME) != (s->flags & SLUB_MERGE_SAME))
        return false;
    return (s->size & ~(align - 1)) == s->size && s->size - size < 4;
}

/* mm/slub.c:3674: the first cache, newest first, whose objects are as large within a word and aligned as well. */
static struct kmem_cache *find_mergeable(struct machine *m, uint32_t name, uint32_t size,
                                         uint32_t align, uint32_t flags)
{
    struct kmem_cache *found = NULL;

    enter(m, F_find_mergeable);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_align, FMT_DEC, align);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_name, FMT_STRING, name);
    }
    if (!(flags & SLUB_NEVER_MERGE)) {
        size = (size + 3) & ~3u;
        align = calculate_alignment(m, flags, align, size);
        size = (size + align - 1) & ~(align - 1);
        LEAF(m, F_kmem_cache_flags, FMT_HEX, flags, value(m, V_object_size, FMT_DEC, size);
             value(m, V_flags, FMT_HEX, flags); value(m, V_name, FMT_STRING, name));
        struct kmem_cache *s = NULL;

        need_cache_ring(m);
        while (!found && (s = cache_after(m, s)))
            if (mergeable(m, s, size, align, flags))
                found = s;
    }
    leave_with(m, F_find_mergeable, FMT_CACHE, found ? ram_virt(m, found) : 0);
    return found;
}

/*
 * mm/slub.c:5219: while sysfs is not up an alias is written down for later: struct saved_alias, in low memory, is cache, name and the next
 * record. Nobody ever frees it. False if memory is short.
 */
static bool sysfs_slab_alias(struct machine *m, struct kmem_cache *s, uint32_t name)
{
    uint32_t record;

    enter(m, F_sysfs_slab_alias);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_name, FMT_STRING, name);
    }
    record = kmalloc_const(m, SAVED_ALIAS_SIZE, GFP_KERNEL);
    if (record) {
        ram_write(m, record, ram_virt(m, s));
        ram_write(m, record + 4, name);
        ram_write(m, record + 8, m->alias_list);
        set_word(m, &m->alias_list, record, FIELD_alias_list);
    }
    leave_with(m, F_sysfs_slab_alias, FMT_SDEC, record ? 0 : (uint32_t)-12);
    return record;
}

/* mm/slub.c:3719 */
static struct kmem_cache *kmem_cache_alias(struct machine *m, uint32_t name, uint32_t size,
                                           uint32_t align, uint32_t flags, uint32_t ctor)
{
    struct kmem_cache *s;

    enter(m, F_kmem_cache_alias);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_align, FMT_DEC, align);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_name, FMT_STRING, name);
    }
    s = ctor ? NULL : find_mergeable(m, name, size, align, flags);
    if (s) {
        uint32_t words = (size + 3) & ~3u;

        SET_CACHE(m, s, refcount, s->refcount + 1);
        if (s->object_size < size)
            SET_CACHE(m, s, object_size, size);
        if (s->inuse < words)
            SET_CACHE(m, s, inuse, words);
        if (!sysfs_slab_alias(m, s, name)) {
            SET_CACHE(m, s, refcount, s->refcount - 1);
            s = NULL;
        }
    }
    leave_with(m, F_kmem_cache_alias, FMT_CACHE, s ? ram_virt(m, s) : 0);
    return s;
}

/* ---- creating ---- */

/* mm/util.c:25 */
static uint32_t kstrdup(struct machine *m, uint32_t s, uint32_t gfp)
{
    uint32_t len = string_length(m, s) + 1, x;

    enter(m, F_kstrdup);
    if (walking(m)) {
        value(m, V_s, FMT_STRING, s);
        value(m, V_gfp, FMT_HEX, gfp);
    }
    x = kmalloc_track_caller_(m, len, gfp);
    if (x)
        ram_copy_in(m, x, ram_at(m, s), len);
    leave_with(m, F_kstrdup, FMT_STRING, x);
    return x;
}

/* A descriptor of its own: mm/slab_common.c:195. NULL and *err if memory is short or the objects are too large. */
static struct kmem_cache *create_new(struct machine *m, uint32_t name, uint32_t size,
                                     uint32_t align, uint32_t flags, uint32_t ctor, int *err)
{
    uint32_t virt = kmem_cache_zalloc(m, cache_at(m, m->kmem_cache), GFP_KERNEL);
    struct kmem_cache *s;

    *err = ENOMEM_;
    if (!virt)
        return NULL;
    s = ram_struct(m, virt, sizeof *s);
    SET_CACHE(m, s, object_size, size);
    SET_CACHE(m, s, size, size);
    SET_CACHE(m, s, align, calculate_alignment(m, flags, align, size));
    set_word(m, &s->ctor, ctor, FIELD_ram);
    SET_CACHE(m, s, name, kstrdup(m, name, GFP_KERNEL));
    if (s->name && kmem_cache_create_(m, s, flags)) {
        SET_CACHE(m, s, refcount, 1);
        cache_list_add(m, s);
        return s;
    }
    if (s->name) {
        *err = EINVAL_;
        kfree(m, s->name);
    }
    kmem_cache_free(m, cache_at(m, m->kmem_cache), virt);
    return NULL;
}

/* mm/slab_common.c:169 and :247 */
uint32_t kmem_cache_create_ctor(struct machine *m, uint32_t name, uint32_t size, uint32_t align,
                                uint32_t flags, uint32_t ctor)
{
    struct kmem_cache *s;
    uint32_t virt;
    int err;

    enter(m, F_kmem_cache_create);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_align, FMT_DEC, align);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_name, FMT_STRING, name);
    }
    enter(m, F_kmem_cache_create_memcg);
    if (walking(m)) {
        value(m, V_size, FMT_DEC, size);
        value(m, V_align, FMT_DEC, align);
        value(m, V_flags, FMT_HEX, flags);
        value(m, V_name, FMT_STRING, name);
    }
    LEAF(m, F_kmem_cache_sanity_check, FMT_DEC, 0, value(m, V_name, FMT_STRING, name);
         value(m, V_size, FMT_DEC, size));
    flags &= CACHE_CREATE_MASK;
    s = kmem_cache_alias(m, name, size, align, flags, ctor);
    if (!s) {
        s = create_new(m, name, size, align, flags, ctor, &err);
        if (!s)
            cache_not_created(m, name, flags, err);
    }
    virt = s ? ram_virt(m, s) : 0;
    leave_with(m, F_kmem_cache_create_memcg, FMT_CACHE, virt);
    leave_with(m, F_kmem_cache_create, FMT_CACHE, virt);
    return virt;
}

uint32_t kmem_cache_create(struct machine *m, uint32_t name, uint32_t size, uint32_t align,
                           uint32_t flags)
{
    return kmem_cache_create_ctor(m, name, size, align, flags, 0);
}

/* ---- destroying ---- */

/* mm/slub.c:2896 */
void free_kmem_cache_nodes(struct machine *m, struct kmem_cache *s)
{
    enter(m, F_free_kmem_cache_nodes);
    if (walking(m))
        value_cache(m, s);
    if (s->node)
        kmem_cache_free(m, cache_at(m, m->kmem_cache_node), s->node);
    SET_CACHE(m, s, node, 0);
    leave(m, F_free_kmem_cache_nodes);
}

/* mm/slub.c:3173 */
static void free_partial(struct machine *m, struct kmem_cache *s, struct kmem_cache_node *n)
{
    struct slab_walk walk;
    struct page *page;

    enter(m, F_free_partial);
    if (walking(m)) {
        value_cache(m, s);
        value(m, V_n_, FMT_NODE_OF, s->node);
    }
    need_ring(m, &n->partial);
    walk = slab_walk_begin(m, &n->partial);
    while ((page = slab_walk_next(m, &walk))) {
        if (!counters_inuse(slab_counters(page))) {
            remove_partial(m, n, page);
            discard_slab(m, s, page);
        } else {
            list_slab_objects(m, s, page);
        }
    }
    leave(m, F_free_partial);
}

/* mm/slub.c:3191. False if objects are still in use. */
static bool kmem_cache_close(struct machine *m, struct kmem_cache *s)
{
    struct kmem_cache_node *n = need_node(m, s);
    bool closed;

    enter(m, F_kmem_cache_close);
    if (walking(m))
        value_cache(m, s);
    need_cache(m, s);
    flush_all(m, s);
    free_partial(m, s, n);
    closed = !n->nr_partial && !n->nr_slabs;
    if (closed) {
        free_percpu(m, s->cpu_slab);
        free_kmem_cache_nodes(m, s);
    }
    leave_with(m, F_kmem_cache_close, FMT_DEC, !closed);
    return closed;
}

/* mm/slub.c:3209 */
static bool kmem_cache_shutdown(struct machine *m, struct kmem_cache *s)
{
    bool closed;

    enter(m, F_kmem_cache_shutdown);
    if (walking(m))
        value_cache(m, s);
    closed = kmem_cache_close(m, s);
    if (closed)
        LEAF(m, F_sysfs_slab_remove, FMT_VOID, 0, value_cache(m, s));
    leave_with(m, F_kmem_cache_shutdown, FMT_DEC, !closed);
    return closed;
}

/* mm/slab_common.c:254: the last user closes the cache; if that fails it goes back to the head of the list. */
void kmem_cache_destroy(struct machine *m, struct kmem_cache *s)
{
    enter(m, F_kmem_cache_destroy);
    if (walking(m)) {
        value_cache(m, s);
    }
    SET_CACHE(m, s, refcount, s->refcount - 1);
    if (!s->refcount) {
        cache_list_del(m, s);
        if (kmem_cache_shutdown(m, s)) {
            kfree(m, s->name);
            kmem_cache_free(m, cache_at(m, m->kmem_cache), ram_virt(m, s));
        } else {
            cache_list_add(m, s);
            still_has_objects(m, s);
        }
    }
    leave(m, F_kmem_cache_destroy);
}
