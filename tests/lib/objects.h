// SPDX-License-Identifier: GPL-2.0-or-later
/* Random operations of SLUB: what really writes a machine's RAM. */
#ifndef TESTS_LIB_OBJECTS_H
#define TESTS_LIB_OBJECTS_H

#include "tests/lib/machines.h"

#define OBJECTS_MAX 512
#define CACHES_MAX  4

/* What is live. All zeros is nothing. */
struct objects {
    struct {
        uint32_t addr;
        uint32_t cache; /* 0: of kmalloc */
    } at[OBJECTS_MAX];
    unsigned nr;
    uint32_t cache[CACHES_MAX];
    unsigned nr_caches;
};

/* A random operation on a machine with SLUB: objects come and go, and what lies in them changes. */
struct op random_object_op(const struct objects *o, struct random *r);

/* Applies such an operation and keeps count. */
void objects_apply(struct machine *m, struct objects *o, const struct op *op);

#endif
