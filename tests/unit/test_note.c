// SPDX-License-Identifier: GPL-2.0-or-later
/* Notes of a room in memory, and what a text for people may hold. */
#include <stdlib.h>
#include <string.h>

#include "daemon/note.h"
#include "tests/lib/cmocka.h"

static void letters(void **state)
{
    (void)state;
    assert_int_equal(letters_of(""), 0);
    assert_int_equal(letters_of("abc"), 3);
    assert_int_equal(letters_of("\xec\x86\x94"), 1);               /* one of Hangul: 3 bytes */
    assert_int_equal(letters_of("a\xc3\xa9\xf0\x9f\x98\x80z"), 4); /* 1, 2, 4 and 1 bytes */
    assert_true(text_is_plain("\xec\x86\x94 & <b>", false));
    assert_false(text_is_plain("two\nlines", false));
    assert_true(text_is_plain("two\nlines", true));
    assert_false(text_is_plain("\x1b[31m", true));
    assert_false(text_is_plain("a\x7f", true));
}

static void list(void **state)
{
    char text[16] = "first";
    struct notes notes = { 0 };
    (void)state;
    for (uint32_t n = 1; n <= 20; n++) {
        struct note note = { .n = n, .op = n, .name = "", .text = text };
        notes_add(&notes, &note);
        text[0] = 'x'; /* the list has copies */
    }
    assert_string_equal(notes_find(&notes, 1)->text, "first");
    notes_remove(&notes, 1);
    notes_remove(&notes, 1);
    notes_remove(&notes, 20);
    notes_remove(&notes, 10);
    assert_int_equal(notes.count, 17);
    assert_int_equal(notes.last, 20);
    assert_null(notes_find(&notes, 10));
    for (uint32_t i = 0; i < notes.count; i++)
        assert_int_equal(notes.list[i].n, i + (i < 8 ? 2 : 3));
    notes_free(&notes);
    assert_int_equal(notes.count, 0);
}

static void authors(void **state)
{
    struct sha256 a = sha256_of("a", 1), b = sha256_of("b", 1);
    struct author one = author_of(&a), other = author_of(&b), nobody = { "" };
    struct note note = { .author = one }, unsigned_note = { .n = 1 };
    (void)state;
    assert_int_equal(strlen(one.hex), AUTHOR_HEX);
    assert_true(note_is_of(&note, &one));
    assert_false(note_is_of(&note, &other));
    assert_false(note_is_of(&note, &nobody));
    assert_false(note_is_of(&unsigned_note, &nobody));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(letters), cmocka_unit_test(list),
                                        cmocka_unit_test(authors) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
