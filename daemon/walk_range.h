// SPDX-License-Identifier: GPL-2.0-or-later
/* The walk of a range of a room's steps as text, in the formats of walk.h. */
#ifndef DAEMON_WALK_RANGE_H
#define DAEMON_WALK_RANGE_H

#include "daemon/hearing.h"
#include "daemon/walk.h"

#define WALK_RANGE_BYTES (4u << 20) /* of text; the rest is cut off, and the last line says so */

/* What is wanted: from event `event` of an op on; `full`: repeats are told too. */
struct walk_ask {
    uint64_t event;
    uint32_t op;
    enum walk_format format;
    bool full;
};

/* It is told to the place that replay.c keeps. */
struct hearing *walk_range_hearing(const struct walk_ask *ask, const char *profile);

#endif
