// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Page sets: one boot page set per cpu that all zones share, then one per zone and cpu.
 */
#include "alloc/page/page.h"
#include "alloc/percpu/percpu.h"

/* The fields of a page set, which have other names in the boot page sets. */
struct pageset_fields {
    enum field_id count, high, batch, lists, threshold, diff;
};
static const struct pageset_fields boot_fields = {
    FIELD_boot_pcp_count, FIELD_boot_pcp_high,       FIELD_boot_pcp_batch,
    FIELD_boot_pcp_lists, FIELD_boot_stat_threshold, FIELD_boot_vm_stat_diff
};
static const struct pageset_fields own_fields = { FIELD_pcp_count,      FIELD_pcp_high,
                                                  FIELD_pcp_batch,      FIELD_pcp_lists,
                                                  FIELD_stat_threshold, FIELD_vm_stat_diff };

/* A page set that is being set up: whose it is, and what its fields are called. */
struct setup {
    struct per_cpu_pageset *p;
    const struct pageset_fields *f;
    const struct zone *zone; /* a boot page set stands under the first zone's name */
    uint32_t cpu;
};

/* mm/page_alloc.c:4156 */
static void pageset_init(struct machine *m, const struct setup *s)
{
    struct per_cpu_pageset *p = s->p;

    enter(m, F_pageset_init);
    if (walking(m))
        value_pcp(m, V_p, s->zone, s->cpu);
    set_int(m, &p->pcp.count, 0, s->f->count);
    set_int(m, &p->pcp.high, 0, s->f->high);
    set_int(m, &p->pcp.batch, 0, s->f->batch);
    set_int(m, &p->stat_threshold, 0, s->f->threshold);
    for (int i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
        set_int(m, &p->vm_stat_diff[i], 0, s->f->diff);
    for (int mt = 0; mt < MIGRATE_PCPTYPES; mt++)
        init_list_head(m, &p->pcp.lists[mt], s->f->lists);
    leave(m, F_pageset_init);
}

/* mm/page_alloc.c:4136 */
static void pageset_update(struct machine *m, const struct setup *s, uint32_t high, uint32_t batch)
{
    enter(m, F_pageset_update);
    if (walking(m)) {
        value_pcp(m, V_pcp, s->zone, s->cpu);
        value(m, V_high, FMT_DEC, high);
        value(m, V_batch, FMT_DEC, batch);
    }
    set_int(m, &s->p->pcp.high, (int32_t)high, s->f->high);
    set_int(m, &s->p->pcp.batch, (int32_t)batch, s->f->batch);
    leave(m, F_pageset_update);
}

/* mm/page_alloc.c:4151: high is six batches, batch at least 1. */
static void pageset_set_batch(struct machine *m, const struct setup *s, uint32_t batch)
{
    enter(m, F_pageset_set_batch);
    if (walking(m)) {
        value_pcp(m, V_p, s->zone, s->cpu);
        value(m, V_batch, FMT_DEC, batch);
    }
    pageset_update(m, s, 6 * batch, batch ? batch : 1);
    leave(m, F_pageset_set_batch);
}

/* mm/page_alloc.c:4169 */
void setup_boot_pageset(struct machine *m, uint32_t cpu)
{
    struct setup s = { &m->boot_pageset[cpu], &boot_fields, &m->zone[ZONE_NORMAL], cpu };

    enter(m, F_setup_pageset);
    if (walking(m)) {
        value_pcp(m, V_p, s.zone, cpu);
        value(m, V_batch, FMT_DEC, 0);
    }
    pageset_init(m, &s);
    pageset_set_batch(m, &s, 0);
    leave(m, F_setup_pageset);
}

/* mm/page_alloc.c:4073: a quarter of a thousandth of the zone, at most 128 pages, as 2^n - 1; 0 for zones under 8,192 pages. */
static uint32_t zone_batchsize(struct machine *m, const struct zone *zone)
{
    uint32_t batch = zone->managed_pages / 1024;

    if (batch * 4096 > 512 * 1024)
        batch = 512 * 1024 / 4096;
    batch /= 4;
    if (batch < 1)
        batch = 1;
    batch += batch / 2;
    batch = (1u << (31 - __builtin_clz(batch))) - 1;
    LEAF(m, F_zone_batchsize, FMT_DEC, batch, value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
         value(m, V_managed_pages, FMT_DEC, zone->managed_pages));
    return batch;
}

/* mm/page_alloc.c:4200 */
static void zone_pageset_init(struct machine *m, const struct setup *s)
{
    enter(m, F_zone_pageset_init);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, s->zone));
        value(m, V_cpu, FMT_DEC, s->cpu);
    }
    pageset_init(m, s);
    enter(m, F_pageset_set_high_and_batch);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, s->zone));
        value_pcp(m, V_pcp, s->zone, s->cpu);
    }
    pageset_set_batch(m, s, zone_batchsize(m, s->zone));
    leave(m, F_pageset_set_high_and_batch);
    leave(m, F_zone_pageset_init);
}

/*
 * zone->pageset = alloc_percpu(struct per_cpu_pageset). The room is taken from the per-cpu allocator, so that it is gone for others; the page sets
 * themselves stay in m->pageset[][], where everybody finds them, and nothing is stored at the pointer. The stand-in knows nothing of them.
 */
static void alloc_zone_pageset(struct machine *m)
{
    const uint32_t size = 68, align = 4; /* of struct per_cpu_pageset: 36 + 1 + 29, in words */

    if (m->percpu)
        alloc_percpu_(m, size, align);
    else
        LEAF(m, F_alloc_percpu_, FMT_VOID, 0, value(m, V_size, FMT_DEC, size);
             value(m, V_align, FMT_DEC, align));
}

/* mm/page_alloc.c:4208 */
static void setup_zone_pageset(struct machine *m, struct zone *zone)
{
    uint32_t z = zone_idx(m, zone);

    enter(m, F_setup_zone_pageset);
    if (walking(m))
        value(m, V_zone, FMT_ZONE, z);
    alloc_zone_pageset(m);
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        struct setup setup = { &m->pageset[z][cpu], &own_fields, zone, cpu };

        zone_pageset_init(m, &setup);
    }
    set_word(m, &zone->pageset_ready, 1, FIELD_pageset_ready);
    leave(m, F_setup_zone_pageset);
}

/* mm/page_alloc.c:4220 */
void setup_per_cpu_pageset(struct machine *m)
{
    enter(m, F_setup_per_cpu_pageset);
    for (struct zone *zone = m->zone; zone < m->zone + MAX_NR_ZONES; zone++)
        if (populated_zone(zone))
            setup_zone_pageset(m, zone);
    leave(m, F_setup_per_cpu_pageset);
}
