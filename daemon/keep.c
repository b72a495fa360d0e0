// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/keep.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "alloc/difference.h"

/* To be raised when struct record, struct sample or the tables change. What is of another version is not read. */
#define KEEP_VERSION (MODEL_VERSION << 16 | 2)

enum statement { BEGIN, COMMIT, ROLLBACK, PUT, PUT_BLOCK, GET, GET_BLOCKS, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [PUT] =
        "REPLACE INTO kept(room, version, n, cost, base, digest, chunks, image, stride, plot, crc)"
        " VALUES(?,?,?,?,?,?,?,?,?,?,?)",
    [PUT_BLOCK] = "REPLACE INTO blocks(room, number, records, crc) VALUES(?,?,?,?)",
    [GET] = "SELECT n, cost, digest, chunks, image, stride, plot, crc FROM kept"
            " WHERE room = ? AND version = ? AND base = ?",
    [GET_BLOCKS] = "SELECT number, records, crc FROM blocks WHERE room = ? AND number < ?"
                   " ORDER BY number",
};

static const char schema[] =
    "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    "PRAGMA trusted_schema=OFF;"
    "CREATE TABLE IF NOT EXISTS kept(room TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL,"
    " n INTEGER NOT NULL, cost INTEGER NOT NULL, base INTEGER NOT NULL, digest INTEGER NOT NULL,"
    " chunks INTEGER NOT NULL, image BLOB NOT NULL, stride INTEGER NOT NULL, plot BLOB NOT NULL,"
    " crc INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS blocks(room TEXT NOT NULL, number INTEGER NOT NULL,"
    " records BLOB NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY(room, number));";

struct keep {
    pthread_mutex_t lock; /* all below */
    sqlite3 *db;
    sqlite3_stmt *statement[STATEMENTS];
};

void kept_free(struct kept *kept)
{
    snapshot_free(&kept->image);
    bytes_free(&kept->plot);
    ledger_free(&kept->records);
}

static bool prepare(struct keep *keep, const char *path)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(path, &keep->db, flags, NULL) != SQLITE_OK ||
        sqlite3_exec(keep->db, schema, NULL, NULL, NULL) != SQLITE_OK)
        return false;
    for (int i = 0; i < STATEMENTS; i++) {
        if (sqlite3_prepare_v3(keep->db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &keep->statement[i],
                               NULL) != SQLITE_OK)
            return false;
    }
    return true;
}

struct keep *keep_open(const char *dir)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/cache.sqlite3", dir) >= (int)sizeof path)
        return NULL;
    struct keep *keep = must_zalloc(sizeof *keep);
    pthread_mutex_init(&keep->lock, NULL);
    if (prepare(keep, path))
        return keep;
    keep_close(keep);
    return NULL;
}

void keep_close(struct keep *keep)
{
    if (!keep)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(keep->statement[i]);
    sqlite3_close(keep->db);
    pthread_mutex_destroy(&keep->lock);
    free(keep);
}

/* ---- with the lock held ---- */

static bool run(struct keep *keep, enum statement which)
{
    sqlite3_stmt *s = keep->statement[which];
    int rc = sqlite3_step(s);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return rc == SQLITE_DONE;
}

static sqlite3_stmt *begin(struct keep *keep, enum statement which, const struct token *id)
{
    sqlite3_stmt *s = keep->statement[which];
    sqlite3_bind_text(s, 1, id->text, TOKEN_LEN, SQLITE_STATIC);
    return s;
}

static void bind_blob(sqlite3_stmt *s, int at, const struct bytes *bytes)
{
    sqlite3_bind_blob64(s, at, bytes->len ? (const void *)bytes->data : "", bytes->len,
                        SQLITE_STATIC);
}

static uint32_t crc_of(uint32_t crc, const void *data, size_t len)
{
    return len ? (uint32_t)crc32_z(crc, data, len) : crc;
}

static uint32_t crc_of_kept(const struct kept *kept)
{
    uint32_t crc = crc_of(0, kept->image.data.data, kept->image.data.len);
    return crc_of(crc, kept->plot.data, kept->plot.len);
}

