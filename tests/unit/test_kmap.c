// SPDX-License-Identifier: GPL-2.0-or-later
/* kmap() and kmap_atomic(): windows on high memory, and when their mappings go. */
#include "alloc/check.h"
#include "alloc/vm/translate.h"
#include "alloc/vm/vm.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

static struct machine *m;

static int boot(void **state)
{
    (void)state;
    m = boot_slub_machine("study", STAGE_WMARK);
    return 0;
}

static int check_and_end(void **state)
{
    const char *why = machine_check(m);

    (void)state;
    if (why)
        fail_msg("%s", why);
    machine_destroy(m);
    return 0;
}

/* Normal has its turn when HighMem's batch is used up. */
static struct page *high_page(void)
{
    struct op op = op_of(OP_ALLOC_PAGES);
    uint32_t pfn;

    op.gfp = GFP_KERNEL | GFP_HIGHMEM_;
    do
        pfn = op_apply(m, &op).pfn;
    while (pfn < m->max_low_pfn);
    return pfn_to_page(m, pfn);
}

static uint32_t walked(uint32_t va)
{
    struct translation t = translate_kernel(m, va, ACCESS_WRITE, NULL);

    return t.fault == FS_NONE ? (uint32_t)(t.pa >> 12) : NO_PFN;
}

static void low_memory_is_where_it_always_is(void **state)
{
    struct page *page = pfn_to_page(m, 0x20008);

    (void)state;
    assert_int_equal(kmap(m, page), 0xc0008000);
    assert_int_equal(kmap_atomic(m, page), 0xc0008000);
    kunmap_atomic(m, 0xc0008000);
    kunmap(m, page);
    assert_int_equal(m->last_pkmap_nr, 0);
}

/* The first address is the second of the window: the circle closes at 0. */
static void a_mapping_outlives_its_last_user(void **state)
{
    struct page *page = high_page();
    uint32_t pfn = page_to_pfn(m, page);

    (void)state;
    assert_int_equal(kmap(m, page), 0xbfe01000);
    assert_int_equal(kmap(m, page), 0xbfe01000);
    assert_int_equal(m->pkmap_count[1], 3);
    assert_int_equal(walked(0xbfe01000), pfn);
    kunmap(m, page);
    kunmap(m, page);
    assert_int_equal(m->pkmap_count[1], 1);
    assert_int_equal(walked(0xbfe01000), pfn);
    kmap_flush_unused(m);
    assert_int_equal(m->pkmap_count[1], 0);
    assert_int_equal(walked(0xbfe01000), NO_PFN);
    assert_int_equal(translate_kernel(m, 0xbfe01000, ACCESS_READ, NULL).fault, FS_TRANSLATION_L2);
    assert_int_equal(page_address_of(m, page), 0);
}

static void the_circle_closes_with_a_flush(void **state)
{
    struct page *kept = high_page(), *page = high_page();

    (void)state;
    assert_int_equal(kmap(m, kept), 0xbfe01000);
    for (uint32_t i = 2; i < LAST_PKMAP; i++) {
        struct page *p = i == 2 ? page : high_page();

        assert_int_equal(kmap(m, p), PKMAP_BASE + (i << 12));
        kunmap(m, p);
    }
    assert_int_equal(page_address_of(m, page), 0xbfe02000);
    assert_int_equal(kmap(m, high_page()), 0xbfe00000);
    assert_int_equal(page_address_of(m, page), 0);
    assert_int_equal(page_address_of(m, kept), 0xbfe01000);
    assert_int_equal(kmap(m, page), 0xbfe02000);
}

static void a_full_window_maps_nothing(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < LAST_PKMAP; i++)
        assert_int_not_equal(kmap(m, high_page()), 0);
    assert_int_equal(kmap(m, high_page()), 0);
}

static void atomic_mappings_are_a_stack_per_cpu(void **state)
{
    struct page *a = high_page(), *b = high_page();

    (void)state;
    assert_int_equal(kmap_atomic(m, a), 0xfff00000);
    assert_int_equal(kmap_atomic(m, b), 0xfff01000);
    assert_int_equal(walked(0xfff00000), page_to_pfn(m, a));
    assert_int_equal(walked(0xfff01000), page_to_pfn(m, b));
    kunmap_atomic(m, 0xfff01000);
    assert_int_equal(walked(0xfff01000), page_to_pfn(m, b)); /* left in place */
    set_word(m, &m->cpu, 1, FIELD_cpu);
    assert_int_equal(kmap_atomic(m, b), 0xfff10000);
    kunmap_atomic(m, 0xfff10000);
    set_word(m, &m->cpu, 0, FIELD_cpu);
    kunmap_atomic(m, 0xfff00000);
    kunmap_atomic(m, 0xfff00000);
    assert_int_equal(m->kmap_atomic_idx[0], 0);
    for (uint32_t i = 0; i < KM_TYPE_NR; i++)
        assert_int_equal(kmap_atomic(m, a), FIXADDR_START + (i << 12));
    assert_int_equal(kmap_atomic(m, a), 0);
}

/* What kmap() has mapped already is used as it is. */
static void atomic_borrows_from_kmap(void **state)
{
    struct page *page = high_page();
    uint32_t vaddr = kmap(m, page);

    (void)state;
    assert_int_equal(kmap_atomic(m, page), vaddr);
    assert_int_equal(m->pkmap_count[1], 3);
    kunmap_atomic(m, vaddr);
    assert_int_equal(m->pkmap_count[1], 2);
    assert_int_equal(m->kmap_atomic_idx[0], 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, boot, check_and_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(low_memory_is_where_it_always_is),    TEST(a_mapping_outlives_its_last_user),
        TEST(the_circle_closes_with_a_flush),      TEST(a_full_window_maps_nothing),
        TEST(atomic_mappings_are_a_stack_per_cpu), TEST(atomic_borrows_from_kmap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
