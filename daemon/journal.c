// SPDX-License-Identifier: GPL-2.0-or-later
/* Rooms and their ops. journal_open.c opens the database, journal_notes.c keeps the notes. */
#include "daemon/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/journal_db.h"

static _Thread_local char why_text[256];

const char *journal_why(void)
{
    return why_text;
}

enum journal_result db_failed(struct journal *j)
{
    snprintf(why_text, sizeof why_text, "the journal cannot be used: %s", sqlite3_errmsg(j->db));
    return JOURNAL_FAILED;
}

const char *db_text(sqlite3_stmt *s, int column)
{
    const char *text = (const char *)sqlite3_column_text(s, column);
    return text ? text : "";
}

uint32_t db_number(sqlite3_stmt *s, int column)
{
    sqlite3_int64 number = sqlite3_column_int64(s, column);
    return number < 0 || number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
}

/* ---- with the lock held ---- */

bool db_run(struct journal *j, enum statement which)
{
    int rc = sqlite3_step(j->statement[which]);
    sqlite3_reset(j->statement[which]);
    return rc == SQLITE_DONE;
}

void db_bind_token(sqlite3_stmt *s, int at, const struct token *token)
{
    sqlite3_bind_text(s, at, token->text, TOKEN_LEN, SQLITE_STATIC);
}

static bool add_op(struct journal *j, const struct token *id, const struct op_row *op)
{
    sqlite3_stmt *s = j->statement[ADD_OP];
    char before[17];
    snprintf(before, sizeof before, "%016" PRIx64, op->before);
    db_bind_token(s, 1, id);
    sqlite3_bind_int64(s, 2, op->n);
    sqlite3_bind_text(s, 3, op->text, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, op->by);
    sqlite3_bind_int64(s, 5, time(NULL));
    sqlite3_bind_text(s, 6, before, -1, SQLITE_STATIC);
    bool ok = db_run(j, ADD_OP);
    sqlite3_clear_bindings(s);
    return ok;
}

static bool add_room(struct journal *j, const struct room_row *room)
{
    sqlite3_stmt *s = j->statement[ADD_ROOM];
    char owner[SHA256_HEX + 1];
    sha256_print(&room->owner, owner);
    db_bind_token(s, 1, &room->id);
    sqlite3_bind_text(s, 2, owner, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 3, room->profile, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 4, room->slub);
    sqlite3_bind_int64(s, 5, room->page_struct_size);
    sqlite3_bind_int64(s, 6, room->model);
    sqlite3_bind_int64(s, 7, time(NULL));
    sqlite3_bind_int(s, 8, (int)room->access.mode);
    sqlite3_bind_int(s, 9, (int)room->access.notes);
    bool ok = db_run(j, ADD_ROOM);
    sqlite3_clear_bindings(s);
    return ok;
}

static int64_t count_rooms(struct journal *j)
{
    sqlite3_stmt *s = j->statement[COUNT];
    int64_t n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
    sqlite3_reset(s);
    return n;
}

enum journal_result db_finish(struct journal *j, bool ok)
{
    if (ok && db_run(j, COMMIT))
        return JOURNAL_OK;
    db_failed(j);
    db_run(j, ROLLBACK);
    return JOURNAL_FAILED;
}

static enum journal_result create(struct journal *j, const struct room_row *room,
                                  const struct op_row *ops, size_t count, const struct notes *notes,
                                  uint32_t max_rooms)
{
    if (!db_run(j, BEGIN))
        return db_failed(j);
    if (count_rooms(j) >= max_rooms) {
        db_run(j, ROLLBACK);
        return JOURNAL_NONE;
    }
    bool ok = add_room(j, room);
    for (size_t i = 0; i < count && ok; i++)
        ok = add_op(j, &room->id, &ops[i]);
    for (uint32_t i = 0; notes && i < notes->count && ok; i++)
        ok = db_add_note(j, &room->id, &notes->list[i]);
    return db_finish(j, ok);
}

