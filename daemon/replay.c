// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/replay.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alloc/printk.h"
#include "daemon/check_hearing.h"
#include "daemon/past.h"
#include "daemon/recording.h"
#include "daemon/replay_place.h"
#include "daemon/room_predict.h"
#include "daemon/rooms.h"
#include "daemon/survey.h"

#define CHECKPOINT_SPACING 2000000 /* events between two checkpoints inside a long op, at least */
#define REPORT_BYTES       (1u << 20)
#define STEPS_PER_LOOK     8 /* at the clock: most ops take less time than it does */

struct replay {
    struct task task;
    struct replay *next; /* in the table's list */
    struct ask *ask;
    struct room *room; /* held by the ask */
    atomic_bool cancelled;

    const struct machine *base; /* windows are given against it */
    struct history *history;    /* takes the checkpoints made on the way */
    struct machine *machine;
    struct stretch ops;   /* those that have not begun, up to op n */
    struct record record; /* of the last that has */
    bool under_way;       /* it is not complete */
    struct tally total;   /* of op n */

    /* the place in op n, kept by the listeners */
    struct place place;
    uint64_t last_checkpoint; /* events of op n */
    uint64_t spacing;         /* of the checkpoints between ops */
    uint64_t last_cost;       /* that of the last of them, or of the machine it began with */
    bool placed, enough, no_text, log_cut;
    struct snapshot image; /* window */
    uint64_t digest, from, points_before;
    int depth;
    struct bytes events, text;
    struct changes changes;  /* lapse */
    struct hearing *hearing; /* it listens to ops, more than the last */
    struct predict *predict; /* it listens to op n, beyond the place */
    struct sample *samples;  /* series: after every `step` ops from `first_sample` on */
    uint32_t first_sample, sample_step;
    size_t nr_samples;
    uint32_t frame, frames;
};

/* ---- beginning and end ---- */

static void hearing_free(struct hearing *h)
{
    if (h)
        h->frees(h);
}

static void replay_free(struct replay *r)
{
    if (r->machine)
        machine_destroy(r->machine);
    snapshot_free(&r->image);
    bytes_free(&r->events);
    bytes_free(&r->text);
    changes_free(&r->changes);
    hearing_free(r->hearing);
    free(r->predict);
    free(r->samples);
    bytes_free(&r->ops.packed);
    free(r);
}

/* 0, or the limit that too many under way have hit. */
static uint32_t enlist(struct rooms *rooms, struct replay *r)
{
    const struct limits *l = &rooms->limits;
    unsigned own = 0;
    pthread_mutex_lock(&rooms->lock);
    for (struct replay *other = rooms->replays; other; other = other->next)
        own += r->ask->who && other->ask->who == r->ask->who;
    uint32_t hit = rooms->nr_replays >= l->replays ? l->replays
                   : own >= l->viewer_replays      ? l->viewer_replays
                                                   : 0;
    if (!hit) {
        r->next = rooms->replays;
        rooms->replays = r;
        rooms->nr_replays++;
    }
    pthread_mutex_unlock(&rooms->lock);
    return hit;
}

static void delist(struct rooms *rooms, struct replay *r)
{
    pthread_mutex_lock(&rooms->lock);
    struct replay **at = &rooms->replays;
    while (*at != r)
        at = &(*at)->next;
    *at = r->next;
    rooms->nr_replays--;
    pthread_mutex_unlock(&rooms->lock);
}

void replay_cancel(struct replay *list, uint64_t who, const char *tag)
{
    for (struct replay *r = list; r; r = r->next) {
        if (r->ask->who == who && (!tag || strcmp(r->ask->tag, tag) == 0))
            r->cancelled = true;
    }
}

void replay_free_all(struct replay *list)
{
    while (list) {
        struct replay *r = list;
        list = r->next;
        free(r->ask);
        replay_free(r);
    }
}

/* ---- the place: what the listener does at each event of op n ---- */

static void arrive(struct replay *r)
{
    enum ask_kind kind = r->ask->kind;
    r->placed = true;
    r->from = r->place.tally.events;
    r->points_before = r->place.tally.points;
    r->depth = r->place.depth;
    if (kind == ASK_WINDOW)
        snapshot_take(&r->image, r->machine, r->base);
    if (kind == ASK_WINDOW || kind == ASK_DIGEST)
        r->digest = machine_digest(r->machine);
    if (kind == ASK_TEXT && r->ask->text.which != TEXT_REPORT)
        r->no_text = !text_of_machine(r->machine, &r->ask->text, &r->text);
    if (r->hearing && r->hearing->tells)
        r->hearing->tells(r->hearing, &r->text);
    r->enough = r->ask->count == 0;
}

