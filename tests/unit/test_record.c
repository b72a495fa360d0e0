// SPDX-License-Identifier: GPL-2.0-or-later
/* What listeners keep: changed words, chunks against a base, checkpoints. Each is enough to get the machine back. */
#include <string.h>

#include "daemon/history.h"
#include "daemon/image.h"
#include "daemon/record.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/objects.h"

static void take_frame(struct replica *r, struct changes *c, const struct machine *m)
{
    struct bytes runs = { 0 };
    changes_take(c, machine_image(m), &runs);
    replica_write_runs(r, runs.data, runs.len);
    bytes_free(&runs);
}

static void frames_add_up(void **state)
{
    struct machine *m = boot_machine("small", STAGE_MEM_INIT);
    struct op op = op_of(OP_WORKLOAD);
    struct changes changes;
    struct tally tally = { 0 };
    struct replica replica;
    struct machine *other = machine_clone(m);
    (void)state;

    replica_start(&replica, m);
    op.count = 5000;
    op.max_order = 6;
    op.seed = 11;
    changes_start(&changes, machine_size(m));
    machine_record(m, WANT_ALL, changes_events, &changes);
    op_begin(m, &op);
    bool more = true;
    for (int i = 0; more; i++) {
        more = op_step(m);
        if (i % 7 && more)
            continue;
        take_frame(&replica, &changes, m);
    }
    machine_listen(m, WANT_NOTHING, NULL, NULL);
    assert_int_equal(replica_digest(&replica), machine_digest(m));
    assert_int_equal(image_digest(m), machine_digest(m));

    machine_record(other, WANT_ALL, tally_events, &tally);
    op_apply(other, &op);
    assert_memory_equal(&tally, &changes.tally, sizeof tally);
    changes_free(&changes);
    replica_end(&replica);
    machine_destroy(other);
    machine_destroy(m);
}

/* A machine with SLUB, booted to the end, in a family with its `base`, which has booted to mem_init. */
static struct machine *slub_room(const char *profile, struct machine **base)
{
    *base = boot_slub_machine(profile, STAGE_MEM_INIT);
    assert_int_equal(machine_freeze(*base), 0);
    struct machine *m = machine_clone(*base);
    for (uint32_t s = STAGE_KMEM_CACHE_INIT; s < STAGE_COUNT; s++) {
        struct op op = op_of(OP_BOOT);
        op.stage = s;
        op_apply(m, &op);
    }
    return m;
}

static void run_objects(struct machine *m, struct objects *o, struct random *r, int ops)
{
    while (ops--) {
        struct op op = random_object_op(o, r);
        objects_apply(m, o, &op);
    }
}

/* So do frames of what lies in RAM, hundreds of megabytes behind the rest; and they cost what was touched. */
static void frames_of_ram_add_up(void **state)
{
    static struct objects objects;
    struct machine *base, *m = slub_room("study", &base);
    struct random random = { 5 };
    struct changes changes;
    struct replica replica;
    uint32_t groups = 0;
    (void)state;
    replica_start(&replica, m);
    changes_start(&changes, machine_size(m));
    machine_record(m, WANT_ALL, changes_events, &changes);
    for (int frame = 0; frame < 30; frame++) {
        run_objects(m, &objects, &random, 40);
        machine_flush(m);
        take_frame(&replica, &changes, m);
        assert_int_equal(replica_digest(&replica), machine_digest(m));
    }
    assert_int_equal(image_digest(m), machine_digest(m));
    for (uint32_t g = 0; g < changes.nr_groups; g++)
        groups += changes.groups[g] != NULL;
    assert_in_range(groups, 2, changes.nr_groups / 10);
    replica_end(&replica);
    machine_listen(m, WANT_NOTHING, NULL, NULL);
    changes_free(&changes);
    machine_destroy(m);
    machine_destroy(base);
}

/* Words next to each other go into one run, and so do words with a small gap. */
static void runs_are_short(void **state)
{
    static const uint32_t words[] = { 1024, 1025, 1028, 1032, 2047, 2048 };
    static uint8_t image[4 * CHUNK_SIZE];
    struct changes c;
    struct bytes runs = { 0 };
    uint32_t head[2];
    (void)state;
    changes_start(&c, sizeof image);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        changes_events(&c, &(struct event){ .head = EV_WORD, .a = words[i] * 4 }, 1);
    changes_take(&c, image, &runs);
    static const uint32_t expected[][2] = { { 4096, 5 }, { 4128, 1 }, { 8188, 1 }, { 8192, 1 } };
    size_t at = 0;
    for (size_t i = 0; i < 4; i++) {
        memcpy(head, runs.data + at, sizeof head);
        assert_memory_equal(head, expected[i], sizeof head);
        at += sizeof head + (size_t)head[1] * 4;
    }
    assert_int_equal(at, runs.len);
    runs.len = 0;
    changes_take(&c, image, &runs);
    assert_int_equal(runs.len, 0);
    bytes_free(&runs);
    changes_free(&c);
}

