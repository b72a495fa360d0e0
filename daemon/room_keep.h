// SPDX-License-Identifier: GPL-2.0-or-later
/* Rooms and the cache they wake from (keep.h): when a room is kept, and how one comes back. On the lane. */
#ifndef DAEMON_ROOM_KEEP_H
#define DAEMON_ROOM_KEEP_H

#include "daemon/room.h"

struct keeping;

/* After an op: keeps the room, in a task of its own, if it was a long way since the last time. */
void room_keep(struct room *room);

/* What was to be kept when the daemon ended. */
void keeping_free(struct keeping *keeping);

/*
 * A room whose base was entered becomes what was kept of it: machine, records, plot. False if nothing sound is kept, and then the room is as
 * before. Whether the journal agrees is for the caller to see.
 */
bool room_recall(struct room *room);

#endif
