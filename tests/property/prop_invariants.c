// SPDX-License-Identifier: GPL-2.0-or-later
/* Random operations, every invariant after each, and nothing leaked at the end. */
#include <string.h>

#include "alloc/check.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

struct plan {
    const char *profile;
    enum boot_stage stage;
    unsigned ops;
    uint64_t seed;
};

/* The study machine is large and its check slow; the small ones get the numbers. */
static const struct plan plans[] = {
    { "study", STAGE_WMARK, 250, 1 },  { "study", STAGE_MEM_INIT, 120, 2 },
    { "small", STAGE_WMARK, 4000, 3 }, { "small", STAGE_MEM_INIT, 2000, 4 },
    { "modd", STAGE_WMARK, 2500, 5 },  { "mhole", STAGE_WMARK, 2500, 6 },
    { "m16", STAGE_WMARK, 4000, 7 },   { "m128h", STAGE_WMARK, 1500, 8 },
};

static void sound(struct machine *m, const char *profile, unsigned n, const struct op *op)
{
    const char *why = machine_check(m);
    char text[1024];

    if (!why)
        return;
    op_print(op, text, sizeof text);
    fail_msg("%s, after operation %u (%s): %s", profile, n, text, why);
}

static void run_plan(const struct plan *plan)
{
    struct machine *m = boot_machine(plan->profile, plan->stage);
    struct random r = { plan->seed };
    uint32_t before[MAX_NR_ZONES];
    struct op op = op_of(OP_DRAIN);

    sound(m, plan->profile, 0, &op);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++)
        before[z] = free_pages_of(m, z);
    for (unsigned n = 1; n <= plan->ops; n++) {
        op = random_op(m, &r);
        op_apply(m, &op);
        sound(m, plan->profile, n, &op);
    }
    free_everything(m);
    sound(m, plan->profile, plan->ops + 1, &op);
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        assert_int_equal(free_pages_of(m, z), before[z]);
        assert_int_equal(m->zone[z].vm_stat[NR_FREE_PAGES], before[z]);
    }
    machine_destroy(m);
}

static void invariants_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++)
        run_plan(&plans[i]);
}

/* Takes everything there is, gives it back in another order: all of RAM must be whole blocks again. */
static void exhaustion_recovers(void **state)
{
    static const char *const names[] = { "small", "modd", "mhole", "m16", "m128h" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct machine *m = boot_machine(names[i], STAGE_WMARK);
        uint32_t before = free_pages_of(m, 0) + free_pages_of(m, 1), taken = 0;
        struct op op = op_of(OP_ALLOC_PAGES);

        for (op.order = MAX_ORDER; op.order-- > 0;)
            for (op.gfp = 0x1000 | 0x2000 | 0x2 | 0x8; op_apply(m, &op).pfn != 0xffffffffu;)
                taken += 1u << op.order;
        assert_int_equal(taken, before);
        sound(m, names[i], 1, &op);
        free_everything(m);
        sound(m, names[i], 2, &op);
        assert_int_equal(free_pages_of(m, 0) + free_pages_of(m, 1), before);
        machine_destroy(m);
    }
}

/* The checker must see what is wrong, or its silence means nothing. */
static void checker_sees_damage(void **state)
{
    struct machine *m = boot_machine("small", STAGE_WMARK);
    uint32_t nr_free = m->zone[0].free_area[10].nr_free;
    int32_t stat = m->zone[0].vm_stat[0];
    struct page *head;

    (void)state;
    m->zone[0].free_area[10].nr_free++;
    assert_non_null(machine_check(m));
    m->zone[0].free_area[10].nr_free = nr_free;
    m->zone[0].vm_stat[0]++;
    assert_non_null(machine_check(m));
    m->zone[0].vm_stat[0] = stat;
    head = (struct page *)(void *)((char *)m + m->zone[0].free_area[10].free_list[2].next -
                                   offsetof(struct page, lru));
    head->private_ = 9;
    assert_non_null(machine_check(m));
    head->private_ = 10;
    head->_count = 1;
    assert_non_null(machine_check(m));
    head->_count = 0;
    assert_null(machine_check(m));
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(invariants_hold),
        cmocka_unit_test(exhaustion_recovers),
        cmocka_unit_test(checker_sees_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
