// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A frozen image: what a machine and its clones share. It lives in a memfd that they map privately, so that what one of them writes is
 * its own copy, page by page, by the host's copy-on-write.
 *
 * A hole of a memfd is filled when it is read, for all that map it. So only the stretches that hold something are mapped; the rest of an
 * image, nearly all of RAM, is memory of the machine's own that costs nothing before it is written.
 */
#ifndef ALLOC_FROZEN_H
#define ALLOC_FROZEN_H

#include <stdatomic.h>

#include "alloc/change.h"

#define BASE_EXTENTS 8
#define EXTENT_GAP   32 /* chunks of zeros that do not end a stretch */

/* Machines that map it hold a reference each; they may live on different threads. */
struct base {
    atomic_uint refs;
    int fd;
    uint8_t *image; /* to be read; only chunks with a hash may be: base_chunk() */
    uint64_t digest;
    uint32_t nr_extents;
    struct extent {
        uint32_t from, to; /* chunks; the one at `to` is not part of it */
    } extent[BASE_EXTENTS];
    uint64_t chunk_hash[]; /* as many as lie before the end of the last extent */
};

/* The present image of `m`, whose digest was just taken, as a base with one reference. NULL and errno. */
struct base *base_new(const struct machine *m);

/* Gives a reference back. NULL is none. */
void base_put(struct base *base);

/* Lays the base over an image of zeros, or of itself. -1 and errno. */
int base_map(const struct base *base, void *image);

/* A machine that is its base alone, or zeros if that is NULL; it takes a reference of its own. NULL and errno (machine.c). */
struct machine *machine_over_base(struct base *base, uint32_t size, uint32_t ram_off);

/* The chunk, to be made what it is in another machine with the same base, with that machine's DIRTY_* and hash (machine.c). */
void *machine_open_chunk(struct machine *m, uint32_t chunk, uint8_t dirty, uint64_t hash);

/* The chunk's bytes in the base; zeros if that is NULL. */
const void *base_chunk(const struct base *base, uint32_t chunk);

/* The chunk's hash in the base; 0 where there is none. */
static inline uint64_t base_hash(const struct base *base, uint32_t chunk)
{
    return base && chunk < base->extent[base->nr_extents - 1].to ? base->chunk_hash[chunk] : 0;
}

/* The chunk's hash as of when the machine's digest was last asked for. */
static inline uint64_t known_hash(const struct host *h, uint32_t chunk)
{
    return h->dirty[chunk] & DIRTY_CACHED ? h->chunk_hash[chunk] : base_hash(h->base, chunk);
}

#endif
