// SPDX-License-Identifier: GPL-2.0-or-later
/* What a machine refuses: the error names field and bound, and nothing changes. */
#include <string.h>

#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

static void refuses(struct machine *m, struct op op, const char *code, const char *field,
                    const char *bound)
{
    uint64_t before = machine_digest(m);
    struct op_error error = { 0 };

    assert_false(op_check(m, &op, &error));
    assert_string_equal(error.code, code);
    assert_string_equal(error.field, field);
    if (!strstr(error.message, bound))
        fail_msg("\"%s\" does not say \"%s\"", error.message, bound);
    assert_int_equal(machine_digest(m), before);
}

static struct op alloc_op(uint32_t order, uint32_t gfp)
{
    struct op op = op_of(OP_ALLOC_PAGES);

    op.order = order;
    op.gfp = gfp;
    return op;
}

static struct op free_op(uint32_t pfn)
{
    struct op op = op_of(OP_FREE_PAGES);

    op.pfn = pfn;
    return op;
}

static struct op boot_op(uint32_t stage)
{
    struct op op = op_of(OP_BOOT);

    op.stage = stage;
    return op;
}

static void pages(void **state)
{
    struct machine *m = boot_machine("small", STAGE_WMARK);
    struct op op = alloc_op(2, 0xd0);
    uint32_t pfn;

    (void)state;
    refuses(m, alloc_op(11, 0xd0), "range", "order", "0 to 10, not 11");
    refuses(m, alloc_op(0, 0x2000000), "range", "gfp", "0x1ffffff");
    refuses(m, alloc_op(0, 0x80008), "range", "gfp", "exclude each other");
    pfn = op_apply(m, &op).pfn;
    refuses(m, free_op(pfn + 1), "state", "pfn", "not the first page of a live allocation");
    refuses(m, free_op(0x1ffff), "range", "pfn", "0x20000 to 0x23fff");
    refuses(m, free_op(0xffffffff), "range", "pfn", "0x23fff");
    op = free_op(pfn);
    op_apply(m, &op);
    refuses(m, op, "state", "pfn", "not the first page"); /* double free */
    op = alloc_op(0, 0xd0);
    op.cpu = 4;
    refuses(m, op, "range", "cpu", "0 to 3, not 4");
    machine_destroy(m);
}

static void lists(void **state)
{
    struct machine *m = boot_machine("small", STAGE_WMARK);
    struct op one = alloc_op(0, 0xd0), big = alloc_op(3, 0xd0), op = op_of(OP_FREE_LIST);
    uint32_t a = op_apply(m, &one).pfn, b = op_apply(m, &big).pfn;

    (void)state;
    refuses(m, op, "range", "list", "1 to 64");
    op.nr_list = 2;
    op.list[0] = op.list[1] = a;
    refuses(m, op, "state", "list", "twice");
    op.list[1] = b;
    refuses(m, op, "state", "list", "order 3");
    big.gfp |= 0x4000;
    op = op_of(OP_SPLIT_PAGE);
    op.pfn = op_apply(m, &big).pfn;
    refuses(m, op, "state", "pfn", "compound");
    machine_destroy(m);
}

static void stages(void **state)
{
    struct machine *m = boot_machine("small", STAGE_NONE);
    struct op op = op_of(OP_WORKLOAD);

    (void)state;
    refuses(m, alloc_op(0, 0xd0), "state", "op", "before mem_init");
    refuses(m, boot_op(STAGE_COUNT), "unknown", "stage", "zonelists");
    refuses(m, boot_op(STAGE_MEM_INIT), "state", "stage", "zonelists comes next");
    machine_destroy(m);
    m = boot_machine("small", STAGE_MEM_INIT);
    refuses(m, boot_op(STAGE_ZONELISTS), "state", "stage", "done already");
    refuses(m, boot_op(STAGE_KMEM_CACHE_INIT), "state", "stage", "slub=off");
    op.count = 1;
    op.cpu = 1;
    refuses(m, op, "state", "cpu", "not online yet");
    op.cpu = OP_NO_CPU;
    op.count = 0;
    refuses(m, op, "range", "count", "1 to 10000000");
    op.count = 5;
    op.max_order = 11;
    refuses(m, op, "range", "max_order", "0 to 10");
    op = op_of(OP_MIN_FREE_KBYTES);
    refuses(m, op, "state", "op", "boot wmark");
    machine_destroy(m);
}

/* With SLUB on, its stage comes between. */
static void slub_has_its_stage(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_MEM_INIT);
    struct op op = boot_op(STAGE_KMEM_CACHE_INIT);

    (void)state;
    refuses(m, boot_op(STAGE_PAGESET), "state", "stage", "kmem_cache_init comes next");
    op_apply(m, &op);
    refuses(m, op, "state", "stage", "done already");
    refuses(m, boot_op(STAGE_WMARK), "state", "stage", "pageset comes next");
    machine_destroy(m);
}

static void impossible_profiles(void **state)
{
    struct profile p = *profile_find("small");
    const char *why;

    (void)state;
    p.banks[0].size = 0;
    assert_null(machine_create(&p, &why));
    assert_non_null(strstr(why, "bank"));
    p = *profile_find("small");
    p.lowmem_limit = 0x20000000;
    assert_null(machine_create(&p, &why));
    assert_non_null(strstr(why, "lowlimit"));
    p = *profile_find("small");
    p.bootmem[0].size = 0x8000000;
    assert_null(machine_create(&p, &why));
    assert_non_null(strstr(why, "too small"));
    p = *profile_find("small");
    p.bootmem[0].start = 0;
    assert_null(machine_create(&p, &why));
    assert_non_null(strstr(why, "power of two"));
    p = *profile_find("small");
    p.reserve[0].start = 0x1ffff000;
    assert_null(machine_create(&p, &why));
    assert_non_null(strstr(why, "below the start of RAM"));
    p = *profile_find("small");
    p.page_struct_size = 44;
    machine_destroy(machine_create(&p, &why));
    assert_null(why);
}

static void count_events(void *events, const struct event *e, size_t count)
{
    (void)e;
    *(size_t *)events += count;
}

/* What is not announced as long has no more events than an op of ordinary length may have. */
static void short_workloads_are_short(void **state)
{
    static const uint32_t max_order[] = { 3, 8, 10 };
    struct machine *booted = boot_machine("study", STAGE_WMARK);
    struct op op = op_of(OP_WORKLOAD);

    (void)state;
    assert_int_equal(machine_freeze(booted), 0);
    for (size_t i = 0; i < sizeof max_order / sizeof max_order[0]; i++) {
        op.max_order = max_order[i];
        op.count = 300;
        while (op_is_long(booted, &op))
            op.count--;
        for (op.seed = 1; op.seed <= 20; op.seed++) {
            struct machine *m = machine_clone(booted);
            size_t events = 0;

            machine_record(m, WANT_ALL, count_events, &events);
            op_apply(m, &op);
            machine_listen(m, WANT_NOTHING, NULL, NULL);
            assert_in_range(events, 1, OP_LONG_EVENTS);
            machine_destroy(m);
        }
    }
    machine_destroy(booted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages),
        cmocka_unit_test(lists),
        cmocka_unit_test(stages),
        cmocka_unit_test(slub_has_its_stage),
        cmocka_unit_test(impossible_profiles),
        cmocka_unit_test(short_workloads_are_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
