// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A seeded random workload: allocations of mixed orders and kinds, frees of what is held, drains now and then. Same seed and machine, same
 * operations. It also frees what was allocated before it began: whoever holds a page in a room shares it.
 */
#include "alloc/workload.h"

#include "alloc/page/page.h"

#define FNV_OFFSET 0xcbf29ce484222325u
#define FNV_PRIME  0x100000001b3u

/* splitmix64: a full period from any seed. */
static uint32_t next_random(struct op_run *run)
{
    uint64_t z = run->rng += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (uint32_t)(z >> 32);
}

static uint32_t below(struct op_run *run, uint32_t n)
{
    return (uint32_t)((uint64_t)next_random(run) * n >> 32);
}

/* Half movable user pages, the rest kernel pages, some reclaimable, some that may not wait. NORETRY: a failure is a failure. */
static const uint32_t requests[] = {
    0x200da | GFP_NORETRY_, 0x200da | GFP_NORETRY_, 0x200da | GFP_NORETRY_,
    0xd0 | GFP_NORETRY_,    0x800d0 | GFP_NORETRY_, 0x20, /* GFP_ATOMIC */
};

void workload_begin(struct op_run *run)
{
    run->rng = run->op.seed;
    run->total = run->op.count;
    run->result.hash = FNV_OFFSET;
}

static void allocate(struct machine *m, struct op_run *run)
{
    uint32_t gfp = requests[below(run, sizeof(requests) / sizeof(requests[0]))];
    uint32_t order = below(run, 4) ? 0 : below(run, run->op.max_order + 1);
    struct page *page = alloc_pages(m, gfp, order);

    run->result.hash = (run->result.hash ^ pfn_or_none(m, page)) * FNV_PRIME;
    if (page)
        hold(m, page, order);
    else
        run->result.failed++;
}

static void release(struct machine *m, struct op_run *run)
{
    struct page *page = held_page(m, below(run, m->nr_held));
    uint32_t order = 0;

    held_order(m, page_to_pfn(m, page), &order);
    unhold(m, page);
    free_pages_(m, page, order);
}

bool workload_step(struct machine *m, struct op_run *run)
{
    uint32_t dice = below(run, 1000);

    if (dice == 0 && m->nr_online_cpus > 1)
        set_word(m, &m->cpu, below(run, m->nr_online_cpus), FIELD_cpu);
    else if (dice == 1)
        drain_all_pages(m);
    else if (m->nr_held && (dice < 480 || m->nr_held == m->nr_pages))
        release(m, run);
    else
        allocate(m, run);
    run->result.count++;
    run->done++;
    return run->done < run->total;
}
