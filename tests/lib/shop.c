// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/lib/shop.h"

#include <stdio.h>

#include "alloc/slub/slub.h"
#include "alloc/workload.h"

static uint32_t pick(struct random *r, const uint32_t *from, uint32_t n)
{
    return from[random_below(r, n)];
}
#define PICK(r, from) pick(r, from, sizeof(from) / sizeof((from)[0]))

/* NORETRY: a request that fails, fails. */
static uint32_t any_gfp(struct random *r)
{
    static const uint32_t gfps[] = { 0xd0,   0xd0,   0x10d0,  0x20,    0x8020,
                                     0x90d0, 0x20d0, 0x121d0, 0x101220 };

    return PICK(r, gfps) | 0x1000;
}

static struct op kmalloc_op(struct shop *s)
{
    struct op op = op_of(OP_KMALLOC);
    uint32_t dice = random_below(s->r, 100);

    op.size = 1 + random_below(s->r, dice < 60 ? 256 : dice < 90 ? 4096 : dice < 97 ? 8192 : 70000);
    op.gfp = any_gfp(s->r);
    return op;
}

static struct op free_op(struct shop *s)
{
    uint32_t i = random_below(s->r, s->nr_objects);
    struct op op = op_of(s->object[i].cache && random_below(s->r, 4) ? OP_CACHE_FREE : OP_KFREE);

    op.addr = s->object[i].addr;
    op.cache = s->object[i].cache;
    return op;
}

/* Each debugging flag of its own, most sizes small. */
static struct op create_op(struct shop *s)
{
    static const uint32_t flags[] = { SLAB_DEBUG_FREE,    SLAB_RED_ZONE,        SLAB_POISON,
                                      SLAB_HWCACHE_ALIGN, SLAB_CACHE_DMA,       SLAB_STORE_USER,
                                      SLAB_TRACE,         SLAB_RECLAIM_ACCOUNT, SLAB_DESTROY_BY_RCU,
                                      SLAB_NOLEAKTRACE };
    struct op op = op_of(OP_CACHE_CREATE);
    bool plain = random_below(s->r, 3) == 0;

    op.size = 1 + random_below(s->r, random_below(s->r, 8) ? 600 : 20000);
    op.align = random_below(s->r, 3) ? 0 : 1u << random_below(s->r, 9);
    for (size_t i = 0; !plain && i < sizeof flags / sizeof flags[0]; i++)
        if (random_below(s->r, 4) == 0)
            op.flags |= flags[i];
    snprintf(op.name, sizeof op.name, "cache-%u", s->created++);
    return op;
}

static struct op cache_op(struct shop *s)
{
    uint32_t i = random_below(s->r, s->nr_caches), dice = random_below(s->r, 100);
    struct op op = op_of(dice < 88   ? OP_CACHE_ALLOC
                         : dice < 94 ? OP_CACHE_SHRINK
                                     : OP_CACHE_DESTROY);

    op.cache = s->cache[i].addr;
    op.gfp = op.kind == OP_CACHE_ALLOC ? any_gfp(s->r) : 0;
    /* With objects of ours in it the last user's cache would stay, and with refcount 0 for ever. */
    if (op.kind == OP_CACHE_DESTROY && s->cache[i].users == 1 && s->cache[i].objects)
        op.kind = OP_CACHE_SHRINK;
    return op;
}

static struct op rare_op(struct shop *s)
{
    struct op op = op_of(OP_SHRINK_ALL);

    switch (random_below(s->r, 6)) {
    case 0:
        break;
    case 1:
        op.kind = OP_MEMALLOC;
        op.value = random_below(s->r, 3) == 0;
        break;
    case 2:
        op.kind = OP_DRAIN;
        break;
    default:
        return random_op(s->m, s->r);
    }
    return op;
}

static struct op one_op(struct shop *s)
{
    uint32_t dice = random_below(s->r, 100);

