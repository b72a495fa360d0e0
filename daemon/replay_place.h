// SPDX-License-Identifier: GPL-2.0-or-later
/* Where in the past a question is about, and whether there is such a place. */
#ifndef DAEMON_REPLAY_PLACE_H
#define DAEMON_REPLAY_PLACE_H

#include "daemon/room.h"

/*
 * Sets what the question leaves open: its op is the last one, its place the end. False, and it has been refused, if the room's past has no such
 * place. For ASK_PAST also sets the first op to listen to. On the lane.
 */
bool replay_place(struct room *room, struct ask *ask, uint32_t *past_from);

#endif
