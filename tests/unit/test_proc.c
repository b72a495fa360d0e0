// SPDX-License-Identifier: GPL-2.0-or-later
/* The texts of /proc and of a failed allocation. buddyinfo and pagetypeinfo are also compared with the kernel's by conform mm. */
#include <string.h>

#include "alloc/names.h"
#include "alloc/proc.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

static char buffer[1 << 16];

static const char *read_proc(struct machine *m, const char *name)
{
    struct text t = { buffer, sizeof buffer, 0 };

    assert_true(proc_by_name(m, name, &t));
    assert_true(t.len < sizeof buffer);
    return buffer;
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is missing in:\n%s", part, text);
}

static void buddyinfo(void **state)
{
    struct machine *m = boot_machine("study", STAGE_MEM_INIT);

    (void)state;
    assert_string_equal(
        read_proc(m, "buddyinfo"),
        "Node 0, zone   Normal      2      1      1      3      3      2      2      2      3      3    181 \n"
        "Node 0, zone  HighMem      0      0      0      0      0      0      0      0      0      0    322 \n");
    machine_destroy(m);
}

static void zoneinfo(void **state)
{
    struct machine *m = boot_machine("study", STAGE_WMARK);
    const char *text = read_proc(m, "zoneinfo");

    (void)state;
    assert_ptr_equal(
        strstr(
            text,
            "Node 0, zone   Normal\n  pages free     188176\n        min      867\n        low      1083\n"
            "        high     1300\n        scanned  0\n        spanned  194560\n        present  194560\n"
            "        managed  188176\n    nr_free_pages 188176\n    nr_alloc_batch 217\n"),
        text);
    has(text,
        "\n        protection: (0, 10304, 10304)\n  pagesets\n    cpu: 0\n              count: 0\n              high:  186\n"
        "              batch: 31\n  vm stats threshold: 24\n    cpu: 1\n");
    has(text, "\n    nr_mapped    0\n");
    has(text, "\n    nr_vmscan_immediate_reclaim 0\n");
    has(text, "\n  start_pfn:         131072\n  inactive_ratio:    1\n");
    has(text, "Node 0, zone  HighMem\n  pages free     329728\n");
    assert_null(strstr(text, "Movable"));
    machine_destroy(m);
}

static void vmstat(void **state)
{
    struct machine *m = boot_machine("small", STAGE_MEM_INIT);
    struct op op = op_of(OP_ALLOC_PAGES);
    const char *text;

    (void)state;
    op.order = 3;
    op.gfp = 0xd0;
    op_apply(m, &op);
    text = read_proc(m, "vmstat");
    has(text, "nr_free_pages 14672\n");
    has(text, "\npgalloc_normal 8\n");
    has(text, "\npgfree 14680\n");
    has(text, "\nnr_free_cma 0\n");
    machine_destroy(m);
}

static void unknown_name(void **state)
{
    struct machine *m = boot_machine("small", STAGE_MEM_INIT);
    struct text t = { buffer, sizeof buffer, 0 };

    (void)state;
    assert_false(proc_by_name(m, "meminfo", &t));
    assert_int_equal(t.len, 0);
    machine_destroy(m);
}

static void count_points(void *points, const struct event *e)
{
    ((unsigned *)points)[event_id(e)]++;
}

/* Where the kernel would go on for ever the model stops, calls the OOM killer each round and says so in the result. */
static void failure(void **state)
{
    struct machine *m = boot_machine("small", STAGE_WMARK);
    struct text t = { buffer, sizeof buffer, 0 };
    struct op op = op_of(OP_ALLOC_PAGES);
    struct op_result r;
    char text[160];

    (void)state;
    op.gfp = 0x20000d0 & 0x1ffffff; /* GFP_KERNEL */
    op.order = 10;
    while (op_apply(m, &op).pfn != 0xffffffff)
        ;
    assert_int_equal(op_result(m).rounds, 0); /* large orders simply fail */
    op.order = 0;
    do
        r = op_apply(m, &op);
    while (r.pfn != 0xffffffff);
    assert_int_equal(r.rounds, SLOWPATH_MAX_ROUNDS);
    op_result_print(&op, &r, text, sizeof text);
    assert_string_equal(
        text, "NULL (stopped after 3 rounds; the kernel goes on until memory comes back)");

    proc_alloc_failure(m, op.gfp, op.order, &t);
    has(buffer,
        "swapper/0: page allocation failure: order:0, mode:0xd0\nMem-Info:\nNormal per-cpu:\nCPU    0: hi:   18, btch:   3 usd:");
    has(buffer, " min:968kB low:1208kB high:1452kB");
    has(buffer, "lowmem_reserve[]: 0 0 0\n");
    has(buffer, "16384 pages RAM\n0 pages HighMem/MovableOnly\n1704 pages reserved\n");
    t.len = 0;
    proc_alloc_failure(m, 0x200, 0, &t);
    assert_int_equal(t.len, 0);
    machine_destroy(m);
}

/* A request that may use every page and may not fail never leaves __alloc_pages_high_priority(): neither for reclaim nor for the OOM killer. */
static void high_priority_without_end(void **state)
{
    static const uint32_t more[] = { 0xd0, 0x20, 0x50 }; /* GFP_KERNEL, ATOMIC, NOFS */
    struct machine *m = boot_machine("small", STAGE_WMARK);
    struct op op = op_of(OP_ALLOC_PAGES);

    (void)state;
    op.gfp = 0x2000; /* __GFP_MEMALLOC */
    while (op_apply(m, &op).pfn != NO_PFN)
        ;
    assert_int_equal(op_result(m).rounds, 0); /* it may fail */
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        unsigned points[256] = { 0 };

        op.gfp = 0x2000 | 0x800 | more[i];
        machine_listen(m, WANT_POINTS, count_points, points);
        assert_int_equal(op_apply(m, &op).pfn, NO_PFN);
        machine_listen(m, WANT_NOTHING, NULL, NULL);
        assert_int_equal(op_result(m).rounds, SLOWPATH_MAX_ROUNDS);
        assert_int_equal(points[P_W], 1);
        assert_int_equal(points[P_R] + points[P_C] + points[P_O], 0);
    }
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buddyinfo), cmocka_unit_test(zoneinfo),
        cmocka_unit_test(vmstat),    cmocka_unit_test(unknown_name),
        cmocka_unit_test(failure),   cmocka_unit_test(high_priority_without_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
