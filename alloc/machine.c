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

/* The first chunk from i on with one of these marks. Steps over eight at a time: all but a few of an image's chunks have none. */
static uint32_t next_marked(const struct host *h, uint32_t i, uint8_t marks)
{
    const uint64_t any = marks * 0x0101010101010101u;
    uint32_t n = chunks(h->size);
    uint64_t eight;

    for (; i < n && !(h->dirty[i] & marks); i++)
        for (; i % 8 == 7 && i + 9 <= n; i += 8) {
            memcpy(&eight, &h->dirty[i + 1], sizeof(eight));
            if (eight & any)
                break;
        }
    return i;
}

bool machine_chunk_written(const struct machine *m, uint32_t chunk)
{
    const struct base *base = m->host.base;

    return m->host.dirty[chunk] & DIRTY_BASE || (base && base->chunk_hash[chunk]);
}

uint32_t machine_next_chunk(const struct machine *m, uint32_t from, enum chunk_sort sort)
{
    const struct base *base = m->host.base;
    uint32_t changed = next_marked(&m->host, from ? from : 1, DIRTY_BASE);

    if (sort == CHUNKS_CHANGED || !base)
        return changed;
    for (uint32_t i = from ? from : 1; i < changed; i++)
        if (base->chunk_hash[i])
            return i;
    return changed;
}

uint64_t machine_digest(struct machine *m)
{
    struct host *h = &m->host;

    for (uint32_t i = next_marked(h, 1, DIRTY_HASH); i < chunks(h->size);
         i = next_marked(h, i + 1, DIRTY_HASH)) {
        uint64_t was, is;

        was = h->dirty[i] & DIRTY_CACHED ? h->chunk_hash[i] : h->base ? h->base->chunk_hash[i] : 0;
        is = chunk_hash(m, i);
        h->chunk_hash[i] = is;
        h->digest = lanes_add(lanes_sub(h->digest, was), is);
        h->dirty[i] = (uint8_t)((h->dirty[i] & ~DIRTY_HASH) | DIRTY_CACHED);
    }
    return h->digest;
}

static void *map_private(size_t size, int fd)
{
    int flags = MAP_PRIVATE | MAP_NORESERVE | (fd < 0 ? MAP_ANONYMOUS : 0);
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, 0);

    return p == MAP_FAILED ? NULL : p;
}

/* Bytes of a hash table and, behind it, a dirty map. Mapped, not allocated: what nobody touches costs nothing. */
static size_t tables_size(uint32_t size)
{
    return chunks(size) * (sizeof(uint64_t) + 1);
}

/* Gives the machine its dirty map and hash table. */
static int host_alloc(struct machine *m, uint32_t size)
{
    uint64_t *tables = map_private(tables_size(size), -1);

    m->host.size = size;
    if (!tables)
        return -1;
    m->host.chunk_hash = tables;
    m->host.dirty = (uint8_t *)(tables + chunks(size));
    return 0;
}

/* Fixed part, page[], held_slot[], held_pfn[], rounded up to chunks: where RAM begins. */
static uint32_t ram_offset(uint32_t nr_pages)
{
    size_t size = sizeof(struct machine) + nr_pages * (sizeof(struct page) + 2 * sizeof(uint32_t));

    return (uint32_t)((size + CHUNK_SIZE - 1) & ~(size_t)(CHUNK_SIZE - 1));
}

struct machine *machine_create(const struct profile *profile, const char **why)
{
    uint32_t first_pfn, nr_pages, ram_off, ram_size;
    struct machine *m;

    *why = profile_problem(profile);
    if (*why) {
        errno = EINVAL;
        return NULL;
    }
    profile_pages(profile, &first_pfn, &nr_pages);
    ram_off = ram_offset(nr_pages);
    ram_size = profile->lowmem_limit - profile->banks[0].start + MAX_CPUS * PCPU_DYNAMIC_SIZE;
    m = map_private(ram_off + (size_t)ram_size, -1);
    if (!m)
        return NULL;
    if (host_alloc(m, ram_off + ram_size)) {
        machine_destroy(m);
        errno = ENOMEM;
        return NULL;
    }
    memset(m->host.dirty, DIRTY_BASE | DIRTY_HASH, chunks(ram_off));
    m->ram_off = ram_off;
    m->ram_size = ram_size;
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
    struct base *base = calloc(1, sizeof(*base) + n * sizeof(uint64_t));
    struct host host;

    if (!base)
        return -1;
    base->fd = memfd_create("buddyscope-image", MFD_CLOEXEC);
    if (base->fd < 0 || ftruncate(base->fd, m->host.size))
        goto err;
    base->digest = machine_digest(m);
    atomic_init(&base->refs, 1);
    for (uint32_t i = machine_next_chunk(m, 1, CHUNKS_WRITTEN); i < n;
         i = machine_next_chunk(m, i + 1, CHUNKS_WRITTEN)) {
        const char *chunk = (const char *)m + (size_t)i * CHUNK_SIZE;

        base->chunk_hash[i] = chunk_hash(m, i);
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
    for (uint32_t i = next_marked(&host, 0, 0xff); i < n; i = next_marked(&host, i, 0xff))
        host.dirty[i] = 0;
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
    struct machine *clone = map_private(m->host.size, base ? base->fd : -1);

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
    for (uint32_t i = next_marked(&m->host, 1, DIRTY_BASE); i < chunks(m->host.size);
         i = next_marked(&m->host, i + 1, DIRTY_BASE)) {
        size_t at = (size_t)i * CHUNK_SIZE;

        clone->host.dirty[i] = m->host.dirty[i];
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
    if (m->host.chunk_hash)
        munmap(m->host.chunk_hash, tables_size(m->host.size));
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
