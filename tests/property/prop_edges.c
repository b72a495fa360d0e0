// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Edges: memory that is used up and comes back, the last pageblock of a zone, blocks of the largest order. On every profile.
 *
 * The judge of what has merged is an arithmetic of its own: a set of free pages has one decomposition into aligned blocks that cannot
 * merge any further, and whatever order pages came back in, the free lists must be that.
 */
#include <stdlib.h>
#include <string.h>

#include "alloc/check.h"
#include "alloc/page/page.h"
#include "alloc/workload.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

/* MEMALLOC: no watermark holds it up. HIGHMEM and MOVABLE: every zone. NORETRY: a request that fails, fails. */
#define GFP_ANY (0x1000u | 0x2000u | 0x2u | 0x8u)

static void sound(struct machine *m, const char *profile, const char *when)
{
    const char *why = machine_check(m);

    if (why)
        fail_msg("%s, %s: %s", profile, when, why);
}

/* Which pages are free, one byte each, from the free lists. */
static uint8_t *free_pages_map(struct machine *m)
{
    uint8_t *map = calloc(m->nr_pages, 1);

    for (uint32_t i = 0; i < m->nr_pages; i++)
        if (m->page[i]._mapcount == PAGE_BUDDY_MAPCOUNT_VALUE)
            memset(map + i, 1, 1u << m->page[i].private_);
    return map;
}

static bool all_free(const uint8_t *map, uint32_t start, uint32_t n)
{
    return memchr(map + start, 0, n) == NULL;
}

/* Blocks of each order that these pages of the zone make. */
static void decompose(const struct machine *m, const struct zone *zone, const uint8_t *map,
                      uint32_t nr_free[MAX_ORDER])
{
    uint32_t pfn = zone->zone_start_pfn, end = pfn + zone->spanned_pages;

    memset(nr_free, 0, MAX_ORDER * sizeof nr_free[0]);
    while (pfn < end) {
        uint32_t at = pfn - m->first_pfn, order = MAX_ORDER - 1;

        if (!map[at]) {
            pfn++;
            continue;
        }
        while (pfn & ((1u << order) - 1) || pfn + (1u << order) > end ||
               !all_free(map, at, 1u << order))
            order--;
        nr_free[order]++;
        pfn += 1u << order;
    }
}

/* Nothing on the lists that could have merged, and nothing merged that could not. */
static void merged_fully(struct machine *m, const char *profile, const char *when)
{
    uint8_t *map = free_pages_map(m);

    sound(m, profile, when);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        uint32_t nr_free[MAX_ORDER];

        decompose(m, &m->zone[z], map, nr_free);
        for (uint32_t order = 0; order < MAX_ORDER; order++)
            if (m->zone[z].free_area[order].nr_free != nr_free[order])
                fail_msg("%s, %s: zone %u has %u free blocks of order %u, %u are possible", profile,
                         when, z, m->zone[z].free_area[order].nr_free, order, nr_free[order]);
    }
    free(map);
}

static uint32_t all_free_pages(const struct machine *m)
{
    uint32_t n = 0;

    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        n += free_pages_of(m, z);
    return n;
}

/* Takes what there is in blocks of this order. Returns pages. */
static uint32_t take_all(struct machine *m, uint32_t order)
{
    struct op op = op_of(OP_ALLOC_PAGES);
    uint32_t taken = 0;

    op.gfp = GFP_ANY;
    for (op.order = order; op_apply(m, &op).pfn != NO_PFN;)
        taken += 1u << order;
    return taken;
}

static void give_back(struct machine *m, uint32_t pfn)
{
    struct op op = op_of(OP_FREE_PAGES);

    op.pfn = pfn;
    op_apply(m, &op);
}

static void drain(struct machine *m)
{
    struct op op = op_of(OP_DRAIN);

    op_apply(m, &op);
}

