// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Counters (mm/vmstat.c). A change goes to the cpu's difference first; when that exceeds the threshold the whole of it moves to the zone
 * and to the global counter. During boot the threshold is 0, so every change goes straight through.
 */
#include "alloc/page/page.h"

/* include/linux/vmstat.h:112: the zone's own part, a negative one read as 0. */
int32_t zone_page_state(struct machine *m, const struct zone *zone, enum zone_stat_item item)
{
    int32_t x = zone->vm_stat[item] < 0 ? 0 : zone->vm_stat[item];

    LEAF(m, F_zone_page_state, FMT_DEC, x, value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
         value(m, V_item, FMT_ITEM, item));
    return x;
}

/* include/linux/vmstat.h:95 */
void zone_page_state_add(struct machine *m, int32_t x, struct zone *zone, enum zone_stat_item item)
{
    enter(m, F_zone_page_state_add);
    if (walking(m)) {
        value(m, V_x, FMT_SDEC, (uint32_t)x);
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_item, FMT_ITEM, item);
        value_change(m, V_zone_vm_stat, FMT_SDEC, (uint32_t)zone->vm_stat[item],
                     (uint32_t)(zone->vm_stat[item] + x));
    }
    set_int(m, &zone->vm_stat[item], zone->vm_stat[item] + x, FIELD_zone_vm_stat);
    set_int(m, &m->vm_stat[item], m->vm_stat[item] + x, FIELD_vm_stat);
    leave(m, F_zone_page_state_add);
}

/* mm/vmstat.c:212 */
void mod_zone_page_state_(struct machine *m, struct zone *zone, enum zone_stat_item item,
                          int32_t delta)
{
    struct per_cpu_pageset *pset = zone_pageset(m, zone, m->cpu);
    int32_t x = delta + pset->vm_stat_diff[item];
    int32_t t = pset->stat_threshold;

    enter(m, F_mod_zone_page_state_);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_item, FMT_ITEM, item);
        value(m, V_delta, FMT_SDEC, (uint32_t)delta);
        value(m, V_x, FMT_SDEC, (uint32_t)x);
        value(m, V_t, FMT_SDEC, (uint32_t)t);
    }
    if (x > t || x < -t) {
        zone_page_state_add(m, x, zone, item);
        x = 0;
    }
    set_int(m, &pset->vm_stat_diff[item], x, PSET_FIELD(zone, vm_stat_diff));
    leave(m, F_mod_zone_page_state_);
}

/* mm/vmstat.c:377 */
void mod_zone_page_state(struct machine *m, struct zone *zone, enum zone_stat_item item,
                         int32_t delta)
{
    enter(m, F_mod_zone_page_state);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_item, FMT_ITEM, item);
        value(m, V_delta, FMT_SDEC, (uint32_t)delta);
    }
    mod_zone_page_state_(m, zone, item, delta);
    leave(m, F_mod_zone_page_state);
}

/* include/linux/vmstat.h:261 */
void mod_zone_freepage_state(struct machine *m, struct zone *zone, int32_t nr_pages,
                             uint32_t migratetype)
{
    enter(m, F_mod_zone_freepage_state);
    if (walking(m)) {
        value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
        value(m, V_nr_pages, FMT_SDEC, (uint32_t)nr_pages);
        value(m, V_migratetype, FMT_MT, migratetype);
    }
    mod_zone_page_state_(m, zone, NR_FREE_PAGES, nr_pages);
    leave(m, F_mod_zone_freepage_state);
}

/* mm/vmstat.c:443: folds the current cpu's differences into the zones, and their sum into the global counters. */
void refresh_cpu_vm_stats(struct machine *m)
{
    int32_t global_diff[NR_VM_ZONE_STAT_ITEMS] = { 0 };

    enter(m, F_refresh_cpu_vm_stats);
    for (struct zone *zone = m->zone; zone < m->zone + MAX_NR_ZONES; zone++) {
        struct per_cpu_pageset *p = zone_pageset(m, zone, m->cpu);

        if (!populated_zone(zone))
            continue;
        for (int i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++) {
            int32_t v = p->vm_stat_diff[i];

            if (!v)
                continue;
            set_int(m, &p->vm_stat_diff[i], 0, PSET_FIELD(zone, vm_stat_diff));
            if (walking(m)) {
                value(m, V_zone, FMT_ZONE, zone_idx(m, zone));
                value(m, V_item, FMT_ITEM, (uint32_t)i);
                value_change(m, V_zone_vm_stat, FMT_SDEC, (uint32_t)zone->vm_stat[i],
                             (uint32_t)(zone->vm_stat[i] + v));
            }
            set_int(m, &zone->vm_stat[i], zone->vm_stat[i] + v, FIELD_zone_vm_stat);
            global_diff[i] += v;
        }
    }
    enter(m, F_fold_diff);
    for (int i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
        set_int(m, &m->vm_stat[i], m->vm_stat[i] + global_diff[i], FIELD_vm_stat);
    leave(m, F_fold_diff);
    leave(m, F_refresh_cpu_vm_stats);
}
