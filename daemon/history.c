// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/history.h"

#include <string.h>

void history_init(struct history *h, unsigned limit, size_t max_bytes)
{
    *h = (struct history){ .limit = limit < HISTORY_MAX ? limit : HISTORY_MAX - 1,
                           .max_bytes = max_bytes };
    pthread_mutex_init(&h->lock, NULL);
}

/* How many there is room for, as far as those that there are tell. */
static unsigned capacity(const struct history *h)
{
    size_t mean = h->count ? h->bytes / h->count : 0;
    return mean && h->max_bytes / mean < h->limit ? (unsigned)(h->max_bytes / mean) : h->limit;
}

uint64_t history_spacing(struct history *h, uint64_t cost)
{
    pthread_mutex_lock(&h->lock);
    unsigned room = capacity(h);
    pthread_mutex_unlock(&h->lock);
    uint64_t spacing = room ? cost / room : 0;
    return spacing > CHECKPOINT_EVENTS ? spacing : CHECKPOINT_EVENTS;
}

bool history_empty(struct history *h)
{
    pthread_mutex_lock(&h->lock);
    bool empty = h->count == 0;
    pthread_mutex_unlock(&h->lock);
    return empty;
}

void history_clear(struct history *h)
{
    pthread_mutex_lock(&h->lock);
    while (h->count)
        saved_free(h->at[--h->count].saved);
    h->bytes = 0;
    pthread_mutex_unlock(&h->lock);
}

void history_free(struct history *h)
{
    history_clear(h);
    pthread_mutex_destroy(&h->lock);
}

/* All below: with the lock held. */

static void drop(struct history *h, unsigned i)
{
    h->bytes -= saved_own_bytes(h->at[i].saved);
    saved_free(h->at[i].saved);
    h->count--;
    memmove(&h->at[i], &h->at[i + 1], (h->count - i) * sizeof h->at[0]);
}

/*
 * What a checkpoint saves: it shortens the ways to the `after` places that follow it by `before` events each. The last is taken to have as many
 * after it as before: the way goes on.
 */
static double worth(uint64_t before, uint64_t after)
{
    return (double)before * (double)after;
}

static double worth_of(const struct history *h, unsigned i)
{
    uint64_t cost = h->at[i].place.cost, before = cost - (i ? h->at[i - 1].place.cost : 0);
    return worth(before, i + 1 < h->count ? h->at[i + 1].place.cost - cost : before);
}

static bool too_much(const struct history *h)
{
    return h->count && (h->count > h->limit || h->bytes > h->max_bytes);
}

/* The checkpoint that saves least. */
static unsigned least(const struct history *h)
{
    unsigned least = 0;
    for (unsigned i = 1; i < h->count; i++) {
        if (worth_of(h, i) < worth_of(h, least))
            least = i;
    }
    return least;
}

/*
 * Full, and one that saves so much would soon go again. It must save twice as much as the one that goes for it: so they come to rest, where no
 * way is much longer than another, and a replay does not pay for saving what the next gives up.
 */
static bool in_vain(const struct history *h, double would_save)
{
    bool full = h->count == h->limit || (h->count && h->bytes + h->bytes / h->count > h->max_bytes);
    return full && would_save < 2 * worth_of(h, least(h));
}

/* Index of the first checkpoint beyond this cost. */
static unsigned index_after(const struct history *h, uint64_t cost)
{
    unsigned i = 0;
    while (i < h->count && h->at[i].place.cost <= cost)
        i++;
    return i;
}

static bool add(struct history *h, const struct place *place, struct machine *m)
{
    unsigned i = index_after(h, place->cost);
    const struct checkpoint *before = i ? &h->at[i - 1] : NULL;
    uint64_t way = place->cost - (before ? before->place.cost : 0);
    uint64_t after = i < h->count ? h->at[i].place.cost - place->cost : way;
    if (!h->limit || !way || in_vain(h, worth(way, after)))
        return false;
    struct saved *saved = machine_save(m, before ? before->saved : NULL);
    if (!saved)
        return false;
    memmove(&h->at[i + 1], &h->at[i], (h->count - i) * sizeof h->at[0]);
    h->at[i] = (struct checkpoint){ *place, saved };
    h->count++;
    h->bytes += saved_own_bytes(saved);
    while (too_much(h))
        drop(h, least(h));
    i = index_after(h, place->cost);
    return i && h->at[i - 1].saved == saved;
}

bool history_add(struct history *h, const struct place *place, struct machine *m)
{
    pthread_mutex_lock(&h->lock);
    bool added = add(h, place, m);
    pthread_mutex_unlock(&h->lock);
    return added;
}

static bool reaches(const struct place *p, uint32_t n, uint64_t event, bool by_point)
{
    if (p->n != n)
        return p->n < n;
    return (by_point ? p->tally.points : p->tally.events) <= event;
}

struct machine *history_nearest(struct history *h, uint32_t n, uint64_t event, bool by_point,
                                struct place *place)
{
    struct machine *m = NULL;
    pthread_mutex_lock(&h->lock);
    for (unsigned i = h->count; i-- && !m;) {
        if (!reaches(&h->at[i].place, n, event, by_point))
            continue;
        *place = h->at[i].place;
        m = machine_restore(h->at[i].saved);
    }
    pthread_mutex_unlock(&h->lock);
    return m;
}
