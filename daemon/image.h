// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Images as bytes: the chunks in which one differs from another, and the digest. Both work on a
 * machine that is stopped inside an operation. They go from written chunk to written chunk: what
 * nobody wrote is zeros and is not read.
 */
#ifndef DAEMON_IMAGE_H
#define DAEMON_IMAGE_H

#include "alloc/machine.h"
#include "daemon/memory.h"

/*
 * Chunks of an image as in a keyframe: `u32 index` and 4,096 bytes, `count` times. The owner frees
 * `data`.
 */
struct snapshot {
    uint32_t count;
    struct bytes data;
};

/* The digest of web/README.md, computed from the image alone: what tests hold machine_digest() against. */
uint64_t image_digest(const struct machine *m);

/*
 * Every chunk of m in which it differs from `base`, or that is not zero if base is NULL.
 */
void snapshot_take(struct snapshot *s, const struct machine *m, const struct machine *base);

/* Lays the chunks over m, whose base they were taken against. False, and m is of no use, if they are not of its image. */
bool snapshot_lay(const struct snapshot *s, struct machine *m);

void snapshot_free(struct snapshot *s);

#endif
