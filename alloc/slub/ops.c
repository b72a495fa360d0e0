// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/slub/ops.h"

#include "alloc/slub/slub.h"

bool slub_op(uint32_t kind)
{
    return kind >= OP_KMALLOC && kind <= OP_WRITE;
}

bool slub_op_check(const struct machine *m, const struct op *op, struct op_error *e)
{
    (void)op;
    (void)e;
    return m->slab_state == UP;
}

static void shrink_all(struct machine *m)
{
    uint32_t next;

    for (uint32_t off = m->slab_caches.next; off != offset_of(m, &m->slab_caches); off = next) {
        next = list_at(m, off)->next;
        kmem_cache_shrink(m, list_cache(m, off));
    }
}

void slub_op_run(struct machine *m, struct op_run *run)
{
    const struct op *op = &run->op;

    switch (op->kind) {
    case OP_KMALLOC:
        run->result.addr = kmalloc_(m, op->size, op->gfp);
        break;
    case OP_KFREE:
        kfree(m, op->addr);
        break;
    case OP_CACHE_CREATE:
        run->result.addr = kmem_cache_create(m, string_literal(m, op->name), op->size, op->align, op->flags);
        break;
    case OP_CACHE_ALLOC:
        run->result.addr = kmem_cache_alloc(m, cache_at(m, op->cache), op->gfp);
        break;
    case OP_CACHE_FREE:
        kmem_cache_free(m, cache_at(m, op->cache), op->addr);
        break;
    case OP_CACHE_SHRINK:
        kmem_cache_shrink(m, cache_at(m, op->cache));
        break;
    case OP_SHRINK_ALL:
        shrink_all(m);
        break;
    case OP_CACHE_DESTROY:
        kmem_cache_destroy(m, cache_at(m, op->cache));
        break;
    default:
        ram_write(m, op->addr, op->value);
        break;
    }
}
