// SPDX-License-Identifier: GPL-2.0-or-later
/* Packed records come out as they went in, whatever their words are, and an ordinary one is small. */
#include <stdlib.h>
#include <string.h>

#include "daemon/ledger.h"
#include "tests/lib/cmocka.h"

#define WORDS (sizeof(struct record) / 4)

static uint32_t state;

static uint32_t draw(void)
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

/* A record of which one word in `sparse` is not 0, with numbers of all lengths. */
static struct record random_record(unsigned sparse)
{
    uint32_t words[WORDS] = { 0 };
    struct record r;
    for (size_t i = 0; i < WORDS; i++)
        words[i] = draw() % sparse ? 0 : (draw() << 8 | draw()) >> draw() % 32;
    memcpy(&r, words, sizeof r);
    return r;
}

static void check_same(unsigned sparse, uint32_t count)
{
    struct ledger l = { 0 };
    struct record *were = calloc(count, sizeof *were);
    assert_non_null(were);
    for (uint32_t i = 0; i < count; i++) {
        were[i] = random_record(sparse);
        ledger_add(&l, &were[i]);
    }
    assert_int_equal(l.nr, count);
    for (uint32_t i = 0; i < count; i++) {
        struct record is = ledger_get(&l, i);
        assert_memory_equal(&is, &were[i], sizeof is);
    }
    uint32_t first = count / 3;
    struct record *part = ledger_read(&l, first, count - first);
    assert_memory_equal(part, were + first, (count - first) * sizeof *part);
    free(part);
    free(were);
    ledger_free(&l);
    assert_int_equal(l.nr, 0);
}

static void test_random(void **unused)
{
    (void)unused;
    state = 7;
    check_same(1, LEDGER_BLOCK); /* no word is 0 */
    check_same(2, LEDGER_BLOCK + 1);
    check_same(40, 64 * LEDGER_BLOCK + 3);
}

static void test_edges(void **unused)
{
    (void)unused;
    struct ledger l = { 0 };
    struct record zeros, ones;
    memset(&zeros, 0, sizeof zeros);
    memset(&ones, 0xff, sizeof ones);
    ledger_add(&l, &zeros);
    ledger_add(&l, &ones);
    ledger_add(&l, &zeros);
    struct record is[] = { ledger_get(&l, 0), ledger_get(&l, 1), ledger_get(&l, 2) };
    assert_memory_equal(&is[0], &zeros, sizeof zeros);
    assert_memory_equal(&is[1], &ones, sizeof ones);
    assert_memory_equal(&is[2], &zeros, sizeof zeros);
    assert_null(ledger_read(&l, 3, 0));
    ledger_free(&l);
}

static void test_small(void **unused)
{
    (void)unused;
    struct ledger l = { 0 };
    for (uint32_t i = 0; i < 100000; i++) {
        struct record r = { .n = i + 1,
                            .op = { .kind = OP_ALLOC_PAGES, .gfp = 0xd0 },
                            .result = { .pfn = 0x20d00 + i, .count = 1 },
                            .tally = { 40 + i % 7, 3, 9 },
                            .cost = (uint64_t)i * 43,
                            .digest = 0x9e3779b97f4a7c15u * (i + 1) };
        ledger_add(&l, &r);
    }
    assert_in_range(ledger_bytes(&l) / l.nr, 1, 80);
    ledger_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
