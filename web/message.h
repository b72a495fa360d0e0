// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * WebSocket messages, framed once and sent to any number of viewers.
 *
 * A message is cut into WebSocket frames of 64 KiB with their heads (RFC 6455, section 5.2; a
 * server does not mask), so that a viewer is written to in whole frames: the library may put a ping
 * of its own between two frames, never inside one.
 *
 *	offset 0         65536            131072
 *	| head, payload | head, payload | head, the rest |
 */
#ifndef WEB_MESSAGE_H
#define WEB_MESSAGE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/memory.h"

#define WS_FRAME_BYTES 65536u /* of a full frame, head included */

enum ws_opcode { WS_TEXT = 1, WS_BINARY = 2 };

/* Shared: freed with the last reference. */
struct message {
    atomic_uint refs;
    size_t len;
    uint8_t bytes[];
};

/* Frames `len` bytes; one reference, the caller's. */
struct message *message_new(enum ws_opcode opcode, const void *payload, size_t len);

struct message *message_ref(struct message *m);
void message_unref(struct message *m);

/* Bytes of the frame that starts at `offset`, which must be where one starts. */
size_t message_frame(const struct message *m, size_t offset);

#endif
