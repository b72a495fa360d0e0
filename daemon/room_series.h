// SPDX-License-Identifier: GPL-2.0-or-later
/* Answering for the samples of what is free (series.h): from those that a room keeps, or by replay where they lie too far apart. */
#ifndef DAEMON_ROOM_SERIES_H
#define DAEMON_ROOM_SERIES_H

#include "daemon/room.h"

/* Answers ASK_SERIES, now or by a replay. On the room's lane. */
void room_series(struct room *room, struct ask *ask);

#endif
