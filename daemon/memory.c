// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *p)
{
    if (!p) {
        fputs("buddyscope: out of memory\n", stderr);
        abort();
    }
    return p;
}

void *must_alloc(size_t size)
{
    return must(malloc(size ? size : 1));
}

void *must_zalloc(size_t size)
{
    return must(calloc(1, size ? size : 1));
}

void *must_realloc(void *p, size_t size)
{
    return must(realloc(p, size ? size : 1));
}

char *must_strdup(const char *s)
{
    return must(strdup(s));
}

uint8_t *bytes_reserve(struct bytes *b, size_t n)
{
    if (b->room - b->len < n) {
        size_t room = b->room ? b->room * 2 : 256;
        while (room - b->len < n)
            room *= 2;
        b->data = must_realloc(b->data, room);
        b->room = room;
    }
    return b->data + b->len;
}

void bytes_add(struct bytes *b, const void *from, size_t n)
{
    if (!n)
        return;
    memcpy(bytes_reserve(b, n), from, n);
    b->len += n;
}

void bytes_add_u32(struct bytes *b, uint32_t word)
{
    uint8_t le[4] = { (uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16),
                      (uint8_t)(word >> 24) };
    bytes_add(b, le, sizeof le);
}

void bytes_free(struct bytes *b)
{
    free(b->data);
    *b = (struct bytes){ 0 };
}
