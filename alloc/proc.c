// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The texts of /proc and of a failed allocation. Layouts are the kernel's own: tools that read the real files read these.
 */
#include "alloc/proc.h"

#include <ctype.h>
#include <string.h>

#include "alloc/page/page.h"

static const char *const type_names[MIGRATE_TYPES] = { "Unmovable", "Reclaimable", "Movable",
                                                       "Reserve" };

void proc_buddyinfo(const struct machine *m, struct text *t)
{
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        if (!populated_zone(&m->zone[z]))
            continue;
        text_add(t, "Node %d, zone %8s ", 0, zone_table[z]);
        for (uint32_t order = 0; order < MAX_ORDER; order++)
            text_add(t, "%6u ", m->zone[z].free_area[order].nr_free);
        text_add(t, "\n");
    }
}

static unsigned list_length(struct machine *m, const struct list_head *head)
{
    unsigned n = 0;

    for (uint32_t off = head->next; off != offset_of(m, head); off = list_at(m, off)->next)
        n++;
    return n;
}

/* mm/vmstat.c:865 */
static void free_counts(struct machine *m, uint32_t z, struct text *t)
{
    for (uint32_t mt = 0; mt < MIGRATE_TYPES; mt++) {
        text_add(t, "Node %4d, zone %8s, type %12s ", 0, zone_table[z], type_names[mt]);
        for (uint32_t order = 0; order < MAX_ORDER; order++)
            text_add(t, "%6u ", list_length(m, &m->zone[z].free_area[order].free_list[mt]));
        text_add(t, "\n");
    }
}

/* mm/vmstat.c:912: one look per 1,024 pages from the zone's first page on, wherever that lies in its pageblock. */
static void block_counts(struct machine *m, uint32_t z, struct text *t)
{
    const struct zone *zone = &m->zone[z];
    unsigned count[8] = { 0 };

    for (uint32_t pfn = zone->zone_start_pfn; pfn < zone_end_pfn(zone); pfn += PAGEBLOCK_NR_PAGES)
        if (pfn_valid(m, pfn))
            count[pageblock_type(m, pfn)]++;
    text_add(t, "Node %d, zone %8s ", 0, zone_table[z]);
    for (uint32_t mt = 0; mt < MIGRATE_TYPES; mt++)
        text_add(t, "%12u ", count[mt]);
    text_add(t, "\n");
}

void proc_pagetypeinfo(struct machine *m, struct text *t)
{
    text_add(t, "Page block order: %d\nPages per block:  %u\n\n", PAGEBLOCK_ORDER,
             PAGEBLOCK_NR_PAGES);
    text_add(t, "%-43s ", "Free pages count per migrate type at order");
    for (uint32_t order = 0; order < MAX_ORDER; order++)
        text_add(t, "%6u ", order);
    text_add(t, "\n");
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        if (populated_zone(&m->zone[z]))
            free_counts(m, z, t);
    text_add(t, "\n%-23s", "Number of blocks type ");
    for (uint32_t mt = 0; mt < MIGRATE_TYPES; mt++)
        text_add(t, "%12s ", type_names[mt]);
    text_add(t, "\n");
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        if (populated_zone(&m->zone[z]))
            block_counts(m, z, t);
}

/* mm/vmstat.c:735: the zone counters' names there. Most are item_table in lower case. */
static void stat_name(uint32_t item, char *buf, size_t size)
{
    static const struct {
        uint32_t item;
        const char *name;
    } others[] = { { 9, "nr_mapped" },
                   { 11, "nr_dirty" },
                   { 15, "nr_page_table_pages" },
                   { 17, "nr_unstable" },
                   { 20, "nr_vmscan_immediate_reclaim" },
                   { 28, "nr_free_cma" } };
    size_t i;

    for (i = 0; i < sizeof others / sizeof others[0]; i++)
        if (others[i].item == item) {
            snprintf(buf, size, "%s", others[i].name);
            return;
        }
    for (i = 0; item_table[item][i] && i + 1 < size; i++)
        buf[i] = (char)tolower((unsigned char)item_table[item][i]);
    buf[i] = 0;
}

