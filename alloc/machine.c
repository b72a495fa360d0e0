// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The life of a machine: its memory, clones and digest.
 *
 * A frozen image lives in a memfd that its machine and all clones map privately. What a machine writes becomes its own copy, page by page,
 * by the host's copy-on-write; the dirty map knows which chunks those are, so that a clone of a changed machine copies them and no more.
 */
#define _GNU_SOURCE
#include "alloc/machine.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "alloc/boot/boot.h"
#include "alloc/change.h"

_Static_assert(sizeof(struct host) <= CHUNK_SIZE, "the host part is one chunk");
_Static_assert(offsetof(struct machine, first_pfn) == CHUNK_SIZE, "the image begins at chunk 1");

/* A frozen image. Machines that map it hold a reference each; they may live on different threads. */
struct base {
    atomic_uint refs;
    int fd;
    uint64_t digest;
    uint64_t chunk_hash[];
};

static uint32_t chunks(uint32_t size)
{
    return size >> CHUNK_SHIFT;
}

static void base_put(struct base *base)
{
    if (!base || atomic_fetch_sub(&base->refs, 1) != 1)
        return;
    close(base->fd);
    free(base);
}

/* Sum of the two lanes, each for itself. */
static uint64_t lanes_add(uint64_t a, uint64_t b)
{
    return ((a >> 32) + (b >> 32)) << 32 | (uint32_t)((uint32_t)a + (uint32_t)b);
}
static uint64_t lanes_sub(uint64_t a, uint64_t b)
{
    return ((a >> 32) - (b >> 32)) << 32 | (uint32_t)((uint32_t)a - (uint32_t)b);
}

/* The hash of a chunk as web/README.md defines it; 0 for a chunk of zeros. */
static uint64_t chunk_hash(const struct machine *m, uint32_t index)
{
    const uint32_t *w =
        (const uint32_t *)(const void *)((const char *)m + (size_t)index * CHUNK_SIZE);
    uint32_t lo = 0x811c9dc5u ^ index, hi = 0x9e3779b9u ^ index, any = 0;

    for (unsigned i = 0; i < CHUNK_SIZE / 4; i++) {
        any |= w[i];
        lo = (lo ^ w[i]) * 0x01000193u;
        hi = ((hi << 5 | hi >> 27) ^ w[i]) * 0x85ebca6bu;
    }
    return any ? (uint64_t)hi << 32 | lo : 0;
}

uint64_t machine_digest(struct machine *m)
{
    struct host *h = &m->host;

    for (uint32_t i = 1; i < chunks(h->size); i++) {
        uint64_t was, is;

        if (!(h->dirty[i] & DIRTY_HASH))
            continue;
        was = h->dirty[i] & DIRTY_CACHED ? h->chunk_hash[i] : h->base ? h->base->chunk_hash[i] : 0;
        is = chunk_hash(m, i);
        h->chunk_hash[i] = is;
        h->digest = lanes_add(lanes_sub(h->digest, was), is);
        h->dirty[i] = (uint8_t)((h->dirty[i] & ~DIRTY_HASH) | DIRTY_CACHED);
    }
    return h->digest;
}

/* Gives the machine its dirty map and hash table. */
static int host_alloc(struct machine *m, uint32_t size)
{
    m->host.size = size;
    m->host.dirty = calloc(chunks(size), 1);
    m->host.chunk_hash = calloc(chunks(size), sizeof(uint64_t));
    return m->host.dirty && m->host.chunk_hash ? 0 : -1;
}

static struct machine *map_image(uint32_t size, int fd)
{
    int flags = MAP_PRIVATE | MAP_NORESERVE | (fd < 0 ? MAP_ANONYMOUS : 0);
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, 0);

    return p == MAP_FAILED ? NULL : p;
}

/* Fixed part, page[], held_slot[], held_pfn[], rounded up to chunks. */
static uint32_t image_size(uint32_t nr_pages)
{
    size_t size = sizeof(struct machine) + nr_pages * (sizeof(struct page) + 2 * sizeof(uint32_t));

    return (uint32_t)((size + CHUNK_SIZE - 1) & ~(size_t)(CHUNK_SIZE - 1));
}

struct machine *machine_create(const struct profile *profile, const char **why)
{
    uint32_t first_pfn, nr_pages;
    struct machine *m;