static void exhaustion_in_single_pages(void **state)
{
    (void)state;
    for (unsigned i = 0; i < profile_count; i++) {
        const char *name = profiles[i].name;
        struct machine *m = boot_machine(name, STAGE_WMARK);
        uint32_t before = all_free_pages(m);

        merged_fully(m, name, "booted");
        assert_int_equal(take_all(m, 0), before);
        sound(m, name, "used up");
        assert_int_equal(all_free_pages(m), 0);
        free_everything(m);
        merged_fully(m, name, "given back");
        assert_int_equal(all_free_pages(m), before);
        machine_destroy(m);
    }
}

static void shuffle(uint32_t *pfn, uint32_t n, struct random *r)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = random_below(r, i), other = pfn[i - 1];

        pfn[i - 1] = pfn[j];
        pfn[j] = other;
    }
}

/* The held single pages in [start, end), shuffled. */
static uint32_t held_between(const struct machine *m, uint32_t start, uint32_t end, uint32_t *pfn,
                             struct random *r)
{
    uint32_t n = 0, order;

    for (uint32_t p = start; p < end; p++)
        if (held_order(m, p, &order))
            pfn[n++] = p;
    shuffle(pfn, n, r);
    return n;
}

/*
 * With all memory in use, the pages of a zone's last pageblock come back one by one: its buddies beyond the zone's end are another zone's,
 * or nothing.
 */
static void last_pageblock(void **state)
{
    struct random r = { 77 };

    (void)state;
    for (unsigned i = 0; i < profile_count; i++) {
        const char *name = profiles[i].name;
        struct machine *m = boot_machine(name, STAGE_WMARK);

        take_all(m, 0);
        for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
            uint32_t end = m->zone[z].zone_start_pfn + m->zone[z].spanned_pages, n;
            uint32_t start = (end - 1) & ~(PAGEBLOCK_NR_PAGES - 1), pfn[PAGEBLOCK_NR_PAGES];

            if (!m->zone[z].spanned_pages)
                continue;
            if (start < m->zone[z].zone_start_pfn)
                start = m->zone[z].zone_start_pfn;
            n = held_between(m, start, end, pfn, &r);
            for (uint32_t p = 0; p < n; p++) {
                give_back(m, pfn[p]);
                if (p % 64 == 0)
                    sound(m, name, "last pageblock");
            }
            drain(m);
            merged_fully(m, name, "last pageblock");
            assert_int_equal(free_pages_of(m, z), n);
        }
        free_everything(m);
        merged_fully(m, name, "given back");
        machine_destroy(m);
    }
}

/* Blocks of order 10 are taken, split into pages, and made whole again by the last page: never into more than order 10. */
static void largest_blocks(void **state)
{
    static uint32_t pfn[2 * PAGEBLOCK_NR_PAGES];
    struct random r = { 78 };

    (void)state;
    for (unsigned i = 0; i < profile_count; i++) {
        const char *name = profiles[i].name;
        struct machine *m = boot_machine(name, STAGE_WMARK);
        struct op alloc = op_of(OP_ALLOC_PAGES), split = op_of(OP_SPLIT_PAGE);
        uint32_t n = 0;

        alloc.order = MAX_ORDER - 1;
        alloc.gfp = GFP_ANY;
        for (int blocks = 0; blocks < 2; blocks++) {
            split.pfn = op_apply(m, &alloc).pfn;
            if (split.pfn == NO_PFN)
                break;
            op_apply(m, &split);
            n += held_between(m, split.pfn, split.pfn + PAGEBLOCK_NR_PAGES, pfn + n, &r);
        }
        shuffle(pfn, n, &r);
        for (uint32_t p = 0; p < n; p++)
            give_back(m, pfn[p]);
        drain(m);
        merged_fully(m, name, "largest blocks");
        assert_int_equal(n % PAGEBLOCK_NR_PAGES, 0);
        machine_destroy(m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exhaustion_in_single_pages),
        cmocka_unit_test(last_pageblock),
        cmocka_unit_test(largest_blocks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
