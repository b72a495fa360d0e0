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
    canonical("alloc_pages(GFP_KERNEL | __GFP_ZERO| __GFP_COMP, 3)",
              "alloc 3 GFP_KERNEL|__GFP_COMP|__GFP_ZERO", 1);
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

static void slub_lines_are_understood(void **state)
{
    (void)state;
    canonical("kmalloc 100 GFP_KERNEL", "kmalloc 100 GFP_KERNEL", 1);
    canonical("kmalloc(100, GFP_ATOMIC | 0);", "kmalloc 100 GFP_ATOMIC", 1);
    canonical("kmalloc 0x800000 x3 cpu 2", "kmalloc 8388608 GFP_KERNEL cpu 2", 3);
    canonical("kfree(0xC3801000)", "kfree 0xc3801000", 1);
    canonical("cache create foo 100", "cache create foo 100", 1);
    canonical("cache create foo 100 flags poison|red_zone align 16",
              "cache create foo 100 align 16 flags SLAB_RED_ZONE|SLAB_POISON", 1);
    canonical("kmem_cache_create(\"foo\", 100, 0, SLAB_HWCACHE_ALIGN)",
              "cache create foo 100 flags SLAB_HWCACHE_ALIGN", 1);
    canonical("kmem_cache_create(\"foo_bar:1\", 100, 64, 0, NULL); # ctor",
              "cache create foo_bar:1 100 align 64", 1);
    canonical("cache create x40 100 x2", "cache create x40 100", 2);
    canonical("cache create cpu 100 SLAB_TEMPORARY|0x100 cpu 1",
              "cache create cpu 100 flags SLAB_DEBUG_FREE|SLAB_RECLAIM_ACCOUNT cpu 1", 1);
    canonical("cache alloc kmalloc-64 GFP_ATOMIC x40", "cache alloc kmalloc-64 GFP_ATOMIC", 40);
    canonical("kmem_cache_alloc(0xc3800100, GFP_KERNEL)", "cache alloc 0xc3800100 GFP_KERNEL", 1);
    canonical("cache alloc Foo cpu 3", "cache alloc Foo GFP_KERNEL cpu 3", 1);
    canonical("kmem_cache_free(foo, 0xc3801000);", "cache free foo 0xc3801000", 1);
    canonical("cache shrink all", "cache shrink all", 1);
    canonical("kmem_cache_shrink(\"foo\")", "cache shrink foo", 1);
    canonical("shrink foo", "cache shrink foo", 1);
    canonical("shrink all cpu 0", "shrink all cpu 0", 1);
    canonical("kmem_cache_destroy(foo)", "cache destroy foo", 1);
    canonical("write 0xc3801000 1802201963", "write 0xc3801000 0x6b6b6b6b", 1);
}

static void vm_lines_are_understood(void **state)
{
    (void)state;
    canonical("vmalloc(8192)", "vmalloc 8192", 1);
    canonical("vmalloc 0x2000 x3 cpu 1", "vmalloc 8192 cpu 1", 3);
    canonical("vmalloc 8192 GFP_KERNEL", "vmalloc 8192 GFP_KERNEL", 1);
    canonical("vzalloc(8192);", "vmalloc 8192 GFP_KERNEL|__GFP_HIGHMEM|__GFP_ZERO", 1);
    canonical("__vmalloc(8192, GFP_KERNEL | __GFP_HIGHMEM, PAGE_KERNEL);", "vmalloc 8192", 1);
    canonical("__vmalloc(8192, GFP_NOFS, PAGE_KERNEL) x2", "vmalloc 8192 GFP_NOFS", 2);
    canonical("vfree(0xF0001000)", "vfree 0xf0001000", 1);
    canonical("vmap 0x4f000, 0x60000 cpu 3", "vmap 0x4f000 0x60000 cpu 3", 1);
    canonical("vunmap 0xf0001000", "vunmap 0xf0001000", 1);
    canonical("ioremap(0x12c00000, 0x1000)", "ioremap 0x12c00000 0x1000", 1);
    canonical("ioremap_nocache(0x12c00000, 100)", "ioremap 0x12c00000 0x64", 1);
    canonical("ioremap_wc(0x12c00000, 0x1000)", "ioremap 0x12c00000 0x1000 wc", 1);
    canonical("ioremap_cached(0x12c00000, 0x1000)", "ioremap 0x12c00000 0x1000 cached", 1);
    canonical("__arm_ioremap(0x12c00000, 0x1000, MT_DEVICE_NONSHARED)",
              "ioremap 0x12c00000 0x1000 nonshared", 1);
    canonical("ioremap 0 4096 device x2", "ioremap 0x0 0x1000", 2);
    canonical("iounmap(0xf0001000)", "iounmap 0xf0001000", 1);
    canonical("kmap(0x60000)", "kmap 0x60000", 1);
    canonical("kunmap 0x60000", "kunmap 0x60000", 1);
    canonical("kmap_atomic(0x60000) cpu 2", "kmap_atomic 0x60000 cpu 2", 1);
    canonical("__kunmap_atomic(0xfff00000)", "kunmap_atomic 0xfff00000", 1);
    canonical("vm_unmap_aliases()", "vm_unmap_aliases", 1);
    canonical("translate 0xf0001000", "translate 0xf0001000 read", 1);
    canonical("translate 0 user write", "translate 0x0 write user", 1);
    canonical("translate(0xffff0000, exec) cpu 1", "translate 0xffff0000 exec cpu 1", 1);
}

