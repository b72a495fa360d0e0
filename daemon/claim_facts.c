// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/claim_facts.h"

#include <stdio.h>
#include <string.h>

#include "alloc/machine.h"
#include "alloc/op.h"
#include "alloc/page/page.h"
#include "alloc/slub/slub.h"
#include "daemon/claim.h"

struct constant {
    const char *name;
    int64_t value;
};

/* enum slab_state: mm/slab.h:15. ALLOC_*: mm/internal.h:290. The node's place in page->flags: CONFIG_NODES_SHIFT is 0 without NUMA. */
static const struct constant constants[] = {
    { "NULL", 0 },
    { "true", 1 },
    { "false", 0 },
    { "MAX_ORDER", MAX_ORDER },
    { "MAX_NR_ZONES", MAX_NR_ZONES },
    { "pageblock_order", PAGEBLOCK_ORDER },
    { "pageblock_nr_pages", PAGEBLOCK_NR_PAGES },
    { "PAGE_SHIFT", 12 },
    { "PAGE_SIZE", PAGE_SIZE },
    { "SECTION_SIZE_BITS", 28 },
    { "PAGES_PER_SECTION", PAGES_PER_SECTION },
    { "MIGRATE_UNMOVABLE", MIGRATE_UNMOVABLE },
    { "MIGRATE_RECLAIMABLE", MIGRATE_RECLAIMABLE },
    { "MIGRATE_MOVABLE", MIGRATE_MOVABLE },
    { "MIGRATE_PCPTYPES", MIGRATE_RESERVE },
    { "MIGRATE_RESERVE", MIGRATE_RESERVE },
    { "MIGRATE_TYPES", MIGRATE_TYPES },
    { "ZONE_NORMAL", 0 },
    { "ZONE_HIGHMEM", 1 },
    { "ZONE_MOVABLE", 2 },
    { "NODES_SHIFT", 0 },
    { "NODES_WIDTH", 0 },
    { "NODES_PGSHIFT", 0 },
    { "NODES_MASK", 0 },
    { "NUMA_NO_NODE", -1 },
    { "ALLOC_WMARK_MIN", 0 },
    { "ALLOC_WMARK_LOW", 1 },
    { "ALLOC_WMARK_HIGH", 2 },
    { "ALLOC_NO_WATERMARKS", 4 },
    { "ALLOC_HARDER", 0x10 },
    { "ALLOC_HIGH", 0x20 },
    { "ALLOC_CPUSET", 0x40 },
    { "ALLOC_CMA", 0x80 },
    { "DOWN", DOWN },
    { "PARTIAL", PARTIAL },
    { "PARTIAL_ARRAYCACHE", 2 },
    { "PARTIAL_NODE", 3 },
    { "UP", UP },
    { "FULL", 5 },
    { "GFP_RECLAIM_MASK", GFP_RECLAIM_MASK },
    { "GFP_CONSTRAINT_MASK", GFP_CONSTRAINT_MASK },
    { "MIN_PARTIAL", MIN_PARTIAL },
    { "MAX_PARTIAL", MAX_PARTIAL },
    { "MAX_OBJS_PER_PAGE", MAX_OBJS_PER_PAGE },
    { "DEACTIVATE_TO_HEAD", DEACTIVATE_TO_HEAD },
    { "DEACTIVATE_TO_TAIL", DEACTIVATE_TO_TAIL },
    { "TID_STEP", TID_STEP },
    { "PAGE_BUDDY_MAPCOUNT_VALUE", -128 },
};
#define NR_CONSTANTS (sizeof constants / sizeof constants[0])

static bool flag_named(const struct flag_name *flags, const char *name, int64_t *value)
{
    for (; flags->name; flags++) {
        if (strcmp(flags->name, name) == 0) {
            *value = flags->bits;
            return true;
        }
    }
    return false;
}