static void is_now(struct replica *r, const struct machine *m)
{
    assert_int_equal(replica_digest(r), image_digest(m));
    assert_int_equal(replica_differs(r, m), 0);
}

/* Lays all of m over a blank copy, and the copy is m. Gives the number of chunks. */
static uint32_t lay_all(struct replica *r, const struct machine *m)
{
    struct bytes all = { 0 };
    image_chunks(m, &all);
    uint32_t count = (uint32_t)(all.len / (CHUNK_SIZE + sizeof(uint32_t)));
    replica_load_chunks(r, all.data, count);
    bytes_free(&all);
    is_now(r, m);
    return count;
}

/* Lays what m has over a copy of `under`, and the copy is m. Gives the number of chunks. */
static uint32_t lay_over(struct replica *r, const struct machine *m, const struct machine *under)
{
    struct snapshot s;
    snapshot_take(&s, m, under);
    replica_load_difference(r, s.data.data, s.data.len);
    uint32_t count = s.count;
    snapshot_free(&s);
    is_now(r, m);
    return count;
}

static void chunks_add_up(void **state)
{
    struct machine *base = boot_machine("small", STAGE_MEM_INIT);
    struct random random = { 3 };
    struct replica replica;
    struct snapshot none;
    (void)state;
    assert_int_equal(machine_freeze(base), 0);
    struct machine *m = machine_clone(base);
    snapshot_take(&none, m, base);
    assert_int_equal(none.count, 0);
    for (int i = 0; i < 50; i++) {
        struct op op = random_op(m, &random);
        op_apply(m, &op);
    }
    replica_blank(&replica, machine_size(m));
    uint32_t all = lay_all(&replica, base);
    uint32_t some = lay_over(&replica, m, base);
    assert_int_equal(replica_digest(&replica), machine_digest(m));
    assert_true(some > 0 && some < all / 2);
    replica_end(&replica);
    machine_destroy(m);
    machine_destroy(base);
}

/* The same where RAM was written: in a family, between strangers in both directions, and over nothing. */
static void chunks_of_ram_add_up(void **state)
{
    static struct objects objects;
    struct machine *base, *m = slub_room("small", &base), *again;
    struct random random = { 4 };
    struct replica replica;
    (void)state;
    run_objects(m, &objects, &random, 500);
    assert_int_equal(image_digest(m), machine_digest(m));
    again = machine_clone(m);
    assert_int_equal(machine_freeze(again), 0);
    assert_int_equal(image_digest(again), machine_digest(m));

    replica_blank(&replica, machine_size(m));
    lay_all(&replica, base);
    uint32_t changed = lay_over(&replica, m, base);
    assert_in_range(changed, 20, 1000);
    assert_int_equal(lay_over(&replica, again, m), 0);
    assert_int_equal(lay_over(&replica, base, again), changed);
    assert_int_equal(lay_over(&replica, again, base), changed);
    run_objects(again, &objects, &random, 500);
    assert_in_range(lay_over(&replica, again, m), 20, 1000);
    lay_over(&replica, m, again);
    replica_end(&replica);
    replica_blank(&replica, machine_size(m));
    lay_all(&replica, again);
    replica_end(&replica);
    machine_destroy(again);
    machine_destroy(m);
    machine_destroy(base);
}

/* A machine that was frozen with objects in its RAM, and its clones, go on as one that never was. */
static void frozen_ram_goes_on(void **state)
{
    static struct objects objects, copy;
    struct machine *base, *m = slub_room("small", &base), *frozen;
    struct random random = { 6 }, same;
    (void)state;
    run_objects(m, &objects, &random, 800);
    frozen = machine_clone(m);
    assert_int_equal(machine_freeze(frozen), 0);
    struct machine *clone = machine_clone(frozen);
    copy = objects;
    same = random;
    run_objects(m, &objects, &random, 800);
    run_objects(clone, &copy, &same, 800);
    assert_int_equal(machine_digest(clone), machine_digest(m));
    assert_int_equal(image_digest(clone), machine_digest(m));
    assert_int_equal(image_digest(frozen), machine_base(clone));
    machine_destroy(frozen);
    machine_destroy(clone);
    machine_destroy(m);
    machine_destroy(base);
}

static struct place place_of(uint32_t n, uint64_t event, uint64_t cost)
{
    return (
        struct place){ .n = n, .tally = { .events = event, .points = event / 10 }, .cost = cost };
}

