// SPDX-License-Identifier: GPL-2.0-or-later
/* Opening the journal: its tables, and what older formats lack. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/journal_db.h"
#include "daemon/memory.h"

#define FORMAT_VERSION 3

static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [COUNT] = "SELECT count(*) FROM rooms",
    [ADD_ROOM] = ("INSERT INTO rooms(id, owner, profile, slub, page_struct_size, model, made,"
                  " mode, notes) VALUES(?,?,?,?,?,?,?,?,?)"),
    [FIND_ROOM] = ("SELECT owner, profile, slub, page_struct_size, model, mode, notes"
                   " FROM rooms WHERE id = ?"),
    [ADD_OP] = "INSERT INTO ops(room, n, op, by, at, before) VALUES(?,?,?,?,?,?)",
    [READ_OPS] = "SELECT n, op, by, before FROM ops WHERE room = ? AND n >= ? ORDER BY n",
    [SET_ACCESS] = "UPDATE rooms SET mode = ?, notes = ? WHERE id = ?",
    [ADD_NOTE] = ("INSERT INTO notes(room, n, op, event, at, author, name, text)"
                  " VALUES(?,?,?,?,?,?,?,?)"),
    /* The newest stays as an empty row of op 0: the next note must not have its number. */
    [DEL_NOTE] = ("UPDATE notes SET op = 0, event = 0, at = 0, author = '', name = '', text = ''"
                  " WHERE room = ? AND n = ?"),
    [SWEEP_NOTES] = ("DELETE FROM notes WHERE room = ?1 AND op = 0 AND"
                     " n < (SELECT max(n) FROM notes WHERE room = ?1)"),
    [READ_NOTES] = ("SELECT n, op, event, at, author, name, text FROM notes"
                    " WHERE room = ? ORDER BY n"),
};

#define NOTES_TABLE                                                                          \
    "CREATE TABLE IF NOT EXISTS notes(room TEXT NOT NULL REFERENCES rooms(id),"              \
    " n INTEGER NOT NULL, op INTEGER NOT NULL, event INTEGER NOT NULL, at INTEGER NOT NULL," \
    " author TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,"                         \
    " PRIMARY KEY(room, n)) WITHOUT ROWID;"

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS rooms(id TEXT PRIMARY KEY NOT NULL, owner TEXT NOT NULL,"
    " profile TEXT NOT NULL, slub INTEGER NOT NULL, page_struct_size INTEGER NOT NULL DEFAULT 32,"
    " model INTEGER NOT NULL, made INTEGER NOT NULL, mode INTEGER NOT NULL DEFAULT 0,"
    " notes INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS ops(room TEXT NOT NULL REFERENCES rooms(id), n INTEGER NOT NULL,"
    " op TEXT NOT NULL, by INTEGER NOT NULL, at INTEGER NOT NULL, before TEXT NOT NULL,"
    " PRIMARY KEY(room, n)) WITHOUT ROWID;" NOTES_TABLE;

/* From each format to the next. Format 1 knew one size of struct page. */
static const char *const upgrades[FORMAT_VERSION] = {
    [1] = "ALTER TABLE rooms ADD COLUMN page_struct_size INTEGER NOT NULL DEFAULT 32;",
    /* Format 2 had neither roles nor notes, and held the owners' keys themselves: its rooms stay open to everybody. */
    [2] = "ALTER TABLE rooms ADD COLUMN mode INTEGER NOT NULL DEFAULT 0;"
          "ALTER TABLE rooms ADD COLUMN notes INTEGER NOT NULL DEFAULT 0;"
          "UPDATE rooms SET owner = sha256(owner);" NOTES_TABLE,
};

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

/* SQL's sha256(text): 64 hex digits. */
static void sql_sha256(sqlite3_context *context, int count, sqlite3_value **values)
{
    char hex[SHA256_HEX + 1];
    (void)count;
    const void *text = sqlite3_value_text(values[0]);
    struct sha256 hash = sha256_of(text ? text : "", (size_t)sqlite3_value_bytes(values[0]));
    sha256_print(&hash, hex);
    sqlite3_result_text(context, hex, -1, SQLITE_TRANSIENT);
}

/* Makes the tables, or what was not there in their format; ends the transaction. */
static bool upgrade(struct journal *j, int version)
{
    char end[48];
    snprintf(end, sizeof end, "PRAGMA user_version=%d; COMMIT", FORMAT_VERSION);
    sqlite3_create_function(j->db, "sha256", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                            sql_sha256, NULL, NULL);
    bool ok = version > 0 || sqlite3_exec(j->db, schema, NULL, NULL, NULL) == SQLITE_OK;
    for (int from = version; from > 0 && from < FORMAT_VERSION && ok; from++)
        ok = sqlite3_exec(j->db, upgrades[from], NULL, NULL, NULL) == SQLITE_OK;
    return ok && sqlite3_exec(j->db, end, NULL, NULL, NULL) == SQLITE_OK;
}

/* Settings first: exclusive locking spares the shared-memory file and keeps a second daemon out. */
static bool prepare(struct journal *j, char *why, size_t size)
{
    int version = 0;
    if (sqlite3_exec(j->db,
                     "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;"
                     "PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF;"
                     "PRAGMA secure_delete=ON; BEGIN IMMEDIATE",
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
    if (!upgrade(j, version)) {
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

/* What SQLite does not say: that the folder, or the file in it, is not to be written. */
static void explain(const char *dir, const char *path, char *why, size_t size)
{
    struct stat there;
    if (stat(dir, &there) == 0 && !S_ISDIR(there.st_mode))
        snprintf(why, size, "that is not a folder");
    else if (access(dir, W_OK | X_OK) != 0)
        snprintf(why, size, "the folder cannot be written: %s", strerror(errno));
    else if (access(path, F_OK) == 0 && access(path, R_OK | W_OK) != 0)
        snprintf(why, size, "rooms.sqlite3 cannot be written: %s", strerror(errno));
}

static bool open_database(struct journal *j, const char *path, char *why, size_t size)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &j->db, flags, NULL) == SQLITE_OK)
        return prepare(j, why, size);
    snprintf(why, size, "%s", j->db ? sqlite3_errmsg(j->db) : "out of memory");
    return false;
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
    if (!open_database(j, path, why, size)) {
        explain(dir, path, why, size);
        journal_close(j);
        j = NULL;
    }
    free(path);
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
