// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What people do to a room other than operating its machine: the owner decides who may do what, and notes are written. On the lane,
 * like everything that changes a room, and in the journal before it is answered.
 */
#ifndef DAEMON_ROOM_PEOPLE_H
#define DAEMON_ROOM_PEOPLE_H

#include "daemon/room.h"

/* Refuses, and answers, if the caller may not operate the machine. */
bool room_lets_operate(struct room *room, struct ask *ask);

void room_decide(struct room *room, struct ask *ask);
void room_list_notes(struct room *room, struct ask *ask);
void room_write_note(struct room *room, struct ask *ask);
void room_remove_note(struct room *room, struct ask *ask);

#endif
