// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The machine lines of a script: a profile, and the results of the early boot as the kernel's code computed them. The model computes those
 * itself; they are compared.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/conform.h"

static struct boot_item *next_item(struct boot_item *items, unsigned *n)
{
    return *n < MAX_BOOT_ITEMS ? &items[(*n)++] : NULL;
}

static bool bank_line(struct profile *p, const char *line)
{
    char kind[8];

    if (p->nr_banks == MAX_BANKS)
        return false;
    if (sscanf(line, "bank %x %x %7s", &p->banks[p->nr_banks].start, &p->banks[p->nr_banks].size,
               kind) != 3)
        return false;
    p->banks[p->nr_banks++].highmem = strcmp(kind, "high") == 0;
    return true;
}

/* reserve PHYS SIZE; early and bootmem SIZE ALIGN. */
static bool item_line(struct boot_item *item, const char *line, bool reserve)
{
    uint32_t a, b;

    if (!item || sscanf(line, "%*s %x %x", &a, &b) != 2)
        return false;
    *item = (struct boot_item){
        .start = reserve ? a : b, .size = reserve ? b : a, .name = "script", .known = true
    };
    return true;
}

static bool zone_line(struct conform_machine *c, const char *line)
{
    uint32_t z, v[4];

    if (sscanf(line, "zone %u %*s %x %u %u %u", &z, &v[0], &v[1], &v[2], &v[3]) != 5 ||
        z >= MAX_NR_ZONES)
        return false;
    c->zone[z].start = v[0];
    c->zone[z].spanned = v[1];
    c->zone[z].present = v[2];
    c->zone[z].managed = v[3];
    return true;
}

static bool result_line(struct conform_machine *c, const char *word, const char *line)
{
    if (strcmp(word, "zone") == 0)
        return zone_line(c, line);
    if (strcmp(word, "bootmap") == 0)
        return sscanf(line, "bootmap %x %u", &c->bootmap_pfn, &c->bootmap_pages) == 2;
    if (c->nr_bootfree == MAX_BOOT_ITEMS)
        return false;
    if (sscanf(line, "bootfree %x %x", &c->bootfree[c->nr_bootfree].start,
               &c->bootfree[c->nr_bootfree].end) != 2)
        return false;
    c->nr_bootfree++;
    return true;
}

bool conform_machine_line(struct conform_machine *c, const char *line, bool *bad)
{
    struct profile *p = &c->profile;
    char word[16] = "";
    bool ok = true;

    sscanf(line, "%15s", word);
    if (strcmp(word, "machine") == 0 || strcmp(word, "bootmem_init") == 0)
        ;
    else if (strcmp(word, "cpus") == 0)
        ok = sscanf(line, "cpus %u", &p->cpus) == 1;
    else if (strcmp(word, "lowlimit") == 0)
        ok = sscanf(line, "lowlimit %x", &p->lowmem_limit) == 1;
    else if (strcmp(word, "bank") == 0)
        ok = bank_line(p, line);
    else if (strcmp(word, "reserve") == 0)
        ok = item_line(next_item(p->reserve, &p->nr_reserve), line, true);
    else if (strcmp(word, "early") == 0)
        ok = item_line(next_item(p->early, &p->nr_early), line, false);
    else if (strcmp(word, "bootmem") == 0)
        ok = item_line(next_item(p->bootmem, &p->nr_bootmem), line, false);
    else if (strcmp(word, "zone") == 0 || strcmp(word, "bootmap") == 0 ||
             strcmp(word, "bootfree") == 0)
        ok = result_line(c, word, line);
    else
        return false;
    *bad = !ok;
    return true;
}

static char report[160];

static const char *differs(const char *what, unsigned i, uint32_t expected, uint32_t got)
{
    snprintf(report, sizeof(report), "%s %u: expected %x, got %x", what, i, expected, got);
    return report;
}

const char *conform_zones_compare(const struct conform_machine *c, const struct machine *m)
{
    for (unsigned z = 0; z < MAX_NR_ZONES; z++) {
        const struct zone *zone = &m->zone[z];

        if (zone->zone_start_pfn != c->zone[z].start)
            return differs("zone start", z, c->zone[z].start, zone->zone_start_pfn);
        if (zone->spanned_pages != c->zone[z].spanned)
            return differs("zone spanned", z, c->zone[z].spanned, zone->spanned_pages);
        if (zone->present_pages != c->zone[z].present)
            return differs("zone present", z, c->zone[z].present, zone->present_pages);
        if (zone->managed_pages != c->zone[z].managed)
            return differs("zone managed", z, c->zone[z].managed, zone->managed_pages);
    }
    return NULL;
}

/* The next run of free pages in the bootmem bitmap from *pfn on. */
static bool next_bootfree(const struct bootmem_data *b, uint32_t *pfn, uint32_t *end)
{
    uint32_t p = *pfn;

    while (p < b->node_low_pfn &&
           b->node_bootmem_map[(p - b->node_min_pfn) / 32] >> (p - b->node_min_pfn) % 32 & 1)
        p++;
    *pfn = p;
    while (p < b->node_low_pfn &&
           !(b->node_bootmem_map[(p - b->node_min_pfn) / 32] >> (p - b->node_min_pfn) % 32 & 1))
        p++;
    *end = p;
    return *pfn < p;
}

const char *conform_bootmem_compare(const struct conform_machine *c, const struct machine *m)
{
    uint32_t pfn = m->bdata.node_min_pfn, end;
    unsigned n = 0;

    for (; next_bootfree(&m->bdata, &pfn, &end); pfn = end, n++) {
        if (n >= c->nr_bootfree || c->bootfree[n].start != pfn)
            return differs("bootfree start", n, n < c->nr_bootfree ? c->bootfree[n].start : 0, pfn);
        if (c->bootfree[n].end != end)
            return differs("bootfree end", n, c->bootfree[n].end, end);
    }
    if (n != c->nr_bootfree)
        return differs("bootfree ranges", 0, c->nr_bootfree, n);
    if (m->bdata.map_pfn != c->bootmap_pfn)
        return differs("bootmap pfn", 0, c->bootmap_pfn, m->bdata.map_pfn);
    return NULL;
}
