// SPDX-License-Identifier: GPL-2.0-or-later
/* Questions about an op: the answer is what the op does, wherever before it is asked, and one of the choices. */
#include <stdio.h>
#include <string.h>

#include "alloc/page/page.h"
#include "daemon/predict.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

static void hear(void *predict, const struct event *e)
{
    predict_event(predict, e);
}

/* Runs the op on a clone, asked at this event; false if it has no such answer. `after` is the clone then, the caller's, or NULL. */
static bool ask(const struct machine *m, const struct op *op, enum predict_what what,
                uint64_t event, struct predict *p, struct machine **after)
{
    struct machine *clone = machine_clone(m);
    *p = (struct predict){ .m = clone, .op = *op, .found = { .event = event, .what = what } };
    if (event == 0)
        predict_place(p);
    machine_listen(clone, WANT_ALL, hear, p);
    const struct op_result result = op_apply(clone, op);
    machine_listen(clone, WANT_NOTHING, NULL, NULL);
    bool answered = p->placed && predict_end(p, &result);
    if (after)
        *after = clone;
    else
        machine_destroy(clone);
    return answered;
}

static const char *answer(const struct machine *m, const struct op *op, enum predict_what what)
{
    static struct predict p;
    return ask(m, op, what, 0, &p, NULL) ? p.found.choice[p.found.right] : "";
}

static struct op alloc_op(uint32_t order, const char *gfp)
{
    struct op op = op_of(OP_ALLOC_PAGES);
    op.order = order;
    assert_true(gfp_parse(gfp, strlen(gfp), &op.gfp));
    return op;
}

static struct op free_op(uint32_t pfn)
{
    struct op op = op_of(OP_FREE_PAGES);
    op.pfn = pfn;
    return op;
}

/* The allocation of the 54th week, whose answer the note had to guess; and what the next ones do. */
static void the_first_pages(void **state)
{
    struct machine *m = boot_machine("study", STAGE_MEM_INIT);
    const struct op one = alloc_op(0, "GFP_KERNEL"), two = alloc_op(2, "GFP_KERNEL");
    (void)state;
    assert_string_equal(answer(m, &one, PREDICT_LIST), "MOVABLE order 10");
    assert_string_equal(answer(m, &one, PREDICT_ORDER), "10");
    assert_string_equal(answer(m, &one, PREDICT_OWNER), "UNMOVABLE");
    assert_string_equal(answer(m, &one, PREDICT_ADDRESS), "0x4f000");
    assert_string_equal(answer(m, &one, PREDICT_END), "");
    assert_int_equal(op_apply(m, &one).pfn, 0x4f000);
    assert_string_equal(answer(m, &two, PREDICT_LIST), "UNMOVABLE order 2");

    /* on its way it stands on the cpu's list, whose high is 0 then */
    const struct op back = free_op(0x4f000);
    assert_string_equal(answer(m, &back, PREDICT_LIST), "UNMOVABLE order 10");
    assert_string_equal(answer(m, &back, PREDICT_ORDER), "10");
    assert_string_equal(answer(m, &back, PREDICT_END), "head");
    assert_string_equal(answer(m, &back, PREDICT_ADDRESS), "");
    machine_destroy(m);
}

/* With page sets a page comes from the cpu's list and goes back there, a cold one to its tail. */
static void the_cpus_lists(void **state)
{
    struct machine *m = boot_machine("study", STAGE_PAGESET);
    const struct op one = alloc_op(0, "GFP_KERNEL");
    (void)state;
    op_apply(m, &one);
    assert_string_equal(answer(m, &one, PREDICT_LIST), "pcp cpu 0 UNMOVABLE");
    struct op back = free_op(op_apply(m, &one).pfn);
    assert_string_equal(answer(m, &back, PREDICT_END), "head");
    back.cold = 1;
    assert_string_equal(answer(m, &back, PREDICT_END), "tail");
    assert_string_equal(answer(m, &back, PREDICT_LIST), "pcp cpu 0 UNMOVABLE");
    machine_destroy(m);
}

/* What must hold of any answer. */
static void check_choices(const struct predict *p)
{
    const struct prediction *found = &p->found;
    assert_in_range(found->nr_choices, 2, PREDICT_CHOICES);
    assert_true(found->right < found->nr_choices);
    assert_true(found->known > found->event || found->event == 0);
    assert_true(found->known <= p->events);
    for (unsigned i = 0; i < found->nr_choices; i++) {
        assert_in_range(strlen(found->choice[i]), 1, PREDICT_BYTES - 1);
        for (unsigned j = 0; j < i; j++)
            assert_string_not_equal(found->choice[i], found->choice[j]);
    }
}

/* What the op has done, where that can be read off the machine afterwards. */
static void check_truth(const struct predict *p, const struct machine *after)
{
    const struct prediction *found = &p->found;
    const char *text = found->choice[found->right];
    char wanted[PREDICT_BYTES];
    const struct op_result result = op_result(after);
    if (found->what == PREDICT_ADDRESS && p->op.kind == OP_ALLOC_PAGES) {
        snprintf(wanted, sizeof wanted, result.pfn == NO_PFN ? "NULL" : "0x%x", result.pfn);
        assert_string_equal(text, wanted);
    }
    if (found->what == PREDICT_OWNER)
        assert_string_equal(text, migratetype_table[pageblock_type(after, p->pfn)]);
}

/* Asked at any event before the answer is known, the answer is the same; afterwards it is not this one's any more. */
static void check_later(const struct machine *m, const struct predict *first, struct random *r)
{
    const struct prediction *found = &first->found;
    struct predict later;
    /* of the owner the block must still be to come, though it is known at the end only */
    uint64_t before = found->what == PREDICT_OWNER ? first->seen_at : found->known;
    uint64_t event = random_below(r, (uint32_t)before);
    assert_true(ask(m, &first->op, found->what, event, &later, NULL));
    check_choices(&later);
    assert_string_equal(later.found.choice[later.found.right], found->choice[found->right]);
    assert_int_equal(later.found.known, found->known);
    assert_false(ask(m, &first->op, found->what, first->events, &later, NULL));
}

static void whatever_it_does(void **state)
{
    struct machine *m = boot_machine("small", STAGE_WMARK);
    struct random r = { .state = 54 };
    unsigned answered[PREDICT_KINDS] = { 0 };
    (void)state;
    for (unsigned i = 0; i < 600; i++) {
        const struct op op = random_op(m, &r);
        const enum predict_what what = (enum predict_what)(i % PREDICT_KINDS);
        struct predict p;
        struct machine *after = NULL;
        if (!op_is_long(m, &op) && ask(m, &op, what, 0, &p, &after)) {
            answered[what]++;
            check_choices(&p);
            check_truth(&p, after);
            check_later(m, &p, &r);
        }
        if (after)
            machine_destroy(after);
        op_apply(m, &op);
    }
    for (unsigned what = 0; what < PREDICT_KINDS; what++)
        assert_true(answered[what] > 20);
    machine_destroy(m);
}

static void names(void **state)
{
    enum predict_what what;
    (void)state;
    for (unsigned i = 0; i < PREDICT_KINDS; i++) {
        assert_true(predict_read(predict_name((enum predict_what)i), &what));
        assert_int_equal(what, i);
    }
    assert_false(predict_read("", &what));
    assert_false(predict_read("lists", &what));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_pages),
        cmocka_unit_test(the_cpus_lists),
        cmocka_unit_test(whatever_it_does),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