/* Saved machines share what did not change between them, and each comes back as it was, whichever of them are gone by then. */
static void saved_machines_share(void **state)
{
    enum { SAVES = 6 };
    static struct objects objects;
    struct machine *base, *m = slub_room("small", &base);
    struct random random = { 8 };
    struct saved *saved[SAVES];
    uint64_t digests[SAVES];
    size_t first = 0;
    (void)state;
    for (unsigned i = 0; i < SAVES; i++) {
        run_objects(m, &objects, &random, i ? 3 : 2000);
        digests[i] = machine_digest(m);
        saved[i] = machine_save(m, i ? saved[i - 1] : NULL);
        assert_non_null(saved[i]);
        if (i == 0)
            first = saved_own_bytes(saved[0]);
        else
            assert_in_range(saved_own_bytes(saved[i]), 1, first / 2);
    }
    machine_destroy(m);
    for (unsigned i = 0; i < SAVES; i += 2)
        saved_free(saved[i]);
    for (unsigned i = 1; i < SAVES; i += 2) {
        m = machine_restore(saved[i]);
        assert_non_null(m);
        assert_int_equal(machine_digest(m), digests[i]);
        assert_int_equal(image_digest(m), digests[i]);
        machine_destroy(m);
        saved_free(saved[i]);
    }
    machine_destroy(base);
}

static void checkpoints(void **state)
{
    struct machine *m = boot_machine("small", STAGE_MEM_INIT);
    struct history h;
    struct place place;
    (void)state;
    assert_int_equal(machine_freeze(m), 0);
    history_init(&h, 3, 64 << 20);
    for (uint32_t i = 1; i <= 3; i++) {
        place = place_of(i, 0, (uint64_t)i * 1000);
        assert_true(history_add(&h, &place, m));
        assert_false(history_add(&h, &place, m));
    }
    place = place_of(3, 900, 4400); /* saves less than twice what the one that goes for it does */
    assert_false(history_add(&h, &place, m));
    place = place_of(3, 1000, 4500);
    assert_true(history_add(&h, &place, m));
    assert_int_equal(h.count, 3);

    static const struct {
        uint32_t n;
        uint64_t at;
        bool by_point;
        uint32_t found_n;
        uint64_t found_event;
    } cases[] = { { 3, 1000, false, 3, 1000 }, { 3, 999, false, 3, 0 },  { 3, 100, true, 3, 1000 },
                  { 3, 99, true, 3, 0 },       { 9, 0, false, 3, 1000 }, { 2, 77, false, 2, 0 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct machine *clone =
            history_nearest(&h, cases[i].n, cases[i].at, cases[i].by_point, &place);
        assert_non_null(clone);
        assert_int_equal(place.n, cases[i].found_n);
        assert_int_equal(place.tally.events, cases[i].found_event);
        machine_destroy(clone);
    }
    assert_null(
        history_nearest(&h, 1, 0, false, &place)); /* the cheapest to do without went first */
    history_free(&h);

    history_init(&h, 3, 0);
    assert_false(history_add(&h, &place, m));
    history_free(&h);
    machine_destroy(m);
}

/* Wherever one goes back to, the checkpoints that stay leave no way much longer than another; and in the end they stay. */
static void ways_are_even(void **state)
{
    enum { ROOM_FOR = 16, LENGTH = 1000000, RESTED = 20000 };
    struct machine *m = boot_machine("small", STAGE_MEM_INIT);
    struct random random = { 9 };
    struct history h;
    unsigned added = 0;
    (void)state;
    assert_int_equal(machine_freeze(m), 0);
    history_init(&h, ROOM_FOR, 64 << 20);
    for (unsigned i = 0; i < 2 * RESTED; i++) {
        uint32_t at = 1 + random_below(&random, LENGTH);
        struct place place = place_of(at, 0, at);
        bool taken = history_add(&h, &place, m);
        added += taken && i >= RESTED;
    }
    assert_int_equal(h.count, ROOM_FOR);
    assert_in_range(added, 0, 10);
    uint64_t last = 0, longest = 0;
    for (unsigned i = 0; i <= h.count; i++) {
        uint64_t next = i < h.count ? h.at[i].place.cost : LENGTH;
        if (next - last > longest)
            longest = next - last;
        last = next;
    }
    assert_in_range(longest, LENGTH / ROOM_FOR / 2, 2 * LENGTH / ROOM_FOR);
    history_free(&h);
    machine_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_add_up),        cmocka_unit_test(frames_of_ram_add_up),
        cmocka_unit_test(runs_are_short),       cmocka_unit_test(chunks_add_up),
        cmocka_unit_test(chunks_of_ram_add_up), cmocka_unit_test(frozen_ram_goes_on),
        cmocka_unit_test(saved_machines_share), cmocka_unit_test(checkpoints),
        cmocka_unit_test(ways_are_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
