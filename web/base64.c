// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/base64.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static void add(struct bytes *to, const uint8_t *bytes, size_t len, const char *alphabet)
{
    for (size_t bit = 0; bit < len * 8; bit += 6) {
        size_t i = bit / 8;
        unsigned next = i + 1 < len ? bytes[i + 1] : 0;
        unsigned two = (unsigned)bytes[i] << 8 | next;
        bytes_add(to, &alphabet[two >> (10 - bit % 8) & 63], 1);
    }
}

void base64_add(struct bytes *to, const uint8_t *bytes, size_t len)
{
    add(to, bytes, len, LETTERS "+/");
    bytes_add(to, "==", (3 - len % 3) % 3);
}

void base64url_add(struct bytes *to, const uint8_t *bytes, size_t len)
{
    add(to, bytes, len, LETTERS "-_");
}
