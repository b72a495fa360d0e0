// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/image.h"

#include <string.h>

#include "alloc/difference.h"
#include "alloc/frozen.h"
#include "alloc/number.h"

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

/* Adds a chunk if it differs from what the base has there. `last` is the number of the one before. */
static void take_chunk(struct snapshot *s, uint32_t chunk, uint32_t *last, const uint8_t *own,
                       const uint8_t *base)
{
    if (memcmp(own, base, CHUNK_SIZE) == 0)
        return;
    uint8_t *start = bytes_reserve(&s->data, NUMBER_MAX + DIFFERENCE_MAX);
    uint8_t *to = put_number(start, chunk - *last);
    to += chunk_difference(to, own, base);
    s->data.len += (size_t)(to - start);
    s->count++;
    *last = chunk;
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
    uint32_t own = next_chunk(m, 1, sort), other = next_chunk(stranger, 1, sort), last = 0;
    while (own < end || other < end) {
        uint32_t chunk = own < other ? own : other;
        take_chunk(s, chunk, &last, chunk_of(m, chunk), chunk_of(base, chunk));
        if (own == chunk)
            own = next_chunk(m, chunk + 1, sort);
        if (other == chunk)
            other = next_chunk(stranger, chunk + 1, sort);
    }
}

bool snapshot_lay(const struct snapshot *s, struct machine *m)
{
    const uint8_t *from = s->data.data, *end = s->data.len ? from + s->data.len : from;
    uint32_t chunk = 0, gap, chunks = machine_size(m) / CHUNK_SIZE;
    for (uint32_t i = 0; i < s->count; i++) {
        if (from >= end)
            return false;
        from = take_number(from, &gap);
        if (!gap || gap >= chunks - chunk)
            return false;
        chunk += gap;
        from = chunk_apply(machine_open_chunk(m, chunk, DIRTY_BASE | DIRTY_HASH, 0), from, end);
    }
    return from == end;
}

void image_chunks(const struct machine *m, struct bytes *to)
{
    uint32_t end = machine_size(m) / CHUNK_SIZE;
    for (uint32_t chunk = machine_next_chunk(m, 1, CHUNKS_WRITTEN); chunk < end;
         chunk = machine_next_chunk(m, chunk + 1, CHUNKS_WRITTEN)) {
        const uint8_t *bytes = chunk_of(m, chunk);
        if (memcmp(bytes, zeros, CHUNK_SIZE) == 0)
            continue;
        bytes_add_u32(to, chunk);
        bytes_add(to, bytes, CHUNK_SIZE);
    }
}

void snapshot_free(struct snapshot *s)
{
    bytes_free(&s->data);
}
