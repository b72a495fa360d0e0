// SPDX-License-Identifier: GPL-2.0-or-later
/* Chunks as differences from their base: back as they were, no longer than they may be, and what is none does no harm. */
#include "alloc/difference.h"

#include <string.h>

#include "alloc/machine.h"
#include "alloc/number.h"
#include "tests/lib/cmocka.h"

#define WORDS (CHUNK_SIZE / 4)

static uint32_t base[WORDS], chunk[WORDS], copy[WORDS];
static uint8_t bytes[DIFFERENCE_MAX + DIFFERENCE_SLACK];

/* Marsaglia's xorshift. */
static uint32_t draw(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Gives the length of the difference. */
static size_t there_and_back(void)
{
    size_t len = chunk_difference(bytes, chunk, base);
    assert_in_range(len, 2, DIFFERENCE_MAX);
    memcpy(copy, base, sizeof copy);
    assert_ptr_equal(chunk_apply(copy, bytes, bytes + len), bytes + len);
    assert_memory_equal(copy, chunk, sizeof copy);
    return len;
}

static void random_words(uint32_t *words, uint32_t *seed)
{
    for (unsigned i = 0; i < WORDS; i++)
        words[i] = draw(seed);
}

static void numbers(void **state)
{
    static const struct {
        uint32_t number;
        unsigned len;
    } some[] = { { 0, 1 },         { 127, 1 },        { 128, 2 },
                 { 300, 2 },       { 0x1fffff, 3 },   { 0x200000, 4 },
                 { 0xfffffff, 4 }, { 0x10000000, 5 }, { 0xffffffff, 5 } };
    uint8_t buf[NUMBER_MAX];
    uint32_t number;
    (void)state;
    for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
        assert_ptr_equal(put_number(buf, some[i].number), buf + some[i].len);
        assert_ptr_equal(take_number(buf, &number), buf + some[i].len);
        assert_int_equal(number, some[i].number);
    }
    put_number(buf, 300);
    assert_int_equal(buf[0], 0xac);
    assert_int_equal(buf[1], 2);
}

/* The examples that web/README.md's rules give. */
static void the_bytes(void **state)
{
    static const uint8_t expected[] = { 0,    2,  /* two groups alike */
                                        0x81, 10, /* word 0: 5 */
                                        1,        /* word 7: -1 */
                                        0x80, 2,  /* word 7: one more */
                                        0,    124 };
    (void)state;
    memset(base, 0, sizeof base);
    memset(chunk, 0, sizeof chunk);
    chunk[16] = 5;
    chunk[23] = UINT32_MAX;
    base[31] = 1;
    assert_int_equal(chunk_difference(bytes, chunk, base), sizeof expected);
    assert_memory_equal(bytes, expected, sizeof expected);
    there_and_back();
}

static void back_as_they_were(void **state)
{
    uint32_t seed = 21;
    (void)state;
    random_words(base, &seed);
    memcpy(chunk, base, sizeof chunk);
    assert_int_equal(there_and_back(), 3);
    for (unsigned changes = 1; changes < 3000; changes += changes / 8 + 1) {
        for (unsigned i = 0; i < changes; i++)
            chunk[draw(&seed) % WORDS] = draw(&seed) >> draw(&seed) % 32;
        there_and_back();
        random_words(base, &seed);
    }
}

/* Every word differs, each as far from the last of its column as can be. */
static void the_worst(void **state)
{
    (void)state;
    for (unsigned i = 0; i < WORDS; i++) {
        base[i] = 1;
        chunk[i] = i / 8 % 2 ? 0 : 0x80000000;
    }
    assert_in_range(there_and_back(), WORDS * 5, WORDS * 5 + 128);
}

/* Whatever the bytes are, nothing behind the slack is read and nothing beside the chunk is written. */
static void what_is_none(void **state)
{
    static uint32_t guarded[3 * WORDS];
    uint32_t seed = 22;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t len = draw(&seed) % 80;
        for (size_t i = 0; i < len + DIFFERENCE_SLACK; i++)
            bytes[i] = draw(&seed) % 4 ? (uint8_t)draw(&seed) : 0xff;
        const uint8_t *end = chunk_apply(guarded + WORDS, bytes, bytes + len);
        assert_true(end >= bytes && end <= bytes + len + DIFFERENCE_SLACK);
    }
    for (unsigned i = 0; i < WORDS; i++) {
        assert_int_equal(guarded[i], 0);
        assert_int_equal(guarded[2 * WORDS + i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),           cmocka_unit_test(the_bytes),
        cmocka_unit_test(back_as_they_were), cmocka_unit_test(the_worst),
        cmocka_unit_test(what_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
