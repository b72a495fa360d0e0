// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/replay_place.h"

#include <inttypes.h>

#include "alloc/ram.h"
#include "daemon/past.h"
#include "daemon/recording.h"

/* From one step to another. */
static bool is_range(enum ask_kind kind)
{
    return kind == ASK_WALK || kind == ASK_RECORDING;
}

/* Where a text is asked for without saying where: op 0 is the last one, the place its end. */
static void place_text(const struct room *room, struct ask *ask)
{
    if (is_range(ask->kind) && ask->walk.op == 0)
        ask->walk.op = ask->n ? ask->n : room->records.nr;
    if (ask->n == 0)
        ask->n = room->records.nr;
    if (ask->from == TEXT_AT_END && ask->n >= 1 && ask->n <= room->records.nr)
        ask->from = room_record(room, ask->n).tally.events;
}

/* What the place is called in the question. */
static const char *place_field(enum ask_kind kind)
{
    switch (kind) {
    case ASK_WALK:
    case ASK_RECORDING:
        return "to";
    case ASK_DIGEST:
    case ASK_TEXT:
    case ASK_PAST:
    case ASK_PREDICT:
        return "event";
    default:
        return "from";
    }
}

/* False, and the question is refused, if there is no such place in the room's past. */
static bool in_range(struct room *room, struct ask *ask)
{
    if (ask->n < 1 || ask->n > room->records.nr) {
        const char *field = is_range(ask->kind) ? "to" : "op";
        room_refuse(ask, "range", field, room->records.nr, "%s is a number from 1 to %u", field,
                    room->records.nr);
        return false;
    }
    const struct tally total = room_record(room, ask->n).tally;
    if (ask->by_point && ask->from >= total.points) {
        room_refuse(ask, "range", "point", (int64_t)total.points,
                    "op %u has %llu trace points, counted from 0", ask->n,
                    (unsigned long long)total.points);
        return false;
    }
    if (!ask->by_point && ask->from > total.events) {
        const char *field = place_field(ask->kind);
        room_refuse(ask, "range", field, (int64_t)total.events,
                    "%s is a number from 0 to %llu, the events of op %u", field,
                    (unsigned long long)total.events, ask->n);
        return false;
    }
    if (ask->kind == ASK_PREDICT && total.events > OP_LONG_EVENTS) {
        room_refuse(ask, "range", "op", OP_LONG_EVENTS,
                    "op: one of at most %u events can be asked about", OP_LONG_EVENTS);
        return false;
    }
    return true;
}

/* False, and the question is refused, if it asks for the report of an op that has none. */
static bool has_text(struct room *room, struct ask *ask)
{
    const struct record record = room_record(room, ask->n);
    if (ask->text.which != TEXT_REPORT ||
        (record.op.kind == OP_ALLOC_PAGES && record.result.pfn == NO_PFN) ||
        (record.op.kind != OP_WORKLOAD && record.result.logged))
        return true;
    room_refuse(
        ask, "gone", "op", -1,
        "the kernel logged nothing about op %u: no allocation failed, no check found anything",
        ask->n);
    return false;
}

/*
 * False, and the question is refused, if it is about no page; else sets the first op to listen to:
 * so many that it stays below a number of events.
 */
static bool place_past(struct room *room, struct ask *ask, uint32_t *first)
{
    const struct machine *m = room->base->booted;
    if (ask->addr && virt_valid(m, ask->addr))
        ask->pfn = m->first_pfn + ((ask->addr - PAGE_OFFSET) >> 12);
    else if (ask->addr)
        ask->pfn = 0;
    if (ask->pfn < m->first_pfn || ask->pfn - m->first_pfn >= m->nr_pages) {
        room_refuse(ask, "range", ask->addr ? "addr" : "pfn", -1,
                    "%s: of a page that the machine has", ask->addr ? "addr" : "pfn");
        return false;
    }
    uint64_t end = room_cost_before(room, ask->n + 1);
    for (*first = ask->n; *first > BASE_OPS + 1; --*first) {
        if (end - room_cost_before(room, *first - 1) > PAST_EVENTS)
            break;
    }
    return true;
}

/* False, and the question is refused, if the walk does not begin before the place where it ends. */
static bool place_walk(struct room *room, struct ask *ask)
{
    const struct walk_ask *w = &ask->walk;
    if (w->op < ask->n ? w->event <= room_record(room, w->op).tally.events
                       : w->op == ask->n && w->event <= ask->from)
        return true;
    room_refuse(ask, "range", "from", -1,
                "from: a step OP.EVENT of this room that is not behind `to`, %u.%llu", ask->n,
                (unsigned long long)ask->from);
    return false;
}

/* False, and the question is refused, if it is about more than a file may hold. */
static bool fits_a_file(struct room *room, struct ask *ask)
{
    uint32_t ops = ask->n - ask->walk.op + 1;
    uint64_t events = room_cost_before(room, ask->n) + ask->from -
                      room_cost_before(room, ask->walk.op) - ask->walk.event;
    if (ops > RECORDING_OPS)
        room_refuse(ask, "range", "ops", RECORDING_OPS, "ops: at most %u, not %" PRIu32,
                    RECORDING_OPS, ops);
    else if (events > RECORDING_EVENTS)
        room_refuse(ask, "range", "events", RECORDING_EVENTS, "events: at most %u, not %" PRIu64,
                    RECORDING_EVENTS, events);
    return ops <= RECORDING_OPS && events <= RECORDING_EVENTS;
}

bool replay_place(struct room *room, struct ask *ask, uint32_t *past_from)
{
    enum ask_kind kind = ask->kind;
    if (kind == ASK_TEXT || kind == ASK_PAST || is_range(kind) || kind == ASK_CHECK)
        place_text(room, ask);
    return in_range(room, ask) && (kind != ASK_TEXT || has_text(room, ask)) &&
           (kind != ASK_PAST || place_past(room, ask, past_from)) &&
           (!is_range(kind) || place_walk(room, ask)) &&
           (kind != ASK_RECORDING || fits_a_file(room, ask));
}
