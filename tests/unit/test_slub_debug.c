// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What SLUB's debugging finds: for each sort of damage the report as 3.13.11 words it, and what it puts right. And the same damage in a cache without
 * debugging: what the kernel does then, up to where it stops.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "alloc/check.h"
#include "alloc/printk.h"
#include "alloc/slub/slub.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

#define LINE    "=============================================================================\n"
#define RULE    "-----------------------------------------------------------------------------\n\n"
#define LOCKS   "Disabling lock debugging due to kernel taint\n"
#define TAINTED "Tainted: G    B       "

static char report[1u << 16];
static size_t length;

static void hear(void *arg, const char *text, size_t len)
{
    (void)arg;
    assert_true(length + len < sizeof report);
    memcpy(report + length, text, len);
    length += len;
    report[length] = 0;
}

static struct machine *boot(void)
{
    struct machine *m = boot_slub_machine("small", STAGE_WMARK);

    machine_log(m, hear, NULL);
    return m;
}

/* Applies it; `report` is what it logged. */
static struct op_result apply(struct machine *m, struct op op)
{
    length = 0;
    report[0] = 0;
    return op_apply(m, &op);
}

static uint32_t create(struct machine *m, const char *name, uint32_t size, uint32_t flags)
{
    struct op op = op_of(OP_CACHE_CREATE);

    op.size = size;
    op.flags = flags;
    snprintf(op.name, sizeof op.name, "%s", name);
    return apply(m, op).addr;
}

static uint32_t alloc(struct machine *m, uint32_t cache)
{
    struct op op = op_of(OP_CACHE_ALLOC);

    op.cache = cache;
    op.gfp = 0xd0;
    return apply(m, op).addr;
}

static void release(struct machine *m, uint32_t cache, uint32_t addr)
{
    struct op op = op_of(cache ? OP_CACHE_FREE : OP_KFREE);

    op.cache = cache;
    op.addr = addr;
    apply(m, op);
}

static uint32_t take(struct machine *m, uint32_t size)
{
    struct op op = op_of(OP_KMALLOC);

    op.size = size;
    op.gfp = 0xd0;
    return apply(m, op).addr;
}

static void scribble(struct machine *m, uint32_t addr, uint32_t value)
{
    struct op op = op_of(OP_WRITE);

    op.addr = addr;
    op.value = value;
    apply(m, op);
}

/* The whole report, but for what is taken for `...`: the hex dump. */
__attribute__((format(printf, 1, 2))) static void reported(const char *format, ...)
{
    char expected[4096];
    const char *got = report, *part = expected, *gap;
    va_list ap;

    va_start(ap, format);
    vsnprintf(expected, sizeof expected, format, ap);
    va_end(ap);
    for (; (gap = strstr(part, "...\n")); part = gap + 4) {
        size_t n = (size_t)(gap - part);

        if (strncmp(got, part, n) != 0)
            fail_msg("expected\n%.*s\ngot\n%s", (int)n, part, got);
        got += n;
        while (strncmp(got, "Bytes b4 ", 9) == 0 || strncmp(got, "Object ", 7) == 0 ||
               strncmp(got, "Redzone ", 8) == 0 || strncmp(got, "Padding ", 8) == 0)
            got = strchr(got, '\n') + 1;
    }
    if (strcmp(got, part) != 0)
        fail_msg("expected\n%s\ngot\n%s", part, got);
}

static void sound(struct machine *m)
{
    const char *why = machine_check(m);

    if (why)
        fail_msg("%s", why);
}

static struct page *slab_of(struct machine *m, uint32_t addr)
{
    return virt_to_head_page(m, addr);
}

static uint32_t inuse(struct machine *m, uint32_t addr)
{
    return counters_inuse(slab_counters(slab_of(m, addr)));
}

/* "INFO: Slab 0xc0650060 objects=28 used=1 fp=0xc3803f30 flags=0x20000081" of an object's slab. */
static const char *slab_line(struct machine *m, uint32_t addr, uint32_t used, uint32_t fp,
                             bool locked)
{
    static char line[160];
    const struct page *page = slab_of(m, addr);
    uint32_t pfn = page_to_pfn(m, page), map = (m->section_mem_map[pfn >> 16] - m->first_pfn) << 12;

    snprintf(line, sizeof line, "INFO: Slab 0x%08x objects=%u used=%u fp=0x%s flags=0x%04x\n",
             PAGE_OFFSET + map + (pfn & 0xffff) * 32, counters_objects(slab_counters(page)), used,
             P(fp), (page->flags & ~1u) | locked);
    return line;
}

