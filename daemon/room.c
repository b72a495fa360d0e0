// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/room.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/import.h"
#include "daemon/load.h"
#include "daemon/replay.h"
#include "daemon/room_keep.h"
#include "daemon/room_people.h"
#include "daemon/room_predict.h"
#include "daemon/room_series.h"
#include "daemon/rooms.h"
#include "daemon/survey.h"

#define OP_TEXT 2048 /* no canonical line is longer */

uint32_t lapse_frames(uint64_t points, uint32_t limit)
{
    double seconds = 2 + 1.5 * log10(points ? (double)points : 1.0);
    uint32_t frames = (uint32_t)(seconds * 30);
    return frames < limit ? frames : limit;
}

uint64_t room_cost_before(const struct room *room, uint32_t n)
{
    return n <= room->records.nr ? room_record(room, n).cost : room->cost;
}

/* ---- answers ---- */

void room_answer(struct ask *ask, const struct answer *answer)
{
    struct room *room = ask->room;
    struct audience *audience = &room->rooms->audience;
    audience->answer(audience->arg, ask, answer);
    room_put(room);
}

void room_refuse(struct ask *ask, const char *code, const char *field, int64_t limit,
                 const char *format, ...)
{
    struct answer answer = { .refusal = { .error = { .code = code, .field = field },
                                          .limit = limit < 0 ? 0 : (uint64_t)limit,
                                          .has_limit = limit >= 0 } };
    va_list args;
    va_start(args, format);
    vsnprintf(answer.refusal.error.message, sizeof answer.refusal.error.message, format, args);
    va_end(args);
    room_answer(ask, &answer);
}

static void answer_open(struct room *room, struct ask *ask)
{
    room_answer(ask, &(struct answer){ .n = room->records.nr, .machine = room->machine });
}

static void answer_list(struct room *room, struct ask *ask)
{
    uint32_t nr = room->records.nr, count = ask->count;
    uint32_t first = ask->from > nr ? nr : ask->from ? (uint32_t)ask->from - 1 : 0;
    if (count > nr - first)
        count = nr - first;
    struct record *records = ledger_read(&room->records, first, count);
    room_answer(ask, &(struct answer){ .n = nr,
                                       .machine = room->machine,
                                       .digest = machine_digest(room->machine),
                                       .records = records,
                                       .nr_records = count });
    free(records);
}

/* Whoever asks for a keyframe stays, and may soon want to go back. */
static void answer_keyframe(struct room *room, struct ask *ask)
{
    if (history_empty(&room->history))
        room_survey(room);
    uint32_t nr = room->records.nr, shown = nr < HELLO_OPS ? nr : HELLO_OPS;
    struct record *records = ledger_read(&room->records, nr - shown, shown);
    struct answer answer = { .n = room->records.nr,
                             .version = room->version,
                             .notes = &room->notes,
                             .machine = room->machine,
                             .digest = machine_digest(room->machine),
                             .records = records,
                             .nr_records = shown };
    struct snapshot image = { 0 };
    if (!room->frame || room->frame_version != room->version) {
        snapshot_take(&image, room->machine, room->base->booted);
        answer.image = &image;
    }
    room_answer(ask, &answer);
    snapshot_free(&image);
    free(records);
}

/* ---- applying ---- */

void room_note_record(struct room *room, struct record *r)
{
    r->cost = room->cost;
    r->digest = machine_digest(room->machine);
    ledger_add(&room->records, r);
    series_note(&room->series, room->machine, r->n);
    room->cost += r->tally.events;
    room_keep(room);
    if (room->cost - room->checkpoint_cost < history_spacing(&room->history, room->cost))
        return;
    struct place place = { .n = r->n + 1, .cost = room->cost };
    if (history_add(&room->history, &place, room->machine))
        room->checkpoint_cost = room->cost;
}

/* Notes that an op is complete. */
static struct record note_applied(struct room *room, const struct ask *ask,
                                  const struct tally *tally)
{
    struct record r = { .n = room->records.nr + 1,
                        .by = ask->by,
                        .op = ask->op,
                        .result = op_result(room->machine),
                        .tally = *tally };
    room_note_record(room, &r);
    return r;
}

static void apply_short(struct room *room, const struct ask *ask)
{
    struct tape tape = { 0 };
    struct audience *audience = &room->rooms->audience;
    room->version++;
    machine_record(room->machine, WANT_ALL, tape_events, &tape);
    op_apply(room->machine, &ask->op);
    machine_listen(room->machine, WANT_NOTHING, NULL, NULL);
    struct record r = note_applied(room, ask, &tape.tally);
    audience->applied(audience->arg, room, &r, (const struct event *)(const void *)tape.events.data,
                      tape.tally.events, false);
    bytes_free(&tape.events);
}

