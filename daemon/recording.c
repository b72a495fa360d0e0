// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/recording.h"

#include <stdlib.h>

#include "alloc/trace.h"
#include "daemon/ledger.h"

struct recorder {
    struct hearing hearing;
    const struct machine *machine, *base;
    struct recording found;
};

static void take_image(struct recorder *r)
{
    snapshot_take(&r->found.image, r->machine, r->base);
}

static void begins(struct hearing *h, struct machine *m)
{
    struct recorder *r = (struct recorder *)h;
    r->machine = m;
    if (r->found.from == 0)
        take_image(r);
}

static size_t events_so_far(const struct recorder *r)
{
    return r->found.events.len / sizeof(struct event);
}

static void op_begins(struct hearing *h)
{
    struct recorder *r = (struct recorder *)h;
    r->found.begin[h->op - r->found.first] = events_so_far(r);
}

/* A machine writes first and reports then: the image at the last event that is left out is the one before the first that is not. */
static void hears(struct hearing *h, const struct event *e)
{
    struct recorder *r = (struct recorder *)h;
    if (h->op > r->found.first || h->event > r->found.from)
        bytes_add(&r->found.events, e, sizeof *e);
    else if (h->event == r->found.from)
        take_image(r);
}

static void tells(struct hearing *h, struct bytes *out)
{
    struct recorder *r = (struct recorder *)h;
    (void)out;
    r->found.begin[r->found.nr] = events_so_far(r);
}

static void frees(struct hearing *h)
{
    struct recorder *r = (struct recorder *)h;
    snapshot_free(&r->found.image);
    bytes_free(&r->found.events);
    notes_free(&r->found.notes);
    free(r->found.records);
    free(r);
}

struct hearing *recording_hearing(const struct room *room, const struct ask *ask)
{
    struct recorder *r = must_zalloc(sizeof *r);
    struct recording *found = &r->found;
    r->hearing = (struct hearing){ .first = ask->walk.op,
                                   .begins = begins,
                                   .op_begins = op_begins,
                                   .hears = hears,
                                   .tells = tells,
                                   .frees = frees };
    r->base = room->base->booted;
    found->first = ask->walk.op;
    found->from = ask->walk.event;
    found->nr = ask->n - found->first + 1;
    found->records = ledger_read(&room->records, found->first - 1, found->nr);
    found->records[found->nr - 1].tally.events = ask->from;
    for (uint32_t i = 0; i < room->notes.count; i++) {
        const struct note *note = &room->notes.list[i];
        if (note->op >= found->first && note->op <= ask->n)
            notes_add(&found->notes, note);
    }
    return &r->hearing;
}

const struct recording *recording_found(const struct hearing *h)
{
    return &((const struct recorder *)h)->found;
}