/* ---- red zones ---- */

/* The object is freed all the same, but neither poisoned nor marked as free; what was found is put right first. */
static void redzone(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 100, SLAB_RED_ZONE | SLAB_STORE_USER), x = alloc(m, foo);
    uint32_t next = x + cache_at(m, foo)->size, head = slab_of(m, x)->index;

    (void)state;
    scribble(m, x + 100, 0x12cccccc);
    assert_int_equal(op_result(m).logged, 0);
    release(m, foo, x);
    reported(LINE "BUG foo (Not tainted): Redzone overwritten\n" RULE LOCKS
                  "INFO: 0x%08x-0x%08x. First byte 0x12 instead of 0xcc\n"
                  "INFO: Allocated in 0xc0008000 age=0 cpu=0 pid=0\n"
                  "%s"
                  "INFO: Object 0x%08x @offset=0 fp=0x%08x\n\n"
                  "...\n"
                  "FIX foo: Restoring 0x%08x-0x%08x=0xcc\n\n",
             x + 103, x + 103, slab_line(m, x, 1, head, true), x, next, x + 103, x + 103);
    assert_true(op_result(m).logged > 0);
    assert_int_equal(ram_read(m, x + 100), 0xcccccccc);
    assert_int_equal(inuse(m, x), 0);
    assert_int_equal(slab_of(m, x)->index, x);
    sound(m);
    /* that it still looks like one in use is found when it is to be handed out again */
    assert_int_not_equal(alloc(m, foo), x);
    assert_non_null(strstr(report, "BUG foo (" TAINTED "): Redzone overwritten\n"));
    assert_non_null(strstr(report, ". First byte 0xcc instead of 0xbb\n"));
    assert_non_null(strstr(report, "FIX foo: Marking all objects used\n"));
    machine_destroy(m);
}

/* The dump: sixteen bytes a line, then as characters, of a shorter line in the same column. */
static void hex_dump(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 20, SLAB_RED_ZONE | SLAB_POISON), x;
    char expected[512];

    (void)state;
    alloc(m, foo);
    x = alloc(m, foo);
    scribble(m, x, 0x64636261);
    scribble(m, x + 16, 0x7f207e1f);
    scribble(m, x + 20, 0);
    release(m, foo, x);
    assert_non_null(strstr(report, "\nBytes b4 "));
    snprintf(expected, sizeof expected,
             "Object %08x: 61 62 63 64 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b 6b  abcdkkkkkkkkkkkk\n"
             "Object %08x: 1f 7e 20 7f                                      .~ .\n"
             "Redzone %08x: 00 00 00 00                                      ....\n"
             "Padding %08x: 5a 5a 5a 5a",
             x, x + 16, x + 20, x + 28);
    if (!strstr(report, expected))
        fail_msg("expected\n%s\ngot\n%s", expected, report);
    machine_destroy(m);
}

/* ---- poison ---- */

/* A word written after the object was freed. The slab loses its free objects; another one serves the request. */
static void poison(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 40, SLAB_POISON), x = alloc(m, foo), fp, objects;

    (void)state;
    alloc(m, foo);
    objects = counters_objects(slab_counters(slab_of(m, x)));
    release(m, foo, x);
    assert_int_equal(report[0], 0);
    assert_int_equal(ram_read(m, x), 0x6b6b6b6b);
    assert_int_equal(ram_read(m, x + 36), 0xa56b6b6b);
    fp = ram_read(m, x + cache_at(m, foo)->offset);
    scribble(m, x + 8, 0x6b00006b);
    assert_int_not_equal(slab_of(m, alloc(m, foo)) - slab_of(m, x), 0);
    reported(LINE "BUG foo (Not tainted): Poison overwritten\n" RULE LOCKS
                  "INFO: 0x%08x-0x%08x. First byte 0x0 instead of 0x6b\n"
                  "%s"
                  "INFO: Object 0x%08x @offset=0 fp=0x%08x\n\n"
                  "...\n"
                  "FIX foo: Restoring 0x%08x-0x%08x=0x6b\n\n"
                  "FIX foo: Marking all objects used\n",
             x + 9, x + 10, slab_line(m, x, objects, 0, false), x, fp, x + 9, x + 10);
    assert_int_equal(ram_read(m, x + 8), 0x6b6b6b6b);
    assert_int_equal(inuse(m, x), objects);
    assert_int_equal(slab_of(m, x)->index, 0);
    sound(m);
    machine_destroy(m);
}

