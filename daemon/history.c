// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/history.h"

#include <string.h>

void history_init(struct history *h, unsigned limit, size_t max_bytes)
{
    *h = (struct history){ .limit = limit < HISTORY_MAX ? limit : HISTORY_MAX,
                           .max_bytes = max_bytes };
    pthread_mutex_init(&h->lock, NULL);
}

void history_clear(struct history *h)
{
    pthread_mutex_lock(&h->lock);
    while (h->count)
        machine_destroy(h->at[--h->count].machine);
    h->bytes = 0;
    pthread_mutex_unlock(&h->lock);
}

void history_free(struct history *h)
{
    history_clear(h);
    pthread_mutex_destroy(&h->lock);
}

/* What a clone of m owns beyond its base. */
static size_t owned_bytes(const struct machine *m)
{
    uint32_t end = machine_size(m) / CHUNK_SIZE;
    size_t bytes = CHUNK_SIZE;
    for (uint32_t chunk = machine_next_chunk(m, 1, CHUNKS_CHANGED); chunk < end;
         chunk = machine_next_chunk(m, chunk + 1, CHUNKS_CHANGED))
        bytes += CHUNK_SIZE;
    return bytes;
}

/* All below: with the lock held. */

static void drop(struct history *h, unsigned i)
{
    machine_destroy(h->at[i].machine);
    h->bytes -= h->at[i].bytes;
    h->count--;
    memmove(&h->at[i], &h->at[i + 1], (h->count - i) * sizeof h->at[0]);
}

/* How many events more a replay costs without checkpoint i. */
static uint64_t saving(const struct history *h, unsigned i)
{
    return h->at[i].place.cost - (i ? h->at[i - 1].place.cost : 0);
}

static void make_room(struct history *h, size_t bytes)
{
    while (h->count && (h->count >= h->limit || h->bytes + bytes > h->max_bytes)) {
        unsigned least = 0;
        for (unsigned i = 1; i < h->count; i++) {
            if (saving(h, i) < saving(h, least))
                least = i;
        }
        drop(h, least);
    }
}

/* Index of the first checkpoint beyond this cost. */
static unsigned index_after(const struct history *h, uint64_t cost)
{
    unsigned i = 0;
    while (i < h->count && h->at[i].place.cost <= cost)
        i++;
    return i;
}

static bool add(struct history *h, const struct place *place, const struct machine *m)
{
    unsigned i = index_after(h, place->cost);
    if (i && h->at[i - 1].place.cost == place->cost)
        return false;
    size_t bytes = owned_bytes(m);
    if (!h->limit || bytes > h->max_bytes)
        return false;
    make_room(h, bytes);
    struct machine *clone = machine_clone(m);
    if (!clone)
        return false;
    i = index_after(h, place->cost);
    memmove(&h->at[i + 1], &h->at[i], (h->count - i) * sizeof h->at[0]);
    h->at[i] = (struct checkpoint){ *place, clone, bytes };
    h->count++;
    h->bytes += bytes;
    return true;
}

bool history_add(struct history *h, const struct place *place, const struct machine *m)
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
    struct machine *clone = NULL;
    pthread_mutex_lock(&h->lock);
    for (unsigned i = h->count; i-- && !clone;) {
        if (!reaches(&h->at[i].place, n, event, by_point))
            continue;
        *place = h->at[i].place;
        clone = machine_clone(h->at[i].machine);
    }
    pthread_mutex_unlock(&h->lock);
    return clone;
}
