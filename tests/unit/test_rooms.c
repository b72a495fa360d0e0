// SPDX-License-Identifier: GPL-2.0-or-later
/* Rooms without a network: ops, refusals, replay, damage, and many threads at once. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/rooms.h"
#include "daemon/survey.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/folder.h"

/* ---- an audience that waits ---- */

/* One question and what came back. */
struct slip {
    pthread_mutex_t lock;
    pthread_cond_t came;
    bool done;
    struct refusal refusal;
    uint32_t n;
    size_t nr_records, nr_events;
    struct record last;
    uint64_t digest, from;
};

static atomic_uint applied, frames;

static void take_answer(void *arg, struct ask *ask, const struct answer *answer)
{
    struct slip *slip = (struct slip *)(uintptr_t)ask->who; // NOLINT(performance-no-int-to-ptr)
    (void)arg;
    pthread_mutex_lock(&slip->lock);
    slip->refusal = answer->refusal;
    slip->n = answer->n;
    slip->nr_records = answer->nr_records;
    if (answer->nr_records)
        slip->last = answer->records[answer->nr_records - 1];
    slip->nr_events = answer->nr_events;
    slip->digest = answer->digest;
    slip->from = answer->from;
    slip->done = true;
    pthread_cond_signal(&slip->came);
    pthread_mutex_unlock(&slip->lock);
    free(ask);
}

static void take_applied(void *arg, struct room *room, const struct record *record,
                         const struct event *events, size_t count, bool lapse)
{
    (void)arg;
    (void)room;
    (void)events;
    assert_true(lapse ? count == 0 : count == record->tally.events);
    applied++;
}

static void take_lapse(void *arg, struct room *room, const struct ask *ask,
                       const struct lapse *lapse)
{
    (void)arg;
    (void)room;
    (void)ask;
    assert_true(lapse->frame <= lapse->frames + 1);
    frames++;
}

static void take_noted(void *arg, struct room *room, const struct note *note, bool gone)
{
    (void)arg;
    (void)room;
    (void)note;
    (void)gone;
}

static void forget(void *arg, struct room *room)
{
    (void)arg;
    (void)room;
}

static struct rooms *open_rooms(struct limits limits)
{
    char why[200];
    struct audience audience = { .answer = take_answer,
                                 .applied = take_applied,
                                 .lapse = take_lapse,
                                 .noted = take_noted,
                                 .forget = forget };
    struct rooms *rooms = rooms_open(folder, &limits, &audience, why, sizeof why);
    if (!rooms)
        fail_msg("%s", why);
    return rooms;
}

/* Puts a question to a room, which is held for it here, and waits for the answer. */
static struct slip put(struct room *room, struct ask question)
{
    struct slip slip = { .done = false };
    struct ask *ask = malloc(sizeof *ask);
    pthread_mutex_init(&slip.lock, NULL);
    pthread_cond_init(&slip.came, NULL);
    *ask = question;
    ask->room = room;
    ask->who = (uintptr_t)&slip;
    room_hold(room);
    if (!room_ask(ask, &slip.refusal)) {
        room_put(room);
        free(ask);
        slip.done = true;
    }
    pthread_mutex_lock(&slip.lock);
    while (!slip.done)
        pthread_cond_wait(&slip.came, &slip.lock);
    pthread_mutex_unlock(&slip.lock);
    pthread_cond_destroy(&slip.came);
    pthread_mutex_destroy(&slip.lock);
    return slip;
}

static struct slip apply(struct room *room, const char *line)
{
    struct ask ask = { .kind = ASK_APPLY };
    struct op_error error;
    size_t column;
    assert_true(op_parse(line, strlen(line), &ask.op, &ask.repeat, &error, &column));
    return put(room, ask);
}

static struct slip list(struct room *room)
{
    return put(room, (struct ask){ .kind = ASK_LIST, .from = 1, .count = UINT32_MAX });
}

static struct room *create(struct rooms *rooms)
{
    struct room *room = rooms_new(rooms, profile_find("small"));
    struct slip slip = put(room, (struct ask){ .kind = ASK_CREATE });
    if (slip.refusal.error.code)
        fail_msg("%s", slip.refusal.error.message);
    return room;
}

