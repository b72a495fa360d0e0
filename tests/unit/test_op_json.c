// SPDX-License-Identifier: GPL-2.0-or-later
/* Operations as JSON: written and read they are the same; bounds are named. */
#include <stdio.h>
#include <string.h>

#include "tests/lib/cmocka.h"
#include "web/op_json.h"

static bool read_op(const char *text, struct op *op, struct refusal *why)
{
    cJSON *object = json_object(text, strlen(text), why);
    bool ok = object && op_from_json(object, op, why);
    cJSON_Delete(object);
    return ok;
}

static void there_and_back(void **state)
{
    static const struct op ops[] = {
        { .kind = OP_BOOT, .stage = STAGE_WMARK, .cpu = OP_NO_CPU },
        { .kind = OP_ALLOC_PAGES, .order = 10, .gfp = 0x201200, .cpu = 3 },
        { .kind = OP_ALLOC_PAGES, .order = 0, .gfp = 0xd0, .cpu = OP_NO_CPU },
        { .kind = OP_FREE_PAGES, .pfn = 0x4f000, .cold = 1, .cpu = OP_NO_CPU },
        { .kind = OP_CPU, .cpu = 2 },
        { .kind = OP_DRAIN, .cpu = OP_NO_CPU },
        { .kind = OP_DRAIN_LOCAL, .cpu = 1 },
        { .kind = OP_REFRESH, .cpu = OP_NO_CPU },
        { .kind = OP_MIN_FREE_KBYTES, .value = 2048, .cpu = OP_NO_CPU },
        { .kind = OP_MEMALLOC, .value = 1, .cpu = OP_NO_CPU },
        { .kind = OP_RT, .value = 0, .cpu = OP_NO_CPU },
        { .kind = OP_SPLIT_PAGE, .pfn = 0x20000, .cpu = OP_NO_CPU },
        { .kind = OP_FREE_LIST, .nr_list = 2, .list = { 0x4f000, 0x4f001 }, .cpu = OP_NO_CPU },
        { .kind = OP_WORKLOAD, .seed = 7, .count = 10000, .max_order = 4, .cpu = OP_NO_CPU },
        { .kind = OP_KMALLOC, .size = 8388608, .gfp = 0x20, .cpu = 2 },
        { .kind = OP_TRANSLATE, .addr = 0xc0100000, .value = 1, .cpu = OP_NO_CPU },
        { .kind = OP_TRANSLATE,
          .addr = 0xb6fff004,
          .flags = OP_STORE,
          .value = 1,
          .pid = 2,
          .cpu = OP_NO_CPU },
        { .kind = OP_PROC_CREATE, .value = 1, .cpu = 1 },
        { .kind = OP_PROC_MMAP, .pid = 2, .size = 8192, .flags = 3, .cpu = OP_NO_CPU },
        { .kind = OP_PROC_MMAP,
          .pid = 2,
          .size = 1,
          .addr = 0x10000000,
          .value = 1,
          .flags = 0,
          .cpu = OP_NO_CPU },
        { .kind = OP_PROC_TOUCH, .pid = 1, .addr = 0xb6fff004, .flags = OP_STORE, .cpu = 3 },
        { .kind = OP_PROC_FORK, .pid = 4, .cpu = OP_NO_CPU },
        { .kind = OP_PROC_MUNMAP, .pid = 4, .addr = 0x2000, .size = 0x1000, .cpu = OP_NO_CPU },
        { .kind = OP_PROC_EXIT, .pid = 1, .cpu = OP_NO_CPU },
        { .kind = OP_PROC_SWITCH, .pid = 0, .cpu = OP_NO_CPU },
        { .kind = OP_KFREE, .addr = 0xc3801000, .cpu = OP_NO_CPU },
        { .kind = OP_CACHE_CREATE, .name = "foo", .size = 1, .cpu = OP_NO_CPU },
        { .kind = OP_CACHE_CREATE,
          .name = "a23456789b123456789c12345678.31",
          .size = 100,
          .align = 64,
          .flags = 0xaf6d00,
          .cpu = 3 },
        { .kind = OP_CACHE_ALLOC, .name = "kmalloc-64", .gfp = 0x80d0, .cpu = OP_NO_CPU },
        { .kind = OP_CACHE_FREE, .cache = 0xc3800100, .addr = 0xc3801000, .cpu = OP_NO_CPU },
        { .kind = OP_CACHE_SHRINK, .name = "foo", .cpu = OP_NO_CPU },
        { .kind = OP_SHRINK_ALL, .cpu = 1 },
        { .kind = OP_CACHE_DESTROY, .name = "foo", .cpu = OP_NO_CPU },
        { .kind = OP_WRITE, .addr = 0xc3801000, .value = 0xffffffff, .cpu = OP_NO_CPU },
        { .kind = OP_VMALLOC, .size = UINT32_MAX, .gfp = OP_VMALLOC_GFP, .cpu = OP_NO_CPU },
        { .kind = OP_VFREE, .addr = 0xf0000000, .cpu = 2 },
        { .kind = OP_VMAP, .nr_list = 2, .list = { 0x4f000, 0x4f000 }, .cpu = OP_NO_CPU },
        { .kind = OP_VUNMAP, .addr = 0xf0000000, .cpu = OP_NO_CPU },
        { .kind = OP_IOREMAP, .addr = 0x12c00004, .size = 8, .flags = 3, .cpu = OP_NO_CPU },
        { .kind = OP_IOUNMAP, .addr = 0xf0000004, .cpu = OP_NO_CPU },
        { .kind = OP_KMAP, .pfn = 0x60000, .cpu = OP_NO_CPU },
        { .kind = OP_KUNMAP, .pfn = 0x60000, .cpu = OP_NO_CPU },
        { .kind = OP_KMAP_ATOMIC, .pfn = 0x60000, .cpu = 3 },
        { .kind = OP_KUNMAP_ATOMIC, .addr = 0xfff30000, .cpu = 3 },
        { .kind = OP_VM_UNMAP_ALIASES, .cpu = OP_NO_CPU },
        { .kind = OP_TRANSLATE, .addr = 0xffff0000, .cpu = OP_NO_CPU },
        { .kind = OP_TRANSLATE, .addr = 4, .flags = OP_EXEC, .value = 1, .cpu = 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof ops / sizeof ops[0]; i++) {
        struct refusal why = { 0 };
        struct op op = { 0 };
        cJSON *json = op_to_json(&ops[i]);
        if (!op_from_json(json, &op, &why))
            fail_msg("%s: %s", op_kind_name(ops[i].kind), why.error.message);
        assert_memory_equal(&op, &ops[i], sizeof op);
        cJSON_Delete(json);
    }
}

static void every_kind_has_fields(void **state)
{
    (void)state;
    for (unsigned kind = OP_NONE + 1; kind < OP_KINDS; kind++)
        assert_non_null(op_fields(kind));
    assert_null(op_fields(OP_NONE));
    assert_null(op_fields(OP_KINDS));
}

static void pfns(void **state)
{
    struct op op = { 0 };
    struct refusal why = { 0 };
    (void)state;
    assert_true(read_op("{\"op\":\"free_pages\",\"pfn\":\"0x4F000\"}", &op, &why));
    assert_int_equal(op.pfn, 0x4f000);
    assert_true(read_op("{\"op\":\"free_pages\",\"pfn\":323584}", &op, &why));
    assert_int_equal(op.pfn, 0x4f000);
    static const char *const bad[] = { "\"4f000\"", "\"0x\"",  "\"0x4g\"", "\"0x100000\"", "-1",
                                       "1.5",       "1048576", "true",     "\"0x4f000 \"" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[64];
        snprintf(text, sizeof text, "{\"op\":\"free_pages\",\"pfn\":%s}", bad[i]);
        if (read_op(text, &op, &why))
            fail_msg("%s was taken", text);
        assert_string_equal(why.error.field, "pfn");
    }
}

/* [json, field that is named; NULL: it is taken] */
static void slub(void **state)
{
    static const char *const cases[][2] = {
        { "{\"op\":\"write\",\"addr\":3279949824,\"value\":0}", NULL },
        { "{\"op\":\"write\",\"addr\":\"0xc3801000\",\"value\":\"0x100000000\"}", "value" },
        { "{\"op\":\"write\",\"addr\":\"c3801000\",\"value\":0}", "addr" },
        { "{\"op\":\"kfree\",\"addr\":-1}", "addr" },
        { "{\"op\":\"kfree\"}", "addr" },
        { "{\"op\":\"kmalloc\",\"size\":0,\"gfp\":\"GFP_KERNEL\"}", "size" },
        { "{\"op\":\"kmalloc\",\"size\":8388609,\"gfp\":\"GFP_KERNEL\"}", "size" },
        { "{\"op\":\"kmem_cache_create\",\"name\":\"x\",\"size\":9}", NULL },
        { "{\"op\":\"kmem_cache_create\",\"name\":\"\",\"size\":9}", "name" },
        { "{\"op\":\"kmem_cache_create\",\"name\":\"a b\",\"size\":9}", "name" },
        { "{\"op\":\"kmem_cache_create\",\"name\":\"a23456789b123456789c123456789d32\",\"size\":9}",
          "name" },
        { "{\"op\":\"kmem_cache_create\",\"name\":\"0x10\",\"size\":9}", "name" },
        { "{\"op\":\"kmem_cache_create\",\"name\":\"x\",\"size\":9,\"align\":4194305}", "align" },
        { "{\"op\":\"kmem_cache_create\",\"name\":\"x\",\"size\":9,\"flags\":\"SLAB_X\"}",
          "flags" },
        { "{\"op\":\"kmem_cache_create\",\"name\":\"x\",\"size\":9,\"flags\":\"SLAB_POISON|0x400\"}",
          NULL },
        { "{\"op\":\"kmem_cache_destroy\",\"cache\":\"\"}", "cache" },
        { "{\"op\":\"kmem_cache_destroy\",\"cache\":\"0x0\"}", "cache" },
        { "{\"op\":\"kmem_cache_destroy\",\"cache\":\"0x100000000\"}", NULL }, /* a name */
        { "{\"op\":\"kmem_cache_destroy\",\"cache\":3279945984}", "cache" },
        { "{\"op\":\"shrink_all\",\"cache\":\"x\"}", "json" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct op op = { 0 };
        struct refusal why = { 0 };
        bool taken = read_op(cases[i][0], &op, &why);
        if (taken != !cases[i][1])
            fail_msg("%s: %s", cases[i][0], taken ? "taken" : why.error.message);
        if (!taken)
            assert_string_equal(why.error.field, cases[i][1]);
    }
}

/* [json, field that is named; NULL: it is taken] */
static void virtual_memory(void **state)
{
    static const char *const cases[][2] = {
        { "{\"op\":\"vmalloc\",\"size\":8192}", NULL },
        { "{\"op\":\"vmalloc\",\"size\":0}", "size" },
        { "{\"op\":\"vmalloc\",\"size\":4294967296}", "size" },
        { "{\"op\":\"vmalloc\",\"size\":1,\"gfp\":\"GFP\"}", "gfp" },
        { "{\"op\":\"vfree\"}", "addr" },
        { "{\"op\":\"vmap\",\"list\":[]}", "list" },
        { "{\"op\":\"vmap\",\"list\":[1048576]}", "list" },
        { "{\"op\":\"ioremap\",\"phys\":\"0x12c00000\",\"size\":1}", NULL },
        { "{\"op\":\"ioremap\",\"phys\":0,\"size\":1,\"type\":\"MT_DEVICE_WC\"}", NULL },
        { "{\"op\":\"ioremap\",\"phys\":0,\"size\":1,\"type\":\"ram\"}", "type" },
        { "{\"op\":\"ioremap\",\"phys\":0,\"size\":1,\"type\":3}", "type" },
        { "{\"op\":\"ioremap\",\"size\":1}", "phys" },
        { "{\"op\":\"kmap\",\"pfn\":\"0x100000\"}", "pfn" },
        { "{\"op\":\"translate\",\"addr\":0,\"access\":\"store\"}", "access" },
        { "{\"op\":\"translate\",\"addr\":0,\"user\":1}", "user" },
        { "{\"op\":\"vm_unmap_aliases\",\"addr\":0}", "json" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct op op = { 0 };
        struct refusal why = { 0 };
        bool taken = read_op(cases[i][0], &op, &why);
        if (taken != !cases[i][1])
            fail_msg("%s: %s", cases[i][0], taken ? "taken" : why.error.message);
        if (!taken)
            assert_string_equal(why.error.field, cases[i][1]);
    }
}

static void processes(void **state)
{
    static const char *const cases[][2] = {
        { "{\"op\":\"proc_create\"}", NULL },
        { "{\"op\":\"proc_create\",\"legacy\":2}", "legacy" },
        { "{\"op\":\"proc_mmap\",\"pid\":1,\"length\":4096}", NULL },
        { "{\"op\":\"proc_mmap\",\"pid\":1,\"length\":1,\"addr\":\"0x8000\",\"hint\":true,\"prot\":\"none\"}",
          NULL },
        { "{\"op\":\"proc_mmap\",\"pid\":1}", "length" },
        { "{\"op\":\"proc_mmap\",\"length\":1}", "pid" },
        { "{\"op\":\"proc_mmap\",\"pid\":1,\"length\":1,\"prot\":\"rwx\"}", "prot" },
        { "{\"op\":\"proc_touch\",\"pid\":1}", "addr" },
        { "{\"op\":\"proc_touch\",\"pid\":1,\"addr\":0,\"access\":\"exec\"}", NULL },
        { "{\"op\":\"proc_fork\",\"pid\":-1}", "pid" },
        { "{\"op\":\"proc_munmap\",\"pid\":1,\"addr\":0}", "length" },
        { "{\"op\":\"proc_exit\"}", "pid" },
        { "{\"op\":\"proc_switch\",\"pid\":0,\"cpu\":4}", "cpu" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct op op = { 0 };
        struct refusal why = { 0 };
        bool taken = read_op(cases[i][0], &op, &why);
        if (taken != !cases[i][1])
            fail_msg("%s: %s", cases[i][0], taken ? "taken" : why.error.message);
        if (!taken)
            assert_string_equal(why.error.field, cases[i][1]);
    }
}

static void lines(void **state)
{
    struct op op = { 0 };
    struct refusal why = { 0 };
    unsigned repeat;
    (void)state;
    assert_true(op_from_text("alloc 3 GFP_KERNEL x40", &op, &repeat, &why));
    assert_int_equal(repeat, 40);
    assert_false(op_from_text("# nothing", &op, &repeat, &why));
    assert_string_equal(why.error.field, "text");
    assert_false(op_from_text("drain\ndrain", &op, &repeat, &why));
    assert_true(why.has_limit);
    why = (struct refusal){ 0 };
    assert_false(op_from_text("alloc 3 GFP_X", &op, &repeat, &why));
    assert_true(why.has_column && why.column == 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back), cmocka_unit_test(every_kind_has_fields),
        cmocka_unit_test(pfns),           cmocka_unit_test(slub),
        cmocka_unit_test(lines),          cmocka_unit_test(virtual_memory),
        cmocka_unit_test(processes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
