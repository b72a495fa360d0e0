// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How large an object becomes and how many pages its slabs take, asked of the model without a room:
 * calculate_alignment() and calculate_sizes() run on a machine of their own, and what their walk
 * says is kept.
 */
#ifndef DAEMON_SIZES_H
#define DAEMON_SIZES_H

#include <stdbool.h>
#include <stdint.h>

#define SIZE_TRIES 12 /* orders 0 to MAX_ORDER */
#define SIZE_CALLS \
    64 /* calls of slab_order: 3 fractions for each of 15 numbers of objects, and 2 */

/* An order that is large enough; it is taken if rem <= limit. */
struct size_try {
    uint32_t order, rem, limit;
};

/* A call of slab_order(). Orders that hold too few objects are passed over without a try. */
struct size_call {
    uint32_t min_objects, max_order, fraction, order; /* order: its result */
    uint32_t nr;
    struct size_try tried[SIZE_TRIES];
};

struct sizes {
    uint32_t align, inuse, offset, size, flags;
    uint32_t order, objects, min_order, min_objects;
    uint32_t most, least; /* max_objects and min_objects, as calculate_order() begins */
    uint32_t min_partial;
    bool ok; /* calculate_sizes() found an order */
    uint32_t nr;
    struct size_call call[SIZE_CALLS];
};

/* False if there is no machine to ask. For one thread: the network's. */
bool sizes_ask(uint32_t size, uint32_t align, uint32_t flags, struct sizes *out);

#endif
