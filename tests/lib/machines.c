// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/lib/machines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/difference.h"
#include "alloc/number.h"
#include "alloc/page/page.h"
#include "alloc/workload.h"

struct op op_of(enum op_kind kind)
{
    return (struct op){ .kind = kind, .cpu = OP_NO_CPU };
}

static void die(const char *what)
{
    fprintf(stderr, "%s\n", what);
    abort();
}

static struct machine *boot(const char *profile, bool slub, enum boot_stage stage)
{
    const struct profile *found = profile_find(profile);
    struct profile p;
    struct machine *m;
    const char *why;

    if (!found)
        die("no such profile");
    p = *found;
    p.slub = slub;
    m = machine_create(&p, &why);
    if (!m)
        die(why ? why : "no memory for a machine");
    for (uint32_t s = STAGE_ZONELISTS; s <= stage; s++) {
        struct op op = op_of(OP_BOOT);
        struct op_error error;

        op.stage = s;
        if (s == STAGE_KMEM_CACHE_INIT && !slub)
            continue;
        if (!op_check(m, &op, &error))
            die(error.message);
        op_apply(m, &op);
    }
    return m;
}

struct machine *boot_machine(const char *profile, enum boot_stage stage)
{
    return boot(profile, false, stage);
}

struct machine *boot_slub_machine(const char *profile, enum boot_stage stage)
{
    return boot(profile, true, stage);
}

uint32_t random_below(struct random *r, uint32_t n)
{
    uint64_t z = r->state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (uint32_t)((z >> 32) * n >> 32);
}

/* Bits that change where a request goes; FS without NORETRY would make a failing request go round in circles. */
static uint32_t random_gfp(struct random *r)
{
    static const uint32_t bits[] = { 0x2,    0x8,    0x10,    0x20,    0x40,   0x80,    0x100,
                                     0x2000, 0x4000, 0x10000, 0x80000, 0x8000, 0x400000 };
    uint32_t gfp = 0x1000;

    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++)
        if (random_below(r, 3) == 0)
            gfp |= bits[i];
    return gfp;
}

static struct op random_alloc(struct random *r)
{
    struct op op = op_of(OP_ALLOC_PAGES);

    op.order = random_below(r, 3) ? random_below(r, 3) : random_below(r, MAX_ORDER);
    op.gfp = random_gfp(r);
    return op;
}

static struct op random_free(struct machine *m, struct random *r)
{
    struct op op = op_of(OP_FREE_PAGES);

    op.pfn = page_to_pfn(m, held_page(m, random_below(r, m->nr_held)));
    op.cold = random_below(r, 4) == 0;
    return op;
}

static struct op random_free_list(struct machine *m, struct random *r)
{
    struct op op = op_of(OP_FREE_LIST);

    op.cold = random_below(r, 2);
    for (uint32_t slot = 0; slot < m->nr_held && op.nr_list < 20; slot++) {
        uint32_t order, pfn = page_to_pfn(m, held_page(m, slot));

        if (held_order(m, pfn, &order) && order == 0)
            op.list[op.nr_list++] = pfn;
    }
    return op.nr_list ? op : op_of(OP_DRAIN);
}

static struct op random_rare(struct machine *m, struct random *r)
{
    struct op op = op_of(OP_DRAIN);

    switch (random_below(r, 8)) {
    case 0:
        op.kind = OP_DRAIN_LOCAL;
        break;
    case 1:
        op.kind = OP_REFRESH;
        break;
    case 2:
        op.kind = OP_CPU;
        op.cpu = random_below(r, m->nr_online_cpus);
        break;
    case 3:
        if (m->stage >= STAGE_WMARK) {
            op.kind = OP_MIN_FREE_KBYTES;
            op.value = random_below(r, 8000);
        }
        break;
    case 4:
        op.kind = random_below(r, 2) ? OP_MEMALLOC : OP_RT;
        op.value = random_below(r, 2);
        break;
    case 5:
        return random_free_list(m, r);
    case 6:
        if (m->nr_held) {
            op = random_free(m, r);
            op.kind = OP_SPLIT_PAGE;
            op.cold = 0;
        }
        break;
    default:
        op.kind = OP_WORKLOAD;
        op.seed = random_below(r, 1000);
        op.count = 1 + random_below(r, 30);
        op.max_order = random_below(r, MAX_ORDER);
        break;
    }
    return op;
}

struct op random_op(struct machine *m, struct random *r)
{
    struct op_error error;
    struct op op;

    do {
        uint32_t dice = random_below(r, 100);

        if (dice < 8)
            op = random_rare(m, r);
        else if (m->nr_held && dice < 50)
            op = random_free(m, r);
        else
            op = random_alloc(r);
    } while (!op_check(m, &op, &error));
    return op;
}

void free_everything(struct machine *m)
{
    struct op op = op_of(OP_FREE_PAGES);

    while (m->nr_held) {
        op.pfn = page_to_pfn(m, held_page(m, m->nr_held - 1));
        op_apply(m, &op);
    }
    op = op_of(OP_DRAIN);
    op_apply(m, &op);
    for (uint32_t cpu = 0; cpu < m->nr_online_cpus; cpu++) {
        op = op_of(OP_REFRESH);
        op.cpu = cpu;
        op_apply(m, &op);
    }
}

uint32_t free_pages_of(const struct machine *m, uint32_t zone)
{
    uint32_t n = 0;

    for (uint32_t order = 0; order < MAX_ORDER; order++)
        n += m->zone[zone].free_area[order].nr_free << order;
    return n;
}