/* Behind the object's parts, and behind the last object of the slab. */
static void paddings(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 494, SLAB_POISON), x = alloc(m, foo), end, rest;
    const struct kmem_cache *s = cache_at(m, foo);

    (void)state;
    end = page_address(m, slab_of(m, x)) + (PAGE_SIZE << oo_order(s->oo));
    rest = (PAGE_SIZE << oo_order(s->oo)) % s->size;
    assert_true(rest >= 4);
    scribble(m, end - 4, 0x5a5a5a00);
    alloc(m, foo);
    assert_non_null(strstr(report, "BUG foo (Not tainted): Padding overwritten. 0x"));
    assert_int_equal(ram_read(m, end - 4), 0x5a5a5a5a);
    release(m, foo, x);
    assert_int_equal(report[0], 0);
    x = alloc(m, foo);
    scribble(m, x + s->size - 4, 0xffffffff);
    release(m, foo, x);
    assert_non_null(strstr(report, "BUG foo (" TAINTED "): Object padding overwritten\n"));
    assert_int_equal(ram_read(m, x + s->size - 4), 0x5a5a5a5a);
    sound(m);
    machine_destroy(m);
}

/* ---- free pointers ---- */

static void freepointer_of_first(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 64, SLAB_RED_ZONE), x = alloc(m, foo), next;

    (void)state;
    next = slab_of(m, x)->index;
    scribble(m, next, 0xc0000001);
    assert_int_not_equal(alloc(m, foo), next);
    assert_non_null(strstr(report, "BUG foo (Not tainted): Freepointer corrupt\n"));
    assert_non_null(strstr(report, " fp=0xc0000001\n\n"));
    assert_non_null(strstr(report, "FIX foo: Marking all objects used\n"));
    assert_int_equal(ram_read(m, next), 0);
    sound(m);
    machine_destroy(m);
}

/* Found by whoever frees another object: the chain is cut behind the one before, and what hung on it counts as in use. */
static void freechain(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 64, SLAB_RED_ZONE), x = alloc(m, foo), first, objects;
    const char *slab;

    (void)state;
    objects = counters_objects(slab_counters(slab_of(m, x)));
    first = slab_of(m, x)->index;
    slab = slab_line(m, x, 1, first, true);
    scribble(m, first, 0xdeadbee0);
    release(m, foo, x);
    reported(LINE "BUG foo (Not tainted): Freechain corrupt\n" RULE LOCKS "%s"
                  "INFO: Object 0x%08x @offset=%u fp=0xdeadbee0\n\n"
                  "...\n" LINE "BUG foo (" TAINTED
                  "): Wrong object count. Counter is 1 but counted were %u\n" RULE "%s"
                  "FIX foo: Object count adjusted.\n",
             slab, first, first & 0xfff, objects - 1, slab);
    assert_int_equal(inuse(m, x), objects - 2);
    assert_int_equal(ram_read(m, first), 0);
    sound(m);
    machine_destroy(m);
}

static void freelist_cleared(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 64, SLAB_RED_ZONE | SLAB_STORE_USER), x = alloc(m, foo);
    struct page *page = slab_of(m, x);

    (void)state;
    page->index = x + 4;
    release(m, foo, x);
    assert_non_null(strstr(report, "BUG foo (Not tainted): Freepointer corrupt\n"));
    assert_non_null(strstr(report, "FIX foo: Freelist cleared\n"));
    assert_int_equal(page->index, x); /* it is the only one that is free */
    machine_destroy(m);
}

/* ---- freeing what may not be freed ---- */

static void double_free(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 32, SLAB_DEBUG_FREE | SLAB_STORE_USER), x = alloc(m, foo), y;

    (void)state;
    y = slab_of(m, x)->index;
    release(m, foo, x);
    release(m, foo, x);
    reported(LINE "BUG foo (Not tainted): Object already free\n" RULE LOCKS
                  "INFO: Allocated in 0xc0008000 age=0 cpu=0 pid=0\n"
                  "INFO: Freed in 0xc0008000 age=0 cpu=0 pid=0\n"
                  "%s"
                  "INFO: Object 0x%08x @offset=0 fp=0x%08x\n\n"
                  "...\n"
                  "FIX foo: Object at 0x%08x not freed\n",
             slab_line(m, x, 0, x, true), x, y, x);
    assert_int_equal(inuse(m, x), 0);
    sound(m);
    machine_destroy(m);
}