static bool exact(const char *name, int64_t *value)
{
    for (size_t i = 0; i < NR_CONSTANTS; i++) {
        if (strcmp(constants[i].name, name) == 0) {
            *value = constants[i].value;
            return true;
        }
    }
    for (uint32_t i = 0; i < NR_VM_ZONE_STAT_ITEMS; i++) {
        if (strcmp(item_table[i], name) == 0) {
            *value = i;
            return true;
        }
    }
    return flag_named(gfp_names, name, value) || flag_named(slab_flag_names, name, value);
}

/* MIGRATE_RECLIMABLE, MIGRARE_MOVALE: what the groups wrote, and can only have meant. */
static bool misspelt(const char *name, int64_t *value)
{
    for (uint32_t mt = 0; mt < MIGRATE_TYPES; mt++) {
        char full[40];
        snprintf(full, sizeof full, "MIGRATE_%s", migratetype_table[mt]);
        if (strcmp(migratetype_table[mt], name) == 0 || claim_similar(full, name, 2)) {
            *value = mt;
            return true;
        }
    }
    return false;
}

/* fallbacks[start][i]: mm/page_alloc.c:937. */
static bool fallback(const char *name, int64_t *value)
{
    static const uint8_t fallbacks[MIGRATE_TYPES][3] = {
        { MIGRATE_RECLAIMABLE, MIGRATE_MOVABLE, MIGRATE_RESERVE },
        { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE, MIGRATE_RESERVE },
        { MIGRATE_RECLAIMABLE, MIGRATE_UNMOVABLE, MIGRATE_RESERVE },
        { MIGRATE_RESERVE, MIGRATE_RESERVE, MIGRATE_RESERVE },
    };
    const char *at = strchr(name, '[');
    if (strncmp(name, "fallback", 8) != 0 || !at || strlen(at) != 6 || at[2] != ']' ||
        at[1] < '0' || at[1] >= '0' + MIGRATE_TYPES || at[4] < '0' || at[4] > '2')
        return false;
    *value = fallbacks[at[1] - '0'][at[4] - '0'];
    return true;
}

bool fact_constant(const char *name, size_t len, int64_t *value)
{
    char text[48];
    if (len >= sizeof text)
        return false;
    memcpy(text, name, len);
    text[len] = '\0';
    return exact(text, value) || fallback(text, value) || (len >= 7 && misspelt(text, value));
}

/* mm/page_alloc.c:993, :1027, :808; include/linux/mm.h:752. */
static const struct {
    const char *function, *name, *rule;
} rules[] = {
    { "move_freepages_block", "end_pfn",
      "(start_pfn & ~(pageblock_nr_pages - 1)) + pageblock_nr_pages - 1" },
    { "move_freepages_block", "end_page",
      "(start_pfn & ~(pageblock_nr_pages - 1)) + pageblock_nr_pages - 1" },
    { "move_freepages_block", "start_page", "start_pfn & ~(pageblock_nr_pages - 1)" },
    { "try_to_steal_freepages", "pages", "pages_moved" },
    { "move_freepages", "end_page",
      "(start_page & ~(pageblock_nr_pages - 1)) + pageblock_nr_pages - 1" },
};

const char *fact_rule(const char *function, const char *name)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (strcmp(rules[i].function, function) == 0 && strcmp(rules[i].name, name) == 0)
            return rules[i].rule;
    }
    return NULL;
}

/* One node: neither page->flags nor a zone has bits for it. No CONFIG_HOLES_IN_ZONE: within a pageblock every pfn is valid. */
static const struct {
    const char *function;
    int64_t value;
} results[] = {
    { "page_to_nid", 0 },
    { "zone_to_nid", 0 },
    { "pfn_valid_within", 1 },
};

bool fact_result(const char *function, int64_t *value)
{
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        if (strcmp(results[i].function, function) == 0) {
            *value = results[i].value;
            return true;
        }
    }
    return false;
}

const char *fact_item(uint32_t index)
{
    return index < NR_VM_ZONE_STAT_ITEMS ? item_table[index] : NULL;
}
