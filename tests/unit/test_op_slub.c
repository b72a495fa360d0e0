// SPDX-License-Identifier: GPL-2.0-or-later
/* SLUB's operations: what a machine refuses, in which words; caches by name and address; results. */
#include <stdio.h>
#include <string.h>

#include "alloc/slub/find.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/lines.h"
#include "tests/lib/machines.h"

static struct op_result apply(struct machine *m, const char *line)
{
    struct op_error error = { 0 };
    struct op op = line_op(line);

    if (!op_check(m, &op, &error))
        fail_msg("\"%s\": %s", line, error.message);
    return op_apply(m, &op);
}

static void says(const char *line, struct op_result r, const char *expected)
{
    struct op op = line_op(line);
    char text[200];

    op_result_print(&op, &r, text, sizeof text);
    assert_string_equal(text, expected);
}

static void before_its_time(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_MEM_INIT);

    (void)state;
    refuses(m, "kmalloc 8", "state", "op", "kmalloc: boot kmem_cache_init first");
    refuses(m, "shrink all", "state", "op", "boot kmem_cache_init first");
    refuses(m, "cache create foo 8", "state", "op", "boot kmem_cache_init first");
    machine_destroy(m);
    m = boot_machine("small", STAGE_WMARK);
    refuses(m, "kfree 0xc0000000", "state", "op", "slub=off");
    machine_destroy(m);
}

static void bounds(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_WMARK);
    struct op op = line_op("cache create foo 8");

    (void)state;
    refuses(m, "kmalloc 0", "range", "size", "1 to 8388608 bytes, not 0");
    refuses(m, "kmalloc 8388609", "range", "size", "not 8388609");
    refuses(m, "kmalloc 8 GFP_HIGHUSER", "range", "gfp", "__GFP_HIGHMEM");
    refuses(m, "kmalloc 8 __GFP_DMA32", "range", "gfp", "__GFP_DMA32");
    refuses(m, "kmalloc 8 0x80008", "range", "gfp", "exclude each other");
    refuses(m, "cache alloc kmalloc-64 __GFP_HIGHMEM", "range", "gfp", "__GFP_HIGHMEM");
    refuses(m, "kmalloc 8 cpu 4", "range", "cpu", "0 to 3");
    refuses(m, "cache create foo 0", "range", "size", "1 to 8388608");
    refuses(m, "cache create foo 8 align 24", "range", "align",
            "power of two up to 4194304, not 24");
    refuses(m, "cache create foo 8 align 8388608", "range", "align", "not 8388608");
    op.flags = 0x1;
    refuses_op(m, op, "range", "flags", "0xaf6d00 (mm/slab.h:91), not 0x1");
    op.flags = 0;
    op.name[0] = '#';
    refuses_op(m, op, "range", "name", "1 to 31");
    memset(op.name, 'x', sizeof op.name);
    refuses_op(m, op, "range", "name", "1 to 31");
    memset(op.name, 0, sizeof op.name);
    refuses_op(m, op, "range", "name", "1 to 31");
    machine_destroy(m);
}

static void caches(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_WMARK);
    uint32_t foo = apply(m, "cache create foo 300 flags SLAB_POISON").addr;
    uint32_t object = apply(m, "cache alloc foo").addr;

    (void)state;
    refuses(m, "cache alloc bar", "state", "cache", "none is called \"bar\"");
    refuses(m, "cache alloc 0xc0000000", "state", "cache", "no kmem_cache at 0xc0000000");
    refuses(m, line_with("cache shrink 0x%x", foo + 4), "state", "cache", "no kmem_cache at");
    refuses(m, "cache destroy kmem_cache", "state", "cache", "kmem_cache is SLUB's own since boot");
    refuses(m, "cache destroy kmem_cache_node", "state", "cache", "SLUB's own");
    refuses(m, "cache destroy kmalloc-8192", "state", "cache", "SLUB's own");
    refuses(m, line_with("cache free kmalloc-64 0x%x", object), "state", "cache",
            "an object of foo");
    refuses(m, line_with("cache free foo 0x%x", object + 8), "state", "addr", "begins at 0x");
    refuses(m, line_with("cache free foo 0x%x", 0xc0000000), "state", "addr",
            "no object of a slab");
    apply(m, line_with("cache free foo 0x%x", object));
    apply(m, line_with("cache free foo 0x%x", object)); /* twice is what debugging finds */
    /* by address it is the same cache */
    object = apply(m, line_with("cache alloc 0x%x", foo)).addr;
    apply(m, line_with("cache shrink 0x%x", foo));
    apply(m, line_with("kfree 0x%x", object));
    says("cache destroy foo", apply(m, "cache destroy foo"), "ok");
    refuses(m, "cache destroy foo", "state", "cache", "none is called");
    machine_destroy(m);
}

