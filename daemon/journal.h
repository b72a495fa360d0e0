// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The journal: every room and every operation in it, in one SQLite database, DIR/rooms.sqlite3.
 *
 * Write-ahead log with synchronous=FULL: a transaction is on the disk when journal_append()
 * returns, so whatever was acknowledged outlives a crash of the daemon and of the computer. The
 * lock is exclusive: a second daemon on the same folder is turned away.
 *
 *	rooms	id, hash of the owner's key, profile, slub, sizeof(struct page), model version, when it was made, who may do what
 *	ops	room, n from 1 without gaps, the op's canonical line, who, when, and the digest of the machine *before* it
 *	notes	room, n, op and event, when, author, name, text
 *
 * The digest before an op is known when it is appended, so a replay is checked at every step
 * without ever writing a row twice.
 */
#ifndef DAEMON_JOURNAL_H
#define DAEMON_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/note.h"
#include "daemon/roles.h"
#include "daemon/sha256.h"
#include "daemon/token.h"

struct journal;

struct room_row {
    struct token id;
    struct sha256 owner; /* of the owner's key */
    struct access access;
    char profile[32];
    bool slub;
    uint32_t page_struct_size; /* bytes */
    uint32_t model;
};

struct op_row {
    uint32_t n;
    const char *text; /* canonical line */
    uint32_t by;
    uint64_t before; /* digest */
};

enum journal_result { JOURNAL_OK, JOURNAL_NONE, JOURNAL_FAILED };

/*
 * Opens or creates the database in `dir`, which is created if it is missing. NULL and a sentence in
 * why if that cannot be.
 */
struct journal *journal_open(const char *dir, char *why, size_t size);
void journal_close(struct journal *j);

/*
 * All below: any thread; one transaction at a time. After JOURNAL_FAILED journal_why() has a
 * sentence about it.
 */

/* Adds a room with its first ops. JOURNAL_NONE if there are `max_rooms` already. */
enum journal_result journal_create(struct journal *j, const struct room_row *room,
                                   const struct op_row *ops, size_t count, uint32_t max_rooms);
/* The same with notes, which may be NULL. */
enum journal_result journal_import(struct journal *j, const struct room_row *room,
                                   const struct op_row *ops, size_t count,
                                   const struct notes *notes, uint32_t max_rooms);

/* Reads a room's row. JOURNAL_NONE if there is none, or none that makes sense. */
enum journal_result journal_find(struct journal *j, const struct token *id, struct room_row *room);

/* Appends ops to a room in one transaction: all of them or none. */
enum journal_result journal_append(struct journal *j, const struct token *id,
                                   const struct op_row *ops, size_t count);

/*
 * Calls `each` for every op of a room from op `from` on, in order, until it returns false. The row is valid during the
 * call. The journal is locked meanwhile.
 */
enum journal_result journal_ops(struct journal *j, const struct token *id, uint32_t from,
                                bool (*each)(void *arg, const struct op_row *op), void *arg);

/* Writes down what the owner decided. */
enum journal_result journal_access(struct journal *j, const struct token *id,
                                   const struct access *access);

/* Adds a note, or takes one away. */
enum journal_result journal_add_note(struct journal *j, const struct token *id,
                                     const struct note *note);
enum journal_result journal_remove_note(struct journal *j, const struct token *id, uint32_t n);

/* Adds the notes of a room to `notes`. */
enum journal_result journal_notes(struct journal *j, const struct token *id, struct notes *notes);

/* About the last failure of the calling thread. */
const char *journal_why(void);

#endif
