// SPDX-License-Identifier: GPL-2.0-or-later
/* The text of a script's `dump`, without the "| " before each line. */
#include "alloc/page/page.h"
#include "alloc/proc.h"
#include "daemon/conform.h"

static void list_text(struct machine *m, const struct list_head *head, const char *label,
                      uint32_t mt, struct text *t)
{
    if (!head->next || list_empty(m, head))
        return;
    text_add(t, "%s%u:", label, mt);
    for (uint32_t off = head->next; off != offset_of(m, head); off = list_at(m, off)->next)
        text_add(t, " %x", page_to_pfn(m, lru_page(m, off)));
    text_add(t, "\n");
}

void dump_buddy(struct machine *m, struct text *t)
{
    text_add(t, "== buddy\n");
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        struct zone *zone = &m->zone[z];

        if (!populated_zone(zone))
            continue;
        text_add(t, "zone %u %s\n", z, zone_table[z]);
        for (uint32_t order = 0; order < MAX_ORDER; order++) {
            text_add(t, " order %u nr_free %u\n", order, zone->free_area[order].nr_free);
            for (uint32_t mt = 0; mt < MIGRATE_TYPES; mt++)
                list_text(m, &zone->free_area[order].free_list[mt], "  mt ", mt, t);
        }
        text_add(t, " pageblocks ");
        for (uint32_t i = 0; i < zone_blocks(zone); i++)
            text_add(t, "%x", zone_block_type(m, zone, i));
        text_add(t, "\n");
    }
}

static void pageset_text(struct machine *m, const struct per_cpu_pageset *p, uint32_t cpu,
                         struct text *t)
{
    text_add(t, " cpu %u count %d high %d batch %d stat_threshold %d\n", cpu, p->pcp.count,
             p->pcp.high, p->pcp.batch, p->stat_threshold);
    for (uint32_t mt = 0; mt < MIGRATE_PCPTYPES; mt++)
        list_text(m, &p->pcp.lists[mt], "  pcp mt ", mt, t);
    text_add(t, "  diff");
    for (uint32_t i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
        text_add(t, " %d", p->vm_stat_diff[i]);
    text_add(t, "\n");
}

void dump_pcp(struct machine *m, struct text *t)
{
    text_add(t,
             "== pcp\nglobal totalram %u totalreserve %u min_free_kbytes %d gfp_allowed_mask %x\n",
             m->totalram_pages, m->totalreserve_pages, m->min_free_kbytes, m->gfp_allowed_mask);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        struct zone *zone = &m->zone[z];

        if (!populated_zone(zone))
            continue;
        text_add(t, "zone %u %s\n wmark min %u low %u high %u\n", z, zone_table[z],
                 zone->watermark[WMARK_MIN], zone->watermark[WMARK_LOW],
                 zone->watermark[WMARK_HIGH]);
        text_add(t, " lowmem_reserve %u %u %u\n", zone->lowmem_reserve[0], zone->lowmem_reserve[1],
                 zone->lowmem_reserve[2]);
        text_add(t, " percpu_drift_mark %u managed %u\n vm_stat", zone->percpu_drift_mark,
                 zone->managed_pages);
        for (uint32_t i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++)
            text_add(t, " %d", zone->vm_stat[i]);
        text_add(t, "\n");
        for (uint32_t cpu = 0; cpu < MAX_CPUS; cpu++)
            pageset_text(m, zone_pageset(m, zone, cpu), cpu, t);
    }
}

void dump_all(struct machine *m, struct text *t)
{
    dump_buddy(m, t);
    dump_pcp(m, t);
    dump_slub(m, t);
    text_add(t, "== buddyinfo\n");
    proc_buddyinfo(m, t);
    text_add(t, "== pagetypeinfo\n");
    proc_pagetypeinfo(m, t);
}
