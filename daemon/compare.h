// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where two rooms part: the first op in which their ledgers differ. Nothing is replayed. A ledger belongs to its room's lane, so the question
 * goes from lane to lane: the first room copies a stretch of its records, the second compares it with its own, and so on until they
 * part; then the first answers.
 *
 *	lane of A   copy 1..8192 ─┐          ┌─ copy 8193.. ─┐           ┌─ digest, answer
 *	lane of B                 └─ compare ┘               └─ compare ─┘
 */
#ifndef DAEMON_COMPARE_H
#define DAEMON_COMPARE_H

#include "daemon/ledger.h"

struct ask;
struct room;

enum part_reason {
    PART_NOT,     /* they are the same so far, and equally long */
    PART_OP,      /* another op */
    PART_MACHINE, /* the same op, but the machine is another afterwards: the profiles differ */
    PART_END,     /* one has no more ops */
};

struct comparison {
    struct room *other; /* the one that is asked next; held */
    bool second;        /* the question is with the second room */
    bool over;          /* the rest is to be answered by the first */
    uint32_t next;      /* records before it are the same */
    struct stretch theirs;

    /* the answer; of the first room and of the second */
    const struct room *rooms[2];
    uint32_t nr[2];
    uint32_t at; /* op after which they are compared; 0: the last that both have */
    uint64_t digest[2];
    enum part_reason why;
    bool has[2]; /* there is such an op */
    struct record part[2];
};

/* For ask->compare: `other` is held from here until the answer. */
struct comparison *comparison_new(struct room *other, uint32_t at);
void comparison_free(struct comparison *c);

/* On the lane of ask->room, which is ready. */
void room_compare(struct room *room, struct ask *ask);

/* The same where the room is not to be had. */
void compare_refuse(struct room *room, struct ask *ask);

#endif
