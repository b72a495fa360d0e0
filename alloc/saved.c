// SPDX-License-Identifier: GPL-2.0-or-later
#define _GNU_SOURCE
#include "alloc/saved.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "alloc/difference.h"
#include "alloc/frozen.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14; an older kernel refuses it, and nothing is lost */
#endif
#define STRETCH 4 /* chunks that are worth the call */

/* A chunk as its difference from the base. */
struct kept {
    uint32_t refs, len;
    uint8_t bytes[];
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

/* The same chunk with the same difference in what was saved before; *i goes along. */
static struct kept *find(const struct saved *near, uint32_t *i, uint32_t chunk,
                         const uint8_t *bytes, size_t len)
{
    if (!near)
        return NULL;
    while (*i < near->nr && near->at[*i].chunk < chunk)
        ++*i;
    if (*i == near->nr || near->at[*i].chunk != chunk || near->at[*i].kept->len != len ||
        memcmp(near->at[*i].kept->bytes, bytes, len) != 0)
        return NULL;
    return near->at[*i].kept;
}

static struct kept *keep(const uint8_t *bytes, size_t len)
{
    struct kept *kept = malloc(sizeof(*kept) + len);

    if (kept) {
        kept->refs = 0;
        kept->len = (uint32_t)len;
        memcpy(kept->bytes, bytes, len);
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
        uint8_t bytes[DIFFERENCE_MAX];
        size_t len = chunk_difference(bytes, machine_image(m) + ((size_t)chunk << CHUNK_SHIFT),
                                      base_chunk(h->base, chunk));
        struct kept *kept = find(near, &i, chunk, bytes, len);

        if (!kept)
            kept = keep(bytes, len);
        if (!kept) {
            saved_free(s);
            return NULL;
        }
        kept->refs++;
        s->at[s->nr++] = (struct saved_chunk){ chunk, h->dirty[chunk], known_hash(h, chunk), kept };
    }
    return s;
}

/* The chunks are about to be written: taking a stretch of them from the base in one go costs half of what one fault each does. */
static void expect_writes(struct machine *m, const struct saved *s)
{
    for (uint32_t i = 0, n; i < s->nr; i += n) {
        for (n = 1; i + n < s->nr && s->at[i + n].chunk == s->at[i].chunk + n; n++)
            continue;
        if (n >= STRETCH)
            madvise((char *)m + ((size_t)s->at[i].chunk << CHUNK_SHIFT), (size_t)n << CHUNK_SHIFT,
                    MADV_POPULATE_WRITE);
    }
}

struct machine *machine_restore(const struct saved *s)
{
    struct machine *m = machine_over_base(s->base, s->size, s->ram_off);

    if (!m)
        return NULL;
    m->host.digest = s->digest;
    m->host.run = s->run;
    expect_writes(m, s);
    for (uint32_t i = 0; i < s->nr; i++) {
        const struct saved_chunk *at = &s->at[i];

        chunk_apply(machine_open_chunk(m, at->chunk, at->dirty, at->hash), at->kept->bytes,
                    at->kept->bytes + at->kept->len);
    }
    return m;
}

size_t saved_own_bytes(const struct saved *s)
{
    size_t bytes = sizeof(*s) + s->nr * sizeof(s->at[0]);

    for (uint32_t i = 0; i < s->nr; i++)
        bytes += s->at[i].kept->refs == 1 ? sizeof(struct kept) + s->at[i].kept->len : 0;
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