static void merging(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_WMARK);
    uint32_t kmalloc_64 = ram_virt(m, find_cache_named(m, "kmalloc-64"));
    struct op_result r = apply(m, "cache create foo 60");
    char text[80];

    (void)state;
    assert_int_equal(r.addr, kmalloc_64);
    snprintf(text, sizeof text, "0x%x (merged into kmalloc-64)", kmalloc_64);
    says("cache create foo 60", r, text);
    refuses(m, "cache alloc foo", "state", "cache", "a merged one has the name of the cache");
    says("cache destroy kmalloc-64", apply(m, "cache destroy kmalloc-64"),
         "the cache stays (refcount 1)");
    refuses(m, "cache destroy kmalloc-64", "state", "cache", "SLUB's own since boot");

    r = apply(m, "cache create bar 60 flags SLAB_POISON");
    assert_string_equal(r.merged, "");
    snprintf(text, sizeof text, "0x%x", r.addr);
    says("cache create bar 60", r, text);
    apply(m, "cache alloc bar");
    says("cache destroy bar", apply(m, "cache destroy bar"),
         "the cache still has objects and stays");
    says("cache destroy bar", apply(m, "cache destroy bar"),
         "nothing (refcount -1: it was destroyed before)");
    says("cache create big 8388608 flags SLAB_PANIC",
         apply(m, "cache create big 8388608 flags SLAB_PANIC"),
         "Kernel panic - not syncing: a cache with SLAB_PANIC cannot be created");
    refuses(m, "kmalloc 8", "state", "op", "the kernel has stopped: Kernel panic");
    machine_destroy(m);
}

/* The first of two caches of the same name is the newer one, as slab_caches has them. */
static void same_name(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_WMARK);
    uint32_t a = apply(m, "cache create foo 100 flags SLAB_POISON").addr;
    uint32_t b = apply(m, "cache create foo 100 flags SLAB_POISON").addr;

    (void)state;
    assert_true(a && b && a != b);
    assert_int_equal(ram_virt(m, find_cache_named(m, "foo")), b);
    apply(m, "cache destroy foo");
    assert_int_equal(ram_virt(m, find_cache_named(m, "foo")), a);
    machine_destroy(m);
}

static void addresses(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_WMARK);
    uint32_t object = apply(m, "kmalloc 100").addr, large = apply(m, "kmalloc 20000").addr;
    uint32_t held = apply(m, "alloc 1 GFP_KERNEL|__GFP_COMP").pfn;
    uint32_t held_virt = PAGE_OFFSET + ((held - m->first_pfn) << 12);

    (void)state;
    refuses(m, "kfree 4", "range", "addr", "0xc0000000 to 0xc3ffffff, not 0x4");
    says("kfree 0", apply(m, "kfree 0"), "ok");
    refuses(m, "kfree 0xc4000000", "range", "addr", "not 0xc4000000");
    refuses(m, "kfree 0xc0000000", "state", "addr", "neither an object of a slab nor");
    refuses(m, line_with("kfree 0x%x", object + 4), "state", "addr", "lies inside an object");
    refuses(m, line_with("kfree 0x%x", large + 4096), "state", "addr", "inside a large kmalloc");
    refuses(m, line_with("kfree 0x%x", large + 1), "state", "addr", "inside a large kmalloc");
    refuses(m, line_with("kfree 0x%x", held_virt), "state", "addr",
            "belongs to alloc_pages; free 0x");
    refuses(m, line_with("kfree 0x%x", held_virt + 4096), "state", "addr",
            "belongs to alloc_pages");
    apply(m, line_with("kfree 0x%x", large));
    refuses(m, line_with("kfree 0x%x", large), "state", "addr", "neither");
    apply(m, line_with("kfree 0x%x", object));
    machine_destroy(m);
}

static void what_is_slubs_own(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_WMARK);
    const struct kmem_cache *s = find_cache_named(m, "kmalloc-128");
    uint32_t mine, own = ram_virt(m, s), name = s->name, node = s->node;

    (void)state;
    refuses(m, line_with("kfree 0x%x", own), "state", "addr",
            "SLUB's own, a cache descriptor in use");
    refuses(m, line_with("kfree 0x%x", node), "state", "addr", "a node in use");
    refuses(m, line_with("kfree 0x%x", name), "state", "addr", "a name in use");
    mine = apply(m, "cache alloc kmem_cache").addr; /* nobody's descriptor */
    apply(m, line_with("cache free kmem_cache 0x%x", mine));
    apply(m, "cache create foo 60");
    refuses(m, line_with("kfree 0x%x", m->alias_list), "state", "addr", "record of an alias");
    machine_destroy(m);
}

