// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Images as bytes: whole, or what one has and another has not; and the digest. All work on a
 * machine that is stopped inside an operation. They go from written chunk to written chunk: what
 * nobody wrote is zeros and is not read.
 */
#ifndef DAEMON_IMAGE_H
#define DAEMON_IMAGE_H

#include "alloc/machine.h"
#include "daemon/memory.h"

/*
 * What an image has and another has not, as in a keyframe: `count` chunks in order, each a number (alloc/number.h), how far it lies behind the
 * one before, and its difference (alloc/difference.h). The owner frees `data`.
 */
struct snapshot {
    uint32_t count;
    struct bytes data;
};

/* The digest of web/README.md, computed from the image alone: what tests hold machine_digest() against. */
uint64_t image_digest(const struct machine *m);

/* Takes what m has and `base` has not. */
void snapshot_take(struct snapshot *s, const struct machine *m, const struct machine *base);

/*
 * Makes m, a clone of the base that it was taken against, the machine it was taken of. False, and m is of no use, if it is not of its image.
 * DIFFERENCE_SLACK bytes behind `data` must be readable.
 */
bool snapshot_lay(const struct snapshot *s, struct machine *m);

/* Appends the chunks of m that are not zeros, each as `u32 index` and 4,096 bytes. */
void image_chunks(const struct machine *m, struct bytes *to);

void snapshot_free(struct snapshot *s);

#endif
