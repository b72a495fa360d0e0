// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/room_predict.h"

#include <inttypes.h>

#include "daemon/replay.h"

bool room_predicted(struct ask *ask, struct predict *p, const struct machine *m)
{
    const struct op_result result = op_result(m);
    if (predict_end(p, &result))
        return true;
    room_refuse(ask, "state", "what", -1, "from there on op %" PRIu32 " has no %s to ask for",
                p->found.n, predict_name(ask->what));
    return false;
}

static void hear(void *predict, const struct event *e)
{
    predict_event(predict, e);
}

/* Runs the op on the clone. */
static void try_it(const struct room *room, struct ask *ask, struct machine *clone)
{
    struct predict p = {
        .m = clone,
        .op = ask->op,
        .found = { .n = room->records.nr + 1, .planned = true, .op = ask->op, .what = ask->what }
    };
    predict_place(&p);
    machine_listen(clone, WANT_ALL, hear, &p);
    op_apply(clone, &ask->op);
    if (room_predicted(ask, &p, clone))
        room_answer(ask, &(struct answer){ .n = p.found.n, .prediction = &p.found });
}

static void predict_planned(struct room *room, struct ask *ask)
{
    struct answer refused = { 0 };
    if (room->running) {
        room_refuse(ask, "busy", "text", -1, "text: an operation is under way");
        return;
    }
    if (!op_check(room->machine, &ask->op, &refused.refusal.error)) {
        room_answer(ask, &refused);
        return;
    }
    if (op_is_long(room->machine, &ask->op)) {
        room_refuse(ask, "range", "text", OP_LONG_EVENTS,
                    "text: an operation of at most %u events can be asked about", OP_LONG_EVENTS);
        return;
    }
    struct machine *clone = machine_clone(room->machine);
    if (!clone) {
        room_refuse(ask, "memory", "text", -1, "there is not enough memory to try it");
        return;
    }
    try_it(room, ask, clone);
    machine_destroy(clone);
}

void room_predict(struct room *room, struct ask *ask)
{
    if (ask->planned)
        predict_planned(room, ask);
    else
        replay_start(room, ask);
}
