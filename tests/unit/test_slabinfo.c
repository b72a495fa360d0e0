// SPDX-License-Identifier: GPL-2.0-or-later
/* /proc/slabinfo and the files under /sys/kernel/slab: as the kernel prints them, and true to what was allocated and freed. */
#include <stdio.h>
#include <string.h>

#include "alloc/proc.h"
#include "alloc/slub/find.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

static char buffer[1 << 15];

static const char *slabinfo(struct machine *m)
{
    struct text t = { buffer, sizeof buffer, 0 };

    assert_true(proc_by_name(m, "slabinfo", &t));
    assert_true(t.len < sizeof buffer);
    return buffer;
}

/* The line of a cache. */
static const char *line_of(struct machine *m, const char *cache)
{
    static char line[256];
    char start[64];
    const char *at;

    snprintf(start, sizeof start, "\n%s ", cache);
    at = strstr(slabinfo(m), start);
    assert_non_null(at);
    snprintf(line, sizeof line, "%.*s", (int)strcspn(at + 1, "\n"), at + 1);
    return line;
}

static void shows(struct machine *m, const char *cache, const char *file, const char *expected)
{
    struct text t = { buffer, sizeof buffer, 0 };

    assert_true(slab_attribute(file) != SLAB_NO_ATTRIBUTE);
    assert_true(proc_slab(m, cache, slab_attribute(file), &t));
    if (strcmp(t.len ? buffer : "", expected) != 0)
        fail_msg("%s/%s is %s, not %s", cache, file, buffer, expected);
}

static struct op_result apply(struct machine *m, const char *line)
{
    struct op_error error = { 0 };
    struct op op;
    unsigned repeat;
    size_t column;

    if (!op_parse(line, strlen(line), &op, &repeat, &error, &column) || !op_check(m, &op, &error))
        fail_msg("%s: %s", line, error.message);
    return op_apply(m, &op);
}

static void kfree_at(struct machine *m, uint32_t addr)
{
    char line[32];

    snprintf(line, sizeof line, "kfree 0x%x", addr);
    apply(m, line);
}

static void before_slub(void **state)
{
    struct machine *m = boot_machine("small", STAGE_WMARK);

    (void)state;
    assert_string_equal(
        slabinfo(m),
        "slabinfo - version: 2.1\n"
        "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables "
        "<limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
    machine_destroy(m);
}

/* After boot: newest first, each cache as mm_init-walk.md has it. */
static void after_boot(void **state)
{
    static const char *const names[] = { "kmalloc-8192",    "kmalloc-4096", "kmalloc-2048",
                                         "kmalloc-1024",    "kmalloc-512",  "kmalloc-256",
                                         "kmalloc-192",     "kmalloc-128",  "kmalloc-64",
                                         "kmem_cache_node", "kmem_cache" };
    struct machine *m = boot_slub_machine("study", STAGE_WMARK);
    const char *at = slabinfo(m);

    (void)state;
    at = strchr(strchr(at, '\n') + 1, '\n') + 1;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t len = strlen(names[i]);

        if (strncmp(at, names[i], len) != 0 || at[len] != ' ')
            fail_msg("%.20s instead of %s", at, names[i]);
        at = strchr(at, '\n') + 1;
    }
    assert_int_equal(*at, 0);
    assert_string_equal(
        line_of(m, "kmem_cache"),
        "kmem_cache            32     32    128   32    1 : tunables    0    0    0 : slabdata "
        "     1      1      0");
    assert_string_equal(
        line_of(m, "kmalloc-8192"),
        "kmalloc-8192           0      0   8192    4    8 : tunables    0    0    0 : slabdata "
        "     0      0      0");
    machine_destroy(m);
}

/* Objects on a cpu's slab count as active; those of partial slabs only if they are in use. */
static void counts(void **state)
{
    struct machine *m = boot_slub_machine("study", STAGE_WMARK);
    uint32_t at[8];

    (void)state;
    for (unsigned i = 0; i < 8; i++) /* two slabs of four */
        at[i] = apply(m, "kmalloc 8192").addr;
    assert_string_equal(
        line_of(m, "kmalloc-8192"),
        "kmalloc-8192           8      8   8192    4    8 : tunables    0    0    0 : slabdata "
        "     2      2      0");
    shows(m, "kmalloc-8192", "cpu_slabs", "1\n");
    shows(m, "kmalloc-8192", "objects", "8\n");
    kfree_at(m, at[0]); /* the full slab goes to the cpu's partial list */
    shows(m, "kmalloc-8192", "slabs_cpu_partial", "1(1) C0=1(1)\n");
    shows(m, "kmalloc-8192", "cpu_slabs", "2\n");
    shows(m, "kmalloc-8192", "partial", "0\n");
    shows(m, "kmalloc-8192", "objects", "8\n");
    apply(m, "cache shrink kmalloc-8192");
    shows(m, "kmalloc-8192", "slabs_cpu_partial", "0(0)\n");
    shows(m, "kmalloc-8192", "cpu_slabs", "0\n");
    shows(m, "kmalloc-8192", "partial", "1\n");
    shows(m, "kmalloc-8192", "objects_partial", "3\n");
    shows(m, "kmalloc-8192", "objects", "7\n");
    shows(m, "kmalloc-8192", "total_objects", "8\n");
    shows(m, "kmalloc-8192", "slabs", "2\n");
    assert_string_equal(
        line_of(m, "kmalloc-8192"),
        "kmalloc-8192           7      8   8192    4    8 : tunables    0    0    0 : slabdata "
        "     2      2      0");
    machine_destroy(m);
}

