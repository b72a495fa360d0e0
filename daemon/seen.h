// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the walk showed of some functions and of those that they call: the calls, nested as they were, and the values in each.
 *
 *	call	of a wanted function, or from one; `parent` is the nearest such call around it
 *	value	that a call showed, in the order of time; what it returned is one too
 */
#ifndef DAEMON_SEEN_H
#define DAEMON_SEEN_H

#include "alloc/machine.h"
#include "daemon/memory.h"

#define SEEN_CALLS  2048 /* of one function below one other that are kept, the first ones */
#define SEEN_VALUES 64   /* of one call */
#define SEEN_DEPTH  64
#define SEEN_RETURN 0xffff
#define SEEN_FIELD  0x8000 /* and the field's number: a word of the image that changed */
#define NO_CALL     UINT32_MAX

struct place_seen {
    uint32_t op;
    uint64_t event;
};

struct seen_call {
    uint32_t function, parent;
    uint32_t first, nr; /* of its values; nested calls' stand between them */
    struct place_seen from, to;
};

struct seen_value {
    uint32_t call;
    uint16_t name; /* as value_table numbers them, SEEN_RETURN, or SEEN_FIELD and more */
    uint8_t format;
    bool has_old; /* b is what it was before */
    uint32_t a, b;
    struct place_seen at;
    char text[56]; /* as the walk prints it */
};

struct seen {
    const struct machine *m;
    bool *wanted;   /* by function */
    uint32_t *kept; /* calls that are: by function and the one around it, or none */
    struct seen_call *call;
    uint32_t nr_calls, call_room;
    struct seen_value *value;
    uint32_t nr_values, value_room;
    struct {
        uint32_t call; /* NO_CALL: not wanted */
        uint32_t values;
    } open[SEEN_DEPTH];
    unsigned depth;
};

/* Nothing is wanted yet. */
void seen_init(struct seen *seen);
void seen_want(struct seen *seen, uint32_t function);
void seen_free(struct seen *seen);

/* An operation begins on this machine. */
void seen_op(struct seen *seen, const struct machine *m);
void seen_event(struct seen *seen, struct place_seen at, const struct event *e);

/* Is a not after b? */
bool seen_not_after(struct place_seen a, struct place_seen b);

/* Is the call inside one of this function? */
bool seen_inside(const struct seen *seen, uint32_t call, uint32_t function);

#endif