/*
 * A machine writes first and reports then, so its image during the call is the image after this
 * event. A point changes nothing: the image is also the one before it, which is where a window
 * placed by trace point begins.
 */
static void seek_event(void *arg, const struct event *e)
{
    struct replay *r = arg;
    const struct ask *ask = r->ask;
    struct tally *t = &r->place.tally;
    if (!r->placed && ask->by_point && event_kind(e) == EV_POINT && t->points == ask->from)
        arrive(r);
    if (r->placed && !r->enough) {
        bytes_add(&r->events, e, sizeof *e);
        r->enough = r->events.len / sizeof *e == ask->count;
    }
    tally_add(t, e);
    r->place.depth = event_depth(e, r->place.depth);
    if (!r->placed && !ask->by_point && t->events == ask->from)
        arrive(r);
}

/* The same for every op that is listened to; op n up to the place. */
static void hear(void *arg, const struct event *e)
{
    struct replay *r = arg;
    struct hearing *h = r->hearing;
    if (r->placed)
        return;
    h->event++;
    h->hears(h, e);
    if (h->enough || (h->op == r->ask->n && h->event == r->ask->from && !h->ends))
        arrive(r);
}

/* Before op n of those that are listened to, and before the first. */
static void hear_op(struct replay *r, uint32_t n)
{
    struct hearing *h = r->hearing;
    h->op = n;
    h->what = &r->record.op;
    h->event = 0;
    if (n == h->first) {
        if (h->begins)
            h->begins(h, r->machine);
        machine_listen(r->machine, WANT_ALL, hear, r);
    }
    if (h->op_begins)
        h->op_begins(h);
    if (n == r->ask->n && r->ask->from == 0 && !h->ends)
        arrive(r);
}

static void hear_prediction(void *arg, const struct event *e)
{
    struct replay *r = arg;
    predict_event(r->predict, e);
}

/* Between two steps of op n: a checkpoint if it was a long way since the last. */
static void maybe_checkpoint(struct replay *r)
{
    uint64_t spacing = r->total.events / 8;
    if (spacing < CHECKPOINT_SPACING)
        spacing = CHECKPOINT_SPACING;
    if (r->place.tally.events - r->last_checkpoint < spacing)
        return;
    struct place place = r->place;
    place.cost += place.tally.events;
    history_add(r->history, &place, r->machine);
    r->last_checkpoint = r->place.tally.events;
}

/* Before an op on the way to op n: a checkpoint if the last is as far back as those that the lane takes. */
static void checkpoint_between(struct replay *r)
{
    bool base =
        r->history ==
        &r->room->base->history; /* which is every room's, and so has their common ops alone */
    if (r->record.cost - r->last_cost < r->spacing || (base && r->record.n > BASE_OPS))
        return;
    struct place place = { .n = r->record.n, .cost = r->record.cost };
    history_add(r->history, &place, r->machine);
    r->last_cost = r->record.cost;
}

/* ---- time-lapse ---- */

static void send_frame(struct replay *r, bool last)
{
    struct audience *audience = &r->room->rooms->audience;
    const struct tally *t = &r->changes.tally;
    struct bytes runs = { 0 };
    changes_take(&r->changes, machine_image(r->machine), &runs);
    struct lapse lapse = { .n = r->ask->n,
                           .op = &r->record.op,
                           .frame = ++r->frame,
                           .frames = r->frames,
                           .tally = *t,
                           .events_total = r->total.events,
                           .done = t->events,
                           .total = r->total.events,
                           .last = last,
                           .runs = &runs };
    audience->lapse(audience->arg, r->room, r->ask, &lapse);
    bytes_free(&runs);
}

/*
 * Frames are cut where the kernel's trace points are even, for those are what a watcher sees
 * happen; without points, by events.
 */
static bool frame_is_due(const struct replay *r)
{
    uint64_t total = r->total.points, done = r->changes.tally.points;
    if (total < r->frames) {
        total = r->total.events;
        done = r->changes.tally.events;
    }
    return total && done * r->frames / total > r->frame;
}

/* ---- running ---- */

static bool is_lapse(const struct replay *r)
{
    return r->ask->kind == ASK_LAPSE;
}

