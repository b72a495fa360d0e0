// SPDX-License-Identifier: GPL-2.0-or-later
/* Who applies the change events to a copy of the starting image has the machine's image, after every operation. */
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

static void follow(const char *profile, enum boot_stage stage, unsigned ops, uint64_t seed)
{
    struct machine *m = boot_machine(profile, stage);
    struct random random = { seed };
    struct replica replica;

    replica_start(&replica, m);
    assert_int_equal(replica_digest(&replica), machine_digest(m));
    machine_listen(m, WANT_CHANGES, replica_apply, &replica);
    for (unsigned n = 0; n < ops; n++) {
        struct op op = random_op(m, &random);

        op_apply(m, &op);
        if (replica_digest(&replica) != machine_digest(m))
            fail_msg("%s: digests part at operation %u", profile, n);
    }
    assert_memory_equal((const char *)replica.words + CHUNK_SIZE,
                        (const char *)machine_image(m) + CHUNK_SIZE, machine_size(m) - CHUNK_SIZE);
    replica_end(&replica);
    machine_destroy(m);
}

static void study_10000(void **state)
{
    (void)state;
    follow("study", STAGE_WMARK, 10000, 11);
}

static void others(void **state)
{
    (void)state;
    follow("small", STAGE_WMARK, 10000, 12);
    follow("study", STAGE_MEM_INIT, 2000, 13);
    follow("modd", STAGE_WMARK, 3000, 14);
    follow("m16", STAGE_WMARK, 3000, 15);
}

/* The boot stages too, from the machine as created. */
static void through_boot(void **state)
{
    static const char *const names[] = { "small", "modd", "study" };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct machine *m = boot_machine(names[i], STAGE_NONE);
        struct replica replica;

        replica_start(&replica, m);
        machine_listen(m, WANT_CHANGES, replica_apply, &replica);
        for (uint32_t s = STAGE_ZONELISTS; s < STAGE_COUNT; s++) {
            struct op op = op_of(OP_BOOT);

            op.stage = s;
            if (s == STAGE_KMEM_CACHE_INIT)
                continue;
            op_apply(m, &op);
            assert_int_equal(replica_digest(&replica), machine_digest(m));
        }
        replica_end(&replica);
        machine_destroy(m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(study_10000),
        cmocka_unit_test(others),
        cmocka_unit_test(through_boot),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
