// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How a room comes into memory: a new one from its profile, an old one from the journal by replay.
 * What cannot be opened says why and is left as it is.
 */
#ifndef DAEMON_LOAD_H
#define DAEMON_LOAD_H

#include "daemon/room.h"

/* Writes a new room into the journal and answers. */
void room_create(struct room *room, struct ask *ask);

/* Reads the room's row and ops; it is then loading, gone or broken. */
void room_load(struct room *room);

/*
 * Replays until `until` (now_us). When all is done the room is ready, or broken if the journal and
 * the machine disagree.
 */
void room_load_slice(struct room *room, uint64_t until);

#endif
