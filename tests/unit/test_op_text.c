// SPDX-License-Identifier: GPL-2.0-or-later
/* The grammar of operations: what is understood, what is refused and where. */
#include <string.h>

#include "alloc/op.h"
#include "tests/lib/cmocka.h"

static bool parse(const char *line, struct op *op, unsigned *repeat, struct op_error *error,
                  size_t *column)
{
    return op_parse(line, strlen(line), op, repeat, error, column);
}

static void canonical(const char *line, const char *expected, unsigned times)
{
    struct op_error error = { 0 };
    char text[1024];
    unsigned repeat;
    size_t column;
    struct op op;

    if (!parse(line, &op, &repeat, &error, &column))
        fail_msg("\"%s\" refused: %s", line, error.message);
    assert_int_equal(repeat, times);
    op_print(&op, text, sizeof text);
    assert_string_equal(text, expected);
    /* what is printed reads as the same op */
    struct op again;
    assert_true(parse(text, &again, &repeat, &error, &column));
    assert_memory_equal(&op, &again, sizeof op);
}

static void lines_are_understood(void **state)
{
    (void)state;
    canonical("alloc 3 GFP_KERNEL", "alloc 3 GFP_KERNEL", 1);
    canonical("alloc_pages(GFP_KERNEL, 3) x40 cpu 2", "alloc 3 GFP_KERNEL cpu 2", 40);
    canonical("alloc", "alloc 0 GFP_KERNEL", 1);
    canonical("alloc GFP_ATOMIC|__GFP_COMP 2", "alloc 2 GFP_ATOMIC|__GFP_COMP", 1);
    canonical("alloc 0 0x201200", "alloc 0 __GFP_NOWARN|__GFP_NORETRY|__GFP_NOTRACK", 1);
    canonical("alloc 0 highuser_moveable", "alloc 0 GFP_HIGHUSER_MOVABLE", 1);
    canonical("alloc 0 0", "alloc 0 GFP_NOWAIT", 1);
    canonical("alloc_pages(0x200da, 10);", "alloc 10 GFP_HIGHUSER_MOVABLE", 1);
    canonical("  free 0x4f000  # back again", "free 0x4f000", 1);
    canonical("free 323584 cold", "free 0x4f000 cold", 1);
    canonical("freelist 0x20002 0x20003 cold", "freelist cold 0x20002 0x20003", 1);
    canonical("boot wmark", "boot wmark", 1);
    canonical("drain local", "drain local", 1);
    canonical("drain cpu 3", "drain cpu 3", 1);
    canonical("minfree 2048", "minfree 2048", 1);
    canonical("workload 10000 seed 7 order 10", "workload 10000 seed 7 order 10", 1);
    canonical("split 0x4f000", "split 0x4f000", 1);
    canonical("cpu 2", "cpu 2", 1);
    canonical("memalloc 1", "memalloc 1", 1);
}

static void refused(const char *line, const char *field, size_t at)
{
    struct op_error error = { 0 };
    unsigned repeat;
    size_t column;
    struct op op;

    if (parse(line, &op, &repeat, &error, &column))
        fail_msg("\"%s\" was understood", line);
    assert_string_equal(error.field, field);
    assert_int_equal(column, at);
    assert_true(strlen(error.message) > 0);
}

static void mistakes_are_named(void **state)
{
    (void)state;
    refused("allok 3", "text", 0);
    refused("alloc 3 GFP_KERNAL", "gfp", 8);
    refused("alloc 3 0x2000000", "gfp", 8);
    refused("alloc 3 GFP_KERNEL 4", "text", 19);
    refused("free", "pfn", 4);
    refused("free 0x", "pfn", 5);
    refused("free 4294967296", "pfn", 5);
    refused("alloc 0 GFP_KERNEL x0", "text", 19);
    refused("alloc 0 GFP_KERNEL x1001", "text", 19);
    refused("boot later", "stage", 5);
    refused("workload", "count", 8);
    refused("cpu", "cpu", 3);
    refused("cpu -1", "cpu", 4);
    refused("drain now", "text", 6);
}

static void blank_lines_are_nothing(void **state)
{
    static const char *const lines[] = { "", "   ", "# only a comment", "\t(,;)" };
    struct op_error error;
    size_t column;
    struct op op;

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        unsigned repeat = 1;

        assert_true(parse(lines[i], &op, &repeat, &error, &column));
        assert_int_equal(repeat, 0);
    }
}

static void nul_bytes_are_refused(void **state)
{
    struct op_error error;
    unsigned repeat;
    size_t column;
    struct op op;

    (void)state;
    assert_false(op_parse("alloc\0 3", 8, &op, &repeat, &error, &column));
    assert_int_equal(column, 5);
}

/* Every value prints as something that parses to the same value. */
static void gfp_round_trip(void **state)
{
    char text[GFP_TEXT_BYTES];
    uint32_t back;

    (void)state;
    for (uint32_t i = 0; i < 20000; i++) {
        uint32_t gfp = i * 2654435761u & 0x1ffffff;
        int n = gfp_print(gfp, text, sizeof text);

        assert_true(n > 0 && (size_t)n < sizeof text);
        if (!gfp_parse(text, (size_t)n, &back) || back != gfp)
            fail_msg("0x%x prints as %s, which reads as 0x%x", gfp, text, back);
    }
}

/* The journal keeps an op as its line: the longest must be whole, or the room is lost at the next start. */
static void longest_gfp_is_whole(void **state)
{
    struct op op = { .kind = OP_ALLOC_PAGES, .order = 10, .cpu = 3 }, back;
    struct op_error error;
    char text[2048];
    unsigned repeat;
    size_t column;

    (void)state;
    for (uint32_t without = 0; without < 25; without++) {
        op.gfp = 0x1ffffff & ~(1u << without);
        op_print(&op, text, sizeof text);
        if (!parse(text, &back, &repeat, &error, &column))
            fail_msg("\"%s\" does not read", text);
        assert_int_equal(back.gfp, op.gfp);
        assert_int_equal(back.cpu, op.cpu);
        assert_int_equal(back.order, op.order);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_understood),    cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(blank_lines_are_nothing), cmocka_unit_test(nul_bytes_are_refused),
        cmocka_unit_test(gfp_round_trip),          cmocka_unit_test(longest_gfp_is_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
