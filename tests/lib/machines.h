// SPDX-License-Identifier: GPL-2.0-or-later
/* What tests of the machine share: booted machines, random operations, a replica fed by events. */
#ifndef TESTS_LIB_MACHINES_H
#define TESTS_LIB_MACHINES_H

#include "alloc/machine.h"

/* A new machine of the named profile, without SLUB, taken through all stages up to `stage`. Fails the test if it cannot be. */
struct machine *boot_machine(const char *profile, enum boot_stage stage);

/* The same with SLUB, which keeps its caches and objects in the machine's RAM. */
struct machine *boot_slub_machine(const char *profile, enum boot_stage stage);

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

/* ---- a copy of an image that follows by change events alone; it holds the chunks that were written ---- */
struct replica {
    uint32_t chunks;
    uint32_t **chunk; /* 1,024 words; NULL: zeros */
    uint64_t *hash;
    bool *stale; /* the hash is old, and the chunk in the list */
    uint32_t *list, nr_list;
    uint32_t low, high; /* sums of the hashes */
};
void replica_start(struct replica *r, const struct machine *m);
/* A copy of zeros. */
void replica_blank(struct replica *r, uint32_t image_size);
void replica_end(struct replica *r);
void replica_apply(void *replica, const struct event *e); /* a trace_fn */
/* Chunks as in a base image; over a copy of the base, what differs from it as in a keyframe; runs of words as in a time-lapse. */
void replica_load_chunks(struct replica *r, const uint8_t *data, uint32_t count);
void replica_load_difference(struct replica *r, const uint8_t *data, size_t len);
void replica_write_runs(struct replica *r, const uint8_t *data, size_t len);
/* As web/README.md defines it, computed from the copy. */
uint64_t replica_digest(struct replica *r);
/*
 * The first chunk in which the copy is not the machine's image, or that is not zeros and yet does not count as written; 0 if all is
 * as it should be. Looks at every byte of the image, whether the machine says that it was written or not.
 */
uint32_t replica_differs(const struct replica *r, const struct machine *m);

#endif
