// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The life of a machine: its memory, clones and digest.
 *
 * Clones share a frozen image (frozen.h). The dirty map knows which chunks a machine has changed since, so that a clone of a changed
 * machine copies them and no more.
 */
#define _GNU_SOURCE
#include "alloc/machine.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "alloc/boot/boot.h"
#include "alloc/frozen.h"

_Static_assert(sizeof(struct host) <= CHUNK_SIZE, "the host part is one chunk");
_Static_assert(offsetof(struct machine, first_pfn) == CHUNK_SIZE, "the image begins at chunk 1");

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

/* Sum of the two lanes, each for itself. */
static uint64_t lanes_add(uint64_t a, uint64_t b)
{
    return ((a >> 32) + (b >> 32)) << 32 | (uint32_t)((uint32_t)a + (uint32_t)b);
}
static uint64_t lanes_sub(uint64_t a, uint64_t b)
{
    return ((a >> 32) - (b >> 32)) << 32 | (uint32_t)((uint32_t)a - (uint32_t)b);
}

static const uint32_t *chunk_words(const struct machine *m, uint32_t index)
{
    return (const uint32_t *)(const void *)((const char *)m + (size_t)index * CHUNK_SIZE);
}

/* A hash on its way: both lanes, and all words together. */
struct hashing {
    uint32_t lo, hi, any;
};
static inline struct hashing hash_begin(uint32_t index)
{
    return (struct hashing){ 0x811c9dc5u ^ index, 0x9e3779b9u ^ index, 0 };
}
static inline void hash_word(struct hashing *h, uint32_t w)
{
    h->any |= w;
    h->lo = (h->lo ^ w) * 0x01000193u;
    h->hi = ((h->hi << 5 | h->hi >> 27) ^ w) * 0x85ebca6bu;
}
static inline uint64_t hash_end(const struct hashing *h)
{
    return h->any ? (uint64_t)h->hi << 32 | h->lo : 0;
}

/*
 * The hashes of two chunks as web/README.md defines them; 0 for a chunk of zeros. Each word waits for the product of the one before: two chunks
 * at a time take hardly longer than one.
 */
static void chunk_hashes(const struct machine *m, const uint32_t index[2], uint64_t hash[2])
{
    struct hashing a = hash_begin(index[0]), b = hash_begin(index[1]);
    const uint32_t *of_a = chunk_words(m, index[0]), *of_b = chunk_words(m, index[1]);

    for (unsigned i = 0; i < CHUNK_SIZE / 4; i++) {
        hash_word(&a, of_a[i]);
        hash_word(&b, of_b[i]);
    }
    hash[0] = hash_end(&a);
    hash[1] = hash_end(&b);
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

bool machine_chunk_written(const struct machine *m, uint32_t chunk)
{
    return m->host.dirty[chunk] & DIRTY_BASE || base_hash(m->host.base, chunk);
}

/*
 * Between the extents of the base only what the machine wrote itself can be anything but zeros, and it has few: there the marks are looked
 * for, and within an extent every chunk is looked at.
 */
static uint32_t next_written(const struct machine *m, uint32_t i)
{
    const struct base *base = m->host.base;

    for (uint32_t n = 0; base && n < base->nr_extents; n++) {
        const struct extent *extent = &base->extent[n];

        if (i < extent->from) {
            uint32_t own = next_marked(&m->host, i, DIRTY_BASE);

            if (own < extent->from)
                return own;
            i = extent->from;
        }
        for (; i < extent->to; i++)
            if (machine_chunk_written(m, i))
                return i;
    }
    return next_marked(&m->host, i, DIRTY_BASE);
}

uint32_t machine_next_chunk(const struct machine *m, uint32_t from, enum chunk_sort sort)
{
    uint32_t i = from ? from : 1;

    return sort == CHUNKS_WRITTEN ? next_written(m, i) : next_marked(&m->host, i, DIRTY_BASE);
}

/* Puts the present hash of a chunk in the place of the one that is known. */
static void rehash(struct host *h, uint32_t i, uint64_t hash)
{
    h->digest = lanes_add(lanes_sub(h->digest, known_hash(h, i)), hash);
    h->chunk_hash[i] = hash;
    h->dirty[i] = (uint8_t)((h->dirty[i] & ~DIRTY_HASH) | DIRTY_CACHED);
}

uint64_t machine_digest(struct machine *m)
{
    struct host *h = &m->host;
    uint32_t end = chunks(h->size), i = next_marked(h, 1, DIRTY_HASH);

    while (i < end) {
        uint32_t next = next_marked(h, i + 1, DIRTY_HASH), pair[2] = { i, next < end ? next : i };
        uint64_t hash[2];

        chunk_hashes(m, pair, hash);
        rehash(h, pair[0], hash[0]);
        rehash(h, pair[1], hash[1]);
        i = next < end ? next_marked(h, next + 1, DIRTY_HASH) : end;
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

int machine_freeze(struct machine *m)
{
    struct base *base;
    struct host host;

    machine_digest(m);
    base = base_new(m);
    if (!base)
        return -1;
    host = m->host;
    if (base_map(base, m)) {
        m->host = host; /* what was mapped holds the same bytes */
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

struct machine *machine_over_base(struct base *base, uint32_t size, uint32_t ram_off)
{
    struct machine *m = map_zeros(size);

    if (!m)
        return NULL;
    if (base && base_map(base, m)) {
        munmap(m, size);
        return NULL;
    }
    if (host_alloc(m, size, ram_off)) {
        machine_destroy(m);
        errno = ENOMEM;
        return NULL;
    }
    if (base) {
        atomic_fetch_add(&base->refs, 1);
        m->host.digest = base->digest;
    }
    m->host.base = base;
    return m;
}

void *machine_open_chunk(struct machine *m, uint32_t chunk, uint8_t dirty, uint64_t hash)
{
    size_t at = (size_t)chunk * CHUNK_SIZE;

    mark_dirty(m, (uint32_t)at);
    m->host.dirty[chunk] = dirty;
    m->host.chunk_hash[chunk] = hash;
    return (char *)m + at;
}

struct machine *machine_clone(const struct machine *m)
{
    const struct host *h = &m->host;
    struct machine *clone = machine_over_base(h->base, h->size, h->ram_off);

    if (!clone)
        return NULL;
    clone->host.digest = h->digest;
    clone->host.run = h->run;
    for (uint32_t i = next_marked(h, 1, DIRTY_BASE); i < chunks(h->size);
         i = next_marked(h, i + 1, DIRTY_BASE))
        memcpy(machine_open_chunk(clone, i, h->dirty[i], h->chunk_hash[i]),
               (const char *)m + (size_t)i * CHUNK_SIZE, CHUNK_SIZE);
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
