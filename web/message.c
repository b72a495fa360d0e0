// SPDX-License-Identifier: GPL-2.0-or-later
#include "web/message.h"

#include <stdlib.h>
#include <string.h>

#define LONG_HEAD    4u
#define FULL_PAYLOAD (WS_FRAME_BYTES - LONG_HEAD)
#define FIN          0x80u

/* A frame's head: 2 bytes up to 125 bytes of payload, else 4. Returns its length. */
static size_t put_head(uint8_t *to, unsigned first, size_t payload)
{
    to[0] = (uint8_t)first;
    if (payload < 126) {
        to[1] = (uint8_t)payload;
        return 2;
    }
    to[1] = 126;
    to[2] = (uint8_t)(payload >> 8);
    to[3] = (uint8_t)payload;
    return LONG_HEAD;
}

struct message *message_new(enum ws_opcode opcode, const void *payload, size_t len)
{
    size_t frames = len / FULL_PAYLOAD + 1, at = 0;
    const uint8_t *from = payload;
    struct message *m = must_alloc(sizeof *m + len + frames * LONG_HEAD);
    atomic_init(&m->refs, 1);
    for (size_t i = 0; i < frames; i++) {
        size_t part = len < FULL_PAYLOAD ? len : FULL_PAYLOAD;
        unsigned first = (i == 0 ? opcode : 0u) | (i + 1 == frames ? FIN : 0u);
        at += put_head(m->bytes + at, first, part);
        if (part)
            memcpy(m->bytes + at, from, part);
        at += part;
        from += part;
        len -= part;
    }
    m->len = at;
    return m;
}

struct message *message_ref(struct message *m)
{
    atomic_fetch_add(&m->refs, 1);
    return m;
}

void message_unref(struct message *m)
{
    if (m && atomic_fetch_sub(&m->refs, 1) == 1)
        free(m);
}

size_t message_frame(const struct message *m, size_t offset)
{
    size_t left = m->len - offset;
    return left < WS_FRAME_BYTES ? left : WS_FRAME_BYTES;
}
