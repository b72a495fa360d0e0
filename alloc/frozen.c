// SPDX-License-Identifier: GPL-2.0-or-later
#define _GNU_SOURCE
#include "alloc/frozen.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* The next chunk from i on that is not zeros; the number of chunks if there is none. */
static uint32_t next_used(const struct machine *m, uint32_t i)
{
    uint32_t end = machine_size(m) >> CHUNK_SHIFT;

    for (i = machine_next_chunk(m, i, CHUNKS_WRITTEN); i < end && !known_hash(&m->host, i);)
        i = machine_next_chunk(m, i + 1, CHUNKS_WRITTEN);
    return i;
}

/* Adds a chunk behind those that are there. The last extent takes what the others have no room for. */
static void extend(struct base *base, uint32_t chunk)
{
    struct extent *last = &base->extent[base->nr_extents - 1];

    if (chunk - last->to > EXTENT_GAP && base->nr_extents < BASE_EXTENTS)
        base->extent[base->nr_extents++] = (struct extent){ chunk, chunk + 1 };
    else
        last->to = chunk + 1;
}

/* The stretches of the image that hold something. The host's own chunk begins the first. */
static void find_extents(struct base *base, const struct machine *m)
{
    uint32_t end = machine_size(m) >> CHUNK_SHIFT;

    base->nr_extents = 1;
    base->extent[0] = (struct extent){ 0, 1 };
    for (uint32_t i = next_used(m, 1); i < end; i = next_used(m, i + 1))
        extend(base, i);
}

/* Writes the image into the memfd, with its hashes, and maps it to be read. */
static int fill(struct base *base, const struct machine *m)
{
    uint32_t end = base->extent[base->nr_extents - 1].to;

    if (ftruncate(base->fd, (off_t)end << CHUNK_SHIFT))
        return -1;
    for (uint32_t i = next_used(m, 1); i < end; i = next_used(m, i + 1)) {
        size_t at = (size_t)i << CHUNK_SHIFT;

        base->chunk_hash[i] = known_hash(&m->host, i);
        if (pwrite(base->fd, (const char *)m + at, CHUNK_SIZE, (off_t)at) != CHUNK_SIZE)
            return -1;
    }
    void *image = mmap(NULL, (size_t)end << CHUNK_SHIFT, PROT_READ, MAP_SHARED, base->fd, 0);

    base->image = image == MAP_FAILED ? NULL : image;
    return base->image ? 0 : -1;
}

const void *base_chunk(const struct base *base, uint32_t chunk)
{
    static const uint8_t zeros[CHUNK_SIZE];

    return base_hash(base, chunk) ? base->image + ((size_t)chunk << CHUNK_SHIFT) : zeros;
}

struct base *base_new(const struct machine *m)
{
    struct base extents, *base;
    uint32_t end;

    find_extents(&extents, m);
    end = extents.extent[extents.nr_extents - 1].to;
    base = calloc(1, sizeof(*base) + end * sizeof(uint64_t));
    if (!base)
        return NULL;
    atomic_init(&base->refs, 1);
    base->digest = m->host.digest;
    base->nr_extents = extents.nr_extents;
    for (uint32_t i = 0; i < extents.nr_extents; i++)
        base->extent[i] = extents.extent[i];
    base->fd = memfd_create("buddyscope-image", MFD_CLOEXEC);
    if (base->fd >= 0 && !fill(base, m))
        return base;
    base_put(base);
    return NULL;
}

void base_put(struct base *base)
{
    if (!base || atomic_fetch_sub(&base->refs, 1) != 1)
        return;
    if (base->image)
        munmap(base->image, (size_t)base->extent[base->nr_extents - 1].to << CHUNK_SHIFT);
    if (base->fd >= 0)
        close(base->fd);
    free(base);
}

int base_map(const struct base *base, void *image)
{
    for (uint32_t i = 0; i < base->nr_extents; i++) {
        size_t from = (size_t)base->extent[i].from << CHUNK_SHIFT;
        size_t to = (size_t)base->extent[i].to << CHUNK_SHIFT;

        if (mmap((char *)image + from, to - from, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED, base->fd, (off_t)from) == MAP_FAILED)
            return -1;
    }
    return 0;
}