/* As zone_page_state() and global_page_state() read: a negative value as 0. */
static uint32_t at_least_0(int32_t x)
{
    return x < 0 ? 0 : (uint32_t)x;
}

static void zoneinfo_pagesets(struct machine *m, const struct zone *zone, struct text *t)
{
    for (uint32_t cpu = 0; cpu < m->nr_online_cpus; cpu++) {
        const struct per_cpu_pageset *p = zone_pageset(m, zone, cpu);

        text_add(
            t,
            "\n    cpu: %u\n              count: %d\n              high:  %d\n              batch: %d",
            cpu, p->pcp.count, p->pcp.high, p->pcp.batch);
        text_add(t, "\n  vm stats threshold: %d", p->stat_threshold);
    }
}

static void zoneinfo_zone(struct machine *m, uint32_t z, struct text *t)
{
    const struct zone *zone = &m->zone[z];
    char name[40];

    text_add(t, "Node %d, zone %8s", 0, zone_table[z]);
    text_add(t,
             "\n  pages free     %u\n        min      %u\n        low      %u\n        high     %u",
             at_least_0(zone->vm_stat[NR_FREE_PAGES]), zone->watermark[WMARK_MIN],
             zone->watermark[WMARK_LOW], zone->watermark[WMARK_HIGH]);
    text_add(t,
             "\n        scanned  %d\n        spanned  %u\n        present  %u\n        managed  %u",
             0, zone->spanned_pages, zone->present_pages, zone->managed_pages);
    for (uint32_t i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++) {
        stat_name(i, name, sizeof name);
        text_add(t, "\n    %-12s %u", name, at_least_0(zone->vm_stat[i]));
    }
    text_add(t, "\n        protection: (%u, %u, %u)\n  pagesets", zone->lowmem_reserve[0],
             zone->lowmem_reserve[1], zone->lowmem_reserve[2]);
    zoneinfo_pagesets(m, zone, t);
    /* nothing is ever scanned, and with no page on an LRU list no zone is reclaimable: 0 < 0 * 6 is false */
    text_add(t, "\n  all_unreclaimable: %d\n  start_pfn:         %u\n  inactive_ratio:    %u\n", 1,
             zone->zone_start_pfn, zone->inactive_ratio);
}

void proc_zoneinfo(struct machine *m, struct text *t)
{
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        if (populated_zone(&m->zone[z]))
            zoneinfo_zone(m, z, t);
}

void proc_vmstat(const struct machine *m, struct text *t)
{
    static const char *const events[NR_VM_EVENT_ITEMS] = { "pgalloc_normal", "pgalloc_high",
                                                           "pgalloc_movable", "pgfree" };
    char name[40];

    for (uint32_t i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++) {
        stat_name(i, name, sizeof name);
        text_add(t, "%s %u\n", name, at_least_0(m->vm_stat[i]));
    }
    for (uint32_t i = 0; i < NR_VM_EVENT_ITEMS; i++)
        text_add(t, "%s %u\n", events[i], m->vm_event[i]);
}

bool proc_by_name(struct machine *m, const char *name, struct text *t)
{
    if (strcmp(name, "buddyinfo") == 0)
        proc_buddyinfo(m, t);
    else if (strcmp(name, "pagetypeinfo") == 0)
        proc_pagetypeinfo(m, t);
    else if (strcmp(name, "zoneinfo") == 0)
        proc_zoneinfo(m, t);
    else if (strcmp(name, "vmstat") == 0)
        proc_vmstat(m, t);
    else if (strcmp(name, "slabinfo") == 0)
        proc_slabinfo(m, t);
    else if (strcmp(name, "vmallocinfo") == 0)
        proc_vmallocinfo(m, t);
    else if (strcmp(name, "kernel_page_tables") == 0)
        proc_kernel_page_tables(m, t);
    else
        return false;
    return true;
}
