// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines of MMU vectors: what is understood, and what is said about what is not. */
#include <string.h>

#include "daemon/conform_mmu.h"
#include "tests/lib/cmocka.h"

static struct mmu_line parse(const char *text)
{
    struct mmu_line l;
    char why[160] = "";

    if (!mmu_line_parse(text, strlen(text), &l, why, sizeof why))
        fail_msg("\"%s\": %s", text, why);
    return l;
}

static void lines(void **state)
{
    struct mmu_line l = parse("C c00001 dir_edge a9");

    (void)state;
    assert_string_equal(l.name, "c00001");
    assert_true(l.a9);
    l = parse("M 80001000 1 deadbeef");
    assert_int_equal(l.address, 0x80001000);
    assert_int_equal(l.count, 2);
    assert_int_equal(l.word[1], 0xdeadbeef);
    assert_int_equal(parse("M 0 1 2 3 4 5 6 7 8 9 a b c d e f 10").count, 16);
    l = parse("F 80001000 10 ff");
    assert_true(l.count == 16 && l.word[0] == 0xff);
    assert_int_equal(parse("R 1 2 3 4 5 6 7 8").word[7], 8);
    l = parse("A b5900000 13 14 15 16");
    assert_true(l.address == 0xb5900000 && l.word[0] == 0x13 && l.word[3] == 0x16);
    l = parse("a c0ef9000 17 17 17 17 Q1 f f f e");
    assert_true(l.word[3] == 0x17 && l.word[7] == 0xe);
    assert_false(parse("G 1000 -").translated);
    assert_true(parse("G 1000 dcab345678").pa == 0xdcab345678);
    l = parse("X tw 1 fff DA 8ae 2eff fff");
    assert_int_equal(l.access, ACCESS_PL0 | ACCESS_WRITE);
    assert_int_equal(l.size, 1);
    assert_int_equal(l.outcome.kind, OUTCOME_DATA_ABORT);
    assert_true(l.outcome.status == 0x8ae && l.outcome.mask == 0x2eff);
    assert_int_equal(parse("X px 4 1000 PA d 1e0f 1000").outcome.kind, OUTCOME_PREFETCH_ABORT);
    assert_true(parse("X pr 4 1000 OK 123456789a").outcome.address == 0x123456789a);
    l = parse("x px 4 9a5ffffc OK 90c53ffc # Q2 PA 6");
    assert_true(l.model.kind == OUTCOME_PREFETCH_ABORT && l.model.status == 6);
    l = parse("T c00009 be500000 10c51879 ff0a81a8 40e040e0 0 1 0 1 NORM WT WB 1 1");
    assert_true(l.attributes.inner == CACHE_WT && l.attributes.outer == CACHE_WB);
    assert_true(l.attributes.shareable && !l.attributes.outer_shareable);
    assert_int_equal(parse("E").kind, 'E');
}

static void mistakes(void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "", "field 1: expected one of C M F R A a G X x T E, found nothing" },
        { "Q 1", "field 1: expected one of C M F R A a G X x T E, found \"Q\"" },
        { "E ", "field 2: expected the end of the line, found nothing" },
        { "E 1", "field 2: expected the end of the line, found \"1\"" },
        { "C c1 dir", "field 4: expected a15 or a9, found nothing" },
        { "C c1 dir a8", "field 4: expected a15 or a9, found \"a8\"" },
        { "M 80000002 1", "field 2: expected an address of a word, found \"80000002\"" },
        { "M 80000000", "field 3: expected a hexadecimal word, found nothing" },
        { "M 80000000 1  2", "field 4: expected a hexadecimal word, found nothing" },
        { "M 0 1 2 3 4 5 6 7 8 9 a b c d e f 10 11",
          "field 19: expected the end of the line, found \"11\"" },
        { "F 80000000 0 1",
          "field 3: expected a hexadecimal count from 1 to 1000000, found \"0\"" },
        { "F 80000000 1000001 1",
          "field 3: expected a hexadecimal count from 1 to 1000000, found \"1000001\"" },
        { "R 1 2 3 4 5 6 7", "field 9: expected a hexadecimal word, found nothing" },
        { "A 1 2 3 4", "field 6: expected a hexadecimal word, found nothing" },
        { "A 1 2 3 4 123456789", "field 6: expected a hexadecimal word, found \"123456789\"" },
        { "A 1 2 3 4 0x5", "field 6: expected a hexadecimal word, found \"0x5\"" },
        { "G 1 12345678901",
          "field 3: expected a physical address of 40 bits, in hexadecimal, found "
          "\"12345678901\"" },
        { "X qr 4 0 OK 0", "field 2: expected pr, pw, px, ur, uw, ux, tr or tw, found \"qr\"" },
        { "X pr 2 0 OK 0", "field 3: expected 1 or 4 bytes, found \"2\"" },
        { "X pr 4 0 PA 0 0 0", "field 5: expected OK or DA, found \"PA\"" },
        { "X px 4 0 DA 0 0 0", "field 5: expected OK or PA, found \"DA\"" },
        { "X px 4 0 PA 0\t 0 0", "field 6: expected a hexadecimal word, found \"0?\"" },
        { "x pr 4 0 OK 0", "field 7: expected #, found nothing" },
        { "T c 0 0 0 0 8 0 0 0 SO - - 1 0", "field 7: expected a digit from 0 to 7, found \"8\"" },
        { "T c 0 0 0 0 0 2 0 0 SO - - 1 0", "field 8: expected 0 or 1, found \"2\"" },
        { "T c 0 0 0 0 0 0 0 0 S0 - - 1 0", "field 11: expected SO, DEV or NORM, found \"S0\"" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mmu_line l;
        char why[160] = "";

        assert_false(mmu_line_parse(cases[i].text, strlen(cases[i].text), &l, why, sizeof why));
        assert_string_equal(why, cases[i].why);
    }
}

static void memory(void **state)
{
    struct vector_memory *m = vector_memory_new();
    uint32_t word;

    (void)state;
    vector_memory_clear(m, 0x80000000);
    assert_false(vector_memory_read(m, 0x7ffffffc, &word));
    assert_false(vector_memory_read(m, 0xc0000000, &word));
    assert_false(vector_memory_write(m, 0x7ffffffc, 1));
    assert_true(vector_memory_read(m, 0xbffffffc, &word) && word == 0);
    assert_true(vector_memory_write(m, 0xbffffffc, 0x1234));
    assert_true(vector_memory_read(m, 0xbffffffc, &word) && word == 0x1234);
    vector_memory_clear(m, 0x60000000);
    assert_true(vector_memory_read(m, 0x9ffffffc, &word) && word == 0);
    for (uint32_t frame = 0; frame < 1u << 14; frame++)
        assert_true(vector_memory_write(m, 0x60000000 + (frame << 12), frame));
    assert_false(vector_memory_write(m, 0x60000000 + (1u << 26), 0));
    assert_true(vector_memory_read(m, 0x63fff000, &word) && word == 0x3fff);
    vector_memory_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(mistakes),
        cmocka_unit_test(memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
