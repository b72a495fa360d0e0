// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The life of a machine: its memory, clones and digest.
 *
 * A frozen image lives in a memfd that its machine and all clones map privately. What a machine writes becomes its own copy, page by page,
 * by the host's copy-on-write; the dirty map knows which chunks those are, so that a clone of a changed machine copies them and no more.
 * The memfd ends with the last chunk that is not zero: behind it lies memory of nobody's, for a hole of a memfd is filled when it is read.
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
    size_t end; /* bytes of the memfd: the chunks from here on are zeros */
    uint64_t digest;
    uint64_t chunk_hash[]; /* as many as lie before `end` */
};

static uint32_t chunks(size_t size)
{
    return (uint32_t)(size >> CHUNK_SHIFT);
}

#define GROUP_CHUNKS (1u << DIRTY_GROUP_SHIFT)
_Static_assert(GROUP_CHUNKS == 64, "any_marked() looks at a group");

static uint32_t groups(uint32_t nr_chunks)
{
    return (nr_chunks + GROUP_CHUNKS - 1) / GROUP_CHUNKS;
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

/* Has one of these 64 bytes one of the marks? */
static bool any_marked(const uint8_t *bytes, uint8_t marks)
{
    uint64_t w[8];

    memcpy(w, bytes, sizeof(w));
    return (w[0] | w[1] | w[2] | w[3] | w[4] | w[5] | w[6] | w[7]) & marks * 0x0101010101010101u;
}

/* The first group of chunks from g on, below n, with one of these marks. Those of RAM have a map, of which 64 are looked at in one go. */
static uint32_t next_group(const struct host *h, uint32_t g, uint32_t n, uint8_t marks)
{
    uint32_t ram = groups(chunks(h->ram_off));

    for (; g < n; g++) {
        while (g >= ram && g % 64 == 0 && g + 64 <= n && !any_marked(&h->dirty_group[g], 0xff))
            g += 64;
        if (g < n && (g < ram || h->dirty_group[g]) &&
            any_marked(&h->dirty[(size_t)g * GROUP_CHUNKS], marks))
            return g;
    }
    return n;
}

/* The first chunk from i on with one of these marks. Steps over groups without any: nearly all of RAM. */
static uint32_t next_marked(const struct host *h, uint32_t i, uint8_t marks)
{
    uint32_t n = chunks(h->size);

    for (; i < n && !(h->dirty[i] & marks); i++)
        if (i % GROUP_CHUNKS == GROUP_CHUNKS - 1)
            i = next_group(h, i / GROUP_CHUNKS + 1, groups(n), marks) * GROUP_CHUNKS - 1;
    return i < n ? i : n;
}

/* The chunk's hash in the base; 0 where there is none. */
static uint64_t base_hash(const struct base *base, uint32_t chunk)
{
    return base && chunk < chunks(base->end) ? base->chunk_hash[chunk] : 0;
}

/* The chunk's hash as of when it was last asked for. */
static uint64_t known_hash(const struct host *h, uint32_t chunk)
{
    return h->dirty[chunk] & DIRTY_CACHED ? h->chunk_hash[chunk] : base_hash(h->base, chunk);
}

bool machine_chunk_written(const struct machine *m, uint32_t chunk)
{
    return m->host.dirty[chunk] & DIRTY_BASE || base_hash(m->host.base, chunk);
}

uint32_t machine_next_chunk(const struct machine *m, uint32_t from, enum chunk_sort sort)
{
    const struct base *base = m->host.base;
    uint32_t i = from ? from : 1;

    if (sort == CHUNKS_WRITTEN && base)
        for (; i < chunks(base->end); i++)
            if (machine_chunk_written(m, i))
                return i;
    return next_marked(&m->host, i, DIRTY_BASE);
}

uint64_t machine_digest(struct machine *m)
{
    struct host *h = &m->host;

    for (uint32_t i = next_marked(h, 1, DIRTY_HASH); i < chunks(h->size);
         i = next_marked(h, i + 1, DIRTY_HASH)) {
        uint64_t was, is;

        was = known_hash(h, i);
        is = chunk_hash(m, i);
        h->chunk_hash[i] = is;
        h->digest = lanes_add(lanes_sub(h->digest, was), is);
        h->dirty[i] = (uint8_t)((h->dirty[i] & ~DIRTY_HASH) | DIRTY_CACHED);
    }
    return h->digest;
}

/* Zeros that cost nothing until they are written, and then a page each: in huge pages every touch of RAM would cost 2 MiB. */
static void *map_zeros(size_t size)
{
    int flags = MAP_PRIVATE | MAP_NORESERVE | MAP_ANONYMOUS;
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, -1, 0);

    if (p == MAP_FAILED)
        return NULL;
    madvise(p, size, MADV_NOHUGEPAGE);
    return p;
}

