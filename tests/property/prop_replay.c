// SPDX-License-Identifier: GPL-2.0-or-later
/* machine = f(profile, ops): replays, clones and interrupted long operations all end in the same machine, by the same events. */
#include <stdlib.h>
#include <sys/stat.h>

#include "alloc/frozen.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

#define OPS 1500

struct digest_of_events {
    uint64_t count, hash;
};

static void hash_event(void *arg, const struct event *e)
{
    struct digest_of_events *d = arg;
    const uint32_t w[4] = { e->head, e->a, e->b, e->c };

    for (int i = 0; i < 4; i++)
        d->hash = (d->hash ^ w[i]) * 0x100000001b3u;
    d->count++;
}

static void replay_equals_original(void **state)
{
    struct op *ops = malloc(OPS * sizeof *ops);
    uint64_t *digests = malloc(OPS * sizeof *digests);
    struct machine *m = boot_machine("m128h", STAGE_WMARK), *again;
    struct digest_of_events first = { 0 }, second = { 0 };
    struct random r = { 21 };

    (void)state;
    assert_non_null(ops);
    assert_non_null(digests);
    machine_listen(m, WANT_ALL, hash_event, &first);
    for (int i = 0; i < OPS; i++) {
        ops[i] = random_op(m, &r);
        op_apply(m, &ops[i]);
        digests[i] = machine_digest(m);
    }
    again = boot_machine("m128h", STAGE_WMARK);
    machine_listen(again, WANT_ALL, hash_event, &second);
    for (int i = 0; i < OPS; i++) {
        op_apply(again, &ops[i]);
        assert_int_equal(machine_digest(again), digests[i]);
    }
    assert_int_equal(first.count, second.count);
    assert_int_equal(first.hash, second.hash);
    machine_destroy(m);
    machine_destroy(again);
    free(ops);
    free(digests);
}

/* Listening must not change what happens. */
static void listening_changes_nothing(void **state)
{
    struct machine *quiet = boot_machine("small", STAGE_WMARK), *loud = machine_clone(quiet);
    struct digest_of_events d = { 0 };
    struct random r = { 22 };

    (void)state;
    machine_listen(loud, WANT_ALL, hash_event, &d);
    for (int i = 0; i < OPS; i++) {
        struct op op = random_op(quiet, &r);

        op_apply(quiet, &op);
        op_apply(loud, &op);
        assert_int_equal(machine_digest(quiet), machine_digest(loud));
    }
    machine_destroy(quiet);
    machine_destroy(loud);
}

/* A clone owns what it changes; its origin and its siblings do not notice. */
static void clones_are_apart(void **state)
{
    struct machine *m = boot_machine("small", STAGE_WMARK), *a, *b, *c;
    struct op op = op_of(OP_WORKLOAD);
    uint64_t base;

    (void)state;
    assert_int_equal(machine_freeze(m), 0);
    base = machine_digest(m);
    a = machine_clone(m);
    b = machine_clone(m);
    op.count = 2000;
    op.seed = 5;
    op.max_order = 4;
    op_apply(a, &op);
    assert_int_equal(machine_digest(m), base);
    assert_int_equal(machine_digest(b), base);
    assert_int_not_equal(machine_digest(a), base);
    c = machine_clone(a);
    assert_int_equal(machine_digest(c), machine_digest(a));
    op.seed = 6;
    op_apply(a, &op);
    op_apply(c, &op);
    assert_int_equal(machine_digest(c), machine_digest(a));
    machine_destroy(m);
    machine_destroy(a);
    assert_int_equal(machine_base(b), base);
    machine_destroy(b);
    op_apply(c, &op);
    machine_destroy(c);
}

static int64_t shared_bytes(const struct machine *m)
{
    struct stat s;

    assert_int_equal(fstat(m->host.base->fd, &s), 0);
    return s.st_blocks * 512;
}

/* RAM that nobody wrote costs nothing when it is read, though the base holds a few pages at both ends of it. */
static void looking_costs_nothing(void **state)
{
    struct machine *m = boot_slub_machine("small", STAGE_MEM_INIT), *clone;
    uint32_t any = 0, *word, end;
    int64_t before;

    (void)state;
    word = (uint32_t *)(void *)((char *)m + m->ram_off);
    end = m->ram_size / CHUNK_SIZE;
    *word = 1; /* the first word and the last page: whatever else the base has */
    mark_dirty(m, m->ram_off);
    word[(size_t)(end - 1) * CHUNK_SIZE / 4] = 2;
    mark_dirty(m, m->ram_off + (end - 1) * CHUNK_SIZE);
    assert_int_equal(machine_freeze(m), 0);
    before = shared_bytes(m);
    clone = machine_clone(m);
    word = (uint32_t *)(void *)((char *)clone + clone->ram_off);
    for (uint32_t i = 0; i < end; i++)
        any += word[(size_t)i * CHUNK_SIZE / 4];
    assert_true(any >= 3);
    assert_in_range(shared_bytes(m) - before, 0, 8 * EXTENT_GAP * CHUNK_SIZE);
    machine_destroy(clone);
    machine_destroy(m);
}

/* A clone taken in the middle of a long operation goes on by itself and ends where the original ends. */
static void clone_in_the_middle(void **state)
{
    struct machine *m = boot_machine("small", STAGE_ZONELISTS), *mid = NULL;
    struct op op = op_of(OP_BOOT);
    int steps = 0;

    (void)state;
    op.stage = STAGE_MEM_INIT;
    op_begin(m, &op);
    while (op_step(m))
        if (++steps == 200)
            mid = machine_clone(m);
    assert_non_null(mid);
    while (op_step(mid))
        ;
    assert_int_equal(machine_digest(mid), machine_digest(m));
    assert_int_equal(op_result(mid).count, op_result(m).count);
    machine_destroy(mid);

    op = op_of(OP_WORKLOAD);
    op.count = 5000;
    op.seed = 9;
    op.max_order = 10;
    op_begin(m, &op);
    for (steps = 0; op_step(m);)
        if (++steps == 2500)
            mid = machine_clone(m);
    while (op_step(mid))
        ;
    assert_int_equal(machine_digest(mid), machine_digest(m));
    assert_int_equal(op_result(mid).hash, op_result(m).hash);
    machine_destroy(mid);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replay_equals_original), cmocka_unit_test(listening_changes_nothing),
        cmocka_unit_test(clones_are_apart),       cmocka_unit_test(looking_costs_nothing),
        cmocka_unit_test(clone_in_the_middle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
