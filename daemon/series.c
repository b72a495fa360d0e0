// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/series.h"

#include <stdlib.h>
#include <string.h>

#include "alloc/page/page.h"
#include "daemon/memory.h"

static uint32_t list_length(struct machine *m, const struct list_head *head)
{
    uint32_t n = 0;
    for (uint32_t at = head->next; at != offset_of(m, head); at = list_at(m, at)->next)
        n++;
    return n;
}

/*
 * The type whose lists are the longest as a rule, MOVABLE, is what the others leave of nr_free: between two ops both agree.
 */
static void take_zone(struct zone_sample *s, struct machine *m, const struct zone *zone)
{
    for (uint32_t order = 0; order < MAX_ORDER; order++) {
        const struct free_area *area = &zone->free_area[order];
        uint32_t movable = area->nr_free;
        s->nr_free[order] = area->nr_free;
        for (uint32_t mt = 0; mt < MIGRATE_TYPES && area->nr_free; mt++) {
            if (mt == MIGRATE_MOVABLE)
                continue;
            uint32_t blocks = list_length(m, &area->free_list[mt]);
            s->pages[mt] += blocks << order;
            movable -= blocks;
        }
        s->pages[MIGRATE_MOVABLE] += movable << order;
    }
}

void sample_take(struct sample *s, struct machine *m, uint32_t n)
{
    *s = (struct sample){ .n = n };
    for (uint32_t z = 0; z < MAX_NR_ZONES; z++) {
        if (m->zone[z].present_pages)
            take_zone(&s->zone[z], m, &m->zone[z]);
    }
}

/* ---- the kept ones ---- */

/* Every second one goes. */
static void thin_out(struct series *s)
{
    s->count /= 2;
    s->stride *= 2;
    for (uint32_t i = 0; i < s->count; i++)
        s->at[i] = s->at[2 * i + 1];
}

/* Is a sample after op n to be kept? Makes room for it. */
static bool is_due(struct series *s, uint32_t n)
{
    if (!s->stride)
        s->stride = 1;
    if (n % s->stride == 0 && s->count == SERIES_MAX)
        thin_out(s);
    if (n % s->stride)
        return false;
    if (s->count == s->room) {
        s->room = s->room ? s->room * 2 : 8;
        s->at = must_realloc(s->at, s->room * sizeof s->at[0]);
    }
    return true;
}

void series_note(struct series *s, struct machine *m, uint32_t n)
{
    if (is_due(s, n))
        sample_take(&s->at[s->count++], m, n);
}

void series_add(struct series *s, const struct sample *sample)
{
    if (is_due(s, sample->n))
        s->at[s->count++] = *sample;
}

void series_set(struct series *s, uint32_t stride, const struct sample *samples, size_t count)
{
    size_t bytes = count * sizeof samples[0];
    series_free(s);
    if (!count || count > SERIES_MAX)
        return;
    struct sample *at = must_alloc(bytes);
    memcpy(at, samples, bytes);
    *s = (struct series){ stride, (uint32_t)count, (uint32_t)count, at };
}

void series_free(struct series *s)
{
    free(s->at);
    *s = (struct series){ 0 };
}

uint32_t series_step(uint32_t from, uint32_t to, uint32_t points)
{
    uint32_t ops = to - from + 1;
    return ops <= points ? 1 : (ops + points - 1) / points;
}

const struct sample *series_find(const struct series *s, uint32_t n)
{
    uint32_t i = s->stride && n % s->stride == 0 ? n / s->stride : 0;
    return i >= 1 && i <= s->count ? &s->at[i - 1] : NULL;
}

/* ---- what they say ---- */

uint32_t zone_free_pages(const struct zone_sample *z)
{
    uint32_t pages = 0;
    for (unsigned order = 0; order < MAX_ORDER; order++)
        pages += z->nr_free[order] << order;
    return pages;
}

/* How many requests of this order the free blocks could serve. */
static uint32_t suitable_blocks(const struct zone_sample *z, unsigned order)
{
    uint32_t blocks = 0;
    for (unsigned o = order; o < MAX_ORDER; o++)
        blocks += z->nr_free[o] << (o - order);
    return blocks;
}

int unusable_free_index(const struct zone_sample *z, unsigned order)
{
    uint64_t pages = zone_free_pages(z);
    uint64_t usable = (uint64_t)suitable_blocks(z, order) << order;
    return pages ? (int)((pages - usable) * 1000 / pages) : 1000;
}

int fragmentation_index(const struct zone_sample *z, unsigned order)
{
    uint64_t blocks = 0, wanted = UINT64_C(1) << order;
    for (unsigned o = 0; o < MAX_ORDER; o++)
        blocks += z->nr_free[o];
    if (!blocks)
        return 0;
    if (suitable_blocks(z, order))
        return -1000;
    return 1000 - (int)((1000 + zone_free_pages(z) * UINT64_C(1000) / wanted) / blocks);
}