static void answer_applied(struct room *room, struct ask *ask)
{
    uint32_t nr = room->records.nr;
    struct record *records = ledger_read(&room->records, nr - ask->repeat, ask->repeat);
    room_answer(ask, &(struct answer){ .n = nr,
                                       .machine = room->machine,
                                       .records = records,
                                       .nr_records = ask->repeat });
    free(records);
}

/* ---- an op of many events ---- */

static void begin_long(struct room *room, struct ask *ask)
{
    struct running *running = must_zalloc(sizeof *running);
    uint32_t done, total;
    running->ask = ask;
    changes_start(&running->changes, machine_size(room->machine));
    room->version++;
    machine_record(room->machine, WANT_ALL, changes_events, &running->changes);
    op_begin(room->machine, &ask->op);
    op_progress(room->machine, &done, &total);
    running->frames = lapse_frames(total, room->rooms->limits.lapse_frames);
    room->running = running;
}

/* Sends what changed since the last frame. */
static void send_frame(struct room *room, bool last)
{
    struct running *running = room->running;
    struct audience *audience = &room->rooms->audience;
    struct bytes runs = { 0 };
    uint32_t done, total;
    op_progress(room->machine, &done, &total);
    changes_take(&running->changes, machine_image(room->machine), &runs);
    struct lapse lapse = { .n = room->records.nr + 1,
                           .op = &running->ask->op,
                           .frame = ++running->frame,
                           .frames = running->frames,
                           .tally = running->changes.tally,
                           .done = last ? total : done,
                           .total = total,
                           .last = last,
                           .runs = &runs };
    audience->lapse(audience->arg, room, NULL, &lapse);
    bytes_free(&runs);
}

static void end_long(struct room *room)
{
    struct running *running = room->running;
    struct audience *audience = &room->rooms->audience;
    send_frame(room, true);
    machine_listen(room->machine, WANT_NOTHING, NULL, NULL);
    room->running = NULL;
    struct record r = note_applied(room, running->ask, &running->changes.tally);
    audience->applied(audience->arg, room, &r, NULL, 0, true);
    answer_applied(room, running->ask);
    changes_free(&running->changes);
    free(running);
}

/*
 * Goes on with the op until the slice is over. A frame goes out each time another 1/frames of the
 * work is done.
 */
static void step_long(struct room *room, uint64_t until)
{
    struct running *running = room->running;
    room->version++;
    do {
        uint32_t done, total;
        if (!op_step(room->machine)) {
            end_long(room);
            return;
        }
        op_progress(room->machine, &done, &total);
        if (total && (uint64_t)done * running->frames / total > running->frame)
            send_frame(room, false);
    } while (now_us() < until);
}

/* ---- check, append, apply ---- */

/*
 * Checks the op as often as it is to be repeated, each time on the machine that the time before
 * leaves, and fills in the rows. All or nothing: a trial clone goes ahead, so that the journal
 * holds only ops that will be taken.
 */
static bool check_all(struct room *room, const struct ask *ask, const char *text,
                      struct op_row *rows, struct refusal *refusal)
{
    struct machine *trial = ask->repeat > 1 ? machine_clone(room->machine) : room->machine;
    bool ok = trial != NULL;
    if (!ok)
        refusal->error =
            (struct op_error){ "memory", "op", "there is not enough memory to try it" };
    for (unsigned i = 0; i < ask->repeat && ok; i++) {
        ok = op_check(trial, &ask->op, &refusal->error);
        rows[i] = (struct op_row){ room->records.nr + 1 + i, text, ask->by, machine_digest(trial) };
        if (ok && ask->repeat > 1)
            op_apply(trial, &ask->op);
    }
    if (trial && trial != room->machine)
        machine_destroy(trial);
    return ok;
}

static bool append(struct room *room, const struct ask *ask, struct refusal *refusal)
{
    char text[OP_TEXT];
    struct op_row *rows = must_zalloc(ask->repeat * sizeof *rows);
    op_print(&ask->op, text, sizeof text);
    bool ok = check_all(room, ask, text, rows, refusal);
    if (ok && journal_append(room->rooms->journal, &room->id, rows, ask->repeat) != JOURNAL_OK) {
        refusal->error = (struct op_error){ .code = "journal", .field = "op" };
        snprintf(refusal->error.message, sizeof refusal->error.message, "%s", journal_why());
        ok = false;
    }
    free(rows);
    return ok;
}