    *why = profile_problem(profile);
    if (*why) {
        errno = EINVAL;
        return NULL;
    }
    profile_pages(profile, &first_pfn, &nr_pages);
    m = map_image(image_size(nr_pages), -1);
    if (!m)
        return NULL;
    if (host_alloc(m, image_size(nr_pages))) {
        machine_destroy(m);
        errno = ENOMEM;
        return NULL;
    }
    memset(m->host.dirty, DIRTY_BASE | DIRTY_HASH, chunks(m->host.size));
    m->first_pfn = first_pfn;
    m->nr_pages = nr_pages;
    m->held_off = (uint32_t)(sizeof(struct machine) + nr_pages * sizeof(struct page));
    *why = boot_create(m, profile);
    if (*why) {
        machine_destroy(m);
        errno = EINVAL;
        return NULL;
    }
    return m;
}

int machine_freeze(struct machine *m)
{
    uint32_t n = chunks(m->host.size);
    struct base *base = malloc(sizeof(*base) + n * sizeof(uint64_t));
    struct host host;

    if (!base)
        return -1;
    base->fd = memfd_create("buddyscope-image", MFD_CLOEXEC);
    if (base->fd < 0 || ftruncate(base->fd, m->host.size))
        goto err;
    base->digest = machine_digest(m);
    atomic_init(&base->refs, 1);
    for (uint32_t i = 0; i < n; i++) {
        const char *chunk = (const char *)m + (size_t)i * CHUNK_SIZE;

        base->chunk_hash[i] = i ? chunk_hash(m, i) : 0;
        if (base->chunk_hash[i] &&
            pwrite(base->fd, chunk, CHUNK_SIZE, (off_t)i * CHUNK_SIZE) != CHUNK_SIZE)
            goto err;
    }
    host = m->host;
    if (mmap(m, host.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED,
             base->fd, 0) == MAP_FAILED)
        goto err;
    base_put(host.base);
    host.base = base;
    memset(host.dirty, 0, n);
    m->host = host;
    return 0;
err:
    if (base->fd >= 0)
        close(base->fd);
    free(base);
    return -1;
}

struct machine *machine_clone(const struct machine *m)
{
    struct base *base = m->host.base;
    struct machine *clone = map_image(m->host.size, base ? base->fd : -1);

    if (!clone)
        return NULL;
    if (host_alloc(clone, m->host.size)) {
        machine_destroy(clone);
        errno = ENOMEM;
        return NULL;
    }
    if (base)
        atomic_fetch_add(&base->refs, 1);
    clone->host.base = base;
    clone->host.digest = m->host.digest;
    clone->host.run = m->host.run;
    for (uint32_t i = 1; i < chunks(m->host.size); i++) {
        uint8_t dirty = m->host.dirty[i];
        size_t at = (size_t)i * CHUNK_SIZE;

        if (!(dirty & DIRTY_BASE))
            continue;
        clone->host.dirty[i] = dirty;
        clone->host.chunk_hash[i] = m->host.chunk_hash[i];
        memcpy((char *)clone + at, (const char *)m + at, CHUNK_SIZE);
    }
    return clone;
}

void machine_destroy(struct machine *m)
{
    if (!m)
        return;
    base_put(m->host.base);
    free(m->host.dirty);
    free(m->host.chunk_hash);
    munmap(m, m->host.size ? m->host.size : CHUNK_SIZE);
}

uint32_t machine_size(const struct machine *m)
{
    return m->host.size;
}

bool machine_chunk_changed(const struct machine *m, uint32_t chunk)
{
    return chunk && m->host.dirty[chunk] & DIRTY_BASE;
}

uint64_t machine_base(const struct machine *m)
{
    return m->host.base ? m->host.base->digest : 0;
}

static void hear(struct machine *m, unsigned want, trace_fn *fn, batch_fn *batches, void *arg)
{
    struct host *h = &m->host;

    machine_flush(m);
    h->want = want;
    h->fn = fn;
    h->batch_fn = batches;
    h->arg = arg;
    h->next = h->batch;
    h->end = h->batch + (fn ? 1 : BATCH_EVENTS);
}

void machine_listen(struct machine *m, unsigned want, trace_fn *fn, void *arg)
{
    hear(m, fn ? want : WANT_NOTHING, fn, NULL, arg);
}

void machine_record(struct machine *m, unsigned want, batch_fn *fn, void *arg)
{
    hear(m, want, NULL, fn, arg);
}

void machine_flush(struct machine *m)
{
    struct host *h = &m->host;
    size_t count;

    if (!h->want || h->next == h->batch)
        return;
    count = (size_t)(h->next - h->batch);
    h->next = h->batch;
    if (h->fn)
        h->fn(h->arg, h->batch);
    else
        h->batch_fn(h->arg, h->batch, count);
}
