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
    uint32_t first;        /* the op from which on it listens */
    uint32_t op;           /* under way */
    uint64_t event;        /* of it that have come, with the one that is heard */
    const struct op *what; /* it is */
    bool enough;           /* set by the listener: it need not hear more */

    /* Op `first` comes next. May be NULL, like op_begins. */
    void (*begins)(struct hearing *h, struct machine *m);
    void (*op_begins)(struct hearing *h);
    void (*hears)(struct hearing *h, const struct event *e);
    /* The place is reached: appends the text. May be NULL. */
    void (*tells)(struct hearing *h, struct bytes *out);
    /* The last op is complete, and the machine the listener's own. May be NULL; if not, the place is the end of an op. */
    void (*ends)(struct hearing *h, struct machine *m);
    void (*frees)(struct hearing *h);
};

#endif
