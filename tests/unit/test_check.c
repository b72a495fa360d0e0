// SPDX-License-Identifier: GPL-2.0-or-later
/* Notes held against the boot of a machine: what is right, what is not, and what is filled in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/names.h"
#include "daemon/check_hearing.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

#define NOTES "tests/notes/"

static struct hearing *check(const char *profile, const char *note, size_t len)
{
    const char *why = NULL;
    struct machine *m = machine_create(profile_find(profile), &why);
    struct hearing *h = check_hearing(note, len);
    h->begins(h, m);
    h->ends(h, m);
    machine_destroy(m);
    return h;
}

static const struct finding *find(const struct check *c, uint32_t line, const char *name)
{
    for (size_t i = 0; i < c->nr; i++) {
        if (c->finding[i].claim->line == line && strcmp(c->finding[i].claim->name, name) == 0)
            return &c->finding[i];
    }
    fail_msg("nothing about %s in line %u", name, line);
    return NULL;
}

static void is(const struct check *c, uint32_t line, const char *name, enum verdict verdict,
               const char *truth)
{
    const struct finding *f = find(c, line, name);
    if (f->verdict != verdict || (truth && strcmp(f->truth, truth) != 0))
        fail_msg("line %u, %s: %s, \"%s\"", line, name, verdict_names[f->verdict], f->truth);
}

/* The claims of the note of week 54. */
static void week_54(void **state)
{
    static char note[1 << 16];
    FILE *f = fopen(NOTES "week-54-claims.txt", "r");
    (void)state;
    assert_non_null(f);
    size_t len = fread(note, 1, sizeof note, f);
    fclose(f);
    struct hearing *h = check("study", note, len);
    const struct check *c = check_found(h);
    is(c, 2, "vm_stat[0]", VERDICT_RIGHT, NULL);
    is(c, 3, "vm_stat[1]", VERDICT_WRONG, "NR_ALLOC_BATCH: 1");
    is(c, 5, "slab_state", VERDICT_WRONG, "0"); /* DOWN */
    is(c, 18, "flags", VERDICT_RIGHT, "0x201200");
    is(c, 41, "zone_page_state(contig_page_data->node_zones[0],NR_FREE_PAGES)", VERDICT_FILLED,
       "188176");
    is(c, 65, "current_order", VERDICT_RIGHT, "10");
    is(c, 72, "current_order", VERDICT_WRONG, "10"); /* order 5 was assumed */
    is(c, 83, "start_pfn", VERDICT_UNREACHED, NULL);
    is(c, 88, "end_pfn", VERDICT_RIGHT, NULL);      /* 0x20000 + (0x400 - 1) */
    is(c, 89, "end_pfn", VERDICT_WRONG, "0x203ff"); /* 0x20CFF */
    is(c, 99, "NODES_PGSHIFT", VERDICT_RIGHT, NULL);
    is(c, 101, "return", VERDICT_WRONG, "0");    /* & 3 */
    is(c, 105, "pages", VERDICT_FILLED, "1024"); /* ??? */
    is(c, 107, "page->_mapcount", VERDICT_RIGHT, NULL);
    is(c, 126, "t", VERDICT_FILLED, "0"); /* 32???6 */
    assert_int_equal(c->count[VERDICT_WRONG], 12);
    assert_int_equal(c->count[VERDICT_RIGHT], 101);
    h->frees(h);
}

#define CHECKED(note) check("small", note, strlen(note))

static void steps(void **state)
{
    struct hearing *h = CHECKED("- __rmqueue_fallback()\n"
                                "// current_order: 10\n"
                                "- expand()\n"
                                "// high: 9, size: 512, area->nr_free: 4\n"
                                "// high: 8\n");
    const struct check *c = check_found(h);
    (void)state;
    for (size_t i = 0; i < c->nr; i++) {
        assert_int_equal(c->finding[i].verdict, VERDICT_RIGHT);
        assert_true(c->finding[i].placed);
        assert_int_equal(c->finding[i].at.op, 3); /* kmem_cache_init */
        assert_true(i == 0 || !seen_not_after(c->finding[i].at, c->finding[0].at));
    }
    assert_int_equal(c->nr, 5);
    h->frees(h);
}

/* What follows from an assumption is no mistake of its own. */
static void assumed(void **state)
{
    struct hearing *h = CHECKED("- __rmqueue_fallback()\n"
                                "// 가정: current_order: 5\n"
                                "// current_order: 5\n"
                                "// current_order: 4\n");
    const struct check *c = check_found(h);
    (void)state;
    is(c, 2, "current_order", VERDICT_ASSUMED, "10");
    is(c, 3, "current_order", VERDICT_ASSUMED, "10");
    is(c, 4, "current_order", VERDICT_WRONG, "10");
    h->frees(h);
}

static void nothing_to_say(void **state)
{
    static const char *const notes[] = { "", "\n\n", "a note about nothing\n",
                                         "- no_such()\n// x: 1\n" };
    (void)state;
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        struct hearing *h = CHECKED(notes[i]);
        assert_int_equal(check_found(h)->count[VERDICT_WRONG], 0);
        h->frees(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(week_54),
        cmocka_unit_test(steps),
        cmocka_unit_test(assumed),
        cmocka_unit_test(nothing_to_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