/* 64 pages are a line that the journal keeps whole. */
static void longest_vmap_is_whole(void **state)
{
    struct op op = { .kind = OP_VMAP, .nr_list = OP_LIST_MAX, .cpu = 3 }, back;
    struct op_error error;
    char text[2048];
    unsigned repeat;
    size_t column;

    (void)state;
    for (uint32_t i = 0; i < OP_LIST_MAX; i++)
        op.list[i] = 0xfffff - i;
    op_print(&op, text, sizeof text);
    assert_true(parse(text, &back, &repeat, &error, &column));
    assert_memory_equal(&op, &back, sizeof op);
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
    refused("alloc 3 GFP_KERNEL |", "gfp", 8);
    refused("alloc 3 GFP_KERNEL | x3", "gfp", 8);
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
    refused("kmalloc", "size", 7);
    refused("kmalloc lots", "size", 8);
    refused("kmalloc 100 GFP_KERNAL", "gfp", 12);
    refused("kfree p", "addr", 6);
    refused("cache", "text", 5);
    refused("cache make foo", "text", 6);
    refused("cache create 100 100", "name", 13);
    refused("cache create fo/o 100", "name", 13);
    refused("cache create a23456789b123456789c123456789d32 8", "name", 13);
    refused("cache create foo", "size", 16);
    refused("cache create foo 8 SLAB_NO", "flags", 19);
    refused("cache create foo 8 flags 0x1", "flags", 25);
    refused("cache create foo 8 0 0 ctor", "text", 23);
    refused("cache alloc", "cache", 11);
    refused("cache alloc 0 GFP_KERNEL", "cache", 12);
    refused("cache alloc foo GFP_KERNEL foo", "text", 27);
    refused("cache free foo", "addr", 14);
    refused("write 0xc3801000", "value", 16);
    refused("vmalloc", "size", 7);
    refused("vmalloc 8192 GFP_KERNAL", "gfp", 13);
    refused("vmalloc 8192 GFP_KERNEL PAGE_KERNEL_EXEC", "text", 24);
    refused("vfree p", "addr", 6);
    refused("vmap", "list", 4);
    refused("vmap pages", "list", 5);
    refused("ioremap 0x12c00000", "size", 18);
    refused("ioremap 0x12c00000 4096 strong", "type", 24);
    refused("ioremap_wc 0x12c00000 4096 cached more", "text", 34);
    refused("kmap", "pfn", 4);
    refused("kunmap_atomic", "addr", 13);
    refused("translate", "addr", 9);
    refused("translate 0 store", "access", 12);
    refused("vm_unmap_aliases now", "text", 17);
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
    char text[FLAGS_TEXT_BYTES];
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

static void slab_flags_round_trip(void **state)
{
    char text[FLAGS_TEXT_BYTES];
    uint32_t back;

    (void)state;
    for (uint32_t flags = 0; flags <= 0xaf6d00; flags = ((flags | ~0xaf6d00u) + 1) & 0xaf6d00u) {
        int n = slab_flags_print(flags, text, sizeof text);

        assert_true(n > 0 && (size_t)n < sizeof text);
        if (!slab_flags_parse(text, (size_t)n, &back) || back != flags)
            fail_msg("0x%x prints as %s, which reads as 0x%x", flags, text, back);
        if (flags == 0xaf6d00)
            break;
    }
    assert_false(slab_flags_parse("0x100000", 8, &back));
    assert_false(slab_flags_parse("SLAB_", 5, &back));
    assert_false(slab_flags_parse("", 0, &back));
}

/* A cache's name can be anything that a line can hold; what it cannot hold is no name. */
static void names_round_trip(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 256; c++) {
        struct op op = { .kind = OP_CACHE_DESTROY, .cpu = OP_NO_CPU }, back;
        char name[4] = { 'a', (char)c, 'b', 0 }, text[128];
        struct op_error error;
        unsigned repeat;
        size_t column;

        if (!cache_name_valid(name, 3)) {
            assert_true(c <= ' ' || c > '~' || strchr("(),;#|\"/", (int)c));
            continue;
        }
        assert_true(op_set_cache(&op, name, 3));
        op_print(&op, text, sizeof text);
        assert_true(parse(text, &back, &repeat, &error, &column));
        assert_memory_equal(&op, &back, sizeof op);
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
        cmocka_unit_test(lines_are_understood),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(blank_lines_are_nothing),
        cmocka_unit_test(nul_bytes_are_refused),
        cmocka_unit_test(gfp_round_trip),
        cmocka_unit_test(longest_gfp_is_whole),
        cmocka_unit_test(slub_lines_are_understood),
        cmocka_unit_test(vm_lines_are_understood),
        cmocka_unit_test(longest_vmap_is_whole),
        cmocka_unit_test(slab_flags_round_trip),
        cmocka_unit_test(names_round_trip),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