static void no_object(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 64, SLAB_RED_ZONE), x = alloc(m, foo),
             next = slab_of(m, x)->index, large;

    (void)state;
    release(m, foo, x + 4);
    reported(LINE "BUG foo (Not tainted): Invalid object pointer 0x%08x\n" RULE LOCKS "%s"
                  "FIX foo: Object at 0x%08x not freed\n",
             x + 4, slab_line(m, x, 1, next, true), x + 4);
    large = take(m, 20000);
    release(m, foo, large);
    assert_non_null(strstr(report, "BUG foo (" TAINTED "): Not a valid slab page\n"));
    sound(m);
    machine_destroy(m);
}

/* Of another cache: with DEBUG_FREE that is said by its name, and checked after that. */
static void another_cache(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 64, SLAB_RED_ZONE), bar = create(m, "bar", 64, SLAB_RED_ZONE),
             baz = create(m, "baz", 64, SLAB_RED_ZONE | SLAB_DEBUG_FREE), x = alloc(m, bar);

    (void)state;
    release(m, foo, x);
    assert_non_null(strstr(report, "BUG foo (Not tainted): page slab pointer corrupt.\n"));
    assert_non_null(strstr(report, "FIX foo: Object at 0x"));
    release(m, baz, x);
    assert_ptr_equal(strstr(report,
                            "cache_from_obj: Wrong slab cache. bar but object is from baz\n"
                            "------------[ cut here ]------------\n"
                            "WARNING: CPU: 0 PID: 0 at mm/slab.h:242 0xc0008000()\n" LINE
                            "BUG baz (Tainted: G    B   W   ): page slab pointer corrupt.\n"),
                     report);
    sound(m);
    machine_destroy(m);
}

/* ---- what is left over, and what is told on the way ---- */

static void objects_remaining(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 64, SLAB_STORE_USER), x = alloc(m, foo), y = alloc(m, foo), fp;
    struct op op = op_of(OP_CACHE_DESTROY);

    (void)state;
    release(m, foo, x);
    fp = x;
    op.cache = foo;
    apply(m, op);
    reported(LINE
             "BUG foo (Not tainted): Objects remaining in foo on kmem_cache_close()\n" RULE LOCKS
             "%s"
             "INFO: Object 0x%08x @offset=%u\n"
             "INFO: Allocated in 0xc0008000 age=0 cpu=0 pid=0\n"
             "kmem_cache_destroy foo: Slab cache still has objects\n",
             slab_line(m, x, 1, fp, false), y, y & 0xfff);
    sound(m);
    machine_destroy(m);
}

static void tracing(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 16, SLAB_TRACE), x = alloc(m, foo), objects;

    (void)state;
    objects = counters_objects(slab_counters(slab_of(m, x)));
    reported("TRACE foo alloc 0x%08x inuse=%u fp=0x  (null)\n", x, objects);
    release(m, foo, x);
    assert_non_null(strstr(report, "TRACE foo free 0x"));
    assert_non_null(strstr(report, "\nObject "));
    machine_destroy(m);
}

static void no_memory(void **state)
{
    struct machine *m = boot_slub_machine("m16", STAGE_WMARK);
    struct op op = op_of(OP_KMALLOC);

    (void)state;
    machine_log(m, hear, NULL);
    op.size = 8192;
    op.gfp = 0x20;
    while (apply(m, op).addr)
        assert_int_equal(report[0], 0);
    assert_ptr_equal(strstr(report, "swapper/0: page allocation failure: order:1, mode:0x204020\n"),
                     report);
    assert_non_null(strstr(report, "\nSLUB: Unable to allocate memory on node -1 (gfp=0x20)\n"
                                   "  cache: kmalloc-8192, object size: 8192, buffer size: 8192, "
                                   "default order: 3, min order: 1\n"
                                   "  node 0: slabs: "));
    op.gfp |= 0x200;
    assert_int_equal(apply(m, op).addr, 0);
    assert_int_equal(report[0], 0);
    machine_destroy(m);
}

/* ---- without debugging ---- */

static void stopped(struct machine *m, enum oops_reason reason, uint32_t addr, const char *says)
{
    struct op op = op_of(OP_DRAIN);
    struct op_error error;
    char text[160];

    assert_int_equal(m->oops, reason);
    assert_int_equal(m->oops_addr, addr);
    op_result_print(&m->host.run.op, &m->host.run.result, text, sizeof text);
    assert_non_null(strstr(text, says));
    assert_non_null(strstr(report, says));
    assert_false(op_check(m, &op, &error));
    assert_string_equal(error.code, "state");
    assert_non_null(strstr(error.message, says));
}

