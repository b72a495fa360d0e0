// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/lib/vandal.h"

#include <stdio.h>

#include "alloc/slub/slub.h"

uint32_t dice_below(struct dice *d, uint32_t n)
{
    uint32_t x = 0;

    if (!d->data)
        return random_below(&d->random, n);
    for (uint32_t limit = 1; limit < n && limit < 1u << 24 && d->len; limit <<= 8, d->len--)
        x = x << 8 | *d->data++;
    return x % n;
}

/* ---- addresses and values ---- */

static uint32_t any_cache(struct vandal *v)
{
    uint32_t i = dice_below(v->d, v->nr_caches + 6);

    if (i < v->nr_caches)
        return v->cache[i];
    return i == v->nr_caches       ? v->m->kmem_cache
           : i == v->nr_caches + 1 ? v->m->kmem_cache_node
                                   : v->m->kmalloc_caches[6 + dice_below(v->d, 8)];
}

static uint32_t any_object(struct vandal *v)
{
    return v->nr_objects ? v->object[dice_below(v->d, v->nr_objects)] : PAGE_OFFSET;
}

/* One that is freed for the first time, if the books are right; they forget it. */
static uint32_t live_object(struct vandal *v)
{
    uint32_t i = dice_below(v->d, v->nr_objects), x = v->object[i];

    v->object[i] = v->object[--v->nr_objects];
    return x;
}

static uint32_t low_bytes(const struct machine *m)
{
    return (m->max_low_pfn - m->first_pfn) << 12;
}

static uint32_t any_low(struct vandal *v)
{
    return PAGE_OFFSET + dice_below(v->d, low_bytes(v->m) / 4) * 4;
}

/* A word of what SLUB keeps of a cache, as far as its struct can be read. */
static uint32_t own_word(struct vandal *v)
{
    uint32_t virt = any_cache(v);
    const struct kmem_cache *s = cache_at(v->m, virt);
    uint32_t area = v->m->pcpu_area[dice_below(v->d, MAX_CPUS)] + (s->cpu_slab - PCPU_BASE) -
                    v->m->ram_off + PAGE_OFFSET;

    switch (dice_below(v->d, 3)) {
    case 0:
        return virt + dice_below(v->d, sizeof *s / 4) * 4;
    case 1:
        return s->node + dice_below(v->d, sizeof(struct kmem_cache_node) / 4) * 4;
    default:
        return area + dice_below(v->d, 4) * 4;
    }
}

static uint32_t any_address(struct vandal *v)
{
    if (dice_below(v->d, v->patience + 1))
        return any_object(v);
    switch (dice_below(v->d, 7)) {
    case 0:
        return any_object(v) + dice_below(v->d, 4096);
    case 1:
        return any_low(v);
    case 2:
        return any_cache(v);
    case 3:
        return own_word(v);
    case 4:
        return dice_below(v->d, 64);
    case 5:
        return PAGE_OFFSET + low_bytes(v->m) - dice_below(v->d, 16);
    case 6:
        return any_object(v) & ~0xfffu;
    default:
        return any_object(v);
    }
}

static uint32_t any_value(struct vandal *v)
{
    static const uint32_t values[] = { 0,           1,          0xffffffff,   0x6b6b6b6b,
                                       0x00100100,  0x00200200, 0x7fffffff,   0x80000000,
                                       PAGE_OFFSET, 4096,       POISON_INUSE, 0x5a5a5a5a };

    switch (dice_below(v->d, 6)) {
    case 0:
        return values[dice_below(v->d, sizeof values / sizeof values[0])];
    case 1:
        return dice_below(v->d, 0xffffff) << 8 | dice_below(v->d, 256);
    case 2: /* an offset of the image, as lists of slabs have them */
        return offset_of(v->m, &v->m->page[dice_below(v->d, v->m->nr_pages)].lru);
    case 3: /* a pfn, as cpus have them */
        return v->m->first_pfn + dice_below(v->d, v->m->nr_pages);
    default:
        return any_address(v);
    }
}

