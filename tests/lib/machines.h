// SPDX-License-Identifier: GPL-2.0-or-later
/* What tests of the machine share: booted machines, random operations, a replica fed by events. */
#ifndef TESTS_LIB_MACHINES_H
#define TESTS_LIB_MACHINES_H

#include "alloc/machine.h"

/* A new machine of the named profile, without SLUB, taken through all stages up to `stage`. Fails the test if it cannot be. */
struct machine *boot_machine(const char *profile, enum boot_stage stage);

/* An op of this kind that stays on its cpu. */
struct op op_of(enum op_kind kind);

/* splitmix64: the same numbers everywhere from the same seed. */
struct random {
    uint64_t state;
};
uint32_t random_below(struct random *r, uint32_t n);

/* A random operation that the machine accepts: mostly allocations and frees, of all orders and kinds, sometimes the rest. */
struct op random_op(struct machine *m, struct random *r);

/* Frees everything held, drains every cpu and folds every cpu's differences. */
void free_everything(struct machine *m);

/* Free pages of a zone on its buddy lists. */
uint32_t free_pages_of(const struct machine *m, uint32_t zone);

/* ---- a copy of an image that follows by change events alone ---- */
struct replica {
    uint32_t *words;
    uint32_t size;
    uint8_t *stale; /* per chunk: hash is old */
    uint64_t *hash;
};
void replica_start(struct replica *r, const struct machine *m);
void replica_apply(void *replica, const struct event *e); /* a trace_fn */
/* As web/README.md defines it, computed from the copy. */
uint64_t replica_digest(struct replica *r);
void replica_end(struct replica *r);

#endif