static bool put(struct keep *keep, const struct token *id, const struct kept *kept)
{
    sqlite3_stmt *s = begin(keep, PUT, id);
    sqlite3_bind_int64(s, 2, KEEP_VERSION);
    sqlite3_bind_int64(s, 3, kept->n);
    sqlite3_bind_int64(s, 4, (sqlite3_int64)kept->cost);
    sqlite3_bind_int64(s, 5, (sqlite3_int64)kept->base);
    sqlite3_bind_int64(s, 6, (sqlite3_int64)kept->digest);
    sqlite3_bind_int64(s, 7, kept->image.count);
    bind_blob(s, 8, &kept->image.data);
    sqlite3_bind_int64(s, 9, kept->stride);
    bind_blob(s, 10, &kept->plot);
    sqlite3_bind_int64(s, 11, crc_of_kept(kept));
    return run(keep, PUT);
}

static bool put_blocks(struct keep *keep, const struct token *id, const struct kept *kept)
{
    bool ok = true;
    for (uint32_t i = 0; i < ledger_blocks(&kept->records) && ok; i++) {
        struct bytes block = { 0 };
        ledger_write_block(&kept->records, i, &block);
        sqlite3_stmt *s = begin(keep, PUT_BLOCK, id);
        sqlite3_bind_int64(s, 2, kept->first_block + i);
        bind_blob(s, 3, &block);
        sqlite3_bind_int64(s, 4, crc_of(0, block.data, block.len));
        ok = run(keep, PUT_BLOCK);
        bytes_free(&block);
    }
    return ok;
}

static void read_blob(sqlite3_stmt *s, int column, struct bytes *to)
{
    const void *blob = sqlite3_column_blob(s, column);
    if (blob)
        bytes_add(to, blob, (size_t)sqlite3_column_bytes(s, column));
}

static bool read_row(sqlite3_stmt *s, struct kept *kept)
{
    kept->n = (uint32_t)sqlite3_column_int64(s, 0);
    kept->cost = (uint64_t)sqlite3_column_int64(s, 1);
    kept->digest = (uint64_t)sqlite3_column_int64(s, 2);
    kept->image.count = (uint32_t)sqlite3_column_int64(s, 3);
    kept->stride = (uint32_t)sqlite3_column_int64(s, 5);
    read_blob(s, 4, &kept->image.data);
    read_blob(s, 6, &kept->plot);
    memset(bytes_reserve(&kept->image.data, DIFFERENCE_SLACK), 0, DIFFERENCE_SLACK);
    return (uint32_t)sqlite3_column_int64(s, 7) == crc_of_kept(kept);
}

static bool get(struct keep *keep, const struct token *id, uint64_t base, struct kept *kept)
{
    sqlite3_stmt *s = begin(keep, GET, id);
    sqlite3_bind_int64(s, 2, KEEP_VERSION);
    sqlite3_bind_int64(s, 3, (sqlite3_int64)base);
    bool ok = sqlite3_step(s) == SQLITE_ROW && read_row(s, kept);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return ok;
}

static bool get_blocks(struct keep *keep, const struct token *id, struct kept *kept)
{
    sqlite3_stmt *s = begin(keep, GET_BLOCKS, id);
    sqlite3_bind_int64(s, 2, (kept->n + LEDGER_BLOCK - 1) / LEDGER_BLOCK);
    bool ok = true;
    for (uint32_t i = 0; ok && kept->records.nr < kept->n && sqlite3_step(s) == SQLITE_ROW; i++) {
        const void *block = sqlite3_column_blob(s, 1);
        size_t len = (size_t)sqlite3_column_bytes(s, 1);
        uint32_t left = kept->n - kept->records.nr;
        ok = block && sqlite3_column_int64(s, 0) == i &&
             (uint32_t)sqlite3_column_int64(s, 2) == crc_of(0, block, len) &&
             ledger_read_block(&kept->records, block, len,
                               left < LEDGER_BLOCK ? left : LEDGER_BLOCK);
    }
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    return ok && kept->records.nr == kept->n;
}

/* ---- the same, locked ---- */

void keep_put(struct keep *keep, const struct token *id, const struct kept *kept)
{
    if (!keep)
        return;
    pthread_mutex_lock(&keep->lock);
    bool begun = run(keep, BEGIN);
    bool ok = begun && put(keep, id, kept) && put_blocks(keep, id, kept) && run(keep, COMMIT);
    if (begun && !ok)
        run(keep, ROLLBACK);
    pthread_mutex_unlock(&keep->lock);
}

bool keep_get(struct keep *keep, const struct token *id, uint64_t base, struct kept *kept)
{
    *kept = (struct kept){ .base = base };
    if (!keep)
        return false;
    pthread_mutex_lock(&keep->lock);
    bool ok = get(keep, id, base, kept) && get_blocks(keep, id, kept);
    pthread_mutex_unlock(&keep->lock);
    if (!ok)
        kept_free(kept);
    return ok;
}
