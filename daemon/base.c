// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/base.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "daemon/image.h"

#define PACK_LEVEL 5 /* as small as 6, in half the time */

/* A profile whose base is being built: who asks for the same waits, who asks for another builds that beside it. */
struct site {
    struct site *next;
    const struct profile *profile;
};

struct bases {
    pthread_mutex_t lock; /* the lists */
    pthread_cond_t built; /* one was, or could not be */
    struct base_image *first;
    struct site *sites;
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
    pthread_mutex_init(&bases->lock, NULL);
    pthread_cond_init(&bases->built, NULL);
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
    pthread_cond_destroy(&bases->built);
    pthread_mutex_destroy(&bases->lock);
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
    struct bytes all = { 0 };
    image_chunks(base->booted, &all);
    uLongf len = compressBound((uLong)all.len);
    bytes_reserve(&base->packed, len);
    if (compress2(base->packed.data, &len, all.data, (uLong)all.len, PACK_LEVEL) != Z_OK)
        abort(); /* the output is large enough and the level is valid: only memory can be short */
    base->packed.len = len;
    base->packed.data = must_realloc(base->packed.data, len);
    base->packed.room = len;
    bytes_free(&all);
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

/* ---- with the lock held ---- */

static struct base_image *lookup(const struct bases *bases, const struct profile *profile)
{
    struct base_image *base = bases->first;
    while (base && !same_profile(&base->profile, profile))
        base = base->next;
    return base;
}

static bool is_being_built(const struct bases *bases, const struct profile *profile)
{
    const struct site *site = bases->sites;
    while (site && !same_profile(site->profile, profile))
        site = site->next;
    return site != NULL;
}

/* Bases that there are or will be. */
static unsigned count(const struct bases *bases)
{
    unsigned n = 0;
    for (const struct base_image *base = bases->first; base; base = base->next)
        n++;
    for (const struct site *site = bases->sites; site; site = site->next)
        n++;
    return n;
}

static void clear_site(struct bases *bases, struct site *site)
{
    struct site **at = &bases->sites;
    while (*at != site)
        at = &(*at)->next;
    *at = site->next;
    free(site);
}

/* Builds it with the lock given back meanwhile. */
static struct base_image *build_beside(struct bases *bases, const struct profile *profile,
                                       const char **why)
{
    struct site *site = must_zalloc(sizeof *site);
    *site = (struct site){ bases->sites, profile };
    bases->sites = site;
    pthread_mutex_unlock(&bases->lock);
    struct base_image *base = build(bases, profile, why);
    pthread_mutex_lock(&bases->lock);
    clear_site(bases, site);
    if (base) {
        base->next = bases->first;
        bases->first = base;
    }
    pthread_cond_broadcast(&bases->built);
    return base;
}

/* ---- the same, locked ---- */

struct base_image *bases_get(struct bases *bases, const struct profile *profile, const char **why)
{
    pthread_mutex_lock(&bases->lock);
    while (is_being_built(bases, profile))
        pthread_cond_wait(&bases->built, &bases->lock);
    struct base_image *base = lookup(bases, profile);
    if (!base && count(bases) == MAX_BASES)
        *why = "this daemon runs as many kinds of machines as it may";
    else if (!base)
        base = build_beside(bases, profile, why);
    pthread_mutex_unlock(&bases->lock);
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
