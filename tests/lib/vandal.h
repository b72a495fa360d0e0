// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A user of SLUB who does everything wrong: frees twice, frees what is no object, uses caches that are gone, and writes where nobody should. No
 * operation is checked before; whatever comes of it, the model must end the operation, and must not leave the image.
 */
#ifndef TESTS_LIB_VANDAL_H
#define TESTS_LIB_VANDAL_H

#include "tests/lib/machines.h"

#define VANDAL_OBJECTS 128u
#define VANDAL_CACHES  12u

/* Where choices come from: the bytes of a fuzzer, or a seed. */
struct dice {
    const uint8_t *data; /* NULL: from the seed */
    size_t len;
    struct random random;
};
uint32_t dice_below(struct dice *d, uint32_t n);

struct vandal {
    struct machine *m;
    struct dice *d;
    uint32_t object[VANDAL_OBJECTS], nr_objects; /* handed out at some time */
    uint32_t cache[VANDAL_CACHES], nr_caches;    /* created at some time */
    unsigned n, patience; /* how rarely an address is not that of an object: 1 in so many */
};

struct op vandal_op(struct vandal *v);
struct op_result vandal_apply(struct vandal *v, const struct op *op);

#endif
