// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/image.h"

#include <string.h>

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

uint64_t image_digest(const uint8_t *image, uint32_t size)
{
    uint32_t lo = 0, hi = 0;
    for (uint32_t chunk = 1; chunk < size / CHUNK_SIZE; chunk++) {
        uint64_t d = chunk_digest(image + (size_t)chunk * CHUNK_SIZE, chunk);
        lo += (uint32_t)d;
        hi += (uint32_t)(d >> 32);
    }
    return (uint64_t)hi << 32 | lo;
}

void snapshot_take(struct snapshot *s, const struct machine *m, const struct machine *base)
{
    *s = (struct snapshot){ 0 };
    const uint8_t *image = machine_image(m);
    bool family = base && machine_base(m) && machine_base(m) == machine_base(base);
    for (uint32_t chunk = 1; chunk < machine_size(m) / CHUNK_SIZE; chunk++) {
        size_t at = (size_t)chunk * CHUNK_SIZE;
        if (family && !machine_chunk_changed(m, chunk))
            continue;
        if (memcmp(image + at, base ? machine_image(base) + at : zeros, CHUNK_SIZE) == 0)
            continue;
        bytes_add_u32(&s->data, chunk);
        bytes_add(&s->data, image + at, CHUNK_SIZE);
        s->count++;
    }
}

void snapshot_free(struct snapshot *s)
{
    bytes_free(&s->data);
}
