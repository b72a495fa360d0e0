// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Corners of SLUB that no golden script reaches, as the kernel's own mm/slub.c and mm/slab_common.c of 3.13.11 go round them: the hashes below are of what
 * those two files handed out, compiled for 32 bits on top of this model's page allocator, for the same operations. In them are the addresses and the
 * failures of every operation, the descriptor of every cache created, and the counters of slabs and free pages.
 *
 *	flags	any SLAB_* flags, also debugging's, with any alignment, around the sizes where orders change
 *	short	memory is used up, by a task with PF_MEMALLOC: caches, aliases, tables and slabs that cannot be had, slabs from the reserves, slabs of
 *		the smallest order
 */
#include <stdio.h>

#include "alloc/page/page.h"
#include "alloc/slub/slub.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

#define STEPS 4000u
#define LIVE  512u

struct live {
    uint32_t addr, cache; /* 0: of kmalloc */
};

struct corners {
    struct machine *m;
    struct random r;
    struct live live[LIVE];
    uint32_t caches[LIVE], nr_live, nr_caches, made;
    uint64_t hash;
};

static const uint32_t sizes[] = { 4,    8,    12,   24,   60,   64,    65,    96,    100,
                                  128,  192,  256,  500,  512,  1020,  1024,  2044,  2048,
                                  3000, 4092, 4096, 4100, 8192, 16384, 32769, 65537, 1u << 20 };
static const uint32_t aligns[] = { 0, 0, 0, 8, 16, 64, 128, 256, 4096 };
static const uint32_t flags[] = {
    0,
    SLAB_HWCACHE_ALIGN,
    SLAB_RECLAIM_ACCOUNT,
    SLAB_CACHE_DMA,
    SLAB_DESTROY_BY_RCU,
    SLAB_NOLEAKTRACE,
    SLAB_DEBUG_FREE,
    SLAB_TRACE,
    SLAB_RED_ZONE,
    SLAB_POISON,
    SLAB_STORE_USER,
    SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER | SLAB_DEBUG_FREE,
};
static const uint32_t gfps[] = {
    0x10d0, 0x10d0, 0x20, 0, 0x2000, 0x2020, 0x9010, 0x110d0, 0x401020
};

#define ONE_OF(c, table) \
    ((table)[random_below(&(c)->r, (uint32_t)(sizeof(table) / sizeof((table)[0])))])

static void note(struct corners *c, uint32_t word)
{
    c->hash = (c->hash ^ word) * 0x100000001b3u;
}

static struct op_result apply(struct corners *c, struct op op)
{
    const struct zone *zone = &c->m->zone[ZONE_NORMAL];
    struct op_result got = op_apply(c->m, &op);

    assert_int_equal(got.oops, 0);
    note(c, got.addr);
    note(c, (uint32_t)zone->vm_stat[NR_FREE_PAGES]);
    note(c, (uint32_t)zone->vm_stat[NR_SLAB_RECLAIMABLE]);
    note(c, (uint32_t)zone->vm_stat[NR_SLAB_UNRECLAIMABLE]);
    return got;
}

/* A descriptor as it is after this request: a merged one has grown to what was asked for. */
static void note_cache(struct corners *c, const struct kmem_cache *s)
{
    note(c, s->object_size);
    note(c, s->size);
    note(c, s->align);
    note(c, s->inuse);
    note(c, s->offset);
    note(c, s->flags);
    note(c, s->oo);
    note(c, s->min);
    note(c, s->max);
    note(c, s->min_partial);
    note(c, s->cpu_partial);
    note(c, s->allocflags);
    note(c, (uint32_t)s->refcount);
}

static void create(struct corners *c)
{
    uint32_t cache;
    struct op op = op_of(OP_CACHE_CREATE);

    if (c->nr_caches == LIVE)
        return;
    op.size = ONE_OF(c, sizes);
    op.align = ONE_OF(c, aligns);
    op.flags = ONE_OF(c, flags);
    op.flags |= ONE_OF(c, flags);
    snprintf(op.name, sizeof op.name, "corner%u", c->made++);
    cache = apply(c, op).addr;
    if (cache) {
        note_cache(c, cache_at(c->m, cache));
        c->caches[c->nr_caches++] = cache;
    }
}

