// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/proc.h"

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