/* Lays the base over the beginning of an image, instead of what is there. -1 and errno. */
static int map_base(void *image, const struct base *base)
{
    void *p = mmap(image, base->end, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED, base->fd, 0);

    return p == MAP_FAILED ? -1 : 0;
}

/*
 * Bytes of a hash table and, behind it, a dirty map of whole groups and a map of the groups. Mapped, not allocated: what nobody touches
 * costs nothing.
 */
static size_t tables_size(uint32_t size)
{
    return chunks(size) * sizeof(uint64_t) + (size_t)groups(chunks(size)) * (GROUP_CHUNKS + 1);
}

/* Gives the machine its dirty map and hash table. */
static int host_alloc(struct machine *m, uint32_t size, uint32_t ram_off)
{
    uint64_t *tables = map_zeros(tables_size(size));

    m->host.size = size;
    if (!tables)
        return -1;
    m->host.chunk_hash = tables;
    m->host.dirty = (uint8_t *)(tables + chunks(size));
    m->host.dirty_group = m->host.dirty + (size_t)groups(chunks(size)) * GROUP_CHUNKS;
    m->host.ram_off = ram_off;
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
    m = map_zeros(ram_off + (size_t)ram_size);
    if (!m)
        return NULL;
    if (host_alloc(m, ram_off + ram_size, ram_off)) {
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

/* Bytes up to the end of the last chunk that is not zero. For a machine whose digest was just taken. */
static size_t used_size(const struct machine *m)
{
    const struct host *h = &m->host;
    uint32_t end = 1;

    for (uint32_t i = machine_next_chunk(m, 1, CHUNKS_WRITTEN); i < chunks(h->size);
         i = machine_next_chunk(m, i + 1, CHUNKS_WRITTEN))
        if (known_hash(h, i))
            end = i + 1;
    return (size_t)end * CHUNK_SIZE;
}

/* Writes the image into the base's memfd, and its hashes. */
static int base_fill(struct base *base, const struct machine *m)
{
    for (uint32_t i = 1; i < chunks(base->end); i++) {
        size_t at = (size_t)i * CHUNK_SIZE;

        base->chunk_hash[i] = known_hash(&m->host, i);
        if (base->chunk_hash[i] &&
            pwrite(base->fd, (const char *)m + at, CHUNK_SIZE, (off_t)at) != CHUNK_SIZE)
            return -1;
    }
    return 0;
}

/* The present image as a base with one reference. NULL and errno. */
static struct base *base_new(struct machine *m)
{
    uint64_t digest = machine_digest(m);
    size_t end = used_size(m);
    struct base *base = calloc(1, sizeof(*base) + chunks(end) * sizeof(uint64_t));

    if (!base)
        return NULL;
    atomic_init(&base->refs, 1);
    base->digest = digest;
    base->end = end;
    base->fd = memfd_create("buddyscope-image", MFD_CLOEXEC);
    if (base->fd >= 0 && !ftruncate(base->fd, (off_t)end) && !base_fill(base, m))
        return base;
    if (base->fd >= 0)
        close(base->fd);
    free(base);
    return NULL;
}

int machine_freeze(struct machine *m)
{
    struct base *base = base_new(m);
    struct host host = m->host;

    if (!base)
        return -1;
    if (map_base(m, base)) {
        base_put(base);
        return -1;
    }
    base_put(host.base);
    host.base = base;
    for (uint32_t i = next_marked(&host, 0, 0xff); i < chunks(host.size);
         i = next_marked(&host, i, 0xff))
        host.dirty[i] = 0;
    m->host = host;
    return 0;
}

struct machine *machine_clone(const struct machine *m)
{
    struct base *base = m->host.base;
    struct machine *clone = map_zeros(m->host.size);

    if (!clone)
        return NULL;
    if (base && map_base(clone, base)) {
        munmap(clone, m->host.size);
        return NULL;
    }
    if (host_alloc(clone, m->host.size, m->ram_off)) {
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

        mark_dirty(clone, (uint32_t)at);
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