/* Handed out twice, and once more each time: the object's free pointer leads to itself. */
static void double_free_unseen(void **state)
{
    struct machine *m = boot();
    uint32_t x = take(m, 64), y;

    (void)state;
    release(m, 0, x);
    release(m, 0, x);
    assert_int_equal(m->oops, 0);
    assert_int_equal(report[0], 0);
    y = take(m, 64);
    assert_int_equal(y, x);
    assert_int_equal(take(m, 64), x);
    assert_int_equal(take(m, 64), x);
    machine_destroy(m);
}

/* The pointer is followed one allocation after the one that reads it. */
static void freepointer_unseen(void **state)
{
    struct machine *m = boot();
    uint32_t x = take(m, 64);

    (void)state;
    release(m, 0, x);
    scribble(m, x, 0x41414141);
    assert_int_equal(take(m, 64), x);
    assert_int_equal(m->oops, 0);
    assert_int_equal(take(m, 64), 0);
    stopped(m, OOPS_FAULT, 0x41414141,
            "Unable to handle kernel paging request at virtual address 41414141");
    machine_destroy(m);
}

/* It may lead to memory that is somebody's: then that is handed out. */
static void freepointer_elsewhere(void **state)
{
    struct machine *m = boot();
    uint32_t x = take(m, 64), other = take(m, 200);

    (void)state;
    scribble(m, other + 16, 0);
    release(m, 0, x);
    scribble(m, x, other + 16);
    assert_int_equal(take(m, 64), x);
    assert_int_equal(take(m, 64), other + 16);
    assert_int_equal(m->oops, 0);
    machine_destroy(m);
}

static void not_an_object(void **state)
{
    struct machine *m = boot();
    uint32_t large = take(m, 20000);

    (void)state;
    release(m, 0, large);
    release(m, 0, large);
    stopped(m, OOPS_BUG, large, "kernel BUG at mm/slub.c:3365!");
    machine_destroy(m);

    m = boot();
    release(m, m->kmalloc_caches[6], PAGE_OFFSET);
    stopped(m, OOPS_SLAB, PAGE_OFFSET, "is taken for a slab and is none");
    machine_destroy(m);

    m = boot();
    release(m, 0, 0);
    assert_int_equal(m->oops, 0);
    release(m, 0, 0xbffffff0);
    stopped(m, OOPS_FAULT, 0xbffffff0, "virtual address bffffff0");
    machine_destroy(m);
}

static void descriptor_overwritten(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 500, 0);

    (void)state;
    scribble(m, foo + (uint32_t)offsetof(struct kmem_cache, size), 0);
    alloc(m, foo);
    stopped(m, OOPS_CACHE, foo, "was overwritten");
    machine_destroy(m);

    m = boot();
    foo = create(m, "foo", 500, SLAB_RECLAIM_ACCOUNT);
    scribble(m, foo + (uint32_t)offsetof(struct kmem_cache, node), 0);
    release(m, foo, alloc(m, foo));
    assert_int_equal(m->oops, 0); /* the cpu has a slab: nobody asks the node */
    {
        struct op op = op_of(OP_CACHE_SHRINK);

        op.cache = foo;
        apply(m, op);
    }
    stopped(m, OOPS_FAULT, 16, "NULL pointer dereference at virtual address 00000010");
    machine_destroy(m);
}

/* In a list that a stray write made a circle nobody ever comes to the end. */
static void circle(void **state)
{
    struct machine *m = boot();
    uint32_t foo = create(m, "foo", 500, SLAB_STORE_USER), x = alloc(m, foo);
    struct op op = op_of(OP_CACHE_DESTROY);
    struct page *page = slab_of(m, x);

    (void)state;
    page->lru.next = offset_of(m, &page->lru);
    op.cache = foo;
    apply(m, op);
    stopped(m, OOPS_LOOP,
            cache_at(m, foo)->node + (uint32_t)offsetof(struct kmem_cache_node, partial),
            "never ends");
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(redzone),
        cmocka_unit_test(hex_dump),
        cmocka_unit_test(poison),
        cmocka_unit_test(paddings),
        cmocka_unit_test(freepointer_of_first),
        cmocka_unit_test(freechain),
        cmocka_unit_test(freelist_cleared),
        cmocka_unit_test(double_free),
        cmocka_unit_test(no_object),
        cmocka_unit_test(another_cache),
        cmocka_unit_test(objects_remaining),
        cmocka_unit_test(tracing),
        cmocka_unit_test(no_memory),
        cmocka_unit_test(double_free_unseen),
        cmocka_unit_test(freepointer_unseen),
        cmocka_unit_test(freepointer_elsewhere),
        cmocka_unit_test(not_an_object),
        cmocka_unit_test(descriptor_overwritten),
        cmocka_unit_test(circle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
