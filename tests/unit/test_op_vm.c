// SPDX-License-Identifier: GPL-2.0-or-later
/* Operations of virtual memory: what a machine refuses, in which words; what they hand out; what the MMU finds. */
#include <stdio.h>
#include <string.h>

#include "alloc/check.h"
#include "alloc/vm/vm.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/lines.h"
#include "tests/lib/machines.h"

static struct op_result apply(struct machine *m, const char *line)
{
    struct op_error error = { 0 };
    struct op op = line_op(line);
    struct op_result r;
    const char *why;

    if (!op_check(m, &op, &error))
        fail_msg("\"%s\": %s", line, error.message);
    r = op_apply(m, &op);
    why = machine_check(m);
    if (why)
        fail_msg("after \"%s\": %s", line, why);
    return r;
}

/* Applies the line; its result must read like this. */
static void says(struct machine *m, const char *line, const char *expected)
{
    struct op op = line_op(line);
    struct op_result r = apply(m, line);
    char text[200];

    op_result_print(&op, &r, text, sizeof text);
    if (strcmp(text, expected) != 0)
        fail_msg("\"%s\": %s, not %s", line, text, expected);
}

static uint32_t alloc_high(struct machine *m)
{
    uint32_t pfn = apply(m, "alloc 0 GFP_HIGHUSER").pfn;

    assert_true(pfn != NO_PFN && pfn >= m->max_low_pfn);
    return pfn;
}

static void before_its_time(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_MEM_INIT);

    (void)state;
    refuses(m, "vmalloc 8", "state", "op", "vmalloc: boot kmem_cache_init first");
    refuses(m, "vfree 0", "state", "op", "boot kmem_cache_init first");
    refuses(m, "ioremap 0x12c00000 4096", "state", "op", "ioremap: boot kmem_cache_init first");
    refuses(m, "vm_unmap_aliases", "state", "op", "vmalloc_init");
    apply(m, line_with("kmap 0x%x", alloc_high(m)));
    says(m, line_with("translate 0x%x", PAGE_OFFSET + 0x100004), "0x20100004 (section)");
    machine_destroy(m);

    m = boot_machine("m128h", STAGE_WMARK);
    refuses(m, "vmalloc 8", "state", "op", "slub=off");
    apply(m, line_with("kmap 0x%x", alloc_high(m)));
    machine_destroy(m);
}

static void bounds(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    struct op op = line_op("vmap 0x20000");

    (void)state;
    refuses(m, "vmalloc 0", "range", "size", "1 to 4294967295 bytes, not 0");
    refuses(m, "vmalloc 8 0x80008", "range", "gfp", "exclude each other");
    refuses(m, "vmalloc 8 cpu 4", "range", "cpu", "0 to 3");
    refuses(m, "vmap 4", "range", "list", "list: 0x20000 to 0x27fff, not 0x4");
    refuses(m, "vmap 0x20000", "state", "list", "0x20000 is not held");
    op.nr_list = 0;
    refuses_op(m, op, "range", "list", "1 to 64 pages, not 0");
    op.nr_list = 65;
    refuses_op(m, op, "range", "list", "1 to 64 pages, not 65");
    refuses(m, "ioremap 0x12c00000 0", "range", "size", "1 byte or more");
    refuses(m, "ioremap 0xfffff000 0x1001", "range", "size",
            "from 0xfffff000 up to 0x1000 bytes, not 0x1001");
    op = line_op("ioremap 0x12c00000 4096");
    op.flags = 4;
    refuses_op(m, op, "range", "type", "device, nonshared, cached or wc");
    refuses(m, "kmap 0x28000", "range", "pfn", "0x20000 to 0x27fff, not 0x28000");
    refuses(m, "kmap 0x20000", "state", "pfn", "not held");
    refuses(m, "kunmap 0x27fff", "state", "pfn", "not mapped by kmap");
    refuses(m, "kmap_atomic 0x27fff", "state", "pfn", "not held");
    refuses(m, "kunmap_atomic 0xf0000000", "range", "addr", "0xfff00000 to 0xfff0ffff");
    refuses(m, "kunmap_atomic 0xfff00000", "state", "addr", "cpu 0 has nothing mapped");
    refuses(m, "kunmap_atomic 0xbfe00000", "state", "addr", "kmap has nothing at 0xbfe00000");
    op = line_op("translate 0");
    op.flags = 3;
    refuses_op(m, op, "range", "access", "read, write or exec");
    op.flags = 0;
    op.value = 2;
    refuses_op(m, op, "range", "user", "0 or 1, not 2");
    machine_destroy(m);
}