/* ---- one thread ---- */

static void ops_and_refusals(void **state)
{
    struct rooms *rooms = open_rooms(limits_default());
    struct room *room = create(rooms);
    (void)state;
    uint64_t before = list(room).digest;
    struct slip slip = apply(room, "alloc 11 GFP_KERNEL");
    assert_string_equal(slip.refusal.error.field, "order");
    slip = apply(room, "free 0x20005");
    assert_string_equal(slip.refusal.error.code, "state");
    assert_true(list(room).digest == before);
    assert_int_equal(list(room).nr_records, 2);

    slip = apply(room, "alloc 0 GFP_KERNEL x3");
    assert_null(slip.refusal.error.code);
    assert_int_equal(slip.nr_records, 3);
    assert_int_equal(slip.last.n, 5);
    char line[32];
    snprintf(line, sizeof line, "free 0x%x x2", slip.last.result.pfn);
    slip = apply(room, line);
    assert_string_equal(slip.refusal.error.field, "pfn");
    assert_int_equal(list(room).nr_records, 5);
    room_put(room);
    rooms_close(rooms);
}

static void long_ops_come_in_frames(void **state)
{
    struct rooms *rooms = open_rooms(limits_default());
    struct room *room = create(rooms);
    (void)state;
    applied = frames = 0;
    struct slip slip = apply(room, "workload 20000 seed 3 order 5");
    assert_true(slip.last.tally.events > OP_LONG_EVENTS);
    assert_int_equal(applied, 1);
    assert_true(frames > 50 && frames <= 361);

    /* Back into it: the same digest at the end, and the place is where it was asked for. */
    struct ask ask = { .kind = ASK_DIGEST, .n = 3, .from = slip.last.tally.events };
    assert_true(put(room, ask).digest == slip.last.digest);
    ask = (struct ask){ .kind = ASK_WINDOW, .n = 3, .from = 100000, .count = 10 };
    struct slip window = put(room, ask);
    assert_true(window.from == 100000 && window.nr_events == 10);
    ask.kind = ASK_DIGEST;
    assert_true(put(room, ask).digest == window.digest);
    ask = (struct ask){ .kind = ASK_LAPSE, .n = 3, .frames = 20 };
    frames = 0;
    assert_null(put(room, ask).refusal.error.code);
    assert_true(frames > 10 && frames <= 21);
    room_put(room);
    rooms_close(rooms);
}

/* Member by member: what lies between them is nobody's. */
static void assert_same_record(const struct record *a, const struct record *b)
{
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->by, b->by);
    assert_memory_equal(&a->op, &b->op, sizeof a->op);
    assert_int_equal(a->result.pfn, b->result.pfn);
    assert_int_equal(a->result.count, b->result.count);
    assert_int_equal(a->result.failed, b->result.failed);
    assert_true(a->result.hash == b->result.hash);
    assert_int_equal(a->result.addr, b->result.addr);
    assert_int_equal(a->result.rounds, b->result.rounds);
    assert_memory_equal(&a->tally, &b->tally, sizeof a->tally);
    assert_true(a->digest == b->digest);
}

static void rooms_come_back(void **state)
{
    struct rooms *rooms = open_rooms(limits_default());
    struct room *room = create(rooms);
    struct token id = room->id;
    (void)state;
    apply(room, "alloc 3 GFP_ATOMIC x7");
    apply(room, "workload 3000 seed 1 order 3");
    struct slip was = list(room);
    room_put(room);
    rooms_close(rooms);

    rooms = open_rooms(limits_default());
    room = rooms_hold(rooms, &id);
    struct slip is = list(room);
    assert_null(is.refusal.error.code);
    assert_true(is.digest == was.digest);
    assert_int_equal(is.nr_records, was.nr_records);
    assert_same_record(&is.last, &was.last);
    room_put(room);

    struct token nobody = token_make();
    room = rooms_hold(rooms, &nobody);
    assert_string_equal(list(room).refusal.error.code, "gone");
    room_put(room);
    rooms_close(rooms);
}

