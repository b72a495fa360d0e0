// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Base images: the common beginning of all rooms of a kind. A machine is created, takes ops 1 `boot
 * zonelists` and 2 `boot mem_init`, and is frozen; every room is a clone that shares its memory.
 * Made when first asked for, kept until the end.
 */
#ifndef DAEMON_BASE_H
#define DAEMON_BASE_H

#include "daemon/history.h"
#include "daemon/record.h"
#include "daemon/series.h"

#define BASE_OPS  2
#define MAX_BASES 24 /* each costs up to 25 MB, and its checkpoints */

struct base_image {
    struct base_image *next;
    struct profile profile; /* with `slub` and `page_struct_size` as asked */
    struct machine *origin; /* as created: where a replay of ops 1 and 2 starts */
    struct machine *booted; /* after op 2, frozen */
    uint64_t digest;        /* of `booted`: the base's name on the wire */
    uint64_t origin_digest;
    struct record first[BASE_OPS];
    struct sample samples[BASE_OPS]; /* what was free after each */
    struct history history;          /* checkpoints inside ops 1 and 2, for all rooms */
    struct bytes packed;             /* chunks of `booted` as in a keyframe, zlib */
};

struct bases;

struct bases *bases_new(unsigned checkpoints, size_t checkpoint_bytes);
void bases_free(struct bases *bases);

/*
 * The base of a profile, whose settings `slub` and `page_struct_size` may differ from those it is
 * listed with; built now if need be, which takes a second at most. NULL and a sentence if the
 * profile is impossible or there are MAX_BASES already. Any thread.
 */
struct base_image *bases_get(struct bases *bases, const struct profile *profile, const char **why);

/* The base with this digest, or NULL. Any thread. */
const struct base_image *bases_find(struct bases *bases, uint64_t digest);

/* Op n of the common beginning, n = 1 or 2. */
struct op base_op(uint32_t n);

#endif
