// SPDX-License-Identifier: GPL-2.0-or-later
#include "daemon/walk_fold.h"

#include <stdlib.h>

#include "alloc/names.h"
#include "daemon/memory.h"

#define MAX_DEPTH  64 /* calls that are followed; deeper ones are told as they come */
#define MAX_SHAPES 64 /* distinct shapes kept per open call; later ones are told each time */
#define FNV_OFFSET 0xcbf29ce484222325u
#define FNV_PRIME  0x100000001b3u

struct shape {
    unsigned function;
    uint64_t hash;
    unsigned long more; /* repeats that were dropped */
};

/* One per open call: which shapes its children had, and how often each. */
struct frame {
    unsigned function;
    uint64_t hash; /* of the functions entered so far */
    size_t start;  /* of its part of `waiting` */
    bool held;     /* may be a repeat */
    bool quiet;    /* it was entered before anything was told */
    struct shape shapes[MAX_SHAPES];
    unsigned nr_shapes;
};

/* A line to be, in a call of `function`: an event, or (more > 0) the note that `more` calls of `repeated` were folded. */
struct line {
    struct event event;
    int depth;
    unsigned function, repeated;
    unsigned long more;
};

struct walk_fold {
    const struct machine *m;
    enum walk_format format;
    bool full, mute;
    walk_sink *sink;
    void *arg;
    struct frame frames[MAX_DEPTH]; /* [0] stands for the operation itself */
    int depth;
    unsigned deeper;  /* open calls that are not followed */
    unsigned held;    /* open frames that are held */
    int headed_depth; /* of the call whose heading was told last, and its function */
    unsigned headed;
    struct line *waiting;
    size_t n, size;
};

struct walk_fold *walk_fold_new(const struct machine *m, enum walk_format format, bool full,
                                walk_sink *sink, void *arg)
{
    struct walk_fold *w = must_zalloc(sizeof *w);

    w->m = m;
    w->format = format;
    w->full = full;
    w->sink = sink;
    w->arg = arg;
    w->frames[0].hash = FNV_OFFSET;
    return w;
}

void walk_fold_free(struct walk_fold *w)
{
    if (w)
        free(w->waiting);
    free(w);
}

/* Notes name the call that their lines belong to: where it begins, and again after a call from it. */
static void tell_heading(struct walk_fold *w, const struct line *l)
{
    char text[WALK_LINE];

    if (w->headed_depth == l->depth && w->headed == l->function)
        return;
    walk_print_heading(l->function, text);
    w->sink(w->arg, text);
    w->headed_depth = l->depth;
    w->headed = l->function;
}

static void tell(struct walk_fold *w, const struct line *l)
{
    char text[WALK_LINE];
    bool enters = !l->more && event_kind(&l->event) == EV_ENTER;

    if (enters)
        w->headed_depth = 0;
    if (l->more)
        walk_print_folded(w->format, l->depth, l->repeated, l->more, text);
    else
        walk_print_event(w->format, w->m, &l->event, l->depth, l->function, text);
    if (w->format == WALK_MD && l->depth && (text[0] || enters))
        tell_heading(w, l);
    if (text[0])
        w->sink(w->arg, text);
}

/* A line goes out at once unless a held call is open. */
static void put(struct walk_fold *w, struct line l)
{
    if (w->mute)
        return;
    if (!w->held) {
        tell(w, &l);
        return;
    }
    if (w->n == w->size) {
        w->size = w->size ? 2 * w->size : 1024;
        w->waiting = must_realloc(w->waiting, w->size * sizeof *w->waiting);
    }
    w->waiting[w->n++] = l;
}

static struct shape *find_shape(struct frame *f, unsigned function, uint64_t hash)
{
    for (unsigned i = 0; i < f->nr_shapes; i++)
        if (f->shapes[i].function == function && f->shapes[i].hash == hash)
            return &f->shapes[i];
    return NULL;
}

static bool seen_function(const struct frame *f, unsigned function)
{
    for (unsigned i = 0; i < f->nr_shapes; i++)
        if (f->shapes[i].function == function)
            return true;
    return false;
}

static void enter_call(struct walk_fold *w, unsigned function)
{
    struct frame *parent = &w->frames[w->depth], *f;

    if (w->depth + 1 == MAX_DEPTH) {
        w->deeper++;
        return;
    }
    f = &w->frames[++w->depth];
    f->function = function;
    f->hash = FNV_OFFSET;
    f->nr_shapes = 0;
    f->quiet = w->mute;
    f->held = !w->full && !w->mute && seen_function(parent, function);
    f->start = w->n;
    w->held += f->held;
}

/* Says how often each shape came again below the call that ends. */
static void put_folded(struct walk_fold *w, const struct frame *f)
{
    for (unsigned i = 0; i < f->nr_shapes; i++)
        if (f->shapes[i].more)
            put(w, (struct line){ .depth = w->depth,
                                  .function = f->function,
                                  .repeated = f->shapes[i].function,
                                  .more = f->shapes[i].more });
}

/* Nothing is held any more: what waits is told. */
static void release(struct walk_fold *w)
{
    for (size_t i = 0; i < w->n; i++)
        tell(w, &w->waiting[i]);
    w->n = 0;
}

/* The call is over: keeps its lines, or counts it as a repeat. */
static void leave_call(struct walk_fold *w)
{
    struct frame *f = &w->frames[w->depth], *parent = &w->frames[w->depth - 1];
    struct shape *same = find_shape(parent, f->function, f->hash);

    w->depth--;
    if (f->held && same) {
        w->n = f->start;
        same->more++;
    }
    w->held -= f->held;
    if (!w->held)
        release(w);
    if (!f->quiet && !same && parent->nr_shapes < MAX_SHAPES)
        parent->shapes[parent->nr_shapes++] = (struct shape){ f->function, f->hash, 0 };
    parent->hash = ((parent->hash ^ f->function) * FNV_PRIME ^ f->hash) * FNV_PRIME;
}

void walk_fold_event(void *arg, const struct event *e)
{
    struct walk_fold *w = arg;
    bool leaves = event_kind(e) == EV_LEAVE;

    if (event_kind(e) == EV_ENTER)
        enter_call(w, event_id(e));
    else if (leaves && !w->deeper)
        put_folded(w, &w->frames[w->depth]);
    put(w, (struct line){ .event = *e,
                          .depth = w->depth + (int)w->deeper,
                          .function = w->deeper && (leaves || event_kind(e) == EV_ENTER)
                                          ? event_id(e)
                                          : w->frames[w->depth].function });
    if (leaves && w->deeper)
        w->deeper--;
    else if (leaves)
        leave_call(w);
}

void walk_fold_mute(struct walk_fold *w)
{
    w->mute = true;
}

void walk_fold_speak(struct walk_fold *w)
{
    w->mute = false;
    if (w->format != WALK_MD || !w->depth)
        return;
    for (int i = 1; i <= w->depth; i++) {
        w->sink(w->arg, i == 1 ? "- " : "-> ");
        w->sink(w->arg, function_table[w->frames[i].function].name);
        w->sink(w->arg, "()");
    }
    w->sink(w->arg, "\n");
}

void walk_fold_end(struct walk_fold *w)
{
    release(w);
    for (; w->depth > 0; w->depth--)
        put_folded(w, &w->frames[w->depth]);
    put_folded(w, &w->frames[0]);
}
