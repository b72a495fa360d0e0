// SPDX-License-Identifier: GPL-2.0-or-later
/* Base 64, by the vectors of RFC 4648, section 10, and the two letters that differ in addresses. */
#include "tests/lib/cmocka.h"

#include <string.h>

#include "web/base64.h"

static void same(struct bytes *got, const char *expected)
{
    assert_int_equal(got->len, strlen(expected));
    assert_memory_equal(got->data, expected, got->len);
    bytes_free(got);
}

static void vectors(void **state)
{
    static const char *const cases[][3] = { { "f", "Zg==", "Zg" },
                                            { "fo", "Zm8=", "Zm8" },
                                            { "foo", "Zm9v", "Zm9v" },
                                            { "foob", "Zm9vYg==", "Zm9vYg" },
                                            { "fooba", "Zm9vYmE=", "Zm9vYmE" },
                                            { "foobar", "Zm9vYmFy", "Zm9vYmFy" },
                                            { "\xfb\xef\xff", "++//", "--__" } };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bytes got = { 0 };
        base64_add(&got, (const uint8_t *)cases[i][0], strlen(cases[i][0]));
        same(&got, cases[i][1]);
        base64url_add(&got, (const uint8_t *)cases[i][0], strlen(cases[i][0]));
        same(&got, cases[i][2]);
    }
}

static void nothing_adds_nothing(void **state)
{
    struct bytes got = { 0 };
    (void)state;
    base64_add(&got, (const uint8_t *)"", 0);
    base64url_add(&got, (const uint8_t *)"", 0);
    assert_int_equal(got.len, 0);
    bytes_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors),
        cmocka_unit_test(nothing_adds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
