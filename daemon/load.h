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

/*
 * True if the room's row was written; else it is given up, with the reason in its trouble.
 */
bool room_written(struct room *room, enum journal_result result);

/* Makes the room's machine as the base leaves it. False if it was given up. */
bool room_enter_base(struct room *room);

/* Notes that the first ops are those of the base. */
void room_adopt_first(struct room *room);

/* Do the pending ops begin as every room does? */
bool room_same_beginning(const struct room *room);

/* The room will not open: notes why. */
void room_give_up(struct room *room, enum room_state state, const char *code, const char *field,
                  const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Reads the room's row and ops; it is then loading, gone or broken. */
void room_load(struct room *room);

/*
 * Replays until `until` (now_us). When all is done the room is ready, or broken if the journal and
 * the machine disagree.
 */
void room_load_slice(struct room *room, uint64_t until);

#endif