/* False if the row cannot have been written by this program. */
static bool read_room(sqlite3_stmt *s, const struct token *id, struct room_row *room)
{
    const char *profile = db_text(s, 1);
    int mode = sqlite3_column_int(s, 5), notes = sqlite3_column_int(s, 6);
    *room = (struct room_row){ .id = *id,
                               .slub = sqlite3_column_int(s, 2) != 0,
                               .page_struct_size = db_number(s, 3),
                               .model = db_number(s, 4),
                               .access = { (enum room_mode)mode, (enum note_writers)notes } };
    if (!sha256_read(db_text(s, 0), &room->owner) || mode < ROOM_OPEN || mode > ROOM_LOCKED ||
        notes < NOTES_EVERYBODY || notes > NOTES_OWNER)
        return false;
    return snprintf(room->profile, sizeof room->profile, "%s", profile) < (int)sizeof room->profile;
}

static enum journal_result find(struct journal *j, const struct token *id, struct room_row *room)
{
    sqlite3_stmt *s = j->statement[FIND_ROOM];
    db_bind_token(s, 1, id);
    enum journal_result result;
    switch (sqlite3_step(s)) {
    case SQLITE_ROW:
        result = read_room(s, id, room) ? JOURNAL_OK : JOURNAL_NONE;
        break;
    case SQLITE_DONE:
        result = JOURNAL_NONE;
        break;
    default:
        result = db_failed(j);
    }
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return result;
}

/* A digest of 0 stands for one that cannot be read: no machine has it. */
static uint64_t read_digest(const char *text)
{
    char *end;
    if (strlen(text) != 16)
        return 0;
    uint64_t digest = strtoull(text, &end, 16);
    return *end ? 0 : digest;
}

static enum journal_result read_ops(struct journal *j, const struct token *id, uint32_t from,
                                    bool (*each)(void *arg, const struct op_row *op), void *arg)
{
    sqlite3_stmt *s = j->statement[READ_OPS];
    db_bind_token(s, 1, id);
    sqlite3_bind_int64(s, 2, from);
    int rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        struct op_row op = { .n = db_number(s, 0),
                             .text = db_text(s, 1),
                             .by = db_number(s, 2),
                             .before = read_digest(db_text(s, 3)) };
        if (!each(arg, &op))
            break;
    }
    enum journal_result result = rc == SQLITE_ROW || rc == SQLITE_DONE ? JOURNAL_OK : db_failed(j);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return result;
}

/* ---- the same, locked ---- */

enum journal_result journal_create(struct journal *j, const struct room_row *room,
                                   const struct op_row *ops, size_t count, uint32_t max_rooms)
{
    return journal_import(j, room, ops, count, NULL, max_rooms);
}

enum journal_result journal_import(struct journal *j, const struct room_row *room,
                                   const struct op_row *ops, size_t count,
                                   const struct notes *notes, uint32_t max_rooms)
{
    pthread_mutex_lock(&j->lock);
    enum journal_result result = create(j, room, ops, count, notes, max_rooms);
    pthread_mutex_unlock(&j->lock);
    return result;
}

enum journal_result journal_find(struct journal *j, const struct token *id, struct room_row *room)
{
    pthread_mutex_lock(&j->lock);
    enum journal_result result = find(j, id, room);
    pthread_mutex_unlock(&j->lock);
    return result;
}

enum journal_result journal_append(struct journal *j, const struct token *id,
                                   const struct op_row *ops, size_t count)
{
    pthread_mutex_lock(&j->lock);
    enum journal_result result = JOURNAL_FAILED;
    if (db_run(j, BEGIN)) {
        bool ok = true;
        for (size_t i = 0; i < count && ok; i++)
            ok = add_op(j, id, &ops[i]);
        result = db_finish(j, ok);
    } else {
        db_failed(j);
    }
    pthread_mutex_unlock(&j->lock);
    return result;
}

enum journal_result journal_ops(struct journal *j, const struct token *id, uint32_t from,
                                bool (*each)(void *arg, const struct op_row *op), void *arg)
{
    pthread_mutex_lock(&j->lock);
    enum journal_result result = read_ops(j, id, from, each, arg);
    pthread_mutex_unlock(&j->lock);
    return result;
}
