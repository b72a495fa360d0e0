// SPDX-License-Identifier: GPL-2.0-or-later
/* What an op will do: of one that the room has by going back, of one that has not run by trying it on a clone. */
#ifndef DAEMON_ROOM_PREDICT_H
#define DAEMON_ROOM_PREDICT_H

#include "daemon/room.h"

/* Answers ASK_PREDICT. */
void room_predict(struct room *room, struct ask *ask);

/* The op is over on this machine. False, and the question is refused, if it has done nothing of what was asked about. */
bool room_predicted(struct ask *ask, struct predict *p, const struct machine *m);

#endif
