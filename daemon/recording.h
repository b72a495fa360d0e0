// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A range of steps as it is saved: the machine before them, their events, their ops and notes. Gathered by a replay that listens from the first
 * step to the last.
 */
#ifndef DAEMON_RECORDING_H
#define DAEMON_RECORDING_H

#include "daemon/hearing.h"
#include "daemon/room.h"

/* What a file may hold: more is no longer a thing to send around. */
#define RECORDING_OPS    300
#define RECORDING_EVENTS 400000

struct recording {
    uint32_t first, nr;     /* ops */
    uint64_t from;          /* events of the first op before the first that is recorded */
    struct record *records; /* the last with as many events as are recorded */
    struct notes notes;
    struct snapshot image;           /* of the machine before the first event, against the base */
    struct bytes events;             /* struct event after struct event, op after op */
    size_t begin[RECORDING_OPS + 1]; /* events before those of each op; of all */
};

/* Of the steps from ask->walk.op, walk.event to event `from` of op n, which are there and not too many (replay_place.h). On the lane. */
struct hearing *recording_hearing(const struct room *room, const struct ask *ask);

/* What was gathered, once the hearing has come to its place; it lives as long. */
const struct recording *recording_found(const struct hearing *h);

#endif
