// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * All the rooms, the workers that run them, and what they share: journal, base images, limits.
 *
 * A room is in memory while somebody holds it; the last few that nobody holds stay too. The others
 * are in the journal and come back by replay.
 */
#ifndef DAEMON_ROOMS_H
#define DAEMON_ROOMS_H

#include "daemon/options.h"
#include "daemon/room.h"

struct keep;
struct replay;

struct rooms {
    struct limits limits;
    struct audience audience;
    struct journal *journal;
    struct keep *keep; /* NULL if there cannot be one */
    struct bases *bases;
    struct pool *pool;
    struct task prepare;  /* see rooms_prepare */
    pthread_mutex_t lock; /* all below */
    struct room **bucket;
    struct room *idle_first, *idle_last; /* longest unused first */
    unsigned nr_idle;
    struct replay *replays;
    unsigned nr_replays;
};

/* Opens the journal in `data` and starts the workers. NULL and a sentence if that cannot be. */
struct rooms *rooms_open(const char *data, const struct limits *limits,
                         const struct audience *audience, char *why, size_t size);

/* Builds the base image of the default profile beside everything else: the first visitor need not wait for it. */
void rooms_prepare(struct rooms *rooms);

/*
 * Ends the workers after their slices, then frees everything. Questions still waiting are freed
 * unanswered.
 */
void rooms_close(struct rooms *rooms);

/* The room of this name, held; it need not exist: that is found out when it is asked something. */
struct room *rooms_hold(struct rooms *rooms, const struct token *id);

/*
 * A room that does not exist yet, held; the first question to it must be ASK_CREATE. Before that the caller may give it an import that
 * it is to be made from.
 */
struct room *rooms_new(struct rooms *rooms, const struct profile *profile);

/* Holds a room once more, lets it go. Any thread. */
void room_hold(struct room *room);
void room_put(struct room *room);

/*
 * Puts a question into the queue of ask->room, which must be held for it. False and *why if too many ops wait there or came in the last
 * second: then nothing happened. The answer comes through the audience. Any thread.
 */
bool room_ask(struct ask *ask, struct refusal *why);

/*
 * Ends the replays of this asker: those with this tag, or all if tag is NULL. Their questions are
 * answered with code "cancelled".
 */
void rooms_cancel(struct rooms *rooms, uint64_t who, const char *tag);

#endif
