// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Damage: whatever is freed twice, freed wrongly or overwritten, every operation ends, both compilations end in the same machine, a replica follows
 * by events alone, and once the kernel has stopped nothing goes on.
 */
#include "alloc/slub/slub.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"
#include "tests/lib/vandal.h"

#define RUNS 150 /* on each profile */
#define OPS  300

struct pair {
    struct machine *quiet, *loud;
    struct replica replica;
    int depth; /* of the walk */
};

static void hear(void *arg, const struct event *e)
{
    struct pair *p = arg;

    replica_apply(&p->replica, e);
    p->depth = event_depth(e, p->depth);
}

/* Runs until the kernel stops, or for OPS operations. Returns why it stopped. */
static uint32_t vandalise(struct machine *booted, uint64_t seed)
{
    struct dice dice = { .random = { seed } };
    struct pair p = { machine_clone(booted), machine_clone(booted), .depth = 0 };
    struct vandal v = { .m = p.quiet, .d = &dice, .patience = (unsigned)(seed % 1000) };
    struct op op = op_of(OP_SHRINK_ALL);
    struct op_error error;
    uint32_t reason;

    replica_start(&p.replica, p.loud);
    machine_listen(p.loud, WANT_ALL, hear, &p);
    for (int i = 0; i < OPS && !p.quiet->oops; i++) {
        op = vandal_op(&v);
        vandal_apply(&v, &op);
        op_apply(p.loud, &op);
        assert_int_equal(p.depth, 0);
        if (machine_digest(p.loud) != machine_digest(p.quiet) ||
            replica_digest(&p.replica) != machine_digest(p.quiet)) {
            char text[256];

            op_print(&op, text, sizeof text);
            fail_msg("seed %u, operation %d (%s): %s", (unsigned)seed, i, text,
                     machine_digest(p.loud) != machine_digest(p.quiet)
                         ? "the compilations differ"
                         : "the replica does not follow");
        }
    }
    reason = p.quiet->oops;
    assert_int_equal(op_check(p.quiet, &op, &error) && reason, 0);
    replica_end(&p.replica);
    machine_destroy(p.quiet);
    machine_destroy(p.loud);
    return reason;
}

static void damage_is_survived(void **state)
{
    static const char *const profiles_[] = { "m16", "mhole" };
    uint32_t count[OOPS_REASONS] = { 0 };

    (void)state;
    for (unsigned k = 0; k < 2; k++) {
        struct machine *m = boot_slub_machine(profiles_[k], STAGE_WMARK);

        assert_int_equal(machine_freeze(m), 0);
        for (uint64_t seed = 0; seed < RUNS; seed++)
            count[vandalise(m, seed * 7 << 1 | k)]++;
        machine_destroy(m);
    }
    /* Some go on to the end, most are stopped, not all for one reason. */
    assert_true(count[OOPS_NONE] && count[OOPS_FAULT] && count[OOPS_BUG] && count[OOPS_SLAB] &&
                count[OOPS_CACHE]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