static void allocate(struct corners *c)
{
    struct live got = { .cache = 0 };
    struct op op = op_of(OP_KMALLOC);

    if (c->nr_live == LIVE)
        return;
    op.gfp = ONE_OF(c, gfps);
    op.size = ONE_OF(c, sizes);
    if (c->nr_caches && random_below(&c->r, 3)) {
        op.kind = OP_CACHE_ALLOC;
        op.cache = got.cache = c->caches[random_below(&c->r, c->nr_caches)];
    }
    got.addr = apply(c, op).addr;
    c->live[c->nr_live] = got;
    c->nr_live += got.addr != 0;
}

static void release(struct corners *c)
{
    struct op op = op_of(OP_KFREE);
    uint32_t i;

    if (!c->nr_live)
        return;
    i = random_below(&c->r, c->nr_live);
    op.addr = c->live[i].addr;
    if (c->live[i].cache) {
        op.kind = OP_CACHE_FREE;
        op.cache = c->live[i].cache;
    }
    c->live[i] = c->live[--c->nr_live];
    apply(c, op);
}

/* Also a cache with objects in use: it stays, and nobody asks it for more. */
static void shrink_or_destroy(struct corners *c)
{
    bool destroy = random_below(&c->r, 2);
    struct op op = op_of(destroy ? OP_CACHE_DESTROY : OP_CACHE_SHRINK);
    uint32_t i;

    if (!c->nr_caches)
        return;
    i = random_below(&c->r, c->nr_caches);
    op.cache = c->caches[i];
    if (destroy)
        c->caches[i] = c->caches[--c->nr_caches];
    apply(c, op);
}

static void switch_cpu(struct corners *c)
{
    struct op op = op_of(OP_CPU);

    op.cpu = random_below(&c->r, MAX_CPUS);
    apply(c, op);
}

static void memalloc(struct corners *c, uint32_t value)
{
    struct op op = op_of(OP_MEMALLOC);

    op.value = value;
    apply(c, op);
}

static void use_up(struct corners *c)
{
    struct op op = op_of(OP_ALLOC_PAGES);

    op.gfp = GFP_MEMALLOC_;
    while (apply(c, op).pfn != NO_PFN)
        ;
}

static void step(struct corners *c, bool memory_is_short)
{
    uint32_t n = random_below(&c->r, 100);

    if (n < 8)
        create(c);
    else if (n < 52)
        allocate(c);
    else if (n < 88)
        release(c);
    else if (n < 93)
        shrink_or_destroy(c);
    else if (n < 97)
        switch_cpu(c);
    else if (n < 98)
        apply(c, op_of(OP_SHRINK_ALL));
    else if (memory_is_short)
        memalloc(c, random_below(&c->r, 4) != 0);
}

/* The per-cpu allocator is the stand-in's, which needs no memory of SLUB. */
static struct machine *boot(void)
{
    struct profile p = *profile_find("small");
    const char *why;
    struct machine *m;

    p.percpu.real = false;
    m = machine_create(&p, &why);
    assert_non_null(m);
    for (uint32_t s = STAGE_ZONELISTS; s <= STAGE_WMARK; s++) {
        struct op op = op_of(OP_BOOT);

        op.stage = s;
        op_apply(m, &op);
    }
    return m;
}

static void ignore(void *arg, const struct event *e)
{
    (void)arg;
    (void)e;
}

/* Listened to, the machine takes the code that reports; the rest must be the same. */
static uint64_t corners(uint64_t seed, bool memory_is_short, bool listened)
{
    struct corners c = { .m = boot(), .r = { seed }, .hash = 0xcbf29ce484222325u };

    if (listened)
        machine_listen(c.m, WANT_WALK, ignore, NULL);
    if (memory_is_short) {
        for (uint32_t i = 0; i < 500; i++)
            step(&c, true);
        memalloc(&c, 1);
        use_up(&c);
    }
    for (uint32_t i = 0; i < STEPS; i++)
        step(&c, memory_is_short);
    machine_destroy(c.m);
    return c.hash;
}

static const uint64_t flags_hash[] = { 0xb878b7b693d43553u, 0x54a0c650a451b529u,
                                       0xdf6b6412656b8284u };
static const uint64_t short_hash[] = { 0x95a37e85ec27b988u, 0x366e6a49b6588dc0u,
                                       0xf5300c66494c8260u };

static void any_flags(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 3; seed++)
        for (int listened = 0; listened < 2; listened++)
            assert_true(corners(seed, false, listened) == flags_hash[seed]);
}

static void short_of_memory(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 3; seed++)
        for (int listened = 0; listened < 2; listened++)
            assert_true(corners(seed, true, listened) == short_hash[seed]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_flags),
        cmocka_unit_test(short_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
