// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Checkpoints: a machine saved on its way, between operations and inside long ones, so that going
 * back does not mean starting over. Each shares with the one before it what did not change. Bounded
 * in number and in memory; when there is no room the one that saves least goes.
 */
#ifndef DAEMON_HISTORY_H
#define DAEMON_HISTORY_H

#include <pthread.h>

#include "alloc/saved.h"
#include "daemon/record.h"

/*
 * Where a machine stands on the way: `tally.events` events of op `n` have been applied; ops below n
 * are complete.
 */
struct place {
    uint32_t n;
    struct tally tally; /* of op n; all 0 before it begins */
    int depth;          /* of the walk */
    uint64_t cost;      /* events from the very beginning to here */
};

struct checkpoint {
    struct place place;
    struct saved *saved;
};

#define HISTORY_MAX 256
#define CHECKPOINT_EVENTS \
    1000000 /* between two checkpoints, at least: a replay of so many takes a millisecond or two */

/* Sorted by place. Any thread. */
struct history {
    pthread_mutex_t lock;
    unsigned limit, count;
    size_t bytes, max_bytes; /* of all checkpoints, what they share counted once */
    struct checkpoint at[HISTORY_MAX];
};

void history_init(struct history *h, unsigned limit, size_t max_bytes);
void history_free(struct history *h);

/* Events between two checkpoints of a way of `cost` events: no closer than there is room for. */
uint64_t history_spacing(struct history *h, uint64_t cost);

/* Is there no checkpoint? */
bool history_empty(struct history *h);

/* Gives all checkpoints up: the next replay starts from the base. */
void history_clear(struct history *h);

/*
 * Keeps m as it is, which stands at `place` between two steps. False if it is there already or not
 * worth its room.
 */
bool history_add(struct history *h, const struct place *place, struct machine *m);

/*
 * The machine of the last checkpoint that is not beyond event `event` (or, if by_point, trace point
 * `event`) of op n, and its place. NULL if there is none. The caller destroys it.
 */
struct machine *history_nearest(struct history *h, uint32_t n, uint64_t event, bool by_point,
                                struct place *place);

#endif