static void areas(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    uint32_t start = vmalloc_start(m), held = apply(m, "alloc 2").pfn;
    uint32_t a = apply(m, "vmalloc 8192").addr, io = apply(m, "ioremap 0x12c00004 8 wc").addr;
    uint32_t map;
    char line[64];

    (void)state;
    snprintf(line, sizeof line, "vmap 0x%x 0x%x", held + 3, held + 3); /* twice the same */
    map = apply(m, line).addr;
    assert_true(a >= start && a < VMALLOC_END && map && (io & 0xfff) == 4);
    refuses(m, "vfree 0xc0000000", "range", "addr", line_with("0x%x to 0xfeffffff", start));
    refuses(m, "vunmap 0xff000000", "range", "addr", "not 0xff000000");
    refuses(m, line_with("vfree 0x%x", a + 4), "range", "addr", "a multiple of 4096");
    refuses(m, line_with("vfree 0x%x", a + 4096), "state", "addr",
            "lies in an area that begins at");
    refuses(m, line_with("vfree 0x%x", VMALLOC_END - 4096), "state", "addr", "there is no area at");
    refuses(m, line_with("vunmap 0x%x", a), "state", "addr", "vmalloc()'s, which vfree gives back");
    refuses(m, line_with("vfree 0x%x", map), "state", "addr", "vmap()'s, which vunmap gives back");
    refuses(m, line_with("iounmap 0x%x", a), "state", "addr", "which vfree gives back");
    refuses(m, line_with("vfree 0x%x", io & ~0xfffu), "state", "addr", "which iounmap gives back");
    refuses(m, line_with("free 0x%x", held), "state", "pfn", "is in use, mapped at 0x");
    refuses(m, line_with("kfree 0x%x", a), "range", "addr", "low memory");
    says(m, "vfree 0", "ok");
    says(m, line_with("vfree 0x%x", a), "ok");
    refuses(m, line_with("vfree 0x%x", a), "state", "addr", "there is no area at");
    says(m, line_with("iounmap 0x%x", io), "ok");
    says(m, line_with("vunmap 0x%x", map), "ok");
    apply(m, line_with("free 0x%x", held));
    assert_true(m->vmap_lazy_nr > 0);
    apply(m, "vm_unmap_aliases");
    assert_int_equal(m->vmap_lazy_nr, 0);
    machine_destroy(m);
}

/* What the kernel answers with NULL is let through. */
static void nothing_is_handed_out(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);

    (void)state;
    says(m, "vmalloc 4294967295", "NULL");
    says(m, "vmalloc 0x10000000 GFP_KERNEL|__GFP_HIGHMEM|__GFP_NORETRY", "NULL");
    says(m, "ioremap 0x20000000 4096", "NULL"); /* RAM */
    says(m, "ioremap 0x30000000 0x3c000000", "NULL");
    machine_destroy(m);
}

/* An area of more than 1,024 pages keeps its array in another area, which nobody may free by itself. */
static void array_of_pages(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    uint32_t a = apply(m, "vmalloc 0x500000").addr, array = 0;
    uint32_t held = m->nr_held;

    (void)state;
    assert_int_not_equal(a, 0);
    array = vm_struct_of(m, a)->pages;
    refuses(m, line_with("vfree 0x%x", array), "state", "addr", "the array of pages of 0x");
    apply(m, line_with("vfree 0x%x", a));
    assert_int_equal(m->nr_held, held);
    machine_destroy(m);
}

static void by_each_door(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    uint32_t a = apply(m, "vzalloc(4096)").addr, b = apply(m, "vmalloc 4096 GFP_KERNEL").addr;

    (void)state;
    assert_true(a && b && a != b);
    assert_true(vmalloc_to_pfn(m, b) < m->max_low_pfn);
    machine_destroy(m);
}

