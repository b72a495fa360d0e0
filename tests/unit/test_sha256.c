// SPDX-License-Identifier: GPL-2.0-or-later
/* SHA-256 beside the examples of FIPS 180-2 and lengths around a block, whose digests are sha256sum's. */
#include <stdlib.h>
#include <string.h>

#include "daemon/sha256.h"
#include "tests/lib/cmocka.h"

static void check(const void *data, size_t len, const char *expected)
{
    char text[SHA256_HEX + 1];
    struct sha256 hash = sha256_of(data, len), again;
    sha256_print(&hash, text);
    assert_string_equal(text, expected);
    assert_true(sha256_read(text, &again) && sha256_equal(&hash, &again));
}

static void examples(void **state)
{
    char *million = malloc(1000000);
    (void)state;
    check("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    memset(million, 'a', 1000000);
    check(million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    check(million, 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    check(million, 63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34");
    check(million, 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
    free(million);
}

static void not_a_hash(void **state)
{
    char text[SHA256_HEX + 1];
    struct sha256 a = sha256_of("a", 1), b = sha256_of("b", 1);
    (void)state;
    assert_false(sha256_equal(&a, &b));
    sha256_print(&a, text);
    text[7] = 'g';
    assert_false(sha256_read(text, &b));
    text[7] = 'A';
    assert_false(sha256_read(text, &b));
    text[7] = '\0';
    assert_false(sha256_read(text, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(examples), cmocka_unit_test(not_a_hash) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
