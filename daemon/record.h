// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the listeners of a machine keep, and what is known about an operation once it was applied.
 *
 *	tally	how many events there were
 *	tape	the events themselves: an op of ordinary length
 *	changes	which words of the image changed since the last frame: a long op
 */
#ifndef DAEMON_RECORD_H
#define DAEMON_RECORD_H

#include <stdint.h>

#include "alloc/machine.h"
#include "daemon/memory.h"

struct tally {
    uint64_t events, points, changes;
};

static inline void tally_add(struct tally *t, const struct event *e)
{
    unsigned kind = event_kind(e);
    t->events++;
    t->points += kind == EV_POINT;
    t->changes += kind >= EV_WORD;
}

/* An op that was applied. A room is a list of these. */
struct record {
    uint32_t n;  /* its number, from 1 */
    uint32_t by; /* the viewer who asked for it, 0 for the API and for the room's own beginning */
    struct op op;
    struct op_result result;
    struct tally tally;
    uint64_t cost;   /* events of all ops before it */
    uint64_t digest; /* of the machine afterwards; before it, while it waits for its replay */
};

/* The listeners below are for machine_record(). This one only counts; it takes a struct tally. */
void tally_events(void *tally, const struct event *e, size_t count);

/* Listener that keeps every event. All zeros is an empty tape; the owner frees `events.data`. */
struct tape {
    struct tally tally;
    struct bytes events; /* struct event after struct event */
};
void tape_events(void *tape, const struct event *e, size_t count);

/*
 * Listener that keeps which words changed: one bit per word, in groups of chunks that come to be
 * when a word of theirs first changes. So it costs what was touched, not what the image could hold.
 */
#define GROUP_CHUNKS 64
struct change_group {
    uint8_t touched[GROUP_CHUNKS]; /* 1: the chunk has bits below */
    uint64_t words[GROUP_CHUNKS][CHUNK_SIZE / 4 / 64];
};
struct changes {
    struct tally tally;
    uint32_t nr_groups;
    struct change_group **groups; /* by number of chunk / GROUP_CHUNKS; NULL: nothing changed */
};
void changes_start(struct changes *c, uint32_t image_size);
void changes_events(void *changes, const struct event *e, size_t count);
void changes_free(struct changes *c);

/*
 * Appends what changed since the last call as runs `u32 offset, u32 n, n words` with the words that
 * `image` has now, and starts over. A gap of up to two unchanged words is carried along: it costs
 * no more than the head of another run.
 */
void changes_take(struct changes *c, const uint8_t *image, struct bytes *out);

#endif
