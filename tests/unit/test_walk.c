// SPDX-License-Identifier: GPL-2.0-or-later
/* The walk of the first unmovable page of the study machine: what the week-54 note traced by hand, as the machine does it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

/* Events as text, one line each. */
struct transcript {
    struct machine *m;
    char *text;
    size_t len, size;
    int depth, deepest;
    unsigned events;
};

static void write_down(void *arg, const struct event *e)
{
    struct transcript *t = arg;
    int n = event_print(t->m, e, t->depth, t->text + t->len, t->size - t->len);

    assert_true(n > 0 && t->len + (size_t)n + 1 < t->size);
    t->len += (size_t)n;
    t->text[t->len++] = '\n';
    t->text[t->len] = 0;
    t->depth = event_depth(e, t->depth);
    assert_true(t->depth >= 0);
    if (t->depth > t->deepest)
        t->deepest = t->depth;
    t->events++;
}

static struct transcript transcribe(struct machine *m, struct op op, unsigned want)
{
    struct transcript t = { .m = m, .text = malloc(1u << 20), .size = 1u << 20 };

    assert_non_null(t.text);
    machine_listen(m, want, write_down, &t);
    op_apply(m, &op);
    machine_listen(m, 0, NULL, NULL);
    return t;
}

/* Each text must be found after the one before. */
static void in_order(const char *text, const char *const *expected)
{
    for (; *expected && text; expected++) {
        text = strstr(text, *expected);
        if (!text)
            fail_msg("\"%s\" does not follow", *expected);
        else
            text += strlen(*expected);
    }
}

static void first_unmovable_page(void **state)
{
    static const char *const expected[] = {
        "+ __alloc_pages_nodemask mm/page_alloc.c:2684",
        "// gfp_mask: 0x201200",
        "- gfp_zone = 0",
        "- allocflags_to_migratetype = UNMOVABLE: 0",
        "// alloc_flags: 0x41",
        "+ get_page_from_freelist mm/page_alloc.c:1896",
        "// gfp_mask: 0x221200",
        "- zone_page_state = 193040",
        "// mark: 0",
        "- zone_page_state = 188176",
        "// free_pages: 188176",
        "- zone_watermark_ok = 1",
        "+ buffered_rmqueue mm/page_alloc.c:1507",
        "+ rmqueue_bulk mm/page_alloc.c:1148",
        "// count: 1",
        "+ __rmqueue_smallest mm/page_alloc.c:889",
        "- __rmqueue_smallest = NULL",
        "+ __rmqueue_fallback mm/page_alloc.c:1067",
        "// current_order: 10",
        "// i: 0",
        "// migratetype: RECLAIMABLE: 1",
        "// i: 1",
        "// migratetype: MOVABLE: 2",
        ": area->nr_free-- :1090",
        "// page: 0x4f000",
        "// area->nr_free: 181 -> 180",
        "+ change_pageblock_range mm/page_alloc.c:1004",
        "// flags: MOVABLE: 2 -> UNMOVABLE: 0",
        "- try_to_steal_freepages = UNMOVABLE: 0",
        ": list_del(&page->lru) :1097",
        "+ expand mm/page_alloc.c:808",
        "// high: 9",
        "// size: 512",
        "// &page[size]: 0x4f200",
        "// high: 0",
        "// size: 1",
        "// &page[size]: 0x4f001",
        "* X4f000,0,a,0,2,0",
        "- __rmqueue_fallback = 0x4f000",
        "* Z4f000,0,0",
        "- rmqueue_bulk = 1",
        ": list_del(&page->lru); pcp->count-- :1536",
        "// pcp->count: 1 -> 0",
        "// zone->vm_stat[item]: 193040 -> 193039",
        "- prep_new_page = 0",
        "* A4f000,0,201200,0",
        "- alloc_pages_node = 0x4f000",
        NULL,
    };
    struct machine *m = boot_machine("study", STAGE_MEM_INIT);
    struct op op = op_of(OP_ALLOC_PAGES);
    struct transcript t;

    (void)state;
    op.gfp = 0x201200;
    t = transcribe(m, op, WANT_ALL);
    in_order(t.text, expected);
    assert_null(
        strstr(t.text, "move_freepages")); /* what the note traced at order 5 is not taken */
    assert_int_equal(t.depth, 0);
    assert_int_equal(op_result(m).pfn, 0x4f000);
    free(t.text);
    machine_destroy(m);
}