/* ---- damage ---- */

static void meddle_with(const char *database, const char *sql)
{
    char path[128];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/%s.sqlite3", folder, database);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* A room with ops 3 to 5, whose journal is then changed, says this when it is opened; another room still works. */
static void opens_with(const char *sql, const char *code, const char *words)
{
    void *state = NULL;
    assert_int_equal(new_folder(&state), 0);
    struct rooms *rooms = open_rooms(limits_default());
    struct room *room = create(rooms);
    struct token id = room->id;
    apply(room, "alloc 0 GFP_KERNEL x3");
    room_put(room);
    rooms_close(rooms);
    meddle_with("rooms", sql);

    rooms = open_rooms(limits_default());
    room = rooms_hold(rooms, &id);
    struct slip slip = list(room);
    if (!slip.refusal.error.code || strcmp(slip.refusal.error.code, code) != 0 ||
        !strstr(slip.refusal.error.message, words))
        fail_msg("%s: \"%s\"", sql, slip.refusal.error.message);
    assert_string_equal(apply(room, "drain").refusal.error.code, code);
    room_put(room);
    room = create(rooms);
    assert_null(apply(room, "drain").refusal.error.code);
    room_put(room);
    rooms_close(rooms);
    assert_int_equal(remove_folder(&state), 0);
}

static void damage_is_named(void **state)
{
    (void)state;
    opens_with("UPDATE rooms SET model=99", "version", "version 99");
    opens_with("UPDATE rooms SET profile='huge'", "unknown", "\"huge\"");
    opens_with("UPDATE ops SET op='alloc 99' WHERE n=4", "journal", "op 4 of the journal");
    opens_with("UPDATE ops SET op='' WHERE n=4", "journal", "op 4 of the journal");
    opens_with("UPDATE ops SET op='alloc 5 GFP_KERNEL' WHERE n=4", "digest", "before op 5");
    opens_with("UPDATE ops SET op='free 0x23fff' WHERE n=5", "journal", "op 5 of the journal");
    opens_with("UPDATE ops SET before='0123456789abcdef' WHERE n=3", "digest", "before op 3");
    opens_with("DELETE FROM ops WHERE n=4", "journal", "op 5 where op 4");
    opens_with("DELETE FROM ops WHERE n>1", "journal", "lost its beginning");
    opens_with("UPDATE ops SET op='drain' WHERE n=2", "journal", "lost its beginning");
    opens_with("UPDATE ops SET n=n+4294967296 WHERE n=5", "journal", "op 4294967295 where op 5");
    opens_with("UPDATE rooms SET page_struct_size=7", "memory", "cannot be made: ");
    opens_with("UPDATE rooms SET page_struct_size=4294967328", "memory", "cannot be made: ");
    opens_with("UPDATE rooms SET page_struct_size=44", "digest", "before op 3");
    opens_with("UPDATE rooms SET slub=NOT slub", "digest", "before op 3");
    opens_with("UPDATE rooms SET owner='short'", "gone", "no such room");
    opens_with("UPDATE rooms SET mode=2", "gone", "no such room");
    opens_with("UPDATE rooms SET notes=-1", "gone", "no such room");
    opens_with("DELETE FROM rooms", "gone", "no such room");
}

/* Rows of notes that make no sense are left out; the others are there, and none of their numbers is given again. */
static void damaged_notes_are_left_out(void **state)
{
    static const char *const damage[] = {
        "UPDATE notes SET op=9 WHERE n=2",
        "UPDATE notes SET op=-1 WHERE n=2",
        "UPDATE notes SET event=1000000 WHERE n=2",
        "UPDATE notes SET event=-1 WHERE n=2",
        "UPDATE notes SET author='nobody' WHERE n=2",
        "UPDATE notes SET name=printf('%5000s', 'x') WHERE n=2",
        "UPDATE notes SET text=printf('%200000s', 'x') WHERE n=2",
        "UPDATE notes SET n=-2 WHERE n=2",
        "UPDATE notes SET n=4294967298 WHERE n=2",
    };
    struct ask write = { .kind = ASK_NOTE,
                         .n = 3,
                         .from = 5,
                         .caller = { .granted = true },
                         .note = { .name = "", .text = "here" } };
    for (size_t i = 0; i < sizeof damage / sizeof damage[0]; i++) {
        assert_int_equal(new_folder(state), 0);
        struct rooms *rooms = open_rooms(limits_default());
        struct room *room = create(rooms);
        struct token id = room->id;
        apply(room, "alloc 0 GFP_KERNEL x3");
        for (unsigned n = 1; n <= 3; n++)
            assert_null(put(room, write).refusal.error.code);
        room_put(room);
        rooms_close(rooms);
        meddle_with("rooms", damage[i]);
        rooms = open_rooms(limits_default());
        room = rooms_hold(rooms, &id);
        assert_null(list(room).refusal.error.code);
        if (room->notes.count != 2 || notes_find(&room->notes, 2))
            fail_msg("%s: %u notes", damage[i], room->notes.count);
        assert_null(put(room, write).refusal.error.code);
        assert_non_null(notes_find(&room->notes, 4));
        room_put(room);
        rooms_close(rooms);
        assert_int_equal(remove_folder(state), 0);
    }
}

/* ---- the cache ---- */

static struct rooms *open_keeping(void)
{
    struct limits limits = limits_default();
    limits.keep_events = 5000;
    return open_rooms(limits);
}

/* How many ops of a room come from the cache when it wakes; the room is what it was, however it wakes. */
static uint32_t wakes(const struct token *id, const struct slip *was)
{
    struct rooms *rooms = open_keeping();
    struct room *room = rooms_hold(rooms, id);
    struct slip is = list(room);
    uint32_t recalled = room->recalled;
    if (is.refusal.error.code)
        fail_msg("%s", is.refusal.error.message);
    assert_true(is.digest == was->digest);
    assert_int_equal(is.nr_records, was->nr_records);
    assert_same_record(&is.last, &was->last);
    assert_int_equal(room->series.count, was->nr_records);
    assert_int_equal(room->cost, is.last.cost + is.last.tally.events);
    while (room->keeping)
        usleep(1000);
    room_put(room);
    rooms_close(rooms);
    return recalled;
}

/* A room of some 600 ops, kept from time to time. */
static struct token worn_room(struct slip *was)
{
    struct rooms *rooms = open_keeping();
    struct room *room = create(rooms);
    struct token id = room->id;
    for (unsigned i = 0; i < 30; i++) {
        apply(room, "alloc 2 GFP_KERNEL x15");
        apply(room, "workload 300 seed 1 order 3");
        apply(room, "drain x4");
        while (room->keeping)
            usleep(1000);
    }
    apply(room, "alloc 0 GFP_KERNEL x3");
    *was = list(room);
    room_put(room);
    rooms_close(rooms);
    return id;
}

static void rooms_wake_from_the_cache(void **state)
{
    static const char *const damage[] = {
        "UPDATE kept SET digest = digest + 1",
        "UPDATE kept SET image = zeroblob(100)",
        "UPDATE kept SET chunks = chunks + 1",
        "UPDATE kept SET chunks = 4000000000",
        "UPDATE kept SET plot = zeroblob(length(plot))",
        "UPDATE kept SET n = n - 1",
        "UPDATE kept SET n = 2",
        "UPDATE kept SET version = version + 1",
        "UPDATE kept SET base = base + 1",
        "UPDATE blocks SET records = zeroblob(length(records)) WHERE number = 0",
        "DELETE FROM blocks WHERE number = 1",
        "DELETE FROM kept",
    };
    struct slip was;
    struct token id = worn_room(&was);
    (void)state;
    assert_in_range(wakes(&id, &was), BASE_OPS + 1, was.nr_records);
    for (size_t i = 0; i < sizeof damage / sizeof damage[0]; i++) {
        meddle_with("cache", damage[i]);
        if (wakes(&id, &was) != 0)
            fail_msg("%s: the room woke from it", damage[i]);
        assert_in_range(wakes(&id, &was), BASE_OPS + 1, was.nr_records); /* it was kept again */
    }
    char path[128];
    snprintf(path, sizeof path, "%s/cache.sqlite3", folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(wakes(&id, &was), 0);
}

/* The journal is what counts: a cache that goes further, or says otherwise, is left. */
static void the_journal_counts(void **state)
{
    struct slip was;
    struct token id = worn_room(&was);
    (void)state;
    meddle_with("rooms", "DELETE FROM ops WHERE n > 300");
    struct rooms *rooms = open_keeping();
    struct room *room = rooms_hold(rooms, &id);
    assert_int_equal(list(room).nr_records, 300);
    room_put(room);
    rooms_close(rooms);
}

/* Waits until so many rooms rest: whoever worked for them may hold them a little longer than we do. */
static void wait_for_idle(struct rooms *rooms, unsigned count)
{
    unsigned idle;
    do {
        usleep(1000);
        pthread_mutex_lock(&rooms->lock);
        idle = rooms->nr_idle;
        pthread_mutex_unlock(&rooms->lock);
    } while (idle < count);
}

/* A room of a long way, woken, has checkpoints all along it soon: nobody need have gone back. */
static void woken_rooms_are_surveyed(void **state)
{
    const uint64_t long_way = 2ull * SURVEY_SPACINGS * CHECKPOINT_EVENTS;
    struct rooms *rooms = open_keeping();
    struct room *room = create(rooms);
    struct token id = room->id;
    (void)state;
    uint64_t start = room->cost;
    for (unsigned i = 0; room->cost - start < long_way; i++)
        apply(room, "workload 200 seed 3 order 3 x20");
    while (room->keeping)
        usleep(1000);
    uint32_t live = room->history.count;
    assert_true(live > SURVEY_SPACINGS);
    room_put(room);
    room = rooms_hold(rooms, &id);
    assert_int_equal(room->history.count, live); /* nobody has used another room meanwhile */
    room_put(room);
    rooms_close(rooms);

    rooms = open_keeping();
    room = rooms_hold(rooms, &id);
    assert_null(put(room, (struct ask){ .kind = ASK_KEYFRAME }).refusal.error.code);
    assert_in_range(room->recalled, BASE_OPS + 1, UINT32_MAX);
    while (room->survey)
        usleep(1000);
    assert_in_range(room->history.count, live - 1, live + 1);
    room_put(room);
    wait_for_idle(rooms, 1);
    room_put(create(rooms)); /* another was used: this one rests without */
    wait_for_idle(rooms, 2);
    room = rooms_hold(rooms, &id);
    assert_int_equal(room->history.count, 0);
    room_put(room);
    rooms_close(rooms);
}

/* ---- many threads ---- */

#define THREADS 4
#define ROOMS   6

struct hammer {
    struct rooms *rooms;
    struct token ids[ROOMS];
    unsigned seed;
};

/* Asks rooms at random for everything, holding and letting go, so that they leave memory and come back. */
static void *hammer(void *arg)
{
    struct hammer *h = arg;
    static const char *const lines[] = { "alloc 0 GFP_KERNEL x5", "alloc 4 GFP_ATOMIC", "drain",
                                         "workload 1500 seed 2 order 3" };
    for (int i = 0; i < 60; i++) {
        unsigned r = (unsigned)rand_r(&h->seed);
        struct room *room = rooms_hold(h->rooms, &h->ids[r % ROOMS]);
        struct ask ask = { .kind = ASK_KEYFRAME };
        struct slip slip;
        switch (r / ROOMS % 4) {
        case 0:
        case 1:
            slip = apply(room, lines[r / 64 % 4]);
            break;
        case 2:
            slip = put(room, ask);
            break;
        default:
            ask = (struct ask){ .kind = ASK_DIGEST, .n = 2, .from = r % 100000 };
            slip = put(room, ask);
        }
        assert_null(slip.refusal.error.code);
        room_put(room);
    }
    return NULL;
}

static void many_threads(void **state)
{
    struct limits limits = limits_default();
    struct hammer h[THREADS];
    pthread_t thread[THREADS];
    uint64_t digest[ROOMS];
    (void)state;
    limits.idle_rooms = 2;
    limits.workers = 3;
    struct rooms *rooms = open_rooms(limits);
    for (unsigned i = 0; i < ROOMS; i++) {
        struct room *room = create(rooms);
        for (unsigned t = 0; t < THREADS; t++)
            h[t].ids[i] = room->id;
        room_put(room);
    }
    for (unsigned t = 0; t < THREADS; t++) {
        h[t].rooms = rooms;
        h[t].seed = t + 1;
        assert_int_equal(pthread_create(&thread[t], NULL, hammer, &h[t]), 0);
    }
    for (unsigned t = 0; t < THREADS; t++)
        pthread_join(thread[t], NULL);
    for (unsigned i = 0; i < ROOMS; i++) {
        struct room *room = rooms_hold(rooms, &h[0].ids[i]);
        digest[i] = list(room).digest;
        room_put(room);
    }
    rooms_close(rooms);
    rooms = open_rooms(limits_default());
    for (unsigned i = 0; i < ROOMS; i++) {
        struct room *room = rooms_hold(rooms, &h[0].ids[i]);
        assert_true(list(room).digest == digest[i]);
        room_put(room);
    }
    rooms_close(rooms);
}

/* Closing does not wait for what is still to be done, and forgets nothing that it should free. */
static void closed_in_the_middle(void **state)
{
    struct rooms *rooms = open_rooms(limits_default());
    struct room *room = create(rooms);
    struct slip slips[3] = { { .done = false } };
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct ask *ask = calloc(1, sizeof *ask);
        pthread_mutex_init(&slips[i].lock, NULL);
        pthread_cond_init(&slips[i].came, NULL);
        *ask = (struct ask){ .kind = i < 2 ? ASK_APPLY : ASK_LAPSE,
                             .n = 2,
                             .repeat = 1,
                             .room = room,
                             .who = (uintptr_t)&slips[i],
                             .op = { .kind = OP_WORKLOAD,
                                     .cpu = OP_NO_CPU,
                                     .count = OP_MAX_WORKLOAD,
                                     .max_order = 3 } };
        room_hold(room);
        assert_true(room_ask(ask, NULL));
    }
    usleep(50000);
    rooms_close(rooms);
    for (int i = 0; i < 3; i++) {
        pthread_cond_destroy(&slips[i].came);
        pthread_mutex_destroy(&slips[i].lock);
    }
}

#define IN_A_FOLDER(f) cmocka_unit_test_setup_teardown(f, new_folder, remove_folder)

/* Kinds of machines are limited; those that are there go on. */
static void kinds_are_bounded(void **state)
{
    const char *why = "";
    struct bases *bases = bases_new(4, 1 << 20);
    unsigned made = 0;
    (void)state;

    for (unsigned kind = 0; kind < 2 * MAX_BASES; kind++) {
        struct profile profile = *profile_find(kind & 1 ? "m16" : "small");
        profile.slub = kind & 2;
        profile.page_struct_size = PAGE_STRUCT_MIN + 4 * (kind / 4 % 9);
        made += bases_get(bases, &profile, &why) != NULL;
    }
    assert_non_null(strstr(why, "as many kinds"));
    assert_true(made >= MAX_BASES);
    assert_non_null(bases_get(
        bases, &(struct profile){ .name = "small", .page_struct_size = PAGE_STRUCT_MIN }, &why));
    bases_free(bases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_bounded),
        IN_A_FOLDER(ops_and_refusals),
        IN_A_FOLDER(long_ops_come_in_frames),
        IN_A_FOLDER(rooms_come_back),
        cmocka_unit_test(damaged_notes_are_left_out),
        cmocka_unit_test(damage_is_named),
        IN_A_FOLDER(rooms_wake_from_the_cache),
        IN_A_FOLDER(the_journal_counts),
        IN_A_FOLDER(woken_rooms_are_surveyed),
        IN_A_FOLDER(many_threads),
        IN_A_FOLDER(closed_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
