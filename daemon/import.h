// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A room made from the ops of another: from a file, from a link, from a script, from that room itself.
 *
 * The ops are applied one after the other to a fresh machine, each checked as if somebody asked for it now. Only when the last was
 * taken is the room written into the journal, all of it at once. So an import is there whole or not at all.
 */
#ifndef DAEMON_IMPORT_H
#define DAEMON_IMPORT_H

#include "daemon/room.h"

/* What is to be imported. The first ops must be those that every room begins with. */
struct import {
    struct bytes lines; /* one op a line, as op_parse() reads them; a line may say xN */
    uint64_t digest;    /* of the machine in the end; only if has_digest */
    bool has_digest;
    struct notes notes; /* numbered from 1 */
    struct ask *ask;    /* waits for the answer */
};

/* Answers ASK_EXPORT: the lines from which the same room can be imported, and the digest after the last; up to op n, if that is not 0. */
void room_export(struct room *room, struct ask *ask);

/* Answers ASK_FORK: the same lines as an import, with the digest and the notes up to op n. */
void room_fork(struct room *room, struct ask *ask);

struct import *import_new(void);
void import_free(struct import *import);

/* Begins with the import of a room that has one. The answer comes when all is done or something was refused. */
void room_import(struct room *room, struct ask *ask);

/* All ops were taken: checks the digest, writes the room into the journal, answers. */
void room_import_finish(struct room *room);

/* One was not taken: answers with the room's trouble. */
void room_import_refuse(struct room *room);

#endif
