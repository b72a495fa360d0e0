// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/base.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "daemon/image.h"

#define PACK_LEVEL 5 /* as small as 6, in half the time */

struct bases {
    pthread_mutex_t building; /* one at a time: the next to ask wants the same one, as a rule */
    pthread_mutex_t lock;     /* the list */
    struct base_image *first;
    unsigned checkpoints;
    size_t checkpoint_bytes;
};

struct op base_op(uint32_t n)
{
    return (struct op){ .kind = OP_BOOT,
                        .cpu = OP_NO_CPU,
                        .stage = n == 1 ? STAGE_ZONELISTS : STAGE_MEM_INIT };
}

struct bases *bases_new(unsigned checkpoints, size_t checkpoint_bytes)
{
    struct bases *bases = must_zalloc(sizeof *bases);
    pthread_mutex_init(&bases->building, NULL);
    pthread_mutex_init(&bases->lock, NULL);
    bases->checkpoints = checkpoints;
    bases->checkpoint_bytes = checkpoint_bytes;
    return bases;
}

static void base_free(struct base_image *base)
{
    history_free(&base->history);
    bytes_free(&base->packed);
    if (base->booted)
        machine_destroy(base->booted);
    if (base->origin)
        machine_destroy(base->origin);
    free(base);
}

void bases_free(struct bases *bases)
{
    while (bases->first) {
        struct base_image *base = bases->first;
        bases->first = base->next;
        base_free(base);
    }
    pthread_mutex_destroy(&bases->lock);
    pthread_mutex_destroy(&bases->building);
    free(bases);
}

static void boot(struct base_image *base)
{
    for (uint32_t n = 1; n <= BASE_OPS; n++) {
        struct record *r = &base->first[n - 1];
        *r = (struct record){ .n = n, .op = base_op(n) };
        machine_record(base->booted, WANT_ALL, tally_events, &r->tally);
        r->result = op_apply(base->booted, &r->op);
        machine_listen(base->booted, WANT_NOTHING, NULL, NULL);
        r->digest = machine_digest(base->booted);
        sample_take(&base->samples[n - 1], base->booted, n);
    }
    base->digest = base->first[BASE_OPS - 1].digest;
}

static void pack(struct base_image *base)
{
    struct snapshot all;
    snapshot_take(&all, base->booted, NULL);
    uLongf len = compressBound((uLong)all.data.len);
    bytes_reserve(&base->packed, len);
    if (compress2(base->packed.data, &len, all.data.data, (uLong)all.data.len, PACK_LEVEL) != Z_OK)
        abort(); /* the output is large enough and the level is valid: only memory can be short */
    base->packed.len = len;
    base->packed.data = must_realloc(base->packed.data, len);
    base->packed.room = len;
    snapshot_free(&all);
}

static struct base_image *build(struct bases *bases, const struct profile *profile,
                                const char **why)
{
    struct base_image *base = must_zalloc(sizeof *base);
    history_init(&base->history, bases->checkpoints, bases->checkpoint_bytes);
    base->profile = *profile;
    *why = "there is not enough memory for this machine";
    base->origin = machine_create(&base->profile, why);
    base->booted = base->origin ? machine_create(&base->profile, why) : NULL;
    if (!base->booted || machine_freeze(base->origin) != 0) {
        base_free(base);
        return NULL;
    }
    base->origin_digest = machine_digest(base->origin);
    boot(base);
    if (machine_freeze(base->booted) != 0) {
        base_free(base);
        return NULL;
    }
    pack(base);
    return base;
}

static bool same_profile(const struct profile *a, const struct profile *b)
{
    return strcmp(a->name, b->name) == 0 && a->slub == b->slub &&
           a->page_struct_size == b->page_struct_size;
}

static struct base_image *lookup(struct bases *bases, const struct profile *profile)
{
    pthread_mutex_lock(&bases->lock);
    struct base_image *base = bases->first;
    while (base && !same_profile(&base->profile, profile))
        base = base->next;
    pthread_mutex_unlock(&bases->lock);
    return base;
}

static unsigned count(struct bases *bases)
{
    unsigned n = 0;
    pthread_mutex_lock(&bases->lock);
    for (const struct base_image *base = bases->first; base; base = base->next)
        n++;
    pthread_mutex_unlock(&bases->lock);
    return n;
}

static void publish(struct bases *bases, struct base_image *base)
{
    pthread_mutex_lock(&bases->lock);
    base->next = bases->first;
    bases->first = base;
    pthread_mutex_unlock(&bases->lock);
}

struct base_image *bases_get(struct bases *bases, const struct profile *profile, const char **why)
{
    struct base_image *base = lookup(bases, profile);
    if (base)
        return base;
    pthread_mutex_lock(&bases->building);
    base = lookup(bases, profile);
    if (!base && count(bases) == MAX_BASES)
        *why = "this daemon runs as many kinds of machines as it may";
    else if (!base && (base = build(bases, profile, why)))
        publish(bases, base);
    pthread_mutex_unlock(&bases->building);
    return base;
}

const struct base_image *bases_find(struct bases *bases, uint64_t digest)
{
    pthread_mutex_lock(&bases->lock);
    const struct base_image *base = bases->first;
    while (base && base->digest != digest)
        base = base->next;
    pthread_mutex_unlock(&bases->lock);
    return base;
}