/* A word may be written anywhere in low memory; the machine then does what the kernel would, and stops where it would. */
static void stray_writes(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_WMARK);
    const struct kmem_cache *s = find_cache_named(m, "kmalloc-128");
    uint32_t own = ram_virt(m, s), object = apply(m, "kmalloc 100").addr;

    (void)state;
    refuses(m, line_with("write 0x%x 1", object + 2), "range", "addr", "a multiple of 4");
    refuses(m, "write 4 1", "range", "addr", "0xc0000000");
    apply(m, line_with("write 0x%x 0x6b6b6b6b", object));
    assert_int_equal(ram_read(m, object), 0x6b6b6b6b);
    apply(m, line_with("write 0x%x 0", s->name));
    refuses(m, "cache alloc kmalloc-128", "state", "cache", "none is called");
    apply(m, line_with("write 0x%x 0xffffffff", own + offsetof(struct kmem_cache, list)));
    assert_null(find_cache_named(m, "kmem_cache")); /* nobody gets there any more */
    apply(m, "shrink all");
    refuses(m, "kmalloc 8", "state", "op", "the kernel has stopped");
    machine_destroy(m);
}

/* More names than there are places for constants: the caches of the beginning keep theirs. */
static void many_names(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_WMARK);

    (void)state;
    for (unsigned i = 0; i < 130; i++)
        apply(m, line_with("cache create name-%u 60", i));
    assert_non_null(find_cache_named(m, "kmem_cache"));
    assert_non_null(find_cache_named(m, "kmem_cache_node"));
    machine_destroy(m);
}

/* ---- long operations are announced ---- */

static void count_events(void *events, const struct event *e, size_t count)
{
    (void)e;
    *(size_t *)events += count;
}

static void not_longer_than_said(struct machine *m, const char *line)
{
    struct op op = line_op(line);
    bool is_long = op_is_long(m, &op);
    size_t events = 0;

    machine_record(m, WANT_ALL, count_events, &events);
    apply(m, line);
    machine_listen(m, WANT_NOTHING, NULL, NULL);
    if (events > OP_LONG_EVENTS && !is_long)
        fail_msg("%s: %zu events", line, events);
}

static void long_ones_are_announced(void **state)
{
    static const char *const debug[] = { "0", "SLAB_POISON|SLAB_RED_ZONE|SLAB_STORE_USER" };
    static const uint32_t sizes[] = { 8, 100, 700, 5000, 30000, 300000, 4000000 };
    struct machine *booted = boot_slub_machine("study", STAGE_WMARK);
    struct op op = line_op("cache create foo 4000000 flags SLAB_POISON");

    (void)state;
    assert_false(op_is_long(booted, &op));
    assert_int_equal(machine_freeze(booted), 0);
    apply(booted, "cache create tiny 3 flags SLAB_RED_ZONE");
    for (size_t i = 0; i < 2 * sizeof sizes / sizeof sizes[0]; i++) {
        struct machine *m = machine_clone(booted);
        uint32_t objects[4000], n = 0, size = sizes[i / 2];
        char line[128];

        snprintf(line, sizeof line, "cache create foo %u flags %s", size, debug[i % 2]);
        apply(m, line);
        not_longer_than_said(m, "cache alloc foo GFP_KERNEL|__GFP_ZERO");
        for (; n < 4000 && n * size < 20000000; n++)
            objects[n] = apply(m, line_with("cache alloc foo cpu %u", n % 4)).addr;
        for (uint32_t k = 0; k < n; k++)
            if (k % 8 && objects[k])
                not_longer_than_said(m, line_with("cache free foo 0x%x", objects[k]));
        not_longer_than_said(m, i & 2 ? "shrink all" : "cache shrink foo");
        not_longer_than_said(m, "cache destroy foo");
        if (!i) /* its free pointers lie in the red zones: no slab passes its checks */
            not_longer_than_said(m, "cache alloc tiny");
        machine_destroy(m);
    }
    machine_destroy(booted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(before_its_time),
        cmocka_unit_test(bounds),
        cmocka_unit_test(caches),
        cmocka_unit_test(merging),
        cmocka_unit_test(same_name),
        cmocka_unit_test(addresses),
        cmocka_unit_test(what_is_slubs_own),
        cmocka_unit_test(stray_writes),
        cmocka_unit_test(many_names),
        cmocka_unit_test(long_ones_are_announced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