static void windows(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    uint32_t high = alloc_high(m), low = apply(m, "alloc 0").pfn, addr, first, second;

    (void)state;
    addr = apply(m, line_with("kmap 0x%x", high)).addr;
    assert_true(addr >= PKMAP_BASE && addr < PAGE_OFFSET);
    assert_int_equal(apply(m, line_with("kmap 0x%x", high)).addr, addr);
    refuses(m, line_with("free 0x%x", high), "state", "pfn", "; kunmap first");
    apply(m, line_with("kunmap 0x%x", high));
    apply(m, line_with("kunmap 0x%x", high));
    refuses(m, line_with("kunmap 0x%x", high), "state", "pfn", "not mapped by kmap");
    assert_int_equal(apply(m, line_with("kmap 0x%x", low)).addr,
                     page_address(m, pfn_to_page(m, low)));
    apply(m, line_with("kunmap 0x%x", low));

    high = alloc_high(m);
    first = apply(m, line_with("kmap_atomic 0x%x cpu 2", high)).addr;
    second = apply(m, line_with("kmap_atomic 0x%x", high)).addr;
    assert_int_equal(first, 0xfff20000);
    assert_int_equal(second, first + 4096);
    refuses(m, line_with("free 0x%x", high), "state", "pfn", "; kunmap_atomic first");
    refuses(m, line_with("kunmap_atomic 0x%x", first), "state", "addr", "goes first, 0xfff21000");
    refuses(m, line_with("kunmap_atomic 0x%x cpu 1", second), "state", "addr", "cpu 1 has nothing");
    apply(m, line_with("kunmap_atomic 0x%x", second));
    apply(m, line_with("kunmap_atomic 0x%x", first));
    for (unsigned i = 0; i < 16; i++)
        apply(m, line_with("kmap_atomic 0x%x", high));
    refuses(m, line_with("kmap_atomic 0x%x", high), "state", "cpu", "has all its 16 addresses");
    machine_destroy(m);
}

/* 512 addresses, and then none: the kernel would sleep. */
static void window_is_full(void **state)
{
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    struct op alloc = line_op("alloc 0 GFP_HIGHUSER"), map = line_op("kmap 0");
    uint32_t i = 0;

    (void)state;
    do
        map.pfn = op_apply(m, &alloc).pfn;
    while (map.pfn < m->max_low_pfn || (op_apply(m, &map).addr && ++i < 1000));
    assert_int_equal(i, LAST_PKMAP);
    says(m, line_with("kmap 0x%x", map.pfn), "NULL");
    machine_destroy(m);
}

/* ---- translate ---- */

struct heard {
    struct machine *m;
    char text[8192];
    size_t len;
    unsigned changes;
    int depth;
};

static void hear(void *arg, const struct event *e)
{
    struct heard *h = arg;
    int n = event_print(h->m, e, h->depth, h->text + h->len, sizeof h->text - h->len);

    h->len += (size_t)n;
    h->text[h->len++] = '\n';
    h->text[h->len] = 0;
    h->depth = event_depth(e, h->depth);
    h->changes += event_kind(e) >= EV_WORD;
}

/* The walk of this line says all these, in order. */
static void walk_says(struct machine *m, const char *line, const char *const *expected)
{
    static struct heard h;
    uint64_t before = machine_digest(m);
    const char *at = h.text;

    h = (struct heard){ .m = m };
    machine_listen(m, WANT_ALL, hear, &h);
    apply(m, line);
    machine_listen(m, WANT_NOTHING, NULL, NULL);
    assert_int_equal(h.changes, 0);
    assert_int_equal(h.depth, 0);
    assert_int_equal(machine_digest(m), before);
    for (; *expected; expected++) {
        at = strstr(at, *expected);
        if (!at) {
            fail_msg("%s: \"%s\" is not in\n%s", line, *expected, h.text);
            return;
        }
        at += strlen(*expected);
    }
}