    if (dice < 3)
        return rare_op(s);
    if (dice < 7 && s->nr_caches < SHOP_CACHES && s->nr_aliases < SHOP_ALIASES)
        return create_op(s);
    if (s->nr_objects && (dice < 45 || s->nr_objects == SHOP_OBJECTS))
        return free_op(s);
    if (s->nr_caches && dice < 75)
        return cache_op(s);
    return kmalloc_op(s);
}

struct op shop_op(struct shop *s)
{
    struct op_error error;
    struct op op;

    do {
        op = one_op(s);
        if (s->m->nr_online_cpus > 1 && random_below(s->r, 3) == 0)
            op.cpu = random_below(s->r, s->m->nr_online_cpus);
    } while (!op_check(s->m, &op, &error));
    return op;
}

/* ---- books ---- */

static uint32_t find_cache_entry(const struct shop *s, uint32_t addr)
{
    uint32_t i = 0;

    while (i < s->nr_caches && s->cache[i].addr != addr)
        i++;
    return i;
}

static void take(struct shop *s, uint32_t addr, uint32_t cache)
{
    uint32_t i = find_cache_entry(s, cache);

    s->object[s->nr_objects].addr = addr;
    s->object[s->nr_objects++].cache = cache;
    if (cache && i < s->nr_caches)
        s->cache[i].objects++;
}

static void give(struct shop *s, uint32_t addr)
{
    for (uint32_t i = 0; i < s->nr_objects; i++) {
        uint32_t cache = s->object[i].cache, k = find_cache_entry(s, cache);

        if (s->object[i].addr != addr)
            continue;
        if (cache && k < s->nr_caches)
            s->cache[k].objects--;
        s->object[i] = s->object[--s->nr_objects];
        return;
    }
}

/* Only a merged request leaves a record; it is the newest. */
static void created(struct shop *s, uint32_t addr, uint32_t alias_before)
{
    uint32_t i = find_cache_entry(s, addr);

    if (i == s->nr_caches) {
        s->cache[i].addr = addr;
        s->cache[i].users = s->cache[i].objects = 0;
        s->nr_caches++;
    }
    s->cache[i].users++;
    if (s->m->alias_list != alias_before)
        s->alias[s->nr_aliases++] = s->m->alias_list;
}

static void destroyed(struct shop *s, uint32_t addr)
{
    uint32_t i = find_cache_entry(s, addr);

    if (i < s->nr_caches && !--s->cache[i].users)
        s->cache[i] = s->cache[--s->nr_caches];
}

struct op_result shop_apply(struct shop *s, const struct op *op)
{
    uint32_t alias_before = s->m->alias_list;
    struct op_result r = op_apply(s->m, op);

    switch (op->kind) {
    case OP_KMALLOC:
    case OP_CACHE_ALLOC:
        if (r.addr)
            take(s, r.addr, op->kind == OP_CACHE_ALLOC ? op->cache : 0);
        break;
    case OP_KFREE:
    case OP_CACHE_FREE:
        give(s, op->addr);
        break;
    case OP_CACHE_CREATE:
        if (r.addr)
            created(s, r.addr, alias_before);
        break;
    case OP_CACHE_DESTROY:
        destroyed(s, op->cache);
        break;
    default:
        break;
    }
    return r;
}

void shop_close(struct shop *s, void (*applied)(void *arg, const struct op *op), void *arg)
{
    struct op op = op_of(OP_MEMALLOC);

    shop_apply(s, &op);
    applied(arg, &op);
    while (s->nr_objects) {
        op = free_op(s);
        shop_apply(s, &op);
        applied(arg, &op);
    }
    while (s->nr_caches) {
        op = op_of(OP_CACHE_DESTROY);
        op.cache = s->cache[s->nr_caches - 1].addr;
        shop_apply(s, &op);
        applied(arg, &op);
    }
    while (s->nr_aliases) {
        op = op_of(OP_KFREE);
        op.addr = s->alias[--s->nr_aliases];
        op_apply(s->m, &op);
        applied(arg, &op);
    }
    op = op_of(OP_SHRINK_ALL);
    op.cpu = 0;
    shop_apply(s, &op);
    applied(arg, &op);
}