static void files(void **state)
{
    struct machine *m = boot_slub_machine("study", STAGE_WMARK);
    struct text t = { buffer, sizeof buffer, 0 };
    char address[16];

    (void)state;
    apply(m, "cache create foo 100 flags "
             "SLAB_POISON|SLAB_RED_ZONE|SLAB_STORE_USER|SLAB_DEBUG_FREE|SLAB_HWCACHE_ALIGN");
    apply(m, "cache create bar 60");
    assert_true(proc_slab(m, "foo", SLAB_NO_ATTRIBUTE, &t));
    assert_string_equal(
        buffer, "slab_size: 192\nobject_size: 100\nobjs_per_slab: 21\norder: 0\nmin_partial: 5\n"
                "cpu_partial: 0\nobjects: 0\nobjects_partial: 0\npartial: 0\ncpu_slabs: 0\nctor:\n"
                "aliases: 0\nalign: 64\nhwcache_align: 1\nreclaim_account: 0\ndestroy_by_rcu: 0\n"
                "shrink:\nreserved: 0\nslabs_cpu_partial: 0(0)\ntotal_objects: 0\nslabs: 0\n"
                "sanity_checks: 1\ntrace: 0\nred_zone: 1\npoison: 1\nstore_user: 1\nvalidate:\n"
                "alloc_calls:\nNo data\nfree_calls:\nNo data\n");
    shows(m, "kmalloc-64", "aliases", "1\n");
    shows(m, "kmem_cache", "aliases", "-2\n");
    shows(m, "foo", "ctor", "");
    shows(m, "foo", "shrink", "");
    snprintf(address, sizeof address, "0x%x", ram_virt(m, find_cache_named(m, "foo")));
    shows(m, address, "object_size", "100\n");
    t.len = 0;
    assert_false(proc_slab(m, "bar", SLAB_NO_ATTRIBUTE, &t));
    assert_false(proc_slab(m, "0xc0000000", 0, &t));
    assert_false(proc_slab(m, "", 0, &t));
    assert_int_equal(t.len, 0);
    assert_int_equal(slab_attribute("cache_dma"), SLAB_NO_ATTRIBUTE);      /* no ZONE_DMA */
    assert_int_equal(slab_attribute("alloc_fastpath"), SLAB_NO_ATTRIBUTE); /* no SLUB_STATS */
    machine_destroy(m);
}

/* mm/slub.c:4097: objects in use, by who allocated them and who freed them last. */
static void calls(void **state)
{
    struct machine *m = boot_slub_machine("study", STAGE_WMARK);
    uint32_t at[30];

    (void)state;
    shows(m, "kmalloc-64", "alloc_calls", "Function not implemented\n");
    apply(m, "cache create foo 100 flags SLAB_STORE_USER");
    shows(m, "foo", "alloc_calls", "No data\n");
    for (unsigned i = 0; i < 30; i++) /* a full slab, and a part of a second */
        at[i] = apply(m, i % 2 ? "cache alloc foo cpu 1" : "cache alloc foo cpu 2").addr;
    shows(m, "foo", "alloc_calls", "     30 0xc0008000 age=0 pid=0 cpus=2\n");
    shows(m, "foo", "free_calls", "     30 <not-available> age=0 pid=0 cpus=0\n");
    kfree_at(m, at[0]);
    kfree_at(m, at[29]);
    shows(
        m, "foo", "alloc_calls",
        "     28 0xc0008000 age=0 pid=0 cpus=2\n"); /* of the third: deactivate_slab() turns the chain round */
    at[0] = apply(m, "cache alloc foo").addr; /* one that was freed */
    shows(m, "foo", "free_calls",
          "     28 <not-available> age=0 pid=0 cpus=0\n      1 0xc0008000 age=0 pid=0 cpus=1\n");
    machine_destroy(m);
}

/* In the middle of an operation, too, nothing is followed out of the machine: every event of boot and of a cache's life. */
static void at_every_event(void *machine, const struct event *e)
{
    struct machine *m = machine;
    struct text t = { buffer, sizeof buffer, 0 };
    struct cache_walk walk = cache_walk(m);
    const struct kmem_cache *s;

    (void)e;
    proc_slabinfo(m, &t);
    while ((s = cache_next(m, &walk))) {
        char address[16];

        t.len = 0;
        snprintf(address, sizeof address, "0x%x", ram_virt(m, s));
        assert_true(proc_slab(m, address, SLAB_NO_ATTRIBUTE, &t));
    }
}

static void in_the_middle(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_MEM_INIT);

    (void)state;
    machine_listen(m, WANT_ALL, at_every_event, m);
    apply(m, "boot kmem_cache_init");
    apply(m, "cache create foo 3000 flags SLAB_RED_ZONE");
    kfree_at(m, apply(m, "cache alloc foo").addr);
    apply(m, "cache shrink foo");
    apply(m, "cache destroy foo");
    apply(m, "shrink all");
    machine_listen(m, WANT_NOTHING, NULL, NULL);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(before_slub), cmocka_unit_test(after_boot),
        cmocka_unit_test(counts),      cmocka_unit_test(files),
        cmocka_unit_test(calls),       cmocka_unit_test(in_the_middle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
