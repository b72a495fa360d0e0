// SPDX-License-Identifier: GPL-2.0-or-later
/* The journal: what goes in comes out, all or nothing, and what is damaged is said. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/journal.h"
#include "tests/lib/cmocka.h"
#include "tests/lib/folder.h"

static struct journal *reopen(void)
{
    char why[200];
    struct journal *j = journal_open(folder, why, sizeof why);
    if (!j)
        fail_msg("%s", why);
    return j;
}

/* Runs SQL on the closed database. */
static void meddle(const char *sql)
{
    char path[128];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/rooms.sqlite3", folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static struct room_row row_of(const char *profile)
{
    struct room_row row = { .id = token_make(),
                            .owner = sha256_of("key", 3),
                            .slub = true,
                            .page_struct_size = 44,
                            .model = 1 };
    snprintf(row.profile, sizeof row.profile, "%s", profile);
    return row;
}

struct seen {
    struct op_row rows[8];
    char text[8][64];
    size_t count, stop_at;
};

static bool see(void *arg, const struct op_row *row)
{
    struct seen *seen = arg;
    seen->rows[seen->count] = *row;
    snprintf(seen->text[seen->count], sizeof seen->text[0], "%s", row->text);
    return ++seen->count != seen->stop_at;
}

static const struct op_row first[] = { { 1, "boot zonelists", 0, 0x1111 },
                                       { 2, "boot mem_init", 0, 0x2222 } };

static void in_and_out(void **state)
{
    struct room_row row = row_of("study"), other = row_of("small"), found;
    struct op_row more[] = { { 3, "alloc 0 GFP_KERNEL", 7, 0x8000000000000001 },
                             { 4, "free 0x4f000", 8, 0xffffffffffffffff } };
    struct seen seen = { 0 };
    (void)state;
    struct journal *j = reopen();
    assert_int_equal(journal_create(j, &row, first, 2, 10), JOURNAL_OK);
    assert_int_equal(journal_create(j, &other, first, 2, 10), JOURNAL_OK);
    assert_int_equal(journal_append(j, &row.id, more, 2), JOURNAL_OK);
    journal_close(j);

    j = reopen();
    assert_int_equal(journal_find(j, &row.id, &found), JOURNAL_OK);
    assert_string_equal(found.profile, "study");
    assert_true(sha256_equal(&found.owner, &row.owner));
    assert_true(found.slub && found.page_struct_size == 44 && found.model == 1);
    assert_int_equal(journal_ops(j, &row.id, 1, see, &seen), JOURNAL_OK);
    assert_int_equal(seen.count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct op_row *expected = i < 2 ? &first[i] : &more[i - 2];
        assert_int_equal(seen.rows[i].n, expected->n);
        assert_int_equal(seen.rows[i].by, expected->by);
        assert_true(seen.rows[i].before == expected->before);
        assert_string_equal(seen.text[i], expected->text);
    }
    seen = (struct seen){ .stop_at = 1 };
    assert_int_equal(journal_ops(j, &row.id, 1, see, &seen), JOURNAL_OK);
    assert_int_equal(seen.count, 1);
    struct token nobody = token_make();
    assert_int_equal(journal_find(j, &nobody, &found), JOURNAL_NONE);
    journal_close(j);
}

static void all_or_nothing(void **state)
{
    struct room_row row = row_of("small");
    struct op_row twice[] = { { 3, "drain", 0, 1 }, { 3, "drain", 0, 1 } };
    struct seen seen = { 0 };
    (void)state;
    struct journal *j = reopen();
    assert_int_equal(journal_create(j, &row, first, 2, 10), JOURNAL_OK);
    assert_int_equal(journal_append(j, &row.id, twice, 2), JOURNAL_FAILED);
    assert_non_null(strstr(journal_why(), "UNIQUE"));
    assert_int_equal(journal_ops(j, &row.id, 1, see, &seen), JOURNAL_OK);
    assert_int_equal(seen.count, 2);
    assert_int_equal(journal_append(j, &row.id, twice, 1), JOURNAL_OK);
    journal_close(j);
}

static void rooms_are_bounded(void **state)
{
    struct room_row one = row_of("small"), two = row_of("small"), found;
    (void)state;
    struct journal *j = reopen();
    assert_int_equal(journal_create(j, &one, first, 2, 1), JOURNAL_OK);
    assert_int_equal(journal_create(j, &two, first, 2, 1), JOURNAL_NONE);
    assert_int_equal(journal_find(j, &two.id, &found), JOURNAL_NONE);
    journal_close(j);
}

static void one_daemon_at_a_time(void **state)
{
    char why[200] = "";
    (void)state;
    struct journal *j = reopen();
    assert_null(journal_open(folder, why, sizeof why));
    assert_string_equal(why, "another daemon uses this folder");
    journal_close(j);
    journal_close(reopen());
}

static void newer_format(void **state)
{
    char why[200] = "";
    (void)state;
    journal_close(reopen());
    meddle("PRAGMA user_version=99");
    assert_null(journal_open(folder, why, sizeof why));
    assert_non_null(strstr(why, "format 99"));
}

/* What format 3 brought, taken away again; the owner's key as it stood there. */
#define BACK_TO_2                                           \
    "DROP TABLE notes; ALTER TABLE rooms DROP COLUMN mode;" \
    "ALTER TABLE rooms DROP COLUMN notes; UPDATE rooms SET owner='AAAAAAAAAAAAAAAAAAAAAA';"

/* A journal from before rooms chose the size of struct page. */
static void older_format(void **state)
{
    struct room_row row = row_of("small"), found;
    struct seen seen = { 0 };
    (void)state;
    struct journal *j = reopen();
    assert_int_equal(journal_create(j, &row, first, 2, 10), JOURNAL_OK);
    journal_close(j);
    meddle(BACK_TO_2 "ALTER TABLE rooms DROP COLUMN page_struct_size; PRAGMA user_version=1");
    j = reopen();
    assert_int_equal(journal_find(j, &row.id, &found), JOURNAL_OK);
    assert_int_equal(found.page_struct_size, 32);
    assert_int_equal(found.model, 1);
    assert_int_equal(journal_ops(j, &row.id, 1, see, &seen), JOURNAL_OK);
    assert_int_equal(seen.count, 2);
    journal_close(j);
}

/* True if the bytes of the database hold this text. */
static bool database_holds(const char *text)
{
    char path[128];
    size_t n = 0;
    snprintf(path, sizeof path, "%s/rooms.sqlite3", folder);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *bytes = calloc(1, 1 << 20);
    n = fread(bytes, 1, 1 << 20, f);
    fclose(f);
    bool found = memmem(bytes, n, text, strlen(text)) != NULL;
    free(bytes);
    return found;
}

/* A journal from before there were roles: its rooms are open, its links still open them, and the keys themselves are gone. */
static void format_without_roles(void **state)
{
    static const char key[] = "AAAAAAAAAAAAAAAAAAAAAA";
    struct room_row row = row_of("small"), found;
    struct sha256 hash = sha256_of(key, strlen(key));
    struct notes notes = { 0 };
    (void)state;
    struct journal *j = reopen();
    assert_int_equal(journal_create(j, &row, first, 2, 10), JOURNAL_OK);
    journal_close(j);
    meddle(BACK_TO_2 "PRAGMA user_version=2");
    assert_true(database_holds(key));
    j = reopen();
    assert_int_equal(journal_find(j, &row.id, &found), JOURNAL_OK);
    assert_true(sha256_equal(&found.owner, &hash));
    assert_int_equal(found.access.mode, ROOM_OPEN);
    assert_int_equal(found.access.notes, NOTES_EVERYBODY);
    assert_int_equal(journal_notes(j, &row.id, &notes), JOURNAL_OK);
    assert_int_equal(notes.count, 0);
    journal_close(j);
    assert_false(database_holds(key));
}

static void what_people_did(void **state)
{
    struct room_row row = row_of("small"), found;
    struct access locked = { ROOM_LOCKED, NOTES_DRIVER };
    struct author author = author_of(&row.owner);
    struct note one = { .n = 1,
                        .op = 2,
                        .event = 812,
                        .at = 1000,
                        .author = author,
                        .name = "\xec\x86\x94",
                        .text = "why order 10?\nsee week 54" };
    struct note two = { .n = 2, .op = 1, .name = "", .text = "" };
    struct notes notes = { 0 };
    (void)state;
    struct journal *j = reopen();
    assert_int_equal(journal_create(j, &row, first, 2, 10), JOURNAL_OK);
    assert_int_equal(journal_access(j, &row.id, &locked), JOURNAL_OK);
    assert_int_equal(journal_add_note(j, &row.id, &one), JOURNAL_OK);
    assert_int_equal(journal_add_note(j, &row.id, &one), JOURNAL_FAILED);
    assert_int_equal(journal_add_note(j, &row.id, &two), JOURNAL_OK);
    journal_close(j);

    j = reopen();
    assert_int_equal(journal_find(j, &row.id, &found), JOURNAL_OK);
    assert_memory_equal(&found.access, &locked, sizeof locked);
    assert_int_equal(journal_notes(j, &row.id, &notes), JOURNAL_OK);
    assert_int_equal(notes.count, 2);
    const struct note *read = notes_find(&notes, 1);
    assert_true(read && read->op == 2 && read->event == 812 && read->at == 1000);
    assert_string_equal(read->name, one.name);
    assert_string_equal(read->text, one.text);
    assert_true(note_is_of(read, &author));
    assert_false(note_is_of(notes_find(&notes, 2), &(struct author){ "" }));
    notes_free(&notes);

    assert_int_equal(journal_remove_note(j, &row.id, 1), JOURNAL_OK);
    assert_int_equal(journal_notes(j, &row.id, &notes), JOURNAL_OK);
    assert_true(notes.count == 1 && notes.list[0].n == 2 && notes.last == 2);
    notes_free(&notes);

    /* A number is given once, over a restart too; and what was said is gone. */
    for (uint32_t n = 2; n <= 4; n++) {
        assert_int_equal(journal_remove_note(j, &row.id, n), JOURNAL_OK);
        journal_close(j);
        assert_false(database_holds("why order 10?"));
        j = reopen();
        assert_int_equal(journal_notes(j, &row.id, &notes), JOURNAL_OK);
        assert_true(notes.count == 0 && notes.last == n);
        one.n = notes.last + 1;
        notes_free(&notes);
        assert_int_equal(journal_add_note(j, &row.id, &one), JOURNAL_OK);
    }
    assert_int_equal(journal_notes(j, &row.id, &notes), JOURNAL_OK);
    assert_true(notes.count == 1 && notes.list[0].n == 5);
    notes_free(&notes);
    journal_close(j);
}

static void not_a_database(void **state)
{
    char path[128], why[200] = "";
    (void)state;
    snprintf(path, sizeof path, "%s/rooms.sqlite3", folder);
    FILE *f = fopen(path, "w");
    for (int i = 0; i < 1000; i++)
        fputs("this is not a database\n", f);
    fclose(f);
    assert_null(journal_open(folder, why, sizeof why));
    assert_non_null(strstr(why, "not a database"));
}

static void damaged_rows(void **state)
{
    struct room_row row = row_of("small"), found;
    struct seen seen = { 0 };
    (void)state;
    struct journal *j = reopen();
    assert_int_equal(journal_create(j, &row, first, 2, 10), JOURNAL_OK);
    journal_close(j);
    meddle("UPDATE ops SET before='nonsense', op=x'00ff' WHERE n=2; UPDATE rooms SET owner='x'");
    j = reopen();
    assert_int_equal(journal_find(j, &row.id, &found), JOURNAL_NONE);
    assert_int_equal(journal_ops(j, &row.id, 1, see, &seen), JOURNAL_OK);
    assert_true(seen.count == 2 && seen.rows[1].before == 0);
    journal_close(j);
}

#define IN_A_FOLDER(f) cmocka_unit_test_setup_teardown(f, new_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(in_and_out),           IN_A_FOLDER(all_or_nothing),
        IN_A_FOLDER(rooms_are_bounded),    IN_A_FOLDER(one_daemon_at_a_time),
        IN_A_FOLDER(newer_format),         IN_A_FOLDER(not_a_database),
        IN_A_FOLDER(damaged_rows),         IN_A_FOLDER(older_format),
        IN_A_FOLDER(format_without_roles), IN_A_FOLDER(what_people_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
