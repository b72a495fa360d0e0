// SPDX-License-Identifier: GPL-2.0-or-later
/* What people said and what the owner decided: one row at a time, each a transaction of its own. */
#include <stdio.h>
#include <string.h>

#include "daemon/journal_db.h"

/* Runs a statement that is bound, as a transaction. */
static enum journal_result run_bound(struct journal *j, enum statement which)
{
    enum journal_result result = db_run(j, which) ? JOURNAL_OK : db_failed(j);
    sqlite3_clear_bindings(j->statement[which]);
    return result;
}

enum journal_result journal_access(struct journal *j, const struct token *id,
                                   const struct access *access)
{
    pthread_mutex_lock(&j->lock);
    sqlite3_stmt *s = j->statement[SET_ACCESS];
    sqlite3_bind_int(s, 1, (int)access->mode);
    sqlite3_bind_int(s, 2, (int)access->notes);
    db_bind_token(s, 3, id);
    enum journal_result result = run_bound(j, SET_ACCESS);
    pthread_mutex_unlock(&j->lock);
    return result;
}

bool db_add_note(struct journal *j, const struct token *id, const struct note *note)
{
    sqlite3_stmt *s = j->statement[ADD_NOTE];
    db_bind_token(s, 1, id);
    sqlite3_bind_int64(s, 2, note->n);
    sqlite3_bind_int64(s, 3, note->op);
    sqlite3_bind_int64(s, 4, (sqlite3_int64)note->event);
    sqlite3_bind_int64(s, 5, note->at);
    sqlite3_bind_text(s, 6, note->author.hex, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 7, note->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 8, note->text, -1, SQLITE_STATIC);
    bool ok = db_run(j, ADD_NOTE);
    sqlite3_clear_bindings(s);
    return ok;
}

enum journal_result journal_add_note(struct journal *j, const struct token *id,
                                     const struct note *note)
{
    pthread_mutex_lock(&j->lock);
    enum journal_result result = db_add_note(j, id, note) ? JOURNAL_OK : db_failed(j);
    pthread_mutex_unlock(&j->lock);
    return result;
}

enum journal_result journal_remove_note(struct journal *j, const struct token *id, uint32_t n)
{
    pthread_mutex_lock(&j->lock);
    enum journal_result result = JOURNAL_FAILED;
    db_bind_token(j->statement[DEL_NOTE], 1, id);
    sqlite3_bind_int64(j->statement[DEL_NOTE], 2, n);
    db_bind_token(j->statement[SWEEP_NOTES], 1, id);
    if (db_run(j, BEGIN))
        result = db_finish(j, db_run(j, DEL_NOTE) && db_run(j, SWEEP_NOTES));
    else
        db_failed(j);
    sqlite3_clear_bindings(j->statement[DEL_NOTE]);
    sqlite3_clear_bindings(j->statement[SWEEP_NOTES]);
    pthread_mutex_unlock(&j->lock);
    return result;
}

/* A row that cannot have been written by this program is left out, and so is the number of a note that is gone. */
static void read_note(sqlite3_stmt *s, struct notes *notes)
{
    struct note note = { .n = db_number(s, 0),
                         .op = db_number(s, 1),
                         .event = (uint64_t)sqlite3_column_int64(s, 2),
                         .at = sqlite3_column_int64(s, 3),
                         .name = db_text(s, 5),
                         .text = db_text(s, 6) };
    const char *author = db_text(s, 4);
    size_t len = strlen(author);
    if (note.n != UINT32_MAX && note.n > notes->last)
        notes->last = note.n;
    if (!note.n || note.n == UINT32_MAX || !note.op || (len && len != AUTHOR_HEX) ||
        strlen(note.name) >= NAME_BYTES || strlen(note.text) >= NOTE_BYTES)
        return;
    snprintf(note.author.hex, sizeof note.author.hex, "%s", author);
    notes_add(notes, &note);
}

enum journal_result journal_notes(struct journal *j, const struct token *id, struct notes *notes)
{
    int rc;
    pthread_mutex_lock(&j->lock);
    sqlite3_stmt *s = j->statement[READ_NOTES];
    db_bind_token(s, 1, id);
    while ((rc = sqlite3_step(s)) == SQLITE_ROW)
        read_note(s, notes);
    enum journal_result result = rc == SQLITE_DONE ? JOURNAL_OK : db_failed(j);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    pthread_mutex_unlock(&j->lock);
    return result;
}
