// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The stages of start_kernel() that are done in one piece: zonelists, pageset, smp, late, wmark.
 */
#include "alloc/boot/boot.h"
#include "alloc/page/page.h"
#include "alloc/slub/slub.h"
#include "alloc/vm/vm.h"

/* mm/page_alloc.c:3240: from the highest zone down, those that have pages. */
static void build_zonelists_node(struct machine *m)
{
    uint32_t n = 0;

    enter(m, F_build_zonelists_node);
    if (walking(m))
        value(m, V_nr_zones, FMT_DEC, 0);
    for (uint32_t z = MAX_NR_ZONES; z--;) {
        if (!populated_zone(&m->zone[z]))
            continue;
        line(m, L_zone_list_entry);
        if (walking(m)) {
            value(m, V_nr_zones, FMT_DEC, n);
            value(m, V_zone, FMT_ZONE, z);
        }
        set_word(m, &m->zonerefs[n++], z, FIELD_zonerefs);
        LEAF(m, F_check_highest_zone, FMT_VOID, 0, value(m, V_k, FMT_DEC, z));
    }
    set_word(m, &m->nr_zonerefs, n, FIELD_nr_zonerefs);
    leave_with(m, F_build_zonelists_node, FMT_DEC, n);
}

/* mm/page_alloc.c:3789. Too few pages for one pageblock of each type switch mobility grouping off. */
void build_all_zonelists(struct machine *m)
{
    uint32_t total, off;

    enter(m, F_build_all_zonelists);
    if (walking(m))
        value(m, V_zone, FMT_ZONE, NO_PFN);
    LEAF(m, F_set_zonelist_order, FMT_VOID, 0, (void)0);
    enter(m, F_build_all_zonelists_);
    enter(m, F_build_zonelists);
    build_zonelists_node(m);
    leave(m, F_build_zonelists);
    LEAF(m, F_build_zonelist_cache, FMT_VOID, 0, (void)0);
    for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
        setup_boot_pageset(m, cpu);
    leave_with(m, F_build_all_zonelists_, FMT_DEC, 0);
    total = nr_free_pagecache_pages(m);
    off = total < PAGEBLOCK_NR_PAGES * MIGRATE_TYPES;
    if (walking(m)) {
        value(m, V_vm_total_pages, FMT_DEC, total);
        value(m, V_grouping_disabled, FMT_DEC, off);
    }
    set_word(m, &m->vm_total_pages, total, FIELD_vm_total_pages);
    set_word(m, &m->page_group_by_mobility_disabled, off, FIELD_grouping_disabled);
    leave(m, F_build_all_zonelists);
}

void boot_stage_run(struct machine *m, enum boot_stage stage)
{
    switch (stage) {
    case STAGE_ZONELISTS:
        build_all_zonelists(m);
        break;
    case STAGE_KMEM_CACHE_INIT:
        kmem_cache_init(m);
        if (m->percpu) { /* what mm_init() calls next; the vectors' kernel was built without */
            percpu_init_late(m);
            vmalloc_init(m);
        }
        break;
    case STAGE_PAGESET:
        setup_per_cpu_pageset(m);
        break;
    case STAGE_SMP:
        set_word(m, &m->nr_online_cpus, MAX_CPUS, FIELD_nr_online_cpus);
        break;
    case STAGE_LATE:
        if (walking(m))
            value_change(m, V_gfp_allowed_mask, FMT_HEX, m->gfp_allowed_mask, GFP_BITS_MASK);
        set_word(m, &m->gfp_allowed_mask, GFP_BITS_MASK, FIELD_gfp_allowed_mask);
        break;
    case STAGE_WMARK:
        init_per_zone_wmark_min(m);
        break;
    default:
        break;
    }
}
