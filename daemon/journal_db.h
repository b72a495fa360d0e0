// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the files of the journal share: the database and its prepared statements. All of it with the lock held; nobody else looks
 * inside.
 */
#ifndef DAEMON_JOURNAL_DB_H
#define DAEMON_JOURNAL_DB_H

#include <pthread.h>
#include <sqlite3.h>

#include "daemon/journal.h"

enum statement {
    BEGIN,
    COMMIT,
    ROLLBACK,
    COUNT,
    ADD_ROOM,
    FIND_ROOM,
    ADD_OP,
    READ_OPS,
    SET_ACCESS,
    ADD_NOTE,
    DEL_NOTE,
    SWEEP_NOTES,
    READ_NOTES,
    STATEMENTS
};

struct journal {
    pthread_mutex_t lock; /* all below */
    sqlite3 *db;
    sqlite3_stmt *statement[STATEMENTS];
};

/* Notes why the last call failed, for journal_why(). */
enum journal_result db_failed(struct journal *j);

/* Runs a statement that gives no rows, and resets it. False if it failed. */
bool db_run(struct journal *j, enum statement which);

/* Ends a transaction: commits it if all went well and the commit is on the disk. */
enum journal_result db_finish(struct journal *j, bool ok);

/* A whole number from 0 on that fits, or UINT32_MAX, which this program never writes. */
uint32_t db_number(sqlite3_stmt *s, int column);

/* Adds a note, inside a transaction or as one of its own. */
bool db_add_note(struct journal *j, const struct token *id, const struct note *note);

void db_bind_token(sqlite3_stmt *s, int at, const struct token *token);

/* A text column; "" where it is none. */
const char *db_text(sqlite3_stmt *s, int column);

#endif