static void the_mmu_walks(void **state)
{
    static const char *const page[] = { "+ TranslateAddressV",
                                        "ispriv: 1",
                                        "+ TranslationTableWalkSD",
                                        "TTBR0: 0x2000406a",
                                        "l1desc: 0x",
                                        "type: \"page table\"",
                                        "l2desc: 0x",
                                        "type: \"small page\"",
                                        "- CheckDomain = 1",
                                        "perms.ap: 1",
                                        "- CheckPermission = 1",
                                        "memtype: \"Normal\"",
                                        "page: 0x",
                                        "- TranslateAddressV = 0x2",
                                        NULL };
    static const char *const refused[] = { "ispriv: 0",
                                           "iswrite: 1",
                                           "- CheckPermission = 0",
                                           "+ DataAbort",
                                           "FS: \"permission fault, second level\"",
                                           "DFSR: 0x80f",
                                           "- TranslateAddressV\n",
                                           NULL };
    static const char *const absent[] = { "l1index: 0x0",
                                          "l1desc: 0x0",
                                          "type: \"fault\"",
                                          "+ PrefetchAbort",
                                          "FS: \"translation fault, first level\"",
                                          "IFSR: 0x5",
                                          "IFAR: 0x1000",
                                          NULL };
    struct machine *m = boot_slub_machine("m128h", STAGE_WMARK);
    uint32_t a = apply(m, "vmalloc 8192").addr, pfn = vmalloc_to_pfn(m, a + 4096);
    char expected[64];

    (void)state;
    walk_says(m, line_with("translate 0x%x", a), page);
    walk_says(m, line_with("translate 0x%x write user", a), refused);
    walk_says(m, "translate 0x1000 exec", absent);
    snprintf(expected, sizeof expected, "0x%x024 (small page)", pfn);
    says(m, line_with("translate 0x%x write", a + 4096 + 0x24), expected);
    says(m, line_with("translate 0x%x", a + 8192), "translation fault, second level (DFSR 0x7)");
    says(m, line_with("translate 0x%x exec", a), "permission fault, second level (IFSR 0xf)");
    says(m, "translate 0xc0100004 write", "0x20100004 (section)");
    says(m, "translate 0xc0100004 user", "permission fault, first level (DFSR 0xd)");
    machine_destroy(m);
}

/* ---- long operations are announced ---- */

static void count_events(void *events, const struct event *e, size_t count)
{
    (void)e;
    *(size_t *)events += count;
}

static struct op_result not_longer_than_said(struct machine *m, const char *line)
{
    struct op op = line_op(line);
    bool is_long = op_is_long(m, &op);
    struct op_result r;
    size_t events = 0;

    machine_record(m, WANT_ALL, count_events, &events);
    r = op_apply(m, &op);
    machine_listen(m, WANT_NOTHING, NULL, NULL);
    if (events > OP_LONG_EVENTS && !is_long)
        fail_msg("%s: %zu events", line, events);
    return r;
}

static void long_ones_are_announced(void **state)
{
    struct machine *m = boot_slub_machine("study", STAGE_WMARK);
    uint32_t size = 4096, addr;

    (void)state;
    assert_false(op_is_long(m, &(struct op){ .kind = OP_VMALLOC, .size = 8192 }));
    for (unsigned i = 0; i < 15; i++, size *= 2) {
        addr = not_longer_than_said(m, line_with("vmalloc %u", size)).addr;
        if (addr)
            not_longer_than_said(m, line_with("vfree 0x%x", addr));
        addr = not_longer_than_said(m, line_with("ioremap 0x4000 %u", size)).addr;
        if (addr)
            not_longer_than_said(m, line_with("iounmap 0x%x", addr));
    }
    for (unsigned i = 0; i < 400; i++)
        addr = not_longer_than_said(m, "vmalloc 4096").addr;
    not_longer_than_said(m, line_with("vfree 0x%x", addr));
    not_longer_than_said(m, "vm_unmap_aliases");
    assert_null(machine_check(m));
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(before_its_time), cmocka_unit_test(bounds),
        cmocka_unit_test(areas),           cmocka_unit_test(nothing_is_handed_out),
        cmocka_unit_test(array_of_pages),  cmocka_unit_test(by_each_door),
        cmocka_unit_test(windows),         cmocka_unit_test(window_is_full),
        cmocka_unit_test(the_mmu_walks),   cmocka_unit_test(long_ones_are_announced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
