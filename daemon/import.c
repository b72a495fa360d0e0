// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/import.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/load.h"
#include "daemon/rooms.h"

#define OP_TEXT 2048 /* no canonical line is longer */

struct import *import_new(void)
{
    return must_zalloc(sizeof(struct import));
}

void import_free(struct import *import)
{
    if (!import)
        return;
    bytes_free(&import->lines);
    notes_free(&import->notes);
    free(import->ask);
    free(import);
}

/* ---- reading ---- */

/* One line becomes as many pending ops as it says. False after giving up. */
static bool read_line(struct room *room, const char *line, size_t len)
{
    uint32_t n = room->pending.nr + 1, limit = room->rooms->limits.ops;
    struct record r = { 0 };
    struct op_error error = { 0 };
    unsigned repeat = 1;
    size_t column = 0;
    if (!op_parse(line, len, &r.op, &repeat, &error, &column)) {
        room_give_up(room, ROOM_GONE, error.code ? error.code : "syntax", "ops", "op %u: %.160s", n,
                     error.code ? error.message : "there is none in this line");
        return false;
    }
    for (unsigned i = 0; i < repeat; i++, n++) {
        if (n > limit) {
            room_give_up(room, ROOM_GONE, "limit", "ops", "ops: a room takes at most %u", limit);
            room->trouble.limit = limit;
            room->trouble.has_limit = true;
            return false;
        }
        r.n = n;
        ledger_add(&room->pending, &r);
    }
    return true;
}

static bool read_lines(struct room *room)
{
    const struct bytes *lines = &room->import->lines;
    const char *line = (const char *)lines->data, *end = line + lines->len;
    while (line < end) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (!stop)
            stop = end;
        if (!read_line(room, line, (size_t)(stop - line)))
            return false;
        line = stop + 1;
    }
    if (room_same_beginning(room))
        return true;
    room_give_up(room, ROOM_GONE, "range", "ops",
                 "ops: the first two must be boot zonelists and boot mem_init");
    return false;
}

/* ---- the end ---- */

static void answer(struct room *room, const struct answer *answer)
{
    struct ask *ask = room->import->ask;
    room->import->ask = NULL;
    import_free(room->import);
    room->import = NULL;
    room_answer(ask, answer);
}

void room_import_refuse(struct room *room)
{
    answer(room, &(struct answer){ .refusal = room->trouble });
}

/* An op's canonical line, with its NUL. */
static void add_line(struct bytes *to, const struct op *op)
{
    char text[OP_TEXT];
    int len = op_print(op, text, sizeof text);
    bytes_add(to, text, (size_t)len + 1);
}

static enum journal_result write_all(struct room *room)
{
    uint32_t count = room->records.nr;
    struct op_row *rows = must_alloc(count * sizeof rows[0]);
    size_t *starts = must_alloc(count * sizeof starts[0]);
    struct bytes texts = { 0 };
    uint64_t before = room->base->origin_digest;
    for (uint32_t i = 0; i < count; i++) {
        struct record r = ledger_get(&room->records, i);
        starts[i] = texts.len;
        add_line(&texts, &r.op);
        rows[i] = (struct op_row){ .n = r.n, .before = before };
        before = r.digest;
    }
    for (uint32_t i = 0; i < count; i++)
        rows[i].text = (const char *)texts.data + starts[i];
    enum journal_result result = journal_import(room->rooms->journal, &room->row, rows, count,
                                                &room->import->notes, room->rooms->limits.rooms);
    free(rows);
    free(starts);
    bytes_free(&texts);
    return result;
}

/* Does every note stand at a step that there is? */
static bool notes_fit(struct room *room)
{
    const struct notes *notes = &room->import->notes;
    for (uint32_t i = 0; i < notes->count; i++) {
        const struct note *note = &notes->list[i];
        bool there = note->op >= 1 && note->op <= room->records.nr;
        if (there && note->event <= ledger_get(&room->records, note->op - 1).tally.events)
            continue;
        room_give_up(room, ROOM_GONE, "range", there ? "event" : "op",
                     "note %u: there is no step %u.%" PRIu64, note->n, note->op, note->event);
        return false;
    }
    return true;
}

void room_import_finish(struct room *room)
{
    struct import *import = room->import;
    uint64_t digest = machine_digest(room->machine);
    if (import->has_digest && digest != import->digest) {
        room_give_up(room, ROOM_GONE, "digest", "digest",
                     "digest: after the last op the machine has %016" PRIx64 ", not %016" PRIx64,
                     digest, import->digest);
    } else if (notes_fit(room) && room_written(room, write_all(room))) {
        room->notes = import->notes;
        import->notes = (struct notes){ 0 };
        room->state = ROOM_READY;
        answer(room, &(struct answer){ .n = room->records.nr, .machine = room->machine });
        room->key = (struct token){ 0 };
        return;
    }
    room_import_refuse(room);
}

void room_import(struct room *room, struct ask *ask)
{
    room->import->ask = ask;
    if (!read_lines(room) || !room_enter_base(room)) {
        room_import_refuse(room);
        return;
    }
    room_adopt_first(room);
    room->state = ROOM_LOADING;
}

/* ---- the other way ---- */

/* The ops up to op n of the question, and the digest after them. Their number; 0 if it has been refused. */
static uint32_t lines_of(struct room *room, struct ask *ask, struct bytes *lines, uint64_t *digest)
{
    uint32_t nr = ask->n ? ask->n : room->records.nr;
    if (nr < BASE_OPS || nr > room->records.nr) {
        room_refuse(ask, "range", "op", room->records.nr, "op is a number from %u to %u",
                    (unsigned)BASE_OPS, room->records.nr);
        return 0;
    }
    for (uint32_t i = 0; i < nr; i++) {
        struct record r = ledger_get(&room->records, i);
        add_line(lines, &r.op);
        lines->data[lines->len - 1] = '\n';
        *digest = r.digest;
    }
    return nr;
}

void room_export(struct room *room, struct ask *ask)
{
    struct bytes lines = { 0 };
    uint64_t digest = 0;
    uint32_t nr = lines_of(room, ask, &lines, &digest);
    if (nr)
        room_answer(ask, &(struct answer){
                             .n = nr, .digest = digest, .text = &lines, .notes = &room->notes });
    bytes_free(&lines);
}

/* Without their authors, who are nobody in the new room. */
static void copy_notes(struct notes *to, const struct notes *notes, uint32_t last)
{
    for (uint32_t i = 0; i < notes->count; i++) {
        struct note note = notes->list[i];
        if (note.op > last)
            continue;
        note.n = to->count + 1;
        note.author = (struct author){ 0 };
        notes_add(to, &note);
    }
}

void room_fork(struct room *room, struct ask *ask)
{
    struct import *import = import_new();
    uint32_t nr = lines_of(room, ask, &import->lines, &import->digest);
    if (!nr) {
        import_free(import);
        return;
    }
    import->has_digest = true;
    copy_notes(&import->notes, &room->notes, nr);
    room_answer(ask, &(struct answer){ .n = nr, .import = import });
}
