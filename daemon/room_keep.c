// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/room_keep.h"

#include <stdlib.h>

#include "daemon/keep.h"
#include "daemon/rooms.h"

/* What is to be kept, copied: the room goes on meanwhile. */
struct keeping {
    struct task task;
    struct room *room; /* held */
    struct kept kept;
};

void keeping_free(struct keeping *keeping)
{
    if (!keeping)
        return;
    kept_free(&keeping->kept);
    free(keeping);
}

static bool keep_run(struct task *task)
{
    struct keeping *keeping =
        (struct keeping *)(void *)((char *)task - offsetof(struct keeping, task));
    struct room *room = keeping->room;
    keep_put(room->rooms->keep, &room->id, &keeping->kept);
    room->keeping = NULL;
    keeping_free(keeping);
    room_put(room);
    return false;
}

void room_keep(struct room *room)
{
    const struct limits *limits = &room->rooms->limits;
    if (!room->rooms->keep || room->keeping || room->cost - room->kept_cost < limits->keep_events)
        return;
    const struct series *series = &room->series;
    struct keeping *keeping = must_zalloc(sizeof *keeping);
    struct kept *kept = &keeping->kept;
    keeping->task.run = keep_run;
    keeping->room = room;
    kept->n = room->records.nr;
    kept->cost = room->kept_cost = room->cost;
    kept->base = machine_base(room->machine);
    kept->digest = machine_digest(room->machine);
    kept->stride = series->stride;
    kept->first_block = room->kept_records / LEDGER_BLOCK;
    bytes_add(&kept->plot, series->at, series->count * sizeof series->at[0]);
    snapshot_take(&kept->image, room->machine, room->base->booted);
    ledger_copy_blocks(&room->records, kept->first_block, &kept->records);
    room->kept_records = room->records.nr;
    room->keeping = keeping;
    room_hold(room);
    pool_submit(room->rooms->pool, &keeping->task);
}

/* Does what was kept speak of one moment? The digest of a machine does not tell an op that changed nothing from none. */
static bool of_one_moment(const struct kept *kept)
{
    return kept->n > BASE_OPS && kept->stride &&
           kept->plot.len == kept->n / kept->stride * sizeof(struct sample) &&
           ledger_get(&kept->records, kept->n - 1).digest == kept->digest;
}

/* The machine of what was kept, or NULL if it is not that. */
static struct machine *wake(const struct room *room, const struct kept *kept)
{
    struct machine *m = machine_clone(room->base->booted);
    if (m && snapshot_lay(&kept->image, m) && machine_digest(m) == kept->digest)
        return m;
    machine_destroy(m);
    return NULL;
}

bool room_recall(struct room *room)
{
    struct kept kept;
    if (!keep_get(room->rooms->keep, &room->id, machine_base(room->machine), &kept))
        return false;
    struct machine *m = of_one_moment(&kept) ? wake(room, &kept) : NULL;
    if (!m) {
        kept_free(&kept);
        return false;
    }
    machine_destroy(room->machine);
    room->machine = m;
    room->records = kept.records;
    kept.records = (struct ledger){ 0 };
    series_set(&room->series, kept.stride, (const struct sample *)(const void *)kept.plot.data,
               kept.plot.len / sizeof(struct sample));
    room->cost = room->checkpoint_cost = room->kept_cost = kept.cost;
    room->kept_records = room->recalled = kept.n;
    kept_free(&kept);
    return true;
}
