// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/slub/ops.h"

#include "alloc/slub/find.h"

bool slub_op(uint32_t kind)
{
    return kind >= OP_KMALLOC && kind <= OP_WRITE;
}

/* The cache that the op means. By name it may have gone since the op was checked: NULL then. */
static struct kmem_cache *find(struct machine *m, const struct op *op)
{
    const struct kmem_cache *s = op->cache ? cache_at(m, op->cache) : cache_of_op(m, op);

    return s ? cache_at(m, ram_virt(m, s)) : NULL;
}

static void shrink_all(struct machine *m)
{
    struct kmem_cache *next;

    need_cache_ring(m);
    for (struct kmem_cache *s = cache_after(m, NULL); s; s = next) {
        next = cache_after(m, s);
        kmem_cache_shrink(m, s);
    }
}

static void create(struct machine *m, struct op_run *run)
{
    const struct op *op = &run->op;
    uint32_t virt =
        kmem_cache_create(m, string_literal(m, op->name), op->size, op->align, op->flags);

    run->result.addr = virt;
    if (virt && cache_at(m, virt)->refcount > 1)
        cache_name(m, cache_at(m, virt), run->result.merged);
}

/* A cache that cannot be closed is back at the head of the list, with nobody left who asked for it. */
static void destroy(struct machine *m, struct op_run *run, struct kmem_cache *s)
{
    run->result.users = s->refcount - 1;
    kmem_cache_destroy(m, s);
    run->result.failed = !run->result.users && find_cache(m, ram_virt(m, s));
}

/* Those whose op names a cache. */
static void run_on_cache(struct machine *m, struct op_run *run, struct kmem_cache *s)
{
    switch (run->op.kind) {
    case OP_CACHE_ALLOC:
        run->result.addr = kmem_cache_alloc(m, s, run->op.gfp);
        break;
    case OP_CACHE_FREE:
        kmem_cache_free(m, s, run->op.addr);
        break;
    case OP_CACHE_SHRINK:
        kmem_cache_shrink(m, s);
        break;
    default:
        destroy(m, run, s);
        break;
    }
}

void slub_op_run(struct machine *m, struct op_run *run)
{
    const struct op *op = &run->op;
    struct kmem_cache *s;

    switch (op->kind) {
    case OP_KMALLOC:
        run->result.addr = kmalloc_(m, op->size, op->gfp);
        break;
    case OP_KFREE:
        kfree(m, op->addr);
        break;
    case OP_CACHE_CREATE:
        create(m, run);
        break;
    case OP_SHRINK_ALL:
        shrink_all(m);
        break;
    case OP_WRITE:
        ram_write(m, op->addr, op->value);
        break;
    default:
        s = find(m, op);
        if (s)
            run_on_cache(m, run, s);
        break;
    }
}
