// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/image.h"

#include <string.h>

#include "alloc/frozen.h"

static const uint8_t zeros[CHUNK_SIZE];

/* Both lanes of one chunk; 0 for a chunk of zeros. */
static uint64_t chunk_digest(const uint8_t *chunk, uint32_t index)
{
    if (memcmp(chunk, zeros, CHUNK_SIZE) == 0)
        return 0;
    uint32_t lo = 0x811c9dc5u ^ index, hi = 0x9e3779b9u ^ index;
    for (uint32_t at = 0; at < CHUNK_SIZE; at += 4) {
        uint32_t word;
        memcpy(&word, chunk + at, sizeof word);
        lo = (lo ^ word) * 0x01000193u;
        hi = ((hi << 5 | hi >> 27) ^ word) * 0x85ebca6bu;
    }
    return (uint64_t)hi << 32 | lo;
}

uint64_t image_digest(const struct machine *m)
{
    uint32_t lo = 0, hi = 0, end = machine_size(m) / CHUNK_SIZE;
    for (uint32_t chunk = machine_next_chunk(m, 1, CHUNKS_WRITTEN); chunk < end;
         chunk = machine_next_chunk(m, chunk + 1, CHUNKS_WRITTEN)) {
        uint64_t d = chunk_digest(machine_image(m) + (size_t)chunk * CHUNK_SIZE, chunk);
        lo += (uint32_t)d;
        hi += (uint32_t)(d >> 32);
    }
    return (uint64_t)hi << 32 | lo;
}

/* A chunk's bytes; one that nobody wrote is not looked at. */
static const uint8_t *chunk_of(const struct machine *m, uint32_t chunk)
{
    if (!m || !machine_chunk_written(m, chunk))
        return zeros;
    return machine_image(m) + (size_t)chunk * CHUNK_SIZE;
}

/* As machine_next_chunk(); none, which is beyond every image, if there is no machine. */
static uint32_t next_chunk(const struct machine *m, uint32_t from, enum chunk_sort sort)
{
    return m ? machine_next_chunk(m, from, sort) : UINT32_MAX;
}

static void take_chunk(struct snapshot *s, uint32_t chunk, const struct machine *m,
                       const struct machine *base)
{
    const uint8_t *own = chunk_of(m, chunk);
    if (memcmp(own, chunk_of(base, chunk), CHUNK_SIZE) == 0)
        return;
    bytes_add_u32(&s->data, chunk);
    bytes_add(&s->data, own, CHUNK_SIZE);
    s->count++;
}

/*
 * Within a family only what m changed can differ from the base; else what either of them has
 * written.
 */
void snapshot_take(struct snapshot *s, const struct machine *m, const struct machine *base)
{
    *s = (struct snapshot){ 0 };
    bool family = base && machine_base(m) && machine_base(m) == machine_base(base);
    enum chunk_sort sort = family ? CHUNKS_CHANGED : CHUNKS_WRITTEN;
    const struct machine *stranger = family ? NULL : base;
    uint32_t end = machine_size(m) / CHUNK_SIZE;
    uint32_t own = next_chunk(m, 1, sort), other = next_chunk(stranger, 1, sort);
    while (own < end || other < end) {
        uint32_t chunk = own < other ? own : other;
        take_chunk(s, chunk, m, base);
        if (own == chunk)
            own = next_chunk(m, chunk + 1, sort);
        if (other == chunk)
            other = next_chunk(stranger, chunk + 1, sort);
    }
}

bool snapshot_lay(const struct snapshot *s, struct machine *m)
{
    const uint8_t *at = s->data.data;
    for (uint32_t i = 0; i < s->count; i++, at += CHUNK_SIZE + sizeof(uint32_t)) {
        uint32_t chunk =
            at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
        if (chunk == 0 || chunk >= machine_size(m) / CHUNK_SIZE)
            return false;
        machine_put_chunk(m, chunk, at + sizeof(uint32_t), DIRTY_BASE | DIRTY_HASH, 0);
    }
    return true;
}

void snapshot_free(struct snapshot *s)
{
    bytes_free(&s->data);
}
