// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A room that comes from the cache, or that lay idle, has no checkpoints: whoever goes back would wait for a replay of all that was. A survey goes
 * the whole way once, beside everything else, as soon as somebody has come, and leaves checkpoints behind.
 */
#ifndef DAEMON_SURVEY_H
#define DAEMON_SURVEY_H

#include "daemon/room.h"

struct survey;

#define SURVEY_SPACINGS 8 /* a shorter way is gone by whoever needs it */

/* Starts one, if the room has come a long way and none is under way. On the lane. */
void room_survey(struct room *room);

/* What had not come to its end when the daemon ended. */
void survey_free(struct survey *survey);

#endif