/* ---- replica ---- */

void replica_blank(struct replica *r, uint32_t image_size)
{
    *r = (struct replica){ .chunks = image_size / CHUNK_SIZE };
    r->chunk = calloc(r->chunks, sizeof *r->chunk);
    r->hash = calloc(r->chunks, sizeof *r->hash);
    r->stale = calloc(r->chunks, sizeof *r->stale);
    r->list = calloc(r->chunks, sizeof *r->list);
    if (!r->chunk || !r->hash || !r->stale || !r->list)
        die("no memory for a replica");
}

/* The words of a chunk that is about to be written. */
static uint32_t *open_chunk(struct replica *r, uint32_t index)
{
    if (index >= r->chunks)
        die("a change beyond the image");
    if (!r->chunk[index])
        r->chunk[index] = calloc(1, CHUNK_SIZE);
    if (!r->chunk[index])
        die("no memory for a replica");
    if (!r->stale[index])
        r->list[r->nr_list++] = index;
    r->stale[index] = true;
    return r->chunk[index];
}

void replica_start(struct replica *r, const struct machine *m)
{
    replica_blank(r, machine_size(m));
    for (uint32_t i = machine_next_chunk(m, 1, CHUNKS_WRITTEN); i < r->chunks;
         i = machine_next_chunk(m, i + 1, CHUNKS_WRITTEN))
        memcpy(open_chunk(r, i), machine_image(m) + (size_t)i * CHUNK_SIZE, CHUNK_SIZE);
}

void replica_end(struct replica *r)
{
    for (uint32_t i = 0; i < r->chunks; i++)
        free(r->chunk[i]);
    free(r->chunk);
    free(r->hash);
    free(r->stale);
    free(r->list);
}

static void store(struct replica *r, uint32_t off, uint32_t value)
{
    open_chunk(r, off / CHUNK_SIZE)[off % CHUNK_SIZE / 4] = value;
}

void replica_load_chunks(struct replica *r, const uint8_t *data, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++, data += sizeof i + CHUNK_SIZE) {
        uint32_t index;

        memcpy(&index, data, sizeof index);
        memcpy(open_chunk(r, index), data + sizeof index, CHUNK_SIZE);
    }
}

void replica_load_difference(struct replica *r, const uint8_t *data, size_t len)
{
    uint32_t index = 0, gap;

    for (const uint8_t *end = len ? data + len : data; data < end;) {
        data = take_number(data, &gap);
        index += gap;
        data = chunk_apply(open_chunk(r, index), data, end);
    }
}

void replica_write_runs(struct replica *r, const uint8_t *data, size_t len)
{
    for (const uint8_t *end = data + len; data < end;) {
        uint32_t head[2], word;

        memcpy(head, data, sizeof head);
        data += sizeof head;
        for (uint32_t i = 0; i < head[1]; i++, data += sizeof word) {
            memcpy(&word, data, sizeof word);
            store(r, head[0] + i * 4, word);
        }
    }
}

void replica_apply(void *replica, const struct event *e)
{
    struct replica *r = replica;

    switch (event_kind(e)) {
    case EV_WORD:
        store(r, e->a, e->c);
        break;
    case EV_LIST_ADD:
        store(r, e->b, e->a);
        store(r, e->a + 4, e->b);
        store(r, e->a, e->c);
        store(r, e->c + 4, e->a);
        break;
    case EV_LIST_DEL:
        store(r, e->b, e->c);
        store(r, e->c + 4, e->b);
        store(r, e->a, 0x00100100);
        store(r, e->a + 4, 0x00200200);
        break;
    default:
        break;
    }
}

static uint64_t hash_chunk(const uint32_t *words, uint32_t index)
{
    uint32_t lo = 0x811c9dc5u ^ index, hi = 0x9e3779b9u ^ index, any = 0;

    for (uint32_t i = 0; i < CHUNK_SIZE / 4; i++) {
        any |= words[i];
        lo = (lo ^ words[i]) * 0x01000193u;
        hi = ((hi << 5 | hi >> 27) ^ words[i]) * 0x85ebca6bu;
    }
    return any ? (uint64_t)hi << 32 | lo : 0;
}

uint64_t replica_digest(struct replica *r)
{
    while (r->nr_list) {
        uint32_t i = r->list[--r->nr_list];
        uint64_t hash = hash_chunk(r->chunk[i], i);

        r->low += (uint32_t)hash - (uint32_t)r->hash[i];
        r->high += (uint32_t)(hash >> 32) - (uint32_t)(r->hash[i] >> 32);
        r->hash[i] = hash;
        r->stale[i] = false;
    }
    return (uint64_t)r->high << 32 | r->low;
}

uint32_t replica_differs(const struct replica *r, const struct machine *m)
{
    static const uint32_t zeros[CHUNK_SIZE / 4];

    if (machine_size(m) != r->chunks * CHUNK_SIZE)
        die("a replica of another machine");
    for (uint32_t i = 1; i < r->chunks; i++) {
        const uint8_t *own = machine_image(m) + (size_t)i * CHUNK_SIZE;

        if (memcmp(own, r->chunk[i] ? r->chunk[i] : zeros, CHUNK_SIZE) != 0)
            return i;
        if (!machine_chunk_written(m, i) && memcmp(own, zeros, CHUNK_SIZE) != 0)
            return i;
    }
    return 0;
}
