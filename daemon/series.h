// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is free after an op, and how it lies: the points of the plot under the timeline.
 *
 * A room keeps such samples for all of its ops, one every `stride` ops. When there are SERIES_MAX of
 * them every second one goes and the stride doubles, so a room of a million ops costs no more than
 * one of two thousand. It is a cache: a replay (replay.h) takes the same samples again, and takes
 * those that lie closer.
 */
#ifndef DAEMON_SERIES_H
#define DAEMON_SERIES_H

#include "alloc/machine.h"

struct zone_sample {
    uint32_t nr_free[MAX_ORDER];   /* blocks, all types together, as free_area counts them */
    uint32_t pages[MIGRATE_TYPES]; /* pages in the lists of this type */
};

/* After op n. */
struct sample {
    uint32_t n;
    struct zone_sample zone[MAX_NR_ZONES];
};

#define SERIES_MAX 2048

/* All zeros is an empty one. at[i] is the sample after op (i + 1) * stride. */
struct series {
    uint32_t stride, count, room;
    struct sample *at;
};

/* Reads a machine that stands between two ops, after op n. */
void sample_take(struct sample *s, struct machine *m, uint32_t n);

/* To be called after every op, from the first on: keeps a sample where it is due. */
void series_note(struct series *s, struct machine *m, uint32_t n);
/* The same where the sample is known. */
void series_add(struct series *s, const struct sample *sample);
/* Puts what was kept of another in the place of all; nothing if there are too many. */
void series_set(struct series *s, uint32_t stride, const struct sample *samples, size_t count);
void series_free(struct series *s);

/* Ops between two samples, if at most `points` of them are to cover ops from..to: at least 1. */
uint32_t series_step(uint32_t from, uint32_t to, uint32_t points);

/* The kept sample after op n, or NULL. */
const struct sample *series_find(const struct series *s, uint32_t n);

/* Free pages of a zone. */
uint32_t zone_free_pages(const struct zone_sample *z);

/*
 * Two views of external fragmentation, in thousandths, as mm/vmstat.c has them.
 *	unusable	share of the free pages that no request of this order can be served from; 1000 if nothing is free
 *	fragmentation	-1000 if a request of this order would succeed; else from 0, it fails for want of memory, to 1000, because
 *			what is free lies in pieces
 */
int unusable_free_index(const struct zone_sample *z, unsigned order); /* mm/vmstat.c:1320 */
int fragmentation_index(const struct zone_sample *z, unsigned order); /* mm/vmstat.c:623 */

#endif
