// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is kept of rooms so that they wake without a replay of everything: a cache in a database of its own, DIR/cache.sqlite3. It may be
 * deleted at any time, and whatever is wrong with it is as if there were nothing.
 *
 *	kept	room, versions, n, digests, its image after op n (chunks that differ from the base), its plot
 *	blocks	room, number, 256 packed records (ledger.h)
 *
 * Nothing waits for the disk here: after a crash of the computer what comes back may be older, or damaged, which its checksums tell.
 */
#ifndef DAEMON_KEEP_H
#define DAEMON_KEEP_H

#include "daemon/image.h"
#include "daemon/ledger.h"
#include "daemon/token.h"

struct keep;

/* A room as it was after op n. The owner frees it with kept_free(). */
struct kept {
    uint32_t n;
    uint64_t cost;         /* events of the n ops */
    uint64_t base, digest; /* of the base image; of the machine */
    struct snapshot image; /* against the base */
    struct bytes plot;     /* struct sample after struct sample */
    uint32_t stride;       /* of the plot */
    struct ledger records; /* of all n; to be kept: from block `first_block` on */
    uint32_t first_block;
};

void kept_free(struct kept *kept);

/* Opens or creates the cache. NULL if there cannot be one: the daemon does without. */
struct keep *keep_open(const char *dir);
void keep_close(struct keep *keep);

/* All below: any thread, NULL for no cache. */

/* Keeps a room in the place of what was kept of it. */
void keep_put(struct keep *keep, const struct token *id, const struct kept *kept);

/* What is kept of a room on this base, whole. False if there is nothing, or nothing that is sound. */
bool keep_get(struct keep *keep, const struct token *id, uint64_t base, struct kept *kept);

#endif
