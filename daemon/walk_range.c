// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/walk_range.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/walk_fold.h"

struct walk_range {
    struct hearing hearing;
    struct walk_ask ask;
    const char *profile;
    bool cut;
    const struct machine *m;
    struct walk_fold *fold; /* of the op under way */
    struct bytes text;
    size_t records; /* JSON: that were told */
    size_t room;    /* bytes that the text may still grow by */
};

static void take(void *arg, const char *text)
{
    struct walk_range *w = arg;
    size_t len = strlen(text);
    w->cut = w->cut || len + 2 > w->room;
    w->hearing.enough = w->cut;
    if (w->cut)
        return;
    w->room -= len + 2;
    if (w->ask.format == WALK_JSON && w->records++)
        bytes_add(&w->text, ",\n", 2);
    bytes_add(&w->text, text, len);
}

static void begins(struct hearing *h, struct machine *m)
{
    struct walk_range *w = (struct walk_range *)h;
    w->m = m;
}

static void end_op(struct walk_range *w)
{
    if (w->fold)
        walk_fold_end(w->fold);
    walk_fold_free(w->fold);
    w->fold = NULL;
}

static void op_begins(struct hearing *h)
{
    struct walk_range *w = (struct walk_range *)h;
    char text[WALK_LINE];
    end_op(w);
    walk_print_op(w->ask.format, h->op, h->what, text);
    if (text[0])
        take(w, text);
    w->fold = walk_fold_new(w->m, w->ask.format, w->ask.full, take, w);
    if (h->op == h->first && w->ask.event > 0)
        walk_fold_mute(w->fold);
}

static void hears(struct hearing *h, const struct event *e)
{
    struct walk_range *w = (struct walk_range *)h;
    if (!w->cut && event_kind(e) != EV_POINT)
        walk_fold_event(w->fold, e);
    if (h->op == h->first && h->event == w->ask.event)
        walk_fold_speak(w->fold);
}

static void tells(struct hearing *h, struct bytes *out)
{
    struct walk_range *w = (struct walk_range *)h;
    const char *tail = walk_tail(w->ask.format);
    char text[WALK_LINE];
    end_op(w);
    if (w->cut) {
        w->cut = false;
        w->room = WALK_LINE; /* which was kept for this */
        walk_print_cut(w->ask.format, text);
        take(w, text);
    }
    walk_head(w->ask.format, w->profile, text);
    bytes_add(out, text, strlen(text));
    bytes_add(out, w->text.data, w->text.len);
    bytes_add(out, tail, strlen(tail));
}

static void frees(struct hearing *h)
{
    struct walk_range *w = (struct walk_range *)h;
    walk_fold_free(w->fold);
    bytes_free(&w->text);
    free(w);
}

struct hearing *walk_range_hearing(const struct walk_ask *ask, const char *profile)
{
    struct walk_range *w = must_zalloc(sizeof *w);
    w->hearing = (struct hearing){ .first = ask->op,
                                   .begins = begins,
                                   .op_begins = op_begins,
                                   .hears = hears,
                                   .tells = tells,
                                   .frees = frees };
    w->ask = *ask;
    w->profile = profile;
    w->room = WALK_RANGE_BYTES - WALK_LINE;
    return &w->hearing;
}
