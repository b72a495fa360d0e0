// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/load.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/import.h"
#include "daemon/room_keep.h"
#include "daemon/rooms.h"

void room_give_up(struct room *room, enum room_state state, const char *code, const char *field,
                  const char *format, ...)
{
    struct op_error *error = &room->trouble.error;
    *error = (struct op_error){ .code = code, .field = field };
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    ledger_free(&room->pending);
    room->state = state;
}

bool room_enter_base(struct room *room)
{
    const char *why = "";
    const struct profile *listed = profile_find(room->row.profile);
    if (!listed) {
        room_give_up(room, ROOM_BROKEN, "unknown", "room", "this daemon has no profile \"%s\"",
                     room->row.profile);
        return false;
    }
    struct profile profile = *listed;
    profile.slub = room->row.slub;
    profile.page_struct_size = room->row.page_struct_size;
    room->base = bases_get(room->rooms->bases, &profile, &why);
    room->machine = room->base ? machine_clone(room->base->booted) : NULL;
    if (!room->machine) {
        room_give_up(room, ROOM_BROKEN, "memory", "room", "the machine cannot be made: %s", why);
        return false;
    }
    return true;
}

void room_adopt_first(struct room *room)
{
    for (uint32_t i = 0; i < BASE_OPS; i++) {
        struct record r = room->base->first[i];
        r.cost = room->cost;
        room->cost += r.tally.events;
        ledger_add(&room->records, &r);
        series_add(&room->series, &room->base->samples[i]);
    }
    room->checkpoint_cost = room->kept_cost = room->cost;
}

/* ---- a new room ---- */

static enum journal_result write_row(struct room *room)
{
    char text[BASE_OPS][64];
    struct op_row rows[BASE_OPS];
    for (uint32_t i = 0; i < BASE_OPS; i++) {
        struct op op = base_op(i + 1);
        op_print(&op, text[i], sizeof text[i]);
        rows[i] =
            (struct op_row){ i + 1, text[i], 0,
                             i ? room->base->first[i - 1].digest : room->base->origin_digest };
    }
    return journal_create(room->rooms->journal, &room->row, rows, BASE_OPS,
                          room->rooms->limits.rooms);
}

bool room_written(struct room *room, enum journal_result result)
{
    uint32_t limit = room->rooms->limits.rooms;
    switch (result) {
    case JOURNAL_NONE:
        room_give_up(room, ROOM_GONE, "limit", "room", "this daemon keeps at most %u rooms", limit);
        room->trouble.limit = limit;
        room->trouble.has_limit = true;
        return false;
    case JOURNAL_FAILED:
        room_give_up(room, ROOM_GONE, "journal", "room", "%s", journal_why());
        return false;
    case JOURNAL_OK:
        break;
    }
    return true;
}

void room_create(struct room *room, struct ask *ask)
{
    if (room->import) {
        room_import(room, ask);
        return;
    }
    if (!room_enter_base(room)) {
        room_answer(ask, &(struct answer){ .refusal = room->trouble });
        return;
    }
    if (!room_written(room, write_row(room))) {
        room_answer(ask, &(struct answer){ .refusal = room->trouble });
        return;
    }
    room_adopt_first(room);
    room->access = room->row.access;
    room->state = ROOM_READY;
    room_answer(ask, &(struct answer){ .n = room->records.nr, .machine = room->machine });
    room->key = (struct token){ 0 };
}

/* ---- an old room ---- */

struct reading {
    struct room *room;
    uint32_t next; /* op */
    bool ok;
    bool stale; /* the cache does not agree */
};

/* Is the last op that came from the cache the one of the journal, on the same machine? */
static bool same_as_recalled(const struct room *room, const struct record *r)
{
    const struct record was = room_record(room, r->n);
    return memcmp(&was.op, &r->op, sizeof r->op) == 0 && was.by == r->by &&
           room_record(room, r->n - 1).digest == r->digest;
}

/* One row of the journal becomes a record that waits for its replay. */
static bool read_row(void *arg, const struct op_row *row)
{
    struct reading *reading = arg;
    struct room *room = reading->room;
    struct record r = { .n = row->n, .by = row->by, .digest = row->before };
    struct op_error error = { 0 };
    unsigned repeat = 1;
    size_t column;
    reading->ok = false;
    if (row->n != reading->next) {
        room_give_up(room, ROOM_BROKEN, "journal", "room",
                     "the journal holds op %u where op %u should be", row->n, reading->next);
        return false;
    }
    if (!op_parse(row->text, strlen(row->text), &r.op, &repeat, &error, &column) || repeat != 1) {
        room_give_up(room, ROOM_BROKEN, "journal", "room",
                     "op %u of the journal cannot be read: %s", row->n,
                     error.code ? error.message : "it is not one operation");
        return false;
    }
    reading->next++;
    reading->stale = row->n <= room->recalled && !same_as_recalled(room, &r);
    if (row->n > room->recalled)
        ledger_add(&room->pending, &r);
    reading->ok = !reading->stale;
    return reading->ok;
}

bool room_same_beginning(const struct room *room)
{
    if (room->pending.nr < BASE_OPS)
        return false;
    for (uint32_t i = 0; i < BASE_OPS; i++) {
        struct op op = base_op(i + 1), found = ledger_get(&room->pending, i).op;
        if (memcmp(&found, &op, sizeof op) != 0)
            return false;
    }
    return true;
}