static void only_what_is_wanted(void **state)
{
    struct machine *m = boot_machine("study", STAGE_MEM_INIT);
    struct op op = op_of(OP_ALLOC_PAGES);
    struct transcript t;

    (void)state;
    op.gfp = 0x201200;
    t = transcribe(m, op, WANT_POINTS);
    assert_string_equal(t.text, "* X4f000,0,a,0,2,0\n* Z4f000,0,0\n* A4f000,0,201200,0\n");
    free(t.text);
    t = transcribe(m, op, WANT_CHANGES);
    assert_non_null(strstr(
        t.text,
        "~ list_del 0x4f001 between zone[0].free_area[0].free_list[0] and zone[0].free_area[0].free_list[0]"));
    assert_non_null(strstr(t.text, "~ boot_pageset[0].pcp.count 1 -> 0"));
    assert_non_null(strstr(t.text, "~ held_slot[0x4f001] 0 -> 32"));
    assert_null(strstr(t.text, "+ "));
    free(t.text);
    machine_destroy(m);
}

/* Freed while its buddy is free: the pair merges. Lists, counters and walk agree on it. */
static void merge(void **state)
{
    static const char *const expected[] = {
        "+ __free_pages mm/page_alloc.c:2793",
        "// page->_count: 1 -> 0",
        "+ free_hot_cold_page mm/page_alloc.c:1347",
        "* F4f001,0",
        "// pcp->count: 0 -> 1",
        "+ free_pcppages_bulk mm/page_alloc.c:648",
        "+ __free_one_page mm/page_alloc.c:547",
        "- page_is_buddy = 0",
        "+ set_page_order mm/page_alloc.c:451",
        "- page_is_buddy = 1",
        ": list_add_tail(&page->lru, free_list[migratetype]) :610",
        "* D4f001,0,0",
        "// pcp->count: 1 -> 0",
        NULL,
    };
    struct machine *m = boot_machine("study", STAGE_MEM_INIT);
    struct op op = op_of(OP_ALLOC_PAGES);
    struct transcript t;

    (void)state;
    op.gfp = 0x201200;
    op_apply(m, &op);
    op_apply(m, &op);
    op = op_of(OP_FREE_PAGES);
    op.pfn = 0x4f001;
    t = transcribe(m, op, WANT_ALL);
    in_order(t.text, expected);
    free(t.text);
    machine_destroy(m);
}

/* Every id of every table has a name, and prints within bounds at any buffer size. */
static void everything_prints(void **state)
{
    struct machine *m = boot_machine("small", STAGE_MEM_INIT);
    char buf[300], small[16];

    (void)state;
    for (uint32_t kind = EV_ENTER; kind <= EV_LIST_DEL; kind++) {
        unsigned ids[] = {
            0, function_count, function_count, line_count, value_count, point_count, field_count, 3,
            3
        };

        for (uint32_t id = 0; id < ids[kind]; id++) {
            struct event e = {
                kind | (kind == EV_VALUE || kind == EV_LEAVE ? id % 12 << 8 : 0) | id << 16, 1, 1, 2
            };

            if (kind >= EV_WORD)
                e.a = e.b = e.c =
                    (uint32_t)offsetof(struct machine, zone[0].free_area[3].free_list[1]);
            assert_in_range(event_print(m, &e, 3, buf, sizeof buf), 1, sizeof buf - 1);
            assert_null(strstr(buf, "?"));
            event_print(m, &e, 3, small, sizeof small);
            assert_true(memchr(small, 0, sizeof small) != NULL);
        }
    }
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_unmovable_page),
        cmocka_unit_test(only_what_is_wanted),
        cmocka_unit_test(merge),
        cmocka_unit_test(everything_prints),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
