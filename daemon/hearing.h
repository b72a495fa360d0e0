// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who listens to ops of a room once more, up to a place, and then has a text to tell: past.h, walk_range.h, check.h.
 * replay.c runs the ops and keeps the place.
 */
#ifndef DAEMON_HEARING_H
#define DAEMON_HEARING_H

#include "alloc/machine.h"
#include "daemon/memory.h"

struct hearing {
    uint32_t first; /* the op from which on it listens */
    uint32_t op;    /* under way */
    uint64_t event; /* of it that have come, with the one that is heard */

    /* Op `first` comes next. May be NULL, like op_begins. */
    void (*begins)(struct hearing *h, struct machine *m);
    void (*op_begins)(struct hearing *h);
    void (*hears)(struct hearing *h, const struct event *e);
    /* The place is reached: appends the text. */
    void (*tells)(struct hearing *h, struct bytes *out);
    void (*frees)(struct hearing *h);
};

#endif
