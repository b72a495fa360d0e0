// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Going back: a clone of the nearest checkpoint runs forward to the place asked for, in a task of
 * its own, beside the room's lane. Answers windows, events, digests and private time-lapses of ops
 * that are complete.
 */
#ifndef DAEMON_REPLAY_H
#define DAEMON_REPLAY_H

#include "daemon/room.h"

struct replay;

/* Starts one for this question, or refuses it. Called on the room's lane. */
void replay_start(struct room *room, struct ask *ask);

/* The rest is for rooms.c, with the lock of the table held: the list of replays under way. */
void replay_cancel(struct replay *list, uint64_t who, const char *tag);

/* Frees what never came to its end, after the pool has stopped. */
void replay_free_all(struct replay *list);

#endif