/* The ops of the journal from the last recalled one on. False if the two do not agree, or the room was given up. */
static bool read_rest(struct room *room)
{
    struct reading reading = { .room = room, .next = room->recalled, .stale = true };
    if (journal_ops(room->rooms->journal, &room->id, reading.next, read_row, &reading) !=
        JOURNAL_OK)
        return false;
    return reading.ok;
}

/* The cache is of no use: as if there were none. */
static void leave_recalled(struct room *room)
{
    machine_destroy(room->machine);
    room->machine = NULL;
    ledger_free(&room->records);
    ledger_free(&room->pending);
    series_free(&room->series);
    room->cost = room->kept_cost = 0;
    room->recalled = room->kept_records = 0;
    room->state = ROOM_NEW;
}

/* All ops of the journal; those of the base are there. False if the room was given up. */
static bool read_all(struct room *room)
{
    struct reading reading = { .room = room, .next = 1, .ok = true };
    if (journal_ops(room->rooms->journal, &room->id, 1, read_row, &reading) != JOURNAL_OK) {
        room_give_up(room, ROOM_BROKEN, "journal", "room", "%s", journal_why());
        return false;
    }
    if (!reading.ok)
        return false;
    if (!room_same_beginning(room)) {
        room_give_up(room, ROOM_BROKEN, "journal", "room",
                     "the journal of this room has lost its beginning");
        return false;
    }
    room_adopt_first(room);
    return true;
}

void room_load(struct room *room)
{
    switch (journal_find(room->rooms->journal, &room->id, &room->row)) {
    case JOURNAL_NONE:
        room_give_up(room, ROOM_GONE, "gone", "room", "there is no such room");
        return;
    case JOURNAL_FAILED:
        room_give_up(room, ROOM_BROKEN, "journal", "room", "%s", journal_why());
        return;
    case JOURNAL_OK:
        break;
    }
    if (room->row.model != MODEL_VERSION) {
        room_give_up(
            room, ROOM_BROKEN, "version", "room",
            "this room was recorded with version %u of the model; this daemon has version %u",
            room->row.model, MODEL_VERSION);
        return;
    }
    if (!room_enter_base(room))
        return;
    if (room_recall(room) && !read_rest(room)) {
        leave_recalled(room);
        if (!room_enter_base(room))
            return;
    }
    if (!room->recalled && !read_all(room))
        return;
    if (journal_notes(room->rooms->journal, &room->id, &room->notes) != JOURNAL_OK) {
        room_give_up(room, ROOM_BROKEN, "journal", "room", "%s", journal_why());
        return;
    }
    room->access = room->row.access;
    room->state = ROOM_LOADING;
}

/* In an import the op is somebody's, in the journal it is ours. */
static void not_taken(struct room *room, const struct record *r, const struct op_error *error)
{
    if (room->import)
        room_give_up(room, ROOM_GONE, error->code, error->field, "op %u: %.180s", r->n,
                     error->message);
    else
        room_give_up(room, ROOM_BROKEN, "journal", "room", "op %u of the journal is not taken: %s",
                     r->n, error->message);
}

/* Starts the next op if the machine is the one that took it when it was recorded. */
static bool begin_next(struct room *room)
{
    const struct record r = ledger_get(&room->pending, room->records.nr - room->recalled);
    struct op_error error = { 0 };
    uint64_t digest = machine_digest(room->machine);
    if (!room->import && digest != r.digest) {
        room_give_up(room, ROOM_BROKEN, "digest", "room",
                     "before op %u the machine has digest %016" PRIx64
                     ", the journal says %016" PRIx64,
                     r.n, digest, r.digest);
        return false;
    }
    if (!op_check(room->machine, &r.op, &error)) {
        not_taken(room, &r, &error);
        return false;
    }
    room->loading = (struct tally){ 0 };
    machine_record(room->machine, WANT_ALL, tally_events, &room->loading);
    op_begin(room->machine, &r.op);
    room->replaying = true;
    return true;
}

static void end_next(struct room *room)
{
    struct record r = ledger_get(&room->pending, room->records.nr - room->recalled);
    machine_listen(room->machine, WANT_NOTHING, NULL, NULL);
    r.result = op_result(room->machine);
    r.tally = room->loading;
    room->replaying = false;
    room_note_record(room, &r);
}

/* Of steps that the room has not: the journal was damaged. */
static void leave_out_notes(struct room *room)
{
    for (uint32_t i = room->notes.count; i--;) {
        const struct note *note = &room->notes.list[i];
        if (note->op > room->records.nr || note->event > room_record(room, note->op).tally.events)
            notes_remove(&room->notes, note->n);
    }
}

void room_load_slice(struct room *room, uint64_t until)
{
    while (room->records.nr < room->recalled + room->pending.nr) {
        if (!room->replaying && !begin_next(room)) {
            if (room->import)
                room_import_refuse(room);
            return;
        }
        while (op_step(room->machine)) {
            if (now_us() >= until)
                return;
        }
        end_next(room);
    }
    ledger_free(&room->pending);
    if (room->import) {
        room_import_finish(room);
        return;
    }
    leave_out_notes(room);
    room->state = ROOM_READY;
}
