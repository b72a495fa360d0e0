// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Page sets: one boot page set per cpu that all zones share, then one per zone and cpu.
 */
#include "alloc/page/page.h"

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

/* mm/page_alloc.c:4156 */
static void pageset_init(struct machine *m, struct per_cpu_pageset *p,
                         const struct pageset_fields *f)
{
    enter(m, F_pageset_init);
    set_int(m, &p->pcp.count, 0, f->count);
    set_int(m, &p->pcp.high, 0, f->high);
    set_int(m, &p->pcp.batch, 0, f->batch);
    set_int(m, &p->stat_threshold, 0, f->threshold);
    for (int i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
        set_int(m, &p->vm_stat_diff[i], 0, f->diff);
    for (int mt = 0; mt < MIGRATE_PCPTYPES; mt++)
        init_list_head(m, &p->pcp.lists[mt], f->lists);
    leave(m, F_pageset_init);
}

/* mm/page_alloc.c:4151 and :4136: high is six batches, batch at least 1. */
static void pageset_set_batch(struct machine *m, struct per_cpu_pageset *p, uint32_t batch,
                              const struct pageset_fields *f)
{
    enter(m, F_pageset_set_batch);
    if (walking(m))
        value(m, V_batch, FMT_DEC, batch);
    enter(m, F_pageset_update);
    if (walking(m)) {
        value(m, V_pcp_high, FMT_DEC, 6 * batch);
        value(m, V_pcp_batch, FMT_DEC, batch ? batch : 1);
    }
    set_int(m, &p->pcp.high, (int32_t)(6 * batch), f->high);
    set_int(m, &p->pcp.batch, (int32_t)(batch ? batch : 1), f->batch);
    leave(m, F_pageset_update);
    leave(m, F_pageset_set_batch);
}

/* mm/page_alloc.c:4169 */
void setup_boot_pageset(struct machine *m, uint32_t cpu)
{
    enter(m, F_setup_pageset);
    if (walking(m)) {
        value(m, V_cpu, FMT_DEC, cpu);
        value(m, V_batch, FMT_DEC, 0);
    }
    pageset_init(m, &m->boot_pageset[cpu], &boot_fields);
    pageset_set_batch(m, &m->boot_pageset[cpu], 0, &boot_fields);
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

/* mm/page_alloc.c:4208. The zone's page sets come from the per-cpu allocator, outside the modelled memory. */
static void setup_zone_pageset(struct machine *m, struct zone *zone)
{
    uint32_t z = zone_idx(m, zone);

    enter(m, F_setup_zone_pageset);
    if (walking(m))
        value(m, V_zone, FMT_ZONE, z);
    LEAF(m, F_alloc_percpu_, FMT_VOID, 0, value(m, V_size, FMT_DEC, 68);
         value(m, V_align, FMT_DEC, 4));
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++) {
        struct per_cpu_pageset *p = &m->pageset[z][cpu];

        enter(m, F_zone_pageset_init);
        if (walking(m)) {
            value(m, V_zone, FMT_ZONE, z);
            value(m, V_cpu, FMT_DEC, cpu);
        }
        pageset_init(m, p, &own_fields);
        enter(m, F_pageset_set_high_and_batch);
        pageset_set_batch(m, p, zone_batchsize(m, zone), &own_fields);
        leave(m, F_pageset_set_high_and_batch);
        leave(m, F_zone_pageset_init);
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
