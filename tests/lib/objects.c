// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/lib/objects.h"

#include <stdio.h>

#define GFP_KERNEL 0xd0u

static struct op kmalloc_op(struct random *r)
{
    struct op op = op_of(OP_KMALLOC);

    op.gfp = GFP_KERNEL;
    op.size = 1 + random_below(r, random_below(r, 8) ? 600 : 40000);
    return op;
}

static struct op create_op(const struct objects *o, struct random *r)
{
    struct op op = op_of(OP_CACHE_CREATE);

    op.size = 20 + random_below(r, 900);
    op.align = 4;
    snprintf(op.name, sizeof op.name, "cache_%u", o->nr_caches);
    return op;
}

static struct op cache_alloc_op(const struct objects *o, struct random *r)
{
    struct op op = op_of(OP_CACHE_ALLOC);

    op.gfp = GFP_KERNEL;
    op.cache = o->cache[random_below(r, o->nr_caches)];
    return op;
}

static struct op free_op(const struct objects *o, struct random *r)
{
    unsigned i = random_below(r, o->nr);
    struct op op = op_of(o->at[i].cache ? OP_CACHE_FREE : OP_KFREE);

    op.cache = o->at[i].cache;
    op.addr = o->at[i].addr;
    return op;
}

static struct op write_op(const struct objects *o, struct random *r)
{
    struct op op = op_of(OP_WRITE);

    op.addr = o->at[random_below(r, o->nr)].addr;
    op.value = random_below(r, 0xffffffffu);
    return op;
}

struct op random_object_op(const struct objects *o, struct random *r)
{
    uint32_t dice = random_below(r, 100);

    if (o->nr == OBJECTS_MAX || (o->nr && dice < 35))
        return free_op(o, r);
    if (o->nr && dice < 45)
        return write_op(o, r);
    if (dice < 47)
        return op_of(OP_SHRINK_ALL);
    if (o->nr_caches < CACHES_MAX && dice < 50)
        return create_op(o, r);
    return o->nr_caches && dice < 70 ? cache_alloc_op(o, r) : kmalloc_op(r);
}

static void forget(struct objects *o, uint32_t addr)
{
    for (unsigned i = 0; i < o->nr; i++)
        if (o->at[i].addr == addr)
            o->at[i--] = o->at[--o->nr];
}

void objects_apply(struct machine *m, struct objects *o, const struct op *op)
{
    uint32_t addr = op_apply(m, op).addr;

    if (op->kind == OP_CACHE_CREATE && addr) {
        o->cache[o->nr_caches++] = addr;
    } else if ((op->kind == OP_KMALLOC || op->kind == OP_CACHE_ALLOC) && addr) {
        o->at[o->nr].addr = addr;
        o->at[o->nr++].cache = op->cache;
    } else if (op->kind == OP_KFREE || op->kind == OP_CACHE_FREE) {
        forget(o, op->addr);
    }
}