/* A report's text is what op n logs on its way, up to a limit. */
static void take_log(void *arg, const char *text, size_t len)
{
    static const char more[] = "...\n";
    struct replay *r = arg;
    if (r->log_cut)
        return;
    r->log_cut = r->text.len + len > REPORT_BYTES;
    if (r->log_cut)
        bytes_add(&r->text, more, sizeof more - 1);
    else
        bytes_add(&r->text, text, len);
}

static void begin_next(struct replay *r)
{
    stretch_next(&r->ops, &r->record);
    uint32_t n = r->record.n;
    bool target = n == r->ask->n;
    if (!target)
        checkpoint_between(r);
    if (r->samples) {
        /* nobody listens: only the ends of the ops count */
    } else if (r->hearing) {
        if (n >= r->hearing->first)
            hear_op(r, n);
    } else if (target && r->predict) {
        r->predict->m = r->machine;
        r->predict->op = r->record.op;
        if (r->ask->from == 0)
            predict_place(r->predict);
        machine_listen(r->machine, WANT_ALL, hear_prediction, r);
    } else if (target && is_lapse(r)) {
        changes_start(&r->changes, machine_size(r->machine));
        machine_record(r->machine, WANT_ALL, changes_events, &r->changes);
    } else if (target) {
        machine_listen(r->machine, WANT_ALL, seek_event, r);
        if (r->ask->kind == ASK_TEXT && r->ask->text.which == TEXT_REPORT)
            machine_log(r->machine, take_log, r);
        if (!r->ask->by_point && r->ask->from == 0)
            arrive(r);
    }
    op_begin(r->machine, &r->record.op);
    r->under_way = true;
}

/* An op is complete: a sample of what is free now, if one is due. */
static void note_sample(struct replay *r)
{
    uint32_t n = r->record.n;
    if (n >= r->first_sample && ((n - r->first_sample) % r->sample_step == 0 || n == r->ask->n))
        sample_take(&r->samples[r->nr_samples++], r->machine, n);
}

/* One step. False when op n is complete, or enough of it was seen. */
static bool step(struct replay *r)
{
    if (!r->under_way) {
        if (!r->ops.left)
            return false;
        begin_next(r);
    }
    r->under_way = op_step(r->machine);
    if (r->samples && !r->under_way)
        note_sample(r);
    if (r->ops.left)
        return !r->placed;
    if (is_lapse(r)) {
        if (r->under_way && frame_is_due(r))
            send_frame(r, false);
    } else if (r->placed && r->enough) {
        return false;
    } else if (r->under_way && !r->hearing && !r->samples) {
        maybe_checkpoint(r);
    }
    return r->under_way;
}

static void finish(struct replay *r)
{
    struct ask *ask = r->ask;
    delist(r->room->rooms, r);
    if (r->cancelled) {
        room_refuse(ask, "cancelled", "id", -1, "cancelled");
    } else if (r->no_text && ask->text.which == TEXT_MAPS) {
        room_refuse(ask, "gone", "pid", -1, "there is no process %" PRIu32 " at this step",
                    ask->text.pid);
    } else if (r->no_text) {
        room_refuse(ask, "gone", "cache", -1, "there is no cache %s at this step", ask->text.cache);
    } else if (r->predict && !room_predicted(ask, r->predict, r->machine)) {
        /* it has been refused */
    } else {
        if (is_lapse(r))
            send_frame(r, true);
        if (r->hearing && r->hearing->ends)
            r->hearing->ends(r->hearing, r->machine);
        struct answer answer = {
            .n = ask->n,
            .machine = r->machine,
            .image = &r->image,
            .digest = r->digest,
            .from = r->from,
            .points_before = r->points_before,
            .depth = r->depth,
            .events = (const struct event *)(const void *)r->events.data,
            .nr_events = r->events.len / sizeof(struct event),
            .total = r->total,
            .text = &r->text,
            .recording = ask->kind == ASK_RECORDING ? recording_found(r->hearing) : NULL,
            .check = ask->kind == ASK_CHECK ? check_found(r->hearing) : NULL,
            .samples = r->samples,
            .nr_samples = r->nr_samples,
            .step = r->sample_step,
            .prediction = r->predict ? &r->predict->found : NULL,
        };
        room_answer(ask, &answer);
    }
    replay_free(r);
}

