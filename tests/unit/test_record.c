// SPDX-License-Identifier: GPL-2.0-or-later
/* What listeners keep: changed words, chunks against a base, checkpoints. Each is enough to get the machine back. */
#include <stdlib.h>
#include <string.h>

#include "daemon/history.h"
#include "daemon/image.h"
#include "daemon/record.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/machines.h"

static uint8_t *copy_of(const struct machine *m)
{
    uint8_t *image = malloc(machine_size(m));
    memcpy(image, machine_image(m), machine_size(m));
    return image;
}

static void write_runs(uint8_t *image, const struct bytes *runs)
{
    for (size_t at = 0; at < runs->len;) {
        uint32_t head[2];
        memcpy(head, runs->data + at, sizeof head);
        at += sizeof head;
        memcpy(image + head[0], runs->data + at, head[1] * sizeof(uint32_t));
        at += head[1] * sizeof(uint32_t);
    }
}

static void frames_add_up(void **state)
{
    struct machine *m = boot_machine("small", STAGE_MEM_INIT);
    struct op op = op_of(OP_WORKLOAD);
    struct changes changes;
    struct tally tally = { 0 };
    uint8_t *image = copy_of(m);
    struct machine *other = machine_clone(m);
    (void)state;

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
        struct bytes runs = { 0 };
        changes_take(&changes, machine_image(m), &runs);
        write_runs(image, &runs);
        bytes_free(&runs);
    }
    machine_listen(m, WANT_NOTHING, NULL, NULL);
    assert_int_equal(image_digest(image, machine_size(m)), machine_digest(m));
    assert_int_equal(image_digest(machine_image(m), machine_size(m)), machine_digest(m));

    machine_record(other, WANT_ALL, tally_events, &tally);
    op_apply(other, &op);
    assert_memory_equal(&tally, &changes.tally, sizeof tally);
    changes_free(&changes);
    free(image);
    machine_destroy(other);
    machine_destroy(m);
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

static void load_chunks(uint8_t *image, const struct snapshot *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t index;
        const uint8_t *chunk = s->data.data + (size_t)i * (4 + CHUNK_SIZE);
        memcpy(&index, chunk, 4);
        memcpy(image + (size_t)index * CHUNK_SIZE, chunk + 4, CHUNK_SIZE);
    }
}

static void chunks_add_up(void **state)
{
    struct machine *base = boot_machine("small", STAGE_MEM_INIT);
    struct random random = { 3 };
    struct snapshot all, some;
    (void)state;
    assert_int_equal(machine_freeze(base), 0);
    struct machine *m = machine_clone(base);
    snapshot_take(&some, m, base);
    assert_int_equal(some.count, 0);
    for (int i = 0; i < 50; i++) {
        struct op op = random_op(m, &random);
        op_apply(m, &op);
    }
    uint8_t *image = calloc(1, machine_size(m));
    snapshot_take(&all, base, NULL);
    load_chunks(image, &all);
    assert_int_equal(image_digest(image, machine_size(m)), machine_digest(base));
    snapshot_take(&some, m, base);
    assert_true(some.count > 0 && some.count < all.count / 2);
    load_chunks(image, &some);
    assert_int_equal(image_digest(image, machine_size(m)), machine_digest(m));
    snapshot_free(&all);
    snapshot_free(&some);
    free(image);
    machine_destroy(m);
    machine_destroy(base);
}

static struct place place_of(uint32_t n, uint64_t event, uint64_t cost)
{
    return (
        struct place){ .n = n, .tally = { .events = event, .points = event / 10 }, .cost = cost };
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
    place = place_of(3, 900, 3900);
    assert_true(history_add(&h, &place, m));
    assert_int_equal(h.count, 3);

    static const struct {
        uint32_t n;
        uint64_t at;
        bool by_point;
        uint32_t found_n;
        uint64_t found_event;
    } cases[] = { { 3, 900, false, 3, 900 }, { 3, 899, false, 3, 0 }, { 3, 90, true, 3, 900 },
                  { 3, 89, true, 3, 0 },     { 9, 0, false, 3, 900 }, { 2, 77, false, 2, 0 } };
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_add_up),
        cmocka_unit_test(runs_are_short),
        cmocka_unit_test(chunks_add_up),
        cmocka_unit_test(checkpoints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