/* ---- operations ---- */

static struct op create_op(struct vandal *v)
{
    static const uint32_t flags[] = { 0,
                                      SLAB_RED_ZONE,
                                      SLAB_POISON,
                                      SLAB_STORE_USER,
                                      SLAB_DEBUG_FREE,
                                      SLAB_TRACE,
                                      SLAB_DESTROY_BY_RCU,
                                      SLAB_RED_ZONE | SLAB_POISON | SLAB_STORE_USER |
                                          SLAB_DEBUG_FREE };
    struct op op = op_of(OP_CACHE_CREATE);

    op.size = 1 + dice_below(v->d, dice_below(v->d, 3) ? 300 : 3000);
    for (int i = 0; i < 2; i++)
        op.flags |= flags[dice_below(v->d, 8)];
    snprintf(op.name, sizeof op.name, "v%u", v->n);
    return op;
}

static struct op write_op(struct vandal *v)
{
    struct op op = op_of(OP_WRITE);

    op.addr = any_address(v) + dice_below(v->d, dice_below(v->d, 3) ? 1 : 64) * 4;
    op.value = dice_below(v->d, 3) ? any_object(v) : any_value(v);
    return op;
}

static struct op page_op(struct vandal *v)
{
    struct op op = op_of(OP_ALLOC_PAGES);

    switch (dice_below(v->d, 4)) {
    case 0:
        op.kind = OP_MEMALLOC;
        op.value = dice_below(v->d, 2);
        break;
    case 1:
        op.kind = OP_DRAIN;
        break;
    default:
        op.gfp = 0x5020; /* ATOMIC, COMP, NORETRY */
        op.order = dice_below(v->d, 4);
        break;
    }
    return op;
}

static struct op one_op(struct vandal *v)
{
    uint32_t dice = dice_below(v->d, 32);
    struct op op = op_of(dice < 10   ? OP_KFREE
                         : dice < 16 ? OP_CACHE_ALLOC
                         : dice < 19 ? OP_CACHE_FREE
                         : dice < 20 ? OP_CACHE_SHRINK
                         : dice < 21 ? OP_SHRINK_ALL
                         : dice < 22 ? OP_CACHE_DESTROY
                                     : OP_KMALLOC);

    if (dice >= 30)
        return page_op(v);
    if (dice >= 27)
        return write_op(v);
    if (dice == 26 && v->nr_caches < VANDAL_CACHES)
        return create_op(v);
    op.size = 1 + dice_below(v->d, dice_below(v->d, 8) ? 256 : 20000);
    op.gfp = 0x1020 | (dice_below(v->d, 8) ? 0 : 0x8000);
    op.cache = any_cache(v);
    if (!v->nr_objects && (op.kind == OP_KFREE || op.kind == OP_CACHE_FREE))
        op.kind = OP_KMALLOC;
    if (op.kind == OP_KFREE || op.kind == OP_CACHE_FREE)
        op.addr =
            v->nr_objects && dice_below(v->d, v->patience + 1) ? live_object(v) : any_address(v);
    if (op.kind == OP_CACHE_FREE && dice_below(v->d, v->patience + 1))
        op.kind = OP_KFREE;
    return op;
}

struct op vandal_op(struct vandal *v)
{
    struct op op = one_op(v);

    if (dice_below(v->d, 4) == 0)
        op.cpu = dice_below(v->d, v->m->nr_online_cpus);
    v->n++;
    return op;
}

struct op_result vandal_apply(struct vandal *v, const struct op *op)
{
    struct op_result r = op_apply(v->m, op);

    if (op->kind == OP_CACHE_CREATE && r.addr)
        v->cache[v->nr_caches++] = r.addr;
    else if (r.addr && v->nr_objects < VANDAL_OBJECTS)
        v->object[v->nr_objects++] = r.addr;
    else if (r.addr)
        v->object[v->n % VANDAL_OBJECTS] = r.addr;
    return r;
}