static void apply(struct room *room, struct ask *ask)
{
    uint32_t limit = room->rooms->limits.ops;
    struct answer answer = { 0 };
    if (!room_lets_operate(room, ask))
        return;
    if (room->records.nr + ask->repeat > limit) {
        room_refuse(ask, "limit", "op", limit, "a room takes at most %u operations", limit);
        return;
    }
    bool is_long = op_is_long(room->machine, &ask->op);
    if (is_long && ask->repeat > 1) {
        room_refuse(ask, "range", "repeat", 1,
                    "an operation of more than %u events runs once at a time", OP_LONG_EVENTS);
        return;
    }
    if (!append(room, ask, &answer.refusal)) {
        room_answer(ask, &answer);
        return;
    }
    if (is_long) {
        begin_long(room, ask);
        return;
    }
    for (unsigned i = 0; i < ask->repeat; i++)
        apply_short(room, ask);
    answer_applied(room, ask);
}

/* ---- the lane ---- */

static void handle(struct room *room, struct ask *ask)
{
    enum room_state state = room->state;
    if (ask->kind == ASK_CREATE) {
        room_create(room, ask);
        return;
    }
    if (state != ROOM_READY && ask->kind == ASK_COMPARE) {
        compare_refuse(room, ask);
        return;
    }
    if (state != ROOM_READY) {
        room_answer(ask, &(struct answer){ .refusal = room->trouble });
        return;
    }
    switch (ask->kind) {
    case ASK_CREATE:
        break;
    case ASK_OPEN:
        answer_open(room, ask);
        break;
    case ASK_LIST:
        answer_list(room, ask);
        break;
    case ASK_KEYFRAME:
        answer_keyframe(room, ask);
        break;
    case ASK_APPLY:
        apply(room, ask);
        break;
    case ASK_ACCESS:
        room_decide(room, ask);
        break;
    case ASK_NOTES:
        room_list_notes(room, ask);
        break;
    case ASK_NOTE:
        room_write_note(room, ask);
        break;
    case ASK_UNNOTE:
        room_remove_note(room, ask);
        break;
    case ASK_WINDOW:
    case ASK_EVENTS:
    case ASK_DIGEST:
    case ASK_TEXT:
    case ASK_LAPSE:
    case ASK_PAST:
    case ASK_WALK:
    case ASK_RECORDING:
    case ASK_CHECK:
        replay_start(room, ask);
        break;
    case ASK_PREDICT:
        room_predict(room, ask);
        break;
    case ASK_COMPARE:
        room_compare(room, ask);
        break;
    case ASK_EXPORT:
        room_export(room, ask);
        break;
    case ASK_FORK:
        room_fork(room, ask);
        break;
    case ASK_SERIES:
        room_series(room, ask);
        break;
    }
}

/* Moves the queue to the lane's own list. */
static void take_queue(struct room *room)
{
    pthread_mutex_lock(&room->lock);
    if (room->queue) {
        *room->held_back_tail = room->queue;
        room->held_back_tail = room->queue_tail;
        room->queue = NULL;
        room->queue_tail = &room->queue;
    }
    pthread_mutex_unlock(&room->lock);
}

/*
 * The first question that can be answered now: while an op is under way, one that does not change
 * the machine.
 */
static struct ask *next_ask(struct room *room)
{
    struct ask **at = &room->held_back;
    while (*at && room->running && (*at)->kind == ASK_APPLY)
        at = &(*at)->next;
    struct ask *ask = *at;
    if (!ask)
        return NULL;
    *at = ask->next;
    if (!*at)
        room->held_back_tail = at;
    if (ask->kind == ASK_APPLY) {
        pthread_mutex_lock(&room->lock);
        room->waiting_ops--;
        pthread_mutex_unlock(&room->lock);
    }
    return ask;
}

/*
 * Nothing to do: false, and the lane ends until somebody asks again. The room may be gone when this
 * returns.
 */
static bool rest(struct room *room)
{
    pthread_mutex_lock(&room->lock);
    bool more = room->queue != NULL;
    room->scheduled = more;
    pthread_mutex_unlock(&room->lock);
    if (!more)
        room_put(room);
    return more;
}

bool room_lane(struct task *task)
{
    struct room *room = (struct room *)(void *)((char *)task - offsetof(struct room, lane));
    uint64_t until = now_us() + SLICE_US;
    do {
        take_queue(room);
        if (room->state == ROOM_NEW && room->held_back && room->held_back->kind != ASK_CREATE)
            room_load(room);
        if (room->state == ROOM_LOADING) {
            room_load_slice(room, until);
            continue;
        }
        struct ask *ask = next_ask(room);
        if (ask)
            handle(room, ask);
        else if (room->running)
            step_long(room, until);
        else
            return rest(room);
    } while (now_us() < until);
    return true;
}
