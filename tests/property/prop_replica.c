// SPDX-License-Identifier: GPL-2.0-or-later
/* Who applies the change events to a copy of the starting image has the machine's image, after every operation. */
#include "tests/lib/cmocka.h"
#include "tests/lib/objects.h"

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
    assert_int_equal(replica_differs(&replica, m), 0);
    replica_end(&replica);
    machine_destroy(m);
}

/* Chunks of RAM that the machine has written. */
static uint32_t ram_chunks(const struct machine *m)
{
    uint32_t n = 0, end = machine_size(m) / CHUNK_SIZE;

    for (uint32_t i = machine_next_chunk(m, m->ram_off / CHUNK_SIZE, CHUNKS_WRITTEN); i < end;
         i = machine_next_chunk(m, i + 1, CHUNKS_WRITTEN))
        n++;
    return n;
}

/* With SLUB: objects, their caches and what lies in them are words of RAM. */
static void follow_ram(const char *profile, unsigned ops, uint64_t seed)
{
    struct machine *m = boot_slub_machine(profile, STAGE_WMARK);
    static struct objects objects;
    struct random random = { seed };
    struct replica replica;

    objects = (struct objects){ 0 };
    replica_start(&replica, m);
    machine_listen(m, WANT_CHANGES, replica_apply, &replica);
    for (unsigned n = 0; n < ops; n++) {
        struct op op =
            random_below(&random, 4) ? random_object_op(&objects, &random) : random_op(m, &random);

        objects_apply(m, &objects, &op);
        if (replica_digest(&replica) != machine_digest(m))
            fail_msg("%s: digests part at operation %u", profile, n);
    }
    assert_int_equal(replica_differs(&replica, m), 0);
    assert_in_range(ram_chunks(m), 50, m->ram_size / CHUNK_SIZE);
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

static void in_ram(void **state)
{
    (void)state;
    follow_ram("study", 4000, 16);
    follow_ram("small", 4000, 17);
    follow_ram("modd", 2000, 18);
}

/* The boot stages too, from the machine as created. */
static void boot_and_follow(const char *profile, bool slub)
{
    struct machine *m =
        slub ? boot_slub_machine(profile, STAGE_NONE) : boot_machine(profile, STAGE_NONE);
    struct replica replica;

    replica_start(&replica, m);
    machine_listen(m, WANT_CHANGES, replica_apply, &replica);
    for (uint32_t s = STAGE_ZONELISTS; s < STAGE_COUNT; s++) {
        struct op op = op_of(OP_BOOT);

        op.stage = s;
        if (s == STAGE_KMEM_CACHE_INIT && !slub)
            continue;
        op_apply(m, &op);
        assert_int_equal(replica_digest(&replica), machine_digest(m));
    }
    assert_int_equal(replica_differs(&replica, m), 0);
    replica_end(&replica);
    machine_destroy(m);
}

static void through_boot(void **state)
{
    static const char *const names[] = { "small", "modd", "study" };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        boot_and_follow(names[i], false);
        boot_and_follow(names[i], true);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(study_10000),
        cmocka_unit_test(others),
        cmocka_unit_test(in_ram),
        cmocka_unit_test(through_boot),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