static bool replay_run(struct task *task)
{
    struct replay *r = (struct replay *)(void *)((char *)task - offsetof(struct replay, task));
    uint64_t until = now_us() + SLICE_US;
    for (unsigned i = 1; !r->cancelled && step(r); i++) {
        if (i % STEPS_PER_LOOK == 0 && now_us() >= until)
            return true;
    }
    finish(r);
    return false;
}

/* ---- starting ---- */

/* The nearest machine at or before the place, a clone; sets where it stands. */
static struct machine *nearest(struct room *room, struct replay *r)
{
    const struct ask *ask = r->ask;
    uint32_t n = r->hearing ? r->hearing->first : r->samples ? r->first_sample : ask->n;
    bool early = n <= BASE_OPS;
    uint64_t from = is_lapse(r) || r->hearing || r->predict || r->samples ? 0 : ask->from;
    r->history = early ? &room->base->history : &room->history;
    struct machine *m = history_nearest(r->history, n, from, ask->by_point, &r->place);
    if (m)
        return m;
    r->place = (struct place){ .n = early ? 1 : BASE_OPS + 1 };
    r->place.cost = room_cost_before(room, r->place.n);
    return machine_clone(early ? room->base->origin : room->base->booted);
}

/*
 * Copies the ops from the machine's place to the end of op n. From a checkpoint in the middle of op n the listener takes up its counts; from one before, op n
 * starts at 0.
 */
static void take_up(const struct room *room, struct replay *r)
{
    uint32_t n = r->ask->n;
    bool inside = r->place.tally.events != 0;
    ledger_copy(&room->records, r->place.n - 1, n - r->place.n + 1, &r->ops);
    r->last_cost = r->place.cost;
    if (inside)
        stretch_next(&r->ops, &r->record);
    if (inside && r->place.n == n && !r->samples) {
        r->under_way = true;
        r->place.cost -= r->place.tally.events;
        r->last_checkpoint = r->place.tally.events;
        machine_listen(r->machine, WANT_ALL, seek_event, r);
        if (!r->ask->by_point && r->place.tally.events == r->ask->from)
            arrive(r);
    } else {
        r->under_way = inside;
        r->place = (struct place){ .n = n, .cost = room_cost_before(room, n) };
    }
}

void replay_start(struct room *room, struct ask *ask)
{
    uint32_t past_from = 0;
    bool series = ask->kind == ASK_SERIES; /* its range was looked at */
    if (!series && !replay_place(room, ask, &past_from))
        return;
    struct replay *r = must_zalloc(sizeof *r);
    r->task.run = replay_run;
    r->ask = ask;
    r->room = room;
    r->base = room->base->booted;
    r->total = room_record(room, ask->n).tally;
    if (ask->kind == ASK_PAST)
        r->hearing = past_hearing(past_from, ask->pfn, ask->addr);
    if (ask->kind == ASK_PREDICT) {
        r->predict = must_zalloc(sizeof *r->predict);
        r->predict->found =
            (struct prediction){ .n = ask->n, .event = ask->from, .what = ask->what };
    }
    if (ask->kind == ASK_WALK)
        r->hearing = walk_range_hearing(&ask->walk, room->row.profile);
    if (ask->kind == ASK_RECORDING)
        r->hearing = recording_hearing(room, ask);
    if (ask->kind == ASK_CHECK)
        r->hearing = check_hearing(ask->study_note, ask->note_len);
    if (series) {
        r->first_sample = (uint32_t)ask->from;
        r->sample_step = series_step(r->first_sample, ask->n, ask->count);
        r->samples = must_alloc((ask->count + 1) * sizeof r->samples[0]);
    }
    uint32_t limit = enlist(room->rooms, r);
    if (limit) {
        replay_free(r);
        room_refuse(ask, "busy", "id", limit, "too many replays are under way, at most %u", limit);
        return;
    }
    r->machine = nearest(room, r);
    if (!r->machine) {
        delist(room->rooms, r);
        replay_free(r);
        room_refuse(ask, "memory", "op", -1, "there is not enough memory to go back");
        return;
    }
    r->spacing = history_spacing(r->history, room->cost);
    if (r->history == &room->history &&
        room_cost_before(room, ask->n) - r->place.cost > SURVEY_SPACINGS * r->spacing)
        room_survey(room);
    take_up(room, r);
    r->frames =
        ask->frames ? ask->frames : lapse_frames(r->total.points, room->rooms->limits.lapse_frames);
    pool_submit(room->rooms->pool, &r->task);
}
