// SPDX-License-Identifier: GPL-2.0-or-later
/* memblock, bootmem, zones and stages: numbers of tests/conformance's machines, and the rules one by one. */
#include <string.h>

#include "alloc/boot/boot.h"
#include "alloc/check.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

static void regions_merge(void **state)
{
    struct memblock_type t = { 0 };

    (void)state;
    assert_true(memblock_add(&t, 0x3000, 0x1000));
    assert_true(memblock_add(&t, 0x1000, 0x1000));
    assert_int_equal(t.cnt, 2);
    assert_true(memblock_add(&t, 0x8000, 0)); /* nothing */
    assert_int_equal(t.cnt, 2);
    assert_int_equal(t.regions[0].base, 0x1000);
    assert_true(memblock_add(&t, 0x2000, 0x1000)); /* touches both */
    assert_int_equal(t.cnt, 1);
    assert_int_equal(t.regions[0].size, 0x3000);
    assert_true(memblock_add(&t, 0x1800, 0x400)); /* inside */
    assert_int_equal(t.cnt, 1);
    assert_true(memblock_add(&t, 0xf0000000, 0x10000000)); /* up to the top of the address space */
    assert_int_equal(t.cnt, 2);
    for (uint32_t i = t.cnt; i < MEMBLOCK_REGIONS; i++)
        assert_true(memblock_add(&t, 0x10000 + i * 0x2000, 0x1000));
    assert_false(memblock_add(&t, 0x8000, 0x1000));
}

static void early_allocations_go_top_down(void **state)
{
    struct machine *m = boot_machine("small", STAGE_NONE);
    uint32_t limit = 0x24000000, a = memblock_alloc_base(m, 0x1000, 0x1000, limit);
    uint32_t b = memblock_alloc_base(m, 0x1000, 0x4000, limit),
             c = memblock_alloc_base(m, 0x1000, 0x1000, limit);

    (void)state;
    assert_true(a < limit && a >= 0x23000000);
    assert_true(b < a && b % 0x4000 == 0);
    assert_true(c < a && c > b); /* the gap that alignment left */
    assert_int_equal(memblock_alloc_base(m, 0x8000000, 0x1000, limit), 0);
    machine_destroy(m);
}

static void small_allocations_share_pages(void **state)
{
    struct machine *m = boot_machine("small", STAGE_NONE);
    uint32_t a = alloc_bootmem(m, 0x100, 64, 0), b = alloc_bootmem(m, 0x100, 64, 0);

    (void)state;
    assert_int_equal(b, a + 0x100);
    assert_int_equal(alloc_bootmem(m, 0x1000, 0x1000, 0) & 0xfff, 0);
    assert_int_equal(alloc_bootmem(m, 0x40000000, 64, 0), NO_ADDRESS);
    machine_destroy(m);
}

struct expected {
    const char *profile;
    uint32_t managed[2], min[2], low[2], high[2], pcp_high[2], threshold[2];
    uint32_t totalreserve;
};

/* From the kernel's own code on these machines, after stage wmark. SLUB takes pages but changes none of these. */
static const struct expected machines[] = {
    { "study",
      { 188176, 329728 },
      { 867, 128 },
      { 1083, 507 },
      { 1300, 887 },
      { 186, 186 },
      { 24, 30 },
      12491 },
    { "m1g",
      { 190233, 67584 },
      { 872, 66 },
      { 1090, 143 },
      { 1308, 220 },
      { 186, 90 },
      { 24, 18 },
      0 },
    { "m256", { 62899, 0 }, { 501, 32 }, { 626, 32 }, { 751, 32 }, { 90, 0 }, { 12, 0 }, 0 },
    { "small", { 14680, 0 }, { 242, 32 }, { 302, 32 }, { 363, 32 }, { 18, 0 }, { 6, 0 }, 0 },
    { "m128h",
      { 14552, 16384 },
      { 241, 32 },
      { 301, 99 },
      { 361, 167 },
      { 18, 18 },
      { 6, 6 },
      1040 },
    { "mhole", { 14687, 0 }, { 242, 32 }, { 302, 32 }, { 363, 32 }, { 18, 0 }, { 6, 0 }, 0 },
    { "modd", { 10860, 6711 }, { 208, 32 }, { 260, 64 }, { 312, 96 }, { 6, 0 }, { 6, 6 }, 0 },
    { "m16", { 3272, 0 }, { 114, 32 }, { 142, 32 }, { 171, 32 }, { 0, 0 }, { 6, 0 }, 0 },
};

static void every_profile_boots(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++) {
        const struct expected *e = &machines[i];
        struct machine *m = boot_machine(e->profile, STAGE_WMARK);

        for (int z = 0; z < 2; z++) {
            const struct zone *zone = &m->zone[z];

            assert_int_equal(zone->managed_pages, e->managed[z]);
            if (!zone->present_pages)
                continue;
            assert_int_equal(zone->watermark[WMARK_MIN], e->min[z]);
            assert_int_equal(zone->watermark[WMARK_LOW], e->low[z]);
            assert_int_equal(zone->watermark[WMARK_HIGH], e->high[z]);
            assert_int_equal(m->pageset[z][3].pcp.high, e->pcp_high[z]);
            assert_int_equal(m->pageset[z][3].stat_threshold, e->threshold[z]);
        }
        if (e->totalreserve)
            assert_int_equal(m->totalreserve_pages, e->totalreserve);
        machine_destroy(m);
    }
}

