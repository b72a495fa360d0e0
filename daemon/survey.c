// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/survey.h"

#include <stdlib.h>

#include "daemon/rooms.h"

struct survey {
    struct task task;
    struct room *room; /* held */
    struct machine *machine;
    struct stretch ops;       /* those that have not begun */
    bool under_way;           /* the last that has is not complete */
    uint64_t cost, last_cost; /* of the whole way; of the last checkpoint */
};

void survey_free(struct survey *survey)
{
    if (!survey)
        return;
    machine_destroy(survey->machine);
    bytes_free(&survey->ops.packed);
    free(survey);
}

static void begin_next(struct survey *survey)
{
    struct record record;
    stretch_next(&survey->ops, &record);
    struct history *history = &survey->room->history;
    if (record.cost - survey->last_cost >= history_spacing(history, survey->cost)) {
        struct place place = { .n = record.n, .cost = record.cost };
        history_add(history, &place, survey->machine);
        survey->last_cost = record.cost;
    }
    op_begin(survey->machine, &record.op);
    survey->under_way = true;
}

/* One step. False at the end. */
static bool step(struct survey *survey)
{
    if (!survey->under_way) {
        if (!survey->ops.left)
            return false;
        begin_next(survey);
    }
    survey->under_way = op_step(survey->machine);
    return true;
}

static bool survey_run(struct task *task)
{
    struct survey *survey = (struct survey *)(void *)((char *)task - offsetof(struct survey, task));
    struct room *room = survey->room;
    uint64_t until = now_us() + SLICE_US;
    while (step(survey)) {
        if (now_us() >= until)
            return true;
    }
    room->survey = NULL;
    survey_free(survey);
    room_put(room);
    return false;
}

void room_survey(struct room *room)
{
    uint64_t spacing = history_spacing(&room->history, room->cost);
    uint64_t start = room_cost_before(room, BASE_OPS + 1);
    if (room->survey || room->cost - start < SURVEY_SPACINGS * spacing)
        return;
    struct machine *m = machine_clone(room->base->booted);
    if (!m)
        return;
    struct survey *survey = must_zalloc(sizeof *survey);
    *survey = (struct survey){
        .task.run = survey_run, .room = room, .machine = m, .cost = room->cost, .last_cost = start
    };
    ledger_copy(&room->records, BASE_OPS, room->records.nr - BASE_OPS, &survey->ops);
    room->survey = survey;
    room_hold(room);
    pool_submit(room->rooms->pool, &survey->task);
}
