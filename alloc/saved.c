// SPDX-License-Identifier: GPL-2.0-or-later
#include "alloc/saved.h"

#include <stdlib.h>
#include <string.h>

#include "alloc/frozen.h"

struct kept {
    unsigned refs;
    uint8_t bytes[CHUNK_SIZE];
};

struct saved {
    struct base *base;
    uint32_t size, ram_off, nr;
    uint64_t digest;
    struct op_run run;
    struct saved_chunk {
        uint32_t chunk;
        uint8_t dirty;
        uint64_t hash;
        struct kept *kept;
    } at[]; /* in the order of the image */
};

/* The same chunk with the same bytes in what was saved before; *i goes along. */
static struct kept *find(const struct saved *near, uint32_t *i, uint32_t chunk, uint64_t hash,
                         const void *bytes)
{
    if (!near)
        return NULL;
    while (*i < near->nr && near->at[*i].chunk < chunk)
        ++*i;
    if (*i == near->nr || near->at[*i].chunk != chunk || near->at[*i].hash != hash ||
        memcmp(near->at[*i].kept->bytes, bytes, CHUNK_SIZE) != 0)
        return NULL;
    return near->at[*i].kept;
}

static struct kept *keep(const void *bytes)
{
    struct kept *kept = malloc(sizeof(*kept));

    if (kept) {
        kept->refs = 0;
        memcpy(kept->bytes, bytes, CHUNK_SIZE);
    }
    return kept;
}

static uint32_t count_changed(const struct machine *m)
{
    uint32_t n = 0, end = m->host.size >> CHUNK_SHIFT;

    for (uint32_t i = machine_next_chunk(m, 1, CHUNKS_CHANGED); i < end;
         i = machine_next_chunk(m, i + 1, CHUNKS_CHANGED))
        n++;
    return n;
}

struct saved *machine_save(struct machine *m, const struct saved *near)
{
    const struct host *h = &m->host;
    uint64_t digest = machine_digest(m);
    uint32_t i = 0, end = h->size >> CHUNK_SHIFT;
    struct saved *s = malloc(sizeof(*s) + count_changed(m) * sizeof(s->at[0]));

    if (!s)
        return NULL;
    *s = (struct saved){ h->base, h->size, h->ram_off, 0, digest, h->run };
    if (s->base)
        atomic_fetch_add(&s->base->refs, 1);
    for (uint32_t chunk = machine_next_chunk(m, 1, CHUNKS_CHANGED); chunk < end;
         chunk = machine_next_chunk(m, chunk + 1, CHUNKS_CHANGED)) {
        const uint8_t *bytes = machine_image(m) + ((size_t)chunk << CHUNK_SHIFT);
        uint64_t hash = known_hash(h, chunk);
        struct kept *kept = find(near, &i, chunk, hash, bytes);

        if (!kept)
            kept = keep(bytes);
        if (!kept) {
            saved_free(s);
            return NULL;
        }
        kept->refs++;
        s->at[s->nr++] = (struct saved_chunk){ chunk, h->dirty[chunk], hash, kept };
    }
    return s;
}

struct machine *machine_restore(const struct saved *s)
{
    struct machine *m = machine_over_base(s->base, s->size, s->ram_off);

    if (!m)
        return NULL;
    m->host.digest = s->digest;
    m->host.run = s->run;
    for (uint32_t i = 0; i < s->nr; i++) {
        const struct saved_chunk *at = &s->at[i];

        machine_put_chunk(m, at->chunk, at->kept->bytes, at->dirty, at->hash);
    }
    return m;
}

size_t saved_own_bytes(const struct saved *s)
{
    size_t bytes = sizeof(*s) + s->nr * sizeof(s->at[0]);

    for (uint32_t i = 0; i < s->nr; i++)
        bytes += s->at[i].kept->refs == 1 ? sizeof(struct kept) : 0;
    return bytes;
}

void saved_free(struct saved *s)
{
    if (!s)
        return;
    base_put(s->base);
    for (uint32_t i = 0; i < s->nr; i++) {
        if (--s->at[i].kept->refs == 0)
            free(s->at[i].kept);
    }
    free(s);
}