static void mobility_grouping(void **state)
{
    struct machine *tiny = boot_machine("m16", STAGE_ZONELISTS),
                   *small = boot_machine("small", STAGE_ZONELISTS);

    (void)state;
    assert_int_equal(tiny->page_group_by_mobility_disabled, 1);
    assert_int_equal(small->page_group_by_mobility_disabled, 0);
    machine_destroy(tiny);
    machine_destroy(small);
}

/* Low memory of 64 MiB at `start`, and `high` bytes above it. */
static struct profile machine_of(uint32_t start, uint32_t high)
{
    struct profile p = *profile_find("small");

    p.slub = false;
    p.lowmem_limit = start + 0x4000000;
    p.banks[0].start = start;
    p.banks[1] = (struct bank){ p.lowmem_limit, high, true };
    p.nr_banks = high ? 2 : 1;
    for (unsigned i = 0; i < p.nr_reserve; i++)
        p.reserve[i].start = p.reserve[i].start - 0x20000000 + start;
    return p;
}

static struct machine *booted(const struct profile *p)
{
    const char *why;
    struct machine *m = machine_create(p, &why);
    struct op op = op_of(OP_BOOT);

    if (!m)
        fail_msg("%s", why);
    for (op.stage = STAGE_ZONELISTS; op.stage < STAGE_COUNT; op.stage++)
        if (op.stage != STAGE_KMEM_CACHE_INIT)
            op_apply(m, &op);
    return m;
}

/*
 * Wherever RAM begins, as many pages come of it: at address 0, where page 0 is given out like any other, or inside a section, but for the
 * memory map of what the section has before: free_unused_memmap() looks behind the first bank only.
 */
static void ram_elsewhere(void **state)
{
    static const uint32_t starts[] = { 0, 0x10000000, 0x81000000 };
    struct machine *usual = boot_machine("small", STAGE_WMARK);

    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        struct profile p = machine_of(starts[i], 0);
        struct machine *m = booted(&p);
        struct op op = op_of(OP_WORKLOAD);
        uint32_t before = (m->first_pfn & (PAGES_PER_SECTION - 1)) * 32 / 4096;

        assert_int_equal(m->zone[0].managed_pages + before, usual->zone[0].managed_pages);
        op.count = 3000;
        op.max_order = 10;
        op_apply(m, &op);
        assert_null(machine_check(m));
        free_everything(m);
        assert_null(machine_check(m));
        machine_destroy(m);
    }
    machine_destroy(usual);
}

/* A wait table has four entries at least: a HighMem zone of one page takes as much bootmem as one of 1,024. */
static void smallest_wait_table(void **state)
{
    struct profile p = machine_of(0x20000000, 0x1000), q = machine_of(0x20000000, 0x400000);
    const char *why;
    struct machine *one, *more;

    (void)state;
    p.nr_bootmem = q.nr_bootmem = 0; /* and so no place for per-cpu areas */
    p.percpu.real = q.percpu.real = false;
    one = machine_create(&p, &why);
    more = machine_create(&q, &why);
    assert_int_equal(one->bdata.last_end_off, more->bdata.last_end_off);
    machine_destroy(one);
    machine_destroy(more);
}

/* 64 MiB of low memory, 1.75 GiB of high: the share of min_free_kbytes that falls to HighMem does not fit a word, a quarter of it may. */
static void share_beyond_32_bits(void **state)
{
    struct profile p = machine_of(0x20000000, 0x70000000);
    struct machine *m = booted(&p);
    struct op op = op_of(OP_MIN_FREE_KBYTES);
    const struct zone *high = &m->zone[ZONE_HIGHMEM];
    uint64_t share;

    (void)state;
    op.value = OP_MAX_MIN_FREE_KBYTES;
    op_apply(m, &op);
    share = (uint64_t)(OP_MAX_MIN_FREE_KBYTES / 4) * high->managed_pages /
            m->zone[ZONE_NORMAL].managed_pages;
    assert_true(share > UINT32_MAX);
    assert_int_equal(high->watermark[WMARK_MIN], 128);
    assert_int_equal(high->watermark[WMARK_LOW], (uint32_t)(128 + share / 4));
    assert_int_equal(high->watermark[WMARK_HIGH], (uint32_t)(128 + share / 2));
    assert_null(machine_check(m));
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_merge),
        cmocka_unit_test(early_allocations_go_top_down),
        cmocka_unit_test(small_allocations_share_pages),
        cmocka_unit_test(every_profile_boots),
        cmocka_unit_test(mobility_grouping),
        cmocka_unit_test(ram_elsewhere),
        cmocka_unit_test(smallest_wait_table),
        cmocka_unit_test(share_beyond_32_bits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
