// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/room_series.h"

#include <stdlib.h>

#include "daemon/replay.h"
#include "daemon/rooms.h"

/* False, and the question is refused, if there are no such ops. Op 0 stands for the last. */
static bool in_range(struct room *room, struct ask *ask)
{
    if (ask->n == 0)
        ask->n = room->records.nr;
    if (ask->n > room->records.nr) {
        room_refuse(ask, "range", "to", room->records.nr, "to is a number from 1 to %u",
                    room->records.nr);
        return false;
    }
    if (ask->from < 1 || ask->from > ask->n) {
        room_refuse(ask, "range", "from", ask->n, "from is a number from 1 to %u", ask->n);
        return false;
    }
    return true;
}

/* The kept samples in reach of the question, and the one of the newest op. */
static void answer_kept(struct room *room, struct ask *ask, uint32_t step)
{
    const struct series *kept = &room->series;
    uint32_t to = ask->n, first = ((uint32_t)ask->from + kept->stride - 1) / kept->stride;
    struct sample *samples = must_alloc(((to - ask->from) / step + 2) * sizeof samples[0]);
    size_t count = 0;
    for (uint64_t n = (uint64_t)first * kept->stride; n <= to; n += step) {
        const struct sample *s = series_find(kept, (uint32_t)n);
        if (s)
            samples[count++] = *s;
    }
    bool missed = !count || samples[count - 1].n != to;
    if (missed && to == room->records.nr && !room->running)
        sample_take(&samples[count++], room->machine, to);
    room_answer(ask, &(struct answer){ .n = to,
                                       .from = ask->from,
                                       .machine = room->machine,
                                       .samples = samples,
                                       .nr_samples = count,
                                       .step = step });
    free(samples);
}

void room_series(struct room *room, struct ask *ask)
{
    if (!in_range(room, ask))
        return;
    uint32_t step = series_step((uint32_t)ask->from, ask->n, ask->count);
    uint32_t stride = room->series.stride;
    /* Who asks for a single sample wants the newest: no replay for that. */
    if (step < stride && ask->count > 1)
        replay_start(room, ask);
    else
        answer_kept(room, ask, (step + stride - 1) / stride * stride);
}
