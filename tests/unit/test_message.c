// SPDX-License-Identifier: GPL-2.0-or-later
/* WebSocket framing: whatever the length, the frames add up to the message and lie where they should. */
#include <stdlib.h>
#include <string.h>

#include "tests/lib/cmocka.h"
#include "web/message.h"

/* Reads one frame at *at, appends its payload, returns its first byte. */
static unsigned read_frame(const struct message *m, size_t *at, struct bytes *out)
{
    const uint8_t *p = m->bytes + *at;
    size_t size = message_frame(m, *at), head = 2, len = p[1];

    assert_int_equal(p[1] & 0x80, 0); /* a server does not mask */
    if (len == 126) {
        len = (size_t)p[2] << 8 | p[3];
        head = 4;
        assert_true(len >= 126);
    }
    assert_int_equal(head + len, size);
    bytes_add(out, p + head, len);
    *at += size;
    return p[0];
}

static void check(size_t len)
{
    uint8_t *payload = malloc(len + 1);
    struct bytes out = { 0 };
    unsigned first = 0;
    size_t at = 0;

    for (size_t i = 0; i < len; i++)
        payload[i] = (uint8_t)(i * 7 + i / 251);
    struct message *m = message_new(WS_BINARY, payload, len);
    for (unsigned n = 0; at < m->len; n++) {
        first = read_frame(m, &at, &out);
        assert_int_equal(first & 0x7f, n ? 0 : WS_BINARY);
        assert_int_equal(first >> 7, at == m->len);
    }
    assert_int_equal(out.len, len);
    if (len)
        assert_memory_equal(out.data, payload, len);
    message_unref(m);
    bytes_free(&out);
    free(payload);
}

static void lengths(void **state)
{
    static const size_t lengths_of_interest[] = {
        0, 1, 125, 126, 127, 65531, 65532, 65533, 65535, 65536, 131064, 131065, 1000000,
    };
    (void)state;
    for (size_t i = 0; i < sizeof lengths_of_interest / sizeof lengths_of_interest[0]; i++)
        check(lengths_of_interest[i]);
}

static void references(void **state)
{
    (void)state;
    struct message *m = message_new(WS_TEXT, "hello", 5);
    assert_ptr_equal(message_ref(m), m);
    message_unref(m);
    assert_memory_equal(m->bytes, "\x81\x05hello", 7);
    message_unref(m);
    message_unref(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(lengths), cmocka_unit_test(references) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
