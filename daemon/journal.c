// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/journal.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "daemon/memory.h"

#define FORMAT_VERSION 2

enum statement {
    BEGIN,
    COMMIT,
    ROLLBACK,
    COUNT,
    ADD_ROOM,
    FIND_ROOM,
    ADD_OP,
    READ_OPS,
    STATEMENTS
};

static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [COUNT] = "SELECT count(*) FROM rooms",
    [ADD_ROOM] = ("INSERT INTO rooms(id, owner, profile, slub, page_struct_size, model, made)"
                  " VALUES(?,?,?,?,?,?,?)"),
    [FIND_ROOM] = "SELECT owner, profile, slub, page_struct_size, model FROM rooms WHERE id = ?",
    [ADD_OP] = "INSERT INTO ops(room, n, op, by, at, before) VALUES(?,?,?,?,?,?)",
    [READ_OPS] = "SELECT n, op, by, before FROM ops WHERE room = ? ORDER BY n",
};

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS rooms(id TEXT PRIMARY KEY NOT NULL, owner TEXT NOT NULL,"
    " profile TEXT NOT NULL, slub INTEGER NOT NULL, page_struct_size INTEGER NOT NULL DEFAULT 32,"
    " model INTEGER NOT NULL, made INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS ops(room TEXT NOT NULL REFERENCES rooms(id), n INTEGER NOT NULL,"
    " op TEXT NOT NULL, by INTEGER NOT NULL, at INTEGER NOT NULL, before TEXT NOT NULL,"
    " PRIMARY KEY(room, n)) WITHOUT ROWID;";

/* Format 1 knew one size of struct page. */
static const char from_format_1[] =
    "ALTER TABLE rooms ADD COLUMN page_struct_size INTEGER NOT NULL DEFAULT 32;";

struct journal {
    pthread_mutex_t lock; /* all below */
    sqlite3 *db;
    sqlite3_stmt *statement[STATEMENTS];
};

static _Thread_local char why_text[256];

const char *journal_why(void)
{
    return why_text;
}

static enum journal_result failed(struct journal *j)
{
    snprintf(why_text, sizeof why_text, "the journal cannot be used: %s", sqlite3_errmsg(j->db));
    return JOURNAL_FAILED;
}

/* ---- opening ---- */

/* mkdir -p: true if the folder is there afterwards. */
static bool make_folders(const char *dir)
{
    char *path = must_strdup(dir);
    for (char *p = path + 1; *p; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        mkdir(path, 0777);
        *p = '/';
    }
    bool there = mkdir(path, 0700) == 0 || errno == EEXIST;
    free(path);
    return there;
}

static int read_version(void *arg, int columns, char **values, char **names)
{
    (void)columns;
    (void)names;
    *(int *)arg = values[0] ? atoi(values[0]) : 0; // NOLINT(cert-err34-c): sqlite prints a number
    return 0;
}

/* Settings first: exclusive locking spares the shared-memory file and keeps a second daemon out. */
static bool prepare(struct journal *j, char *why, size_t size)
{
    int version = 0;
    if (sqlite3_exec(j->db,
                     "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;"
                     "PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF; BEGIN IMMEDIATE",
                     NULL, NULL, NULL) != SQLITE_OK) {
        snprintf(why, size, "%s",
                 sqlite3_errcode(j->db) == SQLITE_BUSY ? "another daemon uses this folder"
                                                       : sqlite3_errmsg(j->db));
        return false;
    }
    sqlite3_exec(j->db, "PRAGMA user_version", read_version, &version, NULL);
    if (version > FORMAT_VERSION) {
        snprintf(why, size, "its journal has format %d, this program knows format %d", version,
                 FORMAT_VERSION);
        return false;
    }
    char end[48];
    snprintf(end, sizeof end, "PRAGMA user_version=%d; COMMIT", FORMAT_VERSION);
    if (sqlite3_exec(j->db, version == 1 ? from_format_1 : schema, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(j->db, end, NULL, NULL, NULL) != SQLITE_OK) {
        snprintf(why, size, "%s", sqlite3_errmsg(j->db));
        return false;
    }
    for (int i = 0; i < STATEMENTS; i++) {
        if (sqlite3_prepare_v3(j->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &j->statement[i],
                               NULL) != SQLITE_OK) {
            snprintf(why, size, "%s", sqlite3_errmsg(j->db));
            return false;
        }
    }
    return true;
}

struct journal *journal_open(const char *dir, char *why, size_t size)
{
    if (!make_folders(dir)) {
        snprintf(why, size, "%s", strerror(errno));
        return NULL;
    }
    size_t n = strlen(dir) + sizeof "/rooms.sqlite3";
    char *path = must_alloc(n);
    snprintf(path, n, "%s/rooms.sqlite3", dir);
    struct journal *j = must_zalloc(sizeof *j);
    pthread_mutex_init(&j->lock, NULL);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    bool open = sqlite3_open_v2(path, &j->db, flags, NULL) == SQLITE_OK;
    free(path);
    if (!open)
        snprintf(why, size, "%s", j->db ? sqlite3_errmsg(j->db) : "out of memory");
    if (!open || !prepare(j, why, size)) {
        journal_close(j);
        return NULL;
    }
    return j;
}

void journal_close(struct journal *j)
{
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(j->statement[i]);
    sqlite3_close(j->db);
    pthread_mutex_destroy(&j->lock);
    free(j);
}

/* ---- with the lock held ---- */

static bool run(struct journal *j, enum statement which)
{
    int rc = sqlite3_step(j->statement[which]);
    sqlite3_reset(j->statement[which]);
    return rc == SQLITE_DONE;
}

static void bind_token(sqlite3_stmt *s, int at, const struct token *token)
{
    sqlite3_bind_text(s, at, token->text, TOKEN_LEN, SQLITE_STATIC);
}

static bool add_op(struct journal *j, const struct token *id, const struct op_row *op)
{
    sqlite3_stmt *s = j->statement[ADD_OP];
    char before[17];
    snprintf(before, sizeof before, "%016" PRIx64, op->before);
    bind_token(s, 1, id);
    sqlite3_bind_int64(s, 2, op->n);
    sqlite3_bind_text(s, 3, op->text, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, op->by);
    sqlite3_bind_int64(s, 5, time(NULL));
    sqlite3_bind_text(s, 6, before, -1, SQLITE_STATIC);
    bool ok = run(j, ADD_OP);
    sqlite3_clear_bindings(s);
    return ok;
}

static bool add_room(struct journal *j, const struct room_row *room)
{
    sqlite3_stmt *s = j->statement[ADD_ROOM];
    bind_token(s, 1, &room->id);
    bind_token(s, 2, &room->owner);
    sqlite3_bind_text(s, 3, room->profile, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 4, room->slub);
    sqlite3_bind_int64(s, 5, room->page_struct_size);
    sqlite3_bind_int64(s, 6, room->model);
    sqlite3_bind_int64(s, 7, time(NULL));
    bool ok = run(j, ADD_ROOM);
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

/* Ends a transaction: commits it if all went well and the commit is on the disk. */
static enum journal_result finish(struct journal *j, bool ok)
{
    if (ok && run(j, COMMIT))
        return JOURNAL_OK;
    failed(j);
    run(j, ROLLBACK);
    return JOURNAL_FAILED;
}

static enum journal_result create(struct journal *j, const struct room_row *room,
                                  const struct op_row *ops, size_t count, uint32_t max_rooms)
{
    if (!run(j, BEGIN))
        return failed(j);
    if (count_rooms(j) >= max_rooms) {
        run(j, ROLLBACK);
        return JOURNAL_NONE;
    }
    bool ok = add_room(j, room);
    for (size_t i = 0; i < count && ok; i++)
        ok = add_op(j, &room->id, &ops[i]);
    return finish(j, ok);
}

/* False if the row cannot have been written by this program. */
static bool read_room(sqlite3_stmt *s, const struct token *id, struct room_row *room)
{
    const char *owner = (const char *)sqlite3_column_text(s, 0);
    const char *profile = (const char *)sqlite3_column_text(s, 1);
    *room = (struct room_row){ .id = *id,
                               .slub = sqlite3_column_int(s, 2) != 0,
                               .page_struct_size = (uint32_t)sqlite3_column_int64(s, 3),
                               .model = (uint32_t)sqlite3_column_int64(s, 4) };
    if (!owner || !profile || !token_read(owner, strlen(owner), &room->owner))
        return false;
    return snprintf(room->profile, sizeof room->profile, "%s", profile) < (int)sizeof room->profile;
}

static enum journal_result find(struct journal *j, const struct token *id, struct room_row *room)
{
    sqlite3_stmt *s = j->statement[FIND_ROOM];
    bind_token(s, 1, id);
    enum journal_result result;
    switch (sqlite3_step(s)) {
    case SQLITE_ROW:
        result = read_room(s, id, room) ? JOURNAL_OK : JOURNAL_NONE;
        break;
    case SQLITE_DONE:
        result = JOURNAL_NONE;
        break;
    default:
        result = failed(j);
    }
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return result;
}

/* A digest of 0 stands for one that cannot be read: no machine has it. */
static uint64_t read_digest(const char *text)
{
    char *end;
    if (!text || strlen(text) != 16)
        return 0;
    uint64_t digest = strtoull(text, &end, 16);
    return *end ? 0 : digest;
}

static enum journal_result read_ops(struct journal *j, const struct token *id,
                                    bool (*each)(void *arg, const struct op_row *op), void *arg)
{
    sqlite3_stmt *s = j->statement[READ_OPS];
    bind_token(s, 1, id);
    int rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(s, 1);
        struct op_row op = { .n = (uint32_t)sqlite3_column_int64(s, 0),
                             .text = text ? text : "",
                             .by = (uint32_t)sqlite3_column_int64(s, 2),
                             .before = read_digest((const char *)sqlite3_column_text(s, 3)) };
        if (!each(arg, &op))
            break;
    }
    enum journal_result result = rc == SQLITE_ROW || rc == SQLITE_DONE ? JOURNAL_OK : failed(j);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return result;
}

/* ---- the same, locked ---- */

enum journal_result journal_create(struct journal *j, const struct room_row *room,
                                   const struct op_row *ops, size_t count, uint32_t max_rooms)
{
    pthread_mutex_lock(&j->lock);
    enum journal_result result = create(j, room, ops, count, max_rooms);
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
    if (run(j, BEGIN)) {
        bool ok = true;
        for (size_t i = 0; i < count && ok; i++)
            ok = add_op(j, id, &ops[i]);
        result = finish(j, ok);
    } else {
        failed(j);
    }
    pthread_mutex_unlock(&j->lock);
    return result;
}

enum journal_result journal_ops(struct journal *j, const struct token *id,
                                bool (*each)(void *arg, const struct op_row *op), void *arg)
{
    pthread_mutex_lock(&j->lock);
    enum journal_result result = read_ops(j, id, each, arg);
    pthread_mutex_unlock(&j->lock);
    return result;
}
